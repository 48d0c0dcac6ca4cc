# Everything is in tools/steps.py, which needs only Python's standard library.
PYTHON ?= python3

.PHONY: run test lint format bench setup translations clean help
run test lint format bench setup translations clean help:
	@$(PYTHON) -m tools $@
.DEFAULT_GOAL := help

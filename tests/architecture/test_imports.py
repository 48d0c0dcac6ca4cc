"""The house's import contract, from pyproject.toml."""

import pytest
from importlinter import cli

from tools.steps import ROOT


def test_imports_go_down_only(monkeypatch: pytest.MonkeyPatch) -> None:
    # It would silence every logger there is, for the tests that come after.
    monkeypatch.setattr(cli, "_configure_logging", lambda verbose: None)
    assert cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0

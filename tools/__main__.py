"""`python3 -m tools STEP`: what the Makefile calls. Needs nothing but Python's standard library."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Journeymap needs Python 3.11 or newer, and this is %d.%d: "
        "install one and name it, as in `make run PYTHON=python3.12`." % sys.version_info[:2]
    )

from tools.steps import main

sys.exit(main(sys.argv[1:]))

"""`python -m journeys render|convert`: diagrams and files without a server or a database."""

from __future__ import annotations

import sys

from journeys.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m journeys render|convert|pack`: diagrams and files without a server or a database."""

from __future__ import annotations

import gc
import sys

if __name__ == "__main__":
    gc.set_threshold(100_000)  # most commands end before; looking 25 times is 5 % of a start

    from journeys.cli import main

    sys.exit(main())

"""Tests written in JavaScript, run by Node in a process of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tools.steps import BIN, ROOT

#: In seconds; only what hangs takes so long.
PATIENCE = 300


def passes(path: Path, **environment: object) -> None:
    """Run a file of tests in Node; AssertionError with what it said, also where it tested none."""
    told = {name: str(value) for name, value in environment.items()}
    done = subprocess.run(
        [BIN / "node", "--test", "--test-reporter=spec", path],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    assert "ℹ pass 0" not in done.stdout, done.stdout

"""Nothing is ever lost: the editor's session in Node over the real pages and API in a child."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.steps import BIN, ROOT

HERE = Path(__file__).parent / "store"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_in_node(path: Path) -> None:
    env = {**os.environ, "PYTHON": sys.executable, "LOG_LEVEL": "CRITICAL"}
    done = subprocess.run(
        [BIN / "node", "--test", path], capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ℹ pass 0" not in done.stdout, done.stdout

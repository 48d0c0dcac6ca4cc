"""Nothing is ever lost: the editor's session in Node over the real pages and API in a child."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support import node

HERE = Path(__file__).parent / "store"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_in_node(path: Path) -> None:
    node.passes(path, PYTHON=sys.executable, LOG_LEVEL="CRITICAL")

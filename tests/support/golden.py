"""Accepted outputs: what a test makes is compared with a file in tests/golden/, byte for byte.

`pytest --accept` writes what differs; look at the pictures before you commit them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "golden"
Golden = Callable[[str, bytes], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, data)`: the data are those of the accepted file."""
    accept = request.config.getoption("--accept")

    def compare(name: str, data: bytes) -> None:
        path = FOLDER / name
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif not path.exists():
            pytest.fail(f"there is no accepted {name}; `pytest --accept` writes it")
        elif path.read_bytes() != data:
            other = path.with_suffix(f".new{path.suffix}")
            other.write_bytes(data)
            pytest.fail(f"{name} differs; see {other}, or accept it with `pytest --accept`")

    return compare

"""Pictures of the pages become smaller, and stay the same pictures."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.palette import _chunk, _paeth, read, shrink

SIZE = st.tuples(st.integers(1, 9), st.integers(1, 9))


def filtered(rows: list[bytes], kinds: list[int]) -> bytes:
    """Filter RGB rows as the PNG specification says (9.2), a kind for each row."""
    out, above = b"", bytes(len(rows[0]))
    for row, kind in zip(rows, kinds, strict=True):
        line = bytearray()
        for at, value in enumerate(row):
            left = row[at - 3] if at >= 3 else 0
            corner = above[at - 3] if at >= 3 else 0
            guesses = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))
            line.append((value - guesses[kind]) & 255)
        out += bytes([kind]) + line
        above = row
    return out


def png(width: int, height: int, data: bytes, kind: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


@given(st.data())
@settings(max_examples=40)
def test_every_filter_is_undone(data: st.DataObject) -> None:
    width, height = data.draw(SIZE)
    rows = [data.draw(st.binary(min_size=width * 3, max_size=width * 3)) for _ in range(height)]
    kinds = [data.draw(st.integers(0, 4)) for _ in range(height)]
    assert read(png(width, height, filtered(rows, kinds))) == (width, height, rows)


def test_few_colours_stay_as_they_are_and_many_become_the_nearest() -> None:
    few = [bytes([10, 20, 30, 40, 50, 60]), bytes([10, 20, 30, 1, 2, 3])]
    assert colours(shrink(png(2, 2, filtered(few, [0, 2])))) == {b"\n\x14\x1e", b"(2<", b"\1\2\3"}
    greys = [bytes([at, at, at + 1]) * 2 for at in range(255)] + [
        bytes([at] * 6) for at in range(99)
    ]
    rare = bytes([200, 90, 0])
    row = b"".join(greys) + rare
    kept = colours(shrink(png(len(row) // 3, 1, filtered([row], [1]))))
    assert rare in kept and len(kept) <= 256


def colours(small: bytes) -> set[bytes]:
    start = small.index(b"PLTE")
    (size,) = struct.unpack(">I", small[start - 4 : start])
    return {small[at : at + 3] for at in range(start + 4, start + 4 + size, 3)}


def test_other_files_are_refused() -> None:
    with pytest.raises(ValueError, match="not a PNG"):
        shrink(b"GIF89a")
    with pytest.raises(ValueError, match="only true-colour"):
        shrink(png(1, 1, b"\0\0", kind=0))

"""Smaller PNGs: true colour to a palette of 256, for pictures of pages (flat colours and text).

``shrink`` reads what a browser's screenshot is (8 bits a channel, RGB or RGBA, not interlaced) and
keeps 256 colours: the most frequent ones, then those that differ from all that are kept, the most
frequent first. Every other colour becomes the nearest of them.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_HEAD = b"\x89PNG\r\n\x1a\n"
#: So many of the most frequent colours are kept as they are: grounds, text, lines.
_EXACT = 96
#: Colours no further apart than this are alike (the square of a distance in RGB).
_ALIKE = 300
Pixel = bytes


def shrink(png: bytes) -> bytes:
    """Return the picture with a palette; ValueError where it is no such PNG."""
    width, height, rows = read(png)
    counted = Counter(pixel for row in rows for pixel in _pixels(row))
    colours = _chosen([colour for colour, _n in counted.most_common()])
    place = {colour: at for at, colour in enumerate(colours)}
    for colour in counted.keys() - place.keys():
        place[colour] = min(range(len(colours)), key=lambda at: _far(colour, colours[at]))
    lines = b"".join(b"\0" + bytes(place[pixel] for pixel in _pixels(row)) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(colours)), (b"IDAT", zlib.compress(lines, 9)))
    return _HEAD + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def _chosen(colours: list[Pixel]) -> list[Pixel]:
    """Return at most 256 of the colours, which come the most frequent first."""
    if len(colours) <= 256:
        return colours
    kept = colours[:_EXACT]
    for colour in colours[_EXACT:]:
        if len(kept) < 256 and all(_far(colour, each) > _ALIKE for each in kept):
            kept.append(colour)
    return kept


def read(png: bytes) -> tuple[int, int, list[bytes]]:
    """Return width, height and the rows of a true-colour PNG as RGB bytes."""
    held: dict[bytes, bytes] = {}
    for name, data in _chunks(png):
        held[name] = held.get(name, b"") + data
    width, height, depth, kind, _c, _f, interlaced = struct.unpack(">IIBBBBB", held[b"IHDR"])
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise ValueError("only true-colour PNGs of 8 bits, not interlaced")
    step = 3 if kind == 2 else 4
    data = zlib.decompress(held[b"IDAT"])
    rows, before, size = [], bytes(width * step), width * step
    for at in range(height):
        start = at * (size + 1)
        before = _unfiltered(data[start], data[start + 1 : start + 1 + size], before, step)
        rows.append(before if step == 3 else _without_alpha(before))
    return width, height, rows


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_HEAD):
        raise ValueError("not a PNG")
    at = len(_HEAD)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unfiltered(kind: int, row: bytes, above: bytes, step: int) -> bytes:
    """Undo a row's filter (PNG specification, 9.2)."""
    if kind == 0:
        return row
    out = bytearray(row)
    for at, value in enumerate(row):
        left = out[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = (0, left, above[at], (left + above[at]) // 2)[kind] if kind < 4 else (
            _paeth(left, above[at], corner))  # fmt: skip
        out[at] = (value + guess) & 255
    return bytes(out)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))


def _without_alpha(row: bytes) -> bytes:
    out = bytearray(len(row) // 4 * 3)
    out[0::3], out[1::3], out[2::3] = row[0::4], row[1::4], row[2::4]
    return bytes(out)


def _pixels(row: bytes) -> Iterator[Pixel]:
    return (row[at : at + 3] for at in range(0, len(row), 3))


def _far(one: Pixel, other: Pixel) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))

"""A table of answers as another tool wrote it: bytes in, named columns and numbered lines out.

Pure. Nothing is assumed of encoding, separator or where the headings stand: they are found. What a
cell says is not looked at here (``mapping``).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: At most so many bytes, lines and columns are read.
MOST_BYTES, MOST_LINES, MOST_COLUMNS = 10_000_000, 100_000, 200
SEPARATORS = (";", ",", "\t")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ABOVE, _LOOKED_AT = 20, 200
_NUMBER = re.compile(r"\s*[+-]?[\d.,:/ \u00a0-]*\d[\d.,:/ \u00a0%-]*\Z")


class Unreadable(Exception):
    """There is no table in the bytes; ``why`` names the reason, ``line`` the place (0: none)."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.why, self.line = why, line


class Line(NamedTuple):
    """A line under the headings: the number of its first line in the file, and a cell a column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns by their headings, lines, and how they were read.

    ``longer`` numbers the lines that have cells beyond the last column; those are left out.
    """

    names: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str
    separator: str
    longer: tuple[int, ...] = ()


def read(data: bytes) -> Table:
    """Read a table; Unreadable: too_large, empty, quote, too_many_lines, too_many_columns."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    text, encoding = _decoded(data)
    separator = _separator(text)
    held = [line for line in _records(text, separator) if any(map(str.strip, line.cells))]
    if not held:
        raise Unreadable("empty")
    names, lines = _headed(held)
    if len(lines) > MOST_LINES:
        raise Unreadable("too_many_lines")
    if len(names) > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    width = len(names)
    return Table(
        names=names,
        lines=tuple(
            Line(number, (*cells[:width], *[""] * (width - len(cells)))) for number, cells in lines
        ),
        encoding=encoding,
        separator=separator,
        longer=tuple(n for n, cells in lines if any(map(str.strip, cells[width:]))),
    )


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: by its mark, else UTF-8, UTF-16, Windows' western one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    for encoding in _unmarked(data):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace"), "cp1252"


def _unmarked(data: bytes) -> Iterator[str]:
    """Yield what it may be: every second byte of western UTF-16 is 0."""
    head = data[:2000]
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.7 * half:
        yield "utf-16-le"
    if head[::2].count(0) > 0.7 * half:
        yield "utf-16-be"
    yield "utf-8"


def _records(text: str, separator: str) -> Iterator[Line]:
    """Yield every record with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("quote", start) from None
        yield Line(start, tuple(cells))
        start = reader.line_num + 1


def _separator(text: str) -> str:
    """Return the separator by which most of the first lines have as many cells as the fullest."""
    return max(SEPARATORS, key=lambda each: _fit(text, each))


def _fit(text: str, separator: str) -> tuple[float, int]:
    widths = Counter[int]()
    try:
        for line in _records(text, separator):
            if any(map(str.strip, line.cells)):
                widths[len(line.cells)] += 1
            if widths.total() == _LOOKED_AT:
                break
    except Unreadable:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return (count / widths.total(), width) if width > 1 else (0.0, 0)


def _headed(lines: Sequence[Line]) -> tuple[tuple[str, ...], Sequence[Line]]:
    """Return the headings and the lines under them.

    Above the headings there may be titles; where the first full line holds a number there are no
    headings, and columns are named by their numbers.
    """
    width = Counter(len(line.cells) for line in lines[:_LOOKED_AT]).most_common(1)[0][0]
    full = (at for at, line in enumerate(lines[:_ABOVE]) if _filled(line) * 2 > width)
    at = next(full, 0)
    cells = [cell.strip() for cell in lines[at].cells]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if any(_NUMBER.match(cell) for cell in cells):
        return tuple(str(n + 1) for n in range(max(width, len(cells)))), lines[at:]
    return _distinct(cells), lines[at + 1 :]


def _filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings, each once: nameless ones by their number, repeated ones numbered."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = base = " ".join(cell.split()) or str(at + 1)
        again = 1
        while name in found:
            again += 1
            name = f"{base} ({again})"
        found[name] = at
    return tuple(found)

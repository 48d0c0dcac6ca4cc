"""The rows of a pasted table, or of one saved as text: how it is written, what parts its cells.

Spreadsheets copy cells with tabs; CSV files come with commas, or in much of Europe with
semicolons. A text without a table is one column: a step on each line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from . import Loss, Trouble, Unreadable, text_of
from .document import MOST_RECORDS
from .headings import HIGHEST, MOST_COLUMNS, Row
from .naming import is_head, meaning

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decoded(data: bytes, name: str, losses: list[Loss]) -> str:
    """Return a table's text: UTF-8, UTF-16 as Excel's Unicode text, else Windows-1252, reported."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return text_of(data.decode("utf-16").encode(), name)
        except UnicodeError:
            raise Unreadable([Trouble("expected UTF-8 or UTF-16 text")], name) from None
    try:
        return text_of(data, name)
    except Unreadable:
        if not data.strip() or b"\0" in data or data.startswith(codecs.BOM_UTF8):
            raise
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if not text:
            raise
    losses.append(Loss("", "the text is no UTF-8; it is read as Windows-1252 (western Europe)"))
    return text


def rows_of(text: str, name: str, losses: list[Loss]) -> list[Row]:
    """Return the rows of a text, empty ones left out; Unreadable with the line where it is none."""
    sign, text, skipped = _sign(text)
    if not sign and name.lower().endswith((".csv", ".tsv")):
        sign = _regular(text)
    rows: list[Row] = []
    for row in _rows(text, sign, skipped, name, losses):
        if len(rows) == MOST_RECORDS:  # each is a step, or hangs on one
            told = f"there are more than {MOST_RECORDS} rows; no more are read"
            raise Unreadable([Trouble(told, row.line)], name)
        rows.append(row)
    if not rows:
        raise Unreadable([Trouble("there are no rows; expected a step in each")], name)
    return rows


def clean(cell: str, place: str, losses: list[Loss]) -> str:
    """Return a cell's text as records hold it: without control characters, lines ended by LF."""
    cleaned = _CONTROL.sub("", cell)
    if cleaned != cell:
        losses.append(Loss(place, "a control character is left out"))
    return cleaned.replace("\r\n", "\n").replace("\r", "\n").strip()


def _sign(text: str) -> tuple[str, str, int]:
    """Return what parts the cells ('' nothing does), the text, and how many lines were skipped.

    A first line ``sep=;`` is how spreadsheets say it themselves.
    """
    if said := re.match(r"sep=([;,|\t])[ \t]*\r?\n", text):
        return said[1], text[said.end() :], 1
    lines = [line for line in text[:200_000].splitlines() if line.strip()]
    signs = {sign: _is_head_by(lines, sign) for sign in ";,"}
    if any("\t" in line.strip() for line in lines) and not any(signs.values()):
        return "\t", text, 0
    for sign, known in signs.items():
        if known or (lines and sign in lines[0] and _even(lines[:200], sign)):
            return sign, text, 0
    return "", text, 0


def _is_head_by(lines: list[str], sign: str) -> bool:
    """Tell whether one of the first lines names the columns, parted by the sign."""
    rows = (line.split(sign, MOST_COLUMNS) for line in lines[:HIGHEST])
    return any(is_head([meaning(cell.strip('"')) for cell in row]) for row in rows if len(row) > 1)


def _regular(text: str) -> str:
    """Return what parts the cells of a table file: what gives the first rows as many each."""
    lines = text[:50_000].splitlines(keepends=True)[:50]
    for sign in ";,\t|":
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        except csv.Error:
            continue
        if len(widths) > 1 and widths[0] > 1 and len({*widths[:-1]}) == 1:
            return sign
    return ""


def _even(lines: list[str], sign: str) -> bool:
    """Tell whether lines are rows of as many cells each; prose has a space after its commas."""
    counts = {line.count(sign) for line in lines}
    prose = any(f"{sign} " in line for line in lines)
    return len(lines) > 1 and len(counts) == 1 and not prose


def _rows(text: str, sign: str, skipped: int, name: str, losses: list[Loss]) -> Iterator[Row]:
    if not sign:
        for at, line in enumerate(io.StringIO(text, newline=""), 1 + skipped):
            if line.strip():
                yield Row(at, [clean(line, f"line {at}", losses)])
        return
    text = text.replace("\0", "\x01")  # the reader stops at NUL; both are left out as controls
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    start = 1 + skipped
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(start, [clean(cell, f"line {start}", losses) for cell in cells])
            start = reader.line_num + 1 + skipped
    except csv.Error as error:
        told = f'expected cells in which every " at the beginning has its end ({error})'
        raise Unreadable([Trouble(told, start)], name) from None

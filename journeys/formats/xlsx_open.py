"""The sheets of a stranger's workbook as rows of texts, within limits.

What a sheet says of its own size is never believed: rows and columns end where the cells do.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import openpyxl

from . import Loss, Trouble, Unreadable
from .headings import MOST_COLUMNS, Row
from .pasted_rows import clean
from .zipped import entry, open_zip

#: Of a workbook: bytes unpacked, cells of a sheet, its rows.
MOST_BYTES = 60_000_000
MOST_CELLS = 400_000
MOST_ROWS = 20_000
#: Letters of a sheet: many cells may name one long text, which stands in the file once.
MOST_LETTERS = 10_000_000
#: Below so many empty rows nothing is looked for.
_EMPTY = 2_000
#: Stands among the properties of what we write.
MARK = b'"Journeymap"'
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z", re.IGNORECASE)


class Sheet(NamedTuple):
    """A visible sheet that holds something: its name and rows, empty ones left out."""

    name: str
    rows: list[Row]


def sheets(data: bytes, name: str, losses: list[Loss]) -> list[Sheet]:
    """Return the sheets of a workbook; Unreadable where it is none, is broken, or is a bomb."""
    with open_zip(data, name, total=MOST_BYTES) as held:
        _bearable(held, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep; we keep no more
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            found = list(_sheets(book, name, losses))
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # openpyxl meets broken files with whatever error it stumbles over
        told = f"expected a workbook of Excel (.xlsx); it is broken ({type(error).__name__})"
        raise Unreadable([Trouble(told)], name) from None
    if not found:
        raise Unreadable([Trouble("there are no rows; expected a step in each")], name)
    return found


def marked(data: bytes) -> bool:
    """Tell whether a sound workbook says of itself that we have written it."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        path = "docProps/custom.xml"
        return path in held.namelist() and MARK in held.read(path)


def _bearable(held: zipfile.ZipFile, name: str) -> None:
    """Refuse what is no workbook, declares entities, or holds more cells than a journey can."""
    paths = held.namelist()
    if not any(path.lower() == "xl/workbook.xml" for path in paths):
        raise Unreadable(
            [Trouble("expected a workbook of Excel (.xlsx); this is another zip")], name
        )
    for path in paths:
        if path.endswith((".xml", ".rels")):
            text = entry(held, path, name)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Unreadable(
                    [Trouble(f"{path} declares entities; no workbook needs them")], name
                )
            if (
                _SHEET.match(path)
                and (cells := text.count(b"<c ") + text.count(b":c ")) > MOST_CELLS
            ):
                told = f"{path} has {cells} cells; at most {MOST_CELLS} are read"
                raise Unreadable([Trouble(told)], name)


def _sheets(book: Any, name: str, losses: list[Loss]) -> Iterator[Sheet]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            losses.append(Loss(sheet.title, "the sheet is hidden; left out"))
            continue
        sheet.reset_dimensions()
        if rows := list(_rows(sheet, name, losses)):
            yield Sheet(sheet.title, rows)


def _rows(sheet: Any, name: str, losses: list[Loss]) -> Iterator[Row]:
    count = last = letters = 0
    for at, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        if at - last > _EMPTY:
            told = f"what stands below {_EMPTY} empty rows, from row {last + 1} on, is left out"
            losses.append(Loss(sheet.title, told))
            return
        texts = [_text(cell, f"{sheet.title}, row {at}", losses) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        letters += sum(map(len, texts))
        if letters > MOST_LETTERS:
            told = f"sheet {sheet.title} holds more than {MOST_LETTERS} letters; no more are read"
            raise Unreadable([Trouble(told)], name)
        count, last = count + 1, at
        if count > MOST_ROWS:
            told = f"sheet {sheet.title} has more than {MOST_ROWS} rows; no more are read"
            raise Unreadable([Trouble(told)], name)
        yield Row(at, texts)


def _text(cell: Any, place: str, losses: list[Loss]) -> str:
    """Return a cell as a text: a day as ISO 8601, a number as short as it is exact."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        losses.append(
            Loss(f"{place}, {cell.coordinate}", f"the cell has an error, {value}; left out")
        )
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.timedelta):
        return _lasting(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return clean(str(value).replace("_x000D_", ""), place, losses)


def _lasting(held: datetime.timedelta) -> str:
    """Return a time that was typed as hours and minutes as an ISO 8601 duration."""
    minutes, seconds = divmod(int(abs(held).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes) + f"{seconds}S" * bool(seconds)
    return f"PT{said or '0S'}"

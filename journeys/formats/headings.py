"""What the columns of a stranger's table mean: known by their headings (``naming``), in any order,
or said by a mapping. The rows of text files and of sheets both come through here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from . import Loss, Trouble, Unreadable
from .cells import told as plainly
from .columns import TableColumns, meant, named
from .naming import folded, is_head, lane_of, language_of, meaning

#: The order of the columns of a table without a head.
ORDER = ("stage", "step", "actor", "touchpoint", "experience", "pain", "gain", "opportunity")
MOST_COLUMNS = 100
EXAMPLES = 3
#: How far down the row of names is looked for, and how wide a table that is turned may be.
HIGHEST = 15
MOST_TURNED = 1_000
#: What is no name of a column: a number, a date, a share; names as programs write them; numbers of
#: steps, with what a step is called before them or not.
_VALUE = re.compile(r"[-+]?\d[\d\s.,:/%€$T+-]*Z?")
_WRITTEN = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+")
_NUMBER = re.compile(r"(?:(?:step|steg|askel)\s*)?#?\d+(?:\.\d+)*[.):]?", re.IGNORECASE)
_LONG_NAME = 60


class Column(NamedTuple):
    """A column: its meaning ('' is left out), its heading, and its place from 1.

    ``title`` is that of the row of the map that its cards are put in ('': the kind's own).
    """

    meaning: str
    heading: str
    place: int
    title: str = ""

    def at(self, place: str) -> str:
        """Return where a cell is, in words."""
        named = f" ({self.heading})" if self.heading else ""
        return f"{place}, column {self.place}{named}"


class Row(NamedTuple):
    """A row's cells, and the line it begins on, from 1."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A table: columns, the rows under its head, the language of the head ('' none: no head)."""

    columns: list[Column]
    rows: list[Row]
    language: str


def table(
    rows: list[Row],
    name: str,
    losses: list[Loss],
    mapping: Mapping[str, str] | None = None,
    at: int = 0,
    *,
    heads: bool = False,
) -> Table:
    """Say what the columns of the rows mean; ``at`` is which table of the file they are, from 0.

    ``heads``: a table without a row of names is none. Unreadable where it is none, where there are
    too many columns, or none is the step.
    """
    rows = _arranged(rows, losses)
    width = max(len(row.cells) for row in rows)
    if width > MOST_COLUMNS:
        told = f"there are {width} columns; at most {MOST_COLUMNS} are read"
        raise Unreadable([Trouble(told)], name)
    head = _head(rows)
    headed = _is_headed(rows) or named(mapping or {}, at)
    if not headed and heads:
        raise Unreadable([Trouble(_no_step(head), head.line)], name)
    columns = (
        _headed(head, width, rows[1:], [] if mapping else losses)
        if headed
        else _without_head(head.line, width, losses)
    )
    said = [meant(mapping or {}, at, n) for n in range(width)]
    columns = [
        c if one is None else c._replace(meaning=one) for c, one in zip(columns, said, strict=True)
    ]
    if not any(column.meaning == "step" for column in columns):
        raise Unreadable([Trouble(_no_step(head), head.line)], name)
    if not headed:
        return Table(columns, rows, "")
    for heading, times in Counter(c.heading.casefold() for c in columns if c.heading).items():
        if times > 1:
            told = f"{times} columns are named {heading!r}; each is read"
            losses.append(Loss(f"line {head.line}", told))
    return Table(columns, rows[1:], language_of(head.cells))


def shown(name: str, rows: list[Row]) -> TableColumns:
    """Return a table's columns with their first cells and what they are taken for."""
    rows = _arranged(rows, [])
    width = min(max(len(row.cells) for row in rows), MOST_COLUMNS)
    head = _head(rows)
    headed = _is_headed(rows)
    columns = _headed(head, width, rows[1:], []) if headed else _without_head(1, width, [])
    examples = rows[1:] if headed else rows
    return TableColumns(
        name,
        tuple(column.heading for column in columns),
        tuple(_filled(row.cells, width) for row in examples[:EXAMPLES]),
        tuple("free" if c.meaning == "note" else c.meaning for c in columns),
    )


def _no_step(head: Row) -> str:
    return f"expected a column named Step (Askel, Steg); there are {', '.join(head.cells)[:300]}"


def _arranged(rows: list[Row], losses: list[Loss]) -> list[Row]:
    """Return the rows from the one that names the columns on, of a table that stands upright.

    Above the names people write a title. Workshops put steps side by side: where the first column
    holds the names, the table is turned.
    """
    sides = [meaning(row.cells[0]) if row.cells else "" for row in rows]
    known = max(sum(map(bool, map(meaning, row.cells))) for row in rows[:HIGHEST])
    if {"step", "action"} & {*sides} and sum(map(bool, sides)) > max(known, 1):
        losses.append(Loss("", "the names stand in the first column; the table is turned"))
        return _turned(rows)
    if _names_columns(rows[0].cells):
        return rows
    for at, row in enumerate(rows[:HIGHEST]):
        if "step" in map(meaning, row.cells) and _names_columns(row.cells):
            above = "; ".join(" ".join(filter(None, each.cells)) for each in rows[:at])
            told = f"what stands above the names is left out: {above[:200]!r}"
            losses.append(Loss(f"line {rows[0].line}", told))
            return rows[at:]
    return rows


def _turned(rows: list[Row]) -> list[Row]:
    """Return columns as rows: "line 3" is then the third column."""
    at = next(n for n, row in enumerate(rows) if row.cells and meaning(row.cells[0]))
    width = min(max(len(row.cells) for row in rows), MOST_TURNED)
    whole = [_filled(row.cells, width) for row in rows[at:]]
    turned = (Row(n, list(cells)) for n, cells in enumerate(zip(*whole, strict=True), 1))
    return [row for row in turned if any(row.cells)]


def _names_columns(cells: list[str]) -> bool:
    return is_head([meaning(plainly(cell)) for cell in cells])


def _is_headed(rows: list[Row]) -> bool:
    """Tell whether the first row names the columns: by names that are known, or evidently.

    It does where all of its cells are short texts, none like another, and programs write so, or
    a column holds nothing but numbers and dates below its name.
    """
    if _names_columns(rows[0].cells):
        return True
    names = [plainly(cell) for cell in rows[0].cells]
    named = len({*names}) == len(names) > 1 and all(names) and len(rows) > 2
    if not named or any(_VALUE.fullmatch(n) or len(n) > _LONG_NAME or "\n" in n for n in names):
        return False
    columns = ([c for row in rows[1:] if (c := _cell(row, n))] for n in range(len(names)))
    counted = any(cells and all(map(_VALUE.fullmatch, cells)) for cells in columns)
    return counted or sum(bool(_WRITTEN.fullmatch(name)) for name in names) > 1


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _head(rows: list[Row]) -> Row:
    return Row(rows[0].line, [plainly(cell) for cell in rows[0].cells])


def _headed(head: Row, width: int, rows: list[Row], losses: list[Loss]) -> list[Column]:
    """Return the columns by their headings; exactly one is the step, where one can be."""
    columns = _by_heading(head, width, rows)
    at = [n for n, c in enumerate(columns) if c.meaning == "step"]
    acts = [n for n, c in enumerate(columns) if c.meaning == "action"]
    if acts and len(at) == 1 and _only_numbers(rows, at[0]):
        columns[at[0]] = columns[at[0]]._replace(meaning="number")
        at = []
    if not at and acts:
        columns[acts[0]] = columns[acts[0]]._replace(meaning="step")
        told = f"no column is named Step; {columns[acts[0]].heading!r} is read as the steps"
        losses.append(Loss(f"line {head.line}", told))
    plain = [n for n in at if folded(columns[n].heading) not in ("task", "activity")]
    for n in at:
        if n != (plain or at)[0]:
            columns[n] = columns[n]._replace(meaning="row")
            told = f"another column is the steps; {columns[n].heading!r} is a row of the map"
            losses.append(Loss(f"line {head.line}", told))
    return columns


def _by_heading(head: Row, width: int, rows: list[Row]) -> list[Column]:
    columns = []
    for place, heading in enumerate(_filled(head.cells, width), 1):
        kind, title = lane_of(heading)
        counts = not heading and _counts(rows, place - 1)
        means = meaning(heading) or kind or ("" if counts else "row")
        columns.append(Column(means, heading, place, title))
    return columns


def _counts(rows: list[Row], at: int) -> bool:
    """Tell whether a column only numbers its rows, as programs write an index without a name."""
    cells = [_cell(row, at) for row in rows]
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 9]
    return len(numbers) == len(cells) > 0 and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def _only_numbers(rows: list[Row], at: int) -> bool:
    """Tell whether a column named Step only numbers the steps, as it does beside what is done."""
    cells = [cell for row in rows if (cell := _cell(row, at))]
    return bool(cells) and all(map(_NUMBER.fullmatch, cells))


def _filled(cells: list[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))[:width]


def _without_head(line: int, width: int, losses: list[Loss]) -> list[Column]:
    meanings = ORDER[:width] if width > 1 else ("step",)
    if width > 1:
        told = f"there is no row of names; the columns are read as {', '.join(meanings)}"
        losses.append(Loss(f"line {line}", told))
    held = [*meanings, *["row"] * (width - len(meanings))]
    return [Column(each, "", at) for at, each in enumerate(held, 1)]

"""A journey as a workbook of Excel: a table on each sheet, numbers as numbers, days as days.

Nothing is a formula or a link; no clock goes into the file.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from journeymap.documents.fields import Choice, Date, Flag, Json, Number, Text, defaults_of
from journeys import labels
from journeys.graph import Graph
from journeys.words import words
from touchpoints.measures import Measures

from . import Loss, Writing
from .cells import one_line
from .xlsx_measures import rows as measured
from .xlsx_sheets import KINDS, Field, Names, choices, fields_of, names_record, sheets_of

#: No cell holds more characters (Excel's own limit is 32 767 UTF-16 units).
MOST_CHARACTERS = 16_000
_MOMENT = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
#: Days before this are texts: Excel counts from 1900 and takes that for a leap year.
_FIRST_DAY = "1900-03-01"
#: A value that a cell takes.
Value = str | int | float | datetime.datetime | None


def written(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the workbook in a language; the losses say what has no place in it."""
    told = graph.localised(language)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"title": told.journey.title, "created": _MOMENT, "author": "Journeymap"})
    book.set_custom_property("Language", language, "text")
    book.set_custom_property("Journeymap", 1, "number")
    losses = _Book(book, language).fill(told, measures, said=told is not graph)
    book.close()
    for kind, count in (
        ("comments", len(graph.comments)),
        ("translations", len(graph.translations) + len(graph.catalogue.translations)),
    ):
        if count:
            losses.append(Loss(kind, f"{count} left out"))
    return Writing(out.getvalue(), tuple(losses))


class _Book:
    """A workbook being filled, in a language."""

    def __init__(self, book: xlsxwriter.Workbook, language: str) -> None:
        self.book, self.language, self._ = book, language, words(language)
        fine = language.partition("-")[0] in ("fi", "sv")
        base = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10}
        base |= {"bottom": 1, "bottom_color": "#BFBFBF"}
        make: Callable[..., Format] = lambda **more: book.add_format(base | more)  # noqa: E731
        self.head = make(bold=True, bg_color="#1F3A5F", font_color="#FFFFFF")
        self.text, self.key = make(), make(font_color="#595959")
        self.day = make(num_format="d.m.yyyy" if fine else "d mmm yyyy", align="left")
        self.number = make(align="center")
        self.percent = make(num_format="0%", align="center")
        self.fixed = make(num_format="0.00", align="center")

    def fill(self, graph: Graph, measures: Measures | None, *, said: bool) -> list[Loss]:
        """Write every sheet; ``said``: the texts are translated into the language."""
        records = [*graph.records(), *graph.catalogue.records()]
        if said:
            records[0][1]["language"] = self.language
        self.names = Names(records)
        self.losses: list[Loss] = []
        for kind, held in sheets_of(records):
            self.records(kind, held)
            if kind == "idea" and measures and measures.steps:
                self.measures(graph, measures)
        return self.losses

    def records(self, kind: str, held: Sequence[dict[str, Any]]) -> None:
        """Write the sheet of a kind: columns that nobody has used and few ever use stay away."""
        used = [
            f for f in fields_of(kind) if _common(f) or any(f.value(r) is not None for r in held)
        ]
        name = self._(labels.PLURALS[kind] if kind != "journey" else labels.KINDS[kind])
        rows = [[self.cell(field, record, name) for field in used] for record in held]
        columns = [(f.key, f.heading(self.language), _width(f), self.format(f)) for f in used]
        self.sheet(kind, name, columns, rows)

    def measures(self, graph: Graph, measures: Measures) -> None:
        """Write what was answered: numbers beside their intervals."""
        columns, rows = measured(graph, measures, self.language)
        formats = {"share": self.percent, "mean": self.fixed}
        told = [
            (k, h, w, formats.get(how, self.number if how else self.text))
            for k, h, w, how in columns
        ]
        self.sheet("measures", self._("Measures"), told, rows)

    def sheet(
        self,
        kind: str,
        name: str,
        columns: Sequence[tuple[str, str, int, Format]],
        rows: Sequence[Sequence[Value]],
    ) -> None:
        """Write a sheet: the hidden row of keys, the headings, and a table."""
        sheet = self.book.add_worksheet(_sheet_name(name))
        sheet.set_row(0, None, None, {"hidden": True})
        headings: list[str] = []
        for at, (key, heading, width, form) in enumerate(columns):
            hidden = {"hidden": True} if key.endswith(".label") else {}
            sheet.set_column(at, at, width, None, hidden)
            sheet.write_string(0, at, key, self.key)
            headings.append(_unlike(heading, headings))
            for down, row in enumerate(rows, 2):
                self.put(sheet, down, at, row[at], form)
        widths = [width for _key, _heading, width, _form in columns]
        for down, row in enumerate([headings, *rows], 1):
            sheet.set_row(down, _height(row, widths))
        last = max(len(rows), 1) + 1
        told = [{"header": each, "header_format": self.head} for each in headings]
        options = {"name": f"{kind}_table", "columns": told, "style": "Table Style Light 1"}
        sheet.add_table(1, 0, last, len(columns) - 1, options)
        sheet.freeze_panes(2, 1)
        _print(sheet, sum(widths))

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
        """Write a cell as what it is; texts are never anything else."""
        if isinstance(value, str):
            plain = form in (self.percent, self.fixed)
            sheet.write_string(row, column, value, self.number if plain else form)
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(row, column, value, form)
        elif value is not None:
            sheet.write_number(row, column, value, form)
        else:
            sheet.write_blank(row, column, None, form)

    def format(self, field: Field) -> Format:
        """Return how a field's cells look."""
        if isinstance(field.rule, Date):
            return self.day
        if isinstance(field.rule, Number | Flag):
            return self.percent if field.path[-1] == "share" else self.number
        return self.key if field.rule is None else self.text

    def cell(self, field: Field, record: dict[str, Any], sheet: str) -> Value:
        """Return what a cell holds."""
        if field.path == ("label",):
            return self.names.label(field.kind, record["id"])
        value = field.value(record)
        if value is None and isinstance(field.rule, Choice) and len(field.path) == 1:
            value = defaults_of(KINDS[field.kind].cls)[field.path[0]]
        if value is None:
            return None
        if isinstance(value, list):
            text = "\n".join(one_line(self.said(field, each)) for each in value)
        elif isinstance(field.rule, Number):
            return value if isinstance(value, int) else float(f"{value:.15g}")
        elif isinstance(field.rule, Date) and value >= _FIRST_DAY:
            return datetime.datetime.fromisoformat(value)
        else:
            text = self.said(field, value)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > MOST_CHARACTERS:
            told = f"{field.heading(self.language)} has {len(text)} characters"
            self.losses.append(
                Loss(f"{sheet}, {record['id']}", f"{told}; cut to what a cell holds")
            )
            text = text[:MOST_CHARACTERS].rpartition("\n")[0] or text[:MOST_CHARACTERS]
        return text

    def said(self, field: Field, value: Json) -> str:
        """Return a value as a text for people, which the reader understands."""
        if kind := names_record(field):
            return self.names.label(kind, value)
        if field.lasts:
            return f"{labels.duration(value, self.language)} ({value})"
        if isinstance(field.rule, Flag):
            return self._("yes") if value else self._("no")
        called = {v: k for k, v in choices(field, self.language).items()}
        return str(called.get(value, value))


def _common(field: Field) -> bool:
    """Tell whether a column is there even where it is empty."""
    rare = ("opens_journey", "derived_from", "follows", "expectation_evidence", "replaced_by")
    inner = len(field.path) > 1 and field.path[1] != "level"
    return field.path[0] not in rare and not inner


def _width(field: Field) -> int:
    """Return the width of a field's column in characters."""
    if isinstance(field.rule, Number | Flag):
        return 13
    if isinstance(field.rule, Text):
        return 18 if field.rule.limit < 200 else 32 if field.rule.limit <= 500 else 48
    return 24 if names_record(field) else 16


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Return the height in points that wrapped texts need; programs seldom find it themselves."""
    most = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            most = max(most, sum(1 + int(len(line) * 1.1) // width for line in value.split("\n")))
    return min(most * 13.5 + 3, 409)


def _print(sheet: Worksheet, width: int) -> None:
    """Have a sheet print as wide as its paper where that can still be read."""
    sheet.set_landscape()
    sheet.set_paper(8 if width > 150 else 9)  # A3, A4
    sheet.repeat_rows(1)
    sheet.repeat_columns(0)
    if width <= 260:
        sheet.fit_to_pages(1, 0)


def _unlike(heading: str, others: list[str]) -> str:
    """Return a heading that no other column has: a table's must differ."""
    found, at = heading, 2
    while found.casefold() in (each.casefold() for each in others):
        found, at = f"{heading} {at}", at + 1
    return found


def _sheet_name(name: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:31].strip("' ")

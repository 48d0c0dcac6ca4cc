"""Workbooks of Excel (.xlsx): our own with a sheet for each kind of record, and strangers' tables.

Our own are known by the hidden first row of a sheet (``xlsx_sheets``) and read back in any
language; in a stranger's, a sheet is a table of steps as a CSV file is (``headings``).
"""

from __future__ import annotations

from collections.abc import Mapping

from journeys.graph import Graph
from touchpoints.measures import Measures

from . import Loss, Reading, Trouble, Unreadable, Writing
from .columns import Columns
from .headings import Table, shown, table
from .making import reading
from .xlsx_open import marked, sheets
from .xlsx_own import is_own, own_reading
from .xlsx_write import written


def read(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read a workbook; Unreadable with the sheet and row where it is none."""
    losses: list[Loss] = []
    found = sheets(data, name, losses)
    if any(map(is_own, found)):
        return own_reading(found, name, losses)
    if marked(data) and not mapping:
        told = "the hidden first row of each sheet, which says what its columns are, is gone"
        raise Unreadable([Trouble(told)], name)
    tables: list[tuple[str, Table]] = []
    refused: list[Trouble] = []
    for at, sheet in enumerate(found):
        try:
            found_table = table(sheet.rows, name, losses, mapping, at, heads=not mapping)
            tables.append((sheet.name, found_table))
        except Unreadable as error:
            told = error.problems[0].message
            losses.append(Loss(sheet.name, f"the sheet is left out: {told}"))
            refused.append(Trouble(f"sheet {sheet.name}: {told}"))
    if not tables:
        raise Unreadable(refused or [Trouble("there are no rows; expected a step in each")], name)
    return reading(tables, name, losses)


def columns(data: bytes, name: str) -> Columns:
    """Return the columns of every sheet; none of a workbook that we have written ourselves."""
    found = sheets(data, name, [])
    if any(map(is_own, found)):
        return Columns(())
    return Columns(tuple(shown(sheet.name, sheet.rows) for sheet in found))


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write a workbook for people; the losses say what has no place in it."""
    return written(graph, measures, language or graph.journey.language)

"""A table as text, from a spreadsheet or for one: a row for each step.

Read: columns known by name in three languages, or by a mapping (``headings``, ``making``).
Written: UTF-8 with a byte order mark, cells parted as the reader's spreadsheets expect it, no cell
a formula (``pasted_write``).
"""

from __future__ import annotations

from collections.abc import Mapping

from journeys.graph import Graph
from touchpoints.measures import Measures

from . import Loss, Reading, Writing
from .columns import Columns
from .headings import shown, table
from .making import reading
from .pasted_rows import decoded, rows_of
from .pasted_write import written


def read(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read a table; Unreadable with its line where it is none."""
    losses: list[Loss] = []
    rows = rows_of(decoded(data, name, losses), name, losses)
    return reading([("", table(rows, name, losses, mapping))], name, losses)


def columns(data: bytes, name: str) -> Columns:
    """Return the columns of a table, and what they are taken for; Unreadable where it is none."""
    return Columns((shown("", rows_of(decoded(data, name, []), name, [])),))


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write a row for each step; the losses count what has no place in it."""
    return written(graph, language or graph.journey.language)

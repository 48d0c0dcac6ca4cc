"""What the columns of a table that was brought mean: shown with examples, to be said anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journeys.formats import Unreadable
from journeys.formats.columns import MEANINGS, TableColumns, named

from .draft import Draft

#: Columns of a table that are asked about; a table has no more that are read.
MOST = 100
_FIELD = "column-"


@dataclass(frozen=True)
class Column:
    """A column: the field that says what it means, its heading, examples, and what it means now."""

    field: str
    heading: str
    examples: list[str]
    meaning: str


@dataclass(frozen=True)
class Sheet:
    """A table of a file: its name, its columns; ``nameless``: its first row is not known to have
    names, and ``head``, whether it is said to have."""

    name: str
    columns: list[Column]
    nameless: bool
    head: bool
    field: str

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """Return what a column can be, in the page's language."""
        return [(value, _(label)) for value, label in MEANINGS.items()]


def sheets(held: Draft) -> list[Sheet]:
    """Return the tables whose columns can be given a meaning; none where the file says it all."""
    try:
        tables = held.columns().tables
    except Unreadable:
        return []
    return [_sheet(at, table, held.mapping) for at, table in enumerate(tables) if table.headings]


def _sheet(at: int, table: TableColumns, mapping: Mapping[str, str]) -> Sheet:
    nameless, head = not any(table.headings), named(mapping, at)
    rows = table.examples
    headings = rows[0] if nameless and head and rows else table.headings
    rows = rows[1:] if nameless and head else rows
    columns = []
    for n, (heading, guess) in enumerate(zip(headings, table.guesses, strict=False)):
        examples = [row[n] for row in rows if n < len(row) and row[n]]
        meaning = mapping.get(f"{at}.{n}", guess)
        columns.append(Column(f"{_FIELD}{at}.{n}", heading, examples, meaning))
    return Sheet(table.name, columns[:MOST], nameless, head, f"{_FIELD}{at}.head")


def given(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the mapping that a form sent."""
    return {key: sent[_FIELD + key] for key in _asked(sent) if _known(key, sent[_FIELD + key])}


def _asked(sent: Mapping[str, str]) -> Iterator[str]:
    yield from (name.removeprefix(_FIELD) for name in sent if name.startswith(_FIELD))


def _known(key: str, value: str) -> bool:
    return value == "yes" if key.endswith(".head") else value in MEANINGS

"""The shapes of a journey in words: an outline of sections, each with sentences and tables."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the id of the record it tells of, and a text for each column."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the id of the record it tells of."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (``level`` 2 or 3), and below it sentences, then tables."""

    heading: str
    level: int = 2
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole journey in words, in one language."""

    title: str
    language: str
    paragraphs: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

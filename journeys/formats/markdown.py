"""A journey in words as Markdown: CommonMark, with the tables of GitHub's (GFM).

No text of a journey becomes markup: every sign that could is escaped, and what could begin a list
or a heading at the start of a line is, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from journeys.graph import Graph
from journeys.outline import Outline, Section, Table, outline
from touchpoints.measures import Measures

from . import Loss, Writing

_SIGNS = re.compile(r"[\\`*_\[\]<>&|~#$]")
_STARTS = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)|()([-+=])")
_LINKS = re.compile(r"(?i)(https?|ftp)(:)(?=//)|(www)(\.)")
_LINES = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the outline in a language; the losses say what it does not tell."""
    told = outline(graph, measures, language or graph.journey.language)
    text = "\n\n".join(_blocks(told)) + "\n"
    return Writing(text.encode(), tuple(untold(graph)))


def untold(graph: Graph) -> Iterator[Loss]:
    """Yield what the journey in words does not tell, counted."""
    described: list[Any] = [
        *graph.steps,
        *graph.findings,
        *graph.ideas,
        *graph.catalogue.touchpoints.values(),
        *graph.catalogue.segments.values(),
    ]
    personas = graph.catalogue.personas.values()
    for where, count in (
        ("descriptions", sum(bool(each.description) for each in described)),
        ("personas", sum(bool(p.summary or p.goals or p.needs) for p in personas)),
        ("comments", len(graph.comments)),
        ("translations", len(graph.translations) + len(graph.catalogue.translations)),
    ):
        if count:
            told = "only their names are told" if where == "personas" else "left out"
            yield Loss(where, f"{count} in the journey; {told}")


def escaped(text: str) -> str:
    """Return a text on one line in which nothing is markup."""
    text = " ".join(_LINES.sub(" ", text).split())
    text = _SIGNS.sub(r"\\\g<0>", text)
    text = _LINKS.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", text)
    return (
        _STARTS.sub(lambda m: f"{m[1] or ''}\\{m[2] or m[4]}", text, count=1)
        if (_STARTS.match(text))
        else text
    )


def _blocks(told: Outline) -> Iterator[str]:
    yield f"<!-- language: {told.language} -->"
    yield f"# {escaped(told.title)}"
    for paragraph in told.paragraphs:
        for part in re.split(r"\n\s*\n", _LINES.sub("\n", paragraph)):
            if lines := [escaped(line) for line in part.split("\n") if line.strip()]:
                yield "\\\n".join(lines)
    for section in told.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"{'#' * section.level} {escaped(section.heading)}"
    if section.sentences:
        yield "\n".join(f"- {escaped(sentence.text)}" for sentence in section.sentences)
    for table in section.tables:
        if len(section.tables) > 1 or table.caption != section.heading:
            yield f"{'#' * (section.level + 1)} {escaped(table.caption)}"
        yield _table(table)


def _table(table: Table) -> str:
    rows = [table.columns, *(row.cells for row in table.rows)]
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(table.columns))
    return "\n".join(lines)


def _cell(text: str) -> str:
    return "<br>".join(escaped(line) for line in _LINES.split(text) if line.strip())

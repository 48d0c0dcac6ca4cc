"""The rows of a pasted table: which sign parts its cells, which row is its head, what columns mean.

Spreadsheets copy cells with tabs; CSV files come with commas, or in much of Europe with
semicolons. A text without a table is one column: a step on each line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from journeys.graph import CARD_LANES
from journeys.labels import CHOICES
from journeys.words import LANGUAGES, words

from . import Loss, Trouble, Unreadable

#: What a column is called, besides the names of lanes: in Finnish, Swedish, English.
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "stage": (("vaihe", "vaiheet"), ("skede", "fas", "etapp"), ("stage", "phase")),
    "step": (
        ("askel", "palvelutuokio", "tuokio"),
        ("steg", "servicestund", "tjänstestund"),
        ("step", "steps", "task", "activity"),
    ),
    "actor": (("toimija", "toimijat"), ("aktör", "aktörer"), ("actor", "actors", "who")),
    "touchpoint": (
        ("kontaktipiste", "kontaktipisteet", "kosketuspiste", "kosketuspisteet"),
        ("kontaktpunkt", "kontaktpunkter"),
        ("touchpoint", "touchpoints"),
    ),
    "experience": (
        ("kokemus", "tunne", "tunnetila", "oletettu kokemus"),
        ("upplevelse", "känsla", "antagen upplevelse"),
        ("experience", "emotion", "feeling", "score", "assumed experience"),
    ),
    "expectation": (("odotus", "odotukset"), ("förväntan",), ("expectation", "expectations")),
    "pain": (
        ("kipupiste", "kipupisteet", "ongelma", "ongelmat"),
        ("smärtpunkt", "smärtpunkter", "problem"),
        ("pain", "pains", "pain point", "pain points", "problem", "problems"),
    ),
    "gain": (
        ("onnistuminen", "onnistumiset"),
        ("framgång", "framgångar", "lyckat"),
        ("gain", "gains", "success", "successes"),
    ),
    "opportunity": (
        ("mahdollisuus", "mahdollisuudet", "idea", "ideat"),
        ("möjlighet", "möjligheter", "idé", "idéer"),
        ("opportunity", "opportunities", "idea", "ideas"),
    ),
    "solution": (
        ("ratkaisu", "ratkaisut"),
        ("lösning", "lösningar"),
        ("solution", "solutions"),
    ),
    "description": (("kuvaus", "selite"), ("beskrivning",), ("description",)),
    "note": (
        ("huomio", "huomiot", "muistiinpano", "muistiinpanot"),
        ("anteckning", "anteckningar", "notering"),
        ("note", "notes", "comment", "comments"),
    ),
    "quote": (("sitaatti", "sitaatit", "lainaus"), ("citat",), ("quote", "quotes")),
    "thought": (("ajatus", "ajatukset"), ("tanke", "tankar"), ("thought", "thoughts")),
    "action": (("toiminta", "toiminnot"), ("handling",), ("action", "actions")),
}
#: The order of the columns of a table without a head.
ORDER = ("stage", "step", "actor", "touchpoint", "experience", "pain", "gain", "opportunity")
MOST_COLUMNS = 100
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Column(NamedTuple):
    """A column: its meaning (a key of NAMES, or the kind of a lane; '' a lane of its own), its
    heading, and its place from 1."""

    meaning: str
    heading: str
    place: int

    def at(self, line: int) -> str:
        """Return where a cell is, in words."""
        named = f" ({self.heading})" if self.heading else ""
        return f"line {line}, column {self.place}{named}"


class Row(NamedTuple):
    """A row's cells, and the line it begins on, from 1."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A table: columns, the rows under its head, the language of the head ('' none: no head)."""

    columns: list[Column]
    rows: list[Row]
    language: str
    losses: list[Loss]


def parse(text: str, name: str) -> Table:
    """Read the rows of a text; Unreadable with the line where it is no table."""
    sign, text, skipped = _sign(text)
    losses: list[Loss] = []
    rows = list(_rows(text, sign, skipped, name, losses))
    if not rows:
        raise Unreadable([Trouble("there are no rows; expected a step in each")], name)
    width = max(len(row.cells) for row in rows)
    if width > MOST_COLUMNS:
        told = f"there are {width} columns; at most {MOST_COLUMNS} are read"
        raise Unreadable([Trouble(told)], name)
    found = [meaning(cell) for cell in rows[0].cells]
    if not _is_head(found):
        return Table(_without_head(rows[0].line, width, losses), rows, "", losses)
    head = rows[0]
    if "step" not in found:
        told = f"expected a column named Step (Askel, Steg); there are {', '.join(head.cells)}"
        raise Unreadable([Trouble(told, head.line)], name)
    columns = [Column(m, c, at) for at, (m, c) in enumerate(zip(found, head.cells, strict=True), 1)]
    columns += [Column("", "", at) for at in range(len(columns) + 1, width + 1)]
    return Table(columns, rows[1:], _language(head.cells), losses)


def looks_like(text: str) -> bool:
    """Tell whether a text begins as a table does: with a head, or with cells parted by tabs."""
    sign, text, _ = _sign(text[:100_000])
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    return sign == "\t" or _is_head([meaning(cell) for cell in first.split(sign or "\t")])


def meaning(heading: str) -> str:
    """Return what a column of this name holds; '' where the name is not known."""
    said = " ".join(heading.casefold().replace("_", " ").split()).strip("*:")
    for known, names in NAMES.items():
        if any(said in each for each in names):
            return known
    return _lanes().get(said, "")


@cache
def _lanes() -> dict[str, str]:
    """Return the kinds of lanes that hold cards by what they are called."""
    called = CHOICES["kind"]
    names = {
        words(code)(called[kind]).casefold(): kind for code in LANGUAGES for kind in CARD_LANES
    }
    return {kind.replace("_", " "): kind for kind in CARD_LANES} | names


def _sign(text: str) -> tuple[str, str, int]:
    """Return what parts the cells ('' nothing does), the text, and how many lines were skipped.

    A first line ``sep=;`` is how spreadsheets say it themselves.
    """
    if said := re.match(r"sep=([;,|\t])[ \t]*\r?\n", text):
        return said[1], text[said.end() :], 1
    lines = [line for line in text[:200_000].splitlines() if line.strip()]
    if any("\t" in line.strip() for line in lines):
        return "\t", text, 0
    for sign in ";,":
        cells = lines[0].split(sign, MOST_COLUMNS) if lines else []
        known = [meaning(cell.strip('"')) for cell in cells]
        if len(cells) > 1 and (_is_head(known) or _even(lines[:200], sign)):
            return sign, text, 0
    return "", text, 0


def _even(lines: list[str], sign: str) -> bool:
    """Tell whether lines are rows of as many cells each; prose has a space after its commas."""
    counts = {line.count(sign) for line in lines}
    prose = any(f"{sign} " in line for line in lines)
    return len(lines) > 1 and len(counts) == 1 and not prose


def _rows(text: str, sign: str, skipped: int, name: str, losses: list[Loss]) -> Iterator[Row]:
    if not sign:
        for at, line in enumerate(io.StringIO(text, newline=""), 1 + skipped):
            if line.strip():
                yield Row(at, [_clean(line, at, losses)])
        return
    text = text.replace("\0", "\x01")  # the reader stops at NUL; both are left out as controls
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    start = 1 + skipped
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(start, [_clean(cell, start, losses) for cell in cells])
            start = reader.line_num + 1 + skipped
    except csv.Error as error:
        told = f'expected cells in which every " at the beginning has its end ({error})'
        raise Unreadable([Trouble(told, start)], name) from None


def _clean(cell: str, line: int, losses: list[Loss]) -> str:
    cleaned = _CONTROL.sub("", cell)
    if cleaned != cell:
        losses.append(Loss(f"line {line}", "a control character is left out"))
    return cleaned.replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_head(found: list[str]) -> bool:
    """Tell whether these are names: one of them the step's, or two known ones at least."""
    return "step" in found or sum(map(bool, found)) > 1


def _without_head(line: int, width: int, losses: list[Loss]) -> list[Column]:
    meanings = ORDER[:width] if width > 1 else ("step",)
    if width > 1:
        told = f"there is no row of names; the columns are read as {', '.join(meanings)}"
        losses.append(Loss(f"line {line}", told))
    held = [*meanings, *[""] * (width - len(meanings))]
    return [Column(each, "", at) for at, each in enumerate(held, 1)]


def _language(head: list[str]) -> str:
    """Return the language that most names of a head are in; "und" where two are as likely."""
    said = [cell.casefold().strip() for cell in head]
    counts = [
        sum(any(cell in names[at] for names in NAMES.values()) for cell in said)
        for at in range(len(LANGUAGES))
    ]
    best = max(counts)
    return LANGUAGES[counts.index(best)] if counts.count(best) == 1 and best else "und"

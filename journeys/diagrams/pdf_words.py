"""The journey in words as the template of PDFs takes it: texts that the font can print, columns as
wide as what they hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil
from typing import Any

from journeys.comparing import matched, said_for
from journeys.labels import FIELDS
from journeys.outline import Row, Section, Sentence, Table, outline
from journeys.words import words

from . import DIAGRAMS, fontdata, text
from .picture import Picture
from .svg import plain

_NUMBERED = re.compile(r"(\d+)\. ")
_LACKED = "[^\t\n\r -~" + re.escape("".join(c for c in fontdata.REGULAR if c > "~")) + "]"
#: A character that the font has not got, with what only changes how it looks (emoji).
_FOREIGN = re.compile(f"{_LACKED}(?:[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d{_LACKED})*")
#: What no rule of a language divides: it may be divided anywhere.
_ENDLESS = re.compile(r"(?=\w*\d)\w{20,}|\w{50,}")
#: In pt: what is left of a wide page between its margins, a cell's two insets, and the widest
#: word that a column makes room for; a longer one is divided.
_PAGE, _INSET, _WIDEST = 728.0, 9.0, 110.0
_SHORT = 12  # lines of a table that is not broken over pages
#: Signs that the font has not got, and what says the same.
_INSTEAD = str.maketrans({"→": "›", "←": "‹", "≤": "<=", "≥": ">="})

Json = dict[str, Any]


def told(picture: Picture) -> Json:
    """Return the journey in words, for the template; what differs from another journey first."""
    whole = outline(picture.graph, picture.measures, picture.language)
    sections = [*_difference(picture), *_filled(whole.sections)]
    titles = {s.id: s.title for s in picture.graph.localised(picture.language).steps}
    runs = groupby(sections, key=lambda section: bool(section.tables))
    return {
        "title": _set(whole.title),
        "paragraphs": _paragraphs(whole.paragraphs, picture.language),
        "parts": [
            {"wide": wide, "sections": [_section(each, titles) for each in run]}
            for wide, run in runs
        ],
    }


def _difference(picture: Picture) -> Iterator[Section]:
    """Yield how the journey differs from the one that the picture compares it with."""
    other, language = picture.options.other, picture.language
    if other is None or not DIAGRAMS[picture.name].compares:
        return
    before = matched(other, picture.graph).graph
    said = said_for(before, picture.graph, language)
    _ = words(language)
    same = Sentence("", _("Nothing differs in what the map shows."))
    found = [Sentence(each.id, each.text) for each in said] or [same]
    yield Section(_("What differs"), sentences=tuple(found))


def _filled(sections: Sequence[Section]) -> list[Section]:
    """Return the sections that say something, or have one below them that does."""
    found: list[Section] = []
    for each in reversed(sections):
        above = found and found[-1].level > each.level
        if each.sentences or each.tables or above:
            found.append(each)
    return found[::-1]


def _paragraphs(told: Iterable[str], language: str) -> list[Json]:
    """Return a paragraph for each line; the name of a field that it begins with on its own."""
    fields = {words(language)(name) for name in FIELDS.values()}
    found = []
    for line in (line for each in told for line in each.splitlines() if line.strip()):
        name = line.partition(":")[0]
        name = name if name in fields else ""
        found.append({"name": _set(name), "text": _set(line[len(name) :])})
    return found


def _section(section: Section, titles: Mapping[str, str]) -> Json:
    return {
        "heading": _set(section.heading),
        "level": section.level,
        "sentences": [_sentence(each, titles.get(each.id, "")) for each in section.sentences],
        "tables": [_table(each, section.heading) for each in section.tables],
    }


def _sentence(sentence: Sentence, title: str) -> Json:
    """Return a sentence; of a step's its number, its title and the rest."""
    found = _NUMBERED.match(sentence.text)
    if not (title and found and sentence.text.startswith(title, found.end())):
        return {"number": None, "name": "", "text": _set(sentence.text)}
    rest = sentence.text[found.end() + len(title) :]
    return {"number": int(found[1]), "name": _set(title), "text": _set(rest)}


def _table(table: Table, heading: str) -> Json:
    shares = widths(table)
    return {
        "caption": _set(table.caption) if table.caption != heading else "",
        "columns": [_set(each) for each in table.columns],
        "widths": shares,
        "rows": [[_set(cell) for cell in row.cells] for row in table.rows],
        "short": sum(_lines(row, shares) for row in table.rows) <= _SHORT,
    }


def _lines(row: Row, shares: Sequence[float]) -> int:
    """Return about how many lines high a row is."""
    cells = zip(row.cells, shares, strict=True)
    return max(ceil(text.width(cell, 8) / max(1.0, share - _INSET)) for cell, share in cells)


def widths(table: Table) -> list[float]:
    """Return how wide the columns are, in pt: as their widest words, and what is left of the page
    shared so that as many as can be hold their widest cell on one line.
    """
    columns = zip(table.columns, *(row.cells for row in table.rows), strict=True)
    needs = [_needs(cells) for cells in columns]
    found = [least for least, _more in needs]
    spare = max(0.0, _PAGE - sum(found))
    for done, at in enumerate(sorted(range(len(needs)), key=lambda at: needs[at][1])):
        given = min(needs[at][1], spare / (len(needs) - done))
        found[at] += given
        spare -= given
    return [round(width, 1) for width in found]


def _needs(cells: Sequence[str]) -> tuple[float, float]:
    """Return how wide a column is with no word divided, and how much more with no cell broken."""
    whole = [text.width(cell, 8, bold=not at) for at, cell in enumerate(cells)]
    parts = [text.width(w, 8, bold=not at) for at, cell in enumerate(cells) for w in cell.split()]
    least = min(max(parts, default=0), _WIDEST)
    return least + _INSET, max(whole) - least


def printable(told: str) -> str:
    """Return a text of characters that the font has, without line ends."""
    return _FOREIGN.sub("\ufffd", unicodedata.normalize("NFC", plain(told)).translate(_INSTEAD))


def _set(told: str) -> str:
    """Return a text as it is set in lines: endless words may be divided at every tenth letter."""
    return _ENDLESS.sub(lambda m: re.sub("(.{10})(?=.)", "\\1\u200b", m[0]), printable(told))

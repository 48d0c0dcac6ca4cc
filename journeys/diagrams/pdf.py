"""Scene -> PDF/UA-1: the drawing as one vector figure with its alternative text, then the journey
in words as tagged headings, lists and tables.

Typst sets it in a child process with limits, with the project's own font and nothing else; what
people wrote reaches it as JSON, never as markup. A character that the font has not got stands as
"\N{REPLACEMENT CHARACTER}" in the text (PDF/UA allows no missing glyphs), and as itself in title
and alternative text. The same picture gives the same bytes: there is no date in the file.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any

from journeys.labels import FIELDS
from journeys.outline import Row, Section, Sentence, Table, outline
from journeys.words import words

from . import DIAGRAMS, Failed, fontdata, text
from .limited import TooMuch, run
from .palette import COLOURS
from .picture import Picture
from .png import FONTS
from .sheets import MARGIN, OVERLAP, Plan, Sheet, parts, plan
from .svg import plain, to_svg

SECONDS = 60.0
MEGABYTES = 3000
_HERE = Path(__file__).resolve().parent
_CHILD, _TEMPLATE = _HERE / "typeset.py", _HERE / "pdf.typ"
#: One thread and one heap: each takes address space, of which the child has ``MEGABYTES``.
_ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
_LANGUAGE = re.compile("([a-z]{2,3})(?:-([A-Z]{2}))?")
_NUMBERED = re.compile(r"(\d+)\. ")
_LACKED = "[^\t\n\r -~" + re.escape("".join(c for c in fontdata.REGULAR if c > "~")) + "]"
#: A character that the font has not got, with what only changes how it looks (emoji).
_FOREIGN = re.compile(f"{_LACKED}(?:[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d{_LACKED})*")
#: What no rule of a language divides: it may be divided anywhere.
_ENDLESS = re.compile(r"(?=\w*\d)\w{20,}|\w{50,}")
#: In pt: what is left of a wide page between its margins, a cell's two insets, and the widest
#: word that a column makes room for; a longer one is divided.
_PAGE, _INSET, _WIDEST = 728.0, 9.0, 110.0
_FOOT = 300.0  # px of title below a page
_SHORT = 12  # lines of a table that is not broken over pages
_EDGES = {"margin": MARGIN, "overlap": OVERLAP}

Json = dict[str, Any]


class Unset(Failed):
    """A picture that could not be made a PDF; the message says what to do."""


def write(picture: Picture) -> bytes:
    """Return a picture as a file; a kind of ``diagrams.KINDS``. Failed says why it cannot be."""
    if not all((FONTS / f"arimo-{weight}.ttf").exists() for weight in (400, 700)):
        raise Unset("the fonts for PDF are not there; `python -m tools.fonts build` makes them")
    data = json.dumps(document(picture), ensure_ascii=False).encode()
    command = [sys.executable, "-I", str(_CHILD), str(_TEMPLATE), str(FONTS)]
    try:
        done = run(command, data, seconds=SECONDS, megabytes=MEGABYTES, environment=_ENVIRONMENT)
    except TooMuch as error:
        raise Unset("the PDF takes too long to make; leave the words out, or take SVG") from error
    if done.status or not done.out.startswith(b"%PDF"):
        why = done.err.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unset(f"the PDF could not be made: {''.join(why) or done.status}")
    return done.out


def document(picture: Picture) -> Json:
    """Return all that the template is given: lengths in mm, texts, and a drawing for each sheet."""
    scene, output = picture.scene, picture.output
    paper = output.paper or ("a4" if output.tiled else "")
    laid = plan(scene.width, scene.height, paper, output.tiled)
    language = _LANGUAGE.match(picture.language)
    title = plain(scene.title).strip() or DIAGRAMS[picture.name].title
    return {
        "title": title,
        "alt": plain(scene.description).strip() or title,
        "hint": words(picture.language)("Cut at the solid marks, glue up to the dashed ones."),
        "foot": "".join(text.fit(printable(title), _FOOT, 10.7).lines),
        "language": language[1] if language else "en",
        "region": language[2] if language else None,
        "colours": [COLOURS[name][0] for name in ("ink", "muted", "rule", "band")],
        "plan": _plan(laid, scene.width, scene.height),
        "sheets": _sheets(picture, laid),
        "words": _words(picture),
    }


def _plan(laid: Plan, width: float, height: float) -> Json:
    """Return the shape of the sheets, and the size of the whole drawing on them."""
    shape = laid._replace(sheets=())._asdict()
    return shape | {"drawn": [width * laid.px, height * laid.px]} | _EDGES


def _sheets(picture: Picture, laid: Plan) -> list[Json]:
    """Return each sheet with its drawing; what stands elsewhere is left out of it."""
    if len(laid.sheets) == 1:
        drawings = [picture.svg]
    else:
        theme = picture.options.theme
        drawings = [to_svg(part, theme) for part in parts(picture.scene, laid.sheets)]
    return [
        {
            "row": sheet.row,
            "column": sheet.column,
            "label": _label(picture.language, laid, sheet),
            "svg": printable(drawn.decode()),
            **{side: getattr(sheet, side) * laid.px for side in ("x", "y", "w", "h")},
        }
        for sheet, drawn in zip(laid.sheets, drawings, strict=True)
    ]


def _label(language: str, laid: Plan, sheet: Sheet) -> str:
    """Say which of several sheets this is."""
    if len(laid.sheets) == 1:
        return ""
    return words(language)("Row {row}, column {column} of {rows} × {columns}").format(
        row=sheet.row, column=sheet.column, rows=laid.rows, columns=laid.columns
    )


def _words(picture: Picture) -> Json | None:
    """Return the journey in words; None where they are not wanted."""
    if not (picture.output.words and DIAGRAMS[picture.name].words):
        return None
    told = outline(picture.graph, picture.measures, picture.language)
    sections = _told(told.sections)
    titles = {s.id: s.title for s in picture.graph.localised(picture.language).steps}
    runs = groupby(sections, key=lambda section: bool(section.tables))
    return {
        "title": _set(told.title),
        "paragraphs": _paragraphs(told.paragraphs, picture.language),
        "parts": [
            {"wide": wide, "sections": [_section(each, titles) for each in run]}
            for wide, run in runs
        ],
    }


def _told(sections: Sequence[Section]) -> list[Section]:
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
    told, number = sentence.text, None
    if found := _NUMBERED.match(told):
        number, told = int(found[1]), told[found.end() :]
    name = title if number and told.startswith(title) else ""
    return {"number": number, "name": _set(name), "text": _set(told[len(name) :])}


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
    return _FOREIGN.sub("\ufffd", unicodedata.normalize("NFC", plain(told)))


def _set(told: str) -> str:
    """Return a text as it is set in lines: endless words may be divided at every tenth letter."""
    return _ENDLESS.sub(lambda m: re.sub("(.{10})(?=.)", "\\1\u200b", m[0]), printable(told))

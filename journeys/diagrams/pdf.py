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
from pathlib import Path

from journeys.words import words

from . import DIAGRAMS, Failed, text
from .limited import TooMuch, run
from .palette import COLOURS
from .pdf_words import Json, printable, told
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
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\b")
_FOOT = 300.0  # px of title below a page
_EDGES = {"margin": MARGIN, "overlap": OVERLAP}


class Unset(Failed):
    """A picture that could not be made a PDF; the message says what to do."""


def write(picture: Picture) -> bytes:
    """Return a picture as a file; a kind of ``diagrams.KINDS``. Failed says why it cannot be."""
    return typeset(json.dumps(document(picture), ensure_ascii=False).encode())


def typeset(data: bytes) -> bytes:
    """Return what ``document`` tells, as JSON, as a PDF. Failed says why it cannot be."""
    if not all((FONTS / f"arimo-{weight}.ttf").exists() for weight in (400, 700)):
        raise Unset("the fonts for PDF are not there; `python -m tools.fonts build` makes them")
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
        "words": told(picture) if _worded(picture) else None,
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


def _worded(picture: Picture) -> bool:
    """Tell whether the journey in words is wanted after the drawing."""
    return picture.output.words and DIAGRAMS[picture.name].words

"""A journey as one web page that needs nothing else: the map as SVG, then all of it in words.

No script, nothing fetched, and a policy that forbids both. Light and dark follow the reader's
system; on paper the map takes the width of the sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from html import escape as _escape
from importlib.resources import files

from journeys.diagrams import Options, Picture, diagram
from journeys.diagrams.png import FONTS
from journeys.diagrams.svg import page_css
from journeys.graph import Graph
from journeys.outline import Outline, Section, Sentence, Table, outline
from journeys.words import words
from touchpoints.measures import Measures

from . import Writing
from .markdown import untold


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the page in a language; the losses say what it does not tell."""
    language = language or graph.journey.language
    options = Options(language=language, theme="page")
    picture = Picture(
        name="map", draw=diagram("map").draw, graph=graph, measures=measures, options=options
    )
    told = outline(graph, measures, language)
    text = "".join(_Page(told, picture.svg.decode()).parts())
    return Writing(text.encode("utf-8", "replace"), tuple(untold(graph)))


@cache
def style() -> str:
    """Return the page's style sheet: the colours of the map, its letters where they are built."""
    css = page_css() + files(__package__).joinpath("html.css").read_text("utf-8")
    return css + "".join(map(_letters, (400, 700)))


def _letters(weight: int) -> str:
    """Return the rule of a font that goes into the page, so that texts are as wide as was drawn."""
    path = FONTS / f"arimo-{weight}.woff2"
    if not path.exists():
        return ""
    data = base64.b64encode(path.read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f"@font-face{{font-family:Arimo;font-weight:{weight};src:{source}}}\n"


class _Page:
    """A page being written, piece by piece."""

    def __init__(self, told: Outline, svg: str) -> None:
        self.told, self.svg, self._ = told, svg, words(told.language)
        self.tables = 0

    def parts(self) -> Iterator[str]:
        """Yield the whole page."""
        held, css = self.told, style()
        digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'"
        yield (
            f'<!DOCTYPE html>\n<html lang="{escape(held.language)}">\n<head>\n'
            f'<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(held.title)}</title>\n<style>{css}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#words">{escape(self._("Skip to content"))}</a>\n'
            f"<main>\n<header>\n<h1>{escape(held.title)}</h1>\n"
        )
        yield "".join(f"<p>{_lines(each)}</p>\n" for each in held.paragraphs)
        name = escape(self._("Map"))
        yield (
            f'</header>\n<div class="picture" role="region" tabindex="0" aria-label="{name}">\n'
            f'{self.svg}</div>\n<div id="words" tabindex="-1">\n'
        )
        for section in held.sections:
            yield from self.section(section)
        yield "</div>\n</main>\n</body>\n</html>\n"

    def section(self, section: Section) -> Iterator[str]:
        """Yield a heading with its sentences and tables; steps can be led to from the map."""
        yield f"<h{section.level}>{escape(section.heading)}</h{section.level}>\n"
        if section.sentences:
            steps = section.level > 2
            items = (_sentence(each, steps=steps) for each in section.sentences)
            yield f"<ul>\n{''.join(items)}</ul>\n"
        for table in section.tables:
            yield from self.table(table)

    def table(self, table: Table) -> Iterator[str]:
        """Yield a table; where it is wider than the window it scrolls, by keyboard too."""
        self.tables += 1
        name = f"table-{self.tables}"
        yield (
            f'<div class="wide" role="region" tabindex="0" aria-labelledby="{name}">\n'
            f'<table>\n<caption id="{name}">{escape(table.caption)}</caption>\n<thead>\n<tr>'
        )
        yield "".join(f'<th scope="col">{escape(each)}</th>' for each in table.columns)
        yield "</tr>\n</thead>\n<tbody>\n"
        for row in table.rows:
            first, *rest = map(_lines, row.cells)
            cells = "".join(f"<td>{cell}</td>" for cell in rest)
            yield f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
        yield "</tbody>\n</table>\n</div>\n"


def escape(text: str) -> str:
    """Return a text safe in HTML content and in quoted attributes."""
    return _escape(text.replace("\0", "\ufffd"))


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _sentence(held: Sentence, *, steps: bool) -> str:
    at = f' id="step-{escape(held.id)}" tabindex="-1"' if steps and held.id else ""
    return f"<li{at}>{_lines(held.text)}</li>\n"

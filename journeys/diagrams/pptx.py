"""A picture as slides of PowerPoint: native shapes that can be edited, and no picture at all.

A map has one slide of the whole and one for each stage, with what customers said there in the
notes. Every other diagram has one slide, larger than usual where the drawing would be too small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from .picture import Picture
from .scene import (
    Box,
    Circle,
    Connector,
    Curve,
    Element,
    Group,
    Icon,
    Line,
    Polygon,
    Scene,
    Text,
)
from .slides import deck
from .slides.deck import Deck
from .slides.looks import PX, Looks
from .slides.shapes import Piece, Writer
from .slides.stages import Page, Stages
from .styles import STYLES

_LARGEST = 1.5  # slide px to a px of a small drawing
_SMALL = 0.5  # a diagram that would be drawn smaller gets a larger slide
_UNREADABLE = 0.14  # of a map: letters of less than 1 pt, which PowerPoint has not got
_MOST = 5376  # px: the longest side of a slide (56 inches)


def write(picture: Picture) -> bytes:
    """Return a picture as a file; a kind of ``diagrams.KINDS``."""
    pages = list(_map(picture) if picture.name == "map" else [_page(picture.scene)])
    width, height = _slide(pages[0]) if len(pages) == 1 else (deck.WIDTH, deck.HEIGHT)
    made = Deck(width, height, picture.options.theme, picture.language)
    names = _names(picture)
    ends = {
        t.id: (f"step-{t.source}", f"step-{t.target}" if t.target else f"exit-{t.id}")
        for t in picture.graph.transitions
    }
    for page in pages:
        wide, high = _room(made.width, made.height)
        scale = min(wide / page.width, high / page.height, _LARGEST)
        looks = Looks(picture.options.theme, picture.language, scale)
        left = (made.width - page.width * scale) / 2
        writer = Writer(looks, round(left * PX), round(deck.TOP * made.unit * PX), names, ends)
        drawing = writer.drawing(page.pieces)
        made.add(page.title, drawing, writer.last, page.notes)
    return made.data(picture.scene.title)


def _map(picture: Picture) -> Iterator[Page]:
    """Yield the whole map, with its stages folded where it would be too small, and each stage."""
    stages = Stages(picture, *_room(deck.WIDTH, deck.HEIGHT))
    scene = picture.scene
    wide, high = _room(deck.WIDTH, deck.HEIGHT)
    if min(wide / scene.width, high / scene.height) < _UNREADABLE and picture.graph.stages:
        fold = frozenset(stage.id for stage in picture.graph.stages)
        scene = picture.draw(picture.graph, picture.measures, replace(picture.options, fold=fold))
    yield _page(scene)._replace(notes=stages.about())
    yield from stages.pages()


def _page(scene: Scene) -> Page:
    """Return a whole drawing as a page, without the room of the title, which the slide has."""
    above = max(0.0, min(map(_top, scene.items), default=0.0))
    pieces = (Piece(0, -above, scene.items),)
    return Page(scene.title, scene.width, scene.height - above, pieces, (scene.description,))


def _top(item: Element) -> float:
    """Return the upper edge of what stands on a slide, in px."""
    match item:
        case Group(items=items):
            return min(map(_top, items), default=inf)
        case Text(style="title"):
            return inf
        case Text(y=y, style=style):
            return y - STYLES[style].size
        case Polygon(points=points) | Curve(points=points) | Connector(points=points):
            return min(y for _x, y in points)
        case Circle(y=y, r=r):
            return y - r
        case Line(y1=y1, y2=y2):
            return min(y1, y2)
        case Box(y=y) | Icon(y=y):
            return y


def _room(width: float, height: float) -> tuple[float, float]:
    """Return the room for a drawing on a slide, in px."""
    unit = width / deck.WIDTH
    return width - 2 * deck.SIDE * unit, height - (deck.TOP + deck.FOOT) * unit


def _slide(page: Page) -> tuple[float, float]:
    """Return the size of a slide for one drawing, in px: as usual where that is large enough."""
    wide, high = _room(deck.WIDTH, deck.HEIGHT)
    if min(wide / page.width, high / page.height) >= _SMALL:
        return deck.WIDTH, deck.HEIGHT
    unit = page.width / wide
    width, height = page.width + 2 * deck.SIDE * unit, page.height + (deck.TOP + deck.FOOT) * unit
    shrunk = min(1, _MOST / max(width, height))
    return width * shrunk, height * shrunk


def _names(picture: Picture) -> dict[str, str]:
    """Return what records are called, by id: the names of their shapes."""
    graph = picture.graph.localised(picture.language)
    names = {each.id: each.title for each in graph.stages}
    names |= {each.id: each.title for each in graph.steps}
    names |= {each.id: each.title for each in graph.findings}
    return names | {each.id: each.title for each in graph.ideas}

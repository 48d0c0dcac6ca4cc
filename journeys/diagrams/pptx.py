"""A picture as slides of PowerPoint: native shapes that can be edited, and no picture at all.

A map has one slide of the whole and one for each stage, with what customers said there in the
notes. Every other diagram has one slide, larger than usual where the drawing would be too small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .picture import Picture
from .scene import Scene
from .slides import bands, deck
from .slides.arranging import top
from .slides.deck import Deck
from .slides.looks import PX, Looks
from .slides.shapes import Piece, Writer
from .slides.stages import Page, Stages

_LARGEST = 1.5  # slide px to a px of a small drawing
_SMALL = 0.5  # a diagram that would be drawn smaller gets a larger slide
_UNREADABLE = 0.14  # of a map: letters of less than 1 pt, which PowerPoint has not got
_WORTH = 1.2  # so much larger a map is drawn if it stands in panels or bands
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
        lowered = 0.0 if page.raised else max(0.0, high * 2 / 3 - page.height * scale) / 2
        above = deck.TOP * made.unit + lowered
        writer = Writer(looks, round(left * PX), round(above * PX), names, ends)
        drawing = writer.drawing(page.pieces)
        made.add(page.title, drawing, writer.last, page.notes)
    return made.data(picture.scene.title)


def _map(picture: Picture) -> Iterator[Page]:
    """Yield the whole map, with its stages folded where it would be too small, and each stage."""
    stages = Stages(picture, *_room(deck.WIDTH, deck.HEIGHT))
    first, *more = _whole(picture, stages)
    yield first._replace(notes=stages.about())
    yield from more
    yield from stages.pages()


def _whole(picture: Picture, stages: Stages) -> list[Page]:
    """Return the whole map: as it is, or in bands (a wide one), in panels or over several pages (a
    high one) where they make it larger by a good part; with its stages folded where it would be too
    small."""
    wide, high = _room(deck.WIDTH, deck.HEIGHT)

    def scale(drawn: Scene | Page) -> float:
        return min(wide / drawn.width, high / drawn.height)

    scene, options = picture.scene, picture.options
    if not picture.graph.steps or options.fold:
        return [_page(scene)]
    count, large = bands.worth(stages, scene)
    fold = frozenset[str]()
    if large < _UNREADABLE and picture.graph.stages:
        fold = frozenset(stage.id for stage in picture.graph.stages)
        scene = picture.draw(picture.graph, picture.measures, replace(options, fold=fold))
        count, large = bands.worth(stages, scene)
    if count > 1 and large > _WORTH * scale(scene):
        return [bands.banded(stages, scene, fold, count)]
    if fold:
        return [_page(scene)]
    panels, parts = stages.whole(scene.title), stages.parts(scene.title)
    best = panels if scale(panels) > _WORTH * scale(scene) else _page(scene)
    split = scale(best) < _SMALL and min(map(scale, parts)) > _WORTH * scale(best)
    return parts if split and len(parts) > 1 else [best]


def _page(scene: Scene) -> Page:
    """Return a whole drawing as a page, without the room of the title, which the slide has."""
    above = top(scene.items)
    pieces = (Piece(0, -above, scene.items),)
    return Page(scene.title, scene.width, scene.height - above, pieces, (scene.description,))


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

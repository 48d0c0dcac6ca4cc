"""The edges of a map that stay in sight while the rest is scrolled: rows' names, and stages.

A page lays these small scenes over the map's own, each ``at`` px below the map's top. They say
nothing that the map does not say: assistive technology need not see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .lanes.sheet import LEFT, MARGIN
from .scene import Box, Element, Group, Line, Polygon, Scene, Text

WIDTH = LEFT - 7


class Edge(NamedTuple):
    """A strip of a map: its own small scene, and how far below the map's top it lies (px)."""

    scene: Scene
    at: float


def names(scene: Scene) -> Edge | None:
    """Return the column of the rows' names; None where the map has no rows."""
    rules = [e.y1 for e in scene.items if isinstance(e, Line) and e.x1 == 0 and e.y1 == e.y2]
    if not rules:
        return None
    top, end = rules[0], rules[-1]
    held = [_raised(e, top) for each in scene.items for e in _named(each) if top <= _y(e) <= end]
    edge = Line(WIDTH - 0.5, 0, WIDTH - 0.5, end - top, "rule")
    return Edge(_scene(scene, WIDTH, end - top, (*held, edge)), top)


def stages(scene: Scene) -> Edge | None:
    """Return the strip of the stages; None where there are none."""
    found = [e for e in scene.items if isinstance(e, Group) and e.role == "stage"]
    if not found:
        return None
    heights = [y for e in found for p in e.items if isinstance(p, Polygon) for _x, y in p.points]
    top, end = min(heights) - 6, max(heights) + 6
    held = tuple(_raised(part, top) for e in found for part in e.items)
    return Edge(_scene(scene, scene.width, end - top, held), top)


def _scene(whole: Scene, width: int, height: float, items: tuple[Element, ...]) -> Scene:
    return Scene(width, int(height), whole.title, "", whole.language, items)


def _named(element: Element) -> Iterator[Element]:
    """Yield what of a part of the map lies in the column of names, or across it."""
    if isinstance(element, Group) and element.role == "lane":
        yield from (e for e in element.items if isinstance(e, Text) and e.x < LEFT)
    elif isinstance(element, Group) and element.role == "boundary":
        yield from _boundary(element)
    elif _begins_here(element):
        yield element


def _begins_here(element: Element) -> bool:
    """Tell whether a part is a ground or a rule across the map."""
    if isinstance(element, Box):
        return element.x == 0
    return isinstance(element, Line) and element.x1 == 0 and element.y1 == element.y2


def _boundary(group: Group) -> Iterator[Element]:
    """Yield the line between rows, its name at its beginning where that has room."""
    for each in group.items:
        if isinstance(each, Line):
            yield each
        elif isinstance(each, Text) and each.room < WIDTH - MARGIN - 8:
            ground = Box(MARGIN, each.y - 12, each.room + 8, 16, 0, "page")
            yield from (ground, each._replace(x=MARGIN, anchor="start"))


def _y(element: Element) -> float:
    return element.y1 if isinstance(element, Line) else getattr(element, "y", 0.0)


def _raised(element: Element, by: float) -> Element:
    if isinstance(element, Line):
        return element._replace(y1=element.y1 - by, y2=element.y2 - by)
    if isinstance(element, Polygon):
        return element._replace(points=tuple((x, y - by) for x, y in element.points))
    if isinstance(element, Box | Text):
        return element._replace(y=element.y - by)
    return element

"""How the elements of a drawing become what is edited on a slide: which shapes are one thing, and
which texts stand in which shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import inf

from ..scene import Box, Circle, Connector, Curve, Element, Group, Icon, Line, Polygon, Text
from ..styles import STYLES
from .looks import leading, width

CLOSED = (Box, Circle, Polygon)
_BELONGS = ("badge", "mark")  # roles of groups that stand on another


def lines(items: Iterable[Element]) -> Iterator[str]:
    """Yield all lines of text in elements."""
    for item in items:
        if isinstance(item, Text):
            yield from item.lines
        elif isinstance(item, Group):
            yield from lines(item.items)


def arranged(items: Iterable[Element]) -> Iterator[Element]:
    """Yield what stands on a slide: rows as what is in them, so that a click finds a step at once;
    what follows a thing and is of the same record in its group; the title nowhere, since the slide
    has it."""
    held: Group | None = None
    for item in _flat(items):
        group = item if isinstance(item, Group) else None
        if held and group and group.role in _BELONGS and group.record == held.record:
            held = held._replace(items=(*held.items, group))
            continue
        if held:
            yield held
        held = group if group and group.record else None
        if not held:
            yield item
    if held:
        yield held


def _flat(items: Iterable[Element]) -> Iterator[Element]:
    for item in items:
        if isinstance(item, Group) and item.role == "lane":
            yield from _flat(item.items)
        elif not (isinstance(item, Text) and item.style == "title"):
            yield item


def top(items: Iterable[Element]) -> float:
    """Return the upper edge of what stands on a slide, in px."""
    return max(0.0, min(map(_top, items), default=0.0))


def _top(item: Element) -> float:
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


def hosted(items: Sequence[Element], group: bool) -> dict[int, tuple[Text, ...]]:
    """Return the texts of shapes, by the shapes' places among the elements.

    A text right after a shape, inside it, is the shape's; of the first shape of a ``group`` also
    one that comes later. Texts that continue it follow.
    """
    found: dict[int, tuple[Text, ...]] = {}
    for at, item in enumerate(items):
        if isinstance(item, CLOSED):
            rest = items[at + 1 :]
            if group and at == 0:
                texts = [each for each in rest if isinstance(each, Text)]
            else:
                texts = [
                    x for x in takewhile(lambda x: isinstance(x, Text), rest) if isinstance(x, Text)
                ]
            if held := _held(item, texts):
                found[at] = held
    return found


def _held(shape: Element, texts: Sequence[Text]) -> tuple[Text, ...]:
    held: list[Text] = []
    for part in texts:
        if held and (part.x, part.anchor) != (held[0].x, held[0].anchor):
            continue
        if part.lines and _stands_in(shape, part) and (not held or part.y > held[-1].y):
            held.append(part)
    return tuple(held)


def _stands_in(shape: Element, part: Text) -> bool:
    if isinstance(shape, Box):
        x, y, right, bottom = shape.x, shape.y, shape.x + shape.w, shape.y + shape.h
    elif isinstance(shape, Circle):
        x, y, right, bottom = (
            shape.x - shape.r,
            shape.y - shape.r,
            shape.x + shape.r,
            shape.y + shape.r,
        )
    elif isinstance(shape, Polygon):
        xs, ys = [p[0] for p in shape.points], [p[1] for p in shape.points]
        x, y, right, bottom = min(xs), min(ys), max(xs), max(ys)
    else:
        return False
    size = STYLES[part.style].size
    base = part.y + leading(part) * (len(part.lines) - 1)
    if part.y - 0.75 * size < y - 1 or base > bottom + 1:
        return False
    if part.anchor == "middle":
        return abs(part.x - (x + right) / 2) < 1.5
    centred = isinstance(shape, Circle)
    return (
        part.anchor == "start" and not centred and x <= part.x and part.x + width(part) <= right + 1
    )

"""What differs from another journey, marked: a frame, a tag with a sign and a word, a colour.

The map of ``diff.union`` with the marks of ``diff.marks`` shows two journeys at once; what only the
other one has is drawn as a ghost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from journeys.graph import Step
from journeys.labels import DIFFERENCES

from .. import text
from ..scene import Box, Circle, Connector, Element, Group, Icon, Line, Polygon, Text
from ..styles import STYLES
from .sheet import MARGIN, Sheet

#: Room above a marked cell, for its tag (px).
HEAD = 18
_TAG = 14
_OUT = 3
#: Roles of groups that are marked, and whether their tag stands at the lower edge.
_ROLES = {
    "step": True,
    "stage": True,
    "exit": True,
    "touchpoint": False,
    "finding": False,
    "idea": False,
    "card": False,
}
Bounds = tuple[float, float, float, float]


def head(sheet: Sheet, thing: Any) -> int:
    """Return the room above the cell of a record, in px; steps are marked where they stand."""
    return HEAD if thing.id in sheet.options.marks and not isinstance(thing, Step) else 0


def marked(sheet: Sheet, items: Iterable[Element]) -> Iterator[Element]:
    """Yield elements, and the marks of those whose record differs right after each."""
    marks = sheet.options.marks
    for item in items:
        if isinstance(item, Connector):
            how = marks.get(item.id.removeprefix("way-"), "")
            yield item._replace(style=f"{how}_way") if how else item
            if how:
                yield _on_way(sheet, item, how)
        elif isinstance(item, Group):
            how = marks.get(item.record, "") if item.role in (*_ROLES, "lane") else ""
            inner = tuple(marked(sheet, item.items))
            if how == "removed":
                inner = tuple(map(_ghost, inner))
            yield item._replace(items=inner)
            if how and item.role == "lane":
                yield _named(sheet, item, how)
            elif how:
                yield _framed(sheet, item, how)
        else:
            yield item


def _framed(sheet: Sheet, group: Group, how: str) -> Group:
    left, top, right, bottom = _bounds(group.items)
    right += 4 if group.role == "exit" else 0
    frame = Box(
        left - _OUT,
        top - _OUT,
        right - left + 2 * _OUT,
        bottom - top + 2 * _OUT,
        9,
        f"{how}_frame",
    )
    word = _word(sheet, how, group.record)
    if group.role == "exit":
        tag = _tag(sheet, how, word, left - _OUT, bottom + _OUT)
    elif _ROLES[group.role]:
        tag = _tag(sheet, how, word, right + _OUT - _wide(word), bottom - _TAG / 2 + 1)
    else:
        tag = _tag(sheet, how, word, left - _OUT, top - _OUT - _TAG + 1)
    return _group(sheet, (frame, *tag), group.record, how, group.title)


def _named(sheet: Sheet, group: Group, how: str) -> Group:
    """Mark a row beside its name."""
    top = next((i.y for i in group.items if isinstance(i, Text)), 0.0) - 28
    tag = _tag(sheet, how, _word(sheet, how, group.record), MARGIN - 2, top)
    return _group(sheet, tag, group.record, how, "")


def _on_way(sheet: Sheet, way: Connector, how: str) -> Group:
    """Mark a transition by a sign near its start."""
    (x, y), (x1, y1) = way.points[0], way.points[1]
    x += 9 * ((x1 > x) - (x1 < x))
    y += 9 * ((y1 > y) - (y1 < y))
    items = (Circle(x, y, 8, f"{how}_tag"), Icon(how, x - 5, y - 5, 10, f"{how}_tag_icon"))
    return _group(sheet, items, way.id.removeprefix("way-"), how, way.title)


def _group(sheet: Sheet, items: tuple[Element, ...], record: str, how: str, title: str) -> Group:
    said = _word(sheet, how, record)
    return Group(items, f"mark-{record}", "mark", record, f"{said}: {title}" if title else said)


def _word(sheet: Sheet, how: str, record: str) -> str:
    """Return the word of a mark, and the numbers of the sentences that say how it differs."""
    return f"{sheet._(DIFFERENCES[how])} {sheet.numbers.get(record, '')}".rstrip()


def _wide(word: str) -> int:
    return int(text.width(word, 10, True)) + 26


def _tag(sheet: Sheet, how: str, word: str, x: float, y: float) -> tuple[Element, ...]:
    wide = _wide(word)
    x = round(min(max(x, 0), sheet.width - wide))
    return (
        Box(x, round(y), wide, _TAG, 4, f"{how}_tag"),
        Icon(how, x + 5, round(y) + 2, 10, f"{how}_tag_icon"),
        Text(x + 19, round(y) + 10.5, (word,), f"{how}_tag_text", wide - 20),
    )


def sample(how: str, x: int, y: int) -> tuple[Element, ...]:
    """Draw a mark for the legend, 18 px wide around the height y."""
    return (
        Box(x + 1, y - 7, 16, 14, 4, f"{how}_frame"),
        Icon(how, x + 4, y - 5, 10, f"{how}_tag_icon"),
    )


def _bounds(items: Iterable[Element]) -> Bounds:
    """Return the left, top, right and lower edge of what is drawn."""
    found = [each for item in items if (each := _extent(item))]
    return (
        min(b[0] for b in found),
        min(b[1] for b in found),
        max(b[2] for b in found),
        max(b[3] for b in found),
    )


def _extent(item: Element) -> Bounds | None:
    if isinstance(item, Box):
        return item.x, item.y, item.x + item.w, item.y + item.h
    if isinstance(item, Polygon):
        xs, ys = zip(*item.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(item, Icon):
        return item.x, item.y, item.x + item.size, item.y + item.size
    if isinstance(item, Text):
        style, last = STYLES[item.style], item.y + item.leading * (len(item.lines) - 1)
        wide = max((text.width(line, style.size, style.bold) for line in item.lines), default=0)
        return item.x, item.y - 9, item.x + round(wide), last + 3
    return None


def _ghost(item: Element) -> Element:
    """Return an element as it looks where it is no longer there."""
    if isinstance(item, Box | Polygon | Circle):
        return item._replace(style="gone")
    if isinstance(item, Text):
        return item._replace(style=f"{item.style}_gone")
    if isinstance(item, Icon):
        return item._replace(style="mark_soft")
    return item._replace(style="ghost") if isinstance(item, Line) else item

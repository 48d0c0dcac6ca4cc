"""A row across the sheet: its name at the left, what it holds in the columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from journeys.graph import Lane
from journeys.labels import CHOICES

from .. import text
from ..scene import Box, Element, Group, Line, Text
from .sheet import LEFT, MARGIN, Sheet

PAD = 14
_REPEAT = 1500  # px from one repetition of the rows' names to the next

#: Draws what a row holds from a y on; returns where it ends.
Painter = Callable[[Sheet, list[Element], int], int]


class Named(NamedTuple):
    """What a row is: the id of its group, its record, its name and what it means."""

    id: str
    record: str
    title: str
    note: str


def named_of(sheet: Sheet, lane: Lane) -> Named:
    """Return what a row of cards is called."""
    _ = sheet._
    title = lane.title or _(CHOICES["kind"].get(lane.kind, lane.kind.capitalize()))
    note = "" if lane.visible_to_customer else _("not shown to customers")
    return Named(f"lane-{lane.id}", lane.id, title, note)


def draw_row(
    sheet: Sheet,
    out: list[Element],
    top: int,
    named: Named,
    paint: Painter | None,
    *,
    shaded: bool = False,
    borders: bool = True,
    low: bool = True,
) -> int:
    """Draw a row; return where the next one begins.

    Without ``paint`` it is folded: only its name. ``borders``: the edges of stages run through it.
    ``low``: what it holds begins below its repeated name.
    """
    items: list[Element] = []
    repeated = repetitions(sheet, named.title, top) if paint else []
    y = top + PAD + (10 if repeated and low else 0)
    end = paint(sheet, items, y) if paint else top + 24
    name: list[Element] = []
    end = max(end, name_at(sheet, name, named, top))
    height = end + PAD - top
    if shaded:
        out.append(Box(0, top, sheet.width, height, 0, "band"))
    out.append(Line(0, top, sheet.width, top, "rule"))
    if borders and paint:
        out += [Line(x, top, x, top + height, "rule") for x in sheet.borders]
    out.append(Group((*name, *repeated, *items), named.id, "lane", named.record, ""))
    return top + height


def name_at(
    sheet: Sheet, out: list[Element], named: Named, top: int, left: int = MARGIN, room: int = 118
) -> int:
    """Write a row's name and what it means at its left; return where they end.

    ``room``: the width of the note in px.
    """
    n, _cut = sheet.text(out, named.title, left, top + 22, MARGIN + 152 - left, "lane", 12, 2, True)
    m, _cut = sheet.text(
        out, named.note, left, top + 24 + 14 * n, room, "lane_note", 10.5, 3, leading=13
    )
    return top + PAD + 14 * n + 13 * m


def repetitions(sheet: Sheet, title: str, top: int) -> list[Element]:
    """Repeat a row's name along a wide sheet, so that it is read far from the left edge."""
    found: list[Element] = []
    last = LEFT
    stage: str | None = None
    for place in sheet.columns:
        if place.x - last >= _REPEAT and (place.stage != stage or place.x - last > 2 * _REPEAT):
            line = text.fit(title, place.w, 9.5, 1, True).lines
            found.append(Text(place.x, top + 13, line, "repeat", place.w))
            last = place.x
        stage = place.stage
    return found

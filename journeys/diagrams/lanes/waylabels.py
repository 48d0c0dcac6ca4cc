"""What stands on ways: conditions, shares and waiting times, in small boxes."""

from __future__ import annotations

from typing import NamedTuple

from journeys.graph import Transition

from .. import text
from ..scene import Box, Element, Group, Text
from .sheet import Sheet


class Label(NamedTuple):
    """A label's way and its middle; ``room`` px wide in its own words, 0: as the sheet has it, and
    so many lines at most."""

    way: Transition
    x: int
    y: int
    room: int = 0
    lines: int = 2


def said_in(sheet: Sheet, t: Transition, room: int, lines: int = 2) -> tuple[str, ...]:
    """Return all that a label says in a few lines."""
    return text.fit(sheet.labels[t.id].title, room - 12, 10, lines, True).lines


def arc_room(sheet: Sheet, t: Transition) -> int:
    """Return how wide the label of a return may be: as the columns that it spans."""
    at, columns = sheet.layout.column, sheet.columns
    a, b = sorted((at[t.source], at[t.target or ""]))
    return columns[b].x + columns[b].w - columns[a].x - 12


def draw_label(sheet: Sheet, label: Label, *, wide: bool, back: bool) -> Group:
    """Draw a label; ``wide``: on an arc, or between two cards; ``back``: the way leads back."""
    if wide:
        return _wide(sheet, label, back)
    t, x, y, _room, _lines = label
    shown = sheet.labels[t.id]
    h = 12 * len(shown.lines) + 4
    top = y - h // 2
    items: list[Element] = [Box(x - shown.width // 2, top, shown.width, h, 7, "label")]
    room = shown.width - 8
    strong, rest = shown.lines[: shown.strong], shown.lines[shown.strong :]
    base = top + 11
    if strong:
        items.append(Text(x, base, strong, "label_text", room, "middle", 12))
    if rest:
        below = base + 12 * len(strong)
        items.append(Text(x, below, rest, "label_note", room, "middle", 12))
    return Group(tuple(items), "", "label", t.id, shown.title)


def _wide(sheet: Sheet, label: Label, back: bool) -> Group:
    """Draw a label with all its words in a line, or two."""
    t, x, y, room, most = label
    lines = said_in(sheet, t, room, most) if room else said_in(sheet, t, arc_room(sheet, t), 1)
    wide = int(max(text.width(line, 10, True) for line in lines)) + 12
    h = 12 * len(lines) + 4
    items = (
        Box(x - wide // 2, y - h // 2, wide, h, 8, "label"),
        Text(x, y - h // 2 + 12, lines, "label_back" if back else "label_text", wide, "middle", 12),
    )
    return Group(items, "", "label", t.id, sheet.labels[t.id].title)

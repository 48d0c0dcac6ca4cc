"""Rows whose cells stand under each other in a column, grouped by step: the common part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .. import text
from ..scene import Box, Element, Group, Icon, Text
from .marks import head
from .sheet import Place, Sheet

#: Draws one thing at x, y with a width; returns the y below it.
Cell = Callable[[list[Element], Any, int, int, int], int]
GAP = 6


def stack(
    sheet: Sheet,
    out: list[Element],
    top: int,
    held: Mapping[str, Sequence[Any]],
    cell: Cell,
    tops: Mapping[str | None, int] | None = None,
) -> int:
    """Draw what each step holds, column by column; return where the lowest cell ends.

    ``tops`` says where the columns of a stage begin, if lower than ``top``.
    """
    bottom = top
    for place in sheet.places:
        y = start = tops.get(place.stage, top) if tops else top
        for step in place.steps:
            things = held.get(step)
            if not things:
                continue
            if len(place.steps) > 1:
                y = step_label(sheet, out, step, place, y)
            for thing in things:
                y = cell(out, thing, place.x, y + head(sheet, thing), place.w) + GAP
        if y > start:
            bottom = max(bottom, y - GAP)
    return bottom


def step_label(sheet: Sheet, out: list[Element], step: str, place: Place, y: int) -> int:
    """Name the step that the cells below belong to, where a column has several."""
    title = sheet.title_of(step)
    line = text.fit(title, place.w, 9.5, 1, True)
    named: Element = Text(place.x, y + 9, line.lines, "group", place.w)
    out.append(Group((named,), "", "", "", title) if line.cut else named)
    return y + 14


def chip(
    out: list[Element],
    words: str,
    icon: str,
    style: str,
    title: str,
    record: str,
    x: int,
    y: int,
    w: int,
) -> int:
    """Draw a chip: an icon and at most two lines; return the y below it."""
    room = w - 34
    lines = text.fit(words, room, 11, 2).lines
    h = 11 + 13 * max(1, len(lines))
    items = (
        Box(x, y, w, h, 6, style),
        Icon(icon, x + 8, y + (h - 14) / 2, 14, f"{style}_icon"),
        Text(x + 27, y + 16, lines, f"{style}_text", room, "start", 13),
    )
    out.append(Group(items, "", "touchpoint", record, title))
    return y + h


def sheet_card(
    out: list[Element],
    words: str,
    note: str,
    icon: str,
    style: str,
    bar: int,
    bold: bool,
    title: str,
    role: str,
    record: str,
    x: int,
    y: int,
    w: int,
) -> int:
    """Draw a small card: a bar as thick as ``bar`` px, an icon, at most four lines and a note."""
    left = 10 + bar + (19 if icon else 0)
    room = w - left - 8
    body = text.fit(words, room, 11, 4, bold).lines
    below = text.fit(note, room, 9.5, 3).lines if note else ()
    h = 12 + 14 * max(1, len(body)) + 12 * len(below)
    items: list[Element] = [Box(x, y, w, h, 5, style)]
    if bar:
        items.append(Box(x, y, bar, h, min(2, bar / 2), f"{style}_bar"))
    if icon:
        items.append(Icon(icon, x + bar + 8, y + 6, 14, f"{style}_icon"))
    items.append(Text(x + left, y + 17, body, f"{style}_text", room, "start", 14))
    if below:
        base = y + 17 + 14 * (len(body) - 1) + 13
        items.append(Text(x + left, base, below, f"{style}_note", room, "start", 12))
    out.append(Group(tuple(items), f"{role}-{record}", role, record, title))
    return y + h

"""Cells of the touchpoint matrix: a dot with how often, and beside it what it was like."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

from .. import text
from ..scene import Box, Circle, Element, Group, Polygon, Text
from . import met
from .met import Met, Said
from .sheet import Place, Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Mean

#: px of a cell that the dot takes.
DOT = 46
_LINE = 13
_MEAN = 28
_BAD = 2.75


def height(sheet: Sheet, place: Place, steps: Sequence[str]) -> int:
    """Return how high a cell is, without any room around it."""
    told = met.said(sheet, steps)
    return max(34, sum(_MEAN if s.mean else _LINE * len(_few(sheet, place, s)) for s in told))


def cell(sheet: Sheet, row: Met, place: Place, middle: float) -> Group:
    """Draw how often a touchpoint is met in a stage, and what was answered or assumed there."""
    steps = row.steps[place.stage]
    kind, count = row.touchpoint.kind, len(steps)
    x, r = place.x + 18, min(17.0, round(6 + 4 * sqrt(count), 1))
    items: list[Element] = [
        Circle(x, middle, r, f"{kind}_dot"),
        Text(x, middle + 4, (str(count),), f"{kind}_count", 30, "middle"),
    ]
    stage = {s.id: s.title for s in sheet.graph.stages}.get(place.stage or "")
    parts = [row.touchpoint.name, stage or sheet._("Without a stage")]
    parts.append(sheet._("encounters: {count}").format(count=count))
    parts += [sheet.steps[step].title for step in dict.fromkeys(steps)]
    told = met.said(sheet, steps)
    if told:
        high = sum(_MEAN if s.mean else _LINE * len(_few(sheet, place, s)) for s in told)
        y = round(middle - high / 2, 1)
        for each in told:
            if each.mean:
                parts.append(_mean(sheet, items, each.letter, each.mean, place.x + DOT, y, place))
                y += _MEAN
            else:
                lines = _few(sheet, place, each)
                items.append(
                    Text(place.x + DOT, y + 10, lines, "tiny", place.w - DOT, "start", _LINE)
                )
                y += _LINE * len(lines)
            if each.few:
                parts.append(sheet.few)
    elif (guess := met.assumed(sheet, steps)) is not None:
        parts.append(_guess(sheet, items, guess, place, middle))
    return Group(tuple(items), "", "measure", row.touchpoint.id, " · ".join(parts))


def _few(sheet: Sheet, place: Place, each: Said) -> tuple[str, ...]:
    words = f"{each.letter}: {sheet.few}" if each.letter else sheet.few
    return text.fit(words, place.w - DOT, 9.5, 3).lines


def _mean(
    sheet: Sheet, items: list[Element], letter: str, held: Mean, x: float, top: float, place: Place
) -> str:
    """Draw a measured mean with its answers and interval; return it in words."""
    beside, bad = letter == "B", held.mean < _BAD
    mark = ("beside" if beside else "measured") + ("_bad" if bad else "_point")
    y, room = top + 8, place.w - DOT - 14
    if beside:
        items.append(Polygon(((x + 4, y - 5), (x + 9, y + 4), (x - 1, y + 4)), mark))
    else:
        items.append(Circle(x + 4, y, 4.5, mark))
    shown = f"{letter} {sheet.number(held.mean)}".lstrip()
    style = "felt_bad" if bad else "felt_beside" if beside else "felt"
    wide = text.width(shown, 12, True) + 1
    low, high = sheet.number(held.low), sheet.number(held.high)
    count = text.fit(f"n={held.n}", room - wide - 4, 9.5).lines
    items += [
        Text(x + 14, top + 12.5, (shown,), style, wide),
        Text(round(x + 18 + wide, 1), top + 12.5, count, "tiny", room - wide - 4),
        Text(x + 14, top + 25, (f"{low}–{high}",), "tiny", room),
    ]
    interval = sheet._("95% interval {low}–{high}").format(low=low, high=high)
    return f"{sheet._('measured')} {shown} · n={held.n} · {interval}"


def _guess(sheet: Sheet, items: list[Element], value: float, place: Place, middle: float) -> str:
    """Draw what designers assumed; return it in words."""
    shown, word = sheet.number(value), sheet._("assumed")
    left = place.x + DOT
    wide = text.width(shown, 12) + 1
    room = place.w - DOT - 18 - wide
    items += [
        Box(left, middle - 4, 8, 8, 1, "assumed_point"),
        Text(left + 14, middle + 4.5, (shown,), "felt_assumed", wide),
        Text(round(left + 18 + wide, 1), middle + 4, text.fit(word, room, 9.5).lines, "tiny", room),
    ]
    return f"{word} {shown}"

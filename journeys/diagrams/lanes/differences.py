"""What differs between two journeys: in numbers above the picture, in sentences below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeys.diff import Said
from journeys.graph import Graph
from journeys.labels import DIFFERENCES, duration

from .. import text
from ..scene import Box, Element, Group, Icon, Line, Text
from .sheet import MARGIN, Sheet

_FACT, _COLUMN, _SIGN = 186, 420, 46
_MOST = 16  # lines of a sentence; the whole of it is its title
_WIDEST, _LONG = 3000, 1200  # px


class Fact(NamedTuple):
    """What can be counted of both journeys: before, after, and by how much it changed in words."""

    title: str
    before: str
    after: str
    by: str


def facts(sheet: Sheet, before: Graph, after: Graph) -> list[Fact]:
    """Return what measurably differs, and what does not."""
    _ = sheet._
    found = []
    for title, (a, b) in (
        (_("Steps"), (len(g.steps) for g in (before, after))),
        (_("Transitions"), (len(g.transitions) for g in (before, after))),
        (_("Touchpoints"), (len({e.touchpoint for e in g.encounters}) for g in (before, after))),
        (_("Open pain points"), (sum(f.hurts for f in g.findings) for g in (before, after))),
    ):
        by = f"{b - a:+d}".replace("-", "−") if a != b else _("the same")
        found.append(Fact(title, str(a), str(b), by))
    times = [duration(g.journey.promised_time, sheet.language) or "–" for g in (before, after)]
    by = _("the same") if times[0] == times[1] else _("changed")
    return [*found, Fact(_("Promised time"), times[0], times[1], by)]


def draw_facts(sheet: Sheet, out: list[Element], y: int, found: Sequence[Fact]) -> int:
    """Draw a card for each, beside each other; return where they end."""
    across = max(1, (min(sheet.width, _WIDEST) - 2 * MARGIN + 12) // (_FACT + 12))
    for at, fact in enumerate(found):
        x, top = MARGIN + at % across * (_FACT + 12), y + at // across * 78
        items: list[Element] = [Box(x, top, _FACT, 66, 8, "card")]
        room = _FACT - 24
        sheet.text(items, fact.title, x + 12, top + 19, room, "small", 10.5)
        half = (room - 24) / 2
        wide = max(text.width(each, 15, True) for each in (fact.before, fact.after))
        style, size = ("invite", 15) if wide <= half else ("lane", 12)
        sheet.text(items, fact.before, x + 12, top + 40, half, style, size, 1, True)
        arrow = round(x + 18 + min(half, text.width(fact.before, size, True)))
        items.append(Icon("right", arrow, top + 28, 13, "mark_soft"))
        sheet.text(items, fact.after, arrow + 20, top + 40, half, style, size, 1, True)
        sheet.text(items, fact.by, x + 12, top + 57, room, "small", 10.5)
        title = f"{fact.title}: {fact.before} – {fact.after} ({fact.by})"
        out.append(Group(tuple(items), "", "measure", "", title))
    return y + -(-len(found) // across) * 78


def numbers(said: Sequence[Said]) -> dict[str, str]:
    """Return by record the numbers of its sentences, from 1: "3", "4–6", "2, 7"."""
    held: dict[str, list[int]] = {}
    for at, each in enumerate(said, start=1):
        held.setdefault(each.id, []).append(at)
    return {record: ", ".join(_runs(found)) for record, found in held.items()}


def _runs(found: Sequence[int]) -> Iterator[str]:
    start = last = found[0]
    for each in (*found[1:], 0):
        if each == last + 1:
            last = each
            continue
        yield str(start) if start == last else f"{start}–{last}"
        start = last = each


def draw_said(sheet: Sheet, out: list[Element], top: int, said: Sequence[Said]) -> int:
    """Write the sentences in columns below each other, each with its number and sign; return where
    the longest column ends."""
    _ = sheet._
    out.append(Line(0, top, sheet.width, top, "rule"))
    counted = Counter(each.how for each in said)
    parts = [f"{_(word)}: {counted[how]}" for how, word in DIFFERENCES.items() if counted[how]]
    heading = _("What differs") if said else _("Nothing differs in what the map shows.")
    sheet.text(out, heading, MARGIN, top + 30, 600, "invite", 15, 1, True)
    sheet.text(out, "  ·  ".join(parts), MARGIN, top + 50, 900, "subtitle", 12)
    drawn = (each.text.replace("→", "›") for each in said)  # the font has no arrow to the right
    lines = [text.fit(each, _COLUMN - _SIGN - 24, 10.5, _MOST).lines for each in drawn]
    heights = [14 * len(each) + 8 for each in lines]
    columns = _columns(sheet, sum(heights), len(said))
    begin = top + 78
    y, column, bottom = begin, 0, begin - 20
    left, done = sum(heights), 0
    for at, (each, fitted, high) in enumerate(zip(said, lines, heights, strict=True), start=1):
        share = -(-(left - done) // (columns - column))
        if y > begin and y - begin + high / 2 > share and column < columns - 1:
            done += y - begin
            y, column = begin, column + 1
        out.append(_sentence(each, at, MARGIN + column * _COLUMN, y, fitted))
        y += high
        bottom = max(bottom, y)
    return bottom


def _columns(sheet: Sheet, high: int, count: int) -> int:
    """Return over how many columns so many sentences go, ``high`` px in all: as many as can be seen
    at once, more on a wide sheet where they would be long."""
    most = max(1, (sheet.width - 2 * MARGIN) // _COLUMN)
    seen = max(1, (min(sheet.width, _WIDEST) - 2 * MARGIN) // _COLUMN)
    return max(1, min(most, count, max(seen, -(-high // _LONG))))


def _sentence(each: Said, at: int, x: int, base: int, lines: tuple[str, ...]) -> Group:
    number = text.fit(f"{at}.", 30, 10.5, 1, True).lines
    items: list[Element] = [
        Text(x + 28, base, number, "number", 30, "end"),
        Icon(each.how, x + 33, base - 9, 10, f"{each.how}_tag_icon"),
        Text(x + _SIGN + 4, base, lines, "fact", _COLUMN - _SIGN - 24),
    ]
    return Group(tuple(items), f"said-{at}", "difference", each.id, each.text)

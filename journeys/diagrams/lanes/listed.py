"""Findings as a numbered list: what each rests on, one line after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from journeys.graph import Finding
from journeys.labels import choice, evidence
from journeys.priorities import Priority

from .. import text
from ..scene import Box, Circle, Element, Group, Icon, Line, Polygon, Text
from .sheet import MARGIN, Sheet

RADIUS = 12
GAP = 40  # px between lists beside each other
_PAD = 9
_LONGEST = 60  # findings


class Listed(NamedTuple):
    """A finding with its number; 0 for one that no longer stands."""

    number: int
    held: Priority

    @property
    def finding(self) -> Finding:
        """Return the record."""
        return self.held.finding

    @property
    def guessed(self) -> bool:
        """Tell whether nothing but a guess says so."""
        held = self.finding.evidence
        return held is None or held.level == "guess"


def of(found: Iterable[Listed], kind: str) -> Iterator[Listed]:
    """Yield the findings of a kind that stand."""
    return (each for each in found if each.number and each.finding.kind == kind)


def mark(sheet: Sheet, each: Listed, x: float, y: float, identity: str = "") -> Group:
    """Draw a finding's number: a pain in a circle, a gain in a square; a guess with dashes."""
    kind = each.finding.kind
    style = f"{kind}_guess" if each.guessed else f"{kind}_known"
    ground: Element = Circle(x, y, RADIUS, style)
    if kind == "gain":
        ground = Box(x - RADIUS + 0.5, y - RADIUS + 0.5, 2 * RADIUS - 1, 2 * RADIUS - 1, 4, style)
    number = Text(x, y + 3.8, (str(each.number),), f"{kind}_number", 2 * RADIUS, "middle")
    title = f"{each.number}. {choice('kind', kind, sheet.language)}: {each.finding.title}"
    return Group((ground, number), identity, "point", each.finding.id, title)


class Column(NamedTuple):
    """A column of the list: its heading, where it begins (px from the left) and its width."""

    title: str
    x: int
    w: int


def beside(count: int) -> int:
    """Return how many lists stand beside each other, so that none gets too long."""
    return max(1, -(-count // _LONGEST))


def draw_list(sheet: Sheet, out: list[Element], y: int, found: Sequence[Listed]) -> int:
    """Draw the list, a long one in parts beside each other; return where it ends."""
    parts, bottom = beside(len(found)), y
    size = -(-len(found) // parts)
    wide = (sheet.width - 2 * MARGIN + GAP) // parts
    for at in range(parts):
        rows = found[at * size : (at + 1) * size]
        bottom = max(bottom, _part(sheet, out, y, rows, MARGIN + at * wide, wide - GAP))
    how = sheet._(
        "Numbered by importance to customers × severity × frequency; "
        "what is not set counts as the middle of its scale."
    )
    _legend(sheet, out, found, bottom + 28)
    room = min(sheet.width, 1900) - 2 * MARGIN
    n, _cut = sheet.text(out, how, MARGIN, bottom + 56, room, "small", 10.5, 2)
    return bottom + 46 + 14 * n


def _part(
    sheet: Sheet, out: list[Element], y: int, rows: Sequence[Listed], x: int, wide: int
) -> int:
    """Draw a part of the list with its headings; return where it ends."""
    columns, heads = _columns(sheet, x, wide), list[Element]()
    for each in columns:
        sheet.text(heads, each.title, each.x, y + 12, each.w, "repeat", 9.5, 2, True, leading=12)
    out.append(Group(tuple(heads), "", "", "", ""))
    y += 32
    stood = True
    for row in rows:
        if stood and not row.number:
            stood = False
            out.append(Line(x, y, x + wide, y, "rule"))
            y += 26
            sheet.text(out, sheet._("No longer so"), x, y - 6, wide, "repeat", 9.5, 1, True)
        out.append(Line(x, y, x + wide, y, "rule"))
        y = _row(sheet, out, y, row, columns)
    out.append(Line(x, y, x + wide, y, "rule"))
    return y


def _columns(sheet: Sheet, x: int, wide: int) -> list[Column]:
    _ = sheet._
    widths = (
        ("", 44),
        (_("Finding"), 0),
        (_("Severity"), 104),
        (_("Importance to customers"), 112),
        (_("Importance to the organisation"), 112),
        (_("Frequency"), 168),
        (_("Evidence"), 218),
        (_("Status"), 92),
    )
    left = wide - sum(w for _name, w in widths)
    found = []
    for name, width in widths:
        w = width or left
        found.append(Column(name, x, w - 16))
        x += w
    return found


def _row(sheet: Sheet, out: list[Element], top: int, row: Listed, columns: Sequence[Column]) -> int:
    """Draw a finding's line; return where the next one begins."""
    items: list[Element] = []
    end = _named(sheet, items, row, columns, top)
    for column, words in zip(columns[2:], _facts(sheet, row), strict=True):
        style = "fact" if row.number else "fact_gone"
        n, _cut = sheet.text(items, words, column.x, top + 20, column.w, style, 10.5, 4)
        end = max(end, top + 20 + 14 * (n - 1) + 4)
    end += _PAD
    kind = choice("kind", row.finding.kind, sheet.language)
    facts = [f"{c.title}: {w}" for c, w in zip(columns[2:], _facts(sheet, row), strict=True)]
    number = f"{row.number}. " if row.number else ""
    where = sheet.title_of(row.finding.step or "")
    title = " · ".join((f"{number}{kind}: {row.finding.title}", where, *facts))
    identity = f"finding-{row.finding.id}"
    out.append(Group(tuple(items), identity, "finding", row.finding.id, title))
    return end


def _named(
    sheet: Sheet, items: list[Element], row: Listed, columns: Sequence[Column], top: int
) -> int:
    """Draw a finding's mark, its title, and where it is; return where they end."""
    finding, gone = row.finding, "" if row.number else "_gone"
    middle = columns[0].x + RADIUS + 1
    if row.number:
        items.append(mark(sheet, row, middle, top + RADIUS + 5))
    else:
        items.append(Icon(finding.kind, middle - 7, top + 9, 14, "mark_soft"))
    x, w = columns[1].x, columns[1].w
    n, _cut = sheet.text(
        items, finding.title, x, top + 20, w, f"lane{gone}", 12, 3, True, leading=15
    )
    y = top + 20 + 15 * (n - 1)
    where = [sheet.title_of(finding.step or "")]
    met = sheet.graph.catalogue.touchpoints.get(finding.touchpoint or "")
    where += [met.name] if met else []
    step = sheet.steps.get(finding.step or "")
    if step and step.moment_of_truth:
        where.append(sheet._("moment of truth"))
        cx, cy = x + 5, y + 11.5
        diamond = ((cx, cy - 4.5), (cx + 4.5, cy), (cx, cy + 4.5), (cx - 4.5, cy))
        items.append(Polygon(diamond, "truth" if row.number else "gone"))
        x, w = x + 14, w - 14
    n, _cut = sheet.text(
        items, " · ".join(where), x, y + 15, w, f"small{gone}", 10.5, 2, leading=13
    )
    return y + 15 + 13 * (n - 1) + 4


def _facts(sheet: Sheet, row: Listed) -> tuple[str, ...]:
    """Return what stands in the columns after the title."""
    _, finding, held = sheet._, row.finding, row.held
    unset, step = _("not set"), sheet.steps.get(finding.step or "")
    organisation = step.importance_organisation if step else None
    often = held.frequency
    if often:
        low, high = f"{often.low * 100:.0f}", f"{often.high * 100:.0f}"
        frequency = f"{sheet.percent(often.share)} ({low}–{high}), n {often.n}"
    else:
        frequency = _("too few answers to tell") if finding.follows else _("not measured")
    known = evidence(finding.evidence, sheet.language)
    return (
        _("%(n)s of 4") % {"n": finding.severity} if finding.severity else unset,
        _("%(n)s of 5") % {"n": held.importance} if held.importance else unset,
        _("%(n)s of 5") % {"n": organisation} if organisation else unset,
        frequency,
        known or choice("level", "guess", sheet.language),
        choice("status", finding.status, sheet.language),
    )


def _legend(sheet: Sheet, out: list[Element], found: Sequence[Listed], base: int) -> None:
    """Say what the forms of the marks mean that are there."""
    _, x = sheet._, MARGIN
    said = {
        ("pain", False): _("pain point with evidence"),
        ("pain", True): _("pain point, a guess"),
        ("gain", False): _("success with evidence"),
        ("gain", True): _("success, a guess"),
    }
    there = {(each.finding.kind, each.guessed): each for each in found if each.number}
    for key, words in said.items():
        if key in there:
            sign = mark(sheet, there[key], x + RADIUS, base - 4).items[0]
            room = int(text.width(words, 10.5)) + 1
            named = Text(x + 2 * RADIUS + 8, base, (words,), "small", room)
            out.append(Group((sign, named), "", "legend"))
            x += 2 * RADIUS + 8 + room + 24

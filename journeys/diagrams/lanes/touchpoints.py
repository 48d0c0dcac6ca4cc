"""The rows of people, spaces, objects and practices, and the promptness and ease of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.graph import Encounter
from journeys.labels import choice
from touchpoints.kinds import KINDS

from .. import text
from ..scene import Box, Element, Group, Icon, Text
from .cells import chip, stack, step_label
from .sheet import Place, Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Share

LANES = tuple(dict.fromkeys(kind.lane for kind in KINDS.values()))


def held_in(sheet: Sheet, *lanes: str) -> dict[str, list[Encounter]]:
    """Return the encounters whose touchpoint stands in one of these lanes, by step."""
    found: dict[str, list[Encounter]] = {}
    known = sheet.graph.catalogue.touchpoints
    for encounter in sheet.graph.encounters:
        touchpoint = known.get(encounter.touchpoint)
        if touchpoint and KINDS[touchpoint.kind].lane in lanes:
            found.setdefault(encounter.step, []).append(encounter)
    return found


def draw_touchpoints(sheet: Sheet, out: list[Element], top: int, *lanes: str) -> int:
    """Draw a chip per encounter of these lanes."""
    known = sheet.graph.catalogue.touchpoints
    owners = sheet.graph.catalogue.organisations
    kinds = {name: sheet._(kind.label) for name, kind in KINDS.items()}

    def cell(out: list[Element], encounter: Encounter, x: int, y: int, w: int) -> int:
        it = known[encounter.touchpoint]
        owner = owners.get(it.organisation or "")
        parts = [f"{kinds[it.kind]}: {it.name}"]
        parts.append(choice("channel", it.channel, sheet.language) if it.channel else "")
        parts += [owner.name if owner else "", encounter.note]
        title = " · ".join(part for part in parts if part)
        return chip(out, it.name, it.kind, it.kind, title, encounter.id, x, y, w)

    return stack(sheet, out, top, held_in(sheet, *lanes), cell)


def draw_ease(sheet: Sheet, out: list[Element], top: int) -> int:
    """Draw the shares who found a step prompt and easy, and who got it done; words where none."""
    _ = sheet._
    there = any(m and (m.n or m.hidden) for step in sheet.steps for _by, m in sheet.measured(step))
    if not there and not sheet.chosen:
        words = _("No answers yet: the bars come when customers answer.")
        room = max(sheet.right - 230, 300)
        sheet.text(
            out, words, sheet.columns[0].x if sheet.columns else 204, top + 12, room, "small", 10.5
        )
        return top + 18
    rows = [("prompt", _("prompt")), ("easy", _("easy")), ("done", _("got it done"))]
    rows = [(key, text.fit(name, 84, 10.5).lines[0]) for key, name in rows]
    label = 7 + max(text.width(name, 10.5) for _key, name in rows)
    bottom = top
    for place in sheet.columns:
        y = top
        for step in place.steps:
            if sheet.is_fold(step):
                continue
            if len(place.steps) > 1:
                y = step_label(sheet, out, step, place, y)
            y = _ease_cell(sheet, out, step, place, y, rows, int(label)) + 6
        bottom = max(bottom, y - 6)
    return bottom


def _ease_cell(
    sheet: Sheet,
    out: list[Element],
    step: str,
    place: Place,
    y: int,
    rows: list[tuple[str, str]],
    label: int,
) -> int:
    """Draw the bars of a step; of two groups of answers in pairs, and where they differ."""
    told = sheet.measured(step)
    for letter, measure in told:
        if not any(getattr(measure, key, None) for key, _name in rows):
            words = sheet.few if measure and measure.answered else sheet.none
            words = f"{letter}: {words}" if letter else words
            n, _cut = sheet.text(out, words, place.x, y + 11, place.w, "small", 10.5, 2)
            y += 4 + 14 * n
    for key, name in rows:
        begin = y
        for letter, measure in told:
            if share := getattr(measure, key, None):
                bar = _bar(sheet, key, letter, name, share, place, y, label)
                if y == begin:
                    named = Text(place.x, y + 11, (name,), "small", label)
                    bar = bar._replace(items=(named, *bar.items))
                out.append(bar)
                y += 18
        for icon, words in sheet.differs(step, key):
            items: list[Element] = [Icon(icon, place.x + label, y, 11, "mark_soft")]
            sheet.text(
                items, words, place.x + label + 14, y + 9, place.w - label - 14, "number", 10
            )
            out.append(Group(tuple(items), "", "gap", "", words))
            y += 16
    return y - 2


def _bar(
    sheet: Sheet, key: str, letter: str, name: str, share: Share, place: Place, y: int, label: int
) -> Group:
    said = f"{letter} {sheet.percent(share.share)}".lstrip()
    room = 36 if not letter else 48
    track = max(20, min(place.w, 260) - label - room - 4)
    filled = round(track * share.share)
    beside = "_beside" if letter == "B" else ""
    items: list[Element] = [
        Box(place.x + label, y + 4, track, 8, 4, "bar_ground"),
        Text(place.x + label + track + 6, y + 11, (said,), "number", room),
    ]
    if filled:
        bar = Box(place.x + label, y + 4, filled, 8, min(4, filled / 2), f"bar_{key}{beside}")
        items.insert(-1, bar)
    interval = sheet._("95% interval {low}–{high}").format(
        low=sheet.percent(share.low), high=sheet.percent(share.high)
    )
    return Group(tuple(items), "", "measure", "", f"{name}: {said}, n={share.n}, {interval}")

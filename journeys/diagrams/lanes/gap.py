"""What stands in words below the chart of the experience.

The gap to what was expected, that too few answered, and where two groups of answers differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.labels import GAPS, assumed_gap

from .. import text
from ..scene import Element, Group, Icon, Text
from .sheet import Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Measure

_PAD = 6
_MARKS = {"gap_bad": "bad_mark", "gap_good": "good_mark", "gap_assumed": "assumed_mark"}


def gap(sheet: Sheet, out: list[Element], step: str, top: int) -> int:
    """Write what is to say of a step below ``top``; return where it ends."""
    _ = sheet._
    middle, width = sheet.slot(step)
    room, y, known = width - 6, top + _PAD, False
    for letter, measure in sheet.measured(step):
        known = known or bool(measure and measure.emotion)
        if said := _measured(sheet, measure):
            words, style, icon = said
            words = f"{letter}: {words}" if letter else words
            y = _line(out, words, style, icon, middle, y, room)
    for icon, words in sheet.differs(step, "emotion"):
        y = _line(out, words, "gap_differs", icon, middle, y, room)
    guess = assumed_gap(sheet.steps[step])
    if guess and not known:
        words = _("assumed: {gap}").format(gap=_(GAPS[guess]))
        icon = {"below": "down", "met": "level", "exceeded": "up"}[guess]
        y = _line(out, words, "gap_assumed", icon, middle, y, room)
    return y if y > top + _PAD else top


def _measured(sheet: Sheet, measure: Measure | None) -> tuple[str, str, str] | None:
    """Return the measured gap, or that too few answered: words, style, icon."""
    _ = sheet._
    if measure and measure.hidden:
        return sheet.few, "gap_level", ""
    found = measured_gap(measure)
    if found is None:
        return None
    words, style, icon = {
        "worse": (_("{share} say worse than expected"), "gap_bad", "down"),
        "met": (_("{share} say as expected"), "gap_level", "level"),
        "better": (_("{share} say better than expected"), "gap_good", "up"),
    }[found[0]]
    return words.format(share=sheet.percent(found[1])), style, icon


def _line(
    out: list[Element], words: str, style: str, icon: str, middle: int, y: int, room: int
) -> int:
    bold = style in ("gap_bad", "gap_good", "gap_differs")
    left = 13 if icon else 0
    fitted = text.fit(words, room - left, 10, 4, bold)
    lines = fitted.lines
    wide = max((text.width(line, 10, bold) for line in lines), default=0)
    x = round(middle - (wide + left) / 2)
    items: list[Element] = []
    if icon:
        items.append(Icon(icon, x, y - 9, 11, _MARKS.get(style, "mark_soft")))
    items.append(Text(x + left, y, lines, style, room - left, "start", 12))
    out.append(Group(tuple(items), "", "gap", "", words))
    return y + 12 * len(lines)


def measured_gap(measure: Measure | None) -> tuple[str, float] | None:
    """Return what to say of the expectation: "worse" from a third on, else the largest share."""
    if measure is None or measure.worse is None or measure.met is None or measure.better is None:
        return None
    if measure.worse.share >= 1 / 3:
        return "worse", measure.worse.share
    if measure.better.share > measure.met.share:
        return "better", measure.better.share
    return "met", measure.met.share

"""The experience alone, large: what was measured, expected and assumed, step by step.

The chart means what the map's row of the experience means (``lanes.experience``). Above it stand
the steps, with what stands out: the highest, the lowest and the last, and the moments of truth;
below it how prompt and easy it was, and what customers said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from journeys.graph import Graph
from journeys.walking import first_and_last, in_path_order
from journeys.words import N_

from . import text
from .lanes import frame, legend
from .lanes.experience import ExperienceRow
from .lanes.rows import Named, draw_row
from .lanes.sheet import LEFT, MARGIN, SMALLEST, Place, Sheet
from .map import ROWS, draw_one, rows
from .options import DEFAULT, Options
from .scene import Box, Element, Group, Icon, Polygon, Scene, Text

if TYPE_CHECKING:
    from touchpoints.measures import Measures

_COLUMN, _GUTTER = 168, 20
_UNDER = 28  # px: the scale begins below the row's name
_SIGNS = ("truth", "measured", "beside", "count", "expected", "assumed")


#: By kind of value: what the largest and the smallest are called.
_ENDS: Mapping[str, tuple[str, str]] = {
    "measured": (N_("highest measured: {value}"), N_("lowest measured: {value}")),
    "assumed": (N_("highest assumed: {value}"), N_("lowest assumed: {value}")),
    "expected": (N_("highest expected: {value}"), N_("lowest expected: {value}")),
}


class _Sheet(Sheet):
    """Columns without what stands on transitions; steps beside each other have more room."""

    slot_room = 118

    def place_columns(self) -> int:
        """Place the columns; return where the last ends."""
        x = LEFT
        if self.has_whole():
            self.whole = Place(x, _COLUMN, None, ("",))
            x += _COLUMN + _GUTTER
        least = (SMALLEST - 2 * MARGIN - x) // max(1, len(self.layout.columns)) - _GUTTER
        for column in self.layout.columns:
            w = max(_COLUMN, least, self.slot_room * len(column.steps))
            self.columns.append(Place(x, w, column.stage, column.steps))
            x += w + _GUTTER
        return max(x - _GUTTER, LEFT + _COLUMN) + 18

    def has_whole(self) -> bool:
        """Say whether customers said anything of the whole journey."""
        said = {lane.id for lane in self.graph.lanes if lane.kind == "quote"}
        return any(c.lane in said and not c.step and not c.stage for c in self.graph.cards)


class _Chart(ExperienceRow):
    """The chart of the map's row, higher and with numbers on its scale."""

    high = 440
    near = 60

    def scale(self, value: int, name: str) -> str:
        """Return the number and the word."""
        return f"{name} {value}".lstrip()


class Standing(NamedTuple):
    """Something that stands out at a step: an icon and words."""

    step: str
    icon: str
    words: str


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw the chart; pure, and the same for the same input."""
    language = options.language or graph.journey.language
    sheet = _Sheet(graph.localised(language), measures, replace(options, language=language))
    out: list[Element] = []
    y = frame.header(sheet, out, sheet._("Experience"), kinds=False)
    y = frame.stages(sheet, out, y)
    if not sheet.steps:
        y = frame.invitation(sheet, out, y)
    open_ = _may_see(sheet)
    standing = _standing(sheet) if open_ else []
    if sheet.steps:
        y = _steps(sheet, out, y, standing)
        y = _chart(sheet, out, y, open_)
    answered = bool(sheet.answers or sheet.beside)
    for row in rows(sheet):
        if (row.kind == "ease" and answered) or (row.lane and row.lane.kind == "quote"):
            y = draw_one(sheet, out, row, y)
    signs = [each for each in legend.map_marks(sheet) if each[0] in _SIGNS]
    height = frame.footer(sheet, out, y, signs)
    said = [f"{sheet.title_of(each.step)}: {each.words}." for each in standing]
    told = " ".join((frame.described(sheet), *said)) if open_ else frame.subtitle(sheet)
    return Scene(sheet.width, height, sheet.graph.journey.title, told, language, tuple(out))


def _may_see(sheet: Sheet) -> bool:
    lanes = [lane for lane in sheet.graph.lanes if lane.kind == "experience"]
    return not sheet.options.customer_view or all(lane.visible_to_customer for lane in lanes)


def _standing(sheet: Sheet) -> list[Standing]:
    """Return the highest and lowest step by what is known best, and the last step; ties go to the
    earlier one."""
    chart, order = _Chart(sheet, 0), [step.id for step in in_path_order(sheet.graph)]
    held = [("measured", each.letter, each.values) for each in chart.series if each.values]
    held = held or [(k, "", v) for k, v in (("assumed", chart.assumed),) if v]
    held = held or [(k, "", v) for k, v in (("expected", chart.expected),) if v]
    found: list[Standing] = []
    for kind, letter, values in held:
        known = [(values[step], step) for step in order if step in values]
        high = max(known, key=lambda pair: pair[0])
        low = min(known, key=lambda pair: pair[0])
        if high[0] == low[0]:
            continue
        for (value, step), icon, words in zip(
            (high, low), ("up", "down"), _ENDS[kind], strict=True
        ):
            said = sheet._(words).format(value=sheet.number(value))
            found.append(Standing(step, icon, f"{letter}: {said}" if letter else said))
    last = first_and_last(sheet.graph)[1]
    return [*found, Standing(last, "", sheet._("last step"))] if last else found


def _chart(sheet: Sheet, out: list[Element], top: int, open_: bool) -> int:
    """Draw the chart with its name; return where it ends."""
    title, note = (sheet._(each) for each in ROWS["experience"])
    lane = next((x for x in sheet.graph.lanes if x.kind == "experience" and x.title), None)
    named = Named("row-experience", "experience", lane.title if lane else title, note)

    def paint(sheet: Sheet, items: list[Element], y: int) -> int:
        if open_:
            return _Chart(sheet, y + _UNDER).draw(items)
        sheet.text(items, sheet._("not shown to customers"), LEFT, y + 12, 400, "small", 10.5)
        return y + 18

    return draw_row(sheet, out, top, named, paint, shaded=True, low=False)


def _steps(sheet: Sheet, out: list[Element], top: int, standing: list[Standing]) -> int:
    """Draw a card for each step over its place in the chart, all of one height."""
    cards: list[tuple[str, int, int, int, list[Element]]] = []
    bottom = top
    for step in sheet.steps:
        middle, slot = sheet.slot(step)
        w = min(slot - 6, 180)
        x, items = middle - w // 2, list[Element]()
        y = _card(sheet, items, step, x, top, w, [each for each in standing if each.step == step])
        bottom = max(bottom, y)
        cards.append((step, x, w, y, items))
    for step, x, w, _y, items in cards:
        held = sheet.steps[step]
        box = Box(x, top, w, bottom - top, 8, "card_truth" if held.moment_of_truth else "card")
        href = "" if sheet.is_fold(step) else sheet.options.href.replace("{id}", step)
        words = [each.words for each in standing if each.step == step]
        words += [sheet._("moment of truth")] if held.moment_of_truth else []
        title = " · ".join((held.title, *words))
        out.append(Group((box, *items), f"step-{step}", "step", step, title, href))
    return bottom + 14


def _card(
    sheet: Sheet, items: list[Element], step: str, x: int, top: int, w: int, marks: list[Standing]
) -> int:
    """Write a step's title and what stands out there; return where they end."""
    held = sheet.steps[step]
    room = w - 20 - (14 if held.moment_of_truth else 0)
    n, _cut = sheet.text(items, held.title, x + 10, top + 20, room, "lane", 12, 4, True, leading=15)
    if held.moment_of_truth:
        cx, cy = x + w - 15, top + 16
        diamond = ((cx, cy - 5), (cx + 5, cy), (cx, cy + 5), (cx - 5, cy))
        items.append(Polygon(diamond, "truth"))
    y = top + 20 + 15 * (n - 1)
    for each in marks:
        left = 14 if each.icon else 0
        lines = text.fit(each.words, w - 20 - left, 10.5, 3, True).lines
        if each.icon:
            items.append(Icon(each.icon, x + 9, y + 8, 11, "mark"))
        items.append(Text(x + 10 + left, y + 17, lines, "number", w - 20 - left, "start", 13))
        y += 4 + 13 * len(lines)
    return y + 12

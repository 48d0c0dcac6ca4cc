"""A blank workshop canvas: the journey's stages across, the rows to fill in below.

It has the proportion of A-series paper on its side, so that it fills a sheet exactly. On A0 a note
of 76 mm is ``NOTE`` px wide here; on A3 smaller notes are used. A journey without stages gets six
columns without a name, one without a title a line to write it on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from journeys.graph import Graph
from journeys.words import N_

from . import text
from .lanes.sheet import Sheet
from .options import DEFAULT, Options
from .palette import STAGES
from .scene import Box, Element, Group, Line, Scene, Text

if TYPE_CHECKING:
    from touchpoints.measures import Measures

#: A3 on its side (420 x 297 mm), 4 px to the mm.
WIDTH, HEIGHT = 1680, 1188
NOTE = 76 * WIDTH / 1189
MARGIN = 32
COLUMNS = 6
_TOP, _HEADS = 118, 46
_NAMES = 164  # px, where the rows' names stand
_GAP = 4
_CURVE = 1.6  # so much higher than another row is that of the experience


class Row(NamedTuple):
    """A row to fill in: its name, and the question it answers."""

    key: str
    title: str
    asks: str


ROWS = (
    Row("action", N_("Action"), N_("What does the customer do?")),
    Row("touchpoints", N_("Touchpoints"), N_("Who and what is met, where, how?")),
    Row("thought", N_("Thoughts and feelings"), N_("What do they think, feel, wonder?")),
    Row("experience", N_("Experience"), N_("Draw the line: how good is it?")),
    Row("pain", N_("Pain points"), N_("What hinders, takes long, is unclear?")),
    Row("gain", N_("Successes"), N_("What works well and is to be kept?")),
    Row("idea", N_("Ideas"), N_("What would make it better?")),
    Row("backstage", N_("Backstage"), N_("What is done that the customer does not see?")),
)
#: What is written above, and the part of the width it has.
_FIELDS = (
    (N_("Customer"), 0.28),
    (N_("Date"), 0.14),
    (N_("Facilitator"), 0.22),
    (N_("Participants"), 0.36),
)
_SCALE = ((5, N_("delighted")), (4, ""), (3, N_("neutral")), (2, ""), (1, N_("frustrated")))


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw the canvas; of the journey only its title, its personas and its stages stand on it."""
    language = options.language or graph.journey.language
    sheet = Sheet(graph.localised(language), None, replace(options, language=language))
    rows = [r for r in ROWS if r.key != "backstage" or not options.customer_view]
    count = len(graph.stages) or COLUMNS
    left, right = MARGIN + _NAMES, WIDTH - MARGIN
    edges = [round(left + at * (right - left) / count, 1) for at in range(count + 1)]
    out: list[Element] = []
    _head(sheet, out)
    _stages(sheet, out, edges)
    _rows(sheet, out, rows, edges)
    name = sheet._("Workshop canvas")
    title = f"{name}: {sheet.graph.journey.title}" if sheet.graph.journey.title.strip() else name
    return Scene(WIDTH, HEIGHT, title, _described(sheet, rows), language, tuple(out))


def _described(sheet: Sheet, rows: Sequence[Row]) -> str:
    _, stages = sheet._, sheet.graph.stages
    columns = ", ".join(stage.title for stage in stages) or _("six without a name")
    return " ".join(
        (
            _("A blank sheet to fill in with notes."),
            _("Columns, one for each stage: {titles}.").format(titles=columns),
            _("Rows: {titles}.").format(titles=", ".join(_(row.title) for row in rows)),
        )
    )


def _head(sheet: Sheet, out: list[Element]) -> None:
    """Draw the title, and lines to write on: for whom, when, by whom."""
    _, journey, shared = sheet._, sheet.graph.journey, sheet.graph.catalogue
    wide = WIDTH - 2 * MARGIN
    sheet.text(out, _("Workshop canvas"), MARGIN, 44, wide, "repeat", 9.5)
    if journey.title.strip():
        sheet.text(out, journey.title, MARGIN, 70, wide, "title", 22, 1, True)
    else:
        _field(sheet, out, _("Journey"), "", MARGIN, 70, MARGIN + wide // 2)
    whose = [shared.personas[i].name for i in journey.personas if i in shared.personas]
    whose = whose or [shared.segments[i].name for i in journey.segments if i in shared.segments]
    x = MARGIN
    for (name, part), held in zip(_FIELDS, (", ".join(whose), "", "", ""), strict=True):
        room = int((wide + 24) * part)
        _field(sheet, out, _(name), held, x, _TOP - 22, x + room - 24)
        x += room


def _field(
    sheet: Sheet, out: list[Element], name: str, held: str, x: int, base: int, end: int
) -> None:
    """Draw a name from ``x`` on, what is known, and a line to write the rest on that ends there."""
    items: list[Element] = []
    room = (end - x) / 2
    sheet.text(items, name, x, base, room, "lane_note", 10.5)
    start = round(x + min(text.width(name, 10.5), room)) + 8
    sheet.text(items, held, start, base - 1, end - start, "lane", 12, 1, True)
    items.append(Line(start, base + 4, end, base + 4, "canvas"))
    out.append(Group(tuple(items), "", "field", "", f"{name}: {held}" if held else name))


def _stages(sheet: Sheet, out: list[Element], edges: Sequence[float]) -> None:
    """Draw the columns' headings; those without a name are left to write in."""
    sheet.text(out, sheet._("Stage"), MARGIN, _TOP + 28, _NAMES - 16, "lane", 12, 1, True)
    stages = sheet.graph.stages
    inset, size, most, leading, kind = (10, 13, 2, 15, "text")
    room = edges[1] - edges[0] - _GAP - 2 * inset
    if any(text.fit(stage.title, room, size, most, True).cut for stage in stages):
        inset, size, most, leading, kind = (5, 10, 3, 12, "small")
    for at, (left, right) in enumerate(pairwise(edges)):
        stage = stages[at] if stages else None
        w = round(right - left - _GAP, 1)
        style = f"stage{at % STAGES}"
        items: list[Element] = [Box(left + _GAP / 2, _TOP, w, _HEADS, 4, style)]
        room = max(w - 2 * inset, 1)
        fitted = text.fit(stage.title if stage else "", room, size, most, True).lines
        if fitted:
            x, base = left + _GAP / 2 + inset, _TOP + _HEADS / 2 + size / 3
            base -= leading / 2 * (len(fitted) - 1)
            items.append(Text(x, base, fitted, f"{style}_{kind}", w, "start", leading))
        key, title = (stage.id, stage.title) if stage else ("", "")
        out.append(Group(tuple(items), f"stage-{key}" if key else "", "stage", key, title))


def _rows(sheet: Sheet, out: list[Element], rows: Sequence[Row], edges: Sequence[float]) -> None:
    """Draw the rows with their names, and the lines between columns and rows."""
    top, bottom = _TOP + _HEADS + 6, HEIGHT - MARGIN
    unit = (bottom - top) / (len(rows) - 1 + _CURVE)
    for x in edges[:-1]:
        out.append(Line(x, top, x, bottom, "canvas_thin"))
    y = float(top)
    for row in rows:
        high = unit * (_CURVE if row.key == "experience" else 1)
        name, asks = sheet._(row.title), sheet._(row.asks)
        items: list[Element] = [Line(MARGIN, round(y, 1), WIDTH - MARGIN, round(y, 1), "canvas")]
        n, _cut = sheet.text(items, name, MARGIN, y + 20, _NAMES - 16, "lane", 12, 2, True)
        sheet.text(
            items, asks, MARGIN, y + 22 + 14 * n, _NAMES - 24, "lane_note", 10.5, 4, leading=14
        )
        if row.key == "experience":
            _scale(sheet, items, y, high, edges)
        out.append(Group(tuple(items), f"row-{row.key}", "lane", "", f"{name}: {asks}"))
        y = round(y + high, 1)
    out.append(Line(MARGIN, bottom, WIDTH - MARGIN, bottom, "canvas"))


def _scale(
    sheet: Sheet, items: list[Element], top: float, high: float, edges: Sequence[float]
) -> None:
    """Draw five faint lines to draw the curve between."""
    for value, name in _SCALE:
        y = round(top + 22 + (5 - value) / 4 * (high - 44), 1)
        items.append(Line(edges[0], y, edges[-1], y, "canvas" if value == 3 else "canvas_thin"))
        if name:
            sheet.text(items, sheet._(name), edges[0] + 6, y - 4, 120, "tiny", 9.5)

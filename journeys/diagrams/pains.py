"""Pain points and successes by how much they matter: a chart of numbers, and the list of them.

Across: how important the step is to customers; upwards: how severe the finding is. What nobody has
set stands in a column, or a row, of its own. The numbers are the order of the Findings view
(``journeys.priorities``). A guess looks otherwise than what research says. What is solved or
dismissed is listed grey, without a number and without a place in the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from journeys import priorities
from journeys.graph import Graph
from journeys.labels import choice
from journeys.priorities import Priority
from journeys.words import N_
from touchpoints.measures import Measures

from . import text
from .lanes import frame
from .lanes.listed import GAP, Listed, beside, draw_list, mark, of
from .lanes.sheet import MARGIN, Sheet
from .options import DEFAULT, Options
from .scene import Box, Element, Group, Icon, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 1400
_PITCH, _INSET, _AXIS, _GAP = 30, 9, 74, 36
_LEAST = 52  # px, the least height of a cell
_MOST = 16  # marks beside each other in a cell
#: From here on a step is important, a finding severe.
IMPORTANT, SEVERE = 4, 3


#: By kind: what is to be done with what is (important, severe).
QUARTERS: Mapping[str, Mapping[tuple[bool, bool], str]] = {
    "pain": {
        (True, True): N_("Mend first"),
        (False, True): N_("Then: hinders much"),
        (True, False): N_("Then: matters much"),
        (False, False): N_("Later"),
    },
    "gain": {
        (True, True): N_("Keep, whatever changes"),
        (False, True): N_("Strong, matters less"),
        (True, False): N_("Make stronger"),
        (False, False): N_("Nice to have"),
    },
}
_TITLES = {"pain": N_("Pain points"), "gain": N_("Successes")}
_UPWARDS = {"pain": N_("Severity"), "gain": N_("Strength")}


class Cell(NamedTuple):
    """A place of the chart: how important the step is, how severe the finding; None: not set."""

    importance: int | None
    severity: int | None


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw the chart and the list; pure, and the same for the same input."""
    language = options.language or graph.journey.language
    sheet = Sheet(graph.localised(language), measures, replace(options, language=language))
    found = _listed(sheet, measures or Measures())
    panels = [_Panel(sheet, kind, found) for kind in _TITLES if any(of(found, kind))]
    wide = beside(len(found)) * (WIDTH - 2 * MARGIN + GAP) - GAP + 2 * MARGIN
    room = (wide - 2 * MARGIN - _GAP * (len(panels) - 1)) // max(1, len(panels))
    for panel in panels:
        panel.fill(room)
    sheet.width = 2 * MARGIN + sum(p.width for p in panels) + _GAP * (len(panels) - 1)
    sheet.width = max(wide, sheet.width)
    out: list[Element] = []
    top = frame.header(sheet, out, sheet._("Pains and importance"), kinds=False)
    x, y = MARGIN, top
    for panel in panels:
        y = max(y, panel.draw(out, x, top))
        x += panel.width + _GAP
    y = draw_list(sheet, out, y + 18, found) if found else _nothing(sheet, out, top + 24)
    height = frame.footer(sheet, out, y + 16, [])
    title, told = sheet.graph.journey.title, _described(sheet, found)
    return Scene(sheet.width, height, title, told, language, tuple(out))


def _listed(sheet: Sheet, measures: Measures) -> list[Listed]:
    """Return the findings that may be seen, those that stand numbered from 1."""
    lanes = [lane for lane in sheet.graph.lanes if lane.kind == "findings"]
    if sheet.options.customer_view and any(not lane.visible_to_customer for lane in lanes):
        return []
    held: Sequence[Priority] = priorities.answer(sheet.graph, measures)
    return [Listed(at if p.finding.stands else 0, p) for at, p in enumerate(held, start=1)]


def _nothing(sheet: Sheet, out: list[Element], y: int) -> int:
    _ = sheet._
    if sheet.graph.findings:
        sheet.text(out, _("not shown to customers"), MARGIN, y, 900, "subtitle", 12)
        return y + 18
    sheet.text(out, _("No findings yet"), MARGIN, y, 900, "invite", 15, 1, True)
    hint = _("A finding is a pain point or a success on a step, with its evidence.")
    sheet.text(out, hint, MARGIN, y + 22, 900, "subtitle", 12)
    return y + 40


def _described(sheet: Sheet, found: Sequence[Listed]) -> str:
    _ = sheet._
    numbered = [each for each in found if each.number]
    if not numbered:
        hidden = sheet.graph.findings and not found
        return (_("not shown to customers") if hidden else _("No findings yet")) + "."
    first = [
        _("Pain points: {pains}, successes: {gains}.").format(
            pains=len(list(of(found, "pain"))), gains=len(list(of(found, "gain")))
        )
    ]
    for kind, words in QUARTERS.items():
        titles = [
            each.finding.title
            for each in of(found, kind)
            if _quarter(Cell(each.held.importance, each.held.severity)) == (True, True)
        ]
        if titles:
            first.append(f"{_(words[True, True])}: {', '.join(titles)}.")
    for each in numbered[:3]:
        kind = choice("kind", each.finding.kind, sheet.language)
        first.append(f"{each.number}. {kind}: {each.finding.title}.")
    return " ".join(first)


def _quarter(cell: Cell) -> tuple[bool, bool] | None:
    """Return whether a place is important and severe; None where either is not set."""
    if cell.importance is None or cell.severity is None:
        return None
    return cell.importance >= IMPORTANT, cell.severity >= SEVERE


class _Panel:
    """The chart of the pain points, or of the successes."""

    def __init__(self, sheet: Sheet, kind: str, found: Sequence[Listed]) -> None:
        self.sheet, self.kind = sheet, kind
        self.cells: dict[Cell, list[Listed]] = {}
        for each in of(found, kind):
            self.cells.setdefault(Cell(each.held.importance, each.held.severity), []).append(each)
        self.across: list[int | None] = [1, 2, 3, 4, 5]
        self.upwards: list[int | None] = [4, 3, 2, 1]
        if any(cell.importance is None for cell in self.cells):
            self.across.insert(0, None)
        if any(cell.severity is None for cell in self.cells):
            self.upwards.append(None)
        self.widths: list[int] = []
        self.width = 0

    def fill(self, room: int) -> None:
        """Make the columns as wide as what stands in them needs, and the chart at least so wide."""
        share = (room - _AXIS) // len(self.across)
        for column in self.across:
            most = max((len(v) for c, v in self.cells.items() if c.importance == column), default=0)
            beside = min(_MOST, max(2, round((2 * most) ** 0.5)))
            self.widths.append(max(share, beside * _PITCH + 2 * _INSET))
        self.width = _AXIS + sum(self.widths)

    def draw(self, out: list[Element], x: int, y: int) -> int:
        """Draw the chart with its axes; return where it ends."""
        _, sheet = self.sheet._, self.sheet
        out.append(Icon(self.kind, x, y + 3, 14, f"{self.kind}_icon"))
        count = sum(map(len, self.cells.values()))
        name = f"{_(_TITLES[self.kind])}: {count}"
        sheet.text(out, name, x + 20, y + 15, self.width - 20, "lane", 12, 1, True)
        out.append(Icon("up", x, y + 26, 12, "mark_soft"))
        up = _(_UPWARDS[self.kind])
        sheet.text(out, up, x + 16, y + 36, self.width - 16, "small", 10.5)
        top = y + 46
        bottom = self._rows(out, x, top)
        self._across(out, x, bottom)
        self._quarters(out, x)
        return bottom + 38

    def _rows(self, out: list[Element], x: int, top: int) -> int:
        """Draw the rows of cells with their names; return where they end."""
        self.tops: list[int] = []
        y = top
        for severity in self.upwards:
            self.tops.append(y)
            head = 18 if severity in (4, SEVERE - 1) else 0
            y += self._row(out, x, y, severity, head)
        self.tops.append(y)
        return y

    def _row(self, out: list[Element], x: int, y: int, severity: int | None, head: int) -> int:
        held = [self.cells.get(Cell(column, severity), []) for column in self.across]
        beside = [(w - 2 * _INSET) // _PITCH for w in self.widths]
        deep = max(-(-len(marks) // n) for marks, n in zip(held, beside, strict=True))
        h = max(_LEAST, deep * _PITCH + 2 * _INSET) + head
        name = str(severity) if severity else self.sheet._("not set")
        middle = y + head + (h - head) / 2 + 4
        style = "number" if severity else "small"
        self.sheet.text(out, name, x + _AXIS - 12, middle, _AXIS - 14, style, 10.5, 2, True, "end")
        left = x + _AXIS
        for column, width, marks, n in zip(self.across, self.widths, held, beside, strict=True):
            self._ground(out, Cell(column, severity), Box(left, y, width, h, 0, ""))
            for at, each in enumerate(marks):
                here = min(n, len(marks) - at // n * n)
                start = left + (width - here * _PITCH) / 2
                cx = round(start + _PITCH * (at % n + 0.5), 1)
                rows = -(-len(marks) // n)
                cy = y + head + (h - head - rows * _PITCH) / 2 + _PITCH * (at // n + 0.5)
                out.append(mark(self.sheet, each, cx, round(cy, 1), f"mark-{each.finding.id}"))
            left += width
        return h

    def _ground(self, out: list[Element], cell: Cell, box: Box) -> None:
        quarter = _quarter(cell)
        style = "band" if quarter is None else f"{self.kind}_ground{sum(quarter)}"
        out.append(box._replace(style=style))
        out.append(box._replace(style="square"))

    def _across(self, out: list[Element], x: int, y: int) -> None:
        """Name the columns below."""
        _, sheet, left = self.sheet._, self.sheet, x + _AXIS
        for column, width in zip(self.across, self.widths, strict=True):
            name = str(column) if column else _("not set")
            style = "number" if column else "small"
            sheet.text(
                out, name, left + width / 2, y + 16, width, style, 10.5, 1, bool(column), "middle"
            )
            left += width
        right, words = x + self.width, _("Importance to customers")
        room = self.width - _AXIS - 16
        sheet.text(out, words, right - 16, y + 34, room, "small", 10.5, 1, False, "end")
        out.append(Icon("right", right - 12, y + 24, 12, "mark_soft"))

    def _quarters(self, out: list[Element], x: int) -> None:
        """Say what is to be done with the findings of each quarter, and frame what comes first."""
        known = self.across.index(1)
        starts = [x + _AXIS + sum(self.widths[:at]) for at in range(len(self.across) + 1)]
        at = {False: known, True: known + IMPORTANT - 1}
        ends = {False: at[True], True: len(self.across)}
        tops = {True: self.tops[0], False: self.tops[2]}
        for (important, severe), words in QUARTERS[self.kind].items():
            left, right = starts[at[important]], starts[ends[important]]
            y, first = tops[severe], important and severe
            if first:
                high = self.tops[2] - y
                out.append(Box(left, y, right - left, high, 0, f"{self.kind}_first"))
            said = self.sheet._(words)
            style, size = (f"{self.kind}_text", 11) if first else ("small", 10.5)
            room = right - left - 16
            wide = min(text.width(said, size, first), room)
            ground = f"{self.kind}_ground{important + severe}"
            items: list[Element] = [Box(left + 4, y + 4, round(wide) + 8, 15, 0, ground)]
            self.sheet.text(items, said, left + 8, y + 15, room, style, size, 1, first)
            out.append(Group(tuple(items), "", "quarter", "", said))

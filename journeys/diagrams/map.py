"""The map of a journey: stages and steps across, what happens at each step below.

Rows stand in this order: the computed rows as in
``ROWS``, the lanes of goals, actions, thoughts and quotes after the experience, other frontstage
lanes after the ideas, backstage lanes below the line of visibility, the time last. Frontstage rows
that have a lane record with an order key share their places in order of their keys: so moving a
row is giving keys to the rows that change places. Rows without content are left out, but for the
path and the experience.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from journeys.graph import COMPUTED_LANES, Graph, Lane
from journeys.words import N_

from .lanes import findings, frame, marks, touchpoints
from .lanes.experience import ExperienceRow
from .lanes.path import PathRow
from .lanes.rows import PAD, Named, Painter, draw_row, named_of
from .lanes.sheet import Sheet
from .options import DEFAULT, Options
from .scene import Element, Scene

if TYPE_CHECKING:
    from touchpoints.measures import Measures

_EARLY = ("goal", "action", "thought", "quote")


class Row(NamedTuple):
    """A row to draw: what it is (a computed kind or "cards") and the lane record that shapes it.

    ``key`` is the kind, or the lane's id.
    """

    kind: str
    key: str
    title: str
    note: str
    lane: Lane | None
    backstage: bool = False


#: kind: (title, note)
ROWS: dict[str, tuple[str, str]] = {
    "path": (N_("Path"), N_("what happens, and the ways through it")),
    "experience": (N_("Experience"), N_("solid: measured, dashed: expected, dotted: assumed")),
    "people": (N_("People"), N_("who is met")),
    "spaces": (N_("Spaces"), N_("where it happens, on site or online")),
    "objects": (N_("Objects"), N_("what is read, filled in or held")),
    "practices": (N_("Practices"), N_("how things are done")),
    "ease": (N_("Efficiency and ease"), N_("share who found it so")),
    "findings": (
        N_("Pain points and successes"),
        N_("the thicker the bar, the more severe"),
    ),
    "ideas": (N_("Opportunities"), N_("needs and chosen solutions")),
    "time": (N_("Time"), N_("promised and actual")),
}


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw the map of a journey; pure, and the same for the same input."""
    language = options.language or graph.journey.language
    sheet = Sheet(graph.localised(language), measures, replace(options, language=language))
    out: list[Element] = []
    y = frame.header(sheet, out)
    y = frame.stages(sheet, out, y)
    if not sheet.steps:
        y = frame.invitation(sheet, out, y)
    for row, line in lined(sheet):
        if line:
            y = frame.boundary(sheet, out, y, line)
        y = draw_one(sheet, out, row, y)
    height = frame.footer(sheet, out, y)
    journey = sheet.graph.journey
    items = tuple(marks.marked(sheet, out)) if options.marks else tuple(out)
    return Scene(sheet.width, height, journey.title, frame.described(sheet), language, items)


def lined(sheet: Sheet) -> Iterator[tuple[Row, str]]:
    """Yield the rows to draw, in order, each with the name of the line above it ('': none)."""
    crossed: set[str] = set()
    for row in rows(sheet):
        line = N_("Line of interaction") if row.kind in touchpoints.LANES else ""
        line = N_("Line of visibility") if row.backstage else line
        yield row, sheet._(line) if line and line not in crossed else ""
        crossed.add(line)


def rows(sheet: Sheet) -> list[Row]:
    """Return the rows to draw, in order; see the module's words for the rule."""
    _ = sheet._
    records: dict[str, Lane] = {}
    own: list[Lane] = []
    for lane in sheet.graph.lanes:
        if lane.kind in COMPUTED_LANES:
            records.setdefault(lane.kind, lane)
        else:
            own.append(lane)
    front: list[Row] = []
    for kind, (title, note) in ROWS.items():
        record = records.get(kind)
        if record or has_content(sheet, kind):
            name = record.title if record and record.title else _(title)
            front.append(Row(kind, kind, name, _(note), record))
        if kind == "experience":
            front += [_own(sheet, x) for x in own if x.kind in _EARLY and x.side == "frontstage"]
        if kind == "ideas":
            late = [x for x in own if x.kind not in _EARLY and x.side == "frontstage"]
            front += [_own(sheet, x) for x in late]
    back = [_own(sheet, x) for x in own if x.side == "backstage"]
    time = [row for row in front if row.kind == "time" and not (row.lane and row.lane.order)]
    front = [row for row in front if row not in time]
    moved = [at for at, row in enumerate(front) if row.lane and row.lane.order]
    ordered = sorted((front[at] for at in moved), key=_order)
    for at, row in zip(moved, ordered, strict=True):
        front[at] = row
    show = sheet.options.show
    return [row for row in (*front, *back, *time) if _shown(sheet, row, show)]


def _order(row: Row) -> tuple[str, str]:
    return (row.lane.order, row.lane.id) if row.lane else ("", "")


def _own(sheet: Sheet, lane: Lane) -> Row:
    named = named_of(sheet, lane)
    return Row("cards", lane.id, named.title, named.note, lane, lane.side == "backstage")


def _shown(sheet: Sheet, row: Row, show: frozenset[str] | None) -> bool:
    if row.lane and row.lane.hidden:
        return False
    if sheet.options.customer_view and row.lane and not row.lane.visible_to_customer:
        return False
    if row.kind == "path" and not sheet.steps:
        return False
    return show is None or row.key in show


def has_content(sheet: Sheet, kind: str) -> bool:
    """Say whether a computed row has anything to draw."""
    graph = sheet.graph
    if kind == "findings":
        return bool(graph.findings)
    if kind == "ideas":
        return bool(graph.ideas)
    if kind == "time":
        return any(s.promised_time for s in graph.steps)
    if kind in touchpoints.LANES:
        return bool(touchpoints.held_in(sheet, kind))
    return bool(graph.steps)


def draw_one(sheet: Sheet, out: list[Element], row: Row, top: int) -> int:
    """Draw a row with its name; return where the next one begins."""
    folded = bool(row.lane and row.lane.folded)
    note = sheet._("folded: {count}").format(count=_count(sheet, row)) if folded else ""
    named = Named(
        f"{'lane' if row.kind == 'cards' else 'row'}-{row.key}",
        row.key,
        row.title,
        note or row.note,
    )
    return draw_row(
        sheet,
        out,
        top,
        named,
        None if folded else _painter(row),
        shaded=row.kind in ("experience", "ease"),
        borders=row.kind != "path",
        low=row.kind not in ("path", "experience"),
    )


def _count(sheet: Sheet, row: Row) -> int:
    graph = sheet.graph
    if row.kind in touchpoints.LANES:
        return sum(map(len, touchpoints.held_in(sheet, row.kind).values()))
    if row.lane and row.kind == "cards":
        return sum(c.lane == row.lane.id for c in graph.cards)
    return len({"findings": graph.findings, "ideas": graph.ideas}.get(row.kind, graph.steps))


_PAINTERS: dict[str, Painter] = {
    "path": lambda sheet, out, top: PathRow(sheet, top).draw(out) - PAD,
    "experience": lambda sheet, out, top: ExperienceRow(sheet, top).draw(out),
    "ease": touchpoints.draw_ease,
    "findings": findings.draw_findings,
    "ideas": findings.draw_ideas,
    "time": findings.draw_time,
}


def _painter(row: Row) -> Painter:
    if row.kind in touchpoints.LANES:
        return lambda sheet, out, top: touchpoints.draw_touchpoints(sheet, out, top, row.kind)
    if row.kind in _PAINTERS:
        return _PAINTERS[row.kind]
    lane = row.lane or Lane(id=row.key)
    return lambda sheet, out, top: findings.draw_cards(sheet, out, top, lane)

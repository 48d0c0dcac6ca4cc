"""Which way each flow runs on the grid: through the gaps between columns and between rows.

A route is a list of corners. A corner's x is a node's left side, middle or right side, or a slot in
the gap after a column; its y is a node's top, middle or bottom, the middle of a row, or a slot in
the gap below a row. Nodes stand in no gap, so no flow runs through a node. Slots are numbered when
all routes are known: those of one gap beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .grid import Grid
from .nodes import Flow, Process

LEFT = TOP = -1
MIDDLE = 0
RIGHT = BOTTOM = 1


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a node, or its middle; ``shift`` in px along the bottom of a task."""

    node: str
    side: int
    shift: int = 0


@dataclass(eq=False, slots=True)
class Slot:
    """A place in the gap after a column, or below a row; ``place`` is numbered from 0.

    Below a row, ``first`` and ``last`` are the columns that it spans, and ``named`` is the flow
    whose name stands on it.
    """

    gap: int
    order: tuple[int, int]
    place: int = 0
    first: int = 0
    last: int = 0
    named: str = ""


#: The middle of a row.
Row = int
Corner = tuple[Side | Slot, Side | Slot | Row]


@dataclass(slots=True)
class Routes:
    """The corners of each flow by its id; the slots of the gaps after columns and below rows."""

    corners: dict[str, list[Corner]] = field(default_factory=dict)
    upright: dict[int, list[Slot]] = field(default_factory=dict)
    level: dict[int, list[Slot]] = field(default_factory=dict)


def routes_of(process: Process, grid: Grid) -> Routes:
    """Return the routes of all flows: straight ones first, then short ones, then those back."""
    routing = _Routing(process, grid)
    column, row = grid.column, grid.row

    def turn(flow: Flow) -> tuple[bool, bool, int]:
        far = column[flow.target] - column[flow.source]
        return far <= 0, row[flow.source] != row[flow.target], abs(far)

    for flow in sorted(process.flows, key=turn):
        routing.route(flow)
    routing.number()
    return routing.routes


class _Routing:
    def __init__(self, process: Process, grid: Grid) -> None:
        self.grid = grid
        self.routes = Routes()
        self.elements = {node.id: node.element for node in process.nodes}
        #: What stands or runs along the middle of a cell: nodes, or the ends of flows.
        self.held: dict[tuple[int, int], set[str]] = {}
        for node in process.nodes:
            self.held[grid.column[node.id], grid.row[node.id]] = {node.id, "node"}
        #: Flows out of one node share a slot, and so do those into one.
        self.shared: dict[tuple[str, int, int], Slot] = {}
        self.straight: set[tuple[str, str]] = set()

    def route(self, flow: Flow) -> None:
        grid = self.grid
        start, end = grid.column[flow.source], grid.column[flow.target]
        above, below = grid.row[flow.source], grid.row[flow.target]
        ends = flow.source, flow.target
        if end <= start:
            corners = self._back(flow)
        elif ends in self.straight:
            corners = self._around(flow, start, end - 1, above, below)
        elif self._runs(flow, below, start + 1, end - 1):
            corners = self._onward(flow, start, above, below)
        elif self._runs(flow, above, start + 1, end - 1):
            corners = self._late(flow, end - 1, above, below)
        else:
            corners = self._around(flow, start, end - 1, above, below)
        self.straight.add(ends)
        self.routes.corners[flow.id] = corners

    def _runs(self, flow: Flow, row: int, first: int, last: int) -> bool:
        """Tell whether a flow can run along the row over these columns; if so, it holds them."""
        cells = [(column, row) for column in range(first, last + 1)]
        free = all(
            not (held := self.held.get(cell)) or flow.target in held and "node" not in held
            for cell in cells
        )
        if free:
            for cell in cells:
                self.held.setdefault(cell, set()).add(flow.target)
        return free

    def _onward(self, flow: Flow, gap: int, above: int, below: int) -> list[Corner]:
        """Straight; or by the gap after the source, and along the target's row."""
        start, end = Side(flow.source, RIGHT), Side(flow.target, LEFT)
        if above == below:
            return [(start, above), (end, below)]
        side = BOTTOM if below > above else TOP
        if "Gateway" in self.elements[flow.source] and self._trunk(flow, gap, above, below):
            middle = Side(flow.source, MIDDLE)
            return [(middle, Side(flow.source, side)), (middle, below), (end, below)]
        slot = self._upright(flow, gap, above, below)
        return [(start, above), (slot, above), (slot, below), (end, below)]

    def _trunk(self, flow: Flow, column: int, above: int, below: int) -> bool:
        """Tell whether a flow can leave a gateway up or down its own column; if so, it does."""
        step = 1 if below > above else -1
        cells = [(column, row) for row in range(above + step, below + step, step)]
        if any("node" in self.held.get(cell, ()) for cell in cells) or (
            self.held.get(cells[-1], {flow.source}) - {flow.source, flow.target}
        ):
            return False
        self.held.setdefault(cells[-1], set()).add(flow.target)
        return True

    def _late(self, flow: Flow, gap: int, above: int, below: int) -> list[Corner]:
        slot = self._upright(flow, gap, above, below)
        end = Side(flow.target, LEFT)
        return [(Side(flow.source, RIGHT), above), (slot, above), (slot, below), (end, below)]

    def _around(self, flow: Flow, first: int, last: int, above: int, below: int) -> list[Corner]:
        """By the gap below a row, where neither row is free."""
        under = below if below < above else max(below - 1, above)
        channel = self._level(flow, under, first, last)
        out, into = (
            self._upright(flow, first, above, under),
            self._upright(flow, last, under, below, 2),
        )
        return [
            (Side(flow.source, RIGHT), above),
            (out, above),
            (out, channel),
            (into, channel),
            (into, below),
            (Side(flow.target, LEFT), below),
        ]

    def _back(self, flow: Flow) -> list[Corner]:
        """Out below the source, back, and into the target from below."""
        grid = self.grid
        start, end = grid.column[flow.source], grid.column[flow.target]
        above, below = grid.row[flow.source], grid.row[flow.target]
        out, into = self._foot(flow.source, 1), self._foot(flow.target, -1)
        leave, arrive = Side(flow.source, BOTTOM), Side(flow.target, BOTTOM)
        if above == below:
            channel = self._level(flow, above, end, start)
            return [(out, leave), (out, channel), (into, channel), (into, arrive)]
        away = self._level(flow, above, end - 1, start)
        slot = self._upright(flow, end - 1, above, below, 2)
        home = self._level(flow, below, end - 1, end, named=False)
        return [
            (out, leave),
            (out, away),
            (slot, away),
            (slot, home),
            (into, home),
            (into, arrive),
        ]

    def _foot(self, node: str, side: int) -> Side:
        is_box = self.elements[node].lower().endswith(("task", "activity"))
        return Side(node, MIDDLE, 30 * side if is_box else 0)

    def _upright(self, flow: Flow, gap: int, above: int, below: int, end: int = 0) -> Slot:
        """Return a slot of the gap; ways down from lower rows stand left of those from higher.

        ``end`` is 1 where the way enters its target here and does not leave its source.
        """
        order = (end, -above) if below > above else (end + 1, above)
        key = (flow.target if end else flow.source), gap, order[0]
        if key not in self.shared:
            self.shared[key] = Slot(gap, order)
            self.routes.upright.setdefault(gap, []).append(self.shared[key])
        return self.shared[key]

    def _level(self, flow: Flow, row: int, first: int, last: int, *, named: bool = True) -> Slot:
        name = flow.id if named and flow.name else ""
        slot = Slot(row, (last - first, first), first=first, last=last, named=name)
        self.routes.level.setdefault(row, []).append(slot)
        return slot

    def number(self) -> None:
        """Number the slots of each gap; below a row, what does not meet shares a place."""
        for slots in self.routes.upright.values():
            for place, slot in enumerate(sorted(slots, key=lambda s: s.order)):
                slot.place = place
        for slots in self.routes.level.values():
            done: list[Slot] = []
            for slot in sorted(slots, key=lambda s: s.order):
                meets = {s.place for s in done if s.first <= slot.last and slot.first <= s.last}
                slot.place = next(p for p in range(len(done) + 1) if p not in meets)
                done.append(slot)

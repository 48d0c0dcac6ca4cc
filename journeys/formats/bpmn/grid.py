"""Where nodes stand: columns from left to right, rows within the lanes. No pixels.

Columns are those of the map (``journeys.diagrams.layout``), in which gateways and events stand as
steps do. Rows are found lane by lane: a node stands in the row of the one before it in its lane,
where that is free, so that the way between them runs straight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journeys.diagrams.layout import Way, lay_out

from .nodes import Flow, Process


@dataclass(slots=True)
class Grid:
    """Each node's column and row; the lanes in order with their first and last row.

    ``stages`` holds the first and last column of each stage.
    """

    columns: int = 0
    rows: int = 0
    column: dict[str, int] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    lanes: list[tuple[str | None, int, int]] = field(default_factory=list)
    stages: dict[str, tuple[int, int]] = field(default_factory=dict)


def grid_of(process: Process, stages: Sequence[str], actors: Sequence[str | None]) -> Grid:
    """Place the nodes; ``actors`` are the lanes in their order, one of each node's among them."""
    ways = [
        Way(f.id, f.source, f.target, "return" if f.back else "sequence", f.weight)
        for f in process.flows
    ]
    layout = lay_out(stages, [(n.id, n.stage) for n in process.nodes], ways)
    grid = Grid(columns=len(layout.columns), column=dict(layout.column))
    for at, each in enumerate(layout.columns):
        if each.stage is not None:
            first, _ = grid.stages.get(each.stage, (at, at))
            grid.stages[each.stage] = (first, at)
    rows = _rows(process, grid.column, layout.track)
    for actor in actors:
        within = [node.id for node in process.nodes if node.actor == actor]
        count = 1 + max((rows[node] for node in within), default=0)
        grid.lanes.append((actor, grid.rows, grid.rows + count - 1))
        grid.row.update((node, grid.rows + rows[node]) for node in within)
        grid.rows += count
    return grid


def _rows(process: Process, column: Mapping[str, int], track: Mapping[str, int]) -> dict[str, int]:
    """Return each node's row in its lane, from 0."""
    lane = {node.id: node.actor for node in process.nodes}
    into: dict[str, list[Flow]] = {}
    out: dict[str, list[Flow]] = {}
    for flow in process.flows:
        if lane[flow.source] == lane[flow.target] and column[flow.source] < column[flow.target]:
            into.setdefault(flow.target, []).append(flow)
            out.setdefault(flow.source, []).append(flow)
    row: dict[str, int] = {}
    #: Who stands in a cell, or for whom it is kept free: its way passes there.
    held: dict[tuple[str | None, int, int], str] = {}
    for node in sorted(process.nodes, key=lambda n: (column[n.id], track[n.id])):
        at, own = column[node.id], node.id
        before = max(into.get(own, ()), key=lambda f: f.weight, default=None)
        wish = row[before.source] if before else 0
        while held.get((node.actor, at, wish), own) != own:
            wish += 1
        row[own] = wish
        held[node.actor, at, wish] = own
        onward = max(out.get(own, ()), key=lambda f: f.weight, default=None)
        if onward:
            for over in range(at + 1, column[onward.target] + 1):
                held.setdefault((node.actor, over, wish), onward.target)
    return row

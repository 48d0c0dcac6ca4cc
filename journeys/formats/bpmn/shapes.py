"""The picture in px: bounds of nodes, lanes, stages and names, corners of flows.

Text is measured as viewers of BPMN draw it: Arial, 12 px in boxes, 11 px beside lines; with slack,
as another font stands in where a machine has no Arial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from journeys.diagrams import text

from .boxes import Box, Crowd
from .grid import Grid
from .nodes import Flow, Node, Process
from .routes import Corner, Routes, Side, Slot

#: How wide nodes are; a task with a long word is wider.
_TASK, _WIDEST, _GATEWAY, _EVENT = 150, 260, 50, 36
#: Room for words beside an event and on a flow; line heights of 12 and of 11 px; slack of widths.
_BESIDE, _LINE, _SMALL, _SLACK = 110, 15, 14, 1.2
#: Head of a pool or lane, room around nodes, between columns, between flows; where the pool begins.
_HEAD, _MARGIN, _GAP, _SLOT = 30, 20, 40, 12
_ORIGIN_X, _ORIGIN_Y = 160, 80


@dataclass(slots=True)
class Picture:
    """Where everything stands: boxes by id (lanes in order), names beside lines, corners."""

    pool: Box
    lanes: list[Box] = field(default_factory=list)
    stages: dict[str, Box] = field(default_factory=dict)
    nodes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    flows: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def picture_of(
    process: Process,
    grid: Grid,
    routes: Routes,
    name: str,
    lanes: Mapping[str | None, str],
    stages: Mapping[str, str],
) -> Picture:
    """Return the picture; names are the pool's, the lanes' by actor, the stages' by id.

    Without names of lanes the pool has none.
    """
    drawing = _Drawing(process, grid, routes)
    return drawing.picture(name, lanes, stages)


def _lines(words: str, room: int, size: int) -> tuple[int, int]:
    """Return how wide and how many lines a text is, broken to fit a room."""
    lines = text.fit(words, room / _SLACK, size, 99).lines
    return max((round(text.width(line, size) * _SLACK) + 4 for line in lines), default=0), len(
        lines
    )


def _label(words: str) -> tuple[int, int]:
    wide, lines = _lines(words, _BESIDE, 11)
    return wide, lines * _SMALL


def _along(name: str) -> int:
    """Return how high a lane or pool is whose name stands along its side, in two lines at most."""
    wide = round(text.width(name, 12) * _SLACK)
    return wide + 30 if wide <= 210 else max(240, wide // 2 + 50)


def _size(node: Node) -> tuple[int, int]:
    if node.is_task:
        longest = max((text.width(word, 12) for word in node.name.split()), default=0)
        wide = min(max(_TASK, 2 * round(longest * _SLACK / 2) + 20), _WIDEST)
        return wide, max(80, 40 + _LINE * _lines(node.name, wide - 16, 12)[1])
    side = _GATEWAY if "Gateway" in node.element else _EVENT
    return side, side


class _Drawing:
    def __init__(self, process: Process, grid: Grid, routes: Routes) -> None:
        self.process, self.grid, self.routes = process, grid, routes
        self.nodes = {node.id: node for node in process.nodes}
        self.sizes = {node.id: _size(node) for node in process.nodes}
        self.names = {f.id: _label(f.name) for f in process.flows if f.name}
        self.beside = {n.id: _label(n.name) for n in process.nodes if n.name and not n.is_task}
        self.left = 0
        self.columns: list[tuple[int, int]] = []
        self.rows: list[tuple[int, int]] = []
        self.levels: dict[tuple[int, int], int] = {}
        self.boxes: dict[str, Box] = {}

    def picture(
        self, name: str, titles: Mapping[str | None, str], stages: Mapping[str, str]
    ) -> Picture:
        left = _ORIGIN_X + _HEAD * (2 if titles else 1)
        end = self._place_columns(left)
        bottom, lanes = self._place_rows(titles, name)
        pool = Box(_ORIGIN_X, _ORIGIN_Y, end - _ORIGIN_X, bottom - _ORIGIN_Y)
        found = Picture(pool)
        if titles:
            inside = pool.width - _HEAD
            found.lanes = [Box(pool.x + _HEAD, top, inside, low - top) for top, low in lanes]
        self._place_stages(found, stages)
        self._place_nodes()
        found.nodes = self.boxes
        for flow in self.process.flows:
            found.flows[flow.id] = self._corners(self.routes.corners[flow.id])
        found.labels |= self._labels(found)
        return found

    def _place_stages(self, found: Picture, names: Mapping[str, str]) -> None:
        """Frame each stage's columns, its name above the pool."""
        ends = [start - 26 for start, _ in self.columns[1:]] + [found.pool.right - 14]
        heads = {}
        for stage, (first, last) in self.grid.stages.items():
            left, right = self.columns[first][0] - 14, ends[last]
            heads[stage] = left, right, _lines(names[stage], right - left - 20, 11)[1] * _SMALL
        high = 16 + max((head[2] for head in heads.values()), default=0)
        for stage, (left, right, head) in heads.items():
            top = found.pool.y - high
            found.stages[stage] = Box(left, top, right - left, found.pool.height + high + 14)
            found.labels[stage] = Box(left + 10, top + 6, right - left - 20, head)

    def _place_columns(self, x: int) -> int:
        """Find each column's left and right end; return where the pool ends."""
        wide = [_EVENT] * self.grid.columns
        named = [0] * self.grid.columns
        for node in self.process.nodes:
            at = self.grid.column[node.id]
            own = max(self.sizes[node.id][0], self.beside.get(node.id, (0, 0))[0])
            wide[at] = max(wide[at], own)
        for flow in self.process.flows:
            at = self.grid.column[flow.source]
            named[at] = max(named[at], self.names.get(flow.id, (0, 0))[0])
        self.left = x + _MARGIN
        slots = len(self.routes.upright.get(-1, ()))
        x = self.left + _SLOT * slots + (_SLOT if slots else 0)
        for at, own in enumerate(wide):
            self.columns.append((x, x + own))
            x += own + self._gap(at, named[at])
        return max(x, _ORIGIN_X + 600)

    def _gap(self, column: int, named: int) -> int:
        return _GAP + _SLOT * len(self.routes.upright.get(column, ())) + (named and named + 12)

    def _place_rows(
        self, titles: Mapping[str | None, str], name: str
    ) -> tuple[int, list[tuple[int, int]]]:
        """Find each row's top and middle; return where the pool ends, and the lanes' ends."""
        up, down = self._extents()
        y, lanes = _ORIGIN_Y, []
        for at, (actor, first, last) in enumerate(self.grid.lanes):
            top = y
            for row in range(first, last + 1):
                middle = y + _MARGIN + up[row]
                self.rows.append((y, middle))
                y = self._place_levels(row, middle + down[row]) + _MARGIN
            least = max(100, _along(titles.get(actor, "")))
            if at == len(self.grid.lanes) - 1:
                least = max(least, _along(name) - (top - _ORIGIN_Y))
            y = max(y, top + least)
            lanes.append((top, y))
        return y, lanes

    def _extents(self) -> tuple[list[int], list[int]]:
        """Return how far each row reaches above and below its middle."""
        up, down = [_EVENT // 2] * self.grid.rows, [_EVENT // 2] * self.grid.rows
        for node in self.process.nodes:
            row = self.grid.row[node.id]
            half = self.sizes[node.id][1] // 2
            label = self.beside.get(node.id, (0, 0))[1]
            above = label if node.element != "endEvent" else 0
            up[row] = max(up[row], half + above)
            down[row] = max(down[row], half + label - above)
        for flow in self.process.flows:
            row = self.grid.row[flow.target]
            up[row] = max(up[row], self.names.get(flow.id, (0, 0))[1] + 8)
        return up, down

    def _place_levels(self, row: int, y: int) -> int:
        """Find the y of each slot below a row; return where the last one is."""
        slots = self.routes.level.get(row, [])
        for place in range(max((slot.place + 1 for slot in slots), default=0)):
            names = [self.names[s.named][1] for s in slots if s.place == place and s.named]
            y += _SLOT + max(names, default=0)
            self.levels[row, place] = y
        return y

    def _place_nodes(self) -> None:
        for node in self.process.nodes:
            left, right = self.columns[self.grid.column[node.id]]
            wide, high = self.sizes[node.id]
            middle = self.rows[self.grid.row[node.id]][1]
            self.boxes[node.id] = Box((left + right - wide) // 2, middle - high // 2, wide, high)

    def _corners(self, corners: Sequence[Corner]) -> list[tuple[int, int]]:
        """Return a route's corners in px, without those on a straight line."""
        found: list[tuple[int, int]] = []
        for x, y in corners:
            point = self._x(x), self._y(y)
            if len(found) > 1 and (
                found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]
            ):
                found.pop()
            if not found or found[-1] != point:
                found.append(point)
        return found

    def _x(self, corner: Side | Slot) -> int:
        if isinstance(corner, Slot):
            start = self.columns[corner.gap][1] + 20 if corner.gap >= 0 else self.left
            return start + _SLOT * corner.place
        box = self.boxes[corner.node]
        return box.x + (1 + corner.side) * box.width // 2 + corner.shift

    def _y(self, corner: Side | Slot | int) -> int:
        if isinstance(corner, int):
            return self.rows[corner][1]
        if isinstance(corner, Slot):
            return self.levels[corner.gap, corner.place]
        box = self.boxes[corner.node]
        return box.y + (1 + corner.side) * box.height // 2

    def _labels(self, found: Picture) -> dict[str, Box]:
        """Return where names stand: below ends, above waits, on the first long leg of a flow."""
        labels: dict[str, Box] = {}
        for id, (wide, high) in self.beside.items():
            box = found.nodes[id]
            ends = self.nodes[id].element == "endEvent"
            y = box.bottom + 2 if ends else box.y - high - 2
            labels[id] = Box(box.x + box.width // 2 - wide // 2, y, wide, high)
        taken = Crowd([*labels.values(), *found.nodes.values()])
        for corners in found.flows.values():
            for (x, y), (right, low) in map(sorted, pairwise(corners)):
                taken.add(Box(x - 1, y, right - x + 2, max(low - y, 1)))
        for flow in self.process.flows:
            if flow.id in self.names:
                labels[flow.id] = self._on(flow, found.flows[flow.id], taken)
                taken.add(labels[flow.id])
        return labels

    def _on(self, flow: Flow, corners: Sequence[tuple[int, int]], taken: Crowd) -> Box:
        """Return where a flow's name stands: above a level leg, or below, where nothing else is."""
        wide, high = self.names[flow.id]
        legs = [(a, b) for a, b in pairwise(corners) if a[1] == b[1]]
        legs.sort(key=lambda leg: min(abs(leg[0][0] - leg[1][0]), wide + 12), reverse=True)
        options = []
        for (start, y), (end, _) in legs:
            onwards = 1 if end > start else -1
            room = max(abs(end - start) - wide - 8, 9)
            for far in range(8, min(room, 400), 12):
                left = start + far if onwards > 0 else start - far - wide
                options += [Box(left, y - high - 2, wide, high), Box(left, y + 3, wide, high)]
        return next((each for each in options if not taken.meets(each)), options[0])

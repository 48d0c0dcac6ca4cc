"""Ways between lanes: each has an upright line of its own where many run side by side.

They run as on the map (``routes``), with three differences. Of the upright lines in a gutter,
those of one step's ways out are one, and those of the ways into one step; all others that would
cover each other stand side by side. A way from another track meets a card above or below its
middle, so that it never runs along the way that goes straight on. A return runs above the upper of
the two tracks it joins, so that it crosses only the lines between its ends.
"""

from __future__ import annotations

from collections.abc import Mapping

from journeys.graph import Transition

from ..text import width
from .routes import Routes, Track
from .sheet import COLUMN, Sheet
from .waylabels import Label, arc_room, said_in

#: From one upright line to the next, in px.
STRIDE = 7
_PORT = 12
#: Which gutter (the column before it), and which side of it.
Side = tuple[int, bool]


class Gutters(Routes):
    """Runs the ways of swimlanes."""

    def __init__(self, sheet: Sheet, top: int, tracks: list[Track], exits: set[str]) -> None:
        self.runs: dict[Side, dict[str, tuple[int, int]]] = {}
        self.slots: Mapping[Side, Mapping[str, int]] = {}
        super().__init__(sheet, top, tracks, exits)
        self.draw()  # to see what runs where
        self.labels, self.busy = [], {}
        self.slots = {side: self._side_by_side(runs) for side, runs in self.runs.items()}

    def room(self) -> dict[int, int]:
        """Return by gutter the room that its upright lines take beyond one on either side."""
        found: dict[int, int] = {}
        for (gutter, _left), slots in self.slots.items():
            found[gutter] = found.get(gutter, 0) + STRIDE * max(slots.values(), default=0)
        return found

    def _side_by_side(self, runs: Mapping[str, tuple[int, int]]) -> dict[str, int]:
        """Return for each upright line the first place where no other runs beside it."""
        taken: list[list[tuple[int, int]]] = []
        order = sorted(runs.items(), key=lambda run: (run[1], run[0]))
        return {key: self._level(taken, low, high + 1) for key, (low, high) in order}

    def ends(self, t: Transition) -> str:
        """Say where a way leads from and to, and who hands over to whom."""
        names = {a.id: a.name for a in self.sheet.graph.actors}
        steps = (self.sheet.steps[t.source], self.sheet.steps[t.target or ""])
        one, other = (names.get(step.actor or "") for step in steps)
        handed = f" ({one} → {other})" if one and other and one != other else ""
        return super().ends(t) + handed

    def arc_home(self, t: Transition) -> int:
        """Return the upper of the two tracks that a return joins."""
        track = self.sheet.layout.track
        return min(track[t.source], track[t.target or ""])

    def trunk(self, t: Transition, gutter: int, fork: bool, down: bool) -> int:
        """Return the x of a way's upright line in the gutter after a column (-1: before all)."""
        columns = self.sheet.columns
        left = gutter >= 0 and (fork or gutter == len(columns) - 1)
        track, side = self.sheet.layout.track, (gutter, left)
        key = f"{fork}-{t.source if fork else t.target}"
        if t.id in self.returns:
            key = f"arc-{fork}-{t.id}"
        run = sorted((track[t.source], track[t.target or ""]))
        known = self.runs.setdefault(side, {}).get(key, (run[0], run[1]))
        self.runs[side][key] = (min(known[0], run[0]), max(known[1], run[1]))
        slot = self.slots.get(side, {}).get(key, 0)
        if left:
            return columns[gutter].x + columns[gutter].w + 9 + STRIDE * slot
        return columns[gutter + 1].x - 17 - STRIDE * slot

    def port(self, before: int, y: int, arc: bool = False) -> int:
        """Return where a way from another height (``arc``: a return) meets a card around ``y``."""
        away = _PORT + 10 if arc else _PORT
        return y - away if before < y else y + away

    def inset(self, gutter: int) -> int:
        """Return how far from the column before a gutter its labels begin."""
        return 17 + STRIDE * max(self.slots.get((gutter, True), {}).values(), default=0)

    def free(self, spans: list[tuple[int, int]], y: int, half: int) -> int:
        """Return the nearest height to y that is ``half`` clear of all spans."""
        heights = [y, *(s[1] + half + 1 for s in spans), *(s[0] - half - 1 for s in spans)]
        clear = [h for h in heights if all(h + half <= a or b <= h - half for a, b in spans)]
        return min(clear, key=lambda h: (abs(h - y), h))

    def arc_label(self, t: Transition, x: int, x1: int, y: int) -> Label:
        """Place the label of a return where it covers no other: over a column, where no line runs
        up or down, near its middle; else shortened."""
        said = said_in(self.sheet, t, arc_room(self.sheet, t), 1)
        half = max(int(width(line, 10, True)) for line in said) // 2 + 8
        low, high = sorted((x, x1))
        middle = (low + high) // 2
        columns = [c.x + c.w // 2 for c in self.sheet.columns if 2 * half <= c.w]
        near = [
            at
            for places in (columns, [middle], range(low, high + 1, 20))
            for at in sorted(places, key=lambda at: abs(at - middle))
        ]
        for at in near:
            inside = low - half // 2 <= at - half and at + half <= high + half // 2
            if inside and not self._covers(at - half, at + half, y):
                return Label(t, at, y)
        column = self.sheet.columns[self.sheet.layout.column[t.source]]
        return Label(t, column.x + column.w // 2, y, COLUMN, 1)

    def _covers(self, left: int, right: int, y: int) -> bool:
        """Say whether a label of one line would cover another."""
        for other in self.labels:
            shown = self.sheet.labels[other.way.id]
            arc = other.way.id in self.returns
            lines = 1 if arc else len(shown.lines)
            wide = shown.width if not arc else int(width(shown.title, 10, True)) + 16
            if (
                abs(other.y - y) < 6 * lines + 14
                and left < other.x + wide
                and other.x - wide < right
            ):
                return True
        return False

"""Where transitions run: in gutters between columns, in channels between tracks, in arcs above.

No way crosses a card: along a track it passes only cells without a card, else it goes down into
the channel below the track. A step with several ways out parts them on the left side of the
gutter, a step with one joins on its right side; labels stand between the two, on a piece of the
line that no other way runs along.
"""

from __future__ import annotations

from typing import NamedTuple

from journeys.graph import Transition

from ..scene import Connector, Element, Group
from .sheet import COLUMN, Sheet
from .waylabels import Label, draw_label, said_in

LEVEL = 18  # px from one channel (or arc) to the next
_ARC = 22
Points = tuple[tuple[float, float], ...]


class Track(NamedTuple):
    """How high the cards of a track are, the room of exits below them, and the room ``after`` it
    for what stands between it and the next."""

    card: int
    below: int
    after: int = 0


class Routes:
    """Places the tracks and runs every transition.

    ``tops``: where the cards of each track begin; ``starts``: where its returns' arcs do.
    """

    def __init__(self, sheet: Sheet, top: int, tracks: list[Track], exits: set[str]) -> None:
        self.sheet = sheet
        self.tracks = tracks
        self.exits = exits
        self.taken = {
            (sheet.layout.track[s], at) for at, p in enumerate(sheet.columns) for s in p.steps
        }
        self.returns = {t.id for t in sheet.arcs}
        self.fork = self._forks()
        self.homes = {self.arc_home(t) for t in sheet.arcs} - {0}
        self.channels: dict[int, list[list[tuple[int, int]]]] = {}
        self.joined = {(t.source, t.target): t for t in sheet.forward}
        self.plans = {t.id: self._plan(t) for t in sheet.forward}
        self.arcs: dict[int, list[list[tuple[int, int]]]] = {}
        self.arc_level = self._arc_levels()
        self.tops: list[int] = []
        self.starts: list[int] = []
        y = top + 14
        for at, track in enumerate(tracks):
            self.starts.append(y)
            if at in self.arcs:
                y += len(self.arcs[at]) * _ARC + 6
            self.tops.append(y)
            levels = len(self.channels.get(at, ()))
            last = at == len(tracks) - 1
            y += track.card + track.below + levels * LEVEL + (14 if last else 22)
            y += self._upright_room(at) + track.after
        self.bottom = y
        self.labels: list[Label] = []
        self.busy: dict[int, list[tuple[int, int]]] = {}

    def _forks(self) -> set[str]:
        seen: set[str] = set()
        forks: set[str] = set()
        column = self.sheet.layout.column
        for t in self.sheet.forward:
            if column[t.source] < column[t.target or ""]:
                (forks if t.source in seen else seen).add(t.source)
        return forks

    def _plan(self, t: Transition) -> tuple[str, int]:
        """Return how a forward way runs: its course, and its channel's level where it has one."""
        layout = self.sheet.layout
        target = t.target or ""
        c0, r0 = layout.column[t.source], layout.track[t.source]
        c1, r1 = layout.column[target], layout.track[target]
        if c0 == c1:
            upper = t.source if r0 < r1 else target
            free = upper not in self.exits and not self.tracks[min(r0, r1)].after
            near = abs(r0 - r1) == 1 and free and max(r0, r1) not in self.homes
            return ("upright" if near else "bracket"), 0
        if c1 == c0 + 1 and r0 != r1 and self._would_share(t, r1, c0):
            return "channel", self._level(self.channels.setdefault(min(r0, r1), []), c0, c1)
        for course, row in (("source", r0), ("target", r1)):
            cells = [(row, c) for c in range(c0 + 1, c1)]
            if not any(cell in self.taken for cell in cells):
                self.taken.update(cells)
                return course, 0
        return "channel", self._level(self.channels.setdefault(min(r0, r1), []), c0, c1)

    def _would_share(self, t: Transition, row: int, column: int) -> bool:
        """Say whether a label would stand where this way and the target's straight one both run."""
        labels = self.sheet.labels
        for step in self.sheet.columns[column].steps:
            other = self.joined.get((step, t.target))
            if other and self.sheet.layout.track[step] == row:
                shown = labels[t.id].lines or labels[other.id].lines
                return bool(shown) and t.source in self.fork
        return False

    def _upright_room(self, track: int) -> int:
        """Return the room below a track for labels of ways that lead straight down or up."""
        tracks = self.sheet.layout.track
        return max(
            (
                12 * len(said_in(self.sheet, t, COLUMN)) + 4
                for t in self.sheet.forward
                if self.plans[t.id][0] == "upright"
                and min(tracks[t.source], tracks[t.target or ""]) == track
                and self.sheet.labels[t.id].title
            ),
            default=0,
        )

    @staticmethod
    def _level(levels: list[list[tuple[int, int]]], start: int, end: int) -> int:
        """Take the first level whose spans stay clear of start..end."""
        for at, spans in enumerate(levels):
            if all(end <= a or b <= start for a, b in spans):
                spans.append((start, end))
                return at
        levels.append([(start, end)])
        return len(levels) - 1

    def arc_home(self, t: Transition) -> int:
        """Return the track above which a return runs."""
        return 0

    def _arc_levels(self) -> dict[str, int]:
        column = self.sheet.layout.column
        spans = []
        for t in self.sheet.arcs:
            ends = sorted((column[t.source], column[t.target or ""]))
            spans.append((ends[1] - ends[0], ends[0], ends[1] + 1, t.id, self.arc_home(t)))
        return {
            way: self._level(self.arcs.setdefault(home, []), a, b)
            for _, a, b, way, home in sorted(spans)
        }

    def draw(self) -> tuple[list[Element], list[Element]]:
        """Return the ways, and the labels that stand on them."""
        ways: list[Element] = [self._forward(t) for t in self.sheet.forward]
        ways += [self._arc(t) for t in self.sheet.arcs]
        return ways, [self._label(label) for label in self.labels]

    def middle(self, track: int) -> int:
        """Return the y of a track's cards' middle."""
        return self.tops[track] + self.tracks[track].card // 2

    def _place(self, step: str) -> tuple[int, int, int, int]:
        """Return a step's column, its card's left and right edge, and its middle."""
        at = self.sheet.layout.column[step]
        place = self.sheet.columns[at]
        return at, place.x, place.x + place.w, self.middle(self.sheet.layout.track[step])

    def trunk(self, t: Transition, gutter: int, fork: bool, down: bool) -> int:
        """Return the x of a way's upright line in the gutter after a column (-1: before all)."""
        columns = self.sheet.columns
        if gutter < 0:
            return columns[0].x - 14
        left = columns[gutter].x + columns[gutter].w
        if fork or gutter == len(columns) - 1:
            return left + (11 if down else 8)
        return columns[gutter + 1].x - (17 if down else 20)

    def port(self, before: int, y: int, arc: bool = False) -> int:
        """Return where a way from another height (``arc``: a return) meets a card around ``y``."""
        return y

    def _forward(self, t: Transition) -> Connector:
        c0, left, right, y0 = self._place(t.source)
        c1, x1, right1, y1 = self._place(t.target or "")
        course, level = self.plans[t.id]
        fork = t.source in self.fork
        down = y1 > y0
        label_y = y0
        if y0 != y1:
            y1 = self.port(y0, y1)
        if course == "upright":
            points = self._upright(t, (left + right) // 2, down)
            (x, a), (_x, b) = points
            if self.sheet.labels[t.id].title:
                self.labels.append(Label(t, int(x), int(a + b) // 2, COLUMN))
            return self._connector(t, points)
        if course == "bracket":
            x = self.trunk(t, c0, True, down)
            points = ((right, y0), (x, y0), (x, y1), (right1, y1))
            label_y = (y0 + y1) // 2
        elif course == "channel":
            track = min(self.sheet.layout.track[t.source], self.sheet.layout.track[t.target or ""])
            y = self._channel_y(track, level)
            y1 = self.port(y, self.middle(self.sheet.layout.track[t.target or ""]))
            a, b = self.trunk(t, c0, True, y > y0), self.trunk(t, c1 - 1, False, y1 > y)
            points = ((right, y0), (a, y0), (a, y), (b, y), (b, y1), (x1, y1))
            label_y = y
        elif y0 == y1:
            points = ((right, y0), (x1, y1))
        elif course == "target" and c1 - c0 > 1:
            a = self.trunk(t, c0, True, down)
            points = ((right, y0), (a, y0), (a, y1), (x1, y1))
            label_y = y1
        else:
            fork = fork and c1 - c0 == 1
            a = self.trunk(t, c1 - 1, fork, down)
            points = ((right, y0), (a, y0), (a, y1), (x1, y1))
            label_y = y1 if fork else y0
        self._note(t, c0, label_y)
        return self._connector(t, points)

    def _channel_y(self, track: int, level: int) -> int:
        row = self.tracks[track]
        return self.tops[track] + row.card + row.below + 13 + level * LEVEL

    def _upright(self, t: Transition, x: int, down: bool) -> Points:
        track = self.sheet.layout.track
        upper = min(track[t.source], track[t.target or ""])
        a, b = self.tops[upper] + self.tracks[upper].card, self.tops[upper + 1]
        return ((x, a), (x, b)) if down else ((x, b), (x, a))

    def _note(self, t: Transition, column: int, y: int) -> None:
        """Keep a free place for the label of a way in the gutter after its source's column."""
        label = self.sheet.labels[t.id]
        if not label.lines:
            return
        place = self.sheet.columns[column]
        half = 6 * len(label.lines) + 4
        spans = self.busy.setdefault(column, [])
        y = self.free(spans, y, half)
        spans.append((y - half, y + half))
        left = place.x + place.w + self.inset(column)
        self.labels.append(Label(t, left + label.width // 2, y))

    def inset(self, gutter: int) -> int:
        """Return how far from the column before a gutter its labels begin."""
        return 17

    def free(self, spans: list[tuple[int, int]], y: int, half: int) -> int:
        """Return the first height from y on, downwards, that is ``half`` clear of all spans."""
        while hit := next((s for s in spans if y - half < s[1] and s[0] < y + half), None):
            y = hit[1] + half + 1
        return y

    def _arc(self, t: Transition) -> Connector:
        """Run a return above the path: up from its source, back, down to its target."""
        c0, left0, right0, y0 = self._place(t.source)
        c1, left1, right1, y1 = self._place(t.target or "")
        track, home = self.sheet.layout.track, self.arc_home(t)
        over = self.tops[home]
        y = over - 14 - self.arc_level[t.id] * _ARC
        if track[t.source] == home:
            x = left0 + (right0 - left0) * 3 // 5
            start: Points = ((x, over), (x, y))
        else:
            x = self.trunk(t, c0, True, False)
            y0 = self.port(y, y0, True)
            start = ((right0, y0), (x, y0), (x, y))
        if track[t.target or ""] == home:
            x1 = left1 + (right1 - left1) * 3 // 10
            end: Points = ((x1, y), (x1, over))
        else:
            x1 = self.trunk(t, c1 - 1, False, True)
            y1 = self.port(y, y1, True)
            end = ((x1, y), (x1, y1), (left1, y1))
        said = self.sheet.labels[t.id].title
        if said:
            self.labels.append(self.arc_label(t, x, x1, y))
        return self._connector(t, (*start, *end))

    def arc_label(self, t: Transition, x: int, x1: int, y: int) -> Label:
        """Place the label of a return that runs from x to x1 at the height y."""
        return Label(t, (x + x1) // 2, y)

    def _connector(self, t: Transition, points: Points) -> Connector:
        sheet = self.sheet
        if self._leads_back(t):
            style = "way_back"
        else:
            style = "way_parallel" if t.kind == "parallel" else "way"
        ends, said = self.ends(t), sheet.labels[t.id].title
        title = f"{ends}: {said}" if said else ends
        return Connector(
            f"way-{t.id}", f"step-{t.source}", f"step-{t.target}", points, style, title
        )

    def ends(self, t: Transition) -> str:
        """Say where a way leads from and to."""
        return f"{self.sheet.title_of(t.source)} → {self.sheet.title_of(t.target or '')}"

    def _label(self, label: Label) -> Group:
        wide = bool(label.room) or label.way.id in self.returns
        return draw_label(self.sheet, label, wide=wide, back=self._leads_back(label.way))

    def _leads_back(self, t: Transition) -> bool:
        return t.kind == "return" or t.id in self.returns

"""Swimlanes: the path with every step in the lane of its actor, a row of tracks for each lane.

Columns are those of the map, and ways run as the map runs them, as ``gutters`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from journeys.graph import Actor, Card, Step
from journeys.labels import choice

from .. import text
from ..layout import Column, Layout
from ..scene import Box, Element, Group, Icon, Line, Text
from .gutters import Gutters
from .path import ACTOR_ICONS, PathRow
from .routes import Routes, Track
from .rows import Named, name_at, repetitions
from .sheet import MARGIN, Sheet

#: Room above the first card of a lane.
HEAD = 18
NOBODY = "nobody"
#: The bands that lanes stand in, from the top, by the kind of actor.
SIDES = {"customer": "customer", "staff": "front", "partner": "front", "system": "back"}


class Swimlane(NamedTuple):
    """A lane: its actor (None: of steps that name none), its band, its tracks from ``first``."""

    actor: Actor | None
    side: str
    first: int
    tracks: int

    @property
    def last(self) -> int:
        """Return its lowest track."""
        return self.first + self.tracks - 1


class LaneSheet(Sheet):
    """A sheet whose tracks are those of swimlanes, one after the other."""

    slot_room = 0
    lanes: tuple[Swimlane, ...]
    gutters: Mapping[int, int] = {}

    def lay_out(self) -> Layout:
        """Return the map's layout, each step on a track of its actor's lane."""
        laid = super().lay_out()
        actors = {a.id: a for a in self.graph.actors}
        held: dict[str | None, list[str]] = {}
        for step in self.graph.steps:
            held.setdefault(step.actor if step.actor in actors else None, []).append(step.id)
        order = sorted(actors.values(), key=lambda a: list(SIDES).index(a.kind))
        keys: list[str | None] = [a.id for a in order if SIDES[a.kind] == "customer"]
        keys += [None, *(a.id for a in order if SIDES[a.kind] != "customer")]
        lanes: list[Swimlane] = []
        track: dict[str, int] = {}
        for key in keys:
            if key in held:
                found = self._rows(laid, set(held[key]))
                actor = actors[key] if key else None
                side = SIDES[actor.kind] if actor else "customer"
                lanes.append(Swimlane(actor, side, 1 + max(track.values(), default=-1), 0))
                track |= {step: lanes[-1].first + row for step, row in found.items()}
                lanes[-1] = lanes[-1]._replace(tracks=1 + max(found.values()))
        self.lanes = tuple(lanes)
        columns = [
            Column(c.stage, tuple(sorted(c.steps, key=track.__getitem__))) for c in laid.columns
        ]
        return laid._replace(columns=tuple(columns), track=track)

    def widen(self, lines: Iterable[float]) -> None:
        """Make room in the gutters for the upright lines that run side by side in them.

        Where some run after the last column, the names of the horizontal ``lines`` (px) get room
        beside them.
        """
        if self.lanes:
            self.gutters = SwimPath(self, 0, {}).gutters.room()
            self.place()
            if (last := len(self.columns) - 1) in self.gutters:
                self.width += self.gutters[last] + round(max(lines))

    def wider(self, gutter: int) -> int:
        """Return the room that upright lines beside each other take in a gutter."""
        return self.gutters.get(gutter, 0)

    def _rows(self, laid: Layout, steps: set[str]) -> dict[str, int]:
        """Return the row of each step of a lane: that of the step before it where it is free."""
        before: dict[str, list[str]] = {}
        for t in self.graph.transitions:
            if t.target in steps and t.source in steps and t.kind != "return":
                before.setdefault(t.target, []).append(t.source)
        columns = [[s for s in c.steps if s in steps] for c in laid.columns]
        most = max(map(len, columns))
        row: dict[str, int] = {}
        for column in columns:
            free = 0
            for at, step in enumerate(column):
                wish = min((row[s] for s in before.get(step, ()) if s in row), default=0)
                row[step] = min(max(wish, free), most - (len(column) - at))
                free = row[step] + 1
        return row

    def has_whole(self) -> bool:
        """Say whether a card stands at no step and no stage."""
        return any(not c.step and not c.stage for c in self.cards())

    def cards(self) -> Sequence[Card]:
        """Return the cards that are drawn."""
        return ()

    def name_of(self, lane: Swimlane) -> Named:
        """Return what a lane is called: its actor, what kind of actor that is, and whose."""
        _, actor = self._, lane.actor
        if actor is None:
            return Named(
                f"row-{NOBODY}", "", _("Nobody named"), _("who acts in these steps is not said")
            )
        owner = self.graph.catalogue.organisations.get(actor.organisation or "")
        kind = choice("kind", actor.kind, self.language)
        note = " · ".join(part for part in (kind, owner.name if owner else "") if part)
        return Named(f"lane-{actor.id}", actor.id, actor.name, note)


class SwimPath(PathRow):
    """The steps in their lanes; ``after``: px below the last track of each lane, by that track."""

    def __init__(self, sheet: LaneSheet, top: int, after: Mapping[int, int]) -> None:
        self.lanes = sheet
        self.after = after
        super().__init__(sheet, top + HEAD - 14)

    def routed(self, top: int) -> Routes:
        """Place the tracks of all lanes, and plan every way."""
        tracks = [
            track._replace(after=self.after.get(at, 0)) for at, track in enumerate(self.tracks())
        ]
        self.gutters = Gutters(self.sheet, top, tracks, set(self.exits))
        return self.gutters

    def foot(self, items: list[Element], step: Step, x: int, base: int, room: int) -> None:
        """Write the times of a step: what was promised, and how many found it prompt."""
        said = self._promised(step)
        wide = 0.0
        if said:
            items.append(Icon("clock", x - 1, base - 10, 12, "mark_soft"))
            fitted = text.fit(said, room - 16, 10.5)
            items.append(Text(x + 15, base, fitted.lines, "card_actor", room - 16))
            wide = 15 + text.width(fitted.lines[0], 10.5) + 8
        told = " ".join(
            f"{letter} {self.sheet.percent(m.prompt.share)}".lstrip()
            for letter, m in self.sheet.measured(step.id)
            if m and m.prompt
        )
        if told and "ease" not in self.lanes.shut:
            whole = f"{told} {self.sheet._('prompt')}"
            shown = next((w for w in (whole, told) if text.width(w, 10.5, True) <= room - wide), "")
            if shown:
                place = round(x + wide)
                items.append(Text(place, base, (shown,), "card_measured", room - wide + 1))

    def _promised(self, step: Step) -> str:
        return "" if "time" in self.lanes.shut else self.sheet.duration(step.promised_time)


def draw_name(sheet: LaneSheet, out: list[Element], lane: Swimlane, top: int, bottom: int) -> None:
    """Draw a lane's ground and its name."""
    named = sheet.name_of(lane)
    items: list[Element] = []
    if lane.side == "back":
        items.append(Box(0, top, sheet.width, bottom - top, 0, "band"))
    items.append(Line(0, top, sheet.width, top, "rule"))
    if lane.actor:
        items.append(Icon(ACTOR_ICONS[lane.actor.kind], MARGIN, top + 11, 14, "mark_soft"))
    name_at(sheet, items, named, top, MARGIN + 20, 132)
    items += repetitions(sheet, named.title, top)
    title = " · ".join(part for part in (named.title, named.note) if part)
    out.append(Group(tuple(items), named.id, "lane", named.record, title))


def name_height(sheet: LaneSheet, lane: Swimlane) -> int:
    """Return the room that a lane's name takes at least."""
    return name_at(sheet, [], sheet.name_of(lane), 0, MARGIN + 20, 132) + 8


def track_room(track: Track) -> int:
    """Return how high a track is at least, the room to the next one included."""
    return track.card + track.below + 22

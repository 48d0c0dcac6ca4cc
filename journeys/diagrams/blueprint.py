"""A service blueprint: who does what, in front of the customer and behind the line of visibility.

After G. L. Shostack, Designing Services That Deliver (Harvard Business Review 62, 1984), and
M. J. Bitner, A. L. Ostrom and F. N. Morgan, Service Blueprinting (California Management Review 50,
2008). Bands from the top: tangible evidence; the customer's actions; below the line of interaction
the frontstage, with whom and how one meets; below the line of visibility the backstage; below the
line of internal interaction what supports it. Steps stand in the lane of their actor, at the
columns of the map; a transition that crosses a line is a message from one side to the other.

Lanes of goals, thoughts and quotes, and notes beside the frontstage, are the map's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from journeys.graph import Card, Graph, Lane
from journeys.words import N_

from . import text
from .lanes import findings, frame, legend, rows, swim, touchpoints
from .lanes.sheet import LEFT, Sheet
from .options import DEFAULT, Options
from .scene import Element, Scene

if TYPE_CHECKING:
    from touchpoints.measures import Measures

#: Paints at a y; returns where the next thing begins.
Block = Callable[[list[Element], int], int]
#: The rows of the map whose touchpoints are seen, read or held; the others are met frontstage.
TANGIBLE = ("spaces", "objects")
MET = tuple(lane for lane in touchpoints.LANES if lane not in TANGIBLE)
#: The bands that kinds of lanes stand in.
BANDS = {
    "evidence_item": "evidence",
    "action": "customer",
    "backstage": "back",
    "support_process": "support",
    "system": "support",
    "rights": "support",
    "rule": "support",
}


#: What is said of a band that holds nothing: what it is called ('': as the line above it says), and
#: that it is empty.
EMPTY = {
    "evidence": (N_("Tangible evidence"), N_("Nothing is named that the customer sees or holds.")),
    "customer": (N_("Customer"), N_("No step is the customer's own.")),
    "front": ("", N_("Nobody is named whom the customer meets.")),
    "back": ("", N_("What happens out of sight is not said yet.")),
    "support": ("", N_("What supports the service is not said yet.")),
}
#: The line above a band, and what the band is called.
LINES = {
    "front": (N_("Line of interaction"), N_("Frontstage")),
    "back": (N_("Line of visibility"), N_("Backstage")),
    "support": (N_("Line of internal interaction"), N_("Support")),
}


def band_of(lane: Lane) -> str:
    """Return the band that a lane's cards stand in; '' where a blueprint leaves them out."""
    if lane.kind == "free" and lane.side == "backstage":
        return "back"
    if lane.kind == "action" and lane.side == "backstage":
        return "back"
    return BANDS.get(lane.kind, "")


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw the blueprint of a journey; pure, and the same for the same input."""
    language = options.language or graph.journey.language
    own = replace(options, language=language, fold=frozenset())
    sheet = Blueprint(graph.localised(language), measures, own)
    sheet.widen([text.width(sheet._(LINES[band][0]).upper(), 10, True) for band in LINES])
    out: list[Element] = []
    y = frame.header(sheet, out, sheet._("Blueprint"))
    y = frame.stages(sheet, out, y)
    if not sheet.steps:
        y = frame.invitation(sheet, out, y)
    y = sheet.draw(out, y)
    height = frame.footer(sheet, out, y, sheet.signs())
    title = sheet.graph.journey.title
    return Scene(sheet.width, height, title, sheet.described(), language, tuple(out))


class Blueprint(swim.LaneSheet):
    """The bands of a blueprint: rows of what stands at steps, and swimlanes of steps."""

    def cards(self) -> Sequence[Card]:
        """Return the cards that are drawn."""
        drawn = {lane.id for lane in self.card_lanes()}
        return [card for card in self.graph.cards if card.lane in drawn]

    def card_lanes(self, band: str = "") -> list[Lane]:
        """Return the lanes of cards that stand in a band ('': in any), for this reader."""
        held = {card.lane for card in self.graph.cards}
        return [
            lane
            for lane in self.graph.lanes
            if lane.id in held
            and (found := band_of(lane))
            and band in ("", found)
            and not lane.hidden
            and (lane.visible_to_customer or not self.options.customer_view)
        ]

    def blocks(self) -> list[Block | swim.Swimlane]:
        """Return what is drawn from the top: rows and lines, and swimlanes between them."""
        found: list[Block | swim.Swimlane] = []
        for band in EMPTY:
            held: list[Block | swim.Swimlane] = []
            rows_of_cards = [self._cards(lane) for lane in self.card_lanes(band)]
            lanes = [lane for lane in self.lanes if lane.side == band]
            if band == "evidence":
                note = self._("what the customer sees, reads or holds")
                held += self._touchpoints("evidence", EMPTY[band][0], note, TANGIBLE)
            if band == "front":
                note = self._("who is met, and how things are done")
                held += self._touchpoints("met", N_("People and practices"), note, MET)
            held += [*rows_of_cards, *lanes] if band == "customer" else [*lanes, *rows_of_cards]
            if not held and self.steps and not self.options.customer_view:
                held.append(self._nothing(band))
            if held and band in LINES:
                held.insert(0, self._line(*map(self._, LINES[band])))
            found += held
        return found

    def _touchpoints(self, key: str, title: str, note: str, lanes: Sequence[str]) -> list[Block]:
        seen = [lane for lane in lanes if lane not in self.shut]
        if not touchpoints.held_in(self, *seen):
            return []
        named = rows.Named(f"row-{key}", key, self._(title), note)

        def paint(sheet: Sheet, out: list[Element], top: int) -> int:
            return touchpoints.draw_touchpoints(sheet, out, top, *seen)

        return [lambda out, top: rows.draw_row(self, out, top, named, paint)]

    def _cards(self, lane: Lane) -> Block:
        named = rows.named_of(self, lane)
        if lane.folded:
            count = sum(card.lane == lane.id for card in self.graph.cards)
            named = named._replace(note=self._("folded: {count}").format(count=count))

        shaded = band_of(lane) in ("back", "support")

        def paint(sheet: Sheet, out: list[Element], top: int) -> int:
            return findings.draw_cards(sheet, out, top, lane, "behind" if shaded else "own")

        painter = None if lane.folded else paint
        return lambda out, top: rows.draw_row(self, out, top, named, painter, shaded=shaded)

    def _nothing(self, band: str) -> Block:
        """Return a row that says that a band is empty."""
        title, words = EMPTY[band]
        named = rows.Named(f"row-{band}", band, self._(title) if title else "", "")

        def paint(sheet: Sheet, out: list[Element], top: int) -> int:
            room = self.width - LEFT - 40
            lines, _cut = self.text(out, self._(words), LEFT, top + 8, room, "small", 10.5, 2)
            return top + 14 * lines

        shaded = band in ("back", "support")
        return lambda out, top: rows.draw_row(
            self, out, top, named, paint, shaded=shaded, borders=False, low=False
        )

    def _line(self, words: str, below: str) -> Block:
        return lambda out, top: frame.boundary(self, out, top, words, below)

    def draw(self, out: list[Element], top: int) -> int:
        """Draw all bands; return where they end."""
        blocks = self.blocks()
        at = [n for n, block in enumerate(blocks) if isinstance(block, swim.Swimlane)]
        first, last = (at[0], at[-1] + 1) if at else (len(blocks), len(blocks))
        y = _painted(blocks[:first], out, top)
        if at:
            y = self._swim(out, y, blocks[first:last])
        return _painted(blocks[last:], out, y)

    def _swim(self, out: list[Element], top: int, blocks: Sequence[Block | swim.Swimlane]) -> int:
        """Draw the lanes, what stands between them, and the path over it; return the end."""
        between: dict[int, list[Block]] = {}
        lanes: list[swim.Swimlane] = []
        for block in blocks:
            if isinstance(block, swim.Swimlane):
                lanes.append(block)
            else:
                between.setdefault(lanes[-1].last, []).append(block)
        path = swim.SwimPath(self, top, {})
        tracks = path.routes.tracks
        after = {}
        for lane in lanes:
            least = swim.HEAD + sum(map(swim.track_room, tracks[lane.first : lane.last + 1]))
            free = max(0, swim.name_height(self, lane) - least)
            rest = _painted(between.get(lane.last, ()), [], 0)
            after[lane.last] = free + rest + (0 if lane is lanes[-1] else swim.HEAD)
        path = swim.SwimPath(self, top, after)
        starts = [*path.routes.starts, path.routes.bottom + swim.HEAD]
        for lane in lanes:
            held = between.get(lane.last, ())
            end = starts[lane.last + 1] - swim.HEAD
            low = end - _painted(held, [], 0)
            swim.draw_name(self, out, lane, starts[lane.first] - swim.HEAD, low)
            _painted(held, out, low)
        return path.draw(out)

    def signs(self) -> list[tuple[str, str]]:
        """Return the marks that are drawn, and what they mean."""
        _ = self._
        found = legend.path_marks(self)
        if any(s.promised_time for s in self.steps.values()) and "time" not in self.shut:
            found.append(("clock", _("promised time")))
        told = [m for step in self.steps for _by, m in self.measured(step) if m and m.prompt]
        if told and "ease" not in self.shut:
            found.append(("prompt", _("measured: found it prompt")))
        return found

    def described(self) -> str:
        """Describe the blueprint for who cannot see it."""
        _ = self._
        lanes = []
        for lane in self.lanes:
            held = range(lane.first, lane.last + 1)
            count = sum(track in held for track in self.layout.track.values())
            named = self.name_of(lane)
            steps = _("steps: {count}").format(count=count)
            lanes.append(f"{named.title} ({named.note}; {steps})" if lane.actor else named.title)
        parts = [_("Blueprint"), frame.described(self)]
        if lanes:
            parts.append(_("Lanes from the top: {names}").format(names=", ".join(lanes)))
        else:
            parts.append(_("This path has no steps yet."))
        for name, count in self.crossings().items():
            parts.append(_("{line}, transitions across: {count}").format(line=name, count=count))
        return ". ".join(part.rstrip(". ") for part in parts if part) + "."

    def crossings(self) -> dict[str, int]:
        """Return how many transitions cross the lines that lie between lanes of steps."""
        order = ("customer", "front", "back")
        side = {
            track: order.index(lane.side)
            for lane in self.lanes
            for track in range(lane.first, lane.last + 1)
        }
        track = self.layout.track
        ends = [
            sorted((side[track[t.source]], side[track[t.target or ""]]))
            for t in (*self.forward, *self.arcs)
        ]
        return {
            self._(LINES[band][0]): sum(low < order.index(band) <= high for low, high in ends)
            for band in ("front", "back")
            if ends
        }


def _painted(blocks: Sequence[Block | swim.Swimlane], out: list[Element], top: int) -> int:
    """Paint blocks under each other; return where the last ends."""
    for block in blocks:
        if not isinstance(block, swim.Swimlane):
            top = block(out, top)
    return top

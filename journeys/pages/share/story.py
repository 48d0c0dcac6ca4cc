"""A journey told in plain words to the people whose path it is: one story, step after step.

What designers assume is not told here: only what happens, what is promised, and what customers
said of it. Every text comes from the public graph (``journeys.public``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from journeys import labels
from journeys.graph import Graph, Idea, Stage, Step, Transition
from journeys.walking import in_path_order
from touchpoints.measures import Measures

from .plain_words import Felt, felt, span, tenths

#: Evidence that comes from others than the makers of the map.
_KNOWN = ("interviews", "survey", "log", "workshop")
Notes = list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Met:
    """A touchpoint: its kind, its name, by which channel, and what there is to know of it."""

    kind: str
    name: str
    channel: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A pain or a gain; ``known``: customers told it, it is not only what the makers think."""

    kind: str
    title: str
    known: bool


@dataclass(frozen=True)
class Way:
    """A way on: when it is taken, where it leads (None: it ends there), how many, how long."""

    why: str
    target: Moment | None
    back: bool
    share: str
    wait: str


@dataclass(frozen=True)
class Moment:
    """A step as a customer reads it; ``at`` counts from 1. What it lacks is the step's own."""

    step: Step
    at: int
    story: Story

    @property
    def who(self) -> str:
        """Say who acts; '' where that is not known."""
        actor = self.story.graph.by_id.get(self.step.actor or "")
        if actor is None:
            return ""
        said = {
            "customer": _("You do this"),
            "staff": _("Staff do this"),
            "system": _("This happens by itself"),
        }
        return said.get(actor.kind) or _("Done by: %(who)s") % {"who": actor.name}

    @property
    def met(self) -> list[tuple[str, list[Met]]]:
        """Return what is met, in groups with their headings."""
        groups = (
            (_("You meet"), ("person",)),
            (_("Where"), ("physical_space", "virtual_space")),
            (_("What you need or get"), ("object",)),
            (_("How it is done"), ("practice",)),
        )
        held = self.story.met.get(self.step.id, [])
        found = [(name, [m for m in held if m.kind in kinds]) for name, kinds in groups]
        return [(name, group) for name, group in found if group]

    @property
    def promised(self) -> str:
        """Say the promised time."""
        return span(self.step.promised_time)

    @property
    def felt(self) -> Felt | None:
        """Return what customers answered; None where nobody did."""
        held = self.story.measures.steps.get(self.step.id)
        return felt(held, self.story.language) if held and held.answered else None

    @property
    def points(self) -> list[Point]:
        """Return what is hard and what works well."""
        return self.story.points(self.step.id)

    @property
    def told(self) -> list[Point]:
        """Return what of it customers told."""
        return [point for point in self.points if point.known]

    @property
    def guessed(self) -> list[Point]:
        """Return what of it the makers of the map only think."""
        return [point for point in self.points if not point.known]

    @property
    def improved(self) -> list[Idea]:
        """Return what is being done about it, or was."""
        return [idea for idea in self.story.chosen if self.step.id in self.story.places(idea)]

    @property
    def quotes(self) -> list[str]:
        """Return what customers say, as the map quotes them."""
        return self.story.cards("quote", self.step.id)

    @property
    def notes(self) -> Notes:
        """Return what there is to do, to know and to keep, with headings."""
        return self.story.notes(self.step.id)

    @cached_property
    def out(self) -> list[Transition]:
        """Return the transitions from here."""
        return [t for t in self.story.graph.transitions if t.source == self.step.id]

    @property
    def goes_on(self) -> bool:
        """Tell whether all there is to say of the way on is that the next step follows."""
        if len(self.out) != 1:
            return not self.out
        way = self.out[0]
        target = self.story.by_id.get(way.target or "")
        return not way.condition and target is not None and target.at == self.at + 1

    @property
    def ways(self) -> list[Way]:
        """Return the ways on, where there is more to say than that the next step follows: those
        that most go first, then the ways back, then the ends."""
        likely = sorted(self.out, key=lambda way: -(way.share or 0))
        found = [] if self.goes_on else [self._way(each) for each in likely]
        return sorted(found, key=lambda way: (not way.target, way.back))

    def _way(self, way: Transition) -> Way:
        target = self.story.by_id.get(way.target or "")
        back = target is not None and target.at <= self.at
        return Way(way.condition or way.reason, target, back, tenths(way.share), span(way.wait))

    @property
    def wait(self) -> str:
        """Say how long one waits for the next step, where that alone follows."""
        return span(self.out[0].wait) if self.out and self.goes_on else ""


@dataclass(frozen=True)
class Chapter:
    """A stage with its moments; ``stage`` is None for those that are in none."""

    stage: Stage | None
    at: int
    moments: tuple[Moment, ...]
    notes: Notes

    @property
    def tone(self) -> int:
        """Return which of the page's five colours of stages it has."""
        return (self.at - 1) % 5


@dataclass(frozen=True)
class Story:
    """A public graph and what a guest hears of the answers, in one language."""

    graph: Graph
    measures: Measures
    language: str

    @cached_property
    def moments(self) -> list[Moment]:
        """Return the steps in the order of the path."""
        return [Moment(s, at, self) for at, s in enumerate(in_path_order(self.graph), start=1)]

    @cached_property
    def by_id(self) -> dict[str, Moment]:
        """Return the moments by their steps' ids."""
        return {each.step.id: each for each in self.moments}

    @cached_property
    def chapters(self) -> list[Chapter]:
        """Return the stages that have steps, and last what is in none."""
        known = {stage.id: stage for stage in self.graph.stages}
        found: dict[str, list[Moment]] = {identity: [] for identity in (*known, "")}
        for each in self.moments:
            found[each.step.stage if each.step.stage in known else ""].append(each)
        full = [(known.get(i), moments, self.notes(i)) for i, moments in found.items() if moments]
        return [Chapter(stage, at, tuple(own), notes) for at, (stage, own, notes) in
                enumerate(full, start=1)]  # fmt: skip

    @property
    def promised(self) -> str:
        """Say the time that is promised for the whole path."""
        return span(self.graph.journey.promised_time)

    @property
    def organisation(self) -> str:
        """Return whose service it is."""
        held = self.graph.catalogue.organisations.get(self.graph.journey.organisation or "")
        return held.name if held else ""

    @cached_property
    def met(self) -> dict[str, list[Met]]:
        """Return what is met at each step, in order."""
        found: dict[str, list[Met]] = {}
        for each in self.graph.encounters:
            held = self.graph.catalogue.touchpoints[each.touchpoint]
            channel = labels.choice("channel", held.channel, self.language)
            notes = tuple(text for text in (held.description, each.note) if text)
            found.setdefault(each.step, []).append(Met(held.kind, held.name, channel, notes))
        return found

    def points(self, place: str | None) -> list[Point]:
        """Return the findings at a step (None: of the whole path) that still stand: what works
        well, then what is hard, the worst first."""
        own = [f for f in self.graph.findings if f.step == place and f.stands]
        own.sort(key=lambda f: (f.kind, -(f.severity or 0), f.id))
        known = ((f, bool(f.evidence and f.evidence.level in _KNOWN)) for f in own)
        return [Point(f.kind, f.title, told) for f, told in known]

    @property
    def whole(self) -> list[Point]:
        """Return what is hard and what works well on the whole path."""
        return self.points(None)

    @cached_property
    def chosen(self) -> list[Idea]:
        """Return the ideas that are being carried out or were."""
        return [idea for idea in self.graph.ideas if idea.status in ("accepted", "done")]

    def places(self, idea: Idea) -> set[str]:
        """Return the steps that an idea is for."""
        by_id = self.graph.by_id
        return {idea.step} if idea.step else {by_id[i].step for i in idea.findings}

    def cards(self, kind: str, place: str) -> list[str]:
        """Return the texts of the cards of a kind at a step or stage."""
        lanes = {lane.id for lane in self.graph.lanes if lane.kind == kind}
        cards: Iterable[str] = (
            card.text
            for card in self.graph.cards
            if card.lane in lanes and place == (card.step or card.stage)
        )
        return list(cards)

    def notes(self, place: str) -> Notes:
        """Return what there is to do, to know and to keep at a step or stage."""
        said = (
            ("action", _("What you do")),
            ("rights", _("Your rights and duties")),
            ("evidence_item", _("What you keep")),
        )
        found = [(name, self.cards(kind, place)) for kind, name in said]
        return [(name, texts) for name, texts in found if texts]

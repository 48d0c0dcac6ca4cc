"""A step as its panel tells it: what is met, found, said and where the ways lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from journeys import labels
from journeys.graph import Card, Encounter, Finding, Graph, Idea, Stage, Step, Transition
from journeys.words import number
from touchpoints.measures import Measure, Share
from touchpoints.records import Organisation, Touchpoint


@dataclass(frozen=True)
class Meeting:
    """A touchpoint that is met, and whose it is."""

    encounter: Encounter
    touchpoint: Touchpoint
    organisation: Organisation | None


@dataclass(frozen=True)
class Found:
    """A finding, the touchpoint it is about, and how often it is met, where that is known."""

    record: Finding
    touchpoint: Touchpoint | None
    often: Share | None = None


@dataclass(frozen=True)
class Held:
    """A card, and what its row of the map is called."""

    card: Card
    lane: str
    own_title: bool


@dataclass(frozen=True)
class Way:
    """A transition seen from this step: in words, and the step at its other end."""

    record: Transition
    direction: str
    step: Step | None

    @property
    def exit(self) -> bool:
        """Tell whether customers leave here."""
        return self.record.kind == "exit"


@dataclass(frozen=True)
class Bar:
    """One line of the measures: a question, how much of the bar is full, the number in words."""

    label: str
    part: float
    value: str
    interval: str
    tone: str


@dataclass(frozen=True)
class StepView:
    """Everything the panel says of a step; what it does not know is the step's own field."""

    step: Step
    graph: Graph
    measure: Measure
    language: str
    often: Mapping[str, Share] = field(default_factory=dict)

    def __getattr__(self, name: str) -> object:
        return getattr(self.step, name)

    @property
    def stage(self) -> Stage | None:
        """Return the stage that the step is in."""
        return self.graph.by_id.get(self.step.stage or "")

    @property
    def actor(self) -> object:
        """Return who acts."""
        return self.graph.by_id.get(self.step.actor or "")

    @property
    def gap(self) -> str:
        """Return the assumed gap in words."""
        gap = labels.assumed_gap(self.step)
        return _(labels.GAPS[gap]) if gap else ""

    @property
    def meetings(self) -> list[Meeting]:
        """Return what is met, in order."""
        shared = self.graph.catalogue
        return [
            Meeting(each, met, shared.organisations.get(met.organisation or ""))
            for each in self.graph.encounters
            if each.step == self.step.id and (met := shared.touchpoints.get(each.touchpoint))
        ]

    @property
    def findings(self) -> list[Found]:
        """Return pains and gains: those that still stand first, then by severity."""
        held = self.graph.catalogue.touchpoints
        own = [each for each in self.graph.findings if each.step == self.step.id]
        own.sort(key=lambda f: (not f.stands, f.kind != "pain", -(f.severity or 0), f.id))
        return [Found(f, held.get(f.touchpoint or ""), self.often.get(f.id)) for f in own]

    @property
    def ideas(self) -> list[Idea]:
        """Return the ideas for this step or for its findings."""
        own = {f.id for f in self.graph.findings if f.step == self.step.id}
        return [i for i in self.graph.ideas if i.step == self.step.id or own & set(i.findings)]

    @property
    def cards(self) -> list[Held]:
        """Return the cards at the step and those across its stage, in the order of the lanes."""
        at = (self.step.id, self.step.stage)
        return [
            Held(
                card,
                lane.title or labels.choice("kind", lane.kind, self.language),
                bool(lane.title),
            )
            for lane in self.graph.lanes
            for card in self.graph.cards
            if card.lane == lane.id and (card.step or card.stage) in at
        ]

    @property
    def ways(self) -> list[Way]:
        """Return the ways on and the ways that lead here."""
        by_id = self.graph.by_id
        on = [t for t in self.graph.transitions if t.source == self.step.id]
        here = [t for t in self.graph.transitions if t.target == self.step.id]
        return [
            *(Way(t, _("Leaves:") if t.kind == "exit" else _("On to"), by_id.get(t.target or ""))
              for t in on),
            *(Way(t, _("Comes from"), by_id.get(t.source)) for t in here),
        ]  # fmt: skip

    @property
    def bars(self) -> list[Bar]:
        """Return the measures that may be shown, as bars."""
        return list(bars(self.measure, self.language))


def bars(measure: Measure, language: str) -> Iterator[Bar]:
    """Yield what a measure says, as far as it may be shown, as bars."""
    if mean := measure.emotion:
        tone = "pain" if mean.mean < 2.75 else "accent"
        value, low, high = (number(v, 1, language) for v in (mean.mean, mean.low, mean.high))
        yield Bar(_("Emotion"), (mean.mean - 1) / 4, value, f"{low}–{high}", tone)
    for label, share, tone in (
        (_("Prompt"), measure.prompt, "accent"),
        (_("Easy"), measure.easy, "ease"),
        (_("Got it done"), measure.done, "accent"),
        (_("Worse than expected"), measure.worse, "pain"),
        (_("As expected"), measure.met, "plain"),
        (_("Better than expected"), measure.better, "gain"),
    ):
        if share:
            told = (labels.percent(v, language) for v in (share.share, share.low, share.high))
            value, low, high = told
            yield Bar(label, share.share, value, f"{low}–{high}", tone)

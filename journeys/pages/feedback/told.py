"""All that is heard of a journey, as one reader hears it: in numbers and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journeymap.documents.models import Document
from journeys import labels, rows, voices
from journeys.analysis import summary
from journeys.commands.improving import ENDS
from journeys.graph import Step
from journeys.walking import in_path_order
from journeys.words import day
from touchpoints import hearing
from touchpoints.counting import Wanted
from touchpoints.evenness import Evenness, Uneven
from touchpoints.measures import Counts, Mean, Measures, share
from touchpoints.models import SurveyRound
from touchpoints.trends import number

from ..access import Place
from ..cards import shown_in
from . import figures
from .asked import Asked, Names


class Side(NamedTuple):
    """One of the filters that are shown: in words, and the counts by step (None: hidden)."""

    said: str
    totals: Mapping[str, Counts | None]


class Question(NamedTuple):
    """An item at a step: a distribution for each side, how they differ, what can be made of it."""

    item: str
    label: str
    sides: tuple[figures.Distribution, ...]
    differs: str
    ends: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class StepFigures:
    """What is said of one step."""

    step: Step
    n: tuple[int | None, ...]
    questions: tuple[Question, ...]
    trends: tuple[figures.Trend, ...]
    uneven: tuple[str, ...]
    broken: str

    @property
    def hidden(self) -> bool:
        """Tell whether all sides have too few answers."""
        return not self.questions


class Line(NamedTuple):
    """A line of what stands out: a heading, and steps with a word on each."""

    label: str
    steps: tuple[tuple[str, str, str], ...]
    note: str = ""


class Told(NamedTuple):
    """A difference between groups in words."""

    dimension: str
    step: str
    title: str
    group: str
    item: str
    said: str
    rest: str
    differs: str


class Feedback:
    """All that is heard of a journey, as one reader hears it."""

    def __init__(self, place: Place, document: Document, asked: Asked, single: bool) -> None:
        self.place, self.document, self.asked, self.single = place, document, asked, single
        self.language = get_language() or "en"
        self.raw = rows.load(document.pk)
        self.graph, self.shown_language = shown_in(self.raw, self.language)
        held = SurveyRound.objects.filter(workspace=place.workspace, journey=document.pk)
        self.rounds = list(held.order_by("opens", "created_at", "id"))
        self.names = Names(place.workspace.pk, self.graph, self.rounds, self.language)

    @cached_property
    def measures(self) -> Measures:
        """Return the measures of the first side, and what its steps differ by."""
        return replace(self._heard, uneven=voices.uneven(self.even))

    @cached_property
    def _heard(self) -> Measures:
        wanted = self.asked.wanted
        return hearing.measures(self.document.pk, single=self.single, wanted=wanted)

    @property
    def limit(self) -> int:
        """Return the suppression limit."""
        return self._heard.limit

    @cached_property
    def even(self) -> Evenness:
        """Return which groups differ."""
        key, wanted = self.document.pk, self.asked.wanted
        return voices.even(key, self._heard, single=self.single, wanted=wanted)

    @cached_property
    def sides(self) -> list[Side]:
        """Return what is shown: one filter, or two beside each other."""
        wanted = [self.asked.wanted]
        wanted += [] if self.asked.beside is None else [self.asked.beside]
        return [Side(self.names.said(each), self._totals(each)) for each in wanted]

    def _totals(self, wanted: Wanted) -> Mapping[str, Counts | None]:
        return hearing.totals(self.document.pk, single=self.single, wanted=wanted)

    @cached_property
    def answered(self) -> list[Step]:
        """Return the steps that somebody answered at, in path order."""
        there = {step for side in self.sides for step in side.totals}
        return [step for step in in_path_order(self.graph) if step.id in there]

    @cached_property
    def over_time(self) -> tuple[str, Mapping[str, Mapping[str, Counts | None]]]:
        """Return by what trends go (round where there are two, else month), and the counts."""
        name = "round" if len(self.rounds) > 1 else "month"
        key, wanted = self.document.pk, self.asked.wanted
        zone = self.place.workspace.time_zone
        found = hearing.split(key, name, single=self.single, wanted=wanted, zone=zone)
        return name, found

    @cached_property
    def answered_rounds(self) -> list[SurveyRound]:
        """Return the rounds that answers of the first side are of, as far as the reader hears."""
        name, groups = self.over_time
        there = {value for each in groups.values() for value in each}
        return [each for each in self.rounds if name != "round" or each.pk in there]

    def figures(self, step: Step) -> StepFigures:
        """Return what is said of a step."""
        counts = [side.totals.get(step.id) for side in self.sides]
        items = figures.items_of(counts)
        told = tuple(self._question(item, counts) for item in items)
        across = self.measures.uneven.get(step.id, ())
        trends = [figures.trend(item, self._periods(step), self.limit, self.language)
                  for item in items]  # fmt: skip
        return StepFigures(
            step,
            tuple(each.n if each else None for each in counts),
            tuple(each for each in told if any(side.parts for side in each.sides)),
            tuple(each for each in trends if each),
            tuple(_(labels.ACROSS[each]) for each in across),
            self._broken(step, counts[0]),
        )

    def _question(self, item: str, counts: Sequence[Counts | None]) -> Question:
        names = [side.said if len(counts) > 1 else "" for side in self.sides]
        made = [
            figures.distribution(item, each, self.limit, self.language, of)
            for each, of in zip(counts, names, strict=True)
        ]
        known = [each.estimate for each in made if each.estimate]
        differs = ""
        if len(made) > 1 and len(known) == len(made):
            differs = figures.tell_difference(known[0], known[1], self.language)
        ends = self._ends(item, counts[0]) if made[0].parts else ()
        label = figures.label_of(item, self.language)
        return Question(item, label, tuple(made), differs, ends)

    def _ends(self, item: str, counts: Counts | None) -> tuple[tuple[str, str, int], ...]:
        """Return what can be made of a question's answers: kind, which they are, how many."""
        words, held = figures.words_of(item, self.language), getattr(counts, item)
        told = ((kind, ENDS[kind][item][0]) for kind in ENDS)
        found = ((kind, values, number(item, held, values)) for kind, values in told)
        return tuple(
            (kind, ", ".join(words[v] for v in values), n) for kind, values, n in found if n
        )

    def _periods(self, step: Step) -> list[tuple[str, Counts | None]]:
        name, found = self.over_time
        groups = found.get(step.id, {})
        order = [each.pk for each in self.rounds] if name == "round" else sorted(groups)
        return [(self.names.of(name, each), groups[each]) for each in order if each in groups]

    def _broken(self, step: Step, counts: Counts | None) -> str:
        """Say what customers say of a promised time."""
        if not step.promised_time or counts is None or sum(counts.efficiency) < self.limit:
            return ""
        disagree = share(sum(counts.efficiency[:2]), sum(counts.efficiency))
        said = {
            "time": labels.duration(step.promised_time, self.language),
            "share": figures.tell(disagree, self.language),
        }
        return _("%(time)s promised; %(share)s say it was not prompt") % said

    # -- the whole ---------------------------------------------------------------------------

    @property
    def period(self) -> str:
        """Return the days of the oldest and the newest answer."""
        ends = (day(each, self.language) for each in (self.measures.first, self.measures.last))
        return "–".join(dict.fromkeys(each for each in ends if each))

    @cached_property
    def lines(self) -> list[Line]:
        """Return what stands out, each with its steps."""
        found = summary.answer(self.graph, self.measures)
        means = {i: m.emotion for i, m in self.measures.steps.items() if m.emotion}

        def at(ids: Sequence[str], words: Mapping[str, str] | None = None) -> Any:
            felt = words or {i: figures.tell(means.get(i), self.language) for i in ids}
            return tuple((i, self.names.of("step", i), felt.get(i, "")) for i in ids if i)

        worse = {i: _("worse than expected for %(share)s") % {"share": self._percent(part)}
                 for i, part in found.measured_gaps}  # fmt: skip
        broken = {step.id: said for step in self.graph.steps
                  if (said := self._broken(step, self.sides[0].totals.get(step.id)))}  # fmt: skip
        order = [step.id for step in in_path_order(self.graph) if step.id in broken]
        uneven = {i: ", ".join(_(labels.ACROSS[a]) for a in across) for i, across in found.uneven}
        lines = [
            Line(_("First step"), at([found.first])),
            Line(_("Lowest measured experience"), at([found.lowest_measured])),
            Line(_("Last step"), at([found.last])),
            Line(_("Moments of truth"), at(found.moments_of_truth)),
            Line(_("Widest gaps"), at(list(worse), worse)),
            Line(_("Promised times"), at(order, broken), _(
                "What customers say. Whether a time was kept needs actual times, "
                "which are not measured yet.")),
            Line(_("Uneven"), at(list(uneven), uneven)),
            Line(_("Steps without answers"), at(found.unanswered)),
        ]  # fmt: skip
        return [line for line in lines if line.steps]

    def _percent(self, part: float) -> str:
        return labels.percent(part, self.language)

    @cached_property
    def differences(self) -> list[Told]:
        """Return the groups that differ, in words."""
        return [self._told(each) for each in self.even.uneven]

    def _told(self, each: Uneven) -> Told:
        graded = isinstance(each.group, Mean)
        item = figures.estimated(each.item, self.language)
        return Told(
            self.names.label(each.dimension),
            each.step,
            self.names.of("step", each.step),
            self.names.of(each.dimension, each.value),
            item,
            f"{figures.tell(each.group, self.language)}, n {each.group.n}",
            f"{figures.tell(each.rest, self.language)}, n {each.rest.n}",
            figures.told_of(each.difference, graded, self.language) or _("in its spread"),
        )

"""Telling a journey in sentences, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from journeys import chosen, labels
from journeys.analysis.summary import answer as summary_of
from journeys.graph import Finding, Graph, Step
from journeys.walking import in_path_order
from journeys.words import day, number, words
from touchpoints.measures import Mean, Measure, Measures, Share
from touchpoints.records import Touchpoint

from .shapes import NONE, Section, Sentence


def _inner(label: str) -> str:
    """Return a label as it stands inside a sentence; what begins as SMS does stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


class Telling:
    """A journey being told in one language; ``_`` translates."""

    def __init__(self, graph: Graph, measures: Measures, language: str) -> None:
        self.graph, self.measures, self.language = graph, measures, language
        self._ = words(language)

    @cached_property
    def steps(self) -> list[Step]:
        return in_path_order(self.graph)

    @cached_property
    def place(self) -> dict[str, int]:
        return {step.id: at for at, step in enumerate(self.steps, start=1)}

    @cached_property
    def met(self) -> dict[str, list[Touchpoint]]:
        """The touchpoints of each step."""
        found: dict[str, list[Touchpoint]] = {}
        for each in self.graph.encounters:
            held = self.graph.catalogue.touchpoints.get(each.touchpoint)
            if held:
                found.setdefault(each.step, []).append(held)
        return found

    @cached_property
    def found(self) -> dict[str, list[Finding]]:
        """The findings of each step that still stand."""
        found: dict[str, list[Finding]] = {}
        for each in self.graph.findings:
            if each.step and each.stands:
                found.setdefault(each.step, []).append(each)
        return found

    def label(self, name: str) -> str:
        return self._(labels.FIELDS[name])

    def name(self, identity: str | None) -> str:
        """Return what a record of the journey or the catalogue is called; '' for none."""
        shared = self.graph.catalogue
        held = self.graph.by_id.get(identity or "")
        for records in (shared.touchpoints, shared.organisations, shared.personas, shared.segments):
            held = held or records.get(identity or "")
        return str(getattr(held, "title", "") or getattr(held, "name", "")) if held else ""

    # -- the whole ------------------------------------------------------------------------

    def about(self) -> Iterable[str]:
        """Yield a paragraph for each thing said of the whole journey."""
        journey = self.graph.journey
        if journey.summary:
            yield journey.summary
        if shown := chosen.said(self.measures, self.language):
            yield shown
        part = journey.participation
        level = labels.choice("level", part.level if part else None, self.language)
        told = [
            (self.label("state"), labels.choice("state", journey.state, self.language)),
            (self.label("goal"), journey.goal),
            (self.label("promise"), journey.promise),
            (self.label("promised_time"), labels.duration(journey.promised_time, self.language)),
            (self.label("organisation"), self.name(journey.organisation)),
            (self.label("personas"), self.listed(self.name(i) for i in journey.personas)),
            (self.label("segments"), self.listed(self.name(i) for i in journey.segments)),
            (self.label("participation"), self.listed([level, part.who if part else ""])),
            (self.label("owner"), journey.owner),
            (self.label("review_by"), day(journey.review_by, self.language)),
        ]
        yield from (f"{name}: {text}" for name, text in told if text)

    def listed(self, texts: Iterable[str]) -> str:
        return ", ".join(text for text in texts if text)

    def in_short(self) -> Iterable[Sentence]:
        """Yield what a summary names, a sentence each."""
        _, found = self._, summary_of(self.graph, self.measures)
        for intro, identity in (
            (_("First step"), found.first),
            (_("Last step"), found.last),
            (_("Lowest measured experience"), found.lowest_measured),
            (_("Lowest assumed experience"), found.lowest_assumed),
        ):
            if identity:
                yield Sentence(identity, f"{intro}: {self.name(identity)}.")
        yield from self._many(_("Moments of truth"), found.moments_of_truth)
        for identity, gap in found.assumed_gaps:
            yield Sentence(
                identity,
                _("Assumed %(gap)s below what is expected: %(step)s.")
                % {"gap": number(-gap, 1, self.language), "step": self.name(identity)},
            )
        for said, shares in (
            (_("Worse than expected for %(share)s who answered: %(step)s."), found.measured_gaps),
            (_("Prompt, as promised, for only %(share)s who answered: %(step)s."), found.doubted),
        ):
            for identity, share in shares:
                told = {"share": labels.percent(share, self.language), "step": self.name(identity)}
                yield Sentence(identity, said % told)
        for identity, across in found.uneven:
            groups = self.listed(_(labels.ACROSS[each]) for each in across)
            yield Sentence(
                identity,
                _("Uneven between %(groups)s: %(step)s.")
                % {"groups": groups, "step": self.name(identity)},
            )
        if self.graph.journey.promised_time or any(s.promised_time for s in self.steps):
            yield Sentence("", _("Whether promised times were kept is not measured yet."))
        if self.measures.steps:
            yield from self._many(_("Steps without answers"), found.unanswered)
        elif self.steps:
            none = _("No such answers.") if self.measures.of else _("Nobody has answered yet.")
            yield Sentence("", none)

    def _many(self, intro: str, ids: Sequence[str]) -> Iterable[Sentence]:
        if ids:
            yield Sentence("", f"{intro}: {self.listed(self.name(i) for i in ids)}.")

    # -- steps ----------------------------------------------------------------------------

    def stages(self) -> Iterable[Section]:
        """Yield a section for each stage, with a sentence for each step."""
        groups = [(stage.id, stage.title) for stage in self.graph.stages]
        known = {identity for identity, _title in groups}
        for identity, title in [*groups, (None, self._("Without a stage"))]:
            own = [s for s in self.steps if (s.stage if s.stage in known else None) == identity]
            told = tuple(Sentence(step.id, self.sentence(step)) for step in own)
            yield Section(title, 3, told)

    def sentence(self, step: Step) -> str:
        """Tell a step: place and title, actor, touchpoints, findings, gap, ways on."""
        _ = self._
        parts = [f"{self.place[step.id]}. {step.title}"]
        if step.moment_of_truth:
            parts.append(_("moment of truth"))
        if step.mandatory:
            parts.append(_("mandatory"))
        parts += self.pairs(
            (_("by"), self.name(step.actor)),
            (_("meets"), self.listed(self.met_name(t) for t in self.met.get(step.id, ()))),
            (_("pain points"), self.found_names(step, "pain")),
            (_("successes"), self.found_names(step, "gain")),
        )
        parts += self.experience(step)
        parts += self.pairs((_("ways on"), self.listed(self.ways(step))))
        return "; ".join(parts) + "."

    def pairs(self, *pairs: tuple[str, str]) -> list[str]:
        return [f"{name}: {text}" for name, text in pairs if text]

    def met_name(self, held: Touchpoint) -> str:
        kind = labels.choice("kind", held.kind, self.language)
        channel = labels.choice("channel", held.channel, self.language)
        return f"{held.name} ({self.listed(map(_inner, (kind, channel)))})"

    def found_names(self, step: Step, kind: str) -> str:
        return self.listed(f.title for f in self.found.get(step.id, ()) if f.kind == kind)

    def experience(self, step: Step) -> list[str]:
        """Tell what is expected, assumed and measured, each by its own name."""
        _, lang = self._, self.language
        parts = self.pairs(
            (_("expected"), labels.score(step.expectation, lang)),
            (_("assumed"), labels.score(step.assumed_experience, lang)),
        )
        if gap := labels.assumed_gap(step):
            parts[-1] += f", {_(labels.GAPS[gap])}"
        both = (self.measures, self.measures.beside)
        for letter, measures in zip("AB", both, strict=True):
            if measures:
                told = self.measured(measures.steps.get(step.id, Measure()))
                parts += [f"{letter}: {each}" for each in told] if all(both) else told
        return parts

    def measured(self, held: Measure) -> list[str]:
        """Tell what was answered: the mean, and how it compares with what was expected."""
        _, lang = self._, self.language
        parts = [" ".join((_("measured"), self.mean(held.emotion)))] if held.emotion else []
        if held.hidden:
            parts.append(_("measured: too few answers to show"))
        if held.worse and held.better:
            worse = labels.percent(held.worse.share, lang)
            better = labels.percent(held.better.share, lang)
            parts.append(
                _("worse than expected for %(worse)s, better for %(better)s")
                % {"worse": worse, "better": better}
            )
        return parts

    def ways(self, step: Step) -> Iterable[str]:
        for each in self.graph.transitions:
            if each.source == step.id:
                yield self.way(each.target, each.condition or each.reason, each.share)

    def way(self, target: str | None, why: str, share: float | None) -> str:
        told = self.listed([why, labels.percent(share, self.language)])
        name = self.name(target) if target else _inner(self._("Exit"))
        return f"{name} ({told})" if told else name

    # -- numbers --------------------------------------------------------------------------

    def mean(self, held: Mean | None) -> str:
        """Tell a mean with its interval and n: "3.4 (3.1–3.7, n 34)"."""
        if held is None:
            return NONE
        mean, low, high = (number(x, 1, self.language) for x in (held.mean, held.low, held.high))
        return f"{mean} ({low}–{high}, n {held.n})"

    def share(self, held: Share | None) -> str:
        """Tell a share with its interval and n: "60 % (48–71, n 60)"."""
        if held is None:
            return NONE
        shown = labels.percent(held.share, self.language)
        return f"{shown} ({held.low * 100:.0f}–{held.high * 100:.0f}, n {held.n})"

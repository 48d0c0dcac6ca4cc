"""A journey as headings, sentences and tables: the equal in words of every picture (pure).

The page's table view, a picture's description and text exports all tell the journey through this
one outline, so they cannot disagree. Texts are plain: whoever shows them escapes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from touchpoints.measures import Mean, Measure, Measures, Share
from touchpoints.records import Touchpoint

from . import labels
from .analysis import in_path_order
from .analysis.summary import answer as summary_of
from .graph import CARD_LANES, Finding, Graph, Step
from .words import number, words

NONE = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the id of the record it tells of, and a text for each column."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the id of the record it tells of."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (``level`` 2 or 3), and below it sentences, then tables."""

    heading: str
    level: int = 2
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole journey in words, in one language."""

    title: str
    language: str
    paragraphs: tuple[str, ...] = ()
    sections: tuple[Section, ...] = field(default=())


def outline(graph: Graph, measures: Measures | None = None, language: str = "en") -> Outline:
    """Return the journey in words; without measures, as if nobody had answered."""
    told = _Telling(graph.localised(language), measures or Measures(), language)
    sections = [
        Section(told._("In short"), sentences=tuple(told.in_short())),
        Section(told._("The path")),
        *told.stages(),
        *told.tables(),
    ]
    return Outline(
        title=told.graph.journey.title,
        language=language,
        paragraphs=tuple(told.about()),
        sections=tuple(s for s in sections if s.sentences or s.tables or s.level == 2),
    )


def sentence_of(
    graph: Graph, step: Step, measures: Measures | None = None, language: str = "en"
) -> str:
    """Return the one sentence that tells a step: place, actor, touchpoints, pains, gap."""
    told = _Telling(graph.localised(language), measures or Measures(), language)
    return told.sentence(told.graph.by_id[step.id])


class _Telling:
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
            if each.step and each.status in ("open", "accepted"):
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
            (self.label("review_by"), journey.review_by or ""),
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
        for identity, share in found.measured_gaps:
            yield Sentence(
                identity,
                _("Worse than expected for %(share)s who answered: %(step)s.")
                % {"share": labels.percent(share, self.language), "step": self.name(identity)},
            )
        if self.graph.journey.promised_time or any(s.promised_time for s in self.steps):
            yield Sentence("", _("Whether promised times were kept is not measured yet."))
        if self.measures.n:
            yield from self._many(_("Steps without answers"), found.unanswered)
        elif self.steps:
            yield Sentence("", _("Nobody has answered yet."))

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
        return f"{held.name} ({self.listed([kind, channel]).lower()})"

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
        held = self.measures.steps.get(step.id, Measure())
        if held.hidden:
            parts.append(_("measured: too few answers to show"))
        elif held.emotion:
            parts.append(f"{_('measured')} {self.mean(held.emotion)}")
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
        name = self.name(target) if target else self._("Exit").lower()
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

    # -- tables ---------------------------------------------------------------------------

    def tables(self) -> Iterable[Section]:
        """Yield the sections of tables that have rows."""
        _ = self._
        for heading, tables in (
            (_("Steps"), [self.step_table(), self.way_table()]),
            (_("Touchpoints"), [self.touchpoint_table()]),
            (_("What customers answered"), [self.measure_table()]),
            (_("Pain points and successes"), [self.finding_table(), self.idea_table()]),
            (_("Behind the scenes and other notes"), [self.card_table()]),
        ):
            full = tuple(table for table in tables if table.rows)
            if full:
                yield Section(heading, tables=full)

    def table(
        self, caption: str, columns: Iterable[str], rows: Iterable[tuple[str, Sequence[str | None]]]
    ) -> Table:
        """Return a table whose empty cells say so."""
        told = [Row(i, tuple(cell or NONE for cell in cells)) for i, cells in rows]
        return Table(caption, tuple(columns), tuple(told))

    def step_table(self) -> Table:
        names = ("step", "stage", "actor", "expectation", "assumed_experience", "evidence")
        more = ("promised_time", "outcome")
        lang = self.language
        return self.table(
            self._("Steps in the order of the path"),
            ["#", *map(self.label, names + more)],
            (
                (
                    s.id,
                    [
                        str(self.place[s.id]),
                        s.title,
                        self.name(s.stage),
                        self.name(s.actor),
                        labels.score(s.expectation, lang),
                        labels.score(s.assumed_experience, lang),
                        labels.evidence(s.evidence, lang),
                        labels.duration(s.promised_time, lang),
                        s.outcome,
                    ],
                )
                for s in self.steps
            ),
        )

    def way_table(self) -> Table:
        names = ("source", "target", "kind", "condition", "share", "wait", "evidence")
        lang = self.language
        ways = sorted(self.graph.transitions, key=lambda t: self.place.get(t.source, 0))
        return self.table(
            self._("Ways from step to step"),
            map(self.label, names),
            (
                (
                    t.id,
                    [
                        self.name(t.source),
                        self.name(t.target),
                        labels.choice("kind", t.kind, lang),
                        t.condition or t.reason,
                        labels.percent(t.share, lang),
                        labels.duration(t.wait, lang),
                        labels.evidence(t.evidence, lang),
                    ],
                )
                for t in ways
            ),
        )

    def touchpoint_table(self) -> Table:
        names = ("touchpoint", "step", "kind", "channel", "organisation", "note")
        held, lang = self.graph.catalogue.touchpoints, self.language
        pairs = [(e, held[e.touchpoint]) for e in self.graph.encounters if e.touchpoint in held]
        pairs.sort(key=lambda pair: self.place.get(pair[0].step, 0))
        return self.table(
            self._("What is met, step by step"),
            map(self.label, names),
            (
                (
                    e.id,
                    [
                        t.name,
                        self.name(e.step),
                        labels.choice("kind", t.kind, lang),
                        labels.choice("channel", t.channel, lang),
                        self.name(t.organisation),
                        e.note,
                    ],
                )
                for e, t in pairs
            ),
        )

    def measure_table(self) -> Table:
        _ = self._
        columns = (_("Step"), _("Answers"), _("Emotion"), _("Prompt"), _("Easy"), _("Got it done"))
        compared = (_("Worse than expected"), _("As expected"), _("Better than expected"))
        asked = [(s, self.measures.steps[s.id]) for s in self.steps if s.id in self.measures.steps]
        return self.table(
            _("Means 1–5 and shares, with 95 % intervals"),
            columns + compared,
            ((s.id, [s.title, *self.measured(m)]) for s, m in asked if m.n),
        )

    def measured(self, held: Measure) -> list[str]:
        if held.hidden:
            told = self._("fewer than %(limit)s: not shown") % {"limit": self.measures.limit}
            return [told, *[NONE] * 7]
        shares = (held.prompt, held.easy, held.done, held.worse, held.met, held.better)
        return [str(held.n), self.mean(held.emotion), *map(self.share, shares)]

    def finding_table(self) -> Table:
        names = ("title", "kind", "step", "touchpoint", "severity", "evidence", "status", "owner")
        lang = self.language
        return self.table(
            self._("Pain points and successes"),
            map(self.label, names),
            (
                (
                    f.id,
                    [
                        f.title,
                        labels.choice("kind", f.kind, lang),
                        self.name(f.step),
                        self.name(f.touchpoint),
                        f"{f.severity}/4" if f.severity else "",
                        labels.evidence(f.evidence, lang),
                        labels.choice("status", f.status, lang),
                        f.owner,
                    ],
                )
                for f in self.graph.findings
            ),
        )

    def idea_table(self) -> Table:
        names = ("title", "kind", "step", "findings", "status", "owner", "due")
        lang = self.language
        return self.table(
            self._("Opportunities and solutions"),
            map(self.label, names),
            (
                (
                    i.id,
                    [
                        i.title,
                        labels.choice("kind", i.kind, lang),
                        self.name(i.step),
                        self.listed(map(self.name, i.findings)),
                        labels.choice("status", i.status, lang),
                        i.owner,
                        i.due,
                    ],
                )
                for i in self.graph.ideas
            ),
        )

    def card_table(self) -> Table:
        names = ("lane", "step", "text")
        lanes = {lane.id: lane for lane in self.graph.lanes if lane.kind in CARD_LANES}
        rank = {identity: at for at, identity in enumerate(lanes)}
        cards = [card for card in self.graph.cards if card.lane in lanes]
        cards.sort(key=lambda c: (rank[c.lane], self.place.get(c.step or "", 0)))
        return self.table(
            self._("Rows of the map that hold cards"),
            map(self.label, names),
            (
                (
                    c.id,
                    [
                        lanes[c.lane].title
                        or labels.choice("kind", lanes[c.lane].kind, self.language),
                        self.name(c.step or c.stage),
                        c.text,
                    ],
                )
                for c in cards
            ),
        )

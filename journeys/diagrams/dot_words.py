"""What the path diagram says, before it is laid out: cards and ways with their words and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from journeys import chosen
from journeys.graph import Graph, Step, Transition
from journeys.labels import duration, percent, score
from journeys.words import number, words
from touchpoints.measures import Measure, Measures

from . import text
from .options import Options

CARD, EXIT, LABEL = 208, 168, 128  # widths in px
PAD = 12
TITLE, NOTE, SMALL = 12.5, 10.5, 10.0  # sizes of text in px
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


class Note(NamedTuple):
    """A line of a card: what it is (actor, truth, measured, …) and its words."""

    kind: str
    words: str


class Card(NamedTuple):
    """A step or an exit as a box: its lines, its size in px, and all of it in words."""

    name: str
    title: tuple[str, ...]
    notes: tuple[Note, ...]
    w: float
    h: float
    full: str


class Way(NamedTuple):
    """A transition as an edge: between which nodes, its label in lines, all of it in words."""

    transition: Transition
    tail: str
    head: str
    lines: tuple[str, ...]
    full: str


class Drawing(NamedTuple):
    """What the path diagram says, before it is laid out."""

    graph: Graph
    language: str
    cards: dict[str, Card]
    exits: dict[str, Card]
    ways: tuple[Way, ...]
    chosen: str = ""  # which answers


def drawing(graph: Graph, measures: Measures | None, options: Options) -> Drawing:
    """Work out the words and sizes of everything in the path diagram."""
    language = options.language or graph.journey.language
    graph = graph.localised(language)
    said = _Words(graph, measures or Measures(), language)
    leaving = [t for t in graph.transitions if t.target is None]
    return Drawing(
        graph,
        language,
        {s.id: said.card(s) for s in graph.steps},
        {t.id: said.exit(t) for t in leaving},
        tuple(said.way(t) for t in graph.transitions),
        chosen.said(measures, language),
    )


def cleaned(held: str) -> str:
    """Return a text as one line without characters that no picture can hold."""
    return held if held.isprintable() else _HOSTILE.sub(" ", held)


class _Words:
    """Says what stands on cards and ways, in one language."""

    def __init__(self, graph: Graph, measures: Measures, language: str) -> None:
        self.measures, self.language = measures, language
        self.steps = {s.id: cleaned(s.title) for s in graph.steps}
        self.actors = {a.id: cleaned(a.name) for a in graph.actors}
        self._ = words(language)
        self.wait = cache(self._wait)
        self.pains: dict[str, int] = {}
        for finding in graph.findings:
            if finding.hurts and finding.step:
                self.pains[finding.step] = self.pains.get(finding.step, 0) + 1

    def _wait(self, value: str) -> str:
        said = self._("wait {time}").format(time=duration(value, self.language))
        return text.glued(said, LABEL, SMALL)

    def card(self, step: Step) -> Card:
        title = text.fit(self.steps[step.id], CARD - 2 * PAD, TITLE, 3, True).lines
        notes = tuple(self._notes(step))
        shown = tuple(Note(k, one_line(held, CARD - 2 * PAD - 18, NOTE)) for k, held in notes)
        height = 17 + 15 * len(title) + 17 * len(shown)
        full = " · ".join([self.steps[step.id], *(held for _, held in notes)])
        return Card(step.id, title, shown, CARD, max(44, height), full)

    def _notes(self, step: Step) -> Iterable[Note]:
        _ = self._
        if actor := self.actors.get(step.actor or ""):
            yield Note("actor", actor)
        if step.moment_of_truth:
            yield Note("truth", _("moment of truth"))
        if step.promised_time:
            time = duration(step.promised_time, self.language)
            yield Note("time", _("promised {time}").format(time=time))
        yield from self._experience(step)
        if count := self.pains.get(step.id):
            yield Note("pain", _("Open pain points: {count}").format(count=count))
        if step.opens_journey:
            yield Note("opens", _("opens another journey"))

    def _experience(self, step: Step) -> Iterable[Note]:
        _, beside = self._, self.measures.beside
        if beside is None:
            found = self._measured(self.measures.steps.get(step.id))
        else:
            both = (("A", self.measures), ("B", beside))
            told = [(by, self._measured(held.steps.get(step.id))) for by, held in both]
            found = [Note(n.kind, f"{by}: {n.words}") for by, notes in told for n in notes]
        yield from found
        if not found and step.assumed_experience is not None:
            value = score(step.assumed_experience, self.language)
            yield Note("assumed", _("assumed {value} of 5").format(value=value))

    def _measured(self, measure: Measure | None) -> list[Note]:
        _ = self._
        if measure and measure.hidden:
            return [Note("few", _("too few answers to show"))]
        if measure and measure.emotion:
            value = number(measure.emotion.mean, 1, self.language)
            said = _("measured {value} of 5, n {n}").format(value=value, n=measure.emotion.n)
            return [Note("measured", said)]
        return []

    def exit(self, t: Transition) -> Card:
        reason = cleaned(t.reason or t.condition) or self._("leaves here")
        lines = text.fit(reason, EXIT - 2 * PAD - 20, NOTE, 4).lines
        return Card(f"exit/{t.id}", lines, (), EXIT, 18 + 13 * max(1, len(lines)), reason)

    def way(self, t: Transition) -> Way:
        _ = self._
        kinds = {
            "choice": _("choice"),
            "parallel": _("at the same time"),
            "return": _("back"),
            "exit": _("leaves"),
        }
        parts = [kinds[t.kind]] if t.kind in kinds else []
        if condition := cleaned(t.condition).strip():
            parts = [": ".join([*parts, condition])]
        parts += [share] if (share := percent(t.share, self.language)) else []
        parts += [self.wait(t.wait)] if t.wait else []
        label = f"{text.NBSP}· ".join(parts)
        lines = text.fit(label, LABEL, SMALL, 3, False).lines
        head = t.target or f"exit/{t.id}"
        ends = [self.steps[t.source], self.steps.get(t.target or "", cleaned(t.reason))]
        return Way(t, t.source, head, lines, f"{' → '.join(e for e in ends if e)}: {label}")


def one_line(held: str, room: float, size: float) -> str:
    """Return a text as one line that fits into ``room`` px, with an ellipsis where it is cut."""
    fitted = text.fit(held, room, size)
    return fitted.lines[0] if fitted.lines else ""

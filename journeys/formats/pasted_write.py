"""A journey as one flat table for spreadsheets: a row for each step, in the order of the path."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from journeys import labels
from journeys.graph import CARD_LANES, Finding, Graph, Idea, Lane, Step
from journeys.walking import in_path_order
from journeys.words import words

from . import Loss, Writing
from .cells import LACKING, Way, exact, inert, met, one_line, quoted, way, yes
from .columns import MEANINGS
from .naming import lane_of, meaning

#: A column: its heading, and the cell of a step.
Cell = Callable[[Step], str]
#: What spreadsheets of a language take for the end of a cell; others take a comma.
_SIGNS = {"fi": ";", "sv": ";"}


def written(graph: Graph, language: str) -> Writing:
    """Write the table in a language; the losses count what has no place in it."""
    graph = graph.localised(language)
    columns = [*_Columns(graph, language).all()]
    out = io.StringIO(newline="")
    sheet = csv.writer(out, delimiter=_SIGNS.get(language.partition("-")[0], ","))
    sheet.writerow([inert(heading) for heading, _cell in columns])
    for step in in_path_order(graph):
        sheet.writerow([cell(step) for _heading, cell in columns])
    return Writing(out.getvalue().encode("utf-8-sig"), tuple(_losses(graph)))


class _Columns:
    """The columns of a journey's table, in a language."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph, self.language, self._ = graph, language, words(language)
        steps = in_path_order(graph)
        self.number = {step.id: str(at) for at, step in enumerate(steps, 1)}
        self.stages = {stage.id: one_line(stage.title) for stage in graph.stages}
        self.actors = {actor.id: actor.name for actor in graph.actors}
        self.held: dict[tuple[str, str], list[str]] = {}
        for name, step_id, line in self._lines():
            self.held.setdefault((name, step_id), []).append(line)
        self.rows = {name for name, step_id in self.held if step_id}

    def _lines(self) -> Iterator[tuple[str, str, str]]:
        """Yield what hangs on steps: (column, step, line)."""
        shared = self.graph.catalogue.touchpoints
        for each in self.graph.encounters:
            if held := shared.get(each.touchpoint):
                line = met(held.name, held.kind, held.channel, self.language)
                yield "touchpoint", each.step, line
        said: list[Finding | Idea] = [*self.graph.findings, *self.graph.ideas]
        for found in said:
            yield found.kind, found.step or "", one_line(found.title)
        for t in self.graph.transitions:
            to = self.number.get(t.target or "", "")
            held_way = Way(to, t.kind, t.share, t.wait or "", t.condition or t.reason)
            yield "next", t.source, way(held_way, self.language)
        for card in self.graph.cards:
            lines = (line.strip() for line in card.text.splitlines())
            yield card.lane, card.step or "", "\n".join(filter(None, lines))

    def all(self) -> Iterable[tuple[str, Cell]]:
        """Yield every column: what a step is, what hangs on it, the rows of the map."""
        for name, cell in self._own():
            yield self._(MEANINGS[name]), cell
        for lane in self.graph.lanes:
            if lane.kind in CARD_LANES and lane.id in self.rows:
                yield self._heading(lane), self._hanging(lane.id, "\n\n")

    def _own(self) -> Iterator[tuple[str, Cell]]:
        yield "number", lambda s: self.number[s.id]
        yield "stage", lambda s: inert(self.stages[s.stage]) if s.stage else LACKING
        yield "step", lambda s: inert(one_line(s.title))
        yield "description", lambda s: inert(s.description.strip())
        yield "actor", lambda s: inert(quoted(self.actors[s.actor])) if s.actor else ""
        yield "touchpoint", self._hanging("touchpoint")
        yield "expectation", lambda s: exact(s.expectation, self.language)
        yield "experience", lambda s: exact(s.assumed_experience, self.language)
        yield "evidence", lambda s: inert(one_line(labels.evidence(s.evidence, self.language)))
        for name in ("pain", "gain", "opportunity", "solution"):
            yield name, self._hanging(name)
        yield "promised_time", lambda s: labels.duration(s.promised_time, self.language)
        yield "outcome", lambda s: inert(s.outcome.strip())
        yield "importance_customer", lambda s: str(s.importance_customer or "")
        yield "importance_organisation", lambda s: str(s.importance_organisation or "")
        yield "moment_of_truth", lambda s: yes(s.moment_of_truth, self.language)
        yield "mandatory", lambda s: yes(s.mandatory, self.language)
        yield "next", lambda s: self._hanging("next")(s) or LACKING

    def _hanging(self, name: str, between: str = "\n") -> Cell:
        return lambda s: inert(between.join(self.held.get((name, s.id), ())))

    def _heading(self, lane: Lane) -> str:
        """Return what a row's column is called, so that it is read as that row."""
        kind = self._(labels.CHOICES["kind"][lane.kind])
        title = one_line(lane.title)
        if not title:
            return kind
        plain = lane.kind == "free" and not meaning(title) and not lane_of(title)[0]
        return title if plain else f"{title} ({kind})"


def _losses(graph: Graph) -> Iterator[Loss]:
    """Yield what a row for each step cannot hold, counted."""
    steps = {step.id for step in graph.steps}
    with_steps = {step.stage for step in graph.steps}
    acting = {step.actor for step in graph.steps}
    for kind, count, why in (
        ("stages", sum(s.id not in with_steps for s in graph.stages), "without a step"),
        ("actors", sum(a.id not in acting for a in graph.actors), "without a step"),
        ("cards", sum(c.step not in steps for c in graph.cards), "at no single step"),
        ("findings", sum(f.step not in steps for f in graph.findings), "at no step"),
        ("ideas", sum(i.step not in steps for i in graph.ideas), "at no step"),
        ("encounters", sum(bool(e.note) for e in graph.encounters), "with a note: it"),
        ("comments", len(graph.comments), ""),
        ("translations", len(graph.translations), ""),
    ):
        if count:
            left = "is left out" if why.endswith("it") else "left out"
            yield Loss(kind, f"{count} {why + ' ' if why else ''}{left}")
    if graph.findings or graph.ideas:
        told = "only their titles are written"
        yield Loss("findings, ideas", told)
    yield Loss("journey", "only its steps are written; it is called after the file when read")

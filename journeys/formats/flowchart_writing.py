"""Writing Mermaid flowcharts: stages as subgraphs, steps as nodes, transitions by their arrows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from journeys.diagrams.palette import COLOURS
from journeys.graph import Graph, Step, Transition
from journeys.words import words

from . import Loss, Writing
from .leaving import left_out
from .mermaid_text import escaped, front_matter
from .mermaid_writing import MOST_EDGES, MOST_TEXT

#: Classes of nodes: the last line of the label is who acts; customers leave here; it hurts here.
ACTOR, EXIT, PAIN = "actor", "exit", "pain"
_ARROWS = {"sequence": "-->", "choice": "-->", "parallel": "==>", "return": "-.->", "exit": "-->"}
_CARRIED = {
    "journey": {"title", "summary", "language"},
    "stage": {"title"},
    "actor": {"name"},
    "step": {"title", "stage", "actor"},
    "transition": {"source", "target", "kind", "condition", "reason"},
}
#: Ids that Mermaid takes for one: no word of its own, nothing that looks like an arrow.
_ID = re.compile(
    r"(?!\d*(?:style|default|linkStyle|interpolate|classDef|class|href|click|call|flowchart|graph"
    r"|subgraph|end|direction|accTitle|accDescr|_self|_blank|_parent|_top)\b)"
    r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*\Z"
)
_MEANS = '"#%<>&`*_~\\|'
#: What Markdown would take for a list at the beginning of a label.
_LISTED = re.compile(r"(?<=\A)[-+](?= )|(?<=\A\d)[.]|(?<=\A\d\d)[.]|(?<=\A\d\d\d)[.]")


def write(graph: Graph, measures: object, language: str) -> Writing:
    """Write the chart; the losses count what it leaves out."""
    writer = _Writer(graph.localised(language or graph.journey.language), language)
    text, losses = "\n".join([*writer.lines(), ""]), [*writer.losses()]
    if len(graph.transitions) > MOST_EDGES or len(text) > MOST_TEXT:
        most = f"at most {MOST_EDGES} arrows and {MOST_TEXT:,} characters"
        losses.append(Loss("the file", f"Mermaid draws {most}, unless it is told to draw more"))
    return Writing(text.encode(), tuple(losses))


def _label(*lines: str) -> str:
    shown = [escaped(line, _MEANS) for line in lines if line.strip()]
    held = "<br/>".join(_LISTED.sub(lambda m: f"#{ord(m.group())};", line) for line in shown)
    return f'"{held}"'


class _Writer:
    def __init__(self, graph: Graph, language: str) -> None:
        self._graph, self._ = graph, words(language or graph.journey.language)
        self._ids: dict[str, str] = {}
        self._taken = set(graph.by_id)
        self._actors = {actor.id: actor.name for actor in graph.actors}
        pains = {each.step for each in graph.findings if each.hurts}
        self._pains = [step.id for step in graph.steps if step.id in pains]

    def _id(self, wanted: str) -> str:
        """Return the id that stands for a record's in the chart."""
        if wanted not in self._ids:
            found, at = wanted, 0
            while not _ID.match(found) or (found != wanted and found in self._taken):
                at += 1
                found = f"n{len(self._ids) + at}"
            self._ids[wanted] = found
            self._taken.add(found)
        return self._ids[wanted]

    def lines(self) -> Iterator[str]:
        graph = self._graph
        yield front_matter(graph.journey.title) + "flowchart TB"
        if graph.journey.summary.strip():
            yield f"  accDescr: {escaped(graph.journey.summary)}"
        for stage in graph.stages:
            yield f"  subgraph {self._id(stage.id)}[{_label(stage.title)}]"
            yield from (f"    {self._node(s)}" for s in graph.steps if s.stage == stage.id)
            yield "  end"
        yield from (f"  {self._node(step)}" for step in graph.steps if not step.stage)
        for each in graph.transitions:
            yield f"  {self._way(each)}"
        yield from self._classes()

    def _node(self, step: Step) -> str:
        return f"{self._id(step.id)}[{_label(step.title, self._actors.get(step.actor or '', ''))}]"

    def _way(self, way: Transition) -> str:
        label = f"|{_label(way.condition)}|" if way.condition.strip() else ""
        target = self._id(way.target or way.id)
        if not way.target:
            target += f"([{_label(way.reason or self._('leaves here'))}])"
        return f"{self._id(way.source)} {_ARROWS[way.kind]}{label} {target}"

    def _classes(self) -> Iterator[str]:
        graph = self._graph
        bad, page, ink = (COLOURS[each][0] for each in ("bad", "page", "ink"))
        acted = [step.id for step in graph.steps if self._actors.get(step.actor or "", "").strip()]
        leaving = [way.id for way in graph.transitions if not way.target]
        yield from self._class(ACTOR, acted)
        yield from self._class(EXIT, leaving, f"fill:{page},stroke:{bad},color:{bad}")
        yield from self._class(PAIN, self._pains, f"stroke:{bad},stroke-width:4px,color:{ink}")

    def _class(self, name: str, ids: Iterable[str], style: str = "") -> Iterator[str]:
        if held := ",".join(map(self._id, ids)):
            yield f"  class {held} {name}"
            if style:
                yield f"  classDef {name} {style}"

    def losses(self) -> Iterator[Loss]:
        graph = self._graph
        yield from left_out(graph, _CARRIED, "a Mermaid flowchart")
        if renamed := sum(wanted != found for wanted, found in self._ids.items()):
            yield Loss("ids", f"{renamed} have another name: Mermaid would not take theirs")
        if self._pains:
            yield Loss(
                "findings", f"of {len(self._pains)} steps only that it hurts there is marked"
            )
        if silent := sum(
            way.kind == "exit" and not way.reason.strip() for way in graph.transitions
        ):
            yield Loss(
                "transitions", f"{silent} leave without a reason; the chart says 'leaves here'"
            )

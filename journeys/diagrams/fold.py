"""Stages folded: their steps become one, so that a long journey is read stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from journeys.graph import Graph, Step, Transition

PREFIX = "folded-"


def fold(graph: Graph, stages: Collection[str], _: Callable[[str], str]) -> Graph:
    """Return the graph with each of these stages' steps as one step that says how many they are.

    What stands at those steps goes; transitions lead to and from the one step instead.
    """
    into = {s.id: f"{PREFIX}{s.stage}" for s in graph.steps if s.stage in stages}
    if not into:
        return graph
    steps: list[Step] = []
    for step in graph.steps:
        one = into.get(step.id)
        if one is None:
            steps.append(step)
        elif all(s.id != one for s in steps):
            count = sum(x == one for x in into.values())
            title = _("Folded steps: {count}").format(count=count)
            steps.append(Step(id=one, title=title, stage=step.stage, order=step.order))
    gone = {f.id for f in graph.findings if f.step in into}
    return replace(
        graph,
        steps=tuple(steps),
        transitions=tuple(_transitions(graph, into)),
        encounters=tuple(e for e in graph.encounters if e.step not in into),
        findings=tuple(f for f in graph.findings if f.id not in gone),
        ideas=tuple(
            i
            for i in graph.ideas
            if i.step not in into and (i.step or not gone.intersection(i.findings[:1]))
        ),
        cards=tuple(c for c in graph.cards if c.step not in into),
    )


def _transitions(graph: Graph, into: dict[str, str]) -> list[Transition]:
    found: dict[tuple[str, str | None, str], Transition] = {}
    for t in graph.transitions:
        source = into.get(t.source, t.source)
        target = into.get(t.target, t.target) if t.target else None
        if source == t.source and target == t.target:
            found[source, target, t.id] = t
        elif source != target and target:
            moved = replace(t, source=source, target=target)
            found.setdefault((source, target, t.kind), moved)
    return list(found.values())

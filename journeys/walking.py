"""The order in which a path is read, and where it begins and ends (pure)."""

from __future__ import annotations

from .graph import Graph, Step


def in_path_order(graph: Graph) -> list[Step]:
    """Return the steps stage by stage, in the order of each; those without a stage come last."""
    rank = {stage.id: at for at, stage in enumerate(graph.stages)}
    return sorted(graph.steps, key=lambda step: rank.get(step.stage or "", len(rank)))


def first_and_last(graph: Graph) -> tuple[str, str]:
    """Return the ids of the first step that nothing leads to, and of the last that leads nowhere.

    Returns do not count, nor do exits; where every step leads on, what is read first and last is
    meant. ("", "") without steps.
    """
    steps = [step.id for step in in_path_order(graph)]
    if not steps:
        return "", ""
    into = {t.target for t in graph.transitions if t.kind != "return"}
    onward = {t.source for t in graph.transitions if t.kind not in ("return", "exit")}
    first = next((i for i in steps if i not in into), steps[0])
    return first, next((i for i in reversed(steps) if i not in onward), steps[-1])

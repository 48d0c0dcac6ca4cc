"""DOT: the path for Graphviz and its kin; it holds nothing of what stands below the path."""

from __future__ import annotations

from journeys.diagrams.dot_source import source
from journeys.diagrams.dot_words import drawing
from journeys.diagrams.options import Options
from journeys.graph import JOURNEY, Graph
from touchpoints.measures import Measures

from . import Loss, Writing

_DRAWN = {"journey", "stage", "actor", "step", "transition"}


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the path's DOT text; the losses count what it leaves out."""
    losses = []
    for kind in JOURNEY.records:
        count = 0 if kind.name in _DRAWN else len(getattr(graph, kind.plural))
        if count:
            told = "only counted on its step" if kind.name == "finding" else "left out"
            losses.append(Loss(kind.plural, f"{count} in the journey; {told} in DOT"))
    options = Options(language=language)
    text = source(drawing(graph, measures, options), options)
    return Writing(text.encode(), tuple(losses))

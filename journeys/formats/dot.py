"""DOT: the path for Graphviz and its kin; it holds nothing of what stands below the path."""

from __future__ import annotations

from journeys.diagrams.dot_source import source
from journeys.diagrams.dot_words import drawing
from journeys.diagrams.options import Options
from journeys.graph import Graph
from touchpoints.measures import Measures

from . import Writing
from .leaving import left_out, pains_counted

_CARRIED = {
    "journey": {"title", "language"},
    "stage": {"title"},
    "actor": {"name"},
    "step": {
        *("title", "stage", "actor", "moment_of_truth", "promised_time"),
        *("assumed_experience", "opens_journey"),
    },
    "transition": {"source", "target", "kind", "condition", "reason", "share", "wait"},
}


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the path's DOT text; the losses count what it leaves out."""
    options = Options(language=language)
    text = source(drawing(graph, measures, options), options)
    return Writing(text.encode(), (*left_out(graph, _CARRIED, "DOT"), *pains_counted(graph)))

"""Questions to a journey: a file for each, and the table of them.

A file holds ``answer(graph, measures)``, pure, which returns a frozen record of step ids and
numbers; words are for the outline. A module is imported when it is first asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from journeys.graph import Graph
from journeys.words import N_
from touchpoints.measures import Measures


@dataclass(frozen=True, slots=True)
class Analysis:
    """A line of the table: what is asked, and the module that answers."""

    name: str
    question: str
    module: str

    def answer(self, graph: Graph, measures: Measures | None = None) -> Any:
        """Return the module's frozen answer; without measures, as if nobody had answered."""
        return import_module(self.module).answer(graph, measures or Measures())


ANALYSES: dict[str, Analysis] = {
    each.name: each
    for each in (
        Analysis("summary", N_("What stands out on this path?"), "journeys.analysis.summary"),
        Analysis("priorities", N_("What hurts most?"), "journeys.priorities"),
        Analysis("paths", N_("Where do ways lead, and how many go?"), "journeys.analysis.paths"),
    )
}

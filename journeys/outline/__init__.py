"""A journey as headings, sentences and tables: the equal in words of every picture (pure).

The page's table view, a picture's description and text exports all tell the journey through this
one outline, so they cannot disagree. Texts are plain: whoever shows them escapes them.
"""

from __future__ import annotations

from journeys.graph import Graph, Step
from touchpoints.measures import Measures

from .shapes import NONE, Outline, Row, Section, Sentence, Table
from .tables import tables
from .telling import Telling

__all__ = ["NONE", "Outline", "Row", "Section", "Sentence", "Table", "outline", "sentence_of"]


def outline(graph: Graph, measures: Measures | None = None, language: str = "en") -> Outline:
    """Return the journey in words; without measures, as if nobody had answered."""
    told = Telling(graph.localised(language), measures or Measures(), language)
    sections = [
        Section(told._("In short"), sentences=tuple(told.in_short())),
        Section(told._("The path")),
        *told.stages(),
        *tables(told),
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
    told = Telling(graph.localised(language), measures or Measures(), language)
    return told.sentence(told.graph.by_id[step.id])

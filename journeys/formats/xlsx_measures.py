"""What customers answered as rows of a sheet: each estimate with its interval and sample size."""

from __future__ import annotations

from collections.abc import Iterator

from journeys import labels
from journeys.graph import Graph
from journeys.walking import in_path_order
from journeys.words import N_, words
from touchpoints.measures import Mean, Measure, Measures, Share

#: What is told of a step, and what it is called; ``emotion`` is a mean, the others are shares.
_TOLD = {
    "emotion": N_("Emotion"),
    "prompt": N_("Prompt"),
    "easy": N_("Easy"),
    "done": N_("Got it done"),
    "worse": N_("Worse than expected"),
    "met": N_("As expected"),
    "better": N_("Better than expected"),
}
#: A column: key, heading, width, and what its numbers are.
Column = tuple[str, str, int, str]
Cells = list[str | float | None]


def rows(graph: Graph, measures: Measures, language: str) -> tuple[list[Column], list[Cells]]:
    """Return the columns and the rows: a row for each step that was asked about."""
    _ = words(language)
    columns: list[Column] = [
        ("measure.step", _(labels.FIELDS["step"]), 32, ""),
        ("measure.of", _("Which answers"), 24, ""),
        ("measure.n", _("Answers"), 16, ""),
    ]
    low, high = _("lowest likely"), _("highest likely")
    for name, label in _TOLD.items():
        how, said = ("mean" if name == "emotion" else "share"), _(label)
        columns.append((f"measure.{name}", said, 12, how))
        columns.append((f"measure.{name}.low", f"{said}: {low}", 12, how))
        columns.append((f"measure.{name}.high", f"{said}: {high}", 12, how))
        columns.append((f"measure.{name}.n", f"{said}: n", 8, ""))
    found: list[Cells] = []
    for held in (measures, measures.beside):
        if held:
            found += _rows(graph, held, language)
    return columns, found


def _rows(graph: Graph, measures: Measures, language: str) -> Iterator[Cells]:
    _ = words(language)
    few = _("fewer than %(limit)s: not shown") % {"limit": measures.limit}
    of = measures.of or _("all answers")
    for step in in_path_order(graph):
        held = measures.steps.get(step.id, Measure())
        if held.answered:
            cells: Cells = [step.title, of, few if held.hidden else held.n]
            for name in _TOLD:
                cells += _estimate(getattr(held, name))
            yield cells


def _estimate(held: Mean | Share | None) -> Cells:
    if held is None:
        return [None] * 4
    middle = held.mean if isinstance(held, Mean) else held.share
    return [middle, held.low, held.high, held.n]

"""Writing Mermaid `journey` diagrams.

The path becomes one row of tasks; a task's score is the step's assumed experience and nothing
else. All that the row cannot hold is told in words in ``accDescr``, which screen readers read.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeys.graph import Graph, Step
from journeys.outline.telling import Telling
from touchpoints.measures import Measures

from . import Loss, Writing
from .leaving import left_out
from .mermaid_text import MEANS, escaped

#: What begins a text that upstream's lexer would not take for a task.
_WORDS = ("journey", "title", "section", "accTitle", "accDescr")
#: Mermaid draws no more than this unless it is told to (maxTextSize, maxEdges).
MOST_TEXT, MOST_EDGES = 50_000, 500
#: What means something within accDescr.
_SPOKEN = '#%<>&"{}'
_CARRIED = {
    "journey": {"title", "summary", "language"},
    "stage": {"title"},
    "actor": {"name"},
    "step": {"title", "stage", "actor", "assumed_experience", "evidence"},
    "transition": {"source", "target", "kind"},
}


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the diagram; the losses say what only its description tells, and what nothing does."""
    language = language or graph.journey.language
    told = Telling(graph.localised(language), measures or Measures(), language)
    row = list(_row(told))
    room = MOST_TEXT - sum(len(line) + 1 for line in row) - 100
    description, cut = [], 0
    for paragraph in _description(told):
        room -= len(paragraph) + 1
        description += [paragraph] if room > 0 else []
        cut += room <= 0
    title = f"  title {_text(told.graph.journey.title)}"
    lines = ["journey", title, "  accDescr {", *description, "  }", *row, ""]
    losses = _losses(told.graph, list(_in_a_row(told.graph)))
    if cut:
        held = f"{cut} paragraphs left out: Mermaid draws at most {MOST_TEXT:,} characters"
        losses = (*losses, Loss("description", held))
    return Writing("\n".join(lines).encode(), losses)


def _row(told: Telling) -> Iterator[str]:
    """Yield the lines of sections and tasks."""
    for stage in (None, *told.graph.stages):
        if stage:
            yield f"  section {_text(stage.title)}"
        for step in told.graph.steps:
            if step.stage == (stage.id if stage else None):
                yield f"    {_task(step, told)}"


def _text(held: str) -> str:
    return escaped(held, words=_WORDS)


def _in_a_row(graph: Graph) -> Iterator[Step]:
    """Yield the steps: first those without a stage, as no section can be left again."""
    stages = [None, *(stage.id for stage in graph.stages)]
    for stage in stages:
        yield from (step for step in graph.steps if step.stage == stage)


def _task(step: Step, told: Telling) -> str:
    score = "" if step.assumed_experience is None else repr(step.assumed_experience)
    actor = told.name(step.actor)
    return f"{_text(step.title)}: {score}" + (f": {escaped(actor, MEANS + ',')}" if actor else "")


def _description(told: Telling) -> Iterator[str]:
    """Yield the paragraphs of accDescr: the summary, what scores are, what the row cannot hold."""
    for paragraph in told.about():
        yield f"    {escaped(paragraph, _SPOKEN)}"
    note = told._(
        "Scores are the assumed experience, 1 to 5; they are not what customers answered."
    )
    if any(step.assumed_experience is not None for step in told.graph.steps):
        yield f"    {escaped(note, _SPOKEN)}"
    for step in told.steps:
        yield f"    {escaped(told.sentence(step), _SPOKEN)}"


def _losses(graph: Graph, steps: list[Step]) -> tuple[Loss, ...]:
    said = "; its description tells some of it in words"
    losses = [*left_out(graph, _CARRIED, "a Mermaid journey", said)]
    unscored = sum(step.assumed_experience is None for step in steps)
    if unscored:
        losses.append(Loss("steps", f"{unscored} without an assumed experience; drawn as if 0"))
    claimed = sum(
        step.evidence is not None and step.evidence.level != "guess" for step in graph.steps
    )
    if claimed:
        losses.append(Loss("steps", f"evidence of {claimed}; a Mermaid journey tells no evidence"))
    row = set(zip((s.id for s in steps), (s.id for s in steps[1:]), strict=False))
    plain = {(t.source, t.target) for t in graph.transitions if t.kind == "sequence"}
    other = sum(t.kind != "sequence" or (t.source, t.target) not in row for t in graph.transitions)
    if other:
        told = "that part, lead back, lead out or pass over steps are told in its description only"
        losses.append(Loss("transitions", f"{other} {told}"))
    if joined := len(row - plain):
        told = "follow the step before in the row without a transition that says so"
        losses.append(Loss("steps", f"{joined} {told}"))
    return tuple(losses)

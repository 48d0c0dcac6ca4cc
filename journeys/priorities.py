"""What to mend first, what to keep: pains and gains by importance, severity and frequency (pure).

After the risk priority number of failure mode analysis (IEC 60812): the product of how much it
matters to customers, how much it hinders and how often it is met. What nobody has set counts as
the middle of its scale, and is said to be not set.
"""

from __future__ import annotations

from dataclasses import dataclass

from journeys.graph import Finding, Graph
from touchpoints.measures import Measures, Share

#: The middle of each scale: importance 1 to 5, severity 1 to 4, frequency 0 to 1.
_MIDDLE = (3.0, 2.5, 0.5)


@dataclass(frozen=True, slots=True)
class Priority:
    """A finding, and what its place rests on; ``number`` is at most 20 (5 x 4 x 1)."""

    finding: Finding
    importance: int | None
    severity: int | None
    frequency: Share | None
    number: float


def answer(graph: Graph, measures: Measures) -> tuple[Priority, ...]:
    """Return the findings, those that still stand first, then the largest number; ties by id."""
    weight = {step.id: step.importance_customer for step in graph.steps}
    made = [_priority(f, weight.get(f.step or ""), measures) for f in graph.findings]
    made.sort(key=lambda each: (not each.finding.stands, -each.number, each.finding.id))
    return tuple(made)


def _priority(finding: Finding, importance: int | None, measures: Measures) -> Priority:
    often = measures.findings.get(finding.id)
    held = (importance, finding.severity, often.share if often else None)
    number = 1.0
    for value, middle in zip(held, _MIDDLE, strict=True):
        number *= middle if value is None else value
    return Priority(finding, importance, finding.severity, often, number)

"""What stands out on a path: its first, lowest and last step, and where it falls short (pure).

After domain.md, "What a summary of a journey names". Assumed and measured are never mixed: what
designers guess and what customers answered are separate entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from journeys.graph import Graph, Step
from journeys.labels import assumed_gap
from journeys.walking import first_and_last, in_path_order
from touchpoints.measures import Measure, Measures

#: At most so many steps are named where the widest are asked for.
MOST = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """Step ids, '' or () where there is none; ``*_gaps`` hold (step id, number), widest first.

    ``assumed_gaps``: assumed experience minus expectation, where it is below. ``measured_gaps``:
    the share (0 to 1) who found the step worse than expected, where more did than found it better.
    ``unanswered``: no answers at all. ``doubted`` are promises that customers do not find
    kept: steps with a promised time, and the share who say that it went promptly, as promised,
    where fewer than half do; whether a time was kept needs actual times, which answers do not give.
    ``uneven``: (step id, what its answers differ by), as the measures tell it.
    """

    first: str = ""
    last: str = ""
    lowest_assumed: str = ""
    lowest_measured: str = ""
    moments_of_truth: tuple[str, ...] = ()
    assumed_gaps: tuple[tuple[str, float], ...] = ()
    measured_gaps: tuple[tuple[str, float], ...] = ()
    unanswered: tuple[str, ...] = ()
    doubted: tuple[tuple[str, float], ...] = ()
    uneven: tuple[tuple[str, tuple[str, ...]], ...] = ()


def answer(graph: Graph, measures: Measures) -> Summary:
    """Return what stands out; ties go to the earlier step."""
    steps = in_path_order(graph)
    if not steps:
        return Summary()
    measured = {s.id: measures.steps[s.id] for s in steps if s.id in measures.steps}
    first, last = first_and_last(graph)
    assumed = [(s.id, s.assumed_experience) for s in steps if s.assumed_experience is not None]
    felt = [(i, m.emotion.mean) for i, m in measured.items() if m.emotion]
    return Summary(
        first=first,
        last=last,
        lowest_assumed=_lowest(assumed),
        lowest_measured=_lowest(felt),
        moments_of_truth=tuple(s.id for s in steps if s.moment_of_truth),
        assumed_gaps=_widest(_assumed_gap(s) for s in steps),
        measured_gaps=_widest(_measured_gap(i, m) for i, m in measured.items()),
        unanswered=tuple(
            s.id for s in steps if s.id not in measured or not measured[s.id].answered
        ),
        doubted=tuple(pair for s in steps if (pair := _doubt(s, measured.get(s.id)))),
        uneven=tuple(
            (s.id, tuple(measures.uneven[s.id])) for s in steps if s.id in measures.uneven
        ),
    )


def _lowest(values: list[tuple[str, float]]) -> str:
    return min(values, key=lambda pair: pair[1])[0] if values else ""


def _widest(gaps: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    found = [pair for pair in gaps if pair[1]]
    return tuple(sorted(found, key=lambda pair: -abs(pair[1]))[:MOST])


def _assumed_gap(step: Step) -> tuple[str, float]:
    if assumed_gap(step) != "below":
        return step.id, 0.0
    return step.id, (step.assumed_experience or 0.0) - (step.expectation or 0.0)


def _measured_gap(identity: str, measure: Measure) -> tuple[str, float]:
    worse, better = measure.worse, measure.better
    short = worse and better and worse.share > better.share
    return identity, worse.share if worse and short else 0.0


def _doubt(step: Step, measure: Measure | None) -> tuple[str, float] | None:
    """Return the step and the share who say that it was prompt, where fewer than half do."""
    prompt = measure.prompt if measure and step.promised_time else None
    return (step.id, prompt.share) if prompt and prompt.share < 0.5 else None

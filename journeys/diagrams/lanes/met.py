"""Which touchpoint is met in which stage: counted from encounters, with what answers say there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from touchpoints.kinds import CHANNELS, KINDS
from touchpoints.measures import pooled
from touchpoints.records import Touchpoint

from .sheet import Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Mean


class Met(NamedTuple):
    """A touchpoint and the steps where it is met, by stage (None: steps of no stage).

    A step stands as often as it has encounters with the touchpoint.
    """

    touchpoint: Touchpoint
    steps: Mapping[str | None, Sequence[str]]

    @property
    def times(self) -> int:
        """Return how many encounters it has."""
        return sum(map(len, self.steps.values()))


class Said(NamedTuple):
    """What answers say of some steps together: a mean, or that too few answered."""

    letter: str
    mean: Mean | None
    few: bool


def stages_of(sheet: Sheet) -> list[str | None]:
    """Return the stages in order, None last where steps stand in none."""
    known = {s.id for s in sheet.graph.stages}
    found: list[str | None] = [s.id for s in sheet.graph.stages]
    if not found or any(s.stage not in known for s in sheet.graph.steps):
        found.append(None)
    return found


def count(sheet: Sheet) -> list[Met]:
    """Return the touchpoints that are met and that this reader sees, by kind, channel and name."""
    graph = sheet.graph
    known = {s.id for s in graph.stages}
    found: dict[str, dict[str | None, list[str]]] = {}
    for met in graph.encounters:
        it = graph.catalogue.touchpoints.get(met.touchpoint)
        if it is None or met.step not in sheet.steps or KINDS[it.kind].lane in sheet.shut:
            continue
        stage = sheet.steps[met.step].stage
        place = found.setdefault(it.id, {})
        place.setdefault(stage if stage in known else None, []).append(met.step)
    kinds, channels = list(KINDS), [*CHANNELS, None]

    def order(met: Met) -> tuple[int, int, str, str]:
        it = met.touchpoint
        return kinds.index(it.kind), channels.index(it.channel), it.name.casefold(), it.id

    shared = graph.catalogue.touchpoints
    return sorted((Met(shared[i], steps) for i, steps in found.items()), key=order)


def channels_of(rows: Sequence[Met], stage: str | None) -> list[str]:
    """Return the channels by which a stage is served, as far as its touchpoints name one."""
    named = {r.touchpoint.channel for r in rows if r.steps.get(stage)}
    return [channel for channel in CHANNELS if channel in named]


def hangs_on_one(rows: Sequence[Met], stage: str | None) -> bool:
    """Tell whether a stage is served by a single channel, as far as is known: whoever and wherever
    is met there names it, and what else is met names no other."""
    there = [r.touchpoint for r in rows if r.steps.get(stage)]
    open_ = any(t.channel is None and KINDS[t.kind].lane in ("people", "spaces") for t in there)
    return len(channels_of(rows, stage)) == 1 and not open_


def said(sheet: Sheet, steps: Sequence[str]) -> list[Said]:
    """Return what was measured at steps together: their emotion; of two groups of answers both."""
    if "experience" in sheet.shut:
        return []
    told: dict[str, tuple[list[Mean], list[bool]]] = {}
    for step in dict.fromkeys(steps):
        for letter, measure in sheet.measured(step):
            means, few = told.setdefault(letter, ([], []))
            if measure and measure.emotion and not measure.hidden:
                means.append(measure.emotion)
            elif measure and measure.answered:
                few.append(True)
    return [
        Said(letter, pooled(means), bool(few))
        for letter, (means, few) in told.items()
        if means or few
    ]


def assumed(sheet: Sheet, steps: Sequence[str]) -> float | None:
    """Return the mean of what designers assumed at steps; None where they did not."""
    if "experience" in sheet.shut:
        return None
    there = (sheet.steps[step].assumed_experience for step in dict.fromkeys(steps))
    values = [value for value in there if value is not None]
    return sum(values) / len(values) if values else None

"""Measures: `make bench`, or `python -m bench [module ...]`.

Every module here has `run() -> Iterable[Row]`. A row compares two measurements of one run on one
machine, so that its ratio means the same everywhere; nothing here asserts an absolute time. A
module may take minutes; it may start servers on a free port of 127.0.0.1.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the table: `ratio` of what `compared` says, against `bar` (None: only told)."""

    name: str  # e.g. "map SVG, 400 steps"
    compared: str  # e.g. "81 ms against 12 ms of joining the same elements"
    ratio: float
    bar: float | None
    at_least: bool = False  # the bar is a least value, not a most

    @property
    def ok(self) -> bool:
        """Whether the ratio keeps the bar."""
        if self.bar is None:
            return True
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar


def seconds(work: Callable[[], object], *, runs: int = 7, warm: int = 1) -> float:
    """The median wall time of `work`, in seconds, after `warm` runs that do not count."""
    for _ in range(warm):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)

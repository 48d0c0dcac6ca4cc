"""The measures of a journey, counted anew, against one plain GROUP BY over the same rows."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db import connection

from journeymap.workspaces.access import SYSTEM
from touchpoints import answers
from touchpoints.counting import ALL, Wanted

from .. import Row
from . import making

SIZES, TURNS = (10_000, 100_000, 1_000_000), 7
_SPRING = [datetime.datetime(2025, month, 1, tzinfo=datetime.UTC) for month in (3, 6)]
FILTERS = {
    "all": ALL,
    "a quarter of a year": Wanted(since=_SPRING[0], until=_SPRING[1]),
    "one channel": Wanted(channel="phone"),
    "one unit": Wanted(unit="Unit 3"),
}
_PLAIN = (
    "SELECT step, COUNT(*), AVG(emotion), AVG(efficiency), AVG(ease) FROM touchpoints_answer"
    " WHERE journey = %s{} GROUP BY step"
)


def run(sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    """Measure with more and more answers of one journey."""
    made, _secret = making.workspace()
    held = 0
    for size in sizes:
        making.fill(made, held, size)
        held = size
        for name, wanted in FILTERS.items():
            yield from _rows(f"{connection.vendor}, {size:,} answers, {name}", wanted)
        yield from _kept(made, f"{connection.vendor}, {size:,} answers")


def _rows(name: str, wanted: Wanted) -> Iterator[Row]:
    sql, values = _plain(wanted)

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            assert len(cursor.fetchall()) == making.STEPS

    def ours() -> None:
        cache.clear()
        assert len(answers.measures_of(making.JOURNEY, wanted).steps) == making.STEPS

    mine, theirs = turns(ours, plain)
    told = f"{mine * 1e3:.1f} ms against {theirs * 1e3:.1f} ms of a plain GROUP BY"
    yield Row(f"measures counted anew: {name}", told, mine / theirs, 1.5)


def _plain(wanted: Wanted) -> tuple[str, list[Any]]:
    moment = connection.ops.adapt_datetimefield_value
    terms, values = "", list[Any]([making.JOURNEY])
    for name, sign in (
        ("since", "at >="),
        ("until", "at <"),
        ("channel", "channel ="),
        ("unit", "unit ="),
    ):
        if held := getattr(wanted, name):
            terms += f" AND {sign} %s"
            values.append(moment(held) if name in ("since", "until") else held)
    return _PLAIN.format(terms), values


def _kept(made: Any, name: str) -> Iterator[Row]:
    """Tell what the same costs where it is kept, and where one answer came since."""
    sql, values = _plain(ALL)

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.fetchall()

    def again() -> None:
        answers.measures_of(making.JOURNEY)

    item = {"journey": making.JOURNEY, "step": "s1", "emotion": 4}
    theirs, kept = turns(plain, again)
    after = []
    for _ in range(TURNS):
        answers.record(made, SYSTEM, [item])
        after.append(timed(again))
    for what, taken in (("kept", kept), ("after one new answer", median(after))):
        told = f"{taken * 1e3:.2f} ms against {theirs * 1e3:.1f} ms of a plain GROUP BY"
        yield Row(f"measures {what}: {name}", told, taken / theirs, None)


def turns(*works: Callable[[], object], count: int = TURNS) -> list[float]:
    """Return the median seconds of each work, done in turn; the first time does not count."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(count + 1):
        for work, taken in zip(works, times, strict=True):
            taken.append(timed(work))
    return [median(taken[1:]) for taken in times]


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start

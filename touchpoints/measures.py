"""What answers say: means, shares and their intervals from count vectors; small groups hidden.

Pure, standard library only. A diagram sees the frozen records of this module, never answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from math import hypot, sqrt
from typing import Any

from journeymap.documents.record import plain, record

#: Fewer answers than this are never shown as numbers (decided: 5 by default).
SUPPRESSION_LIMIT = 5
#: The 0.975 quantile of the normal distribution: 95 % two-sided.
Z = 1.9599639845400536  # statistics.NormalDist().inv_cdf(0.975), whose import takes 7 ms


@record
class Mean:
    """The mean of n answers on the scale 1 to 5, with its 95 % interval."""

    n: int
    mean: float
    low: float
    high: float


@record
class Share:
    """A share (0 to 1) of n answers, with its 95 % Wilson interval."""

    n: int
    share: float
    low: float
    high: float


@record
class Measure:
    """What the answers at one step (or touchpoint) say.

    ``n`` counts answers. Where ``0 < n < limit`` the measure is ``hidden`` and every number but
    ``n`` is None: say so in words; ``n`` is 0 then for those who may not know how few they are.
    An item nobody (or too few) answered is None too.
    ``prompt`` and ``easy`` are shares of 4 or 5 of 5; ``done`` the share who got it done ("yes");
    ``worse``, ``met``, ``better`` compare with what was expected (the measured gap).
    """

    n: int = 0
    hidden: bool = False
    emotion: Mean | None = None
    efficiency: Mean | None = None
    ease: Mean | None = None
    prompt: Share | None = None
    easy: Share | None = None
    done: Share | None = None
    worse: Share | None = None
    met: Share | None = None
    better: Share | None = None

    @property
    def answered(self) -> bool:
        """Tell whether anybody answered, also where it is hidden how many."""
        return self.n > 0 or self.hidden


@record
class Measures:
    """The measures of a journey: by step id, and what they rest on.

    ``first`` and ``last`` are the dates (ISO 8601) of the oldest and newest answer; ``stamp``
    changes whenever an answer does (it goes into ETags). ``of`` says in words which answers they
    are, '' for the usual ones; ``beside`` are those of other answers, to compare with.
    ``findings``: how often what a finding says is met, by its id, where its evidence tells.
    ``uneven``: by step id what its answers differ by beyond chance ("unit", …: ``evenness``).
    """

    steps: Mapping[str, Measure] = field(default_factory=dict)
    n: int = 0
    first: str = ""
    last: str = ""
    limit: int = SUPPRESSION_LIMIT
    stamp: str = ""
    of: str = ""
    beside: Measures | None = None
    findings: Mapping[str, Share] = field(default_factory=dict)
    uneven: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Return them as JSON, for the API and the editor; stamp and unevenness are not told."""
        told = {n: held for n, held in plain(self).items() if n not in ("stamp", "uneven")}
        beside = self.beside.told() if self.beside else None
        return told | {"beside": beside, "differences": plain(self.differences())}

    def differences(self) -> dict[str, dict[str, Difference]]:
        """Return by step what is larger or smaller than ``beside``, of ``COMPARED``; only what
        chance alone would hardly explain."""
        found = {}
        for step, held in self.steps.items():
            other = self.beside.steps.get(step) if self.beside else None
            told = {i: d for i in COMPARED if other and (d := _sure(held, other, i))}
            if told:
                found[step] = told
        return found


@record
class Difference:
    """How much larger (below 0: smaller) an estimate is than another, with its 95 % interval."""

    by: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Tell whether chance alone would hardly explain it: the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@record
class Counts:
    """How many answered what at one place.

    ``emotion``, ``efficiency`` and ``ease``: how many gave 1, 2, 3, 4, 5; ``got_it_done``: yes,
    partly, no; ``expectation``: worse, as expected, better; ``recommend``: 0 to 10. ``n`` counts
    answers, whatever they answered.
    """

    n: int = 0
    emotion: Sequence[int] = (0,) * 5
    efficiency: Sequence[int] = (0,) * 5
    ease: Sequence[int] = (0,) * 5
    got_it_done: Sequence[int] = (0,) * 3
    expectation: Sequence[int] = (0,) * 3
    recommend: Sequence[int] = (0,) * 11

    def plus(self, other: Counts) -> Counts:
        """Return the counts of both groups together."""
        return Counts(
            n=self.n + other.n,
            **{i: tuple(map(int.__add__, getattr(self, i), getattr(other, i))) for i in ITEMS},
        )


#: What is compared between two groups of answers.
COMPARED = ("emotion", "prompt", "easy", "done")
#: What is counted of an answer, as ``Counts`` names it: the values of each item, in its order.
VALUES: Mapping[str, Sequence[int | str]] = {
    **dict.fromkeys(("emotion", "efficiency", "ease"), (1, 2, 3, 4, 5)),
    "got_it_done": ("yes", "partly", "no"),
    "expectation": (-1, 0, 1),
    "recommend": tuple(range(11)),
}
ITEMS = tuple(VALUES)


def wilson(share: float, n: float, z: float = Z) -> tuple[float, float]:
    """Return the score interval of a share (0 to 1) of n > 0 (E. B. Wilson, JASA 22, 1927).

    It stays within 0 to 1, holds the share, and is never empty, also where the share is 0 or 1.
    """
    square = z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def share(part: int, n: int) -> Share:
    """Return the share of ``part`` among n > 0, with its interval."""
    low, high = wilson(part / n, n)
    return Share(n=n, share=part / n, low=low, high=high)


def mean(counts: Sequence[int]) -> Mean:
    """Return the mean of the answers 1 to k, ``counts[i]`` of them i + 1, with its interval.

    The interval is Wilson's on the scale moved to 0 to 1, for the effective sample size
    n m(1 - m) / s^2 (Kish 1965; Korn and Graubard, Survey Methodology 24, 1998), where m and s^2
    are the mean and variance with one more answer, half of it at either end of the scale (as
    Agresti and Coull 1998 add to shares). So it stays on the scale, is never empty, and is
    Wilson's own where all answers are at the ends. Student's t covers the truth in only 41 % of
    samples where n = 5 and nearly all are content; this one in at least 91 % (a test counts them).
    """
    n, top = sum(counts), len(counts) - 1
    middle = _moments(counts)[0]
    ends = (counts[0] + 0.5, *counts[1:-1], counts[-1] + 0.5)
    smooth, variance = _moments(ends)
    low, high = wilson(middle, n * smooth * (1 - smooth) / variance)
    return Mean(n=n, mean=1 + top * middle, low=1 + top * low, high=1 + top * high)


def _moments(counts: Sequence[float]) -> tuple[float, float]:
    """Return mean and variance of counted values, their scale moved to 0 to 1."""
    n, top = sum(counts), len(counts) - 1
    middle = sum(at / top * count for at, count in enumerate(counts)) / n
    return middle, sum((at / top - middle) ** 2 * count for at, count in enumerate(counts)) / n


def pooled(means: Sequence[Mean]) -> Mean | None:
    """Return the mean of the answers of several groups together, with its interval; None of none.

    Each group counts by its answers. The interval is put together of theirs (MOVER for a weighted
    sum: G. Y. Zou, W. Huang and X. Zhang, Computational Statistics & Data Analysis 53, 2009), so it
    holds where the groups are independent, and never leaves the scale.
    """
    n = sum(held.n for held in means)
    if not n:
        return None
    parts = [(held.n / n, held) for held in means]
    middle = sum(weight * held.mean for weight, held in parts)
    low = hypot(*(weight * (held.mean - held.low) for weight, held in parts))
    high = hypot(*(weight * (held.high - held.mean) for weight, held in parts))
    return Mean(n=n, mean=middle, low=middle - low, high=middle + high)


def difference(one: Mean | Share, other: Mean | Share) -> Difference:
    """Return one estimate less the other, with its interval.

    It is put together of both intervals (MOVER: G. Y. Zou and A. Donner, Statistics in Medicine 27,
    2008; of Wilson's it is the tenth method of R. G. Newcombe, Statistics in Medicine 17, 1998).
    The groups are taken for independent: where they share answers it is wider than it need be.
    """
    a, b = _middle(one), _middle(other)
    by = a - b
    return Difference(
        by=by,
        low=by - hypot(a - one.low, other.high - b),
        high=by + hypot(one.high - a, b - other.low),
    )


def _middle(held: Mean | Share) -> float:
    return held.mean if isinstance(held, Mean) else held.share


def _sure(one: Measure, other: Measure, item: str) -> Difference | None:
    """Return the difference of an item where both are known and its interval leaves out 0."""
    a, b = getattr(one, item), getattr(other, item)
    found = difference(a, b) if a and b else None
    return found if found and found.clear else None


def measure(counts: Counts, limit: int = SUPPRESSION_LIMIT) -> Measure:
    """Return what the counts say; nothing but n where fewer than ``limit`` answered."""
    if counts.n < limit:
        return Measure(n=counts.n, hidden=counts.n > 0)

    def told(answers: Sequence[int]) -> bool:
        return sum(answers) >= max(limit, 1)

    def scale(answers: Sequence[int]) -> Mean | None:
        return mean(answers) if told(answers) else None

    def part(answers: Sequence[int], at: slice) -> Share | None:
        return share(sum(answers[at]), sum(answers)) if told(answers) else None

    content = slice(3, 5)
    return Measure(
        n=counts.n,
        emotion=scale(counts.emotion),
        efficiency=scale(counts.efficiency),
        ease=scale(counts.ease),
        prompt=part(counts.efficiency, content),
        easy=part(counts.ease, content),
        done=part(counts.got_it_done, slice(0, 1)),
        worse=part(counts.expectation, slice(0, 1)),
        met=part(counts.expectation, slice(1, 2)),
        better=part(counts.expectation, slice(2, 3)),
    )

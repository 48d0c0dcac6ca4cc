"""Evenness: which groups (units, regions, …) answered otherwise than chance would explain.

Each group is compared with all others of its step together by the rank-sum test of Wilcoxon, Mann
and Whitney for ordered grades with ties (Lehmann, Nonparametrics, 1975): exact, over all ways in
which the step's grades could have fallen to a group of its size, where it is small; else by the
normal distribution. The p-values of all comparisons made together are corrected for their number
by Benjamini and Yekutieli (Annals of Statistics 29, 2001): of the groups that are named, at most
one in twenty is expected to be there by chance, however the comparisons depend on each other
(groups of one step do: one's answers are the others' rest). Pure; scipy is fetched when asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import comb, erfc, sqrt
from typing import TYPE_CHECKING, Any

from .measures import Counts, Difference, Mean, Share, difference
from .trends import estimate

if TYPE_CHECKING:
    import numpy

#: What is compared; a recommendation is not (it says the same as the emotion, in eleven grades).
COMPARED = ("emotion", "efficiency", "ease", "got_it_done", "expectation")
#: What answers are told apart by.
ACROSS = ("unit", "region", "segment", "channel")
#: A corrected p-value below this is named.
ALPHA = 0.05
#: At most so many ways to fall are gone through one by one: 20 answers of five grades have as many.
_WAYS = 10_626
#: Where the normal distribution says so much, or so many times what might be named, the exact
#: p-value is not needed: it is not small (a test looks at how far they are apart).
_PLAIN, _FAR = 0.25, 10

#: dimension -> step -> value -> counts; None: too few, hidden.
Tables = Mapping[str, Mapping[str, Mapping[str, Counts | None]]]


@dataclass(frozen=True, slots=True)
class Uneven:
    """A group that differs from the rest of its step in what it answered to ``item``.

    ``group`` and ``rest`` are means (1 to 5), or shares: who got it done, who found it worse than
    expected. ``p`` is corrected.
    """

    dimension: str
    step: str
    value: str
    item: str
    group: Mean | Share
    rest: Mean | Share
    difference: Difference
    p: float


@dataclass(frozen=True, slots=True)
class Evenness:
    """The groups that differ, the surest first, and how many comparisons were made."""

    compared: int = 0
    uneven: tuple[Uneven, ...] = ()


@dataclass(frozen=True, slots=True)
class _Compared:
    dimension: str
    step: str
    value: str
    item: str
    group: Sequence[int]
    rest: Sequence[int]


def evenness(tables: Tables, limit: int) -> Evenness:
    """Return the groups that differ from the rest of their step.

    Groups (and rests) of fewer than ``limit`` answers to an item are left out, as are answers
    that do not tell the dimension (value '').
    """
    made = list(_comparisons(tables, max(limit, 1)))
    if not made:
        return Evenness()
    from scipy.stats import false_discovery_control

    # Corrected, a p-value is at least this sum times as large, so above ALPHA / sum none is named.
    harmonic = sum(1 / at for at in range(1, len(made) + 1))
    raw = [rank_sum(each.group, each.rest, ALPHA / harmonic) for each in made]
    corrected = false_discovery_control(raw, method="by").tolist()
    named = [_uneven(each, p) for each, p in zip(made, corrected, strict=True) if p < ALPHA]
    named.sort(key=lambda each: (each.p, -abs(each.difference.by), each.step, each.value))
    return Evenness(len(made), tuple(named))


def _comparisons(tables: Tables, limit: int) -> Iterator[_Compared]:
    for dimension, steps in tables.items():
        for step, groups in steps.items():
            told = {value: held for value, held in groups.items() if value and held}
            for item in COMPARED:
                counts = {value: getattr(held, item) for value, held in told.items()}
                counts = {value: held for value, held in counts.items() if sum(held) >= limit}
                whole = [sum(grades) for grades in zip(*counts.values(), strict=True)]
                for value, group in counts.items():
                    rest = [a - b for a, b in zip(whole, group, strict=True)]
                    if sum(rest) >= limit:
                        yield _Compared(dimension, step, value, item, group, rest)


def rank_sum(group: Sequence[int], rest: Sequence[int], least: float = ALPHA) -> float:
    """Return the two-sided p-value that both counts of grades, lowest first, are of one kind.

    Exact where the smaller of them has few enough ways to fall, else normal (ties corrected,
    without continuity correction; its square is Kruskal's and Wallis' H of two groups), as where
    that is far above ``least``, above which nobody asks how much it is.
    """
    whole = [a + b for a, b in zip(group, rest, strict=True)]
    few = min((group, rest), key=sum)
    n, size = sum(whole), sum(few)
    ends = list(accumulate(whole))
    scores = [2 * end - count + 1 - (n + 1) for end, count in zip(ends, whole, strict=True)]
    off = abs(sum(score * count for score, count in zip(scores, few, strict=True)))
    spread = sum(score * score * count for score, count in zip(scores, whole, strict=True))
    if not spread:
        return 1.0
    variance = spread * size * (n - size) / (n * (n - 1))
    p = erfc(off / sqrt(2 * variance))
    grades = sum(count > 0 for count in whole)
    if p > min(_PLAIN, _FAR * least) or comb(size + grades - 1, grades - 1) > _WAYS:
        return p
    return _exact(whole, scores, size, off)


def _exact(whole: Sequence[int], scores: Sequence[int], size: int, off: int) -> float:
    """Return the chance that ``size`` answers drawn of all lie ``off`` or more from the middle."""
    from numpy import array
    from scipy.stats import multivariate_hypergeom

    there = [(count, score) for count, score in zip(whole, scores, strict=True) if count]
    counts = array([count for count, _ in there])
    ways = _ways(size, len(there))
    far = abs(ways @ array([score for _, score in there])) >= off
    ways = ways[far & (ways <= counts).all(axis=1)]
    return min(1.0, float(multivariate_hypergeom.pmf(ways, m=counts, n=size).sum()))


@lru_cache(maxsize=64)
def _ways(size: int, grades: int) -> numpy.ndarray[Any, Any]:
    """Return the ways in which ``size`` answers fall on some grades: a row each, a column a grade.

    Stars and bars: the places of the bars among the stars.
    """
    from itertools import combinations

    from numpy import array, diff

    places = array(list(combinations(range(size + grades - 1), grades - 1)), dtype=int)
    places = places.reshape(-1, grades - 1)
    return diff(places, axis=1, prepend=-1, append=size + grades - 1) - 1


def _uneven(held: _Compared, p: float) -> Uneven:
    group, rest = _said(held.item, held.group), _said(held.item, held.rest)
    told = (held.dimension, held.step, held.value, held.item)
    return Uneven(*told, group, rest, difference(group, rest), p)


def _said(item: str, counts: Sequence[int]) -> Mean | Share:
    """Return what an item's counts (at least one) say."""
    said = estimate(item, counts, 1)
    assert said  # noqa: S101  there are at least the limit
    return said

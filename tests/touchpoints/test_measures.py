"""What answers say: intervals that keep their promises, and nothing said of small groups."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from math import comb, lgamma, log
from math import exp as e_to
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchpoints.measures import Counts, Measure, Measures, difference, mean, measure, share, wilson

COUNT = st.integers(0, 400)
FIVE = st.tuples(*[COUNT] * 5).filter(any)
THREE = st.tuples(*[st.integers(0, 40)] * 3)


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_published_interval(part: int, n: int, low: float, high: float) -> None:
    found = share(part, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 2000), st.data())
def test_a_share_lies_in_its_interval(n: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, n))
    found = share(part, n)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high
    mirrored = share(n - part, n)
    assert mirrored.low == pytest.approx(1 - found.high, abs=1e-12)
    assert wilson(found.share, 2 * n)[1] - wilson(found.share, 2 * n)[0] < found.high - found.low


@given(FIVE)
def test_a_mean_lies_in_its_interval_on_the_scale(counts: tuple[int, ...]) -> None:
    answers = list(chain.from_iterable(repeat(at + 1, c) for at, c in enumerate(counts)))
    found = mean(counts)
    assert found.n == len(answers)
    assert found.mean == pytest.approx(fmean(answers))
    assert 1 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= 5
    assert found.low < found.high


@given(FIVE, st.integers(0, 3))
def test_one_answer_raised_never_lowers_the_mean(counts: tuple[int, ...], at: int) -> None:
    if counts[at]:
        raised = list(counts)
        raised[at] -= 1
        raised[at + 1] += 1
        assert mean(raised).mean > mean(counts).mean


@given(FIVE)
def test_a_mirrored_scale_mirrors_the_interval(counts: tuple[int, ...]) -> None:
    one, other = mean(counts), mean(counts[::-1])
    assert other.low == pytest.approx(6 - one.high)
    assert other.mean == pytest.approx(6 - one.mean)


@given(st.integers(0, 60), st.integers(0, 60))
def test_answers_at_the_ends_alone_give_the_interval_of_a_share(low: int, high: int) -> None:
    if low + high:
        found = mean((low, 0, 0, 0, high))
        expected = share(high, low + high)
        assert found.low == pytest.approx(1 + 4 * expected.low)
        assert found.high == pytest.approx(1 + 4 * expected.high)


def _samples(n: int, kinds: int) -> Iterator[tuple[int, ...]]:
    if kinds == 1:
        yield (n,)
    else:
        for first in range(n + 1):
            yield from ((first, *rest) for rest in _samples(n - first, kinds - 1))


def _chance(counts: tuple[int, ...], of: tuple[float, ...]) -> float:
    if any(c and not p for c, p in zip(counts, of, strict=True)):
        return 0.0
    ways = lgamma(sum(counts) + 1) - sum(lgamma(c + 1) for c in counts)
    return e_to(ways + sum(c * log(p) for c, p in zip(counts, of, strict=True) if c))


@pytest.mark.parametrize(
    "of",
    [
        (0.2, 0.2, 0.2, 0.2, 0.2),
        (0.02, 0.05, 0.13, 0.6, 0.2),
        (0.01, 0.02, 0.05, 0.22, 0.7),
        (0.4, 0.05, 0.05, 0.1, 0.4),
        (0.0, 0.0, 0.02, 0.08, 0.9),
        (0.1, 0.0, 0.0, 0.0, 0.9),
    ],
)
@pytest.mark.parametrize("n", [5, 9])
def test_the_interval_of_a_mean_holds_the_truth_as_often_as_it_says(
    n: int, of: tuple[float, ...]
) -> None:
    """Every possible sample is counted, with its exact chance: nothing is simulated."""
    truth = sum((at + 1) * p for at, p in enumerate(of))
    samples = list(_samples(n, 5))
    assert len(samples) == comb(n + 4, 4)
    assert sum(_chance(s, of) for s in samples) == pytest.approx(1)
    held = [s for s in samples if mean(s).low - 1e-9 <= truth <= mean(s).high + 1e-9]
    assert sum(_chance(s, of) for s in held) > 0.91


@given(
    n=st.integers(0, 20),
    emotion=FIVE,
    efficiency=FIVE,
    done=THREE,
    expected=THREE,
    limit=st.integers(1, 8),
)
def test_a_small_group_shows_nothing_but_its_size(
    n: int,
    emotion: tuple[int, ...],
    efficiency: tuple[int, ...],
    done: tuple[int, ...],
    expected: tuple[int, ...],
    limit: int,
) -> None:
    counts = Counts(
        n=n, emotion=emotion, efficiency=efficiency, got_it_done=done, expectation=expected
    )
    found = measure(counts, limit)
    if n < limit:
        assert found == Measure(n=n, hidden=n > 0)
        return
    assert not found.hidden
    assert found.ease is None and found.easy is None
    for answers, told in ((emotion, found.emotion), (done, found.done), (expected, found.worse)):
        assert (told is None) == (sum(answers) < limit)
        assert told is None or told.n == sum(answers)
    if found.worse and found.met and found.better:
        assert found.worse.share + found.met.share + found.better.share == pytest.approx(1)
    if found.prompt:
        assert found.prompt.share == pytest.approx(sum(efficiency[3:]) / sum(efficiency))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_a_difference_of_shares_has_the_published_interval(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = difference(share(*one), share(*other))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(FIVE, FIVE)
def test_a_difference_is_its_mirror_image(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    one, other = difference(mean(a), mean(b)), difference(mean(b), mean(a))
    assert one.low <= one.by <= one.high
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    same = difference(mean(a), mean(a))
    assert same.low < 0 == same.by < same.high


def test_a_difference_of_means_holds_the_truth_as_often_as_it_says() -> None:
    chances, n, rounds = ((0.1, 0.2, 0.4, 0.2, 0.1), (0.02, 0.08, 0.2, 0.4, 0.3)), 20, 4000
    truth = [sum(at * part for at, part in enumerate(each)) for each in chances]
    drawn = Random(1998)
    held = 0
    for _round in range(rounds):
        a, b = (drawn.choices(range(5), each, k=n) for each in chances)
        found = difference(*(mean([each.count(at) for at in range(5)]) for each in (a, b)))
        held += found.low <= truth[0] - truth[1] <= found.high
    assert 0.93 <= held / rounds <= 0.98


def test_what_chance_explains_is_no_difference() -> None:
    usual, few = Counts(n=40, emotion=(0, 10, 20, 10, 0)), Counts(n=4, emotion=(4, 0, 0, 0, 0))
    worse = Counts(n=40, emotion=(30, 5, 5, 0, 0), ease=(0, 0, 0, 20, 20))
    steps = {"same": (usual, usual), "worse": (worse, usual), "few": (few, usual)}
    one, other = (
        Measures(steps={name: measure(pair[at]) for name, pair in steps.items()}) for at in (0, 1)
    )
    assert one.differences() == {}
    both = Measures(steps=one.steps, of="A", beside=other)
    assert list(both.differences()) == ["worse"]
    told = both.told()
    assert told["differences"]["worse"]["emotion"]["high"] < 0
    assert "ease" not in told["differences"]["worse"]
    assert "stamp" not in told["beside"]
    assert told["beside"]["steps"]["few"]["n"] == 40

"""Evenness: known samples, all ways gone through, false alarms counted, planted ones found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, repeat
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from touchpoints.evenness import COMPARED, Evenness, evenness, rank_sum
from touchpoints.measures import Counts

FEW = st.lists(st.integers(0, 3), min_size=5, max_size=5)
MANY = st.lists(st.integers(0, 400), min_size=5, max_size=5)
FIVE = (0.06, 0.1, 0.2, 0.34, 0.3)


def graded(counts: Sequence[int]) -> list[int]:
    return list(chain.from_iterable(repeat(at, n) for at, n in enumerate(counts)))


def test_the_exact_chance_is_the_published_one() -> None:
    """scipy's own example: ages at which men and women were told of diabetes, p = 1/9."""
    males, females = (19, 22, 16, 29, 24), (20, 11, 17, 12)
    ages = sorted((*males, *females))
    one, other = ([ages_of.count(age) for age in ages] for ages_of in (males, females))
    assert rank_sum(one, other) == pytest.approx(0.1111111111111111)
    assert mannwhitneyu(males, females, method="exact").pvalue == pytest.approx(1 / 9)


@settings(max_examples=40)
@given(FEW.filter(sum), FEW.filter(sum))
def test_with_ties_it_goes_through_all_ways_to_fall(group: list[int], rest: list[int]) -> None:
    whole = graded([a + b for a, b in zip(group, rest, strict=True)])
    size = min(sum(group), sum(rest))
    assume(len(whole) <= 14)
    ranks = [whole.index(x) + (whole.count(x) + 1) / 2 for x in whole]
    middle = size * (len(whole) + 1) / 2
    told = dict(zip(whole, ranks, strict=True))
    seen = abs(sum(told[x] for x in graded(min(group, rest, key=sum))) - middle)
    ways = [abs(sum(each) - middle) >= seen - 1e-9 for each in combinations(ranks, size)]
    exact = sum(ways) / len(ways)
    found = rank_sum(group, rest)
    assert found == pytest.approx(exact) or (found > 0.25 and exact > 0.1)


@settings(max_examples=40)
@given(MANY, MANY)
def test_of_many_it_is_the_normal_one_corrected_for_ties(group: list[int], rest: list[int]) -> None:
    assume(min(sum(group), sum(rest)) > 30)
    assume(sum(a + b > 0 for a, b in zip(group, rest, strict=True)) > 1)
    sides = graded(group), graded(rest)
    known = mannwhitneyu(*sides, use_continuity=False, method="asymptotic").pvalue
    assert rank_sum(group, rest) == pytest.approx(known, rel=1e-6, abs=1e-12)
    assert rank_sum(group, rest) == rank_sum(rest, group)
    assert rank_sum(group, rest) == pytest.approx(rank_sum(group[::-1], rest[::-1]))


def drawn(rng: Random, n: int, chances: Sequence[float]) -> Counts:
    """Counts of n answers to all items, each as likely as the five chances say."""

    def some(weights: Sequence[float]) -> tuple[int, ...]:
        held = rng.choices(range(len(weights)), weights, k=n)
        return tuple(held.count(at) for at in range(len(weights)))

    three = (chances[4] + chances[3], chances[2], chances[0] + chances[1])
    five = {item: some(chances) for item in ("emotion", "efficiency", "ease")}
    return Counts(n=n, got_it_done=some(three), expectation=some(three[::-1]), **five)


def page(rng: Random, sizes: Sequence[int] = (5, 6, 8, 12, 15, 30, 60)) -> dict[str, object]:
    """Four steps, told apart by unit and by region, all drawn alike."""
    return {
        dimension: {
            f"s{step}": {f"{dimension} {at}": drawn(rng, n, FIVE) for at, n in enumerate(sizes)}
            for step in range(4)
        }
        for dimension in ("unit", "region")
    }


def test_where_nothing_differs_hardly_ever_something_is_named() -> None:
    rng = Random(2001)
    pages = [evenness(page(rng), 5) for _ in range(60)]  # type: ignore[arg-type]
    assert all(each.compared == 2 * 4 * 7 * len(COMPARED) for each in pages)
    assert sum(bool(each.uneven) for each in pages) <= 0.05 * len(pages)


def test_a_planted_difference_is_named_with_its_size_and_nothing_else() -> None:
    rng = Random(7)
    held = page(rng, (40, 40, 40, 40))
    held["unit"]["s2"]["unit 1"] = drawn(rng, 40, FIVE[::-1])  # type: ignore[index]
    found = evenness(held, 5).uneven  # type: ignore[arg-type]
    assert {(each.step, each.value) for each in found} == {("s2", "unit 1")}
    assert {each.item for each in found} == set(COMPARED)
    emotion = next(each for each in found if each.item == "emotion")
    assert emotion.p < 0.05 and emotion.difference.high < 0
    assert emotion.group.n == 40 and emotion.rest.n == 120
    done = next(each for each in found if each.item == "got_it_done")
    assert done.difference.by < -0.2


def test_small_groups_and_what_nobody_told_are_left_out() -> None:
    bad, good = (20, 0, 0, 0, 0), (0, 0, 0, 0, 20)
    few, one = Counts(n=4, emotion=(4, 0, 0, 0, 0)), Counts(n=20, emotion=good)
    other = Counts(n=20, emotion=bad)
    assert evenness({"unit": {"s1": {"": other, "a": one, "b": few, "c": None}}}, 5) == Evenness()
    found = evenness({"unit": {"s1": {"": one, "a": one, "b": other}}}, 5)
    assert found.compared == 2
    assert {each.value for each in found.uneven} == {"a", "b"}
    assert evenness({"unit": {"s1": {"a": one, "b": one}}}, 5).uneven == ()


def test_what_is_not_worked_out_exactly_is_named_by_no_correction() -> None:
    """For one comparison and for ever more: small groups of skewed grades, a large rest."""
    random = Random(3)

    def grades(n: int, skew: int) -> list[int]:
        weights = [random.random() ** skew for _ in range(5)]
        drawn = random.choices(range(5), weights, k=n)
        return [drawn.count(grade) for grade in range(5)]

    seen = 0
    for _ in range(3000):
        skew = random.choice((1, 3, 6))
        group, rest = grades(random.randint(5, 15), skew), grades(random.choice((5, 30, 300)), skew)
        normal = rank_sum(group, rest, 0)
        exact = rank_sum(group, rest, 1)
        for least in (0.05, 0.0125, 0.004):
            if 0.25 > normal > 10 * least:
                seen += 1
                assert exact >= least, (group, rest, normal, exact)
                assert rank_sum(group, rest, least) == normal
    assert seen > 500

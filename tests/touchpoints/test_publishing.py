"""Published tables: nothing that was ever published gives a small group away.

Everything published at any time is held as linear equations over what is unknown: how many answers
of each value came with each batch. Worse than in life, the reader knows which of these each number
is the sum of. A group is given away where the equations determine its sum (their null space,
modulo a large prime, is orthogonal to it).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from touchpoints.publishing import FAMILIES, Item, Place, told
from touchpoints.tables import Path, Table, added

PRIME = 2**31 - 1
#: At most so many batches in a play.
BATCHES = 8
Matrix = NDArray[np.int64]


class Play:
    """An item that answers come to, and all that was published of one of its families.

    Counts are vectors by batch; behind them stands in which batches a cell was counted at all
    (also where nobody was), and what makes these marks add up to nothing.
    """

    def __init__(
        self, leaves: Sequence[Path], limit: int, family: str, table: type[Table] = Table
    ) -> None:
        self.leaves, self.limit, self.family = leaves, limit, family
        self.item = Item(tables={name: table() for name in FAMILIES})
        self.batch = 0
        self.real = np.zeros((len(leaves), BATCHES), dtype=np.int64)
        self.known: list[Matrix] = []

    def _vector(self, count: int, mark: bool = False) -> tuple[int, ...]:
        found = [0] * (2 * BATCHES + 1)
        found[self.batch] = count
        if mark:
            found[BATCHES + self.batch], found[-1] = 1, -1
        return tuple(found)

    def answer(self, at: int, count: int = 1) -> None:
        """Have answers come, or leave before they were told."""
        path = self.leaves[at]
        for family, dimensions in FAMILIES.items():
            told = path if family == self.family else ("",) * len(dimensions)
            self.item.add(family, told, self._vector(count))
        self.real[at, self.batch] += count

    def look(self) -> None:
        """Publish what may be published, and note all that can be seen then."""
        fresh = self.item.fresh[self.family]
        for at, path in enumerate(self.leaves):
            self.answer(at, 0)
            held = list(fresh[path])
            held[BATCHES + self.batch], held[-1] = 1, -1
            fresh[path] = tuple(held)
        if self.batch == BATCHES or not self.item.refresh(self.limit):
            return
        total = np.zeros_like(self.real)
        total[:, self.batch] = 1
        self.known.append(total)
        for path, counts in self.item.tables[self.family].shown.items():
            sums = np.zeros_like(self.real)
            for at, leaf in enumerate(self.leaves):
                if leaf[: len(path)] == path:
                    sums[at] = np.array(counts[BATCHES:-1]) > 0
            assert (sums * self.real).sum() == sum(counts), "what it is the sum of"
            self.known.append(sums)
        self.batch += 1

    def given_away(self) -> list[tuple[int, Matrix]]:
        """Return the groups whose sums are determined and small."""
        if not self.known:
            return []
        cells = len(self.leaves) * self.batch
        equations = np.array([each[:, : self.batch].reshape(cells) for each in self.known])
        groups = _groups(len(self.leaves), self.batch)
        told = ~((groups @ _null_space(equations).T) % PRIME).any(axis=1)
        sizes = groups[told] @ self.real[:, : self.batch].reshape(cells)
        found = zip(sizes, groups[told], strict=True)
        return [(int(n), group) for n, group in found if 0 < n < self.limit]


@cache
def _groups(leaves: int, batches: int) -> Matrix:
    """Return groups of cells as 0 and 1: all of them where they are few, else every set of values
    in every row of batches, and what remains of one within another."""
    cells = leaves * batches
    if cells <= 14:
        numbers = np.arange(1, 2**cells)
        return (numbers[:, None] >> np.arange(cells)) & 1
    found = []
    values = [s for n in range(1, leaves + 1) for s in combinations(range(leaves), n)]
    spans = [(a, b) for a in range(batches) for b in range(a + 1, batches + 1)]
    for chosen in values:
        for start, end in spans:
            group = np.zeros((leaves, batches), dtype=np.int64)
            group[list(chosen), start:end] = 1
            found.append(group.reshape(cells))
    return np.array(found)


def _null_space(rows: Matrix) -> Matrix:
    """Return a basis of the null space modulo PRIME."""
    held, pivots = rows.astype(np.int64) % PRIME, list[int]()
    for column in range(held.shape[1]):
        rest = np.flatnonzero(held[len(pivots) :, column])
        if not rest.size:
            continue
        at = len(pivots)
        held[[at, at + rest[0]]] = held[[at + rest[0], at]]
        held[at] = held[at] * pow(int(held[at, column]), -1, PRIME) % PRIME
        factors = held[:, column].copy()
        factors[at] = 0
        held = (held - factors[:, None] * held[at] % PRIME) % PRIME
        pivots.append(column)
        if at + 1 == held.shape[0]:
            break
    free = [column for column in range(held.shape[1]) if column not in pivots]
    basis = np.zeros((len(free), held.shape[1]), dtype=np.int64)
    for row, column in enumerate(free):
        basis[row, column] = 1
        basis[row, pivots] = -held[: len(pivots), column] % PRIME
    return basis


FLAT = [("a",), ("b",), ("c",)]
WIDE = [(name,) for name in "abcdef"]
NESTED = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "z")]


def _plays(leaves: Sequence[Path], looks: int) -> st.SearchStrategy[list[list[int]]]:
    """Rounds of arrivals by leaf, a look after each; what is negative leaves untold."""
    some = st.one_of(st.integers(-2, 4), st.integers(0, 9), st.just(0))
    each = st.lists(some, min_size=len(leaves), max_size=len(leaves))
    return st.lists(each, min_size=1, max_size=looks)


def _played(play: Play, rounds: Iterable[Sequence[int]]) -> Play:
    for counts in rounds:
        for at, count in enumerate(counts):
            if play.batch < BATCHES:
                play.answer(at, max(count, -int(play.real[at, play.batch])))
        play.look()
    return play


@given(_plays(FLAT, 6), st.integers(2, 6))
def test_no_group_of_a_table_is_given_away(rounds: list[list[int]], limit: int) -> None:
    assert _played(Play(FLAT, limit, "segment"), rounds).given_away() == []


@given(_plays(WIDE, 8), st.integers(2, 5))
def test_no_group_of_many_values_is_given_away(rounds: list[list[int]], limit: int) -> None:
    assert _played(Play(WIDE, limit, "segment"), rounds).given_away() == []


@given(_plays(NESTED, 6), st.integers(2, 5))
def test_no_unit_of_a_region_is_given_away(rounds: list[list[int]], limit: int) -> None:
    assert _played(Play(NESTED, limit, "region"), rounds).given_away() == []


class Naive(Table):
    """A table that tells every value with enough new answers, whatever that leaves over."""

    def take(self, cells: dict, depth: int, limit: int, above: Path = ()) -> None:  # type: ignore[type-arg]
        if above:
            return
        pool = self.waiting.setdefault((above, frozenset()), {})
        added(pool, cells)
        for path in [path for path, counts in pool.items() if sum(counts) >= limit]:
            self._tell({path[0]: {path: pool.pop(path)}}, depth, limit, above)


class Careless(Table):
    """A table with secondary suppression at each look, which forgets that looks differ."""

    def take(self, cells: dict, depth: int, limit: int, above: Path = ()) -> None:  # type: ignore[type-arg]
        super().take(cells, depth, limit, above)
        pools = [self.waiting.pop(key) for key in list(self.waiting)]
        for pool in pools:
            added(self.waiting.setdefault((above, frozenset()), {}), pool)


@pytest.mark.parametrize(
    ("table", "rounds"),
    [(Naive, [[5, 5, 2]]), (Careless, [[9, 3, 5], [6, 2, 0]])],
)
def test_the_proof_finds_what_weaker_rules_give_away(
    table: type[Table], rounds: list[list[int]]
) -> None:
    assert _played(Play(FLAT, 5, "segment"), rounds).given_away() == []
    assert _played(Play(FLAT, 5, "segment", table), rounds).given_away() != []


@given(_plays(NESTED, 8), st.integers(1, 6))
def test_what_is_published_only_grows_and_never_exceeds_what_was_answered(
    rounds: list[list[int]], limit: int
) -> None:
    play = Play(NESTED, limit, "region")
    before: dict[Path, int] = {}
    for counts in rounds:
        total = sum(play.item.total)
        _played(play, [counts])
        assert sum(play.item.total) in (total, *range(total + limit, 999))
        shown = {p: sum(v) for p, v in play.item.tables["region"].shown.items()}
        assert all(shown[path] >= n for path, n in before.items())
        assert all(n == 0 or n >= limit for n in shown.values())
        for name in "ab":
            inner = sum(n for path, n in shown.items() if len(path) == 2 and path[0] == name)
            assert inner <= shown.get((name,), 0)
        before = shown
    assert sum(n for path, n in before.items() if len(path) == 1) <= sum(play.item.total)


@given(st.lists(st.integers(5, 40), min_size=6, max_size=6))
def test_a_table_without_small_groups_is_shown_whole(counts: list[int]) -> None:
    play = _played(Play(WIDE, 5, "segment"), [counts])
    shown = play.item.tables["segment"].shown
    assert {path: sum(each) for path, each in shown.items()} == dict(zip(WIDE, counts, strict=True))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([25, 12, 3], {"a": 25}),  # b with c
        ([25, 12, 0], {"a": 25, "b": 12}),
        ([25, 3, 2], {"a": 25}),  # b and c are enough for each other
        ([4, 2, 3], {}),
        ([7, 4, 0], {}),
    ],
)
def test_a_small_group_takes_the_smallest_other_one_with_it(
    counts: list[int], shown: dict[str, int]
) -> None:
    play = _played(Play(FLAT, 5, "segment"), [counts])
    found = {p[0]: sum(v) for p, v in play.item.tables["segment"].shown.items() if sum(v)}
    assert found == shown


@pytest.mark.parametrize("every", [1, 7, 100])
def test_with_enough_answers_every_value_is_shown_and_hardly_any_is_left(every: int) -> None:
    rnd = random.Random(every)
    weights = {"a": 55, "b": 25, "c": 12, "d": 6, "e": 2}
    item, real = Item(), dict.fromkeys(weights, 0)
    for at in range(1, 3001):
        (value,) = rnd.choices(list(weights), list(weights.values()))
        real[value] += 1
        for family, dimensions in FAMILIES.items():
            item.add(family, (value,) * len(dimensions), (1,))
        if at % every == 0:
            item.refresh(5)
    assert sum(item.total) > 2970
    for family in ("segment", "region"):
        shown = item.tables[family].shown
        for value, n in real.items():
            path = (value,) * len(FAMILIES[family])
            assert 0.7 * n < sum(shown[path]) <= n
        assert sum(sum(shown[path]) for path in shown if len(path) == 1) > 2790


def test_very_many_answers_are_told_a_hundredth_at_a_time() -> None:
    item, moved = Item(), []
    for at in range(1, 3001):
        for family, dimensions in FAMILIES.items():
            item.add(family, ("",) * len(dimensions), (1,))
        if item.refresh(5):
            moved.append(at)
    steps = [b - a for a, b in zip(moved, moved[1:], strict=False)]
    assert steps == sorted(steps) and steps[0] == 5 and steps[-1] == 29


def _add(place: Place, item: str, region: str, unit: str, counts: tuple[int, ...]) -> None:
    for family, dimensions in FAMILIES.items():
        path = (region, unit) if family == "region" else ("",) * len(dimensions)
        place.add(item, family, path, counts)


@given(_plays(NESTED, 4), st.integers(2, 5))
def test_a_place_is_read_as_it_was_written(rounds: list[list[int]], limit: int) -> None:
    place = Place()
    for counts in rounds:
        for (region, unit), count in zip(NESTED, counts, strict=True):
            _add(place, "n", region, unit, (max(count, 0),))
            _add(place, "ease", region, unit, (0, max(count, 0) // 2, 0, 1, 0))
        place.seen("2026-03-02")
        place.refresh(limit, 7)
        written = place.written()
        place = Place.read(json.loads(json.dumps(written)))
        assert place.written() == written


@given(_plays(NESTED, 5), st.integers(2, 5))
def test_two_values_that_become_one_are_told_as_one(rounds: list[list[int]], limit: int) -> None:
    place, alike = Place(), Place()
    for counts in rounds:
        for (region, unit), count in zip(NESTED, counts, strict=True):
            _add(place, "n", region, unit, (max(count, 0),))
            _add(alike, "n", region, unit, (max(count, 0),))
        place.refresh(limit)
        alike.refresh(limit)
    shown = told(place.written()["tables"], "unit")
    place.rename("unit", "y", "x")
    sums = sum(sum(shown.get(name, {}).get("n", (0,))) for name in "xy")
    assert sum(told(place.written()["tables"], "unit").get("x", {}).get("n", (0,))) == sums
    assert "y" not in told(place.written()["tables"], "unit")
    place.join(alike)
    assert sum(place.totals().get("n", (0,))) == 2 * sum(alike.totals().get("n", (0,)))

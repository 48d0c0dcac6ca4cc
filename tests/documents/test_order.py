"""Order keys (SPEC.md, K1 and K2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeymap.documents.fields import rules_of
from journeymap.documents.order import DIGITS, between, spread

keys = st.text(DIGITS, min_size=1, max_size=12).filter(lambda key: not key.endswith("0"))


def fits(key: str) -> bool:
    """Whether the field rule of order keys takes it."""
    from journeys.graph import Stage

    return not rules_of(Stage)["order"].one(key)


@given(keys, keys)
def test_there_is_always_a_key_between(one: str, other: str) -> None:
    low, high = sorted([one, other])
    if low == high:
        with pytest.raises(ValueError, match="is not before"):
            between(low, high)
        return
    key = between(low, high)
    assert low.encode() < key.encode() < high.encode()
    assert fits(key)


@given(keys)
def test_both_ends_are_open(key: str) -> None:
    assert between("", key) < key < between(key, "")
    assert fits(between("", key))
    assert fits(between(key, ""))
    assert fits(between("", ""))


@given(st.integers(0, 3000))
def test_spread_keys_are_in_order_and_short(count: int) -> None:
    found = spread(count)
    assert found == sorted(set(found))
    assert len(found) == count
    assert all(fits(key) and len(key) <= 3 for key in found)


@given(st.lists(st.integers(0, 10_000), max_size=200))
def test_a_list_edited_anywhere_stays_in_order(places: list[int]) -> None:
    row = spread(2)
    for place in places:
        at = place % (len(row) + 1)
        low = row[at - 1] if at else ""
        row.insert(at, between(low, row[at] if at < len(row) else ""))
    assert row == sorted(set(row))


def test_adding_at_the_ends_keeps_keys_short() -> None:
    """K2."""
    first = last = between("", "")
    for _ in range(3000):
        first, last = between("", first), between(last, "")
        assert len(first) <= 4 >= len(last)


@pytest.mark.parametrize("side", ["low", "high", "zigzag"])
def test_the_worst_insertions_stay_within_a_key(side: str) -> None:
    """K2: 400 insertions at one place, always beside the last one."""
    low, high = "V", "W"
    for at in range(400):
        key = between(low, high)
        assert fits(key), (at, key)
        if side == "low" or (side == "zigzag" and at % 2):
            low = key
        else:
            high = key


@pytest.mark.parametrize(("low", "high"), [("V0", ""), ("", "0"), ("ä", ""), ("a", "b c")])
def test_what_is_no_key_is_refused(low: str, high: str) -> None:
    with pytest.raises(ValueError, match="is no order key"):
        between(low, high)

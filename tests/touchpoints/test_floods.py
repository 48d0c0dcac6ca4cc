"""Floods: what an office does passes, what a machine does is suspect, and no address is kept."""

from __future__ import annotations

import datetime
import hashlib
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.support.people import People
from touchpoints.intake import floods, public
from touchpoints.models import Answer, SurveyRound

ATTEMPTS: Any = caches["attempts"]
NOW = datetime.datetime.now(datetime.UTC)
HOUR = datetime.timedelta(hours=1)
ADDRESSES = ("203.0.113.77", "2001:db8:77::/64")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    ATTEMPTS.clear()
    yield
    ATTEMPTS.clear()


def come(
    n: int, link: str = "r", address: str = "192.0.2.1", ago: datetime.timedelta = HOUR
) -> int:
    """So many come at once; how many of them are suspect."""
    return sum(floods.suspects(link, address, [NOW - ago] * n))


def test_an_office_with_a_kiosk_is_beyond_doubt_and_a_machine_is_not() -> None:
    assert come(floods.AN_HOUR) == 0
    assert come(1) == 1
    assert come(1, address="192.0.2.2") == 0
    assert come(1, link="other") == 0


def test_a_kiosk_that_waited_is_counted_by_the_hours_of_its_answers() -> None:
    for hour in range(24):
        assert come(10, ago=hour * HOUR) == 0


def test_too_many_at_once_are_not_taken_and_later_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "MOST", 20)
    assert come(20) == 0
    with pytest.raises(floods.TooMany) as refused:
        come(1)
    assert refused.value.seconds == floods.WINDOW
    assert come(20, address="192.0.2.2") == 0
    ATTEMPTS.clear()  # the time is over
    assert come(20) == 0


def test_a_flood_from_many_addresses_is_suspect_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "OF_ALL", 30)
    monkeypatch.setattr(floods, "MOST_OF_ALL", 40)
    assert [come(1, address=f"192.0.2.{n}") for n in range(31)] == [*[0] * 30, 1]
    assert come(1, link="other") == 0
    with pytest.raises(floods.TooMany):
        for n in range(20):
            come(1, address=f"198.51.100.{n}")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(1, 40)), max_size=25))
def test_only_what_is_above_a_limit_is_suspect_whatever_comes(
    told: list[tuple[int, int, int]],
) -> None:
    """Answers by address, hour and number, against sums that Python makes of them."""
    ATTEMPTS.clear()
    hours: dict[tuple[int, int], int] = {}
    all_of: dict[int, int] = {}
    for address, hour, n in told:
        total = sum(all_of.values()) + n
        all_of[address] = all_of.get(address, 0) + n
        if all_of[address] > floods.MOST:
            with pytest.raises(floods.TooMany):
                come(n, address=str(address), ago=hour * HOUR)
            continue
        key = address, hour
        hours[key] = hours.get(key, 0) + n
        assert total <= floods.OF_ALL
        found = come(n, address=str(address), ago=hour * HOUR)
        assert found == (n if hours[key] > floods.AN_HOUR else 0)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_is_anywhere_in_tables_keys_or_values(people: People, address: str) -> None:
    people.journey()
    held = SurveyRound.objects.create(
        workspace=people.workspace, journey="j1", steps=["s1"], title="R"
    )
    given = [public.of_kiosk(held, {"client_id": f"k{n}", "ease": 1}) for n in range(3)]
    taken = public.take(held, given, source="kiosk", address=address)
    assert [each.created for each in taken] == [True] * 3
    told = _everything()
    assert "k2" in told
    for word in _forms(address):
        assert word not in told


def _forms(address: str) -> list[str]:
    """The address as it is, and digests of it that anybody could compute."""
    forms = [address, address.removesuffix("::/64")]
    for name in ("md5", "sha1", "sha256"):
        forms.append(hashlib.new(name, address.encode()).hexdigest())
    return forms


def _everything() -> str:
    """Every row of every table, and every key and value of the cache."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    kept = {
        key: pickle.loads(value)
        for name in settings.CACHES
        for key, value in caches[name]._cache.items()
    }
    assert Answer.objects.count() == 3 and kept
    return repr(rows) + repr(kept)


def test_what_stands_for_an_address_is_of_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days = {datetime.datetime.now(datetime.UTC).date()}
    one, again = (floods.stand_in("192.0.2.1") for _ in range(2))
    days.add(datetime.datetime.now(datetime.UTC).date())  # another one where midnight came
    assert one == again or len(days) == 2
    keys = {key for key in ATTEMPTS._cache if "answers-key" in key}
    assert keys and keys <= {f":1:answers-key:{day}" for day in days}
    ATTEMPTS.clear()  # the key is random and nowhere else: nobody can make the same again
    assert one != floods.stand_in("192.0.2.1")

"""Attempts are counted by whom and what they are at; a window ends; a right one is given back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import RequestFactory

from journeymap.throttle import address_of, attempt, forget, give_back


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    caches["attempts"].clear()
    yield
    caches["attempts"].clear()


def tries(count: int, *parts: str, limit: int = 3, seconds: int = 60) -> list[bool]:
    return [attempt("test", *parts, limit=limit, seconds=seconds) for _ in range(count)]


def test_so_many_may_and_no_more_whoever_else_tries() -> None:
    assert tries(5, "aino", "192.0.2.1") == [True, True, True, False, False]
    assert tries(1, "bo", "192.0.2.1") == [True]
    assert tries(1, "aino", "192.0.2.2") == [True]
    assert attempt("other", "aino", "192.0.2.1", limit=1, seconds=60)
    assert tries(1, "ain", "o192.0.2.1") == [True], "parts are kept apart"


def test_a_right_attempt_forgets_all_or_only_itself() -> None:
    tries(3, "aino")
    give_back("test", "aino")
    assert tries(2, "aino") == [True, False]
    forget("test", "aino")
    assert tries(1, "aino") == [True]
    give_back("test", "nobody")
    assert tries(4, "nobody") == [True, True, True, False]


def test_the_window_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    tries(4, "aino")
    later = time.time() + 61
    monkeypatch.setattr("time.time", lambda: later)
    assert tries(1, "aino") == [True]


def test_no_name_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(caches["attempts"], "add", lambda key, *_: kept.append(key), raising=False)
    attempt("test", "aino", limit=1, seconds=60)
    assert kept and "aino" not in kept[0]


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_customer_is_one(remote: str, expected: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    assert address_of(request) == expected

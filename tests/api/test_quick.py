"""Answers on the short way: it says what the view says; what is not sound goes to the view."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.api import quick
from tests.support.people import People
from touchpoints.models import Answer

from .support import Caller, caller, token

ONE = {
    "journey": "j1",
    "step": "s1",
    "emotion": 4,
    "client_id": "a1",
    "comment": "Soita 040 123 4567",
}
#: Another request of the same meaning that the short way leaves to the view.
LONG = {"Accept": "application/json, */*"}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Tell of each request whether it went the short way."""
    gone: list[bool] = []
    whole = quick.answer

    def told(*args: Any) -> Any:
        found = whole(*args)
        gone.append(found is not None)
        return found

    monkeypatch.setattr(quick, "answer", told)
    return gone


def _same(one: Any, other: Any) -> None:
    assert (one.status_code, one.json()) == (other.status_code, other.json())
    for name in ("Content-Type", "Cache-Control"):
        assert one[name] == other[name]
    for name in ("Cookie", "Authorization"):
        assert name in one["Vary"]


@pytest.mark.parametrize(("address", "body"), [("answers/", ONE), ("answers/bulk/", [ONE])])
def test_both_ways_say_the_same(people: People, short: list[bool], address: str, body: Any) -> None:
    people.journey()
    editor = token(people)
    first = editor.post(address, body)
    again, slow = editor.post(address, body), editor.post(address, body, headers=LONG)
    assert short == [True, True, False]
    _same(again, slow)
    assert first.status_code == (201 if body is ONE else 200)
    kept = Answer.objects.get()
    assert "040" not in kept.comment, "masked, in the workspace's language"
    Answer.objects.all().delete()
    _same(first, editor.post(address, body, headers=LONG))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (ONE | {"emotion": 6}, 422),
        (ONE | {"journey": "gone"}, 422),
        ([], 422),
        ("{", 400),
        (b"\xff", 400),
        ('{"emotion": NaN}', 400),
        ('{"comment": "\\u0000"}', 422),
    ],
)
def test_what_is_not_sound_is_told_by_the_view(
    people: People, short: list[bool], body: Any, status: int
) -> None:
    people.journey()
    answer = token(people).post("answers/", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert short == [False] and not Answer.objects.exists()


def test_nobody_gets_by_the_short_way_what_the_view_refuses(
    people: People, short: list[bool]
) -> None:
    people.journey()
    people.journey("j2", foreign=True)
    workspace, foreign = people.workspace.pk, people.foreign.pk
    for who, query, status in (
        (token(people, "editor", "viewer"), {}, 403),
        (token(people, "viewer", "viewer"), {}, 403),
        (token(people), {"workspace": foreign}, 404),
        (token(people), {"workspace": "no such"}, 404),
        (token(people), {"what": "is"}, 400),
        (Caller(secret="jm_wrong"), {"workspace": workspace}, 401),
        (caller(people, "anonymous"), {"workspace": workspace}, 401),
    ):
        assert who.post("answers/", ONE, query=query).status_code == status
    other_page = token(people).post("answers/", ONE, headers={"X-Journeymap-User": "user:0"})
    assert other_page.status_code == 401
    assert not any(short) and not Answer.objects.exists()
    assert token(people).post("answers/", ONE, query={"workspace": workspace}).status_code == 201


@pytest.mark.both_databases
@pytest.mark.parametrize("count", [1, 100])
def test_an_answer_costs_few_queries_however_many_there_are(people: People, count: int) -> None:
    people.journey()
    editor = token(people)
    editor.post("answers/", ONE)  # its token has been seen
    body = [ONE | {"client_id": f"b{n}", "language": "fi"} for n in range(count)]
    with CaptureQueriesContext(connection) as asked:
        answer = editor.post("answers/bulk/", json.dumps(body))
    assert answer.status_code == 200
    told = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
    assert len(told) == 4, told

"""The kiosk's page, and the answers that it sends at once or a week later."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.people import People
from touchpoints import answers, rounds
from touchpoints.intake import floods
from touchpoints.intake.questions import STANDARD
from touchpoints.models import Answer, SurveyRound

from .conftest import Ask

pytestmark = pytest.mark.both_databases
HOUR = timezone.timedelta(hours=1)
DAY = timezone.timedelta(days=1)


def send(client: Client, held: SurveyRound, told: Any, **more: Any) -> Any:
    body = told if isinstance(told, str | bytes) else json.dumps(told)
    return client.post(f"/a/{held.code}/answers/", body, "application/json", **more)


def at(ago: datetime.timedelta) -> str:
    return (timezone.now() - ago).isoformat()


def test_all_screens_are_in_the_page_and_nothing_is_written_at_a_kiosk(
    ask: Ask, customer: Client
) -> None:
    held = ask(steps=[], offers={"unit": ["Vaasa"]}, questions=list(STANDARD.values()))
    html = customer.get(f"/a/{held.code}/kiosk/?unit=Vaasa&idle=90").content.decode()
    assert len(re.findall('<section class="screen" role="group"', html)) == 7
    assert 'data-idle="90"' in html
    assert "{&quot;unit&quot;: &quot;Vaasa&quot;}" in html
    assert "<textarea" not in html
    assert "This device gives no receipt" in html
    assert {*re.findall('data-name="([a-z_]+)"', html)} == {"step", *STANDARD} - {"comment"}


def test_how_long_it_waits_is_set_by_whoever_sets_it_up(ask: Ask, customer: Client) -> None:
    address = f"/a/{ask().code}/kiosk/?idle="
    told = {"": 30, "3": 10, "99999": 30, "700": 600, "x": 30, "-1": 30, "45": 45}
    for asked, idle in told.items():
        assert f'data-idle="{idle}"' in customer.get(address + asked).content.decode()


def test_one_answer_is_kept_once_however_often_it_is_sent(ask: Ask, customer: Client) -> None:
    held = ask()
    one = {"client_id": "k1", "at": at(HOUR), "emotion": "2", "ease": 3, "language": "sv"}
    first, again = send(customer, held, one), send(customer, held, one)
    assert (first.status_code, first.json()) == (201, {"client_id": "k1", "created": True})
    assert (again.status_code, again.json()) == (200, {"client_id": "k1", "created": False})
    row = Answer.objects.get()
    assert row.at == datetime.datetime.fromisoformat(one["at"])
    assert (row.emotion, row.ease, row.step, row.language) == (2, 3, "s2", "sv")
    assert (row.source, row.receipt, row.client_id) == ("kiosk", "", f"{held.code}.k1")
    other = send(customer, held, {**one, "ease": 4})
    assert other.status_code == 422
    assert other["Content-Type"] == "application/problem+json"
    assert other.json()["errors"][0]["pointer"] == "/client_id"


def test_ids_of_others_are_neither_found_out_nor_used_up(
    ask: Ask, customer: Client, people: People
) -> None:
    editor = people.actor("editor")
    own = {"client_id": "k1", "journey": "j1", "step": "s2", "ease": 1}
    held = ask()
    answers.record(people.workspace, editor, [own])
    assert send(customer, held, {"client_id": "k1", "ease": 5}).status_code == 201
    assert send(customer, ask(), {"client_id": "k1", "ease": 4}).status_code == 201
    assert sorted(Answer.objects.values_list("ease", flat=True)) == [1, 4, 5]


def test_what_waited_is_taken_with_its_time_and_a_refused_one_keeps_no_other_out(
    ask: Ask, customer: Client
) -> None:
    held = ask(opens=timezone.now() - 9 * DAY, closes=timezone.now() - HOUR, retention_days=30)
    told = [
        {"client_id": "a", "at": at(8 * DAY), "ease": 1},
        {"client_id": "b", "at": at(10 * DAY), "ease": 2},
        {"client_id": "c", "at": at(40 * DAY), "ease": 3},
        {"client_id": "d", "at": at(-HOUR), "ease": 4},
        {"client_id": "e", "at": "yesterday", "ease": 4},
        {"client_id": "f", "at": at(2 * HOUR), "ease": 9},
        {"client_id": "g", "at": at(2 * HOUR)},
        {"client_id": "not an id", "at": at(2 * HOUR), "ease": 4},
        {"at": at(2 * HOUR), "ease": 4},
        "no answer",
        {"client_id": "a", "at": at(8 * DAY), "ease": 1},
        {"client_id": "z", "at": at(2 * HOUR), "ease": 5},
    ]
    response = send(customer, held, told)
    assert response.status_code == 200
    results = response.json()["results"]
    assert [each.get("created") for each in results] == [True, *[None] * 10, True]
    wrong = [each["errors"][0]["pointer"] for each in results if "errors" in each]
    assert wrong == [
        "/round", "/at", "/round", "/at", "/ease", "", "/client_id", "/client_id", "/client_id",
        "/client_id",
    ]  # fmt: skip
    assert sorted(Answer.objects.values_list("ease", flat=True)) == [1, 5]


def test_a_clock_that_runs_ahead_tells_now(ask: Ask, customer: Client) -> None:
    send(customer, ask(), {"client_id": "a", "at": at(-3 * DAY), "ease": 1})
    assert Answer.objects.get().at <= timezone.now()


def test_a_kiosk_that_asked_the_old_questions_is_believed_to_have_asked_them(
    ask: Ask, customer: Client
) -> None:
    held = ask(questions=[STANDARD["emotion"], STANDARD["ease"]])
    old = rounds.wording_of(held)
    held.questions = [STANDARD["ease"]]
    held.save()
    new = rounds.wording_of(held)
    told = [
        {"client_id": "a", "wording": old, "emotion": 1, "ease": 1},
        {"client_id": "b", "wording": new, "emotion": 2, "ease": 2},
        {"client_id": "c", "wording": "0" * 32, "emotion": 3, "ease": 3},
        {"client_id": "d", "wording": ["x"], "emotion": 4, "ease": 4},
        {"client_id": "e", "wording": "a\0", "emotion": 5, "ease": 5},
    ]
    results = send(customer, held, told).json()["results"]
    assert all(each["created"] for each in results)
    rows = Answer.objects.order_by("ease").values_list("wording", "emotion")
    assert list(rows) == [(old, 1), *[(new, None)] * 4]
    again = {"client_id": "b", "wording": old, "ease": 2}
    assert send(customer, held, again).json()["created"] is False
    assert Answer.objects.get(ease=2).wording == new


def test_what_is_no_answer_is_refused_before_it_is_looked_at(ask: Ask, customer: Client) -> None:
    address, as_json = f"/a/{ask().code}/answers/", "application/json"
    one = '{"client_id": "a", "ease": 1}'
    for body, content_type, status in (
        ("{", as_json, 400),
        ('{"ease": NaN}', as_json, 400),
        (b"\xff", as_json, 400),
        ("[" * 16_000, as_json, 400),
        ("[]", as_json, 422),
        ("3", as_json, 422),
        (json.dumps([{}] * 51), as_json, 422),
        (json.dumps({"ease": 1, "comment": "x" * 17_000}), as_json, 413),
        (" " * 270_000, as_json, 413),
        ("ease=1", "application/x-www-form-urlencoded", 415),
        (one, "text/plain", 415),
    ):
        response = customer.post(address, body, content_type)
        assert response.status_code == response.json()["status"] == status, body[:40]
        assert response["Content-Type"] == "application/problem+json"
    assert customer.get(address).status_code == 405
    assert not Answer.objects.exists()
    assert customer.post(address, one, as_json).status_code == 201


def test_hostile_values_are_refused_and_break_nothing(ask: Ask, customer: Client) -> None:
    held = ask(steps=[])
    for said in (
        {"ease": [1]},
        {"ease": 1.5},
        {"ease": True},
        {"ease": {"a": 1}},
        {"ease": "1" * 400},
        {"ease": 10**400},
        {"step": "s\0"},
        {"ease": 1, "step": ["s2"]},
        {"comment": ["x"]},
        {"comment": "x" * 4001},
    ):
        response = send(customer, held, {"client_id": "a", "step": "s2", **said})
        assert response.status_code == 422, said
    assert not Answer.objects.exists()


def test_hostile_words_about_oneself_are_left_out(ask: Ask, customer: Client) -> None:
    held = ask(offers={"unit": ["Vaasa"], "segment": ["x1"]})
    names = ("segment", "channel", "unit", "region", "language", "wording")
    values = (["x"], {"a": 1}, 7, "a\0b", "\ud800")
    told = [
        {"client_id": f"{name}-{at}", "ease": 1, name: value}
        for name in names
        for at, value in enumerate(values)
    ]
    results = send(customer, held, told).json()["results"]
    assert [each.get("created") for each in results] == [True] * len(told)
    kept = Answer.objects.values_list(*names[:5]).distinct()
    assert list(kept) == [("",) * 5]


def test_above_the_second_limit_the_kiosk_is_told_when_to_send_again(
    ask: Ask, customer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "MOST", 3)
    held = ask()
    told = [{"client_id": f"a{n}", "ease": 1} for n in range(3)]
    assert send(customer, held, told).status_code == 200
    response = send(customer, held, told)
    assert response.status_code == 429
    assert int(response["Retry-After"]) == floods.WINDOW
    assert Answer.objects.count() == 3


def test_a_closed_kiosk_still_sends_what_waits(ask: Ask, customer: Client) -> None:
    held = ask(closes=timezone.now() - HOUR)
    shut = customer.get(f"/a/{held.code}/kiosk/")
    assert shut.status_code == 410
    assert f'data-send="/a/{held.code}/answers/"' in shut.content.decode()
    assert "answering/queue.js" in shut.content.decode()
    assert "answering/queue.js" not in customer.get(f"/a/{held.code}/").content.decode()


def test_the_kiosks_worker_is_served_above_its_pages(customer: Client, db: None) -> None:
    response = customer.get("/a/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert b"journeymap-kiosk" in response.content
    assert b"journeymap-kiosk" not in customer.get("/sw.js").content
    assert not response.cookies

"""Survey rounds over the API: made once, told whole, changed by field, deleted while unanswered."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.api.support import Caller, caller
from tests.support.people import People
from touchpoints import answers, rounds
from touchpoints.models import SurveyRound

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people: People) -> Caller:
    people.journey()
    return caller(people, "editor")


def make(people: People, editor: Caller, **value: Any) -> Any:
    body = {"title": "Spring", "journey": "j1"} | value
    return editor.post("rounds/", body, query={"workspace": people.workspace.pk})


def test_what_is_told_of_a_round_can_be_sent_for_another(people: People, editor: Caller) -> None:
    first = make(people, editor, id="r1", offers={"unit": ["Turku"]}, steps=["s1"])
    assert first.status_code == 201
    told = first.json()
    assert told["address"] == f"http://testserver/a/{SurveyRound.objects.get().code}/"
    assert (told["id"], told["state"], told["limit"]) == ("r1", "open", 5)
    asked = {name: told[name] for name in rounds.value_of(SurveyRound.objects.get())}
    assert make(people, editor, **asked, id="r1").status_code == 200
    again = make(people, editor, **asked, id="r2").json()
    own = ("id", "address", "created_at")
    assert {**again, **{name: told[name] for name in own}} == told
    assert make(people, editor, id="r1").status_code == 409


def test_a_refusal_points_at_each_field(people: People, editor: Caller) -> None:
    questions = [{"item": "ease", "scale": [[1, {}]]}]
    refused = make(people, editor, steps=["gone"], questions=questions, limit=2)
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/limit"]
    refused = make(people, editor, steps=["gone"], questions=questions)
    pointers = [each["pointer"] for each in refused.json()["errors"]]
    assert pointers == ["/questions/0/scale", "/steps/0"]
    for body in ([], [1], 3, {"id": 3, "title": "x"}):
        answer = editor.post("rounds/", body, query={"workspace": people.workspace.pk})
        assert answer.status_code == 422, body
    assert not SurveyRound.objects.exists()


def test_rounds_are_listed_by_place_and_state_page_by_page(people: People, editor: Caller) -> None:
    people.journey("j2")
    coming = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).isoformat()
    for at in range(3):
        make(people, editor, id=f"r{at}")
    make(people, editor, id="other", journey="j2", opens=coming)

    def listed(**query: Any) -> list[str]:
        query["workspace"] = people.workspace.pk
        found, address = [], "rounds/"
        while address:
            answer = editor.get(address, query=query).json()
            found += [each["id"] for each in answer["results"]]
            address, query = answer["next"], {}
        return found

    assert listed() == ["other", "r2", "r1", "r0"]
    assert listed(limit=1) == ["other", "r2", "r1", "r0"]
    assert listed(journey="j1", state="open") == ["r2", "r1", "r0"]
    assert listed(state="planned") == ["other"]
    assert listed(touchpoint="t1") == []
    wrong = editor.get("rounds/", query={"workspace": people.workspace.pk, "state": "lost"})
    assert wrong.status_code == 400


def test_what_was_read_is_sent_again_only_when_it_changed(people: People, editor: Caller) -> None:
    make(people, editor, id="r1")
    first = editor.get("rounds/r1/")
    tag = {"If-None-Match": first["ETag"]}
    assert editor.get("rounds/r1/", headers=tag).status_code == 304
    closes = datetime.datetime.now(datetime.UTC).isoformat()
    changed = editor.post("rounds/r1/", {"closes": closes, "news": {"fi": "Jono lyheni."}}).json()
    assert changed["state"] == "closed"
    again = editor.get("rounds/r1/", headers=tag)
    assert again.status_code == 200
    assert again.json() == changed
    assert editor.post("rounds/r1/", {"closes": None}).json()["state"] == "open"
    assert editor.post("rounds/r1/", {"mood": 1}).status_code == 422


def test_a_round_with_answers_is_not_deleted(people: People, editor: Caller) -> None:
    make(people, editor, id="r1")
    make(people, editor, id="r2")
    item = {"journey": "j1", "step": "s1", "emotion": 4, "round": "r1"}
    answers.record(people.workspace, people.actor("editor"), [item])
    assert editor.delete("rounds/r1/").status_code == 409
    assert editor.delete("rounds/r2/").status_code == 204
    assert editor.get("rounds/r2/").status_code == 404
    assert SurveyRound.objects.get().pk == "r1"

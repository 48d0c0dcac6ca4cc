"""Merging two records of a catalogue over the API."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.api.support import Caller, token
from tests.support.edits import put
from tests.support.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people: People) -> Caller:
    people.journey("j1", title="Path")
    shared = [put("touchpoint", key, kind="person", name=key.upper()) for key in ("t1", "t2")]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="t")
    log.commit("j1", SYSTEM, [put("encounter", "e", step="s1", touchpoint="t1")], client_id="e")
    return token(people)


def send(editor: Caller, people: People, **more: Any) -> Any:
    body = {"client_id": "m1", "record": "t1", "into": "t2"} | more
    return editor.post(f"catalogue/{people.workspace.pk}/merge/", body)


def test_it_tells_which_journeys_changed_and_can_be_repeated(
    editor: Caller, people: People
) -> None:
    done = send(editor, people, take=["name"])
    assert done.status_code == 200
    journey = {"id": "j1", "title": "Path", "version": 3, "trashed": False}
    assert done.json() == {"version": 3, "journeys": [journey], "answers": 0}
    assert send(editor, people, take=["name"]).json() == done.json()
    held = editor.get(f"catalogue/{people.workspace.pk}/").json()["results"]
    assert [(r["id"], r["record"]["name"], r["journeys"]) for r in held] == [("t2", "T1", 1)]
    undone = editor.post("journeys/j1/undo/", {"client_id": "u", "version": 3})
    assert undone.json()["left"], "what it named is gone: it is named as left"


@pytest.mark.parametrize(
    ("more", "status", "pointer"),
    [
        ({"into": "t9"}, 422, "/into"),
        ({"into": "t1"}, 422, "/into"),
        ({"take": ["colour"]}, 422, "/take/0"),
        ({"record": "a b"}, 422, "/record"),
        ({"extra": 1}, 422, "/extra"),
        ({"record": "t9"}, 404, None),
    ],
)
def test_what_is_wrong_is_pointed_at(
    editor: Caller, people: People, more: dict[str, Any], status: int, pointer: str | None
) -> None:
    refused = send(editor, people, **more)
    assert refused.status_code == status
    assert [each["pointer"] for each in refused.json().get("errors", [])] == (
        [pointer] if pointer else []
    )


def test_another_edit_with_its_client_id_is_a_conflict(editor: Caller, people: People) -> None:
    assert send(editor, people).status_code == 200
    assert send(editor, people, record="t2", into="t1").status_code == 409

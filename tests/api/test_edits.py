"""Edits through the API: safe to repeat, refused when stale, read in order, waited for."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection

from journeymap.documents import log
from journeys.api import edits
from tests.api.support import Caller, caller, edit, token
from tests.support.edits import put
from tests.support.people import People


@pytest.fixture
def editor(people: People) -> Caller:
    people.journey("j1")
    return caller(people, "editor")


def step(id: str = "s2", **fields: Any) -> dict[str, Any]:
    return put("step", id, **{"title": "Step two", **fields})


def test_an_edit_makes_an_entry_with_what_it_replaced(editor: Caller) -> None:
    editor.post("journeys/j1/edits/", edit("c1", step(), label="Add a step"))
    patch = {"op": "patch", "id": "s2", "set": {"title": "Second"}}
    made = editor.post("journeys/j1/edits/", edit("c2", patch)).json()
    assert made["version"] == 3
    assert made["author"] == {"kind": "user", "name": "editor"}
    (op,) = made["ops"]
    assert (op["set"], op["was"]) == ({"title": "Second"}, {"title": "Step two"})


def test_the_same_client_id_again_is_the_same_edit(editor: Caller) -> None:
    first = editor.post("journeys/j1/edits/", edit("c1", step()))
    again = editor.post("journeys/j1/edits/", edit("c1", step()))
    assert first.json() == again.json()
    assert editor.get("journeys/j1/edits/").json()["version"] == 2
    other = editor.post("journeys/j1/edits/", edit("c1", step("s3")))
    assert other.status_code == 409
    assert other.json()["errors"][0]["pointer"] == "/client_id"


@pytest.mark.parametrize("way", ["if_version", "If-Match"])
def test_a_stale_edit_is_refused_and_its_retry_is_not(editor: Caller, way: str) -> None:
    def send(client_id: str, version: int) -> Any:
        if way == "if_version":
            return editor.post("journeys/j1/edits/", edit(client_id, step(), if_version=version))
        tag = {"If-Match": f'"{version}"'}
        return editor.post("journeys/j1/edits/", edit(client_id, step()), headers=tag)

    assert send("c1", 1).status_code == 200
    assert send("c2", 1).status_code == 412
    assert send("c1", 1).status_code == 200
    assert editor.get("journeys/j1/edits/").json()["version"] == 2


def test_a_tag_that_is_no_version_fits_none(editor: Caller) -> None:
    for tag in ('"abc"', 'W/"1"', '"99", "98"'):
        sent = editor.post("journeys/j1/edits/", edit("c1", step()), headers={"If-Match": tag})
        assert sent.status_code == 412
    for tag in ("*", '"7", "1"'):
        sent = editor.post("journeys/j1/edits/", edit("c1", step()), headers={"If-Match": tag})
        assert sent.status_code == 200


def test_edits_are_read_in_order_after_a_version(editor: Caller) -> None:
    for at in range(5):
        editor.post("journeys/j1/edits/", edit(f"c{at}", step(f"x{at}")))
    read = editor.get("journeys/j1/edits/", query={"after": 2, "limit": 3}).json()
    assert [each["version"] for each in read["results"]] == [3, 4, 5]
    assert (read["version"], read["more"]) == (6, True)
    rest = editor.get("journeys/j1/edits/", query={"after": 5}).json()
    assert ([each["version"] for each in rest["results"]], rest["more"]) == ([6], False)


def test_undo_takes_back_ones_own_edit_only(editor: Caller, people: People) -> None:
    editor.post("journeys/j1/edits/", edit("c1", step()))
    body = {"client_id": "u1", "version": 2}
    assert caller(people, "owner").post("journeys/j1/undo/", body).status_code == 403
    undone = editor.post("journeys/j1/undo/", body).json()
    assert (undone["undoes"], undone["left"]) == (2, [])
    assert editor.post("journeys/j1/undo/", body).json()["version"] == undone["version"]
    steps = editor.get("journeys/j1/graph/").json()["graph"]["steps"]
    assert [each["id"] for each in steps] == ["s1"]
    missing = editor.post("journeys/j1/undo/", {"client_id": "u2", "version": 99})
    assert missing.status_code == 404


def test_undo_says_what_others_changed_since(editor: Caller, people: People) -> None:
    rename = {"op": "patch", "id": "s1", "set": {"title": "Mine", "description": "Mine"}}
    editor.post("journeys/j1/edits/", edit("c1", rename))
    theirs = {"op": "patch", "id": "s1", "set": {"title": "Theirs"}}
    caller(people, "owner").post("journeys/j1/edits/", edit("c2", theirs))
    undone = editor.post("journeys/j1/undo/", {"client_id": "u1", "version": 2}).json()
    told = {"id": "s1", "kind": "step", "title": "Theirs", "field": "title"}
    assert undone["left"] == [told | {"text": "Step “Theirs”: Title"}]
    (kept,) = editor.get("journeys/j1/graph/").json()["graph"]["steps"]
    assert kept["title"] == "Theirs"
    assert "description" not in kept


def test_a_journey_in_the_trash_takes_no_edits(editor: Caller) -> None:
    editor.delete("journeys/j1/")
    assert editor.post("journeys/j1/edits/", edit("c1", step())).status_code == 409


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_who_waits_is_answered_as_soon_as_there_is_an_edit(people: People) -> None:
    people.journey("j1")
    reader, writer = token(people, "viewer", "viewer"), people.actor("editor")
    heard: list[Any] = []

    def listen() -> None:
        try:
            query = {"after": 1, "wait": edits.MOST_SECONDS}
            heard.append(reader.get("journeys/j1/edits/", query=query).json())
        finally:
            connection.close()

    waiting = threading.Thread(target=listen)
    start = time.monotonic()
    waiting.start()
    time.sleep(0.3)
    assert not heard
    log.commit("j1", writer, [step()], client_id="c1")
    waiting.join()
    assert [each["version"] for each in heard[0]["results"]] == [2]
    assert time.monotonic() - start < edits.MOST_SECONDS, "it was woken before its time was over"


def test_waiting_ends_by_itself_and_has_its_bounds(
    editor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = editor.get("journeys/j1/edits/", query={"after": 1, "wait": 1})
    assert waited.json()["results"] == []
    too_long = {"wait": edits.MOST_SECONDS + 1}
    assert editor.get("journeys/j1/edits/", query=too_long).status_code == 400
    monkeypatch.setattr(edits, "_WAITING", threading.BoundedSemaphore(1))
    edits._WAITING.acquire()
    full = editor.get("journeys/j1/edits/", query={"after": 1, "wait": edits.MOST_SECONDS})
    assert full.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_of_writers_at_the_same_version_one_gets_through(people: People) -> None:
    people.journey("j1")
    writers = [token(people) for _ in range(6)]
    gate = threading.Barrier(len(writers))
    statuses: list[int] = []

    def write(at: int) -> None:
        try:
            gate.wait()
            body = edit(f"c{at}", step(f"x{at}"), if_version=1)
            statuses.append(writers[at].post("journeys/j1/edits/", body).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[at]) for at in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412, 412, 412, 412, 412]
    assert writers[0].get("journeys/j1/edits/").json()["version"] == 2

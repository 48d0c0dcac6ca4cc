"""Who said what is written by the door (L13)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from journeymap.documents import errors, log
from journeymap.documents.ids import uuid7
from journeymap.documents.kinds import Who
from journeymap.documents.models import Entry
from journeymap.workspaces import people as membership
from journeys import signing
from tests.support.edits import patch
from tests.support.people import People

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/signing.json").read_text("utf-8"))
FORGED = {
    "author": "The director",
    "by": "user:1",
    "at": "1999-01-01T00:00:00Z",
    "edited": "1999-01-02T00:00:00Z",
    "resolved_by": "The director",
    "resolved_at": "1999-01-03T00:00:00Z",
}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_vectors(case: dict[str, Any]) -> None:
    person, edits = case["who"]
    who = Who(person, "Anna", "2026-05-12T09:30:00.000Z", edits)
    assert signing.may(case["before"], case["after"], who) == case["may"]
    if case["may"] and case["after"] is not None:
        assert signing.sign(case["before"], case["after"], who) == case["signed"]


def say(people: People, *ops: dict[str, Any], by: str = "commenter", to: str = "j1") -> Entry:
    return log.commit(to, people.actor(by), list(ops), client_id=uuid7())


def put(id: str, **value: Any) -> dict[str, Any]:
    return {
        "op": "put",
        "kind": "comment",
        "id": id,
        "value": {"on": "s1", "text": "Why?", **value},
    }


def held(id: str, journey: str = "j1") -> dict[str, Any] | None:
    return next((v for _, v in log.records(journey) if v["id"] == id), None)


def person(people: People, name: str) -> str:
    return f"user:{people.user(name).pk}"


def test_what_a_client_says_of_who_and_when_is_passed_over(people: People) -> None:
    people.journey()
    entry = say(people, put("c1", **FORGED))
    wanted = {"author": "commenter", "by": person(people, "commenter")}
    told = held("c1") or {}
    assert {name: told[name] for name in wanted} == wanted
    assert told["at"] > "2020" and not {"edited", "resolved_by", "resolved_at"} & told.keys()
    assert entry.ops[0]["value"] == {n: v for n, v in told.items() if n != "id"}
    say(people, patch("c1", **FORGED))
    say(people, put("c1", **FORGED))
    assert held("c1") == told and log.load("j1")[0] == entry.version


def test_an_edit_of_ones_words_is_marked_and_nobody_else_makes_one(people: People) -> None:
    people.journey()
    say(people, put("c1"))
    for by in ("editor", "owner"):
        for op in (patch("c1", text="No"), put("c1", text="No"), patch("c1", mentions=["user:1"])):
            with pytest.raises(errors.Forbidden, match="somebody else"):
                say(people, op, by=by)
    say(people, patch("c1", text="Why not?"))
    told = held("c1") or {}
    assert told["text"] == "Why not?" and told["edited"] > told["at"]


def test_words_cannot_be_made_ones_own_within_an_edit(people: People) -> None:
    people.journey()
    say(people, put("c1"), by="editor")
    with pytest.raises(errors.Forbidden):
        say(people, patch("c1", by=person(people, "commenter")), patch("c1", text="Mine"))
    with pytest.raises(errors.Forbidden):
        say(people, {"op": "remove", "id": "c1"}, put("c1", text="Mine"))
    say(people, {"op": "remove", "id": "c1"}, put("c1", text="Mine"), by="owner")
    assert (held("c1") or {})["by"] == person(people, "owner")


def test_who_settles_a_thread_and_who_removes_it(people: People) -> None:
    people.journey()
    say(people, put("c1"), by="editor")
    say(people, put("c2", reply_to="c1"))
    say(people, patch("c1", resolved=True))
    told = held("c1") or {}
    assert (told["author"], told["resolved_by"]) == ("editor", "commenter")
    assert "edited" not in told and told["resolved_at"] > told["at"]
    say(people, patch("c1", resolved=False), by="owner")
    assert not {"resolved", "resolved_by", "resolved_at"} & (held("c1") or {}).keys()
    with pytest.raises(errors.Forbidden):
        say(people, {"op": "remove", "id": "c1"})
    say(people, {"op": "remove", "id": "c2"})
    say(people, {"op": "remove", "id": "c1"}, by="owner")
    assert held("c1") is None


def test_nobody_who_only_comments_takes_anothers_answer_along(people: People) -> None:
    people.journey()
    say(people, put("c1"))
    say(people, put("c2", reply_to="c1"), by="editor")
    with pytest.raises(errors.Forbidden):
        say(people, {"op": "remove", "id": "c1"})
    assert held("c1") and held("c2")


def test_undo_brings_back_what_was_said_as_it_was(people: People) -> None:
    people.journey()
    say(people, put("c1"))
    before = held("c1")
    removed = say(people, {"op": "remove", "id": "c1"}, by="editor")
    log.undo("j1", people.actor("editor"), removed.version, uuid7())
    assert held("c1") == before
    edited = say(people, patch("c1", text="Hm"))
    log.undo("j1", people.actor("commenter"), edited.version, uuid7())
    assert held("c1") == before


def test_a_token_speaks_as_its_user(people: People) -> None:
    people.journey()
    _row, secret = membership.issue_token(
        people.actor("commenter"), people.workspace, "t", "commenter"
    )
    actor = membership.actor_of_secret(secret)
    assert actor
    log.commit("j1", actor, [put("c1")], client_id="t1")
    told = held("c1") or {}
    assert (told["author"], told["by"]) == ("commenter (t)", person(people, "commenter"))
    say(people, patch("c1", text="Own words"))


def test_what_comes_with_a_new_journey_is_said_by_nobody_who_is_here(people: People) -> None:
    root = {"op": "put", "kind": "journey", "id": "j9", "value": {"title": "J"}}
    step = {"op": "put", "kind": "step", "id": "s1", "value": {"title": "S"}}
    mine = {"by": person(people, "owner"), "mentions": [person(people, "owner")]}
    comments = [put("c1", **{**FORGED, **mine}), put("c2")]
    log.create(people.workspace, "journey", people.actor("editor"), [root, step, *comments])
    told = held("c1", "j9") or {}
    assert told == {"id": "c1", "on": "s1", "text": "Why?", **FORGED, **mine, "by": "file"}
    assert held("c2", "j9") == {"id": "c2", "on": "s1", "text": "Why?", "by": "file"}
    for by in ("editor", "owner"):
        with pytest.raises(errors.Forbidden):
            say(people, patch("c1", text="No"), by=by, to="j9")
    say(people, patch("c2", resolved=True), to="j9")

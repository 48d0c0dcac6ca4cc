"""Members, read marks, forged comments, and mails to who is mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from journeymap.documents import talk
from journeymap.documents.models import Document, Seen
from journeymap.workspaces.profiles import choose_language
from journeys import mentions
from tests.api.support import caller, edit
from tests.support.edits import put
from tests.support.people import People

pytestmark = pytest.mark.django_db
EDITS = "journeys/j1/edits/"
READ = "journeys/j1/read/"


@pytest.fixture
def say(people: People) -> Callable[..., Any]:
    """Somebody says something of the step; returns the answer."""
    people.journey("j1", title="Haku <b>&")

    def of(who: str, id: str, **value: Any) -> Any:
        told = put("comment", id, on="s1", **{"text": "Why?", **value})
        return caller(people, who).post(EDITS, edit(f"e-{id}", told))

    return of


def unread(people: People, who: str) -> set[str]:
    """The ids of what is new to somebody, by the rows."""
    mark = talk.mark(people.user(who).pk, Document.objects.get(pk="j1"))
    graph = caller(people, who).get("journeys/j1/graph/").json()["graph"]
    return {c["id"] for c in graph["comments"] if mark.unread(c["id"], c.get("by"), c.get("at"))}


def test_members_are_told_by_name_and_role(people: People) -> None:
    people.user("viewer").first_name = "Aino"
    people.user("viewer").save()
    found = caller(people, "commenter").get(f"workspaces/{people.workspace.pk}/members/").json()
    assert [(each["name"], each["role"]) for each in found["results"]] == [
        ("Aino", "viewer"),
        ("commenter", "commenter"),
        ("editor", "editor"),
        ("owner", "owner"),
    ]
    assert found["results"][1]["id"] == str(people.user("commenter").pk)


def test_who_says_it_cannot_be_forged(people: People, say: Callable[..., Any]) -> None:
    forged = {"by": people.actor("owner").person, "author": "owner", "at": "2030-01-01T00:00:00Z"}
    (op,) = say("commenter", "c1", **forged).json()["ops"]
    assert op["value"]["author"] == "commenter"
    assert op["value"]["by"] == people.actor("commenter").person
    assert op["value"]["at"] < "2030"
    commenter = caller(people, "commenter")
    say("editor", "c2")
    for change in (
        {"op": "patch", "id": "c2", "set": {"text": "I agree"}},
        {"op": "remove", "id": "c2"},
        put("comment", "c2", on="s1", text="I agree", by=people.actor("commenter").person),
    ):
        answer = commenter.post(EDITS, edit("forged", change))
        assert answer.status_code == 403 and "somebody else" in answer.json()["detail"]
    resolved = {"op": "patch", "id": "c2", "set": {"resolved": True}}
    assert commenter.post(EDITS, edit("resolved", resolved)).status_code == 200


@pytest.mark.both_databases
def test_what_others_say_is_unread_until_it_was_read(
    people: People, say: Callable[..., Any]
) -> None:
    for who, id in (("editor", "c1"), ("commenter", "c2"), ("editor", "c3"), ("owner", "c4")):
        say(who, id)
    assert unread(people, "commenter") == {"c1", "c3", "c4"}
    client = caller(people, "commenter")
    assert client.post(READ, {"comments": ["c3", "gone", "c2"]}).json()["also"] == ["c2", "c3"]
    assert unread(people, "commenter") == {"c1", "c4"}
    assert unread(people, "viewer") == {"c1", "c2", "c3", "c4"}
    client.post(READ, {"comments": ["c1", "c4"]})
    row = Seen.objects.get(user=people.user("commenter"))
    assert row.also == [] and row.at == client.get(READ).json()["at"]
    say("editor", "c5")
    assert unread(people, "commenter") == {"c5"}


def test_all_is_read_up_to_the_version_that_was_shown(
    people: People, say: Callable[..., Any]
) -> None:
    say("editor", "c1")
    shown = say("owner", "c2").json()["version"]
    say("editor", "c3")
    caller(people, "viewer").post(READ, {"version": shown})
    assert unread(people, "viewer") == {"c3"}
    caller(people, "viewer").post(READ, {"version": 1})
    assert unread(people, "viewer") == {"c3"}, "a mark never moves back"
    for body in ({}, {"version": 1, "comments": []}, {"comments": ["a b"]}, {"version": "x"}):
        assert caller(people, "viewer").post(READ, body).status_code == 422


def test_what_was_said_before_one_came_or_in_a_file_is_not_new(
    people: People, say: Callable[..., Any]
) -> None:
    say("editor", "c1")
    member = people.workspace.memberships.get(user=people.user("viewer"))
    member.since = Document.objects.get(pk="j1").updated_at
    member.save()
    assert unread(people, "viewer") == set()
    assert not talk.Mark("user:1").unread("c", "file", "2026-01-01T00:00:00Z")
    assert not talk.Mark("user:1").unread("c", None, None)


def sent() -> list[Any]:
    """What has been sent by now."""
    mentions.POST.submit(lambda: None).result()
    return mail.outbox


def test_who_is_mentioned_gets_a_mail_without_what_was_said(
    people: People, say: Callable[..., Any]
) -> None:
    choose_language(people.user("viewer"), "en")
    named = [people.actor(each).person for each in ("viewer", "editor", "outsider")]
    for _again in range(2):  # a retry sends no second one
        answer = say("editor", "c1", text="@viewer her illness", mentions=[*named, "user:x"])
        assert answer.status_code == 200
    (message,) = sent()
    assert message.to == ["viewer@example.org"]
    assert message.subject == "editor mentioned you in Haku <b>&"
    assert "http://testserver/journeys/j1/?talk=c1" in message.body
    assert "illness" not in message.body and "<b>" in message.body
    again = edit("e2", {"op": "patch", "id": "c1", "set": {"mentions": [*named[:2], "user:0"]}})
    assert caller(people, "editor").post(EDITS, again).status_code == 200
    assert len(sent()) == 1, "whoever was mentioned before is not told again"


def test_a_mail_that_cannot_be_sent_is_a_line_in_the_log(
    people: People,
    say: Callable[..., Any],
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = say("editor", "c1", mentions=[people.actor("viewer").person])
    assert answer.status_code == 200
    sent()
    assert "could not be sent" in caplog.text

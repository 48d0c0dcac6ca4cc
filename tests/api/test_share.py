"""Share links over the API: made, listed, changed, revoked; the password is never told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from journeymap.documents.models import ShareLink
from tests.api.support import Caller, caller, token
from tests.support.people import People

pytestmark = pytest.mark.django_db
LINKS = "journeys/j1/links/"


@pytest.fixture
def editor(people: People) -> Caller:
    people.journey("j1", title="Moving house")
    return caller(people, "editor")


def make(client: Caller, **values: Any) -> dict[str, Any]:
    answer = client.post(LINKS, {"name": "For customers", **values})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_a_link_is_made_and_its_address_opens(editor: Caller) -> None:
    made = make(editor)
    assert made["address"].startswith("http://testserver/s/")
    page = Client().get(made["address"])
    assert b"Moving house" in page.content
    (listed,) = editor.get(LINKS).json()["results"]
    assert listed == made | {"views": 1, "last_viewed_on": listed["last_viewed_on"]}
    assert (made["view"], made["embed"], made["has_password"]) == ("plain", False, False)
    assert (made["expires_at"], made["revoked_at"], made["last_viewed_on"]) == (None, None, None)


def test_a_program_shares_with_its_token(people: People, editor: Caller) -> None:
    made = make(token(people, "editor", "editor"))
    assert ShareLink.objects.get(pk=made["id"]).created_by == people.user("editor")


def test_a_link_is_changed_field_by_field(editor: Caller) -> None:
    made = make(editor, password="kuusi kettua")
    there = f"{LINKS}{made['id']}/"
    until = (timezone.now() + datetime.timedelta(days=9)).isoformat()
    changed = editor.post(there, {"view": "full", "expires_at": until}).json()
    assert (changed["view"], changed["name"], changed["has_password"]) == (
        "full",
        made["name"],
        True,
    )
    assert changed["address"] == made["address"]
    assert editor.post(there, {"password": "", "expires_at": None}).json() == {
        **changed,
        "has_password": False,
        "expires_at": None,
    }


def test_a_revoked_link_opens_nothing_and_stays_listed(editor: Caller) -> None:
    made = make(editor)
    there = f"{LINKS}{made['id']}/"
    assert editor.delete(there).status_code == 204
    assert Client().get(made["address"]).status_code == 404
    assert editor.get(LINKS).json()["results"][0]["revoked_at"]
    assert editor.post(there, {"name": "Back"}).status_code == 409
    assert editor.delete(there).status_code == 204


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "A", "view": "all"}, "/view"),
        ({"name": "A", "expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"name": "A", "expires_at": "soon"}, "/expires_at"),
        ({"name": "A", "password": "1234"}, "/password"),
        ({"name": "A", "password": "kuusi kettua", "embed": True}, "/embed"),
        ({"name": "A", "pasword": "kuusi kettua"}, "/pasword"),
    ],
)
def test_what_is_wrong_is_pointed_at(editor: Caller, body: dict[str, Any], pointer: str) -> None:
    answer = editor.post(LINKS, body)
    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {pointer}
    assert not ShareLink.objects.exists()


def test_no_answer_tells_a_password_or_its_hash(editor: Caller) -> None:
    made = make(editor, password="kuusi kettua")
    held = ShareLink.objects.get().password
    for answer in (editor.get(LINKS), editor.post(f"{LINKS}{made['id']}/", {"name": "B"})):
        for secret in ("kuusi", held, held.rpartition("$")[2]):
            assert secret not in answer.content.decode()


def test_a_link_of_another_journey_is_not_there(people: People, editor: Caller) -> None:
    made = make(editor)
    people.journey("j2")
    there = f"journeys/j2/links/{made['id']}/"
    assert editor.post(there, {"name": "Mine"}).status_code == 404
    assert editor.delete(there).status_code == 404
    assert editor.get("journeys/j2/links/").json()["results"] == []


def test_many_links_come_in_pages(editor: Caller) -> None:
    made = [make(editor, name=f"L{at}")["id"] for at in range(5)]
    first = editor.get(LINKS, query={"limit": 3}).json()
    rest = editor.get(first["next"]).json()
    assert [each["id"] for each in first["results"] + rest["results"]] == made[::-1]
    assert rest["next"] is None

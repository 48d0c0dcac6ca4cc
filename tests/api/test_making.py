"""Making journeys: empty, from files, and a to-be; safe to repeat, or refused with the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from journeymap.documents.ids import UUID, uuid7
from journeymap.documents.models import Document
from journeys import samples
from journeys.formats import FORMATS
from tests.api.support import Caller, caller, token
from tests.support.people import People

pytestmark = pytest.mark.django_db
SAMPLES = sorted(Path(samples.__file__).parent.glob("*.yaml"))


@pytest.fixture
def editor(people: People) -> Caller:
    return token(people)  # a token knows its workspace


def journeys() -> int:
    return Document.objects.filter(kind="journey").count()


def test_an_empty_journey(editor: Caller, people: People) -> None:
    made = editor.post("journeys/", {"title": "Uusi polku", "language": "sv"})
    assert made.status_code == 201
    told = made.json()
    assert told["workspace"] == people.workspace.pk
    assert made["Location"] == f"/api/v1/journeys/{told['id']}/"
    assert editor.get(made["Location"]).json()["journey"]["language"] == "sv"
    assert told["losses"] == []


def test_the_id_may_be_the_clients(editor: Caller) -> None:
    """A UUID: whether a word is free would tell what other workspaces hold."""
    body = {"title": "Mine", "id": uuid7()}
    assert editor.post("journeys/", body).json()["id"] == body["id"]
    taken = editor.post("journeys/", body)
    assert taken.status_code == 409
    assert taken.json()["errors"][0]["pointer"] == "/id"
    refused = editor.post("journeys/", body | {"id": "mine"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/id"


def test_a_file_tells_nothing_of_journeys_of_other_workspaces(
    editor: Caller, people: People
) -> None:
    people.journey("theirs", foreign=True)
    told = []
    for identity in ("theirs", "nobodys"):
        file = {"format": "journeymap", "schema": 1, "journey": {"id": identity, "title": "T"}}
        made = editor.post("journeys/", file)
        assert made.status_code == 201
        assert UUID.fullmatch(made.json()["id"])
        told.append(made.json()["losses"])
    assert told == [[], []]


def test_a_file_keeps_its_uuid_where_it_is_free(editor: Caller) -> None:
    file = {"format": "journeymap", "schema": 1, "journey": {"id": uuid7(), "title": "T"}}
    first, second = (editor.post("journeys/", file).json() for _ in range(2))
    assert first["id"] == file["journey"]["id"] and first["losses"] == []
    assert second["id"] != first["id"] and second["id"] in second["losses"][0]["message"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/title"),
        ({"title": ""}, "/title"),
        ({"title": "x", "name": "y"}, "/name"),
        ({"title": "x" * 201}, "/title"),
    ],
)
def test_what_is_no_journey_is_refused(editor: Caller, body: Any, pointer: str) -> None:
    refused = editor.post("journeys/", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert journeys() == 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_file_comes_in_and_goes_out_again(editor: Caller, path: Path) -> None:
    made = editor.post("journeys/", path.read_bytes(), content_type="application/yaml")
    assert made.status_code == 201, made.content
    file = editor.get(f"journeys/{made.json()['id']}/export/yaml").content
    before, after = (FORMATS["yaml"].read(raw).graph for raw in (path.read_bytes(), file))
    assert [step.id for step in after.steps] == [step.id for step in before.steps]
    brought = list(before.catalogue.records())
    assert after.catalogue.touchpoints
    assert all(record in brought for record in after.catalogue.records())


def test_what_a_file_shares_with_the_catalogue_is_not_copied(
    editor: Caller, people: People
) -> None:
    raw = SAMPLES[-1].read_bytes()
    for _ in range(2):
        made = editor.post("journeys/", raw, content_type="application/yaml")
    assert made.status_code == 201
    names = [
        (each["kind"], each["record"].get("name"))
        for each in editor.get(f"catalogue/{people.workspace.pk}/", query={"limit": 200}).json()[
            "results"
        ]
        if each["kind"] == "touchpoint"
    ]
    assert len(names) == len(set(names))


def test_mermaid_comes_in_by_its_type_or_by_name_and_tells_what_it_lost(
    editor: Caller,
) -> None:
    text = "journey\n  title Päivä\n  section Aamu\n    Kahvi: 5: Minä\n    Bussi: x: Minä\n"
    typed = editor.post("journeys/", text, content_type="text/vnd.mermaid")
    named = editor.post("journeys/", text, content_type="text/plain", query={"format": "mermaid"})
    for made in (typed, named):
        assert made.status_code == 201, made.content
        assert made.json()["journey"]["title"] == "Päivä"
        assert any("5" in each["where"] for each in made.json()["losses"])


def test_a_bad_file_changes_nothing_and_says_where(editor: Caller) -> None:
    yaml = b"format: journeymap\nschema: 1\njourney: {title: x}\nsteps:\n- {id: a, title: ''}\n"
    refused = editor.post("journeys/", yaml, content_type="application/yaml")
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["pointer"] == "/steps/0/title"
    assert "line 5" in error["detail"]
    newer = {"format": "journeymap", "schema": 99, "journey": {"title": "x"}}
    refused = editor.post("journeys/", newer)
    assert refused.json()["errors"][0]["pointer"] == "/schema"
    assert journeys() == 0


def test_a_retry_makes_nothing_new(editor: Caller) -> None:
    file = SAMPLES[0].read_bytes()
    yaml = {"content_type": "application/yaml"}
    for body, more in (({"title": "Uusi"}, {}), (file, yaml)):
        query = {"client_id": f"r-{bool(more)}"}
        first = editor.post("journeys/", body, query=query, **more)
        again = editor.post("journeys/", body, query=query, **more)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["id"] == again.json()["id"]
    derived = [
        editor.post(f"journeys/{again.json()['id']}/to-be/", {"client_id": "d"}) for _ in range(2)
    ]
    assert [each.status_code for each in derived] == [201, 200]
    assert journeys() == 3


def test_a_to_be_keeps_the_ids_and_names_its_as_is(editor: Caller, people: People) -> None:
    people.journey("j1", title="Nyt")
    made = editor.post("journeys/j1/to-be/", {"title": "Huomenna"}).json()
    assert made["journey"]["state"] == "to_be"
    assert made["journey"]["derived_from"] == "j1"
    assert made["journey"]["title"] == "Huomenna"
    graph = editor.get(f"journeys/{made['id']}/graph/").json()["graph"]
    assert [each["id"] for each in graph["steps"]] == ["s1"]


def test_a_session_names_the_workspace(people: People) -> None:
    signed_in = caller(people, "editor")
    assert signed_in.post("journeys/", {"title": "x"}).status_code == 400
    query = {"workspace": people.workspace.pk}
    assert signed_in.post("journeys/", {"title": "x"}, query=query).status_code == 201
    foreign = {"workspace": people.foreign.pk}
    assert signed_in.post("journeys/", {"title": "x"}, query=foreign).status_code == 404

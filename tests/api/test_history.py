"""The history of a journey by the API: words, versions as they were, what differs, the way back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log
from tests.api.support import Caller, caller, edit
from tests.support.edits import put
from tests.support.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people: People) -> Caller:
    people.journey("j1", title="Grant", language="en")
    client = caller(people, "editor")
    for at, title in enumerate(("Apply", "Send", "Wait"), start=1):
        rename(client, f"e{at}", title)
    return client


def rename(client: Caller, client_id: str, title: str) -> None:
    op = {"op": "patch", "id": "s1", "set": {"title": title}}
    pain = put("finding", client_id, kind="pain", title=title)
    sent = edit(client_id, op, pain)
    assert client.post("journeys/j1/edits/", sent).status_code == 200


def test_what_was_done_is_told_in_the_asked_language(editor: Caller) -> None:
    told = editor.get("journeys/j1/history/", query={"limit": 2}).json()
    assert (told["version"], told["older"]) == (4, 3)
    newest = told["results"][0]
    assert (newest["version"], newest["document"], newest["author"]["name"]) == (
        4,
        "journey",
        "editor",
    )
    assert [did["text"] for did in newest["did"]] == [
        "Renamed the step “Send” to “Wait”",
        "Added the pain point “Wait”",
    ]
    rest = editor.get("journeys/j1/history/", query={"before": 3}).json()
    assert [each["version"] for each in rest["results"]] == [2, 1] and rest["older"] is None
    record = editor.get("journeys/j1/history/", query={"record": "s1", "limit": 1}).json()
    (did,) = record["results"][0]["did"]
    assert did["fields_changed"] == [{"label": "Title", "old": "Send", "new": "Wait"}]
    finnish = editor.get("journeys/j1/history/", query={"language": "fi", "record": "s1"}).json()
    assert finnish["results"][0]["did"][0]["fields_changed"][0]["label"] != "Title"
    assert editor.get("journeys/j1/history/", query={"befor": 3}).status_code == 400


def test_a_page_of_history_is_not_sent_twice(editor: Caller) -> None:
    first = editor.get("journeys/j1/history/")
    tag = {"If-None-Match": first["ETag"]}
    assert editor.get("journeys/j1/history/", headers=tag).status_code == 304
    assert editor.get("journeys/j1/history/", headers=tag, query={"limit": 1}).status_code == 200
    editor.post("journeys/j1/versions/2/", {"name": "Workshop"})
    named = editor.get("journeys/j1/history/", headers=tag)
    assert named.status_code == 200 and named.json()["results"][2]["name"] == "Workshop"


def test_an_old_version_never_changes_but_for_a_redaction(people: People, editor: Caller) -> None:
    old = editor.get("journeys/j1/versions/2/")
    assert old.json()["graph"]["steps"][0]["title"] == "Apply"
    other = editor.get("journeys/j1/versions/2/diff/3/")
    rename(editor, "e9", "Later")
    for address, answer in (("2/", old), ("2/diff/3/", other)):
        tag = {"If-None-Match": answer["ETag"]}
        with CaptureQueriesContext(connection) as asked:
            again = editor.get(f"journeys/j1/versions/{address}", headers=tag)
        assert again.status_code == 304
        assert not any("documents_record" in each["sql"] for each in asked)
    log.redact("j1", "s1", "title", people.actor("owner"))
    tag = {"If-None-Match": old["ETag"]}
    blanked = editor.get("journeys/j1/versions/2/", headers=tag)
    assert blanked.status_code == 200 and "Apply" not in str(blanked.json()["graph"]["steps"])
    again = editor.get("journeys/j1/versions/2/diff/3/").json()
    assert "Send" not in str([each for each in again["changed"] if each["id"] == "s1"])
    for nowhere in ("0/", "99/", f"{10**30}/", "2/diff/99/"):
        assert editor.get(f"journeys/j1/versions/{nowhere}").status_code == 404


def test_what_differs_between_two_versions(editor: Caller) -> None:
    told = editor.get("journeys/j1/versions/1/diff/2/").json()
    assert told["changed"] == [
        {"kind": "step", "id": "s1", "field": "title", "old": "Step", "new": "Apply"}
    ]
    assert [each["text"] for each in told["said"]] == [
        "Added: Finding “Apply”.",
        "Changed: Step “Apply”, Title: Step → Apply.",
    ]
    back = editor.get("journeys/j1/versions/2/diff/1/").json()
    assert back["removed"] == told["added"] and back["added"] == []
    same = editor.get("journeys/j1/versions/2/diff/2/").json()
    assert same == {"added": [], "removed": [], "changed": [], "moved": [], "said": []}


def test_versions_are_named(editor: Caller) -> None:
    made = editor.post("journeys/j1/versions/2/", {"name": " Workshop "})
    assert (made.status_code, made.json()["name"], made.json()["by"]) == (200, "Workshop", "editor")
    listed = editor.get("journeys/j1/versions/").json()
    assert [(each["version"], each["name"]) for each in listed["results"]] == [(2, "Workshop")]
    assert editor.post("journeys/j1/versions/2/", {"name": ""}).status_code == 422
    assert editor.post("journeys/j1/versions/99/", {"name": "No"}).status_code == 404
    assert editor.delete("journeys/j1/versions/2/").status_code == 204
    assert editor.delete("journeys/j1/versions/2/").status_code == 404


def test_a_version_is_brought_back(editor: Caller) -> None:
    address = "journeys/j1/versions/2/restore/"
    stale = editor.post(address, {"client_id": "b0", "if_version": 3})
    assert stale.status_code == 412
    for _again in range(2):
        done = editor.post(address, {"client_id": "b1", "if_version": 4})
        assert done.json() == {"version": 5, "left": []}
    graph = editor.get("journeys/j1/graph/").json()["graph"]
    assert graph["steps"][0]["title"] == "Apply" and len(graph["findings"]) == 1
    one = {"client_id": "b2", "record": "s1"}
    assert editor.post("journeys/j1/versions/4/restore/", one).json()["version"] == 6
    graph = editor.get("journeys/j1/graph/").json()["graph"]
    assert graph["steps"][0]["title"] == "Wait" and len(graph["findings"]) == 1

"""Graph, outline, measures, diagrams and files: right, kept, asked for anew, never stale."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log
from journeys import kept, rows
from journeys.api import readings
from journeys.diagrams import DIAGRAMS, KINDS
from journeys.formats import FORMATS
from tests.api.support import Caller, caller
from tests.support.edits import put
from tests.support.people import People

pytestmark = pytest.mark.django_db

FILES = [name for name, each in FORMATS.items() if each.writes]
TELLING = [name for name in FILES if FORMATS[name].tells][:1]
ADDRESSES = [
    "graph/",
    "outline/",
    "measures/",
    "diagrams/map.svg",
    "diagrams/path.png",
    "export/json",
    *(f"export/{name}" for name in TELLING),
    "pack/?parts=map.svg,json",
]


@pytest.fixture
def viewer(people: People) -> Caller:
    cache.clear()
    people.journey("j1", title="Ääkkösiä <b>&\"'")
    system = people.actor("system")
    met = put("touchpoint", "t1", kind="person", name="Clerk")
    log.commit(people.workspace.pk, system, [met], client_id="t")
    log.commit("j1", system, [put("encounter", "n1", step="s1", touchpoint="t1")], client_id="n")
    return caller(people, "viewer")


def rename(people: People, title: str, client_id: str) -> None:
    ops = [{"op": "patch", "id": "s1", "set": {"title": title}}]
    log.commit("j1", people.actor("editor"), ops, client_id=client_id)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reading_is_kept_and_not_sent_twice(viewer: Caller, address: str) -> None:
    first = viewer.get(f"journeys/j1/{address}")
    assert first.status_code == 200, first.content
    assert first.content
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= set(re.split(", *", first["Vary"]))
    tag = first["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{40}"', tag)
    again = viewer.get(f"journeys/j1/{address}")
    assert (again["ETag"], again.content) == (tag, first.content)
    unchanged = viewer.get(f"journeys/j1/{address}", headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["ETag"] == tag
    other = viewer.get(f"journeys/j1/{address}", headers={"If-Match": '"other"'})
    assert other.status_code == 412


@pytest.mark.parametrize("address", [each for each in ADDRESSES if each != "measures/"])
def test_an_edit_is_seen_at_once(viewer: Caller, people: People, address: str) -> None:
    before = viewer.get(f"journeys/j1/{address}")
    rename(people, "Renamed step", "r")
    after = viewer.get(f"journeys/j1/{address}", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


def test_a_touchpoint_renamed_in_the_catalogue_is_seen_at_once(
    viewer: Caller, people: People
) -> None:
    before = viewer.get("journeys/j1/graph/")
    ops = [{"op": "patch", "id": "t1", "set": {"name": "Adviser"}}]
    log.commit(people.workspace.pk, people.actor("editor"), ops, client_id="k")
    after = viewer.get("journeys/j1/graph/", headers={"If-None-Match": before["ETag"]})
    (met,) = after.json()["graph"]["catalogue"]["touchpoints"]
    assert met["name"] == "Adviser"


def test_an_answer_is_seen_at_once_where_answers_are_told(viewer: Caller, people: People) -> None:
    told = ("measures/", "outline/", "diagrams/map.svg")
    before = {each: viewer.get(f"journeys/j1/{each}")["ETag"] for each in told}
    graph = viewer.get("journeys/j1/graph/")["ETag"]
    five = [{"journey": "j1", "step": "s1", "emotion": 4} for _ in range(5)]
    query = {"workspace": people.workspace.pk}
    caller(people, "editor").post("answers/bulk/", five, query=query)
    for each in told:
        assert viewer.get(f"journeys/j1/{each}")["ETag"] != before[each]
    assert viewer.get("journeys/j1/graph/")["ETag"] == graph
    measures = viewer.get("journeys/j1/measures/").json()
    assert measures["steps"]["s1"]["emotion"]["mean"] == 4
    assert measures["n"] == 5


def test_small_groups_are_not_told(viewer: Caller, people: People) -> None:
    few = [{"journey": "j1", "step": "s1", "emotion": 1} for _ in range(4)]
    query = {"workspace": people.workspace.pk}
    caller(people, "editor").post("answers/bulk/", few, query=query)
    step = viewer.get("journeys/j1/measures/").json()["steps"]["s1"]
    assert step["hidden"] is True
    assert step["emotion"] is None


def test_the_graph_is_what_the_log_says_and_can_be_sent_back(
    viewer: Caller, people: People
) -> None:
    told = viewer.get("journeys/j1/graph/").json()
    assert told["version"] == 2
    assert [each["id"] for each in told["graph"]["steps"]] == ["s1"]
    assert told["graph"]["comments"] == []
    editor = caller(people, "editor")
    made = editor.post("journeys/", told["graph"], query={"workspace": people.workspace.pk})
    assert made.status_code == 201, made.content
    copy = viewer.get(f"journeys/{made.json()['id']}/graph/").json()["graph"]
    assert copy["steps"] == told["graph"]["steps"]
    assert copy["encounters"] == told["graph"]["encounters"]


def test_an_old_version_is_as_it_was(viewer: Caller, people: People) -> None:
    rename(people, "Renamed", "r")
    old = viewer.get("journeys/j1/graph/", query={"version": 2})
    assert old.json()["version"] == 2
    assert old.json()["graph"]["steps"][0]["title"] == "Step"
    picture = viewer.get("journeys/j1/diagrams/map.svg", query={"version": 2})
    assert b"Renamed" not in picture.content
    assert viewer.get("journeys/j1/graph/", query={"version": 9}).status_code == 404
    assert viewer.get("journeys/j1/graph/", query={"version": 0}).status_code == 400


def test_what_was_redacted_is_not_kept_in_old_versions(viewer: Caller, people: People) -> None:
    rename(people, "Matti Meikäläinen", "r")
    rename(people, "Somebody", "r2")
    old = {"version": 3}
    assert "Matti" in viewer.get("journeys/j1/graph/", query=old).content.decode()
    log.redact("j1", "s1", "title", people.actor("owner"))
    assert "Matti" not in viewer.get("journeys/j1/graph/", query=old).content.decode()


def test_what_was_redacted_in_the_catalogue_is_not_kept_in_old_versions_either(
    viewer: Caller, people: People
) -> None:
    first = viewer.get("journeys/j1/graph/", query={"version": 2})
    assert b"Clerk" in first.content
    log.redact(people.workspace.pk, "t1", "name", people.actor("owner"))
    again = viewer.get(
        "journeys/j1/graph/", query={"version": 2}, headers={"If-None-Match": first["ETag"]}
    )
    assert again.status_code == 200 and b"Clerk" not in again.content


def test_an_edit_between_looking_and_loading_is_never_kept_under_the_old_tag(
    viewer: Caller, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, edited = rows.load, []

    def interrupted(document_id: str, version: int | None = None) -> Any:
        if not edited:
            edited.append(True)
            rename(people, "Meanwhile", "m")
        return load(document_id, version)

    monkeypatch.setattr(readings.rows, "load", interrupted)
    told = viewer.get("journeys/j1/graph/")
    assert told.json()["version"] == 3
    assert told.json()["graph"]["steps"][0]["title"] == "Meanwhile"
    tag = {"If-None-Match": told["ETag"]}
    assert viewer.get("journeys/j1/graph/", headers=tag).status_code == 304


def test_bytes_are_made_once(
    viewer: Caller, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    load = rows.load
    monkeypatch.setattr(readings.rows, "load", lambda *a: (made.append(a), load(*a))[1])
    for _ in range(3):
        viewer.get("journeys/j1/graph/")
        caller(people, "editor").get("journeys/j1/graph/")
    assert len(made) == 1
    monkeypatch.setattr(kept, "MOST", 10)
    caches["bodies"].clear()
    for _ in range(2):
        viewer.get("journeys/j1/graph/")
    assert len(made) == 3


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_costs_the_same_queries_whatever_the_size(
    viewer: Caller, people: People, address: str
) -> None:
    def cost() -> int:
        cache.clear()
        caches["bodies"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert viewer.get(f"journeys/j1/{address}").status_code == 200
        return len(queries)

    def grow(first: int, last: int) -> None:
        ops = []
        for at in range(first, last):
            ops.append(put("step", f"x{at}", title=f"Step {at}", stage="g1"))
            ops.append(put("encounter", f"e{at}", step=f"x{at}", touchpoint="t1"))
        log.commit("j1", people.actor("system"), ops, client_id=f"grow{last}")

    grow(0, 10)
    small = cost()
    grow(10, 200)
    assert cost() == small
    tag = viewer.get(f"journeys/j1/{address}")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        kept = viewer.get(f"journeys/j1/{address}", headers={"If-None-Match": tag})
    assert kept.status_code == 304
    assert len(queries) <= 6 + (address == "measures/")  # who hears the newest is asked


def test_pictures_take_language_and_theme(viewer: Caller) -> None:
    address = "journeys/j1/diagrams/map.svg"
    light, dark = viewer.get(address), viewer.get(address, query={"theme": "dark"})
    assert light.content != dark.content
    assert light["Content-Type"] == "image/svg+xml"
    finnish = viewer.get(address, query={"language": "fi"}).content
    assert b'lang="fi"' in finnish
    assert b'lang="en"' in viewer.get(address, query={"language": "en"}).content
    assert b"<b>" not in finnish
    assert viewer.get(address, query={"theme": "pink"}).status_code == 400
    kept = viewer.get(address, query={"download": "true"})
    assert kept["Content-Disposition"] == 'attachment; filename="aakkosia-b-map.svg"'
    assert viewer.get(address).has_header("Content-Disposition") is False


def test_png_is_a_picture_at_the_asked_scale(viewer: Caller) -> None:
    sizes = []
    for scale in (1, 2):
        png = viewer.get("journeys/j1/diagrams/map.png", query={"scale": scale}).content
        assert png.startswith(b"\x89PNG")
        sizes.append(int.from_bytes(png[16:20], "big"))
    assert sizes[1] == 2 * sizes[0]


@pytest.mark.parametrize("name", ["nix.svg", "map.gif", "path.dot"])
def test_pictures_that_are_not_there(viewer: Caller, name: str) -> None:
    assert viewer.get(f"journeys/j1/diagrams/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [*((name, "svg") for name in DIAGRAMS), *(("map", kind) for kind in KINDS if kind != "svg")],
)
def test_every_diagram_and_every_kind_is_there(viewer: Caller, name: str, kind: str) -> None:
    query = {"against_version": 1} if DIAGRAMS[name].compares else {}
    drawn = viewer.get(f"journeys/j1/diagrams/{name}.{kind}", query=query)
    assert drawn.status_code == 200, drawn.content
    assert drawn["Content-Type"] == KINDS[kind].media_type


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_type_and_name_and_tells_its_losses(viewer: Caller, name: str) -> None:
    file = viewer.get(f"journeys/j1/export/{name}")
    assert file["Content-Type"] == FORMATS[name].media_type
    assert (
        re.search(r'"aakkosia-b[a-z-]*(\.\w+)"$', file["Content-Disposition"])[1]
        == (FORMATS[name].endings[0])
    )  # type: ignore[index]
    losses = viewer.get(f"journeys/j1/export/{name}", query={"losses": "true"}).json()["losses"]
    assert all(set(each) == {"where", "message"} for each in losses)
    if name in ("json", "yaml"):  # lossless
        read = FORMATS[name].read(file.content).graph
        assert read == rows.load("j1")


def test_what_is_not_written_is_no_export(viewer: Caller) -> None:
    for name in ("exe", *(name for name, each in FORMATS.items() if not each.writes)):
        assert viewer.get(f"journeys/j1/export/{name}").status_code == 404


def test_the_outline_tells_the_steps_in_the_asked_language(viewer: Caller) -> None:
    told = viewer.get("journeys/j1/outline/", query={"language": "en"}).json()
    text = json.dumps(told, ensure_ascii=False)
    assert told["title"] == "Ääkkösiä <b>&\"'"
    assert "Clerk" in text

"""Files out and in: packs, sheets, comparisons, what is written for people; looking at a file."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.cache import cache

from journeymap.documents import log, shelf
from journeymap.documents.models import Document
from journeys.diagrams import DIAGRAMS, KINDS
from journeys.formats import FORMATS
from tests.api.support import Caller, caller
from tests.support.people import People

pytestmark = pytest.mark.django_db
COMPARES = next((each.name for each in DIAGRAMS.values() if each.compares), "comparison")
BLANK = next(each.name for each in DIAGRAMS.values() if each.blank)
TELLS = next(each.name for each in FORMATS.values() if each.tells and each.writes)
TABLE = b"Step;Where;Note to self\nRead;Web;x\nApply;Office;y\n"
MAPPING = {"0.0": "step", "0.1": "touchpoint", "0.2": ""}


@pytest.fixture
def viewer(people: People) -> Caller:
    cache.clear()
    people.journey("j1", title="Työ")
    return caller(people, "viewer")


def rename(people: People, title: str, journey: str = "j1") -> None:
    ops = [{"op": "patch", "id": "s1", "set": {"title": title}}]
    log.commit(journey, people.actor("editor"), ops, client_id=f"{journey}{title}")


def refused(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [each["parameter"] for each in answer.json()["errors"]]


def test_a_pack_holds_its_parts_and_says_what_they_are(viewer: Caller) -> None:
    query = {"parts": "map.svg, json", "theme": "dark", "language": "sv"}
    answer = viewer.get("journeys/j1/pack/", query=query)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="tyo.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    told = json.loads(held["manifest.json"])
    assert (told["journey"], told["version"], told["theme"]) == ("j1", 1, "dark")
    drawn = {"theme": "dark", "language": "sv"}
    alone = viewer.get("journeys/j1/diagrams/map.svg", query=drawn).content
    assert held["tyo-map.svg"] == alone
    assert held["tyo.json"] == viewer.get("journeys/j1/export/json").content


@pytest.mark.parametrize("parts", ["", "map", "map.gif", "json,exe", "*.gif"])
def test_a_part_that_is_none_is_named(viewer: Caller, parts: str) -> None:
    assert refused(viewer.get("journeys/j1/pack/", query={"parts": parts})) == ["parts"]
    assert refused(viewer.get("journeys/j1/pack/")) == ["parts"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"paper": "a9"}, "paper"),
        ({"tiled": "true"}, "tiled"),
        ({"against": "j1"}, "against"),
        ({"against_version": "1"}, "against_version"),
    ],
)
def test_what_does_not_fit_together_is_named(
    viewer: Caller, query: dict[str, str], parameter: str
) -> None:
    assert refused(viewer.get("journeys/j1/diagrams/map.svg", query=query)) == [parameter]


def compared(viewer: Caller, **query: Any) -> Any:
    return viewer.get(f"journeys/j1/diagrams/{COMPARES}.svg", query=query)


def test_a_comparison_is_with_a_version_another_journey_or_its_origin(
    viewer: Caller, people: People
) -> None:
    assert refused(compared(viewer)) == ["against"]
    rename(people, "Renamed")
    old = compared(viewer, against_version=1)
    assert old.status_code == 200 and b"Renamed" in old.content
    assert compared(viewer, against_version=1)["ETag"] == old["ETag"]
    people.journey("j2", title="Other")
    other = compared(viewer, against="j2")
    assert other["ETag"] != old["ETag"]
    rename(people, "Elsewhere", "j2")
    after = compared(viewer, against="j2")
    assert after["ETag"] != other["ETag"] and b"Elsewhere" in after.content
    root: Any = {"op": "patch", "id": "j1", "set": {"derived_from": "j2"}}
    log.commit("j1", people.actor("editor"), [root], client_id="root")
    assert b"Elsewhere" in compared(viewer).content


def test_a_comparison_shows_nothing_that_the_reader_may_not_see(
    viewer: Caller, people: People
) -> None:
    people.journey("theirs", foreign=True, title="Secret")
    people.journey("gone")
    shelf.trash("gone", people.actor("editor"))
    for named in ("theirs", "gone", "nowhere", people.workspace.pk):
        assert refused(compared(viewer, against=named)) == ["against"], named
    assert refused(compared(viewer, against_version=9)) == ["against_version"]


def test_an_empty_canvas_needs_no_journey(viewer: Caller) -> None:
    drawn = viewer.get(f"diagrams/{BLANK}.svg", query={"language": "fi", "download": "true"})
    assert drawn.content.startswith(b"<svg") and b'lang="fi"' in drawn.content
    assert drawn["Content-Disposition"] == f'attachment; filename="{BLANK}.svg"'
    tag = {"If-None-Match": drawn["ETag"]}
    again = viewer.get(f"diagrams/{BLANK}.svg", query={"language": "fi", "download": "true"},
                       headers=tag)  # fmt: skip
    assert again.status_code == 304
    assert viewer.get("diagrams/map.svg").status_code == 404
    assert viewer.get(f"diagrams/{BLANK}.gif").status_code == 404


def test_files_for_people_take_a_language_and_answers_and_others_do_not(
    viewer: Caller, people: People
) -> None:
    told = [viewer.get(f"journeys/j1/export/{TELLS}", query={"language": x}) for x in ("fi", "sv")]
    assert told[0]["ETag"] != told[1]["ETag"] and told[0].content != told[1].content
    newest = {"answers": "newest"}
    assert viewer.get(f"journeys/j1/export/{TELLS}", query=newest).status_code == 403
    editor = caller(people, "editor")
    assert editor.get(f"journeys/j1/export/{TELLS}", query=newest).status_code == 200
    assert refused(editor.get("journeys/j1/export/json", query=newest)) == ["answers"]
    assert refused(viewer.get("journeys/j1/export/json", query={"language": "fi"})) == ["language"]


def test_a_file_for_people_is_told_anew_when_more_is_heard(people: People) -> None:
    people.journey("j1")
    editor = caller(people, "editor")
    address, newest = f"journeys/j1/export/{TELLS}", {"answers": "newest"}
    before = editor.get(address, query=newest)
    said = [{"journey": "j1", "step": "s1", "emotion": 5}] * 6
    editor.post("answers/bulk/", said, query={"workspace": people.workspace.pk})
    after = editor.get(address, query=newest, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and after.content != before.content


def look(editor: Caller, people: People, body: Any, kind: str, **query: str) -> Any:
    asked = {"workspace": people.workspace.pk, **query}
    return editor.post("files/look/", body, query=asked, content_type=kind)


def test_a_file_is_looked_at_and_nothing_is_made(people: People) -> None:
    editor = caller(people, "editor")
    told = look(editor, people, TABLE, "text/csv", mapping=json.dumps(MAPPING))
    assert told.status_code == 200, told.content
    found = told.json()
    assert found["counts"]["steps"] == 2 and found["format"] == "table"
    assert found["columns"][0]["headings"] == ["Step", "Where", "Note to self"]
    assert not Document.objects.filter(kind="journey").exists()
    query = {"workspace": people.workspace.pk, "mapping": json.dumps(MAPPING)}
    made = editor.post("journeys/", TABLE, query=query, content_type="text/csv")
    assert made.status_code == 201 and made.json()["steps"] == 2


@pytest.mark.parametrize(
    "mapping", ["{", "[]", '{"a": "step"}', '{"0.0": "nonsense"}', '{"0.0": 1}']
)
def test_a_mapping_that_is_none_is_refused(people: People, mapping: str) -> None:
    editor = caller(people, "editor")
    assert refused(look(editor, people, TABLE, "text/csv", mapping=mapping)) == ["mapping"]


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.reads])
def test_every_reader_is_reached_by_its_type_or_by_name(people: People, name: str) -> None:
    editor, form = caller(people, "editor"), FORMATS[name]
    if form.writes:
        people.journey("j1")
        sent = editor.get(f"journeys/j1/export/{name}").content
        for query in ({}, {"format": name}):
            found = look(editor, people, sent, form.media_type, **query)
            assert found.status_code == 200, found.content
            assert found.json()["format"] == name
    broken = look(editor, people, b"PK\x03\x04\x00", form.media_type)
    assert broken.status_code < 500


def test_the_description_names_all_that_the_tables_hold() -> None:
    from journeys.api.schema import described

    def named(operation: Any, parameter: str) -> list[str]:
        held = {each["name"]: each["schema"] for each in operation["parameters"]}
        return sorted(held[parameter]["enum"])

    paths = described()["paths"]
    picture = paths["/api/v1/journeys/{id}/diagrams/{name}.{ext}"]["get"]
    assert named(picture, "name") == sorted(DIAGRAMS) and named(picture, "ext") == sorted(KINDS)
    answers = picture["responses"]["200"]["content"]
    assert {kind.media_type for kind in KINDS.values()} <= set(answers)
    file = paths["/api/v1/journeys/{id}/export/{name}"]["get"]
    written = [each for each in FORMATS.values() if each.writes]
    assert named(file, "name") == sorted(each.name for each in written)
    assert {each.media_type for each in written} <= set(file["responses"]["200"]["content"])
    made = paths["/api/v1/journeys/"]["post"]["requestBody"]["content"]
    assert {each.media_type for each in FORMATS.values() if each.reads} <= set(made)

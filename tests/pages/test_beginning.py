"""Beginning a journey: whatever is brought is looked at first, and nothing is made before."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from journeymap.documents import log
from journeymap.documents.errors import Conflict
from journeymap.documents.models import Document, Entry
from journeys import rows, samples
from journeys.formats import FORMATS
from journeys.graph import Graph, Journey
from tests.support.people import People

from .conftest import Sample, read

In = Callable[[str], Client]
TABLE = "Vaihe\tAskel\tKontaktipisteet\tTunne\nHakee\tLukee\tVerkkosivu\t2\n\tHakee\tLomake\t9\n"


def home(people: People) -> str:
    return f"/workspaces/{people.workspace.pk}/"


def upload(client: Client, people: People, name: str, data: bytes) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(f"{home(people)}load/", {"client_id": "u1", "file": file})


def paste(client: Client, people: People, text: str) -> Any:
    return client.post(f"{home(people)}load/", {"client_id": "p1", "text": text})


def take(client: Client, people: People, looked: Any, **changed: str) -> Any:
    form = looked.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | changed
    return client.post(f"{home(people)}make/", sent)


def journeys() -> int:
    return Document.objects.filter(kind="journey").count()


def test_a_new_journey_is_empty_and_teaches(people: People, signed_in: In) -> None:
    client = signed_in("editor")
    assert "Draw the first service path" in client.get(home(people)).content.decode()
    sent = {"client_id": "j-new", "title": "Kirjaston kortti"}
    answer = client.post(f"{home(people)}new/", sent, follow=True)
    (made,) = Document.objects.filter(kind="journey")
    assert answer.redirect_chain == [(f"/journeys/{made.pk}/", 302)]
    assert "The journey was made." in answer.content.decode()
    assert client.post(f"{home(people)}new/", sent)["Location"] == f"/journeys/{made.pk}/"
    assert journeys() == 1


def test_a_title_that_cannot_be_kept_is_told_beside_it(people: People, signed_in: In) -> None:
    sent = {"client_id": "n", "title": ""}
    answer = signed_in("editor").post(f"{home(people)}new/", sent)
    assert answer.status_code == 422 and answer.context["new"].errors["title"]


def test_every_way_to_begin_is_offered_by_name(
    people: People, sample: Sample, signed_in: In
) -> None:
    page = signed_in("editor").get(f"{home(people)}new/").content.decode()
    for name in samples.NAMES:
        assert f'value="{name}"' in page
    assert "Start-up grant: from idea to first payment" in page
    assert f'href="{sample.url}to-be/"' in page


def test_a_file_is_looked_at_and_then_made_as_it_was_seen(people: People, signed_in: In) -> None:
    path = samples.files()[5]
    client = signed_in("editor")
    looked = upload(client, people, path.name, path.read_bytes())
    assert looked.status_code == 200 and journeys() == 0
    assert not log.records(people.workspace.pk), "the catalogue is as it was too"
    text = looked.content.decode()
    assert "All of it can be kept." in text
    drawn = text[text.index("<svg", text.index("look-picture")) : text.index("look-counts")]
    wanted = {step.title.split()[0] for step in read(5).localised("en").steps}
    assert all(word in drawn for word in wanted), "the map is seen, not only counted"
    counts = dict(looked.context["preview"].counts)
    made = take(client, people, looked)
    graph = rows.load(made["Location"].split("/")[2])
    assert len(graph.steps) == counts["Steps"] and len(graph.stages) == counts["Stages"]
    assert graph.steps == read(5).steps
    assert take(client, people, looked)["Location"] == made["Location"], "sent twice, made once"
    assert journeys() == 1


def test_a_sample_that_is_none_is_not_found(people: People, signed_in: In) -> None:
    looked = signed_in("editor").post(f"{home(people)}load/", {"sample": "no-such"})
    assert looked.status_code == 404


def test_a_sample_is_made_again_under_another_title(
    people: People, sample: Sample, signed_in: In
) -> None:
    client = signed_in("editor")
    looked = client.post(f"{home(people)}load/", {"client_id": "s", "sample": samples.NAMES[0]})
    assert "Used from the catalogue" in " ".join(looked.context["preview"].notes)
    made = take(client, people, looked, title="Oma polku")
    graph = rows.load(made["Location"].split("/")[2])
    assert graph.journey.title == "Oma polku" and graph.journey.id != sample.id
    assert graph.catalogue == rows.load(sample.id).catalogue


def test_a_file_whose_id_is_taken_is_said_to_get_its_own(people: People, signed_in: In) -> None:
    graph = Graph(journey=Journey(id="0198c9a0-0000-7000-8000-000000000001", title="T"))
    client = signed_in("editor")
    for expected in (0, 1):
        looked = upload(client, people, "x.json", FORMATS["json"].write(graph).data)
        assert len(looked.context["preview"].notes) == expected
        take(client, people, looked)
    assert "an id of its own" in looked.context["preview"].notes[0]


def test_what_a_file_could_not_keep_is_said_first(people: People, signed_in: In) -> None:
    text = b"journey\n  title Buying\n  section Shop\n    Look around: much: Me\n    Pay: 3: Me\n"
    looked = upload(signed_in("editor"), people, "buying.mmd", text)
    assert any("line 4" in each for each in looked.context["preview"].losses)
    assert "1 thing cannot be kept" in looked.content.decode()
    assert journeys() == 0


def test_a_link_to_a_journey_that_is_not_here_is_lost(people: People, signed_in: In) -> None:
    path = samples.files()[3]
    looked = upload(signed_in("editor"), people, path.name, path.read_bytes())
    (lost,) = looked.context["preview"].losses
    assert "opens_journey" in lost and not looked.context["preview"].notes
    assert "All of it" not in looked.content.decode()


def test_a_pasted_table_becomes_a_journey_with_the_catalogues_touchpoints(
    people: People, signed_in: In
) -> None:
    put = {"op": "put", "kind": "touchpoint", "id": "t1",
           "value": {"kind": "practice", "name": "verkkosivu"}}  # fmt: skip
    log.commit(people.workspace.pk, people.actor("editor"), [put], client_id="t")
    client = signed_in("editor")
    looked = paste(client, people, TABLE)
    told = " ".join(looked.context["preview"].losses)
    assert "line 3, column 4 (Tunne)" in told and "&#x27;9&#x27;" in told
    made = take(client, people, looked, title="Taulukosta", language="fi")
    graph = rows.load(made["Location"].split("/")[2])
    assert [step.title for step in graph.steps] == ["Lukee", "Hakee"]
    assert graph.journey.title == "Taulukosta"
    assert graph.encounters[0].touchpoint == "t1"
    assert len(log.records(people.workspace.pk)) == 2, "only the form is new"


def test_the_way_back_brings_the_pasted_text(people: People, signed_in: In) -> None:
    client = signed_in("editor")
    back = take(client, people, paste(client, people, TABLE), back="1")
    assert back.context["paste"]["text"].value() == TABLE
    assert journeys() == 0


def test_hostile_words_are_shown_and_not_run(people: People, signed_in: In) -> None:
    words = "<script>alert(1)</script>"
    client = signed_in("editor")
    looked = paste(client, people, f"Step\t{words}\tTouchpoints\n{words}\t{words}\t{words}\n")
    assert b"<script>alert" not in looked.content and b"&lt;script&gt;alert" in looked.content
    back = take(client, people, looked, back="1")
    assert b"<script>alert" not in back.content


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bad.json", b'{"format": "journeymap",\n oops}', "line 2"),
        ("empty.yaml", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00", "UTF-8"),
        ("path.dot", b"digraph {}", "written here, not read"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    name: str, data: bytes, words: str, people: People, signed_in: In
) -> None:
    answer = upload(signed_in("editor"), people, name, data)
    assert answer.status_code == 422
    assert words in " ".join(answer.context["upload"].errors["file"])
    assert journeys() == 0


def again(client: Client, people: People, looked: Any, **said: str) -> Any:
    """Say anew what columns are, as the page's selects do."""
    held = {
        each.field: each.meaning for sheet in looked.context["sheets"] for each in sheet.columns
    }
    sent = held | {f"column-{key.replace('_', '.')}": value for key, value in said.items()}
    draft = looked.context["draft"]
    return client.post(f"{home(people)}load/", {"client_id": "a", "draft": draft, **sent})


def test_the_columns_of_a_table_are_told_and_can_be_said_anew(
    people: People, signed_in: In
) -> None:
    client, data = signed_in("editor"), b"Step;Pain point;Where\nReads;Long;Web\nAsks;;Phone\n"
    looked = upload(client, people, "table.csv", data)
    (sheet,) = looked.context["sheets"]
    told = [(each.heading, each.examples, each.meaning) for each in sheet.columns]
    assert told[:2] == [("Step", ["Reads", "Asks"], "step"), ("Pain point", ["Long"], "pain")]
    seen = again(client, people, looked, **{"0_1": "gain", "0_2": "touchpoint"})
    assert seen.status_code == 200 and journeys() == 0
    assert [each.meaning for each in seen.context["sheets"][0].columns] == [
        "step", "gain", "touchpoint",
    ]  # fmt: skip
    made = rows.load(take(client, people, seen)["Location"].split("/")[2])
    assert [each.kind for each in made.findings] == ["gain"]
    assert len(made.catalogue.touchpoints) == 2


def test_a_table_without_a_column_of_steps_asks_which_it_is(people: People, signed_in: In) -> None:
    client = signed_in("editor")
    looked = upload(client, people, "table.csv", b"Stage;Pain\nA;B\nC;D\n")
    assert looked.status_code == 422 and "expected a column named Step" in looked.content.decode()
    seen = again(client, people, looked, **{"0_0": "step"})
    assert seen.status_code == 200 and dict(seen.context["preview"].counts)["Steps"] == 2
    assert again(client, people, looked, **{"0_0": "", "0_1": ""}).status_code == 422
    nonsense = again(client, people, looked, **{"0_0": "step", "0_1": "nonsense", "x": "y"})
    assert nonsense.status_code == 200
    assert client.post(f"{home(people)}load/", {"draft": "x"}).status_code == 302
    assert journeys() == 0


def test_a_workbook_is_looked_at_and_made(people: People, sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    book = FORMATS["xlsx"].write(sample.graph, None, "fi").data
    looked = upload(client, people, "book.xlsx", book)
    assert looked.status_code == 200, looked.context["upload"].errors
    assert dict(looked.context["preview"].counts)["Steps"] == len(sample.graph.steps)
    made = take(client, people, looked)
    assert len(rows.load(made["Location"].split("/")[2]).steps) == len(sample.graph.steps)


def test_every_format_that_is_read_is_named_where_files_are_chosen(
    people: People, signed_in: In
) -> None:
    page = signed_in("editor").get(f"{home(people)}new/").content.decode()
    for each in FORMATS.values():
        assert not each.reads or f">{each.title} <" in page
    assert "At most 10 MB." in page


def test_what_is_lost_in_many_places_is_told_once(people: People, signed_in: In) -> None:
    lines = "\n".join(f"    Task {at}: 9: Me" for at in range(12))
    looked = paste(signed_in("editor"), people, f"journey\n  title T\n  section S\n{lines}\n")
    (group,) = looked.context["preview"].groups
    assert len(group.places) == 12 and group.many
    assert looked.content.decode().count(group.text) == 1


def test_a_text_that_cannot_be_read_stays_in_its_field(people: People, signed_in: In) -> None:
    answer = paste(signed_in("editor"), people, "journey\n  A; b\n")
    assert answer.status_code == 422
    assert "line 2" in " ".join(answer.context["paste"].errors["text"])
    assert "A; b" in answer.content.decode()
    assert "autofocus" in str(answer.context["paste"]["text"])


def test_a_file_too_large_for_a_field_is_looked_at_and_taken_as_a_file(
    people: People, signed_in: In, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
    letters = random.Random(1)  # what cannot be packed much
    steps = [
        {"id": f"s{at}", "title": "T", "description": letters.randbytes(1990).hex()}
        for at in range(100)
    ]
    file = {"format": "journeymap", "schema": 1, "journey": {"title": "J"}, "steps": steps}
    client = signed_in("editor")
    looked = upload(client, people, "large.json", json.dumps(file).encode())
    assert "Load it with the API instead" in looked.content.decode()
    assert take(client, people, looked).status_code == 400
    assert journeys() == 0
    held = SimpleUploadedFile("draft", looked.context["form"]["draft"].value().encode())
    sent = {"client_id": "l1", "title": "Large", "language": "fi", "draft": held}
    answer = client.post(f"{home(people)}make/", sent, follow=True)
    assert "The journey was made." in answer.content.decode()
    assert journeys() == 1


def test_what_was_not_looked_at_here_is_not_made(people: People, signed_in: In) -> None:
    client = signed_in("editor")
    looked = paste(client, people, TABLE)
    draft = looked.context["form"]["draft"].value()
    sent = {"client_id": "x", "title": "T", "draft": draft}
    for who, wrong in (("editor", draft[:-1] + "x"), ("owner", draft), ("editor", "")):
        answer = signed_in(who).post(f"{home(people)}make/", sent | {"draft": wrong}, follow=True)
        assert "looked at too long ago" in answer.content.decode(), who
    assert journeys() == 0


def test_a_title_is_asked_for_again_where_it_is_missing(people: People, signed_in: In) -> None:
    client = signed_in("editor")
    looked = paste(client, people, TABLE)
    again = take(client, people, looked, title="")
    assert again.status_code == 422 and again.context["form"].errors["title"]
    assert take(client, people, again, title="Nyt").status_code == 302


def test_what_no_longer_fits_since_it_was_looked_at_is_said(
    people: People, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("editor")
    looked = paste(client, people, TABLE)

    def refuses(*_given: object) -> None:
        raise Conflict("Somebody was faster.")

    monkeypatch.setattr("journeys.making.brought", refuses)
    answer = take(client, people, looked)
    assert (answer.status_code, answer["Location"]) == (302, f"{home(people)}new/")
    assert "Somebody was faster." in client.get(answer["Location"]).content.decode()
    assert journeys() == 0


def test_a_to_be_is_looked_at_first_and_keeps_the_ids(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    looked = client.get(f"{sample.url}to-be/")
    (note,) = looked.context["preview"].notes
    assert re.search(r"\d+ comments, \d+ answers", note)
    assert journeys() == 1
    sent = {"client_id": "tb", "title": "Tavoite"}
    made = client.post(f"{sample.url}to-be/", sent)
    graph = rows.load(made["Location"].split("/")[2])
    assert (graph.journey.state, graph.journey.derived_from) == ("to_be", sample.id)
    assert graph.journey.title == "Tavoite"
    assert [s.id for s in graph.steps] == [s.id for s in sample.graph.steps]
    assert client.post(f"{sample.url}to-be/", sent)["Location"] == made["Location"]
    assert Entry.objects.filter(client_id="tb").count() == 1
    assert f'href="{sample.url}to-be/"' in client.get(sample.url).content.decode()

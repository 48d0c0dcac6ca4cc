"""The history's pages: what was done in words, versions, differences, the way back, names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log
from journeymap.documents.models import Document, Entry, Record, VersionName
from journeymap.workspaces.models import Event
from journeys import rows
from tests.support.edits import patch, put
from tests.support.people import People

from .conftest import Sample

pytestmark = pytest.mark.django_db
In = Callable[[str], Client]
_count = iter(range(10**9))


def commit(people: People, *ops: dict[str, Any], to: str = "j1", by: str = "editor") -> Entry:
    return log.commit(to, people.actor(by), list(ops), client_id=f"h{next(_count)}")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    text = re.sub(r'<span class="to">.*?</svg></span>', "→", answer.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def told(people: People) -> People:
    """A journey with a few edits by two people."""
    people.journey("j1", title="Grant", language="en")
    commit(people, patch("s1", title="Apply"))
    commit(people, put("finding", "f1", kind="pain", step="s1", title="Queue"))
    commit(people, patch("s1", description="Mine"), by="owner")
    commit(people, patch("s1", description="Yours"), by="editor")
    return people


@pytest.mark.both_databases
def test_every_entry_is_told_in_words_with_who_and_when(told: People, signed_in: In) -> None:
    text = page(signed_in("viewer"), "/journeys/j1/history/")
    for words in (
        "Renamed the step “Step” to “Apply”",
        "Added the pain point “Queue” at the step “Apply”",
        "Changed the step “Apply”: Description: – → Mine",
        "Changed the step “Apply”: Description: Mine → Yours",
        "Made the journey “Grant”",
        "<b>owner</b>",
        "<b>editor</b>",
        "Version 3",
    ):
        assert words in text
    assert "Bring" not in text


def test_a_page_costs_the_same_however_long_the_log_is(told: People, signed_in: In) -> None:
    client = signed_in("viewer")

    def queries(address: str) -> int:
        page(client, address)
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        return len(asked)

    for at in range(60):
        commit(told, patch("s1", title=f"Apply {at % 2}"), by=("editor", "owner")[at % 2])
    first, second = (queries(f"/journeys/j1/history/{more}") for more in ("", "?before=40"))
    grow(65, 4000)
    assert queries("/journeys/j1/history/") <= first
    assert page(client, "/journeys/j1/history/").count('class="entry"') == 50
    deep = [queries(f"/journeys/j1/history/?before={at}") for at in (3900, 2000, 160)]
    assert max(deep) <= second + 1  # a snapshot


def grow(version: int, to: int) -> None:
    """Make a log long: entries of the same few words, without the door's cost."""
    last = Entry.objects.get(document="j1", version=version)
    turns = [("Apply 1", "Apply 0"), ("Apply 0", "Apply 1")]
    Entry.objects.bulk_create(
        Entry(
            document_id="j1",
            version=at,
            client_id=f"x{at}",
            digest="",
            author_kind="system",
            author_id=str(at % 2),
            at=last.at,
            ops=[{"op": "patch", "kind": "step", "id": "s1", "set": {"title": new},
                  "was": {"title": old}}],
        )
        for at in range(version + 1, to + 1)
        for old, new in [turns[(at - version) % 2 - 1]]
    )  # fmt: skip
    Document.objects.filter(pk="j1").update(version=to)
    assert (to - version) % 2, "the log would not end as the rows are"
    rows_now = Record.objects.filter(document="j1", id="s1")
    rows_now.update(value={"title": "Apply 0", "stage": "g1", "description": "Yours"})


def test_typing_in_one_field_is_one_line_that_opens(told: People, signed_in: In) -> None:
    for text in ("Yours t", "Yours tr", "Yours truly"):
        commit(told, patch("s1", description=text))
    text = page(signed_in("viewer"), "/journeys/j1/history/")
    assert "Description: Mine → Yours truly" in text
    assert "4 edits one after another" in text
    assert text.count('id="v') == 5
    assert "Description: Yours t → Yours tr" in text


@pytest.mark.both_databases
def test_an_overwritten_text_is_found_whole_at_its_record(told: People, signed_in: In) -> None:
    long = "Mine is a long text. " * 40
    commit(told, patch("s1", description=long), by="owner")
    commit(told, patch("s1", description="Over it"), by="editor")
    text = page(signed_in("viewer"), "/journeys/j1/history/?record=s1")
    assert long.strip() in text.replace("&#x27;", "'")
    assert "History of Step “Apply”" in text
    assert "Queue" not in text
    log.commit("j1", told.actor("editor"), [{"op": "remove", "id": "s1"}], client_id="gone")
    text = page(signed_in("editor"), "/journeys/j1/history/?record=s1")
    assert "It has been removed" in text and long.strip() in text
    assert "with what hung on it" not in text
    assert 'action="/journeys/j1/history/7/restore/"' in text
    whole = page(signed_in("editor"), "/journeys/j1/history/")
    assert (
        "Removed the step “Apply” in the stage “Stage” with what hung on it (Findings: 1)" in whole
    )
    assert signed_in("editor").get("/journeys/j1/history/?record=never").status_code == 404


def test_filters_by_person_and_by_name(told: People, signed_in: In) -> None:
    client = signed_in("editor")
    owner = told.user("owner").pk
    text = page(client, f"/journeys/j1/history/?by=user:{owner}")
    assert "– → Mine" in text and "Mine → Yours" not in text and "Queue" not in text
    assert "No version has a name yet" in page(client, "/journeys/j1/history/?named=1")
    answer = client.post("/journeys/j1/history/3/name/", {"name": " <b>Before & after</b> "})
    assert answer.status_code == 302
    text = page(client, "/journeys/j1/history/?named=1")
    assert "&lt;b&gt;Before &amp; after&lt;/b&gt;" in text and text.count('id="v') == 1
    assert Event.objects.filter(what="version_named").count() == 1
    client.post("/journeys/j1/history/3/name/", {"name": "Workshop"})
    assert VersionName.objects.get().name == "Workshop"
    client.post("/journeys/j1/history/3/name/", {"name": "x", "remove": "1"})
    assert not VersionName.objects.exists()
    client.post("/journeys/j1/history/3/name/", {"name": "x" * 201})
    assert not VersionName.objects.exists()


def test_a_version_is_shown_as_it_was_and_as_what_differs(told: People, signed_in: In) -> None:
    log.commit("j1", told.actor("editor"), [patch("s1", title="Send")], client_id="r")
    client = signed_in("viewer")
    was = page(client, "/journeys/j1/history/1/")
    assert "Version 1 of 6" in was and ">Step</text>" in was and "Apply" not in was
    since = page(client, "/journeys/j1/history/2/?compare=now")
    said = "Changed: Step “Send”, Title: Apply → Send; Description: – → Yours."
    assert f'<a href="#map-mark-s1">{said}</a>' in since
    assert '<a href="#map-mark-f1">Added: Finding “Queue”.</a>' in since
    assert 'id="map-mark-s1"' in since and 'id="map-mark-f1"' in since
    changed = page(client, "/journeys/j1/history/6/?compare=before")
    assert "Title: Apply → Send." in changed and "Queue”." not in changed
    for nowhere in ("0", "7", "x"):
        assert client.get(f"/journeys/j1/history/{nowhere}/").status_code == 404


def test_a_renamed_touchpoint_is_told_with_the_names_of_that_moment(
    told: People, signed_in: In
) -> None:
    home = told.workspace.pk
    commit(told, put("touchpoint", "t1", kind="person", name="Clerk"), to=home)
    commit(told, put("encounter", "e1", step="s1", touchpoint="t1"))
    commit(told, patch("t1", name="Adviser"), to=home)
    commit(told, patch("s1", outcome="Done"))
    client = signed_in("viewer")
    text = page(client, "/journeys/j1/history/")
    assert "Added the touchpoint “Clerk” at the step “Apply”" in text
    assert "Renamed the touchpoint “Clerk” to “Adviser”" in text and "Catalogue" in text
    assert "Clerk" in page(client, "/journeys/j1/history/6/")
    since = page(client, "/journeys/j1/history/6/?compare=now")
    assert (
        '<a href="#map-mark-e1">Changed: Touchpoint “Adviser”, Name: Clerk → Adviser.</a>' in since
    )


@pytest.mark.both_databases
def test_a_version_is_brought_back_by_one_entry(told: People, signed_in: In) -> None:
    client = signed_in("editor")
    was = log.at("j1", 2)
    form = {"client_id": "back", "now": "5"}
    for _again in range(2):
        answer = client.post("/journeys/j1/history/2/restore/", form)
        assert answer.status_code == 302
    assert log.records("j1") == was
    assert log.load("j1")[0] == 6
    text = page(client, "/journeys/j1/history/")
    assert "Restored version 2" in text and "was brought back" in text
    log.undo("j1", told.actor("editor"), 6, "undo")
    assert log.records("j1") == log.at("j1", 5)


def test_what_changed_meanwhile_is_not_lost(told: People, signed_in: In) -> None:
    client = signed_in("editor")
    answer = client.post("/journeys/j1/history/2/restore/", {"client_id": "late", "now": "4"})
    assert answer["Location"] == "/journeys/j1/history/2/?compare=now"
    text = page(client, answer["Location"])
    assert "Somebody changed this meanwhile, so nothing was brought back" in text
    assert log.load("j1")[0] == 5


def test_one_record_is_brought_back_and_what_cannot_be_is_told(told: People, signed_in: In) -> None:
    client = signed_in("editor")
    home = told.workspace.pk
    commit(told, put("touchpoint", "t1", kind="person", name="Clerk"), to=home)
    commit(told, patch("f1", touchpoint="t1", title="Long queue"))
    commit(told, {"op": "remove", "id": "f1"})
    commit(told, {"op": "remove", "id": "t1"}, to=home)
    form = {"client_id": "one", "record": "f1", "now": "7"}
    answer = client.post("/journeys/j1/history/6/restore/", form)
    assert answer["Location"] == "/journeys/j1/history/?record=f1"
    text = page(client, answer["Location"])
    assert "This could not come back: Finding “Long queue”: Touchpoint" in text
    held = rows.load("j1").by_id["f1"]
    assert (held.title, held.touchpoint) == ("Long queue", None)
    assert "Restored Finding “Long queue” as of version 6" in text
    client.post("/journeys/j1/history/4/restore/", {"client_id": "two", "record": "s1"})
    assert rows.load("j1").by_id["s1"].description == "Mine"


@pytest.mark.both_databases
def test_redacted_texts_stay_redacted(told: People, signed_in: In) -> None:
    commit(told, patch("s1", description="Matti Meikäläinen"))
    log.at("j1", 3)
    commit(told, patch("s1", description="Somebody"))
    log.redact("j1", "s1", "description", told.actor("owner"))
    client = signed_in("owner")
    for address in ("", "?record=s1", "6/", "6/?compare=now", "7/?compare=before"):
        assert "Matti" not in page(client, f"/journeys/j1/history/{address}")
    assert "Blanked a text of the step “Apply” for ever" in page(client, "/journeys/j1/history/")


def test_a_whole_journey_is_told_in_numbers(sample: Sample, signed_in: In) -> None:
    text = page(signed_in("viewer"), f"{sample.url}history/")
    assert re.search(r"Added: .*Steps: \d+", text)
    assert "The first of them" in text


def test_editors_alone_are_offered_the_way_back(told: People, signed_in: In) -> None:
    for who, offered in (("editor", True), ("viewer", False), ("commenter", False)):
        text = page(signed_in(who), "/journeys/j1/history/2/")
        assert ("Bring this version back" in text) == offered
        assert ("Name this version" in text) == offered
        text = page(signed_in(who), "/journeys/j1/history/?record=s1")
        assert ("Bring it back" in text) == offered

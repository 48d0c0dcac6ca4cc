"""The plain forms: what is sent goes through the door, what is wrong stands beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log
from journeymap.documents.models import Entry
from journeys import rows
from tests.support.people import People
from touchpoints.models import Answer

from .conftest import Sample

In = Callable[[str], Client]


def finding(sample: Sample, identity: str) -> Any:
    return rows.load(sample.id).by_id.get(identity)


def test_a_pain_point_is_put_on_the_step_and_named_in_the_log(
    sample: Sample, signed_in: In
) -> None:
    touchpoint = next(e.touchpoint for e in sample.graph.encounters if e.step == sample.step)
    data = {
        "client_id": "f1",
        "kind": "pain",
        "title": "  Same paper <b>twice</b> ",
        "description": "Asked & asked again",
        "severity": "3",
        "touchpoint": touchpoint,
        "level": "survey",
        "n": "12",
        "source": "Exit poll",
    }
    client = signed_in("editor")
    answer = client.post(f"{sample.step_url}findings/", data)
    assert answer["Location"] == f"{sample.step_url}#done"
    held = finding(sample, "f1")
    assert (held.title, held.kind, held.severity) == ("Same paper <b>twice</b>", "pain", 3)
    assert (held.step, held.touchpoint, held.status) == (sample.step, touchpoint, "open")
    assert (held.evidence.level, held.evidence.n, held.evidence.source) == (
        "survey",
        12,
        "Exit poll",
    )
    entry = Entry.objects.filter(document_id=sample.id).latest("version")
    assert (entry.author_name, entry.label) == ("editor", "Add a pain point")
    page = client.get(sample.step_url).content.decode()
    assert "The pain point was added." in page
    assert "Same paper &lt;b&gt;twice&lt;/b&gt;" in page
    assert "<b>twice</b>" not in page
    assert "The pain point was added." not in client.get(sample.step_url).content.decode()


def test_a_form_sent_twice_adds_once(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    for url, data in (
        ("findings/", {"client_id": "f1", "kind": "gain", "title": "Friendly"}),
        ("answers/", {"client_id": "a1", "emotion": "5", "expectation": "1"}),
    ):
        version, said = log.load(sample.id)[0], Answer.objects.count()
        assert client.post(sample.step_url + url, data).status_code == 302
        after = log.load(sample.id)[0], Answer.objects.count()
        assert after in ((version + 1, said), (version, said + 1))
        assert client.post(sample.step_url + url, data).status_code == 302
        assert (log.load(sample.id)[0], Answer.objects.count()) == after


def test_a_new_form_has_a_new_id(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    ids = {client.get(sample.step_url).context["finding_form"]["client_id"].value() for _ in "ab"}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"title": ""}, "title", "This field is required."),
        ({"title": "x" * 301}, "title", "at most 300 characters"),
        ({"title": "T", "severity": "9"}, "severity", "not one of the available choices"),
        ({"title": "T", "touchpoint": "elsewhere"}, "touchpoint", "not one of the available"),
        ({"title": "T", "n": "-1"}, "n", "greater than or equal to 0"),
        ({"title": "T", "source": "A poll"}, "level", "Say how you know"),
        ({"title": "T\x00"}, "title", "Null characters are not allowed."),
        ({"title": "T\x01"}, "title", "cannot be kept. Write it again."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    data: dict[str, str], field: str, words: str, sample: Sample, signed_in: In
) -> None:
    version = log.load(sample.id)[0]
    sent = {"client_id": "f1", "kind": "pain", "description": "Kept as typed", **data}
    answer = signed_in("editor").post(f"{sample.step_url}findings/", sent)
    assert answer.status_code == 422
    bound = answer.context["finding_form"][field]
    assert words in " ".join(bound.errors)
    page = answer.content.decode()
    assert f'id="finding-{field}_error"' in page
    assert "Kept as typed" in page
    assert "<title>Error: " in page
    assert log.load(sample.id)[0] == version


def test_an_answer_is_kept_as_it_was_given(sample: Sample, signed_in: In) -> None:
    data = {
        "client_id": "a1",
        "emotion": "2",
        "efficiency": "1",
        "ease": "3",
        "got_it_done": "partly",
        "expectation": "-1",
        "comment": "Waited & waited",
        "channel": "phone",
        "unit": "Seinäjoki",
    }
    client = signed_in("editor")
    assert client.post(f"{sample.step_url}answers/", data).status_code == 302
    held = Answer.objects.get(client_id="a1")
    assert (held.journey, held.step, held.emotion, held.efficiency) == (
        sample.id,
        sample.step,
        2,
        1,
    )
    assert (held.ease, held.got_it_done, held.expectation) == (3, "partly", -1)
    assert (held.comment, held.channel, held.unit) == ("Waited & waited", "phone", "Seinäjoki")
    assert "Waited &amp; waited" in client.get(sample.step_url).content.decode()


def test_an_empty_answer_is_refused_in_words(sample: Sample, signed_in: In) -> None:
    answer = signed_in("editor").post(f"{sample.step_url}answers/", {"client_id": "a1"})
    assert answer.status_code == 422
    assert "Answer at least one question." in answer.content.decode()


def test_an_answer_to_a_step_that_is_not_there_is_not_found(sample: Sample, signed_in: In) -> None:
    url = f"{sample.url}steps/nowhere/"
    client = signed_in("editor")
    assert client.get(url).status_code == 404
    for form in ("findings/", "answers/"):
        sent = {"client_id": "x", "kind": "pain", "title": "T", "emotion": "1"}
        assert client.post(url + form, sent).status_code == 404
    assert not Answer.objects.filter(client_id="x").exists()


def test_a_panel_gets_its_inside_and_where_to_go(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    inside = {"X-Fragment": sample.url}
    panel = client.get(sample.step_url, headers=inside).content.decode()
    assert "<html" not in panel
    assert f'name="back" value="{sample.url}"' in panel
    sent = {"client_id": "f1", "kind": "pain", "title": "", "back": sample.url}
    wrong = client.post(f"{sample.step_url}findings/", sent, headers=inside)
    assert (wrong.status_code, b"<html" in wrong.content) == (422, False)
    done = client.post(f"{sample.step_url}findings/", {**sent, "title": "T"}, headers=inside)
    assert (done.status_code, done["X-Go"]) == (204, f"{sample.url}?step={sample.step}#done")


def test_the_way_back_leads_to_no_other_site(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    sent = {"client_id": "f1", "kind": "pain", "title": "T", "back": "https://example.org/"}
    assert client.post(f"{sample.step_url}findings/", sent)["Location"] == f"{sample.step_url}#done"
    for url, data in (("/colours/", {"theme": "dark"}), ("/i18n/setlang/", {"language": "fi"})):
        answer = client.post(url, {**data, "next": "https://example.org/"})
        assert answer["Location"] == "/"


def test_trash_and_back(people: People, sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    title = sample.graph.journey.title
    answer = client.post(f"{sample.url}trash/", follow=True)
    assert f"“{title}” is in the trash." in answer.content.decode()
    assert title not in [
        str(each.graph.journey.title)
        for each in client.get(f"/workspaces/{people.workspace.pk}/").context["cards"]
    ]
    answer = client.get(sample.url, follow=True)
    assert "This journey is in the trash." in answer.content.decode()
    answer = client.post(f"{sample.url}restore/", follow=True)
    assert answer.redirect_chain[-1][0] == sample.url
    assert client.get(sample.url).status_code == 200

"""The Findings view: what hurts most, what is done about it, and what changed since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log
from journeys import rows
from journeys.graph import Idea
from tests.support.people import People

from .hearing import asked_in, quote, say, words

In = Callable[[str], Client]
URL = "/journeys/j1/findings/"
EASE = {"item": "ease", "values": ["1", "2"]}


@pytest.fixture
def editor(people: People, signed_in: In) -> Client:
    people.journey()
    return signed_in("editor")


def put(people: People, what: str, id: str, **value: Any) -> None:
    op: Any = {"op": "put", "kind": what, "id": id, "value": {"title": id.title(), **value}}
    log.commit("j1", people.actor("editor"), [op], client_id=f"put-{id}")


def pain(people: People, id: str, **value: Any) -> None:
    put(people, "finding", id, kind="pain", step="s1", **value)


def idea() -> Idea:
    (found,) = rows.load("j1").ideas
    return found


def test_an_empty_page_teaches(editor: Client) -> None:
    assert "No findings yet" in words(editor, URL)


def test_they_are_sorted_by_importance_severity_and_frequency(
    people: People, editor: Client
) -> None:
    weight: Any = [{"op": "patch", "id": "s1", "set": {"importance_customer": 5}}]
    log.commit("j1", people.actor("editor"), weight, client_id="weight")
    say(people, 9, ease=1, got_it_done="yes")
    say(people, ease=5, got_it_done="no")
    pain(people, "seldom", severity=4, follows={"item": "got_it_done", "values": ["no"]})
    pain(people, "often", severity=3, follows=EASE)
    pain(people, "solved", severity=4, status="solved")
    text = words(editor, URL)
    assert text.index("Often") < text.index("Seldom") < text.index("Solved Solved")
    assert "90% (60–98), n 10" in text and "10% (2–40), n 10" in text
    assert "Ease: Strongly disagree, Disagree" in text
    by = words(editor, f"{URL}?sort=severity")
    assert by.index("Pain point: Seldom") < by.index("Pain point: Often")
    some = words(editor, f"{URL}?status=solved&kind=pain&step=s1")
    assert "1 finding" in some and "Often" not in some
    assert "Nothing fits" in words(editor, f"{URL}?kind=gain")


def test_fifty_come_on_a_page(people: People, editor: Client) -> None:
    for at in range(51):
        pain(people, f"p{at:02}", severity=4 if at else 1)
    assert "P00" not in words(editor, URL) and "P50" in words(editor, URL)
    assert "P00" in words(editor, f"{URL}?page=2")


def test_who_hears_less_is_told_less(people: People, editor: Client, signed_in: In) -> None:
    say(people, 12, ease=1, unit="Vaasa")
    say(people, 12, ease=5, unit="Oulu")
    pain(people, "all", follows=EASE)
    pain(people, "unit", follows={**EASE, "unit": "Vaasa"})
    pain(people, "days", follows={**EASE, "since": "2026-01-01"})
    pain(people, "few", follows={**EASE, "unit": "Kuopio"})
    pain(people, "quoted")
    for at in range(6):
        held = quote(people, f"Slow {at}", ease=2)
        link = {"answer": held.pk, "finding": "quoted", "client_id": f"l{at}"}
        editor.post("/journeys/j1/feedback/quote/", link)
    api = "/api/v1/journeys/j1/measures/"
    assert editor.get(api).json()["findings"].keys() == {"all", "unit", "days", "quoted"}
    told = signed_in("viewer").get(api).json()["findings"]
    assert told.keys() == {"all", "unit"}
    page = signed_in("viewer").get(URL).content.decode()
    assert "<form" in page and "/opportunity/" not in page and "Save" not in page


def test_a_finding_becomes_an_opportunity_and_that_a_solution(
    people: People, editor: Client
) -> None:
    pain(people, "slow")
    made = {"client_id": "i1", "filters": "kind=pain"}
    for _again in range(2):
        answer = editor.post(f"{URL}slow/opportunity/", made)
        assert answer["Location"] == f"{URL}?kind=pain#i1"
    assert (idea().kind, idea().findings, idea().step) == ("opportunity", ("slow",), "s1")
    sent = {"client_id": "c1", "title": "Ask once", "owner": "Aino", "due": "2026-12-01"}
    sent |= {"status": "proposed", "solution": "1"}
    page = editor.post(f"{URL}i1/", sent, follow=True)
    assert b"It is saved." in page.content
    held = idea()
    assert (held.kind, held.status, held.title, held.owner, held.due) == (
        *("solution", "accepted", "Ask once", "Aino", "2026-12-01"),
    )
    sent |= {"client_id": "c2", "status": "done", "owner": "", "introduced": "2026-03-01"}
    sent.pop("solution")
    editor.post(f"{URL}i1/", sent)
    assert (idea().status, idea().owner, idea().introduced) == ("done", "", "2026-03-01")
    assert "in use since 1 Mar 2026" in words(editor, URL)


def test_what_cannot_be_kept_is_said_where_it_was_written(people: People, editor: Client) -> None:
    pain(people, "slow", severity=2)
    bad = {"client_id": "c1", "title": " ", "status": "open", "severity": "3"}
    answer = editor.post(f"{URL}slow/", bad)
    assert answer.status_code == 422
    assert b'id="slow-title_error"' in answer.content
    assert rows.load("j1").findings[0].severity == 2
    assert editor.post(f"{URL}s1/", bad).status_code == 404
    assert editor.post(f"{URL}s1/opportunity/").status_code == 404
    good = {"client_id": "c2", "title": "Slow", "status": "accepted", "severity": ""}
    editor.post(f"{URL}slow/", good)
    (found,) = rows.load("j1").findings
    assert (found.severity, found.status) == (None, "accepted")


def test_the_same_measure_before_and_after(people: People, editor: Client, signed_in: In) -> None:
    pain(people, "slow", follows={**EASE, "since": "2026-01-01", "until": "2026-01-31"})
    put(people, "idea", "i1", kind="solution", findings=["slow"], introduced="2026-03-02")
    say(people, 24, ease=1, emotion=2, at="2026-03-01T21:59:00Z")  # still the first in Helsinki
    say(people, 6, ease=5, emotion=2, at="2026-02-01T10:00:00Z")
    text = words(editor, URL)
    assert "80% (63–90), n 30 too few answers" in text
    assert "too few answers before or since 2 Mar 2026 to tell" in text
    say(people, 6, ease=2, emotion=5, at="2026-03-01T22:00:00Z")
    say(people, 24, ease=5, emotion=5, at="2026-04-01T10:00:00Z")
    text = words(editor, URL)
    assert "Ease (Strongly disagree, Disagree) 80% (63–90), n 30 20% (10–37), n 30" in text
    assert "60 percentage points less (" in text and "different survey rounds" not in text
    assert "Before and after" not in words(signed_in("viewer"), URL)


def test_other_rounds_before_and_after_are_warned_of(people: People, editor: Client) -> None:
    pain(people, "slow")
    put(people, "idea", "i1", kind="solution", findings=["slow"], introduced="2026-03-02")
    say(people, 10, emotion=3, round=asked_in(people, "A"), at="2026-02-01T10:00:00Z")
    say(people, 10, emotion=3, round=asked_in(people, "B"), at="2026-04-01T10:00:00Z")
    text = words(editor, URL)
    assert "Emotion 3.0 (" in text and "no difference can be told" in text
    assert "different survey rounds" in text


def test_a_hostile_name_and_a_long_word_are_shown_as_they_are(
    people: People, editor: Client
) -> None:
    title = "<b>&\"' Hakemuslomakepohjantäyttöohjeistuskokonaisuus"
    pain(people, "x", description=title, owner=title)
    page = editor.get(URL).content
    assert b"<b>&" not in page and b"&lt;b&gt;&amp;&quot;&#x27; Hakemuslomake" in page

"""Nothing that somebody writes into an address or a form about answers breaks a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.support.people import People
from touchpoints import rounds
from touchpoints.models import Answer, SurveyRound

from .hearing import say

pytestmark = pytest.mark.both_databases
In = Callable[[str], Client]
#: Names of the filters, with and without the prefix of the second.
NAMES = ("step", "round", "touchpoint", "segment", "channel", "unit", "region")
NUL, LONG = "%00", "9" * 5000
DAYS = ("0001-01-01", "1000-01-01", "9999-12-30", "9999-12-31")
QUERIES = (
    *(f"{name}={value}" for name in ("since", "until", "with-since") for value in DAYS),
    *(f"{name}=a{NUL}" for name in (*NAMES, "with-unit", "words", "answers_language")),
    f"compare={quote(f'unit={NUL}')}",
    f"compare={quote('since=0001-01-01')}",
    f"quotes={LONG}",
    f"page={LONG}",
)
JOURNEY = ("", "path/", "table/", "edit/", "feedback/", "findings/")


@pytest.fixture
def held(people: People) -> SurveyRound:
    people.journey()
    made, _ = rounds.make(people.workspace, people.actor("editor"), {"title": "R", "journey": "j1"})
    say(people, 7, emotion=1, comment="Slow", round=made.pk)
    return made


def test_no_address_breaks_a_page_of_answers(
    people: People, held: SurveyRound, signed_in: In
) -> None:
    editor, at = signed_in("editor"), f"/workspaces/{people.workspace.pk}"
    for query in QUERIES:
        for page in JOURNEY:
            there = editor.get(f"/journeys/j1/{page}?{query}")
            assert there.status_code in (200, 302, 404), (page, query)
        for what in ("measures/", "outline/", "diagrams/map.svg"):
            told = editor.get(f"/api/v1/journeys/j1/{what}?{query}")
            assert told.status_code in (200, 400), (what, query)
        for page in (f"/a/{held.code}/", f"/a/{held.code}/kiosk/", f"{at}/rounds/{held.pk}/"):
            assert editor.get(f"{page}?{query}&lang={NUL}").status_code == 200, (page, query)
        for page in ("rounds/", "answers/unassigned/", "answers/suspect/", "answers/import/"):
            assert editor.get(f"{at}/{page}?{query}&journey={NUL}").status_code == 200, page


FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/journeys/j1/feedback/quote/", {"answer": LONG}),
    ("/journeys/j1/feedback/group/", {"step": "s1", "item": "ease", "filters": "unit=%00"}),
    ("/journeys/j1/feedback/group/", {"step": "s1", "item": "ease", "filters": "since=0001-01-01"}),
    ("answers/unassigned/", {"journey": "j\0", "step": "\0", "all": "1"}),
    ("answers/unassigned/", {"journey": "j1", "step": "s1", "answer": LONG}),
    ("answers/suspect/", {"answer": LONG}),
    ("answers/suspect/", {"flood": LONG}),
    ("answers/import/look/", {"draft": "\0"}),
)


@pytest.mark.parametrize(("url", "form"), FORMS)
def test_no_form_breaks_one(
    people: People, held: SurveyRound, signed_in: In, url: str, form: dict[str, Any]
) -> None:
    there = url if url.startswith("/") else f"/workspaces/{people.workspace.pk}/{url}"
    assert signed_in("editor").post(there, form).status_code in (200, 302, 404, 422)
    assert Answer.objects.count() == 7


def test_a_moment_of_any_offset_is_kept(held: SurveyRound, client: Client) -> None:
    moment = "2026-01-01T12:00:00+23:59"
    SurveyRound.objects.update(retention_days=36500)
    body = {"client_id": "k1", "step": "s1", "emotion": 5, "at": moment}
    sent = client.post(f"/a/{held.code}/answers/", body, content_type="application/json")
    assert sent.status_code == 201
    assert Answer.objects.get(emotion=5).at.isoformat() == "2025-12-31T12:01:00+00:00"

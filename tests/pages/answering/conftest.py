"""Rounds at their links, and somebody without an account who has one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.edits import put
from tests.support.people import People
from touchpoints.intake import public
from touchpoints.models import SurveyRound

Ask = Callable[..., SurveyRound]
OFFERS = {
    "segment": ["x1"],
    "channel": ["phone", "web"],
    "unit": ["Seinäjoki", "Vaasa"],
    "region": ["Lappi"],
}
NAMES = {"s1": "Application", "s2": "Asked for more", "s3": "Decision"}


@pytest.fixture
def ask(people: People) -> Ask:
    """Make a round about a journey of three steps; what a row has may be given."""
    people.journey(title="Start-up grant", language="en")
    more = [put("step", key, title=name) for key, name in NAMES.items() if key != "s1"]
    more.append({"op": "patch", "id": "s1", "set": {"title": NAMES["s1"]}})
    told = {"record": "s2", "field": "title", "language": "fi", "text": "Lisätietoja pyydetään"}
    log.commit("j1", SYSTEM, [*more, put("translation", "t1", **told)], client_id="steps")
    shared = [
        put("segment", "x1", name="New entrepreneurs"),
        put("touchpoint", "t1", name="Adviser", kind="person"),
    ]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="shared")

    def made(**fields: Any) -> SurveyRound:
        about = {} if "touchpoint" in fields else {"journey": "j1", "steps": ["s2"]}
        values = {"title": "Secret title", **about, **fields}
        return SurveyRound.objects.create(workspace=people.workspace, **values)

    return made


@pytest.fixture
def customer() -> Client:
    """Somebody with a browser in English; a form without a token against forgery is refused."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in these tests; that haste is noticed has a test of its own."""
    monkeypatch.setattr(public, "FASTEST", 0)


def url(held: SurveyRound, more: str = "") -> str:
    return f"/a/{held.code}/{more}"


def hidden(html: str) -> dict[str, str]:
    """Return what a form carries without being asked."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def text(response: Any) -> str:
    return response.content.decode()


def answer(client: Client, address: str, **said: str) -> Any:
    """Open the page, fill in its form and send it."""
    return client.post(address, {**hidden(text(client.get(address))), **said})


def headings(html: str) -> list[str]:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]

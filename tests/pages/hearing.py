"""Answers at the step of a small journey, as many as a test wants."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from journeymap.documents.ids import uuid7
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People
from touchpoints import answers
from touchpoints.models import Answer, SurveyRound


def say(people: People, n: int = 1, journey: str = "j1", step: str = "s1", **said: Any) -> None:
    """Keep n answers that all say the same; a round that they name is open at any time."""
    item = {"journey": journey, "step": step, **said}
    answers.record(people.workspace, SYSTEM, [{**item, "client_id": uuid7()} for _ in range(n)])


def asked_in(people: People, title: str, **fields: Any) -> str:
    """Make a survey round of the journey j1 and return its id."""
    held = SurveyRound(workspace=people.workspace, journey="j1", title=title, **fields)
    held.save()
    return held.pk


def quote(people: People, comment: str, **said: Any) -> Answer:
    """Keep an answer with words and return its row."""
    say(people, comment=comment, **said)
    return Answer.objects.order_by("-id")[0]


def words(client: Client, url: str, status: int = 200) -> str:
    """Return a page's text, a space between what is apart."""
    answer = client.get(url)
    assert answer.status_code == status, answer.status_code
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())

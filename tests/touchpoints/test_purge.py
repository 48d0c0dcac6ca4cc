"""``manage.py purge`` and the thread that does it daily."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from journeymap.documents import shelf
from journeymap.documents.models import Document
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People, make_people
from tools.daily import Daily, purge
from touchpoints import answers
from touchpoints.models import Answer, SurveyRound

pytestmark = pytest.mark.both_databases


def _due(comment: str) -> People:
    """Make a journey that is long in the trash, and an answer whose time is over."""
    people = make_people()
    people.journey()
    people.journey("j2")
    shelf.trash("j2", people.actor("owner"))
    past = timezone.now() - datetime.timedelta(days=31)
    Document.objects.filter(pk="j2").update(trashed_at=past)
    held = SurveyRound.objects.create(
        workspace=people.workspace, journey="j1", title="Kevät", retention_days=30
    )
    item = {"journey": "j1", "step": "s1", "round": held.pk, "at": past.isoformat()}
    late = {**item, "at": timezone.now().isoformat()}
    answers.record(people.workspace, SYSTEM, [item | {"comment": comment}, late | {"ease": 5}])
    return people


@pytest.mark.django_db
def test_the_command_deletes_what_is_due_and_tells_no_text() -> None:
    _due("Salainen sana")
    out = StringIO()
    call_command("purge", stdout=out)
    assert out.getvalue() == "j2\n1 answers\n"
    assert [each.ease for each in Answer.objects.all()] == [5]
    assert not Document.objects.filter(pk="j2").exists()
    out = StringIO()
    call_command("purge", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.django_db(transaction=True)
def test_the_running_server_does_it_in_a_thread(caplog: pytest.LogCaptureFixture) -> None:
    _due("Salainen sana")
    caplog.set_level(logging.INFO)
    daily = Daily(purge, first=0)
    daily.start()
    _until(lambda: "purged" in caplog.text)
    daily.stop()
    assert not daily.is_alive()
    assert "purged: j2, 1 answers" in caplog.text and "Salainen" not in caplog.text
    assert Answer.objects.count() == 1


def test_it_is_done_again_whatever_went_wrong(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def fails() -> None:
        done.append(threading.current_thread().name)
        raise ValueError("no disk")

    daily = Daily(fails, first=0, every=0.01)
    daily.start()
    _until(lambda: len(done) > 2)
    daily.stop()
    assert set(done) == {"daily"} and "no disk" in caplog.text
    count = len(done)
    time.sleep(0.05)
    assert len(done) == count


def _until(there: Callable[[], bool]) -> None:
    for _ in range(2000):
        if there():
            return
        time.sleep(0.01)
    pytest.fail("it was not done")

"""Waking readers: in this process by the commit itself, in others by PostgreSQL or by looking."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from journeymap.documents import live, log
from journeymap.documents.live import Listener
from journeymap.documents.models import Entry
from tests.support import writer
from tests.support.people import make_people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
RENAME = {"op": "patch", "id": "s1", "set": {"title": "A"}}


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """The listening thread is gone after the test: the database could not be dropped else."""
    yield
    if thread := live._listener:
        thread.join()


def test_a_reader_is_handed_what_its_own_process_commits() -> None:
    people = make_people()
    people.journey()
    woken: list[tuple[str, int, Entry | None]] = []
    with live.subscribed(Listener(lambda *told: woken.append(told))):
        made = log.commit("j1", people.actor("owner"), [RENAME], client_id="c1")
        log.commit("j1", people.actor("owner"), [RENAME], client_id="c2")
    log.commit("j1", people.actor("owner"), [{"op": "remove", "id": "s1"}], client_id="c3")
    assert ("j1", 2, made) in woken
    # by a notice of PostgreSQL the first version may be heard of late
    assert {told[:2] for told in woken} - {("j1", 1)} == {("j1", 2)}


def test_nobody_is_woken_by_what_is_taken_back() -> None:
    people = make_people()
    people.journey()
    woken: list[int] = []
    with live.subscribed(Listener(lambda _document_id, version, _entry: woken.append(version))):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            log.commit("j1", people.actor("owner"), [RENAME], client_id="c1")
            _ = 1 / 0
        assert live.wait("j1", 1, 0) == 1
    assert set(woken) <= {1}


def test_a_reader_learns_of_a_commit_of_another_process() -> None:
    """By PostgreSQL's notice, or by looking every second."""
    make_people().journey()
    listening, woken = threading.Event(), threading.Event()

    def hear(document_id: str, version: int, entry: Entry | None) -> None:
        if (document_id, version, entry) == ("j1", 2, None):
            woken.set()

    with live.subscribed(Listener(hear, joined=listening.set)):
        if connection.vendor == "postgresql":
            assert listening.wait(60)
        process = writer.start("j1", "w", 0, 1)
        assert live.wait("j1", 1, 60) == 2
        assert process.communicate() == ("0\n", "")
        if connection.vendor == "postgresql":
            assert woken.wait(60)


def test_waiting_ends_with_what_there_is() -> None:
    make_people().journey()
    assert live.wait("j1", 0, 60) == 1
    assert live.wait("j1", 1, 0) == 1
    assert live.wait("nowhere", 0, 0) == 0

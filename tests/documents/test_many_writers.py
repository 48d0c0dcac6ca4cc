"""Writers in processes of their own, on both databases: nothing lost, nothing half-written."""

from __future__ import annotations

import random
import threading

import pytest
from django.db import connection, transaction

from journeymap.documents import errors, log
from journeymap.documents.models import Document
from tests.support import writer
from tests.support.people import make_people

from .doing import replayed, stored

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

WRITERS, EDITS = 8, 15


def agrees(document_id: str) -> None:
    """Versions without gaps, and the log replayed gives the rows."""
    entries = log.since(document_id, 0, limit=10**6)
    assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
    assert Document.objects.get(pk=document_id).version == len(entries)
    assert replayed(document_id) == stored(document_id)


def test_eight_writers_lose_nothing_and_a_reader_misses_nothing() -> None:
    """L1, L2: and nobody is turned away because the database is locked."""
    make_people().journey()
    writers = [writer.start("j1", f"w{n}", 0, EDITS) for n in range(WRITERS)]
    seen: list[tuple[int, str]] = []
    done = False
    while not done:
        done = all(process.poll() is not None for process in writers)
        threading.Event().wait(0.01)
        seen += [(e.version, e.client_id) for e in log.since("j1", seen[-1][0] if seen else 1)]
    told = [process.communicate() for process in writers]
    assert [error for _, error in told if error] == []
    assert [out.split() for out, _ in told] == [[str(n) for n in range(EDITS)]] * WRITERS
    assert [version for version, _ in seen] == list(range(2, 2 + WRITERS * EDITS))
    wanted = {f"w{n}-{edit}" for n in range(WRITERS) for edit in range(EDITS)}
    assert {client_id for _, client_id in seen} == wanted
    agrees("j1")


def test_a_writer_killed_at_any_moment_loses_nothing_it_was_told_is_kept() -> None:
    """L2, L3: and the next one may repeat what it does not know about."""
    make_people().journey()
    chance = random.Random(7)
    told = -1
    for _ in range(6):
        process = writer.start("j1", "k", told + 1)
        assert process.stdout is not None
        for _ in range(chance.randint(1, 12)):
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            told = int(line)
        threading.Event().wait(chance.random() * 0.02)
        process.kill()
        told = max([told, *map(int, process.stdout)])  # communicate() would lose what is buffered
        process.communicate()
        with transaction.atomic():  # a database may be about to end what the killed one had sent
            Document.objects.select_for_update().get(pk="j1")
            kept = {entry.client_id for entry in log.since("j1", 1, limit=10**6)}
            wanted = {f"k-{number}" for number in range(told + 1)}
            assert wanted <= kept <= wanted | {f"k-{told + 1}"}
            agrees("j1")
    assert told >= 5


@pytest.mark.parametrize("first", ["name", "remove"])
def test_a_touchpoint_is_not_named_and_removed_at_once(first: str) -> None:
    """L7, L8: the second waits for the first, and is refused."""
    people = make_people()
    people.journey()
    home, owner = people.workspace.pk, people.actor("owner")
    letter = {"kind": "object", "name": "Letter"}
    put = {"op": "put", "kind": "touchpoint", "id": "t1", "value": letter}
    log.commit(home, owner, [put], client_id="t")
    meets = {"step": "s1", "touchpoint": "t1"}
    edits = {
        "name": ("j1", {"op": "put", "kind": "encounter", "id": "e1", "value": meets}),
        "remove": (home, {"op": "remove", "id": "t1"}),
    }
    second = "remove" if first == "name" else "name"
    refused: list[str] = []

    def act(what: str) -> None:
        document_id, op = edits[what]
        try:
            log.commit(document_id, owner, [op], client_id=what)
        except errors.Refusal as refusal:
            refused.append(refusal.code)
        finally:
            if threading.current_thread() is not threading.main_thread():
                connection.close()

    other = threading.Thread(target=act, args=(second,))
    with transaction.atomic():
        act(first)
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert refused == (["in_use"] if first == "name" else ["invalid"])

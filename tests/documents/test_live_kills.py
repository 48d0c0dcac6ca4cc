"""Ten people edit and twenty read while the server is killed again and again, and the database's
connections with it: nothing acknowledged is lost, and every reader gets everything, once."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from journeymap.documents import log
from tests.support.open_sockets import (
    Reader,
    Readers,
    Server,
    bearer,
    cookie,
    eventually,
    rename,
    secret,
    serving,
)
from tests.support.people import People, make_people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
EDITORS, READERS, KILLS = 10, 20, 15


class Editor(threading.Thread):
    """Edits until told to stop; sends each edit again until it is acknowledged."""

    def __init__(self, server: Server, name: str, secret: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.server, self.called, self.secret, self.stop = server, name, secret, stop
        self.acknowledged: dict[str, int] = {}
        self.tries = 0
        self.wrong: list[object] = []

    def run(self) -> None:
        while not self.stop.is_set():
            self._insist(f"{self.called}-{len(self.acknowledged)}")
            time.sleep(0.02)

    def _insist(self, client_id: str) -> None:
        while client_id not in self.acknowledged:
            self.tries += 1
            try:
                status, entry = self.server.post(self.secret, "j1", rename(client_id))
            except (OSError, http.client.HTTPException, ValueError):
                status, entry = 0, None
            if status == 200:
                self.acknowledged[client_id] = entry["version"]
            elif 400 <= status < 500:
                self.wrong.append(entry)
                return
            else:
                time.sleep(0.2)


@pytest.fixture
def people() -> People:
    made = make_people()
    made.journey()
    return made


@pytest.fixture
def editors(people: People, tmp_path: Path) -> Iterator[list[Editor]]:
    stop = threading.Event()
    with serving(tmp_path) as server:
        made = [Editor(server, f"e{n}", secret(people, "editor"), stop) for n in range(EDITORS)]
        for each in made:
            each.start()
        yield made
        stop.set()


def acknowledged(editors: list[Editor]) -> int:
    return sum(len(each.acknowledged) for each in editors)


def cut(which: str) -> None:
    """Terminate connections to the database, as its restart does: all, or the listening ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            " AND (query LIKE 'LISTEN%%' OR %s = 'all')",
            [which],
        )


def test_fifteen_kills(people: People, editors: list[Editor]) -> None:
    server, chance = editors[0].server, random.Random(4)
    headers = [cookie(people, "viewer"), bearer(people, "commenter")]
    with Readers() as at_work:
        readers = [at_work.add(Reader(server, headers[n % 2], after=n % 2)) for n in range(READERS)]
        for kill in range(KILLS):
            enough = acknowledged(editors) + chance.randint(5, 40)
            eventually(partial(lambda enough: acknowledged(editors) >= enough, enough))
            if connection.vendor == "postgresql" and kill % 3:
                cut("all" if kill % 3 == 1 else "listening")
            else:
                server.kill()
                server.again()
        editors[0].stop.set()
        for each in editors:
            each.join(60)
        entries = log.since("j1", 0, limit=10**6)
        eventually(lambda: all(each.version >= len(entries) for each in readers))
    assert [each.wrong for each in editors] == [[]] * EDITORS
    assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
    logged = {entry.client_id: entry.version for entry in entries[1:]}
    told = {name: version for each in editors for name, version in each.acknowledged.items()}
    assert logged == told, "what was acknowledged, at that version, and nothing twice"
    assert sum(each.tries for each in editors) > len(told), "no kill was ever in the way"
    whole = [(entry.version, entry.client_id) for entry in entries]
    for n, reader in enumerate(readers):
        got = [(entry["version"], entry["client_id"]) for entry in reader.entries]
        assert got == whole[n % 2 :], f"reader {n}"

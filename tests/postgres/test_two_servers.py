"""Two server processes on one PostgreSQL behave as one: entries, presence, lost rights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from journeymap.documents import hub, live
from journeymap.workspaces import people as membership
from journeymap.workspaces.models import ApiToken
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

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> People:
    made = make_people()
    made.journey()
    return made


@pytest.fixture
def servers(people: People, tmp_path: Path) -> Iterator[list[Server]]:
    with serving(tmp_path / "a") as first, serving(tmp_path / "b") as second:
        yield [first, second]


def terminate_listening() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        assert cursor.fetchone()[0] == 2


def test_entries_and_people_cross(people: People, servers: list[Server]) -> None:
    token = secret(people, "editor")
    with Readers() as at_work:
        anna = at_work.add(Reader(servers[0], cookie(people, "editor"), page="a"))
        mikko = at_work.add(Reader(servers[1], cookie(people, "viewer"), page="m"))
        for n in range(30):
            assert servers[n % 2].post(token, "j1", rename(f"c{n}"))[0] == 200
        eventually(lambda: anna.version == mikko.version == 31)
        assert anna.entries == mikko.entries
        assert [each["version"] for each in anna.entries] == list(range(1, 32))
        eventually(lambda: "m" in anna.people and "a" in mikko.people)
        at_work.say(anna, {"type": "at", "record": "s1", "field": "title", "typing": True})
        eventually(lambda: mikko.people["a"]["at"]["record"] == "s1")

        terminate_listening()  # and both hear each other again, of what was said meanwhile too
        assert servers[0].post(token, "j1", rename("cut"))[0] == 200
        at_work.say(anna, {"type": "at", "record": None, "field": None, "typing": False})
        eventually(lambda: mikko.version == 32)
        eventually(lambda: mikko.people["a"]["at"]["record"] is None)

        assert anna.socket
        anna.server = servers[1]  # as a page whose server is gone: it comes back at the other
        told = len(mikko.messages)
        at_work.do(anna.socket.close())
        eventually(lambda: "person" in [each["type"] for each in mikko.messages[told:]])
        eventually(lambda: mikko.people.keys() == {"a"})
        eventually(lambda: set(anna.people) == {"m"})


def test_what_is_revoked_at_one_server_ends_at_the_other(
    people: People, servers: list[Server]
) -> None:
    assert live.POLL_SECONDS * hub.CHECK_EVERY <= 2
    owner, removed = people.actor("owner"), people.user("viewer")
    session = cookie(people, "commenter")
    headers = [cookie(people, "viewer"), session, bearer(people, "editor")]
    with Readers() as at_work:
        found = [
            at_work.add(Reader(server, each, again=False)) for server in servers for each in headers
        ]
        eventually(lambda: all(each.entries for each in found))
        membership.remove_member(owner, people.workspace, removed)
        Session.objects.filter(session_key=session["Cookie"].partition("=")[2]).delete()
        membership.revoke_token(owner, ApiToken.objects.get(user=people.user("editor")))
        eventually(lambda: all(each.closed for each in found))
        codes = [each.closed and each.closed[0] for each in found]
        assert codes == [4403, 4401, 4401] * 2

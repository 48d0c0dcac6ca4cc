"""Open sockets of one real server, on both databases: entries in order, once; who may be there."""

from __future__ import annotations

import asyncio
import copy
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from journeymap.documents import consumer, hub, live, log, presence, shelf
from journeymap.documents.models import Document, Entry
from journeymap.documents.stream import RING_ENTRIES, RING_LETTERS, Stream
from journeymap.workspaces import people as membership
from journeymap.workspaces.models import ApiToken
from tests.support import loops
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

real = pytest.mark.django_db(transaction=True)


# -- the ring, without a server --------------------------------------------------------------------


@given(st.permutations(range(1, 41)), st.lists(st.integers(0, 40), max_size=5))
def test_entries_go_out_in_order_and_once_however_they_come_in(
    order: list[int], afters: list[int]
) -> None:
    stream = Stream("j", 0, 0)
    news: list[int] = []
    stream.followers.add(lambda: news.append(stream.version))
    got: list[int] = []
    for version in order:
        stream.take([(version, str(version)), (version, str(version))])
        while found := stream.after(got[-1] if got else 0):
            got += json.loads(found.text)["entries"]
            assert found.version == got[-1]
    assert got == list(range(1, 41))
    assert news == sorted(set(news)) and news[-1] == 40
    for after in afters:
        found = stream.after(after)
        assert (json.loads(found.text)["entries"] if found else []) == got[after:]


def test_the_ring_is_bounded_by_entries_and_by_letters() -> None:
    stream = Stream("j", 0, 0)
    stream.take((n, "1") for n in range(1, 1001))
    assert stream.floor == 1000 - RING_ENTRIES
    assert stream.after(stream.floor - 1) is None
    stream.take((n, "1" * (RING_LETTERS // 4)) for n in range(1001, 1011))
    assert stream.version - stream.floor == 4
    stream.take([(1011, "1" * 2 * RING_LETTERS)])
    assert stream.version - stream.floor == 1  # the newest is held, whatever it is


def test_what_was_redacted_is_not_held() -> None:
    stream = Stream("j", 0, 0, lambda text: "never" in text)
    stream.take([(1, '"a name"'), (2, '"never"'), (3, '"b"')])
    assert stream.floor == 1 and stream.after(0) is None
    found = stream.after(1)
    assert found and json.loads(found.text)["entries"] == ["never", "b"]


# -- sockets of a server ---------------------------------------------------------------------------


@pytest.fixture
def people() -> People:
    made = make_people()
    made.journey()
    return made


@pytest.fixture
def server(people: People, tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers() as readers:
        yield readers


def closed(readers: Readers, server: Server, headers: dict[str, str], **more: Any) -> Any:
    """How the server ends a socket."""
    reader = readers.add(Reader(server, headers, again=False, **more))
    eventually(lambda: reader.closed)
    return reader.closed


def commit(people: People, title: str) -> None:
    edit = rename(title)
    log.commit("j1", people.actor("owner"), edit["ops"], client_id=edit["client_id"])


@real
@pytest.mark.both_databases
def test_everybody_gets_what_is_edited_here_and_in_another_process(
    people: People, server: Server, readers: Readers
) -> None:
    """From wherever they were, the author too, as the API gives it."""
    token = secret(people, "editor")
    early = [readers.add(Reader(server, cookie(people, each))) for each in ("owner", "viewer")]
    status, first = server.post(token, "j1", rename("here"))
    assert status == 200
    commit(people, "elsewhere")
    late = readers.add(Reader(server, bearer(people, "commenter"), after=2))
    eventually(lambda: all(each.version == 3 for each in (*early, late)))
    assert [each["version"] for each in early[0].entries] == [1, 2, 3]
    assert early[0].entries == early[1].entries and late.entries == early[0].entries[2:]
    assert early[0].entries[1] == first


def _fill(people: People, version: int) -> None:
    """Bring the journey to this version, quicker than by so many commits."""
    commit(people, "n2")
    last = log.since("j1", 1)[0]
    rows = []
    for n in range(3, version + 1):
        last.row, last.version, last.client_id = None, n, f"n{n}"
        rows.append(copy.copy(last))
    Entry.objects.bulk_create(rows)
    Document.objects.filter(pk="j1").update(version=version)


@real
@pytest.mark.both_databases
def test_readers_far_behind_and_one_who_reads_nothing(
    people: People, server: Server, readers: Readers
) -> None:
    """3,000 entries come in order, from the log, while new ones are made; a reader that has
    stopped reading keeps nobody waiting."""
    _fill(people, 3000)
    asleep = Reader(server, cookie(people, "viewer"))
    readers.add(asleep)
    eventually(lambda: asleep.socket)
    assert asleep.socket
    readers.loop.call_soon_threadsafe(asleep.socket.transport.pause_reading)
    token = secret(people, "editor")
    behind = [readers.add(Reader(server, cookie(people, "owner"), after=n)) for n in (0, 1500)]
    near = readers.add(Reader(server, cookie(people, "owner"), after=2990))
    for n in range(3001, 3021):
        assert server.post(token, "j1", rename(f"n{n}"))[0] == 200
    eventually(lambda: all(each.version == 3020 for each in (*behind, near)))
    for each, first in zip((*behind, near), (1, 1501, 2991), strict=True):
        assert [entry["version"] for entry in each.entries] == list(range(first, 3021))
    assert all(len(told["entries"]) <= 100 for told in behind[0].messages if "entries" in told)


@real
def test_only_our_own_pages_may_open_a_socket(people: People, server: Server) -> None:
    session, token = cookie(people, "owner"), bearer(people, "owner")
    address = server.live("j1:0")
    for headers, origin, refused in [
        (session, None, True),
        (session, "https://example.org", True),
        (session, "null", True),
        (session, server.address.rstrip("/"), False),
        (token, None, False),
        (token, "https://example.org", False),
    ]:
        assert _refused(address, headers, origin) == refused, (headers, origin)
    ours = server.address.rstrip("/")
    assert _refused(address.replace("/live/", "/elsewhere/"), session, ours)


def _refused(address: str, headers: dict[str, str], origin: Any) -> bool:
    """Whether the handshake is refused with 403."""
    try:
        patient: dict[str, Any] = {"open_timeout": 60, "proxy": None}
        with connect(address, additional_headers=headers, origin=origin, **patient) as socket:
            socket.recv(timeout=60)
    except InvalidStatus as error:
        return error.response.status_code == 403
    return False


@real
def test_who_may_not_is_told_why(people: People, server: Server, readers: Readers) -> None:
    people.journey("f1", foreign=True)
    people.journey("t1")
    shelf.trash("t1", people.actor("owner"))
    owner = cookie(people, "owner")
    assert closed(readers, server, {})[0] == 4401
    assert closed(readers, server, {"Cookie": "sessionid=made-up"})[0] == 4401
    assert closed(readers, server, {"Authorization": "Bearer jm_made-up"})[0] == 4401
    for document_id in ("f1", "t1", "nowhere"):
        assert closed(readers, server, owner, document_id=document_id)[0] == 4404
    assert closed(readers, server, owner, after=7)[0] == 4400  # there is no such version
    assert closed(readers, server, owner, document_id="<b>")[0] == 4400
    assert closed(readers, server, owner, page="a b")[0] == 4400


@real
def test_nonsense_ends_it_and_a_ping_is_answered(
    people: People, server: Server, readers: Readers
) -> None:
    said = ["", "[]", "{", "x" * 2000, '{"type": "edit"}', '{"type": "at", "record": "a b"}']
    said += [
        '{"type": "at", "typing": 1}',
        '{"type": "at", "field": ["title"]}',
        '{"type": "at", "more": 1}',
        '{"type": "ping", "n": 1}',
    ]
    sockets = {each: Reader(server, cookie(people, "owner"), again=False) for each in said}
    for each in sockets.values():
        readers.add(each)
    eventually(lambda: all(each.entries for each in sockets.values()))
    for each in sockets.values():
        readers.say(each, {"type": "ping"})
    eventually(lambda: all({"type": "pong"} in each.messages for each in sockets.values()))
    for text, each in sockets.items():
        readers.say(each, text)
    eventually(lambda: all(each.closed for each in sockets.values()))
    wrong = {text: each.closed for text, each in sockets.items()}
    assert wrong == dict.fromkeys(said, (4400, "not understood"))


@real
def test_a_server_that_ends_says_so(people: People, server: Server, readers: Readers) -> None:
    reader = readers.add(Reader(server, cookie(people, "owner"), again=False))
    eventually(lambda: reader.entries)
    server.process.send_signal(signal.SIGTERM)
    eventually(lambda: reader.closed)
    assert reader.closed and reader.closed[0] == 1012
    server.process.wait(60)


@real
@pytest.mark.both_databases
def test_who_takes_nothing_is_let_go_and_leaves_nothing(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the connection itself does not end: neither side says so any more."""
    monkeypatch.setattr(consumer, "STALLED_SECONDS", 0.01)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.05)
    headers = [
        (name.lower().encode(), value.encode()) for name, value in cookie(people, "owner").items()
    ]
    scope = {"query_string": b"follow=j1:0&page=p", "headers": headers}
    told: list[str] = []

    async def receive() -> dict[str, Any]:
        if told:
            await asyncio.Event().wait()
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        told.append(message["type"])
        if len(told) > 1:
            await asyncio.Event().wait()

    async def until_let_go() -> None:
        where = hub.hub()
        await asyncio.wait_for(consumer.application(scope, receive, send), 60)
        assert told == ["websocket.accept", "websocket.send"]
        assert not where.seats and not where.streams and not where.presence._rooms
        while where._watch or where._tasks or where._readers._idle or where._watcher._idle:
            await asyncio.sleep(0.01)

    loops.run(until_let_go())
    if thread := live._listener:
        thread.join()


@real
@pytest.mark.both_databases
def test_a_lost_right_ends_the_socket(people: People, server: Server, readers: Readers) -> None:
    """Within 5 s: each is asked after every 2 s."""
    assert live.POLL_SECONDS * hub.CHECK_EVERY <= 2
    owner = people.actor("owner")
    user = people.user
    mike = get_user_model().objects.create_user("mike")
    membership.add_member(owner, people.workspace, mike, "viewer")
    people.users["mike"] = mike
    people.journey("t1")
    signed_out = cookie(people, "owner")
    headers = {
        "removed": cookie(people, "viewer"),
        "inactive": cookie(people, "mike"),
        "password": cookie(people, "commenter"),
        "signed out": signed_out,
        "token": bearer(people, "owner"),
        "of the removed": bearer(people, "viewer"),
        "expired": bearer(people, "editor"),
    }
    open_ = {name: Reader(server, each, again=False) for name, each in headers.items()}
    open_["trashed"] = Reader(server, cookie(people, "owner"), "t1", again=False)
    staying = [Reader(server, cookie(people, "owner")), Reader(server, bearer(people, "owner"))]
    for each in (*open_.values(), *staying):
        readers.add(each)
    eventually(lambda: all(each.entries for each in (*open_.values(), *staying)))
    membership.remove_member(owner, people.workspace, user("viewer"))
    get_user_model().objects.filter(pk=mike.pk).update(is_active=False)
    user("commenter").set_password("another")
    user("commenter").save()
    Session.objects.filter(session_key=signed_out["Cookie"].partition("=")[2]).delete()
    tokens = ApiToken.objects.filter(revoked_at=None)
    membership.revoke_token(owner, tokens.filter(user=user("owner")).earliest("pk"))
    tokens.filter(user=user("editor")).update(expires_at=timezone.now())
    shelf.trash("t1", owner)
    eventually(lambda: all(each.closed for each in open_.values()))
    assert {name: each.closed and each.closed[0] for name, each in open_.items()} == {
        "removed": 4403,
        "inactive": 4401,
        "password": 4401,
        "signed out": 4401,
        "token": 4401,
        "of the removed": 4401,
        "expired": 4401,
        "trashed": 4404,
    }
    commit(people, "for-those-who-may")
    eventually(lambda: all(each.version == 2 for each in staying))
    assert not any(each.closed for each in staying)
    assert all(each.version == 1 for each in open_.values())


@real
def test_who_is_there_is_told_and_what_they_may(
    people: People, server: Server, readers: Readers
) -> None:
    anna = readers.add(Reader(server, cookie(people, "editor"), page="a"))
    eventually(lambda: anna.messages)
    assert anna.people == {}
    mikko = readers.add(Reader(server, bearer(people, "viewer"), page="m"))
    eventually(lambda: "m" in anna.people)
    told = anna.people["m"]
    assert (told["name"], told["kind"], told["may"]) == ("viewer (test)", "token", "view")
    assert told["id"] == str(people.user("viewer").pk)
    eventually(lambda: "a" in mikko.people)
    assert (mikko.people["a"]["kind"], mikko.people["a"]["may"]) == ("user", "edit")
    readers.say(anna, {"type": "at", "record": "s1", "field": "title", "typing": True})
    at = {"record": "s1", "field": "title", "typing": True}
    eventually(lambda: mikko.people["a"]["at"] == at)
    began, before = time.monotonic(), len(mikko.messages)
    for n in range(300):
        readers.say(anna, {"type": "at", "record": f"s{n}", "field": None, "typing": False})
    eventually(lambda: mikko.people["a"]["at"]["record"] == "s299")
    most = (time.monotonic() - began) / presence.PAUSE_SECONDS
    assert len([each for each in mikko.messages[before:] if each["type"] == "person"]) <= most + 2
    owner = people.actor("owner")
    membership.change_role(owner, people.workspace, people.user("editor"), "commenter")
    eventually(lambda: mikko.people["a"]["may"] == "comment")
    role = {"type": "role", "may": {"edit": False, "comment": True, "answers": False}}
    eventually(lambda: role in anna.messages)
    assert anna.socket
    before = len(mikko.messages)
    readers.do(anna.socket.close())
    eventually(lambda: [each["type"] for each in anna.messages].count("here") == 2)  # it is back

    def seen() -> list[str]:
        types = [each["type"] for each in mikko.messages[before:]]
        return [each for each in types if each in ("left", "person")]

    eventually(lambda: seen() == ["left", "person"])
    assert "a" in mikko.people

"""An edit of one seen by the others of a map, against a bare WebSocket echo of the same bytes.

One person edits by POST, all others have a socket open. The echo is a server of uvicorn with the
same WebSocket settings and nothing else: whatever one socket says, it sends to all others. Both
servers stand beside each other and take turns; clock and clients are the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect

from tools import steps
from tools.serve import SOCKETS, Server, listen

from . import Row
from .commit import _database

CROWDS, TURNS, WARM = (50, 200), 60, 10
Headers = dict[str, str]


class Site(NamedTuple):
    """A server: its host and port, its process."""

    host: str
    process: subprocess.Popen[str]


def run() -> Iterator[Row]:
    """Measure on an SQLite file of its own."""
    with TemporaryDirectory() as folder, _database(Path(folder)):
        people, token, secret = _fill(max(CROWDS))
        for crowd in CROWDS:
            with _serving(Path(folder), secret) as ours, _echoing() as echo:
                yield from asyncio.run(_measure(crowd, ours, echo, people, token, Path(folder)))


def _fill(crowd: int) -> tuple[list[Headers], str, str]:
    """Make a journey and so many people; return their cookies, an editor's token, the key of the
    sessions."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from journeymap.documents import shelf
    from journeymap.workspaces.access import Actor
    from journeymap.workspaces.people import add_member, issue_token

    User: Any = get_user_model()
    owner = User.objects.create_user("bench-owner")
    workspace = shelf.create_workspace("Together", owner)
    _journey(workspace)
    cookies = []
    for number in range(crowd - 1):
        person = User.objects.create_user(f"bench-{number}")
        add_member(Actor.of_user(owner), workspace, person, "viewer")
        client = Client()
        client.force_login(person)
        cookies.append({"Cookie": f"sessionid={client.cookies['sessionid'].value}"})
    token = issue_token(Actor.of_user(owner), workspace, "bench", "editor")[1]
    return cookies, token, settings.SECRET_KEY


def _journey(workspace: Any) -> None:
    from journeymap.documents import log
    from journeymap.workspaces.access import SYSTEM

    from .editor import sample

    log.create(workspace, "journey", SYSTEM, sample.ops("together", sample.shape(50)))


@contextlib.contextmanager
def _serving(folder: Path, secret: str) -> Iterator[Site]:
    environment = {
        "DATABASE_URL": f"sqlite:///{folder / 'b'}",
        "JOURNEYMAP_VAR": str(folder),
        "SECRET_KEY": secret,
        "DEBUG": "0",
        "HOST": "127.0.0.1",
        "PORT": "0",
        "LOG_LEVEL": "ERROR",
    }
    yield from _started([sys.executable, "-m", "tools.serve"], environment)


@contextlib.contextmanager
def _echoing() -> Iterator[Site]:
    yield from _started([sys.executable, "-m", "bench.together"], {})


def _started(command: list[str], environment: Headers) -> Iterator[Site]:
    with subprocess.Popen(
        command,
        cwd=steps.ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            found = next(filter(None, (re.search(r"at http://(\S+?)/", x) for x in process.stdout)))
            yield Site(found[1], process)
        finally:
            process.kill()


# -- the people ------------------------------------------------------------------------------------


class Crowd:
    """Open sockets, and when each got what it waits for."""

    def __init__(self) -> None:
        self.got: list[float] = []
        self.last = ""
        self._wanted = 0
        self._all = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.sockets: list[ClientConnection] = []

    @classmethod
    @contextlib.asynccontextmanager
    async def of(cls, address: str, origin: str, people: list[Headers]) -> AsyncIterator[Crowd]:
        """Everybody's socket, until left."""
        crowd = cls()
        for each in people:
            crowd.sockets.append(
                await connect(
                    address,
                    additional_headers=each,
                    origin=origin,  # type: ignore[arg-type]
                    compression=None,
                    proxy=None,
                    ping_interval=None,
                )
            )
        crowd._tasks = [asyncio.create_task(crowd._read(each)) for each in crowd.sockets]
        await asyncio.sleep(2)  # until all have been told of all
        yield crowd
        for socket in crowd.sockets:
            socket.transport.abort()
        await asyncio.gather(*crowd._tasks, return_exceptions=True)

    async def _read(self, socket: ClientConnection) -> None:
        async for text in socket:
            now = time.perf_counter()
            if text.startswith('{"type":"entries"'):  # type: ignore[arg-type]
                self.last = str(text)
                self.got.append(now)
                if len(self.got) == self._wanted:
                    self._all.set()

    async def seen(self, act: Callable[[], Awaitable[object]], by: int) -> list[float]:
        """Act, and return after how many seconds each of so many had seen it."""
        self.got, self._wanted = [], by
        self._all.clear()
        start = time.perf_counter()
        acting = asyncio.ensure_future(act())
        async with asyncio.timeout(60):
            await self._all.wait()
            await acting
        return [each - start for each in self.got]


class Post:
    """One connection over which edits are sent, as a browser keeps one."""

    def __init__(self, host: str, token: str) -> None:
        self._host, self._token, self._number = host, token, 0

    async def open(self) -> None:
        """Connect."""
        host, _colon, port = self._host.partition(":")
        self._in, self._out = await asyncio.open_connection(host, int(port))

    async def edit(self) -> None:
        """Rename a step; return when it is acknowledged."""
        self._number += 1
        number = f"{time.time_ns()}-{self._number}"
        op = {"op": "patch", "id": "s5", "set": {"title": f"Title {number}"}}
        body = json.dumps({"client_id": number, "label": "Rename", "ops": [op]})
        self._out.write(
            f"POST /api/v1/journeys/together/edits/ HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Authorization: Bearer {self._token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = (await self._in.readuntil(b"\r\n\r\n")).decode()
        assert head.startswith("HTTP/1.1 200"), head
        found = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        assert found
        await self._in.readexactly(int(found[1]))


# -- measuring -------------------------------------------------------------------------------------


class Told(NamedTuple):
    """Seconds: of edits and of echoes until each other saw them, of edits that nobody saw."""

    edits: list[float]
    echoes: list[float]
    alone: list[float]
    #: Of a commit of one row that is on the disk then, by itself.
    durable: list[float]
    #: kB of memory for each socket: ours, and the echo's.
    held: tuple[float, float]


async def _measure(
    crowd: int, ours: Site, echo: Site, people: list[Headers], token: str, folder: Path
) -> Iterator[Row]:
    post = Post(ours.host, token)
    await post.open()
    alone = [await _timed(post.edit) for _ in range(WARM + TURNS)][WARM:]
    before = _kilobytes(ours), _kilobytes(echo)
    address = f"ws://{ours.host}/live/?follow=together:0"
    async with (
        Crowd.of(address, f"http://{ours.host}", people[: crowd - 1]) as here,
        Crowd.of(f"ws://{echo.host}/", "", [{}] * crowd) as there,
    ):
        after = _kilobytes(ours), _kilobytes(echo)
        held = (after[0] - before[0]) / crowd, (after[1] - before[1]) / crowd
        told = Told([], [], alone, [], held)
        await post.open()  # the server has closed what was silent
        for turn in range(WARM + TURNS):
            seen = await here.seen(post.edit, crowd - 1)
            heard = await there.seen(partial(there.sockets[0].send, here.last), crowd - 1)
            if turn >= WARM:
                told.edits.extend(seen)
                told.echoes.extend(heard)
                told.durable.append(_durable_commit(folder / "bare"))
    return _rows(crowd, told)


def _durable_commit(path: Path) -> float:
    """Return how long the disk takes: one row into a table of its own, set as our database is."""
    with contextlib.closing(sqlite3.connect(path)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE IF NOT EXISTS entry (text)")
        start = time.perf_counter()
        bare.execute("INSERT INTO entry VALUES ('')")
        bare.commit()
        return time.perf_counter() - start


async def _timed(act: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await act()
    return time.perf_counter() - start


def _rows(crowd: int, told: Told) -> Iterator[Row]:
    name = f"an edit seen by {crowd - 1} others"
    for which, bar, of in (("median", 3.0, median), ("99th percentile", 5.0, _late)):
        edit, echo = of(told.edits) * 1000, of(told.echoes) * 1000
        yield Row(
            f"{name}, {which}",
            f"{edit:.1f} ms against {echo:.1f} ms of a bare echo",
            edit / echo,
            bar,
        )
    alone, seen = median(told.alone) * 1000, median(told.edits) * 1000
    text = (
        f"{alone:.1f} ms ({median(told.durable) * 1000:.1f} a bare durable commit) of {seen:.1f} ms"
    )
    yield Row(f"{name}: the POST where nobody looks", text, alone / seen, None)
    ours, echo = told.held
    yield Row(
        f"memory of a reader among {crowd}",
        f"{ours:.0f} kB against {echo:.0f} kB of the echo",
        ours / echo,
        None,
    )


def _late(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def _kilobytes(site: Site) -> int:
    """The memory that a server has resident."""
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1])


# -- the echo --------------------------------------------------------------------------------------


def echo() -> None:
    """Serve the bare echo on a free port."""
    import uvicorn

    sends: set[Any] = set()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        sends.add(send)
        while (told := await receive())["type"] == "websocket.receive":
            for each in sends - {send}:
                await each({"type": "websocket.send", "text": told["text"]})
        sends.discard(send)

    with listen("127.0.0.1", "0") as listener:
        config = uvicorn.Config(application, log_config=None, lifespan="off", **SOCKETS)
        server = Server(config)
        server.address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        asyncio.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    echo()

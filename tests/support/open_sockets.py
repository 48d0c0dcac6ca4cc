"""Real servers over the running test's database, and what connects to them.

The server is `make run`'s, in a process of its own; people and rights are made and taken in the
test's process. A ``Reader`` keeps what it is sent and comes back when it is cut off; readers live
in an event loop of their own thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import websockets
from django.conf import settings
from django.test import Client
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from journeymap.workspaces.people import issue_token
from tests.support.people import People
from tests.support.serving import start
from tests.support.writer import database_url

if TYPE_CHECKING:
    import subprocess


#: What is waited for comes, in so many seconds on the slowest machine; longer is never.
PATIENCE = 120


class Server:
    """A server process; ``again`` starts it at the same address."""

    process: subprocess.Popen[str]

    def __init__(self, var: Path, **more: str) -> None:
        self.var = var
        self.more = {
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "1",
            "LOG_LEVEL": "CRITICAL",
            **more,
        }
        self.process, _said, self.address = start(var, **self.more)
        self.host = urlsplit(self.address).netloc
        self.more["PORT"] = self.host.rpartition(":")[2]

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def again(self) -> None:
        """Start it again."""
        self.process, _said, address = start(self.var, **self.more)
        assert address == self.address

    def live(self, *follows: str, page: str = "") -> str:
        """The address of a socket that follows these (document:version)."""
        query = urlencode([*(("follow", each) for each in follows), ("page", page)])
        return f"ws://{self.host}/live/?{query}"

    def post(self, secret: str, document_id: str, edit: dict[str, Any]) -> tuple[int, Any]:
        """Send an edit with a token; OSError or HTTPException where the server is away."""
        there = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        with contextlib.closing(there):
            headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
            path = f"/api/v1/journeys/{document_id}/edits/"
            there.request("POST", path, json.dumps(edit), headers)
            answer = there.getresponse()
            return answer.status, json.loads(answer.read() or b"null")


@contextlib.contextmanager
def serving(folder: Path, **more: str) -> Iterator[Server]:
    """A server that is gone afterwards."""
    server = Server(folder, **more)
    try:
        yield server
    finally:
        server.kill()


def cookie(people: People, name: str) -> dict[str, str]:
    """The headers of a browser in which this person is signed in."""
    client = Client()
    client.force_login(people.user(name))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}


def secret(people: People, name: str, role: str = "editor") -> str:
    """A new token of this person."""
    return issue_token(people.actor(name), people.workspace, "test", role)[1]


def bearer(people: People, name: str, role: str = "viewer") -> dict[str, str]:
    """The headers of a program with a token of this person."""
    return {"Authorization": f"Bearer {secret(people, name, role)}"}


def rename(client_id: str, record: str = "s1") -> dict[str, Any]:
    """An edit."""
    op = {"op": "patch", "id": record, "set": {"title": client_id}}
    return {"client_id": client_id, "label": "Rename", "ops": [op]}


class Reader:
    """Follows one document from a version on; ``entries`` is all it was sent, in that order."""

    def __init__(
        self,
        server: Server,
        headers: dict[str, str],
        document_id: str = "j1",
        after: int = 0,
        page: str = "",
        again: bool = True,
    ) -> None:
        self.server, self.headers, self.document_id = server, headers, document_id
        self.after, self.page, self.again = after, page, again
        self.entries: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None
        self.socket: ClientConnection | None = None

    @property
    def version(self) -> int:
        """The version it has."""
        return self.entries[-1]["version"] if self.entries else self.after

    async def run(self) -> None:
        """Read until closed for good, or cancelled."""
        while not (self.closed and not self.again):
            with contextlib.suppress(OSError, websockets.WebSocketException):
                await self._read()
            await asyncio.sleep(0.2)

    async def _read(self) -> None:
        address = self.server.live(f"{self.document_id}:{self.version}", page=self.page)
        origin = None if "Authorization" in self.headers else self.server.address.rstrip("/")
        try:
            async with connect(
                address,
                additional_headers=self.headers,
                origin=origin,  # type: ignore[arg-type]
                max_size=None,
                proxy=None,
                close_timeout=1,
            ) as self.socket:
                try:
                    async for text in self.socket:
                        self._take(json.loads(text))
                finally:
                    self.closed = (self.socket.close_code or 0, self.socket.close_reason or "")
        except InvalidStatus as error:
            self.closed = (error.response.status_code, "")

    def _take(self, told: dict[str, Any]) -> None:
        self.messages.append(told)
        if told["type"] == "entries":
            assert told["document"] == self.document_id
            self.entries += told["entries"]

    @property
    def people(self) -> dict[str, dict[str, Any]]:
        """Who is there, by page, as the messages say."""
        found: dict[str, dict[str, Any]] = {}
        for told in list(self.messages):
            if told["type"] == "here":
                found = {each["page"]: each for each in told["people"]}
            elif told["type"] == "person":
                found[told["person"]["page"]] = told["person"]
            elif told["type"] == "left":
                found.pop(told["page"], None)
        return found


class Readers:
    """Readers at work in a thread of their own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._tasks: list[asyncio.Task[None]] = []

    def __enter__(self) -> Readers:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.do(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(self, reader: Reader) -> Reader:
        """Let it read."""

        async def begin() -> None:
            self._tasks.append(self.loop.create_task(reader.run()))

        self.do(begin())
        return reader

    def do(self, work: Any) -> Any:
        """Wait for something in their loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def say(self, reader: Reader, told: dict[str, Any] | str) -> None:
        """Send a message on a reader's socket."""
        assert reader.socket
        self.do(reader.socket.send(told if isinstance(told, str) else json.dumps(told)))


def eventually(true: Callable[[], object]) -> None:
    """Wait until it is so; AssertionError when patience is at an end.

    What it looks for and is not there (LookupError) is not so yet.
    """
    end = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(LookupError):
            if true():
                return
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.02)

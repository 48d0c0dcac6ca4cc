"""One open socket: what it follows goes out in order, where its person is comes in.

The protocol is described in ``docs/live.md``. Everything that is sent goes through ``_write``, so
a slow reader waits for nobody but itself; what it has not read yet stays in the ring and the log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.db import Error

from journeymap.workspaces.standing import Standing, standing_of

from . import log
from .errors import Refusal
from .fields import ID
from .hub import Hub, hub
from .ids import uuid7
from .stream import Message, Stream, message

#: A socket follows so many documents at most, and says so much at once.
MOST_FOLLOWED, MOST_LETTERS = 8, 1024
#: Whoever takes nothing for so many seconds is let go.
STALLED_SECONDS = 60
_logger = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Closing(Exception):
    """The socket is closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Asked:
    """What the address asks for: documents with the versions that the page has, and its name."""

    def __init__(self, query: bytes) -> None:
        told = parse_qs(query.decode("latin-1"), max_num_fields=20)
        self.page = told.get("page", [""])[0] or uuid7()
        self.versions: dict[str, int] = {}
        for each in told.get("follow", []):
            document_id, _colon, version = each.rpartition(":")
            if not ID.match(document_id) or not re.fullmatch("[0-9]{1,9}", version):
                raise Closing(4400, "follow=<document>:<version>")
            self.versions[document_id] = int(version)
        if not 0 < len(self.versions) <= MOST_FOLLOWED or not ID.match(self.page):
            raise Closing(4400, "follow=<document>:<version>, one to eight times, and page=<id>")


async def application(scope: Any, receive: Receive, send: Send) -> None:
    """Serve a WebSocket (ASGI); the Origin of a browser is checked before."""
    if (await receive())["type"] == "websocket.connect":
        await send({"type": "websocket.accept"})  # before any refusal: browsers see its code then
        try:
            await Socket(hub(), receive, send).run(scope)
        except Closing as closing:
            await _close(send, closing)


async def _close(send: Send, why: Closing | None) -> None:
    code, reason = (why.code, why.reason) if why else (1011, "")
    await send({"type": "websocket.close", "code": code, "reason": reason})


class Socket:
    """A seat of the hub, from the greeting to the end."""

    standing: Standing
    follows: dict[str, str]

    def __init__(self, where: Hub, receive: Receive, send: Send) -> None:
        self.hub, self._receive, self._send = where, receive, send
        self._news = asyncio.Event()
        self._closing: Closing | None = None
        self._pongs = 0
        self._after: dict[str, int] = {}
        self._streams: dict[str, Stream] = {}

    async def run(self, scope: Any) -> None:
        """Serve until either side ends it; Closing where it is this one."""
        asked = Asked(scope["query_string"])
        await self._enter(asked, dict(scope["headers"]))
        writer = self.hub.loop.create_task(self._write())
        try:
            await self._read()
        finally:
            self.hub.leave(self)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def _enter(self, asked: Asked, headers: dict[bytes, bytes]) -> None:
        try:
            found = await self.hub.readers.ask(_admit, headers, list(asked.versions))
        except Error as error:
            raise Closing(1013, "the database does not answer") from error
        self.standing, self.follows, newest = found
        versions = {each: (after, newest[each]) for each, after in asked.versions.items()}
        if any(after > newest for after, newest in versions.values()):
            raise Closing(4400, "a version that is not there")
        self._after = dict(asked.versions)
        self._streams = self.hub.join(self, versions)
        self._news.set()

    # -- what the hub says -----------------------------------------------------------------------

    def news(self) -> None:
        """There may be something to send."""
        self._news.set()

    def end(self, code: int, reason: str = "") -> None:
        """Close with this code."""
        self._closing = self._closing or Closing(code, reason)
        self._news.set()

    def granted(self, roles: dict[str, str]) -> None:
        """Take the roles that the person has now, by workspace."""

    # -- what the page says ----------------------------------------------------------------------

    async def _read(self) -> None:
        while (told := await self._receive())["type"] == "websocket.receive":
            try:
                self._hear(told.get("text") or "")
            except ValueError:
                self.end(4400, "not understood")

    def _hear(self, text: str) -> None:
        """Take a message of the page; ValueError where it is none."""
        told = json.loads(text) if len(text) <= MOST_LETTERS else None
        if not isinstance(told, dict):
            raise ValueError
        if told.get("type") == "ping":
            self._pongs = 1
            self._news.set()
        elif told.get("type") != "at":
            raise ValueError

    # -- what is sent ----------------------------------------------------------------------------

    async def _write(self) -> None:
        try:
            while not self._closing:
                await self._news.wait()
                self._news.clear()
                while told := await self._next():
                    await self._send({"type": "websocket.send", "text": told})
        except OSError:
            return  # it is gone
        except Exception:
            _logger.exception("a socket is closed")
            self.end(1011)
        await _close(self._send, self._closing)

    async def _next(self) -> str | None:
        """Return the next text to send, None where there is none now."""
        if self._closing:
            return None
        if self._pongs:
            self._pongs = 0
            return '{"type":"pong"}'
        for stream in self._streams.values():
            if found := await self._entries(stream):
                self._after[stream.document_id] = found.version
                return found.text
        return None

    async def _entries(self, stream: Stream) -> Message | None:
        """Return what comes next of a document: from the ring, or else from the log."""
        after = self._after[stream.document_id]
        if after >= stream.floor:
            return stream.after(after)
        try:
            texts = await self.hub.entries(stream.document_id, after)
        except Error:
            self.hub.loop.call_later(1, self._news.set)
            return None
        return message(stream.document_id, texts, stream.newest)


def _admit(
    headers: dict[bytes, bytes], document_ids: list[str]
) -> tuple[Standing, dict[str, str], dict[str, int]]:
    """Return who asks, and each document's workspace and version; Closing where they may not."""
    standing = standing_of(headers)
    if standing is None:
        raise Closing(4401, "not signed in")
    try:
        found = [log.find(each, standing.actor) for each in document_ids]
    except Refusal as refusal:
        raise Closing(4404, "no such document") from refusal
    workspaces = {each.pk: each.workspace_id for each in found}
    return standing, workspaces, {each.pk: each.version for each in found}

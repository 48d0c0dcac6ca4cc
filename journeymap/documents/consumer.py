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
from django.utils import timezone

from journeymap.workspaces.access import grants, role_of
from journeymap.workspaces.standing import Standing, standing_of

from . import log
from .errors import Refusal
from .fields import ID
from .hub import Hub, hub
from .ids import uuid7
from .models import Document
from .stream import Message, Stream, message

#: A socket follows so many documents at most; it says so much at once, and is heard so often.
MOST_FOLLOWED, MOST_LETTERS, MOST_A_SECOND = 8, 1024, 50
MOST_IN_A_NAME = 100
#: Whoever takes nothing for so many seconds is let go.
STALLED_SECONDS = 60
NOWHERE = {"record": None, "field": None, "typing": False}
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
        socket = Socket(hub(), receive, send)
        try:
            await socket.run(scope)
        except Closing as closing:
            await _close(send, closing)
        except asyncio.CancelledError:
            if not socket.stalled:
                raise


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
        self._after: dict[str, int] = {}
        self._streams: dict[str, Stream] = {}
        self._roles: dict[str, str] = {}
        self._sending = 0.0  # since when, 0: not now
        self.stalled = False
        #: What waits to be sent beside entries: ready texts, and whose presence changed.
        self._texts: dict[str, str] = {}
        self._people: dict[str, None] = {}
        self._heard: dict[str, str] = {}

    async def run(self, scope: Any) -> None:
        """Serve until either side ends it; Closing where it is this one."""
        asked = Asked(scope["query_string"])
        self._task = asyncio.current_task()
        await self._admit(asked, dict(scope["headers"]))
        self._enter(asked)
        writer = self.hub.loop.create_task(self._write())
        try:
            await self._read()
        finally:
            self.hub.presence.leave(self.place, self.key, self)
            self.hub.leave(self)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def _admit(self, asked: Asked, headers: dict[bytes, bytes]) -> None:
        try:
            found = await self.hub.ask(_admitted, headers, list(asked.versions))
        except Error as error:
            raise Closing(1013, "the database does not answer") from error
        self.standing, documents, self._roles = found
        self.follows = {each.pk: each.workspace_id for each in documents}
        self._newest = {each.pk: each.version for each in documents}
        if any(after > self._newest[each] for each, after in asked.versions.items()):
            raise Closing(4400, "a version that is not there")

    def _enter(self, asked: Asked) -> None:
        self._after = asked.versions
        versions = {each: (after, self._newest[each]) for each, after in self._after.items()}
        self._streams = self.hub.join(self, versions)
        self.place = next(iter(self.follows))
        person = {
            "page": asked.page,
            "id": str(self.standing.actor.user_id),
            "name": self.standing.actor.name[:200],
            "kind": self.standing.actor.kind,
            "may": _most(self._roles[self.follows[self.place]]),
            "at": NOWHERE,
            "since": timezone.now().isoformat().replace("+00:00", "Z"),
        }
        self.key = self.hub.presence.enter(self.place, self, person)
        self._texts["here"] = self.hub.presence.here(self.place, self.key)
        self._news.set()

    # -- what the hub says -----------------------------------------------------------------------

    def news(self) -> None:
        """There may be something to send."""
        self._news.set()

    def end(self, code: int, reason: str = "") -> None:
        """Close with this code."""
        self._closing = self._closing or Closing(code, reason)
        self._news.set()

    def tick(self) -> None:
        """Let go of who reads nothing: neither a closing nor an answer would come through."""
        if self._sending and self.hub.loop.time() - self._sending > STALLED_SECONDS:
            self.stalled = True
            if self._task:
                self._task.cancel()

    def granted(self, roles: dict[str, str]) -> None:
        """Take the roles that the person has now, by workspace."""
        place = self.follows[self.place]
        role, was = roles[place], self._roles
        self._roles = {each: roles[each] for each in was}
        if self._roles != was:
            self._heard = {}  # the same stamp may be of something else now
        if role != was[place]:
            may = {action: grants(role, action) for action in ("edit", "comment", "answers")}
            self._texts["role"] = json.dumps({"type": "role", "may": may})
            self.hub.presence.move(self.place, self.key, self, may=_most(role))
            self._news.set()

    def single(self, document_id: str) -> bool:
        """Tell whether its person may read single answers of what it follows."""
        return grants(self._roles[self.follows[document_id]], "answers")

    def heard(self, document_id: str, stamp: str) -> None:
        """Take the stamp of what its person hears of a document; it is told when it is new."""
        if self._heard.get(document_id) != stamp:
            self._heard[document_id] = stamp
            told = {"type": "measures", "document": document_id, "stamp": stamp}
            self._texts[f"measures {document_id}"] = json.dumps(told)
            self._news.set()

    def person(self, key: str) -> None:
        """Something changed about another person who is there."""
        self._people[key] = None
        self._news.set()

    # -- what the page says ----------------------------------------------------------------------

    async def _read(self) -> None:
        heard, second = 0, 0
        while (told := await self._receive())["type"] == "websocket.receive":
            now = int(self.hub.loop.time())
            heard, second = (heard + 1 if now == second else 1), now
            if heard > MOST_A_SECOND:
                await asyncio.sleep(1 / MOST_A_SECOND)  # meanwhile no more is read from it
            try:
                self._hear(told.get("text") or "")
            except ValueError:
                self.end(4400, "not understood")

    def _hear(self, text: str) -> None:
        """Take a message of the page; ValueError where it is none."""
        told = json.loads(text) if len(text) <= MOST_LETTERS else None
        if not isinstance(told, dict):
            raise ValueError
        if told == {"type": "ping"}:
            self._texts["pong"] = '{"type":"pong"}'
            self._news.set()
        else:
            self.hub.presence.move(self.place, self.key, self, at=_at(told))

    # -- what is sent ----------------------------------------------------------------------------

    async def _write(self) -> None:
        try:
            while not self._closing:
                await self._news.wait()
                self._news.clear()
                while told := await self._next():
                    self._sending = self.hub.loop.time()
                    await self._send({"type": "websocket.send", "text": told})
                    self._sending = 0.0
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
        for stream in self._streams.values():
            if found := await self._entries(stream):
                self._after[stream.document_id] = found.version
                return found.text
        if self._texts:
            return self._texts.pop(next(iter(self._texts)))
        if self._people:
            key = next(iter(self._people))
            del self._people[key]
            return self.hub.presence.message(self.place, key)
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


def _admitted(
    headers: dict[bytes, bytes], document_ids: list[str]
) -> tuple[Standing, list[Document], dict[str, str]]:
    """Return who asks, the documents, and the roles in their workspaces; Closing where they may
    not."""
    standing = standing_of(headers)
    if standing is None:
        raise Closing(4401, "not signed in")
    try:
        found = [log.find(each, standing.actor) for each in document_ids]
    except Refusal as refusal:
        raise Closing(4404, "no such document") from refusal
    roles = {each.workspace_id: role_of(standing.actor, each) for each in found}
    return standing, found, roles


def _most(role: str) -> str:
    """Return the most that a role may do with a map."""
    return next(
        each for each in ("edit", "comment", "view") if each == "view" or grants(role, each)
    )


def _at(told: dict[str, Any]) -> dict[str, Any]:
    """Return where a person is; ValueError where the message says it in no way known."""
    record, name, typing = told.get("record"), told.get("field"), told.get("typing", False)
    known = told.get("type") == "at" and told.keys() <= {"type", "record", "field", "typing"}
    there = record is None or (isinstance(record, str) and ID.match(record))
    named = name is None or (isinstance(name, str) and 0 < len(name) <= MOST_IN_A_NAME)
    if not (known and there and named and isinstance(typing, bool)):
        raise ValueError
    return {"record": record, "field": name, "typing": typing}

"""What one process knows of all its open sockets: their streams, and whether they still may.

One hub an event loop. The database is asked from a few threads of its own, so that neither the
loop nor HTTP waits for it. While nobody is connected there is no thread and no connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from django.db import Error, connection

from journeymap.threads import Threads
from journeymap.workspaces.standing import Standing, roles_now

from . import live, log, presence
from .edit import REDACTED
from .entries import entry_text
from .heard import Heard, Hearer
from .models import Document, Entry
from .stream import MESSAGE_ENTRIES, RING_ENTRIES, Stream, Text

#: At every so many looks it is asked whether each socket's person still may: every 2 s, so that a
#: lost right ends it within 5 s.
CHECK_EVERY = 2
#: At every so many looks, other processes are told again who is here.
BEAT_EVERY = round(presence.BEAT_SECONDS / live.POLL_SECONDS)
#: An author waits so long, at most, for the others to be sent an edit.
SENDING_SECONDS = 0.02
#: So many threads, each with a connection to the database, read for sockets; one more watches.
READERS = 2

_logger = logging.getLogger(__name__)
T = TypeVar("T")


class Seat(presence.Seat, Hearer, Protocol):
    """One socket, as the hub knows it."""

    standing: Standing

    def news(self) -> None:
        """There may be something to send."""

    def end(self, code: int, reason: str = "") -> None:
        """Close with this code."""

    def tick(self) -> None:
        """Look whether it still takes what it is sent."""

    def granted(self, roles: dict[str, str]) -> None:
        """Take the roles that the person has now, by workspace."""


class Hub:
    """The streams and seats of an event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.streams: dict[str, Stream] = {}
        self.seats: set[Seat] = set()
        self._readers = Threads("live-read", READERS, READERS)
        self._watcher = Threads("live-watch", 1, 1)
        far = connection.vendor == "postgresql"
        self.presence = presence.Presence(
            self.loop.time, self.loop.call_later, self._say if far else None
        )
        self.heard = Heard(self.ask, self.seats)
        self._tasks: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None

    async def ask(self, work: Callable[..., T], *args: Any) -> T:
        """Call what needs the database, for a socket."""
        try:
            return await self._readers.ask(work, *args)
        finally:
            self._rest()

    async def _see(self, work: Callable[..., T], *args: Any) -> T:
        """The same, for all sockets: they are not kept waiting by those who come."""
        try:
            return await self._watcher.ask(work, *args)
        finally:
            self._rest()

    def _rest(self) -> None:
        """Let go of the threads and their connections while nobody is here."""
        if self._watch is None:
            self._readers.close()
            self._watcher.close()

    # -- coming and going ----------------------------------------------------------------------

    def join(self, seat: Seat, versions: dict[str, tuple[int, int]]) -> dict[str, Stream]:
        """Let a seat follow documents: for each the version it has, and the newest version that
        was read. Return their streams."""
        self.seats.add(seat)
        for document_id, (after, newest) in versions.items():
            stream = self.streams.get(document_id)
            if stream is None:
                start = after if newest - after <= RING_ENTRIES else newest
                stream = self.streams[document_id] = Stream(document_id, start, newest, _takes_back)
                self.look_soon()  # for what was committed between the reading and now
            stream.newest = max(stream.newest, newest)
            stream.followers.add(seat.news)
            self._catch_up(stream)
        if self._watch is None:
            self._watch = self.loop.create_task(self._watching())
        return {each: self.streams[each] for each in versions}

    def leave(self, seat: Seat) -> None:
        """Forget a seat, and what only it followed."""
        self.seats.discard(seat)
        for document_id in seat.follows:
            if stream := self.streams.get(document_id):
                stream.followers.discard(seat.news)
                if not stream.followers:
                    del self.streams[document_id]

    # -- entries -------------------------------------------------------------------------------

    def woken(self, document_id: str, version: int, entry: Entry | None) -> None:
        """Hear of a commit, from any thread.

        Whoever made the entry waits until the loop has sent it: both run Python, and what is left
        to do for the author would keep everybody else waiting.
        """
        if document_id not in self.streams:
            return
        if entry is None:
            self._soon(self._reached, document_id, version)
        else:
            sent = threading.Event()
            self._soon(self._reached, document_id, version, entry_text(entry), sent)
            sent.wait(SENDING_SECONDS)

    def _reached(
        self,
        document_id: str,
        version: int,
        text: str | None = None,
        sent: threading.Event | None = None,
    ) -> None:
        if stream := self.streams.get(document_id):
            stream.newest = max(stream.newest, version)
            if text is not None:
                stream.take([(version, text)])
            self._catch_up(stream)
        if sent:  # the writers are woken in the next turn of the loop, so this is after them
            self.loop.call_soon(self.loop.call_soon, sent.set)

    def _catch_up(self, stream: Stream) -> None:
        if stream.behind and not stream.reading:
            stream.reading = True
            self._start(self._read(stream))

    async def _read(self, stream: Stream) -> None:
        try:
            while stream.behind and stream.followers:
                texts = await self.entries(stream.document_id, stream.version)
                if not texts:
                    break
                stream.take(texts)
        except Error as error:
            _logger.warning("entries are read again at the next look: %s", error)
        finally:
            stream.reading = False

    async def entries(self, document_id: str, after: int) -> list[Text]:
        """Read entries after a version from the log, as many as a message takes."""
        return await self.ask(_entries, document_id, after)

    # -- watching ------------------------------------------------------------------------------

    async def _watching(self) -> None:
        """Look every second for what nobody told us, and whether all may still be here."""
        turn = 0
        with live.subscribed(live.Listener(self.woken, self._told, self._joined)):
            while self.seats:
                await asyncio.sleep(live.POLL_SECONDS)
                turn += 1
                try:
                    await self._look()
                    self._start(self.heard.look())
                    if turn % CHECK_EVERY == 0:
                        await self._check()
                    if turn % BEAT_EVERY == 0:
                        self.presence.beat()
                except Exception:
                    _logger.exception("sockets are looked after again in a second")
        self._watch = None
        self._rest()

    def _soon(self, work: Callable[..., object], *args: object) -> None:
        """Call something in the loop, from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self.loop.call_soon_threadsafe(work, *args)

    def _joined(self) -> None:
        """Make up for what other processes said while nobody here heard it."""
        self._soon(self.look_soon)
        self._soon(self.presence.ask)

    def look_soon(self) -> None:
        """Look at once."""
        self._start(self._looked())

    async def _looked(self) -> None:
        with contextlib.suppress(Error):  # the next look says so
            await self._look()

    async def _look(self) -> None:
        """Ask for the versions of all that is followed, in one query."""
        asked = list(self.streams)
        found = await self._see(_versions, asked)
        for document_id in asked:
            stream = self.streams.get(document_id)
            version, trashed = found.get(document_id, (0, True))
            if stream is None:
                continue
            if trashed or version < stream.version:
                for seat in [each for each in self.seats if document_id in each.follows]:
                    seat.end(4404, "gone")
            else:
                self._reached(document_id, version)

    async def _check(self) -> None:
        """Ask what all seats may now; end those that may no longer."""
        seats = list(self.seats)
        workspaces = {each for seat in seats for each in seat.follows.values()}
        roles = await self._see(roles_now, {seat.standing for seat in seats}, workspaces)
        for seat in seats:
            seat.tick()
            held = roles[seat.standing]
            if held is None:
                seat.end(4401, "signed out")
            elif not all(held.get(each) for each in seat.follows.values()):
                seat.end(4403, "no access")
            else:
                seat.granted(held)

    # -- presence of other processes -------------------------------------------------------------

    def _told(self, payload: str) -> None:
        self._soon(self._hear, payload)

    def _hear(self, payload: str) -> None:
        try:
            self.presence.hear(payload)
        except (KeyError, TypeError, ValueError):
            _logger.warning("another process speaks of presence in a way not known here")

    def _say(self, payloads: list[str]) -> None:
        self._start(self._said(payloads))

    async def _said(self, payloads: list[str]) -> None:
        with contextlib.suppress(Error):  # the next beat says it again
            await self._see(live.notify, live.PRESENCE, *payloads)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """Return the hub of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        for ended in [each for each in _hubs if each.is_closed()]:
            del _hubs[ended]
        _hubs[loop] = Hub()
    return _hubs[loop]


def _takes_back(text: str) -> bool:
    return REDACTED in text


def _entries(document_id: str, after: int) -> list[Text]:
    entries = log.since(document_id, after, limit=MESSAGE_ENTRIES)
    return [(each.version, entry_text(each)) for each in entries]


def _versions(document_ids: list[str]) -> dict[str, tuple[int, bool]]:
    found = Document.objects.filter(pk__in=document_ids)
    return {
        pk: (version, trashed is not None)
        for pk, version, trashed in found.values_list("pk", "version", "trashed_at")
    }

"""Waking readers after a commit: at once in this process, by PostgreSQL's NOTIFY in the others.

Other processes are only told "this document is at this version" and ask ``log.since``. A wake-up
may be lost (a dropped connection, SQLite in another process), so whoever waits also looks every
``POLL_SECONDS``.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection

from .models import Document, Entry

CHANNEL = "journeymap"
#: What processes tell each other of who is here (``presence``).
PRESENCE = "journeymap_presence"
POLL_SECONDS = 1.0
#: A broken connection is made anew after the first pause in seconds, then after longer ones.
PAUSES = (0.1, 5.0)

_logger = logging.getLogger(__name__)
_lock = threading.Lock()
_listener: threading.Thread | None = None


def _nothing(*_told: object) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """What to call, from any thread.

    ``woken(document_id, version, entry)`` on a commit; the entry itself where it was made in this
    process. ``told(payload)`` what another process says on ``PRESENCE``. ``joined()`` when this
    process hears the others (again): what they said before was not heard.
    """

    woken: Callable[[str, int, Entry | None], None] = _nothing
    told: Callable[[str], None] = _nothing
    joined: Callable[[], None] = _nothing


_listeners: set[Listener] = set()


#: Returns what changes when what is heard of documents does, by their ids: of them those that have
#: it, for those who may read single answers or for everybody else.
Stamps = Callable[[Collection[str], bool], Mapping[str, str]]
_stamps: list[Stamps] = []


def heard_by(stamps: Stamps) -> None:
    """Have open sockets told when these stamps change: an app says it as it starts."""
    _stamps.append(stamps)


def stamps(document_ids: Collection[str], single: bool) -> dict[str, str]:
    """Return the stamps of documents; a fixed number of queries."""
    return {key: stamp for each in _stamps for key, stamp in each(document_ids, single).items()}


def wake(document_id: str, version: int, entry: Entry | None = None) -> None:
    """Tell all readers that a document reached a version; call it when that is committed."""
    for each in _all():
        each.woken(document_id, version, entry)
    notify(CHANNEL, f"{document_id} {version}")


def notify(channel: str, *payloads: str) -> None:
    """Say something to the other processes, where the database can; at most 8 kB each.

    It need not survive a power cut, so nobody waits for the disk.
    """
    if connection.vendor == "postgresql" and payloads:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, said)"
                " FROM unnest(%s::text[]) AS said",
                [channel, list(payloads)],
            )


@contextlib.contextmanager
def subscribed(listener: Listener) -> Iterator[None]:
    """Call the listener on every wake-up until left."""
    with _lock:
        _listeners.add(listener)
    try:
        _listen()
        yield
    finally:
        with _lock:
            _listeners.discard(listener)


def wait(document_id: str, after: int, timeout: float) -> int:
    """Return the document's version as soon as it is past ``after``, or what it is at the end.

    ``timeout`` is in seconds; 0 for a document that is not there.
    """
    news = threading.Event()

    def woken(which: str, version: int, _entry: Entry | None) -> None:
        if which == document_id and version > after:
            news.set()

    end = time.monotonic() + timeout
    with subscribed(Listener(woken)):
        while True:
            versions = Document.objects.filter(pk=document_id).values_list("version", flat=True)
            version = versions.first() or 0
            left = end - time.monotonic()
            if version > after or left <= 0:
                return version
            news.wait(min(left, POLL_SECONDS))
            news.clear()


def _all() -> list[Listener]:
    with _lock:
        return list(_listeners)


def _listen() -> None:
    """Start this process's one listening thread, where the database can notify."""
    global _listener
    if connection.vendor != "postgresql":
        return
    with _lock:
        if _listener is None or not _listener.is_alive():
            parameters = connection.get_connection_params()
            wanted = {k: v for k, v in parameters.items() if k not in ("cursor_factory", "context")}
            _listener = threading.Thread(target=_follow, args=(wanted,), daemon=True)
            _listener.start()


def _wanted() -> bool:
    """Tell whether anybody still listens; if not, the next one starts a new thread."""
    global _listener
    with _lock:
        if not _listeners:
            _listener = None
        return bool(_listeners)


def _follow(parameters: dict[str, Any]) -> None:
    """Pass on what other processes notify, as long as anybody here wants to know."""
    alive = {"connect_timeout": 10, "keepalives_idle": 20, "keepalives_interval": 5}
    pause = PAUSES[0]
    while _wanted():
        try:
            with psycopg.connect(**{**alive, **parameters}, autocommit=True) as listening:
                listening.execute(f"LISTEN {CHANNEL}")
                listening.execute(f"LISTEN {PRESENCE}")
                pause = PAUSES[0]
                for each in _all():
                    each.joined()
                while _wanted():
                    for notice in listening.notifies(timeout=POLL_SECONDS):
                        _pass_on(notice)
        except psycopg.Error as error:
            _logger.warning("not woken by other processes until connected again: %s", error)
            time.sleep(pause)
            pause = min(pause * 2, PAUSES[1])


def _pass_on(notice: psycopg.Notify) -> None:
    document_id, _, version = notice.payload.rpartition(" ")
    for each in _all():
        if notice.channel == PRESENCE:
            each.told(notice.payload)
        elif version.isdigit():
            each.woken(document_id, int(version), None)

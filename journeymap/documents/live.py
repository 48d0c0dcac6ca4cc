"""Waking readers after a commit: at once in this process, by PostgreSQL's NOTIFY in the others.

What is sent is only "this document is at this version"; the reader asks ``log.since``. A wake-up
may be lost (a dropped connection, SQLite in another process), so ``wait`` also looks every second.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.db import connection

from .models import Document

CHANNEL = "journeymap"
POLL_SECONDS = 1.0
Callback = Callable[[str, int], None]

_logger = logging.getLogger(__name__)
_callbacks: set[Callback] = set()
_lock = threading.Lock()
_listener: threading.Thread | None = None


def wake(document_id: str, version: int) -> None:
    """Tell all readers that a document reached a version; call it when that is committed."""
    _tell(document_id, version)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{document_id} {version}"])


@contextlib.contextmanager
def subscribed(callback: Callback) -> Iterator[None]:
    """Call ``callback(document_id, version)`` on every wake-up, from any thread, until left."""
    with _lock:
        _callbacks.add(callback)
    try:
        _listen()
        yield
    finally:
        with _lock:
            _callbacks.discard(callback)


def wait(document_id: str, after: int, timeout: float) -> int:
    """Return the document's version as soon as it is past ``after``, or what it is at the end.

    ``timeout`` is in seconds; 0 for a document that is not there.
    """
    woken = threading.Event()

    def callback(which: str, version: int) -> None:
        if which == document_id and version > after:
            woken.set()

    end = time.monotonic() + timeout
    with subscribed(callback):
        while True:
            versions = Document.objects.filter(pk=document_id).values_list("version", flat=True)
            version = versions.first() or 0
            left = end - time.monotonic()
            if version > after or left <= 0:
                return version
            woken.wait(min(left, POLL_SECONDS))
            woken.clear()


def _tell(document_id: str, version: int) -> None:
    with _lock:
        callbacks = list(_callbacks)
    for callback in callbacks:
        callback(document_id, version)


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


def _follow(parameters: dict[str, Any]) -> None:
    """Pass on what other processes notify, as long as anybody here wants to know.

    Where the connection breaks, the poll remains, and the next reader starts a new thread.
    """
    try:
        with psycopg.connect(**parameters, autocommit=True) as listening:
            listening.execute(f"LISTEN {CHANNEL}")
            while _callbacks:
                for notice in listening.notifies(timeout=POLL_SECONDS):
                    document_id, _, version = notice.payload.rpartition(" ")
                    _tell(document_id, int(version))
    except (psycopg.Error, ValueError) as error:
        _logger.warning("no longer woken by other processes: %s", error)

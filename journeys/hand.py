"""Threads of this process that work on what people asked for, of each person one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connection

_log = logging.getLogger(__name__)


class Hand:
    """Calls ``work`` with keys, each once, in ``threads`` threads that are started with the first.

    Of each person one is worked on at a time, so that whoever asks for many keeps nobody waiting.
    ``beat`` is called with the keys that wait or are worked on ``every`` so many seconds.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[str], None],
        beat: Callable[[list[str]], None],
        *,
        threads: int,
        every: float,
    ) -> None:
        self.held: dict[str, threading.Event] = {}
        self._name, self._do, self._tell, self._every = name, work, beat, every
        self._idle = [self._work] * threads + [self._beat]
        self._waiting: list[tuple[Any, str]] = []
        self._served: set[Any] = set()
        self._changed = threading.Condition()

    def take(self, key: str, person: Any) -> None:
        """Have a key worked on when it is its turn."""
        with self._changed:
            self.held[key] = threading.Event()
            while self._idle:
                threading.Thread(target=self._idle.pop(), name=self._name, daemon=True).start()
            self._waiting.append((person, key))
            self._changed.notify()

    def wait(self, key: str, seconds: float) -> None:
        """Return when it was worked on, or after so many seconds."""
        if ended := self.held.get(key):
            ended.wait(seconds)

    def _next(self) -> tuple[Any, str]:
        """Return the first one whose person is not served now; wait until there is one."""
        with self._changed:
            while True:
                for each in self._waiting:
                    if each[0] not in self._served:
                        self._waiting.remove(each)
                        self._served.add(each[0])
                        return each
                self._changed.wait()

    def _work(self) -> None:
        while True:
            person, key = self._next()
            try:
                close_old_connections()
                self._do(key)
            except Exception:  # the thread goes on
                _log.exception("%s %s", self._name, key)
            finally:
                connection.close()
                with self._changed:
                    self._served.discard(person)
                    self._changed.notify_all()
                self.held.pop(key).set()

    def _beat(self) -> None:
        pause = threading.Event()
        while not pause.wait(self._every):
            if not (held := list(self.held)):
                continue
            try:
                close_old_connections()
                self._tell(held)
            except Exception:
                _log.exception("telling that %s is at work", self._name)
            finally:
                connection.close()

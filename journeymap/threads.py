"""Threads that keep their connection to the database, for asynchronous code that must ask it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections, connections

T = TypeVar("T")


class Threads:
    """Executors of one thread each, lent to one at a time; ``keep`` idle ones wait for more.

    ``most`` at a time are lent, all others wait for their turn; None lends to everybody at once.
    """

    def __init__(self, name: str, keep: int, most: int | None = None) -> None:
        self._name, self._keep = name, keep
        self._idle: list[ThreadPoolExecutor] = []
        self._turns = asyncio.Semaphore(most) if most else contextlib.nullcontext()

    @contextlib.asynccontextmanager
    async def lent(self) -> AsyncIterator[ThreadPoolExecutor]:
        """Have one thread for the block; what was used last comes first."""
        async with self._turns:
            executor = self._idle.pop() if self._idle else ThreadPoolExecutor(1, self._name)
            try:
                yield executor
            finally:
                self._idle.append(executor)
                if len(self._idle) > self._keep:
                    _end(self._idle.pop(0))

    async def ask(self, work: Callable[..., T], *args: Any) -> T:
        """Call what needs the database, over a connection that works."""
        async with self.lent() as executor:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(executor, _asked, work, *args)

    def close(self) -> None:
        """End the idle threads and their connections."""
        while self._idle:
            _end(self._idle.pop())


def _asked(work: Callable[..., T], *args: Any) -> T:
    close_old_connections()
    return work(*args)


def _end(executor: ThreadPoolExecutor) -> None:
    executor.submit(connections.close_all)
    executor.shutdown(wait=False)

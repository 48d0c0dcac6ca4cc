"""Event loops for tests, whatever else runs in their process."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end, in a thread of its own.

    In the test's own thread Playwright's loop may be running: a process that has done its browser
    tests takes over others of those that are behind.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()

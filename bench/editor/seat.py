"""A page that is measured: what is done in it, what it costs its main thread, what it holds."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Page


class Spent(NamedTuple):
    """Milliseconds of one act: until painted, and of work of the page's main thread."""

    wall: float
    work: float


class Heap(NamedTuple):
    """Megabytes of JavaScript, and of the page: its DOM and styles."""

    script: float
    page: float


class Seat:
    """A page with its DevTools session; ``name`` is how rows call it."""

    def __init__(self, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self.tools = page.context.new_cdp_session(page)
        self.tools.send("Performance.enable")
        self.done = 0

    def work(self) -> float:
        """Return the milliseconds that the main thread has worked so far: script, style, layout,
        paint; not the waiting between frames."""
        found = self.tools.send("Performance.getMetrics")["metrics"]
        return 1e3 * float(next(each["value"] for each in found if each["name"] == "TaskDuration"))

    def act(self, script: str, times: int) -> Spent:
        """Do something several times, each until painted; ``at`` counts the times of this page."""
        before = self.work()
        walls = [float(self._timed(script)) for _ in range(times)]
        return Spent(median(walls), (self.work() - before) / times)

    def _timed(self, script: str) -> Any:
        self.done += 1
        return self.page.evaluate(f"(at) => clock.timed(() => {{ {script} }})", self.done)

    def heap(self) -> Heap:
        """Return what is held after the garbage is collected."""
        for _ in range(2):
            self.tools.send("HeapProfiler.collectGarbage")
        found = self.tools.send("Runtime.getHeapUsage")
        return Heap(found["usedSize"] / 1e6, found["embedderHeapUsedSize"] / 1e6)


def in_turns(seats: list[Seat], act: Callable[[Seat], Spent], rounds: int) -> list[Spent]:
    """Return the medians of an act on several pages, done in turns after a round that is not
    counted."""
    spent: list[list[Spent]] = [[] for _ in seats]
    for at in range(rounds + 1):
        for seat, into in zip(seats, spent, strict=True):
            seat.page.bring_to_front()
            found = act(seat)
            if at:
                into.append(found)
    return [Spent(median(s.wall for s in each), median(s.work for s in each)) for each in spent]

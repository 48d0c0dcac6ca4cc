"""What the editor weighs: JavaScript as it is served, and the memory that it holds."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

from .. import Row
from .seat import Heap, Seat

LIMIT = 90_000  # bytes
EDITS = 1000
_LOADED = """() => performance.getEntriesByType("resource")
  .map((each) => each.name).filter((name) => new URL(name).pathname.endsWith(".js"))"""
_EDIT = """async (times) => {
  const { session } = rival.app();
  for (let at = 0; at < times; at++) {
    rival.rename(at);
    if (at % 20 === 19) await clock.frame();
  }
  let least = Infinity;
  for (let since = performance.now(); session.status.pending > 0; ) {
    if (session.status.pending < least) {
      least = session.status.pending;
      since = performance.now();
    }
    if (performance.now() - since > 30_000) throw new Error(`${least} edits are not sent`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""


def sent(url: str, coding: str) -> int:
    """Return the bytes of a file as the server sends it in this coding."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": coding})
    with urllib.request.urlopen(request) as response:
        if response.headers["Content-Encoding"] != coding:
            return len(response.read())  # too small to gain by it
        return len(response.read())


def script(seat: Seat) -> Row:
    """Return the row of all modules that the page has loaded, lit and the page's own included."""
    loaded = sorted(set(seat.page.evaluate(_LOADED)))
    gzip, brotli = (sum(sent(url, coding) for url in loaded) for coding in ("gzip", "br"))
    told = f"{gzip / 1e3:.1f} kB in gzip ({brotli / 1e3:.1f} kB in brotli), {len(loaded)} modules"
    return Row("editor: JavaScript shipped", f"{told}, against 90 kB", gzip / LIMIT, 1)


def memory(ours: Seat, mine: Heap, theirs: Heap) -> Iterator[Row]:
    """Yield the rows of memory: against React Flow, and over 1,000 edits."""
    told = f"{mine.script:.1f} MB against {theirs.script:.1f} MB of React Flow"
    told += f" (and the DOM's {mine.page:.1f} and {theirs.page:.1f} MB)"
    yield Row("editor: heap, 2,000 steps", told, mine.script / theirs.script, 1 / 4)
    ours.page.evaluate(_EDIT, 100)  # what is made once
    before = sum(ours.heap())
    ours.page.evaluate(_EDIT, EDITS)
    after = sum(ours.heap())
    log = EDITS * entry_size() / 1e6
    told = f"{after:.2f} MB against {before:.2f} MB before, the log's own {log:.2f} MB apart"
    yield Row("editor: heap after 1,000 edits", told, (after - log) / before, 1.05)


def entry_size() -> int:
    """Return the bytes of one such edit as the log has it."""
    op = {"op": "patch", "kind": "step", "id": "s10", "set": {"title": "Named for the time 100"}}
    back = {**op, "was": {"title": "Named for the time 80"}}
    return len(json.dumps({"client_id": "0" * 36, "label": "Move", "ops": [op], "undo": [back]}))

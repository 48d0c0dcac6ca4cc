"""What the editor weighs: JavaScript as it is served, and the memory that it holds."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

from .. import Row
from .seat import Heap, Seat

LIMIT = 90_000  # bytes
EDITS = 1000
#: Modules as Chromium got them: their bytes, and whether the first picture waits for them.
_LOADED = """() => {
  const named = document.querySelectorAll("link[rel=modulepreload], script[src]");
  const first = new Set([...named].map((each) => each.href || each.src));
  return performance.getEntriesByType("resource")
    .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
    .map(({ name, encodedBodySize }) => [name, encodedBodySize, first.has(name)]);
}"""
#: The last of what comes later, by ``editor/later.js``.
_ALL = "() => customElements.get('jm-people') && customElements.get('jm-inspector')"
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


def gzipped(url: str) -> int:
    """Return the bytes of a file as the server sends it to those who know gzip only."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        return len(response.read())


def script(seat: Seat) -> Iterator[Row]:
    """Yield the rows of JavaScript: until the map is drawn and answers, and with all that the page
    fetches after it; lit and the page's own included."""
    seat.page.wait_for_function(_ALL)
    loaded = seat.page.evaluate(_LOADED)
    for name, found in (
        ("until the map is drawn", [each for each in loaded if each[2]]),
        ("inspector and dialogs too", loaded),
    ):
        size = sum(each[1] for each in found)
        gzip = sum(gzipped(each[0]) for each in found)
        told = f"{size / 1e3:.1f} kB ({gzip / 1e3:.1f} kB in gzip), {len(found)} modules"
        bar = 1 if found is not loaded else None
        yield Row(f"editor: JavaScript {name}", f"{told}, against 90 kB", size / LIMIT, bar)


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

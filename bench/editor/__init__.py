"""The editor in a real Chromium, against React Flow and bpmn-js with as many cards of one graph.

First render is timed on a fresh page each, from parsed data to painted: ours does all that its
entry does until then (store, commands, bar, map; the inspector is fetched after it). Ours draws the
cards in the window and near it; React Flow draws all by default, bpmn-js always. What is done
afterwards is counted on pages that stay open, in turns: until painted, and in milliseconds of work
of the page's main thread, because two frames (33 ms) hide any shorter work. Everything is served on
this machine.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.support import chromium

from .. import Row
from . import acting, drawing, rivals, sample, server, weighing
from .seat import Seat

MOST = 2000


def run() -> Iterator[Row]:
    """Measure on 100, 500 and 2,000 steps; about three minutes."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's event loop runs in our thread
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundles = rivals.bundle(folder / "bundles")
        with server.serving(folder, tuple(drawing.ROUNDS)) as site, chrome() as browser:
            for name in rivals.NAMES:
                sound(browser, bundles, name)
            yield from drawing.rows(browser, site, bundles)
            yield from _seated(browser, site, bundles)


@contextlib.contextmanager
def chrome() -> Iterator[Browser]:
    """Start the tests' Chromium."""
    chromium.use_packaged_node()
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


def sound(browser: Browser, bundles: Path, name: str) -> None:
    """Check that a rival does what is measured: RuntimeError where it does not draw all, move a
    card, or scale."""
    made = sample.shape(20)
    page = rivals.opened(browser, name, bundles)
    drawing.first(page, made, {}, whole=True)
    card = page.evaluate("rival.card('s9')")
    acting.move(Seat(name, page))  # there and back, twice
    back = page.evaluate("rival.card('s9')")
    page.evaluate("rival.move(0)")
    page.evaluate("clock.painted()")
    moved = page.evaluate("rival.card('s9').x") - card["x"]
    page.evaluate("rival.zoom(0.5)")
    ratio = page.evaluate("rival.card('s2').width") / card["width"]
    page.close()
    if back != card or moved <= 100 or not 0.48 < ratio < 0.52:
        raise RuntimeError(f"{name} moves by {moved:.0f} px and scales by {ratio:.2f}")


def _seated(browser: Browser, site: server.Site, bundles: Path) -> Iterator[Row]:
    """Yield the rows of pages that stay open."""
    with site.context(browser) as context:
        ours = Seat("ours", server.live(context, MOST))
        flow_page = rivals.opened(browser, "flow", bundles)
        drawing.first(flow_page, sample.shape(MOST), {}, whole=True)
        flow = Seat("React Flow", flow_page)
        empty = Seat("an empty page", rivals.opened(browser, "empty", bundles))
        yield from weighing.script(ours)
        heaps = ours.heap(), flow.heap()  # before anything is done
        yield from acting.rows(ours, flow, empty)
        yield from weighing.memory(ours, *heaps)

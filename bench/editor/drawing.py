"""First render: from data that is parsed to painted, every time on a fresh page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from .. import Row
from . import rivals, sample, server

#: How often each is drawn, by the number of steps.
ROUNDS = {100: 5, 500: 3, 2000: 3}


def first(page: Page, made: sample.Shape, options: dict[str, bool], *, whole: bool) -> float:
    """Return the milliseconds of drawing on a page that is ready; RuntimeError if not all came.

    ``whole``: every card and way has to be there, not only those in the window.
    """
    least = {"cards": len(made.cards), "ways": len(made.ways)} if whole else {"cards": 5, "ways": 4}
    return float(
        page.evaluate("(given) => clock.first_render(...given)", [made.told(), options, least])
    )


def ours(browser: Browser, site: server.Site, size: int) -> float:
    """Draw ours on a fresh page."""
    with site.context(browser) as context:
        return first(server.held(context, size), sample.shape(size), {}, whole=False)


def theirs(browser: Browser, bundles: Path, name: str, size: int, visible: bool = False) -> float:
    """Draw a rival's on a fresh page; React Flow draws only what is visible if told so."""
    page = rivals.opened(browser, name, bundles)
    options = {"onlyRenderVisibleElements": True} if visible else {}
    took = first(page, sample.shape(size), options, whole=not visible)
    page.close()
    return took


def loading(browser: Browser, site: server.Site, size: int) -> float:
    """Return the milliseconds from asking for our page, nothing of it being kept, to painted."""
    with site.context(browser) as context:
        page = server.live(context, size)
        return float(page.evaluate("clock.first"))


def rows(browser: Browser, site: server.Site, bundles: Path) -> Iterator[Row]:
    """Draw in turns, size by size."""
    for size, rounds in ROUNDS.items():
        turns = [
            (
                ours(browser, site, size),
                theirs(browser, bundles, "flow", size),
                theirs(browser, bundles, "bpmn", size),
                theirs(browser, bundles, "flow", size, visible=True),
                loading(browser, site, size),
            )
            for _ in range(rounds)
        ]
        mine, flow, bpmn, visible, loaded = (median(each) for each in zip(*turns, strict=True))
        name = f"editor: first render, {size} steps"
        for other, took, bar in (
            ("React Flow", flow, 0.5),
            ("bpmn-js", bpmn, 0.5),
            ("React Flow with onlyRenderVisibleElements", visible, None),
        ):
            told = f"{mine:.0f} ms against {took:.0f} ms of {other}"
            yield Row(name, told, mine / took, bar)
        name = f"editor: the page from its address, {size} steps"
        told = f"{loaded:.0f} ms with server and modules against React Flow's {flow:.0f} ms"
        yield Row(name, told, loaded / flow, None)

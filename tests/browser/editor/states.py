"""The states of the editor that a test goes through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.browser.conftest import Sample

from .driving import APP, focus, press, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page


def states(page: Page, sample: Sample) -> Iterator[tuple[str, str | None]]:
    """Go through the states of the map; each with the part of the page that changed in it."""
    yield "plain", None
    focus(page, sample.step)
    press(page, "Space")
    yield "a step is chosen", None
    page.evaluate("() => document.querySelector('jm-editor').app.run('inspector')")
    unfold(page)
    yield "folds of the inspector", "jm-inspector"
    press(page, "Escape", "Control+a")
    yield "several are chosen", "jm-inspector"
    focus(page, sample.step)
    for name, keys in DIALOGS.items():
        focus(page, "stage:odotus" if name == "a question" else sample.step)
        press(page, *keys)
        page.locator("dialog[open], jm-namer textarea").wait_for()
        yield name, "jm-namer" if name == "naming" else "dialog[open]"
        press(page, "Escape")
    focus(page, "lane:experience")
    press(page, "h")
    focus(page, sample.step)
    press(page, "e")
    page.locator(".toast").wait_for()
    yield "a toast", ".toasts"
    page.locator(".toast button").first.click()
    page.context.set_offline(True)
    patch = f"title => {APP}.patch('{sample.step}', {{ title }})"
    page.evaluate(patch, "Mine")
    page.locator(".status-offline").wait_for()
    yield "offline", "jm-tools"
    log.commit(sample.id, SYSTEM, [{"op": "remove", "id": sample.step}], client_id="gone")
    page.context.set_offline(False)
    page.evaluate(f"{APP}.session.sync.kick()")
    page.locator(".status-refused").click()
    page.locator("dialog[open]").wait_for()
    yield "refused", "dialog[open]"
    press(page, "Escape")


DIALOGS = {
    "naming": ["F2"],
    "the finder": ["/"],
    "the palette": ["Control+k"],
    "the keys": ["?"],
    "a question": ["Delete"],
}

"""The editor without a network: it opens, it keeps what is done, and sends it once it can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.editor import real
from tests.browser.editor.real import Real

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    server = Real(tmp_path_factory.mktemp("offline"), DEBUG="1")
    yield server
    server.kill()


@pytest.fixture
def context(browser: Browser, server: Real) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en", viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Real) -> Page:
    return server.sign_in(context)


def journey(server: Real, view: str = "") -> str:
    return f"{server.address}journeys/{real.JOURNEY}/{view}"


def test_twenty_edits_offline_a_reload_and_the_network_again(page: Page, server: Real) -> None:
    real.controlled(real.opened(page, journey(server)))
    before = len(real.log(page))
    step, *others = real.steps(page)
    real.edit(page, others[0], "acknowledged before")
    real.saved(page)
    page.context.set_offline(True)
    for n in range(20):
        real.edit(page, step, f"offline {n}")
    page.locator(".status-offline", has_text="Offline, 20 edits kept here").wait_for()
    real.kept(page)
    page.reload()
    real.working(page)
    assert real.title(page, step) == "offline 19"
    assert real.title(page, others[0]) == "acknowledged before"
    assert real.status(page)["pending"] == 20
    page.locator(".status-offline", has_text="20 edits kept here").wait_for()
    page.keyboard.press("Control+k")
    page.locator("jm-palette [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("jm-tools [aria-label='All keys']").click()  # this comes after the first picture
    page.locator("jm-keys dialog").wait_for()
    page.keyboard.press("Escape")
    page.locator("jm-inspector aside").wait_for()
    page.context.set_offline(False)
    real.saved(page)
    entries = real.log(page)
    titles = [op["set"]["title"] for e in entries[before + 1 :] for op in e["ops"]]
    assert titles == [f"offline {n}" for n in range(20)]
    real.expect_sound(page, entries)


@pytest.mark.parametrize("view", ["", "table/"])
def test_the_server_is_stopped_instead(page: Page, server: Real, view: str) -> None:
    real.controlled(real.opened(page, journey(server, view)))
    before = len(real.log(page))
    step = real.steps(page)[0]
    server.kill()
    for n in range(20):
        real.edit(page, step, f"{view} without a server {n}")
    real.kept(page)
    page.reload()
    real.working(page)
    assert real.title(page, step) == f"{view} without a server 19"
    server.again()
    real.saved(page)
    entries = real.log(page)
    titles = [op["set"]["title"] for e in entries[before:] for op in e["ops"]]
    assert titles == [f"{view} without a server {n}" for n in range(20)]
    real.expect_sound(page, entries)
    page.locator(".status-saved", has_text=f"Saved · version {len(entries)}").wait_for()


def test_undo_and_redo_of_what_was_done_offline_over_reloads(page: Page, server: Real) -> None:
    real.controlled(real.opened(page, journey(server)))
    step = real.steps(page)[1]
    was = real.title(page, step)
    page.context.set_offline(True)
    real.edit(page, step, "for a while")
    real.kept(page)
    page.reload()
    real.working(page)
    page.locator("jm-map [role=application]").focus()
    page.keyboard.press("Control+z")
    page.wait_for_function(
        f"([id, was]) => {real.SESSION}.journey.get(id).value.title === was", arg=[step, was]
    )
    real.kept(page)
    page.evaluate(f"() => {real.SESSION}.history.keeping")
    page.reload()
    real.working(page)
    assert real.title(page, step) == was
    page.context.set_offline(False)
    real.saved(page)
    page.reload()
    real.working(page)
    page.locator("jm-map [role=application]").focus()
    page.keyboard.press("Control+Shift+z")
    real.saved(page)
    assert real.title(page, step) == "for a while"
    real.expect_sound(page, real.log(page))


def test_a_tab_that_was_closed_offline_is_looked_after_by_the_other(
    page: Page, server: Real
) -> None:
    real.controlled(real.opened(page, journey(server)))
    step = real.steps(page)[2]
    other = real.opened(page.context.new_page(), journey(server))
    server.kill()
    real.edit(page, step, "from a tab that is gone")
    real.kept(page)
    page.close()
    server.again()
    other.bring_to_front()
    other.wait_for_function(
        f"id => {real.SESSION}.journey.get(id).value.title === 'from a tab that is gone'", arg=step
    )
    real.saved(other)
    counted = Counter(e["label"] for e in real.log(other) for op in e["ops"]
                      if op.get("set", {}).get("title") == "from a tab that is gone")  # fmt: skip
    assert list(counted.values()) == [1]
    real.expect_sound(other, real.log(other))


def test_signing_out_asks_first_and_takes_the_kept_pages_along(page: Page, server: Real) -> None:
    real.controlled(real.opened(page, journey(server)))
    step = real.steps(page)[0]
    page.context.set_offline(True)
    real.edit(page, step, "not sent yet")
    real.kept(page)
    page.locator("summary.avatar").click()
    page.get_by_role("button", name="Sign out").click()
    page.locator("dialog.ask", has_text="1 edit is kept in this browser only").wait_for()
    page.get_by_role("button", name="Stay signed in").click()
    assert page.url == journey(server)
    page.context.set_offline(False)
    real.saved(page)
    assert page.evaluate("caches.has('journeymap-pages')")
    page.locator("summary.avatar").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    assert not page.evaluate("caches.has('journeymap-pages')")

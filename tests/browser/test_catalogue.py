"""The catalogue in a real browser: edited over the list, and without scripts as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from journeys import rows
from tests.support.accessibility import FITS, violations
from tests.support.people import People

from .conftest import Sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]


def home(people: People) -> str:
    return f"/workspaces/{people.workspace.pk}/catalogue/"


def test_a_touchpoint_is_renamed_in_place_and_taken_back(
    enter: Enter, people: People, sample: Sample
) -> None:
    page = enter("editor")
    page.goto(home(people))
    link = page.locator("a.record-link").first
    name = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.locator("h2:focus").wait_for()
    dialog.get_by_label("Name", exact=True).fill("")
    dialog.get_by_role("button", name="Save").click()
    dialog.locator("[aria-invalid=true]:focus").wait_for()
    assert "This field is required." in dialog.inner_text()
    page.keyboard.type("Aivan <b>uusi</b>")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Changed “Aivan <b>uusi</b>”").wait_for()
    names = {t.name for t in rows.catalogue(people.workspace.pk).touchpoints.values()}
    assert "Aivan <b>uusi</b>" in names
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("status").get_by_text("It was taken back.").wait_for()
    page.locator("a.record-link", has_text=name).first.wait_for()


def test_escape_closes_the_dialog_and_gives_the_focus_back(
    enter: Enter, people: People, sample: Sample
) -> None:
    page = enter("editor")
    page.goto(home(people))
    link = page.locator("a.record-link").nth(1)
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").locator("h2:focus").wait_for()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert link.evaluate("e => e === document.activeElement")


def test_everything_works_without_scripts(
    browser: Browser, enter: Enter, people: People, sample: Sample, live_server: LiveServer
) -> None:
    cookies = enter("editor").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(home(people))
    page.locator("summary", has_text="Add").click()
    page.get_by_role("link", name="Touchpoint").click()
    page.get_by_label("Kind").select_option("practice")
    page.get_by_label("Name", exact=True).fill("Kättely")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("status").get_by_text("Added “Kättely”").wait_for()
    met = sample.graph.encounters[0].touchpoint
    page.goto(f"{home(people)}records/{met}/")
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("is used, so it cannot be removed").wait_for()
    page.get_by_role("link", name="Merge into another").click()
    page.get_by_label("The one that stays").select_option(label="Kättely (Practice)")
    page.get_by_role("button", name="See what will happen").click()
    page.get_by_role("button", name="Merge the two").click()
    page.get_by_text("into “Kättely”").first.wait_for()
    held = rows.catalogue(people.workspace.pk).touchpoints
    new = next(t.id for t in held.values() if t.name == "Kättely")
    assert met not in held
    assert rows.load(sample.id).encounters[0].touchpoint == new
    context.close()


def test_every_state_keeps_the_rules_at_every_width(
    enter: Enter, people: People, sample: Sample
) -> None:
    page = enter("editor")
    long = "Pitkäsanaisuudentarkastuslautakuntavaalit" * 4
    patch = {"op": "patch", "id": sample.graph.encounters[0].touchpoint, "set": {"name": long}}
    log.commit(people.workspace.pk, SYSTEM, [patch], client_id="long")
    record = f"{home(people)}records/{patch['id']}/"
    other = sample.graph.encounters[1].touchpoint
    unfold = "document.querySelectorAll('details:not([data-menu])').forEach(d => d.open = true)"

    def sound() -> None:
        page.evaluate(unfold)
        assert not violations(page)
        assert page.evaluate(FITS), page.url

    for width, colours in ((1440, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        addresses = (record, f"{record}merge/?into={other}", f"{home(people)}add/segment/")
        for address in addresses:
            page.goto(address)
            sound()
        with page.expect_navigation():
            page.get_by_role("button", name="Add it").click()
        sound()
        page.goto(home(people))
        page.locator("a.record-link").first.click()
        page.get_by_role("dialog").locator("h2:focus").wait_for()
        sound()
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill("")
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        page.locator("[aria-invalid=true]").wait_for()
        sound()
    page = enter("viewer")
    page.goto(record)
    sound()

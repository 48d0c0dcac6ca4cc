"""People as only a browser tells: a link is copied, somebody comes in by it, a secret is copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.support.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]
COPIED = "navigator.clipboard.readText()"


def test_an_owner_invites_by_keyboard_and_a_stranger_comes_in_by_the_copied_link(
    enter: Enter, people: People, browser: Browser, live_server: LiveServer
) -> None:
    page = enter("owner")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/workspaces/{people.workspace.pk}/")
    page.get_by_role("link", name="People").press("Enter")
    page.wait_for_url("**/people/")  # all of it: Tab goes by what is there
    page.get_by_label("Role", exact=True).focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")  # from owner to editor
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The invitation is made.").wait_for()
    page.get_by_role("button", name="Copy").press("Enter")
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    link = page.evaluate(COPIED)
    assert link.startswith(f"{live_server.url}/invitations/")

    context = browser.new_context(locale="en")
    guest = context.new_page()
    guest.goto(link)
    for label, value in (
        ("First name", "Aino"),
        ("Username", "aino"),
        ("Password", "kolmas-kivi-7"),
        ("Password confirmation", "kolmas-kivi-7"),
    ):
        guest.get_by_role("textbox", name=label).and_(guest.locator("input")).first.fill(value)
    guest.get_by_role("button", name="Make the account and join").click()
    guest.get_by_text("Welcome to “Own workspace”.").wait_for()
    guest.get_by_role("link", name="People").click()
    guest.get_by_text("5 members in Own workspace").wait_for()
    context.close()

    page.goto("/account/tokens/")
    page.get_by_label("What is it for?").fill("CI")
    page.get_by_role("button", name="Make the token").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert page.evaluate(COPIED) == page.locator("#secret").input_value()
    assert page.evaluate(COPIED).startswith("jm_")


def test_without_a_clipboard_the_link_is_chosen_and_without_scripts_it_is_there(
    enter: Enter, people: People, browser: Browser, live_server: LiveServer
) -> None:
    page = enter("owner")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"/workspaces/{people.workspace.pk}/people/")
    page.get_by_role("button", name="Make an invitation").click()
    page.get_by_role("button", name="Copy").click()
    chosen = "getSelection()?.toString() || document.activeElement?.value"
    link = page.get_by_label("Link").input_value()
    assert page.evaluate(chosen) == link
    assert page.evaluate("document.activeElement.selectionEnd") == len(link)

    context = browser.new_context(base_url=live_server.url, locale="en", java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    still = context.new_page()
    still.goto(f"/workspaces/{people.workspace.pk}/people/")
    assert still.get_by_label("Link").input_value() == link
    assert not still.get_by_role("button", name="Copy").count()
    still.get_by_label("Role of viewer").select_option("Editor")
    still.get_by_role("button", name=re.compile("Save.*: viewer")).click()
    still.get_by_text("viewer is now Editor.").wait_for()
    context.close()

"""Whatever comes between an edit and the log: another person, a sign-out, a hotel's network, a
second tab, no disk. Nothing is lost, and nothing is called saved that is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People

from .driving import eventually, value
from .working import Work, labels, logged

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[[str], "Page"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work(enter: Enter, people: People) -> Work:
    people.journey()
    return Work(enter("editor"), "/journeys/j1/")


def sign_in(page: Page, name: str) -> None:
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def answering(page: Page, **more: Any) -> list[str]:
    """Dismiss the first question of the browser, accept the next; what was asked."""
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message or dialog.type)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    return asked


def test_what_no_longer_fits_is_shown_and_kept_and_the_others_go_on(work: Work) -> None:
    page = work.page
    work.put("a")
    work.saved()
    page.context.set_offline(True)
    work.titled("a", "Mine")
    work.put("b")
    log.commit("j1", SYSTEM, [{"op": "remove", "id": "a"}], client_id="gone")
    page.context.set_offline(False)
    work.saved()
    assert work.status()["refused"] == 1
    assert labels("j1")[-1] == "New b"
    work.reload()
    page.get_by_role("button", name="1 edit no longer fits").click()
    dialog = page.get_by_role("dialog", name="Edits that no longer fit")
    assert "Mine" in dialog.inner_text()
    dialog.get_by_role("button", name="Discard").click()
    dialog.wait_for(state="hidden")
    eventually(lambda: work.kept("refused") == 0)
    work.reload()
    assert work.status()["refused"] == 0
    assert work.steps() == {"s1", "b"}


def test_what_no_longer_fits_can_be_tried_again(work: Work) -> None:
    page = work.page
    work.put("a")
    work.saved()
    page.context.set_offline(True)
    work.titled("a", "Mine")
    log.commit("j1", SYSTEM, [{"op": "remove", "id": "a"}], client_id="gone")
    page.context.set_offline(False)
    work.saved()
    back = {"op": "put", "kind": "step", "id": "a", "value": {"title": "Back"}}
    log.commit("j1", SYSTEM, [back], client_id="back")
    page.get_by_role("button", name="1 edit no longer fits").click()
    page.get_by_role("button", name="Try again").click()
    work.saved()
    assert work.status()["refused"] == 0
    held = value("j1", "a")
    assert held and held["title"] == "Mine"


def test_two_tabs_lose_nothing_and_send_nothing_twice(work: Work) -> None:
    context = work.page.context
    other = Work(context.new_page(), "/journeys/j1/")
    context.set_offline(True)
    for tab, keys in ((work, "ab"), (other, "cd"), (work, "e")):
        tab.put(*keys)
    context.set_offline(False)
    work.saved()
    other.saved()
    assert set(logged("j1").values()) == {1}
    assert sorted(labels("j1")) == [f"New {key}" for key in "abcde"]
    for tab in (work, other):
        tab.reload()
        tab.saved()
        assert tab.steps() == {"s1", *"abcde"}
        eventually(lambda tab=tab: tab.kept() == 0)


def test_a_session_that_ended_is_said_and_nothing_is_lost(work: Work) -> None:
    work.put("a")
    work.saved()
    Session.objects.all().delete()
    work.put("b")
    work.until("signed-out", 1)
    link = work.page.locator("jm-status").get_by_role("link", name="Sign in")
    assert link.get_attribute("href") == "/sign-in/?next=%2Fjourneys%2Fj1%2F"
    link.click()
    sign_in(work.page, "editor")
    work.ready()
    work.saved()
    assert labels("j1") == ["New a", "New b"]


def test_signing_in_with_another_tab_is_enough(work: Work) -> None:
    """The tab that waits goes on by itself, with the token of the new session."""
    Session.objects.all().delete()
    work.put("a")
    work.until("signed-out", 1)
    other = work.page.context.new_page()
    other.goto("/sign-in/")
    sign_in(other, "editor")
    work.saved()
    assert labels("j1") == ["New a"]


def test_another_person_in_the_same_browser_sends_nothing_of_it(work: Work, enter: Enter) -> None:
    context = work.page.context
    context.set_offline(True)
    work.put("a")
    work.until("offline", 1)
    enter("owner")  # whose cookie now lies in the browser, with the editor's tab still open
    context.set_offline(False)
    work.until("signed-out", 1)
    theirs = Work(context.new_page(), "/journeys/j1/")
    theirs.saved()
    assert theirs.steps() == {"s1"}
    assert theirs.ask("session => session.canUndo") == ""
    assert labels("j1") == []
    enter("editor")
    work.saved()
    assert labels("j1") == ["New a"]


def test_signing_out_on_another_page_asks_first_where_something_waits(work: Work) -> None:
    page = work.page
    page.route("**/api/**", lambda route: route.abort())
    work.put("a")
    work.until("offline", 1)
    eventually(lambda: work.kept() == 1)
    asked = answering(page)
    page.goto("/")
    out = page.get_by_role("button", name="Sign out")
    page.locator("summary.avatar").click()
    out.click()
    eventually(lambda: page.evaluate("1") and asked)
    assert "Not everything is saved yet" in asked[0]
    assert "sign-in" not in page.url
    out.click()
    page.wait_for_url("**/sign-in/**")
    assert len(asked) == 2
    assert work.kept() == 1
    page.unroute_all(behavior="wait")
    sign_in(page, "editor")
    again = Work(page, "/journeys/j1/")
    again.saved()
    assert labels("j1") == ["New a"]
    page.goto("/")
    page.locator("summary.avatar").click()
    out.click()  # nothing waits: nothing is asked
    page.wait_for_url("**/sign-in/**")
    assert len(asked) == 2


HOTEL = "<h1>Welcome to our hotel</h1>"
ANSWERS = [
    (200, "text/html", HOTEL),
    (200, "application/json", '{"ok": true}'),
    (403, "text/html", HOTEL),
    (404, "text/html", HOTEL),
]


def test_what_does_not_come_from_the_server_is_never_saved(work: Work) -> None:
    """A hotel's network that answers everything itself."""
    page = work.page
    for at, (status, kind, body) in enumerate(ANSWERS):
        answer = partial(Route.fulfill, status=status, content_type=kind, body=body)
        page.route("**/api/**", answer)
        work.put("abcd"[at])
        page.wait_for_function(
            "() => ['offline', 'trouble', 'signed-out']"
            ".includes(document.querySelector('jm-editor').app.session.status.state)"
        )
        assert work.status() | {"state": ""} == {"state": "", "pending": 1, "refused": 0}, status
        page.unroute_all(behavior="wait")
        work.saved()
    assert labels("j1") == [f"New {key}" for key in "abcd"]


def test_a_lost_cookie_of_the_form_token_is_mended(work: Work) -> None:
    """403 for a token that does not fit is no refusal of the edit."""
    work.page.context.clear_cookies(name="csrftoken")
    work.put("a")
    work.saved()
    assert work.status()["refused"] == 0
    assert labels("j1") == ["New a"]


def test_without_a_disk_work_goes_on_and_it_is_said(enter: Enter, people: People) -> None:
    people.journey()
    page = enter("editor")
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', {value: undefined})")
    work = Work(page, "/journeys/j1/")
    page.context.set_offline(True)
    work.put("a")
    work.until("offline", 1)
    page.locator("jm-status", has_text="Only this tab keeps the work").wait_for()
    asked = answering(page)
    page.locator("jm-map [role=application]").click()  # a browser asks for pages that were touched
    page.close(run_before_unload=True)
    eventually(lambda: page.evaluate("1") and asked)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    work.saved()
    assert labels("j1") == ["New a"]

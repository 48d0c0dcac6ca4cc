"""Taking away in a real browser, by keyboard and left meanwhile; columns that are said anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from journeys import taking
from tests.support.accessibility import violations
from tests.support.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

Enter = Callable[..., "Page"]
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  document.body.dispatchEvent(
    new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


@pytest.fixture
def journey(people: People) -> str:
    return people.journey("j1", title="Työ")


def test_a_file_is_taken_by_keyboard_from_any_view(journey: str, enter: Enter) -> None:
    page = enter("viewer")
    page.goto("/journeys/j1/path/")
    page.get_by_role("link", name="Take away").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Take away")
    dialog.get_by_role("group", name="Map").get_by_label("SVG").focus()
    page.keyboard.press("Space")
    assert not violations(page)
    with page.expect_download() as taken:
        dialog.get_by_role("button", name="Take away").focus()
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "tyo-map.svg"
    assert dialog.get_by_role("link", name="Download: Map as SVG").is_visible()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.evaluate("document.activeElement.hasAttribute('data-take')")


def test_long_work_is_seen_and_may_be_left(
    journey: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, make = threading.Event(), taking._made
    said = "2 of 2: Journeymap file (JSON)"

    def slow(wanted: taking.Offer, *given: Any) -> taking.Taken:
        assert wanted.part != "json" or go.wait(120)
        return make(wanted, *given)

    monkeypatch.setattr(taking, "_made", slow)
    page = enter("viewer")
    try:
        page.goto("/journeys/j1/take/")
        page.check("#take-map-svg")
        page.check("#take-json")
        page.get_by_role("button", name="Take away").click()
        page.get_by_text(said, exact=True).wait_for()
        assert page.get_by_role("progressbar", name="A pack of 2 files").is_visible()
        assert not violations(page)
        page.goto("/journeys/j1/table/")
        page.get_by_role("link", name="Take away").click()
        page.get_by_role("dialog").get_by_text(said, exact=True).wait_for()
    finally:
        go.set()
    page.get_by_role("link", name="Download: A pack of 2 files").wait_for()
    assert not page.get_by_role("progressbar").count()


def test_what_columns_are_is_seen_at_once(people: People, enter: Enter) -> None:
    page = enter("editor")
    page.goto(f"/workspaces/{people.workspace.pk}/new/")
    page.evaluate(DROP, ["table.csv", "Step;Where\nReads;Web\nAsks;Phone\n"])
    page.get_by_role("heading", name="What the columns are").wait_for()
    assert not page.get_by_text("Touchpoints", exact=True).locator("visible=true").count()
    page.get_by_label("Where").select_option("touchpoint")
    page.locator("dt", has_text="Touchpoints").wait_for()
    assert page.evaluate("document.activeElement.id") == "column-0.1"
    assert not violations(page)
    late: list[Route] = []
    page.route("**/load/", lambda route: route.continue_() if late else late.append(route))
    page.get_by_label("Where").select_option("stage")
    page.get_by_label("Where").select_option("")
    page.locator("dt", has_text="Touchpoints").wait_for(state="detached")
    with page.expect_response("**/load/") as answer:
        late[0].continue_()
    answer.value.finished()
    assert page.get_by_label("Where").input_value() == "", "the older answer changes nothing"

"""Beginning a journey in a real browser: dropped, pasted, a to-be; with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from journeymap.documents.models import Document
from journeys import samples
from tests.support.accessibility import FITS, violations
from tests.support.people import People

from .conftest import Sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]
TABLE = "Stage\tStep\tTouchpoints\tExperience\nApply\tReads\tSite\t2\n\tFills in\tForm\t9\n"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  }
}"""
#: As what the form would send what was looked at.
HELD = "() => new FormData(document.querySelector('.look-take')).get('draft').constructor.name"
VEIL = """() => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "a.csv"));
  document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: data }));
}"""


def journeys() -> int:
    return Document.objects.filter(kind="journey").count()


@pytest.mark.parametrize("where", ["", "new/"])
def test_a_file_dropped_anywhere_is_looked_at_and_then_made(
    where: str, enter: Enter, people: People, sample: Sample
) -> None:
    page = enter("editor")
    page.goto(f"/workspaces/{people.workspace.pk}/{where}")
    page.evaluate(VEIL)
    assert page.get_by_text("Drop the file here").is_visible()
    path = samples.files()[5]
    page.evaluate(DROP, [path.name, path.read_text(encoding="utf-8")])
    page.get_by_role("heading", name="Look before it is made").wait_for()
    page.get_by_text("All of it can be kept.").wait_for()
    assert journeys() == 1
    assert page.evaluate(HELD) == "File"
    page.get_by_role("button", name="Make this journey").click()
    page.wait_for_url("**/journeys/*/")
    assert journeys() == 2


def test_two_files_at_once_are_refused_in_words(enter: Enter, people: People) -> None:
    page = enter("editor")
    address = f"/workspaces/{people.workspace.pk}/new/"
    page.goto(address)
    two = DROP.replace("data.items.add", "data.items.add(new File(['x'], 'b')); data.items.add", 1)
    said = "(given) => { (%s)(given); return document.querySelector('.drop-veil').innerText }"
    assert "One file at a time" in page.evaluate(said % two, ["a.csv", "x"])  # it goes after 4 s
    assert page.url.endswith(address)


def test_a_table_is_pasted_by_keyboard_without_scripts(
    browser: Browser, enter: Enter, people: People, live_server: LiveServer
) -> None:
    cookies = enter("editor").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/workspaces/{people.workspace.pk}/")
    page.get_by_label("Text").fill(TABLE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Look before it is made").wait_for()
    page.wait_for_load_state()
    assert "line 3, column 4 (Experience)" in page.content()
    page.get_by_role("button", name="Back").click()
    assert page.get_by_label("Text").input_value() == TABLE
    page.get_by_role("button", name="Look at it").last.click()
    page.get_by_label("Title").fill("Pasted")
    page.keyboard.press("Enter")
    page.wait_for_url("**/journeys/*/")
    assert Document.objects.get(kind="journey").title == "Pasted"
    context.close()


def test_a_to_be_from_the_menu_of_its_journey(enter: Enter, sample: Sample) -> None:
    page = enter("editor")
    page.goto(sample.url)
    page.locator("summary", has_text="More").click()
    page.get_by_role("link", name="Make a to-be of it").click()
    page.get_by_label("Title").fill("Tavoite")
    page.get_by_role("button", name="Make this journey").click()
    page.wait_for_url("**/journeys/*/")
    made = Document.objects.get(title="Tavoite")
    assert page.url.endswith(f"/journeys/{made.pk}/")


def test_every_state_keeps_the_rules_at_every_width(
    enter: Enter, people: People, sample: Sample
) -> None:
    page = enter("editor")
    start = f"/workspaces/{people.workspace.pk}/new/"
    long = f"Step\n{'Pitkäsanaisuudentarkastuslautakuntavaalit' * 4}\nB\n"

    def sound() -> None:
        assert not violations(page)
        assert page.evaluate(FITS)

    for width, colours in ((1440, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        for text in (TABLE, long, "Stage\tPain\nA\tB\n"):
            page.goto(start)
            sound()
            page.get_by_label("Text").fill(text)
            with page.expect_navigation():
                page.get_by_role("button", name="Look at it").last.click()
            sound()
        page.goto(f"{sample.url}to-be/")
        sound()

"""Arriving at the editor: what the server wrote makes room, `?step=` is where one begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.conftest import Sample

from .driving import APP, editor

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[[str], "Page"]


def test_the_address_says_which_step_has_the_focus(enter: Enter, sample: Sample) -> None:
    page = enter("editor")
    for view in ("", "table/"):
        editor(page, f"{sample.url}{view}?step={sample.step}")
        page.wait_for_function(
            "step => document.activeElement?.closest('[data-id]')?.dataset.id === step",
            arg=sample.step,
        )
        assert page.evaluate(f"{APP}.selection.only") == sample.step
    editor(page, f"{sample.url}?step=nowhere")
    assert page.evaluate("document.activeElement === document.body")


def test_what_the_server_wrote_makes_room_and_the_table_prints_itself(
    enter: Enter, sample: Sample
) -> None:
    page = enter("editor")
    editor(page, f"{sample.url}table/")
    page.locator("jm-table h3").first.wait_for()
    assert not page.locator(".first").count()
    page.emulate_media(media="print")
    assert page.locator(f'jm-table tr[data-id="{sample.step}"]').is_visible()
    assert not page.locator("jm-inspector").is_visible()
    height = "document.documentElement.scrollHeight"
    assert page.evaluate(f"{height} > document.querySelector('.sheets').offsetHeight")


def test_beside_the_table_the_details_are_of_what_is_chosen(enter: Enter, sample: Sample) -> None:
    page = enter("editor")
    editor(page, f"{sample.url}table/")
    fields = page.locator("jm-inspector jm-field")
    assert not fields.count()
    before = page.locator("jm-table").bounding_box()
    page.locator(f'jm-table tr[data-id="{sample.step}"] button').first.click()
    fields.first.wait_for()
    assert page.locator("jm-table").bounding_box() == before, "what is clicked at stays where it is"
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+j")
    page.wait_for_function("() => document.activeElement.id === 'table-journey'")
    assert not fields.count()

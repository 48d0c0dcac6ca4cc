"""From voice to change in a real browser: a quote becomes a pain point and stands on the map."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.pages.hearing import quote, say
from tests.support.accessibility import FITS, violations
from tests.support.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[..., "Page"]


def test_a_quote_becomes_a_pain_point_on_the_map_and_five_answers_are_shown(
    enter: Enter, people: People
) -> None:
    people.journey()
    quote(people, "The form is far too long. I gave up.", emotion=1)
    say(people, 3, emotion=2)
    page = enter("editor")
    page.goto("/journeys/j1/feedback/")
    page.get_by_text("Too few answers to show (fewer than 5).").wait_for()
    assert not page.get_by_role("img", name="Very bad").count()

    page.get_by_role("button", name="Make it a pain point").press("Enter")
    page.get_by_text("The pain point was added.").wait_for()
    page.get_by_role("link", name="See it").click()
    page.get_by_role("heading", name="Pain point: The form is far too long").wait_for()
    assert not violations(page) and page.evaluate(FITS)
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator("jm-map").get_by_text("The form is far too long").first.wait_for()

    say(people, emotion=5)
    page.goto("/journeys/j1/feedback/")
    page.get_by_role("img", name="Very bad: 1, Bad: 3").wait_for()
    page.locator("summary", has_text="Finding").first.press("Enter")
    page.get_by_role("button", name="Pain point: Very bad, Bad").press("Enter")
    page.get_by_role("link", name="See it").click()
    page.get_by_text("80% (38–96), n 5").wait_for()
    assert not violations(page)
    page.goto("/journeys/j1/")
    page.wait_for_function("() => document.querySelector('jm-editor')?.app?.map")
    page.evaluate("document.querySelector('jm-editor').app.focus('s1')")
    page.get_by_text(re.compile(r"met by 80\s?% \(n 5\)")).first.wait_for()

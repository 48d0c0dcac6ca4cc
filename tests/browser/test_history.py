"""The history in a real browser: from a sentence to its place in a picture that is much wider."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[[str], "Page"]
INSIDE = """() => {
  const each = document.querySelector("#map-mark-n173");
  const { left, right, top, bottom } = each.getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
}"""


def test_one_word_that_differs_is_found_among_200_steps(enter: Enter, people: People) -> None:
    """By the keyboard, on a wide screen and on a phone; and the way back works without a script."""
    people.journey("j1", title="Long path", language="en")
    steps = [f"n{at:03}" for at in range(200)]
    path = [
        {
            "op": "put",
            "kind": "step",
            "id": key,
            "value": {"title": f"Step {key}", "order": f"b{key}1"},
        }
        for key in steps
    ]
    ways = [
        {"op": "put", "kind": "transition", "id": f"t-{a}", "value": {"source": a, "target": b}}
        for a, b in zip(steps, steps[1:], strict=False)
    ]
    log.commit("j1", SYSTEM, [*path, *ways], client_id="path")
    changed = [{"op": "patch", "id": "n173", "set": {"title": "Step n173 now"}}]
    log.commit("j1", people.actor("editor"), changed, client_id="word")
    page = enter("editor")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/journeys/j1/history/2/?compare=now")
        link = page.get_by_role("link", name="Title: Step n173 → Step n173 now")
        assert link.count() == 1
        assert not page.evaluate(INSIDE)
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**#map-mark-n173")
        page.wait_for_function(INSIDE)  # a browser scrolls there with its next picture
    page.get_by_role("button", name="Bring this version back").click()
    page.get_by_role("status").get_by_text("Version 2 was brought back, as version 4.").wait_for()
    assert "Step n173 now" not in str(log.records("j1"))

"""The editor in a real browser: an empty journey to draw, and what the server has of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from journeys import rows
from tests.browser.conftest import Sample, _forget_attempts, enter, people
from tests.browser.conftest import sample as whole
from tests.browser.editor import driving
from tests.pages.conftest import brief, load, read
from tests.support.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

__all__ = ["_forget_attempts", "enter", "people", "whole"]


@pytest.fixture
def sample(people: People) -> Sample:
    """The sample with few translations."""
    return load(people, brief(read()))


class Desk:
    """The editor's page of one journey, with hands that count the keys they press."""

    def __init__(self, page: Page, journey: str) -> None:
        self.page = page
        self.journey = journey
        self.pressed = 0
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"/journeys/{journey}/")
        page.locator("jm-map [role=application]").wait_for()
        page.wait_for_function(f"() => {driving.APP}.commands.has('paste')")  # its last keys

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1
            self.settle()

    def type(self, words: str) -> None:
        """Type words, which are not counted."""
        self.page.keyboard.type(words)
        self.settle()

    def settle(self) -> None:
        """Let the editor draw what was done."""
        driving.settle(self.page)

    def saved(self) -> None:
        """Wait until the server has everything."""
        self.page.wait_for_function(driving.SAVED)
        assert not self.errors

    def card(self, title: str) -> Any:
        return self.page.locator("jm-map [data-part=card]", has_text=title).first

    def focused(self) -> str:
        return self.page.evaluate("document.activeElement.textContent.trim()") or ""

    def said(self) -> str:
        return self.page.locator("jm-editor > [role=status]").text_content() or ""

    def drag(self, source: Any, to: tuple[float, float], steps: int = 8) -> None:
        """Drag with the mouse from the middle of something to a point of the window."""
        box = source.bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        mouse.down()
        mouse.move(*to, steps=steps)
        self.settle()
        mouse.up()
        self.settle()

    def middle(self, of: Any) -> tuple[float, float]:
        box = of.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def graph(self) -> dict[str, Any]:
        """Return what the server has, without ids and order keys: by names."""
        self.saved()
        return told(self.journey)


def told(journey: str) -> dict[str, Any]:
    """Return a journey on the server in words: what stands where, and what leads where."""
    graph = rows.load(journey)
    title = {step.id: step.title for step in graph.steps}
    stage = {each.id: each.title for each in graph.stages}
    touchpoints = graph.catalogue.touchpoints
    return {
        "stages": [each.title for each in graph.stages],
        "steps": Counter((s.title, stage.get(s.stage or ""), s.expectation) for s in graph.steps),
        "ways": Counter(
            (title[w.source], title.get(w.target or ""), w.kind, w.reason)
            for w in graph.transitions
        ),
        "met": Counter(
            (title[e.step], t.name, t.kind, t.channel)
            for e in graph.encounters
            for t in [touchpoints[e.touchpoint]]
        ),
        "findings": Counter((f.kind, f.title, title.get(f.step or "")) for f in graph.findings),
        "ideas": Counter((i.title, title.get(i.step or "")) for i in graph.ideas),
    }


@pytest.fixture
def desk(
    enter: Callable[[str], Page], people: People, live_server: LiveServer
) -> Callable[..., Desk]:
    """The editor of a new journey: empty, or with the steps of these ops."""

    def of(journey: str, *ops: dict[str, Any], who: str = "editor") -> Desk:
        root = {"op": "put", "kind": "journey", "id": journey, "value": {"title": "Start-up grant"}}
        log.create(people.workspace, "journey", SYSTEM, [root, *ops])
        page = enter(who)
        page.set_viewport_size({"width": 1440, "height": 900})
        return Desk(page, journey)

    return of


@pytest.fixture
def open_editor(enter: Callable[..., Page], sample: Sample) -> Callable[..., Page]:
    """Open the sample's map with its inspector."""

    def open_(name: str = "editor", address: str = "", language: str = "") -> Page:
        return driving.editor(enter(name, language), address or sample.url)

    return open_


@pytest.fixture
def opened(enter: Callable[..., Page], sample: Sample) -> Callable[..., Page]:
    """Open the map of the sample, or another view of it, as its editor."""

    def open_(language: str = "en", width: int = 1440, height: int = 900, view: str = "") -> Page:
        page = enter("editor", language)
        page.set_default_timeout(driving.PATIENCE * 1000)
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{sample.url}{view}")
        page.locator("jm-map .map-root, jm-table h3").first.wait_for()
        driving.settle(page)
        return page

    return open_


def line(*titles: str) -> list[dict[str, Any]]:
    """Ops of steps in a row, joined, named by their ids."""
    ops = [
        {"op": "put", "kind": "step", "id": title, "value": {"title": title, "order": f"{n + 1}"}}
        for n, title in enumerate(titles)
    ]
    return ops + [
        {
            "op": "put",
            "kind": "transition",
            "id": f"{one}-{other}",
            "value": {"source": one, "target": other},
        }
        for one, other in zip(titles, titles[1:], strict=False)
    ]

"""The web page that is taken away, opened from a disk: accessible, and it asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from journeys.formats import FORMATS
from tests.diagrams.scenes import full
from tests.support.accessibility import FITS, LARGE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_it_breaks_no_rule(scheme: Scheme, width: int, page: Page, tmp_path: Path) -> None:
    graph, measures = full()
    path = tmp_path / "a journey.html"
    path.write_bytes(FORMATS["html"].write(graph, measures, "sv").data)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(path.as_uri())
    assert [url for url in told if not url.startswith("data:")] == [path.as_uri()]
    assert page.evaluate("document.fonts.check('16px Arimo')")
    assert violations(page) == []
    assert page.evaluate(FITS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#words:focus").wait_for()
    page.locator("svg a").first.click()
    page.locator("li:target").wait_for()
    page.evaluate(LARGE)
    assert page.evaluate(FITS)

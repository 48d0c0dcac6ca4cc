"""What the service worker keeps is one person's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.browser.editor import real
from tests.browser.editor.driving import eventually
from tests.pages.conftest import Sample

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def page(with_worker: Page) -> Page:
    """Where people enter here."""
    return with_worker


def test_the_script_stands_at_the_root_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"


def test_the_page_of_another_person_takes_the_kept_ones_along(
    enter: Callable[[str], Page], sample: Sample
) -> None:
    def kept() -> Any:
        return page.evaluate(
            "async () => (await (await caches.open('journeymap-pages')).keys())"
            ".map(({url}) => new URL(url).pathname).filter(path => path.startsWith('/journeys/'))"
        )

    page = enter("editor")
    real.controlled(real.opened(page, sample.url))
    assert kept() == [sample.url]
    real.opened(enter("owner"), f"{sample.url}table/")
    eventually(lambda: kept() == [f"{sample.url}table/"])

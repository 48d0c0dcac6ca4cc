"""A signed-in person in a real browser, looking at a real journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from tests.pages.conftest import Sample, _forget_attempts, sample
from tests.support.people import People, people

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

__all__ = ["Sample", "_forget_attempts", "people", "sample"]


@pytest.fixture
def with_worker(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of a browser of its own, which lets a service worker in."""
    with browser.new_context(base_url=live_server.url, locale="en") as context:
        yield context.new_page()


@pytest.fixture
def enter(page: Page, people: People, live_server: LiveServer) -> Callable[..., Page]:
    """The page, signed in as one of the standing people, who may have chosen a language."""

    def as_(name: str, language: str = "") -> Page:
        client = Client()
        client.force_login(people.user(name))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session}
        if language:
            cookies[settings.LANGUAGE_COOKIE_NAME] = language
        at = live_server.url
        page.context.add_cookies([{"name": n, "value": v, "url": at} for n, v in cookies.items()])
        return page

    return as_

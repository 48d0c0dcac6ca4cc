"""A signed-in person in a real browser, looking at a real journey."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from tests.pages.conftest import Sample, _forget_attempts, sample
from tests.support.people import People, people

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

__all__ = ["Sample", "_forget_attempts", "people", "sample"]


@pytest.fixture
def enter(page: Page, people: People, live_server: LiveServer) -> Callable[[str], Page]:
    """The page, signed in as one of the standing people."""

    def as_(name: str) -> Page:
        client = Client()
        client.force_login(people.user(name))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        return page

    return as_

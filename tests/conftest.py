"""What all tests share: which database they run on, a browser, Hypothesis without a clock.

Tests run on SQLite, except those in tests/postgres/, which need PostgreSQL; the mark
`both_databases` has a test run on both. The database is PostgreSQL where DATABASE_URL names one;
`python -m tools.test [pytest's arguments]` starts one and runs both parts.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.staticfiles import handlers
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db.models.signals import post_migrate
from django.http import FileResponse, HttpRequest, HttpResponse

from tests.support.golden import golden  # noqa: F401
from tests.support.people import people  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.support.chromium import Chromium

HERE = Path(__file__).parent
#: The same examples in every run, however slow the machine is; new ones, for whoever looks for what
#: is still wrong: `pytest --hypothesis-profile=seek`.
_TIMELESS = hypothesis.settings(
    deadline=None, max_examples=60, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("journeymap", _TIMELESS, derandomize=True)
hypothesis.settings.register_profile("seek", _TIMELESS)
hypothesis.settings.load_profile("journeymap")


def on_postgres() -> bool:
    """Whether this run's database is PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one switch that accepts what golden tests made."""
    parser.addoption("--accept", action="store_true", help="accept what golden tests made")


def pytest_report_header() -> str:
    """Say which database this run is on, and how to get the other."""
    if on_postgres():
        return "database: PostgreSQL (tests/postgres/ and the mark both_databases)"
    return "database: SQLite (for tests/postgres/ run: python -m tools.test tests/postgres)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of this run's database; put browser tests last, of those the longest first.

    Last, because Playwright leaves an event loop running, in which other tests could start none.
    A long one at the very end would leave the other process without work.
    """
    wanted = [item for item in items if _runs_here(item)]
    unwanted = [item for item in items if not _runs_here(item)]
    config.hook.pytest_deselected(items=unwanted)
    items[:] = sorted(wanted, key=_when)


def _when(item: pytest.Item) -> int:
    if "_chromium" not in getattr(item, "fixturenames", ()):
        return 0
    return 1 if item.get_closest_marker("long") else 2


def _runs_here(item: pytest.Item) -> bool:
    needs_postgres = (HERE / "postgres") in item.path.parents
    if on_postgres():
        return needs_postgres or item.get_closest_marker("both_databases") is not None
    return not needs_postgres


class _Kept(StaticFilesHandler):
    """Has a browser keep what the live server's static files are: they do not change meanwhile."""

    def serve(self, request: HttpRequest) -> HttpResponse | FileResponse:
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


@pytest.fixture(scope="session", autouse=True)
def _kept_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handlers, "StaticFilesHandler", _Kept)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Django would make its content types and permissions anew after each flush: we use neither."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session")
def _chromium() -> "Iterator[Chromium]":
    from tests.support.chromium import Chromium

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's event loop runs in our thread
    with Chromium() as chromium:
        yield chromium


@pytest.fixture
def browser(_chromium: "Chromium") -> "Browser":
    """A real headless Chromium."""
    return _chromium.browser


#: So many tests share what their pages have fetched; then a fresh process of Chromium does it.
SHARING = 20


@pytest.fixture(scope="session")
def _windows(_chromium: "Chromium", live_server: "LiveServer") -> "Iterator[BrowserContext]":
    """What pages of this process's live server share, for one test after the other."""

    def contexts() -> "Iterator[BrowserContext]":
        while True:
            browser = _chromium.browser
            # a worker copies every file of an editor: a third of the work of opening one
            context = browser.new_context(
                base_url=live_server.url, locale="en", service_workers="block"
            )
            for _ in range(SHARING):
                yield context
                if not browser.is_connected():
                    break
            else:
                context.close()

    return contexts()


@pytest.fixture
def page(
    _chromium: "Chromium", _windows: "Iterator[BrowserContext]", live_server: "LiveServer"
) -> "Iterator[Page]":
    """A fresh page, in English, whose relative addresses are the live server's.

    An uncaught error or a breach of the content security policy on it fails the test. Nothing that
    pages keep outlives the test, but for the scripts themselves. It has no service worker; tests of
    what that does open a context of their own.
    """
    problems: list[str] = []
    window = next(_windows)
    opened = window.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            problems.append(message.text)
            if message.type == "error" and "Content Security Policy" in message.text
            else None
        ),
    )
    yield opened
    with _chromium.soon():
        _clean(window, live_server.url)
    assert not problems, problems


def _clean(window: "BrowserContext", address: str) -> None:
    window.set_offline(False)
    window.clear_permissions()
    for each in window.pages:
        each.close()
    window.clear_cookies()
    last = window.new_page()
    what = {"origin": address, "storageTypes": "all"}
    window.new_cdp_session(last).send("Storage.clearDataForOrigin", what)
    last.close()

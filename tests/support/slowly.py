"""Makes the live server and Chromium slow and uneven, so that tests that do not wait show it.

`pytest tests/browser -p tests.support.slowly`. A page's beginning arrives before the rest of it,
each answer and each static file comes after a while of its own, and scripts run so many times
slower. A test that fails only then would fail on a busy machine once in a hundred runs.
"""

import random
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import FileResponse, HttpRequest, HttpResponse
from playwright.sync_api import BrowserContext, Page

#: At most so many seconds for an answer, for the rest of a page, for a static file.
ANSWER, REST, FILE = 0.5, 0.3, 0.2
#: So many times slower do scripts run.
SCRIPTS = 3
#: So much of a page arrives first: not yet its root element.
BEGINNING = 10


def pytest_configure() -> None:
    """Put the slowness outside everything else."""
    settings.MIDDLEWARE.insert(0, f"{__name__}.Slow")
    serve, new_page = StaticFilesHandler.serve, BrowserContext.new_page

    def serve_slowly(self: StaticFilesHandler, request: HttpRequest) -> HttpResponse | FileResponse:
        _wait(FILE)
        return serve(self, request)

    def slow_page(self: BrowserContext) -> Page:
        page = new_page(self)
        self.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SCRIPTS})
        return page

    patch = pytest.MonkeyPatch()
    patch.setattr(StaticFilesHandler, "serve", serve_slowly)
    patch.setattr(BrowserContext, "new_page", slow_page)


class Slow:
    """Middleware: a while before the answer, another before the rest of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.META["SERVER_NAME"] == "testserver":  # Django's test client: no browser
            return response
        _wait(ANSWER)
        if not response.streaming and response["Content-Type"].startswith("text/html"):
            response._container = _Halved([response.content])  # type: ignore[attr-defined]
        return response


class _Halved(list[bytes]):
    def __iter__(self) -> Iterator[bytes]:
        whole = b"".join(super().__iter__())
        yield whole[:BEGINNING]
        _wait(REST)
        yield whole[BEGINNING:]


def _wait(longest: float) -> None:
    time.sleep(random.uniform(0, longest))  # noqa: S311

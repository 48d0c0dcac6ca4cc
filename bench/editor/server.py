"""A real server with journeys of given sizes, and our page on it, as its owner sees it."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, Route

from tools import steps

from ..commit import _database
from . import rivals, sample

_MAIN = re.compile(r"/static/editor/main(\.\w+)?\.js")
_STARTS = re.compile(r"^const boot = JSON\.parse\(.*\);$", re.MULTILINE)


class Site(NamedTuple):
    """Where the server is, and the cookie (name, value) of a signed-in owner."""

    url: str
    cookie: tuple[str, str]

    def context(self, browser: Browser) -> BrowserContext:
        """Return a fresh browser context of that person."""
        found = browser.new_context(
            base_url=self.url,
            viewport=rivals.WINDOW,  # type: ignore[arg-type]
            locale="en",
            service_workers="block",  # what a route answers would not reach the page otherwise
        )
        name, value = self.cookie
        found.add_cookies([{"name": name, "value": value, "url": self.url}])
        found.add_init_script(path=rivals.PAGES / "clock.js")
        return found


def journey_id(size: int) -> str:
    """Return the id of the journey of so many steps."""
    return f"long{size}"


@contextlib.contextmanager
def serving(folder: Path, sizes: tuple[int, ...]) -> Iterator[Site]:
    """Fill a database in the folder and serve it as in production, in a process of its own."""
    with _database(folder):
        from django.conf import settings

        cookie = fill(sizes)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'b'}",
            "JOURNEYMAP_VAR": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "0",
            "HOST": "127.0.0.1",
            "PORT": "0",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tools.serve"]
        with subprocess.Popen(
            command, cwd=steps.ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout
                told = next((line for line in process.stdout if " at http" in line), "")
                if not told:
                    raise RuntimeError("the server did not start")
                yield Site(told.split(" at ")[1].split(" ")[0], cookie)
            finally:
                process.terminate()


def fill(sizes: tuple[int, ...]) -> tuple[str, str]:
    """Make a person with journeys of these sizes; return the cookie of their session."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from journeymap.documents import log, shelf
    from journeymap.workspaces.access import Actor

    owner: Any = get_user_model().objects.create_user("bench-editor")
    workspace = shelf.create_workspace("Editor", owner)
    for size in sizes:
        ops = sample.ops(journey_id(size), sample.shape(size))
        log.create(workspace, "journey", Actor.of_user(owner), ops)
    client = Client()
    client.force_login(owner)
    name = settings.SESSION_COOKIE_NAME
    return name, client.cookies[name].value


def live(context: BrowserContext, size: int) -> Page:
    """Open the editor as people do, and wait until its cards are there."""
    page = context.new_page()
    page.goto(f"/journeys/{journey_id(size)}/")
    page.evaluate((rivals.PAGES / "ours.js").read_text("utf-8"))
    page.wait_for_function("() => rival.drawn().cards > 0")
    return page


def held(context: BrowserContext, size: int) -> Page:
    """Open the editor with its entry held back: all modules are there, nothing is drawn.

    ``rival.mount(boot)`` then does what the entry does, from the parsed boot on.
    """
    page = context.new_page()
    page.route(_MAIN, _hold)
    page.goto(f"/journeys/{journey_id(size)}/")
    page.evaluate((rivals.PAGES / "ours.js").read_text("utf-8"))
    page.wait_for_function("() => globalThis.begin")
    return page


def _hold(route: Route) -> None:
    response = route.fetch()
    source = (steps.ROOT / "static" / "editor" / "main.js").read_text("utf-8")  # served: one line
    head, *rest = _STARTS.split(source)
    if len(rest) != 1:
        raise RuntimeError("editor/main.js does not read its boot in one line any more")
    body = f"{head}await need('jm-map');\nglobalThis.begin = async (boot) => {{{rest[0]}}};"
    route.fulfill(response=response, body=body)

"""A real server in a process of its own that can be killed and come back, and a page on it."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from journeymap.documents import ops
from tests.browser.editor.driving import APP, SAVED, eventually
from tests.support.serving import start

if TYPE_CHECKING:
    import subprocess

    from playwright.sync_api import BrowserContext, Page

#: Of the sample that a new installation has.
JOURNEY = "start-up-grant"
SESSION = f"{APP}.session"


class Real:
    """`make run`'s server; always at the same address, over the same database."""

    process: subprocess.Popen[str]

    def __init__(self, var: Path, **more: str) -> None:
        self.var, self.more = var, more
        self.process, self.said, self.address = start(var, **more)
        self.more |= {"PORT": str(urlsplit(self.address).port)}

    def kill(self) -> None:
        """End the process as a power cut does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.communicate()

    def again(self) -> None:
        """Start it again."""
        self.process, _said, address = start(self.var, **self.more)
        assert address == self.address

    def sign_in(self, context: BrowserContext) -> Page:
        """A page of this context, signed in as whoever the first start named."""
        page = context.new_page()
        page.goto(f"{self.address}sign-in/")
        for field, name in (("username", "name"), ("password", "password")):
            found = re.search(rf"{name}: (\S+)", self.said)
            assert found
            page.fill(f"[name={field}]", found[1])
        page.keyboard.press("Enter")
        page.wait_for_url("**/workspaces/**")
        return page


def opened(page: Page, address: str) -> Page:
    """Open the editor (or load it again) and wait until it works."""
    page.goto(address)
    return working(page)


def working(page: Page) -> Page:
    """Wait until the editor works."""
    page.wait_for_function("() => document.querySelector('jm-editor')?.app")
    return page


def controlled(page: Page) -> None:
    """Wait until the service worker has the page and what it is made of."""
    script = """async () => {
            if (!navigator.serviceWorker.controller) return false;
            const has = async url => Boolean(await caches.match(url, {ignoreVary: true}));
            const files = performance.getEntriesByType("resource").map(each => each.name);
            const wanted = files.filter(each => new URL(each).pathname.startsWith("/static/"));
            return (await Promise.all([location.href, ...wanted].map(has))).every(Boolean);
        }"""
    eventually(lambda: page.evaluate(script))


def edit(page: Page, step: str, title: str) -> None:
    """Rename a step, through the session."""
    page.evaluate(
        f"([id, title]) => {SESSION}.edit({{label: `Title of ${{id}}`,"
        " journey: [{op: 'patch', id, set: {title}}]})",
        [step, title],
    )


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    page.wait_for_function(SAVED, timeout=60_000)


def status(page: Page) -> Any:
    """The session's word on where the work is."""
    return page.evaluate(f"() => {SESSION}.status")


def kept(page: Page) -> None:
    """Wait until all jobs are on the disk."""
    page.evaluate(f"() => Promise.all({SESSION}.queue.map(job => {SESSION}.kept(job)))")


def title(page: Page, step: str) -> Any:
    """What the browser shows of a step's title."""
    return page.evaluate(f"id => {SESSION}.journey.get(id)?.value.title ?? null", step)


def steps(page: Page) -> list[str]:
    """The ids of the steps."""
    found: list[str] = page.evaluate(f"() => {SESSION}.journey.kind('step').map(({{id}}) => id)")
    return found


def log(page: Page) -> list[dict[str, Any]]:
    """The whole log, by the API."""
    found: list[dict[str, Any]] = []
    more = True
    while more:
        after = found[-1]["version"] if found else 0
        answer = page.request.get(f"{edits_url(page)}?after={after}&limit=500").json()
        found += answer["results"]
        more = answer["more"]
    return found


def edits_url(page: Page) -> str:
    """Where the log is."""
    address: str = page.evaluate(f"() => new URL({SESSION}.boot.urls.edits, location.href).href")
    return address


def expect_sound(page: Page, entries: list[dict[str, Any]]) -> None:
    """Versions without gaps, each client_id once; the log gives the rows, and what is shown."""
    assert [each["version"] for each in entries] == list(range(1, len(entries) + 1))
    assert len({each["client_id"] for each in entries}) == len(entries)
    held: ops.Records = {}
    for each in entries:
        ops.replay(held, each["ops"])
    replayed = {identity: [kind, value] for identity, (kind, value) in held.items()}
    html = page.request.get(page.url).text()
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', html, re.S)
    assert found
    stored = {i: [kind, value] for kind, i, value in json.loads(found[1])["journey"]["records"]}
    shown = page.evaluate(
        f"() => Object.fromEntries([...{SESSION}.journey.records]"
        ".map(({id, kind, value}) => [id, [kind, value]]))"
    )
    assert replayed == stored == shown

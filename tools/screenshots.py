"""Pictures of the pages with the sample journeys, for the README and for looking at.

    python -m tools.screenshots            writes docs/screenshots/
    python -m tools.screenshots --all DIR  every page, light and dark, 1440 and 390 px wide

Starts a server of its own on a free port with a database of its own, and ends both.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from journeys.diagrams import DIAGRAMS
from tools.palette import shrink
from tools.steps import ROOT, environment

JOURNEY = "/journeys/start-up-grant/"
STEP = "lisatiedot"
#: What the steps below call the running editor.
APP = "document.querySelector('jm-editor').app"


def _until(page: Any, expression: str) -> None:
    """Wait for what is true at last. Playwright's own wait evaluates strings: the policy's no."""
    for _ in range(100):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(100)
    raise TimeoutError(expression)


def _ready(page: Any) -> None:
    _until(page, f"{APP}?.map")


def _choose(page: Any) -> None:
    """Have the step chosen that most people complain of."""
    _ready(page)
    page.evaluate(f"id => {APP}.focus(id)", STEP)
    page.locator(f"jm-map [data-id='{STEP}']").first.wait_for()


def _palette(page: Any) -> None:
    _choose(page)
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").wait_for()


def _keys(page: Any) -> None:
    _choose(page)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def _offline(page: Any) -> None:
    """Go on working where the network has gone."""
    _choose(page)
    page.context.set_offline(True)
    for title in ("Lisätietoja pyydetään", "Lisätietoja pyydetään kirjeellä"):
        page.evaluate(f"([id, title]) => {APP}.patch(id, {{ title }})", [STEP, title])
    _until(page, f"{APP}.session.status.state === 'offline'")


class View(NamedTuple):
    """What a picture is of: an address ("{workspace}" and "{empty}" are filled in), and what is
    done there first."""

    address: str
    prepare: Callable[[Any], None] | None = None


VIEWS: dict[str, View] = {
    "editor": View(JOURNEY, _choose),
    "map": View(JOURNEY, _ready),
    "empty": View("/journeys/{empty}/", _ready),
    "palette": View(JOURNEY, _palette),
    "dialog": View(JOURNEY, _keys),
    "offline": View(JOURNEY, _offline),
    "home": View("/workspaces/{workspace}/"),
    "new": View("/workspaces/{workspace}/new/"),
    "path": View(f"{JOURNEY}path/"),
    "step": View(f"{JOURNEY}path/?step={STEP}"),
    "step-page": View(f"{JOURNEY}steps/{STEP}/"),
    "table": View(f"{JOURNEY}table/"),
    "catalogue": View("/workspaces/{workspace}/catalogue/"),
    "compared": View(f"{JOURNEY}?until=2026-03-31&compare=since%3D2026-04-01", _ready),
    "feedback": View(f"{JOURNEY}feedback/"),
    "findings": View(f"{JOURNEY}findings/"),
    "take": View(f"{JOURNEY}take/"),
    "rounds": View("/workspaces/{workspace}/rounds/"),
    "trash": View("/workspaces/{workspace}/trash/"),
    "people": View("/workspaces/{workspace}/people/"),
    "audit": View("/workspaces/{workspace}/audit/"),
    "account": View("/account/"),
    "tokens": View("/account/tokens/"),
}
WIDE, PHONE = 1440, 390
#: What docs/screenshots/ holds: theme, width, and of which views.
DOCS: list[tuple[str, int, tuple[str, ...]]] = [
    ("light", WIDE, ("editor", "empty", "palette", "dialog", "home", "path", "table", "catalogue")),
    ("light", WIDE, ("compared", "feedback", "findings", "take")),
    ("light", WIDE, ("offline",)),
    ("dark", WIDE, ("editor", "home")),
    ("light", PHONE, ("editor",)),
]


#: The diagrams, each as it is taken away; the to-be, for the comparison has what to compare with.
DIAGRAMS_OF = dict.fromkeys(DIAGRAMS, "start-up-grant") | {"comparison": "start-up-grant-to-be"}


def main(args: list[str]) -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", metavar="DIR", type=Path)
    parser.add_argument("--language", default="en-GB")
    names = (*VIEWS, *DIAGRAMS)
    parser.add_argument("--only", nargs="*", default=[], choices=names, metavar="VIEW")
    options = parser.parse_args(args)
    every = [(theme, w, tuple(VIEWS)) for w in (WIDE, PHONE) for theme in ("light", "dark")]
    with _server() as (address, name, password), _browser() as browser:
        shots = Shots(browser, address, name, password, options)
        for theme, width, names in every if options.all else DOCS:
            wanted = [each for each in names if not options.only or each in options.only]
            if wanted:
                shots.take(wanted, width, theme)
        shots.diagrams([name for name in DIAGRAMS if name in (options.only or DIAGRAMS)])
    return 0


class Shots:
    """Takes pictures of a running server as one signed-in person."""

    def __init__(
        self, browser: Any, address: str, name: str, password: str, options: argparse.Namespace
    ) -> None:
        self.browser, self.address, self.options = browser, address, options
        self.name, self.password = name, password
        self.folder: Path = options.all or ROOT / "docs" / "screenshots"
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, names: list[str], width: int, theme: str) -> None:
        """Take pictures of the named views; what one does offline is forgotten after it."""
        page = self._signed_in(width, theme)
        filled = {"workspace": page.url.rstrip("/").rpartition("/")[2]}
        for name in names:
            view = VIEWS[name]
            if "{empty}" in view.address:
                filled["empty"] = _new(page, filled["workspace"])
            page.goto(view.address.format(**filled), wait_until="networkidle")
            if view.prepare:
                view.prepare(page)
            page.wait_for_timeout(400)  # what moves has come to rest
            self._keep(page, name, f"{theme}{'-phone' if width == PHONE else ''}", not view.prepare)
            if name == "offline":
                page.context.close()
                page = self._signed_in(width, theme)
        page.context.close()

    def diagrams(self, names: list[str]) -> None:
        """Take diagrams away as PNG, with what customers answered."""
        page = self._signed_in(WIDE, "light")
        asked = "language=en&theme=light&answers=newest"
        for name in names:
            where = f"/api/v1/journeys/{DIAGRAMS_OF[name]}/diagrams/{name}.png?{asked}"
            drawn = page.request.get(where)
            if not drawn.ok:
                raise SystemExit(f"{where}: {drawn.status} {drawn.text()[:500]}")
            (self.folder / f"diagram-{name}.png").write_bytes(shrink(drawn.body()))
        page.context.close()

    def _signed_in(self, width: int, theme: str) -> Any:
        context = self.browser.new_context(
            base_url=self.address,
            locale=self.options.language,
            color_scheme=theme,
            viewport={"width": width, "height": 900 if width == WIDE else 800},
        )
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("[name=username]", self.name)
        page.fill("[name=password]", self.password)
        page.click("form button.button-primary")
        page.wait_for_url("**/workspaces/**")
        return page

    def _keep(self, page: Any, name: str, suffix: str, whole: bool) -> None:
        taken = page.screenshot(full_page=bool(self.options.all) and whole)
        file = self.folder / f"{name}-{suffix}.png"
        file.write_bytes(taken if self.options.all else shrink(taken))


def _new(page: Any, workspace: str) -> str:
    """Make an empty journey and return its id."""
    made = page.evaluate(
        """async ([workspace, token]) => {
          const asked = { method: "POST", body: JSON.stringify({ title: "Library card" }),
            headers: { "Content-Type": "application/json", "X-CSRFToken": token } };
          return (await fetch(`/api/v1/journeys/?workspace=${workspace}`, asked)).json();
        }""",
        [workspace, page.locator("[name=csrfmiddlewaretoken]").first.input_value()],
    )
    return str(made["id"])


@contextlib.contextmanager
def _server() -> Iterator[tuple[str, str, str]]:
    """Serve the samples; yields address, name and password."""
    with tempfile.TemporaryDirectory(prefix="journeymap-shots-") as folder:
        env = {**environment(), "JOURNEYMAP_VAR": folder, "PORT": "0", "DEBUG": "1"}
        env.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tools.serve"]
        with (Path(folder) / "out").open("w+") as out:
            process = subprocess.Popen(
                command, env={**env, "PYTHONUNBUFFERED": "1"}, cwd=ROOT, stdout=out, stderr=out
            )
            try:
                yield _started(process, Path(folder) / "out")
            finally:
                process.terminate()
                process.wait(20)


def _started(process: subprocess.Popen[Any], out: Path) -> tuple[str, str, str]:
    while process.poll() is None:
        told = out.read_text()
        address = re.search(r"Journeymap is at (http://\S+)", told)
        name = re.search(r"name: (\S+)", told)
        password = re.search(r"password: (\S+)", told)
        if address and name and password:
            return address[1].rstrip("/"), name[1], password[1]
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    raise SystemExit(f"the server did not start:\n{out.read_text()[-2000:]}")


@contextlib.contextmanager
def _browser() -> Iterator[Any]:
    from tests.support import chromium

    os.environ.pop("PLAYWRIGHT_NODEJS_PATH", None)
    chromium.use_packaged_node()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

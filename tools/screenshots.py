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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.palette import shrink
from tools.steps import ROOT, environment

JOURNEY = "/journeys/start-up-grant/"
#: name: address; "{workspace}" and "{step}" are filled in.
PAGES: dict[str, str] = {
    "journey": JOURNEY,
    "home": "/workspaces/{workspace}/",
    "fit": f"{JOURNEY}?zoom=fit",
    "step": f"{JOURNEY}?step={{step}}",
    "step-page": f"{JOURNEY}steps/{{step}}/",
    "path": f"{JOURNEY}path/",
    "table": f"{JOURNEY}table/",
    "catalogue": "/workspaces/{workspace}/catalogue/",
    "trash": "/workspaces/{workspace}/trash/",
}
#: What docs/screenshots/ holds.
README = {
    "light": ("journey", "step", "home", "path", "table", "catalogue"),
    "dark": ("journey", "home"),
}
STEP = "lisatiedot"


def main(args: list[str]) -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", metavar="DIR", type=Path)
    parser.add_argument("--language", default="en-GB")
    parser.add_argument("--step", default=STEP)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args(args)
    with _server() as (address, name, password), _browser() as browser:
        shots = Shots(browser, address, name, password, options)
        if options.all:
            for width in (1440, 390):
                for theme in ("light", "dark"):
                    shots.take(options.all, PAGES, width, theme, suffix=f"-{width}")
        else:
            for theme, names in README.items():
                shots.take(ROOT / "docs" / "screenshots", names, 1440, theme)
    return 0


class Shots:
    """Takes pictures of a running server as one signed-in person."""

    def __init__(
        self, browser: Any, address: str, name: str, password: str, options: argparse.Namespace
    ) -> None:
        self.browser, self.address, self.options = browser, address, options
        self.name, self.password = name, password
        self.workspace = ""

    def take(self, folder: Path, names: Any, width: int, theme: str, suffix: str = "") -> None:
        """Take pictures of the named pages into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        context = self.browser.new_context(
            base_url=self.address,
            locale=self.options.language,
            color_scheme=theme,
            viewport={"width": width, "height": 900 if width > 900 else 800},
        )
        page = context.new_page()
        page.goto("/sign-in/")
        if suffix:
            page.screenshot(path=folder / f"sign-in-{theme}{suffix}.png")
        page.fill("[name=username]", self.name)
        page.fill("[name=password]", self.password)
        page.click("form button.button-primary")
        page.wait_for_url("**/workspaces/**")
        self.workspace = page.url.rstrip("/").rpartition("/")[2]
        for name in names:
            if self.options.only and name not in self.options.only:
                continue
            where = PAGES[name].format(workspace=self.workspace, step=self.options.step)
            page.goto(where, wait_until="networkidle")
            taken = page.screenshot(full_page=bool(suffix))
            file = folder / f"{name}-{theme}{suffix}.png"
            file.write_bytes(taken if suffix else shrink(taken))
        context.close()


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

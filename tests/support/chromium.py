"""Starts a real headless Chromium under Playwright; tools/browser.py says where it is from."""

import os
import shutil
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Self

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tools import browser

ARGUMENTS = [
    "--no-sandbox",  # containers have none to give; the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


#: Closing windows takes a second; after so many seconds it never ends, and Chromium is ended.
PATIENCE = 60


class Chromium:
    """One Chromium, and a fresh one where it ended: `with Chromium() as chromium`."""

    def __enter__(self) -> Self:
        use_packaged_node()
        self._manager = sync_playwright()
        self._playwright = self._manager.__enter__()
        self._start()
        return self

    def __exit__(self, *problem: object) -> None:
        with self.soon():
            self._browser.close()
        self._manager.__exit__(*problem)

    @property
    def browser(self) -> Browser:
        """The running browser."""
        if not self._browser.is_connected():
            self._start()
        return self._browser

    def _start(self) -> None:
        self._browser = launch(self._playwright)
        told = self._browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        [self._process] = (each["id"] for each in told["processInfo"] if each["type"] == "browser")

    @contextmanager
    def soon(self, seconds: float = PATIENCE) -> Iterator[None]:
        """End Chromium, with a warning, where what is done here never ends.

        Closing and clearing know no time limit, and once in thousands of times Chromium does not
        answer them; a whole run of tests would wait for ever.
        """
        timer = Timer(seconds, os.kill, (self._process, signal.SIGKILL))
        timer.start()
        try:
            yield
        except Error:
            if not timer.finished.is_set():
                raise
            warnings.warn(f"Chromium did not answer for {seconds} s and was ended", stacklevel=3)
        finally:
            timer.cancel()


def use_packaged_node() -> None:
    """Let Playwright run on the node from pip: its own needs a library that bare systems lack."""
    if node := shutil.which("node", path=str(Path(sys.executable).parent)):
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)


def launch(playwright: Playwright) -> Browser:
    """Start the browser; raises RuntimeError with one sentence where there is none."""
    if program := browser.on_path():
        return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
    program = browser.UNPACKED / "headless_shell"
    if not program.exists():
        raise RuntimeError(
            "There is no Chromium: run `make test`, which brings one (Linux x86-64), "
            "or install one and name it in CHROMIUM."
        )
    libraries = browser.UNPACKED / "al2023" / "lib"
    return playwright.chromium.launch(
        executable_path=program,
        args=[*ARGUMENTS, "--no-zygote"],
        env={
            **os.environ,
            "LD_LIBRARY_PATH": str(libraries),
            "FONTCONFIG_FILE": str(browser.UNPACKED / "fonts.conf"),
        },
    )

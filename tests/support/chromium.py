"""Starts a real headless Chromium under Playwright; tools/browser.py says where it is from."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

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

"""Pages of React Flow and bpmn-js, bundled once, and an empty one; nothing of it is shipped."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from tools import steps

FOLDER = steps.ROOT / "tools" / "npm-editors"
PAGES = Path(__file__).parent / "pages"
NAMES = ("flow", "bpmn")
WINDOW = {"width": 1440, "height": 900}


def bundle(target: Path) -> Path:
    """Bring the pinned packages and bundle both pages, minified and for production."""
    with contextlib.redirect_stdout(sys.stderr), steps.alone():
        steps.node_modules(FOLDER)
    modules = FOLDER / "node_modules"
    command: list[str | Path] = [
        modules / ".bin" / "esbuild",
        *(PAGES / "flow.jsx", PAGES / "bpmn.js"),
        *("--bundle", "--minify", "--jsx=automatic", "--log-level=warning"),
        '--define:process.env.NODE_ENV="production"',
        f"--outdir={target}",
    ]
    environment = {**steps.environment(), "NODE_PATH": str(modules)}
    subprocess.run(command, check=True, env=environment)
    return target


def opened(browser: Browser, name: str, bundles: Path) -> Page:
    """Open the page "flow", "bpmn" or "empty": all is loaded, nothing is drawn."""
    page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
    page.set_content((PAGES / "page.html").read_text("utf-8"))
    page.add_script_tag(path=PAGES / "clock.js")
    if name == "empty":
        page.add_style_tag(path=PAGES / "page.css")
    else:
        page.add_style_tag(path=bundles / f"{name}.css")
        page.add_script_tag(path=bundles / f"{name}.js")
    return page

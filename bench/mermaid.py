"""The map of a 200-task Mermaid journey against Mermaid itself, on the same text.

Warm: our SVG in process against `mermaid.render` in a page of the tests' Chromium; what our
reading of the text takes on top is named beside it. Cold: `python -m journeys render` against
mermaid-cli (`mmdc`) with the same Chromium. Mermaid and mermaid-cli come from npm, pinned in
`tools/npm-bench/`, when this is first run (456 MB).
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench import Row
from bench.cli import mermaid
from bench.path import interleaved
from journeys.diagrams import render
from journeys.formats import FORMATS
from tests.support import chromium
from tools import browser, steps

FOLDER = steps.ROOT / "tools" / "npm-bench"
LIBRARY = FOLDER / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
MMDC = FOLDER / "node_modules" / "@mermaid-js" / "mermaid-cli" / "src" / "cli.js"
TASKS, WARM, RUNS = 200, 3, 15
_RENDER = """async (text) => {
  const start = performance.now();
  const drawn = await mermaid.render("drawn", text);
  const took = performance.now() - start;
  if (!drawn.svg.includes("Task number 199")) throw new Error("the last task is not drawn");
  return took / 1000;
}"""


@contextlib.contextmanager
def _page() -> Iterator[Page]:
    """Open an empty page that has loaded Mermaid."""
    chromium.use_packaged_node()
    with sync_playwright() as playwright:
        opened = chromium.launch(playwright)
        page = opened.new_page()
        page.set_content("<!doctype html><html><body></body></html>")
        page.add_script_tag(path=LIBRARY)
        page.evaluate("mermaid.initialize({startOnLoad: false})")
        yield page
        opened.close()


def _ours(text: str) -> tuple[float, float]:
    """Return the seconds of drawing the map, and of reading the text before."""
    start = time.perf_counter()
    graph = FORMATS["mermaid"].read(text.encode(), "journey.mmd").graph
    read = time.perf_counter()
    render("map", "svg", graph)
    return time.perf_counter() - read, read - start


def _warm(text: str) -> Row:
    """Measure both in turns, after warm runs of each that do not count."""
    with _page() as page:
        gc.freeze()  # what the driver of the browser holds is no work of the drawing
        turns = [(*_ours(text), page.evaluate(_RENDER, text)) for _ in range(WARM + RUNS)][WARM:]
    ours, reading, theirs = (median(each) * 1000 for each in zip(*turns, strict=True))
    told = f"{ours:.1f} ms (and {reading:.1f} ms of reading) against {theirs:.0f} ms"
    told += " of mermaid.render in a page"
    return Row(f"map SVG of a {TASKS}-task Mermaid journey", told, ours / theirs, 0.1)


def _browser() -> tuple[dict[str, object], dict[str, str]]:
    """Return puppeteer's settings and the environment for the Chromium of the tests."""
    found = browser.on_path()
    program = found or browser.UNPACKED / "headless_shell"
    arguments = chromium.ARGUMENTS if found else [*chromium.ARGUMENTS, "--no-zygote"]
    environment = dict(os.environ)
    if not found:
        environment["LD_LIBRARY_PATH"] = str(browser.UNPACKED / "al2023" / "lib")
        environment["FONTCONFIG_FILE"] = str(browser.UNPACKED / "fonts.conf")
    return {"executablePath": str(program), "args": arguments}, environment


def _cold(text: str) -> Row:
    """Measure both as new processes, in turns."""
    settings, environment = _browser()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, config = folder / "journey.mmd", folder / "puppeteer.json"
        source.write_text(text, encoding="utf-8")
        config.write_text(json.dumps(settings), encoding="utf-8")
        ours: list[str | Path] = [
            sys.executable,
            "-m",
            "journeys",
            "render",
            source,
            "-o",
            folder / "ours.svg",
        ]
        node = Path(sys.executable).with_name("node")
        theirs: list[str | Path] = [
            node,
            MMDC,
            "-q",
            "-p",
            config,
            "-i",
            source,
            "-o",
            folder / "theirs.svg",
        ]

        def process(command: list[str | Path]) -> None:
            subprocess.run(
                command, check=True, capture_output=True, cwd=steps.ROOT, env=environment
            )

        mine, other = interleaved(lambda: process(ours), lambda: process(theirs), 7)
        for drawn in ("ours.svg", "theirs.svg"):
            if "<svg" not in (folder / drawn).read_text("utf-8"):
                raise RuntimeError(f"{drawn} was not drawn")
    told = f"{mine * 1000:.0f} ms against {other:.2f} s of mermaid-cli"
    return Row(f"cold render of a {TASKS}-task Mermaid journey", told, mine / other, 0.1)


def run() -> list[Row]:
    """Measure, with Mermaid brought first."""
    with contextlib.redirect_stdout(sys.stderr):
        steps.node_modules(FOLDER)
    text = mermaid(TASKS)
    return [_warm(text), _cold(text)]

"""The guide of the editor names every command that has a key, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.pages.conftest import Sample

GUIDE = Path(__file__).parents[3] / "docs" / "editor.md"
COMMANDS = """async () => {
  const { shown } = await import("/static/editor/keys.js");
  const { app } = document.querySelector("jm-editor");
  return [...app.commands.values()]
    .filter((each) => each.keys.length)
    .map((each) => [each.label(), each.keys.map((key) => "`" + shown(key) + "`").join(", ")])
    .map(([label, keys]) => `| ${label} | ${keys} |`);
}"""


def test_every_key_is_in_the_guide(enter: Callable[[str], Page], sample: Sample) -> None:
    page = enter("editor")
    page.goto(sample.url)
    page.wait_for_function("() => document.querySelector('jm-editor')?.app?.talk")
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    told = {line for line in lines if line.startswith("| ") and "`" in line}
    assert set(page.evaluate(COMMANDS)) == told

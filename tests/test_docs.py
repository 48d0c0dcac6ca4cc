"""What the project's pages say: links lead somewhere, examples are the tested ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "journeymap/documents/SPEC.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    local = [link.partition("#")[0] for link in links if not link.startswith(("http", "#"))]
    missing = [link for link in local if not (page.parent / link).exists()]
    assert not missing


def test_the_readme_shows_the_examples_of_the_api_that_are_run() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    api = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|python)\n.*?```", api, re.S)[:2]
    assert len(blocks) == 2
    for block in blocks:
        assert block in shown


def test_every_command_the_readme_names_is_there() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py (\w+)", shown))
    assert named
    assert named <= set(get_commands())
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for step in set(re.findall(r"`?make (\w+)", shown)):
        assert f" {step}" in makefile

"""The editor keeps WCAG 2.2 AA in every state: rules, targets, motion, colours, a key for each drag."""

# ruff: noqa: E501  scripts that run in the page

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from tests.browser.conftest import Sample
from tests.support.accessibility import violations

from .driving import APP, focus, press, settle
from .states import states
from .test_focus import FOCUS

if TYPE_CHECKING:
    from playwright.sync_api import Page


#: What can be pressed and is smaller than 24 × 24 CSS px, but for links within a text.
SMALL = """() => {
  const wanted = 'a[href], button, input, select, textarea, summary, [role=button],'
    + '[role=slider], [role=option], [role=menuitem], .m-handle';
  const top = [...document.querySelectorAll('dialog[open], [popover]:popover-open')].at(-1) ?? document.body;
  const inline = (each) => getComputedStyle(each).display === 'inline'
    && each.parentElement.textContent.trim().length > each.textContent.trim().length;
  const shown = (each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return [...top.querySelectorAll(wanted)]
    .filter((each) => shown(each) && !inline(each) && !each.disabled)
    .map((each) => (each.matches('input') && each.labels?.[0]?.contains(each) ? each.labels[0] : each))
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 1 && height > 1 && Math.min(width, height) < 23.9)
    .map(([each, { width, height }]) => `${each.localName}.${each.className} "${each.textContent.trim().slice(0, 20)}" ${width.toFixed()} × ${height.toFixed()}`);
}"""
#: What has to be scrolled sideways: the page, or anything on it but tables, which may.
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('body *')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
  .filter((each) => each === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(each).overflowX))
  .filter((each) => !each.matches('.scroll:has(> table)'))
  .map((each) => `${each.localName}.${each.className} ${each.scrollWidth} > ${each.clientWidth}`)"""


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("fi", 390), ("sv", 320)])
def test_no_state_breaks_a_rule(
    language: str, width: int, opened: Callable[..., Page], sample: Sample
) -> None:
    page = opened(language, width, 900 if width > 400 else 700)
    wrong: list[str] = []
    for at, (name, part) in enumerate(states(page, sample)):
        scheme: Any = ("light", "dark")[(at + width // 70) % 2]
        page.emulate_media(color_scheme=scheme)
        found = violations(page, part) + page.evaluate(SMALL) + page.evaluate(SIDEWAYS)
        wrong += [f"{name}, {scheme}: {each}" for each in found]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


#: What is dragged, and the command whose key does the same.
KEYS = {
    "card": ["move-left", "move-right", "move-up", "move-down"],
    "handle": ["join", "step", "new-branch"],
    "way": ["inspector", "reverse"],
    "exit": ["inspector", "remove"],
    "point-expectation": ["expectation", "raise", "lower", "score"],
    "point-assumed": ["assumed", "raise", "lower", "score"],
    "chip": ["move-left", "move-right", "move-up", "move-down"],
    "finding": ["move-left", "move-right"],
    "idea": ["move-left", "move-right"],
    "note": ["move-left", "move-right", "inspector"],
    "stage": ["move-left", "move-right"],
    "lane": ["move-up", "move-down"],
}
#: Shift and drag; drag of the ground; pinch.
HANDS = ["walk-too", "choose", "choose-all", "pan-left", "pan-right", "pan-up", "pan-down"]
HANDS += ["zoom-in", "zoom-out"]


def test_the_table_is_headed_and_every_drag_has_a_key(opened: Callable[..., Page]) -> None:
    source = (Path(settings.BASE_DIR) / "static/editor/tools/drags.js").read_text(encoding="utf-8")
    table = source.partition("const DRAGS = {")[2].partition("};")[0]
    assert set(re.findall(r'^  "?([\w-]+)"?:', table, re.M)) == set(KEYS)
    page = opened(view="table/")
    keys = page.evaluate(f"Object.fromEntries([...{APP}.commands].map(([n, c]) => [n, c.keys]))")
    assert all(keys[name] for names in [*KEYS.values(), HANDS] for name in names)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map(e => Number(e.localName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("view", ["", "table/"])
def test_twice_as_large_or_narrow_nothing_is_scrolled_two_ways(
    view: str, opened: Callable[..., Page], sample: Sample
) -> None:
    page = opened(width=720, height=450, view=view)
    assert page.evaluate(SIDEWAYS) == []
    page.set_viewport_size({"width": 320, "height": 512})
    settle(page)
    assert page.evaluate(SIDEWAYS) == []


MOVING = """() => document.getAnimations().map((each) => each.animationName ?? each.transitionProperty)
  .concat([...document.querySelectorAll('*')].filter((each) => parseFloat(getComputedStyle(each).transitionDuration) > 0 && !(each instanceof SVGElement)).map((each) => each.className))"""


def test_nothing_moves_and_colours_are_the_readers_own(
    opened: Callable[..., Page], sample: Sample
) -> None:
    page = opened()
    focus(page, sample.step)
    press(page, "Space")
    assert page.evaluate(MOVING) == []
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for key in (sample.step, "stage:hakeminen"):
        focus(page, key)
        assert not page.evaluate(FOCUS)
    page.evaluate(f"{APP}.selection.select(['{sample.step}'])")
    page.locator("jm-tools button").first.focus()
    settle(page)
    chosen = page.locator(".m-card-step.chosen")
    assert chosen.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"

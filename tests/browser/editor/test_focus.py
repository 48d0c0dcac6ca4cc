"""The focus of the keyboard goes everywhere, is always seen, and is never lost."""

# ruff: noqa: E501  scripts that run in the page

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.conftest import Sample

from .driving import SAVED, focus, press, settle, unfold
from .states import DIALOGS

if TYPE_CHECKING:
    from playwright.sync_api import Page


#: What is wrong with where the focus is: lost, covered, or without a ring.
FOCUS = """() => {
  const it = document.activeElement;
  const name = `${it.localName}.${it.className} ${it.type ?? ""} in ${it.parentElement.className} ${it.dataset.key ?? it.getAttribute('aria-label') ?? it.textContent.trim().slice(0, 30)}`;
  if (it === document.body) return 'lost';
  const seen = it.matches('input') && it.getBoundingClientRect().width < 4 ? it.labels[0] : it;
  const { left, right, top, bottom } = seen.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const spots = [[x, y], [left + 4, y], [right - 4, y], [x, top + 4], [x, bottom - 4]];
  const own = ([a, b]) => { const hit = document.elementFromPoint(a, b); return hit && (seen.contains(hit) || hit.closest('label')?.contains(it)); };
  const covered = spots.filter((spot) => !own(spot)).length;
  const rings = [[it], [it.nextElementSibling], [it, '::after'], [it.parentElement, '::before'], [it.parentElement, '::after'], [it.firstElementChild]].filter(([each]) => each)
    .map(([each, pseudo]) => getComputedStyle(each, pseudo))
    .filter((each) => parseFloat(each.outlineWidth) >= 2 && each.outlineStyle !== 'none' || (each.position === 'absolute' && each.content !== 'none' && parseFloat(each.borderBottomWidth) >= 2));
  if (covered > 1) return `${name}: ${covered} of 5 points are covered`;
  return rings.length || it.matches('main, h2, .map-root, [type=date]') ? '' : `${name}: no ring`;
}"""


def test_tab_leads_through_all_parts_and_the_focus_is_always_seen(
    opened: Callable[..., Page], sample: Sample
) -> None:
    page = opened()
    focus(page, sample.step)
    press(page, "Space")
    unfold(page)
    page.evaluate("document.querySelector('.skip').focus()")
    wrong, parts = [], []
    for _ in range(220):
        page.keyboard.press("Tab")
        settle(page)
        at = page.evaluate(
            "document.activeElement.closest('header.top, .bar, .map-root, .map-bar, .inspector, footer')?.className"
            " ?? document.activeElement.localName"
        )
        if at in ("body", "html"):
            break
        parts += [at] if parts[-1:] != [at] else []
        wrong.append(page.evaluate(FOCUS))
    assert not [each for each in wrong if each]
    assert parts == ["top", "bar", "map-root", "map-bar", "inspector", "foot"]


ONE_STOP = "[...document.querySelectorAll('.map-root, .map-root *')].filter(e => e.tabIndex === 0 && e.checkVisibility()).map(e => e.dataset.key ?? e.className)"
FIRST = "part => [...document.querySelector('jm-map').geometry.items.values()].find(each => each.part === part)?.key"
PARTS = [
    "card",
    "chip",
    "finding",
    "idea",
    "note",
    "way",
    "exit",
    "point-expectation",
    "point-assumed",
]


def test_the_focus_is_never_lost(opened: Callable[..., Page], sample: Sample) -> None:
    page = opened()
    wrong: list[str] = []

    def kept(after: str) -> None:
        page.wait_for_function(SAVED)  # what is drawn anew with the server's answer is drawn
        settle(page)
        if found := page.evaluate(FOCUS):
            wrong.append(f"{after}: {found}")
        if len(stops := page.evaluate(ONE_STOP)) != 1:
            wrong.append(f"{after}: {len(stops)} stops of Tab: {stops}")

    for part in PARTS:
        key = page.evaluate(FIRST, part)
        focus(page, key)
        kept(f"go to {part}")
        press(page, "Delete")
        kept(f"remove {part}")
        press(page, "Control+z")
        kept(f"undo {part}")
        press(page, "Control+Shift+z")
        kept(f"redo {part}")
        press(page, "Control+z")
    for name, key, keys in (
        ("stage", "stage:odotus", ["Delete", "Enter"]),
        ("row", "lane:experience", ["f", "h", "Control+z", "f"]),
        ("naming left", sample.step, ["Enter", "Escape"]),
        ("renaming left", sample.step, ["F2", "Escape"]),
        ("finder left", sample.step, ["/", "Escape"]),
        ("join left", sample.step, ["l", "Escape"]),
        ("palette left", sample.step, ["Control+k", "Escape"]),
        ("keys left", sample.step, ["?", "Escape"]),
        ("ask left", "stage:hakeminen", ["Delete", "Escape"]),
        ("stage folded", "stage:hakeminen", ["z"]),
        ("stage unfolded", "stage:hakeminen", ["z"]),
        ("step moved", sample.step, ["Alt+ArrowRight"]),
        ("step down", sample.step, ["Alt+ArrowDown"]),
        ("step duplicated", sample.step, ["Control+d"]),
        ("lane moved", "lane:findings", ["Alt+ArrowUp"]),
        ("truth", sample.step, ["m"]),
        ("score", "kuulee", ["e", "3"]),
        ("score taken", "kuulee", ["e", "Delete"]),
        ("inspector left", sample.step, ["Space", "Alt+Enter", "Escape"]),
        ("far", sample.step, ["Alt+Shift+ArrowRight", "PageDown", "ArrowLeft"]),
        ("zoom", sample.step, ["-", "-", "-", "0"]),
        ("fit", sample.step, ["Shift+1", "0"]),
        ("severity", page.evaluate(FIRST, "finding"), ["4"]),
        ("way reversed", page.evaluate(FIRST, "way"), ["v"]),
        ("all removed", sample.step, ["Control+a", "Delete"]),
        ("naming left in nothing", "", ["Enter", "Escape"]),
        ("undo all", "", ["Control+z"]),
    ):
        if key:
            focus(page, key)
        press(page, *keys)
        kept(name)
    focus(page, "lane:experience")
    press(page, "h")
    focus(page, sample.step)
    press(page, "e")
    page.locator(".toast button").last.focus()
    press(page, "Enter")
    kept("toast closed")
    assert not wrong, "\n".join(wrong)


def test_dialogs_have_names_keep_the_focus_and_give_it_back(
    opened: Callable[..., Page], sample: Sample
) -> None:
    page = opened()
    inside = "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog[open]'))"
    for name, keys in DIALOGS.items():
        start = "stage:hakeminen" if name == "a question" else sample.step
        focus(page, start)
        press(page, *keys)
        if name == "naming":
            page.locator("jm-namer textarea:focus").wait_for()
            assert page.evaluate("document.activeElement.ariaLabel")
        else:
            page.locator("dialog[open] :focus").wait_for()
            assert page.get_by_role("dialog", name=re.compile(r"\w")).count() == 1
            for key in ["Shift+Tab", *["Tab"] * 6]:
                press(page, key)
                assert name == "the finder" or page.evaluate(inside), name
                if not page.locator("dialog[open]").count():
                    break
        press(page, "Escape")
        settle(page)
        assert page.locator("dialog[open], jm-namer").count() == 0
        assert page.evaluate("document.activeElement.dataset.key") == start, name

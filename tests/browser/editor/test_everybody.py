"""The editor keeps WCAG 2.2 AA: rules, targets, focus, motion, colours, words, in every state."""

# ruff: noqa: E501  scripts that run in the page

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.browser.conftest import Sample
from tests.support.accessibility import violations

from .driving import unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]
APP = "document.querySelector('jm-editor').app"

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


def settle(page: Page) -> None:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def focus(page: Page, key: str) -> None:
    page.evaluate(f"key => {{ {APP}.selection.clear(); return {APP}.map.focusItem(key); }}", key)
    settle(page)


@pytest.fixture
def opened(enter: Enter, sample: Sample, live_server: LiveServer) -> Callable[..., Page]:
    def open_(language: str = "en", width: int = 1440, height: int = 900, view: str = "") -> Page:
        page = enter("editor")
        page.set_default_timeout(20_000)
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        cookie = {"name": "django_language", "value": language, "url": live_server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{sample.url}{view}")
        page.locator("jm-map .map-root, jm-table h3").first.wait_for()
        settle(page)
        return page

    return open_


def states(page: Page, sample: Sample) -> Iterator[tuple[str, str | None]]:
    """Go through the states of the map; each with the part of the page that changed in it."""
    yield "plain", None
    focus(page, sample.step)
    press(page, "Space")
    yield "a step is chosen", None
    page.evaluate("() => document.querySelector('jm-editor').app.run('inspector')")
    unfold(page)
    yield "folds of the inspector", "jm-inspector"
    press(page, "Escape", "Control+a")
    yield "several are chosen", "jm-inspector"
    focus(page, sample.step)
    for name, keys in DIALOGS.items():
        focus(page, "stage:odotus" if name == "a question" else sample.step)
        press(page, *keys)
        page.locator("dialog[open], jm-namer textarea").wait_for()
        yield name, "jm-namer" if name == "naming" else "dialog[open]"
        press(page, "Escape")
    focus(page, "lane:experience")
    press(page, "h")
    focus(page, sample.step)
    press(page, "e")
    page.locator(".toast").wait_for()
    yield "a toast", ".toasts"
    page.locator(".toast button").first.click()
    page.context.set_offline(True)
    patch = f"title => {APP}.patch('{sample.step}', {{ title }})"
    page.evaluate(patch, "Mine")
    page.locator(".status-offline").wait_for()
    yield "offline", "jm-tools"
    log.commit(sample.id, SYSTEM, [{"op": "remove", "id": sample.step}], client_id="gone")
    page.context.set_offline(False)
    page.evaluate(f"{APP}.session.sync.kick()")
    page.locator(".status-refused").click()
    page.locator("dialog[open]").wait_for()
    yield "refused", "dialog[open]"
    press(page, "Escape")


DIALOGS = {
    "naming": ["F2"],
    "the finder": ["/"],
    "the palette": ["Control+k"],
    "the keys": ["?"],
    "a question": ["Delete"],
}


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
        page.wait_for_timeout(60)
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


def bracketed(value: Any) -> Any:
    """Return the same with every text in brackets: another language than any that is written."""
    if isinstance(value, str):
        return f"⟦{value}⟧" if value else value
    if isinstance(value, list):
        return [bracketed(each) for each in value]
    return {key: bracketed(each) for key, each in value.items()}


def labelled(value: Any) -> Any:
    """Return a part of the schema with its labels, plurals and choices in brackets."""
    if isinstance(value, list):
        return [labelled(each) for each in value]
    if not isinstance(value, dict):
        return value
    told = {key: labelled(each) for key, each in value.items()}
    for key in ("label", "plural"):
        if isinstance(value.get(key), str):
            told[key] = bracketed(value[key])
    if "choices" in value:
        told["choices"] = [[key, bracketed(label)] for key, label in value["choices"]]
    return told


def pseudo(boot: dict[str, Any]) -> dict[str, Any]:
    lanes = boot["lanes"]
    return boot | {
        "words": bracketed(boot["words"]),
        "schema": labelled(boot["schema"]),
        "kinds": labelled(boot["kinds"]),
        "gaps": bracketed(boot["gaps"]),
        "units": [[sign, bracketed(unit)] for sign, unit in boot["units"]],
        "lanes": {
            "computed": [[k, bracketed(t), bracketed(n)] for k, t, n in lanes["computed"]],
            "cards": [[k, bracketed(label)] for k, label in lanes["cards"]],
        },
    }


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


SHOWN = """() => {
  const found = [];
  for (const root of document.querySelectorAll('jm-editor, jm-tools')) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('kbd')) found.push([walk.currentNode.parentElement.className, walk.currentNode.data]);
    for (const each of root.querySelectorAll('[aria-label], [title], [placeholder], [aria-valuetext], [aria-roledescription]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext', 'aria-roledescription'])
        if (each.hasAttribute(name)) found.push([`${each.localName}.${each.className}@${name}`, each.getAttribute(name)]);
  }
  return found;
}"""
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: What is written the same in every language: keys, and what a browser says of dates and languages.
SAME = re.compile(r"\b(Ctrl|Alt|klo|Mine|Suomi|Ruotsi|Englanti)\b")


@pytest.mark.parametrize("view", ["", "table/"])
def test_no_text_is_outside_the_catalogues(
    view: str, opened: Callable[..., Page], enter: Enter, sample: Sample
) -> None:
    data: list[str] = []

    def translated(route: Any) -> None:
        page = route.fetch().text()
        before, boot, after = re.split(r'(?<=id="boot">)(.*?)(?=</script>)', page, flags=re.S)
        told = json.loads(boot)
        data.extend(strings([told["journey"], told["catalogue"], told["journeys"], told["user"]]))
        text = json.dumps(pseudo(told)).replace("<", "\\u003C")
        route.fulfill(body=before + text + after, content_type="text/html; charset=utf-8")

    enter("editor").route(f"**{sample.url}{view}", translated)
    page = opened("fi", view=view)
    known = sorted({each for each in data if LETTERS.search(each)}, key=len, reverse=True)
    wrong: set[str] = set()

    def look(where: str) -> None:
        for place, text in page.evaluate(SHOWN):
            rest = text.replace("\u00ad", "").replace("\u200b", "")
            for each in known:
                rest = rest.replace(each, "·")
            while (less := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
                rest = less
            if LETTERS.search(SAME.sub("", rest)):
                wrong.add(f"{where}: {place}: {text.strip()[:90]!r} leaves {rest.strip()[:60]!r}")

    look("plain")
    if view:
        page.locator("jm-table button.cell").nth(30).press("Enter")
        look("a cell")
    else:
        for name, _ in states(page, sample):
            look(name)
    for kind in (
        "stage",
        "step",
        "transition",
        "encounter",
        "finding",
        "idea",
        "lane",
        "card",
        "comment",
        "actor",
        "touchpoint",
    ):
        page.evaluate(
            f"k => {{ const s = {APP}.session; {APP}.selection.select([(s.journey.kind(k)[0] ?? s.catalogue.kind(k)[0]).id]) }}",
            kind,
        )
        unfold(page)
        look(kind)
    assert not wrong, "\n".join(sorted(wrong))


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

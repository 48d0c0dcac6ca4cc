"""Every text that the editor shows is in the catalogues, or is what somebody wrote."""

# ruff: noqa: E501  scripts that run in the page

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Sample

from .driving import APP, unfold
from .states import states

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[[str], "Page"]


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
    judged: set[str] = set()

    def look(where: str) -> None:
        for place, text in page.evaluate(SHOWN):
            if text in judged:
                continue
            judged.add(text)
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

"""The inspector for everybody: what each role may, small groups, rules, languages, widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.browser.conftest import Sample
from tests.pages.conftest import STEP
from tests.support.accessibility import FITS, violations
from tests.support.people import People

from .driving import (
    choose,
    eventually,
    field,
    one_of_or_none,
    unfold,
    value,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_who_may_comment_may_nothing_else(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor("commenter")
    choose(page, STEP)
    unfold(page)
    assert not page.locator("jm-inspector jm-field :is(input, textarea, select)").count()
    page.get_by_role("button", name="Add a comment").press("Enter")
    page.keyboard.type("Samaa mieltä")
    page.keyboard.press("Control+Enter")
    made = eventually(lambda: one_of_or_none(sample.id, "comment", text="Samaa mieltä"))
    assert (value(sample.id, made) or {})["author"] == "commenter"
    said = page.locator(".thread", has_text="Samaa mieltä")
    said.get_by_role("button", name="Reply").first.press("Enter")
    page.keyboard.type("Sovittu")
    page.keyboard.press("Control+Enter")
    eventually(lambda: one_of_or_none(sample.id, "comment", text="Sovittu", reply_to=made))
    said.get_by_role("button", name="Resolve").first.press("Enter")
    eventually(lambda: (value(sample.id, made) or {}).get("resolved"))
    page.get_by_role("button", name="Undo", exact=True).click()
    eventually(lambda: not (value(sample.id, made) or {}).get("resolved"))


def test_who_may_only_look_is_told_everything_and_asked_nothing(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor("viewer")
    choose(page, STEP)
    unfold(page)
    told = page.locator("jm-inspector").inner_text()
    for text in ("Saa lisätietopyynnön", "7 days", "Käsittelijä", "Sama paperi pyydetään"):
        assert text in told
    assert not page.locator("jm-inspector :is(input, textarea, select)").count()
    assert not violations(page)


def test_small_groups_are_said_not_shown(
    open_editor: Callable[..., Page], people: People, sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    heading = page.locator(".measured h3").inner_text()
    assert "95 % interval" in heading
    choose(page, "kuulee")
    assert "Nobody has answered yet." in page.locator(".measured").inner_text()
    page.evaluate(
        """id => { const {app} = document.querySelector('jm-inspector');
            app.session.measures.steps[id] = {n: 3, hidden: true}; app.tell('measures'); }""",
        "kuulee",
    )
    page.locator(".measured", has_text="3 answers: too few to show.").wait_for()


STATES = {
    "step": [STEP],
    "journey": [],
    "way": ["lukee-pois"],
    "pain": ["kipu-ehdot"],
    "idea": ["idea-testi"],
    "stage": ["odotus"],
    "card": ["tavoite-tieto"],
    "lane": ["tavoite"],
    "actor": ["neuvoja"],
    "comment": ["kommentti-71"],
}


@pytest.mark.parametrize(
    ("language", "colours", "width"),
    [("en", "light", 1440), ("fi", "dark", 390), ("sv", "light", 320)],
)
def test_no_state_breaks_a_rule_or_overflows(
    language: str,
    colours: str,
    width: int,
    page: Page,
    open_editor: Callable[..., Page],
) -> None:
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    open_editor(language=language)
    wrong: list[str] = []
    for name, ids in STATES.items():
        choose(page, *ids)
        if width < 900:
            page.evaluate("() => { document.querySelector('jm-inspector').raised = true }")
        for opened in ("closed", "open")[width < 900 :]:
            if opened == "open":
                unfold(page)
                page.evaluate(
                    "() => document.querySelectorAll('jm-inspector .item-head[aria-expanded=false],"
                    "jm-inspector li.chip:first-child .chip-name,"
                    "jm-inspector .translate[aria-expanded=false]').forEach(b => b.click())"
                )
                page.evaluate("() => document.querySelector('jm-inspector').updateComplete")
                unfold(page)
            wrong += [f"{name} {opened}: {each}" for each in violations(page, "jm-inspector")]
            if not page.evaluate(FITS):
                wrong.append(f"{name} {opened} is wider than {width} px")
            wide = page.evaluate(
                "() => { const b = document.querySelector('.inspector-body');"
                " return b.scrollWidth > b.clientWidth + 1; }"
            )
            if wide:
                wrong.append(f"{name} {opened}: something is wider than the inspector")
    wrong += violations(page)
    assert not wrong, "\n".join(wrong)


def test_an_open_list_of_choices_breaks_no_rule(open_editor: Callable[..., Page]) -> None:
    page = open_editor()
    choose(page, STEP)
    box = field(page, STEP, "actor").locator("input")
    box.click()
    page.get_by_role("option", name="Yritysneuvoja").wait_for()
    assert not violations(page)
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "Käsittelijä"


def test_hostile_and_long_texts_stay_inside(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    hostile = '<b>&"\n' + "pitkäsanaisuus" * 12
    op = {"op": "patch", "kind": "step", "id": STEP, "set": {"title": hostile.replace("\n", " ")}}
    more = {
        "op": "patch",
        "kind": "finding",
        "id": "kipu-ehdot",
        "set": {"step": STEP, "title": "x" * 300},
    }
    log.commit(sample.id, SYSTEM, [op, more], client_id="hostile", label="x")
    page = open_editor()
    choose(page, STEP)
    unfold(page)
    title = field(page, STEP, "title").locator("textarea")
    assert title.input_value() == hostile.replace("\n", " ")
    body = page.locator(".inspector-body")
    assert body.evaluate("b => b.scrollWidth <= b.clientWidth + 1")

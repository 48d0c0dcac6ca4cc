"""What hangs on a step or a journey is added, changed and taken off in words, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from journeymap.documents.models import Record
from tests.browser.conftest import Sample
from tests.pages.conftest import STEP
from tests.support.accessibility import violations
from tests.support.people import People

from .driving import (
    choose,
    eventually,
    field,
    one_of,
    one_of_or_none,
    unfold,
    value,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_touchpoints_are_found_made_and_taken_off_by_keyboard(
    open_editor: Callable[..., Page], people: People, sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)

    def met() -> set[str]:
        held = Record.objects.filter(document_id=sample.id, kind="encounter")
        return {r.value["touchpoint"] for r in held if r.value["step"] == STEP}

    before = met()
    page.get_by_role("button", name="Add person, space, object or practice").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("toimipiste")
    page.keyboard.press("Enter")
    eventually(lambda: len(met()) == len(before) + 1)
    page.keyboard.type("Aivan uusi robotti")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    eventually(lambda: len(met()) == len(before) + 2)
    new = one_of(people.workspace.pk, "touchpoint", name="Aivan uusi robotti")
    assert new in met() and (value(people.workspace.pk, new) or {})["kind"] == "virtual_space"
    page.keyboard.press("Escape")
    chip = page.get_by_role("button", name="Virtual space: Aivan uusi robotti")
    chip.press("Enter")
    page.get_by_role("group", name="Aivan uusi robotti").get_by_role("textbox", name="Name").fill(
        "Robotti"
    )
    eventually(lambda: (value(people.workspace.pk, new) or {})["name"] == "Robotti")
    page.get_by_role("button", name="Take off Robotti").press("Enter")
    eventually(lambda: new not in met())
    assert page.evaluate("document.activeElement !== document.body")
    assert value(people.workspace.pk, new), "the catalogue keeps it"


ADDED = {
    "Add a pain point": ("finding", "title"),
    "Add a success": ("finding", "title"),
    "Add an opportunity": ("idea", "title"),
    "Add a comment": ("comment", "text"),
}


def test_things_are_added_to_a_step_one_after_another(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    unfold(page)
    for label, (kind, key) in ADDED.items():
        page.get_by_role("button", name=label).press("Enter")
        for text in (f"{label} 1", f"{label} 2"):
            page.keyboard.type(text)
            page.keyboard.press("Control+Enter" if kind == "comment" else "Enter")
            eventually(partial(one_of_or_none, sample.id, kind, **{key: text}))
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent.trim()") == label


def test_a_pain_point_is_changed_where_it_stands(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    page.locator("button.item-head", has_text="Sama paperi pyydetään kahdesti").press("Enter")
    pain = one_of(sample.id, "finding", title="Sama paperi pyydetään kahdesti")
    field(page, pain, "severity").locator("input").first.focus()
    page.keyboard.press("2")
    field(page, pain, "owner").locator("input").fill("Aino")
    eventually(lambda: (value(sample.id, pain) or {}).get("owner") == "Aino")
    assert (value(sample.id, pain) or {})["severity"] == 2


def test_a_new_actor_is_made_in_passing(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor()
    choose(page, STEP)
    field(page, STEP, "actor").locator("input").focus()
    page.keyboard.type("Tekoälyavustaja")
    page.keyboard.press("Enter")
    made = eventually(lambda: one_of_or_none(sample.id, "actor", name="Tekoälyavustaja"))
    eventually(lambda: (value(sample.id, STEP) or {})["actor"] == made)


def test_a_text_is_translated_beside_it(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor()
    choose(page, STEP)
    title = field(page, STEP, "title")
    title.get_by_role("button", name="Title").press("Enter")
    title.get_by_label("Swedish").fill("Svenska rubriken")
    found = {"record": STEP, "field": "title", "language": "sv"}
    made = eventually(
        lambda: one_of_or_none(sample.id, "translation", **found, text="Svenska rubriken")
    )
    title.get_by_label("Swedish").fill("")
    eventually(lambda: value(sample.id, made) is None)


def test_lanes_actors_and_stages_of_the_journey(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    unfold(page)
    page.get_by_role("button", name="Move down: Saa tiedon").press("Enter")
    stages = Record.objects.filter(document_id=sample.id, kind="stage")
    first = "tietoisuus"
    eventually(lambda: min(stages.all(), key=lambda r: r.value.get("order", "")).id != first)
    page.get_by_role("button", name="Hide Experience").press("Enter")
    hidden = eventually(lambda: one_of_or_none(sample.id, "lane", kind="experience", hidden=True))
    page.get_by_role("button", name="Show Experience").press("Enter")
    eventually(lambda: not (value(sample.id, hidden) or {}).get("hidden"))
    page.get_by_role("button", name="Add a lane").press("Enter")
    page.keyboard.type("Oma kaista")
    page.keyboard.press("Enter")
    lane = eventually(lambda: one_of_or_none(sample.id, "lane", title="Oma kaista"))
    page.get_by_role("button", name="Fold Oma kaista").press("Enter")
    eventually(lambda: (value(sample.id, lane) or {}).get("folded"))


def test_several_are_counted_and_deleted(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor()
    choose(page, "lukee", "kuulee", "kipu-ehdot")
    assert "3 chosen" in page.locator("jm-inspector h2").inner_text().lower()
    assert not violations(page)
    page.locator("jm-inspector").get_by_role("button", name="Delete", exact=True).press("Enter")
    eventually(lambda: value(sample.id, "lukee") is None and value(sample.id, "kuulee") is None)
    assert page.evaluate("document.activeElement !== document.body")

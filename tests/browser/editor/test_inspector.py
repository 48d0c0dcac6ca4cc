"""Every field of every record has its place and is changed by keyboard; the server has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from journeymap.documents.kinds import DocumentKind
from journeys.editing import doc_schema
from journeys.graph import JOURNEY
from tests.browser.conftest import Sample
from tests.pages.conftest import STEP
from tests.support.accessibility import violations
from tests.support.people import People
from touchpoints.records import CATALOGUE

from .driving import (
    choose,
    eventually,
    field,
    one_of,
    unfold,
    value,
    version,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


#: The fields of a record that the inspector shows.
SHOWN = """id => [...document.querySelectorAll('jm-inspector jm-field')]
    .filter(each => each.record === id && !each.language && each.checkVisibility()
        && each.querySelector('input, textarea, select'))
    .map(each => each.inner ? `${each.name}.${each.inner}` : each.name)"""


def wanted(document: DocumentKind, kind: str) -> set[str]:
    """The fields of a kind that somebody fills in."""
    if kind == "comment":  # its words are changed in the thread, the rest the server writes
        return {"on"}
    fields = doc_schema(document, "en")["kinds"][kind]["fields"]
    return {
        f"{name}.{inner}" if inner else name
        for name, rule in fields.items()
        if rule["type"] != "order"
        for inner in (rule.get("fields") or [""])
    }


def test_every_field_of_every_kind_can_be_reached(
    open_editor: Callable[..., Page], people: People, sample: Sample
) -> None:
    page = open_editor()
    missing: dict[str, set[str]] = {}
    for document, held in ((JOURNEY, sample.id), (CATALOGUE, people.workspace.pk)):
        for kind in document.by_name:
            ids = [one_of(held, kind)] if kind != "journey" else [sample.id]
            if kind == "transition":
                ids = [one_of(held, kind, kind="exit"), one_of(held, kind, kind="choice")]
            found: set[str] = set()
            for identity in ids:
                choose(page, *([] if kind == "journey" else [identity]))
                unfold(page)
                found |= set(page.evaluate(SHOWN, identity))
            missing[kind] = wanted(document, kind) - found
    assert not {kind: fields for kind, fields in missing.items() if fields}


TEXT = 'Kirjoitettu <b>&"’ ä'
TYPED = {
    "journey": "goal",
    "stage": "title",
    "actor": "name",
    "step": "title",
    "transition": "condition",
    "encounter": "note",
    "lane": "title",
    "card": "text",
    "finding": "title",
    "idea": "title",
    "translation": "text",
}


def test_each_kind_is_changed_by_keyboard_and_the_server_has_it(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    records: dict[str, str] = {}
    for kind, name in TYPED.items():
        record = records[kind] = sample.id
        if kind != "journey":
            more = {"kind": "choice"} if kind == "transition" else {}
            record = records[kind] = one_of(sample.id, kind, **more)
            choose(page, record)
        page.evaluate(
            "async name => (await customElements.whenDefined('jm-inspector'),"
            " document.querySelector('jm-inspector').enter(name))",
            name,
        )
        page.keyboard.press("Control+a")
        page.keyboard.type(TEXT)
        page.keyboard.press("Tab")
        assert not page.locator("jm-inspector .wrong").count(), kind
    eventually(
        lambda: all(
            (value(sample.id, record) or {}).get(TYPED[kind]) == TEXT
            for kind, record in records.items()
        )
    )


def test_fields_of_every_type_by_keyboard(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor()
    choose(page, STEP)
    unfold(page)

    def on(name: str) -> None:
        field(page, STEP, name).evaluate("each => each.focus()")

    on("promised_time")
    page.keyboard.press("Control+a")
    page.keyboard.type("2 weeks 3 days")
    on("expectation")
    page.keyboard.press("ArrowRight")
    on("assumed_experience")
    page.keyboard.press("2")
    page.keyboard.press(".")
    on("importance_customer")
    page.keyboard.press("ArrowRight")
    on("moment_of_truth")
    page.keyboard.press("Space")
    on("actor")
    page.keyboard.type("neuvoja")
    page.keyboard.press("Enter")
    on("opens_journey")
    page.keyboard.press("Tab")
    held = eventually(lambda: (v := value(sample.id, STEP)) and v.get("actor") == "neuvoja" and v)
    assert held["promised_time"] == "P2W3D"
    assert (held["expectation"], held["assumed_experience"]) == (4, 2.5)
    assert (held["importance_customer"], held["moment_of_truth"]) == (5, True)
    on("evidence")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("23")
    page.keyboard.press("Tab")
    eventually(lambda: (value(sample.id, STEP) or {})["evidence"].get("n") == 23)

    way = one_of(sample.id, "transition", kind="choice")
    choose(page, way)
    field(page, way, "share").evaluate("each => each.focus()")
    page.keyboard.press("Control+a")
    page.keyboard.type("33.5")
    field(page, way, "kind").locator("select").select_option("parallel")
    eventually(lambda: (value(sample.id, way) or {}).get("kind") == "parallel")
    eventually(lambda: (value(sample.id, way) or {})["share"] == 0.335)

    choose(page)
    unfold(page)
    field(page, sample.id, "labels").locator("input").focus()
    page.keyboard.type("uusi")
    page.keyboard.press("Enter")
    field(page, sample.id, "review_by").locator("input").fill("2027-01-31")
    eventually(lambda: (value(sample.id, sample.id) or {}).get("review_by") == "2027-01-31")
    assert "uusi" in (value(sample.id, sample.id) or {})["labels"]


#: Counts how often keys came so late, on a busy machine, that typing was over (PAUSE in field.js).
PAUSES = """() => {
  let last = Infinity;
  window.pauses = 0;
  addEventListener("input", () => {
    const now = performance.now();
    if (now - last > 390) window.pauses += 1;
    last = now;
  }, true);
}"""


def test_a_word_that_is_typed_is_one_edit(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor()
    choose(page, STEP)
    before = version(sample.id)
    title = field(page, STEP, "title").locator("textarea")
    title.focus()
    page.keyboard.press("Control+a")
    page.evaluate(PAUSES)
    page.keyboard.type("Yksi sana", delay=30)
    eventually(lambda: (value(sample.id, STEP) or {})["title"] == "Yksi sana")
    assert before < version(sample.id) <= before + 1 + page.evaluate("pauses")


def test_what_is_typed_is_saved_when_something_else_is_chosen(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    field(page, STEP, "title").locator("textarea").fill("Juuri tämä")
    choose(page, "lukee")
    assert field(page, "lukee", "title").locator("textarea").input_value() != "Juuri tämä"
    eventually(lambda: (value(sample.id, STEP) or {})["title"] == "Juuri tämä")


def test_what_is_typed_is_saved_when_the_page_is_hidden(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    field(page, STEP, "title").locator("textarea").fill("Ennen lähtöä")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    eventually(lambda: (value(sample.id, STEP) or {})["title"] == "Ennen lähtöä")


def test_a_wrong_value_is_said_under_its_field_kept_and_not_sent(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    before = version(sample.id)
    time = field(page, STEP, "promised_time").locator("input")
    time.fill("soon")
    wrong = field(page, STEP, "promised_time").locator(".wrong")
    wrong.wait_for()
    assert time.get_attribute("aria-invalid") == "true"
    assert wrong.get_attribute("id") in (time.get_attribute("aria-describedby") or "")
    title = field(page, STEP, "title").locator("textarea")
    title.fill("")
    field(page, STEP, "title").locator(".wrong").wait_for()
    choose(page, "lukee")
    choose(page, STEP)
    assert field(page, STEP, "promised_time").locator("input").input_value() == "soon"
    assert not violations(page)
    assert version(sample.id) == before
    field(page, STEP, "promised_time").locator("input").fill("9 days")
    eventually(lambda: (value(sample.id, STEP) or {})["promised_time"] == "P9D")
    assert not field(page, STEP, "promised_time").locator(".wrong").count()
    field(page, STEP, "title").locator("textarea").focus()
    page.keyboard.press("Escape")
    assert field(page, STEP, "title").locator("textarea").input_value()
    assert not page.locator("jm-inspector .wrong").count()


def test_what_another_changes_is_shown_but_not_over_what_is_typed(
    open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    unfold(page)
    patch = """([id, set]) => document.querySelector('jm-inspector').app.patch(id, set)"""
    title = field(page, STEP, "title").locator("textarea")
    title.focus()
    page.evaluate(patch, [STEP, {"title": "Toisen"}])
    assert title.input_value() == "Toisen"
    page.keyboard.press("End")
    page.keyboard.type(" oma")
    page.evaluate(patch, [STEP, {"title": "Kolmannen", "outcome": "Uusi tulos"}])
    assert title.input_value() == "Toisen oma"
    assert field(page, STEP, "outcome").locator("textarea").input_value() == "Uusi tulos"
    page.keyboard.press("Tab")
    eventually(lambda: (value(sample.id, STEP) or {})["title"] == "Toisen oma")

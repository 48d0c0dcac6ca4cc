"""Every record of a journey is changed in words, by keyboard alone, and the server has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from journeymap.documents import log
from journeymap.documents.models import Record
from journeymap.workspaces.access import SYSTEM
from journeys.editing import doc_schema
from journeys.graph import JOURNEY
from tests.browser.conftest import Sample
from tests.support.accessibility import violations
from tests.support.people import People
from touchpoints.records import CATALOGUE

from .driving import choose, editor, eventually, field, unfold, value, version

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]
STEP = "lisatiedot"
NARROW = "document.documentElement.scrollWidth <= innerWidth"


def one_of(document: str, of: str, /, **fields: Any) -> str:
    """The id of a record of a kind with such values."""
    found = Record.objects.filter(document_id=document, kind=of)
    return next(r.id for r in found if all(r.value.get(k) == v for k, v in fields.items()))


@pytest.fixture
def open_editor(enter: Enter, sample: Sample) -> Callable[..., Page]:
    def open_(name: str = "editor", address: str = "") -> Page:
        return editor(enter(name), address or sample.url)

    return open_


# -- every field has its place -------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*JOURNEY.by_name, *CATALOGUE.by_name])
def test_every_field_of_every_kind_can_be_reached(
    kind: str, open_editor: Callable[..., Page], people: People, sample: Sample
) -> None:
    document = JOURNEY if kind in JOURNEY.by_name else CATALOGUE
    held = sample.id if document is JOURNEY else people.workspace.pk
    ids = [one_of(held, kind)] if kind != "journey" else []
    if kind == "transition":
        ids = [one_of(held, kind, kind="exit"), one_of(held, kind, kind="choice")]
    page = open_editor()
    fields = doc_schema(document, "en")["kinds"][kind]["fields"]
    wanted = {
        f"{name}.{inner}" if inner else name
        for name, rule in fields.items()
        if rule["type"] != "order"
        for inner in (rule.get("fields") or [""])
    }
    if kind == "comment":  # its words are changed in the thread, the rest the server writes
        wanted = {"on"}
    found: set[str] = set()
    for identity in ids or [sample.id]:
        choose(page, *(ids and [identity]))
        unfold(page)
        found |= set(
            page.evaluate(
                """id => [...document.querySelectorAll('jm-inspector jm-field')]
                    .filter(each => each.record === id && !each.language && each.checkVisibility()
                        && each.querySelector('input, textarea, select'))
                    .map(each => each.inner ? `${each.name}.${each.inner}` : each.name)""",
                identity,
            )
        )
    assert wanted <= found, wanted - found


# -- each kind is changed by keyboard ------------------------------------------------------------

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


@pytest.mark.parametrize("kind", TYPED)
def test_each_kind_is_changed_by_keyboard_and_the_server_has_it(
    kind: str, open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    name = TYPED[kind]
    record = sample.id
    if kind != "journey":
        more = {"kind": "choice"} if kind == "transition" else {}
        record = one_of(sample.id, kind, **more)
        choose(page, record)
    page.evaluate(
        "async name => (await customElements.whenDefined('jm-inspector'),"
        " document.querySelector('jm-inspector').enter(name))",
        name,
    )
    page.keyboard.press("Control+a")
    page.keyboard.type('Kirjoitettu <b>&"’ ä')
    page.keyboard.press("Tab")
    held = eventually(lambda: (value(sample.id, record) or {}).get(name) == 'Kirjoitettu <b>&"’ ä')
    assert held
    assert not page.locator("jm-inspector .wrong").count()


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


# -- saving --------------------------------------------------------------------------------------


def test_a_word_that_is_typed_is_one_edit(open_editor: Callable[..., Page], sample: Sample) -> None:
    page = open_editor()
    choose(page, STEP)
    before = version(sample.id)
    title = field(page, STEP, "title").locator("textarea")
    title.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Yksi sana", delay=30)
    eventually(lambda: (value(sample.id, STEP) or {})["title"] == "Yksi sana")
    assert version(sample.id) == before + 1


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


# -- what hangs on a step ------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("label", "kind", "key"),
    [
        ("Add a pain point", "finding", "title"),
        ("Add a success", "finding", "title"),
        ("Add an opportunity", "idea", "title"),
        ("Add a comment", "comment", "text"),
    ],
)
def test_things_are_added_to_a_step_one_after_another(
    label: str, kind: str, key: str, open_editor: Callable[..., Page], sample: Sample
) -> None:
    page = open_editor()
    choose(page, STEP)
    unfold(page)
    page.get_by_role("button", name=label).press("Enter")
    for text in ("Ensimmäinen", "Toinen"):
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter" if kind == "comment" else "Enter")
        eventually(lambda text=text: one_of_or_none(sample.id, kind, **{key: text}))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent.trim()") == label


def one_of_or_none(document: str, of: str, /, **fields: Any) -> str | None:
    try:
        return one_of(document, of, **fields)
    except StopIteration:
        return None


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


# -- who may what --------------------------------------------------------------------------------


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


# -- for everybody -------------------------------------------------------------------------------

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
    open_editor: Callable[..., Page],
    enter: Enter,
    sample: Sample,
    live_server: LiveServer,
) -> None:
    page = enter("editor")
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    cookie = {"name": "django_language", "value": language, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    open_editor()
    wrong: list[str] = []
    for name, ids in STATES.items():
        choose(page, *ids)
        if width < 900:
            page.evaluate("() => { document.querySelector('jm-inspector').raised = true }")
        for opened in ("closed", "open"):
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
            if not page.evaluate(NARROW):
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

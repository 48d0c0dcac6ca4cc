"""The table: the same journey as headings and tables, every cell changed by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from journeymap.documents import log
from journeymap.documents.models import Record
from journeymap.workspaces.access import SYSTEM
from journeys.graph import JOURNEY
from tests.browser.conftest import Sample
from tests.support.accessibility import FITS, LARGE, violations
from tests.support.people import People

from .driving import editor, eventually, one_of_or_none, value

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@pytest.fixture
def table(enter: Callable[..., Page], sample: Sample) -> Callable[..., Page]:
    def open_(name: str = "editor", journey: str = "", language: str = "") -> Page:
        address = f"/journeys/{journey}/table/" if journey else f"{sample.url}table/"
        page = editor(enter(name, language), address)
        page.locator("jm-table h3").first.wait_for()
        return page

    return open_


def cell(page: Page, record: str, name: str) -> Locator:
    return page.locator(f'jm-table button.cell[data-row="{record}"][data-name="{name}"]')


def has(document: str, record: str, field: str, held: object) -> bool:
    return (value(document, record) or {}).get(field) == held


def changed(page: Page, record: str, name: str, keys: str) -> None:
    """Open a cell by Enter, type over what is there, close it by Enter."""
    cell(page, record, name).focus()
    page.keyboard.press("Enter")
    page.locator("jm-table .cell-editor :focus").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type(keys)
    page.keyboard.press("Control+Enter")
    page.locator("jm-table .cell-editor").wait_for(state="detached")


CELLS = [
    ("lisatiedot", "title", "Uusi otsikko", "Uusi otsikko"),
    ("lisatiedot", "promised_time", "3 weeks", "P3W"),
    ("lisatiedot", "outcome", "Tulos\nkahdella rivillä", "Tulos\nkahdella rivillä"),
    ("odotus", "title", "Vaihe", "Vaihe"),
    ("neuvoja", "name", "Neuvoja", "Neuvoja"),
    ("lukee-pois", "condition", "Syy", "Syy"),
    ("lukee-pois", "share", "20", 0.2),
    ("kipu-ehdot", "owner", "Aino", "Aino"),
    ("idea-testi", "description", "Kuvaus", "Kuvaus"),
    ("tavoite", "title", "Kaista", "Kaista"),
    ("tavoite-tieto", "text", "Kortti", "Kortti"),
    ("start-up-grant", "goal", "Tavoite", "Tavoite"),
]


def test_cells_of_every_kind_are_changed_by_keyboard(
    table: Callable[..., Page], sample: Sample
) -> None:
    page = table()
    choices_scales_flags_and_names(page, sample)
    touchpoints_of_a_step(page, sample)
    texts_and_numbers(page, sample)
    arrows_go_from_cell_to_cell(page)


def texts_and_numbers(page: Page, sample: Sample) -> None:
    for record, name, keys, _held in CELLS:
        changed(page, record, name, keys)
        assert cell(page, record, name).evaluate("each => each === document.activeElement")
    for record, name, _keys, held in CELLS:
        field = "reason" if (record, name) == ("lukee-pois", "condition") else name
        eventually(partial(has, sample.id, record, field, held))


def choices_scales_flags_and_names(page: Page, sample: Sample) -> None:
    for record, name, keys in (
        ("lisatiedot", "expectation", ["2"]),
        ("lisatiedot", "moment_of_truth", ["Space"]),
        ("lisatiedot", "actor", ["Control+a", "y", "r", "i", "t", "y", "s", "n", "Enter"]),
        ("kipu-ehdot", "severity", ["ArrowLeft"]),
        ("kipu-ehdot", "kind", ["ArrowRight"]),
    ):
        cell(page, record, name).focus()
        page.keyboard.press("F2")
        page.locator("jm-table .cell-editor :focus").wait_for()
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        page.locator("jm-table .cell-editor").wait_for(state="detached")
    step = eventually(
        lambda: (v := value(sample.id, "lisatiedot")) and v.get("actor") == "neuvoja" and v
    )
    assert (step["expectation"], step["moment_of_truth"]) == (2, True)
    eventually(lambda: (value(sample.id, "kipu-ehdot") or {})["kind"] == "gain")
    assert (value(sample.id, "kipu-ehdot") or {})["severity"] == 3


def touchpoints_of_a_step(page: Page, sample: Sample) -> None:
    cell(page, "lisatiedot", "touchpoints").press("Enter")
    page.keyboard.type("vahva")
    page.keyboard.press("Enter")
    held = Record.objects.filter(document_id=sample.id, kind="encounter")
    eventually(
        lambda: any(
            r.value["step"] == "lisatiedot" and r.value["touchpoint"].startswith("vahva")
            for r in held.all()
        )
    )


def arrows_go_from_cell_to_cell(page: Page) -> None:
    cell(page, "kuulee", "title").focus()
    here = "[document.activeElement.dataset.row, document.activeElement.dataset.name]"
    for key, at in (
        ("ArrowRight", ["kuulee", "actor"]),
        ("ArrowDown", ["lukee", "actor"]),
        ("Home", ["lukee", "title"]),
        ("ArrowUp", ["kuulee", "title"]),
    ):
        page.keyboard.press(key)
        assert page.evaluate(here) == at
    assert page.evaluate("document.querySelector('jm-inspector h2').innerText.includes('·')")


def test_a_wrong_value_stays_open_and_says_why(table: Callable[..., Page], sample: Sample) -> None:
    page = table()
    cell(page, "lisatiedot", "promised_time").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    page.locator("jm-table .wrong").wait_for()
    assert page.locator("jm-table .cell-editor input").get_attribute("aria-invalid") == "true"
    assert not violations(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("5 days")
    page.keyboard.press("Enter")
    eventually(lambda: (value(sample.id, "lisatiedot") or {})["promised_time"] == "P5D")


ADDED = [
    ("Add a stage", ["Uusi vaihe"], "stage", {"title": "Uusi vaihe"}),
    ("Add an actor", ["Uusi toimija"], "actor", {"name": "Uusi toimija"}),
    ("Add a lane", ["Uusi kaista"], "lane", {"title": "Uusi kaista"}),
    ("Add a pain point", ["Kipu", "kuulee"], "finding", {"title": "Kipu", "step": "kuulee"}),
    ("Add a success", ["Ilo"], "finding", {"title": "Ilo", "kind": "gain"}),
    ("Add an opportunity", ["Idea"], "idea", {"title": "Idea"}),
    ("Add a way", ["kuulee", "saa päätök"], "transition", {"source": "kuulee"}),
    ("Add an exit", ["kuulee", "Syy"], "transition", {"kind": "exit", "reason": "Syy"}),
    ("Add a touchpoint", ["kuulee", "vahva"], "encounter", {"step": "kuulee"}),
    ("Add a comment", ["Sanon"], "comment", {"text": "Sanon"}),
]


def test_rows_are_added_by_keyboard(table: Callable[..., Page], sample: Sample) -> None:
    page = table()
    for label, typed, kind, held in ADDED:
        before = Record.objects.filter(document_id=sample.id, kind=kind).count()
        page.locator("jm-table").get_by_role("button", name=label, exact=True).press("Enter")
        for at, text in enumerate(typed):
            if at:
                page.keyboard.press("Tab")
            page.keyboard.type(text)
            if page.locator("jm-table [aria-expanded=true][role=combobox]").count():
                page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        eventually(partial(counted, sample.id, kind, before + 1))
        assert one_of_or_none(sample.id, kind, **held), label
        assert page.evaluate("document.activeElement.closest('form.add') !== null"), label
        page.keyboard.press("Escape")


def counted(document: str, kind: str, n: int) -> bool:
    return Record.objects.filter(document_id=document, kind=kind).count() == n


def test_steps_and_cards_are_added_where_they_belong(
    table: Callable[..., Page], sample: Sample
) -> None:
    page = table()
    page.locator('[data-adder="step odotus"]').press("Enter")
    page.keyboard.type("Uusi tuokio")
    page.keyboard.press("Enter")
    new = eventually(lambda: one_of_or_none(sample.id, "step", title="Uusi tuokio"))
    assert (value(sample.id, new) or {})["stage"] == "odotus"
    page.locator('[data-adder="card tavoite"]').press("Enter")
    page.keyboard.type("Uusi kortti")
    page.keyboard.press("Tab")
    page.keyboard.type("uusi tuo")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    eventually(
        lambda: one_of_or_none(sample.id, "card", text="Uusi kortti", lane="tavoite", step=new)
    )


def test_rows_are_moved_and_deleted_by_keyboard(table: Callable[..., Page], sample: Sample) -> None:
    page = table()
    cell(page, "tietoisuus", "title").focus()
    page.keyboard.press("Alt+ArrowDown")
    stages = Record.objects.filter(document_id=sample.id, kind="stage")
    eventually(
        lambda: min(stages.all(), key=lambda r: (r.value.get("order", ""), r.id)).id != "tietoisuus"
    )
    assert cell(page, "tietoisuus", "title").evaluate("each => each === document.activeElement")
    page.get_by_role("button", name="More for Kuulee starttirahasta", exact=True).press("Enter")
    page.get_by_role("menu").wait_for()
    assert not violations(page)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    eventually(lambda: value(sample.id, "kuulee") is None)
    assert page.evaluate("document.activeElement.matches('button.cell')")


def test_every_record_has_its_row(enter: Callable[..., Page], whole: Sample) -> None:
    page = editor(enter("editor"), f"{whole.url}table/")
    page.locator("jm-table h3").first.wait_for()
    rows = set(
        page.evaluate(
            "[...document.querySelectorAll('jm-table tr[data-id]')].map(r => r.dataset.id)"
        )
    )
    held = Record.objects.filter(document_id=whole.id).exclude(kind="journey")
    assert rows == {r.id for r in held}
    assert {r.kind for r in held} == set(JOURNEY.by_name) - {"journey"}
    for header in page.locator("jm-table table").all():
        assert header.locator("caption").count() == 1
        assert header.locator("thead th[scope=col]").count() >= 2
        assert header.locator("tbody th[scope=row]").count() == header.locator("tbody tr").count()
    assert not violations(page)


@pytest.mark.parametrize(
    ("language", "colours", "width"),
    [("en", "light", 1440), ("fi", "dark", 390), ("sv", "light", 320)],
)
def test_no_state_breaks_a_rule_or_overflows(
    language: str, colours: str, width: int, page: Page, table: Callable[..., Page]
) -> None:
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    table(language=language)
    assert not violations(page)
    for name in ("title", "evidence", "expectation", "actor", "touchpoints"):
        cell(page, "lisatiedot", name).press("Enter")
        page.locator("jm-table .cell-editor").wait_for()
        page.locator("jm-table .cell-editor details").evaluate_all(
            "all => all.forEach(d => d.open = true)"
        )
        assert not violations(page, "jm-table .cell-editor"), name
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.locator("jm-table .cell-editor").wait_for(state="detached")
    for adder in page.locator("jm-table [data-adder]").all()[:3]:
        adder.scroll_into_view_if_needed()
    assert page.evaluate(FITS)


def test_text_twice_as_large_still_fits(table: Callable[..., Page]) -> None:
    page = table()
    page.set_viewport_size({"width": 640, "height": 600})
    page.evaluate(LARGE)
    assert page.evaluate(FITS)
    cell(page, "lisatiedot", "title").press("Enter")
    assert page.locator("jm-table .cell-editor textarea, jm-table .cell-editor input").is_visible()
    assert page.evaluate(FITS)


def test_who_may_only_look_reads_the_same_tables(table: Callable[..., Page]) -> None:
    page = table("commenter")
    assert not page.locator("jm-table button.cell:not([data-row^=kommentti])").count()
    assert not page.locator("jm-table button.cell:not([data-name=resolved])").count()
    assert cell(page, "kommentti-71", "resolved").count() == 1
    assert "Saa lisätietopyynnön" in page.locator("jm-table").inner_text()


def test_two_hundred_steps_stay_quick(table: Callable[..., Page], people: People) -> None:
    """Opening a cell of 200 steps costs no more than a few frames of an empty journey's."""
    ops = [
        {
            "op": "put",
            "kind": "step",
            "id": f"n{n}",
            "value": {"title": f"Askel {n}", "stage": "g1"},
        }
        for n in range(200)
    ]
    large, small = people.journey("large"), people.journey("small")
    log.commit(large, SYSTEM, ops, client_id="many", label="many")
    spent: dict[str, float] = {}
    for journey, step in ((small, "s1"), (large, "n100")):
        page = table(journey=journey)
        spent[journey] = page.evaluate(
            """async ([step]) => {
                const table = document.querySelector('jm-table');
                const times = [];
                for (let n = 0; n < 9; n++) {
                    const before = performance.now();
                    await table.edit(step, n % 2 ? 'outcome' : 'title');
                    times.push(performance.now() - before);
                }
                return times.sort((a, b) => a - b)[4];
            }""",
            [step],
        )
    assert spent[large] < 25 * max(spent[small], 2), spent

"""Taking back in the browser: what comes back, what customers said with it, what has to stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from journeymap.documents import log
from tests.browser.editor import real
from tests.browser.editor.real import SESSION
from tests.pages.conftest import Sample
from tests.support.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[[str], "Page"]


def measures(page: Page) -> Any:
    address = page.evaluate(f"() => new URL({SESSION}.boot.urls.measures, location.href).href")
    return page.request.get(address).json()


def of_step(told: Any, step: str) -> Any:
    return told["steps"].get(step)


@pytest.mark.parametrize("reload", [False, True], ids=["at once", "after a reload"])
def test_a_removed_step_comes_back_with_all_that_hung_on_it(
    enter: Enter, sample: Sample, reload: bool
) -> None:
    page = real.opened(enter("editor"), sample.url)
    before = measures(page)
    records = page.evaluate(f"() => [...{SESSION}.journey.records].length")
    assert of_step(before, sample.step)
    page.evaluate(
        f"id => {SESSION}.edit({{label: 'Remove', journey: [{{op: 'remove', id}}]}})", sample.step
    )
    real.saved(page)
    assert page.evaluate(f"() => [...{SESSION}.journey.records].length") < records - 3
    # what customers said names the step by its id, and stays; its findings went along
    assert measures(page)["steps"] == before["steps"]
    assert page.evaluate(f"id => {SESSION}.journey.get(id) === undefined", sample.step)
    if reload:
        page.evaluate(f"() => {SESSION}.history.keeping")
        page.reload()
        real.working(page)
    label = page.evaluate(f"async () => (await {SESSION}.undo()).label")
    assert label == "Remove"
    real.saved(page)
    assert page.evaluate(f"() => [...{SESSION}.journey.records].length") == records
    assert measures(page) == before
    real.expect_sound(page, real.log(page))
    page.reload()
    real.working(page)
    told = page.evaluate(f"() => {SESSION}.measures")
    assert of_step(told, sample.step) == of_step(before, sample.step)
    assert sample.step in real.steps(page)


def test_what_others_changed_is_named_field_by_field(
    enter: Enter, sample: Sample, people: People
) -> None:
    page = real.opened(enter("editor"), sample.url)
    one, other = real.steps(page)[:2]
    page.evaluate(
        f"""([one, other]) => {SESSION}.edit({{label: "Two steps", journey: [
            {{op: "patch", id: one, set: {{title: "Mine", expectation: 1}}}},
            {{op: "patch", id: other, set: {{title: "Also mine"}}}}]}})""",
        [one, other],
    )
    real.saved(page)
    theirs = [{"op": "patch", "id": one, "set": {"title": "Theirs"}}]
    log.commit(sample.id, people.actor("owner"), theirs, client_id="theirs")
    gone = [{"op": "remove", "id": other}]
    log.commit(sample.id, people.actor("owner"), gone, client_id="gone")
    page.evaluate(f"() => {SESSION}.sync.pull()")
    page.locator("jm-map [role=application]").focus()
    page.keyboard.press("Control+z")
    toast = page.locator(".toast")
    toast.wait_for()
    said = toast.locator("p").inner_text()
    assert "The title of the step “Theirs” was changed by others since; it stays." in said
    assert "The step “Also mine” was removed by others since; it stays removed." in said
    assert "expectation" not in said
    assert page.locator("jm-editor > [role=status]").inner_text() == "Undone: Two steps."
    real.saved(page)
    assert page.evaluate(f"id => {SESSION}.journey.get(id).value.expectation", one) != 1
    assert real.title(page, one) == "Theirs"
    real.expect_sound(page, real.log(page))


def test_what_only_the_server_noticed_is_said_as_well(
    enter: Enter, sample: Sample, people: People
) -> None:
    page = real.opened(enter("editor"), sample.url)
    step = real.steps(page)[0]
    real.edit(page, step, "Mine")
    real.saved(page)
    page.evaluate(f"() => {{ {SESSION}.sync.pull = async () => {{}}; }}")  # it hears of nothing
    theirs = [{"op": "patch", "id": step, "set": {"title": "Theirs"}}]
    log.commit(sample.id, people.actor("owner"), theirs, client_id="theirs")
    page.locator("jm-map [role=application]").focus()
    page.keyboard.press("Control+z")
    page.locator(
        ".toast", has_text="The title of the step “Theirs” was changed by others"
    ).wait_for()
    assert real.title(page, step) == "Theirs"

"""Answers on the map: new ones arrive on open maps; which ones it shows is chosen and compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.editor.driving import APP
from tests.browser.editor.real import SESSION
from tests.browser.editor.test_together import hands, join, server
from tests.support.accessibility import FITS, violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

__all__ = ["hands", "join", "server"]

Join = Callable[..., "Page"]
#: Sends answers as a program does.
GIVE = f"""async ([step, count, more]) => {{
  const {{ session }} = {APP};
  const workspace = session.boot.urls.home.split("/").at(-2);
  const one = {{ journey: session.journey.id, step, emotion: 4, ease: 5, ...more }};
  const answer = await fetch(`/api/v1/answers/bulk/?workspace=${{workspace}}`, {{
    method: "POST",
    headers: {{ "Content-Type": "application/json", ...session.headers() }},
    body: JSON.stringify(Array(count).fill(one)),
  }});
  if (!answer.ok) throw new Error(await answer.text());
}}"""
UNANSWERED = f"""() => {{
  const {{ journey, measures }} = {SESSION};
  return journey.kind("step").map(({{ id }}) => id).filter((id) => !measures.steps[id]);
}}"""


def give(page: Page, step: str, count: int, **more: Any) -> None:
    page.evaluate(GIVE, [step, count, more])


def shown(page: Page, step: str) -> Any:
    """What the page has measured at a step."""
    return page.evaluate(f"(id) => {SESSION}.measures.steps[id] ?? null", step)


def down_to(choices: Locator, value: str) -> None:
    """Choose by the arrow key."""
    choices.locator("option", has_text=value).wait_for(state="attached")
    for _ in range(choices.locator("option").count()):
        if choices.input_value() == value:
            break
        choices.press("ArrowDown")
    assert choices.input_value() == value


def show(page: Page, step: str) -> None:
    page.evaluate(f"(id) => {APP}.map.focusItem(id)", step)


def test_an_answer_given_elsewhere_changes_open_maps(join: Join) -> None:
    """A group of 4 is hidden and the fifth shows it; also to viewers, and without a stream."""
    anna, ben, vera = join("anna"), join("ben"), join("vera", "viewer")
    step = anna.evaluate(UNANSWERED)[0]
    vera.evaluate(f"() => {APP}.together.stream.close()")
    for page in (ben, vera):
        page.evaluate("() => (window.same = true)")
        show(page, step)
    give(anna, step, 4)
    value = f'[data-part="measured"][data-id="{step}"]'
    ben.locator("jm-editor > [role=status]", has_text="4 new answers are on the map.").wait_for()
    ben.locator(".m-gap", has_text="fewer than 5 answers").wait_for()
    assert ben.locator(value).count() == 0
    give(anna, step, 1)
    ben.locator(value, has_text="n=5").wait_for()
    assert shown(ben, step)["emotion"]["mean"] == 4
    vera.locator(value, has_text="n=5").wait_for()
    give(anna, step, 1)
    ben.locator(value, has_text="n=6").wait_for()
    assert shown(vera, step)["n"] == 5  # what is published has waited for more
    assert ben.evaluate("() => window.same") and vera.evaluate("() => window.same")


def test_answers_are_chosen_and_compared_by_keyboard(join: Join) -> None:
    page = join("carl")
    step = page.evaluate(UNANSWERED)[-1]
    give(page, step, 20, unit="<b>&North", emotion=5)
    give(page, step, 20, unit="South", emotion=1)
    button = page.get_by_role("button", name="Choose which answers are shown")
    button.focus()
    page.keyboard.press("Enter")
    units = page.locator("dialog.choose").get_by_label("Unit")
    down_to(units.first, "<b>&North")
    page.get_by_label("Compare with others").focus()
    page.keyboard.press("Space")
    down_to(units.nth(1), "South")
    assert violations(page, "dialog.choose") == []
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    line = page.locator(".chosen-answers")
    line.wait_for()
    assert re.search(r"A <b>&North \(20 answers\)\s+B South \(20 answers\)", line.inner_text())
    page.wait_for_url(lambda url: "compare=unit%3DSouth" in url)
    show(page, step)
    for letter, mean in (("A", "5.0"), ("B", "1.0")):
        page.locator(
            f'[data-id="{step}"][data-part="measured"]', has_text=f"{letter} {mean}"
        ).wait_for()
    page.locator(".m-gap", has_text="A higher than B").wait_for()
    said = page.locator(f'[data-part="card"][data-id="{step}"]').get_attribute("aria-label") or ""
    assert "A: measured 5.0 of 5 by 20 answers" in said and "B: measured 1.0 of 5" in said
    assert violations(page) == []
    page.get_by_role("link", name="Take away").press("Enter")
    page.check("#take-map-svg")
    assert page.get_by_label("With the answers that are chosen on the map").is_checked()
    with page.expect_download() as taken:
        page.locator(".take-go button").press("Enter")
    drawn = taken.value.path().read_text("utf-8")
    assert "Measured: A: &lt;b&gt;&amp;North; B: South" in drawn
    page.reload()
    line.get_by_role("button", name="Show all answers").press("Enter")
    line.wait_for(state="detached")
    page.wait_for_url(lambda url: "?" not in url)
    assert page.evaluate(FITS)


def test_what_is_wrong_is_said_and_nothing_is_changed(join: Join) -> None:
    page = join("dora")
    page.get_by_role("button", name="Choose which answers are shown").press("Enter")
    page.get_by_label("First day").fill("2026-05-01")
    page.get_by_label("Last day").fill("2026-04-01")
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    page.get_by_role("alert").get_by_text("The period ends before it begins.").wait_for()
    assert page.evaluate("() => document.activeElement.matches('[aria-invalid]')")
    page.get_by_label("Last day").fill("2099-04-01")
    page.get_by_label("First day").fill("2099-03-01")
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    page.locator(".chosen-answers", has_text="no such answers").wait_for()
    page.get_by_role("button", name="Choose which answers are shown").press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "since=2099-03-01" in url)


@pytest.mark.parametrize("role", ["viewer", "commenter"])
def test_others_see_none_of_it(join: Join, role: str) -> None:
    page = join(f"eve-{role}", role)
    unchosen = page.evaluate(f"() => {SESSION}.measures.n")
    page.goto(f"{page.url.partition('?')[0]}?unit=North&compare=")
    page.wait_for_function(f"() => {APP}?.commands.has('choose-answers')")
    assert page.evaluate(f"() => {SESSION}.measures.n") == unchosen
    assert page.locator(".chosen-answers, .answers-tool").count() == 0


def test_who_may_no_longer_read_single_answers_sees_what_everybody_sees(
    join: Join, hands: Any
) -> None:
    page = join("fred")
    page.goto(f"{page.url}?unit=Seinäjoki")
    page.locator(".chosen-answers .button").first.wait_for()
    page.wait_for_function(f"() => {APP}.together?.stream.up")
    hands.ask("becomes", name="fred", role="viewer")
    page.locator(".chosen-answers").wait_for(state="detached")
    page.locator(".answers-tool").wait_for(state="detached")
    page.wait_for_url(lambda url: "unit" not in url)

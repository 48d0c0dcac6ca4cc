"""The live map in a real browser: moved, scaled, folded, heard; drawn only where one looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from journeymap.workspaces.access import SYSTEM
from tests.pages.conftest import Sample, said
from tests.support.accessibility import violations
from tests.support.edits import put
from tests.support.people import People
from touchpoints import answers

from .conftest import Desk
from .driving import settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[[str], "Page"]
LONG = "työvoimakoulutushakemuslomakekäsittelijä"
HOSTILE = "<b>&\"'>]]>{id} ${1}"
MAP = "document.querySelector('jm-map')"
SAMPLE = ".map-root .m-card-step"


def many(n: int) -> list[dict[str, Any]]:
    """Ops of n joined steps in stages of ten, every second with a pain point."""
    ops = []
    for at in range(n):
        if at % 10 == 0:
            ops.append(put("stage", f"g{at // 10}", title=f"Stage {at // 10}", order=f"a{at:04}1"))
        stage = f"g{at // 10}"
        ops.append(put("step", f"s{at}", title=f"Step {at}", stage=stage, order=f"b{at:04}1"))
        if at:
            ops.append(put("transition", f"t{at}", source=f"s{at - 1}", target=f"s{at}"))
        if at % 2:
            ops.append(put("finding", f"f{at}", kind="pain", step=f"s{at}", title=f"Pain {at}"))
    return ops


def opened(enter: Enter, sample: Sample, who: str = "editor", width: int = 1440) -> Page:
    page = enter(who)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(sample.url)
    page.locator(SAMPLE).first.wait_for()
    settle(page)
    return page


def view(page: Page) -> tuple[float, float, float]:
    x, y, k = page.evaluate(f"[{MAP}.viewport.x, {MAP}.viewport.y, {MAP}.viewport.k]")
    return x, y, k


def ground(page: Page) -> tuple[float, float]:
    """A point of the window where nothing stands: below the first card, right of the names."""
    box = page.locator(SAMPLE).first.bounding_box()
    assert box
    return box["x"] + 40, box["y"] + box["height"] + 45


def test_where_all_stands_and_how_it_is_said(enter: Enter, sample: Sample) -> None:
    page = opened(enter, sample)
    the_map_names_its_rows_and_says_each_step_in_one_sentence(page)
    everything_to_press_is_large_enough(page)
    stages_and_names_of_rows_move_with_the_sheet_and_stay_in_sight(page)
    a_point_and_an_item_find_each_other(page)


def the_map_names_its_rows_and_says_each_step_in_one_sentence(page: Page) -> None:
    board = page.get_by_role("application", name="Map of the journey")
    first = board.locator("[data-part=card]").first
    said = first.get_attribute("aria-label") or ""
    for part in ("step 1 of 12", "stage", "leads to", "touchpoint", "expected"):
        assert part in said, said
    rows = board.locator("[data-part=lane]").all_inner_texts()
    assert [row.split("\n")[0] for row in rows][:2] == ["Path", "Experience"]
    assert any("People" in row for row in rows)


def everything_to_press_is_large_enough(page: Page) -> None:
    for y in (0, -700, -1400):
        page.evaluate(f"{MAP}.viewport.move(-200, {y})")
        settle(page)
        small = page.evaluate(
            f"""[...{MAP}.querySelectorAll("[role=button], [role=slider], button, .m-handle")]
              .map(e => [e.className, e.getBoundingClientRect()])
              .filter(([name, r]) => r.width && Math.min(r.width, r.height) < 23.9)
              .map(([name, r]) => `${{name}} ${{r.width}} ${{r.height}}`)"""
        )
        assert small == []


def stages_and_names_of_rows_move_with_the_sheet_and_stay_in_sight(page: Page) -> None:
    page.evaluate(f"{MAP}.viewport.move(-333, -444)")
    settle(page)
    where = page.evaluate(
        f"""(() => {{
          const box = each => {MAP}.querySelector(each).getBoundingClientRect();
          const root = box(".map-root"), names = box(".map-names"), heads = box(".map-heads");
          const own = [...{MAP}.querySelectorAll(".m-row")].find(e => e.dataset.lane === "people");
          const row = own.getBoundingClientRect();
          const stage = {MAP}.geometry.stages[1];
          return {{
            names: names.left - root.left, heads: heads.top - root.top,
            row: row.top - box('.m-name[data-lane=people]').top,
            stage: box(`[data-key="stage:${{stage.id}}"]`).left - {MAP}.box(stage.id).left,
          }};
        }})()"""
    )
    assert all(abs(off) < 2 for off in where.values()), where


def a_point_and_an_item_find_each_other(page: Page) -> None:
    page.evaluate(f"{MAP}.viewport.move(-150, -80)")
    settle(page)
    wrong = page.evaluate(
        f"""[...{MAP}.querySelectorAll(".m-item[data-key]")].filter(e => {{
          const key = e.dataset.key, box = {MAP}.box(key), own = e.getBoundingClientRect();
          if (Math.abs(box.x - own.x) > 1.5 || Math.abs(box.y - own.y) > 1.5) return true;
          const at = {MAP}.at(box.x + box.width / 2, box.y + box.height / 2);
          return at.item.key !== key && !at.item.part.startsWith("point-");
        }}).map(e => e.dataset.key)"""
    )
    assert wrong == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_no_rule_of_accessibility_is_broken(
    scheme: Any, width: int, enter: Enter, sample: Sample, desk: Callable[..., Desk]
) -> None:
    page = opened(enter, sample, width=width)
    page.emulate_media(color_scheme=scheme)
    assert violations(page) == []
    page.locator(SAMPLE).first.click()
    settle(page)
    assert violations(page) == []
    page.evaluate(f"{MAP}.viewport.move(-700, -900)")
    settle(page)
    assert violations(page) == []
    empty = desk("empty")
    empty.page.emulate_media(color_scheme=scheme)
    empty.page.set_viewport_size({"width": width, "height": 900})
    settle(empty.page)
    assert violations(empty.page) == []


def test_wheel_drag_and_keys_move_and_scale(enter: Enter, sample: Sample) -> None:
    page = opened(enter, sample)
    x, y = ground(page)
    page.mouse.move(x, y)
    page.mouse.wheel(120, 60)
    page.wait_for_function(f"{MAP}.viewport.x === -120 && {MAP}.viewport.y === -60")
    page.mouse.down()
    page.mouse.move(x - 100, y - 40, steps=5)
    page.mouse.up()
    assert view(page) == (-220, -100, 1)
    at = f"(([x, y]) => {{ const {{x: a, y: b}} = {MAP}.at(x, y); return [a, b]; }})"
    before = page.evaluate(f"{at}([{x}, {y}])")
    page.keyboard.down("Control")
    page.mouse.move(x, y)
    page.mouse.wheel(0, 60)
    page.keyboard.up("Control")
    page.wait_for_function(f"{MAP}.viewport.k < 1")
    after = page.evaluate(f"{at}([{x}, {y}])")
    assert abs(before[0] - after[0]) < 2 and abs(before[1] - after[1]) < 2
    page.locator(SAMPLE).first.focus()
    page.keyboard.press("0")
    page.wait_for_function(f"{MAP}.viewport.k === 1")
    page.get_by_role("button", name="Larger").click()
    assert view(page)[2] == 1.1
    page.get_by_role("button", name="Fit the whole map").click()
    settle(page)
    seen = page.evaluate(f"{MAP}.viewport.seen()")
    size = page.evaluate(f"[{MAP}.geometry.width, {MAP}.geometry.height]")
    assert seen["right"] >= size[0] - 1 and seen["bottom"] >= size[1] - 1


def test_the_space_bar_and_the_middle_button_drag_the_map_by_its_cards(
    enter: Enter, sample: Sample
) -> None:
    page = opened(enter, sample)
    page.locator("jm-inspector h2").wait_for()
    box = page.locator(SAMPLE).nth(1).bounding_box()
    assert box
    x, y = box["x"] + 30, box["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down(button="middle")
    page.mouse.move(x - 60, y, steps=4)
    page.mouse.up(button="middle")
    assert view(page)[0] == -60
    page.mouse.move(x - 60, y)
    page.keyboard.down("Space")
    page.mouse.down()
    page.mouse.move(x - 90, y, steps=4)
    page.mouse.up()
    page.keyboard.up("Space")
    assert view(page)[0] == -90


def test_the_middle_button_pastes_nothing(enter: Enter, sample: Sample) -> None:
    """Where the system pastes what is selected with it, as X11 does, it still only pans."""
    page = opened(enter, sample)
    steps = "document.querySelector('jm-editor').app.session.journey.kind('step').length"
    before = page.evaluate(steps)
    # a word is selected, and then not any more
    page.locator("jm-inspector h2").dblclick(position={"x": 12, "y": 8})
    page.evaluate("getSelection().removeAllRanges()")
    page.evaluate(
        "addEventListener('paste', ({clipboardData}) =>"
        " document.body.dataset.pasted = clipboardData.getData('text/plain').trim())"
    )
    page.locator(SAMPLE).nth(1).click(position={"x": 30, "y": 20})
    page.locator(SAMPLE).nth(1).click(button="middle", position={"x": 30, "y": 20})
    assert page.locator("body").get_attribute("data-pasted")
    assert page.evaluate(steps) == before


def test_two_fingers_scale_and_one_moves(enter: Enter, sample: Sample) -> None:
    page = opened(enter, sample, width=820)
    x, y = ground(page)
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": px, "y": py, "id": at} for at, (px, py) in enumerate(points)]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (x, y))
    for far in (10, 40, 80):
        touch("touchMove", (x - far, y))
    touch("touchEnd")
    settle(page)
    assert view(page)[0] < -60
    touch("touchStart", (x, y), (x + 80, y))
    for far in (90, 110, 140):
        touch("touchMove", (x, y), (x + far, y))
    touch("touchEnd")
    settle(page)
    assert 1.4 < view(page)[2] < 2


def test_only_what_is_near_is_drawn_and_what_has_the_focus_stays(
    desk: Callable[..., Desk],
) -> None:
    at = desk("long", *many(200))
    page = at.page
    cards = page.locator("jm-map [data-part=card]")
    assert 3 < cards.count() < 25
    page.evaluate("document.querySelector('jm-editor').app.focus('s120')")
    page.locator("[data-key=s120]:focus").wait_for()
    assert cards.count() < 25
    scrolled = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => e.scrollLeft || e.scrollTop).length"
    )
    assert scrolled == 0
    box = page.locator("[data-key=s120]").bounding_box()
    assert box and box["x"] > 150 and box["x"] + box["width"] < 1440 - 300
    page.evaluate(f"{MAP}.viewport.move(0, 0)")
    at.settle()
    assert page.evaluate("document.activeElement.dataset.key") == "s120"
    page.evaluate(f"{MAP}.fit()")
    at.settle()
    heads = page.locator("[data-part=stage]")
    assert heads.first.is_visible() and heads.count() > 5


def test_a_preview_is_drawn_and_taken_back(desk: Callable[..., Desk]) -> None:
    at = desk("preview", *many(4))
    page = at.page
    page.evaluate(
        """document.querySelector('jm-editor').app.preview = {label: "", journey: [
          {op: "patch", kind: "step", id: "s1", set: {title: "Moved"}}]}"""
    )
    moved = page.locator("[data-key=s1].lifted")
    moved.wait_for()
    assert "Moved" in moved.inner_text()
    page.evaluate("document.querySelector('jm-editor').app.preview = null")
    page.locator("[data-key=s1]:not(.lifted)").wait_for()
    assert "Step 1" in page.locator("[data-key=s1]").inner_text()
    assert not page.evaluate("document.querySelector('jm-editor').app.session.canUndo")


def test_a_reader_folds_stages_for_themselves(desk: Callable[..., Desk]) -> None:
    at = desk("folded", *many(40))
    page = at.page
    head = page.locator(".m-head-stage").first
    head.hover()
    head.get_by_role("button", name="Fold the stage Stage 0").click()
    card = page.locator("jm-map [data-part=card]").first
    assert "10 folded steps" in card.inner_text()
    assert card.get_attribute("data-kind") == "stage"
    page.reload()
    page.get_by_text("10 folded steps").first.wait_for()
    page.get_by_role("button", name="Unfold the stage Stage 0").click()
    page.locator("[data-key=s3]").wait_for()
    assert not page.evaluate("document.querySelector('jm-editor').app.session.canUndo")


def test_measured_expected_and_assumed_look_apart(
    enter: Enter, sample: Sample, people: People
) -> None:
    answers.record(people.workspace, SYSTEM, said(sample.graph))
    page = opened(enter, sample)
    page.evaluate(f"{MAP}.reveal('{sample.step}')")
    page.evaluate(f"{MAP}.viewport.pan(0, -300)")
    settle(page)
    looks = [
        page.locator(f".m-curve.m-{kind}").first.evaluate(
            "e => { const s = getComputedStyle(e); return [s.stroke, s.strokeDasharray]; }"
        )
        for kind in ("measured", "expected", "assumed")
    ]
    assert len({colour for colour, _dash in looks}) == 3
    assert len({dash for _colour, dash in looks}) == 3  # not by colour alone
    values = page.locator(".m-value")
    assert "n=" in values.first.inner_text()
    assert "95% interval" in (values.first.get_attribute("aria-label") or "")


def test_who_may_only_view_has_nothing_to_drag(enter: Enter, sample: Sample) -> None:
    page = opened(enter, sample, "viewer")
    assert page.locator(".m-handle").count() == 0
    assert page.locator("[data-part=point-expectation][role=img]").count() > 2
    assert page.locator("[role=slider]").count() == 0


def test_an_empty_journey_begins_with_a_button(desk: Callable[..., Desk]) -> None:
    at = desk("nothing")
    page = at.page
    assert page.get_by_text("Paste lines of text").is_visible()
    page.get_by_role("button", name="First step").click()
    page.keyboard.type("Hears of it")
    page.keyboard.press("Enter")
    at.card("Hears of it").wait_for()
    at.saved()


def test_hostile_and_long_words_are_words(desk: Callable[..., Desk]) -> None:
    at = desk(
        "hostile",
        put("stage", "g", title=HOSTILE),
        put("step", "a", title=HOSTILE, stage="g", order="1"),
        put("step", "b", title=LONG, stage="g", order="2"),
        put("step", "c", title="X" * 200, stage="g", order="3"),
        put("transition", "t", source="a", target="b", condition=HOSTILE),
    )
    page = at.page
    assert HOSTILE in page.locator("[data-key=a]").inner_text()
    assert page.locator("jm-map b", has_text="&").count() == 0
    for key in ("a", "b", "c"):
        title = page.locator(f"[data-key={key}] .m-card-title")
        assert title.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
        assert title.get_attribute("title")
    assert (page.locator("[data-key=b]").get_attribute("aria-label") or "").startswith(LONG)
    assert not at.errors

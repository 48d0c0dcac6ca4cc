"""Everything that can be dragged with the mouse, and what the server has of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from journeys import rows

from .conftest import Desk, line

Make = Callable[..., Desk]

SETUP = """() => {
  const {app} = document.querySelector('jm-editor');
  const put = (kind, id, value) => ({op: "put", kind, id, value});
  const touchpoint = (id, kind) => put("touchpoint", id, {name: id, kind});
  app.do({
    label: "What hangs on steps",
    catalogue: [touchpoint("Letter", "object"), touchpoint("Form", "object")],
    journey: [
      put("encounter", "letter", {step: "A", touchpoint: "Letter", order: "1"}),
      put("encounter", "form", {step: "A", touchpoint: "Form", order: "2"}),
      put("finding", "slow", {kind: "pain", title: "Slow", step: "A"}),
      put("idea", "faster", {title: "Faster", step: "A"}),
      put("lane", "rules", {title: "Rules", order: "1"}),
      put("lane", "notes", {title: "Notes", order: "2"}),
      put("card", "law", {lane: "rules", step: "A", text: "Law"}),
    ],
  });
}"""


def staged() -> list[dict[str, Any]]:
    """Four joined steps, two in each of two stages."""
    stages = [
        {"op": "put", "kind": "stage", "id": name, "value": {"title": name, "order": str(n + 1)}}
        for n, name in enumerate(("First", "Second"))
    ]
    ops = line("A", "B", "C", "D")
    for op, stage in zip(ops, ("First", "First", "Second", "Second"), strict=False):
        op["value"]["stage"] = stage
    return stages + ops


@pytest.fixture
def full(desk: Make) -> Desk:
    """The editor of steps A to D, with something of every kind on A."""
    hands = desk("full", *line("A", "B", "C", "D"))
    hands.page.set_viewport_size({"width": 1440, "height": 1400})
    hands.page.evaluate(SETUP)
    hands.saved()
    return hands


def part(hands: Desk, name: str, record: str) -> Any:
    return hands.page.locator(f"jm-map [data-part={name}][data-id='{record}']").first


def under(hands: Desk, step: str, item: Any) -> tuple[float, float]:
    """The place of an item's row in a step's column."""
    return hands.middle(hands.card(step))[0], hands.middle(item)[1]


def value(hands: Desk, record: str) -> dict[str, Any]:
    """What the server has of a record, as the log's rows hold it."""
    from .driving import value as held

    hands.saved()
    return held(hands.journey, record) or {}


def test_what_hangs_on_a_step_is_dragged_to_another(full: Desk) -> None:
    for name, record in (("chip", "letter"), ("finding", "slow"), ("idea", "faster")):
        item = part(full, name, record)
        full.drag(item, under(full, "C", item))
        assert value(full, record)["step"] == "C"
        assert record in full.page.evaluate("document.activeElement.dataset.id"), "it has the focus"
        full.press("Control+z")
        assert value(full, record)["step"] == "A"


def test_a_chip_dragged_below_another_stands_below_it(full: Desk) -> None:
    letter, form = part(full, "chip", "letter"), part(full, "chip", "form")
    x, y = full.middle(form)
    full.drag(letter, (x, y + 8))
    full.saved()
    order = [each.touchpoint for each in rows.load("full").encounters if each.step == "A"]
    assert order == ["Form", "Letter"]
    assert full.middle(letter)[1] > full.middle(form)[1]


def test_a_chip_dropped_where_it_stands_changes_nothing(full: Desk) -> None:
    letter = part(full, "chip", "letter")
    full.drag(letter, full.middle(full.card("A")))
    assert value(full, "letter") == {"step": "A", "touchpoint": "Letter", "order": "1"}


def test_a_card_of_a_row_is_dragged_to_another_step_and_row(full: Desk) -> None:
    card = part(full, "note", "law")
    x, _ = full.middle(full.card("B"))
    full.drag(card, (x, full.middle(part(full, "lane", "notes"))[1]))
    assert {**value(full, "law"), "order": ""} == {
        "lane": "notes",
        "step": "B",
        "text": "Law",
        "order": "",
    }


def test_the_name_of_a_row_is_dragged_above_another(full: Desk) -> None:
    names = full.page.locator("jm-map [data-part=lane]")
    notes, rules = part(full, "lane", "notes"), part(full, "lane", "rules")
    assert full.middle(rules)[1] < full.middle(notes)[1]
    box = rules.bounding_box()
    full.drag(notes, (box["x"] + 40, box["y"] + 4))
    before = names.all_inner_texts()
    assert full.middle(notes)[1] < full.middle(rules)[1]
    full.saved()
    full.page.reload()
    full.card("A").wait_for()
    assert names.all_inner_texts() == before


def test_the_head_of_a_stage_is_dragged_before_another(desk: Make) -> None:
    hands = desk("heads", *staged())
    first, second = (part(hands, "stage", name) for name in ("First", "Second"))
    box = first.bounding_box()
    hands.drag(second, (box["x"] + 20, box["y"] + box["height"] / 2))
    assert hands.graph()["stages"] == ["Second", "First"]


def test_a_step_dragged_across_stages_belongs_to_the_other(desk: Make) -> None:
    hands = desk("across", *staged())
    x, y = hands.middle(hands.card("D"))
    hands.drag(hands.card("A"), (x + 100, y))
    found = hands.graph()
    assert found["steps"][("A", "Second", None)] == 1
    assert ("D", "A", "sequence", "") in found["ways"]
    hands.drag(hands.card("B"), hands.middle(hands.card("C")))
    assert hands.graph()["steps"][("B", "Second", None)] == 1, "dropped on a card: beside it"


@pytest.mark.parametrize(("share", "expected"), [(0.85, ("A", "C")), (0.15, ("C", "B"))])
def test_an_end_of_a_way_is_led_to_another_step(
    desk: Make, share: float, expected: tuple[str, str]
) -> None:
    hands = desk("ends", *line("A", "B", "C")[:-1])
    a, b = hands.card("A").bounding_box(), hands.card("B").bounding_box()
    start, end = a["x"] + a["width"], b["x"]
    page = hands.page
    page.mouse.move(start + (end - start) * share, a["y"] + a["height"] / 2)
    page.mouse.down()
    page.mouse.move(*hands.middle(hands.card("C")), steps=8)
    hands.settle()
    page.mouse.up()
    hands.settle()
    assert hands.graph()["ways"] == Counter([(*expected, "sequence", "")])


def test_what_a_line_aims_at_stays_under_the_pointer_though_the_shown_way_moves_its_card(
    desk: Make,
) -> None:
    hands = desk("aimed", *line("A", "B", "C")[:-1])
    x, y = hands.middle(hands.card("C"))
    hands.card("A").hover()
    hands.drag(hands.card("A").locator("[data-part=handle]"), (x, y))
    assert hands.graph()["ways"] == Counter([("A", "B", "choice", ""), ("A", "C", "choice", "")])


def test_a_line_dropped_on_empty_ground_makes_the_step_it_leads_to(desk: Make) -> None:
    hands = desk("nowhere", *line("A"))
    hands.card("A").hover()
    x, y = hands.middle(hands.card("A"))
    hands.drag(hands.card("A").locator("[data-part=handle]"), (x + 400, y + 10))
    hands.type("B")
    hands.press("Enter")
    assert hands.graph()["ways"] == Counter([("A", "B", "sequence", "")])


def test_escape_leaves_a_drag_as_if_it_had_never_begun(full: Desk) -> None:
    records = {"chip": "letter", "finding": "slow", "idea": "faster", "note": "law"}
    for name in ("chip", "finding", "idea", "note", "lane"):
        item = part(full, name, records.get(name, "rules"))
        before = full.page.locator("jm-map").inner_text()
        x, y = full.middle(item)
        full.page.mouse.move(x, y)
        full.page.mouse.down()
        full.page.mouse.move(x + 300, y + 60, steps=5)
        full.settle()
        full.page.keyboard.press("Escape")
        full.page.mouse.up()
        full.settle()
        assert full.page.locator("jm-map").inner_text() == before, name
        assert full.page.locator("dialog[open]").count() == 0, name

"""The same journey drawn by keys alone and by mouse alone is the same graph on the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from .conftest import Desk, line

Make = Callable[..., Desk]

STEPS = ["Hears of it", "Reads the page", "Fills in the form", "Gets the decision"]
BRANCH = "Visits the office"
TOUCHPOINTS = [
    ("Reads the page", "Service page", "virtual_space", "web"),
    ("Fills in the form", "E-service", "virtual_space", "e_service"),
    ("Visits the office", "Adviser", "person", None),
    ("Gets the decision", "Decision letter", "object", "letter"),
]
EXPECTED: dict[str, Any] = {
    "stages": [],
    "steps": Counter(
        {(title, None, 4.0 if title == STEPS[3] else None): 1 for title in [*STEPS, BRANCH]}
    ),
    "ways": Counter(
        [
            (STEPS[0], STEPS[1], "sequence", ""),
            (STEPS[1], STEPS[2], "choice", ""),
            (STEPS[1], BRANCH, "choice", ""),
            (STEPS[2], STEPS[3], "sequence", ""),
            (BRANCH, STEPS[3], "sequence", ""),
        ]
    ),
    "met": Counter(TOUCHPOINTS),
    "findings": Counter([("pain", "Cannot tell whether I qualify", STEPS[1])]),
    "ideas": Counter(),
}


def test_a_journey_by_keys_alone_in_sixty_presses(desk: Make) -> None:
    hands = desk("by-keys")
    hands.press("Tab", "Enter", "Tab")  # past the page's top, to the map
    assert "First step" in hands.focused()
    hands.press("Enter")
    for at, title in enumerate(STEPS):
        hands.type(title)
        hands.press("Tab" if at < len(STEPS) - 1 else "Enter")
    hands.press("e", "4", "Escape")
    add(hands, "Decision letter", " !o", " #letter")
    hands.press("ArrowLeft")
    add(hands, "E-service", " !v", " #e-s")
    hands.press("ArrowLeft")
    add(hands, "Service page", " !v", " #web")
    hands.press("p")
    hands.type("Cannot tell whether I qualify")
    hands.press("Enter", "b")
    hands.type(BRANCH)
    hands.press("Enter")
    add(hands, "Adviser", " !pe")
    hands.press("l", "Enter")
    assert hands.graph() == EXPECTED
    assert hands.pressed <= 60, hands.pressed


def add(hands: Desk, name: str, *signs: str) -> None:
    """Add a touchpoint by keys: its name is words, how it is made is counted."""
    hands.press("/")
    hands.type(name)
    for sign in signs:
        hands.press(*("Space" if each == " " else each for each in sign))
    hands.press("Enter")


def test_the_same_journey_by_mouse_alone(desk: Make) -> None:
    hands = desk("by-mouse")
    page = hands.page
    page.get_by_role("button", name="First step").click()
    hands.type(STEPS[0])
    for title in STEPS[1:]:  # the plus at the edge of the last card, also out of the name's field
        page.mouse.click(1000, 760)
        hands.settle()
        last = hands.card(STEPS[STEPS.index(title) - 1])
        last.click()
        last.locator("[data-part=handle]").click()
        hands.type(title)
    page.mouse.click(1000, 760)
    second = hands.card(STEPS[1])
    below = (hands.middle(second)[0] + 110, hands.middle(second)[1] + 90)
    second.click()
    hands.drag(second.locator("[data-part=handle]"), below)
    hands.type(BRANCH)
    page.mouse.click(1000, 760)
    branch = hands.card(BRANCH)
    branch.click()
    hands.drag(branch.locator("[data-part=handle]"), hands.middle(hands.card(STEPS[3])))
    for step, name, kind, channel in TOUCHPOINTS:
        by_palette(hands, step, "Add a touchpoint")
        hands.type(f"{name} #{channel}" if channel else name)
        option = page.get_by_role("option").filter(has=page.locator(f"use[href='#icon-{kind}']"))
        option.click()
    by_palette(hands, STEPS[1], "New pain point")
    hands.type("Cannot tell whether I qualify")
    page.mouse.click(1000, 760)
    x, _ = hands.middle(hands.card(STEPS[3]))
    page.mouse.dblclick(x, height_of(hands, 3))
    hands.settle()
    point = page.locator(f"[data-part=point-expectation][aria-label*='{STEPS[3]}']")
    hands.drag(point, (x, height_of(hands, 4)))
    assert hands.graph() == EXPECTED


def height_of(hands: Desk, score: int) -> float:
    """Where a score stands on the curve, in px of the window."""
    return float(
        hands.page.evaluate(
            "score => {const map = document.querySelector('jm-map'); const {y, k, frame} ="
            "map.viewport; return map.root.getBoundingClientRect().top + frame.top + y +"
            "k * map.geometry.curve.y(score)}",
            score,
        )
    )


def by_palette(hands: Desk, step: str, command: str) -> None:
    """Choose a step and a command for it, with the mouse."""
    hands.card(step).click()
    hands.page.get_by_role("button", name="Find a command").click()
    hands.page.get_by_role("option", name=command).click()
    hands.settle()


def test_a_step_on_empty_ground_follows_the_last_one(desk: Make) -> None:
    hands = desk("ground", *line("A", "B"))
    x, y = hands.middle(hands.card("B"))
    hands.page.mouse.dblclick(x + 260, y)
    hands.settle()
    hands.type("C")
    hands.press("Enter")
    assert hands.graph()["ways"] == Counter(
        [("A", "B", "sequence", ""), ("B", "C", "sequence", "")]
    )


def test_a_card_is_moved_along_the_path_and_seen_before_it_is_dropped(desk: Make) -> None:
    hands = desk("moved", *line("A", "B", "C"))
    page = hands.page
    card = hands.card("A")
    x, y = hands.middle(hands.card("C"))
    page.mouse.move(*hands.middle(card))
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=10)
    hands.settle()
    assert page.locator("[data-part=card]").all_text_contents()[-1].strip().startswith("A")
    page.keyboard.press("Escape")
    page.mouse.up()
    hands.settle()
    assert page.locator("[data-part=card]").all_text_contents()[0].strip().startswith("A")
    hands.drag(card, (x + 120, y))
    assert hands.graph()["ways"] == Counter(
        [("B", "C", "sequence", ""), ("C", "A", "sequence", "")]
    )


def test_a_small_tremble_of_the_hand_is_a_click(desk: Make) -> None:
    hands = desk("tremble", *line("A", "B"))
    x, y = hands.middle(hands.card("B"))
    page = hands.page
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y + 2)
    page.mouse.up()
    hands.settle()
    assert hands.card("B").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.querySelector('jm-editor').app.session.canUndo") in ("", None)


def test_shift_and_drag_chooses_what_is_inside_and_all_move_together(desk: Make) -> None:
    hands = desk("several", *line("A", "B", "C", "D"))
    page = hands.page
    a, b = hands.card("A").bounding_box(), hands.card("B").bounding_box()
    page.keyboard.down("Shift")
    page.mouse.move(a["x"] + 20, a["y"] + a["height"] + 12)
    page.mouse.down()
    page.mouse.move(b["x"] + 40, b["y"] + 20, steps=6)
    hands.settle()
    page.mouse.up()
    page.keyboard.up("Shift")
    hands.settle()
    assert page.locator("[data-part=card][aria-pressed=true]").count() == 2
    x, y = hands.middle(hands.card("D"))
    hands.drag(hands.card("A"), (x + 110, y))
    assert hands.graph()["ways"] == Counter(
        [("C", "D", "sequence", ""), ("D", "A", "sequence", ""), ("A", "B", "sequence", "")]
    )


def test_who_may_only_view_walks_and_changes_nothing(desk: Make) -> None:
    hands = desk("viewed", *line("A", "B"), who="viewer")
    hands.card("A").click()
    hands.press("ArrowRight", "Delete", "Enter", "b", "Alt+ArrowLeft")
    hands.page.keyboard.type("x")
    assert "B" in hands.focused()
    x, y = hands.middle(hands.card("B"))
    hands.drag(hands.card("A"), (x + 120, y))
    assert hands.page.locator("[data-part=card]").count() == 2
    assert hands.graph()["ways"] == Counter([("A", "B", "sequence", "")])

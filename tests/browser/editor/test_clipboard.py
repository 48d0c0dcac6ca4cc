"""Copy and paste by the browser's own clipboard, within a journey, to another, and from text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from .conftest import Desk, line, told
from .driving import APP

Make = Callable[..., Desk]


def test_a_copied_step_comes_into_another_journey_with_all_that_hangs_on_it(desk: Make) -> None:
    hands = desk("from", *line("A", "B"))
    hands.card("A").focus()
    hands.press("p")
    hands.type("Slow")
    hands.press("Enter", "/")
    hands.type("Desk !phys")
    hands.press("Enter", "Control+c")
    assert "1 step copied" in hands.said()
    hands.saved()
    other = desk("to", *line("X"))
    other.card("X").focus()
    other.press("Control+v")
    found = other.graph()
    assert found["ways"] == Counter([("X", "A", "sequence", "")])
    assert found["findings"] == Counter([("pain", "Slow", "A")])
    assert found["met"] == Counter([("A", "Desk", "physical_space", None)])


def test_cut_closes_the_path_and_paste_opens_it(desk: Make) -> None:
    hands = desk("cut", *line("A", "B", "C"))
    hands.card("B").focus()
    hands.press("Control+x")
    assert hands.graph()["ways"] == Counter([("A", "C", "sequence", "")])
    hands.press("End", "Control+v")
    assert hands.graph()["ways"] == Counter(
        [("A", "C", "sequence", ""), ("C", "B", "sequence", "")]
    )


def test_duplicate_stands_beside(desk: Make) -> None:
    hands = desk("twice", *line("A", "B"))
    hands.card("A").focus()
    hands.press("Control+d")
    assert hands.graph()["steps"] == Counter({("A", None, None): 2, ("B", None, None): 1})


PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


def test_pasted_lines_become_steps_and_stages(desk: Make) -> None:
    hands = desk("lines", *line("A"))
    hands.card("A").focus()
    hands.page.evaluate(PASTE, "Before\n  Hears\n  Reads\nAfter\n  Waits")
    hands.settle()
    found = hands.graph()
    assert found["stages"] == ["Before", "After"]
    assert found["ways"] == Counter(
        [("A", "Hears", "sequence", ""), ("Hears", "Reads", "sequence", ""),
         ("Reads", "Waits", "sequence", "")]
    )  # fmt: skip


def test_lines_pasted_into_an_empty_journey(desk: Make) -> None:
    hands = desk("first-lines")
    hands.page.get_by_role("button", name="First step").focus()
    hands.page.evaluate(PASTE, "1. Hears\n2. Applies")
    hands.settle()
    hands.saved()
    assert told("first-lines")["ways"] == Counter([("Hears", "Applies", "sequence", "")])


def test_text_pasted_into_a_field_is_text(desk: Make) -> None:
    hands = desk("field", *line("A"))
    hands.card("A").focus()
    hands.press("F2")
    hands.page.evaluate(PASTE, "B\nC")
    hands.press("Escape")
    assert hands.page.locator("[data-part=card]").count() == 1


@pytest.mark.parametrize("click", [False, True])
def test_an_empty_journey_takes_what_its_hints_promise_before_anything_has_the_focus(
    desk: Make, click: bool
) -> None:
    hands = desk("hints")
    if click:
        hands.page.mouse.click(300, 700)
    hands.press("Enter", "Escape", "Enter")
    hands.type("First")
    hands.press("Enter")
    hands.page.reload()
    hands.card("First").wait_for()
    hands.page.wait_for_function(f"() => {APP}.commands.has('paste')")
    hands.page.evaluate(PASTE, "Second")
    hands.card("Second").wait_for()
    assert hands.graph()["steps"] == Counter({("First", None, None): 1, ("Second", None, None): 1})

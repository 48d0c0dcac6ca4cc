"""Everything by keys: walking, moving, changing; no key means two things; all are in the help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.support.accessibility import violations
from tests.support.edits import put

from .conftest import Desk, line
from .driving import APP

Make = Callable[..., Desk]


FORK = [
    *line("A", "B", "D"),
    put("step", "C", title="C", order="25"),
    put("transition", "A-C", source="A", target="C"),
    put("transition", "C-D", source="C", target="D"),
    put("finding", "slow", kind="pain", title="Slow", step="B"),
    put("finding", "long", kind="pain", title="Long", step="B"),
]
STAGED = [
    put("stage", "one", title="One", order="1"),
    put("stage", "two", title="Two", order="2"),
    *[
        {**op, "value": {**op["value"], "stage": "two" if op["id"] == "C" else "one"}}
        if op["kind"] == "step"
        else op
        for op in line("A", "B", "C")
    ],
]


def on(hands: Desk, title: str) -> Desk:
    """Start with the focus on a step."""
    hands.card(title).focus()
    hands.settle()
    return hands


def at(hands: Desk) -> str:
    """The key of what has the focus on the map."""
    return hands.page.evaluate("document.activeElement.dataset.key ?? ''") or ""


def test_arrows_walk_the_graph(desk: Make) -> None:
    hands = on(desk("walk", *FORK), "A")
    hands.press("ArrowRight")
    assert at(hands) == "B"
    hands.press("ArrowDown")
    assert at(hands) == "C"
    hands.press("ArrowRight")
    assert at(hands) == "D"
    hands.press("ArrowLeft", "ArrowDown", "ArrowDown", "ArrowDown")
    assert at(hands) in ("slow", "long")
    hands.press("ArrowLeft")
    assert at(hands) == "lane:findings"
    hands.press("ArrowUp", "ArrowUp", "ArrowUp", "ArrowRight")
    assert at(hands) == "A"
    hands.press("End")
    assert at(hands) == "D"
    hands.press("Home", "Shift+ArrowRight")
    assert hands.page.locator("[data-part=card][aria-pressed=true]").count() == 2
    hands.press("Control+a")
    assert hands.page.locator("[data-part=card][aria-pressed=true]").count() == 4
    hands.press("Home", "w")
    assert at(hands) in ("A-B", "A-C")
    hands.press("ArrowRight")
    assert at(hands) in ("B", "C")


def test_a_step_is_moved_within_and_across_stages(desk: Make) -> None:
    hands = on(desk("alt", *STAGED), "A")
    hands.press("Alt+ArrowRight")
    assert hands.graph()["ways"] == Counter(
        [("B", "A", "sequence", ""), ("A", "C", "sequence", "")]
    )
    assert at(hands) == "A"
    hands.press("Alt+ArrowRight")
    assert ("A", "Two", None) in hands.graph()["steps"]
    hands.press("Control+z", "Control+z")
    assert hands.graph()["ways"] == Counter(
        [("A", "B", "sequence", ""), ("B", "C", "sequence", "")]
    )


def test_a_stage_is_moved_and_removed_with_a_question(desk: Make) -> None:
    hands = on(desk("stages", *STAGED), "A")
    hands.press("ArrowUp", "Alt+ArrowRight")
    assert at(hands) == "stage:one"
    assert hands.graph()["stages"] == ["Two", "One"]
    hands.press("Delete")
    hands.page.get_by_role("button", name="They stay, without a stage").click()
    hands.settle()
    assert hands.graph()["stages"] == ["Two"]
    assert ("A", None, None) in hands.graph()["steps"]


def test_rows_are_moved_folded_and_hidden(desk: Make) -> None:
    hands = on(desk("rows", *FORK), "A")
    hands.press("ArrowLeft", "ArrowDown")
    assert at(hands) == "lane:experience"
    hands.press("Alt+ArrowUp")
    lanes = "() => document.querySelector('jm-map').geometry.lanes.map(lane => lane.key)"
    assert hands.page.evaluate(lanes)[:2] == ["experience", "path"]
    hands.press("F2")
    hands.type("How it feels")
    hands.press("Enter")
    assert at(hands) == "lane:experience"
    assert "How it feels" in hands.focused()
    hands.press("f")
    assert hands.page.evaluate("document.querySelector('jm-map').geometry.lanes[0].folded")
    hands.press("h")
    assert "experience" not in hands.page.evaluate(lanes)
    hands.saved()


def test_a_removed_step_closes_the_path_and_says_what_went(desk: Make) -> None:
    hands = on(desk("removed", *FORK), "B")
    hands.press("Delete")
    assert "3 things that hung on it went too" in hands.said()
    assert at(hands) == "A"
    assert hands.graph()["ways"] == Counter(
        [("A", "D", "sequence", ""), ("A", "C", "sequence", ""), ("C", "D", "sequence", "")]
    )
    hands.press("Control+z")
    assert hands.graph()["findings"] == Counter([("pain", "Slow", "B"), ("pain", "Long", "B")])


def test_scores_by_digits_and_arrows(desk: Make) -> None:
    hands = on(desk("scores", *line("A")), "A")
    hands.press("e", "ArrowUp", "ArrowUp", "Enter")
    assert ("A", None, 4.0) in hands.graph()["steps"]
    assert at(hands) == "A"
    hands.press("e", "1", "ArrowUp")
    assert ("A", None, 1.5) in hands.graph()["steps"]
    hands.press("Delete")
    assert ("A", None, None) in hands.graph()["steps"]
    hands.press("a", "Escape")
    assert "assumed" not in hands.page.locator("[data-part=card]").first.get_attribute("aria-label")


def test_a_name_that_is_left_was_never_there(desk: Make) -> None:
    hands = on(desk("left", *line("A", "B")), "A")
    hands.press("Enter")
    hands.type("Between")
    assert hands.page.locator("[data-part=card]").count() == 3, "it is drawn while it is named"
    hands.press("Escape")
    assert hands.page.locator("[data-part=card]").count() == 2
    hands.press("F2")
    hands.type("First")
    hands.press("Tab")
    hands.type("Second")
    hands.press("Shift+Tab")
    hands.type("Third")
    hands.press("Enter")
    assert hands.graph()["ways"] == Counter(
        [("Third", "Second", "sequence", ""), ("Second", "B", "sequence", "")]
    )


def test_no_key_means_two_things_and_all_are_in_the_help(desk: Make) -> None:
    hands = on(desk("keys", *line("A")), "A")
    hands.page.wait_for_function(f"() => {APP}.commands.has('comment')")  # these come last
    clashes = hands.page.evaluate(
        """() => {
          const commands = [...document.querySelector('jm-editor').app.commands.values()];
          const found = [];
          commands.forEach((one, n) => commands.slice(n + 1).forEach((other) => {
            const keys = one.keys.filter((key) => other.keys.includes(key));
            const apart = one.on && other.on && !one.on.some((part) => other.on.includes(part));
            if (keys.length && !apart) found.push([one.name, other.name, ...keys].join(' '));
          }));
          return found;
        }"""
    )
    assert not clashes
    used = hands.page.evaluate(
        "[...document.querySelector('jm-editor').app.commands.values()].flatMap(c => c.keys)"
    )
    browsers = {f"Ctrl+{key}" for key in "TNWRLPFSJHGUO+-0"} | {
        "F1",
        "F3",
        "F5",
        "F6",
        "F11",
        "F12",
    }
    assert not browsers & set(used), "the browser's own keys"
    assert not {"Insert", "CapsLock"} & set(used), "the keys of screen readers"
    hands.press("?")
    labels = hands.page.evaluate(
        "[...document.querySelector('jm-editor').app.commands.values()]"
        ".filter(c => c.keys.length).map(c => c.label())"
    )
    shown = hands.page.locator("dialog.keys").text_content() or ""
    assert not [label for label in labels if label not in shown]
    assert not violations(hands.page)
    hands.press("Escape")
    assert at(hands) == "A", "the focus comes back"


def test_letters_typed_elsewhere_are_letters(desk: Make) -> None:
    hands = desk("letters", *line("A", "B"))
    hands.page.locator("jm-tools button").first.focus()
    for key in ("b", "p", "Delete", "x", "/"):
        hands.press(key)
    assert hands.page.locator("jm-namer, jm-finder").count() == 0
    assert hands.page.locator("[data-part=card]").count() == 2


def test_the_palette_finds_commands_and_steps(desk: Make) -> None:
    title = {"op": "patch", "id": "A", "set": {"title": "Asks for ääkköset"}}
    hands = on(desk("palette", *line("A", "Waits"), title), "Waits")
    hands.press("Control+k")
    assert not violations(hands.page)
    hands.type("aakko")
    hands.press("Enter")
    assert at(hands) == "A"
    hands.press("Control+k")
    hands.type("moment truth")
    hands.press("Enter")
    hands.saved()
    assert "moment of truth" in (hands.card("Asks").get_attribute("aria-label") or "")


def test_the_finder_takes_the_best_and_offers_the_new(desk: Make) -> None:
    hands = on(desk("finder", *line("A", "B")), "A")
    hands.press("/")
    hands.type('Ämpäri, <b>hyvä</b> & "muu"')
    assert not violations(hands.page)
    assert hands.page.locator("jm-finder").get_by_role("option").count() == 5
    hands.press("ArrowUp", "Tab")
    hands.type("Posti !phys")
    hands.press("Enter", "ArrowRight", "/")
    hands.type("ampari")
    hands.press("Enter")
    name = 'Ämpäri, <b>hyvä</b> & "muu"'
    assert hands.graph()["met"] == Counter(
        [
            ("A", name, "practice", None),
            ("A", "Posti", "physical_space", None),
            ("B", name, "practice", None),
        ]
    )


def test_what_is_made_by_a_letter(desk: Make) -> None:
    hands = desk("by-letters", *line("A"))
    kinds = {"n": "card", "g": "finding", "i": "idea", "s": "stage", "r": "actor"}
    for key in ("n", "g", "i", "r", "x", "s"):
        on(hands, "A").press(key)
        if key == "n":
            hands.type("goal")
            hands.press("Enter")
        hands.type(f"New by {key}")
        hands.press("Enter")
        made = hands.page.evaluate(
            "kind => document.querySelector('jm-editor').app.session.journey.kind(kind)"
            ".map(each => Object.values(each.value).join(' ')).join()",
            kinds.get(key, "transition"),
        )
        assert f"New by {key}" in made
    hands.saved()

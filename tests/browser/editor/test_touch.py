"""A tablet: a tap chooses, a finger that rests drags, one that moves at once pans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from .conftest import Desk, line

Make = Callable[..., Desk]


def finger(hands: Desk, start: tuple[float, float], end: tuple[float, float], rest: bool) -> None:
    """Put a finger down, let it rest until it drags, move it, lift it: touches of the browser."""
    session = hands.page.context.new_cdp_session(hands.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        given = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    touch("touchStart", start)
    if rest:
        hands.page.locator("jm-map .map-root.dragging").wait_for()
    for n in range(1, 9) if end != start else ():
        touch("touchMove", tuple(a + (b - a) * n / 8 for a, b in zip(start, end, strict=True)))
        hands.settle()
    touch("touchEnd")
    hands.settle()


def test_a_tap_chooses_and_a_resting_finger_moves_a_card(desk: Make) -> None:
    hands = desk("tablet", *line("A", "B", "C"))
    card = hands.card("A")
    finger(hands, hands.middle(card), hands.middle(card), rest=False)
    assert card.get_attribute("aria-pressed") == "true"
    finger(hands, hands.middle(hands.card("B")), hands.middle(hands.card("B")), rest=True)
    assert hands.card("B").get_attribute("aria-pressed") == "true", "resting chooses too"
    x, y = hands.middle(hands.card("C"))
    finger(hands, hands.middle(card), (x + 120, y), rest=True)
    assert hands.graph()["ways"] == Counter(
        [("B", "C", "sequence", ""), ("C", "A", "sequence", "")]
    )


def test_a_finger_that_moves_at_once_changes_nothing(desk: Make) -> None:
    hands = desk("panned", *line("A", "B", "C"))
    x, y = hands.middle(hands.card("C"))
    finger(hands, hands.middle(hands.card("A")), (x + 120, y), rest=False)
    assert hands.graph()["ways"] == Counter(
        [("A", "B", "sequence", ""), ("B", "C", "sequence", "")]
    )

"""Work on a journey of 2,000 steps that is there: moving one, zooming, panning, typing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from statistics import median

from .. import Row
from .seat import Seat, Spent, in_turns

ROUNDS, TIMES = 5, 4
#: A gesture from the whole size to the smallest and back.
ZOOMS = (0.8, 0.6, 0.4, 0.25, 0.1, 0.25, 0.4, 0.6, 0.8, 1)
PAN_MS, PAN_STEP = 2000, 40
TYPED = "Kertoo asiansa"
_PAN = """async ([ms, step]) => {
  const times = await clock.frames(ms, () => rival.wheel({ deltaX: step, deltaY: 0 }));
  return times;
}"""


def move(seat: Seat) -> Spent:
    """Give one step of the first stage another place: the edit of a drop."""
    return seat.act("return rival.move(at)", TIMES)


def drag(seat: Seat) -> Spent:
    """Drag a card to the place of the next one with the mouse, in twelve moves, and let go; the
    next time back again."""
    mouse = seat.page.mouse
    seat.page.evaluate("() => { rival.home(); return clock.painted(); }")
    box = seat.page.evaluate("rival.card('s2')")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    seat.done += 1
    far = 17 if seat.done % 2 else -17
    before = seat.work()
    mouse.move(x, y)
    mouse.down()
    for at in range(1, 13):
        mouse.move(x + at * far, y + at)
        seat.page.evaluate("clock.frame()")
    mouse.up()
    seat.page.evaluate("clock.painted()")
    return Spent(0, seat.work() - before)


def zoom(seat: Seat) -> Spent:
    """Zoom out and in again, each step until painted; of the whole gesture."""
    spent = [seat.act(f"return rival.zoom({k})", 1) for k in ZOOMS]
    return Spent(sum(each.wall for each in spent), sum(each.work for each in spent))


def frames(seat: Seat) -> list[float]:
    """Pan for two seconds; return the milliseconds of the frames."""
    return list(seat.page.evaluate(_PAN, [PAN_MS, PAN_STEP]))


def late(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


def typing(seat: Seat, start: Callable[[Seat], None]) -> list[float]:
    """Type into what ``start`` gives the focus; return the milliseconds from key to painted."""
    seat.page.bring_to_front()
    start(seat)
    seat.page.evaluate("clock.painted().then(() => { clock.typed.length = 0; })")
    seat.page.keyboard.type(TYPED, delay=70)
    seat.page.evaluate("clock.painted()")
    return list(seat.page.evaluate("clock.typed"))


def into_empty(seat: Seat) -> None:
    """Focus the one input of the empty page."""
    seat.page.evaluate(
        """() => {
          const input = document.querySelector("input") ?? document.createElement("input");
          document.getElementById("stage").append(input);
          input.focus();
        }"""
    )


def into_card(seat: Seat) -> None:
    """Name a card, as a person does: choose it and press F2."""
    seat.page.evaluate("rival.app().focus('s4')")
    seat.page.evaluate("clock.painted()")
    seat.page.keyboard.press("F2")
    seat.page.evaluate("clock.painted()")
    seat.page.keyboard.press("End")


def into_inspector(seat: Seat) -> None:
    """Choose a step and go to its title in the inspector."""
    seat.page.keyboard.press("Escape")
    seat.page.evaluate("rival.app().focus('s5')")
    field = seat.page.locator("jm-inspector").get_by_label("Title").first
    field.focus()
    seat.page.keyboard.press("End")


def rows(ours: Seat, flow: Seat, empty: Seat) -> Iterator[Row]:
    """Measure in turns."""
    yield _against(ours, flow, "moving one of 2,000", move, 1 / 3)
    yield _against(ours, flow, "dragging one of 2,000 with the mouse", drag, 1 / 3)
    yield _zooming(ours, flow)
    for seat in (ours, flow):
        seat.act("return rival.zoom(0.1)", 1)
    cards = ours.page.evaluate("rival.drawn().cards")
    yield _against(ours, flow, f"moving one of 2,000 at 10 %, {cards} cards drawn", move, None)
    for seat in (ours, flow):
        seat.act("return rival.home()", 1)
    yield from _panning(ours, flow, empty)
    yield _typing(ours, empty, "naming a card", into_card)
    yield _typing(ours, empty, "the inspector's title", into_inspector)


def _against(
    ours: Seat, flow: Seat, name: str, act: Callable[[Seat], Spent], bar: float | None
) -> Row:
    mine, theirs = in_turns([ours, flow], act, ROUNDS)
    told = f"{mine.work:.1f} ms of work against {theirs.work:.1f} ms of React Flow"
    if mine.wall:
        told += f" (to painted {mine.wall:.0f} and {theirs.wall:.0f} ms)"
    return Row(f"editor: {name}", told, mine.work / theirs.work, bar)


def _zooming(ours: Seat, flow: Seat) -> Row:
    mine, theirs = in_turns([ours, flow], zoom, 3)
    told = (
        f"{mine.wall:.0f} ms to painted, step by step, against {theirs.wall:.0f} ms of React Flow"
    )
    return Row("editor: zoom to 10 % and back", told, mine.wall / theirs.wall, 0.8)


def _panning(ours: Seat, flow: Seat, empty: Seat) -> Iterator[Row]:
    empty.page.evaluate("globalThis.rival = { wheel: () => {} }")
    times: dict[str, list[float]] = {seat.name: [] for seat in (ours, flow, empty)}
    for at in range(4):
        for seat in (ours, flow, empty):
            seat.page.bring_to_front()
            taken = frames(seat)
            times[seat.name] += taken if at else []
    for seat, bar in ((ours, 1.1), (flow, None)):
        mine, theirs = late(times[seat.name]), late(times[empty.name])
        told = f"95 % of frames in {mine:.1f} ms against {theirs:.1f} ms of an empty page"
        name = f"editor: panning 2,000 steps{'' if bar else ', React Flow'}"
        yield Row(name, told, mine / theirs, bar)


def _typing(ours: Seat, empty: Seat, name: str, start: Callable[[Seat], None]) -> Row:
    turns = [(typing(ours, start), typing(empty, into_empty)) for _ in range(3)]
    mine, theirs = (median(chain(*each)) for each in zip(*turns, strict=True))
    told = f"{mine:.1f} ms from key to painted against {theirs:.1f} ms in an empty page's input"
    return Row(f"editor: typing, {name}", told, mine / theirs, 1.2)

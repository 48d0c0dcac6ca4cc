"""Journeys of any number of plain steps, as our editor and its rivals get them: the same graph.

Stages of ten steps in eight columns; in the middle of each two ways part and meet again.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from journeymap.documents.order import spread

from ..commit import _put

#: How many steps stand under each other in the columns of a stage.
TRACKS = (1, 1, 1, 2, 2, 1, 1, 1)
STAGE = sum(TRACKS)
#: Pixels from a card to the next one and to the one below; a card is 172 x 76 everywhere.
PITCH, DROP = 204, 96


class Shape(NamedTuple):
    """Cards ``{id, title, actor, stage, x, y}`` and ways ``{id, source, target}``."""

    cards: list[dict[str, Any]]
    ways: list[dict[str, str]]

    def told(self) -> dict[str, Any]:
        """The same for a page."""
        return self._asdict()


def shape(steps: int) -> Shape:
    """Make so many steps."""
    cards: list[dict[str, Any]] = []
    ways: list[dict[str, str]] = []
    before: list[str] = []
    column = 0
    while len(cards) < steps:
        tracks = min(TRACKS[column % len(TRACKS)], steps - len(cards))
        now = [f"s{len(cards) + track}" for track in range(tracks)]
        straight = len(before) == len(now)
        pairs = zip(before, now, strict=True) if straight else [(a, b) for a in before for b in now]
        ways += [{"id": f"w-{a}-{b}", "source": a, "target": b} for a, b in pairs]
        for track, identity in enumerate(now):
            at = len(cards)
            place = {"x": column * PITCH, "y": track * DROP, "stage": f"g{at // STAGE}"}
            title = f"Fills in the form number {at}"
            cards.append({"id": identity, "title": title, "actor": "Jobseeker", **place})
        before, column = now, column + 1
    return Shape(cards, ways)


def ops(identity: str, made: Shape) -> list[dict[str, Any]]:
    """Return the ops that make the same a journey of ours: stages, steps, transitions, an actor."""
    found = [
        _put("journey", identity, title="A long journey", language="en"),
        _put("actor", "customer", name="Jobseeker"),
    ]
    stages = list(dict.fromkeys(card["stage"] for card in made.cards))
    for name, order in zip(stages, spread(len(stages)), strict=True):
        found.append(_put("stage", name, title=f"Stage {name[1:]}", order=order))
    for card, order in zip(made.cards, spread(len(made.cards)), strict=True):
        value = {"title": card["title"], "stage": card["stage"], "actor": "customer"}
        found.append(_put("step", card["id"], order=order, **value))
    for way in made.ways:
        found.append(_put("transition", way["id"], source=way["source"], target=way["target"]))
    return found

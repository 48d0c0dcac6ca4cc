"""What the arrows of a drawing mean.

- One that closes a cycle, or is dotted and ends in an earlier column, is a ``return``;
- a thick one is ``parallel`` where another thick one leaves the same box, else a ``sequence``;
- one with a label, or from a decision, is a ``choice`` where others leave the same box;
- a decision that one way leads to is no step: its question goes into the conditions;
- where the file says what it is, that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from journeys.diagrams.layout import Way, lay_out

from .drawn import Arrow, Box, Drawing, Names, Value, fitted

_TEXT = 500


def with_ends(drawing: Drawing) -> Drawing:
    """Let arrows end at steps: one to a frame ends at its first step, one from it at its last."""
    inside: dict[str, list[str]] = {}
    parents = {frame.id: frame.parent for frame in drawing.frames}
    for box in drawing.boxes:
        frame, seen = box.frame, set[str]()
        while frame in parents and frame not in seen:
            seen.add(frame)
            inside.setdefault(frame, []).append(box.id)
            frame = parents[frame]
    known = {box.id for box in drawing.boxes}
    arrows = []
    for arrow in drawing.arrows:
        source = (
            arrow.source
            if arrow.source in known
            else next(reversed(inside.get(arrow.source, [])), "")
        )
        target = (
            arrow.target if arrow.target in known else next(iter(inside.get(arrow.target, [])), "")
        )
        if not source or not target:
            drawing.lose(
                arrow.where, f"an arrow {arrow.source} → {arrow.target} ends in nothing; left out"
            )
            continue
        if (source, target) != (arrow.source, arrow.target):
            told = "an arrow at a frame ends at a step of it"
            drawing.lose(arrow.where, f"{told}: {arrow.source} → {arrow.target}")
        arrows.append(arrow._replace(source=source, target=target))
    return replace(drawing, arrows=arrows)


def without_decisions(drawing: Drawing) -> Drawing:
    """Put the question of a decision into the ways on, where one way leads to it alone."""
    into: dict[str, list[Arrow]] = {}
    out: dict[str, list[Arrow]] = {}
    for arrow in drawing.arrows:
        into.setdefault(arrow.target, []).append(arrow)
        out.setdefault(arrow.source, []).append(arrow)
    gone: dict[str, Box] = {}
    for box in drawing.boxes:
        before, after = into.get(box.id, []), out.get(box.id, [])
        if not box.decision or len(before) != 1 or len(after) < 2 or box.description or box.actor:
            continue
        source = before[0].source
        if source in gone or len(out[source]) != 1 or any(a.target == box.id for a in after):
            continue
        if any(each.target in gone for each in after):
            continue
        gone[box.id] = box
        drawing.lose(box.where, f"the decision {box.text!r} stands in the conditions of its ways")
    arrows = []
    for arrow in drawing.arrows:
        if arrow.target in gone:
            continue
        if arrow.source in gone:
            arrow = _asked(gone[arrow.source], into[arrow.source][0], arrow)
        arrows.append(arrow)
    boxes = [box for box in drawing.boxes if box.id not in gone]
    return replace(drawing, boxes=boxes, arrows=arrows)


def _asked(box: Box, before: Arrow, arrow: Arrow) -> Arrow:
    """Return the way on from a decision as one from the step before, with its question."""
    asked = " ".join(each for each in (before.label, box.text) if each)
    asked += "" if asked.endswith("?") else ":"
    label = f"{asked} {arrow.label}".strip(" :")
    return arrow._replace(source=before.source, label=label or "?")


def transitions(
    drawing: Drawing,
    step_ids: dict[str, str],
    stages: Sequence[str],
    steps: Iterable[Value],
    names: Names,
) -> list[Value]:
    """Return the transitions of a drawing whose boxes have become steps, in its order."""
    ways = _Ways(drawing)
    found = []
    for arrow in drawing.arrows:
        if arrow.source not in step_ids:
            drawing.lose(arrow.where, "an arrow leads out of where customers leave; left out")
            continue
        value = {"id": names.sound(arrow.id, "flow"), "source": step_ids[arrow.source]}
        if arrow.target in step_ids:
            value["target"] = step_ids[arrow.target]
        found.append((arrow, value | ways.told(arrow)))
    _turn_back(found, stages, steps, drawing)
    return [value for _arrow, value in found]


class _Ways:
    """Tells what arrows mean by what else leaves the same box."""

    def __init__(self, drawing: Drawing) -> None:
        self._lose = drawing.lose
        self._boxes = {box.id: box for box in drawing.boxes}
        self._thick: dict[str, int] = {}
        self._all: dict[str, int] = {}
        for arrow in drawing.arrows:
            self._all[arrow.source] = self._all.get(arrow.source, 0) + 1
            if arrow.style == "thick":
                self._thick[arrow.source] = self._thick.get(arrow.source, 0) + 1

    def told(self, arrow: Arrow) -> Value:
        """Return the kind and the texts of an arrow."""
        value: Value = dict(arrow.more)
        if label := self._text(arrow.label, arrow.where):
            value["condition"] = label
        target = self._boxes[arrow.target]
        if target.leaves:
            value["kind"] = "exit"
            if reason := self._text(target.text, target.where):
                value["reason"] = reason
        elif "kind" in value:
            return value
        elif arrow.style == "thick" and self._thick[arrow.source] > 1:
            value["kind"] = "parallel"
        elif self._all[arrow.source] > 1 and (label or self._boxes[arrow.source].decision):
            value["kind"] = "choice"
        return value

    def _text(self, held: str, where: str) -> str:
        return fitted(" ".join(held.split()), _TEXT, self._lose, where, "the label")


def _turn_back(
    ways: list[tuple[Arrow, Value]],
    stages: Sequence[str],
    steps: Iterable[Value],
    drawing: Drawing,
) -> None:
    """Make returns of the arrows that lead back; what else is special in a line is told."""
    laid = [
        Way(v["id"], v["source"], v.get("target"), v.get("kind", "sequence"), None) for _, v in ways
    ]
    places = [(str(step["id"]), step.get("stage")) for step in steps]
    cycles = lay_out([], [(step, None) for step, _stage in places], laid).back
    earlier = lay_out(stages, places, laid).back
    for arrow, value in ways:
        kind = value.get("kind")
        if "kind" in arrow.more:
            continue
        back = value["id"] in cycles or (arrow.style == "dotted" and value["id"] in earlier)
        if back and kind in (None, "choice"):
            value["kind"] = "return"
        elif arrow.style == "dotted" or (arrow.style == "thick" and kind is None):
            told = f"a {arrow.style} arrow that leads on is a way like any other"
            drawing.lose(arrow.where, told)

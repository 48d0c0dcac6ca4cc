"""Drawings of boxes and arrows -> a journey: what readers of flowcharts and graphs share.

Boxes become steps, frames around them stages, arrows transitions. What an arrow means is told by
how it is drawn and where it leads:

- one that closes a cycle, or is dotted and ends in an earlier column, is a ``return``;
- a thick one is ``parallel`` where another thick one leaves the same box, else a ``sequence``;
- one with a label, or from a decision, is a ``choice`` where others leave the same box;
- a decision that one way leads to is no step: its question goes into the conditions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import NamedTuple

from journeymap.documents.fields import Json
from journeymap.documents.order import spread
from journeys.diagrams.layout import Way, lay_out
from journeys.graph import Graph

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_TITLE, _CONDITION, _LONG = 200, 500, 4000

Value = dict[str, Json]
Lose = Callable[[str, str], None]


class Box(NamedTuple):
    """A node: its text, the frame around it ('' for none), and where it stands in the file.

    ``decision``: it asks rather than tells. ``leaves``: customers leave here; it is no step.
    """

    id: str
    text: str
    where: str
    frame: str = ""
    decision: bool = False
    leaves: bool = False
    description: str = ""
    actor: str = ""


class Arrow(NamedTuple):
    """A directed edge with its label; ``style`` is '', 'thick', 'dotted'; ``id`` may be ''."""

    source: str
    target: str
    label: str = ""
    style: str = ""
    where: str = ""
    id: str = ""


class Frame(NamedTuple):
    """A group of nodes, in the frame ``parent`` ('' for none)."""

    id: str
    title: str
    where: str
    parent: str = ""


@dataclass
class Drawing:
    """What a file draws, in its order; ``lose`` is told (where, what) of all that is not kept."""

    title: str
    lose: Lose
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    summary: str = ""
    language: str = "und"


def graph_of(drawing: Drawing) -> Graph:
    """Return the journey that a drawing shows."""
    drawing = _decided(_with_ends(drawing))
    names = _Names()
    records: list[tuple[str, Value]] = [("journey", _journey(drawing))]
    steps = [box for box in drawing.boxes if not box.leaves]
    step_ids = {box.id: names.sound(box.id, "step") for box in steps}
    stages = _stages(drawing, {box.frame for box in steps}, names)
    records += [("stage", value) for value in stages.values()]
    actors = _actors([box.actor for box in steps if box.actor], names)
    records += [("actor", value) for value in actors.values()]
    for box, key in zip(steps, spread(len(steps)), strict=True):
        value = {"id": step_ids[box.id], "order": key} | _titled(box, drawing.lose)
        if box.frame in stages:
            value["stage"] = stages[box.frame]["id"]
        if box.actor:
            value["actor"] = actors[box.actor]["id"]
        records.append(("step", value))
    stage_ids = [str(value["id"]) for value in stages.values()]
    records += _transitions(drawing, step_ids, stage_ids, records, names)
    return Graph.of(records)


class _Names:
    """Ids of records: those of the file where they are sound and free, else new ones."""

    def __init__(self) -> None:
        self._taken = {"journey"}
        self._counts: dict[str, int] = {}

    def sound(self, wanted: str, kind: str) -> str:
        if not _ID.match(wanted) or wanted in self._taken:
            while True:
                self._counts[kind] = self._counts.get(kind, 0) + 1
                wanted = f"{kind}-{self._counts[kind]}"
                if wanted not in self._taken:
                    break
        self._taken.add(wanted)
        return wanted


def cut(text: str, limit: int, lose: Lose, where: str, what: str) -> str:
    """Return a text of at most ``limit`` characters; that it is cut is told."""
    if len(text) <= limit:
        return text
    lose(where, f"{what} has {len(text)} characters; cut to {limit}")
    return text[: limit - 1].rstrip() + "…"


def named_after(name: str, lose: Lose) -> str:
    """Return the title of a drawing without one: the file's name."""
    title = PurePath(name).stem.strip("<>- ") or "Journey"
    lose("1", f"there is no title; the journey is called {title!r}")
    return title


def _journey(drawing: Drawing) -> Value:
    lose = drawing.lose
    journey: Value = {"id": "journey", "language": drawing.language}
    journey["title"] = cut(drawing.title, _TITLE, lose, "the file", "the title")
    if drawing.summary:
        journey["summary"] = cut(drawing.summary, _LONG, lose, "the file", "the description")
    return journey


def _titled(box: Box, lose: Lose) -> Value:
    title = " ".join(box.text.split())
    if not title:
        title = box.id if box.id.strip() else "Step"
        lose(box.where, f"there is no text; the step is called {title!r}")
    value: Value = {"title": title}
    if box.description.strip():
        value["description"] = cut(box.description, _LONG, lose, box.where, "the description")
    if len(title) > _TITLE:
        value["title"] = title[: _TITLE - 1].rstrip() + "…"
        whole = "\n\n".join([title, *([box.description] if box.description else [])])
        value["description"] = cut(whole, _LONG, lose, box.where, "the text")
    return value


def _stages(drawing: Drawing, filled: set[str], names: _Names) -> dict[str, Value]:
    """Return the stages by frame: those that hold steps, or nothing at all."""
    by_id = {frame.id: frame for frame in drawing.frames}
    around = {frame.parent for frame in drawing.frames}
    found: dict[str, Value] = {}
    for frame in drawing.frames:
        if frame.id not in filled and frame.id in around:
            continue  # only a frame of frames: their titles name it
        titles, outer = [frame.title], by_id.get(frame.parent)
        while outer is not None:
            titles.insert(0, outer.title)
            outer = by_id.get(outer.parent)
        if len(titles) > 1:
            told = f"a frame within {titles[-2]!r} becomes a stage of its own: {titles[-1]!r}"
            drawing.lose(frame.where, told)
        title = " / ".join(" ".join(each.split()) for each in titles if each.strip())
        title = cut(title or "Stage", _TITLE, drawing.lose, frame.where, "the title")
        found[frame.id] = {"id": names.sound(frame.id, "stage"), "title": title}
    for value, key in zip(found.values(), spread(len(found)), strict=True):
        value["order"] = key
    return found


def _actors(names_of: Iterable[str], names: _Names) -> dict[str, Value]:
    found = {name: {"id": names.sound("", "actor")} for name in dict.fromkeys(names_of)}
    return {
        name: value | {"name": name[:_TITLE], "kind": "customer", "order": key}
        for (name, value), key in zip(found.items(), spread(len(found)), strict=True)
    }


def _with_ends(drawing: Drawing) -> Drawing:
    """Let arrows end at steps: one to a frame ends at its first step, one from it at its last."""
    inside: dict[str, list[str]] = {}
    parents = {frame.id: frame.parent for frame in drawing.frames}
    for box in drawing.boxes:
        frame = box.frame
        while frame in parents:
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


def _decided(drawing: Drawing) -> Drawing:
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


def _transitions(
    drawing: Drawing,
    step_ids: dict[str, str],
    stages: list[str],
    records: list[tuple[str, Value]],
    names: _Names,
) -> list[tuple[str, Value]]:
    leaves = {box.id: box for box in drawing.boxes if box.leaves}
    boxes = {box.id: box for box in drawing.boxes}
    used: dict[tuple[str, bool], int] = {}
    for arrow in drawing.arrows:
        key = (arrow.source, arrow.style == "thick")
        used[key] = used.get(key, 0) + 1
    ways: list[tuple[Arrow, Value]] = []
    for arrow in drawing.arrows:
        if arrow.source in leaves:
            drawing.lose(arrow.where, "an arrow leads out of where customers leave; left out")
            continue
        value: Value = {"id": names.sound(arrow.id, "flow"), "source": step_ids[arrow.source]}
        label = cut(
            " ".join(arrow.label.split()), _CONDITION, drawing.lose, arrow.where, "the label"
        )
        thick = used.get((arrow.source, True), 0)
        among = thick + used.get((arrow.source, False), 0)
        if label:
            value["condition"] = label
        if left := leaves.get(arrow.target):
            value["kind"] = "exit"
            if reason := " ".join(left.text.split()):
                value["reason"] = cut(reason, _CONDITION, drawing.lose, left.where, "the reason")
        else:
            value["target"] = step_ids[arrow.target]
            if arrow.style == "thick" and thick > 1:
                value["kind"] = "parallel"
            elif among > 1 and (label or boxes[arrow.source].decision):
                value["kind"] = "choice"
        ways.append((arrow, value))
    steps = [(str(v["id"]), v.get("stage")) for kind, v in records if kind == "step"]
    plain = [(step, None) for step, _stage in steps]
    laid = [
        Way(v["id"], v["source"], v.get("target"), v.get("kind", "sequence"), None) for _, v in ways
    ]
    cycles, earlier = lay_out([], plain, laid).back, lay_out(stages, steps, laid).back
    for arrow, value in ways:
        back = value["id"] in (earlier if arrow.style == "dotted" else cycles)
        if back and value.get("kind") in (None, "choice"):
            value["kind"] = "return"
        elif arrow.style == "dotted" or (arrow.style == "thick" and value.get("kind") is None):
            told = f"a {arrow.style} arrow that leads on is a way like any other"
            drawing.lose(arrow.where, told)
    return [("transition", value) for _, value in ways]

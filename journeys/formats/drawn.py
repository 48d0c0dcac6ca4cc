"""Drawings of boxes and arrows -> a journey: what readers of flowcharts and graphs share.

Boxes become steps, frames around them stages, arrows transitions; ``drawn_ways`` tells what an
arrow means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from journeymap.documents.fields import ID, Json
from journeymap.documents.order import spread
from journeys.graph import Graph

from .format import cut, title_of

_TITLE, _LONG = 200, 4000

Value = dict[str, Json]
Lose = Callable[[str, str], None]


class Box(NamedTuple):
    """A node: its text, the frame around it ('' for none), and where it stands in the file.

    ``decision``: it asks rather than tells. ``leaves``: customers leave here; it is no step.
    ``more`` are sound fields of the step that the file names.
    """

    id: str
    text: str
    where: str
    frame: str = ""
    decision: bool = False
    leaves: bool = False
    description: str = ""
    actor: str = ""
    more: Mapping[str, Json] = MappingProxyType({})


class Arrow(NamedTuple):
    """A directed edge with its label; ``style`` is '', 'thick', 'dotted'; ``id`` may be ''.

    ``more`` are sound fields of the transition that the file names; its kind counts before all.
    """

    source: str
    target: str
    label: str = ""
    style: str = ""
    where: str = ""
    id: str = ""
    more: Mapping[str, Json] = MappingProxyType({})


class Frame(NamedTuple):
    """A group of nodes, in the frame ``parent`` ('' for none)."""

    id: str
    title: str
    where: str
    parent: str = ""


@dataclass
class Drawing:
    """What a file draws, in its order; ``lose`` is told (where, what) of all that is not kept.

    ``more`` are sound fields of the journey.
    """

    title: str
    lose: Lose
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    summary: str = ""
    more: Mapping[str, Json] = field(default_factory=dict)


def graph_of(drawing: Drawing) -> Graph:
    """Return the journey that a drawing shows."""
    from .drawn_ways import transitions, with_ends, without_decisions

    drawing = without_decisions(with_ends(drawing))
    names = Names()
    records: list[tuple[str, Value]] = [("journey", _journey(drawing))]
    steps = [box for box in drawing.boxes if not box.leaves]
    step_ids = {box.id: names.sound(box.id, "step") for box in steps}
    stages = _stages(drawing, {box.frame for box in steps}, names)
    records += [("stage", value) for value in stages.values()]
    actors = _actors([box.actor for box in steps if box.actor], names)
    records += [("actor", value) for value in actors.values()]
    for box, key in zip(steps, spread(len(steps)), strict=True):
        value = {"id": step_ids[box.id], "order": key, **box.more} | _titled(box, drawing.lose)
        if box.frame in stages:
            value["stage"] = stages[box.frame]["id"]
        if box.actor:
            value["actor"] = actors[box.actor]["id"]
        records.append(("step", value))
    stage_ids = [str(value["id"]) for value in stages.values()]
    found = [value for kind, value in records if kind == "step"]
    records += [("transition", v) for v in transitions(drawing, step_ids, stage_ids, found, names)]
    return Graph.of(records)


class Names:
    """Ids of records: those of the file where they are sound and free, else new ones."""

    def __init__(self) -> None:
        self._taken = {"journey"}
        self._counts: dict[str, int] = {}

    def sound(self, wanted: str, kind: str) -> str:
        if not ID.match(wanted) or wanted in self._taken:
            while True:
                self._counts[kind] = self._counts.get(kind, 0) + 1
                wanted = f"{kind}-{self._counts[kind]}"
                if wanted not in self._taken:
                    break
        self._taken.add(wanted)
        return wanted


def fitted(text: str, limit: int, lose: Lose, where: str, what: str) -> str:
    """Return a text of at most ``limit`` characters; that it is cut is told."""
    if len(text) > limit:
        lose(where, f"{what} has {len(text)} characters; cut to {limit}")
    return cut(text, limit)


def named_after(name: str, lose: Lose) -> str:
    """Return the title of a drawing without one: the file's name."""
    title = title_of(name)
    lose("the file", f"there is no title; the journey is called {title!r}")
    return title


def _journey(drawing: Drawing) -> Value:
    lose = drawing.lose
    journey: Value = {"id": "journey", "language": "und", **drawing.more}
    journey["title"] = fitted(drawing.title, _TITLE, lose, "the file", "the title")
    if drawing.summary:
        journey["summary"] = fitted(drawing.summary, _LONG, lose, "the file", "the description")
    return journey


def _titled(box: Box, lose: Lose) -> Value:
    title = " ".join(box.text.split())
    if not title:
        title = box.id if box.id.strip() else "Step"
        lose(box.where, f"there is no text; the step is called {title!r}")
    value: Value = {"title": title}
    if box.description.strip():
        value["description"] = fitted(box.description, _LONG, lose, box.where, "the description")
    if len(title) > _TITLE:
        value["title"] = cut(title, _TITLE)
        whole = "\n\n".join([title, *([box.description] if box.description else [])])
        value["description"] = fitted(whole, _LONG, lose, box.where, "the text")
    return value


def _stages(drawing: Drawing, filled: set[str], names: Names) -> dict[str, Value]:
    """Return the stages by frame: those that hold steps, or nothing at all."""
    by_id = {frame.id: frame for frame in drawing.frames}
    around = {frame.parent for frame in drawing.frames}
    found: dict[str, Value] = {}
    for frame in drawing.frames:
        if frame.id not in filled and frame.id in around:
            continue  # only a frame of frames: their titles name it
        titles, outer, seen = [frame.title], by_id.get(frame.parent), {frame.id}
        while outer is not None and outer.id not in seen:
            seen.add(outer.id)  # names that stand twice can lead round in a circle
            titles.insert(0, outer.title)
            outer = by_id.get(outer.parent)
        if len(titles) > 1:
            told = f"a frame within {titles[-2]!r} becomes a stage of its own: {titles[-1]!r}"
            drawing.lose(frame.where, told)
        title = " / ".join(" ".join(each.split()) for each in titles if each.strip())
        title = fitted(title or "Stage", _TITLE, drawing.lose, frame.where, "the title")
        found[frame.id] = {"id": names.sound(frame.id, "stage"), "title": title}
    for value, key in zip(found.values(), spread(len(found)), strict=True):
        value["order"] = key
    return found


def _actors(names_of: Iterable[str], names: Names) -> dict[str, Value]:
    found = {name: {"id": names.sound("", "actor")} for name in dict.fromkeys(names_of)}
    return {
        name: value | {"name": name[:_TITLE], "kind": "customer", "order": key}
        for (name, value), key in zip(found.items(), spread(len(found)), strict=True)
    }

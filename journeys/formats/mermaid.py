"""Mermaid `journey` diagrams, read as Mermaid itself reads them.

What Mermaid accepts is read, and what it silently garbles is reported; what it refuses is refused
with its line. Sections become stages, tasks steps, consecutive tasks are joined by a sequence. A
score of 1 to 5 is a guess of the experience, and said to be one. A task's first actor acts in the
step; the others stand in a lane of their own, so that nobody is lost and nothing is claimed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeymap.documents.fields import Json
from journeymap.documents.order import spread
from journeys.graph import Graph

from . import Reading, Writing, text_of
from .format import cut, title_of
from .mermaid_grammar import Data, Statements, parse

if TYPE_CHECKING:
    from touchpoints.measures import Measures

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?\Z", re.IGNORECASE | re.ASCII)
_TITLE, _NAME, _SUMMARY, _CARD = 200, 200, 4000, 2000

Value = dict[str, Json]


def read(data: bytes, name: str) -> Reading:
    """Read a diagram; Unreadable with the line where Mermaid would refuse it."""
    found = parse(text_of(data, name), name)
    return Reading(_graph(found, name), found.losses)


def write(graph: Graph, measures: Measures | None, language: str) -> Writing:
    """Write the graph as a Mermaid journey, as ``mermaid_writing`` says."""
    from .mermaid_writing import write as written  # the outline is not needed for reading

    return written(graph, measures, language)


def _graph(found: Statements, name: str) -> Graph:
    records: list[tuple[str, Value]] = [("journey", _journey(found, name))]
    keys = spread(len(found.sections))
    for at, (section, line) in enumerate(found.sections):
        stage = {"id": f"section-{at + 1}", "order": keys[at]}
        records.append(("stage", stage | _titled(section, f"Section {at + 1}", line, found)))
    actors: dict[str, str] = {}
    also: list[tuple[str, list[str], int]] = []
    keys = spread(len(found.tasks))
    for at, (section_at, task, said, line) in enumerate(found.tasks):
        step: Value = {"id": f"task-{at + 1}", "order": keys[at]}
        step |= _titled(task, f"Task {at + 1}", line, found)
        if section_at:
            step["stage"] = f"section-{section_at}"
        score, people = _score_and_people(said, line, found)
        if score is not None:
            step |= {"assumed_experience": score, "evidence": {"level": "guess"}}
        ids = [actors.setdefault(each, f"actor-{len(actors) + 1}") for each in people]
        if ids:
            step["actor"] = ids[0]
        if ids[1:]:
            also.append((step["id"], people[1:], line))
        records.append(("step", step))
        if at:
            flow = {"id": f"flow-{at}", "source": f"task-{at}", "target": step["id"]}
            records.append(("transition", flow))
    return Graph.of([*records, *_actors(actors), *_also_there(also, found)])


def _journey(found: Statements, name: str) -> Value:
    title = found.title or found.acc_title
    if not title:
        title = title_of(name)
        found.lose(1, f"there is no title; the journey is called {title!r}")
    elif found.acc_title and found.acc_title != title:
        found.lose(1, f"the title for screen readers is left out: {found.acc_title!r}")
    journey: Value = {"id": "journey", "language": "und", "title": cut(title, _TITLE)}
    if len(title) > _TITLE:
        found.lose(1, f"the title has {len(title)} characters; cut to {_TITLE}")
    if found.description:
        journey["summary"] = cut(found.description, _SUMMARY)
        if len(found.description) > _SUMMARY:
            found.lose(1, f"the description is cut to {_SUMMARY} characters")
    return journey


def _titled(title: str, otherwise: str, line: int, found: Statements) -> Value:
    if not title:
        found.lose(line, f"there is no name; it is called {otherwise!r}")
    elif len(title) > _TITLE:
        found.lose(line, f"the name has {len(title)} characters; cut to {_TITLE}")
    return {"title": cut(title or otherwise, _TITLE)}


def _score_and_people(said: Data, line: int, found: Statements) -> tuple[float | None, list[str]]:
    if said.dropped is not None:
        found.lose(line, f"Mermaid drops what follows a third colon: {said.dropped!r}")
    if not all(said.people):
        found.lose(line, "an actor without a name is left out")
    people = list(dict.fromkeys(cut(each, _NAME) for each in said.people if each))
    for each in people:
        if len(each) == _NAME and each.endswith("…"):
            found.lose(line, f"an actor's name is cut to {_NAME} characters")
        if not {*"，、；"}.isdisjoint(each):
            found.lose(line, f"only a plain comma separates actors; read as one: {each!r}")
    return _score(said.score, line, found), people


def _score(said: str, line: int, found: Statements) -> float | None:
    value = float(said) if _NUMBER.match(said) else None
    if value is not None and 1 <= value <= 5:
        return int(value) if value == int(value) else value
    shown = repr(said) if said else "blank"
    found.lose(line, f"the score is {shown}, no number from 1 to 5; the step has no score")
    return None


def _actors(actors: dict[str, str]) -> list[tuple[str, Value]]:
    keys = spread(len(actors))
    return [
        ("actor", {"id": identity, "name": name, "kind": "customer", "order": key})
        for (name, identity), key in zip(actors.items(), keys, strict=True)
    ]


def _also_there(
    also: list[tuple[str, list[str], int]], found: Statements
) -> list[tuple[str, Value]]:
    """Return a lane with a card for every step in which more than one actor takes part."""
    if not also:
        return []
    lane: Value = {"id": "also", "kind": "free", "title": "Also taking part", "order": "V"}
    records: list[tuple[str, Value]] = [("lane", lane)]
    for (step, names, line), key in zip(also, spread(len(also)), strict=True):
        text = ", ".join(names)
        if len(text) > _CARD:
            found.lose(line, f"the list of actors is cut to {_CARD} characters")
        card = {"id": f"also-{step}", "lane": "also", "step": step, "order": key}
        records.append(("card", card | {"text": cut(text, _CARD)}))
    return records

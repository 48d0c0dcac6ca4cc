"""Adding one thing to a journey: the ops of plain forms (pure)."""

from __future__ import annotations

from typing import Any

from journeymap.documents.ids import uuid7
from journeymap.documents.order import between
from journeys.graph import Graph

from .difference import put


def add(kind: str, /, *, id: str = "", **fields: Any) -> list[dict[str, Any]]:
    """Return the op that adds a record; fields are JSON, those left empty are left out."""
    given = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return [put(kind, {"id": id or uuid7(), **given})]


def add_finding(kind: str, step: str, title: str, **fields: Any) -> list[dict[str, Any]]:
    """Return the op that adds a pain or a gain to a step."""
    return add("finding", kind=kind, step=step, title=title, **fields)


def add_step(graph: Graph, title: str, *, after: str = "", **fields: Any) -> list[dict[str, Any]]:
    """Return the ops that add a step at the end, or after another one, joined to it.

    Where the other one had a single plain way on, the new step goes between.
    """
    places = [step.order for step in graph.steps]
    at = next((i for i, step in enumerate(graph.steps) if step.id == after), len(places) - 1)
    low = places[at] if places else ""
    high = next((order for order in places[at + 1 :] if order > low), "")
    identity = fields.pop("id", "") or uuid7()
    there = graph.by_id.get(after)
    fields = {
        "stage": getattr(there, "stage", None),
        "actor": getattr(there, "actor", None),
    } | fields
    ops = add("step", id=identity, title=title, order=between(low, high), **fields)
    if there is None:
        return ops
    onward = [t for t in graph.transitions if t.source == after]
    if len(onward) == 1 and onward[0].kind == "sequence":
        ops.append({"op": "patch", "id": onward[0].id, "set": {"source": identity}})
    return ops + add("transition", source=after, target=identity)

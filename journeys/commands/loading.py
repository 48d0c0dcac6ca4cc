"""A journey from a file into a workspace: the ops of its catalogue and of itself (pure).

What the workspace's catalogue has already is used, not copied: a record of the same kind with the
same id, or with the same names. Ids that are taken are replaced; every replacement is followed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from journeymap.documents.fields import Json
from journeymap.documents.ids import uuid7
from journeymap.documents.kinds import RecordKind, Value
from journeys.graph import JOURNEY, Catalogue, Graph
from touchpoints.records import CATALOGUE

from .adding import put

#: What makes two catalogue records of a kind the same, beside their id. In the order of naming:
#: an organisation is known before the touchpoint that names it.
_SAME: dict[str, tuple[str, ...]] = {
    "organisation": ("name", "valid_from", "valid_to"),
    "segment": ("name",),
    "persona": ("name",),
    "touchpoint": ("kind", "name", "channel", "organisation"),
    "translation": ("record", "field", "language"),
}


@dataclass(frozen=True, slots=True)
class Later:
    """A reference to another journey: the record that holds it, its field, the journey's id."""

    record: str
    field: str
    journey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What brings a file's journey in: the catalogue's ops, then the journey's, under ``id``.

    ``shared`` maps the ids of the file's catalogue records to those they have in the workspace;
    ``reused`` names those that were there; ``later`` are references to other journeys, left out
    of the ops until those journeys are known.
    """

    id: str
    catalogue: list[dict[str, Any]]
    journey: list[dict[str, Any]]
    shared: Mapping[str, str] = field(default_factory=dict)
    reused: tuple[tuple[str, Value], ...] = ()
    later: tuple[Later, ...] = ()


def load(
    graph: Graph, shared: Catalogue, *, id: str = "", new_id: Callable[[], str] = uuid7
) -> Loading:
    """Return how to bring a sound graph into a workspace with this catalogue; ``id``: under this
    id instead of its own."""
    ops, ids, reused = _catalogue(graph.catalogue, shared, new_id)
    own = {graph.journey.id: id or graph.journey.id}
    later: list[Later] = []
    journey = []
    for kind, value in graph.records():
        record = JOURNEY.by_name[kind]
        fields = _renamed(record, value, own, ids)
        fields["id"] = own.get(value["id"], value["id"])
        for name, rule in record.foreign.items():
            if rule.document == JOURNEY.name and name in fields:
                later.append(Later(fields["id"], name, fields.pop(name)))
        journey.append(put(kind, fields))
    return Loading(
        id=own[graph.journey.id],
        catalogue=ops,
        journey=journey,
        shared=ids,
        reused=tuple(reused),
        later=tuple(later),
    )


def _renamed(
    record: RecordKind, value: Value, own: Mapping[str, str], shared: Mapping[str, str]
) -> dict[str, Json]:
    """Return a record's JSON value with its references renamed."""
    fields = dict(value)
    for names, rules in ((own, record.references), (shared, record.foreign)):
        for name, rule in rules.items():
            held = fields.get(name)
            if rule.document != JOURNEY.name and held:
                fields[name] = (
                    [names.get(i, i) for i in held] if rule.many else names.get(held, held)
                )
    return fields


def _catalogue(
    brought: Catalogue, shared: Catalogue, new_id: Callable[[], str]
) -> tuple[list[dict[str, Any]], dict[str, str], list[tuple[str, Value]]]:
    """Return the ops of what is new, the ids of all, and what was there already."""
    there = {value["id"]: kind for kind, value in shared.records()}
    known = {_key(kind, value): value["id"] for kind, value in reversed([*shared.records()])}
    ids: dict[str, str] = {}
    fresh: list[tuple[str, Value]] = []
    reused: list[tuple[str, Value]] = []
    for kind, value in _in_order_of_naming(brought):
        own = value["id"]
        key = _key(kind, _renamed(CATALOGUE.by_name[kind], value, ids, {}))
        by_id = there.get(own) == kind != "translation"
        same = own if by_id else known.get(key)
        ids[own] = same or (new_id() if own in there else own)
        (reused if same else fresh).append((kind, value))
    ops = [
        put(kind, _renamed(CATALOGUE.by_name[kind], value, ids, {}) | {"id": ids[value["id"]]})
        for kind, value in fresh
    ]
    return ops, ids, [held for held in reused if held[0] != "translation"]


def _in_order_of_naming(catalogue: Catalogue) -> Iterator[tuple[str, Value]]:
    held = list(catalogue.records())
    for name in _SAME:
        yield from (each for each in held if each[0] == name)


def _key(kind: str, value: Value) -> tuple[Json, ...]:
    said = [value.get(name) for name in _SAME[kind]]
    return (kind, *(v.casefold().strip() if isinstance(v, str) else v for v in said))


def links(loading: Loading, known: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[Later]]:
    """Return the ops that link a loaded journey to others, and the links that lead nowhere.

    ``known`` maps the ids of journeys, as files name them, to those they have in the workspace.
    """
    found = [each for each in loading.later if each.journey in known]
    ops = [
        {"op": "patch", "id": each.record, "set": {each.field: known[each.journey]}}
        for each in found
    ]
    return ops, [each for each in loading.later if each.journey not in known]


def named_journeys(graphs: Collection[Graph]) -> set[str]:
    """Return the ids of other journeys that graphs name."""
    own = {graph.journey.derived_from for graph in graphs}
    opened = {step.opens_journey for graph in graphs for step in graph.steps}
    return {identity for identity in own | opened if identity}

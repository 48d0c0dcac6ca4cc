"""What this program wrote of its own into a BPMN file: records as JSON, joined with what BPMN says.

Of what both say, BPMN's word counts: another program may have changed it. A text that differs in
line breaks only, which BPMN's names lose, is taken as it was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from journeymap.documents.fields import Json, Ref
from journeymap.documents.kinds import RecordKind
from journeys.graph import JOURNEY
from touchpoints.records import CATALOGUE

from .. import too_deep
from ..xml import Element
from .model import one_line, own_record
from .names import SAID

Value = dict[str, Json]
#: Records as (kind, JSON value).
Records = list[tuple[str, Value]]


class Unsound(Exception):
    """A record of ours that cannot be what it says; the message says why."""


def held_by(element: Element | None, kind: str) -> Value | None:
    """Return the record of ours that an element carries; None where there is none.

    Raises Unsound where a field of it cannot be what it says.
    """
    held = own_record(element) if element else None
    if held is None or held.get("kind") != kind:
        return None
    try:
        value = json.loads(held.text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or too_deep(value):
        return None
    value = {name: field for name, field in value.items() if field is not None}
    if kind != "journey":
        return _sound(JOURNEY.by_name[kind], value)
    if isinstance(value.get(kind), dict):  # it stands for itself and for what no element is
        _sound(JOURNEY.by_name[kind], value[kind])
    return value


def _sound(kind: RecordKind, value: Value) -> Value:
    """Return a record whose id and fields are of their kind; Unsound says which is not."""
    identity = value.get("id", "")
    if not isinstance(identity, str):
        raise Unsound(f"/id: expected a text, found {str(identity)[:80]}")
    for name, rule in kind.rules.items():
        if value.get(name) is not None:
            for problem in rule.problems(value[name], f"/{identity}/{name}"):
                raise Unsound(str(problem))
    return value


def joined(kind: str, found: Value, own: Value | None) -> Value:
    """Return a record: what BPMN says of it, and the rest as it was written."""
    if own is None:
        return found
    said = SAID[kind]
    value = {"id": found["id"], **{name: own[name] for name in own if name not in (*said, "id")}}
    for name in said:
        if _same(found.get(name), own.get(name)):
            value |= {name: own[name]} if name in own else {}
        elif name in found:
            value[name] = found[name]
    return value


def _same(found: Json, own: Json) -> bool:
    return one_line(str(found or "")) == one_line(str(own or ""))


def listed(value: Mapping[str, Any]) -> tuple[Records, Records]:
    """Return the records of our JSON: the journey's that no element is, and the catalogue's.

    Raises Unsound where a field of one cannot be what it says.
    """
    own: Records = []
    for kind in JOURNEY.records[1:]:
        held = _dicts(value.get(kind.plural))
        own += [(kind.name, _sound(kind, each)) for each in held]
    shared: Records = []
    catalogue = value.get("catalogue")
    for kind in CATALOGUE.records:
        held = _dicts(catalogue.get(kind.plural)) if isinstance(catalogue, dict) else []
        shared += [(kind.name, _sound(kind, each)) for each in held]
    return own, shared


def _dicts(held: Any) -> list[Value]:
    values = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
    return [{n: field for n, field in each.items() if field is not None} for each in values]


def pruned(records: Records) -> tuple[Records, list[Value]]:
    """Return the records without what names something that is gone, and those that go with it."""
    ids = Counter(value.get("id") for _, value in records)
    naming: dict[Json, list[int]] = {}
    for at, (kind, value) in enumerate(records):
        for name, rule in _references(kind).items():
            for each in rule.ids(value.get(name)):
                naming.setdefault(each, []).append(at)
    gone: dict[int, Value] = {}
    waiting = list(reversed(range(len(records))))
    while waiting:
        at = waiting.pop()
        kind, value = records[at]
        lacking = _lacking(kind, value, ids)
        if at in gone or not any(_references(kind)[name].gone == "remove" for name in lacking):
            continue
        gone[at] = value
        ids[value.get("id")] -= 1
        if not ids[value.get("id")]:
            waiting += naming.get(value.get("id"), ())
    kept = [each for at, each in enumerate(records) if at not in gone]
    return [(k, _without(v, _lacking(k, v, ids))) for k, v in kept], [*gone.values()]


def _references(kind: str) -> Mapping[str, Ref]:
    return JOURNEY.by_name[kind].references


def _lacking(kind: str, value: Value, ids: Counter[Json]) -> set[str]:
    rules = _references(kind).items()
    return {n for n, r in rules if not all(ids[each] > 0 for each in r.ids(value.get(n)))}


def _without(value: Value, lacking: set[str]) -> Value:
    return {n: field for n, field in value.items() if field is not None and n not in lacking}

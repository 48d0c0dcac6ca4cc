"""What this program wrote of its own into a BPMN file: records as JSON, joined with what BPMN says.

Of what both say, BPMN's word counts: another program may have changed it. A text that differs in
line breaks only, which BPMN's names lose, is taken as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from journeymap.documents.fields import Json, Ref
from journeys.graph import JOURNEY
from touchpoints.records import CATALOGUE

from .. import too_deep
from ..xml import Element
from .model import one_line, own_record
from .names import SAID

Value = dict[str, Json]
#: Records as (kind, JSON value).
Records = list[tuple[str, Value]]


def held_by(element: Element | None, kind: str) -> Value | None:
    """Return the record of ours that an element carries; None where there is none that is sound."""
    held = own_record(element) if element else None
    if held is None or held.get("kind") != kind:
        return None
    try:
        value = json.loads(held.text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or too_deep(value):
        return None
    return {name: field for name, field in value.items() if field is not None}


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
    """Return the records of our JSON: the journey's that no element is, and the catalogue's."""
    own: Records = []
    for kind in JOURNEY.records[1:]:
        own += [(kind.name, each) for each in _dicts(value.get(kind.plural))]
    shared: Records = []
    catalogue = value.get("catalogue")
    for kind in CATALOGUE.records:
        held = catalogue.get(kind.plural) if isinstance(catalogue, dict) else None
        shared += [(kind.name, each) for each in _dicts(held)]
    return own, shared


def _dicts(held: Any) -> list[Value]:
    values = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
    return [{n: field for n, field in each.items() if field is not None} for each in values]


def pruned(records: Records) -> tuple[Records, list[Value]]:
    """Return the records without what names something that is gone, and those that go with it."""
    gone: list[Value] = []
    while True:
        ids = {value.get("id") for _, value in records}
        kept: Records = []
        for kind, value in records:
            lacking = _lacking(kind, value, ids)
            if any(JOURNEY.by_name[kind].references[name].gone == "remove" for name in lacking):
                gone.append(value)
            else:
                kept.append((kind, value | dict.fromkeys(lacking) if lacking else value))
        if len(kept) == len(records):
            return [(k, _without_none(v)) for k, v in kept], gone
        records = kept


def _lacking(kind: str, value: Value, ids: set[Json]) -> Iterable[str]:
    rules: Mapping[str, Ref] = JOURNEY.by_name[kind].references
    return [n for n, r in rules.items() if not set(r.ids(value.get(n))) <= ids]


def _without_none(value: Value) -> Value:
    return {name: field for name, field in value.items() if field is not None}

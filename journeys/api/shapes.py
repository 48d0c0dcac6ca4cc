"""Shapes that several views share, made of the field rules: a new field is here by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

from journeymap.documents.fields import Json, defaults_of, parse, rules_of
from journeymap.documents.kinds import RecordKind
from journeys.formats import Loss
from journeys.graph import JOURNEY
from touchpoints.records import CATALOGUE


def whole(cls: type, value: dict[str, Json]) -> dict[str, Json]:
    """Return a stored record with every field, defaults too (null: there is none)."""
    record: Any = parse(cls, value)
    return {
        name: None if (held := getattr(record, name)) is None else rule.dump(held)
        for name, rule in rules_of(cls).items()
    }


def field_is(cls: type, name: str, wanted: Json, prefix: str = "value") -> Q:
    """Say that a stored record's field has a value; what is not stored is the default."""
    found = Q(**{f"{prefix}__{name}": wanted})
    default = defaults_of(cls)[name]
    return found | Q(**{f"{prefix}__{name}__isnull": True}) if wanted == default else found


@cache
def whole_schema(kind: RecordKind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what ``whole`` makes: every field is there."""
    fields = {
        name: rule.schema() if _has_default(kind.cls, name) else or_null(rule.schema())
        for name, rule in kind.rules.items()
    }
    return {"type": "object", "properties": fields, "required": list(fields)}


def _has_default(cls: type, name: str) -> bool:
    return defaults_of(cls)[name] is not None or rules_of(cls)[name].required


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what may be null too."""
    return {"oneOf": [schema, {"type": "null"}]}


def part_schemas() -> dict[str, Any]:
    """Return the schemas of records, documents and ops for the API's description."""
    found: dict[str, Any] = {}
    for document in (JOURNEY, CATALOGUE):
        for kind in document.records:
            found[_name(kind)] = _record(kind)
    found["Catalogue"] = _lists(CATALOGUE.records)
    found["JourneyFile"] = _file()
    found["Op"] = {"oneOf": [_op(name, stamped=False) for name in ("put", "patch", "remove")]}
    found["StampedOp"] = {"oneOf": [_op(name, stamped=True) for name in ("put", "patch", "remove")]}
    return found


def _record(kind: RecordKind) -> dict[str, Any]:
    """Return the schema of a record in a file: what is not required may be null, its default."""
    schema = kind.schema()
    needed = schema["required"]
    properties = {
        name: held if name in needed else or_null(held)
        for name, held in schema["properties"].items()
    }
    return schema | {"properties": properties, "description": _said(kind)}


def _name(kind: RecordKind) -> str:
    return "".join(part.title() for part in kind.name.split("_")) + "Record"


def _said(kind: RecordKind) -> str:
    return " ".join((kind.cls.__doc__ or "").split())


def _lists(kinds: tuple[RecordKind, ...]) -> dict[str, Any]:
    lists = {
        kind.plural: {
            "type": "array",
            "items": {"$ref": f"#/components/schemas/{_name(kind)}"},
        }
        for kind in kinds
    }
    return {"type": "object", "properties": lists}


def _file() -> dict[str, Any]:
    file = _lists(JOURNEY.records[1:])
    own = {
        "format": {"const": "journeymap"},
        "schema": {"const": 1},
        "journey": {"$ref": f"#/components/schemas/{_name(JOURNEY.records[0])}"},
        "catalogue": {"$ref": "#/components/schemas/Catalogue"},
    }
    said = "A journey as a file: its records in lists, with the catalogue records it uses."
    needed = ["format", "schema", "journey"]
    return {
        "type": "object",
        "properties": own | file["properties"],
        "required": needed,
        "description": said,
    }


def _op(name: str, *, stamped: bool) -> dict[str, Any]:
    kinds = sorted({kind.name for document in (JOURNEY, CATALOGUE) for kind in document.records})
    anything = {"type": "object", "additionalProperties": True}
    parts: dict[str, Any] = {
        "op": {"const": name},
        "kind": {"type": "string", "enum": kinds},
        "id": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
    }
    parts |= {"put": {"value": anything}, "patch": {"set": anything}, "remove": {}}[name]
    needed = [key for key in parts if stamped or key != "kind" or name == "put"]
    if stamped:
        parts["was"] = {"type": ["object", "null"], "additionalProperties": True}
        needed.append("was")
    return {
        "type": "object",
        "properties": parts,
        "required": needed,
        "additionalProperties": False,
    }


@extend_schema_field({"type": "object", "additionalProperties": True})
class AnyObject(serializers.JSONField):
    """A JSON object."""


def losses_shape(losses: Iterable[Loss]) -> list[dict[str, str]]:
    """Return what a format could not keep, as JSON."""
    return [{"where": each.where, "message": each.message} for each in losses]


def as_json(value: Any) -> bytes:
    """Return JSON bytes, without spaces, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=JSONEncoder)
    return text.encode()

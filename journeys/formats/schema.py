"""The JSON Schema (2020-12) of the project's own files, made from the field rules.

`python -m journeys.formats.schema > docs/journeymap.schema.json` writes the published one.
"""

from __future__ import annotations

import json
from typing import Any

from journeymap.documents.fields import Json
from journeymap.documents.kinds import DocumentKind, RecordKind
from journeys.graph import JOURNEY
from touchpoints.records import CATALOGUE

from .document import NAME, NATURAL_KEYS, SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Json]:
    """Return the schema of a whole file; what it cannot say is said by ``graph.check``."""
    lists = _lists(JOURNEY)
    return {
        "$schema": DIALECT,
        "title": "A journey of Journeymap",
        "description": "See file-format.md. Lists may be left out; so may null values.",
        "type": "object",
        "properties": {
            "format": {"const": NAME},
            "schema": {"const": SCHEMA},
            "journey": {"$ref": "#/$defs/journey"},
            **lists,
            "catalogue": {
                "type": ["object", "null"],
                "properties": _lists(CATALOGUE),
                "additionalProperties": False,
            },
        },
        "required": ["format", "schema", "journey"],
        "additionalProperties": False,
        "$defs": {kind.name: _record(kind) for kind in (*CATALOGUE.records, *JOURNEY.records)},
    }


def text() -> str:
    """Return the published file's text."""
    return json.dumps(schema(), indent=2) + "\n"


def _lists(kinds: DocumentKind) -> dict[str, Json]:
    return {
        kind.plural: {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{kind.name}"}}
        for kind in kinds.records
        if kind.name != kinds.root
    }


def _record(kind: RecordKind) -> dict[str, Json]:
    held = kind.schema()
    if kind.name in NATURAL_KEYS:
        held["required"] = [name for name in held["required"] if name != "id"]
    return _or_null(held)


def _or_null(held: dict[str, Any]) -> dict[str, Json]:
    """Let an object's optional fields be null, which is the same as leaving them out."""
    for name, field in held["properties"].items():
        if field["type"] == "object":
            _or_null(field)
        if name not in held["required"]:
            field["type"] = [field["type"], "null"]
            if "enum" in field:
                field["enum"] = [*field["enum"], None]
    return held


if __name__ == "__main__":
    print(text(), end="")

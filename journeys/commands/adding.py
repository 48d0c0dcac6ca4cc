"""The ops that put records (pure)."""

from __future__ import annotations

from typing import Any

from journeymap.documents.ids import uuid7


def put(kind: str, value: Any) -> dict[str, Any]:
    """Return the op that puts a record (kind, JSON value)."""
    fields = {name: held for name, held in value.items() if name != "id"}
    return {"op": "put", "kind": kind, "id": value["id"], "value": fields}


def add(kind: str, /, *, id: str = "", **fields: Any) -> list[dict[str, Any]]:
    """Return the op that adds a record; fields are JSON, those left empty are left out."""
    given = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return [put(kind, {"id": id or uuid7(), **given})]

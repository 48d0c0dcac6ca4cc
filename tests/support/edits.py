"""What an edit is made of, as API clients write it."""

from __future__ import annotations

from typing import Any


def put(kind: str, id: str, /, **value: Any) -> dict[str, Any]:
    """Return an op that puts a record."""
    return {"op": "put", "kind": kind, "id": id, "value": value}


def patch(id: str, /, **fields: Any) -> dict[str, Any]:
    """Return an op that sets fields of a record."""
    return {"op": "patch", "id": id, "set": fields}


def remove(id: str) -> dict[str, Any]:
    """Return an op that removes a record."""
    return {"op": "remove", "id": id}

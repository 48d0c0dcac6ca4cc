"""What an edit is made of, as API clients write it."""

from __future__ import annotations

from typing import Any

from journeys.commands.adding import put as put_value
from journeys.diff import Diff


def put(kind: str, id: str, /, **value: Any) -> dict[str, Any]:
    """Return an op that puts a record."""
    return {"op": "put", "kind": kind, "id": id, "value": value}


def patch(id: str, /, **fields: Any) -> dict[str, Any]:
    """Return an op that sets fields of a record."""
    return {"op": "patch", "id": id, "set": fields}


def remove(id: str) -> dict[str, Any]:
    """Return an op that removes a record."""
    return {"op": "remove", "id": id}


def ops_of(found: Diff) -> list[dict[str, Any]]:
    """Return the ops of a difference, for the journey it was taken from.

    What is there is changed before what goes is removed: so nothing goes along that stays.
    """
    ops: list[dict[str, Any]] = [put_value(kind, value) for kind, value in found.added]
    patches: dict[str, dict[str, Any]] = {}
    for each in found.changed:
        patches.setdefault(each.id, {})[each.field] = each.new
    ops += [{"op": "patch", "id": identity, "set": new} for identity, new in patches.items()]
    ops += [{"op": "remove", "id": value["id"]} for _, value in found.removed]
    return ops

"""The ops that turn one journey into another (pure)."""

from __future__ import annotations

from typing import Any

from journeys.diff import Diff


def ops_of(found: Diff) -> list[dict[str, Any]]:
    """Return the ops of a difference, for the journey it was taken from.

    What is there is changed before what goes is removed: so nothing goes along that stays.
    """
    ops: list[dict[str, Any]] = [put(kind, value) for kind, value in found.added]
    patches: dict[str, dict[str, Any]] = {}
    for each in found.changed:
        patches.setdefault(each.id, {})[each.field] = each.new
    ops += [{"op": "patch", "id": identity, "set": new} for identity, new in patches.items()]
    ops += [{"op": "remove", "id": value["id"]} for _, value in found.removed]
    return ops


def put(kind: str, value: Any) -> dict[str, Any]:
    """Return the op that puts a record (kind, JSON value)."""
    fields = {name: held for name, held in value.items() if name != "id"}
    return {"op": "put", "kind": kind, "id": value["id"], "value": fields}

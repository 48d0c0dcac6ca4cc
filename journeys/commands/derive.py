"""A to-be from an as-is: the same records under the same ids, in a journey of its own (pure)."""

from __future__ import annotations

from typing import Any

from journeys.graph import Graph

from .adding import put


def derive_to_be(graph: Graph, new_id: str, title: str = "") -> list[dict[str, Any]]:
    """Return the ops that make a to-be journey under ``new_id``.

    Ids are kept, so that the two stay comparable step by step. Comments stay where they were
    said; answers are data of the as-is and never come along.
    """
    own = graph.journey.id
    said = {comment.id for comment in graph.comments}
    ops = []
    for kind, value in graph.records():
        if kind == "comment" or value.get("record") in said:
            continue
        if kind == "journey":
            value |= {"id": new_id, "state": "to_be", "derived_from": own}
            value |= {"title": title or value["title"]}
        elif value.get("record") == own:
            value["record"] = new_id
        ops.append(put(kind, value))
    return ops

"""Commands compose ops; applied, they give a sound journey that says what was asked for."""

from __future__ import annotations

from hypothesis import given, settings

from journeymap.documents import ops
from journeys.commands.adding import add
from journeys.commands.derive import derive_to_be
from journeys.diff import diff
from journeys.graph import JOURNEY, Graph, check
from tests.support.graphs import graphs

SHAPES = ops.shapes_of(JOURNEY)


def _after(edit: list[dict[str, object]], before: Graph | None = None) -> Graph:
    held = before.records() if before else ()
    start = {v["id"]: (k, {n: x for n, x in v.items() if n != "id"}) for k, v in held}
    records = ops.apply(start, ops.parse_ops(edit, JOURNEY.by_name), SHAPES)
    values = [(kind, {"id": i, **value}) for i, (kind, value) in records.items()]
    shared = before.catalogue if before else None
    return Graph.of(values, shared)


@settings(max_examples=50)
@given(graphs(3))
def test_a_to_be_keeps_every_record_and_its_id_but_for_comments(graph: Graph) -> None:
    made = _after(derive_to_be(graph, "new", "Better"))
    assert made.journey.id == "new"
    assert (made.journey.state, made.journey.title) == ("to_be", "Better")
    assert made.journey.derived_from == graph.journey.id
    assert made.comments == ()
    for kind in ("stages", "actors", "steps", "transitions", "encounters", "lanes", "cards"):
        assert getattr(made, kind) == getattr(graph, kind)
    found = diff(graph, made)
    assert found.added == () and found.moved == ()
    assert {kind for kind, _ in found.removed} <= {"comment", "translation"}
    assert {c.field for c in found.changed} <= {"title", "state", "derived_from"}
    shared = [(k, v, f"/{v['id']}") for k, v in graph.catalogue.records()]
    assert not check([(k, v, f"/{v['id']}") for k, v in made.records()], shared)


def test_a_record_is_one_op_without_what_was_left_empty() -> None:
    pain = {"kind": "pain", "step": "s1", "title": "Long words", "severity": 3}
    (op,) = add("finding", **pain, owner="", touchpoint=None)
    assert op["value"] == pain
    (other,) = add("stage", title="Apply", id="g")
    assert other == {"op": "put", "kind": "stage", "id": "g", "value": {"title": "Apply"}}
    assert op["id"] != add("finding", **pain)[0]["id"]

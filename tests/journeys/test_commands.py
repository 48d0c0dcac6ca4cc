"""Commands compose ops; applied, they give a sound journey that says what was asked for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.documents import ops
from journeys.commands.adding import add, add_finding, add_step
from journeys.commands.derive import derive_to_be
from journeys.diff import diff
from journeys.graph import JOURNEY, Graph, Journey, Stage, Step, Transition, check
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


@settings(max_examples=50)
@given(graphs(3), st.data())
def test_an_added_step_stands_right_after_the_one_asked_for(
    graph: Graph, data: st.DataObject
) -> None:
    ids = [step.id for step in graph.steps]
    after = data.draw(st.sampled_from(["", *ids]))
    made = _after(add_step(graph, "New", after=after, id="new"), graph)
    now = [step.id for step in made.steps]
    assert sorted(now) == sorted([*ids, "new"])
    if after:
        orders = {step.id: step.order for step in made.steps}
        assert orders["new"] > orders[after]
        same = [i for i in ids if orders[i] == orders[after]]
        assert now.index("new") == max(map(now.index, same)) + 1
        assert made.by_id["new"].stage == graph.by_id[after].stage
        assert (after, "new") in {(t.source, t.target) for t in made.transitions}
    else:
        assert now[-1] == "new"


def test_a_step_added_on_a_plain_way_goes_between() -> None:
    graph = Graph(
        journey=Journey(id="j", title="J"),
        stages=(Stage(id="g", title="G"),),
        steps=(
            Step(id="a", title="A", stage="g", order="3"),
            Step(id="b", title="B", stage="g", order="5"),
        ),
        transitions=(Transition(id="t", source="a", target="b"),),
    )
    made = _after(add_step(graph, "New", after="a", id="n"), graph)
    assert [step.id for step in made.steps] == ["a", "n", "b"]
    assert {(t.source, t.target) for t in made.transitions} == {("a", "n"), ("n", "b")}


def test_a_pain_point_is_one_op_without_what_was_left_empty() -> None:
    (op,) = add_finding("pain", "s1", "Long words", severity=3, owner="", touchpoint=None)
    assert op["value"] == {"kind": "pain", "step": "s1", "title": "Long words", "severity": 3}
    (other,) = add("stage", title="Apply", id="g")
    assert other == {"op": "put", "kind": "stage", "id": "g", "value": {"title": "Apply"}}
    assert op["id"] != add_finding("pain", "s1", "Long words")[0]["id"]

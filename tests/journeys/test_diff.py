"""The difference of two journeys: nothing where they are the same; enough to make the other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from journeymap.documents import ops
from journeys.diff import Diff, diff, sentences
from journeys.graph import JOURNEY, Graph, Journey, Stage, Step
from tests.support.edits import ops_of
from tests.support.graphs import graphs

SHAPES = ops.shapes_of(JOURNEY)


def _held(graph: Graph) -> ops.Records:
    return ops.held(graph.records())


@settings(max_examples=20)
@given(graphs(3))
def test_a_journey_does_not_differ_from_itself(graph: Graph) -> None:
    assert diff(graph, graph) == Diff()
    assert not diff(graph, graph)
    assert sentences(Diff(), graph, graph, "en") == []


@settings(max_examples=25)
@given(graphs(2), graphs(2))
def test_the_ops_of_a_difference_make_the_other_journey(before: Graph, after: Graph) -> None:
    kinds = {i: kind for i, (kind, _) in _held(before).items()}
    assume(all(kinds.get(i, kind) == kind for i, (kind, _) in _held(after).items()))
    after_as_before = _held(replace(after, journey=replace(after.journey, id=before.journey.id)))
    assume(before.journey.id == after.journey.id)
    found = diff(before, after)
    edit = ops.parse_ops(ops_of(found), JOURNEY.by_name)
    assert ops.apply(_held(before), edit, SHAPES) == after_as_before
    assert bool(found) == (_held(before) != after_as_before)


@settings(max_examples=25)
@given(graphs(2), graphs(2))
def test_the_difference_backwards_swaps_what_came_and_went(before: Graph, after: Graph) -> None:
    one, other = diff(before, after), diff(after, before)
    assert [k for k, _ in one.added] == [k for k, _ in other.removed]
    assert len(one.changed) == len(other.changed)
    assert len(one.moved) == len(other.moved)


@settings(max_examples=25)
@given(graphs(2), graphs(2), st.sampled_from(["fi", "sv", "en"]))
def test_every_difference_has_its_sentence(before: Graph, after: Graph, language: str) -> None:
    found = diff(before, after)
    told = sentences(found, before, after, language)
    changed = {(c.kind, c.id) for c in found.changed if c.field != "order"}
    assert len(told) == len(found.added + found.removed + found.moved) + len(changed)


def _three(*orders: str, titles: tuple[str, ...] = ("Read", "Apply", "Wait")) -> Graph:
    names = ("r", "a", "w")
    steps = [Step(id=i, title=t, order=o) for i, t, o in zip(names, titles, orders, strict=True)]
    stages = (Stage(id="one", title="Start"),)
    ordered = tuple(sorted(steps, key=lambda step: step.order))
    return Graph(journey=Journey(id="j", title="Grant"), stages=stages, steps=ordered)


def test_one_step_moved_to_the_end_is_one_move_however_many_keys_changed() -> None:
    before, after = _three("1", "2", "3"), _three("9", "5", "7")
    found = diff(before, after)
    assert found.moved == (("step", "r"),)
    assert len(found.changed) == 3
    assert sentences(found, before, after, "en") == ["Moved: Step “Read”."]


def test_new_keys_in_the_same_sequence_move_nothing() -> None:
    found = diff(_three("1", "2", "3"), _three("4", "5", "6"))
    assert found.moved == ()
    assert found


def test_a_changed_field_is_told_with_both_values() -> None:
    before = _three("1", "2", "3")
    after = _three("1", "2", "3", titles=("Read", "Apply online", "Wait"))
    steps = tuple(replace(step, stage="one") if step.id == "w" else step for step in after.steps)
    after = replace(after, steps=steps)
    told = sentences(diff(before, after), before, after, "en")
    assert told == [
        "Changed: Step “Apply online”, Title: Apply → Apply online.",
        "Changed: Step “Wait”, Stage: – → Start.",
    ]

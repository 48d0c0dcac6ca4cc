"""Journeys come into a workspace through the door: whole, with the catalogue they need, or not."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings

from journeymap.documents import log, ops
from journeymap.documents.errors import Forbidden, Invalid
from journeymap.documents.models import Document
from journeymap.workspaces.access import SYSTEM
from journeys import loading, rows
from journeys.commands import loading as plans
from journeys.graph import CATALOGUE, JOURNEY, Catalogue, Graph, Journey, Step, check
from tests.support.graphs import graphs
from tests.support.people import People, people
from touchpoints.records import Organisation, Touchpoint, Translation

__all__ = ["people"]

CATALOGUE_SHAPES, SHAPES = ops.shapes_of(CATALOGUE), ops.shapes_of(JOURNEY)


def _values(held: ops.Records) -> list[tuple[str, dict[str, object]]]:
    return [(kind, {"id": i, **value}) for i, (kind, value) in held.items()]


def _applied(edit: list[dict[str, object]], before: Catalogue | None = None) -> ops.Records:
    shapes = SHAPES if before is None else CATALOGUE_SHAPES
    held = before.records() if before else ()
    start = {v["id"]: (k, {n: x for n, x in v.items() if n != "id"}) for k, v in held}
    return ops.apply(start, ops.parse_ops(edit, shapes), shapes)


@settings(max_examples=25)
@given(graphs(3))
def test_into_an_empty_catalogue_a_journey_comes_as_it_is(graph: Graph) -> None:
    plan = plans.load(graph, Catalogue())
    back, lost = plans.links(plan, {j: j for j in plans.named_journeys([graph])})
    shared = Catalogue.of(_values(_applied(plan.catalogue, Catalogue())))
    journey = _applied(plan.journey + back)
    assert Graph.of(_values(journey), shared) == graph
    assert plan.reused == () and lost == []


@given(graphs(2), graphs(2))
@settings(max_examples=25)
def test_into_any_catalogue_a_journey_comes_sound_and_nothing_there_changes(
    there: Graph, graph: Graph
) -> None:
    names = count()
    plan = plans.load(graph, there.catalogue, new_id=lambda: f"fresh-{next(names)}")
    shared = _values(_applied(plan.catalogue, there.catalogue))
    journey = _values(_applied(plan.journey))
    assert not check(
        [(k, v, f"/{v['id']}") for k, v in journey], [(k, v, f"/{v['id']}") for k, v in shared]
    )
    after = {v["id"]: v for _, v in shared}
    assert all(after[v["id"]] == v for _, v in there.catalogue.records())
    again = plans.load(graph, Catalogue.of(shared))
    assert again.catalogue == []


def _met(identity: str, name: str, organisation: str) -> Catalogue:
    return Catalogue(
        touchpoints={
            identity: Touchpoint(
                id=identity, kind="object", name=name, channel="letter", organisation=organisation
            )
        },
        organisations={organisation: Organisation(id=organisation, name="Town")},
    )


def test_a_touchpoint_of_the_same_names_is_used_and_not_copied() -> None:
    graph = Graph(journey=Journey(id="j", title="J"), catalogue=_met("t2", "Letter ", "o2"))
    plan = plans.load(graph, _met("t1", "letter", "o1"))
    assert plan.shared == {"o2": "o1", "t2": "t1"}
    assert plan.catalogue == []
    other = plans.load(graph, _met("t1", "Letter of another kind", "o1"))
    assert other.shared == {"o2": "o1", "t2": "t2"}
    assert [op["value"]["organisation"] for op in other.catalogue] == ["o1"]


def test_a_taken_id_of_another_kind_is_replaced_and_followed() -> None:
    catalogue = replace(
        _met("x", "Letter", "o"),
        translations={"v": Translation(id="v", record="x", field="name", language="sv", text="B")},
    )
    graph = Graph(journey=Journey(id="j", title="J"), catalogue=catalogue)
    there = Catalogue(organisations={"x": Organisation(id="x", name="Another")})
    plan = plans.load(graph, there, new_id=lambda: "new")
    assert plan.shared["x"] == "new"
    assert [op["value"].get("record") for op in plan.catalogue] == [None, None, "new"]


def _linked(identity: str, other: str) -> Graph:
    steps = (Step(id="s", title="S", opens_journey=other),)
    return Graph(journey=Journey(id=identity, title=identity.upper()), steps=steps)


def test_journeys_loaded_together_find_each_other(people: People) -> None:
    loaded = loading.load(people.workspace, SYSTEM, [_linked("a", "b"), _linked("b", "a")])
    assert [each.notes for each in loaded] == [(), ()]
    assert rows.load("a").steps[0].opens_journey == "b"
    assert rows.load("b").steps[0].opens_journey == "a"


def test_a_missing_journey_is_left_out_and_named(people: People) -> None:
    (loaded,) = loading.load(people.workspace, SYSTEM, [_linked("a", "gone")])
    assert rows.load("a").steps[0].opens_journey is None
    assert "gone" in loaded.notes[0]


def test_a_taken_id_is_replaced_also_where_others_name_it(people: People) -> None:
    loading.load(people.foreign, SYSTEM, [_linked("a", "a")])
    one, two = loading.load(people.workspace, SYSTEM, [_linked("a", "b"), _linked("b", "a")])
    assert one.document.pk != "a" and "a" in one.notes[0]
    assert rows.load("b").steps[0].opens_journey == one.document.pk
    assert rows.load(one.document.pk).journey.title == "A"


def test_a_refused_file_leaves_nothing_of_the_others(people: People) -> None:
    before = log.records(people.workspace.pk)
    sound = Graph(journey=Journey(id="a", title="A"), catalogue=_met("t", "Letter", "o"))
    broken = Graph(journey=Journey(id="b", title=""))
    with pytest.raises(Invalid):
        loading.load(people.workspace, SYSTEM, [sound, broken])
    assert not Document.objects.filter(pk="a").exists()
    assert log.records(people.workspace.pk) == before
    with pytest.raises(Forbidden):
        loading.load(people.workspace, people.actor("viewer"), [sound])

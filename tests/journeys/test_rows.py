"""Rows and graphs: what was loaded is read back, in few queries, at every version."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from journeymap.documents import log, shelf
from journeymap.documents.errors import NotFound
from journeymap.documents.models import Document
from journeymap.workspaces.access import SYSTEM
from journeys import loading, rows
from journeys.graph import Catalogue, Encounter, Graph, Journey, Step, Transition
from tests.support.graphs import graphs
from tests.support.people import People, people
from touchpoints.records import Organisation, Touchpoint

__all__ = ["people"]


class RoundTrip(TestCase):
    @given(graphs(3))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def test_what_is_loaded_is_read_back_with_what_it_uses(self, graph: Graph) -> None:
        workspace = shelf.create_workspace("W")
        (loaded,) = loading.load(workspace, SYSTEM, [graph])
        back = rows.load(loaded.document.pk)
        lost = ("opens_journey", "derived_from")
        kept = [(k, {n: x for n, x in v.items() if n not in lost}) for k, v in graph.records()]
        for kind, value in kept:  # what was said in a file was said by nobody who is here
            value |= {"by": "file"} if kind == "comment" else {}
        assert list(back.records()) == kept
        shared = list(rows.used(graph.records(), graph.catalogue.records()))
        assert back.catalogue == Catalogue.of(shared)
        assert rows.catalogue(workspace.pk) == graph.catalogue
        version = loaded.document.version
        assert rows.load(loaded.document.pk, version) == back


def _long(steps: int) -> Graph:
    """A journey of so many steps, each meeting a touchpoint of its own organisation."""
    ids = range(steps)
    return Graph(
        journey=Journey(id=f"long-{steps}", title="Long"),
        steps=tuple(Step(id=f"s{i:04}", title=f"Step {i}") for i in ids),
        transitions=tuple(
            Transition(id=f"t{i:04}", source=f"s{i:04}", target=f"s{i + 1:04}")
            for i in range(steps - 1)
        ),
        encounters=tuple(
            Encounter(id=f"e{i:04}", step=f"s{i:04}", touchpoint=f"p{i:04}") for i in ids
        ),
        catalogue=Catalogue(
            touchpoints={
                f"p{i:04}": Touchpoint(
                    id=f"p{i:04}", kind="person", name=f"P{i}", organisation=f"o{i:04}"
                )
                for i in ids
            },
            organisations={f"o{i:04}": Organisation(id=f"o{i:04}", name=f"O{i}") for i in ids},
        ),
    )


@pytest.mark.both_databases
def test_reading_costs_the_same_queries_at_10_and_at_200_steps(people: People) -> None:
    costs = []
    for steps in (10, 200):
        (loaded,) = loading.load(people.workspace, SYSTEM, [_long(steps)])
        identity = loaded.document.pk
        with CaptureQueriesContext(connection) as now:
            assert rows.load(identity) == _long(steps)
        edit = [{"op": "patch", "id": "s0001", "set": {"title": "Now"}}]
        log.commit(identity, SYSTEM, edit, client_id="c")
        rows.load(identity, 1)
        with CaptureQueriesContext(connection) as then:
            assert rows.load(identity, 1).steps[1].title == "Step 1"
        with CaptureQueriesContext(connection) as many:
            assert len(rows.load_all(people.workspace.pk, [identity])[identity].steps) == steps
        costs.append((len(now), len(then), len(many)))
    assert costs[0] == costs[1]
    assert costs[0][0] == 3 and costs[0][1] <= 8 and costs[0][2] == 1


def test_lists_cost_two_queries_however_long(
    people: People, django_assert_num_queries: Any
) -> None:
    loading.load(people.workspace, SYSTEM, [_long(n) for n in (1, 2, 3)])
    found = list(Document.objects.filter(workspace=people.workspace, kind="journey"))
    with django_assert_num_queries(2):
        listed = rows.listed(found)
    assert {row.journey["id"]: row.steps for row in listed} == {
        "long-1": 1,
        "long-2": 2,
        "long-3": 3,
    }


def test_a_journey_shows_the_catalogue_of_its_version(people: People) -> None:
    loading.load(people.workspace, SYSTEM, [_long(1)])
    for at, name in enumerate(("Renamed", "Again")):
        shared = [{"op": "patch", "id": "p0000", "set": {"name": name}}]
        log.commit(people.workspace.pk, SYSTEM, shared, client_id=f"n{at}")
        own = [{"op": "patch", "id": "s0000", "set": {"title": name}}]
        log.commit("long-1", SYSTEM, own, client_id=f"c{at}")
    names = [rows.load("long-1", at).catalogue.touchpoints["p0000"].name for at in (1, 2, 3)]
    assert names == ["P0", "Renamed", "Again"]
    assert rows.versions("long-1") == (3, 4)


@pytest.mark.parametrize("identity", ["gone", "catalogue"])
def test_what_is_no_journey_is_not_found(people: People, identity: str) -> None:
    wanted = people.workspace.pk if identity == "catalogue" else identity
    with pytest.raises(NotFound):
        rows.load(wanted)
    with pytest.raises(NotFound):
        rows.versions(wanted)

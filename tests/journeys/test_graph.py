"""The journey's records: what can never be is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.documents.kinds import DocumentKind, RecordKind, document_kind, register
from journeys.graph import JOURNEY, Catalogue, Graph, Stage, check, kind_of, text_fields

JOURNEY_RECORD = ("journey", {"id": "j", "title": "Starttiraha"}, "/journey")
STEP = ("step", {"id": "s1", "title": "Hakee"}, "/steps/0")
STEP_2 = ("step", {"id": "s2", "title": "Odottaa"}, "/steps/1")
LANE = ("lane", {"id": "l1", "kind": "backstage"}, "/lanes/0")
STAGE = ("stage", {"id": "g1", "title": "Haku"}, "/stages/0")
FINDING = ("finding", {"id": "f1", "kind": "pain", "title": "Jono"}, "/findings/0")
COMMENT = ("comment", {"id": "c1", "on": "s1", "text": "Miksi?"}, "/comments/0")
OFFICE = (
    "touchpoint",
    {"id": "tp", "kind": "physical_space", "name": "Toimisto"},
    "/t/0",
)
BASE = [JOURNEY_RECORD, STEP, STEP_2, LANE, STAGE, FINDING, COMMENT]


def wrong(kind: str, value: dict[str, Any]) -> list[str]:
    return [str(p) for p in check([*BASE, (kind, {"id": "x"} | value, "/x")], [OFFICE])]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("transition", {"source": "s1"}, "/x/target: is required (only"),
        ("transition", {"target": "s1"}, "/x/source: is required"),
        (
            "transition",
            {"source": "s1", "target": "s9"},
            "/x/target: there is no step with the",
        ),
        (
            "transition",
            {"source": "s1", "target": "g1"},
            "/x/target: 'g1' is a stage, expected",
        ),
        (
            "transition",
            {"source": "s1", "kind": "exit", "target": "s2"},
            "/x/target: an exit",
        ),
        (
            "transition",
            {"source": "s1", "target": "s2", "reason": "r"},
            "/x/reason: belongs to",
        ),
        (
            "transition",
            {"source": "s1", "target": "s2", "share": 1.01},
            "/x/share: expected a",
        ),
        (
            "transition",
            {"source": "s1", "target": "s2", "kind": "jump"},
            "/x/kind: expected one",
        ),
        (
            "step",
            {"title": "T", "stage": "s1"},
            "/x/stage: 's1' is a step, expected a stage",
        ),
        (
            "step",
            {"title": "T", "expectation": 6},
            "/x/expectation: expected a number from 1",
        ),
        ("step", {"title": "x" * 201}, "/x/title: has 201 characters, at most 200"),
        (
            "step",
            {"title": "T", "evidence": {"level": "hunch"}},
            "/x/evidence/level: expected",
        ),
        (
            "card",
            {"lane": "l1", "text": "a", "step": "s1", "stage": "g1"},
            "/x/stage: a card",
        ),
        (
            "card",
            {"lane": "s1", "text": "a"},
            "/x/lane: 's1' is a step, expected a lane",
        ),
        (
            "finding",
            {"kind": "pain", "title": "T", "severity": 5},
            "/x/severity: expected a whole",
        ),
        (
            "finding",
            {"kind": "pain", "title": "T", "touchpoint": "no"},
            "/x/touchpoint: there is",
        ),
        (
            "encounter",
            {"step": "s1", "touchpoint": "nope"},
            "/x/touchpoint: there is no touch",
        ),
        (
            "idea",
            {"title": "T", "findings": ["f1", "s1"]},
            "/x/findings/1: 's1' is a step",
        ),
        (
            "comment",
            {"on": "gone", "text": "t"},
            "/x/on: there is no record with the id 'gone'",
        ),
        (
            "comment",
            {"on": "s1", "text": "t", "reply_to": "x"},
            "/x/reply_to: names the comment",
        ),
        (
            "translation",
            {"record": "s1", "field": "colour", "language": "sv", "text": "t"},
            "/x/field: a step has no text field 'colour'",
        ),
        (
            "translation",
            {"record": "s1", "field": "order", "language": "sv", "text": "t"},
            "/x/field: a step has no text field 'order'",
        ),
        (
            "translation",
            {"record": "s1", "field": "title", "text": "t"},
            "/x/language: is req",
        ),
        ("gizmo", {}, "/x: unknown kind of record 'gizmo'"),
        (
            "stage",
            {"id": "s1", "title": "T"},
            "/x/id: the id 's1' is taken by /steps/0",
        ),
        ("stage", {"id": "a b", "title": "T"}, "/x/id: expected an id of 1 to 64"),
        ("stage", {"id": None, "title": "T"}, "/x/id: expected an id"),
        ("journey", {"title": "T"}, "/journey: expected exactly one journey, found 2"),
    ],
)
def test_what_can_never_be_is_refused(kind: str, value: dict[str, Any], expected: str) -> None:
    found = wrong(kind, value)
    assert len(found) == 1, found
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (
            "transition",
            {"source": "s1", "target": "s2", "share": 0.72, "condition": "verkossa"},
        ),
        ("transition", {"source": "s1", "target": "s1", "kind": "return"}),
        ("transition", {"source": "s1", "kind": "exit", "reason": "ei oikeutta"}),
        ("encounter", {"step": "s1", "touchpoint": "tp"}),
        ("card", {"lane": "l1", "text": "a", "stage": "g1"}),
        ("card", {"lane": "l1", "text": "a"}),
        ("idea", {"title": "T", "findings": ["f1"], "step": "s1"}),
        ("comment", {"on": "f1", "text": "t", "reply_to": "c1"}),
        (
            "translation",
            {"record": "j", "field": "title", "language": "sv", "text": "t"},
        ),
    ],
)
def test_what_can_be_passes(kind: str, value: dict[str, Any]) -> None:
    assert wrong(kind, value) == []


def test_a_card_cannot_stand_in_a_computed_lane() -> None:
    lane = ("lane", {"id": "l2", "kind": "people"}, "/lanes/1")
    card = ("card", {"id": "k", "lane": "l2", "text": "a"}, "/cards/0")
    assert [p.path for p in check([*BASE, lane, card])] == ["/cards/0/lane"]


def test_values_that_are_no_objects_are_problems_not_crashes() -> None:
    assert [p.path for p in check([*BASE, ("step", [], "/steps/2"), ("step", None, "/q")])] == [
        "/steps/2",
        "/q",
    ]
    assert [p.path for p in check([])] == ["/journey"]


def test_an_organisation_cannot_end_before_it_began() -> None:
    ely = {
        "id": "o",
        "name": "ELY",
        "valid_from": "2026-01-01",
        "valid_to": "2025-12-31",
    }
    found = check([JOURNEY_RECORD], [("organisation", ely, "/o/0")])
    assert [str(p) for p in found] == ["/o/0/valid_to: is before valid_from (2026-01-01)"]
    found = check([JOURNEY_RECORD], [("organisation", ely | {"replaced_by": "o"}, "/o/0")])
    assert found[0].path == "/o/0/valid_to"


def graph() -> Graph:
    records = [(k, v) for k, v, _ in [*BASE]]
    records += [
        ("stage", {"id": "g0", "title": "Ensin", "order": "a"}),
        (
            "translation",
            {
                "id": "t1",
                "record": "s1",
                "field": "title",
                "language": "sv",
                "text": "S",
            },
        ),
        (
            "translation",
            {
                "id": "t2",
                "record": "j",
                "field": "title",
                "language": "sv",
                "text": "J",
            },
        ),
    ]
    shared = [
        OFFICE[:2],
        (
            "translation",
            {"id": "t", "record": "tp", "field": "name", "language": "sv", "text": "K"},
        ),
    ]
    return Graph.of(records, Catalogue.of(shared))


def test_records_and_graph_are_inverse_whatever_the_order() -> None:
    one = graph()
    assert Graph.of(list(one.records())[::-1], Catalogue.of(one.catalogue.records())) == one
    assert [s.id for s in one.stages] == ["g1", "g0"], "sorted by order, then id"
    assert one.by_id["s1"].title == "Hakee"
    assert kind_of(one.by_id["l1"]) == "lane"


def test_localised_puts_the_translations_in_place_and_leaves_the_rest() -> None:
    one = graph()
    swedish = one.localised("sv-FI")
    assert (swedish.journey.title, swedish.steps[0].title) == ("J", "S")
    assert swedish.steps[1].title == "Odottaa"
    assert swedish.catalogue.touchpoints["tp"].name == "K"
    assert one.localised("en") == one


def test_text_fields_are_those_a_person_reads() -> None:
    assert text_fields(JOURNEY.by_name["step"]) == ["title", "description", "outcome"]


def test_a_kind_is_registered_once() -> None:
    assert document_kind("journey") is JOURNEY
    assert register(JOURNEY) is JOURNEY
    with pytest.raises(ValueError, match="registered already"):
        register(DocumentKind(name="journey", records=(RecordKind("stage", "stages", Stage),)))
    with pytest.raises(KeyError, match="known: "):
        document_kind("recipe")


def test_a_translation_of_a_text_that_is_gone_says_nothing() -> None:
    records: list[tuple[str, dict[str, Any]]] = [
        ("journey", {"id": "j", "title": "J"}),
        ("step", {"id": "s", "title": "S"}),
        ("transition", {"id": "t", "source": "s", "target": "s"}),
        *(
            (
                "translation",
                {"id": f"x{at}", "record": one, "field": field, "language": "sv", "text": "x"},
            )
            for at, (one, field) in enumerate((("t", "reason"), ("s", "title")))
        ),
    ]
    swedish = Graph.of(records).localised("sv")
    assert (swedish.transitions[0].reason, swedish.steps[0].title) == ("", "x")

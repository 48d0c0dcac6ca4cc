"""What a guest sees of a journey: sound, named field by field, and nothing that is internal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from journeymap.documents.fields import rules_of
from journeys.graph import (
    COMPUTED_LANES,
    JOURNEY,
    Actor,
    Card,
    Catalogue,
    Comment,
    Encounter,
    Evidence,
    Finding,
    Graph,
    Idea,
    Journey,
    Lane,
    Participation,
    Step,
    check,
)
from journeys.public import KEPT, heard, names_a_person, public
from tests.support.graphs import graphs
from touchpoints.kinds import KINDS
from touchpoints.measures import Counts, Measure, Measures, measure, share
from touchpoints.records import CATALOGUE, Organisation, Touchpoint, Translation

#: What guests do not see; written out, so that a new field has to be decided.
HIDDEN = {
    "Journey": {"labels", "owner", "review_by", "derived_from"},
    "Step": {"importance_organisation", "opens_journey"},
    "Lane": {"visible_to_customer", "hidden"},
    "Finding": {"description", "follows", "owner"},
    "Idea": {"description", "owner", "due", "introduced"},
    "Evidence": {"source"},
    "Participation": {"who"},
    "Touchpoint": {"valid_from", "valid_to", "replaced_by", "external_ref"},
    "Organisation": {"valid_from", "valid_to", "replaced_by"},
    "Persona": {"summary", "goals", "needs", "segment"},
    "Segment": {"description"},
}
#: No record of these.
NONE = {"Comment", "Translation"}


def kinds() -> list[type]:
    found = {kind.cls for document in (JOURNEY, CATALOGUE) for kind in document.records}
    return sorted({*found, Evidence, Participation}, key=lambda cls: cls.__name__)


@pytest.mark.parametrize("cls", kinds(), ids=lambda cls: cls.__name__)
def test_of_every_field_it_is_decided_whether_guests_see_it(cls: type) -> None:
    if cls.__name__ in NONE:
        assert cls not in KEPT
    else:
        hidden = HIDDEN.get(cls.__name__, set())
        assert rules_of(cls).keys() == {*KEPT[cls], *hidden}
        assert not hidden.intersection(KEPT[cls])


@given(graphs())
def test_what_is_left_is_sound_and_complete_in_itself(graph: Graph) -> None:
    for language in ("", "sv"):
        shown = public(graph, language)
        records = [(kind, value, f"/{value['id']}") for kind, value in shown.records()]
        shared = [(kind, value, f"/{value['id']}") for kind, value in shown.catalogue.records()]
        assert not check(records, shared)
        assert public(shown, language) == shown
        assert shown.by_id.keys() <= graph.by_id.keys()
        for plural in ("stages", "steps", "transitions", "actors"):
            assert ids(getattr(shown, plural)) == ids(getattr(graph, plural))
        assert not (shown.comments or shown.translations or shown.catalogue.translations)
        met = {e.touchpoint for e in shown.encounters} | {f.touchpoint for f in shown.findings}
        assert shown.catalogue.touchpoints.keys() == met - {None}
        assert shown.catalogue.personas.keys() == set(shown.journey.personas)
        assert shown.catalogue.segments.keys() == set(shown.journey.segments)
        assert shown.catalogue.organisations.keys() <= graph.catalogue.organisations.keys()


def ids(records: Iterable[Any]) -> list[str]:
    return [each.id for each in records]


STEP = Step(id="s1", title="Applies", expectation=4, assumed_experience=3, promised_time="P7D")


def small(**more: Any) -> Graph:
    whole: dict[str, Any] = {"journey": Journey(id="j1", title="Grant"), "steps": (STEP,)}
    return Graph(**whole | more)


INTERNAL = [
    {"visible_to_customer": False},
    {"hidden": True},
    {"side": "backstage"},
    {"kind": "backstage"},
    {"kind": "support_process"},
]


@pytest.mark.parametrize("values", INTERNAL, ids=str)
def test_internal_rows_go_with_their_cards(values: dict[str, Any]) -> None:
    lanes = (Lane(id="l1", kind="quote"), replace(Lane(id="l2", kind="system"), **values))
    cards = tuple(Card(id=f"c{x.id}", lane=x.id, step="s1", text=f"In {x.id}") for x in lanes)
    shown = public(small(lanes=lanes, cards=cards))
    assert [x.id for x in shown.lanes] == ["l1"]
    assert [x.id for x in shown.cards] == ["cl1"]


@pytest.mark.parametrize("values", INTERNAL[:2], ids=str)
@pytest.mark.parametrize("kind", COMPUTED_LANES)
def test_what_stands_in_an_internal_row_of_the_map_goes_too(
    kind: str, values: dict[str, Any]
) -> None:
    lane = replace(Lane(id="l1", kind=kind, title="Secret name"), **values)
    touchpoints = {name: Touchpoint(id=name, kind=name, name=name) for name in KINDS}
    full = small(
        encounters=tuple(Encounter(id=f"e-{n}", step="s1", touchpoint=n) for n in KINDS),
        findings=tuple(
            Finding(id=f"f-{n}", kind="pain", step="s1", touchpoint=n, title=n) for n in KINDS
        ),
        ideas=(Idea(id="i1", title="Idea", findings=("f-object",)),),
        catalogue=Catalogue(touchpoints=touchpoints),
    )
    shown = public(replace(full, lanes=(lane,)))
    (left,) = shown.lanes
    assert (left.hidden, left.title) == (True, "")
    gone = {name for name, held in KINDS.items() if held.lane == kind}
    assert {e.touchpoint for e in shown.encounters} == KINDS.keys() - gone
    assert {f.touchpoint for f in shown.findings} - {None} == (
        set() if kind == "findings" else KINDS.keys() - gone
    )
    assert bool(shown.ideas) == (kind != "ideas")
    assert all(i.findings == () for i in shown.ideas) == (kind in ("findings", "ideas"))
    (step,) = shown.steps
    assert (step.assumed_experience, step.expectation) == (
        (None, None) if kind == "experience" else (3, 4)
    )
    assert step.promised_time == (None if kind == "time" else "P7D")


def test_staff_are_called_by_what_they_are_and_others_unless_named_as_persons() -> None:
    actors = (
        Actor(id="a1", name="Handler", kind="staff"),
        Actor(id="a2", name="Business adviser", kind="partner"),
        Actor(id="a3", name="Maija Virtanen", kind="partner"),
        Actor(id="a4", name="Jobseeker", kind="customer"),
    )
    told = {"a2": "Företagsrådgivare", "a1": "Handläggare"}
    translations = tuple(
        Translation(id=f"t{i}", record=i, field="name", language="sv", text=text)
        for i, text in told.items()
    )
    graph = small(actors=actors, translations=translations)
    graph = replace(graph, journey=replace(graph.journey, language="en"))
    assert [a.name for a in public(graph).actors] == [
        "Staff", "Business adviser", "Partner", "Jobseeker",
    ]  # fmt: skip
    assert [a.name for a in public(graph, "sv").actors][:2] == ["Personal", "Företagsrådgivare"]


def test_persons_who_are_met_are_not_named() -> None:
    named = Touchpoint(
        id="p1", kind="person", name="Maija Virtanen", description="Room 4", organisation="o1"
    )
    role = replace(named, id="p2", name="Service adviser")
    place = Touchpoint(
        id="p3", kind="physical_space", name="Maija Virtanen Library", description="By the sea"
    )
    shared = Catalogue(
        touchpoints={t.id: t for t in (named, role, place)},
        organisations={o: Organisation(id=o, name=o) for o in ("o1", "o2")},
    )
    met = tuple(
        Encounter(id=f"e{t}", step="s1", touchpoint=t, note="Ask Maija Virtanen")
        for t in ("p1", "p2", "p3")
    )
    graph = small(
        encounters=met, catalogue=shared, journey=Journey(id="j1", title="G", language="en")
    )
    shown = public(graph)
    assert [(t.name, t.description) for t in shown.catalogue.touchpoints.values()] == [
        ("Person", ""),
        ("Service adviser", ""),
        ("Maija Virtanen Library", "By the sea"),
    ]
    assert [e.note for e in shown.encounters] == ["", "", "Ask Maija Virtanen"]
    assert list(shown.catalogue.organisations) == ["o1"]


@pytest.mark.parametrize(
    ("name", "a_person"),
    [
        ("Maija Virtanen", True),
        ("Virtanen, Maija", True),
        ("MAIJA VIRTANEN", True),
        ("M. Virtanen", True),
        ("Anna-Liisa Mäki-Petäjä", True),
        ("Anna von Essen", True),
        ("adviser Maija Virtanen (office)", True),
        ("Maija\nVirtanen", True),
        ("Grant handler", False),
        ("Palveluneuvoja", False),
        ("Maija", False),
        ("ELY Centre", False),
        ("TE-toimiston palveluneuvoja", False),
        ("Rahoitusasiantuntija (ELY-keskus)", False),
        ("", False),
        ("12 34", False),
    ],
)
def test_a_persons_name_is_two_words_with_capitals(name: str, a_person: bool) -> None:
    assert names_a_person(name) == a_person


def test_what_was_dismissed_or_rejected_is_not_shown_and_leaves_nothing_behind() -> None:
    statuses = ("open", "accepted", "solved", "dismissed")
    findings = tuple(Finding(id=s, kind="pain", title=s, status=s, owner="Maija") for s in statuses)
    ideas = tuple(
        Idea(id=f"i-{s}", title=s, status=s, findings=statuses)
        for s in ("proposed", "accepted", "done", "rejected")
    )
    shown = public(small(findings=findings, ideas=ideas))
    assert [f.id for f in shown.findings] == ["open", "accepted", "solved"]
    assert [i.status for i in shown.ideas] == ["proposed", "accepted", "done"]
    assert {i.findings for i in shown.ideas} == {("open", "accepted", "solved")}


def test_comments_go() -> None:
    assert not public(small(comments=(Comment(id="c", on="s1", text="Hm"),))).comments


KINDS_OF_MEASURE = ("emotion", "worse", "met", "better", "ease", "easy", "prompt", "done")
COUNTS = Counts(n=20, emotion=(1, 2, 3, 10, 4), ease=(1, 1, 1, 8, 9), expectation=(3, 10, 7))


@pytest.mark.parametrize(
    ("shut", "kept"),
    [
        ((), {"emotion", "worse", "met", "better", "ease", "easy"}),
        (("experience",), {"ease", "easy"}),
        (("ease",), {"emotion", "worse", "met", "better"}),
    ],
)
def test_answers_are_heard_in_open_rows_at_steps_that_are_there(
    shut: tuple[str, ...], kept: set[str]
) -> None:
    lanes = tuple(Lane(id=kind, kind=kind, visible_to_customer=False) for kind in shut)
    held = Measures(steps={"s1": measure(COUNTS), "gone": measure(COUNTS)}, n=40)
    told = heard(public(small(lanes=lanes)), held)
    (at_s1,) = told.steps.values()
    assert {name for name in KINDS_OF_MEASURE if getattr(at_s1, name)} == kept
    assert told.n == at_s1.n == 20


def test_of_answers_beside_others_no_more_is_heard_nor_how_few_they_are() -> None:
    shut = Lane(id="l", kind="experience", visible_to_customer=False)
    few = Measure(n=3, hidden=True)
    other = Measures(steps={"s1": measure(COUNTS), "gone": measure(COUNTS)}, n=40, of="Spring")
    often, differ = {"f1": share(7, 20)}, {"s1": ("unit",)}
    held = Measures(steps={"s1": few}, n=3, beside=other, findings=often, uneven=differ)
    told = heard(public(small(lanes=(shut,))), held)
    assert told.beside and (told.beside.n, told.beside.of) == (20, "Spring")
    assert told.beside.steps.keys() == {"s1"}
    assert told.beside.steps["s1"].emotion is None and told.beside.steps["s1"].ease
    assert (told.n, told.steps["s1"].n, told.steps["s1"].hidden) == (0, 0, True)
    assert not told.findings and not told.uneven


def test_where_no_row_of_answers_is_open_not_even_their_number_is_told() -> None:
    lanes = tuple(Lane(id=k, kind=k, hidden=True) for k in ("experience", "ease"))
    told = heard(public(small(lanes=lanes)), Measures(steps={"s1": measure(COUNTS)}, n=20))
    assert (told.n, dict(told.steps)) == (0, {})

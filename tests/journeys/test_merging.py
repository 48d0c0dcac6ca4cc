"""Two records of a catalogue become one everywhere, or nothing happens; each part can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.documents import log, ops, shelf
from journeymap.documents.errors import Conflict, Forbidden, Invalid, NotFound
from journeymap.documents.models import Document, Entry, Record
from journeymap.workspaces.access import SYSTEM
from journeys import merging, rows
from journeys.commands.merge import merge_catalogue, merge_journey, merged_fields
from journeys.graph import CATALOGUE, JOURNEY, Catalogue, Graph, check
from tests.support.edits import put
from tests.support.graphs import graphs
from tests.support.people import People, people
from touchpoints import answers
from touchpoints.models import Answer, SurveyRound

__all__ = ["people"]
KINDS = ("touchpoint", "organisation", "persona", "segment")


def applied(document: Any, held: Any, edit: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    shapes = ops.shapes_of(document)
    start = {v["id"]: (k, {n: x for n, x in v.items() if n != "id"}) for k, v in held}
    done = ops.apply(start, ops.parse_ops(edit, document.by_name), shapes)
    return [(kind, {"id": i, **value}) for i, (kind, value) in done.items()]


@settings(max_examples=40)
@given(graphs(), st.data())
def test_after_a_merge_nothing_names_the_one_that_went_and_all_is_sound(
    graph: Graph, data: st.DataObject
) -> None:
    shared = graph.catalogue
    kinds = [k for k in KINDS if len(getattr(shared, CATALOGUE.by_name[k].plural)) > 1]
    if not kinds:
        return
    kind = data.draw(st.sampled_from(kinds))
    known = sorted(getattr(shared, CATALOGUE.by_name[kind].plural))
    gone, kept = data.draw(st.permutations(known))[:2]
    journey = applied(JOURNEY, graph.records(), merge_journey(graph.records(), kind, gone, kept))
    left = applied(CATALOGUE, shared.records(), merge_catalogue(shared, kind, gone, kept))
    path = [(k, v, f"/{v['id']}") for k, v in journey]
    assert check(path, [(k, v, f"/{v['id']}") for k, v in left]) == []
    after = Graph.of(journey, Catalogue.of(left))
    assert gone not in getattr(after.catalogue, CATALOGUE.by_name[kind].plural)
    assert len(after.findings) == len(graph.findings)
    assert {e.step for e in after.encounters} == {e.step for e in graph.encounters}
    said = "\n".join([e.note for e in after.encounters] + [c.text for c in after.comments])
    assert all(e.note in said for e in graph.encounters)
    assert {c.id for c in graph.comments} <= {c.id for c in after.comments}


def test_the_one_that_stays_says_what_it_said_and_what_it_did_not() -> None:
    gone = {"id": "a", "kind": "person", "name": "A", "channel": "phone", "valid_to": "2025-12-31",
            "description": "old", "replaced_by": "b"}  # fmt: skip
    kept = {"id": "b", "kind": "person", "name": "B", "description": "new"}
    assert merged_fields("touchpoint", gone, kept) == {"channel": "phone"}
    taken = merged_fields("touchpoint", gone, kept, ["name", "valid_to", "replaced_by"])
    assert taken == {"name": "A", "channel": "phone", "valid_to": "2025-12-31"}
    assert merged_fields("touchpoint", {"id": "a"}, kept | {"replaced_by": "a"}) == {
        "replaced_by": None
    }


def test_translations_follow_the_texts_they_are_of() -> None:
    def word(id: str, record: str, field: str, text: str) -> tuple[str, dict[str, str]]:
        held = {"record": record, "field": field, "language": "sv", "text": text}
        return "translation", {"id": id, **held}

    shared = Catalogue.of(
        [
            ("segment", {"id": "a", "name": "A", "description": "x"}),
            ("segment", {"id": "b", "name": "B"}),
            word("ta", "a", "name", "A-sv"),
            word("tb", "b", "name", "B-sv"),
            word("tx", "a", "description", "x-sv"),
        ]
    )

    def told(take: list[str]) -> dict[str, str]:
        edit = merge_catalogue(shared, "segment", "a", "b", take)
        left = Catalogue.of(applied(CATALOGUE, shared.records(), edit))
        assert left.segments["b"].description == "x"
        return {t.field: t.text for t in left.translations.values()}

    assert told([]) == {"name": "B-sv", "description": "x-sv"}
    assert told(["name"]) == {"name": "A-sv", "description": "x-sv"}


def test_no_word_of_a_translation_is_lost_where_two_encounters_become_one() -> None:
    long = {"e1": "x" * 3000, "e2": "y" * 3000}
    records: list[tuple[str, dict[str, Any]]] = [
        ("journey", {"id": "j", "title": "J"}),
        ("step", {"id": "s", "title": "S"}),
        ("encounter", {"id": "e1", "step": "s", "touchpoint": "a", "note": "n"}),
        ("encounter", {"id": "e2", "step": "s", "touchpoint": "b", "note": "n"}),
        *(
            (
                "translation",
                {"id": f"t{e}", "record": e, "field": "note", "language": "sv", "text": t},
            )
            for e, t in long.items()
        ),
    ]
    after = applied(JOURNEY, records, merge_journey(records, "touchpoint", "b", "a"))
    held = [value["text"] for kind, value in after if kind in ("translation", "comment")]
    assert sorted(held) == sorted(long.values())


@pytest.fixture
def house(people: People) -> People:
    """Two journeys and one in the trash that meet a clerk; one meets the officer at that step."""
    shared = [
        put("touchpoint", "clerk", kind="person", name="Clerk", channel="phone"),
        put("touchpoint", "officer", kind="person", name="Officer"),
        put("touchpoint", "old", kind="person", name="Old", replaced_by="clerk"),
        put("organisation", "org", name="Office"),
    ]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c")
    for at, journey in enumerate(("j1", "j2", "j3")):
        people.journey(journey, title=f"Journey {at + 1}")
        met = [put("encounter", "e1", step="s1", touchpoint="clerk", note="calls", order="B")]
        met += [put("finding", "f1", kind="pain", title="Busy", touchpoint="clerk")]
        if journey == "j1":
            other = put("encounter", "e2", step="s1", touchpoint="officer", note="asks", order="C")
            met += [other, put("comment", "said", on="e2", text="Well")]
        log.commit(journey, SYSTEM, met, client_id="m")
    shelf.trash("j3", people.actor("owner"))
    said = {"journey": "j1", "step": "s1", "touchpoint": "clerk", "emotion": 3}
    answers.record(people.workspace, people.actor("editor"), [said])
    SurveyRound.objects.create(workspace=people.workspace, touchpoint="clerk", title="R")
    return people


def merge(house: People, who: str = "editor", **more: Any) -> merging.Merged:
    arguments = {"gone": "clerk", "kept": "officer", "client_id": "m1"} | more
    return merging.merge(house.workspace, house.actor(who), **arguments)


@pytest.mark.both_databases
def test_every_journey_names_the_one_that_stays_also_in_the_trash(house: People) -> None:
    """Rule L10: in the trash, references follow what is merged."""
    done = merge(house)
    assert [each.document_id for each in done.journeys] == ["j1", "j2", "j3"]
    assert done.answers == 1
    j1 = rows.load("j1")
    (met,) = j1.encounters
    assert (met.id, met.touchpoint, met.note) == ("e1", "officer", "calls\nasks")
    assert j1.comments[0].on == "e1"
    for journey in ("j2", "j3"):
        graph = rows.load(journey)
        assert [e.touchpoint for e in graph.encounters] == ["officer"]
        assert [f.touchpoint for f in graph.findings] == ["officer"]
    assert Document.objects.get(pk="j3").trashed_at is not None
    held = rows.catalogue(house.workspace.pk)
    assert set(held.touchpoints) == {"officer", "old"}
    assert held.touchpoints["officer"].channel == "phone"
    assert held.touchpoints["old"].replaced_by == "officer"
    assert Answer.objects.get().touchpoint == SurveyRound.objects.get().touchpoint == "officer"


def test_the_same_call_again_tells_what_was_done(house: People) -> None:
    first, entries = merge(house), Entry.objects.count()
    again = merge(house)
    assert again.entry == first.entry and again.journeys == first.journeys
    assert Entry.objects.count() == entries
    with pytest.raises(Conflict):
        merge(house, gone="old")
    with pytest.raises(NotFound):
        merge(house, client_id="m2")


def test_a_crash_in_the_middle_changes_nothing(
    house: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (list(Record.objects.order_by("row").values()), Entry.objects.count())

    def broken(*args: object) -> None:
        raise RuntimeError("lost power")

    with monkeypatch.context() as now, pytest.raises(RuntimeError):
        now.setattr("journeys.merging.answers.follow", broken)
        merge(house)
    assert before == (list(Record.objects.order_by("row").values()), Entry.objects.count())
    assert len(merge(house).journeys) == 3


def test_a_journey_that_begins_to_name_it_meanwhile_is_changed_too(
    house: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = merging._uses, []

    def late(*args: Any) -> Any:
        seen.append(args)
        return real(*args)[:1] if len(seen) == 1 else real(*args)

    monkeypatch.setattr(merging, "_uses", late)
    assert len(merge(house).journeys) == 3 and len(seen) == 2


def test_a_merge_is_taken_back_in_the_catalogue_and_in_each_journey(house: People) -> None:
    before = {j: rows.load(j) for j in ("j1", "j2")}
    shared = rows.catalogue(house.workspace.pk)
    done = merge(house)
    left = merging.undo(house.workspace, house.actor("editor"), done.entry.version, "u1")
    assert left == ["Journey 3 (in the trash)"]
    assert {j: rows.load(j) for j in ("j1", "j2")} == before
    assert rows.catalogue(house.workspace.pk) == shared


def test_one_journey_alone_can_be_taken_back_after_the_record(house: People) -> None:
    done = merge(house)
    log.undo(house.workspace.pk, house.actor("editor"), done.entry.version, "u1")
    one = done.journeys[1]
    log.undo(one.document_id, house.actor("editor"), one.version, "u2")
    assert [e.touchpoint for e in rows.load("j2").encounters] == ["clerk"]
    assert [e.touchpoint for e in rows.load("j1").encounters] == ["officer"]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"kept": "org"}, Invalid),
        ({"kept": "clerk"}, Invalid),
        ({"kept": "nobody"}, Invalid),
        ({"gone": "nobody"}, NotFound),
        ({"take": ["colour"]}, Invalid),
        ({"who": "viewer"}, Forbidden),
        ({"who": "commenter"}, Forbidden),
        ({"who": "outsider"}, NotFound),
    ],
)
def test_what_cannot_be_merged_is_refused(
    house: People, more: dict[str, Any], error: type[Exception]
) -> None:
    before = Entry.objects.count()
    with pytest.raises(error):
        merge(house, **more)
    assert Entry.objects.count() == before


def test_personas_segments_and_organisations_are_merged_like_touchpoints(people: People) -> None:
    shared = [put(kind, f"{kind}-{n}", name=n) for kind in KINDS[1:] for n in "ab"]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c")
    fields = {"personas": ["persona-a", "persona-b"], "segments": ["segment-a"]}
    people.journey("j1", organisation="organisation-a", **fields)
    for kind in KINDS[1:]:
        merging.merge(
            people.workspace, people.actor("editor"), f"{kind}-a", f"{kind}-b", client_id=kind
        )
    journey = rows.load("j1").journey
    assert journey.personas == ("persona-b",) and journey.segments == ("segment-b",)
    assert journey.organisation == "organisation-b"

"""Entries in words: never empty, whatever was done; the records walk back with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.documents import ops
from journeys.diff import diff, marks, union
from journeys.graph import JOURNEY, Graph
from journeys.history import FIRST, MANY, Past, net, typed
from tests.support.edits import ops_of, patch, put
from tests.support.graphs import graphs

SHAPES = ops.shapes_of(JOURNEY)
Records = ops.Records


def held(graph: Graph) -> Records:
    return ops.held(graph.records())


def shared(graph: Graph) -> Records:
    return {
        value["id"]: (kind, {n: v for n, v in value.items() if n != "id"})
        for kind, value in graph.catalogue.records()
    }


def script(draw: Any, before: Graph, after: Graph) -> list[ops.Op]:
    """Ops that lead from one journey to the other, or some of them, and removals."""
    after = replace(after, journey=replace(after.journey, id=before.journey.id))
    kinds = {i: kind for i, (kind, _value) in held(before).items()}
    found = [
        op
        for op in ops_of(diff(before, after))
        if op["op"] != "put" or kinds.get(op["id"], op["kind"]) == op["kind"]
    ]
    own = [i for i in kinds if i != before.journey.id]
    gone = draw(st.lists(st.sampled_from(own), unique=True, max_size=3)) if own else []
    return found + [{"op": "remove", "id": identity} for identity in gone]


@settings(max_examples=30)
@given(graphs(3), graphs(3), st.sampled_from(["fi", "sv", "en"]), st.data())
def test_words_are_never_empty_and_the_records_walk_back(
    before: Graph, after: Graph, language: str, data: st.DataObject
) -> None:
    """Where the script fits; also from records that lack what went later."""
    start = held(before)
    edit = script(data.draw, before, after)
    try:
        done, now = ops.settle(start, ops.parse_ops(edit, JOURNEY.by_name), SHAPES)
    except ops.Conflict:
        return
    past = Past(now, shared(before) | shared(after), language)
    first = past.look(done)
    told = past.tell(done)
    assert told == first
    assert told.did and all(did.text.strip() for did in told.did)
    assert past.own == start
    assert (len(told.did) <= FIRST) == bool(told.counts) or len(net(done, now)) <= MANY
    blind = Past({}, {}, language).tell(done)
    assert [(d.how, d.kind, d.id) for d in blind.did] == [(d.how, d.kind, d.id) for d in told.did]
    assert all(did.text.strip() for did in blind.did)
    for change in net(done, now):
        one = Past(now, shared(before), language).tell(done, only=change.id)
        assert {did.id for did in one.did} == {change.id}
        assert all(field.label and field.old and field.new for d in one.did for field in d.fields)


@settings(max_examples=20)
@given(graphs(3), graphs(3))
def test_a_union_holds_all_of_both_and_every_difference_has_its_mark(
    before: Graph, after: Graph
) -> None:
    whole, found = union(before, after), diff(before, after)
    assert held(after).items() <= held(whole).items()
    own = {before.journey.id, after.journey.id}
    assert held(whole).keys() - own == (held(before).keys() | held(after).keys()) - own
    marked = marks(found)
    assert set(marked.values()) <= {"added", "removed", "moved", "changed"}
    for identity in held(before).keys() - held(after).keys() - own:
        assert marked[identity] == "removed"
    assert whole.by_id.keys() >= {i for i in marked if i != before.journey.id}


# -- sentences ----------------------------------------------------------------------------------


START: Records = {
    "j": ("journey", {"title": "Grant"}),
    "g1": ("stage", {"title": "Apply"}),
    "g2": ("stage", {"title": "Wait"}),
    "s1": ("step", {"title": "Fill in", "stage": "g1", "order": "a"}),
    "s2": ("step", {"title": "Send", "stage": "g1", "order": "b"}),
    "t1": ("transition", {"source": "s1", "target": "s2"}),
    "e1": ("encounter", {"step": "s1", "touchpoint": "p1"}),
    "f1": ("finding", {"kind": "pain", "step": "s1", "title": "Long form"}),
    "l1": ("lane", {"kind": "goal"}),
    "c1": ("card", {"lane": "l1", "step": "s1", "text": "Done at one go"}),
    "k1": ("comment", {"on": "s1", "text": "Is it so?"}),
}
SHARED: Records = {"p1": ("touchpoint", {"kind": "person", "name": "Clerk"})}


def said(*edit: ops.Op) -> list[str]:
    done, now = ops.settle(START, ops.parse_ops(list(edit), JOURNEY.by_name), SHAPES)
    return [did.text for did in Past(now, SHARED, "en").tell(done).did]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (patch("s1", title="Apply"), "Renamed the step “Fill in” to “Apply”"),
        (patch("c1", text="Soon"), "Rewrote the card “Done at one go” as “Soon”"),
        (patch("s1", stage="g2"), "Moved the step “Fill in” to the stage “Wait”"),
        (patch("s1", order="c"), "Moved the step “Fill in”"),
        (patch("s1", mandatory=True), "Changed the step “Fill in”: Mandatory: no → yes"),
        (
            patch("t1", wait="P14D"),
            "Changed the transition “Fill in → Send”: Waiting time: – → 14 d",
        ),
        (patch("t1", share=0.125), "Changed the transition “Fill in → Send”: Share: – → 12.5%"),
        (patch("s1", expectation=3.5), "Changed the step “Fill in”: Expectation: – → 3.5"),
        (patch("l1", title="Aims"), "Renamed the row “Goal” to “Aims”"),
        (
            patch("k1", resolved=True, resolved_by="Anna", resolved_at="2026-11-22T06:00:00Z"),
            "Resolved the comment “Is it so?”",
        ),
        (patch("f1", kind="gain"), "Changed the success “Long form”: Kind: Pain point → Success"),
        (
            put("encounter", "e2", step="s2", touchpoint="p1"),
            "Added the touchpoint “Clerk” at the step “Send”",
        ),
        (
            put("card", "c2", lane="l1", step="s2", text="Soon"),
            "Added the card “Soon” in the row “Goal” at the step “Send”",
        ),
        (put("comment", "k2", on="f1", text="No"), "Added the comment “No” on “Long form”"),
        (
            {"op": "remove", "id": "s1"},
            "Removed the step “Fill in” in the stage “Apply” with what hung on it "
            "(Cards: 1, Encounters: 1, Findings: 1, Comments: 1, Transitions: 1)",
        ),
        ({"op": "remove", "id": "g1"}, "Removed the stage “Apply”"),
        (put("step", "s3", title="<b>&\" %s %(x)s"), "Added the step “<b>&\" %s %(x)s”"),
    ],
)  # fmt: skip
def test_each_thing_has_its_sentence(edit: ops.Op, words: str) -> None:
    assert said(edit) == [words]


def test_names_are_those_of_the_moment() -> None:
    first, now = ops.settle(START, [patch("f1", severity=3)], SHAPES)
    second, now = ops.settle(
        now, [patch("f1", title="Too long"), patch("s1", title="Apply")], SHAPES
    )
    past = Past(now, SHARED, "en")
    assert [did.text for did in past.tell(second).did] == [
        "Renamed the pain point “Long form” to “Too long”",
        "Renamed the step “Fill in” to “Apply”",
    ]
    assert [did.text for did in past.tell(first).did] == [
        "Changed the pain point “Long form”: Severity: – → 3"
    ]


def test_an_entry_that_did_very_much_is_counted() -> None:
    edit = [put("step", f"n{at}", title=f"Step {at}") for at in range(MANY + 1)]
    done, now = ops.settle(START, [*edit, patch("s1", title="New")], SHAPES)
    told = Past(now, SHARED, "en").tell(done)
    assert told.counts == "Added: Steps: 61. Changed: Steps: 1."
    assert len(told.did) == FIRST


def test_long_values_are_cut_in_a_sentence_and_whole_in_the_fields() -> None:
    text = "word " * 400
    done, now = ops.settle(START, [patch("s1", description=text)], SHAPES)
    (did,) = Past(now, SHARED, "en").tell(done, only="s1").did
    assert len(did.text) < 200 and did.text.endswith("…")
    assert did.fields == (("Description", "–", text),)


def test_what_was_blanked_is_told_without_it() -> None:
    op = {
        "op": "patch",
        "kind": "step",
        "id": "s1",
        "set": {"title": "███"},
        "was": {"title": "███"},
    }
    now = START | {"s1": ("step", {"title": "███"})}
    (did,) = Past(now, SHARED, "en").tell([op]).did
    assert did.text == "Blanked a text of the step “███” for ever: Title"


def test_only_the_text_of_one_field_is_typing() -> None:
    done, _now = ops.settle(START, [patch("s1", title="A")], SHAPES)
    assert typed(done) == ("s1", "title")
    for edit in (
        [patch("s1", title="A", outcome="B")],
        [patch("s1", mandatory=True)],
        [patch("s1", title="A"), patch("s2", title="B")],
        [put("step", "s9", title="A")],
    ):
        assert typed(ops.settle(START, edit, SHAPES)[0]) is None

"""The rules of operations (journeymap/documents/SPEC.md, O1 to O12)."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeymap.documents import ops
from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.fields import trimmed

from .kinds import PLAN, SHAPES, crowds, dangling, edits, start

KINDS = tuple(PLAN.by_name)


def settled(script: list[list[ops.Op]]) -> ops.Records:
    """The records after some edits."""
    records = start()
    for edit in script:
        records = ops.apply(records, edit, SHAPES)
    return records


@st.composite
def states(draw: st.DrawFn) -> ops.Records:
    """Records that a few random edits made."""
    records = start()
    for _ in range(draw(st.integers(0, 4))):
        records = ops.apply(records, draw(edits(records)), SHAPES)
    return records


@given(st.data())
def test_the_inverse_gives_the_records_from_before_and_its_inverse_the_edit(
    data: st.DataObject,
) -> None:
    """O10; and a stamped edit is replayed (O5) to what applying it gave."""
    before = data.draw(states())
    stamped, after = ops.settle(before, data.draw(edits(before)), SHAPES)
    replayed = dict(before)
    ops.replay(replayed, stamped)
    assert replayed == after
    inverse = ops.invert(stamped)
    ops.replay(replayed, inverse)
    assert replayed == before
    assert ops.invert(inverse) == stamped


@given(st.data())
def test_nothing_dangles_after_any_edit(data: st.DataObject) -> None:
    """O9, through lists, required references and chains."""
    before = data.draw(states())
    assert dangling(ops.apply(before, data.draw(edits(before)), SHAPES)) == []


@given(crowds(), st.data())
def test_nothing_dangles_after_a_removal_in_a_crowd(
    before: ops.Records, data: st.DataObject
) -> None:
    """O9, along chains; and the inverse brings all of them back (O10)."""
    gone = data.draw(st.sampled_from(sorted(before.keys() - {"p"})))
    stamped, after = ops.settle(before, [{"op": "remove", "id": gone}], SHAPES)
    assert dangling(after) == []
    ops.replay(after, ops.invert(stamped))
    assert after == before


@given(st.data())
def test_completion_takes_only_what_must_go(data: st.DataObject) -> None:
    """O9: each further removal named a record that went, in a field that goes with it."""
    before = data.draw(states())
    edit = data.draw(edits(before))
    stamped, after = ops.settle(before, edit, SHAPES)
    plain, _ = ops.stamp(before.get, edit, SHAPES)
    gone = {op["id"] for op in stamped if op["op"] == "remove"} - after.keys()
    for op in stamped[len(plain) :]:
        if op["op"] == "remove":
            held = op["kind"], op["was"]
            assert any(
                target in gone and SHAPES[op["kind"]].references[field].goes
                for field, target in ops.references(*held, SHAPES, "")
            )
        else:
            assert not (ops.forgetting(after.get(op["id"], ("item", {})), gone, SHAPES))


@given(st.data())
def test_stamped_ops_and_records_survive_json(data: st.DataObject) -> None:
    before = data.draw(states())
    edit = data.draw(edits(before))
    again = ops.parse_ops(json.loads(json.dumps(edit)), KINDS)
    assert ops.settle(before, again, SHAPES) == ops.settle(before, edit, SHAPES)
    stamped, _ = ops.settle(before, edit, SHAPES)
    assert json.loads(json.dumps(stamped)) == stamped


@given(st.data())
def test_values_keep_one_form(data: st.DataObject) -> None:
    """O3: what ops keep is what the record's dataclass would write."""
    for identity, (kind, value) in data.draw(states()).items():
        one = trimmed(PLAN.by_name[kind].cls, {"id": identity, **value})
        assert one == {"id": identity, **value}


@given(st.data())
def test_applying_twice_changes_nothing_more(data: st.DataObject) -> None:
    """O5: an edit of patches that is applied already leaves no operation."""
    before = data.draw(states())
    edit = data.draw(edits(before))
    patches = [op for op in edit if op["op"] == "patch" and op["id"] in before]
    last = {op["id"]: op for op in patches}
    after = ops.apply(before, list(last.values()), SHAPES)
    assert ops.settle(after, list(last.values()), SHAPES) == ([], after)


@given(st.data())
def test_two_writers_get_what_the_order_of_the_log_says(data: st.DataObject) -> None:
    """O12: in any interleaving, the last patch of a field decides it."""
    before = settled([[{"op": "put", "kind": "item", "id": i, "value": {}} for i in ("i1", "i2")]])
    patch = st.fixed_dictionaries(
        {
            "op": st.just("patch"),
            "id": st.sampled_from(["i1", "i2"]),
            "set": st.dictionaries(
                st.sampled_from(["title", "score"]), st.sampled_from([None, 1, 2]), min_size=1
            ),
        }
    )
    mine, theirs = (data.draw(st.lists(patch, max_size=3)) for _ in range(2))
    order = data.draw(st.permutations([0] * len(mine) + [1] * len(theirs)))
    queues = [iter(mine), iter(theirs)]
    log = [next(queues[who]) for who in order]
    records = before
    for op in log:
        records = ops.apply(records, [op], SHAPES)
    for identity, field in itertools.product(("i1", "i2"), ("title", "score")):
        said = [o["set"][field] for o in log if o["id"] == identity and field in o["set"]]
        assert records[identity][1].get(field) == (said[-1] if said else None)


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        ({}, "/ops"),
        ([1], "/ops/0"),
        ([{"op": "move", "id": "i1"}], "/ops/0/op"),
        ([{"op": ["put"]}], "/ops/0/op"),
        ([{"op": "remove", "id": "i1"}, {"op": "remove"}], "/ops/1/id"),
        ([{"op": "remove", "id": "no spaces"}], "/ops/0/id"),
        ([{"op": "remove", "id": 1}], "/ops/0/id"),
        ([{"op": "remove", "id": "i1", "a/b~": 1}], "/ops/0/a~1b~0"),
        ([{"op": "put", "kind": "ship", "id": "i1", "value": {}}], "/ops/0/kind"),
        ([{"op": "put", "kind": ["item"], "id": "i1", "value": {}}], "/ops/0/kind"),
        ([{"op": "put", "id": "i1", "value": {}}], "/ops/0/kind"),
        ([{"op": "put", "kind": "item", "id": "i1", "value": []}], "/ops/0/value"),
        ([{"op": "put", "kind": "item", "id": "i1", "value": {"id": "i2"}}], "/ops/0/value/id"),
        ([{"op": "patch", "id": "i1"}], "/ops/0/set"),
        ([{"op": "patch", "id": "i1", "set": None}], "/ops/0/set"),
        ([{"op": "patch", "id": "i1", "set": {"id": "i2"}}], "/ops/0/set/id"),
    ],
)
def test_what_is_no_operation_is_refused_with_its_pointer(edit: Any, path: str) -> None:
    """O2."""
    with pytest.raises(Invalid) as refused:
        ops.parse_ops(edit, KINDS)
    assert [problem.path for problem in refused.value.problems] == [path]


@pytest.mark.parametrize(
    ("op", "path"),
    [
        ({"op": "patch", "id": "i9", "set": {}}, "/ops/1/id"),
        ({"op": "remove", "id": "i9"}, "/ops/1/id"),
        ({"op": "remove", "id": "i1", "kind": "group"}, "/ops/1/kind"),
        ({"op": "put", "id": "i1", "kind": "group", "value": {}}, "/ops/1/kind"),
    ],
)
def test_what_no_longer_fits_is_a_conflict_that_names_the_operation(op: Any, path: str) -> None:
    """O7, O8."""
    put = {"op": "put", "kind": "item", "id": "i1", "value": {}}
    with pytest.raises(Conflict) as refused:
        ops.apply(start(), [put, op], SHAPES)
    assert [problem.path for problem in refused.value.problems] == [path]
    assert op["id"] in refused.value.problems[0].message


def test_an_id_does_not_become_another_kind_within_an_edit() -> None:
    """O7: not even by way of a removal."""
    records = settled([[{"op": "put", "kind": "item", "id": "i1", "value": {}}]])
    edit = [
        {"op": "remove", "id": "i1"},
        {"op": "put", "kind": "group", "id": "i1", "value": {}},
    ]
    with pytest.raises(Conflict):
        ops.apply(records, edit, SHAPES)


def test_true_is_not_one() -> None:
    """O3: 1 in a yes-or-no field is kept for the check to refuse, not taken for the default."""
    assert ops.trim({"shown": 1, "key": 0}, SHAPES["item"]) == {"shown": 1, "key": 0}
    assert ops.trim({"shown": True, "key": False}, SHAPES["item"]) == {}

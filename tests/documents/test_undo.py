"""Undo (journeymap/documents/SPEC.md, U1 to U5)."""

from __future__ import annotations

import pytest

from journeymap.documents import errors, log
from journeymap.documents.models import Entry
from journeymap.documents.undoing import Left
from tests.support.edits import patch, put, remove
from tests.support.people import People

from .doing import commit, values

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def undo(people: People, version: int, *, by: str = "editor") -> tuple[Entry, list[str]]:
    entry, left = log.undo("j1", people.actor(by), version, f"u{version}-{len(log.since('j1', 0))}")
    return entry, [told(each) for each in left]


def told(left: Left) -> str:
    """What is left in one line: its kind, title and field; the ids are the vectors' matter."""
    return " ".join(value for name, value in left.items() if name != "id" and value)


def test_undo_and_redo_of_every_operation(people: People) -> None:
    """U1, U2, U5: what an edit made, changed, replaced and took away, with what followed."""
    people.journey()
    commit(people, put("step", "s2", title="Two"), put("comment", "c1", on="s1", text="Hm"))
    before = values("j1")
    edit = [
        remove("g1"),
        remove("s1"),
        patch("s2", title="2", expectation=3),
        put("stage", "g2", title="New"),
        put("journey", "j1", title="Replaced", labels=["a"]),
    ]
    after_entry = commit(people, *edit)
    after = values("j1")
    undone, left = undo(people, after_entry.version)
    assert (values("j1"), left, undone.undoes) == (before, [], after_entry.version)
    redone, left = undo(people, undone.version)
    assert (values("j1"), left, redone.undoes) == (after, [], undone.version)


def test_what_others_changed_since_is_left_and_named(people: People) -> None:
    """U1."""
    people.journey()
    mine = commit(people, patch("s1", title="Mine", expectation=3))
    commit(people, patch("s1", title="Theirs"), by="owner")
    entry, left = undo(people, mine.version)
    assert values("j1")["s1"] == {"id": "s1", "title": "Theirs", "stage": "g1"}
    assert left == ["step Theirs title"]
    assert [op["set"] for op in entry.ops] == [{"expectation": None}]


def test_a_record_that_was_changed_since_is_not_removed(people: People) -> None:
    """U2; and nothing to take back makes no entry (L4)."""
    people.journey()
    mine = commit(people, put("step", "s2", title="Mine"))
    theirs = commit(people, patch("s2", title="Theirs"), by="owner")
    entry, left = undo(people, mine.version)
    assert (entry.pk, entry.version, left) == (None, theirs.version, ["step Theirs"])
    assert "s2" in values("j1")


def test_a_record_comes_back_only_where_its_id_is_free(people: People) -> None:
    """U2."""
    people.journey()
    mine = commit(people, remove("s1"))
    commit(people, put("stage", "s1", title="Now a stage"), by="owner")
    entry, left = undo(people, mine.version)
    assert (entry.ops, left) == ([], ["step Step"])


def test_what_others_named_since_is_not_removed(people: People) -> None:
    """U3: nor is what it stands on, nor what they wrote."""
    people.journey()
    mine = commit(
        people,
        put("step", "s2", title="Mine"),
        put("finding", "f1", kind="pain", title="P", step="s2"),
    )
    commit(people, put("comment", "c1", on="f1", text="Theirs"), by="owner")
    entry, left = undo(people, mine.version)
    assert entry.ops == []
    assert sorted(left) == ["finding P", "step Mine"]
    assert {"s2", "f1", "c1"} <= values("j1").keys()


def test_what_comes_back_forgets_what_is_gone_since(people: People) -> None:
    """U4: an optional reference is dropped, a required one keeps its holder away."""
    people.journey()
    commit(people, put("finding", "f1", kind="pain", title="P", step="s1"))
    commit(people, put("idea", "d1", title="I", step="s1", findings=["f1"]))
    mine = commit(people, remove("d1"))
    commit(people, remove("s1"), by="owner")
    _, left = undo(people, mine.version)
    assert values("j1")["d1"] == {"id": "d1", "title": "I"}
    assert sorted(left) == ["idea I findings", "idea I step"]
    people.journey("j2")
    comment = commit(people, put("comment", "c1", on="s1", text="Hm"), to="j2")
    gone = commit(people, remove("c1"), to="j2")
    commit(people, remove("s1"), to="j2", by="owner")
    entry, left = log.undo("j2", people.actor("editor"), gone.version, "u")
    assert (entry.ops, [told(each) for each in left]) == ([], ["comment Hm on"])
    assert comment.version == 2


def test_what_comes_back_forgets_a_touchpoint_that_is_gone_since(people: People) -> None:
    """U4, across documents."""
    people.journey()
    home = people.workspace.pk
    commit(people, put("touchpoint", "t1", kind="object", name="Letter"), to=home)
    commit(people, put("finding", "f1", kind="pain", title="P", step="s1", touchpoint="t1"))
    mine = commit(people, remove("f1"))
    commit(people, remove("t1"), to=home)
    _, left = undo(people, mine.version)
    assert values("j1")["f1"] == {"id": "f1", "kind": "pain", "title": "P", "step": "s1"}
    assert left == ["finding P touchpoint"]


def test_what_would_be_unsound_is_left(people: People) -> None:
    """A kind cannot go back to one that has no reason, where the reason stays."""
    people.journey()
    commit(people, put("step", "s2", title="Two"))
    commit(people, put("transition", "x1", source="s1", target="s2"))
    mine = commit(people, patch("x1", kind="exit", target=None, reason="Too long"))
    commit(people, patch("x1", kind="sequence", target="s1", reason=None), by="owner")
    commit(people, patch("x1", kind="exit", target=None, reason="Other"), by="owner")
    entry, left = undo(people, mine.version)
    assert values("j1")["x1"]["kind"] == "exit"
    assert (entry.ops, left) == ([], ["transition reason", "transition"])


def test_only_ones_own_edits_are_undone(people: People) -> None:
    """U1."""
    people.journey()
    mine = commit(people, patch("s1", title="Mine"))
    with pytest.raises(errors.Forbidden):
        undo(people, mine.version, by="owner")
    with pytest.raises(errors.NotFound):
        undo(people, mine.version, by="outsider")
    with pytest.raises(errors.NotFound):
        undo(people, 9)


def test_making_a_journey_is_not_undone(people: People) -> None:
    people.journey()
    with pytest.raises(errors.Conflict):
        undo(people, 1, by="system")


def test_a_repeated_undo_returns_the_first(people: People) -> None:
    """U5, L3."""
    people.journey()
    mine = commit(people, patch("s1", title="Mine"))
    first, _ = log.undo("j1", people.actor("editor"), mine.version, "again")
    second, _ = log.undo("j1", people.actor("editor"), mine.version, "again")
    assert first.pk == second.pk
    assert len(log.since("j1", 0)) == 3

"""What the log keeps, for how long, and at what cost (SPEC.md, L2, L6, L9, L10)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from journeymap.documents import errors, log, ops, shelf
from journeymap.documents.kinds import document_kind, register
from journeymap.documents.models import Document, Entry, Link, Record, Snapshot
from journeymap.workspaces.access import SYSTEM
from tests.support.edits import patch, put, remove
from tests.support.people import People

from . import kinds
from .doing import commit, linked, replayed, stored, values

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_any_version_can_be_read(people: People) -> None:
    """L6: with and without snapshots, which only reading makes."""
    people.journey()
    seen = {1: log.records("j1")}
    for number in range(2, 231):
        if number % 50 == 0:
            edit = remove("s1") if "s1" in values("j1") else put("step", "s1", title="Back")
        else:
            edit = patch("g1", title=f"Stage {number}")
        assert commit(people, edit).version == number
        seen[number] = log.records("j1")
    assert not Snapshot.objects.exists()
    for number in (230, 229, 1, 100, 99, 150, 200, 201, 120):
        assert log.at("j1", number) == seen[number]
    assert sorted(Snapshot.objects.values_list("version", flat=True)) == [100, 200]
    assert all(log.at("j1", number) == seen[number] for number in seen)
    assert log.at("j1", 0) == []
    for number in (-1, 231):
        with pytest.raises(errors.NotFound):
            log.at("j1", number)


def test_the_version_at_a_moment(people: People) -> None:
    people.journey()
    entry = commit(people, patch("s1", title="A"))
    second = datetime.timedelta(seconds=1)
    assert log.version_at("j1", entry.at) == 2
    assert log.version_at("j1", entry.at + second) == 2
    assert log.version_at("j1", entry.at - 1000 * second) == 0


def test_redaction_leaves_the_text_nowhere(people: People) -> None:
    """L9."""
    people.journey()
    commit(people, put("comment", "c1", on="s1", text="Matti Meikäläinen"), label="Matti said")
    commit(people, patch("c1", text="Matti M."), patch("c1", text="Matti, M."))
    commit(people, patch("j1", summary="of Matti"))
    log.at("j1", 3)
    entry = commit(people, remove("c1"))
    owner = people.actor("owner")
    with pytest.raises(errors.Forbidden):
        log.redact("j1", "c1", "text", people.actor("editor"))
    with pytest.raises(errors.NotFound):
        log.redact("j1", "c1", "resolved", owner)
    log.redact("j1", "c1", "text", owner)
    log.redact("j1", "j1", "summary", owner)
    rows = [*Record.objects.values(), *Entry.objects.values(), *Snapshot.objects.values()]
    assert "Matti" not in str(rows)
    assert "matti" not in Document.objects.get(pk="j1").search
    log.undo("j1", people.actor("editor"), entry.version, "back")
    assert values("j1")["c1"]["text"] == log.at("j1", 2)[0][1]["text"] == "███"
    assert replayed("j1") == stored("j1")


def test_the_trash(people: People) -> None:
    """L10."""
    people.journey()
    editor = people.actor("editor")
    with pytest.raises(errors.Forbidden):
        shelf.trash("j1", people.actor("commenter"))
    shelf.trash("j1", editor)
    with pytest.raises(errors.Trashed):
        commit(people, patch("s1", title="A"))
    with pytest.raises(errors.Trashed):
        log.find("j1", editor)
    assert shelf.restore("j1", editor).version == 1
    commit(people, patch("s1", title="A"))
    with pytest.raises(errors.Conflict):
        shelf.trash(people.workspace.pk, people.actor("owner"))


def test_what_is_restored_while_the_trash_is_emptied_stays(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L10: every document is looked at again, under its lock."""
    owner = people.actor("owner")
    for journey in ("j1", "j2"):
        people.journey(journey)
        trashed_at = shelf.trash(journey, owner).trashed_at
    assert trashed_at is not None
    forget = shelf._forget
    monkeypatch.setattr(shelf, "_forget", lambda d: (shelf.restore("j2", owner), forget(d)))
    assert shelf.purge(trashed_at + datetime.timedelta(days=31)) == ["j1"]
    assert log.find("j2", owner).trashed_at is None


def test_after_30_days_the_trash_is_emptied(people: People) -> None:
    """L10: and what named the journey forgets it, through the door."""
    people.journey()
    people.journey("j2")
    commit(people, patch("s1", opens_journey="j2"))
    trashed_at = shelf.trash("j2", people.actor("editor")).trashed_at
    assert trashed_at is not None
    day = datetime.timedelta(days=1)
    assert shelf.purge(trashed_at + 29 * day) == []
    assert shelf.purge(trashed_at + 31 * day) == ["j2"]
    assert not Document.objects.filter(pk="j2").exists()
    assert not Entry.objects.filter(document_id="j2").exists()
    assert "opens_journey" not in values("j1")["s1"]
    assert log.since("j1", 2)[0].author_kind == "system"
    assert not Link.objects.filter(target="j2").exists()


def _queries(people: People, *edit: ops.Op, to: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        commit(people, *edit, to=to)
    return len(seen)


def test_queries_of_a_commit_do_not_grow_with_the_document(people: People) -> None:
    """L6: the same at 10 and at 1,000 steps."""
    for size in (10, 1000):
        people.journey(f"j{size}")
        edit: list[ops.Op] = []
        for at in range(size):
            edit.append(put("step", f"x{at}", title="X", stage="g1"))
            edit.append(put("comment", f"c{at}", on=f"x{at}", text="C"))
        commit(people, *edit, to=f"j{size}")
    for edit in (
        [patch("x5", title="Y")],
        [patch("x5", stage=None)],
        [put("step", "new", title="New", stage="g1")],
        [remove("x5")],
        [patch("j{}", title="New")],
    ):
        few, many = (
            _queries(people, *({**op, "id": op["id"].format(size)} for op in edit), to=f"j{size}")
            for size in (10, 1000)
        )
        assert few == many <= 18


def test_a_document_is_read_in_one_query(people: People) -> None:
    people.journey()
    with CaptureQueriesContext(connection) as seen:
        assert len(log.records("j1")) == 3
    assert len(seen) == 1


class RandomEdits(TestCase):
    """Log, rows and links cannot disagree, whatever is done."""

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_replaying_the_log_gives_the_rows(self, data: st.DataObject) -> None:
        """L2, L6, O9, O10, U1 to U5: after random edits and undos, at every version."""
        if "plan" not in {kind.name for kind in _plans()}:
            register(kinds.PLAN)
        workspace = shelf.create_workspace("W")
        root = put("plan", kinds.ROOT, title="Plan")
        document = log.create(workspace, "plan", SYSTEM, [root])
        states = {1: stored(document.pk)}
        for number in range(data.draw(st.integers(1, 6))):
            if data.draw(st.booleans()) and len(states) > 1:
                version = data.draw(st.integers(2, max(states)))
                newest = version == max(states)
                entry, left = log.undo(document.pk, SYSTEM, version, f"u{number}")
                if newest:  # nothing can have changed since
                    assert (left, stored(document.pk)) == ([], states[version - 1])
            else:
                edit = data.draw(kinds.edits(stored(document.pk)))
                entry = log.commit(document.pk, SYSTEM, edit, client_id=f"e{number}")
            states[entry.version] = stored(document.pk)
        assert sorted(states) == list(range(1, max(states) + 1))
        assert replayed(document.pk) == stored(document.pk)
        assert linked(document.pk) == {
            (identity, field, "", target)
            for identity, held in stored(document.pk).items()
            for field, target in ops.references(*held, kinds.SHAPES)
        }
        assert kinds.dangling(stored(document.pk)) == []
        for version, records in states.items():
            wanted = [(k, {"id": i, **v}) for i, (k, v) in sorted(records.items())]
            assert log.at(document.pk, version) == wanted


def _plans() -> list[Any]:
    try:
        return [document_kind("plan")]
    except KeyError:
        return []

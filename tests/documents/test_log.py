"""The door (journeymap/documents/SPEC.md, L1 to L12, and O11)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from journeymap.documents import errors, links, log, ops, shelf
from journeymap.documents.kinds import document_kind, register
from journeymap.documents.models import Document, Entry, Link, Record, Snapshot
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People

from . import kinds

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def put(kind: str, id: str, /, **value: Any) -> ops.Op:
    return {"op": "put", "kind": kind, "id": id, "value": value}


def patch(id: str, /, **fields: Any) -> ops.Op:
    return {"op": "patch", "id": id, "set": fields}


def remove(id: str) -> ops.Op:
    return {"op": "remove", "id": id}


_count = iter(range(10**9))


def commit(people: People, *edit: ops.Op, to: str = "j1", by: str = "editor", **kw: Any) -> Entry:
    kw.setdefault("client_id", f"c{next(_count)}")
    return log.commit(to, people.actor(by), list(edit), **kw)


def values(document_id: str) -> dict[str, dict[str, Any]]:
    return {value["id"]: value for _, value in log.records(document_id)}


def paths(error: pytest.ExceptionInfo[errors.Refusal]) -> list[str]:
    return [problem.path for problem in error.value.problems]


# -- entries ------------------------------------------------------------------------------------


def test_making_a_document_is_its_version_1(people: People) -> None:
    """L1, O11."""
    people.journey(title="Ääkkösiä", labels=["Yritys"])
    document = Document.objects.get(pk="j1")
    assert (document.version, document.title) == (1, "Ääkkösiä")
    assert "ääkkösiä" in document.search
    assert "yritys" in document.search
    assert [entry.version for entry in log.since("j1", 0)] == [1]
    catalogue = Document.objects.get(workspace=people.workspace, kind="catalogue")
    assert (catalogue.pk, catalogue.version) == (people.workspace.pk, 1)


def test_an_edit_is_an_entry_with_its_author(people: People) -> None:
    """L1, L2."""
    people.journey()
    entry = commit(people, patch("s1", title="Apply"), label="Rename")
    assert (entry.version, entry.label) == (2, "Rename")
    assert (entry.author_kind, entry.author_name) == ("user", "editor")
    assert entry.ops == [
        {
            "op": "patch",
            "kind": "step",
            "id": "s1",
            "set": {"title": "Apply"},
            "was": {"title": "Step"},
        }
    ]
    assert values("j1")["s1"] == {"id": "s1", "title": "Apply", "stage": "g1"}
    assert Document.objects.get(pk="j1").version == 2
    assert log.load("j1") == (2, log.records("j1"))


def test_the_title_follows_the_root_record(people: People) -> None:
    people.journey()
    commit(people, patch("j1", title="Työnhaku", goal="Uusi TYÖ"))
    document = Document.objects.get(pk="j1")
    assert document.title == "Työnhaku"
    assert "uusi työ" in document.search


def test_the_same_client_id_again_returns_the_first_entry(people: People) -> None:
    """L3: also after the edit was undone, and whatever version is asked for."""
    people.journey()
    first = commit(people, patch("s1", title="A"), client_id="once")
    again = commit(people, patch("s1", title="A"), client_id="once", if_version=1)
    assert (again.pk, again.version) == (first.pk, first.version)
    log.undo("j1", people.actor("editor"), first.version, "back")
    assert commit(people, patch("s1", title="A"), client_id="once").pk == first.pk
    assert values("j1")["s1"]["title"] == "Step"
    with pytest.raises(errors.Conflict) as other:
        commit(people, patch("s1", title="B"), client_id="once")
    with pytest.raises(errors.Conflict):
        commit(people, patch("s1", title="A"), client_id="once", by="owner")
    assert paths(other) == ["/client_id"]


def test_making_a_document_again_returns_it(people: People) -> None:
    """L3 for create."""
    edit = [put("journey", "j7", title="A")]
    owner = people.actor("owner")
    first = log.create(people.workspace, "journey", owner, edit, client_id="make")
    again = log.create(people.workspace, "journey", owner, edit, client_id="make")
    assert (again.pk, again.version, again.title) == (first.pk, 1, "A")
    with pytest.raises(errors.Conflict):
        log.create(people.workspace, "journey", owner, edit, client_id="other")
    with pytest.raises(errors.Conflict):
        log.create(people.foreign, "journey", people.actor("outsider"), edit, client_id="make")


def test_an_edit_that_changes_nothing_makes_no_entry(people: People) -> None:
    """L4."""
    people.journey()
    entry = commit(people, patch("s1", title="Step", moment_of_truth=False))
    assert (entry.version, entry.ops, entry.pk) == (1, [], None)
    assert len(log.since("j1", 0)) == 1


def test_a_stale_edit_is_refused(people: People) -> None:
    """L5."""
    people.journey()
    commit(people, patch("s1", title="A"), if_version=1)
    with pytest.raises(errors.Stale):
        commit(people, patch("s1", title="B"), if_version=1)
    assert values("j1")["s1"]["title"] == "A"


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        ([patch("s1", title="x" * 201)], "/ops/0/set/title"),
        ([patch("s1", title="")], "/ops/0/set/title"),
        ([patch("s1", title="a\x00")], "/ops/0/set/title"),
        ([patch("s1", title="\ud800")], "/ops/0/set/title"),
        ([patch("s1", assumed_experience=float("nan"))], "/ops/0/set/assumed_experience"),
        ([patch("s1", moment_of_truth=1)], "/ops/0/set/moment_of_truth"),
        ([patch("s1", colour="red")], "/ops/0/set/colour"),
        ([patch("s1", evidence={"level": "guess", "n": -1})], "/ops/0/set/evidence/n"),
        ([patch("g1", title="B"), patch("s1", stage="s1")], "/ops/1/set/stage"),
        ([patch("s1", stage="nowhere")], "/ops/0/set/stage"),
        ([put("encounter", "e1", step="s1", touchpoint="t1")], "/ops/0/value/touchpoint"),
        ([patch("s1", opens_journey="j9")], "/ops/0/set/opens_journey"),
        ([put("journey", "j2", title="Second")], "/ops/0/id"),
        ([put("step", "j1", title="Not the root")], "/ops/0/id"),
        ([remove("j1")], "/ops/0/id"),
    ],
)
def test_an_unsound_edit_is_refused_whole(people: People, edit: Any, path: str) -> None:
    """O4, O11, L7: with a pointer to the field, and nothing written."""
    people.journey()
    before = values("j1")
    with pytest.raises(errors.Refusal) as refused:
        commit(people, *edit, patch("g1", title="Written?"))
    assert paths(refused) == [path]
    assert values("j1") == before
    assert len(log.since("j1", 0)) == 1


@pytest.mark.parametrize("client_id", ["", "no spaces", "x" * 65, "\x00"])
def test_a_client_id_is_an_id(people: People, client_id: str) -> None:
    people.journey()
    with pytest.raises(errors.Invalid) as refused:
        commit(people, patch("s1", title="A"), client_id=client_id)
    assert paths(refused) == ["/client_id"]


def test_a_label_is_a_text(people: People) -> None:
    people.journey()
    with pytest.raises(errors.Invalid) as refused:
        commit(people, patch("s1", title="A"), label="\x00")
    assert paths(refused) == ["/label"]


def test_what_watches_a_changed_field_is_checked(people: People) -> None:
    """L12: a lane with cards does not become one that is computed."""
    people.journey()
    commit(people, put("lane", "l1", title="Free"), put("card", "k1", lane="l1", text="A"))
    commit(people, patch("l1", title="Renamed"))
    with pytest.raises(errors.Invalid) as refused:
        commit(people, patch("l1", kind="people"))
    assert paths(refused) == ["/records/k1/lane"]


# -- access -------------------------------------------------------------------------------------


def test_roles_at_the_door(people: People) -> None:
    """L11."""
    people.journey()
    for by in ("owner", "editor"):
        commit(people, patch("s1", title=by), by=by)
    for by in ("viewer", "commenter"):
        with pytest.raises(errors.Forbidden):
            commit(people, patch("s1", title=by), by=by)
    for by in ("outsider", "anonymous"):
        with pytest.raises(errors.NotFound):
            commit(people, patch("s1", title=by), by=by)
        with pytest.raises(errors.NotFound):
            log.find("j1", people.actor(by))
        with pytest.raises(errors.NotFound):
            log.create(people.workspace, "journey", people.actor(by), [put("journey", "j5")])
    assert values("j1")["s1"]["title"] == "editor"


def test_commenters_change_comments_only(people: People) -> None:
    """L11: also where a patch does not say the kind; own replies go with the comment."""
    people.journey()
    commit(people, put("comment", "c1", on="s1", text="Hm"), by="commenter")
    commit(people, put("comment", "c2", on="s1", text="Yes", reply_to="c1"), by="commenter")
    commit(people, patch("c1", text="Hm!"), by="commenter")
    with pytest.raises(errors.Forbidden):
        commit(people, patch("c1", text="x"), patch("s1", title="x"), by="commenter")
    with pytest.raises(errors.Forbidden):
        commit(people, put("comment", "c3", on="s1", text="Me"), by="viewer")
    entry = commit(people, remove("c1"), by="commenter")
    assert [op["id"] for op in entry.ops] == ["c1", "c2"]


# -- references into other documents ---------------------------------------------------------------


def test_touchpoints_of_the_workspace_can_be_named_and_only_those(people: People) -> None:
    """L7."""
    people.journey()
    office = put("touchpoint", "t1", kind="physical_space", name="Office")
    commit(people, office, to=people.foreign.pk, by="outsider")
    meet = put("encounter", "e1", step="s1", touchpoint="t1")
    with pytest.raises(errors.Invalid) as refused:
        commit(people, meet)
    assert paths(refused) == ["/ops/0/value/touchpoint"]
    commit(people, office, to=people.workspace.pk)
    commit(people, meet)
    with pytest.raises(errors.Invalid):  # an organisation it must be
        commit(people, patch("j1", organisation="t1"))


def test_a_used_touchpoint_is_not_removed(people: People) -> None:
    """L8: with the list of uses, the trash included; retired it can be."""
    people.journey(title="A path")
    home = people.workspace.pk
    commit(people, put("touchpoint", "t1", kind="object", name="Letter"), to=home)
    commit(people, put("encounter", "e1", step="s1", touchpoint="t1"))
    shelf.trash("j1", people.actor("editor"))
    with pytest.raises(errors.InUse) as refused:
        commit(people, remove("t1"), to=home)
    assert refused.value.uses == [
        errors.Use("j1", "A path", "encounter", "e1", "touchpoint", trashed=True)
    ]
    assert paths(refused) == ["/ops/0/id"]
    commit(people, patch("t1", valid_to="2025-12-31"), to=home)
    shelf.restore("j1", people.actor("editor"))
    assert [use.trashed for use in links.uses(home, ["t1"], into="catalogue")["t1"]] == [False]
    commit(people, remove("e1"))
    commit(people, remove("t1"), to=home)


def test_uses_of_another_workspace_are_not_told(people: People) -> None:
    """L8, L11: the same id may live in two workspaces."""
    people.journey()
    people.journey("j2", foreign=True)
    letter = put("touchpoint", "t1", kind="object", name="Letter")
    commit(people, letter, to=people.workspace.pk)
    commit(people, letter, to=people.foreign.pk, by="outsider")
    meet = put("encounter", "e1", step="s1", touchpoint="t1")
    commit(people, meet, to="j2", by="outsider")
    assert links.uses(people.workspace.pk, ["t1"], into="catalogue") == {}
    commit(people, remove("t1"), to=people.workspace.pk)


# -- old versions -------------------------------------------------------------------------------


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


# -- what must be forgotten -----------------------------------------------------------------------


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


# -- trash --------------------------------------------------------------------------------------


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


# -- cost ---------------------------------------------------------------------------------------


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


# -- log and rows -------------------------------------------------------------------------------


def stored(document_id: str) -> ops.Records:
    rows = Record.objects.filter(document_id=document_id)
    return {row.id: (row.kind, row.value) for row in rows}


def replayed(document_id: str) -> ops.Records:
    records: ops.Records = {}
    for entry in log.since(document_id, 0):
        ops.replay(records, entry.ops)
    return records


def linked(document_id: str) -> set[tuple[str, str, str, str]]:
    rows = Link.objects.filter(document_id=document_id)
    return set(rows.values_list("source", "field", "into", "target"))


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

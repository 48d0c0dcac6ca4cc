"""The door: entries, access, references (journeymap/documents/SPEC.md, L1 to L8, L11, L12, O11)."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.documents import errors, links, log, shelf
from journeymap.documents.models import Document
from tests.support.edits import patch, put, remove
from tests.support.people import People

from .doing import commit, paths, values

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


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

"""Versions: pages of the log, the way back, names (journeymap/documents/SPEC.md, V1 and V2, L6)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from journeymap.documents import errors, log, shelf, versions
from journeymap.documents.kinds import register, registered
from journeymap.documents.models import Entry, Snapshot, VersionName
from journeymap.documents.versions import Asked
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.models import Event
from tests.support.edits import patch
from tests.support.people import People

from . import kinds

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
_count = iter(range(10**9))


def commit(to: str, *ops: dict[str, Any], actor: Any = SYSTEM) -> Entry:
    return log.commit(to, actor, list(ops), client_id=f"v{next(_count)}")


def restore(to: str, version: int, actor: Any = SYSTEM, **more: Any) -> Any:
    return versions.restore(to, actor, version, client_id=f"v{next(_count)}", **more)


def values(document_id: str) -> dict[str, dict[str, Any]]:
    return {value["id"]: value for _kind, value in log.records(document_id)}


class RandomEdits(TestCase):
    """What was, comes back, whatever was done."""

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_a_restored_version_is_exactly_what_it_was(self, data: st.DataObject) -> None:
        """V1, L6."""
        if "plan" not in registered():
            register(kinds.PLAN)
        root = {"op": "put", "kind": "plan", "id": kinds.ROOT, "value": {"title": "Plan"}}
        plan = log.create(shelf.create_workspace("W"), "plan", SYSTEM, [root]).pk
        seen = {1: log.records(plan)}
        for _number in range(data.draw(st.integers(1, 5))):
            held = {value.pop("id"): (kind, value) for kind, value in log.records(plan)}
            entry = commit(plan, *data.draw(kinds.edits(held)))
            seen[entry.version] = log.records(plan)
        newest = max(seen)
        wanted = data.draw(st.sampled_from(sorted(seen)))
        entry, left = restore(plan, wanted)
        assert (log.records(plan), left) == (seen[wanted], [])
        if entry.pk:
            log.undo(plan, SYSTEM, entry.version, f"v{next(_count)}")
        assert log.records(plan) == seen[newest]
        assert all(log.at(plan, version) == rows for version, rows in seen.items())


def test_a_version_comes_back_by_one_entry_that_can_be_undone(people: People) -> None:
    """V1."""
    people.journey()
    editor = people.actor("editor")
    commit("j1", patch("s1", title="Apply"))
    commit("j1", {"op": "put", "kind": "step", "id": "s2", "value": {"title": "More"}})
    commit("j1", {"op": "remove", "id": "g1"})
    entry, left = restore("j1", 1, editor, label="Back")
    assert (entry.version, entry.label, left) == (5, "Back", [])
    assert log.records("j1") == log.at("j1", 1)
    again, left = restore("j1", 1, editor)
    assert again.pk is None and not again.ops and log.load("j1")[0] == 5
    log.undo("j1", editor, 5, "undo")
    assert log.records("j1") == log.at("j1", 4)


def test_a_retry_returns_the_first_entry(people: People) -> None:
    people.journey()
    commit("j1", patch("s1", title="Apply"))
    editor = people.actor("editor")
    first, _left = versions.restore("j1", editor, 1, client_id="same", if_version=2)
    commit("j1", patch("s1", title="Other"))
    again, _left = versions.restore("j1", editor, 1, client_id="same", if_version=2)
    assert again.pk == first.pk and values("j1")["s1"]["title"] == "Other"
    with pytest.raises(errors.Conflict):
        versions.restore("j1", people.actor("owner"), 1, client_id="same")
    with pytest.raises(errors.Conflict):
        versions.restore("j1", editor, 1, client_id="same", record="s1")


def test_who_may_not_edit_brings_nothing_back(people: People) -> None:
    people.journey()
    commit("j1", patch("s1", title="Apply"))
    for who, refusal in (
        ("viewer", errors.Forbidden),
        ("commenter", errors.Forbidden),
        ("outsider", errors.NotFound),
    ):
        with pytest.raises(refusal):
            restore("j1", 1, people.actor(who))
        with pytest.raises(refusal):
            versions.name("j1", people.actor(who), 1, "Mine")
    with pytest.raises(errors.Stale):
        restore("j1", 1, people.actor("editor"), if_version=1)
    for nowhere in (0, 3):
        with pytest.raises(errors.NotFound):
            restore("j1", nowhere)
    with pytest.raises(errors.NotFound):
        restore("j1", 1, record="never")
    with pytest.raises(errors.Invalid):
        versions.restore("j1", SYSTEM, 1, client_id="x" * 65)
    assert log.load("j1")[0] == 2


def test_comments_stay_as_they_are(people: People) -> None:
    """V1: and those on what goes, go with it."""
    people.journey()
    commit("j1", {"op": "put", "kind": "step", "id": "s2", "value": {"title": "More"}})
    for key, on in (("c1", "s1"), ("c2", "s2")):
        op = {"op": "put", "kind": "comment", "id": key, "value": {"on": on, "text": "Well"}}
        commit("j1", op, actor=people.actor("commenter"))
    said = values("j1")["c1"]
    restore("j1", 1, people.actor("editor"))
    assert values("j1")["c1"] == said and "c2" not in values("j1")
    restore("j1", 2, people.actor("editor"))
    assert "s2" in values("j1") and values("j1")["c1"] == said


def test_what_names_what_is_gone_comes_back_without_it(people: People) -> None:
    """V1."""
    people.journey()
    home = people.workspace.pk
    met = {"op": "put", "kind": "touchpoint", "id": "t1", "value": {"kind": "person", "name": "A"}}
    commit(home, met)
    finding = {"kind": "pain", "title": "Queue", "touchpoint": "t1", "step": "s1"}
    commit("j1", {"op": "put", "kind": "finding", "id": "f1", "value": finding})
    encounter = {"step": "s1", "touchpoint": "t1"}
    commit("j1", {"op": "put", "kind": "encounter", "id": "e1", "value": encounter})
    commit("j1", {"op": "remove", "id": "s1"}, {"op": "remove", "id": "g1"})
    commit(home, {"op": "remove", "id": "t1"})
    _entry, left = restore("j1", 3, people.actor("editor"))
    assert values("j1").keys() == {"j1", "g1", "s1", "f1"}
    assert values("j1")["f1"] == {"id": "f1", "kind": "pain", "title": "Queue", "step": "s1"}
    assert {(each["id"], each.get("field")) for each in left} == {
        ("f1", "touchpoint"),
        ("e1", "touchpoint"),
    }


def test_one_record_comes_back_alone(people: People) -> None:
    """V1."""
    people.journey()
    commit("j1", patch("s1", title="Mine"), patch("j1", title="Ours"))
    commit("j1", patch("s1", title="Yours"))
    commit("j1", {"op": "remove", "id": "g1"})
    restore("j1", 2, people.actor("editor"), record="s1")
    assert values("j1")["s1"] == {"id": "s1", "title": "Mine"}  # its stage is gone
    assert values("j1")["j1"]["title"] == "Ours" and "g1" not in values("j1")


# -- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_pages_have_no_gaps_and_no_doubles(people: People, limit: int) -> None:
    people.journey()
    for at in range(10):
        commit(
            "j1", patch("s1", title=f"T{at}"), actor=people.actor(("editor", "owner")[at % 3 == 0])
        )
    everything = list(range(11, 0, -1))
    owner = f"user:{people.user('owner').pk}"
    mine = [v for v in everything if v > 1 and (v - 2) % 3 == 0]
    versions.name("j1", SYSTEM, 4, "Four")
    for more, wanted in (
        ({}, everything),
        ({"by": owner}, mine),
        ({"record": "s1"}, everything),
        ({"record": "g1"}, [1]),
        ({"record": "s"}, []),
        ({"named": True}, [4]),
    ):
        seen, asked = [], Asked(limit=limit, **more)  # type: ignore[arg-type]
        found = versions.page("j1", asked)
        assert not found.newer
        while found.entries:
            seen += [entry.version for entry in found.entries]
            if not found.older:
                break
            found = versions.page("j1", Asked(limit=limit, before=seen[-1], **more))  # type: ignore[arg-type]
            assert found.newer
        assert seen == wanted
        back: list[int] = []
        while found.newer and found.entries:
            after = found.entries[0].version
            found = versions.page("j1", Asked(limit=limit, after=after, **more))  # type: ignore[arg-type]
            back = [entry.version for entry in found.entries] + back
        assert back == wanted[: len(back)]
        assert len(back) >= len(wanted) - limit


def test_a_text_that_looks_like_an_id_is_none(people: People) -> None:
    people.journey(title='"id": "ghost"')
    assert versions.page("j1", Asked(record="ghost")).entries == []
    assert versions.page("j1", Asked(record="S1")).entries == []
    assert versions.page("j1", Asked(record="s1")).entries != []


def test_old_versions_are_read_from_the_nearest_that_is_held(people: People) -> None:
    """L6: forwards and backwards, in a number of queries that does not grow."""
    people.journey()
    seen = {1: log.records("j1")}
    for number in range(2, 260):
        commit("j1", patch("s1", title=f"T{number}"))
        seen[number] = log.records("j1")

    def cost(version: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert log.at("j1", version) == seen[version]
        return sum("documents_entry" in each["sql"] for each in asked)

    assert [cost(version) for version in (258, 210, 199, 140, 90, 2)] == [1] * 6
    assert set(Snapshot.objects.values_list("version", flat=True)) <= {100, 200}
    assert cost(200) <= 1


# -- names --------------------------------------------------------------------------------------


def test_a_version_is_named_renamed_and_unnamed(people: People) -> None:
    """V2."""
    people.journey()
    editor = people.actor("editor")
    stamp = versions.names_stamp("j1")
    assert versions.name("j1", editor, 1, "  Työpaja <b> ").name == "Työpaja <b>"
    assert versions.names_stamp("j1") != stamp
    versions.name("j1", editor, 1, "Workshop")
    assert {v: n.name for v, n in versions.names("j1").items()} == {1: "Workshop"}
    for wrong in ("", "   ", "x" * 201, "a\x00b"):
        with pytest.raises(errors.Invalid):
            versions.name("j1", editor, 1, wrong)
    for nowhere in (0, 2):
        with pytest.raises(errors.NotFound):
            versions.name("j1", editor, nowhere, "No")
    versions.unname("j1", editor, 1)
    with pytest.raises(errors.NotFound):
        versions.unname("j1", editor, 1)
    assert not VersionName.objects.exists() and log.load("j1")[0] == 1
    whats = list(Event.objects.order_by("pk").values_list("what", flat=True))
    assert whats[-3:] == ["version_named", "version_named", "version_unnamed"]

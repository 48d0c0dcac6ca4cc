"""The log page by page in words: nothing twice, nothing left out, the catalogue's part too."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.documents import log
from journeymap.documents.models import Document
from journeymap.documents.versions import Asked
from journeymap.workspaces.access import SYSTEM
from journeys import timeline
from journeys.timeline import Line
from tests.support.edits import patch
from tests.support.people import People

pytestmark = pytest.mark.django_db
_count = iter(range(10**9))


def commit(to: str, *ops: dict[str, Any], actor: Any = SYSTEM) -> None:
    log.commit(to, actor, list(ops), client_id=f"t{next(_count)}")


def pages(limit: int) -> list[list[Line]]:
    document = Document.objects.get(pk="j1")
    found = [timeline.read(document, Asked(limit=limit), "en")]
    while found[-1].older:
        asked = Asked(limit=limit, before=found[-1].older)
        found.append(timeline.read(document, asked, "en"))
    return [each.lines for each in found]


@pytest.mark.parametrize("limit", [1, 2, 5, 50])
def test_pages_hold_every_entry_once_with_the_names_of_its_moment(
    people: People, limit: int
) -> None:
    home = people.workspace.pk
    put = {"op": "put", "kind": "touchpoint", "id": "t1", "value": {"kind": "person", "name": "C0"}}
    other = put | {"id": "t2", "value": {"kind": "person", "name": "Other"}}
    commit(home, put, other)
    people.journey("j1")
    wanted: list[tuple[str, str]] = []
    for at in range(1, 7):
        meets = {"step": "s1", "touchpoint": "t1"}
        commit("j1", {"op": "put", "kind": "encounter", "id": f"e{at}", "value": meets})
        wanted.append(("journey", f"Added the touchpoint “C{at - 1}” at the step “Step”"))
        commit(home, patch("t1", name=f"C{at}"), patch("t2", name=f"Other {at}"))
        wanted.append(("catalogue", f"Renamed the touchpoint “C{at - 1}” to “C{at}”"))
    found = [
        ("catalogue" if line.shared else "journey", did.text)
        for lines in pages(limit)
        for line in lines
        for did in line.told.did
    ]
    assert found[:12] == wanted[::-1]
    assert all(sum(not line.shared for line in lines) <= limit for lines in pages(limit))
    assert [line.version for lines in pages(limit) for line in lines if not line.shared] == [
        *range(7, 0, -1)
    ]


def test_typing_is_folded_only_where_it_is_one_person_in_one_field(people: People) -> None:
    people.journey("j1")
    editor, owner = people.actor("editor"), people.actor("owner")
    for actor, fields in (
        (editor, {"title": "A"}),
        (editor, {"title": "AB"}),
        (owner, {"title": "ABC"}),
        (owner, {"outcome": "x"}),
        (owner, {"outcome": "xy"}),
        (owner, {"outcome": "xyz"}),
        (owner, {"mandatory": True}),
        (owner, {"mandatory": False}),
    ):
        commit("j1", patch("s1", **fields), actor=actor)
    ((*lines,),) = pages(50)
    assert [(line.first, line.version) for line in lines] == [
        (9, 9), (8, 8), (5, 7), (4, 4), (2, 3), (1, 1)
    ]  # fmt: skip
    folded = lines[2]
    assert [did.text for did in folded.told.did] == ["Changed the step “ABC”: Outcome: – → xyz"]
    assert [each.version for each in folded.inner] == [7, 6, 5]
    split = pages(2)
    assert [line.first for page in split for line in page] == [9, 8, 6, 5, 4, 2, 1]
    assert split[1][0].inner and not split[2][0].inner


def test_an_undo_and_its_undo_are_told(people: People) -> None:
    people.journey("j1")
    editor = people.actor("editor")
    commit("j1", patch("s1", title="A"), actor=editor)
    log.undo("j1", editor, 2, "u1")
    log.undo("j1", editor, 3, "u2")
    ((redo, undo, *_rest),) = pages(50)
    assert (undo.entry.undoes, undo.again) == (2, False)
    assert (redo.entry.undoes, redo.again) == (3, True)
    assert [did.text for did in undo.told.did] == ["Renamed the step “A” to “Step”"]

"""Measures of touchpoints across journeys: each reader's own, sent once, small groups never."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.edits import put
from tests.support.people import People, people
from touchpoints import answers

from .support import Caller, caller

__all__ = ["people"]

pytestmark = pytest.mark.both_databases


@pytest.fixture
def editor(people: People) -> Caller:
    met = [put("touchpoint", key, kind="person", name=key) for key in ("t1", "t2", "t3")]
    log.commit(people.workspace.pk, SYSTEM, met, client_id="c0")
    people.journey()
    people.journey("j2")
    return caller(people, "editor")


def _say(people: People, touchpoint: str, n: int, journey: str = "", emotion: int = 4) -> None:
    item: dict[str, Any] = {"touchpoint": touchpoint, "emotion": emotion}
    item |= {"journey": journey, "step": "s1"} if journey else {}
    answers.record(people.workspace, SYSTEM, [item] * n)


def test_each_touchpoint_is_measured_across_journeys(people: People, editor: Caller) -> None:
    address = f"catalogue/{people.workspace.pk}/measures/"
    assert editor.get(address).json() == {"limit": 5, "touchpoints": {}}
    for journey, n, emotion in (("j1", 6, 5), ("j2", 5, 2), ("", 1, 2)):
        _say(people, "t1", n, journey, emotion)
    _say(people, "t2", 4)
    viewer = caller(people, "viewer")
    mine, theirs = editor.get(address), viewer.get(address)
    assert mine["ETag"] != theirs["ETag"]
    told = mine.json()["touchpoints"]
    assert set(told) == {"t1", "t2"} and told["t1"]["n"] == 12
    assert told["t1"]["emotion"]["mean"] == (6 * 5 + 6 * 2) / 12
    assert told["t2"]["hidden"] and told["t2"]["n"] == 0 and told["t2"]["emotion"] is None
    heard = theirs.json()["touchpoints"]["t1"]
    assert heard["n"] == 11, "the one at the touchpoint alone waits for others"
    for caller_, response in ((editor, mine), (viewer, theirs)):
        again = caller_.get(address, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
    _say(people, "t1", 1, "j1")
    assert editor.get(address)["ETag"] != mine["ETag"]
    assert viewer.get(address)["ETag"] == theirs["ETag"], "nothing new is told yet"

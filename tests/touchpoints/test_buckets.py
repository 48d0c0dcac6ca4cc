"""What comes while suspect answers are believed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q

from journeymap.workspaces.access import SYSTEM
from tests.support.people import People, people
from touchpoints import answers, buckets, counting, tallies

__all__ = ["people"]

pytestmark = pytest.mark.both_databases


def test_what_comes_while_suspects_are_accepted_waits_for_the_next_time(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for journey in ("j1", "j2"):
        people.journey(journey)

    def say(journey: str, **more: Any) -> None:
        item = {"journey": journey, "step": "s1", "emotion": 1}
        answers.record(people.workspace, SYSTEM, [item], **more)

    say("j2")
    say("j1", suspect=True)
    assert counting.counted("j2")["s1",].counts.n == 1
    broken = tallies.broken

    def meanwhile(*told: Any) -> None:
        monkeypatch.undo()
        say("j2", suspect=True)
        broken(*told)

    monkeypatch.setattr(tallies, "broken", meanwhile)
    assert buckets.accept(people.workspace, SYSTEM, Q()) == 1
    assert counting.counted("j2")["s1",].counts.n == 1
    assert buckets.accept(people.workspace, SYSTEM, Q()) == 1
    assert counting.counted("j2")["s1",].counts.n == 2

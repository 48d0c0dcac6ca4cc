"""Making a journey once, however often and however fast a client asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from journeymap.documents import errors
from journeymap.documents.models import Document
from journeys import making
from journeys.formats import Reading
from journeys.graph import Catalogue, Graph, Journey
from tests.support.people import People, make_people
from touchpoints.records import Touchpoint

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

LETTER = Touchpoint(id="t", kind="object", name="Letter")
FILE = Graph(journey=Journey(id="j", title="J"), catalogue=Catalogue(touchpoints={"t": LETTER}))
Make = Callable[[People, str], making.Made]
WAYS: dict[str, Make] = {
    "empty": lambda p, c: making.empty(p.workspace, p.actor("editor"), {"title": "E"}, c),
    "file": lambda p, c: making.brought(p.workspace, p.actor("editor"), Reading(FILE), c),
    "to-be": lambda p, c: making.derived(Document.objects.get(pk="j1"), p.actor("editor"), "T", c),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_retry_while_the_first_call_is_at_work_makes_nothing_new(way: str) -> None:
    people = make_people()
    people.journey()
    before = Document.objects.count()
    found: list[tuple[str, bool]] = []
    start = threading.Barrier(4)

    def call() -> None:
        try:
            start.wait()
            made = making.once(
                people.workspace, people.actor("editor"), "c", lambda c: WAYS[way](people, c)
            )
            found.append((made.document.pk, made.created))
        finally:
            connection.close()

    calls = [threading.Thread(target=call) for _ in range(4)]
    for each in calls:
        each.start()
    for each in calls:
        each.join()
    assert len({pk for pk, _ in found}) == 1
    assert sorted(created for _, created in found) == [False, False, False, True]
    assert Document.objects.count() == before + 1


def test_who_may_not_make_a_journey_is_told_so_before_anything_is_looked_for() -> None:
    people = make_people()
    for who, refusal in (("viewer", errors.Forbidden), ("outsider", errors.NotFound)):
        with pytest.raises(refusal):
            making.once(
                people.workspace, people.actor(who), "c", lambda c: WAYS["empty"](people, c)
            )

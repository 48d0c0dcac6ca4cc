"""What locks a round and its tally does so in one order, so that no two wait crosswise."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from journeymap.workspaces.access import SYSTEM
from tests.support.open_sockets import eventually
from tests.support.people import People, people
from touchpoints import rounds, tallies
from touchpoints.models import SurveyRound

__all__ = ["people"]


@pytest.mark.django_db(transaction=True)
def test_a_round_is_changed_beside_what_locks_its_tally_first(people: People) -> None:
    people.journey()
    held, _ = rounds.make(people.workspace, SYSTEM, {"title": "Spring", "journey": "j1"})
    failed: list[Exception] = []

    def change() -> None:
        try:
            rounds.change(people.workspace, SYSTEM, held.pk, {"limit": 7, "title": "Summer"})
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=change)
    with transaction.atomic():  # as erasing an answer does, and merging two segments
        tallies.broken(people.workspace, {"j1"})
        other.start()
        eventually(_somebody_waits_for_us)
        SurveyRound.objects.filter(pk=held.pk).update(purpose={"en": "Another"})
    other.join()
    assert not failed
    now = SurveyRound.objects.get()
    assert (now.title, now.purpose["en"]) == ("Summer", "Another")


def _somebody_waits_for_us() -> bool:
    """Tests of another process may wait for others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])

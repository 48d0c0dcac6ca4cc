"""Who hears what: the newest for those who read single answers, published tables for everybody."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from journeymap.documents import log
from journeymap.documents.errors import Forbidden
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People, people
from touchpoints import answers, buckets, hearing, published, rounds, tallies
from touchpoints.counting import Wanted
from touchpoints.measures import Measure
from touchpoints.models import Answer, Published, SurveyRound, Tally

__all__ = ["people"]

pytestmark = pytest.mark.both_databases


@pytest.fixture
def journey(people: People) -> str:
    ops = [
        {"op": "put", "kind": "touchpoint", "id": name, "value": {"kind": "person", "name": name}}
        for name in ("t1", "t2")
    ]
    ops += [
        {"op": "put", "kind": "segment", "id": name, "value": {"name": name}}
        for name in ("young", "old")
    ]
    log.commit(people.workspace.pk, SYSTEM, ops, client_id="c0")
    return people.journey()


def _say(people: People, n: int = 1, **fields: Any) -> None:
    """Record n answers."""
    item = {"journey": "j1", "step": "s1", "emotion": 4, **fields}
    answers.record(people.workspace, SYSTEM, [item] * n)


def _n(journey: str, single: bool = False) -> int:
    return hearing.measures(journey, single=single).n


def test_a_viewer_hears_five_at_once_and_the_sixth_with_the_tenth(
    people: People, journey: str
) -> None:
    _say(people, 4)
    assert hearing.measures(journey, single=False).steps == {"s1": Measure(hidden=True)}
    assert hearing.measures(journey, single=True).steps["s1"].n == 4
    _say(people)
    heard = hearing.measures(journey, single=False)
    assert (heard.n, heard.steps["s1"].emotion and heard.steps["s1"].emotion.mean) == (5, 4.0)
    assert heard.first == heard.last == hearing.measures(journey, single=True).first
    _say(people, 4, emotion=1)
    assert (_n(journey), _n(journey, single=True)) == (5, 9)
    assert hearing.measures(journey, single=False) == heard
    _say(people, emotion=1)
    assert _n(journey) == _n(journey, single=True) == 10
    held = hearing.totals(journey, single=False)["s1"]
    assert held and held.emotion == (5, 0, 0, 5, 0)


def test_a_viewers_stamp_moves_only_with_what_viewers_see(people: People, journey: str) -> None:
    stamps = [hearing.stamp(journey, single=False)]
    newest = [hearing.stamp(journey, single=True)]
    for _ in range(10):
        _say(people)
        stamps.append(hearing.stamp(journey, single=False))
        newest.append(hearing.stamp(journey, single=True))
    moved = [at for at in range(1, 11) if stamps[at] != stamps[at - 1]]
    assert moved == [1, 5, 10]  # somebody has answered; five; ten
    assert len(set(newest)) == 11
    assert hearing.measures(journey, single=False).stamp == stamps[-1]


def test_a_filter_is_for_those_who_may_read_single_answers(people: People, journey: str) -> None:
    _say(people, 5, unit="Oulu")
    wanted = Wanted(unit="Oulu")
    assert hearing.measures(journey, single=True, wanted=wanted).n == 5
    for ask in (hearing.measures, hearing.totals):
        with pytest.raises(Forbidden):
            ask(journey, single=False, wanted=wanted)
    with pytest.raises(Forbidden):
        hearing.split(journey, "unit", single=False, wanted=wanted)


def test_a_table_with_a_small_group_holds_another_one_back(people: People, journey: str) -> None:
    _say(people, 9, unit="Oulu", region="Pohjanmaa", language="fi")
    _say(people, 7, unit="Kemi", region="Lappi", language="fi")
    _say(people, 2, unit="Salla", region="Lappi", language="sv")

    def told(dimension: str) -> dict[str, int]:
        held = hearing.split(journey, dimension, single=False)["s1"]
        return {value: counts.n for value, counts in held.items() if counts}

    assert hearing.totals(journey, single=False)["s1"].n == 18  # type: ignore[union-attr]
    assert told("region") == {"Pohjanmaa": 9, "Lappi": 9}
    assert told("unit") == {"Oulu": 9}  # not Kemi: Lappi without Kemi would be Salla
    assert told("language") == {}
    newest = hearing.split(journey, "unit", single=True)["s1"]
    assert {value: counts and counts.n for value, counts in newest.items()} == {
        "Oulu": 9,
        "Kemi": 7,
        "Salla": None,
    }


def test_months_are_those_of_the_workspace(people: People, journey: str) -> None:
    _say(people, 5, at="2026-01-31T23:30:00Z")  # in Helsinki it is February
    assert list(hearing.split(journey, "month", single=False)["s1"]) == ["2026-02-01"]


def test_many_journeys_cost_the_queries_of_one(people: People, journey: str) -> None:
    from django.test.utils import CaptureQueriesContext

    costs = []
    for names in (["j1"], ["j2", "j3", "j4"]):
        for name in names:
            if name != "j1":
                people.journey(name)
            _say(people, 7, journey=name)
        for _ in range(2):  # first to bring them up to date, then to read them
            with CaptureQueriesContext(connection) as context:
                found = hearing.measures_all(names, single=False)
            costs.append(len(context))
            assert [found[name].n for name in names] == [7] * len(names)
    assert costs[:2] == costs[2:]
    assert costs[1] == 3


def test_a_touchpoint_alone_has_a_place_of_its_own(people: People, journey: str) -> None:
    def told(single: bool) -> dict[str, int | None]:
        found = hearing.touchpoints(people.workspace.pk, ["t1", "t2"], single=single)
        return {each: counts.n if counts else None for each, counts in found.items()}

    _say(people, 6, touchpoint="t1")
    _say(people, 4, touchpoint="t1", journey=None, step=None)
    assert told(single=True) == {"t1": 10}
    assert told(single=False) == {"t1": 6}
    before = hearing.workspace_stamp(people.workspace.pk, single=False)
    _say(people, 1, touchpoint="t1", journey=None, step=None)
    assert told(single=False) == {"t1": 11}
    assert hearing.workspace_stamp(people.workspace.pk, single=False) != before


def test_what_two_touchpoints_were_told_is_told_of_the_one_they_became(
    people: People, journey: str
) -> None:
    for name, n in (("t1", 6), ("t2", 5)):
        _say(people, n, touchpoint=name)
        _say(people, n, touchpoint=name, journey=None, step=None)
    assert _n(journey) == 11
    workspace = people.workspace
    hearing.workspace_stamp(workspace.pk, single=False)
    answers.follow(workspace, people.actor("editor"), "touchpoint", "t2", "t1")
    told = hearing.touchpoints(workspace.pk, ["t1", "t2"], single=False)
    assert {each: counts and counts.n for each, counts in told.items()} == {"t1": 22}
    assert list(hearing.split(journey, "touchpoint", single=False)["s1"]) == ["t1"]
    _say(people, 5, touchpoint="t1")
    assert hearing.touchpoints(workspace.pk, ["t1"], single=False)["t1"].n == 27  # type: ignore[union-attr]


def _delete(people: People, journey: str, *which: Answer) -> None:
    with transaction.atomic():
        tallies.broken(people.workspace, [journey])
        going = Answer.objects.filter(pk__in=[each.pk for each in which])
        published.leaving(going)
        going.delete()


def test_what_was_published_stays_when_answers_leave(people: People, journey: str) -> None:
    _say(people, 5)
    heard = hearing.measures(journey, single=False)
    _delete(people, journey, *Answer.objects.all()[:3])
    assert hearing.measures(journey, single=False) == heard
    assert _n(journey, single=True) == 2


def test_what_leaves_before_it_is_told_is_never_told(people: People, journey: str) -> None:
    _say(people, 5)
    assert _n(journey) == 5
    _say(people, 4, emotion=1)
    assert _n(journey) == 5  # looked at: nine are counted, five are told
    _delete(people, journey, *Answer.objects.filter(emotion=1)[:2])
    _say(people, 2, emotion=5)
    assert _n(journey) == 5
    _say(people, 1, emotion=5)
    held = hearing.totals(journey, single=False)["s1"]
    assert held and held.emotion == (2, 0, 0, 5, 3)
    told = hearing.split(journey, "language", single=False)["s1"][""]
    assert told == held


def test_an_answer_that_is_assigned_later_is_told_with_the_next_ones(
    people: People, journey: str
) -> None:
    item = {"journey": "j1", "emotion": 2}
    answers.record(people.workspace, SYSTEM, [item] * 3, unassigned=True)
    _say(people, 5)
    assert _n(journey) == 5  # looked at: the unassigned are older than what was told
    assert buckets.assign(people.workspace, people.actor("editor"), Q(), "j1", "s1") == 3
    _say(people, 1)
    assert _n(journey) == 5
    _say(people, 1)
    assert hearing.totals(journey, single=False)["s1"].emotion == (0, 3, 0, 7, 0)  # type: ignore[union-attr]


def test_what_is_no_longer_suspect_is_told_with_the_next_ones(people: People, journey: str) -> None:
    flood = [{"journey": "j1", "step": "s1", "ease": 1}] * 4
    answers.record(people.workspace, SYSTEM, flood, suspect=True)
    _say(people, 5)
    assert _n(journey) == 5
    assert buckets.accept(people.workspace, people.actor("editor"), Q()) == 4
    assert _n(journey) == 5
    _say(people, 1, ease=1)
    held = hearing.totals(journey, single=False)["s1"]
    assert held and (held.n, held.ease) == (10, (5, 0, 0, 0, 0))


def test_a_round_may_ask_for_larger_groups(people: People, journey: str) -> None:
    held = rounds.save(
        people.workspace,
        people.actor("editor"),
        SurveyRound(journey="j1", title="Spring", limit=8),
    )
    _say(people, 7, round=held.pk)
    assert _n(journey) == 0
    held.limit = 6
    rounds.save(people.workspace, people.actor("editor"), held)
    assert _n(journey) == 7
    held.limit = 9
    rounds.save(people.workspace, people.actor("editor"), held)
    assert hearing.measures(journey, single=False).steps == {"s1": Measure(hidden=True)}
    assert hearing.totals(journey, single=False) == {"s1": None}


def test_a_journey_that_is_gone_leaves_nothing_published(people: People, journey: str) -> None:
    _say(people, 5)
    assert _n(journey) == 5
    answers.forget(journey)
    assert not Published.objects.exists() and not Tally.objects.filter(journey=journey).exists()
    assert hearing.measures(journey, single=False).steps == {}


@pytest.mark.django_db(transaction=True)
def test_readers_and_writers_at_once_count_every_answer_once(journey: str, people: People) -> None:
    start = threading.Barrier(5)

    def write() -> None:
        try:
            start.wait()
            for _ in range(5):
                _say(people, 3, unit="Oulu")
        finally:
            connection.close()

    def read() -> None:
        try:
            start.wait()
            for _ in range(8):
                hearing.measures("j1", single=False)
        finally:
            connection.close()

    calls = [threading.Thread(target=each) for each in (write, write, read, read, read)]
    for each in calls:
        each.start()
    for each in calls:
        each.join()
    _say(people, 5)
    assert _n(journey) == _n(journey, single=True) == 35

"""Counts: what the database counts is what Python counts, filtered, grouped, and added to."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log
from journeymap.documents.errors import Invalid
from journeymap.workspaces.access import SYSTEM
from tests.support.people import People, people
from touchpoints import answers, rounds, tallies
from touchpoints.counting import ALL, OVERLAY, Wanted, counted, of_touchpoints, wanted_of
from touchpoints.intake.questions import STANDARD
from touchpoints.measures import VALUES, Counts
from touchpoints.models import Answer, SurveyRound

__all__ = ["people"]

pytestmark = pytest.mark.both_databases

ITEMS = (*OVERLAY, "recommend")
ZONE = "Europe/Helsinki"
SPRING = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


@pytest.fixture
def said(people: People) -> list[Answer]:
    """Three hundred answers of every kind at two journeys, some of them suspect."""
    rng = Random(7)
    made = [_answer(people, rng, at) for at in range(300)]
    tallies.added(people.workspace, {"j1", "j2"})
    return Answer.objects.bulk_create(made)


def _answer(people: People, rng: Random, at: int) -> Answer:
    items = {item: rng.choice([*values, None]) for item, values in VALUES.items()}
    return Answer(
        workspace=people.workspace,
        client_id=f"a{at}",
        at=SPRING + datetime.timedelta(hours=rng.randrange(24 * 200)),
        journey=rng.choice(["j1", "j1", "j2"]),
        step=rng.choice(["s1", "s2", ""]),
        touchpoint=rng.choice(["t1", "t2", ""]),
        segment=rng.choice(["", "young"]),
        unit=rng.choice(["Seinäjoki", "Vaasa", "It's <b>"]),
        suspect=rng.random() < 0.1,
        **{**items, "got_it_done": items["got_it_done"] or ""},
    )


def _by_hand(
    rows: list[Answer], key: Callable[[Answer], tuple[str, ...]]
) -> dict[tuple[str, ...], Counts]:
    groups: dict[tuple[str, ...], list[Answer]] = defaultdict(list)
    for row in rows:
        if not row.suspect:
            groups[key(row)].append(row)
    return {name: _counts(held) for name, held in groups.items()}


def _counts(rows: list[Answer]) -> Counts:
    found: dict[str, Any] = {
        item: tuple(sum(getattr(row, item) == value for row in rows) for value in VALUES[item])
        for item in ITEMS
    }
    return Counts(n=len(rows), **found)


def _told(found: dict[tuple[str, ...], Any]) -> dict[tuple[str, ...], Counts]:
    return {key: group.counts for key, group in found.items()}


WANTED = [
    ALL,
    Wanted(segment="young"),
    Wanted(unit="It's <b>", touchpoint="t1"),
    Wanted(since=SPRING + datetime.timedelta(days=50), until=SPRING + datetime.timedelta(days=90)),
    Wanted(step="s1", segment="nobody"),
]


@pytest.mark.parametrize("wanted", WANTED)
def test_the_database_counts_what_python_counts(said: list[Answer], wanted: Wanted) -> None:
    names = ("step", "touchpoint", "segment", "unit")
    rows = [
        row
        for row in said
        if row.journey == "j1"
        and all(getattr(wanted, n) in ("", getattr(row, n)) for n in names)
        and (not wanted.since or row.at >= wanted.since)
        and (not wanted.until or row.at < wanted.until)
    ]
    for by in ((), ("step",), ("step", "unit")):
        expected = _by_hand(rows, lambda row, by=by: tuple(getattr(row, n) for n in by))  # type: ignore[misc]
        found = counted("j1", by, wanted, ITEMS)
        assert _told(found) == expected
        for key, group in found.items():
            moments = [
                row.at
                for row in rows
                if not row.suspect and tuple(getattr(row, n) for n in by) == key
            ]
            assert (group.first, group.last) == (min(moments), max(moments))


def test_months_and_weeks_are_those_of_the_zone(said: list[Answer]) -> None:
    rows = [row for row in said if row.journey == "j1"]

    def month(row: Answer) -> tuple[str, ...]:
        return (row.at.astimezone(ZoneInfo(ZONE)).date().replace(day=1).isoformat(),)

    def week(row: Answer) -> tuple[str, ...]:
        day = row.at.astimezone(ZoneInfo(ZONE)).date()
        return ((day - datetime.timedelta(days=day.weekday())).isoformat(),)

    for name, key in (("month", month), ("week", week)):
        assert _told(counted("j1", (name,), ALL, ITEMS, ZONE)) == _by_hand(rows, key)


def test_what_comes_in_addition_is_added_to_what_was_counted(
    people: People, said: list[Answer]
) -> None:
    rng = Random(8)
    for at in range(4):
        more = [_answer(people, rng, 1000 + 10 * at + n) for n in range(10)]
        tallies.added(people.workspace, {"j1", "j2"})
        said += Answer.objects.bulk_create(more)
        expected = _by_hand([r for r in said if r.journey == "j1"], lambda row: (row.step,))
        with CaptureQueriesContext(connection) as asked:
            assert _told(counted("j1", items=ITEMS)) == expected
        assert ("id >" in asked[-1]["sql"]) == (at > 0)
    cache.clear()
    assert _told(counted("j1", items=ITEMS)) == expected


def test_nothing_new_costs_no_counting(said: list[Answer], django_assert_num_queries: Any) -> None:
    first = counted("j1")
    with django_assert_num_queries(2):
        assert counted("j1") == first


def test_after_any_other_change_all_is_counted_anew(people: People, said: list[Answer]) -> None:
    counted("j1")
    gone = next(row for row in said if row.journey == "j1" and row.step == "s1" and not row.suspect)
    before = counted("j1")[("s1",)].counts.n
    tallies.broken(people.workspace, {"j1"})
    gone.delete()
    assert counted("j1")[("s1",)].counts.n == before - 1


def test_only_the_same_wording_and_scale_are_counted_together(people: People) -> None:
    people.journey()
    emotion = STANDARD["emotion"]
    own = [{**emotion, "wording": {"en": "Were you angry?"}}, STANDARD["ease"]]
    held = rounds.save(
        people.workspace, SYSTEM, SurveyRound(journey="j1", title="Own", questions=own)
    )
    told = {"workspace": people.workspace, "at": SPRING, "journey": "j1", "step": "s1"}
    tallies.added(people.workspace, {"j1"})
    Answer.objects.create(client_id="a", emotion=1, ease=1, wording=rounds.wording_of(held),
                          round=held.pk, **told)  # fmt: skip
    Answer.objects.create(client_id="b", emotion=5, ease=5, **told)
    mixed = counted("j1")[("s1",)].counts
    assert (mixed.n, mixed.emotion, mixed.ease) == (2, (0, 0, 0, 0, 1), (1, 0, 0, 0, 1))
    alone = counted("j1", wanted=Wanted(round=held.pk))[("s1",)].counts
    assert (alone.n, alone.emotion, alone.ease) == (1, (1, 0, 0, 0, 0), (1, 0, 0, 0, 0))
    held.questions = [{**emotion, "wording": {"en": "Were you very angry?"}}]
    rounds.save(people.workspace, SYSTEM, held)
    Answer.objects.create(client_id="c", emotion=2, wording=rounds.wording_of(held),
                          round=held.pk, **told)  # fmt: skip
    tallies.added(people.workspace, {"j1"})
    newest = counted("j1", wanted=Wanted(round=held.pk))[("s1",)].counts
    assert (newest.n, newest.emotion) == (2, (0, 1, 0, 0, 0))


def test_a_touchpoints_own_wording_is_kept_apart_in_journeys_too(people: People) -> None:
    people.journey()
    shared = {"op": "put", "kind": "touchpoint", "id": "t1"}
    shared["value"] = {"kind": "person", "name": "Adviser"}  # type: ignore[assignment]
    log.commit(people.workspace.pk, SYSTEM, [shared], client_id="c0")
    own = [{**STANDARD["emotion"], "wording": {"en": "Were you angry?"}}]
    held, _ = rounds.make(
        people.workspace, SYSTEM, {"title": "Own", "touchpoint": "t1", "questions": own}
    )
    said = {"journey": "j1", "step": "s1", "touchpoint": "t1", "round": held.pk, "emotion": 1}
    answers.record(people.workspace, SYSTEM, [said] * 5)
    counts = counted("j1")[("s1",)].counts
    assert (counts.n, sum(counts.emotion)) == (5, 0)
    alone = counted("j1", wanted=Wanted(round=held.pk))[("s1",)].counts
    assert sum(alone.emotion) == 5


def test_a_touchpoint_is_counted_in_whatever_journey(people: People, said: list[Answer]) -> None:
    found = of_touchpoints(people.workspace.pk, ["t1", "t2", "none"], ("journey",), ITEMS)
    for name in ("t1", "t2"):
        rows = [row for row in said if row.touchpoint == name]
        assert _told(found[name]) == _by_hand(rows, lambda row: (row.journey,))
    assert found["none"] == {}
    assert of_touchpoints(people.foreign.pk, ["t1"])["t1"] == {}


def test_a_query_names_days_of_the_zone_both_included() -> None:
    asked = {"since": "2026-03-02", "until": "2026-03-02", "unit": "Vaasa", "page": "3"}
    wanted = wanted_of(asked, ZoneInfo(ZONE))
    assert wanted.since and wanted.until
    assert wanted.since.astimezone(datetime.UTC).isoformat() == "2026-03-01T22:00:00+00:00"
    assert wanted.until - wanted.since == datetime.timedelta(days=1)
    assert (wanted.unit, bool(wanted), bool(wanted_of({}))) == ("Vaasa", True, False)
    for wrong in ("2.3.2026", "2026-02-30", "10000-01-01"):
        with pytest.raises(Invalid) as refused:
            wanted_of({"since": "x", "until": wrong})
        assert [each.path for each in refused.value.problems] == ["/since", "/until"]

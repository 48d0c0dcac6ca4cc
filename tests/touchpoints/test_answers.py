"""Answers: one way in, kept once, said together in few queries, read singly by the right people."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeymap.documents import log, shelf
from journeymap.documents.errors import Forbidden, Invalid, NotFound
from journeymap.workspaces.access import SYSTEM
from tests.support.people import EVERYBODY, People, make_people, people
from touchpoints import answers, rounds
from touchpoints.models import Answer, SurveyRound, Tally

__all__ = ["people"]

pytestmark = pytest.mark.both_databases


@pytest.fixture
def journey(people: People) -> str:
    touchpoint = {"op": "put", "kind": "touchpoint", "id": "t1"}
    shared = [touchpoint | {"value": {"kind": "person", "name": "Adviser"}}]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c0")
    return people.journey()


def _item(**fields: Any) -> dict[str, Any]:
    return {"journey": "j1", "step": "s1", "emotion": 4, **fields}


def _problems(people: People, *items: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        answers.record(people.workspace, people.actor("editor"), items)
    assert not Answer.objects.exists()
    return [problem.path for problem in refused.value.problems]


def test_an_answer_is_kept_as_it_was_given(people: People, journey: str) -> None:
    given = _item(
        client_id="a1",
        at="2026-03-02T09:30:00+02:00",
        touchpoint="t1",
        efficiency=1,
        ease=5,
        got_it_done="partly",
        expectation=-1,
        recommend=0,
        comment="Liian pitkä jono. <b>",
        channel="phone",
        unit="Seinäjoki",
        region="Etelä-Pohjanmaa",
        language="fi",
        source="kiosk",
    )
    (done,) = answers.record(people.workspace, people.actor("editor"), [given])
    assert done == answers.Recorded("a1", created=True)
    row = answers.readable(people.workspace, people.actor("editor")).get()
    assert row.at == datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC)
    assert {name: getattr(row, name) for name in given if name != "at"} == {
        name: value for name, value in given.items() if name != "at"
    }


def test_a_retry_keeps_nothing_twice(people: People, journey: str) -> None:
    items = [_item(client_id="a1"), _item(client_id="a2")]
    answers.record(people.workspace, SYSTEM, items[:1])
    stamp = answers.stamp(journey)
    again = answers.record(people.workspace, SYSTEM, items)
    assert [each.created for each in again] == [False, True]
    assert Answer.objects.count() == 2
    assert answers.stamp(journey) != stamp
    stamp = answers.stamp(journey)
    answers.record(people.workspace, SYSTEM, items)
    assert answers.stamp(journey) == stamp


def test_an_id_that_another_answer_has_is_refused(people: People, journey: str) -> None:
    answers.record(people.workspace, SYSTEM, [_item(client_id="a1")])
    for other in (_item(client_id="a1", emotion=5), _item(client_id="a1", region="Lappi")):
        with pytest.raises(Invalid) as refused:
            answers.record(people.workspace, SYSTEM, [other])
        assert [p.path for p in refused.value.problems] == ["/0/client_id"]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"emotion": 6}, "/0/emotion"),
        ({"emotion": True}, "/0/emotion"),
        ({"emotion": "4"}, "/0/emotion"),
        ({"emotion": None}, "/0"),
        ({"expectation": 2}, "/0/expectation"),
        ({"got_it_done": "maybe"}, "/0/got_it_done"),
        ({"recommend": 11}, "/0/recommend"),
        ({"comment": "x" * 4001}, "/0/comment"),
        ({"at": "2026-03-02"}, "/0/at"),
        ({"at": "2026-03-02T09:30:00"}, "/0/at"),
        ({"at": "2999-01-01T00:00:00Z"}, "/0/at"),
        ({"journey": "gone"}, "/0/journey"),
        ({"journey": None}, "/0/journey"),
        ({"step": "gone"}, "/0/step"),
        ({"step": "g1"}, "/0/step"),
        ({"step": None}, "/0/step"),
        ({"touchpoint": "gone"}, "/0/touchpoint"),
        ({"segment": "t1"}, "/0/segment"),
        ({"channel": "pigeon"}, "/0/channel"),
        ({"round": "gone"}, "/0/round"),
        ({"client_id": "not an id"}, "/0/client_id"),
        ({"id": "x"}, "/0/id"),
        ({"mood": 3}, "/0/mood"),
    ],
)
def test_what_can_never_be_is_refused_with_its_place(
    people: People, journey: str, fields: dict[str, Any], path: str
) -> None:
    assert _problems(people, _item(**fields)) == [path]


@pytest.mark.parametrize("item", [None, 3, "text", [], [[]]])
def test_what_is_no_answer_is_refused(people: People, journey: str, item: Any) -> None:
    assert _problems(people, item) == ["/0"]


def test_one_bad_answer_keeps_the_others_out(people: People, journey: str) -> None:
    assert _problems(people, _item(), _item(emotion=0)) == ["/1/emotion"]
    assert _problems(people, _item(client_id="a"), _item(client_id="a")) == ["/1/client_id"]
    assert _problems(people, *[_item()] * (answers.MOST + 1)) == [""]


def test_another_workspaces_journey_is_not_there(people: People, journey: str) -> None:
    people.journey("j2", foreign=True)
    assert _problems(people, _item(journey="j2")) == ["/0/journey"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_editors_and_up_write_and_read_single_answers(
    people: People, journey: str, name: str
) -> None:
    actor = people.actor(name)
    if name in ("owner", "editor"):
        answers.record(people.workspace, actor, [_item()])
        assert answers.readable(people.workspace, actor).count() == 1
        return
    refusal = NotFound if name in ("outsider", "anonymous") else Forbidden
    with pytest.raises(refusal):
        answers.record(people.workspace, actor, [_item()])
    with pytest.raises(refusal):
        answers.readable(people.workspace, actor)


def test_measures_count_every_step_apart(people: People, journey: str) -> None:
    more = [{"op": "put", "kind": "step", "id": "s2", "value": {"title": "Next"}}]
    log.commit("j1", SYSTEM, more, client_id="c1")
    items = [
        _item(emotion=1, expectation=-1, got_it_done="no", at="2026-01-05T10:00:00Z"),
        _item(emotion=2, expectation=-1, got_it_done="yes", efficiency=5),
        _item(emotion=3, expectation=0, got_it_done="yes", efficiency=4),
        _item(emotion=4, expectation=1, got_it_done="yes", efficiency=1),
        _item(emotion=5, expectation=0, got_it_done="partly", efficiency=4),
        _item(emotion=None, comment="Only words", efficiency=4),
        *[_item(step="s2", emotion=5)] * 4,
        _item(step=None, touchpoint="t1", emotion=1),
    ]
    today = timezone.now().date().isoformat()
    answers.record(people.workspace, SYSTEM, items)
    found = answers.measures_of(journey)
    one, two = found.steps["s1"], found.steps["s2"]
    assert (found.n, found.first, found.limit) == (10, "2026-01-05", 5)
    assert found.last in (today, timezone.now().date().isoformat())  # midnight may come
    assert one.n == 6
    assert one.emotion and (one.emotion.n, one.emotion.mean) == (5, 3.0)
    assert one.prompt and (one.prompt.n, one.prompt.share) == (5, 0.8)
    assert one.done and one.done.share == 0.6
    assert one.worse and one.met and one.better
    assert (one.worse.share, one.met.share, one.better.share) == (0.4, 0.4, 0.2)
    assert one.easy is None
    assert two.hidden and two.n == 4 and two.emotion is None


def test_measures_cost_five_queries_for_any_number_of_journeys(
    people: People, journey: str, django_assert_num_queries: Any
) -> None:
    people.journey("j2")
    for name in ("j1", "j2"):
        answers.record(people.workspace, SYSTEM, [_item(journey=name)] * 300)
    with django_assert_num_queries(5):
        found = answers.measures_of_all(["j1", "j2", "none"])
    with django_assert_num_queries(4):  # the counts are kept
        assert answers.measures_of_all(["j1", "j2", "none"]) == found
    assert [found[name].n for name in ("j1", "j2", "none")] == [300, 300, 0]
    with django_assert_num_queries(1):
        answers.stamps(["j1", "j2"])


def test_keeping_many_costs_the_queries_of_keeping_one(people: People, journey: str) -> None:
    costs = []
    for count in (1, 40):
        with CaptureQueriesContext(connection) as context:
            answers.record(people.workspace, people.actor("editor"), [_item()] * count)
        costs.append(len(context))
    assert costs[0] == costs[1]


def test_a_round_decides_what_is_asked_when_and_how_small_groups_may_be(
    people: People, journey: str
) -> None:
    held = rounds.save(
        people.workspace,
        people.actor("editor"),
        SurveyRound(
            journey="j1",
            title="Spring",
            steps=["s1"],
            opens=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
            closes=datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC),
            limit=8,
        ),
    )
    inside = [_item(round=held.pk, at="2026-03-02T00:00:00Z")] * 7
    answers.record(people.workspace, SYSTEM, inside)
    assert answers.measures_of("j1").steps["s1"].hidden
    for at in ("2026-02-28T00:00:00Z", "2026-06-01T00:00:00Z"):
        with pytest.raises(Invalid, match="not open"):
            answers.record(people.workspace, SYSTEM, [_item(round=held.pk, at=at)])
    stamp = answers.stamp("j1")
    held.limit = 6
    rounds.save(people.workspace, people.actor("editor"), held)
    assert not answers.measures_of("j1").steps["s1"].hidden
    assert answers.stamp("j1") != stamp
    with pytest.raises(Forbidden):
        rounds.save(people.workspace, people.actor("viewer"), held)


def test_answers_to_another_wording_are_not_mixed_in(people: People, journey: str) -> None:
    scale = [[n, {"en": f"Grade {n}"}] for n in range(1, 6)]
    own = [{"item": "emotion", "wording": {"en": "Were you angry?"}, "scale": scale}]
    held = SurveyRound(journey="j1", title="Own words", questions=own)
    rounds.save(people.workspace, SYSTEM, held)
    answers.record(people.workspace, SYSTEM, [_item(round=held.pk, emotion=1)] * 5)
    answers.record(people.workspace, SYSTEM, [_item(emotion=5)] * 5)
    emotion = answers.measures_of("j1").steps["s1"].emotion
    assert emotion and (emotion.n, emotion.mean) == (5, 5.0)


def test_answers_outlive_their_step_and_are_found_again(people: People, journey: str) -> None:
    answers.record(people.workspace, SYSTEM, [_item()] * 5)
    editor = people.actor("editor")
    gone = log.commit("j1", editor, [{"op": "remove", "id": "s1"}], client_id="c2")
    assert _refused(people) == ["/0/step"]
    log.undo("j1", editor, gone.version, "c3")
    assert answers.measures_of("j1").steps["s1"].n == 5
    answers.record(people.workspace, SYSTEM, [_item()])


def _refused(people: People) -> list[str]:
    with pytest.raises(Invalid) as refused:
        answers.record(people.workspace, SYSTEM, [_item()])
    return [problem.path for problem in refused.value.problems]


@pytest.mark.parametrize("journey_only", [False, True])
def test_a_page_of_answers_is_read_from_an_index_without_sorting(
    people: People, journey: str, journey_only: bool
) -> None:
    """So its cost does not grow with the table; the plan is asked for, not the clock."""
    rows = [
        Answer(workspace=people.workspace, client_id=f"a{n}", at=timezone.now(), journey="j1")
        for n in range(3000)
    ]
    Answer.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    newest = answers.readable(people.workspace, people.actor("editor"))
    if journey_only:
        newest = newest.filter(journey="j1", step="s1")
    cursor_at = newest.model(at=timezone.now())
    plan = newest.filter(at__lte=cursor_at.at)[:50].explain()
    assert "answer_" in plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan


def test_a_journey_that_is_gone_for_ever_takes_its_answers_along(
    people: People, journey: str
) -> None:
    """So that nothing said stays behind, and a later journey of this id is told none of it."""
    people.journey("j2")
    editor = people.actor("editor")
    answers.record(people.workspace, editor, [_item(), _item(journey="j2")])
    rounds.save(people.workspace, editor, SurveyRound(journey=journey, title="Spring"))
    trashed_at = shelf.trash(journey, editor).trashed_at
    assert trashed_at is not None
    assert Answer.objects.filter(journey=journey).count() == 1, "in the trash all is kept"
    shelf.purge(trashed_at + datetime.timedelta(days=31))
    for model in (Answer, SurveyRound, Tally):
        assert not model.objects.filter(journey=journey).exists()
    assert list(Answer.objects.values_list("journey", flat=True)) == ["j2"]


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_in_one_statement_is_kept_once_too() -> None:
    """Outside of any transaction, as every request is: where all are new, and where one is not."""
    people = make_people()
    people.journey()
    editor = people.actor("editor")
    assert answers.record(people.workspace, editor, []) == []
    items = [_item(client_id=each, comment='It\'s "so" \\ %s') for each in ("b", "a", "c")]
    brought = [answers.record(people.workspace, editor, items[:n]) for n in (2, 2, 3)]
    created = [[each.created for each in told] for told in brought]
    assert created == [[True, True], [False, False], [False, False, True]]
    assert {row.comment for row in Answer.objects.all()} == {items[0]["comment"]}
    assert answers.stamp("j1") == "2"
    with pytest.raises(Invalid):
        answers.record(people.workspace, editor, [_item(client_id="d"), _item(client_id="a")])
    assert (Answer.objects.count(), answers.stamp("j1")) == (3, "2")


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_in_one_statement_names_what_is_there() -> None:
    people = make_people()
    workspace, editor = people.workspace, people.actor("editor")
    touchpoint = {"op": "put", "kind": "touchpoint", "value": {"kind": "person", "name": "Adviser"}}
    for where, name in ((workspace, "t1"), (people.foreign, "t9")):
        log.commit(where.pk, SYSTEM, [touchpoint | {"id": name}], client_id="c0")
    people.journey(), people.journey("j2"), people.journey("j9", foreign=True)
    shelf.trash("j2", editor)
    for path, wrong in (
        ("step", _item(step="gone")),
        ("step", _item(step="j1")),
        ("step", _item(step="t1", touchpoint="t1")),
        ("journey", _item(journey="j2")),
        ("journey", _item(journey="j9")),
        ("journey", _item(journey="j2", step=None, touchpoint="t1")),
        ("journey", _item(journey=workspace.pk, step=None, touchpoint="t1")),
        ("touchpoint", _item(touchpoint="t9")),
        ("touchpoint", _item(touchpoint="s1")),
        ("segment", _item(segment="t1")),
    ):
        assert _problems(people, _item(), wrong) == [f"/1/{path}"]
    assert not Tally.objects.filter(changes__gt=0).exists()
    alone = _item(journey=None, step=None, touchpoint="t1")
    sound = [_item(), _item(touchpoint="t1"), alone, _item(step=None, touchpoint="t1")]
    with CaptureQueriesContext(connection) as asked:
        told = answers.record(workspace, SYSTEM, sound)
    assert all(each.created for each in told)
    told_changes = dict(Tally.objects.values_list("journey", "changes"))
    assert told_changes == {"j1": 1, workspace.pk: 1}
    assert connection.vendor != "postgresql" or len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_under_one_id_at_once_are_never_both_taken_for_kept() -> None:
    people = make_people()
    people.journey()
    told: dict[int, str] = {}
    start = threading.Barrier(4)

    def call(emotion: int) -> None:
        item = _item(client_id="same", emotion=emotion)
        try:
            start.wait()
            answers.record(people.workspace, people.actor("editor"), [item])
            told[emotion] = "kept"
        except Invalid as refused:
            told[emotion] = refused.problems[0].path
        finally:
            connection.close()

    calls = [threading.Thread(target=call, args=(emotion,)) for emotion in (1, 2, 3, 4)]
    for each in calls:
        each.start()
    for each in calls:
        each.join()
    assert sorted(told.values()) == ["/0/client_id"] * 3 + ["kept"]
    assert told[Answer.objects.get().emotion or 0] == "kept"

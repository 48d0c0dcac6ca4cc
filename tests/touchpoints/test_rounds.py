"""Survey rounds: what may be asked, by whom, when, and what becomes of a round that has answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone, translation

from journeymap.documents import log
from journeymap.documents.errors import Conflict, Forbidden, Invalid, NotFound
from journeymap.workspaces import audit
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.models import Event
from tests.support.edits import put
from tests.support.people import EVERYBODY, People, people
from touchpoints import answers, rounds
from touchpoints.intake import asked, questions
from touchpoints.models import SurveyRound

__all__ = ["people"]

pytestmark = pytest.mark.both_databases

OWN: dict[str, Any] = {
    "item": "ease",
    "wording": {"fi": "Löysitkö lomakkeen?", "sv": "Hittade du blanketten?"},
    "scale": [[n, {"fi": f"aste {n}", "sv": f"grad {n}"}] for n in range(1, 6)],
}
FINNISH = [[n, {"fi": "a"}] for n in range(1, 6)]
NOW = datetime.datetime.now(datetime.UTC)
PAST, COMING = ((NOW + datetime.timedelta(days=n)).isoformat() for n in (-1, 1))


@pytest.fixture
def house(people: People) -> People:
    people.journey()
    shared = [
        put("touchpoint", "t1", kind="person", name="Adviser"),
        put("segment", "x1", name="Students"),
    ]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c0")
    return people


def made(people: People, id: str = "", **value: Any) -> SurveyRound:
    value = {"title": "Spring", "journey": "j1"} | value
    return rounds.make(people.workspace, people.actor("editor"), value, id)[0]


def refused(people: People, **value: Any) -> list[str]:
    with pytest.raises(Invalid) as error:
        made(people, **value)
    assert not SurveyRound.objects.exists()
    return [each.path for each in error.value.problems]


def test_a_round_of_a_title_asks_the_usual_with_the_usual_texts(house: People) -> None:
    held = made(house)
    held.refresh_from_db()
    assert rounds.questions_of(held) == questions.USUAL
    assert rounds.languages_of(held) == ["fi", "sv", "en"]
    assert rounds.state_of(held) == "open"
    assert (held.limit, held.retention_days) == (5, 730)
    assert held.purpose.keys() == held.privacy.keys() == {"fi", "sv", "en"}
    for text in held.privacy.values():
        assert "Own workspace" in text and "730" in text


def test_what_is_asked_for_is_kept_and_told_in_one_form(house: People) -> None:
    value: dict[str, Any] = {
        "title": " Autumn ",
        "journey": "j1",
        "steps": ["s1", "s1"],
        "questions": [OWN, {"item": "comment"}],
        "offers": {"segment": ["x1"], "channel": ["phone"], "unit": [" Turku ", "Turku", ""]},
        "languages": ["sv", "fi"],
        "opens": "2026-03-02T09:00:00+02:00",
        "closes": None,
        "privacy": {"fi": "Omin sanoin."},
        "news": {"fi": "Jono lyheni."},
        "limit": 8,
        "retention_days": 90,
    }
    told = rounds.value_of(made(house, **value))
    assert told["title"] == "Autumn"
    assert told["steps"] == ["s1"]
    assert told["questions"] == [OWN, questions.STANDARD["comment"]]
    assert told["offers"] == {"segment": ["x1"], "channel": ["phone"], "unit": ["Turku"]}
    assert told["opens"] == "2026-03-02T07:00:00+00:00"
    assert told["privacy"]["fi"] == "Omin sanoin."
    assert "90 dagar" in told["privacy"]["sv"] and "en" not in told["privacy"]
    assert told["news"] == {"fi": "Jono lyheni."}
    assert told["touchpoint"] is None
    again = asked.normal(told)
    assert {**again, "opens": told["opens"]} == told, "what is told can be sent back"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"mood": 1}, "/mood"),
        ({"journey": None}, "/journey"),
        ({"journey": "gone"}, "/journey"),
        ({"journey": "j1", "touchpoint": "t1"}, "/journey"),
        ({"journey": None, "touchpoint": "gone"}, "/touchpoint"),
        ({"journey": None, "touchpoint": "t1", "steps": ["s1"]}, "/steps"),
        ({"steps": ["s1", "g1"]}, "/steps/1"),
        ({"questions": [{"item": "mood"}]}, "/questions/0/item"),
        ({"questions": [{"item": "ease"}, {"item": "ease"}]}, "/questions/1/item"),
        ({"questions": [OWN], "languages": ["fi", "en"]}, "/questions/0/wording/en"),
        ({"questions": [{**OWN, "scale": OWN["scale"][:4]}]}, "/questions/0/scale"),
        ({"questions": [{**OWN, "scale": OWN["scale"][::-1]}]}, "/questions/0/scale"),
        ({"questions": [{**OWN, "scale": FINNISH}]}, "/questions/0/scale"),
        ({"questions": [{**OWN, "item": "comment"}]}, "/questions/0/scale"),
        ({"questions": [{**OWN, "scale": [5]}]}, "/questions/0/scale/0"),
        ({"questions": [{**OWN, "wording": {"ru": "Да?"}}]}, "/questions/0/wording/ru"),
        ({"questions": [OWN, {"item": "emotion", "wording": {"en": "?"}}]}, "/languages"),
        ({"offers": {"segment": ["t1"]}}, "/offers/segment/0"),
        ({"offers": {"channel": ["pigeon"]}}, "/offers/channel/0"),
        ({"offers": {"unit": ["x"] * 201}}, "/offers/unit"),
        ({"offers": {"region": ["x" * 201]}}, "/offers/region/0"),
        ({"languages": ["ru"]}, "/languages/0"),
        ({"opens": COMING, "closes": PAST}, "/closes"),
        ({"opens": "2026-03-02"}, "/opens"),
        ({"limit": 4}, "/limit"),
        ({"limit": 101}, "/limit"),
        ({"retention_days": 0}, "/retention_days"),
        ({"retention_days": 3651}, "/retention_days"),
        ({"privacy": {"fi": "x" * 4001}}, "/privacy/fi"),
        ({"purpose": "words"}, "/purpose"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_at_its_place(
    house: People, value: dict[str, Any], path: str
) -> None:
    assert path in refused(house, **value)


def test_another_workspaces_journey_is_not_there(house: People) -> None:
    house.journey("j2", foreign=True)
    assert refused(house, journey="j2") == ["/journey"]


def test_the_same_id_again_makes_nothing_twice(house: People) -> None:
    editor = house.actor("editor")
    value = {"title": "Spring", "journey": "j1"}
    first = rounds.make(house.workspace, editor, value, "r1")
    assert first == (SurveyRound.objects.get(), True)
    stamp = answers.stamp("j1")
    assert rounds.make(house.workspace, editor, value, "r1") == (first[0], False)
    assert answers.stamp("j1") == stamp
    with pytest.raises(Conflict):
        rounds.make(house.workspace, editor, value | {"title": "Autumn"}, "r1")
    house.journey("j2", foreign=True)
    with pytest.raises(Conflict):
        rounds.make(house.foreign, house.actor("outsider"), value | {"journey": "j2"}, "r1")
    with pytest.raises(Invalid):
        rounds.make(house.workspace, editor, value, "not an id")
    assert SurveyRound.objects.count() == 1


def test_usual_texts_follow_what_they_speak_of_and_own_ones_stay(house: People) -> None:
    editor = house.actor("editor")
    held = made(house, privacy={"sv": "Egna ord."})
    changed = rounds.change(house.workspace, editor, held.pk, {"retention_days": 30})
    assert "30 days" in changed.privacy["en"]
    assert changed.privacy["sv"] == "Egna ord."
    assert (
        rounds.change(house.workspace, editor, held.pk, {"title": "S"}).privacy == changed.privacy
    )


def test_a_round_is_opened_and_closed_at_once(house: People) -> None:
    editor, where = house.actor("editor"), house.workspace
    planned = made(house, opens=COMING)
    assert rounds.state_of(planned) == "planned"
    assert rounds.close_now(where, editor, planned.pk).closes is None
    opened = rounds.open_now(where, editor, planned.pk)
    assert rounds.is_open(opened) and opened.opens and opened.opens <= timezone.now()
    closed = rounds.close_now(where, editor, planned.pk)
    assert rounds.state_of(closed) == "closed"
    again = rounds.open_now(where, editor, planned.pk)
    assert rounds.is_open(again) and again.closes is None
    with translation.override("en"):
        held = Event.objects.filter(workspace=where, what__startswith="round").order_by("row")
        assert [audit.told(each) for each in held] == [
            "made the survey round “Spring”",
            "opened the survey round “Spring”",
            "closed the survey round “Spring”",
            "opened the survey round “Spring”",
        ]


def test_states_are_told_apart_by_the_database_as_they_are_one_by_one(house: People) -> None:
    for opens in (None, PAST, COMING):
        for closes in (None, NOW.isoformat(), (NOW + datetime.timedelta(days=2)).isoformat()):
            if not (opens == COMING and closes == NOW.isoformat()):
                made(house, opens=opens, closes=closes)
    for state in rounds.STATES:
        found = set(SurveyRound.objects.filter(rounds.in_state(state)))
        assert found == {r for r in SurveyRound.objects.all() if rounds.state_of(r) == state}
        assert found


def test_what_was_answered_stays_where_it_was_given(house: People) -> None:
    editor, where = house.actor("editor"), house.workspace
    house.journey("j2")
    held, empty = made(house, limit=6), made(house, title="Nobody")
    item = {"journey": "j1", "step": "s1", "emotion": 4, "round": held.pk}
    answers.record(where, editor, [item] * 3)
    with pytest.raises(Conflict):
        rounds.delete(where, editor, held.pk)
    with pytest.raises(Invalid) as error:
        rounds.change(where, editor, held.pk, {"journey": "j2"})
    assert [each.path for each in error.value.problems] == ["/journey"]
    assert rounds.came(where, [held, empty])[held.pk].n == 3
    assert rounds.came(where, [held, empty])[empty.pk] == rounds.Came()
    assert answers.limits(["j1"]) == {"j1": 6}
    rounds.change(where, editor, empty.pk, {"journey": "j2", "limit": 9})
    assert answers.limits(["j1", "j2"]) == {"j1": 6, "j2": 9}
    stamp = answers.stamp("j2")
    rounds.delete(where, editor, empty.pk)
    assert list(SurveyRound.objects.all()) == [held]
    assert answers.stamp("j2") != stamp


def test_answers_to_a_touchpoint_are_a_rounds_of_that_touchpoint(house: People) -> None:
    held = made(house, journey=None, touchpoint="t1")
    item = {"touchpoint": "t1", "emotion": 4, "round": held.pk}
    answers.record(house.workspace, house.actor("editor"), [item])
    assert rounds.came(house.workspace, [held])[held.pk].n == 1
    shared = [put("touchpoint", "t2", kind="person", name="Clerk")]
    log.commit(house.workspace.pk, SYSTEM, shared, client_id="c1")
    with pytest.raises(Invalid, match="does not ask"):
        answers.record(house.workspace, house.actor("editor"), [item | {"touchpoint": "t2"}])


def test_a_round_offers_the_segment_that_two_became(house: People) -> None:
    editor, where = house.actor("editor"), house.workspace
    log.commit(where.pk, editor, [put("segment", "x2", name="Pupils")], client_id="c1")
    both, none = made(house, offers={"segment": ["x1", "x2"], "unit": ["x1"]}), made(house)
    answers.follow(where, editor, "segment", "x1", "x2")
    for each in (both, none):
        each.refresh_from_db()
    assert both.offers == {"segment": ["x2"], "unit": ["x1"]}
    assert none.offers == {}


def test_a_changed_question_asks_under_a_wording_of_its_own(house: People) -> None:
    held = made(house)
    before = rounds.wording_of(held)
    changed = rounds.change(
        house.workspace, house.actor("editor"), held.pk, {"questions": [OWN], "languages": []}
    )
    assert rounds.wording_of(changed) != before
    assert rounds.languages_of(changed) == ["fi", "sv"]
    assert rounds.wording_of(changed) == rounds.wording_of(changed)


def test_what_a_round_names_may_be_gone_while_it_is_closed(house: People) -> None:
    editor = house.actor("editor")
    held = made(house, steps=["s1"], offers={"segment": ["x1"]})
    log.commit("j1", editor, [{"op": "remove", "id": "s1"}], client_id="c1")
    log.commit(house.workspace.pk, editor, [{"op": "remove", "id": "x1"}], client_id="c2")
    assert rounds.close_now(house.workspace, editor, held.pk).closes
    with pytest.raises(Invalid):
        rounds.change(house.workspace, editor, held.pk, {"steps": ["s1", "s2"]})


@pytest.mark.parametrize("name", EVERYBODY)
def test_editors_make_and_members_see(house: People, name: str) -> None:
    held, actor, where = made(house), house.actor(name), house.workspace
    acts: list[Callable[[], Any]] = [
        lambda: rounds.make(where, actor, {"title": "Mine", "journey": "j1"}),
        lambda: rounds.change(where, actor, held.pk, {"title": "Mine"}),
        lambda: rounds.save(where, actor, held),
        lambda: rounds.close_now(where, actor, held.pk),
        lambda: rounds.open_now(where, actor, held.pk),
        lambda: rounds.delete(where, actor, held.pk),
    ]
    strange = name in ("outsider", "anonymous")
    for act in acts:
        if name in ("owner", "editor"):
            act()
        else:
            with pytest.raises(NotFound if strange else Forbidden):
                act()
    if strange:
        with pytest.raises(NotFound):
            rounds.rounds_of(where, actor)
    else:
        assert rounds.rounds_of(where, actor).count() == 1


def test_a_round_of_another_workspace_is_not_there(house: People) -> None:
    held, outsider = made(house), house.actor("outsider")
    acts: tuple[Callable[..., Any], ...] = (rounds.close_now, rounds.open_now, rounds.delete)
    for act in acts:
        with pytest.raises(NotFound):
            act(house.foreign, outsider, held.pk)
    with pytest.raises(NotFound):
        rounds.change(house.foreign, outsider, held.pk, {"title": "Mine"})
    with pytest.raises(NotFound):
        rounds.save(house.foreign, outsider, held)
    assert SurveyRound.objects.get().workspace == house.workspace

"""Choosing among answers: by what they name, two choices beside each other, and who may."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log
from tests.api.support import Caller, caller, token
from tests.support.edits import put
from tests.support.people import People

pytestmark = pytest.mark.django_db

TOLD = ("measures/", "outline/", "diagrams/map.svg", "diagrams/path.svg")


@pytest.fixture
def editor(people: People) -> Caller:
    """Return an editor of a journey with answers of two units, in two languages, two months."""
    cache.clear()
    people.journey("j1", title="Title")
    system = people.actor("system")
    groups = [put("segment", "g1", name="Young & <b>"), put("segment", "g2", name="Old")]
    log.commit(people.workspace.pk, system, groups, client_id="g")
    found = caller(people, "editor")
    north = {"unit": "North", "segment": "g1", "language": "fi", "at": "2026-03-31T20:30:00Z"}
    south = {"unit": "South", "segment": "g2", "language": "sv", "at": "2026-03-31T21:30:00Z"}
    given = [{**north, "emotion": 5, "ease": 5}] * 12 + [{**south, "emotion": 1, "ease": 5}] * 8
    given += [{"unit": "West", "channel": "phone", "emotion": 3, "at": "2026-01-01T12:00:00Z"}] * 4
    body = [{"journey": "j1", "step": "s1", **each} for each in given]
    sent = found.post("answers/bulk/", body, query={"workspace": people.workspace.pk})
    assert sent.status_code == 200, sent.content
    return found


def measured(who: Caller, **query: str) -> Any:
    answer = who.get("journeys/j1/measures/", query=query)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(
    ("query", "n", "mean", "of"),
    [
        ({}, 24, None, ""),
        ({"unit": "North"}, 12, 5, "North"),
        ({"segment": "g1"}, 12, 5, "Young & <b>"),
        ({"segment": "g2", "unit": "South"}, 8, 1, "Old, South"),
        ({"answers_language": "sv"}, 8, 1, "Swedish"),
        # Days are the workspace's: in Helsinki it was April half an hour before midnight UTC.
        ({"until": "2026-03-31"}, 16, None, "until 31 Mar 2026"),
        ({"since": "2026-04-01"}, 8, 1, "from 1 Apr 2026 on"),
        ({"since": "2026-03-31", "until": "2026-03-31"}, 12, 5, "31 Mar 2026"),
        ({"since": "2026-03-01", "until": "2026-04-30", "unit": "North"}, 12, 5,
         "1 Mar 2026–30 Apr 2026, North"),
        ({"unit": "Nowhere"}, 0, None, "Nowhere"),
        ({"answers": "newest"}, 24, None, "newest answers"),
    ],
)  # fmt: skip
def test_measures_are_of_what_was_chosen_and_say_so(
    editor: Caller, query: dict[str, str], n: int, mean: int | None, of: str
) -> None:
    told = measured(editor, **query)
    assert (told["n"], told["of"], told["beside"]) == (n, of, None)
    if mean:
        assert told["steps"]["s1"]["emotion"]["mean"] == mean


def test_a_small_group_stays_hidden_and_the_fifth_answer_shows_it(
    editor: Caller, people: People
) -> None:
    step = measured(editor, unit="West")["steps"]["s1"]
    assert step["hidden"] is True and step["emotion"] is None
    one = {"journey": "j1", "step": "s1", "unit": "West", "emotion": 3}
    editor.post("answers/", one, query={"workspace": people.workspace.pk})
    assert measured(editor, unit="West")["steps"]["s1"]["emotion"]["mean"] == 3


def test_two_choices_are_compared(editor: Caller) -> None:
    told = measured(editor, unit="North", compare=urlencode({"unit": "South"}))
    assert told["beside"]["of"] == "South"
    assert told["beside"]["steps"]["s1"]["emotion"]["mean"] == 1
    found = told["differences"]["s1"]
    assert (
        found["emotion"]["by"] == 4 and 0 < found["emotion"]["low"] < 4 <= found["emotion"]["high"]
    )
    assert "easy" not in found  # all of both found it easy
    all_of_them = measured(editor, unit="North", compare="")
    assert (all_of_them["beside"]["of"], all_of_them["beside"]["n"]) == ("", 24)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"since": "31.3.2026"}, "since"),
        ({"until": "2026-02-30"}, "until"),
        ({"compare": "colour=red"}, "compare"),
        ({"compare": "nonsense"}, "compare"),
        ({"compare": "since=yesterday"}, "compare/since"),
        ({"answers": "oldest"}, "answers"),
        ({"units": "North"}, "units"),
    ],
)
def test_what_is_not_understood_is_named(
    editor: Caller, query: dict[str, str], parameter: str
) -> None:
    answer = editor.get("journeys/j1/measures/", query=query)
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("address", TOLD)
@pytest.mark.parametrize("name", ["viewer", "commenter"])
@pytest.mark.parametrize("query", [{"unit": "North"}, {"compare": ""}, {"answers": "newest"}])
def test_who_may_not_read_single_answers_chooses_nothing(
    editor: Caller, people: People, address: str, name: str, query: dict[str, str]
) -> None:
    reader = caller(people, name)
    refused = reader.get(f"journeys/j1/{address}", query=query)
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert reader.get(f"journeys/j1/{address}").status_code == 200
    assert editor.get(f"journeys/j1/{address}", query=query).status_code == 200
    weak = token(people, "editor", "viewer")
    assert weak.get(f"journeys/j1/{address}", query=query).status_code == 403


@pytest.mark.parametrize("address", ["outline/", "diagrams/map.svg", "diagrams/path.svg"])
def test_what_is_drawn_of_a_choice_says_which(editor: Caller, address: str) -> None:
    def told(**query: str) -> str:
        query["language"] = "en"
        return str(editor.get(f"journeys/j1/{address}", query=query).content.decode())

    assert "Measured: " not in told()
    assert "Measured: newest answers" in told(answers="newest")
    assert "Measured: from 1 Apr 2026 on, South" in told(unit="South", since="2026-04-01")
    both = told(unit="South", compare="unit=North")
    assert "Measured: A: South; B: North" in both
    lower = {"outline/": "Emotion lower", "diagrams/map.svg": "A lower than B"}
    assert lower.get(address, "A: measured 1.0 of 5") in both
    hostile = told(segment="g1")
    assert ("Young &amp; &lt;b&gt;" if address.endswith("svg") else "Young & <b>") in hostile


@pytest.mark.parametrize("address", TOLD)
def test_each_choice_has_its_own_tag(editor: Caller, address: str) -> None:
    queries: list[dict[str, str]] = [
        {}, {"unit": "North"}, {"unit": "South"}, {"compare": "unit=South"}, {"answers": "newest"},
        {"unit": "North", "compare": "unit=South"}, {"unit": "South", "compare": "unit=North"},
    ]  # fmt: skip
    answers = [editor.get(f"journeys/j1/{address}", query=query) for query in queries]
    tags = [answer["ETag"] for answer in answers]
    assert len(set(tags)) == len(queries)
    again = editor.get(
        f"journeys/j1/{address}", query=queries[-1], headers={"If-None-Match": tags[-1]}
    )
    assert again.status_code == 304


def test_what_can_be_chosen_is_told_with_names_and_numbers(editor: Caller) -> None:
    found = editor.get("journeys/j1/measures/choices/").json()
    assert found["segment"] == [
        {"value": "g2", "name": "Old", "n": 8},
        {"value": "g1", "name": "Young & <b>", "n": 12},
    ]
    assert [(each["value"], each["n"]) for each in found["unit"]] == [
        ("North", 12), ("South", 8), ("West", 4),
    ]  # fmt: skip
    assert found["channel"] == [{"value": "phone", "name": "Phone", "n": 4}]
    assert found["answers_language"][0]["name"] == "Finnish"
    assert found["region"] == found["round"] == []


def test_what_can_be_chosen_costs_the_same_queries_however_much_it_is(
    editor: Caller, people: People
) -> None:
    def cost(units: int) -> int:
        cache.clear()
        caches["bodies"].clear()
        with CaptureQueriesContext(connection) as queries:
            found = editor.get("journeys/j1/measures/choices/").json()
        assert len(found["unit"]) == units
        return len(queries)

    few = cost(3)
    more = [{"journey": "j1", "step": "s1", "unit": f"Unit {at}", "ease": 1} for at in range(40)]
    editor.post("answers/bulk/", more, query={"workspace": people.workspace.pk})
    assert cost(43) == few

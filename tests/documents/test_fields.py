"""Field rules: what one value may be, and that a record has exactly one JSON form."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from journeymap.documents import fields as f
from journeymap.documents.fields import (
    Rule,
    dump,
    field_problems,
    parse,
    rules_of,
    trimmed,
)
from journeymap.documents.record import record


@record
class Source:
    level: str = f.choice("guess", "survey", required=True)
    n: int | None = f.number(0, 10, whole=True)


@record
class Thing:
    id: str
    title: str = f.text(5, required=True)
    labels: tuple[str, ...] = f.text(3, many=True)
    score: float | None = f.number(1, 5)
    mandatory: bool = f.flag()
    shown: bool = f.flag(True)
    day: str | None = f.date()
    time: str | None = f.duration()
    order: str = f.order()
    parent: str | None = f.ref("thing")
    friends: tuple[str, ...] = f.refs("thing")
    source: Source | None = f.part(Source)


def problems(**value: Any) -> list[str]:
    value = {"id": "a", "title": "T"} | value
    return [str(p) for p in field_problems(rules_of(Thing), value, "")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"title": ""}, "/title: is required"),
        ({"title": None}, "/title: is required"),
        ({"title": "   "}, "/title: is required"),
        ({"title": 5}, "/title: expected a text"),
        ({"title": "abcdef"}, "/title: has 6 characters, at most 5 are allowed"),
        ({"title": "a\x00b"}, "/title: has a control character (U+0000) at 1"),
        ({"title": "a\ud800"}, "/title: has a control character (U+D800) at 1"),
        ({"colour": "red"}, "/colour: unknown field; known are title"),
        ({"labels": "abc"}, "/labels: expected a list"),
        ({"labels": ["ok", "abcd"]}, "/labels/1: has 4 characters"),
        ({"labels": ["x"] * 201}, "/labels: has more than 200 items"),
        ({"score": 0.5}, "/score: expected a number from 1 to 5, got 0.5"),
        ({"score": True}, "/score: expected a number"),
        ({"score": "3"}, "/score: expected a number"),
        ({"score": float("nan")}, "/score: expected a number"),
        ({"score": ""}, "/score: expected null instead of an empty text"),
        ({"mandatory": 1}, "/mandatory: expected true or false"),
        ({"day": "2026-02-30"}, "/day: expected a date as YYYY-MM-DD"),
        ({"day": "20260228"}, "/day: expected a date"),
        ({"day": "2026-W01-1"}, "/day: expected a date"),
        ({"time": "P"}, "/time: expected a duration"),
        ({"time": "PT"}, "/time: expected a duration"),
        ({"time": "14 d"}, "/time: expected a duration"),
        ({"order": "a0"}, "/order: expected an order key"),
        ({"order": "å"}, "/order: expected an order key"),
        ({"parent": "a b"}, "/parent: expected a record's id"),
        ({"parent": "a\n"}, "/parent: expected a record's id"),
        ({"parent": "x" * 65}, "/parent: expected a record's id"),
        ({"friends": ["a", 7]}, "/friends/1: expected a record's id"),
        ({"source": "guess"}, "/source: expected an object"),
        ({"source": {}}, "/source/level: is required"),
        (
            {"source": {"level": "hunch"}},
            "/source/level: expected one of guess, survey",
        ),
        (
            {"source": {"level": "guess", "n": 1.5}},
            "/source/n: expected a whole number",
        ),
        ({"source": {"level": "guess", "who": 1}}, "/source/who: unknown field"),
    ],
)
def test_a_bad_value_is_named_with_its_place(value: dict[str, Any], expected: str) -> None:
    found = problems(**value)
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"title": "<b>&"},
        {"title": 'a"\n\tb'},
        {"labels": []},
        {"labels": ["a", "b"]},
        {"score": 1},
        {"score": 4.5},
        {"day": "2024-02-29"},
        {"time": "P14D"},
        {"time": "PT1H20M"},
        {"time": "P1Y2M3W4DT5H6M7S"},
        {"order": "a1"},
        {"parent": "0190a6d0-7c1e-7abc-8def-0123456789ab"},
        {"friends": ["x", "y.z", "w_1"]},
        {"source": {"level": "survey", "n": 10}},
        {"source": None, "score": None},
    ],
)
def test_a_sound_value_passes(value: dict[str, Any]) -> None:
    assert problems(**value) == []


def test_a_record_has_one_json_form() -> None:
    loose = {
        "id": "a",
        "title": "T",
        "labels": [],
        "score": None,
        "mandatory": False,
        "shown": False,
        "source": {"level": "guess", "n": None},
    }
    assert trimmed(Thing, loose) == {
        "id": "a",
        "title": "T",
        "shown": False,
        "source": {"level": "guess"},
    }


def test_parse_and_dump_are_inverse_and_records_are_frozen() -> None:
    value = {
        "id": "a",
        "title": "T",
        "labels": ["x", "y"],
        "score": 2.5,
        "friends": ["b"],
        "source": {"level": "survey", "n": 3},
    }
    thing = parse(Thing, value)
    assert thing.labels == ("x", "y")
    assert thing.source == Source(level="survey", n=3)
    assert dump(thing) == value


def test_a_record_is_a_frozen_dataclass_to_those_who_use_it() -> None:
    one = Thing(id="a", title="T")
    with pytest.raises(FrozenInstanceError):
        one.title = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.title  # type: ignore[misc]
    with pytest.raises(TypeError, match="Thing needs 'id'"):
        Thing(title="T")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Thing has no colour"):
        Thing(id="a", title="T", colour="red")  # type: ignore[call-arg]
    assert replace(one, title="U") == Thing(id="a", title="U") != one
    assert hash(one) == hash(Thing(id="a", title="T"))
    assert one != "a"
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert [slot.name for slot in fields(Source)] == ["level", "n"]
    assert repr(Source(level="guess")) == "Source(level='guess', n=None)"


def test_every_rule_says_its_json_schema() -> None:
    for name, rule in rules_of(Thing).items():
        assert isinstance(rule, Rule)
        assert rule.schema()["type"], name
    assert rules_of(Thing)["source"].schema()["required"] == ["level"]

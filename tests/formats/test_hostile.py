"""Files made to keep a reader busy: what they cost grows with their size, and no faster.

No time is asserted: each of these took minutes, or for ever, where a pattern looked again and
again at what it had seen.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeys.formats import FORMATS, Unreadable, detect

NOT_A_JOURNEY = {
    "blank": b" " * 99_000 + b"x",
    "settings": b"%%{}%%" * 10_000,
    "settings without an end": b"%%{" * 30_000,
    "front matter without an end": b"---" + b"\n" * 90_000,
    "front matter again and again": b"---\n" + b"\n---\n%%{" * 10_000,
    "comments": b"%%a\n" * 20_000,
}


@pytest.mark.parametrize("name", NOT_A_JOURNEY)
def test_what_only_looks_like_the_beginning_of_a_diagram_is_none(name: str) -> None:
    assert detect(NOT_A_JOURNEY[name]).name == "yaml"


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\n---\ntitle: x\n---\n", b"%%{init: {}}%%\n %% said\n# said\n"]
)
def test_what_may_stand_before_a_diagram_does(before: bytes) -> None:
    assert detect(before + b"journey\n  A: 5\n").name == "mermaid"


def test_settings_without_an_end_are_no_settings() -> None:
    """To upstream's lexer they are a comment."""
    text = b"journey\nA: 5\n" + b"%%{" * 300_000
    assert [step.title for step in FORMATS["mermaid"].read(text, "x.mmd").graph.steps] == ["A"]


def test_every_setting_is_reported_with_its_line() -> None:
    text = b"journey\n" + b"%%{a\n}%%\n" * 20_000 + b"A: 5\n"
    reading = FORMATS["mermaid"].read(text, "x.mmd")
    lines = [loss.where for loss in reading.losses if "settings" in loss.message]
    assert lines == [f"line {2 + 2 * at}" for at in range(20_000)]


def test_a_name_that_stands_twice_is_found_among_many() -> None:
    names = ",".join(f'"n{at}":1' for at in range(100_000))
    with pytest.raises(Unreadable, match="'n7' stands twice"):
        FORMATS["json"].read(f'{{{names},"n7":2}}'.encode(), "x.json")


@pytest.mark.parametrize("depth", [20, 900, *range(950, 1000), 100_000])
@pytest.mark.parametrize("part", ['"title":{}', '"title":"T","evidence":{}'])
def test_what_is_nested_too_deeply_is_refused(depth: int, part: str) -> None:
    deep = "[" * depth + "]" * depth
    file = f'{{"format":"journeymap","schema":1,"journey":{{{part.format(deep)}}}}}'
    with pytest.raises(Unreadable, match="nested too deeply"):
        FORMATS["json"].read(file.encode(), "x.json")


def test_more_records_than_an_edit_takes_are_refused_at_once() -> None:
    file: dict[str, Any] = {"format": "journeymap", "schema": 1, "journey": {"title": "T"}}
    file["steps"] = [{}] * 30_000
    file["catalogue"] = {"touchpoints": [{}] * 20_001}
    with pytest.raises(Unreadable, match="holds 50001 records; at most 50000") as refused:
        FORMATS["json"].read(json.dumps(file).encode(), "x.json")
    assert len(refused.value.problems) == 1


def test_lists_and_objects_are_counted_before_they_are_made() -> None:
    told = "holds more than 500000 lists and objects"
    with pytest.raises(Unreadable, match=told):
        FORMATS["json"].read(b"[" + b"[]," * 500_000 + b" this is no JSON", "x.json")

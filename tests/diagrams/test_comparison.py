"""Two journeys in one picture: what differs is marked in it and said below it, in one numbering."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from journeys.comparing import compared_for, matched
from journeys.diagrams import Options
from journeys.diagrams.comparison import draw
from journeys.diagrams.scene import Box, Icon, Scene, Text
from journeys.diagrams.styles import STYLES
from journeys.diff import diff, sentences
from journeys.graph import Graph
from journeys.labels import DIFFERENCES
from tests.diagrams.scenes import HOSTILE, LONG, full, groups, journey, line, sound, walk, words
from tests.diagrams.test_map_marks import changed
from tests.support.graphs import graphs


def both(before: Graph, after: Graph, **options: Any) -> Scene:
    return draw(after, None, Options(other=before, **options))


def said(scene: Scene) -> list[str]:
    return [g.title for g in groups(scene, "difference")]


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_it_says_what_the_difference_says(language: str) -> None:
    before, after = changed()
    scene = both(before, after, language=language)
    assert said(scene) == sentences(diff(before, after), before, after, language)
    assert said(scene)[0] in scene.description


def test_every_sentence_has_its_number_its_sign_and_its_words() -> None:
    before, after = changed()
    for at, group in enumerate(groups(both(before, after), "difference"), start=1):
        number, sign, written = group.items
        assert isinstance(number, Text) and number.lines == (f"{at}.",)
        assert isinstance(sign, Icon) and isinstance(written, Text)
        assert DIFFERENCES[sign.name] == group.title.partition(":")[0]
        drawn = " ".join(written.lines)
        assert drawn == group.title.replace("→", "›") or drawn.endswith("…")


def test_a_mark_in_the_picture_names_the_sentences_about_it() -> None:
    before, after = changed()
    scene = both(before, after)
    sentences_of: dict[str, list[int]] = {}
    for at, group in enumerate(groups(scene, "difference"), start=1):
        sentences_of.setdefault(group.record, []).append(at)
    marks = groups(scene, "mark")
    assert {g.record for g in marks} == sentences_of.keys()
    for group in marks:
        told = group.title.partition(": ")[0].partition(" ")[2]
        ends = [part.split("–") for part in told.split(", ")]
        numbers = [n for a, *b in ends for n in range(int(a), int((b or [a])[0]) + 1)]
        assert numbers == sentences_of[group.record]


def test_what_differs_is_told_apart_without_colour() -> None:
    scene = both(*changed())
    for group in groups(scene, "mark"):
        how = next(i.name for i in group.items if isinstance(i, Icon))
        assert group.title.startswith(DIFFERENCES[how])
    frames = {s: STYLES[f"{s}_frame"] for s in DIFFERENCES}
    assert frames["removed"].dash and not frames["added"].dash


def test_what_can_be_counted_is_counted_before_and_after() -> None:
    before = journey(*line("a", "b", "c"), promised_time="P14D")
    after = journey(*line("a", "b"), promised_time="P7D")
    told = [g.title for g in groups(both(before, after), "measure")]
    assert told == [
        "Steps: 3 – 2 (−1)",
        "Transitions: 2 – 1 (−1)",
        "Touchpoints: 0 – 0 (the same)",
        "Open pain points: 0 – 0 (the same)",
        "Promised time: 14 d – 7 d (changed)",
    ]


def test_steps_with_other_ids_are_matched_by_title_and_it_is_said() -> None:
    before = journey(*line("a"), ("step", {"id": "x", "title": "Waits", "order": "c"}))
    after = journey(*line("a"), ("step", {"id": "y", "title": "WAITS", "order": "c"}))
    scene = both(before, after)
    assert said(scene) == ["Changed: Step “WAITS”, Title: Waits → WAITS."]
    assert "Steps that are the same by id: 1. By title: “WAITS”." in words(scene)


def test_what_was_assumed_before_stands_beside_what_is_assumed_now() -> None:
    before = journey(*line("a", "b", "c", assumed_experience=2))
    after = journey(*line("a", "c", "d", assumed_experience=4))
    scene = both(before, after)
    was = {g.record: g.title for g in groups(scene, "before")}
    assert was.keys() == {"a", "b", "c"} and was["b"] == "Step b: assumed before 2.0"
    assert {g.record for g in groups(scene, "assumed")} == {"a", "c", "d"}


def test_rows_in_which_nothing_differs_are_left_out() -> None:
    before, _measures = full()
    records = [
        (kind, {**value, "title": "Call first"} if value["id"] == "i1" else value)
        for kind, value in before.records()
    ]
    scene = both(before, Graph.of(records, before.catalogue))
    assert {g.record for g in groups(scene, "lane")} == {"path", "experience", "ideas"}
    everything = both(before, Graph.of(records, before.catalogue), show=frozenset({"path"}))
    assert {g.record for g in groups(everything, "lane")} == {"path"}


def test_without_another_journey_it_says_that_there_is_nothing_to_compare_with() -> None:
    graph, measures = full()
    scene = draw(graph, measures)
    assert "There is nothing to compare with." in words(scene)
    assert "There is nothing to compare with." in scene.description


def test_a_journey_does_not_differ_from_itself() -> None:
    graph, _measures = full()
    scene = both(graph, graph)
    assert not groups(scene, "mark") and not said(scene)
    assert "Nothing differs in what the map shows." in words(scene)


def test_customers_do_not_see_what_is_not_for_them() -> None:
    before, after = changed()
    assert "Letter template" in words(both(before, after))
    hidden = both(before, after, customer_view=True)
    assert "Letter template" not in words(hidden) + hidden.description
    assert "Behind the scenes" not in words(hidden) + hidden.description


@settings(max_examples=12)
@given(graphs(2), graphs(2))
def test_any_two_journeys_are_drawn_and_no_text_overflows(before: Graph, after: Graph) -> None:
    scene = both(before, after)
    _sound(scene)
    language = after.journey.language
    told = compared_for(matched(before, after).graph, after, language).said
    assert said(scene) == [each.text for each in told]


def test_hostile_and_long_texts_stay_in_their_columns() -> None:
    before = journey(*line(*"abcdefgh"))
    records = line(*"abcdefgh")
    for at, (kind, value) in enumerate(records):
        if kind == "step":
            value["title"] = (LONG, HOSTILE * 9, "=1+1", "{{x}}")[at % 4]
            value["description"] = (LONG + " ") * 60
    scene = both(before, replace(journey(*records), journey=before.journey))
    _sound(scene)
    columns: dict[float, float] = {}
    for group in groups(scene, "difference"):
        number, _sign, written = group.items
        assert isinstance(number, Text) and isinstance(written, Text)
        assert number.y >= columns.get(number.x, 0)
        columns[number.x] = written.y + written.leading * len(written.lines)


def _sound(scene: Scene) -> None:
    sound(scene)
    for item in walk(scene.items):
        if isinstance(item, Text):
            assert item.y <= scene.height
        if isinstance(item, Box):
            assert item.x >= -3 and item.x + item.w <= scene.width + 3

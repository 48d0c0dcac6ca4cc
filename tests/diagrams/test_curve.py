"""The experience alone: it says what the map's row says, and names what stands out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from journeys.analysis import ANALYSES
from journeys.diagrams import Options, map
from journeys.diagrams.curve import draw
from journeys.diagrams.scene import Box, Curve, Group, Line, Polygon, Scene, Text
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, full, groups, journey, line, sound, walk, words
from tests.diagrams.test_map_chart import told
from tests.support.graphs import graphs
from touchpoints.measures import Counts, Measures, measure

ROLES = ("measured", "expected", "assumed", "gap")


def felt(**means: int) -> Measures:
    """Return measures of twenty answers each, all of one value."""
    held = {
        step: measure(Counts(n=20, emotion=tuple(20 * (at == value) for at in range(1, 6))))
        for step, value in means.items()
    }
    return Measures(steps=held, n=20 * len(held))


def tags(scene: Scene) -> dict[str, list[str]]:
    """Return what is said in each step's card after its title."""
    return {g.record: g.title.split(" · ")[1:] for g in groups(scene, "step")}


def middle(group: Group) -> float:
    box = group.items[0]
    assert isinstance(box, Box)
    return box.x + box.w / 2


@pytest.mark.parametrize("beside", [False, True])
def test_it_shows_the_same_as_the_row_of_the_map(beside: bool) -> None:
    graph, measures = told() if beside else full()
    other = replace(felt(a=1, b=5, c=2), of="autumn")
    measures = replace(measures, of="spring", beside=other) if beside else measures
    one, row = draw(graph, measures), map.draw(graph, measures)
    for role in ROLES:
        said = [g.title for g in groups(one, role)]
        assert said and said == [g.title for g in groups(row, role)]
    lines = [[e.style for e in walk(s.items) if isinstance(e, Curve)] for s in (one, row)]
    assert lines[0] == lines[1]


def test_every_value_stands_under_its_step_and_at_its_height() -> None:
    scene = draw(*told())
    steps = {g.record: middle(g) for g in groups(scene, "step")}
    scale = [
        e.y1
        for e in walk(scene.items)
        if isinstance(e, Line) and e.style in ("grid", "grid_mid") and e.y1 == e.y2
    ]
    assert len(scale) == 5
    for group in groups(scene, "expected"):
        (mark,) = group.items
        assert isinstance(mark, Polygon)
        x, y = mark.points[0][0], mark.points[1][1]
        assert abs(x - steps[group.record]) <= 1
        value = float(group.title.partition(": expected ")[2].partition(" ")[0])
        top, bottom = min(scale), max(scale)
        assert abs(y - (top + (5 - value) / 4 * (bottom - top))) <= 1


def test_the_highest_the_lowest_and_the_last_step_are_named_as_the_analysis_finds_them() -> None:
    graph = journey(*line("a", "b", "c", "d", assumed_experience=3.5))
    scene = draw(graph, felt(a=4, b=2, c=5))
    assert tags(scene) == {
        "a": [],
        "b": ["lowest measured: 2.0"],
        "c": ["highest measured: 5.0"],
        "d": ["last step"],
    }
    found = ANALYSES["summary"].answer(graph, felt(a=4, b=2, c=5))
    assert (found.lowest_measured, found.last) == ("b", "d")
    assert "Step b: lowest measured: 2.0." in scene.description


def test_what_is_assumed_stands_out_only_where_nothing_is_measured() -> None:
    records = line("a", "b")
    records[0][1]["assumed_experience"], records[1][1]["assumed_experience"] = 2, 4.5
    graph = journey(*records)
    assert tags(draw(graph)) == {
        "a": ["lowest assumed: 2.0"], "b": ["highest assumed: 4.5", "last step"],
    }  # fmt: skip
    assert "assumed:" not in " ".join(sum(tags(draw(graph, felt(a=4, b=3))).values(), []))


def test_of_two_groups_each_has_its_own_highest_and_lowest() -> None:
    both = replace(felt(a=4, b=2), of="spring", beside=replace(felt(a=1, b=5), of="autumn"))
    found = tags(draw(journey(*line("a", "b")), both))
    assert found["a"] == ["A: highest measured: 4.0", "B: lowest measured: 1.0"]
    assert found["b"][:2] == ["A: lowest measured: 2.0", "B: highest measured: 5.0"]


def test_moments_of_truth_are_marked_by_form_and_word() -> None:
    graph, measures = full()
    scene = draw(graph, measures)
    (truth,) = (g for g in groups(scene, "step") if "moment of truth" in g.title)
    assert truth.record == "decide"
    assert isinstance(truth.items[0], Box) and truth.items[0].style == "card_truth"
    assert any(isinstance(e, Polygon) and e.style == "truth" for e in truth.items)


def test_few_answers_are_said_and_not_shown() -> None:
    graph, measures = full()
    scene = draw(graph, measures)
    assert "fewer than 5 answers" in words(scene)
    assert "hear" not in {g.record for g in groups(scene, "measured")}


def test_quotes_stand_below_at_their_steps() -> None:
    graph = journey(
        *line("a", "b"),
        ("lane", {"id": "q", "kind": "quote"}),
        ("lane", {"id": "t", "kind": "thought"}),
        ("card", {"id": "c", "lane": "q", "step": "b", "text": "It took weeks."}),
        ("card", {"id": "o", "lane": "t", "step": "b", "text": "Why so long?"}),
    )
    scene = draw(graph)
    (quote,) = groups(scene, "card")
    assert quote.title == "It took weeks."
    assert abs(middle(quote) - middle(groups(scene, "step")[1])) <= 1


def test_customers_do_not_see_what_is_not_for_them() -> None:
    lane: dict[str, Any] = {"id": "l", "kind": "experience", "visible_to_customer": False}
    graph = journey(*line("a", "b", assumed_experience=2), ("lane", lane))
    hidden = draw(graph, felt(a=4, b=2), Options(customer_view=True))
    assert not any(groups(hidden, role) for role in ROLES)
    assert "not shown to customers" in words(hidden)
    assert "4.0" not in words(hidden) + hidden.description
    assert "2.0" not in words(hidden) + hidden.description


def test_an_empty_journey_says_how_to_begin() -> None:
    assert "This path has no steps yet." in words(draw(journey()))


@settings(max_examples=8)
@given(graphs(4))
def test_any_journey_is_drawn_and_no_text_overflows(graph: Graph) -> None:
    _sound(draw(graph))


def test_long_and_hostile_names_stay_inside() -> None:
    records = line("a", "b", "c")
    for at, title in enumerate((LONG * 3, HOSTILE * 5, "=1+1")):
        records[at][1]["title"] = title
    _sound(draw(journey(*records, title=LONG * 5), felt(a=1, b=5, c=2)))


def _sound(scene: Scene) -> None:
    sound(scene)
    for card in groups(scene, "step"):
        box = card.items[0]
        assert isinstance(box, Box) and box.x + box.w <= scene.width
        for item in card.items[1:]:
            if isinstance(item, Text):
                assert item.y + item.leading * (len(item.lines) - 1) <= box.y + box.h

"""Two groups of answers on one map: told apart by shape and letter; where they differ is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeys.diagrams import path, render
from journeys.diagrams.map import draw
from journeys.diagrams.options import Options
from journeys.diagrams.scene import Circle, Curve, Group, Polygon, Scene, Text
from journeys.formats import FORMATS
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, full, groups, journey, line, walk, words
from tests.support.golden import Golden
from touchpoints.measures import Counts, Measures, measure

GOOD = Counts(n=40, emotion=(0, 0, 5, 20, 15), efficiency=(0, 0, 5, 20, 15), ease=(0, 0, 0, 20, 20))
BAD = Counts(n=40, emotion=(20, 15, 5, 0, 0), efficiency=(30, 5, 5, 0, 0), ease=(0, 0, 0, 20, 20))
FEW = Counts(n=4, emotion=(4, 0, 0, 0, 0))


def told(**steps: Counts) -> Measures:
    held = {step: measure(counts) for step, counts in steps.items()}
    return Measures(steps=held, n=sum(m.n for m in held.values()), limit=5)


def compared(graph: Graph, one: Measures, other: Measures) -> Scene:
    return draw(graph, replace(one, of="spring", beside=replace(other, of="autumn")))


def marks(group: Group) -> list[str]:
    return [type(e).__name__ for e in group.items if isinstance(e, Circle | Polygon)]


def written(group: Group) -> str:
    return " ".join(line for e in group.items if isinstance(e, Text) for line in e.lines)


def test_both_are_drawn_each_by_its_own_shape_and_letter() -> None:
    scene = compared(journey(*line("a", "b")), told(a=GOOD, b=BAD), told(a=BAD, b=BAD))
    points = groups(scene, "measured")
    assert [(written(g), marks(g)) for g in points] == [
        ("A 4.2 n=40", ["Circle"]),
        ("B 1.6 n=40", ["Polygon"]),
        ("A 1.6 n=40", ["Circle"]),
        ("B 1.6 n=40", ["Polygon"]),
    ]
    assert "measured A 4.2 · n=40" in points[0].title and "measured B 1.6" in points[1].title
    lines = {e.style for e in walk(scene.items) if isinstance(e, Curve)}
    assert lines == {"measured", "beside"}
    legend = [written(g) for g in groups(scene, "legend")]
    assert "A: measured, with 95% interval" in legend and "B: measured, with 95% interval" in legend


def test_where_they_differ_is_said_and_where_chance_may_be_is_not() -> None:
    scene = compared(journey(*line("a", "b")), told(a=GOOD, b=BAD), told(a=BAD, b=BAD))
    said = [g.title for g in groups(scene, "gap")]
    assert said.count("A higher than B") == 2  # how it felt and how prompt it was, at one step
    assert "A lower than B" not in said
    other = compared(journey(*line("a")), told(a=BAD), told(a=GOOD))
    assert [g.title for g in groups(other, "gap")].count("A lower than B") == 2


def test_what_is_shown_is_said_above_below_and_to_those_who_cannot_see() -> None:
    scene = compared(journey(*line("a")), told(a=GOOD), told(a=BAD))
    lines = [e.lines[0] for e in walk(scene.items) if isinstance(e, Text) and e.lines]
    assert "Measured: A: spring; B: autumn" in lines
    assert any(
        each.startswith("Measured: A: spring; B: autumn  ·  A: answers: 40") for each in lines
    )
    assert "Measured: A: spring; B: autumn" in scene.description
    alone = draw(journey(*line("a")), replace(told(a=GOOD), of="spring"))
    assert "Measured: spring" in words(alone) and "A:" not in words(alone)
    usual = draw(journey(*line("a")), told(a=GOOD))
    assert "Measured:" not in words(usual)


def test_few_and_none_are_said_of_each() -> None:
    scene = compared(journey(*line("a", "b")), told(a=FEW), told(a=GOOD))
    said = words(scene)
    assert "A: fewer than 5 such answers" in said
    assert "A: no such answers" in said and "B: no such answers" in said
    assert "B 100%" in said  # easy
    assert "1.0" not in said


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_compared_map_is_the_accepted_one(theme: str, golden: Golden) -> None:
    graph, measures = full()
    steps = list(measures.steps)
    other = told(**dict(zip(steps, (BAD, FEW, GOOD, GOOD), strict=False)))
    both = replace(
        measures, of=f"1 Jan 2026–31 May 2026, {LONG}", beside=replace(other, of=HOSTILE)
    )
    golden(
        f"map-compared-{theme}.svg",
        render("map", "svg", graph, both, Options(theme=theme, version=7)),
    )


def test_the_path_names_both_and_says_which_they_are() -> None:
    both = replace(told(a=GOOD), of="spring", beside=replace(told(a=FEW), of="autumn"))
    drawn = path.draw(journey(*line("a")), both)
    assert "A: measured 4.2 of 5, n 40" in words(drawn)
    assert "B: too few answers to show" in words(drawn)
    assert "Measured: A: spring; B: autumn" in words(drawn)
    written = FORMATS["dot"].write(journey(*line("a")), both).data
    assert "Measured: A: spring; B: autumn" in written.decode()

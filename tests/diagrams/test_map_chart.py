"""The chart of the experience: values stand clear of lines and marks; lines follow the ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from journeys.diagrams.lanes.chart import Area, Room, smooth
from journeys.diagrams.map import draw
from journeys.diagrams.scene import Curve, Group, Polygon, Scene, Text
from journeys.graph import Graph
from tests.diagrams.scenes import groups, journey, walk
from touchpoints.measures import Measure, Measures, mean

#: expectation, assumed experience, answers from 1 to 5, of steps under each other by stage
STEPS = (
    (("a", 3.0, 3.5, (5, 10, 20, 10, 5)),),
    (("b", 5.0, 4.5, (0, 0, 0, 20, 30)), ("c", 3.5, 3.0, (0, 5, 20, 10, 0))),
    (("d", 4.5, 3.5, (20, 20, 5, 0, 0)), ("e", 4.0, 2.5, (30, 10, 0, 0, 0))),
    (("f", 3.0, 4.0, (0, 10, 20, 10, 0)),),
)
WAYS = ("ab", "ac", "bd", "ce", "df", "ef")


def told() -> tuple[Graph, Measures]:
    records = [("stage", {"id": f"s{at}", "title": "S", "order": f"a{at}"}) for at in range(4)]
    measured: dict[str, Measure] = {}
    for at, held in enumerate(STEPS):
        for step, expected, assumed, counts in held:
            value: dict[str, Any] = {"id": step, "title": step, "order": step, "stage": f"s{at}"}
            scores = {"expectation": expected, "assumed_experience": assumed}
            records.append(("step", {**value, **scores}))
            measured[step] = Measure(n=sum(counts), emotion=mean(counts))
    records += [("transition", {"id": w, "source": w[0], "target": w[1]}) for w in WAYS]
    return journey(*records), Measures(steps=measured, n=200)


def dots(curve: Curve) -> Iterator[tuple[float, float]]:
    """Yield points of a curve, densely."""
    for at in range(0, len(curve.points) - 1, 3):
        piece = curve.points[at : at + 4]
        for step in range(201):
            t = step / 200
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield (
                sum(w * x for w, (x, _y) in zip(weights, piece, strict=True)),
                sum(w * y for w, (_x, y) in zip(weights, piece, strict=True)),
            )


def curves(scene: Scene) -> list[Curve]:
    return [e for e in walk(scene.items) if isinstance(e, Curve)]


def written(group: Group) -> Iterator[Text]:
    return (e for e in group.items if isinstance(e, Text))


def test_no_value_is_written_on_a_line_or_on_a_mark_where_there_is_room() -> None:
    scene = draw(*told())
    lines, shown = curves(scene), groups(scene, "measured")
    assert len(shown) == 6
    assert len(lines) == 6
    marks = [e.items[0] for e in groups(scene, "expected")]
    for text in (text for group in shown for text in written(group)):
        left, right, top = text.x, text.x + text.room - 2, text.y - 8
        for line in lines:
            on = [(x, y) for x, y in dots(line) if left < x < right and top < y < text.y]
            assert not on, (text.lines, line.style)
        for mark in marks:
            assert isinstance(mark, Polygon)
            assert not any(left < x < right and top < y < text.y for x, y in mark.points)


def test_values_do_not_stand_on_each_other() -> None:
    texts = [t for g in groups(draw(*told()), "measured") for t in written(g)]
    for at, a in enumerate(texts):
        for b in texts[:at]:
            beside = a.x + a.room - 2 <= b.x or b.x + b.room - 2 <= a.x
            assert beside or abs(a.y - b.y) >= 10, (a.lines, b.lines)


@pytest.mark.parametrize("kind", ["measured", "expected", "assumed"])
def test_lines_follow_the_ways_on_every_track(kind: str) -> None:
    lines = [line for line in curves(draw(*told())) if line.style.startswith(kind)]
    assert [line.style for line in lines] == [kind, f"{kind}_side"]
    assert [len(line.points) for line in lines] == [10, 10]


def test_room_knows_what_lies_where() -> None:
    room = Room()
    room.add_curve(smooth([(0, 50), (100, 50), (300, 150)]))
    assert room.covered(Area(20, 45, 60, 55)) == pytest.approx(40)
    assert room.covered(Area(60, 45, 80, 49)) == 0
    assert room.covered(Area(-50, 0, 350, 200)) == pytest.approx(300)
    assert 0 < room.covered(Area(180, 80, 220, 120)) <= 40
    room.add(Area(10, 60, 120, 70))
    assert room.covered(Area(90, 65, 110, 75)) == pytest.approx(40)
    assert room.covered(Area(90, 71, 110, 75)) == 0


def test_the_n_of_a_value_is_explained_where_values_are_shown() -> None:
    def explained(graph: Graph, measures: Measures | None) -> bool:
        said = [[t.lines for t in written(g)] for g in groups(draw(graph, measures), "legend")]
        return [("n",), ("answers",)] in said

    graph, measures = told()
    assert explained(graph, measures)
    assert not explained(graph, None)

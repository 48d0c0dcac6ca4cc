"""What the touchpoint matrix promises: every encounter counted once, measured never a guess."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from journeys.diagrams import Options
from journeys.diagrams.matrix import Matrix, draw
from journeys.diagrams.scene import Box, Circle, Group, Scene, Text
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, answers, full, groups, journey, sound, walk, words
from tests.support.graphs import graphs
from touchpoints.kinds import CHANNELS, KINDS
from touchpoints.measures import Measure, Measures, mean, pooled

FEW = settings(max_examples=20)
STEPS = {"a": "know", "b": "apply", "c": "apply", "d": None}


def served() -> Graph:
    """Return a journey whose e-service is met at three steps; a stage has one channel, one none."""
    return journey(
        ("touchpoint", {"id": "web", "kind": "virtual_space", "name": "E-site", "channel": "web"}),
        ("touchpoint", {"id": "form", "kind": "object", "name": "Form", "channel": "web"}),
        ("touchpoint", {"id": "desk", "kind": "person", "name": "Clerk", "channel": "phone"}),
        *(
            ("stage", {"id": s, "title": s.title(), "order": str(at + 1)})
            for at, s in enumerate(("know", "apply", "wait"))
        ),
        *(
            (
                "step",
                {
                    "id": i,
                    "title": f"Step {i}",
                    "order": i,
                    "assumed_experience": 4,
                    **({"stage": s} if s else {}),
                },
            )
            for i, s in STEPS.items()
        ),
        *(
            ("encounter", {"id": f"{i}-{t}", "step": i, "touchpoint": t})
            for i, t in (
                *(("a", "web"), ("b", "web"), ("c", "web"), ("b", "form")),
                *(("a", "desk"), ("d", "desk")),
            )
        ),
        language="en",
    )


def cells(scene: Scene) -> dict[tuple[str, str], Group]:
    """Return the cells by touchpoint and stage title."""
    return {(g.record, g.title.split(" · ")[1]): g for g in groups(scene, "measure")}


def counted(group: Group) -> int:
    """Return the number in a cell's dot."""
    return int(next(i.lines[0] for i in group.items if isinstance(i, Text)))


def test_a_cell_counts_the_encounters_of_its_touchpoint_in_its_stage() -> None:
    found = {at: counted(g) for at, g in cells(draw(served())).items()}
    assert found == {
        ("web", "Know"): 1,
        ("web", "Apply"): 2,
        ("form", "Apply"): 1,
        ("desk", "Know"): 1,
        ("desk", "Without a stage"): 1,
    }


@FEW
@given(graphs(most=6))
def test_every_encounter_is_counted_once_and_all_has_room_whatever_the_journey(
    graph: Graph,
) -> None:
    graph = replace(graph, lanes=(), cards=())
    scene = draw(graph)
    found: dict[str, int] = {}
    for group in groups(scene, "measure"):
        found[group.record] = found.get(group.record, 0) + counted(group)
    assert found == dict(Counter(met.touchpoint for met in graph.encounters))
    known, kinds, channels = graph.catalogue.touchpoints, list(KINDS), [*CHANNELS, None]
    rows = [known[g.record] for g in groups(scene, "touchpoint")]
    order = [(kinds.index(it.kind), channels.index(it.channel)) for it in rows]
    assert order == sorted(order)
    dots = [i for g in groups(scene, "measure") for i in g.items if isinstance(i, Circle)]
    for a, b in combinations(dots, 2):
        assert abs(a.x - b.x) >= a.r + b.r or abs(a.y - b.y) >= a.r + b.r
    for item in walk(scene.items):
        if isinstance(item, Text):
            assert 0 <= item.x <= scene.width and 0 <= item.y <= scene.height
        if isinstance(item, Box):
            assert item.x + item.w <= scene.width and item.y + item.h <= scene.height
    sound(scene)
    assert draw(graph) == scene


def test_a_stage_with_a_single_channel_and_one_with_nothing_are_marked_in_words() -> None:
    scene = draw(served())
    marks = {g.record: g.title for g in groups(scene, "mark")}
    assert marks == {"apply": "single channel", "wait": "no touchpoints", "": "single channel"}
    assert "Stages with a single channel: Apply, Without a stage" in scene.description
    assert "Stages without touchpoints: Wait" in scene.description
    assert "Met most often: E-site (3)" in scene.description


def test_a_touchpoint_that_names_no_channel_is_no_single_channel() -> None:
    graph = journey(
        ("touchpoint", {"id": "t", "kind": "object", "name": "Form"}),
        ("step", {"id": "a", "title": "Step"}),
        ("encounter", {"id": "e", "step": "a", "touchpoint": "t"}),
    )
    scene = draw(graph)
    assert groups(scene, "mark") == []
    assert "none is named" in words(scene)


def test_what_is_measured_at_its_steps_stands_with_n_and_interval() -> None:
    measures = Measures(steps={"b": answers(50), "c": answers(100)}, n=150)
    found = cells(draw(served(), measures))
    both = found["web", "Apply"].title
    assert "measured 3.0 · n=150 · 95% interval" in both
    assert "assumed" not in both
    assert "measured 3.0 · n=50 ·" in found["form", "Apply"].title
    alone = found["web", "Know"]
    assert "assumed 4.0" in alone.title and "measured" not in alone.title
    shapes = {type(i).__name__ for i in alone.items}
    assert "Box" in shapes, "assumed has its own mark"
    marks = [i for i in found["web", "Apply"].items if isinstance(i, Circle)]
    assert [m.style for m in marks] == ["virtual_space_dot", "measured_point"]


def test_a_small_group_and_its_guess_show_no_number() -> None:
    measures = Measures(steps={"a": Measure(n=3, hidden=True)}, n=3)
    title = cells(draw(served(), measures))["web", "Know"].title
    assert "fewer than 5 answers" in title
    assert "n=3" not in title


def test_two_groups_of_answers_stand_beside_each_other() -> None:
    beside = Measures(steps={"a": answers(40)}, n=40)
    measures = Measures(steps={"a": answers(50)}, n=50, beside=beside)
    title = cells(draw(served(), measures))["web", "Know"].title
    assert "A 3.0 · n=50" in title and "B 3.0 · n=40" in title


def test_a_reader_sees_no_hidden_kind_and_no_hidden_experience() -> None:
    lanes = (
        ("lane", {"id": "x", "kind": "people", "visible_to_customer": False}),
        ("lane", {"id": "y", "kind": "experience", "hidden": True}),
    )
    graph = Graph.of([*served().records(), *lanes], served().catalogue)
    measures = Measures(steps={"b": answers(50)}, n=50)
    assert "Clerk" in words(draw(graph, measures))
    said = words(draw(graph, measures, Options(customer_view=True)))
    assert "Clerk" not in said
    assert "n=50" not in said and "assumed" not in said


def test_totals_stand_at_the_end_of_rows_and_columns() -> None:
    graph, measures = full()
    matrix = Matrix(graph, measures, Options())
    assert [r.times for r in matrix.rows] == [1, 1, 1, 1, 1]
    scene = draw(served())
    row = next(g for g in groups(scene, "touchpoint") if g.record == "web")
    ends = [i.lines for i in row.items if isinstance(i, Text) and i.style == "total"]
    assert ends == [("3",), ("2",)]
    foot = next(g for g in groups(scene, "lane") if g.id == "row-foot")
    totals = [i.lines[0] for i in foot.items if isinstance(i, Text) and i.style == "total"]
    assert totals[:2] == ["3", "2"], "touchpoints and channels of the whole journey"


def test_long_and_hostile_names_and_an_empty_journey() -> None:
    graph = journey(
        ("touchpoint", {"id": "t", "kind": "object", "name": LONG * 4}),
        ("touchpoint", {"id": "u", "kind": "object", "name": HOSTILE}),
        ("step", {"id": "a", "title": "Step"}),
        ("encounter", {"id": "e", "step": "a", "touchpoint": "t"}),
        ("encounter", {"id": "f", "step": "a", "touchpoint": "u"}),
    )
    titles = [g.title for g in groups(draw(graph), "touchpoint")]
    assert any(t.startswith(LONG * 4) for t in titles)
    assert any(t.startswith(HOSTILE) for t in titles)
    empty = draw(journey())
    assert "This journey has no touchpoints yet." in words(empty)
    assert "This journey has no touchpoints yet" in empty.description


def test_pooled_answers_count_by_their_number_and_stay_on_the_scale() -> None:
    low, high = mean([10, 0, 0, 0, 0]), mean([0, 0, 0, 0, 30])
    both = pooled([low, high])
    assert both is not None
    assert (both.n, both.mean) == (40, 4.0)
    assert 1 <= both.low < 4 < both.high <= 5
    alone = pooled([low])
    assert alone is not None
    assert (alone.n, alone.mean, alone.low) == (low.n, low.mean, low.low)
    assert alone.high == pytest.approx(low.high)
    assert pooled([]) is None

"""What the map promises of any journey: all is drawn, nothing overflows, no card on a card."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings

from journeys.diagrams import Options
from journeys.diagrams.map import draw
from journeys.diagrams.scene import Box, Connector, Group, Icon, Scene, Text
from journeys.diagrams.styles import STYLES
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, full, groups, journey, line, sound, walk, words
from tests.support.graphs import graphs

FEW = settings(max_examples=20)


def without_hiding(graph: Graph) -> Graph:
    """Return the graph without lanes that hide, so that everything is to be drawn."""
    records = [
        (kind, {**value, "hidden": False, "folded": False} if kind == "lane" else value)
        for kind, value in graph.records()
    ]
    return Graph.of(records, graph.catalogue)


@FEW
@given(graphs())
def test_no_text_is_wider_than_its_room_and_all_stands_on_the_sheet(graph: Graph) -> None:
    scene = draw(graph)
    sound(scene)
    for item in walk(scene.items):
        if isinstance(item, Box):
            assert item.x >= 0 and item.y >= 0 and item.w >= 0 and item.h >= 0
            assert item.x + item.w <= scene.width and item.y + item.h <= scene.height
        if isinstance(item, (Text, Icon)):
            assert 0 <= item.x <= scene.width and 0 <= item.y <= scene.height
        if isinstance(item, Connector):
            assert all(0 <= x <= scene.width and 0 <= y <= scene.height for x, y in item.points)


def apart(a: Box, b: Box) -> bool:
    return a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y


def boxes(scene: Scene, role: str) -> list[Box]:
    return [g.items[0] for g in groups(scene, role) if isinstance(g.items[0], Box)]


@FEW
@given(graphs(most=7))
def test_no_card_way_or_label_covers_another(graph: Graph) -> None:
    scene = draw(without_hiding(graph))
    cards, labels = boxes(scene, "step"), boxes(scene, "label")
    assert len(cards) == len(graph.steps)
    for a, b in combinations(cards + labels, 2):
        assert apart(a, b), (a, b)
    for way in walk(scene.items):
        if not isinstance(way, Connector):
            continue
        for (x0, y0), (x1, y1) in pairwise(way.points):
            assert x0 == x1 or y0 == y1, "ways are level or upright"
            x, y = min(x0, x1), min(y0, y1)
            run = Box(x, y, abs(x1 - x0), abs(y1 - y0), 0, "")
            assert all(apart(run, card) for card in cards), way


@FEW
@given(graphs())
def test_everything_of_the_journey_is_drawn_once(graph: Graph) -> None:
    shown = without_hiding(graph)
    scene = draw(shown)
    for role, records in (
        ("step", shown.steps),
        ("touchpoint", shown.encounters),
        ("finding", shown.findings),
        ("idea", shown.ideas),
        ("card", shown.cards),
    ):
        assert sorted(g.record for g in groups(scene, role)) == sorted(r.id for r in records)
    assert {s.id for s in shown.stages} <= {g.record for g in groups(scene, "stage")}
    items = list(walk(scene.items))
    ids = [e.id for e in items if isinstance(e, (Group, Connector)) and e.id]
    assert len(ids) == len(set(ids))
    assert {f"way-{t.id}" for t in shown.transitions} == {i for i in ids if i.startswith("way-")}
    for value in (value for item in items for value in item):
        assert not isinstance(value, float) or value == round(value, 2)


def test_a_cut_text_has_its_whole_as_a_title() -> None:
    graph = journey(
        ("step", {"id": "a", "title": LONG * 5}),
        ("touchpoint", {"id": "t", "kind": "object", "name": LONG * 5}),
        ("encounter", {"id": "e", "step": "a", "touchpoint": "t"}),
        ("finding", {"id": "f", "kind": "pain", "step": "a", "title": LONG * 7}),
    )
    scene = draw(graph)
    assert LONG * 5 in groups(scene, "step")[0].title
    assert LONG * 5 in groups(scene, "touchpoint")[0].title
    assert LONG * 7 in groups(scene, "finding")[0].title


def test_hostile_words_are_drawn_as_they_are() -> None:
    scene = draw(journey(("step", {"id": "a", "title": HOSTILE})))
    assert groups(scene, "step")[0].title.startswith(HOSTILE)
    assert '<b>&"' in words(scene)


def test_a_thousand_steps_are_drawn() -> None:
    scene = draw(journey(*line(*(f"p{at}" for at in range(1000)))))
    assert len(groups(scene, "step")) == 1000


def test_an_empty_journey_invites() -> None:
    scene = draw(journey())
    assert "This path has no steps yet." in words(scene)
    assert groups(scene, "lane") == []


def test_the_map_says_what_its_marks_mean_and_what_it_rests_on() -> None:
    graph, measures = full()
    said = words(draw(graph, measures, Options(version=214)))
    for text in (
        "Persona: Aino, 34",
        "Service promise: expert service — 14\u00a0d",
        "As is",
        "moment of truth",
        "mandatory",
        "opens another journey",
        "open pain points",
        "exit",
        "72%",
        "no bank codes",
        "wait 19\u00a0d",
        "in parallel",
        "applies again",
        "gives up",
        "n=133",
        "fewer than 5 answers",
        "70% say worse than expected",
        "assumed: above what was expected",
        "no answers yet",
        "severity 3 of 4 · survey, n=61",
        "guess",
        "Whole journey",
        "LINE OF INTERACTION",
        "LINE OF VISIBILITY",
        "not shown to customers",
        "promised 14\u00a0d",
        "actual: not measured",
        "answers: 197 (1\u00a0Jan\u00a02026–30\u00a0Jun\u00a02026)",
        "steps: 4",
        "touchpoints: 5",
        "pain points: 2",
        "version 214",
        "Designed with customers (6 entrepreneurs)",
        "opportunity · proposed",
        "solution · accepted · 1\u00a0Jan\u00a02027",
    ):
        assert text in said, text


def test_a_small_group_shows_no_number() -> None:
    graph, measures = full()
    scene = draw(graph, measures)
    assert [g.record for g in groups(scene, "measured")] == ["form", "visit"]
    assert "n=3" not in words(scene)


def test_measured_expected_and_assumed_have_different_shapes() -> None:
    graph, measures = full()
    scene = draw(graph, measures)
    shapes = {
        role: {type(item).__name__ for item in groups(scene, role)[0].items}
        & {"Circle", "Polygon", "Box"}
        for role in ("measured", "expected", "assumed")
    }
    assert shapes == {"measured": {"Circle"}, "expected": {"Polygon"}, "assumed": {"Box"}}
    dashes = [STYLES[s].dash for s in ("measured", "expected", "assumed")]
    assert len(set(dashes)) == 3


def test_a_step_leads_where_the_reader_asks() -> None:
    graph = journey(*line("a"))
    assert groups(draw(graph), "step")[0].href == "#step-a"
    other = draw(graph, None, Options(href="/journeys/j/steps/{id}/"))
    assert groups(other, "step")[0].href == "/journeys/j/steps/a/"
    assert groups(draw(graph, None, Options(href="")), "step")[0].href == ""

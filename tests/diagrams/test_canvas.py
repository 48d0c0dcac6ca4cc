"""The workshop canvas: the journey's stages and empty rows, on A-series paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from journeys.diagrams import Options
from journeys.diagrams.canvas import COLUMNS, HEIGHT, NOTE, ROWS, WIDTH, draw
from journeys.diagrams.picture import PAPERS
from journeys.diagrams.scene import Box, Line, Scene, Text
from journeys.diagrams.sheets import plan
from journeys.diagrams.styles import STYLES
from journeys.diagrams.text import width
from journeys.graph import Graph, Journey
from tests.diagrams.scenes import HOSTILE, LONG, full, groups, journey, sound, walk, words
from tests.support.graphs import graphs

NOTHING = Graph(journey=Journey(id="j", title="", language="en"))


def columns(scene: Scene) -> list[Box]:
    return [item for g in groups(scene, "stage") for item in g.items if isinstance(item, Box)]


@pytest.mark.parametrize("paper", PAPERS)
def test_it_fills_a_sheet_on_its_side(paper: str) -> None:
    short, long = PAPERS[paper]
    scene = draw(full()[0])
    assert (scene.width, scene.height) == (WIDTH, HEIGHT)
    sheet = plan(scene.width, scene.height, paper)
    assert (sheet.width, sheet.height) == (long, short)
    assert sheet.px * scene.width == pytest.approx(long, abs=1.01)  # mm
    assert sheet.px * scene.height == pytest.approx(short, abs=1.01)


def test_its_columns_are_the_stages_of_the_journey() -> None:
    graph, measures = full()
    scene = draw(graph, measures)
    stages = groups(scene, "stage")
    assert [g.title for g in stages] == [stage.title for stage in graph.stages]
    assert [g.record for g in stages] == [stage.id for stage in graph.stages]
    written = words(scene)
    assert graph.journey.title in written and "Aino, 34" in written
    assert all(f.title not in written for f in (*graph.findings, *graph.steps))
    assert "Become aware, Apply" in scene.description


def test_of_nothing_it_has_six_columns_and_a_line_for_the_title() -> None:
    scene = draw(NOTHING)
    assert len(columns(scene)) == COLUMNS == 6
    assert scene.title == "Workshop canvas"
    assert [g.title for g in groups(scene, "field")] == [
        "Journey", "Customer", "Date", "Facilitator", "Participants",
    ]  # fmt: skip


def test_there_is_room_for_notes_of_76_mm_on_a0() -> None:
    scene = draw(NOTHING)
    assert all(box.w >= 2 * NOTE for box in columns(scene))
    lines = [i.y1 for i in walk(scene.items) if isinstance(i, Line) and i.style == "canvas"]
    tops = [next(i.y1 for i in g.items if isinstance(i, Line)) for g in groups(scene, "lane")]
    ends = [*tops[1:], max(lines)]
    assert len(tops) == len(ROWS)
    assert all(end - top >= NOTE for top, end in zip(tops, ends, strict=True))


def test_customers_are_not_asked_what_they_do_not_see() -> None:
    assert "Backstage" in words(draw(NOTHING))
    assert "Backstage" not in words(draw(NOTHING, None, Options(customer_view=True)))


def test_nothing_overflows_whatever_the_stages_are_called() -> None:
    stages = [
        ("stage", {"id": f"s{at}", "title": title, "order": f"a{at:02}1"})
        for at, title in enumerate((LONG, HOSTILE, "{{x}}", "=1+1", "#set") * 5)
    ]
    _sound(draw(journey(*stages, title=HOSTILE * 30)))


@settings(max_examples=8)
@given(graphs(3))
def test_any_journey_has_a_canvas(graph: Graph) -> None:
    _sound(draw(graph))


def _sound(scene: Scene) -> None:
    sound(scene)
    for item in walk(scene.items):
        if isinstance(item, Text):
            style = STYLES[item.style]
            widest = max(width(x, style.size, style.bold) for x in item.lines)
            assert item.x + widest <= WIDTH
        if isinstance(item, Box):
            assert item.w > 0 and item.x >= 0 and item.x + item.w <= WIDTH

"""The edges of the map that stay in sight: they repeat the map, and nothing else."""

from __future__ import annotations

from journeys.diagrams import heads
from journeys.diagrams.map import draw
from journeys.diagrams.scene import Scene, Text
from journeys.diagrams.svg import to_svg
from tests.diagrams.scenes import HOSTILE, full, groups, journey, line, walk


def texts(scene: Scene) -> list[Text]:
    return [each for each in walk(scene.items) if isinstance(each, Text)]


def strip(found: heads.Edge | None) -> heads.Edge:
    assert found is not None
    return found


def test_the_names_of_all_rows_stand_where_the_map_has_them() -> None:
    whole = draw(*full())
    edge = strip(heads.names(whole))
    of_map = {(t.x, t.y, t.lines) for t in texts(whole)}
    copied = [t for t in texts(edge.scene) if t.style != "boundary_text"]
    assert all((t.x, t.y + edge.at, t.lines) in of_map for t in copied)
    named = {t.lines for t in copied}
    rows = groups(whole, "lane")
    assert rows
    for row in rows:
        assert next(t.lines for t in row.items if isinstance(t, Text)) in named


def test_lines_between_rows_are_named_in_the_strip_too() -> None:
    whole = draw(*full())
    lines = {t.lines for t in texts(whole) if t.style == "boundary_text"}
    assert lines == {t.lines for t in texts(strip(heads.names(whole)).scene) if t.anchor == "start"
                     and t.style == "boundary_text"}  # fmt: skip


def test_every_stage_is_in_the_strip() -> None:
    graph, measures = full()
    edge = strip(heads.stages(draw(graph, measures)))
    said = " ".join(word for t in texts(edge.scene) for word in t.lines)
    assert graph.stages and all(stage.title in said for stage in graph.stages)


def test_strips_lie_inside_the_map_and_lead_nowhere() -> None:
    whole = draw(*full())
    for edge in (strip(heads.names(whole)), strip(heads.stages(whole))):
        assert "href" not in to_svg(edge.scene, "page", "edge").decode()
        assert edge.at + edge.scene.height <= whole.height
        assert edge.scene.width <= whole.width


def test_what_has_no_rows_or_stages_has_no_strip() -> None:
    assert heads.stages(draw(journey(*line("a", "b")))) is None
    assert heads.names(Scene(10, 10, "", "", "en", ())) is None


def test_hostile_names_are_drawn_and_not_interpreted() -> None:
    stage = ("stage", {"id": "g", "title": HOSTILE})
    edge = strip(heads.stages(draw(journey(stage, *line("a", stage="g")))))
    assert "<b>" not in to_svg(edge.scene, "page", "edge").decode()

"""Rows of the map: which there are, in what order, and how lane records shape them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from journeys.diagrams import Options
from journeys.diagrams.map import draw
from journeys.diagrams.scene import Box, Connector, Group, Text
from journeys.graph import Graph
from tests.diagrams.scenes import full, groups, journey, line, walk, words


def lane(id: str, kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return "lane", {"id": id, "kind": kind, **fields}


def names(graph: Any, options: Options = Options()) -> list[str]:  # noqa: B008
    return [g.record for g in groups(draw(graph, None, options), "lane")]


def test_rows_stand_in_their_order() -> None:
    graph, _measures = full()
    assert names(graph) == [
        "path", "experience", "goals", "people", "spaces", "objects", "practices", "ease",
        "findings", "ideas", "back", "time",
    ]  # fmt: skip


def test_rows_without_content_are_left_out() -> None:
    assert names(journey(*line("a"))) == ["path", "experience", "ease"]


def test_a_lane_record_renames_hides_and_folds_a_computed_row() -> None:
    renamed = draw(journey(*line("a"), lane("x", "path", title="The way")))
    assert "The way" in words(renamed)
    assert names(journey(*line("a"), lane("x", "ease", hidden=True))) == ["path", "experience"]
    pains = [("finding", {"id": f"f{n}", "kind": "pain", "title": "Queue"}) for n in range(3)]
    folded = draw(journey(*line("a"), *pains, lane("x", "findings", folded=True)))
    assert "folded: 3" in words(folded) and not groups(folded, "finding")


def test_rows_with_order_keys_share_their_places_in_order_of_the_keys() -> None:
    graph = journey(*line("a"), lane("x", "ease", order="a"), lane("y", "experience", order="b"))
    assert names(graph) == ["path", "ease", "experience"]


def test_backstage_lanes_stand_below_the_line_of_visibility() -> None:
    front, back = lane("f", "free"), lane("b", "system", side="backstage", order="a")
    graph = journey(*line("a"), front, back)
    assert names(graph) == ["path", "experience", "ease", "f", "b"]
    assert "LINE OF VISIBILITY" in words(draw(graph))


def test_an_own_lane_may_be_called_like_a_computed_row() -> None:
    graph = journey(*line("a"), lane("path", "free", title="Mine"))
    scene = draw(graph)
    found = [g.id for g in groups(scene, "lane")]
    assert found == ["row-path", "row-experience", "row-ease", "lane-path"]


def test_the_reader_chooses_rows() -> None:
    graph, _measures = full()
    assert names(graph, Options(show=frozenset({"path", "back"}))) == ["path", "back"]


def test_customers_do_not_see_internal_lanes() -> None:
    graph, _measures = full()
    assert "back" not in names(graph, Options(customer_view=True))


def test_a_folded_stage_is_one_column_that_says_how_many_steps_it_has() -> None:
    graph, measures = full()
    scene = draw(graph, measures, Options(fold=frozenset({"apply"})))
    steps = groups(scene, "step")
    assert [g.record for g in steps] == ["hear", "folded-apply"]
    assert steps[1].title.startswith("Folded steps: 3") and not steps[1].href
    assert [g.record for g in groups(scene, "badge")] == ["folded-apply"]
    assert "steps: 4" in words(scene)


def test_far_from_the_left_edge_rows_are_named_again() -> None:
    stages = [("stage", {"id": f"s{n}", "title": "Stage", "order": f"a{n}1"}) for n in range(9)]
    steps = [
        ("step", {"id": f"p{n:02}", "title": "x", "stage": f"s{n // 4}", "order": f"b{n:02}1"})
        for n in range(36)
    ]
    said = [t for t in words(draw(journey(*stages, *steps))).split() if t == "Experience"]
    assert len(said) >= 3


def test_cells_of_a_shared_column_are_grouped_by_step() -> None:
    graph, measures = full()
    scene = draw(graph, measures, Options(show=frozenset({"spaces"})))
    shown = words(scene)
    assert shown.index("Fills in the e-form") < shown.index("E-service")
    assert shown.index("Visits the office") < shown.index("Office, Seinäjoki")


def branches() -> Graph:
    """Return a fork whose ways join again, with a return between two steps of one column."""
    titles = [("a", "s"), ("b", "t"), ("c", "t"), ("d", "u"), ("e", "u")]
    ways = [
        {"source": "a", "target": "b", "kind": "choice", "share": 0.6},
        {"source": "a", "target": "c", "kind": "choice", "share": 0.3},
        {"source": "b", "target": "d", "share": 0.9},
        {"source": "c", "target": "d", "share": 0.75, "wait": "P3D"},
        {"source": "c", "target": "e", "share": 0.05},
        {"source": "c", "target": "b", "kind": "return", "share": 0.2},
    ]
    return journey(
        *[("stage", {"id": s, "title": s, "order": s}) for s in "stu"],
        *[("step", {"id": i, "title": i, "stage": s, "order": i}) for i, s in titles],
        *[("transition", {"id": f"t{at}", **way}) for at, way in enumerate(ways)],
    )


def test_a_label_stands_on_its_own_way_and_on_no_other() -> None:
    scene = draw(branches())
    ways = {w.id[4:]: w for w in walk(scene.items) if isinstance(w, Connector)}
    labels = groups(scene, "label")
    assert {g.record for g in labels} == set(ways)

    def touches(label: Group, way: Connector) -> bool:
        box = label.items[0]
        assert isinstance(box, Box)
        return any(
            min(x0, x1) <= box.x + box.w
            and max(x0, x1) >= box.x
            and min(y0, y1) <= box.y + box.h
            and max(y0, y1) >= box.y
            for (x0, y0), (x1, y1) in pairwise(way.points)
        )

    for label in labels:
        assert [name for name, way in ways.items() if touches(label, way)] == [label.record]


def test_a_label_is_not_broken_inside_a_number_and_its_unit() -> None:
    records = [*line("a", "b")[:2], ("transition", {"id": "t", "source": "a", "target": "b",
               "kind": "parallel", "share": 0.5, "wait": "P12D"})]  # fmt: skip
    for language, wait in (("en", "wait\u00a012\u00a0d"), ("fi", "odottaa\u00a012\u00a0pv")):
        (label,) = groups(draw(journey(*records), None, Options(language=language)), "label")
        assert wait in " ".join(" ".join(t.lines) for t in label.items if isinstance(t, Text))

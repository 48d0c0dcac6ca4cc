"""Two journeys in one map: what differs is marked by a frame, a sign, a word and a colour."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings

from journeys.diagrams import Options, render
from journeys.diagrams.map import draw
from journeys.diagrams.scene import Box, Connector, Icon, Scene, Text
from journeys.diagrams.styles import STYLES
from journeys.diff import diff, marks, union
from journeys.graph import Graph
from journeys.labels import DIFFERENCES
from tests.diagrams.scenes import full, groups, sound, walk, words
from tests.support.golden import Golden
from tests.support.graphs import graphs


def changed() -> tuple[Graph, Graph]:
    """Return a journey and what became of it: each kind of difference on each kind of thing."""
    before, _measures = full()
    gone = {"visit", "t2", "t4", "e3", "f1", "i1"}
    new = {
        "form": {"title": "Fills in the e-form at home"},
        "decide": {"stage": "know", "order": "az"},
        "e5": {"step": "hear"},
        "f2": {"severity": 3},
        "back": {"title": "Behind the scenes"},
        "c2": {"text": "Letter template"},
        "t3": {"wait": "P7D"},
        "t6": {"reason": "tires"},
        "apply": {"title": "Apply now"},
    }
    records = [
        (kind, {**value, **new.get(value["id"], {})})
        for kind, value in before.records()
        if value["id"] not in gone
    ]
    records += [
        ("step", {"id": "wait", "title": "Waits", "stage": "apply", "order": "cz"}),
        ("transition", {"id": "t9", "source": "form", "target": "wait"}),
        ("encounter", {"id": "e9", "step": "wait", "touchpoint": "web"}),
        ("finding", {"id": "f9", "kind": "pain", "step": "wait", "title": "Nobody says how long"}),
        ("idea", {"id": "i9", "title": "Say it", "step": "wait"}),
    ]
    return before, Graph.of(records, before.catalogue)


def both(before: Graph, after: Graph) -> tuple[Scene, dict[str, str]]:
    """Draw two journeys in one map."""
    marked = marks(diff(before, after))
    return draw(union(before, after), None, Options(marks=marked)), marked


def test_the_marked_map_is_the_accepted_one(golden: Golden) -> None:
    before, after = changed()
    options = Options(marks=marks(diff(before, after)), theme="page")
    golden("map-marked.svg", render("map", "svg", union(before, after), None, options))


def test_everything_drawn_that_differs_is_marked_once_by_sign_and_word() -> None:
    scene, marked = both(*changed())
    found = {g.record: g for g in groups(scene, "mark")}
    assert len(found) == len(groups(scene, "mark"))
    assert found.keys() == marked.keys()
    assert Counter(marked.values()).keys() == DIFFERENCES.keys()
    for identity, group in found.items():
        how = marked[identity]
        assert group.id == f"mark-{identity}"
        assert group.title.startswith(DIFFERENCES[how])
        assert any(isinstance(item, Icon) and item.name == how for item in group.items)
        assert all(item.style.startswith(how) for item in group.items)  # type: ignore[union-attr]
        on_way = identity.startswith("t") and identity != "t6"
        assert on_way or DIFFERENCES[how] in " ".join(
            line for item in group.items if isinstance(item, Text) for line in item.lines
        )


def test_what_went_is_a_ghost_and_counts_no_more() -> None:
    before, after = changed()
    scene, _marked = both(before, after)
    (ghost,) = (g for g in groups(scene, "step") if g.record == "visit")
    styles = {item.style for item in ghost.items}  # type: ignore[union-attr]
    assert all(style.endswith("gone") or style == "mark_soft" for style in styles)
    way = next(e for e in walk(scene.items) if isinstance(e, Connector) and e.id == "way-t2")
    assert way.style == "removed_way" and STYLES[way.style].dash
    assert "steps: 4" in words(scene) and "pain points: 2" in words(scene)
    legend = words(scene._replace(items=tuple(groups(scene, "legend"))))
    assert all(word in legend for word in DIFFERENCES.values())


def test_without_marks_nothing_is_different() -> None:
    graph, measures = full()
    plain = Options(theme="page")
    assert render("map", "svg", graph, measures, plain) == render(
        "map", "svg", graph, measures, replace(plain, marks={})
    )
    assert not groups(draw(graph, measures), "mark")


@settings(max_examples=20)
@given(graphs(3), graphs(3))
def test_any_two_journeys_can_be_drawn_at_once(before: Graph, after: Graph) -> None:
    """Each as the tests of the map want it: nothing overflows, and a mark for what is drawn."""
    scene, marked = both(before, after)
    sound(scene)
    for item in walk(scene.items):
        if isinstance(item, Box):
            assert item.x >= -3 and item.x + item.w <= scene.width + 3
    for role in ("step", "finding", "idea", "card"):
        drawn = {g.record for g in groups(scene, role)}
        there = {g.record for g in groups(scene, "mark")}
        assert drawn & marked.keys() <= there


@settings(max_examples=20)
@given(graphs(3), graphs(3))
def test_a_tag_covers_no_cell(before: Graph, after: Graph) -> None:
    scene, _marked = both(before, after)
    tags = [
        box
        for group in groups(scene, "mark")
        for box in group.items
        if isinstance(box, Box) and box.style.endswith("_tag")
    ]
    cells = [
        group.items[0]
        for role in ("touchpoint", "finding", "idea", "card")
        for group in groups(scene, role)
        if isinstance(group.items[0], Box)
    ]
    for tag in tags:
        for cell in cells:
            apart = (
                tag.x + tag.w <= cell.x
                or cell.x + cell.w <= tag.x
                or tag.y + tag.h <= cell.y
                or cell.y + cell.h <= tag.y
            )
            assert apart, (tag, cell)

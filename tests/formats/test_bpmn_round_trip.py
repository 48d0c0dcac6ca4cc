"""What is written as BPMN: sound, placed without overlaps, and read back as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from journeys.diff import diff
from journeys.formats import FORMATS
from journeys.formats.bpmn.boxes import Box
from journeys.formats.bpmn.grid import grid_of
from journeys.formats.bpmn.names import DC, DD, DI
from journeys.formats.bpmn.nodes import process_of
from journeys.formats.bpmn.routes import routes_of
from journeys.formats.bpmn.shapes import picture_of
from journeys.formats.document import value_of
from journeys.formats.xml import Element, parse
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, full, journey, line
from tests.support.graphs import graphs

BPMN = FORMATS["bpmn"]
SAMPLES = Path(__file__).parents[2] / "journeys" / "samples"
Point = tuple[float, float]


def sample(name: str) -> Graph:
    data = (SAMPLES / f"{name}.yaml").read_bytes()
    return FORMATS["yaml"].read(data).graph


def written(graph: Graph) -> Element:
    return parse(BPMN.write(graph).data, "written")


def ids_are_sound(root: Element) -> None:
    ids = [each.get("id") for each in root.walk() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", each, re.ASCII) for each in ids)
    refs = [each.get(n) for each in root.walk() for n in each.attributes if n.endswith("Ref")]
    named = ("flowNodeRef", "incoming", "outgoing", "categoryValueRef")
    refs += [each.text for each in root.walk() if each.name in named]
    assert set(refs) <= set(ids)


def box(shape: Element) -> Box:
    bounds = next(each for each in shape.children if each.namespace == DC)
    return Box(*(int(bounds.get(side)) for side in ("x", "y", "width", "height")))


def on_border(point: Point, bounds: Box, element: str) -> bool:
    """Tell whether a point is on the border: of a circle or diamond, at one of its corners."""
    x, y = point
    middle = x == bounds.x + bounds.width // 2, y == bounds.y + bounds.height // 2
    sides = x in (bounds.x, bounds.right), y in (bounds.y, bounds.bottom)
    if element.endswith(("Event", "Gateway")):
        return (sides[0] and middle[1]) or (sides[1] and middle[0])
    within = bounds.x <= x <= bounds.right, bounds.y <= y <= bounds.bottom
    return (sides[0] and within[1]) or (sides[1] and within[0])


def picture_is_sound(root: Element) -> None:
    by_id = {each.get("id"): each for each in root.walk() if each.get("id")}
    drawn = [each for each in root.walk() if each.namespace == DI]
    shapes = {s.get("bpmnElement"): box(s) for s in drawn if s.name == "BPMNShape"}
    edges = {e.get("bpmnElement"): e for e in drawn if e.name == "BPMNEdge"}
    nodes = {i for i in shapes if by_id[i].name not in ("participant", "lane", "group")}
    process = next(each for each in root.children if each.name == "process")
    flows = {each.get("id"): each for each in process.children if each.name == "sequenceFlow"}
    assert nodes == {
        each.get("id") for each in process.children if each.name not in ("sequenceFlow", "laneSet")
    } - {""}
    assert set(edges) == set(flows)
    placed = [shapes[each] for each in sorted(nodes)]
    assert not [(a, b) for at, a in enumerate(placed) for b in placed[:at] if a.meets(b)]
    lane_of = {
        ref.text: shapes[lane.get("id")]
        for lane in process.walk()
        if lane.name == "lane"
        for ref in lane.all("flowNodeRef")
    }
    for node in nodes:
        inner, outer = shapes[node], lane_of.get(node, shapes["_pool"])
        assert outer.x < inner.x and inner.right < outer.right
        assert outer.y < inner.y and inner.bottom < outer.bottom
    for id, flow in flows.items():
        points = [
            (int(e.get("x")), int(e.get("y"))) for e in edges[id].children if e.namespace == DD
        ]
        assert len(points) > 1
        assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in pairwise(points))
        for end, point in (("sourceRef", points[0]), ("targetRef", points[-1])):
            node = flow.get(end)
            assert on_border(point, shapes[node], by_id[node].name), (id, end, point)


@given(graphs())
@settings(max_examples=40)
def test_every_journey_is_drawn_soundly_and_comes_back_as_it_was(graph: Graph) -> None:
    data = BPMN.write(graph).data
    root = parse(data, "written")
    ids_are_sound(root)
    picture_is_sound(root)
    reading = BPMN.read(data, "x.bpmn")
    assert value_of(reading.graph) == value_of(graph)
    assert reading.losses == ()


@pytest.mark.parametrize("name", [path.stem for path in sorted(SAMPLES.glob("*.yaml"))])
def test_the_samples_come_back_drawn_clearly(name: str) -> None:
    """No flow runs through a node, no name covers another."""
    graph = sample(name)
    data = BPMN.write(graph).data
    assert value_of(BPMN.read(data).graph) == value_of(graph)
    picture_is_sound(parse(data, name))
    process = process_of(graph)
    titles: dict[str | None, str] = {actor.id: actor.name for actor in graph.actors}
    stages = {stage.id: stage.title for stage in graph.stages}
    grid = grid_of(process, list(stages), list(titles))
    picture = picture_of(process, grid, routes_of(process, grid), "x", titles, stages)
    names = [*picture.labels.values(), *picture.nodes.values()]
    assert not [(a, b) for at, a in enumerate(names) for b in names[:at] if a.meets(b)]
    for flow in process.flows:
        others = [b for id, b in picture.nodes.items() if id not in (flow.source, flow.target)]
        points = picture.flows[flow.id]
        legs = [
            Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]) + 1, abs(a[1] - b[1]) + 1)
            for a, b in pairwise(points)
        ]
        assert not [(flow.id, b) for leg in legs for b in others if leg.meets(b)]


def test_the_path_is_said_in_the_words_of_bpmn() -> None:
    graph, _ = full()
    root = written(graph)
    process = next(each for each in root.children if each.name == "process")
    kinds = {each.get("id"): each.name for each in process.children}
    assert kinds["hear"] == kinds["form"] == "userTask"
    assert kinds["decide"] == "callActivity"
    assert kinds["_choice.hear"] == kinds["_choice.form"] == "exclusiveGateway"
    assert kinds["_wait.t3"] == "intermediateCatchEvent"
    assert kinds["_exit.t6"] == "endEvent" and kinds["_start.hear"] == "startEvent"
    flows = {each.get("id"): each for each in process.all("sequenceFlow")}
    assert flows["t2"].get("name") == "no bank codes"
    assert (flows["t5"].get("sourceRef"), flows["t5"].get("targetRef")) == ("decide", "hear")
    timer = next(each for each in process.children if each.get("id") == "_wait.t3")
    assert timer.words().endswith("P19D") and timer.get("name") == "19 d"
    ends = [each for each in process.children if each.name == "endEvent"]
    assert [end.get("name") for end in ends] == ["gives up"]


def test_systems_serve_and_those_without_an_actor_stand_in_a_lane_without_a_name() -> None:
    graph = journey(
        ("actor", {"id": "robot", "name": "Robot", "kind": "system"}),
        ("actor", {"id": "idle", "name": "Nobody's lane"}),
        *line("1a", "b"),
        ("transition", {"id": "t", "source": "b", "target": "1a", "kind": "parallel"}),
        ("transition", {"id": "u", "source": "b", "target": "b", "kind": "parallel"}),
    )
    robot = replace(graph.steps[0], actor="robot")
    graph = replace(graph, steps=(robot, *graph.steps[1:]))
    root = written(graph)
    found = {e.get("id"): e.name for e in root.walk() if e.name.endswith(("Task", "task"))}
    assert found == {"_1a": "serviceTask", "b": "task"}
    lanes = [each for each in root.walk() if each.name == "lane"]
    assert [lane.get("name") for lane in lanes] == ["Nobody's lane", "Robot", ""]
    assert any(each.name == "parallelGateway" for each in root.walk())
    assert value_of(BPMN.read(BPMN.write(graph).data).graph) == value_of(graph)


def test_what_another_program_changes_counts_and_the_rest_stays() -> None:
    graph, _ = full()
    text = BPMN.write(graph).data.decode()
    text = text.replace('name="Fills in the e-form"', 'name="Applies&#10;online"')
    text = text.replace('name="no bank codes"', 'name="has no codes"')
    text = re.sub(r'<bpmn:userTask id="visit".*?</bpmn:userTask>', "", text, flags=re.DOTALL)
    new = '<bpmn:manualTask id="Activity_1" name="Rings"/><bpmn:sequenceFlow id="f"'
    text = text.replace(
        "</bpmn:process>", f'{new} sourceRef="form" targetRef="Activity_1"/></bpmn:process>'
    )
    reading = BPMN.read(text.encode(), "changed.bpmn")
    changes = diff(graph, reading.graph)
    assert {value["id"] for _, value in changes.added} == {"Activity_1", "f"}
    assert {value["id"] for _, value in changes.removed} == {"visit", "t2", "t4", "e3", "f1"}
    fields = {(each.id, each.field) for each in changes.changed if each.field != "order"}
    assert fields == {("form", "title"), ("i1", "findings")}
    told = [str(loss) for loss in reading.losses]
    assert any("t2: the flow has no end that is there" in each for each in told)
    assert any("'e3' belongs to what is gone" in each for each in told)


def test_own_records_that_do_not_fit_are_left_out() -> None:
    graph, _ = full()
    text = BPMN.write(graph).data.decode().replace('"expectation": 3.5', '"expectation": 99')
    reading = BPMN.read(text.encode(), "x.bpmn")
    assert "does not fit (/hear/expectation: expected a number" in str(reading.losses[0])
    assert len(reading.graph.steps) == len(graph.steps)
    assert not reading.graph.findings
    broken = BPMN.write(graph).data.decode().replace('{"id": "hear"', '{"id": ')
    assert BPMN.read(broken.encode()).graph.by_id["hear"].expectation is None


@pytest.mark.parametrize("most", [0, 1, 200])
def test_small_and_large_journeys_are_drawn(most: int) -> None:
    graph = journey(*line(*[f"s{at}" for at in range(most)]))
    picture_is_sound(written(graph))
    assert len(BPMN.read(BPMN.write(graph).data).graph.steps) == most


def test_hostile_words_come_back() -> None:
    graph = journey(
        ("actor", {"id": "a", "name": HOSTILE}),
        ("stage", {"id": "s", "title": HOSTILE}),
        ("step", {"id": "x", "title": HOSTILE, "description": "=1+1\r\n{{x}}", "actor": "a"}),
        ("step", {"id": "y", "title": LONG * 4, "stage": "s"}),
        ("transition", {"id": "t", "source": "x", "target": "y", "condition": "#set\t]]>"}),
        title=HOSTILE,
    )
    assert value_of(BPMN.read(BPMN.write(graph).data).graph) == value_of(graph)
    assert BPMN.write(graph).data == BPMN.write(graph).data


def test_a_writer_tells_what_only_this_program_reads_back() -> None:
    graph, _ = full()
    told = [str(loss) for loss in BPMN.write(graph).losses]
    assert "findings: 3, kept in elements of our own; other programs do not show them" in told
    assert BPMN.write(journey(*line("a", "b"))).losses == ()

"""A journey as BPMN 2.0 XML: the model first, then where each of its elements is drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from journeymap.documents.fields import Json
from journeys.graph import JOURNEY, Graph

from .. import Loss, Writing
from ..document import value_of
from .boxes import Box
from .grid import grid_of
from .names import DC, DD, DI, MODEL, OWN, TARGET, element_id
from .nodes import Flow, Node, Process, process_of
from .routes import routes_of
from .shapes import Picture, picture_of

_PREFIXES = {"bpmn": MODEL, "bpmndi": DI, "dc": DC, "di": DD, "journeymap": OWN}
#: Kinds that BPMN draws; all others are kept for this program only.
_DRAWN = ("stages", "actors", "steps", "transitions")
_HEADING = ("format", "schema")


def write(graph: Graph, measures: object = None, language: str = "") -> Writing:
    """Write the graph as one process; measures are no part of it, all languages are kept."""
    process = process_of(graph)
    titles: dict[str | None, str] = {actor.id: actor.name for actor in graph.actors}
    if titles and any(step.actor is None for step in graph.steps):
        titles[None] = ""
    stages = {stage.id: stage.title for stage in graph.stages}
    grid = grid_of(process, list(stages), list(titles) or [None])
    routes = routes_of(process, grid)
    picture = picture_of(process, grid, routes, graph.journey.title, titles, stages)
    root = _Document(graph, process, titles).root
    _draw(root, graph, process, picture, list(titles))
    for prefix, namespace in _PREFIXES.items():
        ET.register_namespace(prefix, namespace)
    ET.indent(root)
    data = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Writing(data + b"\n", tuple(_losses(graph)))


def _losses(graph: Graph) -> list[Loss]:
    """Say what only this program reads back; other programs neither show nor keep it."""
    told = "kept in elements of our own; other programs do not show them"
    held = [k.plural for k in JOURNEY.records if k.name != "journey" and k.plural not in _DRAWN]
    counts = {plural: len(getattr(graph, plural)) for plural in held}
    counts["shares"] = sum(each.share is not None for each in graph.transitions)
    counts["scores"] = sum(
        value is not None for s in graph.steps for value in (s.expectation, s.assumed_experience)
    )
    return [Loss(name, f"{count}, {told}") for name, count in counts.items() if count]


def _tag(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{_PREFIXES[prefix or 'bpmn']}}}{local}"


def _add(
    parent: ET.Element, tag: str, attributes: Mapping[str, str | None] | None = None
) -> ET.Element:
    """Add an element; attributes that are None are left out."""
    given = {name: value for name, value in (attributes or {}).items() if value is not None}
    return ET.SubElement(parent, _tag(tag), given)


class _Document:
    """The model: categories for stages, one pool, its process with lanes, nodes and flows."""

    def __init__(self, graph: Graph, process: Process, titles: Mapping[str | None, str]) -> None:
        self.graph, self.process = graph, process
        self.value = value_of(graph)
        self.own = {r["id"]: r for plural in _DRAWN for r in self.value.get(plural, ())}
        self.root = ET.Element(
            _tag("definitions"),
            {"id": "_definitions", "targetNamespace": TARGET, "exporter": "Journeymap"},
        )
        self._stages()
        self._process(titles)

    def _keep(self, element: ET.Element, kind: str, value: Json) -> None:
        extension = _add(element, "extensionElements")
        held = _add(extension, "journeymap:record", {"kind": kind})
        held.text = json.dumps(value, ensure_ascii=False)

    def _stages(self) -> None:
        stages = self.graph.stages
        if stages:
            category = _add(self.root, "category", {"id": "_stages"})
            for stage in stages:
                value = {"id": f"_value.{stage.id}", "value": stage.title}
                _add(category, "categoryValue", value)
        pool = _add(self.root, "collaboration", {"id": "_collaboration"})
        named = {"id": "_pool", "name": self.graph.journey.title, "processRef": "_process"}
        _add(pool, "participant", named)
        for stage in stages:
            attributes = {"id": element_id(stage.id), "categoryValueRef": f"_value.{stage.id}"}
            self._keep(_add(pool, "group", attributes), "stage", self.own[stage.id])

    def _process(self, titles: Mapping[str | None, str]) -> None:
        journey = self.graph.journey
        process = _add(self.root, "process", {"id": "_process", "isExecutable": "false"})
        if journey.summary:
            _add(process, "documentation").text = journey.summary
        left = {k: v for k, v in self.value.items() if k not in (*_DRAWN, *_HEADING)}
        self._keep(process, "journey", left)
        if titles:
            lanes = _add(process, "laneSet", {"id": "_lanes"})
            for actor, name in titles.items():
                attributes = {"id": lane_id(actor), "name": name or None}
                lane = _add(lanes, "lane", attributes)
                if actor:
                    self._keep(lane, "actor", self.own[actor])
                for node in self.process.nodes:
                    if node.actor == actor:
                        _add(lane, "flowNodeRef").text = node.id
        into: dict[str, list[str]] = {}
        out: dict[str, list[str]] = {}
        for flow in self.process.flows:
            out.setdefault(flow.source, []).append(flow.id)
            into.setdefault(flow.target, []).append(flow.id)
        for node in self.process.nodes:
            self._node(process, node, into.get(node.id, []), out.get(node.id, []))
        for flow in self.process.flows:
            self._flow(process, flow)

    def _node(self, process: ET.Element, node: Node, into: list[str], out: list[str]) -> None:
        element = _add(process, node.element, {"id": node.id, "name": node.name or None})
        if node.step:
            if node.step.description:
                _add(element, "documentation").text = node.step.description
            self._keep(element, "step", self.own[node.step.id])
        if node.stage:
            _add(element, "categoryValueRef").text = f"_value.{node.stage}"
        for tag, flows in (("incoming", into), ("outgoing", out)):
            for flow in flows:
                _add(element, tag).text = flow
        if node.duration:
            timer = _add(element, "timerEventDefinition", {"id": f"_timer{node.id}"})
            _add(timer, "timeDuration").text = node.duration

    def _flow(self, process: ET.Element, flow: Flow) -> None:
        attributes = {"id": flow.id, "name": flow.name or None}
        attributes |= {"sourceRef": flow.source, "targetRef": flow.target}
        element = _add(process, "sequenceFlow", attributes)
        if flow.transition:
            self._keep(element, "transition", self.own[flow.transition.id])


def lane_id(actor: str | None) -> str:
    """Return the id of an actor's lane; None: of those in which nobody is said to act."""
    return element_id(actor) if actor else "_nobody"


def _draw(
    root: ET.Element,
    graph: Graph,
    process: Process,
    picture: Picture,
    actors: list[str | None],
) -> None:
    diagram = _add(root, "bpmndi:BPMNDiagram", {"id": "_diagram"})
    plane = _add(diagram, "bpmndi:BPMNPlane", {"id": "_plane", "bpmnElement": "_collaboration"})
    _shape(plane, "_pool", picture.pool, isHorizontal="true")
    for actor, box in zip(actors, picture.lanes, strict=True):
        _shape(plane, lane_id(actor), box, isHorizontal="true")
    for node in process.nodes:
        label = picture.labels.get(node.id)
        _shape(plane, node.id, picture.nodes[node.id], label)
    for stage in graph.stages:
        box = picture.stages[stage.id]
        name = picture.labels.get(stage.id)
        _shape(plane, element_id(stage.id), box, name)
    for flow in process.flows:
        edge = _add(plane, "bpmndi:BPMNEdge", {"id": f"_edge.{flow.id}", "bpmnElement": flow.id})
        for x, y in picture.flows[flow.id]:
            _add(edge, "di:waypoint", {"x": str(x), "y": str(y)})
        _named(edge, picture.labels.get(flow.id))


def _shape(
    plane: ET.Element, id: str, box: Box, label: Box | None = None, **attributes: str
) -> None:
    named = {"id": f"_shape.{id}", "bpmnElement": id, **attributes}
    shape = _add(plane, "bpmndi:BPMNShape", named)
    _bounds(shape, box)
    _named(shape, label)


def _named(drawn: ET.Element, label: Box | None) -> None:
    if label:
        _bounds(_add(drawn, "bpmndi:BPMNLabel"), label)


def _bounds(shape: ET.Element, box: Box) -> None:
    sides = zip(("x", "y", "width", "height"), box, strict=True)
    _add(shape, "dc:Bounds", {name: str(value) for name, value in sides})

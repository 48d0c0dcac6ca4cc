"""Small BPMN files of our own, and what is read from them."""

from __future__ import annotations

from journeys.formats import FORMATS
from journeys.graph import Graph

BPMN = FORMATS["bpmn"]
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
)


def file(inside: str, name: str = "P", more: str = "", spaces: str = "") -> bytes:
    process = f'<process id="p" name="{name}">\n{inside}\n</process>'
    return f'<definitions xmlns="{MODEL}" {spaces}>\n{more}\n{process}</definitions>'.encode()


def flow(source: str, target: str, name: str = "", inside: str = "") -> str:
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}-{target}" name="{name}" {ends}>{inside}</sequenceFlow>'


def read(data: bytes) -> tuple[Graph, list[str]]:
    reading = BPMN.read(data, "file.bpmn")
    return reading.graph, [str(loss) for loss in reading.losses]


def ways(graph: Graph) -> set[tuple[str, str | None, str, str]]:
    return {(t.source, t.target, t.kind, t.condition or t.reason) for t in graph.transitions}

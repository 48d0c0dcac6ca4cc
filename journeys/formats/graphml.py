"""GraphML, read: nodes become steps, groups stages, edges transitions.

Plain files (networkx, igraph, Gephi) name things in data keys; yEd's dialect in labels, with shapes
and places beside them. Where neither says in what order steps stand, their places do. What is
neither text nor path (weights, colours, ports) is told by how often it stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from journeymap.documents.fields import Json, rules_of
from journeys.graph import Journey, Step, Transition

from . import Loss, Reading, Trouble, Unreadable
from .drawn import Arrow, Box, Drawing, Frame, graph_of, named_after
from .graphml_data import (
    Data,
    asks,
    children,
    data_of,
    fields_of,
    keys_of,
    label_of,
    spoken,
    style_of,
    walk,
)
from .graphml_writing import JOURNEY, STEP, WAY
from .graphml_writing import write as write
from .xml import Element, parse

#: Nodes and edges of a file: a journey with more could not be loaded.
MOST = 20_000
_GEOMETRY = ("Geometry", "rect", "point")
#: Keys that only tell what is told otherwise, or how it looks.
_SILENT = {"kind", "order", "x", "y", "z", "size", "r", "g", "b", "open_pains", "graphics", "id"}


def read(data: bytes, name: str) -> Reading:
    """Read a graph; Unreadable with the place where it is no sound GraphML."""
    root = parse(data, name)
    if root.name != "graphml":
        told = f"expected a graphml element, found {root.name}"
        raise Unreadable([Trouble(told, root.line, root.column)], name)
    graphs = children(root, "graph")
    if not graphs:
        raise Unreadable([Trouble("expected a graph in it", root.line, root.column)], name)
    reader = _Reader(root, name)
    drawing = reader.drawing(graphs[0])
    for other in graphs[1:]:
        reader.lose(f"line {other.line}", "a second graph is left out")
    graph = graph_of(drawing)
    return Reading(graph, reader.losses())


class _Reader:
    def __init__(self, root: Element, name: str) -> None:
        self._name = name
        self._keys = keys_of(children(root, "key"))
        self._lost: list[Loss] = []
        self._often: Counter[str] = Counter()
        self._places: dict[str, tuple[float, float]] = {}
        self._seen: dict[str, int] = {}

    def lose(self, where: str, told: str) -> None:
        """Tell what is not kept."""
        self._lost.append(Loss(where, told))

    def losses(self) -> tuple[Loss, ...]:
        """Return the loss report: places first, then what stands there often."""
        often = (Loss("the file", f"{told} ({n})") for told, n in sorted((+self._often).items()))
        return (*self._lost, *often)

    def drawing(self, graph: Element) -> Drawing:
        """Return boxes, frames and arrows of the graph and of all graphs within its nodes."""
        about = data_of(graph, "graph", self._keys).texts
        found = Drawing("", self.lose)
        waiting: list[tuple[Element, str]] = [(graph, "")]
        edges: list[Element] = []
        while waiting:
            held, frame = waiting.pop()
            self._refuse_too_many(len(self._seen) + len(edges))
            inner = children(held, "node", "graph")
            if held.name == "node":
                self._node(held, frame, found, bool(inner))
                frame = held.get("id")
            else:
                edges += children(held, "edge")
                self._often["hyperedge is left out"] += len(children(held, "hyperedge"))
            waiting += [(each, frame) for each in reversed(inner)]
        found.arrows = [self._arrow(edge, graph) for edge in edges]
        self._refuse_too_many(len(self._seen) + len(edges))
        self._in_order(found)
        found.title = " ".join(about.get("title", about.get("name", "")).split())
        found.title = found.title or named_after(self._name, self.lose)
        found.summary = about.get("summary", "")
        found.more = fields_of(rules_of(Journey), JOURNEY[2:], about)
        return found

    def _refuse_too_many(self, count: int) -> None:
        if count > MOST:
            told = f"holds {count} nodes and edges; at most {MOST} are read"
            raise Unreadable([Trouble(told)], self._name)

    # -- nodes ----------------------------------------------------------------------------

    def _node(self, node: Element, frame: str, found: Drawing, group: bool) -> None:
        identity, where = node.get("id"), f"line {node.line}"
        if identity in self._seen:
            told = f"the node {identity!r} stands in line {self._seen[identity]} already; left out"
            self.lose(where, told)
            return
        self._seen[identity] = node.line
        self._often["port is left out"] += len(children(node, "port"))
        data = data_of(node, "node", self._keys)
        label = label_of(data, "NodeLabel")
        self._place(identity, data)
        if group or data.texts.get("kind") == "stage":
            found.frames.append(Frame(identity, label or identity, where, frame))
            return
        more = fields_of(rules_of(Step), STEP[2:], data.texts)
        self._tell_keys(data, {*more, "title", "description", "actor"}, "node")
        for claim, evidence in (
            ("assumed_experience", "evidence"),
            ("expectation", "expectation_evidence"),
        ):
            if claim in more:
                more[evidence] = {"level": "guess"}
        leaves = data.texts.get("kind") == "exit"
        box = Box(
            identity,
            label or ("" if leaves or data.drawing else identity),
            where,
            frame,
            decision=asks(data.drawing),
            leaves=leaves,
            description=data.texts.get("description", ""),
            actor=" ".join(data.texts.get("actor", "").split()),
            more=more,
        )
        found.boxes.append(box)

    def _place(self, identity: str, data: Data) -> None:
        held = next((e for e in walk(data.drawing) if e.name in _GEOMETRY), None)
        said = held.attributes if held else data.texts
        try:
            self._places[identity] = float(said["x"]), float(said["y"])
        except (KeyError, ValueError):
            return

    def _in_order(self, found: Drawing) -> None:
        """Order boxes and frames by their places, along the way in which the drawing runs.

        A file that names kinds of nodes is in order already; one without places stays as it is.
        """
        ids = [box.id for box in found.boxes]
        if any(box.leaves or box.more for box in found.boxes) or not ids:
            return
        if any(identity not in self._places for identity in ids):
            return
        xs, ys = zip(*(self._places[identity] for identity in ids), strict=True)
        across = max(xs) - min(xs) > max(ys) - min(ys)

        def place(held: Box | Frame) -> tuple[float, float]:
            x, y = self._places.get(held.id, (0.0, 0.0))
            return (round(x / 20), y) if across else (round(y / 20), x)

        found.boxes.sort(key=place)
        found.frames.sort(key=place)

    # -- edges ----------------------------------------------------------------------------

    def _arrow(self, edge: Element, graph: Element) -> Arrow:
        data = data_of(edge, "edge", self._keys)
        source, target = edge.get("source"), edge.get("target")
        directed = edge.get("directed", graph.get("edgedefault")) not in ("false", "undirected")
        if not directed:
            self._often["edge without a direction leads as it is written"] += 1
        if edge.get("sourceport") or edge.get("targetport"):
            self._often["port of an edge is left out"] += 1
        turned, style = self._line(data.drawing, told=directed)
        more = fields_of(rules_of(Transition), WAY, data.texts)
        self._tell_keys(data, {*more, "condition"}, "edge")
        label = data.texts.get("condition") or label_of(data, "EdgeLabel")
        label = "" if "kind" in more and "condition" not in more else label
        kept: dict[str, Json] = {name: more[name] for name in ("share", "wait") if name in more}
        if more.get("kind") not in (None, "exit"):
            kept["kind"] = more["kind"]
        ends = (target, source) if turned else (source, target)
        return Arrow(*ends, label, style, f"line {edge.line}", edge.get("id"), kept)

    def _line(self, drawing: Element | None, *, told: bool) -> tuple[bool, str]:
        """Return whether an edge leads the other way, and the style of its line.

        ``told``: a line without a head is told, as nothing else says that it has no direction.
        """
        turned, style = False, ""
        for each in walk(drawing):
            if each.name == "Arrows":
                beginning, end = each.get("source", "none"), each.get("target", "none")
                headed = beginning not in ("none", "diamond", "white_diamond")
                turned = headed and end == "none"
                if told and not headed and end == "none":
                    self._often["edge without a head leads as it is written"] += 1
                if headed:
                    how = "its head at the source leads the other way"
                    how = how if turned else "two heads leads one way only"
                    self._often[f"edge with {how}"] += 1
            elif each.name == "LineStyle":
                style = style_of(each)
        return turned, style

    def _tell_keys(self, data: Data, kept: Iterable[str], about: str) -> None:
        text = spoken(data)
        for name, held in data.texts.items():
            if held.strip() not in ("", "false") and name not in {*kept, *_SILENT, text}:
                self._often[f"{about} attribute {name!r} is left out"] += 1

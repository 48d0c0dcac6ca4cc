"""Writing GraphML: the path as typed data, dressed so that yEd shows it as it stands on the map.

Steps, stages and exits are nodes; ``kind`` tells them apart. networkx, igraph and Gephi read the
data keys, yEd the labels, places and frames beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # noqa: S405 - writes only

from journeymap.documents.fields import Flag, Json, Number, Rule, dump, rules_of
from journeys.diagrams import text
from journeys.diagrams.layout import Way, lay_out
from journeys.diagrams.palette import COLOURS
from journeys.graph import Graph, Step, Transition
from journeys.graph import Journey as JourneyRecord
from journeys.words import words

from . import Writing
from .leaving import left_out, pains_counted
from .xml import allowed

_OWN, _YED = "http://graphml.graphdrawing.org/xmlns", "http://www.yworks.com/xml/graphml"
#: The fields that GraphML carries, by kind of record.
JOURNEY = ("title", "summary", "goal", "state", "language", "promise", "promised_time")
STEP = (
    *("title", "description", "expectation", "assumed_experience"),
    *("importance_customer", "importance_organisation"),
    *("moment_of_truth", "mandatory", "outcome", "promised_time"),
)
WAY = ("kind", "condition", "reason", "share", "wait")
_CARRIED = {
    "journey": JOURNEY,
    "stage": {"title"},
    "actor": {"name"},
    "step": {*STEP, "stage", "actor"},
    "transition": {*WAY, "source", "target"},
}
#: What is drawn, in px: a box, the room between boxes, the rim of a frame and of its title.
_WIDE, _HIGH, _BESIDE, _BELOW, _RIM, _HEAD = 190, 60, 70, 50, 20, 26
_ARROWS = {  # kind: (colour, line, width, its beginning)
    "sequence": ("way", "line", "1.5", "none"),
    "choice": ("way", "line", "1.5", "diamond"),
    "parallel": ("way", "line", "3.0", "none"),
    "return": ("back", "dashed", "1.5", "none"),
    "exit": ("bad", "line", "1.5", "none"),
}


class _Place(NamedTuple):
    x: float
    y: float
    w: float = _WIDE
    h: float = _HIGH


def write(graph: Graph, measures: object, language: str) -> Writing:
    """Write the graph; the losses count what it leaves out."""
    del measures, language
    losses = (*left_out(graph, _CARRIED, "GraphML"), *pains_counted(graph))
    root = _Writer(graph).root()
    indent(root)
    return Writing(tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n", losses)


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._keys: dict[tuple[str, str], Element] = {}
        self._ = words(graph.journey.language)
        self.colours = {name: both[0] for name, both in COLOURS.items()}
        self.actors = {actor.id: actor.name for actor in graph.actors}
        self.pains: dict[str, int] = {}
        for finding in graph.findings:
            if finding.hurts and finding.step:
                self.pains[finding.step] = self.pains.get(finding.step, 0) + 1
        self.places = _places(graph)

    def root(self) -> Element:
        graph = self.graph
        drawn = Element("graph", edgedefault="directed", id="journey")
        about = {name: getattr(graph.journey, name) or None for name in JOURNEY}
        self._fields(drawn, "graph", about, JOURNEY, rules_of(JourneyRecord))
        for stage in graph.stages:
            own = [step for step in graph.steps if step.stage == stage.id]
            self._stage(drawn, stage.id, stage.title, own)
        for step in graph.steps:
            if not step.stage:
                self._step(drawn, step)
        for way in graph.transitions:
            if not way.target:
                self._exit(drawn, way)
        for way in graph.transitions:
            self._way(drawn, way)
        root = Element("graphml", {"xmlns": _OWN, "xmlns:y": _YED})
        root.extend(self._keys.values())
        root.append(drawn)
        return root

    # -- data -----------------------------------------------------------------------------

    def _key(self, about: str, name: str, kind: str) -> str:
        """Return the id of a key; a kind that ends in ``graphics`` is yEd's."""
        if (about, name) not in self._keys:
            typed = {"yfiles.type": kind} if kind.endswith("graphics") else {"attr.type": kind}
            named = {} if kind.endswith("graphics") else {"attr.name": name}
            given = {"id": f"{about}.{name}", "for": about, **named, **typed}
            self._keys[about, name] = Element("key", given)
        return f"{about}.{name}"

    def _data(self, node: Element, about: str, name: str, value: Json) -> None:
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        kind = {bool: "boolean", int: "int", float: "double"}.get(type(value), "string")
        SubElement(node, "data", key=self._key(about, name, kind)).text = allowed(shown)

    def _fields(
        self,
        node: Element,
        about: str,
        value: Mapping[str, Json],
        names: tuple[str, ...],
        rules: Mapping[str, Rule],
    ) -> None:
        for name in names:
            held = value.get(name)
            if held is not None:
                rule = rules[name]
                real = isinstance(rule, Number) and not rule.whole
                self._data(node, about, name, float(held) if real else held)
            elif isinstance(rules[name], Flag):
                self._data(node, about, name, False)

    def _graphics(self, node: Element, about: str, shape: str) -> Element:
        data = SubElement(node, "data", key=self._key(about, "graphics", f"{about}graphics"))
        return SubElement(data, f"y:{shape}")

    # -- nodes ----------------------------------------------------------------------------

    def _stage(self, drawn: Element, identity: str, title: str, steps: list[Step]) -> None:
        node = SubElement(drawn, "node", {"id": identity, "yfiles.foldertype": "group"})
        self._data(node, "node", "kind", "stage")
        self._data(node, "node", "title", title)
        proxy = self._graphics(node, "node", "ProxyAutoBoundsNode")
        group = SubElement(SubElement(proxy, "y:Realizers", active="0"), "y:GroupNode")
        _geometry(group, self.places[identity])
        self._paint(group, "band", "grid")
        _label(group, [title], size="13", style="bold", modelName="internal", modelPosition="t")
        SubElement(group, "y:Shape", type="roundrectangle")
        SubElement(group, "y:State", closed="false")
        inner = SubElement(node, "graph", edgedefault="directed", id=f"{identity}:")
        for step in steps:
            self._step(inner, step)

    def _step(self, drawn: Element, step: Step) -> None:
        node = SubElement(drawn, "node", id=step.id)
        self._data(node, "node", "kind", "step")
        self._fields(node, "node", dump(step), STEP, rules_of(Step))
        actor, pains = self.actors.get(step.actor or ""), self.pains.get(step.id)
        if actor:
            self._data(node, "node", "actor", actor)
        if pains:
            self._data(node, "node", "open_pains", pains)
        shape = self._graphics(node, "node", "ShapeNode")
        _geometry(shape, self.places[step.id])
        self._paint(shape, "pain" if pains else "card", "bad" if pains else "edge")
        _label(shape, text.fit(step.title, _WIDE - 16, 12, 2, True).lines, style="bold")
        if actor:
            told = text.fit(actor, _WIDE - 16, 10).lines
            _label(shape, told, size="10", modelName="internal", modelPosition="b")
        SubElement(shape, "y:Shape", type="roundrectangle")

    def _exit(self, drawn: Element, way: Transition) -> None:
        node = SubElement(drawn, "node", id=f"{way.id}:exit")
        self._data(node, "node", "kind", "exit")
        told = way.reason or self._("leaves here")
        self._data(node, "node", "title", way.reason)
        shape = self._graphics(node, "node", "ShapeNode")
        _geometry(shape, self.places[way.id])
        self._paint(shape, "page", "bad")
        _label(shape, text.fit(told, _WIDE - 40, 12, 3).lines)
        SubElement(shape, "y:Shape", type="ellipse")

    def _paint(self, shape: Element, fill: str, border: str) -> None:
        SubElement(shape, "y:Fill", color=self.colours[fill], transparent="false")
        width = "2.5" if border == "bad" else "1.0"
        SubElement(shape, "y:BorderStyle", color=self.colours[border], type="line", width=width)

    # -- edges ----------------------------------------------------------------------------

    def _way(self, drawn: Element, way: Transition) -> None:
        ends = {"source": way.source, "target": way.target or f"{way.id}:exit"}
        edge = SubElement(drawn, "edge", {"id": way.id, **ends})
        self._fields(edge, "edge", {"kind": way.kind} | dump(way), WAY, rules_of(Transition))
        colour, line, width, beginning = _ARROWS[way.kind]
        shape = self._graphics(edge, "edge", "PolyLineEdge")
        self._bend(shape, self.places[way.source], self.places[way.target or way.id])
        SubElement(shape, "y:LineStyle", color=self.colours[colour], type=line, width=width)
        SubElement(shape, "y:Arrows", source=beginning, target="standard")
        if way.condition:
            lines = text.fit(way.condition, _WIDE - 40, 11, 3).lines
            _label(shape, lines, "EdgeLabel", "11", backgroundColor=self.colours["page"])

    def _bend(self, shape: Element, source: _Place, target: _Place) -> None:
        """Lead a line around the boxes of its row; a straight one would run through them."""
        path = SubElement(shape, "y:Path", sx="0", sy="0", tx="0", ty="0")
        onwards = target.x - source.x
        if source.y == target.y and not 0 < onwards <= _WIDE + _BESIDE:
            below = source.y + _HIGH + _BELOW / 2
            for place, aside in ((source, 12), (target, -12)):
                x = place.x + _WIDE / 2 + (aside if onwards >= 0 else -aside)
                SubElement(path, "y:Point", x=f"{x:g}", y=f"{below:g}")


def _geometry(shape: Element, place: _Place) -> None:
    held = {"x": place.x, "y": place.y, "width": place.w, "height": place.h}
    SubElement(shape, "y:Geometry", {name: f"{value:g}" for name, value in held.items()})


def _label(
    shape: Element,
    lines: tuple[str, ...] | list[str],
    name: str = "NodeLabel",
    size: str = "12",
    style: str = "plain",
    **more: str,
) -> None:
    given = {"fontFamily": "Arial", "fontSize": size, "fontStyle": style, **more}
    SubElement(shape, f"y:{name}", given).text = allowed("\n".join(lines))


def _places(graph: Graph) -> dict[str, _Place]:
    """Return where nodes stand: steps as on the map, frames around them, exits below."""
    ways = [Way(t.id, t.source, t.target, t.kind, t.share) for t in graph.transitions]
    steps = [(step.id, step.stage) for step in graph.steps]
    laid = lay_out([stage.id for stage in graph.stages], steps, ways)
    across, down = _WIDE + _BESIDE, _HIGH + _BELOW
    found = {
        step: _Place(laid.column[step] * across, laid.track[step] * down) for step, _stage in steps
    }
    lowest = max((laid.track[step] for step, _stage in steps), default=-1)
    below: dict[int, int] = {}
    for way in graph.transitions:
        if not way.target:
            column = laid.column[way.source]
            below[column] = below.get(column, 0) + 1
            found[way.id] = _Place(column * across, (lowest + below[column]) * down + _BELOW)
    for stage in graph.stages:
        columns = [at for at, column in enumerate(laid.columns) if column.stage == stage.id]
        tracks = [laid.track[s] for at in columns for s in laid.columns[at].steps] or [0]
        wide = len(columns) * across - _BESIDE + 2 * _RIM
        high = (max(tracks) + 1) * down - _BELOW + 2 * _RIM + _HEAD
        found[stage.id] = _Place(columns[0] * across - _RIM, -_RIM - _HEAD, wide, high)
    return found

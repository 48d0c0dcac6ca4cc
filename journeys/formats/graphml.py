"""GraphML, read: nodes become steps, groups stages, edges transitions.

Plain files (networkx, igraph, Gephi) name things in data keys; yEd's dialect in labels, with shapes
and places beside them. Where neither says in what order steps stand, their places do. What is
neither text nor path (weights, colours, ports) is told by how often it stands there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple

from journeymap.documents.fields import Flag, Json, Number, Rule, rules_of
from journeys.graph import Journey, Step, Transition

from . import Loss, Reading, Trouble, Unreadable
from .drawn import Arrow, Box, Drawing, Frame, graph_of, named_after
from .graphml_writing import JOURNEY, STEP, WAY
from .graphml_writing import write as write
from .xml import Element, parse

#: Nodes and edges of a file: a journey with more could not be loaded.
MOST = 20_000
#: What programs call the text of a node or an edge, the likelier first.
_LABELS = ("title", "label", "name", "text", "d_label", "caption", "v_name", "value", "condition")
_TAG = re.compile(r"<[^<>]*>")
_THICK = 2.5  # px
_GEOMETRY = ("Geometry", "rect", "point")
#: Keys that only tell what is told otherwise, or how it looks.
_SILENT = {"kind", "order", "x", "y", "z", "size", "r", "g", "b", "open_pains", "graphics", "id"}


class _Key(NamedTuple):
    about: str
    name: str
    graphics: bool
    default: str


class _Data(NamedTuple):
    """What is said of a node or an edge: texts by the names of keys, and yEd's drawing of it."""

    texts: dict[str, str]
    drawing: Element | None


def read(data: bytes, name: str) -> Reading:
    """Read a graph; Unreadable with the place where it is no sound GraphML."""
    root = parse(data, name)
    if root.name != "graphml":
        told = f"expected a graphml element, found {root.name}"
        raise Unreadable([Trouble(told, root.line, root.column)], name)
    graphs = _children(root, "graph")
    if not graphs:
        raise Unreadable([Trouble("expected a graph in it", root.line, root.column)], name)
    reader = _Reader(root, name)
    drawing = reader.drawing(graphs[0])
    for other in graphs[1:]:
        reader.lose(f"line {other.line}", "a second graph is left out")
    graph = graph_of(drawing)
    return Reading(graph, reader.losses())


def _children(element: Element, *names: str) -> list[Element]:
    """Return the children of these names, whatever their namespace: programs write several."""
    return [each for each in element.children if each.name in names]


class _Reader:
    def __init__(self, root: Element, name: str) -> None:
        self._name = name
        self._keys = _keys(_children(root, "key"))
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
        about = self._data(graph, "graph").texts
        found = Drawing("", self.lose)
        waiting: list[tuple[Element, str]] = [(graph, "")]
        edges: list[Element] = []
        while waiting:
            held, frame = waiting.pop()
            inner = _children(held, "node", "graph")
            if held.name == "node":
                self._node(held, frame, found, bool(inner))
                frame = held.get("id")
            else:
                edges += _children(held, "edge")
                self._often["hyperedge is left out"] += len(_children(held, "hyperedge"))
            waiting += [(each, frame) for each in reversed(inner)]
        found.arrows = [self._arrow(edge, graph) for edge in edges]
        self._refuse_too_many(len(self._seen) + len(edges))
        self._in_order(found)
        found.title = " ".join(about.get("title", about.get("name", "")).split())
        found.title = found.title or named_after(self._name, self.lose)
        found.summary = about.get("summary", "")
        found.more = _fields(rules_of(Journey), JOURNEY[2:], about)
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
        self._often["port is left out"] += len(_children(node, "port"))
        data = self._data(node, "node")
        label = _label(data, "NodeLabel")
        self._place(identity, data)
        if group or data.texts.get("kind") == "stage":
            found.frames.append(Frame(identity, label or identity, where, frame))
            return
        more = _fields(rules_of(Step), STEP[2:], data.texts)
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
            label or ("" if leaves else identity),
            where,
            frame,
            decision=_asks(data.drawing),
            leaves=leaves,
            description=data.texts.get("description", ""),
            actor=" ".join(data.texts.get("actor", "").split()),
            more=more,
        )
        found.boxes.append(box)

    def _place(self, identity: str, data: _Data) -> None:
        held = next((e for e in _walk(data.drawing) if e.name in _GEOMETRY), None)
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
        data = self._data(edge, "edge")
        source, target = edge.get("source"), edge.get("target")
        if edge.get("directed", graph.get("edgedefault")) in ("false", "undirected"):
            self._often["edge without a direction leads as it is written"] += 1
        if edge.get("sourceport") or edge.get("targetport"):
            self._often["port of an edge is left out"] += 1
        style = ""
        for each in _walk(data.drawing):
            if each.name == "Arrows":
                heads = [each.get(end, "none") != "none" for end in ("source", "target")]
                diamond = each.get("source") in ("diamond", "white_diamond")
                if heads == [True, False] and not diamond:
                    source, target = target, source
                    self._often["edge with its head at the source leads the other way"] += 1
                elif heads == [True, True] and not diamond:
                    self._often["edge with two heads leads one way only"] += 1
            elif each.name == "LineStyle":
                style = _style(each)
        more = _fields(rules_of(Transition), WAY, data.texts)
        self._tell_keys(data, {*more, "condition"}, "edge")
        label = data.texts.get("condition") or _label(data, "EdgeLabel")
        label = "" if "kind" in more and "condition" not in more else label
        if more.pop("kind", "") in ("sequence", "choice", "parallel", "return"):
            more["kind"] = data.texts["kind"].strip()
        for spoken in ("condition", "reason"):
            more.pop(spoken, None)
        return Arrow(source, target, label, style, f"line {edge.line}", edge.get("id"), more)

    # -- data -----------------------------------------------------------------------------

    def _data(self, element: Element, about: str) -> _Data:
        texts = {
            key.name: key.default
            for (whose, _name), key in self._keys.items()
            if key.default and whose == about and key.about in (about, "all", "")
        }
        drawing = None
        for each in _children(element, "data"):
            name = each.get("key")
            key = self._keys.get((about, name), _Key(about, name, False, ""))
            if each.children and (key.graphics or drawing is None):
                drawing = each if key.graphics or not each.text.strip() else drawing
            if not key.graphics and (each.text.strip() or key.name not in texts):
                texts[key.name] = each.text
        return _Data(texts, drawing)

    def _tell_keys(self, data: _Data, kept: Iterable[str], about: str) -> None:
        spoken = _spoken(data)
        for name, held in data.texts.items():
            if held.strip() not in ("", "false") and name not in {*kept, *_SILENT, spoken}:
                self._often[f"{about} attribute {name!r} is left out"] += 1


def _key(element: Element) -> _Key:
    default = next((each.text for each in _children(element, "default")), "")
    graphics = element.get("yfiles.type").endswith("graphics")
    name = element.get("attr.name") or element.get("id")
    return _Key(element.get("for"), name, graphics, default)


def _keys(declared: Iterable[Element]) -> dict[tuple[str, str], _Key]:
    """Return keys by what they are about and their id.

    Programs give the keys of nodes and of edges the same ids, and use the one for the other.
    """
    keys = [(each.get("id"), _key(each)) for each in declared]
    found = {(key.about, identity): key for identity, key in keys}
    for identity, key in keys:
        for about in ("graph", "node", "edge"):
            found.setdefault((about, identity), key)
    return found


def _walk(element: Element | None) -> Iterable[Element]:
    return element.walk() if element else ()


def _spoken(data: _Data) -> str:
    """Return the name of the key that holds the text; '' for none."""
    lower = {name.lower(): name for name in reversed(data.texts)}
    names = (lower[each] for each in _LABELS if each in lower)
    return next((name for name in names if data.texts[name].strip()), "")


def _label(data: _Data, name: str) -> str:
    """Return the text of a node or an edge: what a key says, else yEd's labels."""
    if "title" in data.texts or not data.drawing:
        return data.texts.get(_spoken(data), "").strip()
    shown = [_plain(each.text) for each in _active(data.drawing) if each.name == name]
    shown = [each for each in shown if each]
    return "\n".join(shown) or data.texts.get(_spoken(data), "").strip()


def _active(drawing: Element) -> Iterable[Element]:
    """Yield the elements of a drawing; of the two faces of a group, open and closed, one."""
    proxy = next((each for each in drawing.walk() if each.name == "Realizers"), None)
    if proxy is None or not proxy.children:
        return drawing.walk()
    at = proxy.get("active", "0")
    face = int(at) if at.isdigit() and int(at) < len(proxy.children) else 0
    return proxy.children[face].walk()


def _plain(held: str) -> str:
    held = held.strip()
    return unescape(_TAG.sub(" ", held)).strip() if held.lower().startswith("<html") else held


def _asks(drawing: Element | None) -> bool:
    said = (f"{e.get('type')} {e.get('configuration')}" for e in _walk(drawing))
    return any(re.search(r"\bdiamond\b|flowchart\.decision", each) for each in said if each)


def _style(line: Element) -> str:
    if line.get("type") in ("dashed", "dotted", "dashed_dotted"):
        return "dotted"
    try:
        return "thick" if float(line.get("width", "1")) >= _THICK else ""
    except ValueError:
        return ""


def _fields(
    rules: Mapping[str, Rule], names: Iterable[str], texts: Mapping[str, str]
) -> dict[str, Json]:
    """Return the fields that texts say soundly; false is what is not said."""
    found = {name: _typed(rules, name, texts) for name in names if name in texts}
    return {
        name: value for name, value in found.items() if value is not None and value is not False
    }


def _typed(rules: Mapping[str, Rule], name: str, texts: Mapping[str, str]) -> Json:
    """Return what a text says of a field; None where the field cannot be that."""
    value, rule = _value(rules[name], texts.get(name, "")), rules[name]
    return None if value in (None, "") or rule.one(value) else value


def _value(rule: Rule, shown: str) -> Json:
    if isinstance(rule, Flag):
        return {"true": True, "1": True}.get(shown.strip().lower())
    if isinstance(rule, Number):
        try:
            number = float(shown)
        except ValueError:
            return None
        return int(number) if number.is_integer() else number
    return shown

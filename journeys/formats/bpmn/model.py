"""What a BPMN file says, as plain nodes and flows: every process and sub-process in one network.

Nothing is interpreted yet beyond names: `ways` finds the transitions, `reading` makes records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from .. import Loss, Trouble, Unreadable
from ..document import MOST_RECORDS
from ..xml import Element
from .names import DC, DI, MODEL, OWN

#: Also the namespace of BPMN 2.0's beta, which old programs write.
_MODELS = (MODEL, "http://schema.omg.org/spec/BPMN/2.0")
#: Each step is looked for in all of them.
_FRAMES = 500
_CONTAINERS = ("process", "subProcess", "transaction", "adHocSubProcess", "choreography")
_ACTIVITIES = ("callActivity", "callChoreography", "subChoreography", *_CONTAINERS[1:4])
_DATA = ("dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput")
#: Elements that are read, or that say nothing of their own.
_READ = """association category categoryValue categoryValueRef childLaneSet choreography
    collaboration condition conditionExpression dataInputAssociation dataOutputAssociation
    dataStore definitions documentation extension extensionElements flowNodeRef group import
    incoming itemDefinition lane laneSet message messageFlow outgoing participant process
    sequenceFlow source sourceRef target targetRef text textAnnotation timeCycle timeDate
    timeDuration"""
_KNOWN = frozenset(_READ.split())
#: What stands between the parts of a word that is divided by hand: it keeps its hyphen.
_DIVIDED = re.compile(r"(?<=[^\W\d_]-)[ \t]*[\r\n]\s*(?=[^\W\d_A-ZÄÖÅÜ])")
#: What some programs call flows to which nobody gave a name.
_UNNAMED = re.compile(r"(?i)(?:sequence|message)[ _]?flow[ _]?\d*\Z")
_HTML = re.compile(r"<(?:!--|/?[a-zA-Z])[^<>]*>")


class Bounds(NamedTuple):
    """Where a shape is drawn."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, other: Bounds) -> bool:
        """Tell whether the middle of another shape is within this one."""
        x, y = other.x + other.width / 2, other.y + other.height / 2
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(eq=False, slots=True)
class Node:
    """A flow node; ``within`` the sub-process around it, ``attached`` the activity it stands on."""

    id: str
    element: Element
    process: Element
    within: Node | None = None
    attached: str = ""
    inside: list[Node] = field(default_factory=list)
    into: list[Flow] = field(default_factory=list)
    out: list[Flow] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The element's name in BPMN."""
        return self.element.name

    @property
    def name(self) -> str:
        """Its name on one line."""
        return one_line(self.element.get("name"))

    @property
    def is_activity(self) -> bool:
        """Whether something is done in it; a sub-process whose inside is told is its inside."""
        return _is_activity(self.kind) and not any(_is_activity(each.kind) for each in self.inside)

    @property
    def outermost(self) -> Node:
        """The outermost sub-process around it, or itself."""
        return self.within.outermost if self.within else self

    def event(self) -> str:
        """Return what an event waits for or tells: "timer", "message", "link", …; '' for none."""
        for each in self.element.children:
            if each.name.endswith("EventDefinition"):
                return each.name.removesuffix("EventDefinition")
        return ""


@dataclass(eq=False, slots=True)
class Flow:
    """A sequence flow, or a ``message`` between two pools."""

    id: str
    element: Element
    source: Node
    target: Node
    message: bool = False

    @property
    def name(self) -> str:
        """Its name on one line, unless a program gave it; else its condition."""
        told = _UNNAMED.sub("", one_line(self.element.get("name")))
        condition = self.element.first("conditionExpression")
        return told or (one_line(condition.words()) if condition else "")


class Model:
    """The whole file: nodes and flows, every element by its id, and what was lost on the way."""

    def __init__(self, root: Element, name: str) -> None:
        _refuse_others(root, name)
        self.root, self.name = root, name
        self._losses: list[tuple[int, Loss]] = []
        self.by_id: dict[str, Element] = {}
        self.nodes: dict[str, Node] = {}
        self.flows: list[Flow] = []
        self.bounds: dict[str, Bounds] = {}
        self._alike: Counter[str] = Counter()
        self._index()
        for element in root.all(*_CONTAINERS):
            self._container(element, element, None)
        self._connect()
        self._left_out()

    def lose(self, element: Element, told: str) -> None:
        """Keep a loss with the element's line and id."""
        own = element.get("id")
        where = f"line {element.line}" + (f", {own}" if own else "")
        self._losses.append((element.line, Loss(where, told)))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was lost until now, in the order of the file."""
        return tuple(loss for _, loss in sorted(self._losses, key=lambda each: each[0]))

    def all(self, name: str) -> list[Element]:
        """Return all elements of a name, in the order of the file."""
        return [each for each in self.root.walk() if each.name == name and _is_bpmn(each)]

    def _index(self) -> None:
        twice: set[str] = set()
        frames = 0
        for element in self.root.walk():
            own = element.get("id")
            if element.name in ("participant", "lane", "group"):
                frames += 1
                if frames > _FRAMES:
                    told = f"has more than {_FRAMES} pools, lanes and groups"
                    raise Unreadable([Trouble(told, element.line)], self.name)
            if _is_bpmn(element) and own:
                if own in self.by_id and own not in twice:
                    first = self.by_id[own].line
                    self.lose(element, f"the id stands in line {first} too; the first is meant")
                    twice.add(own)
                self.by_id.setdefault(own, element)
            elif element.name == "BPMNShape" and element.namespace == DI:
                self._shape(element)

    def _shape(self, shape: Element) -> None:
        for each in shape.children:
            if each.name == "Bounds" and each.namespace == DC:
                sides = [_number(each.get(side)) for side in ("x", "y", "width", "height")]
                self.bounds.setdefault(last(shape.get("bpmnElement")), Bounds(*sides))

    def _container(self, container: Element, process: Element, within: Node | None) -> None:
        for element in container.children:
            if not _is_bpmn(element) or not _is_node(element.name):
                continue
            said = own = element.get("id") or f"{element.name}-{element.line}"
            while own in self.nodes:
                self._alike[said] += 1
                own = f"{said}-{self._alike[said] + 1}"
            attached = last(element.get("attachedToRef"))
            node = Node(own, element, process, within, attached)
            self.nodes[own] = node
            if len(self.nodes) > MOST_RECORDS:
                told = f"has more than {MOST_RECORDS} tasks, events and gateways"
                raise Unreadable([Trouble(told, element.line)], self.name)
            if within:
                within.inside.append(node)
            if element.name in (*_CONTAINERS, "subChoreography"):
                self._container(element, process, node)

    def _connect(self) -> None:
        for element in self.all("sequenceFlow") + self.all("messageFlow"):
            ends = [self.nodes.get(last(element.get(end))) for end in ("sourceRef", "targetRef")]
            source, target = ends
            if source and target:
                message = element.name == "messageFlow"
                flow = Flow(element.get("id"), element, source, target, message)
                source.out.append(flow)
                target.into.append(flow)
                self.flows.append(flow)
            elif element.name == "sequenceFlow":
                lacking = "start" if not source else "end"
                self.lose(element, f"the flow has no {lacking} that is there; left out")
            else:
                self._lose_message(element)

    def _lose_message(self, element: Element) -> None:
        ends = [self.by_id.get(last(element.get(end))) for end in ("sourceRef", "targetRef")]
        pools = [one_line(e.get("name")) for e in ends if e and e.name == "participant"]
        name = one_line(element.get("name"))
        what = f"the message {name!r}" if name else "a message"
        where = f"to or from the whole pool {pools[0]!r}" if pools else "without both of its ends"
        self.lose(element, f"{what} {where} is left out")

    def _left_out(self) -> None:
        """Tell what no part of a journey is made of: once for each name, and how often.

        Attributes of other programs count as elements."""
        found: dict[str, list[Element]] = {}
        for element in self._outside_own():
            if not _is_bpmn(element):
                if element.namespace != OWN:
                    found.setdefault(f"of {element.namespace or 'no namespace'}", []).append(
                        element
                    )
                continue
            if not _is_read(element):
                found.setdefault(element.name, []).append(element)
            for name in element.attributes:
                if name.startswith("{") and "/XMLSchema-instance}" not in name:
                    found.setdefault(f"of {name[1:].partition('}')[0]}", []).append(element)
        for name, elements in found.items():
            count = "an element" if len(elements) == 1 else f"{len(elements)} elements"
            told = "is" if len(elements) == 1 else "are"
            line = elements[0].line
            self._losses.append((line, Loss(f"line {line}", f"{count} {name} {told} left out")))

    def _outside_own(self) -> Iterator[Element]:
        """Yield all elements but the diagram and what is inside those that are left out."""
        waiting = [self.root]
        while waiting:
            element = waiting.pop()
            yield element
            whole = element.name in ("documentation", "text", "conditionExpression")
            if _is_bpmn(element) and _is_read(element) and not whole:
                waiting += [e for e in reversed(element.children) if e.namespace != DI]


def one_line(words: str) -> str:
    """Return a text on one line, its spaces single; a word divided at a line's end is one."""
    return " ".join(_DIVIDED.sub("", words).split())


def documentation(element: Element) -> str:
    """Return an element's documentation; where other programs put HTML there, its text."""
    told = [each.words() for each in element.all("documentation")]
    words = "\n".join(each for each in told if each)
    return words if own_record(element) else unescape(_HTML.sub("", words)).strip()


def last(name: str) -> str:
    """Return the local part of a qualified name, as references to elements are."""
    return name.strip().rpartition(":")[2]


def own_record(element: Element) -> Element | None:
    """Return the element of ours that an element carries."""
    extension = element.first("extensionElements")
    held = extension.children if extension else ()
    return next((each for each in held if each.namespace == OWN), None)


def _is_bpmn(element: Element) -> bool:
    return element.namespace in _MODELS


def _is_read(element: Element) -> bool:
    name = element.name
    if name == "documentation" and element.parent:
        told = element.parent.name == "process" or _is_activity(element.parent.name)
        return told or not element.words()
    known = name in _KNOWN or name in _DATA or name.endswith("EventDefinition")
    return known or (_is_node(name) and not name.startswith("global"))


def _is_activity(name: str) -> bool:
    return name.lower().endswith("task") or name in _ACTIVITIES


def _is_node(name: str) -> bool:
    return _is_activity(name) or name.endswith(("Event", "Gateway"))


def _number(told: str) -> float:
    try:
        return float(told)
    except ValueError:
        return 0.0


def _refuse_others(root: Element, name: str) -> None:
    if root.name == "definitions" and _is_bpmn(root):
        return
    told = f"expected the element definitions of BPMN 2.0, found {root.name}"
    if root.name == "Package" or "xpdl" in root.namespace.lower() or "wfmc" in root.namespace:
        told = "this is XPDL; expected BPMN 2.0, which most programs can export instead"
    elif root.namespace:
        told += f" of {root.namespace}"
    raise Unreadable([Trouble(told, root.line, root.column)], name)

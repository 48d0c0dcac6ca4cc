"""From nodes and flows to transitions: gateways and events go, what they say of a way stays.

From each step the network is walked until the next steps. A way that parts at an exclusive,
inclusive, event-based or complex gateway is a choice; one that parts at a parallel gateway, or runs
out of a step beside others without a condition, is parallel. A timer's duration is the wait. An end
that is reached by a choice, or by an error, is an exit. Opened sub-processes are walked through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from journeymap.documents.fields import rules_of
from journeys.graph import Transition

from .. import Trouble, Unreadable
from ..xml import Element
from .model import Flow, Model, Node, one_line, own_record

_ALTERNATIVES = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
_LEAVING = ("error", "terminate", "cancel", "escalation")
#: So much walking is borne: a file where every step leads through thousands of gateways is none.
_PATIENCE = 300_000
_DURATION = rules_of(Transition)["wait"]


@dataclass(frozen=True, slots=True)
class Way:
    """A transition: its kind and what is said of it; without a target an exit.

    ``at`` is where the walk stands, ``flows`` how it came there.
    """

    source: Node
    at: Node
    kind: str = "sequence"
    said: tuple[str, ...] = ()
    wait: str = ""
    flows: tuple[Flow, ...] = ()

    @property
    def reason(self) -> str:
        """The name of the end that it comes to."""
        return "" if self.target else self.at.name

    @property
    def target(self) -> Node | None:
        """The step that it leads to."""
        return self.at if is_step(self.at) else None


@dataclass(slots=True)
class Found:
    """The ways of all steps, and by step the names of ends that it simply comes to."""

    ways: list[Way] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)


def is_step(node: Node) -> bool:
    """Tell whether a node becomes a step: an activity, or an event between that has a name.

    Timers are waits, links are lines, and what an event-based gateway waits for is a condition.
    """
    if node.is_activity:
        return True
    between = node.kind in ("intermediateCatchEvent", "intermediateThrowEvent")
    if not between or not node.name or node.event() in ("timer", "link"):
        return False
    return not any(flow.source.kind == "eventBasedGateway" for flow in node.into)


def ways_of(model: Model) -> Found:
    """Return the transitions between the steps of a file; what they leave out is told to it."""
    walking = _Walking(model)
    for node in model.nodes.values():
        if is_step(node):
            walking.leave(node)
        elif node.kind == "startEvent" and not node.into and not node.within:
            walking.begin(node)
    return walking.found


class _Walking:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.found = Found()
        self.walked = 0
        self.told: set[tuple[Element, str]] = set()
        self.kept: set[tuple[object, ...]] = set()
        self.boundary: dict[str, list[Node]] = {}
        self.links: dict[tuple[str, str], Node] = {}
        #: Processes with an end at which nobody leaves: terminating is another way to end there.
        self.ending = {
            node.process
            for node in model.nodes.values()
            if node.kind == "endEvent" and node.event() not in _LEAVING
        }
        for node in model.nodes.values():
            if node.attached:
                self.boundary.setdefault(node.attached, []).append(node)
            if node.kind == "intermediateCatchEvent" and node.event() == "link":
                self.links[node.process.get("id"), _link(node)] = node

    def leave(self, step: Node) -> None:
        """Find the ways out of a step."""
        for way in self._walk(step):
            if way.target:
                self._keep(way)
            else:
                self._end(way)

    def begin(self, start: Node) -> None:
        """Tell what is said of the ways from a start to the first steps: no transition says it."""
        for way in self._walk(start):
            if way.said and way.flows:
                told = f"the way {' '.join(way.said)!r} leads to a first step"
                self._lose(way.flows[-1].element, f"{told}; left out")

    def _walk(self, step: Node) -> Iterator[Way]:
        """Yield the ways from a node to steps and to where nothing follows."""
        seen: set[str] = set()
        waiting = list(reversed(list(self._onward(Way(step, step)))))
        while waiting:
            way = waiting.pop()
            self.walked += 1 + len(way.flows) // 16
            if self.walked > _PATIENCE:
                told = "gateways and events lead to each other too often to find the ways between"
                raise Unreadable([Trouble(told, step.element.line)], self.model.name)
            if way.target:
                yield way
            elif way.at.id in seen:
                if way.said and not way.at.kind.startswith("end"):
                    told = f"the way {' '.join(way.said)!r} joins another before the next step"
                    self._lose(way.flows[-1].element, f"{told}; left out")
            else:
                seen.add(way.at.id)
                onward = list(self._onward(way))
                waiting += reversed(onward)
                if not onward:
                    yield way

    def _onward(self, way: Way) -> Iterator[Way]:
        """Yield the ways on from where a way stands."""
        node = way.at
        if node.inside and not node.is_activity:
            for each in _entries(node):
                yield replace(way, at=each)
            return
        if node.kind == "intermediateThrowEvent" and node.event() == "link":
            link = self.links.get((node.process.get("id"), _link(node)))
            if link:
                yield replace(way, at=link)
        yield from self._out(way, node)

    def _out(self, way: Way, node: Node) -> Iterator[Way]:
        sequence = [flow for flow in node.out if not flow.message]
        for flow in node.out:
            yield self._along(way, node, flow, len(sequence))
        for event in self.boundary.get(node.id, ()):
            if event.out:
                yield self._past(replace(way, kind="choice"), event)
        if not sequence and node.within:
            yield from self._out(way, node.within)

    def _along(self, way: Way, node: Node, flow: Flow, count: int) -> Way:
        kind, said = way.kind, way.said
        if flow.message:
            kind = "parallel" if kind == "sequence" else kind
        elif (
            count > 1
            and node.kind in _ALTERNATIVES
            or (
                count > 1
                and node.kind != "parallelGateway"
                and (flow.name or node.element.get("default") == flow.id)
            )
        ):
            kind = "choice"
        elif count > 1 and kind == "sequence":
            kind = "parallel"
        name = flow.name
        if count > 1 and node.kind in _ALTERNATIVES and node.name:
            joint = " " if node.name.endswith("?") else ": "
            name = f"{node.name}{joint}{name}" if name else node.name
        said = (*said, name) if name else said
        on = replace(way, at=flow.target, kind=kind, said=said, flows=(*way.flows, flow))
        return on if on.target else self._past(on, flow.target)

    def _past(self, way: Way, node: Node) -> Way:
        """Return the way with what an event on it says."""
        way = replace(way, at=node)
        if node.event() == "timer" and node.kind != "startEvent":
            return self._waiting(way, node)
        waited_for = any(flow.source.kind == "eventBasedGateway" for flow in node.into)
        if node.name and (node.attached or waited_for):
            return replace(way, said=(*way.said, node.name))
        return way

    def _waiting(self, way: Way, node: Node) -> Way:
        told = [d for e in node.element.children for d in e.children if d.name == "timeDuration"]
        wait = one_line(told[0].words()) if told else ""
        if wait and not _DURATION.one(wait) and not way.wait:
            return replace(way, wait=wait)
        if node.attached and node.name:
            return replace(way, said=(*way.said, node.name))
        shown = f"the timer {node.name or wait!r}" if node.name or wait else "a timer"
        self._lose(node.element, f"{shown} tells no duration as P14D; left out")
        return way

    def _keep(self, way: Way) -> None:
        """Keep a way, once where several paths to the same end say the same."""
        ours = tuple(flow.id for flow in way.flows if own_record(flow.element))
        key = way.source, way.at, way.kind, way.said, way.wait, ours
        if key not in self.kept:
            self.kept.add(key)
            self.found.ways.append(way)

    def _end(self, way: Way) -> None:
        """Make an exit of a way that ends; a plain end is no transition."""
        node = way.at
        if node.kind != "endEvent":
            self._lose(node.element, f"the {node.kind} leads nowhere; left out")
            return
        ours = any(own_record(flow.element) for flow in way.flows)
        if way.kind == "choice" or self._leaves(node) or ours:
            self._keep(replace(way, kind="exit"))
            return
        if way.said:
            told = f"the way {' '.join(way.said)!r} leads to the end; its name is left out"
            self._lose(way.flows[-1].element, told)
        if node.name and way.source.id not in self.found.ends:
            self.found.ends[way.source.id] = node.name
        elif node.name:
            self._lose(node.element, f"the end {node.name!r} is left out")

    def _leaves(self, end: Node) -> bool:
        """Tell whether customers leave at an end: terminating is how all ends, if nothing else."""
        event = end.event()
        return event in _LEAVING and (event != "terminate" or end.process in self.ending)

    def _lose(self, element: Element, told: str) -> None:
        """Tell a loss once, from however many steps it is come to."""
        if (element, told) not in self.told:
            self.told.add((element, told))
            self.model.lose(element, told)


def _entries(process: Node) -> list[Node]:
    """Return the nodes at which an opened sub-process begins."""
    plain = [n for n in process.inside if not n.attached and not n.element.get("triggeredByEvent")]
    first = [n for n in plain if not any(not flow.message for flow in n.into)]
    starts = [n for n in first if n.kind == "startEvent"]
    return starts or first or plain[:1]


def _link(node: Node) -> str:
    named = [e.get("name") for e in node.element.children if e.name == "linkEventDefinition"]
    return one_line(named[0] if named and named[0] else node.name)

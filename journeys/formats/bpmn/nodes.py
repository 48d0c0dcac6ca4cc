"""A journey as the nodes and flows of a BPMN process; nothing is placed yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.graph import Graph, Step, Transition
from journeys.labels import duration

from .names import element_id

#: BPMN's tasks by who acts.
TASKS = {
    "customer": "userTask",
    "staff": "userTask",
    "partner": "userTask",
    "system": "serviceTask",
}
#: How much a way without a share counts where it is decided which one runs straight.
_WEIGHTS = {"sequence": 0.5, "parallel": 0.45, "choice": 0.4, "return": 0.1, "exit": 0.05}


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node: the BPMN element's name, what is written at it, its actor's lane, its stage."""

    id: str
    element: str
    name: str
    actor: str | None
    stage: str | None
    step: Step | None = None
    duration: str = ""

    @property
    def is_task(self) -> bool:
        """Whether it is drawn as a box with its name inside."""
        return self.step is not None


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow between two nodes; ``transition`` where it stands for one.

    ``back`` says that it is a return, ``weight`` (0 to 1) how much it should run straight.
    """

    id: str
    source: str
    target: str
    name: str = ""
    transition: Transition | None = None
    back: bool = False
    weight: float = 1.0


@dataclass(slots=True)
class Process:
    """All nodes and flows, in the order of the steps."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)


def process_of(graph: Graph) -> Process:
    """Return the process of a journey.

    A step where several ways part gets an exclusive gateway; ways that all are gone (parallel ones,
    and plain ones beside them) part at a parallel gateway. Where the path begins and ends there is
    an event; steps that nothing joins have none.
    """
    making = _Making(graph)
    for step in graph.steps:
        making.step(step)
    return making.process


class _Making:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.process = Process()
        self.known = {step.id for step in graph.steps}
        self.kinds = {actor.id: actor.kind for actor in graph.actors}
        self.out: dict[str, list[Transition]] = {}
        for each in graph.transitions:
            self.out.setdefault(each.source, []).append(each)
        entered = {t.target for t in graph.transitions if t.kind != "return"}
        left = [s for s in self.out if s in self.known]
        self.starts = {s for s in left if s not in entered}
        if left and not self.starts:
            self.starts = {next(s.id for s in graph.steps if s.id in self.out)}
        self.ends = {s for s in entered if s and s not in self.out}
        if len(self.known) == 1:
            self.starts, self.ends = self.known, self.known - self.out.keys()

    def step(self, step: Step) -> None:
        own = element_id(step.id)
        if step.id in self.starts:
            self._flow(self._node(f"_start.{step.id}", "startEvent", "", step), own)
        task = TASKS.get(self.kinds.get(step.actor or "", ""), "task")
        task = "callActivity" if step.opens_journey else task
        self.process.nodes.append(Node(own, task, step.title, step.actor, step.stage, step))
        self._out(step, own)
        if step.id in self.ends:
            self._flow(own, self._node(f"_end.{step.id}", "endEvent", "", step))

    def _out(self, step: Step, at: str) -> None:
        ways = self.out.get(step.id, [])
        kinds = {way.kind for way in ways}
        together = [w for w in ways if "parallel" in kinds and w.kind in ("parallel", "sequence")]
        others = [way for way in ways if way not in together]
        if len(others) + bool(together) > 1:
            gateway = self._node(f"_choice.{step.id}", "exclusiveGateway", "", step)
            self._flow(at, gateway)
            at = gateway
        split = at
        if len(together) > 1:
            split = self._node(f"_split.{step.id}", "parallelGateway", "", step)
            self._flow(at, split)
        for way in ways:
            self._way(way, split if way in together else at, step)

    def _way(self, way: Transition, at: str, step: Step) -> None:
        back = way.kind == "return"
        weight = _WEIGHTS[way.kind] if way.share is None else way.share
        target = element_id(way.target) if way.target else f"_exit.{way.id}"
        wait = f"_wait.{way.id}" if way.wait else ""
        onward, returns = wait or target, back and not wait
        flow = Flow(element_id(way.id), at, onward, way.condition, way, returns, weight)
        self.process.flows.append(flow)
        if wait:
            told = duration(way.wait, self.graph.journey.language)
            self._node(wait, "intermediateCatchEvent", told, step, way.wait or "")
            self._flow(wait, target, back, weight)
        if not way.target:
            self._node(target, "endEvent", way.reason, step)

    def _node(self, id: str, element: str, name: str, step: Step, duration: str = "") -> str:
        node = Node(id, element, name, step.actor, step.stage, None, duration)
        self.process.nodes.append(node)
        return id

    def _flow(self, source: str, target: str, back: bool = False, weight: float = 1.0) -> None:
        id = f"_flow.{len(self.process.flows) + 1}"
        self.process.flows.append(Flow(id, source, target, "", None, back, weight))

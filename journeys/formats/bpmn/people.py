"""Who acts, and in which stage: lanes and pools to actors, groups to stages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..xml import Element
from .model import Model, Node, last, one_line, own_record
from .ways import is_step

#: How the names of customers' lanes end, before what stands in brackets or after a dash: a customer
#: service is none. So do systems' names; in what else people act is read as staff's.
_CUSTOMER = re.compile(
    r"(?i)(?:applicants?|buyers?|citizens?|clients?|customers?|guests?|passengers?|patients?"
    r"|students?|users?|visitors?|asiakas|asiakkaat|hakijat?|kansalainen|kansalaiset|käyttäjät?"
    r"|potilas|potilaat|kund|kunder|kunden?|sökande|användare|antragsteller|bewerber|bürger"
    r"|clientes?|clienti|citoyens?|usagers?|solicitantes?|klient|klienci|клиент|заявитель)\Z"
)
_SYSTEM = re.compile(
    r"(?i)(?:systems?|portals?|backend|server|database|apps?|bots?|register|järjestelmät?|sovellus"
    r"|palvelin|portaali|rekisteri|systeemi)\Z"
)
_HEAD = re.compile(r"\s*(?:[(\[:/].*|\s[-–—]\s.*)\Z")
_AUTOMATIC = ("serviceTask", "scriptTask", "businessRuleTask")


class Acting(NamedTuple):
    """An actor: the lane or pool it is made of, its name and its kind."""

    element: Element
    name: str
    kind: str


class _Part(NamedTuple):
    element: Element
    name: str
    pool: str
    steps: list[Node]


class People:
    """The actors of a file, and by the step's id the place of who acts in it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.actors: list[Acting] = []
        self.acts: dict[str, int] = {}
        self._steps: dict[Element, list[Node]] = {}
        for node in model.nodes.values():
            if is_step(node):
                self._steps.setdefault(node.process, []).append(node)
        self.pools = model.all("participant")
        of = {last(pool.get("processRef")): pool for pool in self.pools}
        parts: list[_Part] = []
        working = dict.fromkeys(self._steps)
        working |= dict.fromkeys(p for p in model.all("process") if next(_innermost(p), None))
        #: Whether the one pool is the journey, and nobody in it.
        self.is_whole = len(self.pools) == 1 and len(working) < 2
        for process in working:
            parts += self._of(process, of.get(process.get("id")))
        for pool in self.pools:
            process_of = model.by_id.get(last(pool.get("processRef")))
            name = one_line(pool.get("name"))
            if process_of not in working and name and not self._stands_for_all(process_of):
                parts.append(_Part(pool, name, "", []))
        self._keep(parts)

    def _stands_for_all(self, process: Element | None) -> bool:
        """Tell whether a process's pool is the journey and nobody in it: the only one, or ours."""
        return self.is_whole or (process is not None and own_record(process) is not None)

    def _of(self, process: Element, pool: Element | None) -> Iterator[_Part]:
        """Yield a process's actors: its innermost lanes, or its pool, with their steps."""
        steps = self._steps.get(process, [])
        lanes = list(_innermost(process))
        placed = self._placed(lanes, steps)
        pool_name = one_line(pool.get("name")) if pool else ""
        left = set(steps)
        for lane in lanes:
            name = one_line(lane.get("name"))
            if name:
                yield _Part(lane, name, pool_name, placed[lane])
                left -= set(placed[lane])
        if not pool or not pool_name or self._stands_for_all(process):
            return
        if left:
            yield _Part(pool, pool_name, "", [node for node in steps if node in left])
        elif lanes:
            self.model.lose(pool, f"the pool {pool_name!r} is left out; its lanes act")

    def _placed(self, lanes: list[Element], steps: list[Node]) -> dict[Element, list[Node]]:
        """Return the steps of each lane: those it names, else those drawn in it."""
        found: dict[Element, list[Node]] = {lane: [] for lane in lanes}
        refs = [(last(ref.text), lane) for lane in lanes for ref in lane.all("flowNodeRef")]
        named = dict(reversed(refs))
        bounds = self.model.bounds
        for node in steps:
            lane = named.get(node.id) or named.get(node.outermost.id)
            if lane is None and node.id in bounds:
                drawn = (each for each in lanes if each.get("id") in bounds)
                inside = (e for e in drawn if bounds[e.get("id")].holds(bounds[node.id]))
                lane = next(inside, None)
            if lane is not None:
                found[lane].append(node)
        return found

    def _keep(self, parts: list[_Part]) -> None:
        twice = Counter(part.name for part in parts)
        guessed: dict[str, list[str]] = {}
        for element, name, pool, steps in parts:
            kind = _guessed(name, steps)
            if not own_record(element):
                guessed.setdefault(kind, []).append(name)
                if twice[name] > 1 and pool:
                    name = f"{name} ({pool})"
            self.acts.update((node.id, len(self.actors)) for node in steps)
            self.actors.append(Acting(element, name, kind))
        if guessed:
            told = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in guessed.items())
            self.model.lose(parts[0].element, f"what kind of actors they are is guessed: {told}")


def _guessed(name: str, steps: list[Node]) -> str:
    head = _HEAD.sub("", name)
    if _CUSTOMER.search(head):
        return "customer"
    automatic = steps and all(node.kind in _AUTOMATIC for node in steps)
    return "system" if automatic or _SYSTEM.search(head) else "staff"


def _innermost(process: Element) -> Iterator[Element]:
    """Yield the lanes of a process that hold no further lanes."""
    for lane in process.walk():
        if lane.name == "lane" and lane.namespace == process.namespace:
            inner = lane.first("childLaneSet")
            if not inner or not inner.all("lane"):
                yield lane


class Stages:
    """The stages of a file: its groups with their names, and by the step's id the place of its."""

    def __init__(self, model: Model) -> None:
        self.stages: list[tuple[Element, str]] = []
        self.of: dict[str, int] = {}
        steps = [
            (node, {last(ref.text) for ref in node.element.all("categoryValueRef")})
            for node in model.nodes.values()
            if is_step(node)
        ]
        for group in model.all("group"):
            value = last(group.get("categoryValueRef"))
            named = model.by_id.get(value)
            title = one_line(named.get("value") if named else group.get("name"))
            if not title:
                model.lose(group, "the group has no name; left out")
                continue
            drawn = model.bounds.get(group.get("id"))
            for node, said in steps:
                bounds = model.bounds.get(node.id)
                inside = drawn and bounds and drawn.holds(bounds)
                if (value in said) if said else inside:
                    self.of.setdefault(node.id, len(self.stages))
            self.stages.append((group, title))

"""BPMN 2.0 XML as a journey: steps of activities, transitions of what lies between them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath

from journeymap.documents.fields import ID
from journeymap.documents.order import spread
from journeys.diagrams.layout import Way as Line
from journeys.diagrams.layout import lay_out
from journeys.graph import Catalogue, Graph, check

from .. import Reading, Trouble, Unreadable
from ..document import MOST_RECORDS
from ..format import cut
from ..xml import Element, parse
from .model import Model, Node, documentation, one_line
from .notes import ROWS, notes_of
from .own import Records, Unsound, Value, held_by, joined, listed, pruned
from .people import Acting, People, Stages
from .ways import Way, is_step, ways_of

_TITLE, _TEXT, _CARD, _SAID, _OUTCOME = 200, 4000, 2000, 500, 1000
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"(?i)(?:\.bpmn(?:20?)?)?(?:\.xml)?\Z")


def read(data: bytes, name: str) -> Reading:
    """Read a file; Unreadable where it is no XML, or no BPMN 2.0.

    What this program once wrote of its own is used where it still fits.
    """
    root = parse(data, name)
    making = _Making(Model(root, name), name, ours=True)
    try:
        records = making.records()
        first = str(next(iter(check(_pointed(records), _pointed(making.shared))), ""))
    except Unsound as error:
        first = str(error)
    if first:
        making = _Making(Model(root, name), name, ours=False)
        told = f"what this program wrote of its own does not fit ({first}); left out"
        making.model.lose(root, told)
        records, making.shared = making.records(), []
    if len(records) + len(making.shared) > MOST_RECORDS:
        told = f"the file makes {len(records)} records; at most {MOST_RECORDS} are read"
        raise Unreadable([Trouble(told)], name)
    return Reading(Graph.of(records, Catalogue.of(making.shared)), making.model.losses)


def _pointed(records: Records) -> list[tuple[str, Value, str]]:
    return [(kind, value, f"/{value.get('id')}") for kind, value in records]


class _Making:
    """The records of a journey, made of a file; ``ours``: with what this program wrote."""

    def __init__(self, model: Model, name: str, *, ours: bool) -> None:
        self.model, self.name, self.ours = model, name, ours
        self.shared: Records = []
        self.taken: set[str] = set()
        self.alike: Counter[str] = Counter()
        #: Records that this program did not write: they have no place in an order yet.
        self.fresh: set[str] = set()
        self.found = ways_of(model)
        self.people, self.stages = People(model), Stages(model)
        self.steps = [node for node in model.nodes.values() if is_step(node)]
        self.actor_ids: list[str] = []
        self.stage_ids: list[str] = []
        self.step_ids: dict[str, str] = {}

    def records(self) -> Records:
        """Return all records: those that elements stand for, then those that only we wrote."""
        journey, others = self._journey()
        actors = [self._actor(each) for each in self.people.actors]
        stages = [self._stage(*each) for each in self.stages.stages]
        steps = [self._step(at, node) for at, node in enumerate(self.steps, start=1)]
        ways = [self._way(way) for way in self.found.ways]
        self._turn_back(steps, ways)
        records: Records = [("journey", journey)]
        records += self._ordered("actor", actors) + self._ordered("stage", stages)
        records += self._ordered("step", self._in_path_order(steps, ways))
        records += [("transition", way) for way in ways] + self._cards()
        tell_events(self.model)
        kept, gone = pruned(records + others)
        for value in gone:
            said = value.get("title") or value.get("text") or value.get("id")
            self.model.lose(self.model.root, f"{said!r} belongs to what is gone; left out")
        return kept

    def _journey(self) -> tuple[Value, Records]:
        """Return the journey's own record, and those that no element stands for."""
        model = self.model
        others: Records = []
        processes = model.all("process")
        found = [(each, self._own(each, "journey")) for each in processes]
        process, held = next((pair for pair in found if pair[1]), (None, None))
        own = (held or {}).get("journey")
        own = own if isinstance(own, dict) else None
        if held:
            others, self.shared = listed(held)
            self.taken |= {value["id"] for _, value in others if isinstance(value.get("id"), str)}
        journey: Value = {"id": self._id("journey", "journey", own)}
        journey["title"] = self._title(processes)
        journey |= {} if own else {"language": "und"}
        told = "\n".join(t for each in processes if (t := documentation(each)))
        if told:
            where = process or processes[0]
            journey["summary"] = self._cut(told, _TEXT, where, "the documentation")
        if len({node.process for node in self.steps}) > 1:
            model.lose(model.root, f"{len(processes)} processes are read as one journey")
        if not self.steps and not held:
            model.lose(model.root, "there are no tasks; the journey has no steps")
        return joined("journey", journey, own), others

    def _title(self, processes: list[Element]) -> str:
        pools, root = self.people.pools if self.people.is_whole else [], self.model.root
        telling = list(dict.fromkeys(node.process for node in self.steps)) or processes
        found = pools, telling, [root], self.model.all("collaboration")
        named = [each for each in found if len(each) == 1]
        for (each,) in named:
            if title := one_line(each.get("name")):
                return self._cut(title, _TITLE, each, "the name")
        title = _ENDING.sub("", PurePath(self.name).name).strip("<>- ") or "Journey"
        self.model.lose(root, f"there is no name; the journey is called {title!r}")
        return title[:_TITLE]

    def _actor(self, each: Acting) -> Value:
        own = self._own(each.element, "actor")
        identity = self._id(each.element.get("id"), "actor", own)
        self.actor_ids.append(identity)
        name = self._cut(each.name, _TITLE, each.element, "the name")
        return joined("actor", {"id": identity, "name": name, "kind": each.kind}, own)

    def _stage(self, element: Element, title: str) -> Value:
        own = self._own(element, "stage")
        identity = self._id(element.get("id"), "stage", own)
        self.stage_ids.append(identity)
        title = self._cut(title, _TITLE, element, "the name")
        return joined("stage", {"id": identity, "title": title}, own)

    def _step(self, at: int, node: Node) -> Value:
        element = node.element
        own = self._own(element, "step")
        step: Value = {"id": self._id(node.id, "step", own)}
        self.step_ids[node.id] = step["id"]
        if not node.name:
            self.model.lose(element, f"the {node.kind} has no name; it is called 'Task {at}'")
        step["title"] = self._cut(node.name or f"Task {at}", _TITLE, element, "the name")
        if told := documentation(element):
            step["description"] = self._cut(told, _TEXT, element, "the documentation")
        if node.id in self.people.acts:
            step["actor"] = self.actor_ids[self.people.acts[node.id]]
        if node.id in self.stages.of:
            step["stage"] = self.stage_ids[self.stages.of[node.id]]
        if end := self.found.ends.get(node.id):
            step["outcome"] = self._cut(end, _OUTCOME, element, "the end's name")
        return joined("step", step, own)

    def _way(self, way: Way) -> Value:
        element = way.flows[-1].element if way.flows else way.at.element
        held = ((self._own(flow.element, "transition"), flow) for flow in reversed(way.flows))
        own, flow = next(((o, f) for o, f in held if o), (None, None))
        ids = [f.id for f in (flow, *reversed(way.flows)) if f and f.id]
        said = next((id for id in ids if id not in self.taken), "")
        found: Value = {"id": self._id(said, "way", own), "source": self.step_ids[way.source.id]}
        found |= {"kind": way.kind} if way.kind != "sequence" else {}
        if way.target:
            found["target"] = self.step_ids[way.target.id]
        elif way.reason:
            found["reason"] = self._cut(way.reason, _SAID, way.at.element, "the end's name")
        if way.said:
            told = ", ".join(dict.fromkeys(way.said))
            found["condition"] = self._cut(told, _SAID, element, "the condition")
        found |= {"wait": way.wait} if way.wait else {}
        if own and (own.get("kind") == "exit") != (way.target is None):
            own = {name: value for name, value in own.items() if name != "kind"}
            own |= {"kind": way.kind}
        return joined("transition", found, own)

    def _cards(self) -> Records:
        """Return the rows and cards of what is written beside steps."""
        notes = list(notes_of(self.model))
        rows = {row: self._id(row, row) for row in ROWS if any(n.row == row for n in notes)}
        records: Records = [
            ("lane", {"id": id, "title": ROWS[row], "order": key})
            for (row, id), key in zip(rows.items(), spread(len(rows)), strict=True)
        ]
        for note, key in zip(notes, spread(len(notes)), strict=True):
            text = self._cut(note.text, _CARD, note.element, "the note")
            card = {"id": self._id(note.element.get("id"), "card"), "lane": rows[note.row]}
            card |= {"step": self.step_ids[note.step], "text": text, "order": key}
            records.append(("card", card))
        return records

    # -- helpers --------------------------------------------------------------------------

    def _own(self, element: Element, kind: str) -> Value | None:
        return held_by(element, kind) if self.ours else None

    def _id(self, said: str, kind: str, own: Value | None = None) -> str:
        """Return an id that is not taken: our own, else the element's, else a new one."""
        given = own.get("id") if own else ""
        if not (isinstance(given, str) and ID.match(given) and given not in self.taken):
            given = _UNFIT.sub("-", said).lstrip("._-")[:60] or kind
        one = given
        while one in self.taken:
            self.alike[given] += 1
            one = f"{given}-{self.alike[given] + 1}"
        self.taken.add(one)
        if own is None:
            self.fresh.add(one)
        return one

    def _cut(self, text: str, limit: int, element: Element, what: str) -> str:
        if len(text) > limit:
            self.model.lose(element, f"{what} has {len(text)} characters; cut to {limit}")
        return cut(text, limit)

    def _ordered(self, kind: str, values: list[Value]) -> Records:
        """Return records with keys of their order, unless all of them are ours."""
        if any(value["id"] in self.fresh for value in values):
            keys = spread(len(values))
            values = [v | {"order": key} for v, key in zip(values, keys, strict=True)]
        return [(kind, value) for value in values]

    def _turn_back(self, steps: list[Value], ways: list[Value]) -> None:
        """Make returns of the ways of other programs that lead back to an earlier step."""
        back = lay_out([], [(s["id"], None) for s in steps], _lines(ways)).back
        for way in ways:
            plain = way.get("kind", "sequence") in ("sequence", "choice")
            if plain and way["id"] in back and way["id"] in self.fresh:
                way["kind"] = "return"

    def _in_path_order(self, steps: list[Value], ways: list[Value]) -> list[Value]:
        places = [(s["id"], s.get("stage")) for s in steps]
        placed = lay_out(self.stage_ids, places, _lines(ways))
        return sorted(steps, key=lambda s: (placed.column[s["id"]], placed.track[s["id"]]))


def _lines(ways: list[Value]) -> list[Line]:
    return [
        Line(w["id"], w["source"], w.get("target"), w.get("kind", "sequence"), w.get("share"))
        for w in ways
    ]


def tell_events(model: Model) -> None:
    """Tell which events and gateways are read otherwise than they are written, or not at all."""
    for node in model.nodes.values():
        if node.inside and not node.is_activity:
            told = f"the sub-process {node.name!r} is opened: its steps stand in its place"
            model.lose(node.element, told)
        elif node.kind.endswith("Event") and is_step(node):
            model.lose(node.element, f"the event {node.name!r} is read as a step")
        elif node.kind == "startEvent" and node.name:
            model.lose(node.element, f"the start {node.name!r} is left out")
        elif node.kind == "inclusiveGateway" and len(node.out) > 1:
            model.lose(node.element, "several of its ways may be gone at once; read as a choice")
        elif node.kind.endswith("Gateway") and node.name and len(node.out) < 2:
            model.lose(node.element, f"the name of the gateway {node.name!r} is left out")

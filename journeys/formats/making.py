"""The records of a journey while the rows of a stranger's table are read, one after another.

A row without a stage is in the stage of the row above; a row without a step adds to the step
above. Consecutive steps are joined by a sequence, unless a column says where steps lead. An
experience of 1 to 5 is a guess, and said to be one. What is not understood is a loss with its
place.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable

from journeymap.documents.fields import Json
from journeymap.documents.order import spread
from journeys.graph import CARD_LANES, Catalogue, Graph
from journeys.labels import CHOICES

from . import Loss, Reading, Trouble, Unreadable
from .cells import (
    LACKING,
    Part,
    Way,
    guess,
    kind_said,
    nothing,
    one_line,
    parts,
    told,
    way_said,
)
from .document import MOST_RECORDS
from .format import cut, title_of
from .headings import Column, Row, Table
from .saying import SAID, too_long

Value = dict[str, Json]
_TITLE, _NAME, _TEXT, _CARD = 200, 200, 4000, 2000
_FINDING, _REASON = 300, 500
#: A touchpoint of a table gets the id that its kind and name always get.
_NAMESPACE = uuid.UUID("6f2c1f0e-6a0b-5d0e-9b0a-6a6f75726e79")
_BACKSTAGE = ("backstage", "support_process", "system")


def reading(tables: list[tuple[str, Table]], name: str, losses: list[Loss]) -> Reading:
    """Make the journey of a file's tables, each with what it is called in losses ('': nothing)."""
    making = Making(name, losses)
    for called, table in tables:
        making.table(called, table)
    if not making.steps:
        line = tables[0][1].rows[0].line if tables[0][1].rows else 0
        raise Unreadable([Trouble("there are no steps; expected a row for each", line)], name)
    spoken = next((table.language for _, table in tables if table.language), "")
    journey = {"id": "journey", "title": cut(title_of(name), _TITLE), "language": spoken or "und"}
    records = [("journey", journey), *making.records()]
    shared = Catalogue.of(("touchpoint", value) for value in making.touchpoints.values())
    return Reading(Graph.of(records, shared), tuple(making.losses), tuple(making.named.items()))


class Making:
    """The records so far, and what was lost."""

    def __init__(self, name: str, losses: list[Loss]) -> None:
        self.name, self.losses = name, losses
        self.stages: dict[str, Value] = {}
        self.stage = ""
        self.steps: list[Value] = []
        self.actors: dict[str, Value] = {}
        self.touchpoints: dict[str, Value] = {}
        self.named: dict[str, str] = {}
        self.met: set[tuple[str, str]] = set()
        self.lanes: dict[tuple[str, str], Value] = {}
        self.parts: dict[str, list[Value]] = {}
        self.numbers: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.ways: list[tuple[str, str, Column, int]] = []
        self.empty: Counter[str] = Counter()
        self.called, self.language = "", ""

    def table(self, called: str, table: Table) -> None:
        """Read the rows of a table; its ways on afterwards, when all its steps are known."""
        self.called, self.language = called, table.language
        self.numbers, self.ways, first = {}, [], len(self.steps)
        led = {c.place for c in table.columns if c.meaning == "next"}
        for row in table.rows:
            self.row(row, table.columns)
            self._bearable(row.line)
        ids = [step["id"] for step in self.steps[first:]]
        if led and self.ways:
            self.numbers = self.numbers or {str(at): i for at, i in enumerate(ids, 1)}
            titles = Counter(step["title"].casefold() for step in self.steps)
            found = ((step["title"].casefold(), step["id"]) for step in self.steps)
            self.titles = {title: i for title, i in found if titles[title] == 1}
            for step, line, column, at in self.ways:
                self._way(step, line, column, at)
            self.ways.clear()
        else:
            for one, other in zip(ids, ids[1:], strict=False):
                self._add("transition", {"source": one, "target": other})
        self._bearable(0)
        for said, times in self.empty.items():
            self.losses.append(Loss(called, f"{said!r} stands in {times} cells; read as empty"))
        self.empty.clear()

    def row(self, row: Row, columns: list[Column]) -> None:
        """Read a row: its stage and step first, then what hangs on the step."""
        cells = [(c, text) for c, text in zip(columns, row.cells, strict=False) if text]
        for wanted, read in (("stage", self._stage), ("step", self._step)):
            for column, text in cells:
                if column.meaning == wanted:
                    read(text, column, row.line)
        for column, text in cells:
            if column.meaning in ("stage", "step", ""):
                continue
            if not self.steps:
                self._lose(column, row.line, f"there is no step yet; left out: {text[:80]!r}")
            elif column.meaning == "next":
                self._next(text, column, row.line)
            elif nothing(text):
                self.empty[text] += text not in (LACKING, "-")
            else:
                self._cell(told(text), column, row.line)

    def _bearable(self, line: int) -> None:
        """Refuse more records than a journey may have; ``line`` is where they are too many."""
        held = (self.stages, self.steps, self.actors, self.touchpoints, self.lanes)
        count = 1 + sum(map(len, (*held, *self.parts.values(), self.ways)))
        if count > MOST_RECORDS:
            told = f"the rows make more than {MOST_RECORDS} records; no more are read"
            sheet = self.called and line
            found = Trouble(f"{self.called}, row {line}: {told}") if sheet else Trouble(told, line)
            raise Unreadable([found], self.name)

    def _lose(self, column: Column, line: int, message: str) -> None:
        place = f"{self.called}, row {line}" if self.called else f"line {line}"
        self.losses.append(Loss(column.at(place), message))

    def _stage(self, text: str, column: Column, line: int) -> None:
        if text == LACKING:
            self.stage = ""
            return
        title = self._one_line(told(text), _TITLE, column, line)
        fresh = {"id": f"stage-{len(self.stages) + 1}", "title": title}
        self.stage = self.stages.setdefault(title.casefold(), fresh)["id"]

    def _step(self, text: str, column: Column, line: int) -> None:
        step: Value = {"id": f"step-{len(self.steps) + 1}"}
        title = one_line(told(text))
        step["title"] = cut(title, _TITLE)
        if len(title) > _TITLE:
            step["description"] = cut(title, _TEXT)
            message = f"the name has {len(title)} characters; cut to {_TITLE}"
            whole = "; whole in the description" if len(title) <= _TEXT else ""
            self._lose(column, line, message + whole)
        self.steps.append(step | ({"stage": self.stage} if self.stage else {}))

    def _cell(self, text: str, column: Column, line: int) -> None:
        """Read what is said of the step, or what hangs on it."""
        if say := SAID.get(column.meaning):
            if lost := say(self.steps[-1], column.meaning, text, self.language):
                self._lose(column, line, lost)
            return
        hangs: dict[str, Callable[[str, Column, int], None]] = {
            "number": self._number,
            "actor": self._actors,
            "touchpoint": self._touchpoints,
            "pain": self._said,
            "gain": self._said,
            "opportunity": self._said,
            "solution": self._said,
        }
        hangs.get(column.meaning, self._card)(text, column, line)

    def _number(self, text: str, column: Column, line: int) -> None:
        self.numbers.setdefault(text.rstrip("."), self.steps[-1]["id"])

    # -- what hangs on a step -----------------------------------------------------------------

    def _actors(self, text: str, column: Column, line: int) -> None:
        names = [self._one_line(part.name, _NAME, column, line) for part in _whole(text)]
        ids = []
        for name in dict.fromkeys(names):
            fresh = {"id": f"actor-{len(self.actors) + 1}", "name": name, "kind": "customer"}
            ids.append(self.actors.setdefault(name.casefold(), fresh)["id"])
        if ids and "actor" not in self.steps[-1]:
            self.steps[-1]["actor"] = ids.pop(0)
            names = names[1:]
        if ids:
            self._put_card("free", "Also taking part", ", ".join(names), column, line)

    def _touchpoints(self, text: str, column: Column, line: int) -> None:
        for part in parts(text):
            name, kind, channel = kind_said(part)
            name = self._one_line(name, _NAME, column, line)
            likely = kind or guess(name)
            known = f"{likely}:{name.casefold()}" + (f":{channel}" if channel else "")
            identity = str(uuid.uuid5(_NAMESPACE, known))
            if identity not in self.touchpoints and not kind:
                message = f"the kind of {name!r} is not said; read as {CHOICES['kind'][likely]}"
                self._lose(column, line, message)
            fresh = {"id": identity, "kind": likely, "name": name}
            fresh |= {"channel": channel} if channel else {}
            self.touchpoints.setdefault(identity, fresh)
            self.named.setdefault(identity, kind)
            step = self.steps[-1]["id"]
            if (step, identity) not in self.met:
                self.met.add((step, identity))
                self._add("encounter", {"step": step, "touchpoint": identity})

    def _said(self, text: str, column: Column, line: int) -> None:
        kind = column.meaning
        for part in text.split("\n"):
            title = one_line(part)
            if not title:
                continue
            value: Value = {"kind": kind, "step": self.steps[-1]["id"]}
            value["title"] = cut(title, _FINDING)
            if len(title) > _FINDING:
                value["description"] = cut(title, _TEXT)
                self._lose(column, line, f"the title is cut to {_FINDING} characters")
            self._add("finding" if kind in ("pain", "gain") else "idea", value)

    def _card(self, text: str, column: Column, line: int) -> None:
        if column.meaning in CARD_LANES:
            lane, title = column.meaning, column.title
        elif column.meaning == "note":
            lane, title = "free", ""
        else:
            lane, title = "free", column.heading or f"Column {column.place}"
        for part in re.split(r"\n\s*\n", text):
            if part.strip():
                self._put_card(lane, title, part.strip(), column, line)

    def _put_card(self, kind: str, title: str, text: str, column: Column, line: int) -> None:
        fresh: Value = {"id": f"lane-{len(self.lanes) + 1}", "kind": kind}
        fresh |= {"title": self._one_line(title, _TITLE, column, line)} if title else {}
        fresh |= {"side": "backstage"} if kind in _BACKSTAGE else {}
        lane = self.lanes.setdefault((kind, title), fresh)
        card = {"lane": lane["id"], "step": self.steps[-1]["id"]}
        self._add("card", card | {"text": self._short(text, _CARD, column, line)})

    # -- ways on ------------------------------------------------------------------------------

    def _next(self, text: str, column: Column, line: int) -> None:
        """Keep where the step leads, a way a line, until all steps are known."""
        lines = [each for each in told(text).split("\n") if each.strip()]
        self.ways += [(self.steps[-1]["id"], each, column, line) for each in lines]

    def _way(self, step: str, said: str, column: Column, line: int) -> None:
        if nothing(said):
            return
        try:
            held = way_said(said, self.language)
        except ValueError as error:
            target, held = self._named(said), Way("")
            if not target:
                self._lose(column, line, f"{error}; left out")
                return
        else:
            target = self.numbers.get(held.to) or self._named(said) or self._named(held.to)
        value: Value = {"source": step, "kind": held.kind}
        if held.kind != "exit":
            if not target:
                self._lose(column, line, f"there is no step {held.to[:80]!r}; left out")
                return
            value["target"] = target
        value |= {} if held.share is None else {"share": held.share}
        value |= {"wait": held.wait} if held.wait else {}
        why = self._one_line(held.why, _REASON, column, line)
        value |= {"reason" if held.kind == "exit" else "condition": why} if why else {}
        self._add("transition", value)

    def _named(self, title: str) -> str:
        """Return the id of the only step with this title; '' where there is none."""
        return self.titles.get(one_line(title).casefold(), "")

    # -- records ------------------------------------------------------------------------------

    def _add(self, kind: str, value: Value) -> None:
        held = self.parts.setdefault(kind, [])
        held.append({"id": f"{'way' if kind == 'transition' else kind}-{len(held) + 1}", **value})

    def _one_line(self, text: str, limit: int, column: Column, line: int) -> str:
        return self._short(one_line(text), limit, column, line)

    def _short(self, text: str, limit: int, column: Column, line: int) -> str:
        if lost := too_long(text, limit):
            self._lose(column, line, lost)
        return cut(text, limit)

    def records(self) -> list[tuple[str, Value]]:
        """Return the journey's own records, its root left out, in the order they were read."""
        ordered = (
            ("stage", list(self.stages.values())),
            ("actor", list(self.actors.values())),
            ("step", self.steps),
            ("lane", list(self.lanes.values())),
            ("encounter", self.parts.get("encounter", [])),
            ("card", self.parts.get("card", [])),
        )
        found = [
            (kind, value | {"order": key})
            for kind, values in ordered
            for value, key in zip(values, spread(len(values)), strict=True)
        ]
        return found + [
            (k, v) for k in ("transition", "finding", "idea") for v in self.parts.get(k, [])
        ]


def _whole(text: str) -> list[Part]:
    """Return the names of a cell, each with the brackets that stand after it."""
    return [p._replace(name=f"{p.name} ({p.said})") if p.said else p for p in parts(text)]

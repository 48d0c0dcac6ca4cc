"""A table from a spreadsheet: a row for each step, columns known by name in three languages.

A row without a stage is in the stage of the row above; a row without a step adds to the step
above. Consecutive steps are joined by a sequence. An experience of 1 to 5 is a guess, and said to
be one. Columns that are not known become rows of the map under their own name.
"""

from __future__ import annotations

import re
import uuid
from pathlib import PurePath

from journeymap.documents.fields import Json
from journeymap.documents.order import spread
from journeys.graph import CARD_LANES, Catalogue, Graph
from journeys.labels import CHOICES
from journeys.words import LANGUAGES, words
from touchpoints.kinds import KINDS

from . import Loss, Reading, Trouble, Unreadable, text_of
from .document import MOST_RECORDS
from .pasted_rows import Column, Row, parse

Value = dict[str, Json]
_TITLE, _NAME, _TEXT, _CARD = 200, 200, 4000, 2000
_FINDING = 300
_SCORE = re.compile(r"([1-5](?:[.,]\d{1,6})?)(?:\s*/\s*5)?\Z")
#: A touchpoint of a table gets the id that its kind and name always get.
_NAMESPACE = uuid.UUID("6f2c1f0e-6a0b-5d0e-9b0a-6a6f75726e79")
#: Parts of names that tell what kind a touchpoint is likely to be; the first that fits.
_LIKELY: tuple[tuple[str, str], ...] = (
    ("virtual_space", r"verkko|nettis|sivu|chat|sähköp|e-mail|email|e-post|web|site|portal|app\b|"
     "sovell|asiointi|e-service|e-tjänst|online|puhelin|phone|telefon|sms|tekstiv|video"),
    ("physical_space", "toimisto|palvelupiste|myymälä|kauppa|tiski|office|counter|shop|store|"
     "desk|kontor|butik|lokal"),
    ("person", "virkailija|käsittelijä|asiantuntija|neuvoja|lääkäri|hoitaja|asiakaspalv|opettaja|"
     "clerk|officer|advis|expert|doctor|nurse|staff|handläggare|rådgivare|läkare"),
    ("object", "kirje|lomake|päätös|esite|kortti|lasku|letter|form|decision|brochure|card|bill|"
     "invoice|brev|blankett|beslut|broschyr|kort|faktura"),
    ("practice", "käytäntö|prosessi|sääntö|practice|process|rule|queue|jono|rutin|praxis"),
)  # fmt: skip
#: What kinds are called besides their names.
_ALSO = {
    "henkilö": "person",
    "objekti": "object",
    "tila": "physical_space",
    "rum": "physical_space",
    "space": "physical_space",
    "verkko": "virtual_space",
    "web": "virtual_space",
}
_BACKSTAGE = ("backstage", "support_process", "system")


def read(data: bytes, name: str) -> Reading:
    """Read a table; Unreadable with its line where it is none."""
    table = parse(text_of(data, name), name)
    making = _Making(table.losses)
    for row in table.rows:
        making.row(row, table.columns)
    if not making.steps:
        line = table.rows[0].line if table.rows else 0
        raise Unreadable([Trouble("there are no steps; expected a row for each", line)], name)
    title = PurePath(name).stem.strip("<>- ") or "Journey"
    journey = {"id": "journey", "title": _cut(title, _TITLE), "language": table.language or "und"}
    records = [("journey", journey), *making.records()]
    if len(records) + len(making.touchpoints) > MOST_RECORDS:
        told = f"the table makes {len(records)} records; at most {MOST_RECORDS} are read"
        raise Unreadable([Trouble(told)], name)
    shared = Catalogue.of(("touchpoint", value) for value in making.touchpoints.values())
    return Reading(Graph.of(records, shared), tuple(making.losses), tuple(making.named.items()))


class _Making:
    """The records of a journey while its rows are read."""

    def __init__(self, losses: list[Loss]) -> None:
        self.losses = losses
        self.stages: dict[str, Value] = {}
        self.stage = ""
        self.steps: list[Value] = []
        self.actors: dict[str, Value] = {}
        self.touchpoints: dict[str, Value] = {}
        self.named: dict[str, str] = {}
        self.met: set[tuple[str, str]] = set()
        self.lanes: dict[tuple[str, str], Value] = {}
        self.parts: dict[str, list[Value]] = {}

    def row(self, row: Row, columns: list[Column]) -> None:
        """Read a row: its stage and step first, then what hangs on the step."""
        cells = [(c, text) for c, text in zip(columns, row.cells, strict=False) if text]
        for column, text in cells:
            if column.meaning == "stage":
                self._stage(text, column, row.line)
        for column, text in cells:
            if column.meaning == "step":
                self._step(text, column, row.line)
        for column, text in cells:
            if column.meaning in ("stage", "step"):
                continue
            if self.steps:
                self._cell(text, column, row.line)
            else:
                self._lose(column, row.line, f"there is no step yet; left out: {text[:80]!r}")

    def _lose(self, column: Column, line: int, told: str) -> None:
        self.losses.append(Loss(column.at(line), told))

    def _stage(self, text: str, column: Column, line: int) -> None:
        title = self._one_line(text, _TITLE, column, line)
        fresh = {"id": f"stage-{len(self.stages) + 1}", "title": title}
        self.stage = self.stages.setdefault(title.casefold(), fresh)["id"]

    def _step(self, text: str, column: Column, line: int) -> None:
        step: Value = {"id": f"step-{len(self.steps) + 1}"}
        title = " ".join(text.split())
        step["title"] = _cut(title, _TITLE)
        if len(title) > _TITLE:
            step["description"] = _cut(title, _TEXT)
            told = f"the name has {len(title)} characters; cut to {_TITLE}"
            whole = "; whole in the description" if len(title) <= _TEXT else ""
            self._lose(column, line, told + whole)
        self.steps.append(step | ({"stage": self.stage} if self.stage else {}))

    def _cell(self, text: str, column: Column, line: int) -> None:
        kind = column.meaning
        if kind == "actor":
            self._actors(text, column, line)
        elif kind == "touchpoint":
            self._touchpoints(text, column, line)
        elif kind in ("experience", "expectation"):
            self._score(kind, text, column, line)
        elif kind in ("pain", "gain", "opportunity", "solution"):
            self._said(kind, text, column, line)
        elif kind == "description":
            self._description(text, column, line)
        else:
            self._card(text, column, line)

    def _actors(self, text: str, column: Column, line: int) -> None:
        names = [self._one_line(n, _NAME, column, line) for n in _parts(text)]
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
        for part in _parts(text):
            name, kind = _kind_said(self._one_line(part, _NAME, column, line))
            guess = kind or _guess(name)
            identity = str(uuid.uuid5(_NAMESPACE, f"{guess}:{name.casefold()}"))
            if identity not in self.touchpoints and not kind:
                told = f"the kind of {name!r} is not said; read as {CHOICES['kind'][guess]}"
                self._lose(column, line, told)
            fresh = {"id": identity, "kind": guess, "name": name}
            self.touchpoints.setdefault(identity, fresh)
            self.named.setdefault(identity, kind)
            step = self.steps[-1]["id"]
            if (step, identity) not in self.met:
                self.met.add((step, identity))
                self._add("encounter", {"step": step, "touchpoint": identity})

    def _score(self, kind: str, text: str, column: Column, line: int) -> None:
        step = self.steps[-1]
        field = "expectation" if kind == "expectation" else "assumed_experience"
        evidence = "expectation_evidence" if kind == "expectation" else "evidence"
        found = _SCORE.match(text)
        value = float(found[1].replace(",", ".")) if found else 0.0
        if not 1 <= value <= 5:
            told = f"expected a number from 1 to 5, got {text[:80]!r}; the step has none"
            self._lose(column, line, told)
        elif field in step:
            self._lose(column, line, f"the step has one already; left out: {text[:80]!r}")
        else:
            step[field] = int(value) if value == int(value) else value
            step[evidence] = {"level": "guess"}

    def _said(self, kind: str, text: str, column: Column, line: int) -> None:
        for part in _parts(text, "\n"):
            title = " ".join(part.split())
            value: Value = {"kind": kind, "step": self.steps[-1]["id"]}
            value["title"] = _cut(title, _FINDING)
            if len(title) > _FINDING:
                value["description"] = _cut(title, _TEXT)
                self._lose(column, line, f"the title is cut to {_FINDING} characters")
            self._add("finding" if kind in ("pain", "gain") else "idea", value)

    def _description(self, text: str, column: Column, line: int) -> None:
        step = self.steps[-1]
        whole = f"{step['description']}\n{text}" if step.get("description") else text
        step["description"] = self._short(whole, _TEXT, column, line)

    def _card(self, text: str, column: Column, line: int) -> None:
        if column.meaning in CARD_LANES:
            lane, title = column.meaning, ""
        elif column.meaning == "note":
            lane, title = "free", ""
        else:
            lane, title = "free", column.heading or f"Column {column.place}"
        self._put_card(lane, title, text, column, line)

    def _put_card(self, kind: str, title: str, text: str, column: Column, line: int) -> None:
        fresh: Value = {"id": f"lane-{len(self.lanes) + 1}", "kind": kind}
        fresh |= {"title": self._one_line(title, _TITLE, column, line)} if title else {}
        fresh |= {"side": "backstage"} if kind in _BACKSTAGE else {}
        lane = self.lanes.setdefault((kind, title), fresh)
        card = {"lane": lane["id"], "step": self.steps[-1]["id"]}
        self._add("card", card | {"text": self._short(text, _CARD, column, line)})

    def _add(self, kind: str, value: Value) -> None:
        held = self.parts.setdefault(kind, [])
        held.append({"id": f"{kind}-{len(held) + 1}", **value})

    def _one_line(self, text: str, limit: int, column: Column, line: int) -> str:
        return self._short(" ".join(text.split()), limit, column, line)

    def _short(self, text: str, limit: int, column: Column, line: int) -> str:
        if len(text) > limit:
            self._lose(column, line, f"the text has {len(text)} characters; cut to {limit}")
        return _cut(text, limit)

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
        ids = [step["id"] for step in self.steps]
        found += [
            ("transition", {"id": f"way-{at}", "source": one, "target": other})
            for at, (one, other) in enumerate(zip(ids, ids[1:], strict=False), 1)
        ]
        return found + [(k, v) for k in ("finding", "idea") for v in self.parts.get(k, [])]


def _parts(text: str, signs: str = ",;\n") -> list[str]:
    """Return the parts of a cell that holds several things; a sign within brackets parts none."""
    if signs == "\n" or "(" not in text:
        found = re.split(f"[{signs}]", text)
    else:
        found = re.findall(rf"(?:\([^()]*\)|[^{signs}])+", text)
    return [part.strip() for part in found if part.strip()]


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _kind_said(name: str) -> tuple[str, str]:
    """Return a touchpoint's name, and its kind where that stands after it in brackets."""
    found = re.match(r"(.+?)\s*\(([^()]+)\)\Z", name)
    if not found:
        return name, ""
    said = found[2].casefold().strip()
    if said in _ALSO:
        return found[1], _ALSO[said]
    for kind, known in KINDS.items():
        if said in (kind, *(words(code)(known.label).casefold() for code in LANGUAGES)):
            return found[1], kind
    return name, ""


def _guess(name: str) -> str:
    """Return the kind that a touchpoint of this name is likely to be."""
    said = name.casefold()
    found = (kind for kind, parts in _LIKELY if re.search(rf"\b(?:{parts})", said))
    return next(found, "object")

"""Our own workbook read back: a record a row, fields by the keys of the hidden first row.

A row without an id gets one; what a cell names and nobody has (a stage, an actor, an organisation
…) is added. What a field or a record cannot be is left out and told with its place.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, NamedTuple

from journeymap.documents.fields import ID, Choice, Date, Flag, Json, Number, Part, Ref
from journeymap.documents.order import spread
from journeys.graph import JOURNEY, Catalogue, Graph, check
from journeys.words import LANGUAGES
from touchpoints.records import CATALOGUE

from . import Loss, Reading, Trouble, Unreadable
from .cells import duration, flag, one_line
from .document import MOST_RECORDS
from .format import title_of
from .headings import Row
from .xlsx_open import Sheet
from .xlsx_sheets import FIELDS, KINDS, Field, Names, choices, names_record

Value = dict[str, Json]
#: Kinds whose records are added where a cell names one that is not there: the field of the name.
_ADDED = {
    "stage": "title",
    "actor": "name",
    "organisation": "name",
    "segment": "name",
    "persona": "name",
}
#: How often records are looked at again when others were left out.
_ROUNDS = 30


class Found(NamedTuple):
    """A record as its row says it: kind, id, cells by field, where it stands, its earlier name."""

    kind: str
    id: str
    cells: list[tuple[Field, str]]
    place: str
    label: str


def is_own(sheet: Sheet) -> bool:
    """Tell whether a sheet is one of ours: keys of fields stand in its first row."""
    first = sheet.rows[0]
    return first.line == 1 and any(cell in FIELDS for cell in first.cells)


def own_reading(sheets: list[Sheet], name: str, losses: list[Loss]) -> Reading:
    """Make the journey of our own sheets; Unreadable where they hold none."""
    found: list[Found] = []
    for sheet in sheets:
        if is_own(sheet):
            found += _found(sheet, losses)
        elif sheet.rows[0].cells[0] == "measure.step":
            losses.append(Loss(sheet.name, "answers are not read from a file; left out"))
        else:
            losses.append(Loss(sheet.name, "the sheet is not one of ours; left out"))
    if len(found) > MOST_RECORDS:
        told = f"holds {len(found)} records; at most {MOST_RECORDS} are read"
        raise Unreadable([Trouble(told)], name)
    making = _Making(_identified(found, losses), losses)
    placed = making.records(name)
    own, shared = _sound(placed, losses)
    if not any(kind == "journey" for kind, _ in own):
        raise Unreadable([Trouble("there is no journey in the workbook")], name)
    return Reading(Graph.of(own, Catalogue.of(shared)), tuple(losses))


def _found(sheet: Sheet, losses: list[Loss]) -> Iterator[Found]:
    """Yield the records of a sheet; the row below the keys are the headings."""
    keys = sheet.rows[0].cells
    fields = [FIELDS.get(key) for key in keys]
    kind = next(field.kind for field in fields if field)
    for at, (key, field) in enumerate(zip(keys, fields, strict=True), 1):
        if key and (field is None or field.kind != kind):
            losses.append(Loss(f"{sheet.name}, column {at}", f"{key!r} is no field; left out"))
            fields[at - 1] = None
    for row in sheet.rows[1:]:
        if row.line == 2:
            continue
        cells = [(f, text) for f, text in zip(fields, row.cells, strict=False) if f and text]
        known = {f.path: text for f, text in cells if f.rule is None}
        place = f"{sheet.name}, row {row.line}"
        _tell_of_extra(row, fields, place, losses)
        if cells:
            told = [(f, text) for f, text in cells if f.rule]
            yield Found(kind, known.get(("id",), ""), told, place, known.get(("label",), ""))


def _tell_of_extra(row: Row, fields: list[Field | None], place: str, losses: list[Loss]) -> None:
    for at, text in enumerate(row.cells):
        if text and (at >= len(fields) or fields[at] is None):
            told = f"the column has no key in the first row; left out: {text[:80]!r}"
            losses.append(Loss(f"{place}, column {at + 1}", told))


def _identified(found: list[Found], losses: list[Loss]) -> list[Found]:
    """Give every record an id of its own."""
    taken = _Ids(each.id for each in found if ID.match(each.id))
    seen: set[tuple[bool, str]] = set()
    done = []
    for each in found:
        shared = each.kind in CATALOGUE.by_name
        identity = each.id
        if identity and (not ID.match(identity) or (shared, identity) in seen):
            told = f"the id {identity[:80]!r} is taken or none can be so; it gets another"
            losses.append(Loss(each.place, told))
            identity = ""
        identity = identity or taken.fresh(each.kind)
        seen.add((shared, identity))
        done.append(each._replace(id=identity))
    return done


class _Ids:
    """Ids that are taken; new ones are numbered on, by kind."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken, self._counts = set(taken), Counter[str]()

    def fresh(self, kind: str) -> str:
        """Take an id that is free."""
        while True:
            self._counts[kind] += 1
            if (found := f"{kind}-{self._counts[kind]}") not in self._taken:
                self._taken.add(found)
                return found


class _Making:
    """Records being made of cells."""

    def __init__(self, found: list[Found], losses: list[Loss]) -> None:
        self.found, self.losses = found, losses
        self.ids = _Ids(each.id for each in found)
        self.added: list[tuple[str, Value, str]] = []
        self.names = Names((each.kind, _named(each)) for each in found)
        for each in found:
            if each.label:
                self.names.add(each.kind, each.id, each.label)

    def records(self, name: str) -> list[tuple[str, Value, str]]:
        """Return (kind, value, place) of every record, in the order of the sheets."""
        made = [(each.kind, self.value(each), each.place) for each in self.found]
        made = [each for each in made if each[1]] + self.added
        if not any(kind == "journey" for kind, _, _ in made):
            identity = self.ids.fresh("journey")
            journey = {"id": identity, "title": title_of(name)[:200], "language": "und"}
            made.append(("journey", journey, ""))
        ordered: dict[str, list[Value]] = {}
        for kind, value, _place in made:
            if "order" in KINDS[kind].rules:
                ordered.setdefault(kind, []).append(value)
        for values in ordered.values():
            for value, key in zip(values, spread(len(values)), strict=True):
                value["order"] = key
        return made

    def value(self, found: Found) -> Value:
        """Return a record's JSON object; {} where it lacks what it needs."""
        value: Value = {"id": found.id}
        for field, text in found.cells:
            where = f"{found.place}, {field.key.partition('.')[2]}"
            held = self.said(field, text, where)
            problems = list(field.rule.problems(held, "")) if field.rule else []
            if problems:
                self.losses.append(Loss(where, f"{problems[0].message}; left out: {text[:80]!r}"))
            elif held is not None:
                inside = value
                for part in field.path[:-1]:
                    inside = inside.setdefault(part, {})
                inside[field.path[-1]] = held
        return self._whole(found, value)

    def _whole(self, found: Found, value: Value) -> Value:
        """Leave out what lacks a field that it needs: a part of the record, or all of it."""
        for name, rule in KINDS[found.kind].rules.items():
            lacking = rule.required and not value.get(name)
            if isinstance(rule, Part) and name in value:
                problems = list(rule.problems(value[name], name))
                if problems:
                    told = f"{problems[0].path} {problems[0].message}; {name} is left out"
                    self.losses.append(Loss(found.place, told))
                    del value[name]
            elif lacking:
                self.losses.append(Loss(found.place, f"{name} is required; the row is left out"))
                return {}
        return value

    def said(self, field: Field, text: str, where: str) -> Json:
        """Return the JSON value that a cell says; the text itself where it is none."""
        rule = field.rule
        if rule is not None and rule.many:
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            held = [self.one(field, line, where) for line in lines]
            return [each for each in held if each is not None] or None
        return self.one(field, text, where)

    def one(self, field: Field, text: str, where: str) -> Json:
        """Return one value of a cell."""
        rule = field.rule
        if kind := names_record(field):
            return self.named(kind, text, where)
        if isinstance(rule, Number):
            return _number(text, rule.whole)
        if isinstance(rule, Flag):
            said = flag(text)
            return text if said is None else said
        if isinstance(rule, Choice):
            return _choice(field, text)
        if isinstance(rule, Date):
            return _date(text)
        if field.lasts:
            return _duration(text)
        return text.strip("[]") if isinstance(rule, Ref) else text

    def named(self, kind: str, text: str, where: str) -> str | None:
        """Return the id of the record that a cell names, of a new one where it may be added."""
        if identity := self.names.id(kind, text):
            return identity
        if kind not in _ADDED:
            self.losses.append(Loss(where, f"there is no {kind} {text[:80]!r}; left out"))
            return None
        identity = self.ids.fresh(kind)
        name = one_line(text)[:200]
        self.names.add(kind, identity, name)
        self.added.append((kind, {"id": identity, _ADDED[kind]: name}, where))
        self.losses.append(Loss(where, f"there is no {kind} {name!r}; it is added"))
        return identity


def _named(found: Found) -> Value:
    held: Value = {"id": found.id}
    held |= {f.path[0]: text for f, text in found.cells if f.path in (("title",), ("name",))}
    return held


def _number(text: str, whole: bool) -> Json:
    try:
        value = float(text.replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return text
    if text.rstrip().endswith("%") or not isfinite(value):
        return text
    return int(value) if value == int(value) and (whole or abs(value) < 1e15) else value


def _choice(field: Field, text: str) -> str:
    said = text.casefold()
    for language in LANGUAGES:
        for called, value in choices(field, language).items():
            if said in (called.casefold(), value):
                return value
    return text


def _date(text: str) -> str:
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        try:
            return datetime.date(*(int(each) for each in reversed(found.groups()))).isoformat()
        except ValueError:
            return text
    return text


def _duration(text: str) -> str:
    """Return the duration of "14 d (P14D)", of either alone; the brackets count."""
    inside = re.search(r"\(([^()]*)\)\Z", text)
    return duration(inside[1] if inside else text, LANGUAGES[0]) or text


def _sound(
    placed: Iterable[tuple[str, Value, str]], losses: list[Loss]
) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """Return the records of the journey and of the catalogue that can be; tell of the others.

    What names a record that is left out is looked at again, a few times over; Unreadable where
    rows still hang on each other then.
    """
    held = [(kind, value, f"/{at}") for at, (kind, value, _) in enumerate(placed)]
    places = [place for _, _, place in placed]
    for _ in range(_ROUNDS):
        own = [each for each in held if each[0] in JOURNEY.by_name]
        shared = [each for each in held if each[0] not in JOURNEY.by_name]
        problems = check(own, shared)
        if not problems:
            return [(k, v) for k, v, _ in own], [(k, v) for k, v, _ in shared]
        wrong: dict[str, str] = {}
        for each in problems:
            at, _slash, field = each.path.removeprefix("/").partition("/")
            wrong.setdefault(f"/{at}", f"{field} {each.message}; the row is left out")
        for path, told in wrong.items():
            if path[1:].isdecimal():
                losses.append(Loss(places[int(path[1:])], told))
        left = [each for each in held if each[2] not in wrong]
        if len(left) == len(held):
            raise Unreadable([Trouble(problems[0].message)])
        held = left
    raise Unreadable([Trouble("rows that cannot be hang on each other; mend the first ones told")])

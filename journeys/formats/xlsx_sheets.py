"""The sheets of a journey's workbook: one for each kind of record, a column for each field.

What a column is stands in the first row, which is hidden: ``step.title``, ``step.evidence.n``. So
a sheet is understood in every language and in any order of its columns; the headings below it are
for people. A field that names a record holds the record's name, with its id in square brackets
where the name alone does not tell: ``Waits [s2]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from journeymap.documents.fields import Choice, Json, Part, Pattern, Ref, Rule, rules_of
from journeymap.documents.kinds import RecordKind
from journeys import labels
from journeys.graph import JOURNEY
from journeys.words import words
from touchpoints.records import CATALOGUE

from .cells import one_line

#: The kinds of records that have a sheet, in the order of the sheets.
KINDS: dict[str, RecordKind] = {
    name: (JOURNEY.by_name.get(name) or CATALOGUE.by_name[name])
    for name in (
        "step",
        "touchpoint",
        "transition",
        "finding",
        "idea",
        "encounter",
        "lane",
        "card",
        "journey",
        "stage",
        "actor",
        "persona",
        "segment",
        "organisation",
    )
}
#: Sheets that are there even where they hold nothing yet.
ALWAYS = ("step", "touchpoint", "transition", "finding", "idea", "journey", "stage", "actor")
#: Kinds of records that cells of other sheets name.
NAMED = frozenset(
    (
        "step",
        "touchpoint",
        "finding",
        "lane",
        "stage",
        "actor",
        "persona",
        "segment",
        "organisation",
    )
)
#: Fields that a sheet does not hold: the order of the rows says the order.
_LEFT_OUT = ("order",)


class Field(NamedTuple):
    """A column of a sheet: where its value is in the record's JSON object, and its rule."""

    kind: str
    path: tuple[str, ...]
    rule: Rule | None

    @property
    def key(self) -> str:
        """Return what stands in the hidden first row."""
        return ".".join((self.kind, *self.path))

    def heading(self, language: str) -> str:
        """Return what the column is called."""
        _, name = words(language), self.path[0]
        if self.path == ("id",):
            return _("Id")
        if self.path == ("label",):
            return _("Name in other sheets")
        if name in ("title", "name") and self.kind in ("step", "stage", "actor", "touchpoint"):
            return _(labels.KINDS[self.kind])
        if len(self.path) == 1:
            return _(labels.field(name))
        within = KINDS[self.kind].rules[name]
        part = within.cls.__name__ if isinstance(within, Part) else ""
        if self.path[1] == "level":
            return _(labels.field(name))
        return f"{_(labels.field(name))}: {_(labels.field(self.path[1], part))}"

    @property
    def lasts(self) -> bool:
        """Tell whether the field holds a duration."""
        return isinstance(self.rule, Pattern) and "duration" in self.rule.what

    def value(self, record: Mapping[str, Json]) -> Json:
        """Return the field's value in a record's JSON object, None where it has none."""
        held: Json = record
        for name in self.path:
            held = held.get(name) if held else None
        return held


def fields_of(kind: str) -> list[Field]:
    """Return the columns of a kind's sheet, its id last."""
    found: list[Field] = []
    for name, rule in KINDS[kind].rules.items():
        if isinstance(rule, Part):
            parts = rules_of(rule.cls).items()
            found += [Field(kind, (name, inner), each) for inner, each in parts]
        elif name not in _LEFT_OUT:
            found.append(Field(kind, (name,), rule))
    found.sort(key=lambda field: _rank(field.path[0]))
    found.append(Field(kind, ("id",), None))
    return [*found, Field(kind, ("label",), None)] if kind in NAMED else found


def _rank(name: str) -> int:
    """Return what stands first in a sheet: what a record is called, then where it belongs."""
    first = ("title", "name", "source", "target", "lane", "stage", "kind", "step", "actor")
    return first.index(name) if name in first else len(first)


FIELDS: dict[str, Field] = {f.key: f for kind in KINDS for f in fields_of(kind)}


class Names:
    """What records are called in cells, and which record a cell means."""

    def __init__(self, records: Iterable[tuple[str, Mapping[str, Json]]]) -> None:
        self.labels: dict[tuple[str, str], str] = {}
        self.ids: dict[tuple[str, str], str] = {}
        held = [(kind, str(r["id"]), _called(r)) for kind, r in records]
        counts = Counter((kind, name.casefold()) for kind, _, name in held)
        for kind, identity, name in held:
            clear = name and counts[kind, name.casefold()] == 1 and not _BRACKETS.search(name)
            label = name if clear else f"{name} [{identity}]".strip()
            self.labels[kind, identity] = label
            self.ids[kind, label.casefold()] = identity
        self.known = {(kind, identity) for kind, identity, _ in held}

    def label(self, kind: str, identity: str) -> str:
        """Return what a cell says for a record."""
        return self.labels.get((kind, identity), f"[{identity}]")

    def id(self, kind: str, said: str) -> str:
        """Return the id of the record of a kind that a cell says; '' where there is none."""
        said = one_line(said)
        if found := self.ids.get((kind, said.casefold())):
            return found
        bracket = _BRACKETS.search(said)
        return bracket[1] if bracket and (kind, bracket[1]) in self.known else ""

    def add(self, kind: str, identity: str, name: str) -> None:
        """Know a new record, or another name of one."""
        self.ids.setdefault((kind, name.casefold()), identity)
        self.known.add((kind, identity))


_BRACKETS = re.compile(r"\[([^\[\]]+)\]\Z")


def _called(record: Mapping[str, Json]) -> str:
    return one_line(str(record.get("title") or record.get("name") or ""))


def choices(field: Field, language: str) -> dict[str, str]:
    """Return the values of a choice by what they are called in a language."""
    rule = field.rule
    if not isinstance(rule, Choice):
        return {}
    return {labels.choice(field.path[-1], value, language): value for value in rule.values}


def sheets_of(records: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the sheets to write: a kind, and its records."""
    held: dict[str, list[Any]] = {}
    for kind, record in records:
        held.setdefault(kind, []).append(record)
    for kind in KINDS:
        if kind in held or kind in ALWAYS:
            yield kind, held.get(kind, [])


def names_record(field: Field) -> str:
    """Return the kind of record that a field names; '' where it names none that has a sheet."""
    rule = field.rule
    return (
        rule.kind
        if isinstance(rule, Ref)
        and rule.kind in KINDS
        and field.path[0]
        not in (
            "opens_journey",
            "derived_from",
        )
        else ""
    )

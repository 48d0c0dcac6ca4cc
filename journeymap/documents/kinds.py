"""Kinds of document and of record: how an app tells ``documents`` what its records look like.

``documents`` knows nothing else of an app: ops, log, undo and history work on any kind of
document that is registered here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from .fields import (
    ID,
    Json,
    Problem,
    Ref,
    Rule,
    field_problems,
    object_schema,
    rules_of,
)
from .record import record

#: A record as ops, log and files see it: its fields and "id"; its kind stands beside it.
Value = Mapping[str, Json]
#: Looks a record of the same document up: (kind, value), or None.
Get = Callable[[str], "tuple[str, Value] | None"]
#: A rule that one record must keep, seen together with the records it names.
RecordRule = Callable[[str, Value, Get, str], Iterable[Problem]]


class Who(NamedTuple):
    """Who makes an edit and when, as records say it; ``edits``: they may do more than comment."""

    person: str
    name: str
    at: str
    edits: bool


#: Who is said to have made what came with a new document: nobody who is here.
FILE = "file"


@record
class Signature:
    """How the records of a kind say who made them (rule L13).

    ``fields`` are written by the door, whatever a client says of them: ``sign(before, after, who)``
    returns them for a record that is made (before: None) or changed. ``may(before, after, who)``
    tells whether that person may do so (after: None: remove it).
    """

    fields: tuple[str, ...]
    may: Callable[[Value | None, Value | None, Who], bool]
    sign: Callable[[Value | None, Value, Who], Mapping[str, Json]]


def _no_rule(kind: str, value: Value, get: Get, path: str) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its name, its plural (the key in files) and its frozen dataclass."""

    name: str
    plural: str
    cls: type

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Return the rules of the fields by name."""
        return rules_of(self.cls)

    @cached_property
    def references(self) -> dict[str, Ref]:
        """Return the fields that name records of the same document."""
        return {n: r for n, r in self.rules.items() if isinstance(r, Ref) and not r.document}

    @cached_property
    def foreign(self) -> dict[str, Ref]:
        """Return the fields that name records of another document."""
        return {n: r for n, r in self.rules.items() if isinstance(r, Ref) and r.document}

    def schema(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the record."""
        schema = object_schema(self.rules)
        schema["properties"] = {"id": Ref(kind="*").schema()} | schema["properties"]
        schema["required"] = ["id", *schema["required"]]
        return schema


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: its record kinds, and the rule each record keeps beyond its fields.

    ``root`` names the one record kind of which a document has exactly one record, whose id is the
    document's, and which cannot be removed. Where there is none (''), every workspace has exactly
    one such document, and its id is the workspace's. ``watched`` names, by record kind, the fields
    that the rules of other records read: when one changes, the records that name it are checked.
    ``signs`` names the record kinds that say who made them.
    """

    name: str
    records: tuple[RecordKind, ...]
    root: str = ""
    rule: RecordRule = field(default=_no_rule)
    watched: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    signs: Mapping[str, Signature] = field(default_factory=dict, hash=False)

    @cached_property
    def by_name(self) -> dict[str, RecordKind]:
        """Return the record kinds by name."""
        return {kind.name: kind for kind in self.records}

    @cached_property
    def by_plural(self) -> dict[str, RecordKind]:
        """Return the record kinds by plural."""
        return {kind.plural: kind for kind in self.records}

    def problems(self, kind: str, value: Json, get: Get, path: str = "") -> Iterator[Problem]:
        """Yield what is wrong with one record: id, fields, references within, the rule.

        Errors are data, not exceptions; paths are JSON pointers below ``path``. The rule beyond
        the fields is asked only where the fields are sound.
        """
        if kind not in self.by_name:
            known = ", ".join(self.by_name)
            yield Problem(path, f"unknown kind of record {kind!r}; known are {known}")
            return
        if not isinstance(value, Mapping):
            yield Problem(path, "expected an object")
            return
        record = self.by_name[kind]
        found = False
        identity = value.get("id")
        if not (isinstance(identity, str) and ID.match(identity)):
            found = True
            yield Problem(f"{path}/id", "expected an id of 1 to 64 letters, digits, . _ or -")
        for problem in field_problems(record.rules, value, path):
            found = True
            yield problem
        if found:
            return
        for problem in self._dangling(record, value, get, path):
            found = True
            yield problem
        if not found:
            yield from self.rule(kind, value, get, path)

    def _dangling(self, record: RecordKind, value: Value, get: Get, path: str) -> Iterator[Problem]:
        for name, rule in record.references.items():
            for at, other in enumerate(rule.ids(value.get(name))):
                where = f"{path}/{name}/{at}" if rule.many else f"{path}/{name}"
                there = get(other)
                if there is None:
                    wanted = "record" if rule.kind == "*" else rule.kind
                    yield Problem(where, f"there is no {wanted} with the id {other!r}")
                elif rule.kind not in ("*", there[0]):
                    yield Problem(where, f"{other!r} is a {there[0]}, expected a {rule.kind}")


_REGISTRY: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    """Make a kind of document known; a second, different one of the same name is an error."""
    if _REGISTRY.get(kind.name, kind) is not kind:
        raise ValueError(f"a document kind {kind.name!r} is registered already")
    _REGISTRY[kind.name] = kind
    return kind


def document_kind(name: str) -> DocumentKind:
    """Return the registered kind; KeyError names the known ones."""
    try:
        return _REGISTRY[name]
    except KeyError:
        raise KeyError(f"no document kind {name!r}; known: {', '.join(_REGISTRY)}") from None


def registered() -> Mapping[str, Any]:
    """Return all registered kinds by name."""
    return dict(_REGISTRY)

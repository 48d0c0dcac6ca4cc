"""What differs between two journeys, record by record and field by field (pure).

A to-be keeps the ids of its as-is, and two versions of a journey share theirs, so the difference
says what was changed, not merely that two drawings differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from journeymap.documents.fields import (
    Choice,
    Date,
    Flag,
    Json,
    Number,
    Part,
    Ref,
    Rule,
    defaults_of,
    parse,
    rules_of,
)
from journeymap.documents.kinds import RecordKind, Value
from touchpoints.records import CATALOGUE

from .graph import JOURNEY, Graph
from .labels import CHOICES, FIELDS, KINDS, choice, duration, percent
from .words import day, number, words

#: What a record is called, by its id; '' where it is not known.
Name = Callable[[str], str]
#: Fields that say where a record stands; moving it changes one of them.
_PLACE = "order"
PLACES = frozenset({_PLACE, "stage", "step", "lane"})
_DURATIONS = ("promised_time", "wait")
KINDS_OF_RECORD: Mapping[str, RecordKind] = {**CATALOGUE.by_name, **JOURNEY.by_name}


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a record that is in both: its JSON value before and after (None: its default)."""

    kind: str
    id: str
    field: str
    old: Json
    new: Json


@dataclass(frozen=True, slots=True)
class Diff:
    """What turns one journey into another.

    ``added`` and ``removed`` hold (kind, JSON value); ``changed`` every field that differs, order
    keys too; ``moved`` the (kind, id) of the fewest records that changed place among those both
    have. A removed record's own parts (a step's encounters) are listed too.
    """

    added: tuple[tuple[str, Value], ...] = ()
    removed: tuple[tuple[str, Value], ...] = ()
    changed: tuple[Change, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def diff(before: Graph, after: Graph) -> Diff:
    """Return the difference of two graphs' own records (the catalogue is another document).

    The two root records are compared with each other, whatever their ids.
    """
    old, new = _values(before, before.journey.id), _values(after, before.journey.id)
    shared = [i for i in old if i in new and old[i][0] == new[i][0]]
    return Diff(
        added=tuple(held for i, held in new.items() if old.get(i, ("",))[0] != held[0]),
        removed=tuple(held for i, held in old.items() if new.get(i, ("",))[0] != held[0]),
        changed=tuple(c for i in shared for c in _changes(*old[i], new[i][1])),
        moved=tuple(_moved(before, after)),
    )


def _values(graph: Graph, root: str) -> dict[str, tuple[str, dict[str, Json]]]:
    """Return the records by id, the root (and what names it) under the id ``root``."""
    own, found = graph.journey.id, {}
    for kind, value in graph.records():
        for name in ("id", "record", "on"):
            if value.get(name) == own:
                value[name] = root
        found[value["id"]] = (kind, value)
    return found


def _changes(kind: str, old: Value, new: Value) -> Iterator[Change]:
    for name in KINDS_OF_RECORD[kind].rules:
        if old.get(name) != new.get(name):
            yield Change(kind, old["id"], name, old.get(name), new.get(name))


def shared_diff(before: Graph, after: Graph) -> Diff:
    """Return what changed in the catalogue records that both journeys use."""
    old = {v["id"]: (k, v) for k, v in before.catalogue.records()}
    new = {v["id"]: (k, v) for k, v in after.catalogue.records()}
    both = [i for i in old if i in new and old[i][0] == new[i][0]]
    return Diff(changed=tuple(c for i in both for c in _changes(*old[i], new[i][1])))


def _moved(before: Graph, after: Graph) -> Iterator[tuple[str, str]]:
    for kind in JOURNEY.records:
        if _PLACE in kind.rules:
            places = {r.id: at for at, r in enumerate(getattr(after, kind.plural))}
            ids = [r.id for r in getattr(before, kind.plural) if r.id in places]
            kept = _longest_rising([places[i] for i in ids])
            yield from ((kind.name, i) for i in ids if places[i] not in kept)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return a longest rising subsequence (patience sorting; C. Schensted 1961)."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for each in numbers:
        at = bisect_left(tails, each)
        before[each] = tails[at - 1] if at else None
        tails[at : at + 1] = [each]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


class Said(NamedTuple):
    """A sentence of a difference: how a record differs (added, removed, moved, changed), the
    record's kind and id, and the words."""

    how: str
    kind: str
    id: str
    text: str


def sentences(found: Diff, before: Graph, after: Graph, language: str) -> list[str]:
    """Return the difference in words, one sentence for each record; [] where nothing differs."""
    return [each.text for each in said(found, before, after, language)]


def said(found: Diff, before: Graph, after: Graph, language: str) -> list[Said]:
    """Return the difference in words and what each sentence is about."""
    _ = words(language)
    before, after = before.localised(language), after.localised(language)
    old, new = names_in(before), names_in(after)
    shared = ((v["id"], (k, v)) for k, v in after.catalogue.records())
    values = {**dict(shared), **_values(after, before.journey.id)}

    def named(kind: str, value: Value, name: Name) -> str:
        return f"{_(KINDS[kind])} “{title(kind, value, name, language)}”"

    told = [Said("added", k, v["id"], _("Added: %s.") % named(k, v, new)) for k, v in found.added]
    told += [
        Said("removed", k, v["id"], _("Removed: %s.") % named(k, v, old)) for k, v in found.removed
    ]
    told += [
        Said("moved", kind, key, _("Moved: %s.") % named(kind, values[key][1], new))
        for kind, key in found.moved
    ]

    def changed(each: Change) -> str:
        a = shown(each.kind, each.field, each.old, old, language)
        b = shown(each.kind, each.field, each.new, new, language)
        return f"{_(FIELDS.get(each.field, each.field))}: {a} → {b}"

    told_fields = (each for each in found.changed if each.field != _PLACE)
    for (kind, key), fields in groupby(told_fields, attrgetter("kind", "id")):
        text = _("Changed: %(name)s, %(changes)s.") % {
            "name": named(kind, values[key][1], new),
            "changes": "; ".join(changed(each) for each in fields),
        }
        text = text[:-1] if text.endswith("..") else text
        told.append(Said("changed", kind, key, text))
    return told


def names_in(graph: Graph) -> Name:
    """Return what the records of a journey and of the catalogue it carries are called."""
    shared = graph.catalogue
    plurals = (graph.by_id, shared.touchpoints, shared.organisations, shared.personas)

    def name(identity: str) -> str:
        found = (held[identity] for held in (*plurals, shared.segments) if identity in held)
        each = next(found, None)
        return getattr(each, "title", "") or getattr(each, "name", "") or getattr(each, "text", "")

    return name


def title(kind: str, value: Value, name: Name, language: str) -> str:
    """Return what a record is called: its title, or what it joins."""

    def called(field: str) -> str:
        identity = str(value.get(field) or "")
        return name(identity) or identity or "…"

    if kind == "transition":
        end = called("target") if value.get("target") else words(language)("Exit")
        return f"{called('source')} → {end}"
    if kind == "encounter":
        return f"{called('step')} – {called('touchpoint')}"
    if kind == "lane" and not value.get("title"):
        return choice("kind", value.get("kind", "free"), language)
    if kind == "translation":
        field = str(value.get("field", ""))
        said = words(language)(FIELDS.get(field, field))
        return f"{called('record')}, {said} ({value.get('language', '')})"
    found = value.get("title") or value.get("name") or value.get("text") or name(value["id"])
    return str(found or value["id"])


def shown(kind: str, field: str, value: Json, name: Name, language: str) -> str:
    """Return a field's JSON value (null: its default) for reading; "–" for none."""
    record = KINDS_OF_RECORD[kind]
    rule = record.rules.get(field)
    if value is None and rule is not None:
        default = defaults_of(record.cls)[field]
        value = None if default is None else rule.dump(default)
    return _shown(rule, field, value, name, language)


def _shown(rule: Rule | None, field: str, value: Json, name: Name, language: str) -> str:
    _ = words(language)
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(_shown(rule, field, each, name, language) for each in value)
    if isinstance(rule, Flag):
        return _("yes") if value else _("no")
    if isinstance(rule, Part):
        inner = rules_of(rule.cls)
        return ", ".join(_shown(inner.get(n), n, v, name, language) for n, v in value.items())
    if isinstance(rule, Choice) and value in CHOICES.get(field, ()):
        return choice(field, value, language)
    if isinstance(rule, Ref):
        return name(value) or str(value)
    if isinstance(rule, Date) or field in _DURATIONS:
        return (day if isinstance(rule, Date) else duration)(value, language)
    if isinstance(rule, Number):
        exact = _exact(round(value * 100, 6) if field == "share" else value, language)
        sign = percent(0, language)[1:]
        return f"{exact}{sign}" if field == "share" else exact
    return str(value)


def _exact(value: float, language: str) -> str:
    """Return a number with the decimals it has."""
    return number(value, len(f"{value:.6g}".partition(".")[2]), language)


def union(before: Graph, after: Graph) -> Graph:
    """Return ``after`` with what it no longer has of ``before``, so that both can be drawn at
    once. What stands under an id that is something else by now is left out; references stay."""
    own, root = before.journey.id, after.journey.id
    there = after.by_id
    gone: dict[str, list[object]] = {}
    for kind, value in diff(before, after).removed:
        if value["id"] not in there:
            held = {n: root if v == own and n in ("record", "on") else v for n, v in value.items()}
            record = JOURNEY.by_name[kind]
            gone.setdefault(record.plural, []).append(parse(record.cls, held))
    shared = replace(
        after.catalogue,
        **{
            kind.plural: {
                **getattr(before.catalogue, kind.plural),
                **getattr(after.catalogue, kind.plural),
            }
            for kind in CATALOGUE.records
        },
    )
    more: dict[str, Any] = {
        plural: tuple(sorted((*getattr(after, plural), *records), key=_by_place))
        for plural, records in gone.items()
    }
    return replace(after, catalogue=shared, **more)


def _by_place(record: object) -> tuple[str, str]:
    return getattr(record, _PLACE, ""), getattr(record, "id", "")


def marks(found: Diff) -> dict[str, str]:
    """Return how each record differs, by id: "added", "removed", "moved" or "changed".

    What stands elsewhere and is otherwise the same is moved; new order keys alone that moved
    nothing are no difference.
    """
    marked = {value["id"]: "removed" for __, value in found.removed}
    marked |= {value["id"]: "added" for __, value in found.added}
    marked |= {identity: "moved" for __, identity in found.moved}
    elsewhere = {each.id for each in found.changed if each.field in PLACES - {_PLACE}}
    marked |= dict.fromkeys(elsewhere, "moved")
    return marked | {each.id: "changed" for each in found.changed if each.field not in PLACES}

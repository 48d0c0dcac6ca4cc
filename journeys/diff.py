"""What differs between two journeys, record by record and field by field (pure).

A to-be keeps the ids of its as-is, and two versions of a journey share theirs, so the difference
says what was changed, not merely that two drawings differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeymap.documents.fields import Json
from journeymap.documents.kinds import Value

from .graph import JOURNEY, Graph
from .labels import CHOICES, FIELDS, KINDS, duration
from .words import day, words

#: Fields that say where a record stands; moving it changes one of them.
_PLACE = "order"
_DAYS = ("date", "due", "review_by")
_DURATIONS = ("promised_time", "wait")


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
    for name in JOURNEY.by_name[kind].rules:
        if old.get(name) != new.get(name):
            yield Change(kind, old["id"], name, old.get(name), new.get(name))


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
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def sentences(found: Diff, before: Graph, after: Graph, language: str) -> list[str]:
    """Return the difference in words, one sentence for each thing; [] where nothing differs."""
    _ = words(language)
    before, after = before.localised(language), after.localised(language)
    told = [_("Added: %s.") % _named(k, v, after, language) for k, v in found.added]
    told += [_("Removed: %s.") % _named(k, v, before, language) for k, v in found.removed]
    values = _values(after, before.journey.id)
    for kind, identity in found.moved:
        told.append(_("Moved: %s.") % _named(kind, values[identity][1], after, language))
    for each in found.changed:
        if each.field != _PLACE:
            name = _named(each.kind, values[each.id][1], after, language)
            old = _shown(each.field, each.old, before, language)
            new = _shown(each.field, each.new, after, language)
            label = _(FIELDS.get(each.field, each.field))
            told.append(
                _("Changed: %(name)s, %(field)s: %(old)s → %(new)s.")
                % {"name": name, "field": label, "old": old, "new": new}
            )
    return told


def _named(kind: str, value: Value, graph: Graph, language: str) -> str:
    _ = words(language)
    return f"{_(KINDS[kind])} “{title(kind, value, graph, language)}”"


def title(kind: str, value: Value, graph: Graph, language: str) -> str:
    """Return what a record is called: its title, or what it joins."""

    def name(identity: str) -> str:
        held = graph.by_id.get(identity) or graph.catalogue.touchpoints.get(identity)
        return getattr(held, "title", "") or getattr(held, "name", "") or str(identity)

    if kind == "transition":
        end = name(value["target"]) if value.get("target") else words(language)("Exit")
        return f"{name(value['source'])} → {end}"
    if kind == "encounter":
        return f"{name(value['step'])} – {name(value['touchpoint'])}"
    if kind == "lane" and not value.get("title"):
        return _shown("kind", value.get("kind", "free"), graph, language)
    if kind == "translation":
        field = words(language)(FIELDS.get(str(value["field"]), str(value["field"])))
        return f"{name(value['record'])}, {field} ({value['language']})"
    return str(value.get("title") or value.get("name") or value.get("text") or value["id"])


def _shown(field: str, value: Json, graph: Graph, language: str) -> str:
    """Return a field's JSON value for reading; "–" for none."""
    _ = words(language)
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(_shown(name, held, graph, language) for name, held in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(field, held, graph, language) for held in value)
    if field in CHOICES and value in CHOICES[field]:
        return _(CHOICES[field][value])
    if field in _DAYS or field in _DURATIONS:
        return (day if field in _DAYS else duration)(value, language)
    held = graph.by_id.get(value) or graph.catalogue.touchpoints.get(value)
    if held is not None and field not in ("title", "name", "text", "description"):
        return str(getattr(held, "title", "") or getattr(held, "name", "") or value)
    return str(value)

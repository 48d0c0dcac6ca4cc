"""Two journeys as one: what differs in words, both in one graph, and marks of what differs (pure).

A to-be that was derived keeps the ids of its as-is, and so do two versions of a journey; two that
were drawn apart have their own. ``matched`` finds what they mean alike by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from journeymap.documents.kinds import RecordKind, Value
from touchpoints.records import CATALOGUE

from . import diff
from .diff import Diff, Said
from .graph import JOURNEY, Catalogue, Graph
from .labels import DIFFERENCES, KINDS, PLURALS
from .words import words

#: What two records of a kind have in common when they are taken for the same. What a kind names
#: stands before it, so that the names in it are those of the other journey by then.
_ALIKE: Mapping[str, tuple[str, ...]] = {
    "stage": ("title",),
    "actor": ("name",),
    "step": ("title",),
    "transition": ("source", "target", "kind"),
    "encounter": ("step", "touchpoint"),
    "lane": ("kind", "title"),
    "card": ("lane", "step", "stage", "text"),
    "finding": ("kind", "title"),
    "idea": ("title",),
    "translation": ("record", "field", "language"),
}
_ALIKE_SHARED: Mapping[str, tuple[str, ...]] = {
    "touchpoint": ("kind", "name"),
    "organisation": ("name",),
    "persona": ("name",),
    "segment": ("name",),
    "translation": ("record", "field", "language"),
}
Records = Iterable[tuple[str, Value]]
_Held = list[tuple[RecordKind, dict[str, Any]]]
Renamed = dict[str, str]


class Compared(NamedTuple):
    """What leads from a journey to another: what is said, and both as one graph with marks."""

    said: list[Said]
    union: Graph
    marks: dict[str, str]


def compared(before: Graph, after: Graph, language: str) -> Compared:
    """Return the difference of two versions, and of the catalogue that they show; comments are talk
    about the map, not the map."""
    found, shared = diff.diff(before, after), diff.shared_diff(before, after)
    said = diff.said(found, before, after, language) + diff.said(shared, before, after, language)
    union, marks = _joined(before, after, found, shared)
    said = [s for s in said if s.kind != "comment" and not _along(s, union, marks)]
    return Compared(said, union, marks)


def compared_for(before: Graph, after: Graph, language: str) -> Compared:
    """Return the difference as somebody sees it who reads one language (``said_for``)."""
    found, shared = diff.diff(before, after), diff.shared_diff(before, after)
    union, marks = _joined(before, after, found, shared)
    return Compared(said_for(before, after, language), union, marks)


def said_for(before: Graph, after: Graph, language: str) -> list[Said]:
    """Return the difference for somebody who reads one language: texts are told in it, and
    translations into others are counted."""
    local = compared(before.localised(language), after.localised(language), language)
    _, code = words(language), language.partition("-")[0]
    said = [each for each in local.said if each.kind != "translation"]
    held = local.union.by_id
    count = Counter(
        each.how
        for each in local.said
        if each.kind == "translation"
        and getattr(held.get(each.id), "language", "").partition("-")[0] != code
    )
    for how, word in DIFFERENCES.items():
        if n := count[how]:
            text = f"{_(word)}: {_(KINDS['translation'] if n == 1 else PLURALS['translation'])}"
            said.append(Said(how, "translation", "", f"{text} ({n})."))
    return said


def _joined(before: Graph, after: Graph, found: Diff, shared: Diff) -> tuple[Graph, dict[str, str]]:
    """Return both as one graph, and how its records differ; what is met differs as what it is."""
    renamed = {each.id for each in shared.changed}
    met = {each.id: "changed" for each in after.encounters if each.touchpoint in renamed}
    return diff.union(before, after), met | diff.marks(found)


def _along(said: Said, union: Graph, marks: Mapping[str, str]) -> bool:
    """Tell whether a translation came or went with what it translates: that is said already."""
    held = union.by_id.get(said.id) if said.kind == "translation" else None
    return held is not None and marks.get(held.record) == said.how in ("added", "removed")


class Matched(NamedTuple):
    """A journey with the ids of another where both mean the same.

    ``same`` are the steps that had one id in both, ``alike`` those of one title (ids of the other).
    """

    graph: Graph
    same: tuple[str, ...]
    alike: tuple[str, ...]


def matched(before: Graph, after: Graph) -> Matched:
    """Return ``before`` with the ids of ``after`` for what has no id there but the same name.

    Names are the same whatever their case and the spaces around them; of several of one name the
    first is the first. That ``after`` was derived from ``before`` is no difference.
    """
    shared = _renamed(before.catalogue.records(), after.catalogue.records(), CATALOGUE, {})
    root = {before.journey.id: after.journey.id}
    if after.journey.id in before.by_id or before.journey.id in after.by_id:
        root = {}
    own = _renamed(before.records(), after.records(), JOURNEY, shared[1], root)
    graph = Graph.of(_values(own[0]), Catalogue.of(_values(shared[0])))
    if after.journey.derived_from == before.journey.id:
        journey = replace(graph.journey, derived_from=before.journey.id)
        graph = replace(graph, journey=journey)
    there = {step.id for step in after.steps}
    same = tuple(step.id for step in before.steps if step.id in there)
    alike = tuple(step.id for step in graph.steps if step.id in there and step.id not in same)
    return Matched(graph, same, alike)


def _values(held: _Held) -> list[tuple[str, Value]]:
    return [(kind.name, value) for kind, value in held]


def _renamed(
    old: Records, new: Records, kinds: Any, shared: Renamed, root: Renamed | None = None
) -> tuple[_Held, Renamed]:
    """Return the old records under the ids of those new ones that are alike, and what was renamed
    into what. ``shared`` is that of the catalogue."""
    alike = _ALIKE if kinds is JOURNEY else _ALIKE_SHARED
    theirs = [(kinds.by_name[kind], dict(value)) for kind, value in new]
    own = [(kinds.by_name[kind], dict(value)) for kind, value in old]
    known, mine = {v["id"] for _, v in theirs}, {v["id"] for _, v in own}
    waiting: dict[tuple[str, ...], list[str]] = {}
    for kind, value in theirs:
        if value["id"] not in mine and kind.name in alike:
            waiting.setdefault(_key(kind, value, alike), []).append(value["id"])
    names = dict(root or {})

    def called(document: str) -> Callable[[str], str]:
        table = names if not document or kinds is CATALOGUE else shared
        return lambda identity: table.get(identity, identity)

    for kind, value in own:
        if kind.name not in alike or value["id"] in known:
            continue
        there = waiting.get(_key(kind, _naming(kind, value, called), alike))
        if there:
            names[value["id"]] = there.pop(0)
    found = [(kind, _naming(kind, value, called)) for kind, value in own]
    for _kind, value in found:
        value["id"] = names.get(value["id"], value["id"])
    return found, names


def _naming(
    kind: RecordKind, value: dict[str, Any], called: Callable[[str], Callable[[str], str]]
) -> dict[str, Any]:
    """Return a record that names others as they are called now."""
    changed: dict[str, Any] = {}
    for name, rule in (kind.references | kind.foreign).items():
        if name in value and rule.document in ("", CATALOGUE.name):
            new = [called(rule.document)(each) for each in rule.ids(value[name])]
            changed[name] = new if rule.many else new[0]
    return value | changed


def _key(kind: RecordKind, value: Value, alike: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    fields = (str(value.get(name, "")) for name in alike[kind.name])
    return (kind.name, *(" ".join(each.split()).casefold() for each in fields))

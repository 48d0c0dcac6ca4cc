"""The shape of the project's own files, shared by JSON and YAML: one object <-> one Graph.

    {"format": "journeymap", "schema": 1, "journey": {...}, "stages": [...], "steps": [...], …,
     "catalogue": {"touchpoints": [...], …}}

Every list is named after the plural of its kind of record. Written by hand, a file may leave out
``order`` (the list's order counts) and the ids of records that others seldom name; what is
derived for them depends on the file alone. ``"order": null`` says that there is no order key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from journeymap.documents.fields import Json, pointer
from journeymap.documents.kinds import DocumentKind, RecordKind
from journeymap.documents.order import spread
from journeys.graph import JOURNEY, Catalogue, Graph, check
from touchpoints.records import CATALOGUE

from . import Trouble, Unreadable

NAME = "journeymap"
SCHEMA = 1
#: No more records than one edit may put (``ops.MAX_OPS``).
MOST_RECORDS = 50_000

#: What the id of a record without one is derived from.
NATURAL_KEYS: dict[str, tuple[str, ...]] = {
    "journey": ("title", "state"),
    "transition": ("source", "target", "kind", "condition", "reason"),
    "encounter": ("step", "touchpoint"),
    "lane": ("kind", "title"),
    "card": ("lane", "step", "stage", "text"),
    "finding": ("kind", "step", "title"),
    "idea": ("kind", "title"),
    "comment": ("on", "author", "text"),
    "translation": ("record", "field", "language"),
}

#: A record in a file: its kind, its JSON value, the JSON pointer to it.
Placed = tuple[str, dict[str, Json], str]
#: Finds the line and column of a JSON pointer; (0, 0) where they are not known.
Locate = Callable[[str], tuple[int, int]]


def graph_of(value: Json, name: str, locate: Locate = lambda path: (0, 0)) -> Graph:
    """Make the graph of a file's object; Unreadable with every problem and its place."""

    def refuse(problems: list[tuple[str, str]]) -> None:
        if problems:
            found = [Trouble(told, *locate(path), path or "/") for path, told in problems]
            raise Unreadable(found, name)

    refuse(list(_heading_problems(value)))
    refuse(list(_shape_problems(value)))
    refuse(list(_size_problems(value)))
    shared = list(_records(CATALOGUE, value.get("catalogue") or {}, "/catalogue"))
    own = list(_records(JOURNEY, value, ""))
    refuse([(p.path, p.message) for p in check(own, shared)])
    catalogue = Catalogue.of((kind, record) for kind, record, _ in shared)
    return Graph.of(((kind, record) for kind, record, _ in own), catalogue)


def value_of(graph: Graph) -> dict[str, Json]:
    """Return the file's object of a graph: ids and order always there, empty lists left out."""
    value: dict[str, Json] = {"format": NAME, "schema": SCHEMA}
    value |= _lists(JOURNEY, graph.records())
    if shared := _lists(CATALOGUE, graph.catalogue.records()):
        value["catalogue"] = shared
    return value


def _lists(kind: DocumentKind, records: Iterator[tuple[str, dict[str, Json]]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, record in records:
        if name == kind.root:
            found[name] = record
            continue
        if "order" in kind.by_name[name].rules:
            record.setdefault("order", None)
        found.setdefault(kind.by_name[name].plural, []).append(record)
    return found


def _heading_problems(value: Json) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield "", 'expected an object with "format", "schema" and "journey"'
        return
    if value.get("format") != NAME:
        yield "/format", f'expected "format": "{NAME}"'
        return
    schema = value.get("schema")
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        yield "/schema", f'expected "schema": {SCHEMA}'
    elif schema > SCHEMA:
        told = f"the file has schema {schema}, this program knows {SCHEMA}: it needs an update"
        yield "/schema", told


def _shape_problems(value: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    if not isinstance(value.get("journey"), Mapping):
        yield "/journey", "expected an object with at least a title"
    top = ["format", "schema", "journey", *(k.plural for k in JOURNEY.records[1:]), "catalogue"]
    yield from _list_problems(value, top, "", JOURNEY)
    catalogue = value.get("catalogue")
    if catalogue is not None and not isinstance(catalogue, Mapping):
        yield "/catalogue", "expected an object with lists such as touchpoints"
    elif catalogue:
        known = [k.plural for k in CATALOGUE.records]
        yield from _list_problems(catalogue, known, "/catalogue", CATALOGUE)


def _size_problems(value: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    lists = [*value.values(), *(value.get("catalogue") or {}).values()]
    count = sum(len(each) for each in lists if isinstance(each, list))
    if count > MOST_RECORDS:
        yield "", f"holds {count} records; at most {MOST_RECORDS} are read"


def _list_problems(
    value: Mapping[str, Json], known: list[str], path: str, kind: DocumentKind
) -> Iterator[tuple[str, str]]:
    for name, held in value.items():
        where = f"{path}/{pointer(name)}"
        if name not in known:
            yield where, f"unknown name; known are {', '.join(known)}"
        elif name in kind.by_plural and name != "journeys":
            if held is not None and not isinstance(held, list):
                yield where, "expected a list"
            elif held and "order" in kind.by_plural[name].rules:
                given = [isinstance(each, Mapping) and "order" in each for each in held]
                if any(given) and not all(given):
                    lacking = f"{where}/{given.index(False)}"
                    yield lacking, "has no order, others of its list have: give all or none"


def _records(kind: DocumentKind, value: Mapping[str, Json], path: str) -> Iterator[Placed]:
    taken = _given_ids(kind, value)
    alike: Counter[str] = Counter()
    for record_kind in kind.records:
        if record_kind.name == kind.root:
            places = [(f"{path}/{kind.root}", value[kind.root])]
        else:
            held = value.get(record_kind.plural) or []
            places = [(f"{path}/{record_kind.plural}/{i}", each) for i, each in enumerate(held)]
        yield from _completed(record_kind, places, taken, alike)


def _completed(
    kind: RecordKind, places: list[tuple[str, Any]], taken: set[str], alike: Counter[str]
) -> Iterator[Placed]:
    """Yield a list's records with the ids and order keys that the file leaves out."""
    ordered = "order" in kind.rules and not any(
        isinstance(each, Mapping) and "order" in each for _, each in places
    )
    keys = spread(len(places)) if ordered else []
    for at, (path, each) in enumerate(places):
        if isinstance(each, Mapping):
            each = {n: held for n, held in each.items() if held is not None or n not in kind.rules}
            if "id" not in each and kind.name in NATURAL_KEYS:
                each = {"id": _derived_id(kind.name, each, taken, alike)} | each
            if ordered:
                each["order"] = keys[at]
        yield kind.name, each, path


def _given_ids(kind: DocumentKind, value: Mapping[str, Json]) -> set[str]:
    lists = [value.get(k.plural) or [] for k in kind.records if k.name != kind.root]
    roots = [value[kind.root]] if kind.root else []
    records = [each for held in (roots, *lists) for each in held if isinstance(each, Mapping)]
    return {each["id"] for each in records if isinstance(each.get("id"), str)}


def _derived_id(kind: str, record: Mapping[str, Json], taken: set[str], alike: Counter[str]) -> str:
    """Return an id that depends on what the record says, so that it survives a reordering.

    ``alike`` counts the others that say the same: the numbers of their ids go on from there.
    """
    from hashlib import sha256

    key = "\x1f".join(repr(record.get(name)) for name in NATURAL_KEYS[kind])
    plain = f"{kind}-{sha256(key.encode(errors='backslashreplace')).hexdigest()[:12]}"
    found = plain
    while found in taken:
        alike[plain] += 1
        found = f"{plain}-{alike[plain] + 1}"
    taken.add(found)
    return found

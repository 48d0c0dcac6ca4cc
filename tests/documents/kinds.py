"""A small kind of document with every sort of field and reference, for tests of ops and log.

The stage of a step is forgotten, a required owner takes its holder along, a list drops ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from journeymap.documents import fields as f
from journeymap.documents.kinds import DocumentKind, RecordKind
from journeymap.documents.ops import Held, Op, Records, shapes_of, trim


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    level: str | None = f.choice("guess", "survey")
    n: int | None = f.number(0, 1000, whole=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    id: str
    title: str = f.text(50, required=True)
    labels: tuple[str, ...] = f.text(20, many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    id: str
    title: str = f.text(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    id: str
    title: str = f.text(50)
    group: str | None = f.ref("group")
    parent: str | None = f.ref("item", gone="remove")
    key: bool = f.flag()
    shown: bool = f.flag(True)
    score: float | None = f.number(0, 5)
    source: Source | None = f.part(Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    id: str
    item: str = f.ref("item", required=True)
    also: tuple[str, ...] = f.refs("item")
    on: str | None = f.ref("*")
    text: str = f.text(50)


PLAN = DocumentKind(
    name="plan",
    root="plan",
    records=(
        RecordKind("plan", "plans", Plan),
        RecordKind("group", "groups", Group),
        RecordKind("item", "items", Item),
        RecordKind("note", "notes", Note),
    ),
)
SHAPES = shapes_of(PLAN)
ROOT = "p"
_IDS = {"group": ("g1", "g2"), "item": ("i1", "i2", "i3", "i4"), "note": ("n1", "n2", "n3")}
_KIND = {identity: kind for kind, ids in _IDS.items() for identity in ids} | {ROOT: "plan"}
_TITLES = st.sampled_from(["", "a", "b", "Äö\n☃"])


def start() -> Records:
    """A plan with nothing but its root."""
    return {ROOT: ("plan", {"title": "Plan"})}


def _values(kind: str, records: Records) -> st.SearchStrategy[dict[str, Any]]:
    """Sound fields of a record, naming only records that are there."""

    def ids(wanted: str) -> st.SearchStrategy[Any]:
        there = [i for i, held in sorted(records.items()) if wanted in ("*", held[0])]
        return st.sampled_from([None, *there])

    many = st.lists(ids("item").filter(bool), max_size=3) if _any(records, "item") else st.just([])
    part = st.fixed_dictionaries({}, optional={"level": st.sampled_from([None, "guess"])})
    choices: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "plan": {"title": st.sampled_from(["x", "y"]), "labels": st.lists(_TITLES, max_size=2)},
        "group": {"title": _TITLES},
        "item": {
            "title": _TITLES,
            "group": ids("group"),
            "parent": ids("item"),
            "key": st.booleans(),
            "shown": st.booleans(),
            "score": st.sampled_from([None, 0, 1, 2.5]),
            "source": st.none() | part,
        },
        "note": {"item": ids("item").filter(bool), "also": many, "on": ids("*"), "text": _TITLES},
    }
    return st.fixed_dictionaries({}, optional=choices[kind])


def _any(records: Records, kind: str) -> bool:
    return any(held[0] == kind for held in records.values())


@st.composite
def crowds(draw: st.DrawFn) -> Records:
    """Every record there can be, each naming some that came before it."""
    held = start()
    for identity, kind in _KIND.items():
        value = draw(_values(kind, held))
        value |= {"title": "Plan"} if kind == "plan" else {}
        if kind == "note" and not value.get("item"):
            value["item"] = "i4"
        held[identity] = (kind, trim(value, SHAPES[kind]))
    return held


@st.composite
def edits(draw: st.DrawFn, records: Records, size: int = 4) -> list[Op]:
    """A few operations that fit the records, each seen after the ones before it."""
    held: dict[str, Held] = dict(records)
    ops: list[Op] = []
    for _ in range(draw(st.integers(1, size))):
        identity = draw(st.sampled_from(sorted(_KIND)))
        kind = _KIND[identity]
        if kind == "note" and not _any(held, "item"):
            continue
        value = draw(_values(kind, held))
        there = identity in held
        if there and draw(st.booleans()):
            ops.append({"op": "patch", "id": identity, "set": value})
            held[identity] = (kind, {**held[identity][1], **value})
        elif there and identity != ROOT and draw(st.booleans()):
            ops.append({"op": "remove", "id": identity})
            del held[identity]
        else:
            value |= {"title": "Plan"} if kind == "plan" and not value.get("title") else {}
            if kind == "note" and not value.get("item"):
                value["item"] = next(i for i, h in sorted(held.items()) if h[0] == "item")
            ops.append({"op": "put", "kind": kind, "id": identity, "value": value})
            held[identity] = (kind, value)
    return ops


def dangling(records: Records, shapes: Any = SHAPES) -> list[str]:
    """The references that name nothing."""
    from journeymap.documents.ops import references

    return [
        f"{identity}.{field} -> {target}"
        for identity, held in records.items()
        for field, target in references(*held, shapes, "")
        if target not in records
    ]

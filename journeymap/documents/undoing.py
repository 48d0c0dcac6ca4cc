"""What an entry's undo may still take back, and what it must leave. Pure. Rules U1 to U4."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NotRequired, Protocol, TypedDict

from .fields import Json
from .ops import Held, Op, Shapes, invert, merged, references, same

#: Those of (holder kind, field, id) in another document that are no longer there.
Absent = Callable[[list[tuple[str, str, str]]], Collection[str]]


class Left(TypedDict):
    """A record, or one field of it, that stays as it is; ``title`` is its title, name or text."""

    id: str
    kind: str
    title: str
    field: NotRequired[str]


class Reader(Protocol):
    """The stored records of a document."""

    shapes: Shapes

    def load(self, ids: Iterable[str]) -> None: ...

    def get(self, identity: str) -> Held | None: ...

    def holders(self, ids: Collection[str]) -> Collection[str]: ...


def inverse(
    done: Sequence[Op], stored: Reader, root: str, absent: Absent
) -> tuple[list[Op], list[Left]]:
    """Return the ops that take stamped ops back as far as they still can, and what they leave."""
    left: list[Left] = []
    back: dict[str, Held | None] = {}
    for op in invert(done):
        identity = op["id"]
        now = back[identity] if identity in back else stored.get(identity)
        became = _step(op, now, root, left)
        if became is not now:
            back[identity] = became
    _keep_what_hangs(back, stored, left)
    _mend(back, stored, absent, left)
    return [
        _op(identity, held, now)
        for identity, held in back.items()
        if (now := stored.get(identity)) is not held
    ], left


def _op(identity: str, held: Held | None, now: Held | None) -> Op:
    if held is None:
        return {"op": "remove", "id": identity}
    if now is None:
        return {"op": "put", "kind": held[0], "id": identity, "value": held[1]}
    names = dict.fromkeys([*now[1], *held[1]])
    new = {n: held[1].get(n) for n in names if not same(held[1].get(n), now[1].get(n))}
    return {"op": "patch", "id": identity, "set": new}


def _step(op: Op, now: Held | None, root: str, left: list[Left]) -> Held | None:
    """Return what one inverted op makes of a record (rules U1, U2)."""
    if op["op"] == "put" and op["was"] is None:
        if now is None:
            return op["kind"], op["value"]
        left.append(named(op["id"], op["kind"], op["value"]))
        return now
    if now is None or now[0] != op["kind"]:
        left.append(named(op["id"], op["kind"], op.get("was") or {}))
        return now
    if op["op"] == "remove":
        if op["id"] != root and same(now[1], op["was"]):
            return None
        left.append(named(op["id"], *now))
        return now
    new, old = _fields(op)
    fits = {field for field in new if same(now[1].get(field), old.get(field))}
    left += [{**named(op["id"], *now), "field": field} for field in new if field not in fits]
    return now[0], merged(now[1], {field: new[field] for field in fits})


def _fields(op: Op) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return the fields that an inverted patch or put sets, and what they were after the entry."""
    if op["op"] == "patch":
        return op["set"], op["was"]
    names = dict.fromkeys([*op["value"], *op["was"]])
    changed = [n for n in names if not same(op["value"].get(n), op["was"].get(n))]
    return {n: op["value"].get(n) for n in changed}, op["was"]


def _keep_what_hangs(back: dict[str, Held | None], stored: Reader, left: list[Left]) -> None:
    """Take out the removals of what other records name by now (rule U3)."""
    while True:
        gone = {identity for identity, held in back.items() if held is None}
        kept = set()
        for identity in stored.holders(gone) if gone else ():
            held = back[identity] if identity in back else stored.get(identity)
            if held:
                kept |= {target for _, target in references(*held, stored.shapes, "")} & gone
        for identity in sorted(kept):
            del back[identity]
            if now := stored.get(identity):
                left.append(named(identity, *now))
        if not kept:
            return


def _mend(back: dict[str, Held | None], stored: Reader, absent: Absent, left: list[Left]) -> None:
    """Take out references to what is gone since, with their holders where these go (rule U4)."""
    kept = [held for held in back.values() if held]
    missing = absent([(held[0], *link) for held in kept for link in _foreign(held, stored.shapes)])
    stored.load(link[1] for held in kept for link in references(*held, stored.shapes, ""))
    settled = False
    while not settled:
        settled = True
        for identity, held in list(back.items()):
            gone = _dangling(held, back, stored, missing) if held else []
            if held and gone:
                settled = False
                left += [{**named(identity, *held), "field": field} for field, _target in gone]
                became = _without(held, gone, stored.shapes)
                now = stored.get(identity)
                if became is None or now and same(now[1], became[1]):
                    del back[identity]
                else:
                    back[identity] = became


def _foreign(held: Held, shapes: Shapes) -> list[tuple[str, str]]:
    rules = shapes[held[0]].references
    return [link for link in references(*held, shapes) if rules[link[0]].into]


def _dangling(
    held: Held, back: dict[str, Held | None], stored: Reader, missing: Collection[str]
) -> list[tuple[str, str]]:
    own = [
        link
        for link in references(*held, stored.shapes, "")
        if (back[link[1]] if link[1] in back else stored.get(link[1])) is None
    ]
    return own + [link for link in _foreign(held, stored.shapes) if link[1] in missing]


def _without(held: Held, gone: list[tuple[str, str]], shapes: Shapes) -> Held | None:
    """Return a record without some references, or None where it cannot be without them."""
    kind, value = held
    for field, target in gone:
        rule = shapes[kind].references[field]
        if rule.goes:
            return None
        rest = [one for one in value.get(field, []) if one != target] if rule.many else None
        value = merged(value, {field: rest or None})
    return kind, value


def named(identity: str, kind: str, value: Json) -> Left:
    """Return what tells a person which record it is."""
    title = str(value.get("title") or value.get("name") or value.get("text") or "")
    return {"id": identity, "kind": kind, "title": title}

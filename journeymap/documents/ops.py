"""The three operations that change a document, and what follows from them. Rules: ``SPEC.md``.

Pure, and on plain JSON, so that a JavaScript twin runs the same ``tests/vectors``.

    {"op": "put", "kind": "step", "id": "s1", "value": {"title": "Apply"}}
    {"op": "patch", "id": "s1", "set": {"title": "Apply online", "stage": null}}
    {"op": "remove", "id": "s1"}

``stamp`` gives each op its kind and ``was``, what it replaced; stamped ops can be inverted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from .errors import Conflict, Invalid
from .fields import ID, Json, Part, Problem, Ref, defaults_of, pointer, rules_of
from .kinds import DocumentKind

Op = dict[str, Json]
#: A record as ops see it: its kind, and its fields in their one form (no id).
Held = tuple[str, dict[str, Json]]
Records = dict[str, Held]
Changes = dict[str, "Held | None"]
Lookup = Callable[[str], "Held | None"]
#: The ids of the stored records that name one of the given ids.
Holders = Callable[[Collection[str]], Iterable[str]]

MAX_OPS = 50_000
_KEYS = {"put": ("kind", "id", "value"), "patch": ("id", "set"), "remove": ("id",)}


class Reference(NamedTuple):
    """A field that names records: many or one, whether its holder goes with what it names
    (else it forgets it), and the kind of the other document it points into ('': its own)."""

    many: bool = False
    goes: bool = False
    into: str = ""


class Shape(NamedTuple):
    """What ops need to know of a record kind: defaults, fields with parts, references."""

    defaults: Mapping[str, Json]
    parts: Mapping[str, Shape]
    references: Mapping[str, Reference]


Shapes = Mapping[str, Shape]


@cache
def shapes_of(kind: DocumentKind) -> dict[str, Shape]:
    """Return the shapes of a document kind's records by name."""
    return {record.name: _shape(record.cls) for record in kind.records}


def _shape(cls: type) -> Shape:
    rules = rules_of(cls)
    plain = {
        name: None if value is None else rules[name].dump(value)
        for name, value in defaults_of(cls).items()
    }
    parts = {name: _shape(rule.cls) for name, rule in rules.items() if isinstance(rule, Part)}
    references = {n: _reference(rule) for n, rule in rules.items() if isinstance(rule, Ref)}
    return Shape(plain, parts, references)


def _reference(rule: Ref) -> Reference:
    goes = rule.gone == "remove" or (rule.required and not rule.many)
    return Reference(many=rule.many, goes=goes, into=rule.document)


def held(records: Iterable[tuple[str, Mapping[str, Json]]]) -> Records:
    """Return (kind, value with id) pairs, as they are stored and told, as operations see them."""
    return {
        value["id"]: (kind, {name: item for name, item in value.items() if name != "id"})
        for kind, value in records
    }


def same(one: Json, other: Json) -> bool:
    """Tell whether two JSON values are equal; unlike Python, true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def trim(value: Mapping[str, Json], shape: Shape) -> dict[str, Json]:
    """Return the fields that differ from their defaults (rule O3)."""
    trimmed = {name: _trim_field(name, item, shape) for name, item in value.items()}
    return {name: item for name, item in trimmed.items() if item is not None}


def _trim_field(name: str, item: Json, shape: Shape) -> Json:
    if same(item, shape.defaults.get(name)):
        return None
    inner = shape.parts.get(name)
    if inner and isinstance(item, Mapping):
        return trim(item, inner)
    if inner and isinstance(item, list):
        return [trim(one, inner) if isinstance(one, Mapping) else one for one in item]
    return item


def parse_ops(data: Json, kinds: Collection[str]) -> list[Op]:
    """Return the ops of untrusted JSON; Invalid names every fault with its pointer (rule O2)."""
    if not isinstance(data, list):
        raise Invalid([Problem("/ops", "expected a list of operations")])
    if len(data) > MAX_OPS:
        raise Invalid([Problem("/ops", f"has more than {MAX_OPS} operations")])
    found = [p for at, op in enumerate(data) for p in _op_problems(op, kinds, f"/ops/{at}")]
    if found:
        raise Invalid(found)
    return [dict(op) for op in data]


def _op_problems(op: Json, kinds: Collection[str], path: str) -> Iterator[Problem]:
    if not isinstance(op, Mapping):
        yield Problem(path, "expected an object")
        return
    name = op.get("op")
    if not isinstance(name, str) or name not in _KEYS:
        yield Problem(f"{path}/op", "expected one of put, patch, remove")
        return
    for key in op:
        if key not in ("op", "kind", *_KEYS[name]):
            yield Problem(f"{path}/{pointer(key)}", f"unknown key in a {name}")
    for key in _KEYS[name]:
        if key not in op:
            yield Problem(f"{path}/{key}", "is required")
    if "kind" in op and (not isinstance(op["kind"], str) or op["kind"] not in kinds):
        yield Problem(f"{path}/kind", f"expected one of {', '.join(kinds)}")
    if "id" in op and not (isinstance(op["id"], str) and ID.match(op["id"])):
        yield Problem(f"{path}/id", "expected an id of 1 to 64 letters, digits, . _ or -")
    for key in {"put": ["value"], "patch": ["set"]}.get(name, []):
        fields = op.get(key, {})
        if not isinstance(fields, Mapping):
            yield Problem(f"{path}/{key}", "expected an object")
        elif fields.get("id", op.get("id")) != op.get("id"):
            yield Problem(f"{path}/{key}/id", "an id never changes; it stands beside the value")


def stamp(get: Lookup, ops: Sequence[Op], shapes: Shapes) -> tuple[list[Op], Changes]:
    """Apply parsed ops in their order; return them stamped, and what each record became.

    What changes nothing is left out of the stamped ops (rule O5). Conflict names the op that
    no longer fits (rules O6 to O8).
    """
    changes: Changes = {}
    stamped: list[Op] = []
    for at, op in enumerate(ops):
        identity = op["id"]
        first = get(identity)
        now = changes.get(identity, first)
        _refuse_misfit(op, now or first, now is None, f"/ops/{at}")
        done, became = _one(op, now, shapes)
        if done:
            stamped.append(done)
            changes[identity] = became
    return stamped, changes


def _refuse_misfit(op: Op, held: Held | None, gone: bool, path: str) -> None:
    identity, wanted = op["id"], op.get("kind")
    if gone and op["op"] != "put":
        what = wanted or (held[0] if held else "record")
        message = f"there is no {what} with the id {identity!r}; it may have been removed"
        raise Conflict("", [Problem(f"{path}/id", message)])
    if held and wanted and held[0] != wanted:
        message = f"{identity!r} is a {held[0]}, not a {wanted}"
        raise Conflict("", [Problem(f"{path}/kind", message)])


def _one(op: Op, now: Held | None, shapes: Shapes) -> tuple[Op | None, Held | None]:
    """Return the op stamped (None: it changes nothing) and what its record becomes."""
    if op["op"] == "put":
        kind = op["kind"]
        fields = {name: item for name, item in op["value"].items() if name != "id"}
        value = trim(fields, shapes[kind])
        if now and same(now[1], value):
            return None, now
        was = dict(now[1]) if now else None
        return {"op": "put", "kind": kind, "id": op["id"], "value": value, "was": was}, (
            kind,
            value,
        )
    if now is None:
        raise ValueError("only a put makes a record")
    kind, old = now
    same_record = {"kind": kind, "id": op["id"]}
    if op["op"] == "remove":
        return {"op": "remove", **same_record, "was": dict(old)}, None
    shape = shapes[kind]
    fields = {name: item for name, item in op["set"].items() if name != "id"}
    new = {name: _trim_field(name, item, shape) for name, item in fields.items()}
    new = {name: item for name, item in new.items() if not same(item, old.get(name))}
    if not new:
        return None, now
    was = {name: old.get(name) for name in new}
    return {"op": "patch", **same_record, "set": new, "was": was}, (kind, merged(old, new))


def merged(value: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    """Return a value with some fields set; null takes a field away."""
    return {name: item for name, item in {**value, **new}.items() if item is not None}


def complete(get: Lookup, changes: Changes, holders: Holders, shapes: Shapes) -> list[Op]:
    """Return what follows from the removals, stamped, and enter it into ``changes`` (rule O9).

    What names a removed record goes with it or forgets it, and so on until nothing dangles.
    """
    follow: list[Op] = []
    gone = {identity for identity, held in changes.items() if held is None}
    fresh = set(gone)
    while fresh:
        near = set(holders(fresh)) | set(changes)
        fresh = set()
        for identity in sorted(near):
            held = changes.get(identity) if identity in changes else get(identity)
            if held is None or not (new := forgetting(held, gone, shapes)):
                continue
            goes = any(item is _GOES for item in new.values())
            op = {"op": "remove"} if goes else {"op": "patch", "set": new}
            done, changes[identity] = _one({**op, "id": identity}, held, shapes)
            follow += [done] if done else []
            fresh |= {identity} if goes else set()
        gone |= fresh
    return follow


_GOES: Any = object()


def forgetting(held: Held, gone: Collection[str], shapes: Shapes, into: str = "") -> dict[str, Any]:
    """Return the patch with which a record forgets ids; {} where it names none of them.

    A field whose holder goes along maps to a marker that is no JSON.
    """
    new: dict[str, Any] = {}
    for name, target in references(*held, shapes, into):
        if target in gone:
            rule = shapes[held[0]].references[name]
            if rule.goes:
                new[name] = _GOES
            elif rule.many:
                new[name] = [one for one in held[1][name] if one not in gone]
            else:
                new[name] = None
    return new


def references(
    kind: str, value: Mapping[str, Json], shapes: Shapes, into: str | None = None
) -> Iterator[tuple[str, str]]:
    """Yield (field, id) for the ids that a value names in its own document ('') or another kind
    of document; with None, in any. What is not the shape of a reference is passed over."""
    for name, rule in shapes[kind].references.items():
        if into is not None and rule.into != into:
            continue
        named = value.get(name)
        for target in named if rule.many and isinstance(named, list) else [named]:
            if isinstance(target, str):
                yield name, target


def invert(ops: Sequence[Op]) -> list[Op]:
    """Return the stamped ops that take stamped ops back (rule O10); twice gives them again."""
    return [_inverse(op) for op in reversed(ops)]


def _inverse(op: Op) -> Op:
    same_record = {"kind": op["kind"], "id": op["id"]}
    if op["op"] == "patch":
        return {"op": "patch", **same_record, "set": op["was"], "was": op["set"]}
    if op["op"] == "remove":
        return {"op": "put", **same_record, "value": op["was"], "was": None}
    if op["was"] is None:
        return {"op": "remove", **same_record, "was": op["value"]}
    return {"op": "put", **same_record, "value": op["was"], "was": op["value"]}


def replay(records: Records, ops: Iterable[Op]) -> None:
    """Apply stamped ops, as the log keeps them, to ``records`` in place."""
    for op in ops:
        if op["op"] == "remove":
            del records[op["id"]]
        elif op["op"] == "put":
            records[op["id"]] = (op["kind"], dict(op["value"]))
        else:
            kind, value = records[op["id"]]
            records[op["id"]] = (kind, merged(value, op["set"]))


def settle(records: Records, ops: Sequence[Op], shapes: Shapes) -> tuple[list[Op], Records]:
    """Stamp and complete parsed ops on whole records; return the ops and the new records."""

    def holders(ids: Collection[str]) -> Iterator[str]:
        for identity, held in records.items():
            if any(target in ids for _, target in references(*held, shapes, "")):
                yield identity

    stamped, changes = stamp(records.get, ops, shapes)
    stamped += complete(records.get, changes, holders, shapes)
    after = {**records, **changes}
    return stamped, {identity: held for identity, held in after.items() if held is not None}


def apply(records: Records, ops: Sequence[Op], shapes: Shapes) -> Records:
    """Return the records after parsed ops and what follows from them."""
    return settle(records, ops, shapes)[1]


def locate(ops: Sequence[Op], identity: str, path: str) -> str:
    """Return the pointer into the edit for a problem at ``path`` of a record: the last op that
    set the field; else the record itself, ``/records/<id>``."""
    name = path[1:].partition("/")[0]
    for at in range(len(ops) - 1, -1, -1):
        op = ops[at]
        if op["id"] == identity and op["op"] == "put":
            return f"/ops/{at}/value{path}"
        if op["id"] == identity and op["op"] == "patch" and name in op["set"]:
            return f"/ops/{at}/set{path}"
    return f"/records/{identity}{path}"


def locate_removal(ops: Sequence[Op], identity: str) -> str:
    """Return the pointer to the op that removes a record; else (it goes with another) the edit."""
    at = [at for at, op in enumerate(ops) if op["op"] == "remove" and op["id"] == identity]
    return f"/ops/{at[-1]}/id" if at else "/ops"

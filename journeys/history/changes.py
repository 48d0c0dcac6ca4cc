"""What stamped operations did to each record they touched (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from journeymap.documents.ops import Held, Op, merged, same
from journeys.diff import KINDS_OF_RECORD


class Change(NamedTuple):
    """What became of a record in an entry; None where it was not there."""

    id: str
    old: Held | None
    new: Held | None

    @property
    def kind(self) -> str:
        """Return the record's kind."""
        return (self.new or self.old or ("", {}))[0]


def net(done: Iterable[Op], held: Mapping[str, Held]) -> list[Change]:
    """Return what stamped ops did to each record that they changed, in their order.

    ``held`` are the records after them; of a record that is not there (it went later) only the
    fields are known that the ops name.
    """
    ops = list(done)
    now: dict[str, Held | None] = {op["id"]: held.get(op["id"]) for op in ops}
    for op in reversed(ops):
        now[op["id"]] = _before(op, now[op["id"]])
    old = dict(now)
    for op in ops:
        now[op["id"]] = _after(op, now[op["id"]])
    return [Change(key, old[key], new) for key, new in now.items() if not _alike(old[key], new)]


def _before(op: Op, held: Held | None) -> Held | None:
    kind = op["kind"]
    if op["op"] == "patch":
        known = held[1] if held and held[0] == kind else {}
        return kind, merged(known, op["was"])
    return None if op["was"] is None else (kind, op["was"])


def _after(op: Op, held: Held | None) -> Held | None:
    if op["op"] == "patch":
        return op["kind"], merged(held[1] if held else {}, op["set"])
    return None if op["op"] == "remove" else (op["kind"], op["value"])


def _alike(one: Held | None, other: Held | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[0] == other[0] and same(one[1], other[1])


def blanks(op: Op) -> bool:
    """Tell whether an op is a redaction's: what it sets is all that is known of what was."""
    return op["op"] == "patch" and same(op["set"], op["was"])


def typed(done: Sequence[Op]) -> tuple[str, str] | None:
    """Return (record, field) where an entry only changed the text of one field; else None."""
    if len(done) != 1 or done[0]["op"] != "patch" or len(done[0]["set"]) != 1:
        return None
    (field,) = done[0]["set"]
    rule = KINDS_OF_RECORD[done[0]["kind"]].rules.get(field)
    return (done[0]["id"], field) if hasattr(rule, "limit") else None

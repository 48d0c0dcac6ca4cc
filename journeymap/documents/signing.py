"""Who said what: records that say who made them are signed by the door (rule L13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from .errors import Forbidden
from .fields import Json
from .kinds import DocumentKind, Signature, Who
from .ops import Held, Lookup, Op, merged, same


def signed(ops: Iterable[Op], kind: DocumentKind, get: Lookup, who: Who) -> list[Op]:
    """Return parsed ops with what they make or change signed; Forbidden where it is another's.

    What does not fit (a patch of what is gone, another kind) is left for ``ops.stamp`` to refuse.
    """
    now: dict[str, Held | None] = {}
    return [_signed(op, now, kind, get, who) for op in ops]


def _signed(op: Op, now: dict[str, Held | None], kind: DocumentKind, get: Lookup, who: Who) -> Op:
    identity = op["id"]
    held = now[identity] if identity in now else get(identity)
    name = op["kind"] if op["op"] == "put" else held and held[0]
    signature = kind.signs.get(name or "")
    if signature is None or (held and held[0] != name):
        return op
    before = held and held[1]
    if op["op"] == "remove":
        _expect(signature, before, None, who)
        now[identity] = None
        return op
    given = op["value"] if op["op"] == "put" else op["set"]
    bare = {n: item for n, item in given.items() if n not in signature.fields}
    after = bare if op["op"] == "put" else merged(before or {}, bare)
    _expect(signature, before, after, who)
    written = signature.sign(before, given if before is None else after, who)
    now[identity] = (str(name), merged(after, written))
    return {**op, **_with(op, bare, written, before)}


def _with(
    op: Op, bare: dict[str, Json], written: Mapping[str, Json], before: Json
) -> dict[str, Json]:
    """Return the op's fields with the written ones; a patch sets only what becomes another."""
    if op["op"] == "put":
        return {"value": merged(bare, written)}
    new = {n: item for n, item in written.items() if not same(item, before.get(n))}
    return {"set": {**bare, **new}}


def expect_own(followed: Iterable[Op], kind: DocumentKind, who: Who) -> None:
    """Refuse (Forbidden) what would take another's words along with one's own."""
    for op, signature in _removals(followed, kind):
        _expect(signature, op["was"], None, who)


def _removals(ops: Iterable[Op], kind: DocumentKind) -> Iterator[tuple[Op, Signature]]:
    for op in ops:
        if op["op"] == "remove" and (signature := kind.signs.get(op["kind"])):
            yield op, signature


def _expect(signature: Signature, before: Json, after: Json, who: Who) -> None:
    if not signature.may(before, after, who):
        raise Forbidden(_("These are somebody else’s words; only they can change them."))

"""Who says a comment, and who may change it (rule L13). Pure; its twin is ``core/signing.js``.

What people say is theirs: nobody else changes the words, and whoever may only comment takes away
nothing but their own. Whether a thread is settled anybody may say who may comment.
"""

from __future__ import annotations

from journeymap.documents.fields import Json
from journeymap.documents.kinds import FILE, Signature, Value, Who
from journeymap.documents.ops import same

#: What the door writes.
FIELDS = ("author", "by", "at", "edited", "resolved_by", "resolved_at")
#: What others may change of a comment: whoever may comment, and beyond that whoever may edit.
OTHERS, EDITORS = frozenset({"resolved"}), frozenset({"resolved", "on", "reply_to"})


def may(before: Value | None, after: Value | None, who: Who) -> bool:
    """Tell whether somebody may make (before: None), change or remove (after: None) a comment."""
    if before is None or before.get("by") == who.person:
        return True
    if after is None:
        return who.edits
    changed = {
        name
        for name in {*before, *after}
        if name not in FIELDS and not same(before.get(name), after.get(name))
    }
    return changed <= (EDITORS if who.edits else OTHERS)


def sign(before: Value | None, after: Value, who: Who) -> dict[str, Json]:
    """Return the signed fields of a comment that becomes ``after``.

    What comes with a file keeps what the file says of it, but as said by nobody who is here.
    """
    if who.person == FILE:
        return {name: after.get(name) for name in FIELDS} | {"by": FILE}
    if before is None:
        written = {"author": who.name[:200], "by": who.person, "at": who.at, "edited": None}
    else:
        written = {name: before.get(name) for name in FIELDS}
        if not same(before.get("text"), after.get("text")):
            written["edited"] = who.at
    settled = after.get("resolved") is True
    if settled != ((before or {}).get("resolved") is True):
        written["resolved_by"] = who.name[:200] if settled else None
        written["resolved_at"] = who.at if settled else None
    return written


COMMENTS = Signature(fields=FIELDS, may=may, sign=sign)

"""How much of what is said in documents a person has read: unread marks.

Said is a record of kind ``edit.COMMENT`` whose ``by`` and ``at`` the door wrote (rule L13). Marks
are a person's own and no part of the log. What was said before somebody joined the workspace, by
themselves or in a file is not new to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from journeymap.workspaces.models import Membership

from .edit import COMMENT
from .fields import told
from .kinds import FILE
from .models import Document, Entry, Record, Seen

#: What the fields of a comment are read from: (id, by, at).
Said = tuple[str, "str | None", "str | None"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person has read: all up to the moment ``at``, and ``also`` of what is newer."""

    person: str
    at: str = ""
    also: frozenset[str] = frozenset()

    def unread(self, identity: str, by: str | None, at: str | None) -> bool:
        """Tell whether what somebody said at a moment is new to the person."""
        if not at or by in (None, FILE, self.person):
            return False
        return at > self.at and identity not in self.also


def marks(user_id: Any, workspace_id: str, documents: Collection[str]) -> dict[str, Mark]:
    """Return a member's marks by document, all of one workspace; two queries."""
    member = Membership.objects.filter(user_id=user_id, workspace_id=workspace_id)
    since = member.values_list("since", flat=True).first()
    joined, person = told(since) if since else "", f"user:{user_id}"
    rows = Seen.objects.filter(user_id=user_id, document_id__in=documents)
    seen = {row.document_id: Mark(person, max(row.at, joined), frozenset(row.also)) for row in rows}
    return {each: seen.get(each, Mark(person, joined)) for each in documents}


def mark(user_id: Any, document: Document) -> Mark:
    """Return a member's mark of one document."""
    return marks(user_id, document.workspace_id, [document.pk])[document.pk]


def read(user_id: Any, document: Document, ids: Iterable[str]) -> Mark:
    """Note that a member has read some comments, by their ids; others are passed over."""
    return _move(user_id, document, "", frozenset(ids))


def read_all(user_id: Any, document: Document, version: int) -> Mark:
    """Note that a member has read all that was said up to a version of the document."""
    entry = Entry.objects.filter(document=document, version__lte=version).order_by("version").last()
    return _move(user_id, document, told(entry.at) if entry else "", frozenset())


def _move(user_id: Any, document: Document, at: str, ids: frozenset[str]) -> Mark:
    """Move a mark on; once nothing newer is unread, the newest moment stands for all ids."""
    with transaction.atomic():
        Seen.objects.get_or_create(user_id=user_id, document=document)
        row = Seen.objects.select_for_update().get(user_id=user_id, document=document)
        before = mark(user_id, document)
        now = Mark(before.person, max(before.at, at), before.also | ids)
        newer = [each for each in _said(document) if (each[2] or "") > now.at]
        if any(now.unread(*each) for each in newer):
            now = Mark(now.person, now.at, now.also & {identity for identity, _, _ in newer})
        else:
            last = max((each[2] or "" for each in newer if each[1] != FILE), default=now.at)
            now = Mark(now.person, last)
        row.at, row.also = now.at, sorted(now.also)
        row.save(update_fields=["at", "also"])
    return now


def _said(document: Document) -> list[Said]:
    rows = Record.objects.filter(document=document, kind=COMMENT)
    return [(i, v.get("by"), v.get("at")) for i, v in rows.values_list("id", "value")]

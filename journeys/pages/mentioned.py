"""Where somebody was mentioned and has not read it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, StrIndex

from journeymap.documents import talk
from journeymap.documents.edit import COMMENT
from journeymap.documents.models import Document, Record
from journeymap.workspaces.models import Workspace
from journeys.history import short

#: So much of what was said stands on the home page, in characters.
EXCERPT = 160
#: So many of them at once.
MOST = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """A comment that names somebody: where it stands, who said it, how it begins."""

    document: Document
    id: str
    author: str
    text: str
    at: str


def unread(workspace: Workspace, user_id: Any) -> Sequence[Mention]:
    """Return where a member was mentioned in journeys that are not in the trash, newest first.

    Three queries; none of what was read already, of what came with a file, or of what one said.
    """
    person = f'"user:{user_id}"'
    named = Cast(F("value__mentions"), TextField())
    rows = (
        Record.objects.filter(kind=COMMENT, document__workspace=workspace)
        .filter(document__kind="journey", document__trashed_at=None)
        .annotate(named=StrIndex(named, Value(person)))
        .filter(named__gt=0)
        .select_related("document")
    )
    held = list(rows)
    marks = talk.marks(user_id, workspace.pk, {row.document_id for row in held}) if held else {}
    found = [
        _mention(row)
        for row in held
        if marks[row.document_id].unread(row.id, row.value.get("by"), row.value.get("at"))
    ]
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:MOST]


def _mention(row: Record) -> Mention:
    text = short(str(row.value["text"]), EXCERPT)
    return Mention(row.document, row.id, row.value.get("author", ""), text, row.value["at"])

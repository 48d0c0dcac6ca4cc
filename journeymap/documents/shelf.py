"""Which documents there are: a workspace with its own ones, the trash, and its emptying.

Trash and restore change where a document stands, not what it says: they are no entries of its
log and leave its version alone (rule L10).
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.workspaces import audit
from journeymap.workspaces.access import SYSTEM, Actor
from journeymap.workspaces.models import Membership, Role, Workspace

from . import links, live, log
from .edit import Edit
from .errors import Conflict
from .ids import uuid7
from .kinds import document_kind, registered
from .models import Document
from .ops import forgetting

TRASH_DAYS = 30


@transaction.atomic
def create_workspace(name: str, owner: Any = None, **fields: str) -> Workspace:
    """Make a workspace with its owner (a user, or none for now) and its own documents.

    ``fields``: id, time_zone, language.
    """
    workspace = Workspace.objects.create(name=name, **fields)
    if owner is not None:
        Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    for kind in registered().values():
        if not kind.root:
            log.create(workspace, kind.name, SYSTEM, [])
    maker = Actor.of_user(owner) if owner is not None else SYSTEM
    audit.record(workspace, maker, "workspace_made", name)
    return workspace


def trash(document_id: str, actor: Actor) -> Document:
    """Put a document into the trash; after 30 days ``purge`` takes it away for ever."""
    return _move(document_id, actor, "trash", timezone.now())


def restore(document_id: str, actor: Actor) -> Document:
    """Take a document out of the trash, as it was."""
    return _move(document_id, actor, "restore", None)


def _move(
    document_id: str, actor: Actor, action: str, trashed_at: datetime.datetime | None
) -> Document:
    with transaction.atomic():
        document = log.locked(document_id, actor, action)
        if not document_kind(document.kind).root:
            raise Conflict(_("A workspace keeps its catalogue."))
        if bool(document.trashed_at) != bool(trashed_at):
            what = "trashed" if trashed_at else "restored"
            audit.record(document.workspace_id, actor, what, document.title, document=document.pk)
        document.trashed_at = trashed_at
        document.updated_at = timezone.now()
        document.save(update_fields=["trashed_at", "updated_at"])
        transaction.on_commit(lambda: live.wake(document.pk, document.version), robust=True)
    return document


def purge(now: datetime.datetime | None = None) -> list[str]:
    """Delete for ever what has been in the trash for 30 days; return the ids.

    References to it in other documents are taken back by entries of the system.
    """
    before = (now or timezone.now()) - datetime.timedelta(days=TRASH_DAYS)
    due = Document.objects.filter(trashed_at__lt=before).order_by("trashed_at")
    gone = []
    for document_id in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            document = due.select_for_update().filter(pk=document_id).first()
            if document:  # not restored meanwhile
                _forget(document)
                audit.record(
                    document.workspace_id, SYSTEM, "purged", document.title, document=document_id
                )
                document.delete()
                gone.append(document_id)
    return gone


def _forget(document: Document) -> None:
    """Patch away the references that records of other documents hold to a document."""
    named = links.uses(document.workspace_id, [document.pk], into=document.kind)
    for use in named.get(document.pk, []):
        holder = log.locked(use.document_id, SYSTEM, "purge")
        edit = Edit(holder, SYSTEM, [], uuid7(), "", "")
        held = edit.stored.get(use.id)
        if held and (new := forgetting(held, {document.pk}, edit.stored.shapes, document.kind)):
            edit.ops = [{"op": "patch", "id": use.id, "set": new}]
            edit.append()

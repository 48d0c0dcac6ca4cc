"""Making journeys: empty, from a file, or a to-be from an as-is; each one transaction.

A ``client_id`` makes a retry safe, also one that comes while the first call is still at work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from journeymap.documents import log
from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document, Entry
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace
from journeys import loading, rows
from journeys.commands.adding import put
from journeys.commands.derive import derive_to_be
from journeys.commands.naming import adopt
from journeys.formats import Loss, Reading


@dataclass(frozen=True, slots=True)
class Made:
    """A journey, whether this call made it, and what of its file was not understood."""

    document: Document
    created: bool = True
    losses: tuple[Loss, ...] = ()


def once(workspace: Workspace, actor: Actor, client_id: str, make: Callable[[str], Made]) -> Made:
    """Return what ``make`` makes under the client_id (a new one for ''), or the journey that an
    earlier call of this actor made under it.

    One call at a time in a workspace: they wait for each other at its catalogue.
    """
    with transaction.atomic():
        log.locked(workspace.pk, actor, "create")
        return _before(workspace, actor, client_id) or make(client_id or uuid7())


def _before(workspace: Workspace, actor: Actor, client_id: str) -> Made | None:
    entry = Entry.objects.filter(
        document__workspace=workspace,
        document__kind="journey",
        version=1,
        client_id=client_id,
        author_kind=actor.kind,
        author_id=actor.id,
    ).select_related("document")
    found = entry.first() if client_id else None
    return Made(found.document, created=False) if found else None


def empty(workspace: Workspace, actor: Actor, fields: dict[str, Any], client_id: str) -> Made:
    """Make a journey of nothing but its own record."""
    identity = fields.pop("id", "") or uuid7()
    edit = [put("journey", {"id": identity, **fields})]
    return Made(log.create(workspace, "journey", actor, edit, id=identity, client_id=client_id))


def brought(workspace: Workspace, actor: Actor, reading: Reading, client_id: str) -> Made:
    """Make a journey from a file, and tell what was lost and what was done to make it fit."""
    graph = adopt(reading.graph, reading.named, rows.catalogue(workspace.pk))
    (loaded,) = loading.load(workspace, actor, [graph], client_id)
    notes = tuple(Loss("", note) for note in loaded.notes)
    return Made(loaded.document, losses=(*reading.losses, *notes))


def looked(workspace: Workspace, actor: Actor, reading: Reading) -> Made:
    """Return what ``brought`` would make: the door has seen it, and it is taken back."""
    with transaction.atomic():
        made = brought(workspace, actor, reading, "")
        transaction.set_rollback(True)
    return made


def derived(as_is: Document, actor: Actor, title: str, client_id: str) -> Made:
    """Make a to-be of a journey, with the same ids, so that the two can be compared."""
    identity = uuid7()
    edit = derive_to_be(rows.load(as_is.pk), identity, title)
    made = log.create(as_is.workspace, "journey", actor, edit, id=identity, client_id=client_id)
    return Made(made)

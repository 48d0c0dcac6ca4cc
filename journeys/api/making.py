"""Making journeys: empty, from a file, or a to-be from an as-is; each one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journeymap.documents import log
from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document, Entry
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace
from journeys import rows
from journeys.commands.derive import derive_to_be
from journeys.commands.difference import put
from journeys.commands.loading import Loading, links, load
from journeys.formats import Loss, Reading


@dataclass(frozen=True, slots=True)
class Made:
    """A journey, whether this call made it, and what of its file was not understood."""

    document: Document
    created: bool = True
    losses: tuple[Loss, ...] = ()


def before(workspace: Workspace, actor: Actor, client_id: str) -> Made | None:
    """Return the journey that an earlier call of this actor made under a client_id."""
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


@transaction.atomic
def brought(workspace: Workspace, actor: Actor, reading: Reading, client_id: str) -> Made:
    """Make a journey from a file; what it names in the catalogue is found there, or added.

    It keeps its id unless that is taken. References to journeys that are not here are lost.
    """
    own = reading.graph.journey.id
    taken = Document.objects.filter(pk=own).exists()
    there = rows.catalogue(workspace.pk)
    loading = load(reading.graph, there, id=uuid7() if taken else own)
    if loading.catalogue:
        log.commit(workspace.pk, actor, loading.catalogue, client_id=uuid7())
    document = log.create(
        workspace, "journey", actor, loading.journey, id=loading.id, client_id=client_id
    )
    lost = _linked(document, actor, loading)
    document.refresh_from_db()
    return Made(document, losses=(*reading.losses, *lost))


def _linked(document: Document, actor: Actor, loading: Loading) -> list[Loss]:
    """Link a new journey to those of its workspace that it names; return what leads nowhere."""
    wanted = {each.journey for each in loading.later}
    here = Document.objects.filter(
        pk__in=wanted, kind="journey", workspace_id=document.workspace_id
    )
    known = {pk: pk for pk in here.values_list("pk", flat=True)}
    edit, nowhere = links(loading, known)
    if edit:
        log.commit(document.pk, actor, edit, client_id=uuid7())
    told = _("names the journey %s, which is not in this workspace")
    return [Loss(f"{each.record}/{each.field}", told % each.journey) for each in nowhere]


def derived(as_is: Document, actor: Actor, title: str, client_id: str) -> Made:
    """Make a to-be of a journey, with the same ids, so that the two can be compared."""
    identity = uuid7()
    edit = derive_to_be(rows.load(as_is.pk), identity, title)
    made = log.create(as_is.workspace, "journey", actor, edit, id=identity, client_id=client_id)
    return Made(made)

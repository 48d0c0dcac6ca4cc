"""Journeys from files into a workspace, through the door: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from journeymap.documents import log
from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace

from . import rows
from .commands import loading
from .graph import JOURNEY, Graph


@dataclass(frozen=True, slots=True)
class Loaded:
    """A journey that is there now, and what was done to make it fit, a sentence each."""

    document: Document
    notes: tuple[str, ...] = ()


def load(
    workspace: Workspace, actor: Actor, graphs: Sequence[Graph], client_id: str | None = None
) -> list[Loaded]:
    """Make journeys of sound graphs, in one transaction.

    Catalogue records that are there already are used; an id that is taken is replaced; references
    to each other are kept, those to journeys that are not there are dropped. A ``client_id`` (of
    a single graph) is that of the journey's first entry. Raises Refusal.
    """
    with transaction.atomic():
        plans = [_create(workspace, actor, graph, client_id) for graph in graphs]
        named = loading.named_journeys(graphs)
        there = Document.objects.filter(workspace=workspace, kind=JOURNEY.name, pk__in=named)
        known = {document.pk: document.pk for document in there}
        known |= {graph.journey.id: plan.id for graph, plan in zip(graphs, plans, strict=True)}
        lost = [_link(actor, plan, known) for plan in plans]
        documents = Document.objects.in_bulk([plan.id for plan in plans])
    return [
        Loaded(documents[plan.id], tuple(_notes(graph, plan, gone)))
        for graph, plan, gone in zip(graphs, plans, lost, strict=True)
    ]


def _create(
    workspace: Workspace, actor: Actor, graph: Graph, client_id: str | None
) -> loading.Loading:
    taken = Document.objects.filter(pk=graph.journey.id).exists()
    fresh = uuid7() if taken else ""
    plan = loading.load(graph, rows.catalogue(workspace.pk), id=fresh)
    label = _("Loaded: %(title)s") % {"title": graph.journey.title[:150]}
    if plan.catalogue:
        log.commit(workspace.pk, actor, plan.catalogue, client_id=uuid7(), label=label)
    log.create(workspace, JOURNEY.name, actor, plan.journey, label=label, client_id=client_id)
    return plan


def _link(actor: Actor, plan: loading.Loading, known: dict[str, str]) -> list[loading.Later]:
    ops, lost = loading.links(plan, known)
    if ops:
        label = _("Linked to other journeys")
        log.commit(plan.id, actor, ops, client_id=uuid7(), label=label)
    return lost


def _notes(graph: Graph, plan: loading.Loading, lost: list[loading.Later]) -> list[str]:
    notes = []
    if plan.id != graph.journey.id:
        taken = {"id": graph.journey.id, "new": plan.id}
        notes.append(_("The id %(id)s is taken; the journey is now %(new)s.") % taken)
    if plan.reused:
        names = ", ".join(sorted(str(value["name"]) for _kind, value in plan.reused))
        notes.append(_("Used from the catalogue: %(names)s.") % {"names": names})
    for each in lost:
        gone = {"field": each.field, "record": each.record, "id": each.journey}
        notes.append(_("Left out: %(field)s of %(record)s, there is no journey %(id)s.") % gone)
    return notes

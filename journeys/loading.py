"""Journeys from files into a workspace, through the door: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from journeymap.documents import log
from journeymap.documents.ids import UUID, uuid7
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
    a single graph) is that of the journey's first entry. Loads of a workspace wait for each
    other, so that no two bring the same. Raises Refusal.
    """
    with transaction.atomic():
        log.locked(workspace.pk, actor, "create")
        plans = [_create(workspace, actor, graph, client_id) for graph in graphs]
        named = loading.named_journeys(graphs)
        there = Document.objects.filter(workspace=workspace, kind=JOURNEY.name, pk__in=named)
        known = {document.pk: document.pk for document in there}
        known |= {graph.journey.id: plan.id for graph, plan in zip(graphs, plans, strict=True)}
        lost = [_link(actor, plan, known) for plan in plans]
        documents = Document.objects.in_bulk([plan.id for plan in plans])
    return [
        Loaded(documents[plan.id], tuple(_notes(graph, plan, gone, actor)))
        for graph, plan, gone in zip(graphs, plans, lost, strict=True)
    ]


def _create(
    workspace: Workspace, actor: Actor, graph: Graph, client_id: str | None
) -> loading.Loading:
    plan = loading.load(graph, rows.catalogue(workspace.pk), id=_id_for(graph.journey.id, actor))
    label = _("Loaded: %(title)s") % {"title": graph.journey.title[:150]}
    if plan.catalogue:
        log.commit(workspace.pk, actor, plan.catalogue, client_id=uuid7(), label=label)
    log.create(workspace, JOURNEY.name, actor, plan.journey, label=label, client_id=client_id)
    return plan


def _id_for(wanted: str, actor: Actor) -> str:
    """Return the id that a journey gets: its file's one where it may have it and that is free."""
    free = _keeps(wanted, actor) and not Document.objects.filter(pk=wanted).exists()
    return wanted if free else uuid7()


def _keeps(wanted: str, actor: Actor) -> bool:
    """Tell whether a journey may have its file's id: a UUID, or a word where the system loads.

    Ids are of the whole installation: whether a word is taken would tell what others hold.
    """
    return actor.kind == "system" or UUID.fullmatch(wanted) is not None


def _link(actor: Actor, plan: loading.Loading, known: dict[str, str]) -> list[loading.Later]:
    ops, lost = loading.links(plan, known)
    if ops:
        label = _("Linked to other journeys")
        log.commit(plan.id, actor, ops, client_id=uuid7(), label=label)
    return lost


def _notes(
    graph: Graph, plan: loading.Loading, lost: list[loading.Later], actor: Actor
) -> list[str]:
    notes = []
    if plan.id != graph.journey.id and _keeps(graph.journey.id, actor):
        taken = {"id": graph.journey.id, "new": plan.id}
        notes.append(_("The id %(id)s is taken; the journey is now %(new)s.") % taken)
    if plan.reused:
        names = ", ".join(sorted(str(value["name"]) for _kind, value in plan.reused))
        notes.append(_("Used from the catalogue: %(names)s.") % {"names": names})
    for each in lost:
        gone = {"field": each.field, "record": each.record, "id": each.journey}
        notes.append(_("Left out: %(field)s of %(record)s, there is no journey %(id)s.") % gone)
    return notes

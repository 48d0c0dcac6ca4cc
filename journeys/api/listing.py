"""Which journeys there are: the list with its filters, and what is told of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex
from rest_framework import serializers

from journeymap.documents.models import Document, Link, Record
from journeymap.workspaces.access import Actor, visible_workspaces
from journeys import rows
from journeys.graph import STATES, Journey

from .base import workspace_for
from .paging import PageQuery
from .shapes import field_is, whole


class JourneyQuery(PageQuery):
    """Which journeys; several words to search for must all be there."""

    workspace = serializers.CharField(required=False, max_length=64)
    search = serializers.CharField(required=False, max_length=200)
    state = serializers.ChoiceField(required=False, choices=STATES)
    language = serializers.CharField(required=False, max_length=35)
    label = serializers.CharField(  # type: ignore[assignment]
        required=False, max_length=60
    )
    organisation = serializers.CharField(required=False, max_length=64)
    persona = serializers.CharField(required=False, max_length=64)
    segment = serializers.CharField(required=False, max_length=64)
    touchpoint = serializers.CharField(required=False, max_length=64)
    derived_from = serializers.CharField(required=False, max_length=64)
    review_before = serializers.DateField(required=False)
    updated_since = serializers.DateTimeField(required=False)
    trashed = serializers.BooleanField(required=False, default=False)


def listed(actor: Actor, query: dict[str, Any]) -> tuple[QuerySet[Document], Sequence[str]]:
    """Return the journeys a query asks for, and how they are sorted.

    Newest change first; with ``updated_since`` oldest change first, so that a client that keeps
    a copy misses nothing that changes while it reads.
    """
    found = Document.objects.filter(kind="journey", trashed_at__isnull=not query["trashed"])
    if workspace := query.get("workspace"):
        found = found.filter(workspace=workspace_for(actor, workspace))
    else:
        found = found.filter(workspace__in=visible_workspaces(actor).order_by().values("pk"))
    found = found.filter(_root_is(query), _links_are(query))
    for word in query.get("search", "").casefold().split():
        found = found.filter(search__contains=word)
    if since := query.get("updated_since"):
        return found.filter(updated_at__gte=since), ("updated_at", "id")
    return found, ("-updated_at", "-id")


def _root_is(query: dict[str, Any]) -> Q:
    """Say what the root record must hold."""
    wanted = Q()
    for name in ("state", "language"):
        if name in query:
            wanted &= field_is(Journey, name, query[name])
    if "review_before" in query:
        wanted &= Q(value__review_by__lt=query["review_before"].isoformat())
    roots = Record.objects.filter(wanted, document=OuterRef("pk"), id=OuterRef("pk"))
    if "label" in query:
        # Labels as JSON text, in which PostgreSQL writes ä and SQLite perhaps \u00e4.
        forms = {json.dumps(query["label"], ensure_ascii=plain) for plain in (True, False)}
        text = Cast(F("value__labels"), TextField())
        named = Q()
        for at, form in enumerate(sorted(forms)):
            roots = roots.annotate(**{f"at_{at}": StrIndex(text, Value(form))})
            named |= Q(**{f"at_{at}__gt": 0})
        roots = roots.filter(named)
    return Q(Exists(roots)) if wanted or "label" in query else Q()


def _links_are(query: dict[str, Any]) -> Q:
    """Say what the journey must name: its own organisation, personas …, any touchpoint."""
    wanted = Q()
    for name, field in (
        ("organisation", "organisation"),
        ("persona", "personas"),
        ("segment", "segments"),
        ("derived_from", "derived_from"),
    ):
        if name in query:
            links = Link.objects.filter(
                document=OuterRef("pk"),
                source=OuterRef("pk"),
                field=field,
                target=query[name],
            )
            wanted &= Q(Exists(links))
    if "touchpoint" in query:
        met = Link.objects.filter(
            document=OuterRef("pk"), target=query["touchpoint"], into="catalogue"
        )
        wanted &= Q(Exists(met))
    return wanted


def heads(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return what is told of each journey: its root record, whole, and where it stands.

    Two queries, however many there are.
    """
    return [
        {
            "id": each.document.pk,
            "workspace": each.document.workspace_id,
            "version": each.document.version,
            "created_at": each.document.created_at,
            "updated_at": each.document.updated_at,
            "trashed_at": each.document.trashed_at,
            "steps": each.steps,
            "pains": each.pains,
            "gains": each.gains,
            "journey": whole(Journey, dict(each.journey)),
        }
        for each in rows.listed(documents)
    ]

"""Pains and gains across all journeys that one may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents.models import Document, Record
from journeymap.workspaces.access import Actor, visible_workspaces
from journeys.graph import FINDING_STATUSES, JOURNEY, Finding

from .base import Api, workspace_for
from .paging import PageQuery, page
from .shapes import field_is, whole, whole_schema


class FindingQuery(PageQuery):
    """Which findings."""

    workspace = serializers.CharField(required=False, max_length=64)
    journey = serializers.CharField(required=False, max_length=64)
    step = serializers.CharField(required=False, max_length=64)
    touchpoint = serializers.CharField(required=False, max_length=64)
    kind = serializers.ChoiceField(required=False, choices=("pain", "gain"))
    status = serializers.ChoiceField(required=False, choices=FINDING_STATUSES)
    severity = serializers.IntegerField(
        required=False, min_value=1, max_value=4, help_text="At least this severity."
    )


class Named(serializers.Serializer[Any]):
    """Something with a name."""

    id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)


@extend_schema_field(whole_schema(JOURNEY.by_name["finding"]))
class FindingField(serializers.JSONField):
    """A finding with all its fields."""


class FindingOut(serializers.Serializer[Any]):
    """A finding with the journey and the step it is about."""

    id = serializers.CharField()
    workspace = serializers.CharField()
    journey = Named()
    step = Named(allow_null=True)
    finding = FindingField()


class FindingPage(serializers.Serializer[Any]):
    """A page of findings, newest first."""

    results = FindingOut(many=True)
    next = serializers.URLField(allow_null=True)


class Findings(Api):
    """Pains and gains across journeys."""

    @extend_schema(operation_id="list_findings", parameters=[FindingQuery], responses=FindingPage)
    def get(self, request: Request) -> Response:
        """List pains and gains across journeys, newest first."""
        query = self.asked(FindingQuery)
        found, following = page(request, _listed(self.actor, query), query, ["-row"])
        return Response({"results": _told(found), "next": following})


def _listed(actor: Actor, query: dict[str, Any]) -> QuerySet[Record]:
    documents = Document.objects.filter(kind="journey", trashed_at=None)
    if workspace := query.get("workspace"):
        documents = documents.filter(workspace=workspace_for(actor, workspace))
    else:
        seen = visible_workspaces(actor).order_by().values("pk")
        documents = documents.filter(workspace__in=seen)
    if journey := query.get("journey"):
        documents = documents.filter(pk=journey)
    rows = Record.objects.filter(kind="finding", document__in=documents.values("pk"))
    for name in ("kind", "status", "step", "touchpoint"):
        if name in query:
            rows = rows.filter(field_is(Finding, name, query[name]))
    if least := query.get("severity"):
        rows = rows.filter(value__severity__gte=least)
    return rows.select_related("document")


def _told(found: Sequence[Record]) -> list[dict[str, Any]]:
    """Return findings as JSON; one query for the titles of all their steps."""
    named = {each.value["step"] for each in found if each.value.get("step")}
    documents = {each.document_id for each in found}
    steps = Record.objects.filter(document__in=documents, kind="step", id__in=named)
    titles = {
        (document, step): value["title"]
        for document, step, value in steps.values_list("document_id", "id", "value")
    }
    return [
        {
            "id": each.id,
            "workspace": each.document.workspace_id,
            "journey": {"id": each.document_id, "title": each.document.title},
            "step": _named(each.value.get("step"), each.document_id, titles),
            "finding": whole(Finding, {"id": each.id, **each.value}),
        }
        for each in found
    ]


def _named(step: str | None, journey: str, titles: dict[tuple[str, str], str]) -> Any:
    return {"id": step, "title": titles.get((journey, step), "")} if step else None

"""A workspace's catalogue: touchpoints, organisations, personas, segments; where each is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents import links
from journeymap.documents.errors import NotFound
from journeymap.documents.models import Link, Record
from journeymap.documents.record import plain
from journeymap.workspaces.access import allowed
from journeys import merging
from journeys.kept import digest
from touchpoints import hearing
from touchpoints.limits import limits
from touchpoints.measures import Measure, measure
from touchpoints.records import CATALOGUE

from .base import ClientId, DocumentView, Shape
from .conditional import answer
from .edits import EditsView, UndoView
from .paging import PageQuery, page
from .problems import UseOut, uses_shape
from .shapes import AnyObject, as_json, field_is


class CatalogueQuery(PageQuery):
    """Which records of the catalogue."""

    kind = serializers.ChoiceField(required=False, choices=sorted(CATALOGUE.by_name))
    touchpoint_kind = serializers.CharField(required=False, max_length=32)
    channel = serializers.CharField(required=False, max_length=32)
    organisation = serializers.CharField(required=False, max_length=64)
    search = serializers.CharField(required=False, max_length=200)


class CatalogueRecordOut(serializers.Serializer[Any]):
    """A record of the catalogue, and in how many journeys (not in the trash) it is used."""

    kind = serializers.ChoiceField(choices=sorted(CATALOGUE.by_name))
    id = serializers.CharField()
    journeys = serializers.IntegerField()
    record = AnyObject()


class CataloguePage(serializers.Serializer[Any]):
    """A page of the catalogue; ``version`` counts its edits."""

    version = serializers.IntegerField()
    results = CatalogueRecordOut(many=True)
    next = serializers.URLField(allow_null=True)


class UsesOut(serializers.Serializer[Any]):
    """Where a record of the catalogue is used."""

    results = UseOut(many=True)


class Catalogue(DocumentView):
    """The records of a workspace's catalogue."""

    kind = "catalogue"
    named = "workspace"

    @extend_schema(
        operation_id="list_catalogue", parameters=[CatalogueQuery], responses=CataloguePage
    )
    def get(self, request: Request, workspace: str) -> HttpResponse:
        """List the records of a catalogue with the number of journeys that use each."""
        query = self.asked(CatalogueQuery)
        rows = Record.objects.filter(_wanted(query), document=self.document)
        found, following = page(request, rows, query, ["row"])
        told = {
            "version": self.document.version,
            "results": _told(workspace, found),
            "next": following,
        }
        return Response(told)


class CatalogueEdits(EditsView):
    """The log of a workspace's catalogue."""

    kind = "catalogue"
    named = "workspace"


class CatalogueUndo(UndoView):
    """Taking back one's own edits of the catalogue."""

    kind = "catalogue"
    named = "workspace"


class Uses(DocumentView):
    """Where a record of the catalogue is used, the trash included."""

    kind = "catalogue"
    named = "workspace"

    @extend_schema(responses=UsesOut)
    def get(self, request: Request, workspace: str, record: str) -> HttpResponse:
        """List where a record of the catalogue is used, the trash included."""
        if not Record.objects.filter(document=self.document, id=record).exists():
            raise NotFound()
        found = links.uses(workspace, [record], into="catalogue")
        return Response({"results": uses_shape(found.get(record, []))})


class TouchpointMeasuresOut(serializers.Serializer[Any]):
    """What answers say of each touchpoint in all journeys together.

    Of fewer than ``limit`` answers only ``hidden`` is told; what nobody answered about is left out.
    """

    limit = serializers.IntegerField()
    touchpoints = serializers.DictField(child=AnyObject())


class TouchpointMeasures(DocumentView):
    """What customers' answers say of each touchpoint, across journeys."""

    kind = "catalogue"
    named = "workspace"

    @extend_schema(operation_id="measure_touchpoints", responses=TouchpointMeasuresOut)
    def get(self, request: Request, workspace: str) -> HttpResponse:
        """Get what answers say of each touchpoint; small groups are not told."""
        single = allowed(self.actor, "answers", self.document)
        heard = hearing.workspace_stamp(workspace, single=single)
        etag = digest(
            "touchpoints", workspace, self.document.created_at, self.document.version, heard, single
        )
        return answer(request, etag, lambda: self._made(single))

    def _made(self, single: bool) -> bytes:
        home = self.document.pk
        ids = Record.objects.filter(document=home, kind="touchpoint").values_list("id", flat=True)
        limit = limits([home])[home]
        told = hearing.touchpoints(home, ids, single=single)
        said = {
            key: plain(measure(counts, limit) if counts else Measure(hidden=True))
            for key, counts in sorted(told.items())
        }
        return as_json({"limit": limit, "touchpoints": said})


class MergeIn(Shape):
    """Which record goes into which; ``take`` names the fields in which the one that goes wins."""

    client_id = ClientId()
    record = ClientId()
    into = ClientId()
    take = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, default=list, max_length=20
    )


class MergedJourneyOut(serializers.Serializer[Any]):
    """A journey that names the one that stayed, and its version since."""

    id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    trashed = serializers.BooleanField()


class MergedOut(serializers.Serializer[Any]):
    """What was done: the catalogue's version, the journeys changed, the answers that followed."""

    version = serializers.IntegerField()
    journeys = MergedJourneyOut(many=True)
    answers = serializers.IntegerField()


class Merge(DocumentView):
    """Making one record of two."""

    kind = "catalogue"
    named = "workspace"
    needs = {"POST": "edit"}

    @extend_schema(operation_id="merge_catalogue", request=MergeIn, responses=MergedOut)
    def post(self, request: Request, workspace: str) -> HttpResponse:
        """Have every journey name ``into`` instead of ``record``, and remove that."""
        sent = self.sent(MergeIn)
        done = merging.merge(
            self.document.workspace,
            self.actor,
            sent["record"],
            sent["into"],
            client_id=sent["client_id"],
            take=sent["take"],
        )
        journeys = [
            {
                "id": each.document_id,
                "title": each.document.title,
                "version": each.version,
                "trashed": each.document.trashed_at is not None,
            }
            for each in done.journeys
        ]
        told = {"version": done.entry.version, "journeys": journeys, "answers": done.answers}
        return Response(told)


def _wanted(query: dict[str, Any]) -> Q:
    wanted = Q(kind=query["kind"]) if "kind" in query else Q()
    touchpoint = CATALOGUE.by_name["touchpoint"].cls
    for name in ("touchpoint_kind", "channel", "organisation"):
        if name in query:
            field = name.removeprefix("touchpoint_")
            wanted &= Q(kind="touchpoint") & field_is(touchpoint, field, query[name])
    for word in query.get("search", "").split():
        # SQLite folds the case of ASCII only: so the usual spellings are asked for.
        forms = {word, word.casefold(), word.capitalize(), word.upper()}
        named = Q()
        for form in sorted(forms):
            named |= Q(value__name__icontains=form)
        wanted &= named
    return wanted


def _told(workspace: str, found: Sequence[Record]) -> list[dict[str, Any]]:
    """Return catalogue records as JSON; one query for their uses."""
    named = Link.objects.filter(
        target__in=[each.id for each in found],
        into="catalogue",
        document__workspace=workspace,
        document__trashed_at=None,
    )
    counted = named.values_list("target").annotate(Count("document", distinct=True))
    uses = dict(counted.order_by())
    return [
        {
            "kind": each.kind,
            "id": each.id,
            "journeys": uses.get(each.id, 0),
            "record": {"id": each.id, **each.value},
        }
        for each in found
    ]

"""Journeys: the list, making and importing them, the trash, deriving a to-be."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents import shelf
from journeymap.documents.ids import UUID
from journeymap.workspaces.models import Workspace
from journeys import making
from journeys.formats import Format, Reading
from journeys.graph import JOURNEY, STATES
from journeys.kept import digest

from .base import Api, ClientId, DocumentView, Shape
from .bodies import FileParser, decoded
from .bringing import FILES, FileQuery, LossOut, sent
from .conditional import answer
from .listing import JourneyQuery, heads, listed
from .paging import page
from .shapes import as_json, losses_shape, whole_schema


@extend_schema_field(whole_schema(JOURNEY.by_name["journey"]))
class HeadFields(serializers.JSONField):
    """The journey's own record with all its fields."""


class JourneyOut(serializers.Serializer[Any]):
    """A journey in a list: where it stands, how much it holds, and its own record, whole."""

    id = serializers.CharField()
    workspace = serializers.CharField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    trashed_at = serializers.DateTimeField(allow_null=True)
    steps = serializers.IntegerField()
    pains = serializers.IntegerField()
    gains = serializers.IntegerField()
    journey = HeadFields()


class JourneyPage(serializers.Serializer[Any]):
    """A page of journeys."""

    results = JourneyOut(many=True)
    next = serializers.URLField(allow_null=True)


class CreatedOut(JourneyOut):
    """A journey that was made, and what of its file was not understood."""

    losses = LossOut(many=True)


class NewQuery(FileQuery):
    """Where to make it, how to read it; ``client_id`` makes a retry safe."""

    client_id = ClientId(required=False, default="")


class NewJourney(Shape):
    """An empty journey."""

    title = serializers.CharField(max_length=200)
    language = serializers.CharField(required=False, max_length=35)
    state = serializers.ChoiceField(required=False, choices=STATES)
    id = serializers.RegexField(f"^{UUID.pattern}$", required=False, help_text="A new UUID.")


class ToBeIn(Shape):
    """A to-be: its title (that of the as-is where there is none), and an id for safe retries."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    client_id = ClientId(required=False, default="")


_BODIES: Any = FILES | {
    "application/json": {
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "title": {"type": "string", "minLength": 1, "maxLength": 200},
                    "language": {"type": "string", "maxLength": 35},
                    "state": {"type": "string", "enum": list(STATES)},
                    "id": {"type": "string", "pattern": f"^{UUID.pattern}$"},
                },
                "required": ["title"],
                "additionalProperties": False,
            },
            {"$ref": "#/components/schemas/JourneyFile"},
        ]
    }
}
_MADE = {200: CreatedOut, 201: CreatedOut}


class Journeys(Api):
    """Journeys of all workspaces that you may see."""

    parser_classes = (FileParser,)
    workspace: Workspace

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find the workspace that a new journey goes into."""
        if request.method == "POST":
            self.workspace = self.named_workspace("create")

    @extend_schema(operation_id="list_journeys", parameters=[JourneyQuery], responses=JourneyPage)
    def get(self, request: Request) -> Response:
        """Find journeys: newest change first, or with updated_since oldest change first."""
        query = self.asked(JourneyQuery)
        rows, keys = listed(self.actor, query)
        found, following = page(request, rows, query, keys)
        return Response({"results": heads(found), "next": following})

    @extend_schema(
        operation_id="create_journey",
        parameters=[NewQuery],
        request=_BODIES,
        responses=_MADE,
    )
    def post(self, request: Request) -> Response:
        """Make an empty journey, or one from a file: the content type says which format."""
        query = self.asked(NewQuery)
        form, body = sent(request, query)
        given = _parsed(form, body, query.get("mapping"))
        client_id = query["client_id"]
        made = making.once(
            self.workspace, self.actor, client_id, lambda client_id: self._make(given, client_id)
        )
        return _answer(made)

    def _make(self, given: dict[str, Any] | Reading, client_id: str) -> making.Made:
        if isinstance(given, Reading):
            return making.brought(self.workspace, self.actor, given, client_id)
        return making.empty(self.workspace, self.actor, given, client_id)


class OneJourney(DocumentView):
    """One journey."""

    needs = {"GET": "view", "DELETE": "trash"}

    @extend_schema(operation_id="get_journey", responses=JourneyOut)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Tell where a journey stands, how much it holds, and its own record."""
        made = digest(id, self.document.version, self.document.updated_at)
        return answer(request, made, lambda: as_json(heads([self.document])[0]))

    @extend_schema(operation_id="trash_journey", responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Put a journey into the trash; it can be restored for 30 days."""
        shelf.trash(id, self.actor)
        return Response(status=204)


class Restore(DocumentView):
    """Taking a journey out of the trash."""

    needs = {"POST": "restore"}

    @extend_schema(operation_id="restore_journey", request=None, responses=JourneyOut)
    def post(self, request: Request, id: str) -> HttpResponse:
        """Take a journey out of the trash, as it was."""
        return Response(heads([shelf.restore(id, self.actor)])[0])


class ToBe(DocumentView):
    """Deriving a to-be."""

    needs = {"POST": "create"}

    @extend_schema(operation_id="derive_to_be", request=ToBeIn, responses=_MADE)
    def post(self, request: Request, id: str) -> HttpResponse:
        """Make a to-be of a journey, with the same ids, so that the two can be compared."""
        sent = self.sent(ToBeIn)
        title, client_id = sent["title"], sent["client_id"]
        made = making.once(
            self.document.workspace,
            self.actor,
            client_id,
            lambda client_id: making.derived(self.document, self.actor, title, client_id),
        )
        return _answer(made)


def _parsed(form: Format, body: bytes, mapping: dict[str, str] | None) -> dict[str, Any] | Reading:
    """Return what an empty journey is to have, or what the file holds."""
    if form.name != "json":
        return form.read(body, mapping=mapping)
    value = decoded(body)
    if isinstance(value, dict) and "format" in value:
        return form.read(body)
    given = NewJourney(data=value)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _answer(made: making.Made) -> Response:
    told = heads([made.document])[0] | {"losses": losses_shape(made.losses)}
    where = reverse("api:journey", args=[made.document.pk])
    return Response(told, status=201 if made.created else 200, headers={"Location": where})

"""Survey rounds over the API: for members to read, for editors to make and change."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents.errors import Forbidden, Invalid, NotFound
from journeymap.documents.fields import Problem, object_schema, rules_of
from journeymap.workspaces.access import grants, role_of
from journeys.kept import digest
from touchpoints import rounds
from touchpoints.intake.asked import Asked
from touchpoints.models import SurveyRound

from .answers import AnswersView, Into
from .base import Api
from .conditional import answer
from .paging import PageQuery, page
from .problems import Fault
from .shapes import as_json, or_null

_JSON, _REF = "application/json", "#/components/schemas/"


class RoundQuery(PageQuery, Into):
    """Which survey rounds."""

    journey = serializers.CharField(required=False, max_length=64)
    touchpoint = serializers.CharField(required=False, max_length=64)
    state = serializers.ChoiceField(required=False, choices=rounds.STATES)


@extend_schema_field({"$ref": f"{_REF}Round"})
class RoundField(serializers.JSONField):
    """A survey round as it is told."""


class RoundPage(serializers.Serializer[Any]):
    """A page of survey rounds, newest first."""

    results = serializers.ListField(child=RoundField())
    next = serializers.URLField(allow_null=True)


def _body(name: str) -> dict[str, Any]:
    return {_JSON: {"$ref": f"{_REF}{name}"}}


class Rounds(AnswersView):
    """The survey rounds of a workspace."""

    needs = {"GET": "view", "POST": "edit"}

    @extend_schema(operation_id="list_rounds", parameters=[RoundQuery], responses=RoundPage)
    def get(self, request: Request) -> Response:
        """List survey rounds, newest first."""
        query = self.asked(RoundQuery)
        rows = rounds.rounds_of(self.workspace, self.actor)
        named = {name: query[name] for name in ("journey", "touchpoint") if name in query}
        rows = rows.filter(**named)
        if state := query.get("state"):
            rows = rows.filter(rounds.in_state(state))
        found, following = page(request, rows, query, ("-created_at", "-id"))
        return Response({"results": [_told(request, each) for each in found], "next": following})

    @extend_schema(
        operation_id="make_round",
        parameters=[Into],
        request=_body("RoundIn"),
        responses={(status, _JSON): {"$ref": f"{_REF}Round"} for status in (200, 201)},
    )
    def post(self, request: Request) -> Response:
        """Make a survey round; the same id and round again change nothing and say 200."""
        self.asked(Into)
        value = _object(request)
        identity = value.pop("id", "")
        if not isinstance(identity, str):
            raise Invalid([Problem("/id", "expected an id")])
        made, created = rounds.make(self.workspace, self.actor, value, identity)
        return Response(_told(request, made), status=201 if created else 200)


class OneRound(Api):
    """One survey round."""

    needs = {"GET": "view", "HEAD": "view"}
    held: SurveyRound

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find the round, as far as the actor may do this with it."""
        rows = SurveyRound.objects.select_related("workspace")
        found = rows.filter(pk=kwargs["round"]).first()
        role = role_of(self.actor, found.workspace) if found else ""
        if found is None or not grants(role, "view"):
            raise NotFound()
        if not grants(role, self.needs.get(request.method or "", "edit")):
            raise Forbidden()
        self.held = found

    @extend_schema(operation_id="read_round", responses={(200, _JSON): {"$ref": f"{_REF}Round"}})
    def get(self, request: Request, round: str) -> HttpResponse:
        """Read a survey round."""
        told = _told(request, self.held)
        return answer(request, digest("round", as_json(told)), lambda: as_json(told))

    @extend_schema(
        operation_id="change_round",
        request=_body("RoundChange"),
        responses={(200, _JSON): {"$ref": f"{_REF}Round"}},
    )
    def post(self, request: Request, round: str) -> Response:
        """Change some fields of a survey round; null: back to the default."""
        sent = _object(request)
        return Response(
            _told(request, rounds.change(self.held.workspace, self.actor, self.held.pk, sent))
        )

    @extend_schema(operation_id="delete_round", responses={204: None})
    def delete(self, request: Request, round: str) -> Response:
        """Delete a survey round that nobody has answered; 409 for another one."""
        rounds.delete(self.held.workspace, self.actor, self.held.pk)
        return Response(status=204)


def _object(request: Request) -> dict[str, Any]:
    if not isinstance(request.data, dict):
        raise Fault(422, "expected an object")
    return dict(request.data)


def _told(request: Request, held: SurveyRound) -> dict[str, Any]:
    """Return a round as JSON: what was asked for, and where it stands."""
    return {
        "id": held.pk,
        "workspace": held.workspace_id,
        "state": rounds.state_of(held),
        "address": request.build_absolute_uri(rounds.path_of(held)),
        "created_at": held.created_at.isoformat(),
        **rounds.value_of(held),
    }


def round_schemas() -> dict[str, Any]:
    """Return the JSON Schemas of a round for the API's description: sent, changed, told."""
    sent = object_schema(rules_of(Asked))
    parts = {name: or_null(held) for name, held in sent["properties"].items()}
    identity = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}
    nullable = ("journey", "touchpoint", "opens", "closes")
    whole = {
        "id": identity,
        "workspace": identity,
        "state": {"type": "string", "enum": list(rounds.STATES)},
        "address": {"type": "string", "format": "uri"},
        "created_at": {"type": "string", "format": "date-time"},
        **sent["properties"],
        **{name: parts[name] for name in nullable},
    }
    said = " ".join((Asked.__doc__ or "").split())
    made = sent | {
        "properties": {"id": identity, **parts, "title": sent["properties"]["title"]},
        "description": said,
    }
    change = sent | {"properties": parts, "required": [], "description": "What is to be another."}
    told = {"type": "object", "properties": whole, "required": list(whole), "description": said}
    return {"RoundIn": made, "RoundChange": change, "Round": told}

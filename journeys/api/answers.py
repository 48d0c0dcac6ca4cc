"""Answers of customers: bringing them in, one or many, safely again; reading single ones."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Problem
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace
from touchpoints import answers
from touchpoints.intake import item
from touchpoints.models import Answer

from . import quick
from .base import Api, Shape
from .paging import PageQuery, page
from .problems import Fault

_TOLD = (
    "client_id",
    "at",
    "round",
    "journey",
    "step",
    "touchpoint",
    "emotion",
    "efficiency",
    "ease",
    "got_it_done",
    "expectation",
    "recommend",
    "comment",
    "segment",
    "channel",
    "unit",
    "region",
    "language",
    "source",
)


class Into(Shape):
    """Which workspace it is about; a token's own one need not be named."""

    workspace = serializers.CharField(required=False, max_length=64)


class AnswerQuery(PageQuery, Into):
    """Which answers."""

    journey = serializers.CharField(required=False, max_length=64)
    step = serializers.CharField(required=False, max_length=64)
    touchpoint = serializers.CharField(required=False, max_length=64)
    round = serializers.CharField(required=False, max_length=64)
    since = serializers.DateTimeField(required=False, help_text="Given then or later.")
    until = serializers.DateTimeField(required=False, help_text="Given before then.")


@extend_schema_field({"$ref": "#/components/schemas/Answer"})
class AnswerField(serializers.JSONField):
    """An answer; the intake reads it."""


class RecordedOut(serializers.Serializer[Any]):
    """An answer that is kept now; ``created`` is false where an earlier call brought it."""

    client_id = serializers.CharField()
    created = serializers.BooleanField()


class BulkOut(serializers.Serializer[Any]):
    """What became of each answer, in their order."""

    results = RecordedOut(many=True)


class AnswerPage(serializers.Serializer[Any]):
    """A page of answers, newest first."""

    results = serializers.ListField(child=AnswerField())
    next = serializers.URLField(allow_null=True)


#: A body of many answers, all or none.
_MANY = {
    "application/json": {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Answer"},
        "minItems": 1,
        "maxItems": answers.MOST,
    }
}


class AnswersView(Api):
    """A view of a workspace's answers; ``needs`` as in DocumentView."""

    needs: dict[str, str] = {}
    workspace: Workspace

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find the workspace, as far as the actor may do this with its answers."""
        method = "GET" if request.method == "HEAD" else request.method or ""
        self.workspace = self.named_workspace(self.needs.get(method, "view"))


class Intake(AnswersView):
    """A view that keeps answers: what is sound on the short way."""

    def kept(self, workspace: Workspace, actor: Actor, body: Any) -> tuple[int, Any]:
        """Keep what a body says; return the status and what is told."""
        raise NotImplementedError

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep what is sound on the short way."""
        return quick.answer(request, self.kept) or super().dispatch(request, *args, **kwargs)


class Answers(Intake):
    """Answers of customers to what they were asked at a step or a touchpoint."""

    needs = {"GET": "answers", "POST": "edit"}

    @extend_schema(operation_id="list_answers", parameters=[AnswerQuery], responses=AnswerPage)
    def get(self, request: Request) -> Response:
        """List single answers, newest first; for editors and owners."""
        query = self.asked(AnswerQuery)
        rows = answers.readable(self.workspace, self.actor).filter(_wanted(query))
        found, following = page(request, rows, query, ("-at", "-id"))
        return Response({"results": [_told(each) for each in found], "next": following})

    @extend_schema(
        operation_id="create_answer",
        parameters=[Into],
        request={"application/json": {"$ref": "#/components/schemas/Answer"}},
        responses={200: RecordedOut, 201: RecordedOut},
    )
    def post(self, request: Request) -> Response:
        """Keep one answer; the same client_id again changes nothing and says 200."""
        self.asked(Into)
        status, told = self.kept(self.workspace, self.actor, request.data)
        return Response(told, status=status)

    def kept(self, workspace: Workspace, actor: Actor, body: Any) -> tuple[int, Any]:
        """Keep the answer of a body."""
        (told,) = _record(workspace, actor, [body], "/0")
        return 201 if told["created"] else 200, told


class AnswersBulk(Intake):
    """Many answers in one call."""

    needs = {"POST": "edit"}

    @extend_schema(
        operation_id="create_answers", parameters=[Into], request=_MANY, responses=BulkOut
    )
    def post(self, request: Request) -> Response:
        """Keep up to 1,000 answers, all or none; known client_ids are not kept again."""
        self.asked(Into)
        status, told = self.kept(self.workspace, self.actor, request.data)
        return Response(told, status=status)

    def kept(self, workspace: Workspace, actor: Actor, body: Any) -> tuple[int, Any]:
        """Keep the answers of a body."""
        if not isinstance(body, list) or not body:
            raise Fault(422, _("Expected a list of answers."))
        return 200, {"results": _record(workspace, actor, body)}


def _record(
    workspace: Workspace, actor: Actor, items: list[Any], within: str = ""
) -> list[dict[str, Any]]:
    """Keep answers; problems point into the body, which starts at ``within`` of the list."""
    try:
        kept = answers.record(workspace, actor, items)
        return [{"client_id": each.client_id, "created": each.created} for each in kept]
    except Invalid as error:
        told = [Problem(each.path.removeprefix(within), each.message) for each in error.problems]
        raise Invalid(told) from None


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer for the API's description."""
    said = " ".join((item.Item.__doc__ or "").split())
    return item.schema() | {"description": said}


def _wanted(query: dict[str, Any]) -> Q:
    names = ("journey", "step", "touchpoint", "round")
    wanted = Q(**{name: query[name] for name in names if name in query})
    if "since" in query:
        wanted &= Q(at__gte=query["since"])
    return wanted & Q(at__lt=query["until"]) if "until" in query else wanted


def _told(row: Answer) -> dict[str, Any]:
    """Return an answer as it could be sent: what was not said is left out."""
    told = {name: getattr(row, name) for name in _TOLD}
    return {name: held for name, held in told.items() if held is not None and held != ""}

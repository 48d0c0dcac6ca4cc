"""What talk needs beside the edits that make it: who is in a workspace, what one has read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents import talk
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Membership, Role, Workspace

from .base import Api, DocumentView, RecordId, Shape, workspace_for
from .problems import Fault


class MemberOut(serializers.Serializer[Any]):
    """A member; comments name one as ``user:`` and the id."""

    id = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.values)


class MembersOut(serializers.Serializer[Any]):
    """All members of a workspace, by name."""

    results = MemberOut(many=True)


class Members(Api):
    """Who is in a workspace."""

    workspace: Workspace

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find the workspace; NotFound."""
        self.workspace = workspace_for(self.actor, kwargs["workspace"])

    @extend_schema(operation_id="list_members", responses=MembersOut)
    def get(self, request: Request, workspace: str) -> Response:
        """List the members of a workspace."""
        held = Membership.objects.filter(workspace=self.workspace, user__is_active=True)
        found = [
            {"id": str(each.user_id), "name": Actor.of_user(each.user).name, "role": each.role}
            for each in held.select_related("user")
        ]
        return Response({"results": sorted(found, key=lambda each: each["name"].casefold())})


class ReadIn(Shape):
    """Which comments were read: these, or all that was said up to a version."""

    comments = serializers.ListField(
        child=serializers.RegexField(f"^{RecordId.regex}$"), required=False, max_length=500
    )
    version = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for one of the two."""
        if len(attrs) != 1:
            raise serializers.ValidationError(_("Either comments or version is required."))
        return attrs


class ReadOut(serializers.Serializer[Any]):
    """What you have read: all that was said up to the moment ``at``, and newer comments."""

    at = serializers.CharField(allow_blank=True)
    also = serializers.ListField(child=serializers.CharField())


class Read(DocumentView):
    """What you have read of what is said in a journey."""

    needs = {"GET": "view", "POST": "view"}

    @extend_schema(operation_id="get_read_mark", responses=ReadOut)
    def get(self, request: Request, id: str) -> Response:
        """Tell which comments you have read."""
        return Response(_told(talk.mark(self._user(), self.document)))

    @extend_schema(operation_id="mark_read", request=ReadIn, responses=ReadOut)
    def post(self, request: Request, id: str) -> Response:
        """Note which comments you have read; nobody else is told."""
        sent = self.sent(ReadIn)
        if "version" in sent:
            return Response(_told(talk.read_all(self._user(), self.document, sent["version"])))
        return Response(_told(talk.read(self._user(), self.document, sent["comments"])))

    def _user(self) -> Any:
        if self.actor.user_id is None:
            raise Fault(403, _("Your role does not include this."))
        return self.actor.user_id


def _told(mark: talk.Mark) -> dict[str, Any]:
    return {"at": mark.at, "also": sorted(mark.also)}

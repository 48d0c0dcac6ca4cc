"""The workspaces that one is in, and as what."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.workspaces.access import RANK, Actor, visible_workspaces
from journeymap.workspaces.models import Membership, Role, Workspace

from .base import Api
from .paging import PageQuery, page


class WorkspaceOut(serializers.Serializer[Any]):
    """A workspace; ``role`` is what you, or this token, may do there."""

    id = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.values)
    language = serializers.CharField()
    time_zone = serializers.CharField()


class WorkspacePage(serializers.Serializer[Any]):
    """A page of workspaces."""

    results = WorkspaceOut(many=True)
    next = serializers.URLField(allow_null=True)


class Workspaces(Api):
    """The workspaces that you, or this token, may see."""

    @extend_schema(operation_id="list_workspaces", parameters=[PageQuery], responses=WorkspacePage)
    def get(self, request: Request) -> Response:
        """List the workspaces that you, or this token, may see."""
        rows = visible_workspaces(self.actor)
        found, following = page(request, rows, self.asked(PageQuery), ("name", "id"))
        roles = _roles(self.actor, found)
        results = [
            {
                "id": each.id,
                "name": each.name,
                "role": roles[each.id],
                "language": each.language,
                "time_zone": each.time_zone,
            }
            for each in found
        ]
        return Response({"results": results, "next": following})


def _roles(actor: Actor, found: list[Workspace]) -> dict[str, str]:
    """Return the actor's role in each workspace; one query."""
    held = Membership.objects.filter(user_id=actor.user_id, workspace__in=found)
    return {
        workspace: min(role, actor.cap, key=RANK.__getitem__)
        for workspace, role in held.values_list("workspace_id", "role")
    }

"""Where a page stands: the actor, the workspace or journey of its address, and what may be done.

What an actor may not see does not exist (404); what they see and may not do is refused (403).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents import log
from journeymap.documents.errors import Forbidden, NotFound, Trashed
from journeymap.documents.fields import ID
from journeymap.documents.models import Document
from journeymap.workspaces.access import Actor, grants, role_of, visible_workspaces
from journeymap.workspaces.models import Workspace

P = ParamSpec("P")


@dataclass(frozen=True)
class Place:
    """Who looks at which workspace, and what they may do there."""

    actor: Actor
    workspace: Workspace
    role: str

    def may(self, action: str) -> bool:
        """Tell whether the actor may do the action here."""
        return grants(self.role, action)

    def require(self, action: str) -> None:
        """Refuse (403) who may not do the action here."""
        if not self.may(action):
            raise PermissionDenied

    @cached_property
    def workspaces(self) -> list[Workspace]:
        """Return the workspaces that the actor can switch to, this one too."""
        return list(visible_workspaces(self.actor))

    def context(self, section: str, **more: Any) -> dict[str, Any]:
        """Return what every page of the workspace shows, and what this one adds."""
        return {
            "place": self,
            "section": section,
            "workspace": self.workspace,
            "workspaces": self.workspaces,
            "may": {name: self.may(name) for name in ("edit", "answers", "share")},
            **more,
        }


WorkspaceView = Callable[Concatenate[HttpRequest, Place, P], HttpResponse]
JourneyView = Callable[Concatenate[HttpRequest, Place, Document, P], HttpResponse]


def workspace_page(
    view: WorkspaceView[P],
) -> Callable[..., HttpResponseBase]:
    """Make a page of a workspace: signed-in members of it only."""

    @login_required
    @wraps(view)
    def page(
        request: HttpRequest, workspace_id: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        actor = Actor.of_user(request.user)
        found = visible_workspaces(actor).filter(pk=workspace_id)
        workspace = found.first() if ID.match(workspace_id) else None  # PostgreSQL bears no NUL
        if workspace is None:
            raise Http404
        place = Place(actor, workspace, role_of(actor, workspace))
        with timezone.override(zone_of(workspace)):
            return _translated(view, request, place, *args, **kwargs)

    return page


def journey_page(view: JourneyView[P], action: str = "view") -> Callable[..., HttpResponseBase]:
    """Make a page of a journey that is not in the trash (unless it is to be restored)."""

    @login_required
    @wraps(view)
    def page(
        request: HttpRequest, document_id: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        actor = Actor.of_user(request.user)
        return _translated(_opened, request, actor, document_id, *args, **kwargs)

    def _opened(
        request: HttpRequest, actor: Actor, document_id: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        document = log.find(document_id, actor, action)
        if document.kind != "journey":
            raise Http404
        place = Place(actor, document.workspace, role_of(actor, document.workspace))
        with timezone.override(zone_of(document.workspace)):
            return view(request, place, document, *args, **kwargs)

    return page


def zone_of(workspace: Workspace) -> datetime.tzinfo:
    """Return the time zone that the workspace's times are shown in."""
    return workspace.zone


def _translated(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Call a view and say the door's refusals in HTTP."""
    try:
        return view(request, *args, **kwargs)
    except Trashed:
        messages.warning(request, _("This journey is in the trash. Restore it to open it."))
        return redirect("home")
    except NotFound:
        raise Http404 from None
    except Forbidden:
        raise PermissionDenied from None

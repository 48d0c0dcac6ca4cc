"""Answers on the short way: a token, a sound body, nothing to negotiate.

Most answers come so, and what a view of the framework costs is several times what keeping one
does. Whatever is not as it should be is left to the view, which says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from journeymap.documents.errors import Refusal
from journeymap.documents.fields import ID
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace
from journeymap.workspaces.people import actor_of_secret

from .base import USER
from .bodies import decoded
from .conditional import private
from .problems import Fault

#: Keeps what a body says; returns the status and what is told.
Keep = Callable[[Workspace, Actor, Any], tuple[int, Any]]


def answer(request: HttpRequest, keep: Keep) -> HttpResponse | None:
    """Return the answer to a sound POST, None (and nothing was kept) for any other request."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not _plain(request):
        return None
    actor = actor_of_secret(secret)
    named = request.GET.get("workspace") or (actor.workspace_id if actor else "")
    if actor is None or not ID.match(named):
        return None
    workspace = Workspace.from_db(None, ["id"], [named])  # whoever has a role in it: it is there
    try:
        status, told = keep(workspace, actor, decoded(request.body))
    except (Refusal, Fault):
        return None
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return private(HttpResponse(text, content_type="application/json", status=status))


def _plain(request: HttpRequest) -> bool:
    """Tell whether a request is a POST of JSON, not too large, with nothing special about it."""
    length = request.META.get("CONTENT_LENGTH") or "x"
    return (
        request.method == "POST"
        and request.content_type == "application/json"
        and length.isdigit()
        and int(length) <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        and not request.GET.keys() - {"workspace"}
        and request.headers.get("Accept", "*/*") in ("*/*", "application/json")
        and USER not in request.headers
    )

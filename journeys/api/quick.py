"""Answers on the short way: a token, a sound body, nothing to negotiate.

Most answers come so, and what a view of the framework costs is several times what keeping one
does. Whatever is not as it should be is left to the view, which says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from journeymap.documents.errors import Refusal
from journeymap.workspaces.access import SYSTEM, Actor, grants
from journeymap.workspaces.models import Workspace
from journeymap.workspaces.people import rights_of_secret

from .base import USER
from .bodies import decoded
from .conditional import private
from .problems import Fault

#: Keeps what a body says; returns the status and what is told.
Keep = Callable[[Workspace, Actor, Any], tuple[int, Any]]


def answer(request: HttpRequest, keep: Keep) -> HttpResponse | None:
    """Return the answer to a sound POST, None (and nothing was kept) for any other request."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not _plain(request) or (found := _rights(secret)) is None:
        return None
    actor, role = found
    named = request.GET.get("workspace") or actor.workspace_id
    if named != actor.workspace_id or not grants(role, "edit"):
        return None
    workspace = Workspace.from_db(None, ["id"], [actor.workspace_id])  # it has a token: it is there
    try:  # as the system: what the token may was asked with the token
        status, told = keep(workspace, SYSTEM, decoded(request.body))
    except (Refusal, Fault):
        return None
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return private(HttpResponse(text, content_type="application/json", status=status))


def _rights(secret: str) -> tuple[Actor, str] | None:
    """Return who asks, and their role.

    No other question looks before whether the connection to the database holds, as this one shows
    it: where it does not, the view asks over another.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # its types lag behind
    try:
        return rights_of_secret(secret)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return None


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

"""What the pages of people share: doing something, asking before it, saying what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from journeymap.workspaces.people import Refused


def done(request: HttpRequest, act: Callable[[], Any], said: Any) -> bool:
    """Do it and say so; say why where it may not be. What is not there is 404, not allowed 403."""
    try:
        act()
    except Refused as error:
        if error.code == "unknown":
            raise Http404 from None
        if error.code == "forbidden":
            raise PermissionDenied from None
        messages.error(request, str(error))
        return False
    messages.success(request, said)
    return True


def asked(request: HttpRequest, context: dict[str, Any], **words: Any) -> HttpResponse:
    """Ask before doing what cannot be taken back: ``title``, ``text``, ``button``, ``back``."""
    return render(request, "journeys/people/ask.html", {**context, **words})

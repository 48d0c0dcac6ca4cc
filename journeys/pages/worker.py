"""The service workers' scripts, above the pages that they answer for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

SCRIPT = "sw.js"


@require_GET
def worker(request: HttpRequest, script: str = SCRIPT) -> HttpResponse:
    """Serve a script of ``static/``; browsers ask each time whether it has changed."""
    read = _read(script) if settings.DEBUG else _kept(script)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(read, content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _kept(script: str) -> bytes:
    return _read(script)


def _read(script: str) -> bytes:
    place = finders.find(script)
    if place is None:
        raise Http404
    return Path(place).read_bytes()

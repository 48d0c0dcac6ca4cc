"""The service worker's script, at the top of the site so that it may answer for its pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

SCRIPT = "sw.js"


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Serve ``static/sw.js``; browsers ask each time whether it has changed."""
    script = _read() if settings.DEBUG else _kept()
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _kept() -> bytes:
    return _read()


def _read() -> bytes:
    place = finders.find(SCRIPT)
    if place is None:
        raise Http404
    return Path(place).read_bytes()

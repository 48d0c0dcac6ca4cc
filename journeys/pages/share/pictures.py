"""The map at a link as a picture: made once for all guests, asked for anew by each of them.

Whether the link opens is asked before, on every request: a browser that has the picture already
is told that it is still the same only while the link opens.
"""

from __future__ import annotations

import contextlib
import threading

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from journeymap.documents.errors import NotFound
from journeymap.documents.models import ShareLink
from journeys import diagrams, kept, public, rows
from journeys.diagrams.options import Options
from journeys.kept import Moved, digest
from journeys.words import LANGUAGES
from touchpoints import hearing

from .guests import Visit, guest_page

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
#: Whoever finds no picture waits for who is drawing it, so many seconds at most.
_DRAWING = threading.Lock()
_PATIENCE = 20


class Busy(Exception):
    """Too much is drawn or changed at once."""


@guest_page
def picture(visit: Visit, ext: str) -> HttpResponse:
    """Draw the map of a link that shows all of it; ``language``, ``theme``: as asked or light."""
    if visit.link.view != ShareLink.View.FULL or ext not in MEDIA_TYPES:
        raise NotFound()
    try:
        response = _answer(visit, ext)
    except Busy:
        response = HttpResponse(_("Try again in a moment."), "text/plain", status=503)
    response["Cache-Control"] = "private, no-cache"
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if visit.link.embed else "same-origin"
    return response


def _answer(visit: Visit, ext: str) -> HttpResponse:
    """Answer with the newest picture; Busy where the journey changes faster than it is read."""
    for _attempt in range(5):
        with contextlib.suppress(Moved):
            return _answer_now(visit, ext)
    raise Busy


def _answer_now(visit: Visit, ext: str) -> HttpResponse:
    """Answer 304 to who has these bytes, else with the bytes; Moved; 503 where it cannot be."""
    key, asked = visit.document.pk, visit.request.GET
    language = asked["language"] if asked.get("language") in LANGUAGES else ""
    theme = "dark" if asked.get("theme") == "dark" else "light"
    versions, stamp = rows.versions(key), hearing.stamp(key, single=False)
    made_of = (key, visit.document.created_at, *versions, stamp, ext, language, theme)
    etag = digest("share", public.VERSION, diagrams.RENDERER_VERSION, *made_of)
    if early := get_conditional_response(visit.request, etag=etag):
        early["ETag"] = etag
        return early
    try:
        options = Options(language=language, theme=theme, href="")
        body = _drawn(etag, key, ext, options, (versions, stamp))
    except diagrams.Failed:
        return HttpResponse(_("This picture could not be drawn."), "text/plain", status=503)
    return HttpResponse(body, MEDIA_TYPES[ext], headers={"ETag": etag})


def _drawn(etag: str, key: str, ext: str, options: Options, at: tuple[rows.Versions, str]) -> bytes:
    """Return the bytes that this ETag names, drawn unless they are kept; Moved, Busy, Failed."""
    if not _DRAWING.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        return kept.body(etag, lambda: _draw(key, ext, options, at))
    finally:
        _DRAWING.release()


def _draw(key: str, ext: str, options: Options, at: tuple[rows.Versions, str]) -> bytes:
    """Draw what guests see of a journey at these versions and answers; Moved, Failed."""
    raw, measures = rows.load(key), hearing.measures(key, single=False)
    if (rows.versions(key), measures.stamp) != at:
        raise Moved
    graph = public.public(raw, options.language)
    return diagrams.render("map", ext, graph, public.heard(graph, measures), options)

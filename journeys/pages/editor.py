"""The page of the live editor, and what it starts from (``boot``).

What the browser needs is written into the page once: the journey and the catalogue as the rows
hold them, what the reader may do, the shapes and words of every field. It costs a fixed number of
queries, and the records are handed on as they are stored, without being parsed.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from journeymap.documents import log
from journeymap.documents.fields import parse
from journeymap.documents.models import Document, Record
from journeys import labels, overlay, voices
from journeys.diagrams.map import ROWS
from journeys.editing import doc_schema
from journeys.graph import CARD_LANES, JOURNEY, Journey
from journeys.words import spoken, words
from touchpoints import kinds
from touchpoints.measures import Measures
from touchpoints.records import CATALOGUE

from . import bar, measuring
from .access import Place
from .modules import modules, sheets

ENTRY = "editor/main.js"
#: Where ``asgi.py`` has its sockets, below the site's home.
LIVE = "live/"
#: As Django's ``json_script``: no text of people can end the script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def page(
    request: HttpRequest,
    place: Place,
    document: Document,
    view: str,
    measures: Measures | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the editor on a view, "map" or "table"; ``more`` is for what stands there at first.

    The answer is not for the browser's cache: its Back would show a state that has passed, also
    to whoever comes after a sign-out. The service worker keeps a copy of its own all the same (a
    cache of that kind does not ask this header) and drops it at the sign-out.
    """
    if measures is None:
        held = measuring.measures(request, place, document)
        measures = voices.told(held, document, single=place.may("answers"))
    root = Record.objects.get(document=document, id=document.pk)
    journey = parse(Journey, {"id": root.id, **root.value})
    context = bar.context(
        place,
        document,
        journey,
        journey.language,
        view,
        live=True,
        boot=boot(request, place, document, view, measures),
        modules=modules(ENTRY, f"editor/elements/{view}.js"),
        sheets=sheets(),
        **more,
    )
    response = render(request, "journeys/editor.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Journeymap-User"] = place.actor.id  # whose page it is, for the service worker
    return response


def boot(
    request: HttpRequest, place: Place, document: Document, view: str, measures: Measures
) -> SafeString:
    """Return what the editor starts from, as JSON that may stand in a script element."""
    language = get_language() or "en"
    others = Document.objects.filter(workspace=place.workspace, kind="journey", trashed_at=None)
    others = others.exclude(pk=document.pk).order_by("title", "id")
    parts = {
        "view": _text(view),
        "journey": _packed(document.pk),
        "catalogue": _packed(place.workspace.pk),
        "journeys": _text(list(others.values("id", "title"))),
        "measures": _text(measures.told()),
        "heard": _text({"stamp": measures.stamp, "query": overlay.query(request.GET.dict())}),
        "may": _text({name: place.may(name) for name in ("edit", "comment", "answers")}),
        "zone": _text(place.workspace.time_zone),
        "user": _text({"id": place.actor.id, "name": place.actor.name}),
        "csrf": _text(get_token(request)),
        "urls": _text(urls(place, document) | live(request)),
    }
    written = ",".join(f'"{name}":{part}' for name, part in parts.items())
    return mark_safe(f"{{{written},{fixed(language)}}}".translate(_ESCAPES))  # noqa: S308


def urls(place: Place, document: Document) -> dict[str, str]:
    """Return the addresses that the editor uses; ``{id}`` stands for a record's id."""
    key, home = document.pk, place.workspace.pk
    found = {
        "edits": reverse("api:edits", args=[key]),
        "undo": reverse("api:undo", args=[key]),
        "graph": reverse("api:graph", args=[key]),
        "measures": reverse("api:measures", args=[key]),
        "choices": reverse("api:measures-choices", args=[key]),
        "catalogue_edits": reverse("api:catalogue-edits", args=[home]),
        "catalogue_undo": reverse("api:catalogue-undo", args=[home]),
        "uses": reverse("api:uses", args=[home, "ID"]),
        "read": reverse("api:read", args=[key]),
        "members": reverse("api:members", args=[home]),
        "step": reverse("step", args=[key, "ID"]),
        "home": reverse("workspace", args=[home]),
        "signin": reverse("sign-in"),
        **{each.name: each.url for each in bar.tabs(document)},
    }
    return {
        name: address[: -len("ID/")] + "{id}/" if address.endswith("/ID/") else address
        for name, address in found.items()
    }


def live(request: HttpRequest) -> dict[str, str]:
    """Return where the page's socket is; nowhere, where a server without sockets asks."""
    return {"live": get_script_prefix() + LIVE} if isinstance(request, ASGIRequest) else {}


def _packed(document_id: str) -> str:
    version, records = log.packed(document_id)
    return f'{{"id":{_text(document_id)},"version":{version},"records":{records}}}'


@cache
def fixed(language: str) -> str:
    """Return what is the same for every journey, as the inside of a JSON object: shapes, choices
    and words of a language."""
    say = words(language)
    told = {
        "language": language,
        "schema": {kind.name: doc_schema(kind, language) for kind in (JOURNEY, CATALOGUE)},
        "lanes": {
            "computed": [[kind, say(title), say(note)] for kind, (title, note) in ROWS.items()],
            "cards": [[kind, labels.choice("kind", kind, language)] for kind in CARD_LANES],
        },
        "kinds": {
            name: {"label": say(kind.label), "lane": kind.lane}
            for name, kind in kinds.KINDS.items()
        },
        "gaps": {name: say(gap) for name, gap in labels.GAPS.items()},
        "units": [[sign, say(unit)] for sign, unit in labels.UNITS],
        "words": spoken(language),
    }
    return _text(told)[1:-1]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

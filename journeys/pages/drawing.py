"""Diagrams inside a page: inline SVG whose colours are the page's, links that open a step."""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from journeymap.documents.models import Document
from journeys import diagrams
from journeys.diagrams import map as maps
from journeys.diagrams import svg
from journeys.diagrams.miniature import miniature
from journeys.diagrams.options import Options
from journeys.diagrams.png import size
from journeys.graph import Graph
from touchpoints.measures import Measures

#: Larger drawings (px) cannot be fitted into a window and still be read.
WIDE = 4000
#: Wider ones begin at READABLE per cent, so that the first look sees more than a corner.
BROAD = 1500
READABLE = 80
log = logging.getLogger(__name__)


class Size(NamedTuple):
    """A choice of the size switch: what ``?zoom=`` says for it, and per cent (0: fit)."""

    zoom: str
    share: float
    chosen: bool


def inline(
    graph: Graph, measures: Measures, document: Document, zoom: str = ""
) -> dict[str, object]:
    """Return the path as markup for the page, or what to say where it cannot be drawn."""
    language = get_language() or "en"
    options = Options(
        language=language,
        theme="page",
        href=reverse("step", args=[document.pk, "{id}"]).replace("%7Bid%7D", "{id}"),
        version=document.version,
    )
    try:
        drawn = diagrams.render("path", "svg", graph.localised(language), measures, options)
    except diagrams.Failed as error:
        log.warning("path of %s: %s", document.pk, error)
        return {"trouble": _("This picture could not be drawn. The table tells the same.")}
    return plated(drawn, zoom)


def plated(drawn: bytes, zoom: str = "") -> dict[str, object]:
    """Return an SVG as markup for the page, on a plate of its size, with the sizes to choose."""
    width, height = size(drawn)
    return {
        "drawing": markup(drawn),
        "sizes": sizes(width, height, zoom),
        "plate": f"--width:{width:.0f}px;--height:{height:.0f}px",
    }


def sizes(width: float, height: float, zoom: str) -> list[Size]:
    """Return the sizes to choose from; the reader's choice, or one that can be read, is chosen."""
    fit = 0.4 if max(width, height) > WIDE else 0
    shares = {"fit": fit, str(READABLE): READABLE / 100, "100": 1.0}
    chosen = zoom if zoom in shares else str(READABLE) if width > BROAD else "100"
    return [Size(name, share, name == chosen) for name, share in shares.items()]


def markup(drawn: bytes) -> SafeString:
    """Return an SVG file as part of a page."""
    inside = drawn[drawn.index(b"<svg") :].decode()  # no XML head inside HTML
    return mark_safe(inside)  # noqa: S308  written and escaped by diagrams


def seen_before(graph: Graph) -> SafeString:
    """Return the map of a journey that is not there yet, in the reader's language."""
    felt = any((s.expectation, s.assumed_experience) != (None, None) for s in graph.steps)
    empty = {"ease"} if felt else {"ease", "experience"}  # nobody has answered yet
    show = frozenset({*maps.ROWS, *(lane.id for lane in graph.lanes)} - empty)
    options = Options(language=get_language() or "en", theme="page", href="", show=show)
    return markup(diagrams.render("map", "svg", graph, None, options))


def small(graph: Graph, measures: Measures) -> SafeString:
    """Return the small picture of a card; it says nothing that the card does not say in words."""
    return mark_safe(miniature(graph, measures).decode())  # noqa: S308


@cache
def _css() -> tuple[str, str]:
    sheet = svg.page_css()
    return sheet, hashlib.sha256(sheet.encode()).hexdigest()[:16]


def css_address() -> str:
    """Return the address of the diagrams' colours; it changes when they do."""
    return f"{reverse('diagram-css')}?{_css()[1]}"


@require_GET
def css(request: HttpRequest) -> HttpResponse:
    """Serve the diagrams' colours in the page's light and dark; for everybody, for a year."""
    response = HttpResponse(_css()[0], content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response

"""What a guest gets at a link: the story in plain words, the whole map, both for frames, pictures.

Each is made of the public graph alone, so that there is one place where something could leak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language, get_language_info

from journeymap.documents.errors import NotFound
from journeymap.documents.models import ShareLink
from journeys import diagrams, rows
from journeys.diagrams.options import Options
from journeys.graph import Graph
from journeys.outline import outline
from journeys.public import heard, public
from journeys.words import LANGUAGES
from touchpoints import hearing
from touchpoints.measures import Measures

from .. import drawing
from .guests import Visit, guest_page
from .story import Story


@dataclass(frozen=True)
class Seen:
    """A journey as a guest sees it: ``language`` is the page's, ``told_in`` that of the texts."""

    graph: Graph
    measures: Measures
    language: str
    told_in: str
    languages: list[str]


def see(visit: Visit) -> Seen:
    """Load the journey for a guest, in the language that they chose among the journey's."""
    raw = rows.load(visit.document.pk)
    offered = languages_of(raw)
    asked = (visit.request.GET.get("language", ""), get_language() or "", *offered)
    language = next((each for each in asked if each in offered), get_language() or "en")
    told_in = language if language in offered else raw.journey.language
    shown = public(raw, told_in)
    measures = heard(shown, hearing.measures(visit.document.pk, single=False))
    return Seen(shown, measures, language, told_in, offered)


def languages_of(graph: Graph) -> list[str]:
    """Return the languages of this program that a journey can be read in, its own first."""
    root = graph.journey
    told = {t.language.partition("-")[0] for t in graph.translations if t.record == root.id}
    own = root.language.partition("-")[0]
    return [each for each in (own, *sorted(told - {own})) if each in LANGUAGES]


@guest_page
def plain(visit: Visit) -> HttpResponse:
    """Tell the journey in plain words."""
    return _page(visit, "plain")


@guest_page
def full(visit: Visit) -> HttpResponse:
    """Show the whole map, and below it the same as tables."""
    _expect_full(visit)
    return _page(visit, "full")


@guest_page
def embed(visit: Visit) -> HttpResponse:
    """Show the link's view so that it may stand in a frame of any other site."""
    if not visit.link.embed:
        raise NotFound()
    response = _page(visit, visit.link.view, embedded=True)
    marks: Any = response  # what the decorators of Django and csp do, for this answer alone
    marks.xframe_options_exempt, marks._csp_replace = True, {"frame-ancestors": ["*"]}
    return response


def _expect_full(visit: Visit) -> None:
    """Refuse what a link that shows plain words only does not open."""
    if visit.link.view != ShareLink.View.FULL:
        raise NotFound()


def _page(visit: Visit, view: str, embedded: bool = False) -> HttpResponse:
    seen = see(visit)
    visit.count()
    with translation.override(seen.language):
        context = {
            "seen": seen,
            "journey": seen.graph.journey,
            "told_in": seen.told_in,
            "languages": [(each, _own_name(each)) for each in seen.languages],
            "view": view,
            "embedded": embedded,
            "plain_url": visit.url("share-plain"),
            "full_url": visit.url("share-full") if visit.link.view == "full" else "",
        }
        more = _full(visit, seen) if view == "full" else {"story": Story(*_told(seen))}
        return render(visit.request, f"journeys/share/{view}.html", context | more)


def _told(seen: Seen) -> tuple[Graph, Measures, str]:
    return seen.graph, seen.measures, seen.language


def _own_name(language: str) -> str:
    """Return what a language calls itself."""
    return str(get_language_info(language)["name_local"]).capitalize()


def _full(visit: Visit, seen: Seen) -> dict[str, Any]:
    """Return the map as markup whose colours are the page's, and the journey in tables."""
    graph, measures, language = _told(seen)
    options = Options(language=language, theme="page", href="#step-{id}")
    drawn = diagrams.render("map", "svg", graph, measures, options)
    return {
        **drawing.plated(drawn, visit.request.GET.get("zoom", "")),
        "graph": graph,
        "outline": outline(graph, measures, language),
        "steps": {step.id for step in graph.steps},
    }

"""The Feedback view: what customers say of a journey, step by step, and in their own words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document
from touchpoints import buckets

from .. import bar
from ..access import Place, journey_page
from .asked import WITH, Asked, asked_of, picks, values_of
from .quoting import quoted
from .told import Feedback

#: Steps shown on a page.
STEPS = 20


@require_GET
@journey_page
def feedback(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show the feedback; filters and quotes are for those who may read single answers."""
    single = place.may("answers")
    asked = asked_of(request.GET) if single else Asked({})
    found = Feedback(place, document, asked, single)
    pages = Paginator(found.answered, STEPS).get_page(request.GET.get("page"))
    context = bar.context(
        place,
        document,
        found.graph.journey,
        found.shown_language,
        "feedback",
        found=found,
        asked=asked,
        steps=[found.figures(step) for step in pages],
        pages=pages,
        single=single,
        make_id=uuid7(),
        **_quotes(request, found),
    )
    if single:
        values = values_of(document.pk, found.names)
        context["picks"] = picks(asked, found.names, values)
        context["beside"] = picks(asked, found.names, values, WITH)
        context["waiting"] = _waiting(place, document)
    return render(request, "journeys/feedback/feedback.html", context)


def _quotes(request: HttpRequest, found: Feedback) -> dict[str, Any]:
    if not found.single:
        return {}
    page = request.GET.get("quotes", "")
    told = quoted(found.place, found.document, found.graph, found.names, found.asked, page)
    return {"quotes": told}


def _waiting(place: Place, document: Document) -> dict[str, int]:
    """Return how many answers wait for somebody: without a step, suspect; two queries."""
    own = {"journey": document.pk}
    return {
        "unassigned": buckets.unassigned(place.workspace, place.actor).filter(**own).count(),
        "suspect": buckets.suspect(place.workspace, place.actor).filter(**own).count(),
    }

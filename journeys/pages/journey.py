"""A journey's pages: map, path, table, and the panel of a step."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from journeymap.documents.models import Document
from journeys import rows, voices
from journeys.graph import Graph
from journeys.outline import outline
from touchpoints import answers
from touchpoints.measures import Measure, Measures
from touchpoints.models import Answer

from . import bar, drawing, editor, measuring
from .access import Place, journey_page
from .cards import shown_in
from .forms import AnswerForm, FindingForm
from .telling import StepView

#: Single answers shown in the panel.
NEWEST = 10


class Told(NamedTuple):
    """A journey as a reader of one language sees it; ``raw`` is as it was written."""

    raw: Graph
    graph: Graph
    language: str
    measures: Measures


def tell(request: HttpRequest, place: Place, document: Document, *, evenly: bool = False) -> Told:
    """Load a journey for the reader: a constant number of queries; ``evenly``: and what the
    answers at its steps differ by."""
    raw = rows.load(document.pk)
    graph, language = shown_in(raw, get_language() or "en")
    held, single = measuring.measures(request, place, document), place.may("answers")
    measures = voices.told(held, document, raw.findings, single=single, evenly=evenly)
    return Told(raw, graph, language, measures)


@require_GET
@journey_page
def journey_map(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show the journey as its live map; who may only view it changes nothing there."""
    return editor.page(request, place, document, "map")


@require_GET
@journey_page
def path(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show the journey as the graph of its path."""
    told = tell(request, place, document)
    picture = {}
    if told.raw.steps:
        zoom = request.GET.get("zoom", "")
        picture = drawing.inline(told.raw, told.measures, document, zoom)
    context = _context(request, place, document, told, "path")
    return render(request, "journeys/drawing.html", context | picture)


@require_GET
@journey_page
def table(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show the journey as headings, sentences and tables; live for who may add to it."""
    told = tell(request, place, document, evenly=True)
    words = outline(told.raw, told.measures, get_language() or "en")
    steps = {step.id for step in told.raw.steps}
    more = {"outline": words, "steps": steps, "graph": told.graph, "told_in": told.language}
    if place.may("comment"):
        return editor.page(request, place, document, "table", told.measures, **more)
    context = _context(request, place, document, told, "table")
    return render(request, "journeys/table.html", context | more)


def _context(
    request: HttpRequest, place: Place, document: Document, told: Told, tab: str
) -> dict[str, Any]:
    """Return what path and table share; ``?step=`` opens that step's panel."""
    context = bar.context(
        place,
        document,
        told.graph.journey,
        told.language,
        tab,
        graph=told.graph,
        measures=told.measures,
    )
    if (wanted := request.GET.get("step")) and wanted in {s.id for s in told.graph.steps}:
        context |= step_context(place, document, told, wanted)
        context["back"] = request.path
    return context


def step_context(place: Place, document: Document, told: Told, step_id: str) -> dict[str, Any]:
    """Return what a step's panel and page show; 404 where the journey has no such step."""
    step = next((each for each in told.graph.steps if each.id == step_id), None)
    if step is None:
        raise Http404
    measure = told.measures.steps.get(step.id, Measure())
    view = StepView(step, told.graph, measure, get_language() or "en", told.measures.findings)
    single: list[Answer] | None = None
    if place.may("answers"):
        single = _single(place, document, step_id)
    return {
        "step": view,
        "measure": measure,
        "measures": told.measures,
        "answers": single[:NEWEST] if single is not None else None,
        "more_answers": len(single or ()) > NEWEST,
        "finding_form": FindingForm(
            touchpoints=[each.touchpoint for each in view.meetings], auto_id="finding-%s"
        ),
        "answer_form": AnswerForm(auto_id="answer-%s"),
    }


def _single(place: Place, document: Document, step_id: str) -> list[Answer]:
    """Return the newest answers at a step, those with words first; one more than is shown."""
    held = answers.readable(place.workspace, place.actor)
    held = held.filter(journey=document.pk, step=step_id)
    worded = list(held.exclude(comment="")[:NEWEST])
    return worded + list(held.filter(comment="")[: NEWEST + 1 - len(worded)])


@require_GET
@vary_on_headers("X-Fragment")
@journey_page
def step(request: HttpRequest, place: Place, document: Document, step_id: str) -> HttpResponse:
    """Show a step as a page, or as the inside of the panel (X-Fragment: the page it opens on)."""
    told = tell(request, place, document)
    return step_page(request, place, document, told, step_id)


def step_page(
    request: HttpRequest,
    place: Place,
    document: Document,
    told: Told,
    step_id: str,
    **forms: Any,
) -> HttpResponse:
    """Render a step, with forms that were sent and refused; 422 then."""
    context = place.context(
        "journeys",
        document=document,
        journey=told.graph.journey,
        graph=told.graph,
        shown_language=told.language,
        tabs=bar.tabs(document),
        here=reverse("step", args=[document.pk, step_id]),
        crumb=True,
        **step_context(place, document, told, step_id),
    )
    context |= forms
    status = 422 if forms else 200
    if back := fragment_of(request, document):
        context["back"] = back
        return render(request, "journeys/parts/panel.html", context, status=status)
    return render(request, "journeys/step.html", context, status=status)


def fragment_of(request: HttpRequest, document: Document) -> str:
    """Return the address of the view whose panel asks, '' where a whole page is wanted."""
    asked = request.headers.get("X-Fragment", "")
    return asked if asked in {tab.url for tab in bar.tabs(document)} else ""

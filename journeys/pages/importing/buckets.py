"""Answers that wait: those without a step, and those of a flood that nobody has looked at."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from journeymap.documents.errors import NotFound
from journeys import rows
from touchpoints import buckets
from touchpoints.models import SurveyRound

from ..access import Place, workspace_page
from ..names import names_of

PER_PAGE = 50
FORM = ("GET", "HEAD", "POST")


class Flood(NamedTuple):
    """A flood as it is listed: its place and round by name."""

    held: buckets.Flood
    about: str
    round: str


@require_http_methods(FORM)
@workspace_page
def unassigned(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the answers of a journey that have no step; assign them."""
    place.require("answers")
    found = buckets.unassigned(place.workspace, place.actor)
    counts = dict(found.order_by().values_list("journey").annotate(Count("id")))
    names = names_of(place, *counts)
    journeys = [(key, names[key], n) for key, n in counts.items() if key in names]
    journeys.sort(key=lambda each: (each[1], each[0]))
    asked = request.POST.get("journey") or request.GET.get("journey", "")
    journey = asked if asked in names else next((key for key, *_more in journeys), "")
    wrong = ""
    if request.method == "POST":
        which = _chosen(request)
        try:
            n = buckets.assign(
                place.workspace, place.actor, which, journey, _step(request) if journey else ""
            )
            told = ngettext("%(n)s answer was assigned.", "%(n)s answers were assigned.", n)
            messages.success(request, told % {"n": n})
            return redirect(f"{request.path}?journey={journey}")
        except NotFound:
            wrong = _("Choose a step.")
    page = Paginator(found.filter(journey=journey), PER_PAGE).get_page(request.GET.get("page"))
    steps = rows.load(journey).steps if journey else ()
    context = place.context(
        "rounds",
        journeys=journeys,
        journey=journey,
        n=counts.get(journey, 0),
        pages=page,
        steps=[(each.id, each.title) for each in steps],
        wrong=wrong,
    )
    status = 422 if wrong else 200
    return render(request, "journeys/importing/unassigned.html", context, status=status)


@require_http_methods(FORM)
@workspace_page
def suspect(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the answers of floods; have them count, or delete them, one by one or all of a flood."""
    place.require("answers")
    floods = buckets.floods(place.workspace, place.actor)
    if request.method == "POST" and (done := _done(request, place, floods)):
        return done
    found = buckets.suspect(place.workspace, place.actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rounds = dict(
        SurveyRound.objects.filter(pk__in={each.round for each in floods}).values_list(
            "pk", "title"
        )
    )
    places = {key for each in floods for key in (each.journey, each.touchpoint)}
    names = names_of(place, *places)
    context = place.context(
        "rounds",
        floods=[
            Flood(each, names.get(each.journey or each.touchpoint, ""), rounds.get(each.round, ""))
            for each in floods
        ],
        pages=page,
    )
    return render(request, "journeys/importing/suspect.html", context)


def _done(request: HttpRequest, place: Place, floods: list[buckets.Flood]) -> HttpResponse | None:
    """Accept or delete what was chosen; ask once more before anything is deleted."""
    at = request.POST.get("flood", "")
    known = at.isdecimal() and len(at) < 9 and int(at) < len(floods)
    flood = floods[int(at)] if known else None
    said = request.POST.get("said", "")
    if flood and said != f"{flood.round}|{flood.journey}|{flood.touchpoint}|{flood.day}":
        flood = None  # the list was another one when it was chosen
    which = flood.which if flood else _chosen(request)
    n = buckets.suspect(place.workspace, place.actor).filter(which).count()
    if not n:
        messages.warning(request, _("Choose answers first."))
    elif request.POST.get("do") == "accept":
        n = buckets.accept(place.workspace, place.actor, which)
        told = ngettext("%(n)s answer counts now.", "%(n)s answers count now.", n)
        messages.success(request, told % {"n": n})
    elif "sure" in request.POST:
        n = buckets.discard(place.workspace, place.actor, which)
        told = ngettext("%(n)s answer was deleted.", "%(n)s answers were deleted.", n)
        messages.success(request, told % {"n": n})
    else:
        more: dict[str, Any] = {"n": n, "flood": at if flood else "", "said": said}
        context = place.context("rounds", chosen=request.POST.getlist("answer"), **more)
        return render(request, "journeys/importing/delete.html", context)
    return redirect(request.path)


def _chosen(request: HttpRequest) -> Q:
    """Return which answers were ticked, or all of them."""
    if "all" in request.POST:
        return Q()
    told = request.POST.getlist("answer")
    return Q(pk__in=[int(each) for each in told if each.isdecimal() and len(each) < 19])


def _step(request: HttpRequest) -> str:
    told = request.POST.get("step", "")
    return "" if "\0" in told else told

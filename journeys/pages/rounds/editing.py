"""Making a survey round about a journey or a touchpoint, and changing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.models import Document, Record
from journeys import labels, rows
from touchpoints import rounds
from touchpoints.intake import asked
from touchpoints.intake.questions import LANGUAGES
from touchpoints.kinds import CHANNELS
from touchpoints.models import SurveyRound

from ..access import Place, workspace_page
from ..answering.screens import place_of
from ..names import titles_of
from .forms import RoundForm
from .listing import found


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def make(request: HttpRequest, place: Place) -> HttpResponse:
    """Make a round about ``?journey=`` (and ``step=``) or ``?touchpoint=``; else ask which."""
    place.require("edit")
    about = {name: request.GET.get(name, "") for name in ("journey", "touchpoint")}
    if _undrawn(place, **about):
        messages.warning(request, _("There is nothing to ask about yet: draw a step first."))
        return redirect("journey", about["journey"])
    held = _fresh(place, **about) if any(about.values()) else None
    if held is None:
        return _which(request, place)
    steps = [each for each in request.GET.getlist("step") if "\0" not in each]
    form = _form(request, place, held, {"steps": steps})
    if form.is_valid():
        value = form.value() | {name: each or None for name, each in about.items()}
        send = lambda: rounds.make(place.workspace, place.actor, value, form.cleaned_data["id"])[0]  # noqa: E731
        if kept := _sent(form, send):
            messages.success(request, _("The round is made. Pass its link on."))
            return redirect(reverse("round", args=[place.workspace.pk, kept.pk]) + "#done")
    return _page(request, place, form, held)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: HttpRequest, place: Place, round_id: str) -> HttpResponse:
    """Change a round; its link stays."""
    place.require("edit")
    held = found(place, round_id)
    form = _form(request, place, held, {})
    if form.is_valid():
        value = form.value()
        send = lambda: rounds.change(place.workspace, place.actor, held.pk, value)  # noqa: E731
        if _sent(form, send):
            messages.success(request, _("The round was changed."))
            return redirect(reverse("round", args=[place.workspace.pk, held.pk]) + "#done")
    return _page(request, place, form, held, changing=True)


def _undrawn(place: Place, journey: str, touchpoint: str) -> bool:
    """Tell whether a journey of the workspace has no step."""
    if touchpoint or not journey or "\0" in journey:
        return False
    live = Document.objects.filter(workspace=place.workspace, kind="journey", trashed_at=None)
    drawn = Record.objects.filter(document=journey, kind="step")
    return live.filter(pk=journey).exists() and not drawn.exists()


def _fresh(place: Place, journey: str, touchpoint: str) -> SurveyRound | None:
    """Return a round as the form offers it; None where it would be about nothing."""
    held = SurveyRound(workspace=place.workspace, journey=journey, touchpoint=touchpoint)
    about = None
    if "\0" not in journey + touchpoint and not (journey and touchpoint):
        about = place_of(held, get_language() or "en")
    if about is None:
        raise Http404
    now = date_format(timezone.localtime(), "YEAR_MONTH_FORMAT")
    held.title = f"{about.title[:150]}, {now}"
    held.retention_days = asked.RETENTION
    held.languages = _languages(journey)
    usual = asked.usual_texts(place.workspace.name, asked.RETENTION)
    held.purpose, held.privacy = usual["purpose"], usual["privacy"]
    return held


def _languages(journey: str) -> list[str]:
    """Return those of our languages that a journey is told in; all for a touchpoint."""
    if not journey:
        return list(LANGUAGES)
    held = Record.objects.filter(document=journey, kind__in=("journey", "translation"))
    told = {
        value.get("language", "fi").partition("-")[0]
        for value in held.values_list("value", flat=True)
    }
    return [code for code in LANGUAGES if code in told] or list(LANGUAGES)


def _form(
    request: HttpRequest, place: Place, held: SurveyRound, initial: dict[str, Any]
) -> RoundForm:
    language = get_language() or "en"
    every = SurveyRound(workspace=place.workspace, journey=held.journey, touchpoint=held.touchpoint)
    about = place_of(every, language)
    shared = rows.catalogue(place.workspace.pk).localised(language).segments.values()
    return RoundForm(
        request.POST if request.method == "POST" else None,
        held=held,
        steps=about.steps.items() if about else (),
        segments=sorted(((each.id, each.name) for each in shared), key=lambda each: each[1]),
        channels=[(name, labels.choice("channel", name, language)) for name in CHANNELS],
        initial=initial,
    )


def _sent(form: RoundForm, send: Callable[[], SurveyRound]) -> SurveyRound | None:
    """Send what the form holds; what is refused stands in the form."""
    try:
        return send()
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, error.message)
    return None


def _page(
    request: HttpRequest, place: Place, form: RoundForm, held: SurveyRound, changing: bool = False
) -> HttpResponse:
    about = place_of(held, get_language() or "en")
    context = place.context(
        "rounds",
        form=form,
        held=held,
        about=about.title if about else "",
        changing=changing,
        back=reverse("round", args=[place.workspace.pk, held.pk])
        if changing
        else reverse("rounds", args=[place.workspace.pk]),
    )
    status = 422 if form.errors else 200
    return render(request, "journeys/rounds/form.html", context, status=status)


def _which(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask what the round shall be about."""
    held = Document.objects.filter(workspace=place.workspace, kind="journey", trashed_at=None)
    shared = rows.catalogue(place.workspace.pk).localised(get_language() or "en").touchpoints
    named = sorted(shared.values(), key=lambda each: (each.name.casefold(), each.id))
    context = place.context(
        "rounds",
        journeys=titles_of(place, held),
        touchpoints=[(each.id, each.name) for each in named],
    )
    return render(request, "journeys/rounds/which.html", context)

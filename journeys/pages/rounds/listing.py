"""The survey rounds of a workspace, of a journey or of a touchpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from touchpoints import buckets, rounds
from touchpoints.models import SurveyRound

from ..access import Place, workspace_page
from ..names import names_of

PER_PAGE = 50
STATES = {"planned": _("Planned"), "open": _("Open"), "closed": _("Closed")}


@dataclass(frozen=True)
class Listed:
    """A round in a list: what it is about by name, where it stands, what came (None: not told)."""

    held: SurveyRound
    about: str
    came: rounds.Came | None

    @property
    def state(self) -> str:
        """Return one of ``rounds.STATES``."""
        return rounds.state_of(self.held)

    @property
    def state_said(self) -> str:
        """Return the state in words."""
        return str(STATES[self.state])


@require_GET
@workspace_page
def rounds_page(request: HttpRequest, place: Place) -> HttpResponse:
    """List rounds, those that are open first; ``?journey=`` or ``?touchpoint=``: about one."""
    wanted = {n: request.GET[n] for n in ("journey", "touchpoint") if request.GET.get(n)}
    wanted = {name: value for name, value in wanted.items() if "\0" not in value}
    begun = [When(rounds.in_state(state), at) for at, state in enumerate(("open", "planned"))]
    order = (Case(*begun, default=2), Coalesce("opens", "created_at").desc(), "id")
    found = rounds.rounds_of(place.workspace, place.actor).filter(**wanted).order_by(*order)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed = told(place, page.object_list)
    about = names_of(place, wanted.get("journey", ""), wanted.get("touchpoint", ""))
    context = place.context(
        "rounds",
        pages=page,
        rounds=listed,
        wanted=wanted,
        about=next(iter(about.values()), ""),
        waiting=buckets.waiting(place.workspace, place.actor) if place.may("answers") else None,
    )
    return render(request, "journeys/rounds/list.html", context)


def found(place: Place, round_id: str) -> SurveyRound:
    """Return a round of the workspace; 404 where there is none."""
    rows = rounds.rounds_of(place.workspace, place.actor).select_related("workspace")
    held = rows.filter(pk=round_id).first() if "\0" not in round_id else None
    if held is None:
        raise Http404
    return held


def told(place: Place, held: Iterable[SurveyRound]) -> list[Listed]:
    """Return rounds as they are listed; a number of queries that does not grow with them."""
    found = list(held)
    names = names_of(place, *(each.journey for each in found), *(r.touchpoint for r in found))
    came = rounds.came(place.workspace, found) if place.may("answers") else {}
    return [
        Listed(each, names.get(each.journey or each.touchpoint, ""), came.get(each.pk))
        for each in found
    ]

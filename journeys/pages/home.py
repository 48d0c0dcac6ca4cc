"""A workspace's home: its journeys as cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from journeymap.workspaces.access import Actor, visible_workspaces
from journeys import labels
from journeys.graph import STATES

from . import cards, mentioned
from .access import Place, workspace_page
from .beginning import choices
from .forms import SearchForm, UploadForm

PER_PAGE = 24


@require_GET
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Go to the reader's workspace: the one seen last, else the first."""
    mine = list(visible_workspaces(Actor.of_user(request.user)))
    if not mine:
        return render(request, "journeys/no_workspace.html", status=403)
    last = request.session.get("workspace")
    chosen = next((each for each in mine if each.pk == last), mine[0])
    return redirect("workspace", chosen.pk)


@require_GET
@workspace_page
def workspace(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the journeys that fit the search."""
    if request.session.get("workspace") != place.workspace.pk:
        request.session["workspace"] = place.workspace.pk
    language = get_language() or "en"
    asked = request.GET
    words = asked.get("q", "")[:200]
    everything = cards.found(place.workspace)
    fitting = cards.found(place.workspace, words) if words.strip() else everything
    tags = cards.labels(everything)
    search = SearchForm(
        asked,
        states=[(state, labels.choice("state", state, language)) for state in STATES],
        tags=[(tag, tag) for tag in tags],
    )
    fitting = [row for row in fitting if _fits(row.journey, asked)]
    page = Paginator(fitting, PER_PAGE).get_page(asked.get("page"))
    context = place.context(
        "journeys",
        pages=page,
        cards=cards.cards(
            place.workspace,
            page.object_list,
            language,
            place.actor.user_id,
            single=place.may("answers"),
        ),
        mentions=mentioned.unread(place.workspace, place.actor.user_id),
        due=sum(cards.overdue(row.journey.get("review_by")) for row in everything),
        total=len(everything),
        found=len(fitting),
        filtered=bool(words or any(asked.get(name) for name in ("state", "label", "review"))),
        search=search,
        tags=tags,
        here=request.get_full_path(),
    )
    if place.may("create"):
        context |= {"upload": UploadForm(auto_id="drop-%s")} if everything else choices(place)
    return render(request, "journeys/home.html", context)


def _fits(journey: Mapping[str, Any], asked: QueryDict) -> bool:
    """Tell whether a journey has the state and the label that are asked for, and is overdue."""
    state, tag = asked.get("state"), asked.get("label")
    return (
        (not state or journey.get("state", "as_is") == state)
        and (not tag or tag in journey.get("labels", ()))
        and (not asked.get("review") or cards.overdue(journey.get("review_by")))
    )

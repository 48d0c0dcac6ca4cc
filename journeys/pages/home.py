"""A workspace's home: its journeys as cards, a new one, one from a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeymap.documents.errors import Conflict, Invalid
from journeymap.workspaces.access import Actor, visible_workspaces
from journeys import labels, making
from journeys.formats import Loss, Unreadable, detect
from journeys.graph import STATES

from . import cards, wording
from .access import Place, workspace_page
from .forms import NewJourneyForm, SearchForm, UploadForm

PER_PAGE = 24
#: Losses of a file that are listed; the rest is counted.
SHOWN_LOSSES = 20


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
    return _home(request, place)


@require_POST
@workspace_page
def new(request: HttpRequest, place: Place) -> HttpResponse:
    """Make an empty journey."""
    place.require("create")
    form = NewJourneyForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        root = {"title": form.cleaned_data["title"], "language": get_language() or "fi"}
        try:
            made = making.once(
                place.workspace,
                place.actor,
                form.cleaned_data["client_id"],
                lambda client_id: making.empty(place.workspace, place.actor, root, client_id),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("The journey was made."))
            return redirect("journey", made.document.pk)
    return _home(request, place, new=form)


@require_POST
@workspace_page
def upload(request: HttpRequest, place: Place) -> HttpResponse:
    """Make a journey from a file, and say what of it could not be kept."""
    place.require("create")
    form = UploadForm(request.POST, request.FILES, auto_id="upload-%s")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            form_of = detect(head := file.read(1_000_000), file.name)
            reading = form_of.read(head + file.read(form_of.limit + 1), file.name)
            made = making.once(
                place.workspace,
                place.actor,
                form.cleaned_data["client_id"],
                lambda client_id: making.brought(place.workspace, place.actor, reading, client_id),
            )
        except Unreadable as error:
            _refuse(form, error.problems)
        except (Invalid, Conflict) as error:
            _refuse(form, error.problems)
            if not error.problems:
                form.add_error("file", error.message)
        else:
            _tell(request, made.losses)
            return redirect("journey", made.document.pk)
    return _home(request, place, upload=form)


def _refuse(form: UploadForm, problems: Sequence[object]) -> None:
    if problems:
        form.add_error("file", _("This file cannot be loaded. What is wrong in it, and where:"))
    for problem in problems[:SHOWN_LOSSES]:
        form.add_error("file", wording.detail(problem))


def _tell(request: HttpRequest, losses: Sequence[Loss]) -> None:
    messages.success(request, _("The file was loaded."))
    for note in (each.message for each in losses if not each.where):
        messages.warning(request, note)
    lost = [wording.detail(each) for each in losses if each.where]
    if lost:
        messages.warning(request, _("Not everything in it could be kept. What, and where:"))
    for loss in lost[:SHOWN_LOSSES]:
        messages.warning(request, loss)
    if (rest := len(lost) - SHOWN_LOSSES) > 0:
        told = ngettext(
            "and %(n)d more thing was not kept", "and %(n)d more things were not kept", rest
        )
        messages.warning(request, told % {"n": rest})


def _home(
    request: HttpRequest,
    place: Place,
    new: NewJourneyForm | None = None,
    upload: UploadForm | None = None,
) -> HttpResponse:
    language = get_language() or "en"
    asked = request.GET if request.method == "GET" else {}
    words = asked.get("q", "")[:200]
    everything = cards.found(place.workspace)
    fitting = cards.found(place.workspace, words) if words.strip() else everything
    tags = cards.labels(everything)
    search = SearchForm(
        asked,
        states=[(state, labels.choice("state", state, language)) for state in STATES],
        tags=[(tag, tag) for tag in tags],
    )
    state, tag = asked.get("state"), asked.get("label")
    fitting = [
        row
        for row in fitting
        if (not state or row.journey.get("state", "as_is") == state)
        and (not tag or tag in row.journey.get("labels", ()))
    ]
    page = Paginator(fitting, PER_PAGE).get_page(asked.get("page"))
    failed = any(form is not None and form.errors for form in (new, upload))
    context = place.context(
        "journeys",
        pages=page,
        cards=cards.cards(place.workspace, page.object_list, language),
        total=len(everything),
        found=len(fitting),
        filtered=bool(words or state or tag),
        search=search,
        tags=tags,
        here=request.get_full_path() if request.method == "GET" else "",
        new=new or NewJourneyForm(auto_id="new-%s"),
        upload=upload or UploadForm(auto_id="upload-%s"),
    )
    return render(request, "journeys/home.html", context, status=422 if failed else 200)

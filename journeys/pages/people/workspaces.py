"""A new workspace, and the settings of one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeymap.documents import shelf
from journeymap.throttle import attempt
from journeymap.workspaces import people
from journeymap.workspaces.models import Workspace

from ..access import Place, workspace_page
from ..sign_in import wait
from .doing import done
from .forms import WorkspaceForm

#: So many workspaces one person makes within a day.
MADE, DAY = 20, 86400


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """Make a workspace; whoever makes it is its owner."""
    zone = Workspace._meta.get_field("time_zone").default
    first = {"language": get_language(), "time_zone": zone}
    form = WorkspaceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        if attempt("workspace", str(request.user.pk), limit=MADE, seconds=DAY):
            made = shelf.create_workspace(**form.cleaned_data, owner=request.user)
            messages.success(request, _("The workspace was made."))
            return redirect("workspace", made.pk)
        form.add_error(None, wait(DAY))
    status = 422 if form.errors else 200
    return render(request, "journeys/people/new_workspace.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def settings(request: HttpRequest, place: Place) -> HttpResponse:
    """Show and change what a workspace is called, its language and time zone."""
    place.require("manage")
    held = place.workspace
    first = {"name": held.name, "language": held.language, "time_zone": held.time_zone}
    form = WorkspaceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        done(
            request,
            lambda: people.change_settings(place.actor, held, **form.cleaned_data),
            _("The settings are saved."),
        )
        return redirect("workspace-settings", held.pk)
    context = place.context("people", tab="settings", owner=True, form=form)
    status = 422 if form.errors else 200
    return render(request, "journeys/people/settings.html", context, status=status)

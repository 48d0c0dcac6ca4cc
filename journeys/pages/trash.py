"""The trash of a workspace: what is in it, until when, and the way back."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeymap.documents import shelf
from journeymap.documents.models import Document

from .access import Place, journey_page, workspace_page


@require_GET
@workspace_page
def trash(request: HttpRequest, place: Place) -> HttpResponse:
    """List what is in the trash."""
    held = Document.objects.filter(workspace=place.workspace, kind="journey")
    kept = datetime.timedelta(days=shelf.TRASH_DAYS)
    rows = [
        {"document": each, "until": each.trashed_at + kept}
        for each in held.filter(trashed_at__isnull=False).order_by("-trashed_at")
        if each.trashed_at
    ]
    return render(
        request, "journeys/trash.html", place.context("trash", rows=rows, days=shelf.TRASH_DAYS)
    )


@require_POST
@journey_page
def put(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Put a journey into the trash."""
    shelf.trash(document.pk, place.actor)
    messages.success(request, _("“%(title)s” is in the trash.") % {"title": document.title})
    return redirect("trash", place.workspace.pk)


def _restore(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    shelf.restore(document.pk, place.actor)
    messages.success(request, _("“%(title)s” is back.") % {"title": document.title})
    return redirect("journey", document.pk)


restore = require_POST(journey_page(_restore, action="restore"))

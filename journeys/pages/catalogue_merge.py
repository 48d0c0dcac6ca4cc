"""Merging two records of the catalogue: choose, see what will happen, have it happen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeymap.documents.errors import Conflict, InUse, Invalid
from journeymap.documents.fields import dump
from journeymap.documents.kinds import Value
from journeys import labels, merging, rows
from journeys.commands.merge import merged_fields
from journeys.graph import Catalogue
from touchpoints.models import Answer

from .access import Place, workspace_page
from .catalogue_edit import FORM, Held, before, done, held_of
from .catalogue_forms import shown
from .forms import DoorForm


@require_http_methods(FORM)
@workspace_page
def merge(request: HttpRequest, place: Place, record_id: str) -> HttpResponse:
    """Choose what a record goes into, see what will happen, and have it happen."""
    place.require("edit")
    if request.method == "POST" and before(place, request.POST.get("client_id", "")):
        return _merge(request, place, record_id, DoorForm(request.POST))
    shared = rows.catalogue(place.workspace.pk)
    held = held_of(place, shared, record_id)
    same = getattr(shared, held.kind.plural)
    other = same.get(request.POST.get("into") or request.GET.get("into", ""))
    into = held_of(place, shared, other.id) if other and other is not held.record else None
    form = DoorForm(request.POST or None, auto_id="merge-%s")
    if request.method == "POST" and into and form.is_valid():
        return _merge(request, place, record_id, form)
    offered = sorted(same.values(), key=lambda each: each.name.casefold())
    context = place.context(
        "catalogue",
        held=held,
        into=into,
        offered=[each for each in offered if each.id != record_id],
        rows=_compared(held, into, shared) if into else (),
        form=form,
        answers=_answers(place, held),
        both=_both(held, into) if into else 0,
        here=request.get_full_path(),
    )
    return render(request, "journeys/merge.html", context)


def _merge(request: HttpRequest, place: Place, record_id: str, form: DoorForm) -> HttpResponse:
    form.is_valid()
    into, take = request.POST.get("into", ""), request.POST.getlist("take")
    client_id = form.cleaned_data["client_id"]
    try:
        merged = merging.merge(
            place.workspace, place.actor, record_id, into, client_id=client_id, take=take
        )
    except (Invalid, Conflict, InUse) as error:
        messages.error(request, error.message)
        address = reverse("merge-record", args=[place.workspace.pk, record_id])
        return redirect(f"{address}?{urlencode({'into': into})}")
    titles = ", ".join(f"“{each.document.title}”" for each in merged.journeys[:20])
    if titles:
        messages.info(request, _("Changed journeys: %(titles)s.") % {"titles": titles})
    return done(request, place, merged.entry, into)


def _compared(held: Held, into: Held, shared: Catalogue) -> list[dict[str, Any]]:
    """Return field by field what the two say and what will be."""
    gone, kept = dump(held.record), dump(into.record)
    fills = merged_fields(held.kind.name, gone, kept)

    def said(value: Value, name: str) -> str:
        return shown(held.kind, value, name, shared)

    return [
        {
            "name": name,
            "label": _(labels.FIELDS[name]),
            "gone": said(gone, name),
            "kept": said(kept, name),
            "fills": name in fills,
            "asks": bool(gone.get(name)) and gone.get(name) != kept.get(name) and name not in fills
            and gone.get(name) != kept["id"],
        }
        for name in held.kind.rules
        if gone.get(name) or kept.get(name)
    ]  # fmt: skip


def _answers(place: Place, held: Held) -> int:
    if held.kind.name not in ("touchpoint", "segment"):
        return 0
    named = {held.kind.name: held.record.id}
    return Answer.objects.filter(workspace=place.workspace, **named).count()


def _both(held: Held, into: Held) -> int:
    """Return in how many journeys both are named."""
    return len({u.document_id for u in held.uses} & {u.document_id for u in into.uses})

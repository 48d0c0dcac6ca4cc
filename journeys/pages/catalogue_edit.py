"""Editing the catalogue with plain forms: add, change, retire, merge, remove, take back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from journeymap.documents import links, log
from journeymap.documents.errors import Conflict, Invalid, Use
from journeymap.documents.fields import dump
from journeymap.documents.ids import uuid7
from journeymap.documents.kinds import RecordKind
from journeymap.documents.models import Entry
from journeys import labels, merging, rows
from journeys.graph import Catalogue, kind_of
from touchpoints.records import CATALOGUE

from . import catalogue_heard
from .access import Place, workspace_page
from .catalogue_forms import RecordForm, shown

KINDS = ("touchpoint", "organisation", "persona", "segment")
FORM = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Held:
    """A record of the catalogue, and where it is used: in journeys, and by other records."""

    kind: RecordKind
    record: Any
    uses: list[Use]
    holders: list[Any]

    @property
    def title(self) -> str:
        """Return what its kind is called."""
        return _(labels.KINDS[self.kind.name])

    @property
    def journeys(self) -> list[tuple[Use, int]]:
        """Return each journey once, with the number of its places."""
        places = [each.document_id for each in self.uses]
        each_once = {each.document_id: each for each in self.uses}
        return [(use, places.count(identity)) for identity, use in each_once.items()]


@require_http_methods(FORM)
@vary_on_headers("X-Fragment")
@workspace_page
def add(request: HttpRequest, place: Place, kind: str) -> HttpResponse:
    """Add a record."""
    place.require("edit")
    if kind not in KINDS:
        raise Http404
    label = _("Added “%(name)s”")
    return _form_page(request, place, CATALOGUE.by_name[kind], None, label)


@require_http_methods(FORM)
@vary_on_headers("X-Fragment")
@workspace_page
def record(request: HttpRequest, place: Place, record_id: str) -> HttpResponse:
    """Show a record with its uses; change what was changed in its form."""
    held = held_of(place, rows.catalogue(place.workspace.pk), record_id)
    if request.method == "POST":
        place.require("edit")
    return _form_page(request, place, held.kind, held, _("Changed “%(name)s”"))


def _form_page(
    request: HttpRequest, place: Place, kind: RecordKind, held: Held | None, label: str
) -> HttpResponse:
    identity = held.record.id if held else ""
    if request.method != "POST":
        form = _form(place, kind, rows.catalogue(place.workspace.pk), identity)
        return _shown(request, place, kind, held, form)
    if again := before(place, request.POST.get("client_id", "")):
        return done(request, place, again, identity)
    with transaction.atomic():
        log.locked(place.workspace.pk, place.actor, "edit")
        shared = rows.catalogue(place.workspace.pk)
        form = _form(place, kind, shared, identity, request.POST)
        if form.is_valid() and not form.tell_stale():
            name = "".join(filter(str.isprintable, form.cleaned_data["name"]))
            named = {"name": name[:150]}
            if entry := _sent(place, form, label % named):
                return done(request, place, entry, identity or form.cleaned_data["client_id"])
    return _shown(request, place, kind, held, form)


def _form(
    place: Place, kind: RecordKind, shared: Catalogue, identity: str, data: Any = None
) -> RecordForm:
    return RecordForm(
        data,
        kind=kind,
        shared=shared,
        home=place.workspace.language,
        identity=identity,
        auto_id="record-%s",
    )


def _sent(place: Place, form: RecordForm, label: str) -> Entry | None:
    """Send what was changed through the door; what it refuses is shown in the form."""
    client_id = form.cleaned_data["client_id"]
    try:
        return log.commit(
            place.workspace.pk, place.actor, form.ops(), client_id=client_id, label=label
        )
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, error.message)
    return None


def _shown(
    request: HttpRequest, place: Place, kind: RecordKind, held: Held | None, form: RecordForm
) -> HttpResponse:
    context = place.context(
        "catalogue", held=held, kind=kind.name, form=form, here=request.path, delete_id=uuid7()
    )
    context["title"] = held.record.name if held else _(labels.KINDS[kind.name])
    if held:
        value = dump(held.record)
        context["facts"] = [
            (_(labels.FIELDS[name]), said)
            for name in kind.rules
            if (said := shown(kind, value, name, form.shared))
        ]
    status = 422 if form.errors else 200
    inside = "X-Fragment" in request.headers
    if held and kind.name == "touchpoint":
        context["heard"] = catalogue_heard.of_all(place, [held.record.id]).get(held.record.id)
        if context["heard"] and not inside:
            context["met"] = catalogue_heard.places(place, held.record.id)
    page = "journeys/parts/record.html" if inside else "journeys/record.html"
    return render(request, page, context | {"inside": inside}, status=status)


@require_POST
@workspace_page
def delete(request: HttpRequest, place: Place, record_id: str) -> HttpResponse:
    """Remove a record that nothing uses; else say what does."""
    place.require("edit")
    client_id = request.POST.get("client_id", "")
    if again := before(place, client_id):
        return done(request, place, again, "")
    with transaction.atomic():
        log.locked(place.workspace.pk, place.actor, "edit")
        held = held_of(place, rows.catalogue(place.workspace.pk), record_id)
        label = _("Removed “%(name)s”") % {"name": held.record.name[:150]}
        if not held.uses and not held.holders:
            ops = [{"op": "remove", "id": record_id}]
            entry = log.commit(
                place.workspace.pk, place.actor, ops, client_id=client_id, label=label
            )
            return done(request, place, entry, "")
    told = _("“%(name)s” is used, so it cannot be removed. Retire it or merge it into another.")
    messages.error(request, told % {"name": held.record.name})
    return redirect(reverse("record", args=[place.workspace.pk, record_id]) + "#uses")


@require_POST
@workspace_page
def undo(request: HttpRequest, place: Place) -> HttpResponse:
    """Take an own change of the catalogue back."""
    place.require("edit")
    version, client_id = request.POST.get("version", ""), request.POST.get("client_id", "")
    if not version.isdecimal() or len(version) > 9:
        raise Http404
    try:
        left = merging.undo(place.workspace, place.actor, int(version), client_id)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It was taken back."))
        for each in left:
            messages.warning(request, _("Left as it is: %(what)s") % {"what": each})
    return redirect("catalogue", place.workspace.pk)


def undoable(place: Place, version: str) -> Entry | None:
    """Return the reader's own entry of the catalogue with this version, as far as it stands."""
    if not version.isdecimal() or len(version) > 9 or not place.may("edit"):
        return None
    entries = Entry.objects.filter(document=place.workspace.pk)
    own = entries.filter(author_kind=place.actor.kind, author_id=place.actor.id)
    found = own.filter(version=int(version), version__gt=1, undoes=None).first()
    return None if entries.filter(undoes=int(version)).exists() else found


def held_of(place: Place, shared: Catalogue, record_id: str) -> Held:
    """Return a record with its uses; 404 where the catalogue has no such one."""
    found = next(
        (r for k in KINDS if (r := getattr(shared, CATALOGUE.by_name[k].plural).get(record_id))),
        None,
    )
    if found is None:
        raise Http404
    uses = links.uses(place.workspace.pk, [record_id], into=CATALOGUE.name).get(record_id, [])
    return Held(CATALOGUE.by_name[kind_of(found)], found, uses, list(_holders(shared, record_id)))


def _holders(shared: Catalogue, record_id: str) -> Iterator[Any]:
    """Yield the records of the catalogue itself that name a record."""
    for name in KINDS:
        kind = CATALOGUE.by_name[name]
        for each in getattr(shared, kind.plural).values():
            if any(record_id in rule.ids(getattr(each, f)) for f, rule in kind.references.items()):
                yield each


def before(place: Place, client_id: str) -> Entry | None:
    """Return the entry that this actor made of the same form before."""
    made = Entry.objects.filter(document=place.workspace.pk, client_id=client_id)
    own = made.filter(author_kind=place.actor.kind, author_id=place.actor.id)
    return own.first() if client_id else None


def done(request: HttpRequest, place: Place, entry: Entry, identity: str) -> HttpResponse:
    """Say it is done and go back to the list, where it can be taken back.

    A dialog cannot follow a redirect itself: it gets the address in ``X-Go``.
    """
    messages.success(request, entry.label if entry.pk else _("Nothing was changed."))
    there = reverse("catalogue", args=[place.workspace.pk])
    there += f"?{urlencode({'done': entry.version})}" if entry.pk else ""
    there += f"#r-{identity}" if identity and entry.label else ""
    if "X-Fragment" in request.headers:
        return HttpResponse(status=204, headers={"X-Go": there})
    return redirect(there)

"""Beginning a journey: empty, from a sample, a file or a pasted text, or a to-be of another.

Nothing is made before the reader saw what becomes of it and what is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from journeymap.documents.errors import Conflict, Invalid, Refusal
from journeymap.documents.models import Document
from journeys import making, rows, samples
from journeys.commands.derive import derive_to_be
from journeys.formats import FORMATS, LIMIT, Reading, Unreadable, detect
from journeys.graph import Graph
from touchpoints import hearing

from . import columns, draft, preview, wording
from .access import Place, journey_page, workspace_page
from .cards import shown_in
from .forms import DoorForm, NewJourneyForm, PasteForm, TakeForm, UploadForm
from .names import titles_of

#: Troubles of a file that are listed.
SHOWN = 20


class Sample(NamedTuple):
    """A sample journey: the name of its file, what it is called and about, its language."""

    name: str
    title: str
    summary: str
    language: str


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def begin(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the ways to begin; make an empty journey."""
    place.require("create")
    if request.method != "POST":
        return _page(request, place)
    form = NewJourneyForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        root = {"title": form.cleaned_data["title"], "language": get_language() or "fi"}
        done = _made(form, place, lambda key: making.empty(place.workspace, place.actor, root, key))
        if done:
            return _opened(request, done)
    return _page(request, place, new=form)


@require_POST
@workspace_page
def look(request: HttpRequest, place: Place) -> HttpResponse:
    """Show what would become of a file, a pasted text or a sample."""
    place.require("create")
    sent = draft.posted(request)
    if "draft" in sent:
        return _again(request, place, sent)
    upload, paste = _forms(request)
    form: DoorForm = paste if "text" in request.POST else upload
    field = "text" if form is paste else "file"
    try:
        if name := request.POST.get("sample"):
            return _look(request, place, _sample(name))
        if form.is_valid():
            return _look(request, place, _brought(form))
    except (Unreadable, Refusal) as error:
        _refuse(form, field, error)
    return _page(request, place, **{"paste" if form is paste else "upload": form})


def _forms(request: HttpRequest) -> tuple[UploadForm, PasteForm]:
    upload = UploadForm(request.POST, request.FILES, auto_id="upload-%s")
    return upload, PasteForm(request.POST, auto_id="paste-%s")


def _brought(form: DoorForm) -> draft.Draft:
    if "text" in form.cleaned_data:
        return draft.of_text(form.cleaned_data["text"])
    file = form.cleaned_data["file"]
    head = file.read(1_000_000)
    limit = detect(head, file.name).limit
    return draft.of_file(head, file.read(limit + 1), file.name)


def _again(request: HttpRequest, place: Place, sent: QueryDict) -> HttpResponse:
    """Look at a table anew, with the meanings that its columns were given."""
    try:
        held = draft.unpacked(sent.get("draft", ""), place)
        return _look(request, place, held._replace(mapping=columns.given(sent)))
    except (signing.BadSignature, Unreadable, Refusal):
        return _late(request, place)


def _late(request: HttpRequest, place: Place) -> HttpResponse:
    messages.error(request, _("This was looked at too long ago. Bring it again."))
    return redirect("new-journey", place.workspace.pk)


def _look(
    request: HttpRequest,
    place: Place,
    held: draft.Draft,
    form: TakeForm | None = None,
) -> HttpResponse:
    sheets = columns.sheets(held)
    try:
        reading = held.read()
    except Unreadable as error:
        if not sheets:
            raise
        packed = draft.packed(held, place)
        told = {"draft": packed, "large": draft.large(packed), "sheets": sheets, "name": held.name}
        context = place.context("journeys", **told, wrong=error.problems[:SHOWN])
        return render(request, "journeys/preview.html", context, status=422)
    found = preview.of(place, reading)
    journey = reading.graph.journey
    language = journey.language if journey.language != "und" else get_language() or "fi"
    first = {"draft": draft.packed(held, place), "title": journey.title, "language": language}
    form = form or TakeForm(initial=first, auto_id="take-%s")
    form.offer_languages(_languages(journey.language))
    context = place.context(
        "journeys",
        preview=found,
        form=form,
        asks_language=not FORMATS[held.format].writes,
        name=held.name,
        draft=first["draft"],
        large=draft.large(first["draft"]),
        sheets=sheets,
        shown_language=journey.language if journey.language != "und" else "",
        here=request.path.removesuffix("load/").removesuffix("make/") + "new/",
    )
    return render(request, "journeys/preview.html", context, status=422 if form.errors else 200)


@require_POST
@workspace_page
def take(request: HttpRequest, place: Place) -> HttpResponse:
    """Make the journey that was looked at, or go back to what was pasted."""
    place.require("create")
    sent = draft.posted(request)
    try:
        held = draft.unpacked(sent.get("draft", ""), place)
        reading = held.read()
    except (signing.BadSignature, Unreadable):
        return _late(request, place)
    if "back" in request.POST:
        said = "" if held.name else held.data.decode("utf-8", "replace")
        return _page(request, place, paste=PasteForm(initial={"text": said}, auto_id="paste-%s"))
    form = TakeForm(sent, auto_id="take-%s")
    form.offer_languages(_languages(reading.graph.journey.language))
    if form.is_valid():
        named = _named(reading, form)
        done = _made(
            form, place, lambda key: making.brought(place.workspace, place.actor, named, key)
        )
        if done:
            return _opened(request, done)
    try:
        return _look(request, place, held, form)
    except (Invalid, Conflict) as error:  # what it was looked at with has changed since
        messages.error(request, error.message)
        return redirect("new-journey", place.workspace.pk)


def _named(reading: Reading, form: TakeForm) -> Reading:
    """Return what was read, under the title (and in the language) that the reader gave it."""
    wanted = form.given("title", "language")
    journey = replace(reading.graph.journey, **wanted)
    return reading._replace(graph=replace(reading.graph, journey=journey))


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
def to_be(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show what a to-be of the journey would be; make it."""
    place.require("create")
    as_is = rows.load(document.pk)
    heard = hearing.measures(document.pk, single=place.may("answers"))
    title = _("%(title)s (to be)") % {"title": as_is.journey.title[:180]}
    form = NewJourneyForm(request.POST or None, initial={"title": title}, auto_id="take-%s")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["title"]
        done = _made(form, place, lambda key: making.derived(document, place.actor, given, key))
        if done:
            return _opened(request, done)
    context = place.context(
        "journeys",
        document=document,
        journey=as_is.journey,
        crumb=True,
        preview=preview.of_to_be(as_is, _derived(as_is), heard.n),
        form=form,
        shown_language=as_is.journey.language,
        here=request.path,
    )
    return render(request, "journeys/preview.html", context, status=422 if form.errors else 200)


def _derived(as_is: Graph) -> Graph:
    ops = derive_to_be(as_is, "to-be")
    return Graph.of(((op["kind"], {"id": op["id"], **op["value"]}) for op in ops), as_is.catalogue)


def _made(form: DoorForm, place: Place, make: Any) -> Document | None:
    """Make it once; what the door refuses is shown in the form."""
    try:
        return making.once(
            place.workspace, place.actor, form.cleaned_data["client_id"], make
        ).document
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, error.message)
    return None


def _opened(request: HttpRequest, document: Document) -> HttpResponse:
    messages.success(request, _("The journey was made."))
    return redirect("journey", document.pk)


def _refuse(form: DoorForm, field: str, error: Unreadable | Refusal) -> None:
    problems: Sequence[object] = error.problems
    form.is_valid()
    if problems:
        told = _("This file cannot be loaded. What is wrong in it, and where:")
        if field == "text":
            told = _("This text cannot be read. What is wrong in it, and where:")
        form.add_error(field, told)
    for problem in problems[:SHOWN]:
        form.add_error(field, wording.detail(problem))
    if not problems:
        form.add_error(field, str(error))


def _page(request: HttpRequest, place: Place, **sent: DoorForm) -> HttpResponse:
    failed = any(form.errors for form in sent.values())
    for form in sent.values():
        for name in (each for each in form.errors if each in form.fields):
            form.fields[name].widget.attrs["autofocus"] = True  # the page is long
    context = place.context("journeys", **choices(place, **sent), here=request.path)
    return render(request, "journeys/new.html", context, status=422 if failed else 200)


def choices(place: Place, **sent: DoorForm) -> dict[str, Any]:
    """Return what the ways to begin show: forms, samples, the journeys to derive a to-be from."""
    found = Document.objects.filter(workspace=place.workspace, kind="journey", trashed_at=None)
    own = titles_of(place, found.order_by("title", "id")[:500])
    return {
        "new": NewJourneyForm(auto_id="new-%s"),
        "upload": UploadForm(auto_id="upload-%s"),
        "paste": PasteForm(auto_id="paste-%s"),
        "samples": [_told(name, get_language() or "en") for name in samples.NAMES],
        "journeys": own,
        "readable": [(_(f.title), " ".join(f.endings)) for f in FORMATS.values() if f.reads],
        "megabytes": LIMIT // 1_000_000,
        **sent,
    }


def _languages(also: str) -> list[tuple[str, str]]:
    codes = [code for code, _name in settings.LANGUAGES]
    named = [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in codes]
    return named if also in codes or also in ("", "und") else [*named, (also, also)]


def _sample(name: str) -> draft.Draft:
    path = next((each for each in samples.files() if each.stem == name), None)
    if path is None:
        raise Http404
    return draft.Draft("yaml", path.name, path.read_bytes())


@cache
def _told(name: str, language: str) -> Sample:
    graph, spoken = shown_in(_read(name), language)
    return Sample(name, graph.journey.title, graph.journey.summary, spoken)


@cache
def _read(name: str) -> Graph:
    return _sample(name).read().graph

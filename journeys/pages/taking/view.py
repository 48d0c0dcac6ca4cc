"""Taking away: choosing pictures and files, and those that one asked for while they are made."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.fields import ID
from journeymap.documents.models import Document
from journeys import overlay, rows, taking, takings
from journeys.against import against, origin
from journeys.diagrams import DIAGRAMS, KINDS
from journeys.formats import FORMATS
from journeys.models import Taking
from journeys.pages import bar
from journeys.pages.access import Place, journey_page
from journeys.pages.cards import shown_in

from .forms import TakeAwayForm

#: What is made within so many seconds is downloaded at once.
QUICK = 0.8


class Shown(NamedTuple):
    """A file that one asked for, as the page shows it."""

    held: Taking
    title: str
    alive: bool
    doing: str

    @property
    def at(self) -> int:
        """Return which of its parts is at work, from 1."""
        return min(self.held.done + 1, self.held.total)

    @property
    def unfinished(self) -> bool:
        """Tell whether it was neither made nor ended."""
        return self.held.state in takings.UNFINISHED


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
def page(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show what can be taken; have it made."""
    newest = place.may("answers")
    if request.method != "POST":
        form = TakeAwayForm(
            initial=_first(request, document), document=document, newest=newest, auto_id="take-%s"
        )
        return _page(request, place, document, form)
    form = TakeAwayForm(request.POST, document=document, newest=newest, auto_id="take-%s")
    held = _started(request, place, document, form) if form.is_valid() else None
    if held is None:
        return _page(request, place, document, form)
    held = takings.wait(held, QUICK)
    if _fragment(request):
        return _files(request, document, fresh=held.pk)
    if held.state == "done":
        return redirect("taking", document.pk, held.pk)
    return redirect(f"{reverse('take', args=[document.pk])}#your-files")


def _first(request: HttpRequest, document: Document) -> dict[str, Any]:
    spoken, chosen = get_language() or "en", overlay.query(request.GET.dict())
    first = {"language": spoken, "scale": 2, "theme": "light", "against": origin(document)}
    return {**first, "answers": chosen, "as_chosen": bool(chosen)}


def _started(
    request: HttpRequest, place: Place, document: Document, form: TakeAwayForm
) -> Taking | None:
    wanted = form.wanted()
    try:
        if wanted.against or wanted.against_version:
            against(document, place.actor, wanted.against, wanted.against_version)
        return takings.start(document, request.user, wanted)
    except Invalid:
        form.add_error("against", _("Choose what to compare with."))
    except Conflict as error:
        form.add_error(None, error.message)
    return None


def _page(
    request: HttpRequest, place: Place, document: Document, form: TakeAwayForm
) -> HttpResponse:
    asked = request.GET.get("losses", "")
    more: dict[str, Any] = {
        "form": form,
        "losses_of": asked,
        "losses": _losses(document, asked),
        **_listed(request, document),
    }
    status = 422 if form.errors else 200
    if _fragment(request):
        context = {"document": document, "dialog": True, **more}
        return _varied(render(request, "journeys/taking/form.html", context, status=status))
    journey, language = shown_in(rows.load(document.pk), get_language() or "en")
    context = bar.context(place, document, journey.journey, language, "take", **more)
    return _varied(render(request, "journeys/taking/page.html", context, status=status))


def _losses(document: Document, name: str) -> list[str] | None:
    """Return what a format cannot carry of the journey, for those without scripts."""
    if name not in FORMATS or not FORMATS[name].writes:
        return None
    return [str(each) for each in FORMATS[name].write(rows.load(document.pk)).losses]


def _fragment(request: HttpRequest) -> bool:
    return "X-Fragment" in request.headers


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["X-Fragment"])
    return response


# -- what one asked for --------------------------------------------------------------------------


@never_cache
@require_GET
@journey_page
def files(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show the list of what one took in the last day, as a part of the page."""
    return _files(request, document)


def _files(request: HttpRequest, document: Document, fresh: str = "") -> HttpResponse:
    context = {"document": document, "fresh": fresh, **_listed(request, document)}
    return render(request, "journeys/taking/files.html", context)


def _listed(request: HttpRequest, document: Document) -> dict[str, Any]:
    held = [_shown(each) for each in takings.mine(document, request.user)[:20]]
    return {"takings": held, "busy": any(each.alive for each in held)}


def _shown(held: Taking) -> Shown:
    parts = held.wanted["parts"]
    title = _title(parts[0]) if len(parts) == 1 else _several(len(parts))
    return Shown(held, title, takings.alive(held), _title(held.doing) if held.doing else "")


def _several(n: int) -> str:
    return ngettext("A pack of %(n)d file", "A pack of %(n)d files", n) % {"n": n}


def _title(part: str) -> str:
    try:
        found = taking.offer(part)
    except taking.Unoffered:  # of an older program
        return part
    if not found.diagram:
        return _(found.title)
    told = {"picture": _(DIAGRAMS[found.diagram].title), "kind": _(KINDS[found.kind].title)}
    return _("%(picture)s as %(kind)s") % told


def _mine(request: HttpRequest, document: Document, taking_id: str) -> Taking:
    known = ID.match(taking_id)  # PostgreSQL bears no NUL
    found = takings.mine(document, request.user).filter(pk=taking_id).first() if known else None
    if found is None:
        raise Http404
    return found


@never_cache
@require_GET
@journey_page
def file(request: HttpRequest, place: Place, document: Document, taking_id: str) -> HttpResponse:
    """Hand the file to whom it was made for, as long as they may have it."""
    held = _mine(request, document, taking_id)
    if takings.Wanted(**held.wanted).chooses:
        place.require("answers")
    if held.wanted["against"]:
        try:
            against(document, place.actor, held.wanted["against"])
        except Invalid:
            raise Http404 from None
    if held.state != "done" or held.data is None:
        raise Http404
    response = HttpResponse(bytes(held.data), content_type=held.media_type)
    response["Content-Disposition"] = f'attachment; filename="{held.name}"'
    return response


@require_POST
@journey_page
def end(request: HttpRequest, place: Place, document: Document, taking_id: str) -> HttpResponse:
    """Cancel what is being made, forget what was made."""
    takings.cancel(_mine(request, document, taking_id))
    return _back(request, document)


@require_POST
@journey_page
def again(request: HttpRequest, place: Place, document: Document, taking_id: str) -> HttpResponse:
    """Begin anew what failed, or whose server ended."""
    held = _mine(request, document, taking_id)
    try:
        if not takings.alive(held):
            takings.again(held)
    except Conflict as error:
        if _fragment(request):  # it asks once more as a page, which says it
            return HttpResponse(error.message, "text/plain; charset=utf-8", status=409)
        messages.warning(request, error.message)
    return _back(request, document)


def _back(request: HttpRequest, document: Document) -> HttpResponse:
    if _fragment(request):
        return _files(request, document)
    return redirect(f"{reverse('take', args=[document.pk])}#your-files")

"""The links of a journey, for those who may share it: made, changed, copied and revoked."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from journeymap.documents import sharing
from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.models import Document, Record, ShareLink

from ..access import Place, journey_page
from .forms import LinkForm, last_day


@dataclass(frozen=True)
class Shown:
    """A link as its page tells it; addresses are absolute."""

    link: ShareLink
    url: str
    frame: str
    picture: str

    @property
    def works(self) -> bool:
        """Tell whether it opens now."""
        return sharing.works(self.link)

    @property
    def last_day(self) -> datetime.date | None:
        """Return the last day on which it opens; None where it has none."""
        return last_day(self.link)


def shown(request: HttpRequest, link: ShareLink) -> Shown:
    """Return what there is to say of a link, with what to put into other sites."""
    text = sharing.signed(link)

    def address(name: str, *more: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[text, *more]))

    url, title = address("share-plain"), link.document.title
    if not link.embed:
        return Shown(link, url, "", "")
    frame = f'<iframe src="{address("share-embed")}" title="{escape(title)}"'
    frame += ' width="100%" height="600" loading="lazy"></iframe>'
    picture = ""
    if link.view == ShareLink.View.FULL:
        picture = f'<img src="{address("share-picture", "svg")}" alt="{escape(title)}">'
    return Shown(link, url, frame, picture)


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
def links(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """List the links, and make one."""
    place.require("share")
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = _sent(form, lambda **values: sharing.make_link(document.pk, place.actor, **values))
        if made:
            messages.success(request, _("The link was made. Copy its address below."))
            return redirect(f"{reverse('share', args=[document.pk])}#link-{made.pk}")
    held = [shown(request, each) for each in sharing.links_of(document.pk, place.actor)]
    more = {
        "form": form,
        "links": [each for each in held if not each.link.revoked_at],
        "ended": [each for each in held if each.link.revoked_at],
    }
    return _render(request, place, document, "share", more, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
def link(request: HttpRequest, place: Place, document: Document, link_id: str) -> HttpResponse:
    """Change a link; its address stays."""
    place.require("share")
    held = sharing.links_of(document.pk, place.actor).filter(pk=link_id, revoked_at=None).first()
    if held is None:
        raise Http404
    form = LinkForm(request.POST if request.method == "POST" else None, link=held)
    if form.is_valid():
        change: Callable[..., ShareLink] = sharing.change_link
        if _sent(form, lambda **values: change(document.pk, held.pk, place.actor, **values)):
            messages.success(request, _("The link was changed."))
            return redirect(f"{reverse('share', args=[document.pk])}#link-{held.pk}")
    more = {"form": form, "each": shown(request, held)}
    return _render(request, place, document, "link", more, 422 if form.errors else 200)


@require_POST
@journey_page
def revoke(request: HttpRequest, place: Place, document: Document, link_id: str) -> HttpResponse:
    """End a link for good."""
    place.require("share")
    ended = sharing.revoke_link(document.pk, link_id, place.actor)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": ended.name})
    return redirect("share", document.pk)


def _sent(form: LinkForm, send: Callable[..., ShareLink]) -> ShareLink | None:
    """Send what the form holds; what is refused stands in the form."""
    try:
        return send(**form.values())
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, error.message)
    return None


def _render(
    request: HttpRequest,
    place: Place,
    document: Document,
    name: str,
    more: dict[str, Any],
    status: int,
) -> HttpResponse:
    root = Record.objects.get(document=document, id=document.pk).value
    language = root.get("language", document.workspace.language)
    more |= {"journey": root, "shown_language": language, "crumb": True}
    context = place.context("journeys", document=document, **more)
    return render(request, f"journeys/share/{name}.html", context, status=status)

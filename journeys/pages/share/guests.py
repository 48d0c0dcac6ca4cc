"""A guest at a link: whether it opens, the password where it has one, and what browsers are told.

Nothing is kept of a guest: no cookie (but the proof of a right password), no session, no address.
Whether a link opens is asked at every request, so that one that was revoked gives nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeymap import throttle
from journeymap.documents import sharing
from journeymap.documents.errors import NotFound
from journeymap.documents.models import Document, ShareLink
from journeymap.workspaces.access import Actor, allowed

from ..access import zone_of
from .forms import PasswordForm

P = ParamSpec("P")
COOKIE = "share"
#: How long a right password is good for, in seconds.
KEPT = 12 * 3600
#: So many guesses at a link's password in so many seconds: from one address, and from all.
WINDOW = 15 * 60
GUESSES, GUESSES_OF_ALL = 10, 200


@dataclass(frozen=True)
class Visit:
    """Somebody who has a link, and may look."""

    request: HttpRequest
    text: str
    link: ShareLink
    actor: Actor

    @property
    def document(self) -> Document:
        """Return what is looked at."""
        return self.link.document

    def url(self, name: str, *more: str) -> str:
        """Return the address of a guest's page of this link."""
        return reverse(name, args=[self.text, *more])

    def count(self) -> None:
        """Count the view, unless a machine only fetches ahead, or a member looks."""
        request = self.request
        ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
        if request.method != "GET" or ahead.startswith("prefetch"):
            return
        if not allowed(Actor.of_user(request.user), "view", self.document):
            sharing.count_view(self.link)


GuestView = Callable[Concatenate[Visit, P], HttpResponse]


def guest_page(view: GuestView[P]) -> Callable[..., HttpResponse]:
    """Make a page of a link, which the address names by ``text``; asks for its password first."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, text: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            link, actor = sharing.open_link(text)
            if request.method == "POST" or not unlocked(request, link):
                return quiet(_ask(request, text, link), referrer="same-origin")
            with timezone.override(zone_of(link.document.workspace)):
                return quiet(view(Visit(request, text, link, actor), *args, **kwargs))
        except NotFound:
            return quiet(render(request, "journeys/share/gone.html", status=404))

    return page


def quiet(response: HttpResponse, referrer: str = "no-referrer") -> HttpResponse:
    """Have nobody list the page, keep it, or learn its address.

    A page with a form needs ``same-origin``: without a referrer browsers send no origin either,
    and a form that comes from nowhere is refused.
    """
    response.headers.setdefault("Cache-Control", "private, no-store")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = referrer
    return response


def unlocked(request: HttpRequest, link: ShareLink) -> bool:
    """Tell whether the link has no password, or this browser gave the present one today."""
    if not link.password:
        return True
    held = request.get_signed_cookie(COOKIE, default="", salt=_salt(link), max_age=KEPT)
    return bool(held)


def _salt(link: ShareLink) -> str:
    """Return what binds the cookie to this link and to its present password."""
    return f"{link.pk}{link.password}"


def _ask(request: HttpRequest, text: str, link: ShareLink) -> HttpResponse:
    """Ask for the password; nothing is said of what is behind it."""
    if unlocked(request, link):
        return redirect(request.get_full_path())
    form = PasswordForm(request.POST if request.method == "POST" else None)
    status = 403
    if form.is_valid():
        if not _may_guess(request, link):
            status, said = 429, _("Too many attempts. Wait a quarter of an hour.")
        elif sharing.fits(link, form.cleaned_data["password"]):
            return _unlock(request, text, link)
        else:
            status, said = 422, _("This is not the password. Capital letters matter.")
        form.add_error("password", said)
    return render(request, "journeys/share/password.html", {"form": form}, status=status)


def _may_guess(request: HttpRequest, link: ShareLink) -> bool:
    where = throttle.address_of(request)
    return throttle.attempt("share", link.pk, where, limit=GUESSES, seconds=WINDOW) and (
        throttle.attempt("share", link.pk, limit=GUESSES_OF_ALL, seconds=WINDOW)
    )


def _unlock(request: HttpRequest, text: str, link: ShareLink) -> HttpResponse:
    throttle.forget("share", link.pk, throttle.address_of(request))
    throttle.give_back("share", link.pk)
    response = redirect(request.get_full_path())
    response.set_signed_cookie(
        COOKIE,
        "open",
        salt=_salt(link),
        max_age=KEPT,
        path=reverse("share-plain", args=[text]),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response

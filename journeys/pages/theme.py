"""The reader's choice of light or dark, kept in a cookie: the server writes it into <html>."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR = 365 * 86400


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice (``auto`` forgets it) and go back to where the reader was."""
    response = HttpResponseRedirect(way_back(request))
    if (chosen := request.POST.get("theme")) in ("light", "dark"):
        response.set_cookie(
            "theme", chosen, YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def way_back(request: HttpRequest) -> str:
    """Return the address in ``next`` where it is one of this site, else the start."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        there, {request.get_host()}, require_https=request.is_secure()
    )
    return there if safe else "/"

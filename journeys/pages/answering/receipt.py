"""What one answered, by the code that one was given: seen, downloaded, erased.

A code is only ever sent in a form's body: it is in no address, so in no log and no history.
Guessing is slow, and hopeless (59 bits). Forms need no token against forgery: the code is all the
authority there is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from journeymap import throttle
from touchpoints import forgetting
from touchpoints.intake import floods
from touchpoints.models import Answer

from ..access import zone_of
from ..share.guests import quiet
from .opening import language_of, tongue

#: So many wrong codes and erasures from one address within ``WINDOW`` seconds.
TRIES, WINDOW = 20, 600


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the code; show, give or erase what is held under it."""
    offered = {settings.LANGUAGE_CODE: "", **dict(settings.LANGUAGES)}  # the first for others
    language = language_of(request, [*offered])
    with translation.override(language):
        response = _answer(request) if request.method == "POST" else _show(request)
        response["Content-Language"] = language
    return quiet(response)


def _answer(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("code", "")[:100]
    who = ("receipt", floods.stand_in(throttle.address_of(request)))
    if not throttle.attempt(*who, limit=TRIES, seconds=WINDOW):
        return _later(request, code)
    held = forgetting.by_receipt(code)
    if not held:
        wrong = _(
            "There is no answer under this code. Look at each letter: none of them is a 0, 1, i, l "
            "or o. Or the answer is erased already, or its time was over."
        )
        return _show(request, 404, code=code, wrong=wrong)
    if request.POST.get("do") != "erase-now":  # which looks through all that the workspace wrote
        throttle.give_back(*who)
    with timezone.override(zone_of(held[0].workspace)):
        return _done(request, code, held)


def _done(request: HttpRequest, code: str, held: Sequence[Answer]) -> HttpResponse:
    """Do what is asked with the answers that are held under the code."""
    wanted = request.POST.get("do", "")
    if wanted == "erase-now":
        for each in held:
            forgetting.erase(each)
        return _show(request, state="erased")
    told = [forgetting.exported(each, translation.get_language() or "en") for each in held]
    if wanted == "download":
        return _file(told)
    state = "sure" if wanted == "erase" else "held"
    return _show(request, state=state, code=code, answers=list(zip(held, told, strict=True)))


def _file(told: list[dict[str, Any]]) -> HttpResponse:
    body = json.dumps({"answers": told}, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="answer.json"'
    return response


def _later(request: HttpRequest, code: str) -> HttpResponse:
    minutes = WINDOW // 60
    told = ngettext(
        "Too many wrong codes came from your network. Try again in a minute.",
        "Too many wrong codes came from your network. Try again in %(minutes)s minutes.",
        minutes,
    )
    response = _show(request, 429, code=code, wrong=told % {"minutes": minutes})
    response["Retry-After"] = str(WINDOW)
    return response


def _show(request: HttpRequest, status: int = 200, state: str = "ask", **more: Any) -> HttpResponse:
    tongues = [tongue(code, f"?lang={code}") for code, _name in settings.LANGUAGES]
    context = {"state": state, "tongues": tongues, **more}
    return render(request, "journeys/answering/receipt.html", context, status=status)

"""The kiosk: big faces, one tap goes on; and the answers that kiosks send, now or later."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from journeymap import throttle
from touchpoints import rounds
from touchpoints.intake import public
from touchpoints.intake.floods import TooMany
from touchpoints.intake.public import BYTES, MOST, Given, Taken

from ..share.guests import quiet
from .opening import Visit, round_page

#: Seconds without a touch before the kiosk asks whether somebody is there: least, usual, most.
IDLE = (10, 30, 600)
#: A call with many answers may be so much longer than one with one: at a kiosk nobody writes.
_LONG = 16


@round_page
def kiosk(visit: Visit) -> HttpResponse:
    """Show all screens at once; the script shows one after the other."""
    least, usual, most = IDLE
    told = visit.request.GET.get("idle", "")
    idle = min(max(int(told), least), most) if told.isdecimal() and len(told) < 5 else usual
    form = visit.form(kiosk=True)
    wording = "" if visit.preview else rounds.wording_of(visit.held)
    home = visit.request.GET.get("home", "")
    return visit.show(
        "kiosk",
        form,
        known=json.dumps(form.known),
        idle=idle,
        wording=wording,
        home=visit.address(("home",), lang=home) if home else "",
    )


@csrf_exempt
@require_POST
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """Take one answer (an object) or up to 50 (a list), each by itself, safe to repeat."""
    held = public.find(code)
    if held is None:
        return _problem(404, _("There is nothing here for you."))
    if request.content_type != "application/json":
        return _problem(415, _("Send JSON."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BYTES * _LONG:
        return _problem(413, _("The body is too large."))
    try:
        told = json.loads(request.body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return _problem(400, _("This is no JSON."))
    many = told if isinstance(told, list) else [told]
    if int(length) > BYTES and not isinstance(told, list):
        return _problem(413, _("The body is too large."))
    if not 0 < len(many) <= MOST:
        return _problem(422, _("Expected a list of answers."))
    given = [public.of_kiosk(held, each) if isinstance(each, dict) else _NONE for each in many]
    try:
        address = throttle.address_of(request)
        taken = public.take(held, given, source="kiosk", address=address)
    except TooMany as error:
        return _problem(429, _("Too many at once."), headers={"Retry-After": str(error.seconds)})
    results = [_result(code, each) for each in taken]
    if isinstance(told, list):
        return quiet(JsonResponse({"results": results}))
    if errors := results[0].get("errors"):
        return _problem(422, _("The request was understood and refused."), errors)
    return quiet(JsonResponse(results[0], status=201 if taken[0].created else 200))


_NONE = Given({}, "")


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _result(code: str, taken: Taken) -> dict[str, Any]:
    """Return what became of an answer, by the id that its sender gave it."""
    told = {"client_id": taken.client_id.removeprefix(f"{code}.")}
    if not taken.problems:
        return {**told, "created": taken.created}
    errors = [{"pointer": each.path, "detail": each.message} for each in taken.problems]
    return {**told, "errors": errors}


def _problem(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Say what is wrong as problem+json (RFC 9457), as the API does."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail} | ({"errors": errors} if errors else {})
    return quiet(
        JsonResponse(body, status=status, headers=headers, content_type="application/problem+json")
    )

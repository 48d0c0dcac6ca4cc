"""Opening a round's link: whether there is something to answer, in which language, and what
browsers are told of it. Nothing is kept of who looks: no cookie, no session, no address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from journeymap.workspaces.access import Actor, allowed
from touchpoints import rounds
from touchpoints.intake import public
from touchpoints.intake.public import OFFERED
from touchpoints.intake.questions import with_language
from touchpoints.models import SurveyRound

from ..access import zone_of
from ..share.guests import quiet
from .screens import Form, Place, place_of

#: What an address may say beside the round: what then need not be asked.
PRESET = ("step", *OFFERED)
#: The status of a page that has nothing to answer, by why.
NOTHING = {"unknown": 404, "planned": 404, "closed": 410, "long": 413, "sent": 409}


@dataclass(frozen=True)
class Visit:
    """Somebody at an open round, in their language; ``preview``: an editor, nothing is kept."""

    request: HttpRequest
    held: SurveyRound
    place: Place
    language: str
    preview: bool = False
    preset: dict[str, str] = field(default_factory=dict)

    def form(self, given: dict[str, str] | None = None, **more: Any) -> Form:
        """Return what is asked here, with what was answered so far."""
        return Form(self.place, self.preset, given or {}, **more)

    def show(self, name: str, form: Form, status: int = 200, **more: Any) -> HttpResponse:
        """Answer with a page that asks."""
        privacy = with_language(self.held.privacy, self.language)
        context = {"visit": self, "held": self.held, "form": form, "about": form.about}
        context |= {"privacy": privacy, **more}
        return render(self.request, f"journeys/answering/{name}.html", context, status=status)

    def address(self, without: tuple[str, ...] = (), **more: str) -> str:
        """Return the address of this page, with other parts of its query."""
        query = self.request.GET.copy()
        for name in (*without, *more):
            query.pop(name, None)
        query.update(more)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    @cached_property
    def tongues(self) -> list[dict[str, str]]:
        """Return the languages that one can read this page in: code, own name, address."""
        return [tongue(code, self.address(lang=code)) for code in rounds.languages_of(self.held)]

    @cached_property
    def receipts(self) -> str:
        """Return where a customer sees, and may erase, what they answered."""
        return reverse("receipt")


def tongue(code: str, url: str) -> dict[str, str]:
    """Return a language that a page can be read in: its code, own name, address."""
    name = str(get_language_info(code)["name_local"])
    return {"code": code, "name": name.capitalize(), "url": url}


RoundView = Callable[[Visit], HttpResponse]


def round_page(view: RoundView) -> Callable[..., HttpResponse]:
    """Make a page of a round that is open; others are told kindly, and nothing about the round.

    Forms need no token against forgery: nobody's authority comes with a cookie here.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, code: str) -> HttpResponse:
        held = public.find(code)
        preview = held is not None and request.GET.get("preview") == "1"
        if held is None or (preview and not _may_preview(request, held)):
            return nothing(request, "unknown")
        language = language_of(request, rounds.languages_of(held))
        with translation.override(language), timezone.override(zone_of(held.workspace)):
            place = place_of(held, language)
            state = "open" if preview else rounds.state_of(held)
            if place is None or state != "open":
                return nothing(request, state if state != "open" else "closed", held)
            preset = {name: request.GET[name] for name in PRESET if request.GET.get(name)}
            response = view(Visit(request, held, place, language, preview, preset))
            response["Content-Language"] = language
            return quiet(response)

    return page


def nothing(request: HttpRequest, why: str, held: SurveyRound | None = None) -> HttpResponse:
    """Say kindly why there is nothing to answer here; of the round only when it opens."""
    kiosk = held is not None and request.path.endswith("/kiosk/")
    context = {"why": why, "held": held, "kiosk": kiosk}
    return quiet(render(request, "journeys/answering/gone.html", context, status=NOTHING[why]))


def _may_preview(request: HttpRequest, held: SurveyRound) -> bool:
    return allowed(Actor.of_user(request.user), "edit", held.workspace)


def language_of(request: HttpRequest, offered: Sequence[str]) -> str:
    """Return the language that the address asks for, else the browser's first that is offered."""
    wanted = request.headers.get("Accept-Language", "")
    told = [code.partition("-")[0] for code, _weight in parse_accept_lang_header(wanted)]
    asked = (request.GET.get("lang", ""), *told, *offered)
    return next((each for each in asked if each in offered), translation.get_language() or "en")

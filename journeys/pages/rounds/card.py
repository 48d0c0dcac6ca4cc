"""Cards to print: a QR code and a sentence on a page of A5, for a desk, a wall or a letter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from touchpoints import rounds
from touchpoints.asking import named
from touchpoints.intake.questions import with_language

from ..access import Place, workspace_page
from . import codes
from .links import PRESET, Reach
from .listing import found


@dataclass(frozen=True)
class Card:
    """What stands on one card, in the language of the card."""

    about: str
    said: list[str]
    code: SafeString
    shown: str


@require_GET
@workspace_page
def card(request: HttpRequest, place: Place, round_id: str) -> HttpResponse:
    """Show the card of a link (``links.PRESET``), or with ``?each=unit`` one for every unit."""
    held = found(place, round_id)
    spoken = rounds.languages_of(held)
    language = request.GET.get("lang", "")
    language = language if language in spoken else spoken[0]
    each = request.GET.get("each", "")
    given = {name: request.GET.get(name, "") for name in PRESET}
    with translation.override(language):
        reach = Reach.of(held)
        links = [given | {each: value} for value, _words in reach.choices.get(each, ())] or [given]
        cards = [_card(request, reach, one) for one in links]
    context = place.context(
        "rounds",
        held=held,
        cards=cards,
        language=language,
        languages=[(code, named(code)) for code in spoken],
        purpose=with_language(held.purpose, language),
    )
    return render(request, "journeys/rounds/card.html", context)


def _card(request: HttpRequest, reach: Reach, given: dict[str, str]) -> Card:
    link = reach.link(request, given)
    shown = request.build_absolute_uri(rounds.path_of(reach.held)).partition("://")[2].rstrip("/")
    title = _("QR code of %(address)s") % {"address": link.url}
    return Card(reach.title, link.said, codes.inline(link.url, title), shown)

"""The answer page: one question a screen, sent once, thanked with a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeymap import throttle
from journeymap.documents.fields import Problem
from touchpoints import masking, rounds
from touchpoints.intake import item, public
from touchpoints.intake.floods import TooMany
from touchpoints.intake.public import BYTES, OFFERED, Begun, Given, Taken
from touchpoints.intake.questions import with_language

from .. import wording
from .opening import Visit, nothing, round_page

#: Characters of free text; more is not read by anybody who gets hundreds of them.
LONGEST = 1000
#: A field that no customer sees: what is in it was put there by a machine.
TRAP = "website"


@round_page
def page(visit: Visit) -> HttpResponse:
    """Ask, or take what was answered."""
    if visit.request.method == "POST":
        return _send(visit)
    return _ask(visit, public.begin(visit.held))


def _ask(
    visit: Visit,
    token: str,
    given: dict[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
    said: str = "",
) -> HttpResponse:
    """Show the screens; ``said``: what is wrong with the whole."""
    form = visit.form(given, wrong=wrong or {})
    purpose = with_language(visit.held.purpose, visit.language)
    asked = "" if visit.preview else rounds.wording_of(visit.held)
    more = {"token": token, "wording": asked, "said": said, "purpose": purpose}
    return visit.show("page", form, status, **more, longest=LONGEST, trap=TRAP)


def _send(visit: Visit) -> HttpResponse:
    request, held = visit.request, visit.held
    if _length(request) > BYTES:
        return nothing(request, "long", held)
    given = {name: str(value) for name, value in request.POST.items()}
    begun = public.begun(held, given.get("token", ""))
    token = given["token"] if begun else public.begin(held)
    known = visit.form().known
    said: dict[str, str] = {
        name: given.get(name, "") for name in ("step", "wording", *item.ITEMS, *OFFERED)
    }
    said |= {**known, "language": visit.language}
    if visit.preview:
        return _thank(visit, Taken("", receipt=token.partition(":")[0]))
    sent = _given(said, public.begun(held, token), doubtful=not begun or bool(given.get(TRAP)))
    try:
        where = throttle.address_of(request)
        (taken,) = public.take(held, [sent], source="link", address=where)
    except TooMany as error:
        return _later(visit, token, said, error.seconds)
    if taken.problems:
        return _refuse(visit, token, said, taken.problems)
    return _thank(visit, taken)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if str(told).isdigit() else 0


def _given(said: Mapping[str, str], begun: Begun | None, doubtful: bool) -> Given:
    assert begun is not None  # noqa: S101  the token is ours
    hasty = begun.seconds < public.FASTEST
    return Given(said, begun.client_id, receipt=begun.receipt, doubtful=doubtful or hasty)


def _later(visit: Visit, token: str, said: dict[str, str], seconds: int) -> HttpResponse:
    """Take nothing for a while; what was answered stays on the page."""
    minutes = max(1, round(seconds / 60))
    told = ngettext(
        "Very many answers come from your network just now. Yours is still here: send it again in a minute.",  # noqa: E501
        "Very many answers come from your network just now. Yours is still here: send it again in %(minutes)s minutes.",  # noqa: E501
        minutes,
    )
    response = _ask(visit, token, said, status=429, said=told % {"minutes": minutes})
    response["Retry-After"] = str(seconds)
    return response


def _refuse(
    visit: Visit, token: str, said: dict[str, str], problems: Sequence[Problem]
) -> HttpResponse:
    """Show what was answered again, and where something is wrong with it."""
    paths = {each.path for each in problems}
    if "/client_id" in paths:
        return nothing(visit.request, "sent", visit.held)
    if "/round" in paths:
        return nothing(visit.request, "closed", visit.held)
    wrong, whole = {}, ""
    for each in problems:
        name = each.path.removeprefix("/")
        if name == "step":
            wrong[name] = _("Choose what you want to tell about.")
        elif name == "comment":
            wrong[name] = _("This is too long: at most %(n)s characters.") % {"n": LONGEST}
        elif name in said:
            wrong[name] = wording.refusal(each)
        else:
            whole = _("Answer at least one question, then send.")
    return _ask(visit, token, said, wrong, 422, whole)


def _thank(visit: Visit, taken: Taken) -> HttpResponse:
    words = [masking.WORDS[kind][visit.language] for kind in taken.masked]
    return visit.show(
        "thanks",
        visit.form(),
        taken=taken,
        masked=words,
        news=with_language(visit.held.news, visit.language),
        again=visit.address(("step",)) if len(visit.place.steps) > 1 else "",
    )

"""One survey round: its links and codes, what came, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeymap.documents.errors import Conflict
from touchpoints import answers, asking, counting, rounds
from touchpoints.intake.questions import in_language, with_language
from touchpoints.measures import Counts
from touchpoints.models import SurveyRound

from ..access import Place, workspace_page
from ..people.doing import asked
from . import codes
from .forms import SHORT
from .links import Reach
from .listing import found, told


@dataclass(frozen=True)
class Came:
    """What came at one place: how many answers, and how many to each question."""

    title: str
    n: int
    by_question: Sequence[int]


@require_GET
@workspace_page
def round_page(request: HttpRequest, place: Place, round_id: str) -> HttpResponse:
    """Show a round; ``links.PRESET`` in the query choose what its link says beforehand."""
    held = found(place, round_id)
    language = get_language() or "en"
    questions = rounds.questions_of(held)
    (listed,) = told(place, [held])
    reach = Reach.of(held)
    link = reach.link(request, request.GET)
    more: dict[str, Any] = {
        "round": listed,
        "held": held,
        "link": link,
        "code": codes.inline(link.url, _("QR code of %(address)s") % {"address": link.url}),
        "questions": [(SHORT[q["item"]], in_language(q["wording"], language)) for q in questions],
        "offered": [part for part in link.parts if part.name not in ("step", "lang")],
        "languages": [asking.named(code) for code in rounds.languages_of(held)],
        "texts": {
            name: with_language(getattr(held, name), language)
            for name in ("purpose", "privacy", "news")
        },
    }
    if place.may("answers"):
        more["came"] = _came(place, reach, [q["item"] for q in questions])
    return render(request, "journeys/rounds/round.html", place.context("rounds", **more))


def _came(place: Place, reach: Reach, items: list[str]) -> list[Came]:
    """Return what came at each step of a round, in their order; at a touchpoint at once."""
    held, titles = reach.held, dict(reach.choices["step"])
    counts, comments = _counts(held, items), _comments(place, held)
    gone = _("The touchpoint") if held.touchpoint else _("No step of the journey as it is now")
    order = [*titles, *sorted(counts.keys() - titles.keys())]
    return [
        Came(
            titles.get(step, gone),
            counts[step].n,
            [
                comments.get(step, 0) if item == "comment" else sum(getattr(counts[step], item))
                for item in items
            ],
        )
        for step in order
        if step in counts
    ]


def _counts(held: SurveyRound, items: list[str]) -> dict[str, Counts]:
    """Return the counts of a round by step ('' for a touchpoint)."""
    graded = [each for each in items if each != "comment"]
    if held.journey:
        wanted = counting.Wanted(round=held.pk)
        groups = counting.counted(held.journey, ("step",), wanted, graded)
        return {step: group.counts for (step,), group in groups.items()}
    shared = counting.of_touchpoints(held.workspace_id, [held.touchpoint], ("round",), graded)
    found = shared[held.touchpoint]
    return {"": found[held.pk,].counts} if (held.pk,) in found else {}


def _comments(place: Place, held: SurveyRound) -> dict[str, int]:
    """Return how many comments there are by step."""
    mine = answers.readable(place.workspace, place.actor).exclude(comment="").order_by()
    where = {"journey": held.journey} if held.journey else {"touchpoint": held.touchpoint}
    rows = mine.filter(round=held.pk, suspect=False, **where).values("step")
    return {row["step"]: row["n"] for row in rows.annotate(n=Count("id"))}


def _act(
    act: Callable[..., SurveyRound], said: Any, request: HttpRequest, place: Place, round_id: str
) -> HttpResponse:
    held = act(place.workspace, place.actor, round_id)
    messages.success(request, str(said) % {"title": held.title})
    return redirect(reverse("round", args=[place.workspace.pk, held.pk]) + "#done")


@require_POST
@workspace_page
def open_round(request: HttpRequest, place: Place, round_id: str) -> HttpResponse:
    """Have a round take answers from now on."""
    return _act(rounds.open_now, _("“%(title)s” takes answers now."), request, place, round_id)


@require_POST
@workspace_page
def close_round(request: HttpRequest, place: Place, round_id: str) -> HttpResponse:
    """Have a round take no more answers."""
    said = _("“%(title)s” takes no more answers. What came is kept.")
    return _act(rounds.close_now, said, request, place, round_id)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def delete(request: HttpRequest, place: Place, round_id: str) -> HttpResponse:
    """Delete a round that nobody has answered, after asking."""
    place.require("edit")
    held = found(place, round_id)
    back = reverse("round", args=[place.workspace.pk, held.pk])
    if request.method == "POST":
        try:
            rounds.delete(place.workspace, place.actor, held.pk)
        except Conflict as error:
            messages.error(request, error.message)
            return redirect(back)
        messages.success(request, _("“%(title)s” was deleted.") % {"title": held.title})
        return redirect("rounds", place.workspace.pk)
    return asked(
        request,
        place.context("rounds"),
        title=_("Delete “%(title)s”?") % {"title": held.title},
        text=_("Its link and its QR code open nothing any more. This cannot be undone."),
        button=_("Delete the round"),
        back=back,
    )

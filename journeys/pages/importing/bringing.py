"""Bringing in answers of another tool: a file, then one page that says what becomes of it.

Nothing is kept before somebody saw that page: until then the file travels in its form
(``draft``).
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from journeymap.documents.errors import Refusal
from journeymap.documents.models import Document
from journeys import rows
from touchpoints import importing
from touchpoints.intake import mapping, table
from touchpoints.intake.item import ITEMS
from touchpoints.models import SurveyRound

from .. import draft
from ..access import Place, workspace_page
from ..names import names_of, titles_of
from . import telling
from .forms import STANDARD_WORDS, FileForm, IntoForm
from .plan import choices, columns_of, fields, plan_of

_AHEAD = datetime.timedelta(hours=23)


@dataclass(frozen=True)
class Looked:
    """What becomes of a file under what was said of it."""

    journey: Document
    table: table.Table
    plan: mapping.Plan
    known: dict[str, list[tuple[str, str]]]
    items: list[tuple[int, dict[str, Any]]]
    losses: list[mapping.Loss]

    @property
    def seen(self) -> str:
        """Return a digest of what was said: what is taken is what was looked at."""
        return hashlib.sha256(repr((self.plan, self.journey.pk)).encode()).hexdigest()[:16]


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def upload(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask for the file, and for the journey; show what becomes of it."""
    place.require("edit")
    journeys = titles_of(place, _journeys(place)[:500])
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        journeys=journeys,
        initial={"journey": request.GET.get("journey", "")},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        held = draft.Draft("answers", file.name, file.read(table.MOST_BYTES + 1))
        try:
            looked = _looked(place, held, form.cleaned_data["journey"], {})
            return _page(request, place, looked, held, draft.packed(held, place), {})
        except table.Unreadable as error:
            form.add_error("file", telling.unreadable(error))
    context = place.context("rounds", form=form, journeys=journeys)
    status = 422 if form.errors else 200
    return render(request, "journeys/importing/upload.html", context, status=status)


@require_POST
@workspace_page
def look(request: HttpRequest, place: Place) -> HttpResponse:
    """Show what becomes of the file under what is said of it now, or bring its answers in."""
    place.require("edit")
    sent = {name: str(held) for name, held in draft.posted(request).items()}
    packed = sent.get("draft", "")
    try:
        held = draft.unpacked(packed, place)
        looked = _looked(place, held, sent.get("journey", ""), sent)
    except (signing.BadSignature, table.Unreadable):
        messages.error(request, _("This was looked at too long ago. Bring it again."))
        return redirect("import-answers", place.workspace.pk)
    return _page(request, place, looked, held, packed, sent)


def _journeys(place: Place) -> Any:
    found = Document.objects.filter(workspace=place.workspace, kind="journey", trashed_at=None)
    return found.order_by("title", "id")


def _looked(place: Place, held: draft.Draft, journey: str, sent: dict[str, str]) -> Looked:
    """Read the file under what is said; 404 where there is no such journey."""
    document = _journeys(place).filter(pk=journey).first() if "\0" not in journey else None
    if document is None:
        raise Http404
    read = table.read(held.data)
    known = choices(rows.load(document.pk), rows.catalogue(place.workspace.pk))
    plan = plan_of(read, sent, known, document.pk)
    zone = timezone.get_current_timezone()
    items, losses = mapping.read(read, plan, zone, timezone.now() + _AHEAD)
    there = importing.known(place.workspace, (each["client_id"] for _n, each in items))
    losses += [
        mapping.Loss(line, "", "", "known") for line, each in items if each["client_id"] in there
    ]
    fresh = [(line, each) for line, each in items if each["client_id"] not in there]
    return Looked(document, read, plan, known, fresh, losses)


def _page(
    request: HttpRequest,
    place: Place,
    looked: Looked,
    held: draft.Draft,
    packed: str,
    sent: dict[str, str],
) -> HttpResponse:
    """Show the page, or bring in what it showed."""
    form, rounds = _into(place, looked, held, sent)
    looked = _within(looked, rounds.get(sent.get("round", "")))
    columns = columns_of(looked.table, looked.plan, looked.known)
    missing = [each for each in columns if each.missing]
    if "take" in sent:
        if missing or not looked.items:
            form.add_error(None, _("Say first what is asked for below."))
        elif sent.get("seen") != looked.seen + sent.get("round", ""):
            form.add_error(None, _("Something was changed: look at it once more."))
        elif form.is_valid() and (done := _brought(request, place, looked, form, rounds)):
            return done
    context = place.context(
        "rounds",
        form=form,
        document=looked.journey,
        title=names_of(place, looked.journey.pk)[looked.journey.pk],
        draft=packed,
        large=draft.large(packed),
        name=held.name,
        columns=columns,
        missing=missing,
        fields=fields(),
        was=",".join(looked.plan.columns),
        seen=looked.seen + sent.get("round", ""),
        once=looked.plan.once,
        day=sent.get("day", ""),
        dated="at" in looked.plan.columns,
        places=[(n, looked.known[n], looked.plan.fixed.get(n, "")) for n in mapping.PLACES],
        **telling.of(looked.table, looked.items, looked.losses, looked.known),
    )
    status = 422 if form.is_bound and form.errors and "take" in sent else 200
    return render(request, "journeys/importing/look.html", context, status=status)


def _into(
    place: Place, looked: Looked, held: draft.Draft, sent: dict[str, str]
) -> tuple[IntoForm, dict[str, SurveyRound]]:
    """Return the form of the round, and the journey's rounds."""
    found = SurveyRound.objects.filter(workspace=place.workspace, journey=looked.journey.pk)
    rounds = {each.pk: each for each in found.order_by("-created_at", "-id")[:100]}
    title = held.name.rpartition(".")[0].replace("_", " ").strip() or held.name
    form = IntoForm(
        sent if "take" in sent else None,
        rounds=[(key, each.title) for key, each in rounds.items()],
        initial={"title": title[:200], **{n: v for n, v in sent.items() if n != "draft"}},
        auto_id="into-%s",
    )
    pairs = zip(looked.plan.columns, looked.table.names, strict=True)
    form.offer_words((kind, name[:300]) for kind, name in pairs if kind in ITEMS)
    return form, rounds


def _within(looked: Looked, held: SurveyRound | None) -> Looked:
    """Leave out what an existing round was not open for, or does not ask about."""
    if held is None:
        return looked
    outside = set(importing.outside(held, (each for _line, each in looked.items)))
    lost = [line for line, each in looked.items if each["client_id"] in outside]
    return Looked(
        looked.journey,
        looked.table,
        looked.plan,
        looked.known,
        [(line, each) for line, each in looked.items if each["client_id"] not in outside],
        [*looked.losses, *(mapping.Loss(line, "", "", "outside") for line in lost)],
    )


def _brought(
    request: HttpRequest,
    place: Place,
    looked: Looked,
    form: IntoForm,
    rounds: dict[str, SurveyRound],
) -> HttpResponse | None:
    """Bring in the answers and go to their round; what is refused is shown in the form."""
    items = [each for _line, each in looked.items]
    into: Any = rounds.get(form.cleaned_data["round"])
    if into is None:
        given = form.cleaned_data
        words = {n.removeprefix("words-"): given[n] or form.fields[n].initial for n in given}
        into = importing.new_round(
            given["client_id"],
            given["title"],
            looked.journey.pk,
            get_language() or "fi",
            items,
            None if given["words"] == STANDARD_WORDS else words,
        )
    try:
        held, n = importing.bring(place.workspace, place.actor, items, into)
    except Refusal as error:
        form.add_error(None, error.message)
        return None
    told = ngettext("%(n)s answer was brought in.", "%(n)s answers were brought in.", n)
    messages.success(request, told % {"n": n})
    if any(not each.get("step") and not each.get("touchpoint") for each in items):
        return redirect("unassigned-answers", place.workspace.pk)
    return redirect("round", place.workspace.pk, held.pk)

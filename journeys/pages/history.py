"""A journey's history: what was done, any version as it was, and the way back to it.

Whoever may see a journey reads its history, overwritten texts too, as the API's log has it;
bringing something back and naming a version is editing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeymap.documents import versions
from journeymap.documents.errors import Conflict, Invalid, Stale
from journeymap.documents.fields import parse
from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document, Record
from journeymap.documents.versions import Asked
from journeys import labels, rows, timeline
from journeys.comparing import Compared, compared
from journeys.graph import Journey
from journeys.timeline import FIRST, Line

from . import bar, wording
from .access import Place, journey_page
from .cards import shown_in
from .picturing import pictured


class Day(NamedTuple):
    """The lines of one day, newest first."""

    date: datetime.date
    lines: list[Line]


class Shown(NamedTuple):
    """The record whose history is asked for: its kind and name in words, whether it is there, and
    the version that changed it last."""

    id: str
    kind: str
    name: str
    there: bool
    newest: int


@require_GET
@journey_page
def history(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show the log in words, newest first, 50 entries a page."""
    language = get_language() or "en"
    asked = _asked(request)
    found = timeline.read(document, asked, language)
    record = _record(document, asked.record, language) if asked.record else None
    people = versions.authors(document.pk)
    context = _context(
        place,
        document,
        days=_days(found.lines),
        found=found,
        asked=asked,
        record=record,
        people=people,
        filtered=not asked.whole,
        kept=urlencode({k: v for k, v in _kept(asked).items() if v}),
        restore_id=uuid7(),
    )
    return render(request, "journeys/history/list.html", context)


def _asked(request: HttpRequest) -> Asked:
    def number(name: str) -> int | None:
        given = request.GET.get(name, "")
        return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else None

    return Asked(
        before=number("before"),
        after=number("after"),
        by=request.GET.get("by", "")[:100],
        record=request.GET.get("record", "")[:64],
        named="named" in request.GET,
    )


def _kept(asked: Asked) -> dict[str, str]:
    """Return what the next page asks for too."""
    return {"by": asked.by, "record": asked.record, "named": "1" if asked.named else ""}


def _days(lines: Sequence[Line]) -> list[Day]:
    days: list[Day] = []
    for line in lines:
        date = timezone.localtime(line.entry.at).date()
        if not days or days[-1].date != date:
            days.append(Day(date, []))
        days[-1].lines.append(line)
    return days


def _record(document: Document, identity: str, language: str) -> Shown:
    """Return what the record is, or was last; 404 where it never was."""
    row = Record.objects.filter(document=document, id=identity).first()
    newest = versions.page(document.pk, Asked(record=identity, limit=1)).entries
    if not newest:
        raise Http404
    kind, name = timeline.called(document, newest[0], identity, language)
    return Shown(identity, _(labels.KINDS[kind]), name, row is not None, newest[0].version)


def _context(place: Place, document: Document, **more: Any) -> dict[str, Any]:
    """Return what all pages of the history show; the journey is told as it is now."""
    root = Record.objects.get(document=document, id=document.pk)
    journey = parse(Journey, {"id": root.id, **root.value})
    first = {"FIRST": f":{FIRST}", "AFTER": f"{FIRST}:"}
    return bar.context(place, document, journey, journey.language, "history", **first, **more)


# -- one version ---------------------------------------------------------------------------------


@require_GET
@journey_page
def version(request: HttpRequest, place: Place, document: Document, version: int) -> HttpResponse:
    """Show the journey as it was at a version, or what differs from the one before or from now."""
    language = get_language() or "en"
    if not 1 <= version <= document.version:
        raise Http404
    found = timeline.read(document, Asked(before=version + 1, limit=1), language)
    (line,) = (each for each in found.lines if not each.shared)
    was = rows.load(document.pk, version)
    compare = request.GET.get("compare", "")
    difference: Compared | None = None
    if compare == "before" and version > 1:
        difference = compared(rows.load(document.pk, version - 1), was, language)
    elif compare == "now" and version < document.version:
        difference = compared(was, rows.load(document.pk), language)
    picture = pictured(document, was, version, difference, request.GET.get("zoom", ""), language)
    context = _context(
        place,
        document,
        line=line,
        version=version,
        views=_views(document, version, difference and compare),
        difference=difference,
        shown=shown_in(was, language)[0].journey,
        client_id=uuid7(),
        kept=urlencode({k: v for k in ("compare", "zoom") if (v := request.GET.get(k))}),
        **picture,
    )
    return render(request, "journeys/history/version.html", context)


def _views(document: Document, version: int, chosen: str | None) -> list[dict[str, Any]]:
    """Return the ways to look at a version: as it was, and the differences there are."""
    at = reverse("journey-version", args=[document.pk, version])
    views = [("", _("As it was"))]
    if version > 1:
        views.append(("before", _("What it changed")))
    if version < document.version:
        views.append(("now", _("What changed since")))
    return [
        {
            "label": label,
            "url": f"{at}?compare={name}" if name else at,
            "chosen": name == (chosen or ""),
        }
        for name, label in views
    ]


# -- changing ------------------------------------------------------------------------------------


@require_POST
@journey_page
def name(request: HttpRequest, place: Place, document: Document, version: int) -> HttpResponse:
    """Give a version a name; an empty one, or ``remove``, takes it away."""
    place.require("edit")
    wanted = request.POST.get("name", "").strip()
    try:
        if wanted and "remove" not in request.POST:
            versions.name(document.pk, place.actor, version, wanted)
            messages.success(request, _("Version %(n)s has a name now.") % {"n": version})
        elif version in versions.names(document.pk):
            versions.unname(document.pk, place.actor, version)
            messages.success(request, _("Version %(n)s has no name any more.") % {"n": version})
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, wording.refusal(problem))
    return redirect("journey-version", document.pk, version)


@require_POST
@journey_page
def restore(request: HttpRequest, place: Place, document: Document, version: int) -> HttpResponse:
    """Bring a version back, or one ``record`` as it was then, by a new entry."""
    place.require("edit")
    language = get_language() or "en"
    record = request.POST.get("record", "")
    label = _("Restored version %(n)s") % {"n": version}
    if record:
        shown = _record(document, record, language)
        said = {"kind": shown.kind, "name": shown.name[:80], "n": version}
        label = _("Restored %(kind)s “%(name)s” as of version %(n)s") % said
    now = request.POST.get("now", "")
    try:
        entry, left = versions.restore(
            document.pk,
            place.actor,
            version,
            client_id=request.POST.get("client_id", "") or uuid7(),
            label=label,
            record=record,
            if_version=int(now) if now.isdigit() else None,
        )
    except Stale:
        text = _(
            "Somebody changed this meanwhile, so nothing was brought back. "
            "Look at what differs now, and bring it back if you still want to."
        )
        messages.warning(request, text)
        return redirect(_back(document, version, record))
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
        return redirect(_back(document, version, record))
    if entry.pk:
        text = _("Version %(n)s was brought back, as version %(now)s.")
        messages.success(request, text % {"n": version, "now": entry.version})
    else:
        messages.info(request, _("Nothing differs: it is as it was then."))
    if left:
        names = "; ".join(labels.left(each, language) for each in left[:20])
        messages.warning(request, _("This could not come back: %(names)s") % {"names": names})
    there = reverse("journey-history", args=[document.pk])
    return redirect(f"{there}?{urlencode({'record': record})}" if record else there)


def _back(document: Document, version: int, record: str) -> str:
    """Return where what differs is seen again."""
    if record:
        there = reverse("journey-history", args=[document.pk])
        return f"{there}?{urlencode({'record': record})}"
    return f"{reverse('journey-version', args=[document.pk, version])}?compare=now"

"""What was done in a workspace beside edits, for its owners: a page and a table to download."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from journeymap.workspaces import audit
from journeymap.workspaces.models import Event

from ..access import Place, workspace_page, zone_of
from .forms import EventsForm

PER_PAGE = 50
#: Kinds of events as a reader chooses among them: which ``audit.WHATS`` each holds.
KINDS: dict[str, tuple[str, ...]] = {
    "people": (
        "member_added",
        "member_invited",
        "invitation_revoked",
        "member_joined",
        "role_changed",
        "member_removed",
        "member_left",
    ),
    "tokens": ("token_made", "token_revoked"),
    "links": ("link_made", "link_changed", "link_revoked"),
    "documents": ("trashed", "restored", "purged", "redacted", "version_named", "version_unnamed"),
    "rounds": ("round_made", "round_changed", "round_opened", "round_closed", "round_deleted"),
    "answers": ("answer_erased", "answers_expired", "answers_discarded"),
    "workspace": ("workspace_made", "workspace_changed"),
}


def _kinds() -> list[tuple[str, str]]:
    return [
        ("people", _("Members and invitations")),
        ("tokens", _("API tokens")),
        ("links", _("Share links")),
        ("documents", _("Trash, blanked texts, named versions")),
        ("rounds", _("Survey rounds")),
        ("answers", _("Answers erased and expired")),
        ("workspace", _("The workspace")),
    ]


@require_GET
@workspace_page
def events(request: HttpRequest, place: Place) -> HttpResponse:
    """Show what was done, newest first."""
    place.require("manage")
    form, found = _asked(request, place)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = place.context(
        "people",
        tab="audit",
        owner=True,
        form=form,
        pages=page,
        rows=[(each, audit.told(each)) for each in page.object_list],
        filtered=bool(form.data.get("who") or form.data.get("what")),
        here=request.get_full_path(),
    )
    return render(request, "journeys/people/events.html", context)


@require_GET
@never_cache
@workspace_page
def download(request: HttpRequest, place: Place) -> HttpResponse:
    """Give the same as a table (CSV in UTF-8), all of it."""
    place.require("manage")
    table = "".join(_lines(place, _asked(request, place)[1]))
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _asked(request: HttpRequest, place: Place) -> tuple[EventsForm, QuerySet[Event]]:
    """Return the filter and the events that fit it; what it does not know it passes over."""
    held = Event.objects.filter(workspace=place.workspace)
    last = held.order_by().values("actor_kind", "actor_id").annotate(last=Max("row"))
    named = Event.objects.filter(row__in=last.values("last"))  # by the name that each had last
    people = sorted(
        ((f"{each.actor_kind}:{each.actor_id}", each.actor_name) for each in named),
        key=lambda each: each[1].casefold(),
    )
    form = EventsForm(request.GET, people=people, kinds=_kinds())
    form.is_valid()
    if who := form.cleaned_data.get("who"):
        kind, _sign, identity = who.partition(":")
        held = held.filter(actor_kind=kind, actor_id=identity)
    if what := form.cleaned_data.get("what"):
        held = held.filter(what__in=KINDS[what])
    return form, held


class _Line:
    """What ``csv`` writes into: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _lines(place: Place, found: QuerySet[Event]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([_("When"), _("Who"), _("What")])
    zone = zone_of(place.workspace)
    for each in found.iterator():
        at = timezone.localtime(each.at, zone).isoformat(timespec="seconds")
        yield writer.writerow([at, _cell(each.actor_name), _cell(audit.told(each))])


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

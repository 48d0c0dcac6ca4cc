"""The catalogue: what the journeys of a workspace share, and where each thing is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from journeymap.documents import links
from journeymap.documents.errors import Use
from journeymap.documents.ids import uuid7
from journeys import labels, rows
from touchpoints.kinds import KINDS

from . import catalogue_heard
from .access import Place, workspace_page
from .catalogue_edit import KINDS as KINDS_OF_RECORDS
from .catalogue_edit import undoable
from .catalogue_heard import Heard


@dataclass(frozen=True)
class Used:
    """A catalogue record, what it names by name, the journeys that name it, what is said of it."""

    record: Any
    organisation: str
    segment: str
    successor: str
    ended: bool
    uses: list[Use]
    heard: Heard | None = None

    @property
    def journeys(self) -> int:
        """Return in how many journeys it is used."""
        return len({each.document_id for each in self.uses})

    @property
    def places(self) -> list[Use]:
        """Return one use for each journey."""
        return list({each.document_id: each for each in self.uses}.values())


@require_GET
@workspace_page
def catalogue(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the catalogue; a fixed number of queries for all of it."""
    held = rows.catalogue(place.workspace.pk).localised(get_language() or "en")
    ids = [*held.touchpoints, *held.organisations, *held.personas, *held.segments]
    found = links.uses(place.workspace.pk, ids, into="catalogue")
    uses = {key: [use for use in each if not use.trashed] for key, each in found.items()}
    for each in held.touchpoints.values():  # an organisation is used where its touchpoints are
        uses.setdefault(each.organisation or "", []).extend(uses.get(each.id, []))
    names = {each.id: each.name for each in held.organisations.values()}
    names |= {each.id: each.name for each in held.touchpoints.values()}
    names |= {each.id: each.name for each in held.segments.values()}
    heard = catalogue_heard.of_all(place, held.touchpoints)

    def used(records: Iterable[Any]) -> list[Used]:
        return sorted(
            (_used(each, names, uses.get(each.id, []), heard.get(each.id)) for each in records),
            key=lambda u: (u.record.name.casefold(), u.record.id),
        )

    kinds = [(kind, used(t for t in held.touchpoints.values() if t.kind == kind)) for kind in KINDS]
    context = place.context(
        "catalogue",
        kinds=[(kind, group) for kind, group in kinds if group],
        organisations=used(held.organisations.values()),
        personas=used(held.personas.values()),
        segments=used(held.segments.values()),
        title=_("Catalogue"),
        heard=bool(heard),
        adds=[(kind, _(labels.KINDS[kind])) for kind in KINDS_OF_RECORDS],
        done=undoable(place, request.GET.get("done", "")),
        undo_id=uuid7(),
        here=request.path,
    )
    return render(request, "journeys/catalogue.html", context)


def _used(record: Any, names: Mapping[str, str], uses: list[Use], heard: Heard | None) -> Used:
    end: str | None = getattr(record, "valid_to", None)
    return Used(
        record=record,
        organisation=names.get(getattr(record, "organisation", None) or "", ""),
        segment=names.get(getattr(record, "segment", None) or "", ""),
        successor=names.get(getattr(record, "replaced_by", None) or "", ""),
        ended=end is not None and end < timezone.localdate().isoformat(),
        uses=uses,
        heard=heard,
    )

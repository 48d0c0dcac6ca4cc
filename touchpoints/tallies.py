"""Counting changes: stamps of measures, and the lock that orders a journey's answers.

Whoever adds answers takes the lock first, so their numbers are in the order of their commits: what
was counted up to a number is then never added to from below.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.db.models.expressions import Combinable

from journeymap.workspaces.models import Workspace

from .models import Tally


def added(workspace: Workspace, places: Iterable[str]) -> None:
    """Count answers that come in addition at journeys ('': touchpoints alone)."""
    _count(workspace, places, changes=F("changes") + 1)


def broken(workspace: Workspace, places: Iterable[str]) -> None:
    """Count any other change: what was counted before is counted anew."""
    _count(workspace, places, changes=F("changes") + 1, breaks=F("breaks") + 1)


def _count(workspace: Workspace, places: Iterable[str], **change: Combinable) -> None:
    """Lock the tallies in one order, so that no two wait crosswise, and change them."""
    ids = sorted({each or workspace.pk for each in places})
    with transaction.atomic():
        rows = [Tally(journey=each, workspace=workspace) for each in ids]
        Tally.objects.bulk_create(rows, ignore_conflicts=True)
        held = Tally.objects.select_for_update().filter(journey__in=ids).order_by("journey")
        Tally.objects.filter(journey__in=[row.journey for row in held]).update(**change)


def stamp(journey: str) -> str:
    """Return what changes whenever the journey's measures may; one row is read."""
    return stamps([journey])[journey]


def stamps(journeys: Iterable[str]) -> dict[str, str]:
    """Return the stamps of several journeys; one query."""
    ids = list(journeys)
    held = dict(Tally.objects.filter(journey__in=ids).values_list("journey", "changes"))
    return {each: str(held.get(each, 0)) for each in ids}

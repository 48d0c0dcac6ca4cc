"""Answers that wait for somebody: to be assigned to a step, or to be believed."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from journeymap.documents.errors import NotFound
from journeymap.documents.models import Document, Record
from journeymap.workspaces import audit
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace

from . import published, tallies
from .answers import readable, require
from .models import Answer

_UNASSIGNED = Q(step="", touchpoint="") & ~Q(journey="")


class Waiting(NamedTuple):
    """How many answers wait to be assigned, and to be believed."""

    unassigned: int
    suspect: int


class Flood(NamedTuple):
    """Suspect answers by one round at one journey or touchpoint on one day (of the page's zone)."""

    round: str
    journey: str
    touchpoint: str
    day: datetime.date
    n: int
    first: datetime.datetime
    last: datetime.datetime

    @property
    def which(self) -> Q:
        """Return which answers they are."""
        return Q(
            round=self.round,
            journey=self.journey,
            touchpoint=self.touchpoint,
            at__gte=self.first,
            at__lte=self.last,
        )


def unassigned(workspace: Workspace, actor: Actor) -> QuerySet[Answer]:
    """Return the answers of journeys without a step, newest first; Forbidden below editor."""
    return readable(workspace, actor).filter(_UNASSIGNED, suspect=False)


def suspect(workspace: Workspace, actor: Actor) -> QuerySet[Answer]:
    """Return the suspect answers, newest first; Forbidden below editor."""
    return readable(workspace, actor).filter(suspect=True)


def waiting(workspace: Workspace, actor: Actor) -> Waiting:
    """Return how many answers wait. Forbidden below editor."""
    return Waiting(unassigned(workspace, actor).count(), suspect(workspace, actor).count())


def floods(workspace: Workspace, actor: Actor) -> list[Flood]:
    """Return the suspect answers by round, place and day, newest first; one query."""
    grouped = suspect(workspace, actor).order_by().annotate(day=TruncDate("at"))
    names = ("round", "journey", "touchpoint", "day")
    found = grouped.values_list(*names).annotate(Count("id"), Min("at"), Max("at"))
    return sorted((Flood(*row) for row in found), key=lambda each: each.last, reverse=True)


def assign(workspace: Workspace, actor: Actor, which: Q, journey: str, step: str) -> int:
    """Assign unassigned answers of a journey to a step of it; return how many.

    Raises NotFound (no such workspace, no such step) and Forbidden.
    """
    require(workspace, actor, "edit")
    documents = Document.objects.filter(pk=journey, workspace=workspace, trashed_at=None)
    if not Record.objects.filter(document__in=documents, kind="step", id=step).exists():
        raise NotFound(_("The journey has no such step."))
    with transaction.atomic():
        tallies.broken(workspace, {journey})
        return _arrive(unassigned(workspace, actor).filter(which, journey=journey), step=step)


def accept(workspace: Workspace, actor: Actor, which: Q) -> int:
    """Have suspect answers count from now on; return how many. NotFound, Forbidden."""
    require(workspace, actor, "edit")
    with transaction.atomic():
        return _arrive(_locked(workspace, actor, which), suspect=False)


def discard(workspace: Workspace, actor: Actor, which: Q) -> int:
    """Delete suspect answers; return how many. NotFound, Forbidden."""
    require(workspace, actor, "edit")
    with transaction.atomic():
        held = _locked(workspace, actor, which)
        count = held.delete()[1].get(Answer._meta.label, 0)
        if count:
            audit.record(workspace, actor, "answers_discarded", n=count)
    return count


def _arrive(held: QuerySet[Answer], **change: Any) -> int:
    """Change answers so that they count from now on."""
    numbers = list(held.values_list("pk", flat=True))
    count = held.order_by().update(**change)
    published.arriving(numbers)
    return count


def _locked(workspace: Workspace, actor: Actor, which: Q) -> QuerySet[Answer]:
    """Return suspect answers under the locks of their tallies."""
    held = suspect(workspace, actor).filter(which).order_by()
    journeys = set(held.values_list("journey", flat=True))
    tallies.broken(workspace, journeys)
    return held.filter(journey__in=journeys)  # of others some may have come meanwhile

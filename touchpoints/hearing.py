"""Who hears what of the answers: the one place that decides it.

Those who may read single answers (``single``) get the newest counts, small groups hidden for the
sake of what they mean. Everybody else, guests and files get the published tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journeymap.documents.errors import Forbidden

from . import answers, counting, tallies
from .counting import ALL, Wanted, counted
from .measures import ITEMS, Counts, Measures
from .models import Answer

#: What answers can be told apart by.
DIMENSIONS = (*counting.DIMENSIONS, "month")
Split = dict[str, dict[str, Counts | None]]


def measures(journey: str, *, single: bool, wanted: Wanted = ALL) -> Measures:
    """Return what a reader hears of a journey's steps; Forbidden: a filter, for who may not."""
    _check(single, wanted)
    return answers.measures_of(journey, wanted)


def measures_all(journeys: Iterable[str], *, single: bool) -> dict[str, Measures]:
    """Return what a reader hears of several journeys, in a number of queries that is fixed."""
    return answers.measures_of_all(journeys)


def stamp(journey: str, *, single: bool) -> str:
    """Return what changes whenever this reader may hear something else (for ETags)."""
    return stamps([journey], single=single)[journey]


def stamps(journeys: Iterable[str], *, single: bool) -> dict[str, str]:
    """Return the stamps of several journeys."""
    return tallies.stamps(journeys)


def split(
    journey: str, dimension: str, *, single: bool, wanted: Wanted = ALL, zone: str = "UTC"
) -> Split:
    """Return {step: {value: counts}} by a dimension; None: hidden; "": not told."""
    _check(single, wanted)
    limit = answers.limits([journey])[journey]
    found: Split = {}
    groups = counted(journey, ("step", dimension), wanted, ITEMS, zone)
    for (step, value), group in groups.items():
        if step:
            found.setdefault(step, {})[value] = _told(group.counts, limit)
    return found


def totals(journey: str, *, single: bool, wanted: Wanted = ALL) -> dict[str, Counts | None]:
    """Return {step: counts}; None: hidden."""
    _check(single, wanted)
    limit = answers.limits([journey])[journey]
    groups = counted(journey, ("step",), wanted, ITEMS)
    return {step: _told(group.counts, limit) for (step,), group in groups.items() if step}


def touchpoints(workspace: str, ids: Iterable[str], *, single: bool) -> dict[str, Counts | None]:
    """Return {touchpoint: counts} across journeys; None: hidden; absent: nobody answered."""
    limit = answers.limits([workspace])[workspace]
    found = counting.of_touchpoints(workspace, ids, (), ITEMS)
    return {each: _told(held[()].counts, limit) for each, held in found.items() if held}


def leaving(going: QuerySet[Answer]) -> None:
    """Take leave of answers that are about to be deleted; within the caller's transaction."""


def _check(single: bool, wanted: Wanted) -> None:
    if wanted and not single:
        raise Forbidden(_("Only those who may read single answers can choose among them."))


def _told(counts: Counts, limit: int) -> Counts | None:
    return counts if counts.n >= limit else None

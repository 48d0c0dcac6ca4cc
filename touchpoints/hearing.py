"""Who hears what of the answers: the one place that decides it.

Those who may read single answers (``single``) get the newest counts, under whatever filter, small
groups hidden since they mean little. Everybody else, guests and files get the published tables
(``publishing``), which no filter can cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from journeymap.documents.errors import Forbidden

from . import answers, counting, published, tallies
from .counting import ALL, Wanted, counted
from .limits import limits
from .measures import ITEMS, Counts, Measure, Measures, measure
from .models import Published, Tally
from .publishing import N
from .publishing import told as told_of
from .tables import Vector

#: What answers can be told apart by.
DIMENSIONS = (*counting.DIMENSIONS, "month")
Split = dict[str, dict[str, Counts | None]]


def measures(journey: str, *, single: bool, wanted: Wanted = ALL) -> Measures:
    """Return what a reader hears of a journey's steps; Forbidden: a filter, for who may not."""
    if single:
        return answers.measures_of(journey, wanted)
    _check(wanted)
    return measures_all([journey], single=False)[journey]


def measures_all(journeys: Iterable[str], *, single: bool) -> dict[str, Measures]:
    """Return what a reader hears of several journeys, in a fixed number of queries."""
    ids = list(journeys)
    if single:
        return answers.measures_of_all(ids)
    held, most = stamps(ids, single=False), limits(ids)
    rows: dict[str, list[Published]] = {each: [] for each in ids}
    told = Published.objects.filter(journey__in=ids).exclude(step="")
    for row in told.defer("tables", "waiting"):
        rows[row.journey].append(row)
    return {each: _published(rows[each], most[each], held[each]) for each in ids}


def stamp(journey: str, *, single: bool) -> str:
    """Return what changes whenever this reader may hear something else (for ETags)."""
    return stamps([journey], single=single)[journey]


def stamps(journeys: Iterable[str], *, single: bool) -> dict[str, str]:
    """Return the stamps of several journeys."""
    ids = list(journeys)
    if single:
        return tallies.stamps(ids)
    return {each: f"p{held}" for each, held in published.stamps(ids).items()}


def workspace_stamp(workspace: str, *, single: bool) -> str:
    """Return what changes whenever the stamp of any of a workspace's journeys does."""
    ids = Tally.objects.filter(workspace=workspace).order_by("journey")
    held = stamps(ids.values_list("journey", flat=True), single=single)
    return " ".join(f"{journey}:{each}" for journey, each in held.items())


def split(
    journey: str, dimension: str, *, single: bool, wanted: Wanted = ALL, zone: str = "UTC"
) -> Split:
    """Return {step: {value: counts}} by a dimension ("" is: not told).

    None: fewer than the limit (of what is published, values that are not told are not there).
    ``zone``: of the newest months; the published ones are the workspace's.
    """
    limit = limits([journey])[journey]
    if single:
        found: Split = {}
        groups = counted(journey, ("step", dimension), wanted, ITEMS, zone)
        for (step, value), group in groups.items():
            if step:
                found.setdefault(step, {})[value] = _told(group.counts, limit)
        return found
    _check(wanted)
    return {
        row.step: {v: _counts(told, limit) for v, told in told_of(row.tables, dimension).items()}
        for row in _rows(journey)
    }


def totals(journey: str, *, single: bool, wanted: Wanted = ALL) -> dict[str, Counts | None]:
    """Return {step: counts}; None: fewer than the limit; absent: nobody answered."""
    limit = limits([journey])[journey]
    if single:
        groups = counted(journey, ("step",), wanted, ITEMS)
        return {step: _told(group.counts, limit) for (step,), group in groups.items() if step}
    _check(wanted)
    return {row.step: _counts(row.totals, limit) for row in _rows(journey)}


def touchpoints(workspace: str, ids: Iterable[str], *, single: bool) -> dict[str, Counts | None]:
    """Return {touchpoint: counts} across journeys; None: fewer than the limit; absent: nobody.

    What is published of a touchpoint is the sum of what is told of it at each step, and alone:
    never a table of its own over the same answers, which would let one subtract.
    """
    asked = list(ids)
    if single:
        limit = limits([workspace])[workspace]
        found = counting.of_touchpoints(workspace, asked, (), ITEMS)
        return {each: _told(held[()].counts, limit) for each, held in found.items() if held}
    workspace_stamp(workspace, single=False)
    sums: dict[str, Counts | None] = {}
    for row in Published.objects.filter(workspace=workspace).defer("waiting"):
        told = {row.touchpoint: row.totals} if row.touchpoint else told_of(row.tables, "touchpoint")
        for each in told.keys() & set(asked):
            held, more = sums.get(each), _counts(told[each])
            sums[each] = held.plus(more) if held and more else held or more
    return sums


def places(
    workspace: str, touchpoint: str, *, single: bool
) -> dict[tuple[str, str], Counts | None]:
    """Return {(journey, step): counts} of answers that name a touchpoint; ('', ''): of it alone.

    None: fewer than the limit. What a reader hears of it in all is the sum of what is told here.
    """
    if single:
        limit = limits([workspace])[workspace]
        groups = counting.of_touchpoints(workspace, [touchpoint], ("journey", "step"), ITEMS)
        return {(j, s): _told(held.counts, limit) for (j, s), held in groups[touchpoint].items()}
    workspace_stamp(workspace, single=False)
    found: dict[tuple[str, str], Counts | None] = {}
    for row in Published.objects.filter(workspace=workspace, touchpoint__in=("", touchpoint)):
        told = {row.touchpoint: row.totals} if row.touchpoint else told_of(row.tables, "touchpoint")
        if touchpoint in told:
            found[row.journey, row.step] = _counts(told[touchpoint])
    return found


def _check(wanted: Wanted) -> None:
    if wanted:
        raise Forbidden(_("Only those who may read single answers can choose among them."))


def _told(counts: Counts, limit: int) -> Counts | None:
    return counts if counts.n >= limit else None


def _rows(journey: str) -> Iterable[Published]:
    published.stamps([journey])
    return Published.objects.filter(journey=journey).exclude(step="").defer("waiting")


def _counts(told: Mapping[str, Vector], limit: int = 0) -> Counts | None:
    """Return what is told of a group; None where it is not told how many they are, or they are
    fewer than the limit (which was raised since).

    An item may have been told later than the number of answers, which is at least its own then.
    """
    if sum(told.get(N, ())) < max(limit, 1):
        return None
    held = {item: tuple(counts) for item, counts in told.items() if item != N}
    return Counts(n=max(map(sum, told.values())), **held)


def _published(rows: Iterable[Published], limit: int, held: str) -> Measures:
    steps: dict[str, Measure] = {}
    shown: list[Published] = []
    for row in rows:
        counts = _counts(row.totals, limit)
        steps[row.step] = measure(counts, limit) if counts else Measure(hidden=True)
        if counts:
            shown.append(row)
    return Measures(
        steps=steps,
        n=sum(each.n for each in steps.values()),
        first=min((row.first.isoformat() for row in shown if row.first), default=""),
        last=max((row.last.isoformat() for row in shown if row.last), default=""),
        limit=limit,
        stamp=held,
    )

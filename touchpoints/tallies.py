"""Counting changes: stamps of measures, and the lock that orders a journey's answers.

Whoever adds answers takes the lock first, so their numbers are in the order of their commits: what
was counted up to a number is then never added to from below.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from journeymap.asking import asked
from journeymap.workspaces.models import Workspace

from .models import Tally


def added(workspace: Workspace, places: Iterable[str]) -> None:
    """Count answers that come in addition at journeys ('': touchpoints alone)."""
    _count(workspace, places, 0)


def broken(workspace: Workspace, places: Iterable[str]) -> None:
    """Count any other change: what was counted before is counted anew."""
    _count(workspace, places, 1)


def lock(places: Iterable[str]) -> None:
    """Lock tallies, in one order, before anything else that erasing or following locks too."""
    held = Tally.objects.select_for_update(of=("self",)).filter(journey__in=set(places))
    list(held.order_by("journey").values_list("pk"))


def counting(
    workspace: Workspace,
    places: Iterable[str],
    breaks: int = 0,
    where: tuple[str, list[Any]] = ("TRUE", []),
) -> tuple[str, list[Any]]:
    """Return the change that locks the tallies, in one order so that no two wait crosswise, and
    counts, ``where`` a condition holds; as SQL and its values."""
    ids = sorted({each or workspace.pk for each in places})
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    values = [value for each in ids for value in (each, workspace.pk, breaks, now)]
    told = ",".join(["(%s, %s, 1, %s, 0, 0, 0, %s)"] * len(ids))
    return _COUNT.format(told, where[0]), [*values, *where[1]]


def _count(workspace: Workspace, places: Iterable[str], breaks: int) -> None:
    if ids := set(places):
        sql, values = counting(workspace, ids, breaks)
        asked(sql, *values)


_TABLE = Tally._meta.db_table
_COUNT = (
    f"INSERT INTO {_TABLE}"  # noqa: S608
    " (journey, workspace_id, changes, breaks, published, looked, taken, made_at)"
    " SELECT * FROM (VALUES {}) AS told WHERE {}"
    f" ON CONFLICT (journey) DO UPDATE SET changes = {_TABLE}.changes + 1,"
    f" breaks = {_TABLE}.breaks + excluded.breaks"
)


_CHANGES = f"SELECT journey, changes FROM {_TABLE} WHERE journey IN (%s…)"  # noqa: S608


def stamp(journey: str) -> str:
    """Return what changes whenever the journey's measures may; one row is read."""
    return stamps([journey])[journey]


def stamps(journeys: Iterable[str]) -> dict[str, str]:
    """Return the stamps of several journeys; one query."""
    ids = list(journeys)
    held = dict(asked(_CHANGES, ids)) if ids else {}
    return {each: str(held.get(each, 0)) for each in ids}

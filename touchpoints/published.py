"""The published tables as rows: brought up to date when somebody reads them, under a lock.

New answers are counted by their numbers (``Tally.taken``), each once: what was published stays,
whatever becomes of the answers. Several journeys are brought up to date in a number of queries that
does not grow with them, nor with their answers.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet

from journeymap.workspaces.models import Workspace

from .counting import Group, newer
from .limits import limits
from .measures import ITEMS
from .models import Answer, Published, Tally
from .publishing import FAMILIES, N, Place
from .tables import Path, Vector

_AT_ONCE = 5_000
_FIELDS = ("totals", "tables", "waiting", "first", "last")
#: Journey, step, touchpoint.
Key = tuple[str, str, str]
#: How a place is changed by answers to an item: ``Place.add`` or ``Place.leave``.
Change = Callable[[Place, str, str, Path, Vector], None]


def stamps(places: Iterable[str]) -> dict[str, int]:
    """Publish what may be of journeys (or workspaces: touchpoints alone); return their stamps.

    Where nothing came since it was last looked at, this costs one query. Whoever finds a journey
    locked (somebody adds answers, or refreshes it already) sees what was published before.
    """
    ids = list(places)
    held = Tally.objects.filter(journey__in=ids)
    rows = list(held.values_list("journey", "published", "changes", "looked"))
    if stale := [journey for journey, _, changes, looked in rows if changes != looked]:
        _refresh_all(stale)
        rows = list(held.values_list("journey", "published", "changes", "looked"))
    return dict.fromkeys(ids, 0) | {journey: stamp for journey, stamp, _, _ in rows}


def _refresh_all(ids: list[str]) -> None:
    with transaction.atomic():
        held = Tally.objects.select_for_update(of=("self",), skip_locked=True)
        held = held.filter(journey__in=ids).exclude(looked=F("changes"))
        tallies = sorted(held.select_related("workspace"), key=lambda each: each.workspace_id)
        for _, group in itertools.groupby(tallies, key=lambda each: each.workspace_id):
            _refresh(list(group))


def _refresh(tallies: list[Tally]) -> None:
    """Refresh journeys of one workspace, which are locked.

    Where nothing was answered, something else has changed (a limit, as a rule): every place is
    looked at then.
    """
    workspace = tallies[0].workspace
    fresh = _newer(workspace, {each.journey: each.taken for each in tallies})
    rows = _Rows.of(workspace, [each.journey for each in tallies], {key for key, *_ in fresh.cells})
    for cell in fresh.cells:
        rows.count(*cell, Place.add)
    most = limits(each.journey for each in tallies)
    for tally in tallies:
        up_to = fresh.up_to.get(tally.journey, tally.taken)
        tally.published += rows.refresh(tally.journey, most[tally.journey], up_to)
        tally.taken, tally.looked = up_to, tally.changes
    rows.write()
    Tally.objects.bulk_update(tallies, ("taken", "looked", "published"))


class _Fresh(NamedTuple):
    """Answers counted by place, family and path; by journey the number of the newest."""

    cells: list[tuple[Key, str, Path, Group]]
    up_to: dict[str, int]


def _newer(
    workspace: Workspace, after: Mapping[str, int], among: Iterable[int] | None = None
) -> _Fresh:
    """Count what came after an answer, by journey; a fixed number of queries."""
    found = _Fresh([], {})
    for family, dimensions in FAMILIES.items():
        by, zone = ("place", *dimensions), workspace.time_zone
        for journey, (up_to, groups) in newer(workspace.pk, after, by, zone, among).items():
            found.up_to[journey] = max(up_to, found.up_to.get(journey, 0))
            for (place, *path), group in groups:
                if place:  # else nobody has assigned them yet
                    alone = journey == workspace.pk
                    key = ("", "", place) if alone else (journey, place, "")
                    found.cells.append((key, family, tuple(path), group))
    return found


def leaving(going: QuerySet[Answer]) -> None:
    """Forget what was counted of answers that are about to be deleted, and is not told yet.

    To be called before, in the same transaction. What was published of them stays: the numbers
    name nobody, and what a reader may have noted is not called back by changing it.
    """
    with transaction.atomic():
        for tally, ids in _taken(going.values_list("journey", "workspace_id", "pk")):
            rows = _Rows.of(tally.workspace, [tally.journey])
            places = [rows.place(key) for key in list(rows.held)]
            for since in {item.since for place in places for item in place.items.values()}:
                rows.count_all(tally, since, partial(_leave, since), ids)
            rows.write()


def _leave(since: int, place: Place, item: str, family: str, path: Path, counts: Vector) -> None:
    """Forget answers to an item that was last told when that answer was the newest."""
    if item in place.items and place.items[item].since == since:
        place.leave(item, family, path, counts)


def arriving(numbers: Iterable[int]) -> None:
    """Count answers that were there before, and count from now on: assigned, or not suspect.

    To be called after the change, in the same transaction; they are told with the next ones.
    """
    found = (Answer.objects.filter(pk__in=part) for part in _batches(numbers))
    coming = (row for rows in found for row in rows.values_list("journey", "workspace_id", "pk"))
    with transaction.atomic():
        for tally, ids in _taken(coming):
            rows = _Rows.of(tally.workspace, [tally.journey])
            rows.count_all(tally, 0, Place.add, ids)
            rows.write()


def renamed(workspace: Workspace, dimension: str, gone: str, kept: str) -> None:
    """Have what is told of a touchpoint or segment be told of the one that it became."""
    with transaction.atomic():
        list(Tally.objects.select_for_update().filter(workspace=workspace).order_by("journey"))
        rows = _Rows.of(workspace)
        for key in list(rows.held):
            rows.place(key).rename(dimension, gone, kept)
            rows.changed.add(key)
        alone = ("", "", gone)
        if dimension == "touchpoint" and alone in rows.held:
            rows.place(("", "", kept)).join(rows.places.pop(alone))
            rows.held.pop(alone).delete()
            rows.changed = rows.changed - {alone} | {("", "", kept)}
        rows.write()


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield numbers, as many at once as a query bears."""
    rest = iter(numbers)
    while part := list(itertools.islice(rest, _AT_ONCE)):
        yield part


def _taken(answers: Iterable[tuple[str, str, int]]) -> list[tuple[Tally, list[int]]]:
    """Return the tallies that counted some of the answers (journey, workspace, number), locked,
    and their numbers."""
    by_place: dict[str, list[int]] = {}
    for journey, workspace, number in answers:
        by_place.setdefault(journey or workspace, []).append(number)
    held = Tally.objects.select_for_update(of=("self",)).select_related("workspace")
    told = []
    for tally in held.filter(journey__in=by_place).order_by("journey"):
        ids = [number for number in by_place[tally.journey] if number <= tally.taken]
        if ids:
            told.append((tally, ids))
    return told


@dataclass
class _Rows:
    """The places of some journeys of a workspace, as they are read, changed and written."""

    workspace: Workspace
    held: dict[Key, Published] = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)
    changed: set[Key] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        journeys: Iterable[str] | None = None,
        places: Iterable[Key] = (),
    ) -> _Rows:
        """Read what is there of the workspace, or of journeys (or some places there); one query."""
        found = cls(workspace)
        rows = Published.objects.filter(workspace=workspace)
        if journeys is not None:
            names = {"" if each == workspace.pk else each for each in journeys}
            rows = rows.filter(journey__in=names)
        if steps := {step or touchpoint for _, step, touchpoint in places}:
            rows = rows.filter(Q(step__in=steps) | Q(touchpoint__in=steps))
        for row in rows:
            found.held[row.journey, row.step, row.touchpoint] = row
        return found

    def place(self, key: Key) -> Place:
        """Return a place in order to change it."""
        if key not in self.held:
            journey, step, touchpoint = key
            self.held[key] = Published(
                workspace=self.workspace, journey=journey, step=step, touchpoint=touchpoint
            )
        if key not in self.places:
            self.places[key] = place_of(self.held[key])
        return self.places[key]

    def count_all(self, tally: Tally, after: int, change: Change, among: Iterable[int]) -> None:
        """Count (or forget) certain answers of a journey that came after one of them."""
        for part in _batches(among):
            for cell in _newer(self.workspace, {tally.journey: after}, part).cells:
                self.count(*cell, change)

    def count(self, key: Key, family: str, path: Path, group: Group, change: Change) -> None:
        """Count (or forget) a group of answers of a cell, item by item."""
        place = self.place(key)
        self.changed.add(key)
        place.seen(group.first.date().isoformat(), group.last.date().isoformat())
        change(place, N, family, path, (group.counts.n,))
        for item in ITEMS:
            change(place, item, family, path, tuple(getattr(group.counts, item)))

    def refresh(self, journey: str, limit: int, newest: int) -> bool:
        """Publish what may be of a journey's places; tell whether anything new is told.

        That somebody has answered at a place is told too.
        """
        moved = set[Key]()
        name = "" if journey == self.workspace.pk else journey
        for key in [key for key in self.held if key[0] == name]:
            place, row = self.place(key), self.held[key]
            if place.refresh(limit, newest):
                row.first, row.last = map(datetime.date.fromisoformat, place.days)
                moved.add(key)
            elif row.pk is None:
                moved.add(key)
        self.changed |= moved
        return bool(moved)

    def write(self) -> None:
        """Keep what was changed; two queries."""
        rows = [self.held[key] for key in sorted(self.changed)]
        for key, row in zip(sorted(self.changed), rows, strict=True):
            for name, value in self.places[key].written().items():
                setattr(row, name, value)
        Published.objects.bulk_create([row for row in rows if row.pk is None])
        Published.objects.bulk_update([row for row in rows if row.pk], _FIELDS, batch_size=200)


def place_of(row: Published) -> Place:
    """Return a row's place."""
    return Place.read({"totals": row.totals, "tables": row.tables, "waiting": row.waiting})

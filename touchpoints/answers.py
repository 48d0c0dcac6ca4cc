"""Answers: the one way in, who may read them singly, and what they say together.

Measures are for whoever may view the journey; single answers only for those whose role says so.
Every function here costs a fixed number of queries, however many answers there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents.errors import Forbidden, Invalid, NotFound
from journeymap.documents.fields import Json, Problem, rules_of
from journeymap.documents.models import Document, Record
from journeymap.ids import uuid7
from journeymap.workspaces.access import Actor, allowed
from journeymap.workspaces.models import Workspace

from . import rounds, tallies
from .counting import ALL, Groups, Wanted, counted, counted_all
from .intake import item
from .measures import SUPPRESSION_LIMIT, Measures, measure
from .models import Answer, Heard, Published, SurveyRound, Tally
from .tallies import stamp, stamps

__all__ = ["MOST", "Recorded", "follow", "forget", "limits", "measures_of", "measures_of_all"]
__all__ += ["readable", "record", "stamp", "stamps"]

#: At most so many answers in one call.
MOST = 1000
_AHEAD = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that is kept now: under which id, and whether this call brought it."""

    client_id: str
    created: bool


def record(
    workspace: Workspace,
    actor: Actor,
    items: Sequence[Mapping[str, Json]],
    *,
    unassigned: bool = False,
) -> list[Recorded]:
    """Keep answers, all or none; one whose ``client_id`` is known already is not kept again.

    ``unassigned``: they may be a journey's without a step, to be assigned later. Raises NotFound
    (the actor does not see the workspace), Forbidden, and Invalid with the paths
    ``/<index>/<field>``.
    """
    _require(workspace, actor, "edit")
    found = list(_shape_problems(items, unassigned))
    if found:
        raise Invalid(found)
    with transaction.atomic():
        rows = [_row(workspace, value) for value in items]
        asked = SurveyRound.objects.filter(workspace=workspace).in_bulk({r.round for r in rows})
        found = list(_place_problems(workspace, rows, asked))
        known = _known(workspace, rows)
        found += _clashes(rows, known)
        if found:
            raise Invalid(found)
        fresh = sorted((r for r in rows if r.client_id not in known), key=lambda r: r.client_id)
        if fresh:
            tallies.added(workspace, {row.journey for row in fresh})
        wordings = {key: rounds.wording_of(held) for key, held in asked.items()}
        for row in fresh:
            row.wording = wordings.get(row.round, "")
        # In one order, so that no two calls wait crosswise; then what another call just kept
        # under the same id is seen.
        Answer.objects.bulk_create(fresh, ignore_conflicts=True)
        if found := list(_clashes(rows, _known(workspace, fresh))):
            raise Invalid(found)
    return [Recorded(row.client_id, row.client_id not in known) for row in rows]


def readable(workspace: Workspace, actor: Actor) -> QuerySet[Answer]:
    """Return the workspace's single answers, newest first; Forbidden below editor."""
    _require(workspace, actor, "answers")
    return Answer.objects.filter(workspace=workspace).order_by("-at", "-id")


def follow(workspace: Workspace, actor: Actor, kind: str, gone: str, kept: str) -> int:
    """Have answers and rounds that name a record of the catalogue name the one it became.

    Returns how many answers do now.
    """
    _require(workspace, actor, "edit")
    if kind not in ("touchpoint", "segment"):
        return 0
    with transaction.atomic():
        held = Answer.objects.filter(workspace=workspace, **{kind: gone})
        journeys = set(held.order_by().values_list("journey", flat=True))
        count = held.update(**{kind: kept})
        if kind == "touchpoint":
            asked = SurveyRound.objects.filter(workspace=workspace, touchpoint=gone)
            journeys |= set(asked.values_list("journey", flat=True))
            asked.update(touchpoint=kept)
        tallies.broken(workspace, journeys)
    return count


def forget(journey: str) -> None:
    """Delete what was said of a journey that is gone for ever, and what was asked of it."""
    for model in (Answer, SurveyRound, Tally, Published, Heard):
        model.objects.filter(journey=journey).delete()


def limits(journeys: Iterable[str]) -> dict[str, int]:
    """Return the suppression limits of journeys: the largest of its rounds, at least the general
    one; one query."""
    found = dict.fromkeys(journeys, SUPPRESSION_LIMIT)
    asked = SurveyRound.objects.filter(journey__in=found).values_list("journey", "limit")
    for journey, limit in asked:
        found[journey] = max(found[journey], limit)
    return found


def measures_of(journey: str, wanted: Wanted = ALL) -> Measures:
    """Return the newest measures of a journey's steps, for those who may read single answers.

    Groups smaller than the limit are hidden; what others may see is in ``publishing``.
    """
    held, limit = stamp(journey), limits([journey])[journey]
    return _measures(counted(journey, wanted=wanted), limit, held)


def measures_of_all(journeys: Iterable[str]) -> dict[str, Measures]:
    """Return the newest measures of several journeys; five queries, however many there are."""
    ids = list(journeys)
    held, limit = stamps(ids), limits(ids)
    return {
        each: _measures(rows, limit[each], held[each]) for each, rows in counted_all(ids).items()
    }


def _measures(found: Groups, limit: int, held: str) -> Measures:
    groups = {step: group for (step,), group in found.items() if step}
    return Measures(
        steps={step: measure(group.counts, limit) for step, group in groups.items()},
        n=sum(group.counts.n for group in groups.values()),
        first=min((each.first.date().isoformat() for each in groups.values()), default=""),
        last=max((each.last.date().isoformat() for each in groups.values()), default=""),
        limit=limit,
        stamp=held,
    )


def _require(workspace: Workspace, actor: Actor, action: str) -> None:
    if not allowed(actor, "view", workspace):
        raise NotFound(_("There is no such workspace."))
    if not allowed(actor, action, workspace):
        raise Forbidden(_("Your role does not allow this."))


def _shape_problems(items: Sequence[Json], unassigned: bool) -> Iterator[Problem]:
    if len(items) > MOST:
        yield Problem("", f"has {len(items)} answers, at most {MOST} are taken at once")
        return
    seen: dict[str, int] = {}
    for at, value in enumerate(items):
        yield from item.problems(value, f"/{at}", unassigned=unassigned)
        identity = value.get("client_id") if isinstance(value, Mapping) else None
        if isinstance(identity, str) and seen.setdefault(identity, at) != at:
            yield Problem(f"/{at}/client_id", f"is that of /{seen[identity]} too")


def _row(workspace: Workspace, value: Mapping[str, Json]) -> Answer:
    given = {name: held for name, held in value.items() if held is not None}
    at = given.pop("at", None)
    return Answer(
        workspace=workspace,
        client_id=given.pop("client_id", None) or uuid7(),
        at=datetime.datetime.fromisoformat(at) if at else timezone.now(),
        **given,
    )


def _place_problems(
    workspace: Workspace, rows: Sequence[Answer], asked: Mapping[str, SurveyRound]
) -> Iterator[Problem]:
    """Yield what names nothing in this workspace; three queries."""
    documents = Document.objects.filter(workspace=workspace, trashed_at=None)
    wanted = {row.journey for row in rows} - {""}
    journeys = set(documents.filter(id__in=wanted, kind="journey").values_list("id", flat=True))
    steps = _ids(Q(document__in=journeys), "step", {row.step for row in rows})
    shared = Q(document__in=documents.filter(kind="catalogue"))
    met = _ids(shared, "touchpoint", {row.touchpoint for row in rows})
    groups = _ids(shared, "segment", {row.segment for row in rows})
    latest = timezone.now() + _AHEAD
    for at, row in enumerate(rows):
        if row.journey and row.journey not in journeys:
            yield Problem(f"/{at}/journey", f"there is no journey {row.journey!r}")
        elif row.step and (row.journey, row.step) not in steps:
            yield Problem(f"/{at}/step", f"the journey has no step {row.step!r}")
        for name, there in (("touchpoint", met), ("segment", groups)):
            held = getattr(row, name)
            if held and held not in {identity for _, identity in there}:
                yield Problem(f"/{at}/{name}", f"there is no {name} {held!r} in the catalogue")
        if row.at > latest:
            yield Problem(f"/{at}/at", "lies in the future")
        yield from _round_problems(row, asked.get(row.round), f"/{at}/round")


def _ids(within: Q, kind: str, wanted: set[str]) -> set[tuple[str, str]]:
    """Return (document id, record id) of the wanted records that are there."""
    found = Record.objects.filter(within, kind=kind, id__in=wanted - {""})
    return set(found.values_list("document_id", "id"))


def _round_problems(row: Answer, held: SurveyRound | None, path: str) -> Iterator[Problem]:
    if not row.round:
        return
    if held is None:
        yield Problem(path, f"there is no round {row.round!r}")
    elif not rounds.is_open(held, row.at):
        yield Problem(path, "was not open at that time")
    elif held.journey != row.journey or (held.steps and row.step not in held.steps):
        yield Problem(path, "does not ask about this step")


def _known(workspace: Workspace, rows: Sequence[Answer]) -> dict[str, Answer]:
    ids = [row.client_id for row in rows]
    found = Answer.objects.filter(workspace=workspace, client_id__in=ids)
    return {row.client_id: row for row in found}


def _clashes(rows: Sequence[Answer], known: Mapping[str, Answer]) -> Iterator[Problem]:
    """Yield the answers whose id was used for another one (their time aside)."""
    for at, row in enumerate(rows):
        held = known.get(row.client_id)
        if held and any(getattr(held, name) != getattr(row, name) for name in _SAID):
            yield Problem(f"/{at}/client_id", "was used for another answer")


_SAID = rules_of(item.Item).keys() - {"client_id", "at"}

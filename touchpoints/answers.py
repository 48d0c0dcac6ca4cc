"""Answers: the one way in, who may read them singly, and what they say together.

Measures are for whoever may view the journey; single answers only for those whose role says so.
Every function here costs a fixed number of queries, however many answers there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents.errors import Forbidden, Invalid, NotFound
from journeymap.documents.fields import Json, Problem, rules_of
from journeymap.ids import uuid7
from journeymap.workspaces.access import Actor, grants, role_of
from journeymap.workspaces.models import Workspace

from . import keeping, masking, published, rounds, tallies
from .counting import ALL, Groups, Wanted, counted, counted_all
from .intake import item
from .intake.questions import LANGUAGES
from .keeping import BLANK, Row
from .limits import limits
from .measures import Measures, measure
from .models import Answer, Heard, Published, SurveyRound, Tally
from .tallies import stamp, stamps

__all__ = ["MOST", "Recorded", "follow", "forget", "limits", "measures_of", "measures_of_all"]
__all__ += ["readable", "record", "stamp", "stamps"]

#: At most so many answers in one call.
MOST = 1000
_AHEAD = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that is kept now: under which id, whether this call brought it, and which kinds
    of ``masking.WORDS`` were taken out of it."""

    client_id: str
    created: bool
    masked: tuple[str, ...] = ()


def record(
    workspace: Workspace,
    actor: Actor,
    items: Sequence[Mapping[str, Json]],
    *,
    unassigned: bool = False,
    suspect: bool = False,
    receipts: Mapping[str, str] = MappingProxyType({}),
) -> list[Recorded]:
    """Keep answers, all or none; one whose ``client_id`` is known already is not kept again.

    ``unassigned``: they may be a journey's without a step, to be assigned later. ``suspect``: they
    are counted nowhere until somebody has looked at them. ``receipts``: by ``client_id`` the digest
    of the code that its customer was given (``forgetting.receipt``). Raises NotFound (the actor
    does not see the workspace), Forbidden, and Invalid with the paths ``/<index>/<field>``.
    """
    require(workspace, actor, "edit")
    found = list(_shape_problems(items, unassigned))
    if found:
        raise Invalid(found)
    told = [_masked(workspace, value) for value in items]
    rows = [_row(workspace, value) for value, _ in told]
    asked = _asked(workspace, rows)
    if untimely := list(_round_problems(rows, asked)):
        raise Invalid([*_place_problems(workspace, rows), *untimely])
    wordings = {key: rounds.wording_of(held) for key, held in asked.items()}
    for row in rows:
        row |= {"wording": wordings.get(row["round"], ""), "suspect": suspect}
        row["receipt"] = receipts.get(row["client_id"], "")
    fresh = _kept(workspace, rows)
    return [
        Recorded(row["client_id"], row["client_id"] in fresh, kinds)
        for row, (_, kinds) in zip(rows, told, strict=True)
    ]


def _kept(workspace: Workspace, rows: Sequence[Row]) -> Collection[str]:
    """Keep rows, all or none; return the client ids of those that were not known before.

    They go in the order of their ids, so that no two calls wait crosswise. Invalid as ``record``.
    """
    if not rows:
        return ()
    places = {row["journey"] for row in rows}
    ordered = sorted(rows, key=itemgetter("client_id"))
    where = keeping.all_named(workspace.pk, rows)
    if keeping.keep_new(ordered, tallies.counting(workspace, places, where=where)):
        return {row["client_id"] for row in rows}
    if found := list(_place_problems(workspace, rows)):
        raise Invalid(found)
    with transaction.atomic():
        tallies.added(workspace, places)
        fresh = keeping.keep(ordered)
        if found := list(_clashes(workspace, rows, fresh)):
            raise Invalid(found)
        if not fresh:
            transaction.set_rollback(True)  # nothing came in addition, so nothing changed
    return fresh


def readable(workspace: Workspace, actor: Actor) -> QuerySet[Answer]:
    """Return the workspace's single answers, newest first; Forbidden below editor."""
    require(workspace, actor, "answers")
    return Answer.objects.filter(workspace=workspace).order_by("-at", "-id")


def follow(workspace: Workspace, actor: Actor, kind: str, gone: str, kept: str) -> int:
    """Have answers and rounds that name a record of the catalogue name the one it became.

    Returns how many answers do now.
    """
    require(workspace, actor, "edit")
    if kind not in ("touchpoint", "segment"):
        return 0
    with transaction.atomic():
        published.renamed(workspace, kind, gone, kept)
        held = Answer.objects.filter(workspace=workspace, **{kind: gone})
        journeys = set(held.order_by().values_list("journey", flat=True))
        count = held.update(**{kind: kept})
        journeys |= rounds.renamed(workspace, kind, gone, kept)
        tallies.broken(workspace, journeys)
    return count


def forget(journey: str) -> None:
    """Delete what was said of a journey that is gone for ever, and what was asked of it."""
    for model in (Answer, SurveyRound, Tally, Published, Heard):
        model.objects.filter(journey=journey).delete()


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


def require(workspace: Workspace, actor: Actor, action: str) -> None:
    """Refuse who does not see the workspace (NotFound) or may not do this in it (Forbidden)."""
    role = role_of(actor, workspace)
    if not grants(role, "view"):
        raise NotFound(_("There is no such workspace."))
    if not grants(role, action):
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


def _masked(
    workspace: Workspace, value: Mapping[str, Json]
) -> tuple[Mapping[str, Json], tuple[str, ...]]:
    """Mask an answer's texts; the workspace's language is asked for only where it is needed."""
    known = value.get("language") in LANGUAGES
    return masking.item(value, "" if known else workspace.language)


def _row(workspace: Workspace, value: Mapping[str, Json]) -> Row:
    given = {name: held for name, held in value.items() if held is not None}
    at = given.get("at")
    told = datetime.datetime.fromisoformat(at) if at else timezone.now()
    given["at"] = told.astimezone(datetime.UTC)  # PostgreSQL knows no offset of 16 hours or more
    given["client_id"] = given.get("client_id") or uuid7()
    return {**BLANK, "workspace_id": workspace.pk, **given}


def _asked(workspace: Workspace, rows: Sequence[Row]) -> dict[str, SurveyRound]:
    named = {row["round"] for row in rows} - {""}
    return SurveyRound.objects.filter(workspace=workspace).in_bulk(named) if named else {}


def _place_problems(workspace: Workspace, rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield what names nothing in this workspace; one query."""
    there = keeping.there(workspace.pk, rows)
    for at, row in enumerate(rows):
        journey, step = row["journey"], row["step"]
        if journey and journey not in there.journeys:
            yield Problem(f"/{at}/journey", f"there is no journey {journey!r}")
        elif step and (journey, step) not in there.steps:
            yield Problem(f"/{at}/step", f"the journey has no step {step!r}")
        for name, held in (("touchpoint", there.touchpoints), ("segment", there.segments)):
            if row[name] and row[name] not in held:
                yield Problem(f"/{at}/{name}", f"there is no {name} {row[name]!r} in the catalogue")


def _round_problems(rows: Sequence[Row], asked: Mapping[str, SurveyRound]) -> Iterator[Problem]:
    """Yield what lies in the future, and what the round it names did not ask."""
    latest = timezone.now() + _AHEAD
    for at, row in enumerate(rows):
        if row["at"] > latest:
            yield Problem(f"/{at}/at", "lies in the future")
        held, path = asked.get(row["round"]), f"/{at}/round"
        if not row["round"]:
            continue
        if held is None:
            yield Problem(path, f"there is no round {row['round']!r}")
        elif not rounds.is_open(held, row["at"]):
            yield Problem(path, "was not open at that time")
        elif not rounds.asks(held, row["journey"], row["step"], row["touchpoint"]):
            yield Problem(path, "does not ask about this place")


def _clashes(
    workspace: Workspace, rows: Sequence[Row], fresh: Collection[str]
) -> Iterator[Problem]:
    """Yield the answers whose id was used for another one (their time aside)."""
    if len(fresh) == len(rows):
        return
    known = {row["client_id"] for row in rows} - {*fresh}
    kept = Answer.objects.filter(workspace=workspace, client_id__in=known)
    held = {each["client_id"]: each for each in kept.values("client_id", *_SAID)}
    for at, row in enumerate(rows):
        was = held.get(row["client_id"])
        if was and any(was[name] != row[name] for name in _SAID):
            yield Problem(f"/{at}/client_id", "was used for another answer")


_SAID = rules_of(item.Item).keys() - {"client_id", "at"}

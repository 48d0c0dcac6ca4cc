"""Answers: the one way in, who may read them singly, and what they say together.

Measures are for whoever may view the journey; single answers only for those whose role says so.
Every function here costs a fixed number of queries, however many answers there are.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents.errors import Forbidden, Invalid, NotFound
from journeymap.documents.fields import Json, Problem, rules_of
from journeymap.documents.models import Document, Record
from journeymap.ids import uuid7
from journeymap.workspaces.access import Actor, allowed
from journeymap.workspaces.models import Workspace

from .intake import item
from .measures import SUPPRESSION_LIMIT, Counts, Measures, measure
from .models import Answer, SurveyRound, Tally

#: At most so many answers in one call.
MOST = 1000
_AHEAD = datetime.timedelta(days=1)
_SCALES = ("emotion", "efficiency", "ease")
_GRADES = (1, 2, 3, 4, 5)
_EXPECTED = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that is kept now: under which id, and whether this call brought it."""

    client_id: str
    created: bool


def record(
    workspace: Workspace, actor: Actor, items: Sequence[Mapping[str, Json]]
) -> list[Recorded]:
    """Keep answers, all or none; one whose ``client_id`` is known already is not kept again.

    Raises NotFound (the actor does not see the workspace), Forbidden, and Invalid with the paths
    ``/<index>/<field>``.
    """
    _require(workspace, actor, "edit")
    found = list(_shape_problems(items))
    if found:
        raise Invalid(found)
    with transaction.atomic():
        rows = [_row(workspace, value) for value in items]
        found = list(_place_problems(workspace, rows))
        known = _known(workspace, rows)
        found += _clashes(rows, known)
        if found:
            raise Invalid(found)
        fresh = [row for row in rows if row.client_id not in known]
        # In one order, so that no two calls wait crosswise; then what another call just kept
        # under the same id is seen.
        fresh.sort(key=lambda row: row.client_id)
        Answer.objects.bulk_create(fresh, ignore_conflicts=True)
        if found := list(_clashes(rows, _known(workspace, fresh))):
            raise Invalid(found)
        _touch(workspace, {row.journey for row in fresh if row.journey})
    return [Recorded(row.client_id, row.client_id not in known) for row in rows]


def readable(workspace: Workspace, actor: Actor) -> QuerySet[Answer]:
    """Return the workspace's single answers, newest first; Forbidden below editor."""
    _require(workspace, actor, "answers")
    return Answer.objects.filter(workspace=workspace).order_by("-at", "-id")


def save_round(workspace: Workspace, actor: Actor, held: SurveyRound) -> SurveyRound:
    """Keep a new or changed survey round of the workspace."""
    _require(workspace, actor, "edit")
    with transaction.atomic():
        held.workspace = workspace
        held.full_clean()
        held.save()
        _touch(workspace, {held.journey} - {""})
    return held


def follow(workspace: Workspace, actor: Actor, kind: str, gone: str, kept: str) -> int:
    """Have answers and rounds that name a record of the catalogue name the one it became.

    Returns how many answers do now.
    """
    _require(workspace, actor, "edit")
    if kind not in ("touchpoint", "segment"):
        return 0
    with transaction.atomic():
        held = Answer.objects.filter(workspace=workspace, **{kind: gone})
        journeys = set(held.exclude(journey="").order_by().values_list("journey", flat=True))
        count = held.update(**{kind: kept})
        if kind == "touchpoint":
            rounds = SurveyRound.objects.filter(workspace=workspace, touchpoint=gone)
            journeys |= set(rounds.values_list("journey", flat=True)) - {""}
            rounds.update(touchpoint=kept)
        _touch(workspace, journeys)
    return count


def forget(journey: str) -> None:
    """Delete what was said of a journey that is gone for ever, and what was asked of it."""
    for model in (Answer, SurveyRound, Tally):
        model.objects.filter(journey=journey).delete()


def stamp(journey: str) -> str:
    """Return what changes whenever the journey's measures may; one row is read."""
    return stamps([journey])[journey]


def stamps(journeys: Iterable[str]) -> dict[str, str]:
    """Return the stamps of several journeys; one query."""
    ids = list(journeys)
    held = dict(Tally.objects.filter(journey__in=ids).values_list("journey", "changes"))
    return {each: str(held.get(each, 0)) for each in ids}


def measures_of(journey: str) -> Measures:
    """Return the measures of a journey's steps; three queries."""
    return measures_of_all([journey])[journey]


def measures_of_all(journeys: Iterable[str]) -> dict[str, Measures]:
    """Return the measures of several journeys; three queries, however many there are.

    Answers to a wording of a round's own are left out: they are no answers to the same question.
    The limit is the largest of the journey's rounds, and never below the general one.
    """
    ids = list(journeys)
    held = stamps(ids)
    limits, own_wording = dict.fromkeys(ids, SUPPRESSION_LIMIT), []
    for journey, identity, limit, questions in SurveyRound.objects.filter(
        journey__in=ids
    ).values_list("journey", "id", "limit", "questions"):
        limits[journey] = max(limits[journey], limit)
        if questions:
            own_wording.append(identity)
    asked = Answer.objects.filter(journey__in=ids).exclude(step="")
    if own_wording:
        asked = asked.exclude(round__in=own_wording)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _counted(asked, "journey", "step"):
        rows[row["journey"]].append(row)
    return {each: _measures(rows[each], limits[each], held[each]) for each in ids}


def _measures(rows: list[dict[str, Any]], limit: int, held: str) -> Measures:
    return Measures(
        steps={row["step"]: measure(_counts(row), limit) for row in rows},
        n=sum(row["n"] for row in rows),
        first=min((row["first"].date().isoformat() for row in rows), default=""),
        last=max((row["last"].date().isoformat() for row in rows), default=""),
        limit=limit,
        stamp=held,
    )


def _counted(answers: QuerySet[Answer], *by: str) -> Iterable[dict[str, Any]]:
    """Return one row of counts for each group: one GROUP BY."""
    counts = {
        f"{name}_{grade}": Count("id", filter=Q(**{name: grade}))
        for name in _SCALES
        for grade in _GRADES
    }
    counts |= {f"done_{each}": Count("id", filter=Q(got_it_done=each)) for each in item.DONE}
    counts |= {f"expected_{e}": Count("id", filter=Q(expectation=e)) for e in _EXPECTED}
    groups: Any = answers.order_by().values(*by)
    found: Iterable[dict[str, Any]] = groups.annotate(
        n=Count("id"), first=Min("at"), last=Max("at"), **counts
    )
    return found


def _counts(row: Mapping[str, Any]) -> Counts:
    return Counts(
        n=row["n"],
        done=[row[f"done_{each}"] for each in item.DONE],
        expected=[row[f"expected_{each}"] for each in _EXPECTED],
        **{name: [row[f"{name}_{grade}"] for grade in _GRADES] for name in _SCALES},
    )


def _require(workspace: Workspace, actor: Actor, action: str) -> None:
    if not allowed(actor, "view", workspace):
        raise NotFound(_("There is no such workspace."))
    if not allowed(actor, action, workspace):
        raise Forbidden(_("Your role does not allow this."))


def _shape_problems(items: Sequence[Json]) -> Iterator[Problem]:
    if len(items) > MOST:
        yield Problem("", f"has {len(items)} answers, at most {MOST} are taken at once")
        return
    seen: dict[str, int] = {}
    for at, value in enumerate(items):
        yield from item.problems(value, f"/{at}")
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


def _place_problems(workspace: Workspace, rows: Sequence[Answer]) -> Iterator[Problem]:
    """Yield what names nothing in this workspace; four queries."""
    documents = Document.objects.filter(workspace=workspace, trashed_at=None)
    wanted = {row.journey for row in rows} - {""}
    journeys = set(documents.filter(id__in=wanted, kind="journey").values_list("id", flat=True))
    steps = _ids(Q(document__in=journeys), "step", {row.step for row in rows})
    shared = Q(document__in=documents.filter(kind="catalogue"))
    met = _ids(shared, "touchpoint", {row.touchpoint for row in rows})
    groups = _ids(shared, "segment", {row.segment for row in rows})
    rounds = SurveyRound.objects.filter(workspace=workspace).in_bulk(
        [row.round for row in rows if row.round]
    )
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
        yield from _round_problems(row, rounds.get(row.round), f"/{at}/round")


def _ids(within: Q, kind: str, wanted: set[str]) -> set[tuple[str, str]]:
    """Return (document id, record id) of the wanted records that are there."""
    found = Record.objects.filter(within, kind=kind, id__in=wanted - {""})
    return set(found.values_list("document_id", "id"))


def _round_problems(row: Answer, held: SurveyRound | None, path: str) -> Iterator[Problem]:
    if not row.round:
        return
    if held is None:
        yield Problem(path, f"there is no round {row.round!r}")
    elif (held.opens and row.at < held.opens) or (held.closes and row.at >= held.closes):
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


def _touch(workspace: Workspace, journeys: set[str]) -> None:
    """Count a change of each journey's answers; locked in one order, so no two wait crosswise."""
    rows = [Tally(journey=each, workspace=workspace) for each in sorted(journeys)]
    Tally.objects.bulk_create(rows, ignore_conflicts=True)
    held = Tally.objects.filter(journey__in=journeys).order_by("journey")
    held.filter(pk__in=[row.pk for row in held.select_for_update()]).update(
        changes=F("changes") + 1
    )

"""Survey rounds: made, changed, opened and closed; what they ask, and under which wording."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents.errors import Conflict, Forbidden, Invalid, NotFound
from journeymap.documents.fields import ID, Json, Problem, rules_of
from journeymap.ids import uuid7
from journeymap.workspaces import audit
from journeymap.workspaces.access import Actor, allowed
from journeymap.workspaces.models import Workspace

from . import asking, counting, tallies
from .intake import asked, questions
from .models import Answer, SurveyRound, Wording

STATES = ("planned", "open", "closed")
_FIELDS = tuple(rules_of(asked.Asked))
_MOMENTS, _PLACES = ("opens", "closes"), ("journey", "touchpoint")
#: What a change of makes counts other than what was counted plus what came after.
_COUNTED = ("journey", "touchpoint", "questions", "limit")


def rounds_of(workspace: Workspace, actor: Actor) -> QuerySet[SurveyRound]:
    """Return the workspace's rounds, newest first; NotFound for who may not view it."""
    _require(workspace, actor, "view")
    return SurveyRound.objects.filter(workspace=workspace).order_by("-created_at", "-id")


def make(
    workspace: Workspace, actor: Actor, value: Mapping[str, Json], id: str = ""
) -> tuple[SurveyRound, bool]:
    """Make a round of an ``intake.asked.Asked``; return it, and whether this call made it.

    ``id`` makes a retry safe. Raises NotFound, Forbidden, Invalid with a path for each field, and
    Conflict where the id is another round's.
    """
    _require(workspace, actor, "edit")
    if id and not ID.match(id):
        raise Invalid([Problem("/id", "expected an id of 1 to 64 letters, digits, . _ or -")])
    held = SurveyRound(id=id or uuid7(), workspace=workspace)
    _put(held, value)
    _complete(held)
    with transaction.atomic():
        if there := _same(held):
            return there, False
        tallies.broken(workspace, {held.journey})  # whoever makes the same now is waited for
        if there := _same(held):
            return there, False
        return save(workspace, actor, held), True


def change(
    workspace: Workspace, actor: Actor, id: str, part: Mapping[str, Json], what: str = ""
) -> SurveyRound:
    """Change some fields of a round (null: back to the default); ``what`` names the event.

    Raises NotFound, Forbidden and Invalid as ``make``.
    """
    _require(workspace, actor, "edit")
    with transaction.atomic():
        tallies.lock({_found(workspace, actor, id).journey or workspace.pk})
        held = _locked(workspace, id)
        _put(held, value_of(held) | dict(part))
        return save(workspace, actor, held, what)


def open_now(workspace: Workspace, actor: Actor, id: str) -> SurveyRound:
    """Have a planned or closed round take answers from now on; Refusal as ``change``."""
    held, now = _found(workspace, actor, id), timezone.now()
    part: dict[str, Json] = {}
    if held.closes and held.closes <= now:
        part["closes"] = None
    if held.opens and held.opens > now:
        part["opens"] = now.isoformat()
    return change(workspace, actor, id, part, "round_opened") if part else held


def close_now(workspace: Workspace, actor: Actor, id: str) -> SurveyRound:
    """Have an open round take no more answers; Refusal as ``change``."""
    held, now = _found(workspace, actor, id), timezone.now()
    if state_of(held, now) != "open":
        return held
    return change(workspace, actor, id, {"closes": now.isoformat()}, "round_closed")


def delete(workspace: Workspace, actor: Actor, id: str) -> None:
    """Delete a round that nobody has answered; Conflict for another one, Refusal as ``change``."""
    held = _found(workspace, actor, id)
    with transaction.atomic():
        tallies.broken(workspace, {held.journey})
        if _answered(held):
            raise Conflict(_("It has answers: close it instead. Answers go when they are due."))
        SurveyRound.objects.filter(pk=held.pk).delete()
        audit.record(workspace, actor, "round_deleted", held.title, document=held.journey)


def save(workspace: Workspace, actor: Actor, held: SurveyRound, what: str = "") -> SurveyRound:
    """Keep a new or changed survey round of the workspace, and that it was done.

    What is left open gets its usual value. Raises NotFound, Forbidden, and Invalid by field.
    """
    _require(workspace, actor, "edit")
    with transaction.atomic():
        before = SurveyRound.objects.select_for_update(no_key=True).filter(pk=held.pk).first()
        if before and before.workspace_id != workspace.pk:
            raise NotFound(_("There is no such round."))
        held.workspace = workspace
        if found := asked.problems(value_of(held)):
            raise Invalid(found)
        _complete(held, before)
        value, was = value_of(held), value_of(before) if before else {}
        if found := [*asking.problems(workspace, value, was), *_moved(held, before)]:
            raise Invalid(found)
        if value == was:
            return held
        if any(value[name] != was.get(name) for name in _COUNTED):
            tallies.broken(workspace, {held.journey, was.get("journey", held.journey)})
        held.save()
        done = what or ("round_changed" if before else "round_made")
        audit.record(workspace, actor, done, held.title, document=held.journey)
    return held


def renamed(workspace: Workspace, kind: str, gone: str, kept: str) -> set[str]:
    """Have rounds name what a touchpoint or segment became; return the journeys ('': none) whose
    counts that changes."""
    held = SurveyRound.objects.filter(workspace=workspace)
    if kind == "touchpoint":
        mine = held.filter(touchpoint=gone)
        journeys = set(mine.values_list("journey", flat=True))
        mine.update(touchpoint=kept)
        return journeys
    for each in held.exclude(offers={}):
        offered = each.offers.get("segment", [])
        if gone in offered:
            named = [kept if key == gone else key for key in offered]
            each.offers["segment"] = list(dict.fromkeys(named))
            each.save(update_fields=["offers"])
    return set()


def value_of(held: SurveyRound) -> dict[str, Json]:
    """Return a round as JSON (``intake.asked.Asked``), with every field."""
    told = {name: getattr(held, name) for name in _FIELDS}
    for name in _MOMENTS:
        told[name] = told[name] and told[name].astimezone(datetime.UTC).isoformat()
    return told | {name: told[name] or None for name in _PLACES}


def questions_of(held: SurveyRound) -> list[questions.Question]:
    """Return what a round asks, in its order."""
    return held.questions or questions.USUAL


def languages_of(held: SurveyRound) -> list[str]:
    """Return the languages in which a round can be answered."""
    return asked.languages_of(held.questions, held.languages)


def path_of(held: SurveyRound) -> str:
    """Return the path of the page where customers answer."""
    return f"/a/{held.code}/"


def asks(held: SurveyRound, journey: str, step: str, touchpoint: str) -> bool:
    """Tell whether a round asks about a place; a journey's alone has no step yet."""
    if held.touchpoint:
        return touchpoint == held.touchpoint
    return journey == held.journey and (not step or not held.steps or step in held.steps)


def wording_of(held: SurveyRound) -> str:
    """Return the name of the round's wording as it is now; made on first use."""
    what = questions_of(held)
    name = questions.digest([{"round": held.pk}, *what])
    Wording.objects.get_or_create(pk=name, defaults={"round": held, "questions": what})
    return name


def is_open(held: SurveyRound, at: datetime.datetime | None = None) -> bool:
    """Tell whether the round takes answers at a moment (now)."""
    return state_of(held, at) == "open"


def state_of(held: SurveyRound, at: datetime.datetime | None = None) -> str:
    """Return one of STATES: where the round is at a moment (now)."""
    moment = at or timezone.now()
    if held.opens and moment < held.opens:
        return "planned"
    return "closed" if held.closes and moment >= held.closes else "open"


def in_state(state: str) -> Q:
    """Say that a round is in one of STATES now."""
    now = timezone.now()
    if state == "planned":
        return Q(opens__gt=now)
    begun = Q(opens=None) | Q(opens__lte=now)
    if state == "closed":
        return begun & Q(closes__lte=now)
    return begun & (Q(closes=None) | Q(closes__gt=now))


class Came(NamedTuple):
    """How many answers a round has that count, and when the newest one came."""

    n: int = 0
    last: datetime.datetime | None = None


def came(workspace: Workspace, held: Iterable[SurveyRound]) -> dict[str, Came]:
    """Return what came to rounds, by id; for those who may read single answers. Five queries."""
    rounds = list(held)
    groups = [
        *counting.counted_all({r.journey for r in rounds} - {""}, ("round",), items=()).values(),
        *counting.of_touchpoints(
            workspace.pk, {r.touchpoint for r in rounds} - {""}, ("round",), ()
        ).values(),
    ]
    found = {
        key: Came(group.counts.n, group.last) for each in groups for (key,), group in each.items()
    }
    return {r.pk: found.get(r.pk, Came()) for r in rounds}


def _answered(held: SurveyRound) -> bool:
    return Answer.objects.filter(workspace=held.workspace_id, round=held.pk).exists()


def _require(workspace: Workspace, actor: Actor, action: str) -> None:
    if not allowed(actor, "view", workspace):
        raise NotFound(_("There is no such workspace."))
    if not allowed(actor, action, workspace):
        raise Forbidden(_("Your role does not allow this."))


def _found(workspace: Workspace, actor: Actor, id: str) -> SurveyRound:
    """Return a round to be changed; NotFound, Forbidden."""
    _require(workspace, actor, "edit")
    found = SurveyRound.objects.filter(workspace=workspace, pk=id).first() if ID.match(id) else None
    if found is None:
        raise NotFound(_("There is no such round."))
    return found


def _locked(workspace: Workspace, id: str) -> SurveyRound:
    rows = SurveyRound.objects.select_for_update(no_key=True)  # answers may name it meanwhile
    found = rows.filter(workspace=workspace, pk=id).first() if ID.match(id) else None
    if found is None:
        raise NotFound(_("There is no such round."))
    return found


def _same(held: SurveyRound) -> SurveyRound | None:
    """Return the round that was made under this id already; Conflict where it is another one."""
    there = SurveyRound.objects.filter(pk=held.pk).first()
    another = there and there.workspace_id != held.workspace_id
    if there and (another or value_of(there) != value_of(held)):
        raise Conflict(_("This id is another round’s."))
    return there


def _put(held: SurveyRound, value: Mapping[str, Json]) -> None:
    """Put a round's JSON into its row; Invalid where it has not the shape of one."""
    if found := asked.problems(value):
        raise Invalid(found)
    for name, each in asked.normal(value).items():
        if name in _MOMENTS and each:
            each = datetime.datetime.fromisoformat(each)
        setattr(held, name, each or "" if name in _PLACES else each)


def _complete(held: SurveyRound, before: SurveyRound | None = None) -> None:
    """Put usual texts where there are none, and where they were the usual ones before."""
    held.retention_days = held.retention_days or asked.RETENTION
    name = held.workspace.name
    usual = asked.usual_texts(name, held.retention_days)
    was = asked.usual_texts(name, before.retention_days or asked.RETENTION) if before else {}
    for field, texts in usual.items():
        said: dict[str, Any] = dict(getattr(held, field))
        for language in languages_of(held):
            if said.get(language, "") in ("", was.get(field, {}).get(language)):
                said[language] = texts[language]
        setattr(held, field, said)


def _moved(held: SurveyRound, before: SurveyRound | None) -> Iterator[asking.Told]:
    """Yield that answers stay where they were given."""
    for name in _PLACES:
        if before and getattr(held, name) != getattr(before, name) and _answered(held):
            told = _("It has answers already: make a new round for another place.")
            yield asking.Told(f"/{name}", told)

"""Answers of another tool, read and mapped, into a round: all or none, none of them twice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from journeymap.documents.fields import Json
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace

from . import answers, rounds
from .intake.item import ITEMS
from .intake.questions import STANDARD
from .models import Answer, SurveyRound

Item = dict[str, Any]


def known(workspace: Workspace, ids: Iterable[str]) -> set[str]:
    """Return which client ids the workspace has answers of; a query for each thousand."""
    found: set[str] = set()
    for part in _parts(list(ids)):
        held = Answer.objects.filter(workspace=workspace, client_id__in=part)
        found.update(held.values_list("client_id", flat=True))
    return found


def bring(
    workspace: Workspace,
    actor: Actor,
    items: Sequence[Item],
    into: SurveyRound | Mapping[str, Json],
) -> tuple[SurveyRound, int]:
    """Keep answers in a round, or in a new one (``new_round``, with its ``id``), all or none.

    Returns the round, and how many were not known before. Raises what ``rounds.make`` and
    ``answers.record`` raise.
    """
    with transaction.atomic():
        if isinstance(into, SurveyRound):
            held = into
        else:
            value = {name: part for name, part in into.items() if name != "id"}
            held, _made = rounds.make(workspace, actor, value, str(into["id"]))
        kept = [
            each
            for part in _parts([each | {"round": held.pk} for each in items])
            for each in answers.record(workspace, actor, part, unassigned=True)
        ]
    return held, sum(each.created for each in kept)


def new_round(
    id: str,
    title: str,
    journey: str,
    language: str,
    items: Sequence[Item],
    wording: Mapping[str, str] | None,
) -> dict[str, Json]:
    """Return a round of answers that were given already: from the first of them until now.

    ``wording``: how each item was worded, in a language; None: as the standard words it. So what
    was asked in other words, or in words nobody knows, is not mixed with the standard.
    """
    asked = [name for name in ITEMS if any(name in each for each in items)]
    questions = [
        {"item": name} if wording is None else {"item": name, "wording": {language: wording[name]}}
        for name in asked
        if name in STANDARD
    ]
    moments = [datetime.datetime.fromisoformat(each["at"]) for each in items]
    latest = max([timezone.now(), *(each + datetime.timedelta(seconds=1) for each in moments)])
    return {
        "id": id,
        "title": title,
        "journey": journey,
        "languages": [language] if wording is not None else [],
        "questions": questions,
        "opens": min(moments).isoformat(),
        "closes": latest.isoformat(),
    }


def outside(held: SurveyRound, items: Iterable[Item]) -> Iterator[str]:
    """Yield the client ids of answers that a round was not open for, or does not ask about."""
    for each in items:
        at = datetime.datetime.fromisoformat(each["at"])
        place = each.get("journey", ""), each.get("step", ""), each.get("touchpoint", "")
        if not rounds.is_open(held, at) or not rounds.asks(held, *place):
            yield each["client_id"]


def _parts(rows: list[Any]) -> Iterator[list[Any]]:
    return (rows[at : at + answers.MOST] for at in range(0, len(rows), answers.MOST))

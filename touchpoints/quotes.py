"""Quotes: what customers wrote, found again, and the records of journeys that they support.

Only for those who may read single answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace

from . import answers, tallies
from .counting import ALL, DIMENSIONS, Wanted
from .models import Answer, Heard


def quotes(
    workspace: Workspace, actor: Actor, journey: str, wanted: Wanted = ALL, words: str = ""
) -> QuerySet[Answer]:
    """Return the answers with words at a journey's steps, newest first; Forbidden below editor.

    ``words``: only those whose comment has all of them, whatever their case.
    """
    found = answers.readable(workspace, actor).filter(journey=journey, suspect=False)
    found = found.exclude(comment="").exclude(step="")
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    told = {name: getattr(wanted, name) for name in ("step", *DIMENSIONS)}
    found = found.filter(**{name: value for name, value in told.items() if value})
    for word in words.split()[:10]:
        # SQLite, and PostgreSQL in some locales, know only the case of A to Z.
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        found = found.filter(reduce(or_, (Q(comment__icontains=form) for form in forms)))
    return found


def link(answer: Answer, record: str) -> int:
    """Have an answer support a record of its journey; returns how many answers do now."""
    # The tally first, as erasing does; and how often the record is met is another now.
    tallies.added(answer.workspace, {answer.journey})
    Heard.objects.get_or_create(answer=answer, journey=answer.journey, record=record)
    return Heard.objects.filter(journey=answer.journey, record=record).count()


def linked(journey: str) -> dict[str, int]:
    """Return how many answers support which record of a journey; one query."""
    found = Heard.objects.filter(journey=journey, answer__suspect=False).values_list("record")
    return dict(found.annotate(n=Count("id")).order_by())


def supports(held: Iterable[Answer]) -> dict[int, list[str]]:
    """Return the records that answers support, by answer; one query."""
    found: dict[int, list[str]] = {}
    rows = Heard.objects.filter(answer__in=list(held)).order_by("id")
    for answer, record in rows.values_list("answer", "record"):
        found.setdefault(answer, []).append(record)
    return found


def worded(journey: str, steps: Iterable[str]) -> dict[str, int]:
    """Return how many answers at steps have words; one query."""
    ids = list(steps)
    if not ids:
        return {}
    found = Answer.objects.filter(journey=journey, step__in=ids, suspect=False)
    counted = found.exclude(comment="").values_list("step").annotate(n=Count("id"))
    return dict(counted.order_by())

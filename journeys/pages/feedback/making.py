"""From voice to change: a quote or a group of answers becomes a finding, by one button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeymap.documents import log
from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document
from journeys import rows
from journeys.commands import improving
from journeys.graph import Finding, Follows, Graph, Step
from journeys.words import day
from touchpoints import counting, quotes
from touchpoints.counting import Wanted
from touchpoints.limits import limits
from touchpoints.measures import ITEMS
from touchpoints.models import Answer, SurveyRound

from .. import wording
from ..access import Place, journey_page
from .asked import Asked, asked_of

_KINDS = ("pain", "gain")


@require_POST
@journey_page
def quote(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Make a finding of a quote, or have the quote support one that is there."""
    place.require("edit")
    asked, graph = _asked(request), rows.load(document.pk)
    number = request.POST.get("answer", "")
    held = quotes.quotes(place.workspace, place.actor, document.pk)
    answer = held.filter(pk=int(number)).first() if _is_number(number) else None
    if answer is None:
        raise Http404
    there = {each.id: each for each in graph.findings}
    finding = there.get(request.POST.get("finding", ""))
    with said(request):
        if finding:
            _support(document, place, answer, finding, request)
            text = _("The quote supports “%(title)s” now.") % {"title": finding.title}
            messages.success(request, _with_link(document, text, finding.id))
        elif request.POST.get("finding"):
            raise Http404
        else:
            made = _of_quote(document, place, answer, graph, request)
            messages.success(request, _with_link(document, _done(_kind(request)), made))
    return _back(document, asked, f"quote-{answer.pk}")


def _of_quote(
    document: Document, place: Place, answer: Answer, graph: Graph, request: HttpRequest
) -> str:
    """Make the finding; its words and the link to the answer are kept in one transaction."""
    identity, kind = _identity(request), _kind(request)
    last = timezone.localtime(answer.at).date().isoformat()
    evidence = {"level": "survey", "n": 1, "source": _rounds([answer.round]), "date": last}
    told = {name: value for name, value in evidence.items() if value}
    ops = improving.of_quote(kind, answer.step, answer.comment, told, identity)
    with transaction.atomic():
        log.commit(document.pk, place.actor, ops, client_id=identity, label=_label(kind))
        quotes.link(answer, identity)
    return identity


def _support(
    document: Document, place: Place, answer: Answer, finding: Finding, request: HttpRequest
) -> None:
    with transaction.atomic():
        log.locked(document.pk, place.actor)
        ops = improving.supported(finding, quotes.link(answer, finding.id))
        if ops:
            label, identity = _("One more answer supports it"), _identity(request)
            log.commit(document.pk, place.actor, ops, client_id=identity, label=label)


@require_POST
@journey_page
def group(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Make a finding of those at one end of a question's answers at a step."""
    place.require("edit")
    asked, graph = _asked(request), rows.load(document.pk)
    step, item = graph.by_id.get(request.POST.get("step", "")), request.POST.get("item", "")
    if not isinstance(step, Step) or item not in ITEMS:
        raise Http404
    identity, kind = _identity(request), _kind(request)
    wanted = replace(asked.wanted, step=step.id)
    evidence = _evidence(document, item, wanted, graph.journey.language)
    if not evidence:
        messages.error(request, _("Nobody has answered that question there."))
        return _back(document, asked, f"step-{step.id}")
    narrowed = {n: v for n, v in asked.query.items() if n in Follows.__dataclass_fields__}
    language = graph.journey.language
    ops = improving.of_group(kind, step, item, narrowed, evidence, language, identity)
    with said(request):
        log.commit(document.pk, place.actor, ops, client_id=identity, label=_label(kind))
        messages.success(request, _with_link(document, _done(kind), identity))
    return _back(document, asked, f"step-{step.id}")


def _evidence(document: Document, item: str, wanted: Wanted, language: str) -> dict[str, Any]:
    """Return how it is known: of how many who answered, from which rounds, in which days."""
    groups = counting.counted(document.pk, ("round",), wanted, (item,))
    held = {key: group for (key,), group in groups.items() if sum(getattr(group.counts, item))}
    if not held:
        return {}
    first = timezone.localtime(min(each.first for each in held.values())).date().isoformat()
    last = timezone.localtime(max(each.last for each in held.values())).date().isoformat()
    period = f"{day(first, language)}–{day(last, language)}" if first != last else ""
    source = ", ".join(part for part in (_rounds(held), period) if part)[:500]
    answered = sum(sum(getattr(each.counts, item)) for each in held.values())
    n = answered if answered >= limits([document.pk])[document.pk] else 0  # too few to be told
    told = {"level": "survey", "n": n, "source": source, "date": "" if period else last}
    return {name: value for name, value in told.items() if value}


def _rounds(ids: Any) -> str:
    """Return the titles of rounds; of more than three how many they are."""
    held = SurveyRound.objects.filter(pk__in=[each for each in ids if each])
    titles = list(held.order_by("created_at").values_list("title", flat=True))
    return ", ".join(titles[:3]) + (f" (+{len(titles) - 3})" if len(titles) > 3 else "")


# -- what both share -----------------------------------------------------------------------------


@contextmanager
def said(request: HttpRequest) -> Iterator[None]:
    """Say in a message what the door refuses."""
    try:
        yield
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, wording.refusal(problem))
    except Conflict as error:
        messages.error(request, error.message)


def _asked(request: HttpRequest) -> Asked:
    """Return the filters of the page that the button stood on."""
    return asked_of(QueryDict(request.POST.get("filters", "")[:4000]))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _identity(request: HttpRequest) -> str:
    return request.POST.get("client_id", "") or uuid7()


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    return kind if kind in _KINDS else "pain"


def _label(kind: str) -> str:
    return _("Add a pain point") if kind == "pain" else _("Add a success")


def _done(kind: str) -> str:
    pain, gain = _("The pain point was added."), _("The success was added.")
    return pain if kind == "pain" else gain


def _with_link(document: Document, text: str, finding: str) -> str:
    there = reverse("journey-findings", args=[document.pk])
    return format_html('{} <a href="{}#{}">{}</a>', text, there, finding, _("See it"))


def _back(document: Document, asked: Asked, anchor: str) -> HttpResponse:
    there = reverse("journey-feedback", args=[document.pk])
    kept = asked.kept()
    return redirect(f"{there}?{kept}#{anchor}" if kept else f"{there}#{anchor}")

"""The Findings view: pains and gains by how much they matter, and what is done about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeymap.documents import log
from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.ids import uuid7
from journeymap.documents.models import Document
from journeys import labels, priorities, rows, voices
from journeys.commands import improving
from journeys.graph import FINDING_STATUSES, Finding, Idea
from journeys.priorities import Priority
from journeys.walking import in_path_order
from touchpoints import hearing
from touchpoints.measures import Measures

from .. import bar
from ..access import Place, journey_page
from ..cards import shown_in
from . import figures
from .after import Compared, compared
from .forms import ChangeForm, FindingChange, IdeaChange
from .making import said

#: Findings on a page.
PAGE = 50
#: How findings are sorted: what is read of them, the largest first.
SORTS: Mapping[str, Callable[[Priority], float]] = {
    "priority": lambda each: each.number,
    "importance": lambda each: each.importance or 0,
    "severity": lambda each: each.severity or 0,
    "frequency": lambda each: each.frequency.share if each.frequency else -1.0,
}


class Tried(NamedTuple):
    """An idea, what changed since it is in use, and the form that changes it."""

    idea: Idea
    compared: list[Compared]
    form: IdeaChange | None

    @property
    def mixed(self) -> bool:
        """Tell whether other rounds answered before and after."""
        return any(each.mixed for each in self.compared)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is shown."""

    priority: Priority
    step: str
    touchpoint: str
    frequency: str
    follows: str
    ideas: tuple[Tried, ...]
    form: FindingChange | None

    @property
    def finding(self) -> Finding:
        """Return the record."""
        return self.priority.finding


@require_GET
@journey_page
def findings(request: HttpRequest, place: Place, document: Document) -> HttpResponse:
    """Show pains and gains, what hurts most first."""
    return _page(request, place, document)


def _page(
    request: HttpRequest,
    place: Place,
    document: Document,
    bound: Mapping[str, ChangeForm] | None = None,
) -> HttpResponse:
    """Render the page; with forms that were sent and refused: 422."""
    found = Findings(place, document, bound or {})
    chosen = {name: request.GET.get(name, "") for name in ("kind", "status", "step", "sort")}
    held = found.chosen(chosen)
    pages = Paginator(held, PAGE).get_page(request.GET.get("page"))
    context = bar.context(
        place,
        document,
        found.graph.journey,
        found.shown_language,
        "findings",
        shown=[found.shown(each) for each in pages],
        pages=pages,
        total=len(found.graph.findings),
        chosen=chosen,
        kept=urlencode({k: v for k, v in chosen.items() if v}),
        steps=in_path_order(found.graph),
        statuses=[(s, labels.choice("status", s, found.language)) for s in FINDING_STATUSES],
        filtered=any(chosen.values()),
        make_id=uuid7(),
    )
    return render(request, "journeys/feedback/findings.html", context, status=422 if bound else 200)


class Findings:
    """The findings of a journey, as one reader sees them."""

    def __init__(self, place: Place, document: Document, bound: Mapping[str, ChangeForm]) -> None:
        self.place, self.document, self.bound = place, document, bound
        self.single = place.may("answers")
        self.language = get_language() or "en"
        self.tried: dict[str, Tried] = {}
        self.raw = rows.load(document.pk)
        self.graph, self.shown_language = shown_in(self.raw, self.language)
        heard = hearing.measures(document.pk, single=self.single)
        self.measures: Measures = voices.told(
            heard, document, self.graph.findings, single=self.single
        )

    def chosen(self, chosen: Mapping[str, str]) -> Sequence[Priority]:
        """Return what is asked for, in the order that is asked for; those that stand first."""
        held = priorities.answer(self.graph, self.measures)
        status = chosen["status"]
        held = tuple(
            each
            for each in held
            if chosen["kind"] in ("", each.finding.kind)
            and chosen["step"] in ("", each.finding.step)
            and status in ("", each.finding.status)
        )
        value = SORTS.get(chosen["sort"], SORTS["priority"])
        return sorted(held, key=lambda each: (not each.finding.stands, -value(each)))

    def shown(self, each: Priority) -> Shown:
        """Return a finding as it is shown."""
        finding = each.finding
        touched = self.graph.catalogue.touchpoints.get(finding.touchpoint or "")
        step = self.graph.by_id.get(finding.step or "")
        ideas = [self._tried(i) for i in self.graph.ideas if finding.id in i.findings]
        return Shown(
            each,
            step.title if step else "",
            touched.name if touched else "",
            figures.tell(each.frequency, self.language),
            self._follows(finding),
            tuple(ideas),
            self._form(FindingChange, finding),
        )

    def _follows(self, finding: Finding) -> str:
        if not finding.follows:
            return ""
        words = figures.words_of(finding.follows.item, self.language)
        values = ", ".join(words.get(value, value) for value in finding.follows.values)
        return f"{figures.label_of(finding.follows.item, self.language)}: {values}"

    def _tried(self, idea: Idea) -> Tried:
        """Return an idea and what changed with it; worked out once, whatever findings share it."""
        if idea.id not in self.tried:
            told: list[Compared] = []
            if self.single:
                limit = self.measures.limit
                key, zone = self.document.pk, self.place.workspace.zone
                told = compared(key, idea, self.graph, limit, zone, self.language)
            self.tried[idea.id] = Tried(idea, told, self._form(IdeaChange, idea))
        return self.tried[idea.id]

    def _form(self, form: Any, record: Finding | Idea) -> Any:
        """Return the form of a record as it was written, for those who may change it."""
        if not self.place.may("edit"):
            return None
        return self.bound.get(record.id) or form(self.raw.by_id[record.id])


# -- changing ------------------------------------------------------------------------------------


@require_POST
@journey_page
def change(request: HttpRequest, place: Place, document: Document, record_id: str) -> HttpResponse:
    """Change a finding, an opportunity or a solution; ``solution`` makes an opportunity one."""
    place.require("edit")
    graph = rows.load(document.pk)
    record = graph.by_id.get(record_id)
    if not isinstance(record, (Finding, Idea)):
        raise Http404
    form = (FindingChange if isinstance(record, Finding) else IdeaChange)(record, request.POST)
    if form.is_valid():
        given = form.changes()
        ops: Any = [{"op": "patch", "id": record.id, "set": given}] if given else []
        if isinstance(record, Idea) and "solution" in request.POST:
            ops = improving.solution(record, **given)
        if not ops or _sent(
            document, place, form, ops, _("Change %(title)s") % {"title": record.title[:80]}
        ):
            messages.success(request, _("It is saved."))
            return _back(request, document, record.id)
    return _page(request, place, document, {record.id: form})


def _sent(document: Document, place: Place, form: ChangeForm, ops: Any, label: str) -> bool:
    """Send through the door; what it refuses is shown in the form."""
    identity = form.cleaned_data["client_id"]
    try:
        log.commit(document.pk, place.actor, ops, client_id=identity, label=label)
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, error.message)
    return not form.errors


@require_POST
@journey_page
def opportunity(
    request: HttpRequest, place: Place, document: Document, record_id: str
) -> HttpResponse:
    """Make an opportunity of a finding."""
    place.require("edit")
    finding = rows.load(document.pk).by_id.get(record_id)
    if not isinstance(finding, Finding):
        raise Http404
    identity = request.POST.get("client_id", "") or uuid7()
    ops = improving.opportunity(finding, identity)
    with said(request):
        log.commit(document.pk, place.actor, ops, client_id=identity, label=_("Add an opportunity"))
        messages.success(request, _("The opportunity was added: give it a name and an owner."))
    return _back(request, document, identity)


def _back(request: HttpRequest, document: Document, record: str) -> HttpResponse:
    there = reverse("journey-findings", args=[document.pk])
    kept = request.POST.get("filters", "")[:1000]
    return redirect(f"{there}?{kept}#{record}" if kept else f"{there}#{record}")

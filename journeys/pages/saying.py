"""What people add to a step with plain forms: a pain point or gain, an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from journeymap.documents import log
from journeymap.documents.errors import Conflict, Invalid
from journeymap.documents.models import Document
from touchpoints import answers

from .access import Place, journey_page
from .bar import tabs
from .forms import AnswerForm, DoorForm, FindingForm
from .journey import step_context, step_page, tell

_LABELS = {"pain": _("Add a pain point"), "gain": _("Add a success")}
_ADDED = {
    "pain": _("The pain point was added."),
    "gain": _("The success was added."),
    "answer": _("The answer was added."),
}
_CHANGED = _("Somebody changed this meanwhile. Load the page again and look before you send.")


@require_POST
@journey_page
def add_finding(
    request: HttpRequest, place: Place, document: Document, step_id: str
) -> HttpResponse:
    """Put a finding on the step."""
    place.require("edit")
    told = tell(request, place, document)
    met = [
        each.touchpoint for each in step_context(place, document, told, step_id)["step"].meetings
    ]
    form = FindingForm(request.POST, touchpoints=met, auto_id="finding-%s")
    if form.is_valid():
        identity = form.cleaned_data["client_id"]
        put = {"op": "put", "kind": "finding", "id": identity, "value": form.value(step_id)}
        label = str(_LABELS[form.cleaned_data["kind"]])
        send = partial(log.commit, document.pk, place.actor, [put], client_id=identity, label=label)
        if _sent(form, send):
            return _done(request, document, step_id, _ADDED[form.cleaned_data["kind"]])
    return step_page(request, place, document, told, step_id, finding_form=form)


@require_POST
@journey_page
def add_answer(
    request: HttpRequest, place: Place, document: Document, step_id: str
) -> HttpResponse:
    """Keep an answer at the step."""
    place.require("edit")
    form = AnswerForm(request.POST, auto_id="answer-%s")
    if form.is_valid():
        item = form.item(document.pk, step_id)
        if _sent(form, partial(answers.record, place.workspace, place.actor, [item])):
            return _done(request, document, step_id, _ADDED["answer"])
    return step_page(
        request, place, document, tell(request, place, document), step_id, answer_form=form
    )


def _sent(form: DoorForm, send: Callable[[], Any]) -> bool:
    """Send through the door; what it refuses is shown in the form."""
    try:
        send()
    except Invalid as error:
        form.refuse(error)
    except Conflict:
        form.add_error(None, _CHANGED)
    return not form.errors


def _done(request: HttpRequest, document: Document, step_id: str, said: Any) -> HttpResponse:
    """Say it is done and go back: to the view whose panel was open, else to the step's page.

    A panel cannot follow a redirect itself: it gets the address in ``X-Go``.
    """
    messages.success(request, said)
    back = request.POST.get("back", "")
    if back in {tab.url for tab in tabs(document)}:
        there = f"{back}?{urlencode({'step': step_id})}#done"
    else:
        there = reverse("step", args=[document.pk, step_id]) + "#done"
    if "X-Fragment" in request.headers:
        return HttpResponse(status=204, headers={"X-Go": there})
    return redirect(there)

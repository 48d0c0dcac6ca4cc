"""Whether a round can be asked as it is: how its parts go together, and whether what it names is
there. Problems are told in the reader's language, by field."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from journeymap.documents.fields import Json, Problem
from journeymap.documents.models import Document, Record
from journeymap.workspaces.models import Workspace

from .intake.asked import languages_of
from .intake.questions import LANGUAGES, STANDARD, Question

Value = Mapping[str, Json]
#: What the languages are called in a sentence.
NAMES = {
    "fi": gettext_noop("Finnish"),
    "sv": gettext_noop("Swedish"),
    "en": gettext_noop("English"),
}


def named(language: str) -> str:
    """Return what a language is called, by itself: "Finnish", "Suomi"."""
    return capfirst(_(NAMES[language]))


@dataclass(frozen=True, slots=True)
class Told(Problem):
    """A problem that is said in the reader's language, as a sentence."""


def problems(workspace: Workspace, value: Value, before: Value) -> list[Told]:
    """Return what is wrong with a round (``intake.asked.normal``); two queries at most.

    ``before`` is how it was, {} for a new one: what it named already may have gone since.
    """
    return [
        *_of_parts(value),
        *_of_questions(value["questions"], value["languages"]),
        *_of_places(workspace, value, before),
    ]


def _of_parts(value: Value) -> Iterator[Told]:
    if bool(value["journey"]) == bool(value["touchpoint"]):
        yield Told("/journey", _("Ask about a journey or about a touchpoint: one of the two."))
    if value["steps"] and not value["journey"]:
        yield Told("/steps", _("Steps are a journey’s: say which."))
    opens, closes = (_moment(value[name]) for name in ("opens", "closes"))
    if opens and closes and opens >= closes:
        yield Told("/closes", _("It would close before it opens."))
    if not languages_of(value["questions"], value["languages"]):
        yield Told("/languages", _("Word every question in one language at least."))


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def _of_questions(asked: list[Question], languages: list[str]) -> Iterator[Told]:
    seen: set[str] = set()
    for at, question in enumerate(asked):
        path, item = f"/questions/{at}", question["item"]
        if item in seen:
            yield Told(f"{path}/item", _("This is asked already."))
        seen.add(item)
        for language in languages:
            if not question["wording"].get(language):
                told = _("The wording in %(language)s is missing.")
                yield Told(f"{path}/wording/{language}", told % {"language": _(NAMES[language])})
        yield from _of_scale(question, languages, f"{path}/scale")


def _of_scale(question: Question, languages: list[str], path: str) -> Iterator[Told]:
    expected = [value for value, _words in STANDARD[question["item"]]["scale"]]
    if [value for value, _words in question["scale"]] != expected:
        if not expected:
            yield Told(path, _("Words of one’s own have no scale."))
            return
        told = ngettext(
            "The scale has %(n)s grade: %(values)s.", "The scale has %(n)s grades: %(values)s.",
            len(expected),
        )  # fmt: skip
        values = ", ".join(map(str, expected))
        yield Told(path, told % {"n": len(expected), "values": values})
        return
    wanted = languages or [x for x in LANGUAGES if question["wording"].get(x)]
    for language in wanted:
        if any(not words.get(language) for _value, words in question["scale"]):
            told = _("A grade has no words in %(language)s.")
            yield Told(path, told % {"language": _(NAMES[language])})


def _of_places(workspace: Workspace, value: Value, before: Value) -> Iterator[Told]:
    """Yield what is named and is not there in this workspace; only of what was not named before."""
    documents = Document.objects.filter(workspace=workspace, trashed_at=None)
    journey = value["journey"]
    new = journey if journey != before.get("journey") else None
    if new and not documents.filter(pk=new, kind="journey").exists():
        yield Told("/journey", _("There is no such journey."))
    steps = {*value["steps"]} - {*before.get("steps", ())}
    segments = {*value["offers"].get("segment", ())}
    segments -= {*before.get("offers", {}).get("segment", ())}
    touchpoint = {value["touchpoint"]} - {before.get("touchpoint"), None}
    named = Q(document=journey, kind="step", id__in=steps)
    named |= Q(document=workspace.pk, kind="touchpoint", id__in=touchpoint)
    named |= Q(document=workspace.pk, kind="segment", id__in=segments)
    there = set(Record.objects.filter(named).values_list("kind", "id"))
    if touchpoint and ("touchpoint", value["touchpoint"]) not in there:
        yield Told("/touchpoint", _("There is no such touchpoint in the catalogue."))
    for at, step in enumerate(value["steps"]):
        if step in steps and ("step", step) not in there:
            yield Told(f"/steps/{at}", _("The journey has no such step."))
    for at, segment in enumerate(value["offers"].get("segment", ())):
        if segment in segments and ("segment", segment) not in there:
            yield Told(f"/offers/segment/{at}", _("There is no such segment in the catalogue."))

"""Which answers a map shows: the usual ones, or a choice of them, or two choices beside each other.

A choice is read from a query string, counted by ``touchpoints.hearing``, and said in words. It is
for those who may read single answers.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.utils import translation

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Problem
from journeymap.documents.models import Document, Record
from touchpoints import hearing
from touchpoints.counting import ALL, DIMENSIONS, Wanted, counted, wanted_of
from touchpoints.measures import Measures
from touchpoints.models import SurveyRound

from . import chosen, labels
from .words import words

#: What a choice may name. ``language`` is the reader's, ``answers_language`` that of the answers.
_OWN = ("since", "until", "round", "touchpoint", "segment", "channel", "unit", "region")
NAMES: tuple[str, ...] = (*_OWN, "answers_language")
#: The names by which a query string chooses.
CHOOSING = frozenset((*NAMES, "compare", "answers"))
#: What has a name of its own.
_NAMED = ("round", "segment", "touchpoint")
_DAY = datetime.timedelta(days=1)


class Overlay(NamedTuple):
    """What is chosen, and what it is compared with (None: nothing); ``newest``: rather than what
    is published."""

    one: Wanted = ALL
    other: Wanted | None = None
    newest: bool = False

    @property
    def chosen(self) -> bool:
        """Tell whether this is more than what everybody sees."""
        return bool(self.one) or self.other is not None or self.newest


def of(query: Mapping[str, str], document: Document) -> Overlay:
    """Return what a query string asks for: names of ``NAMES``, ``answers=newest``, and ``compare``,
    a query string of the same names ('': all answers). Raises Invalid with the paths ``/<name>``.
    """
    if CHOOSING.isdisjoint(query):
        return Overlay()
    zone, told = document.workspace.zone, query.get("compare")
    other = None if told is None else _compared(told, zone)
    return Overlay(_wanted(query, zone), other, query.get("answers") == "newest")


def query(given: Mapping[str, str]) -> str:
    """Return the part of a query string that chooses, in one order; '' where nothing does."""
    return urlencode({name: given[name] for name in (*NAMES, "compare") if name in given})


def parsed(told: str) -> dict[str, str]:
    """Return the names and values of a query string; {} where it is none that ``query`` wrote."""
    try:
        return dict(parse_qsl(told, keep_blank_values=True, max_num_fields=len(CHOOSING)))
    except ValueError:
        return {}


def _compared(told: str, zone: datetime.tzinfo) -> Wanted:
    given = parsed(told)
    if not given.keys() <= {*NAMES} or (told and not given):
        expected = f"expected {'&'.join(f'{name}=…' for name in NAMES)}"
        raise Invalid([Problem("/compare", expected)])
    try:
        return _wanted(given, zone)
    except Invalid as found:
        problems = (Problem(f"/compare{each.path}", each.message) for each in found.problems)
        raise Invalid(problems) from None


def _wanted(query: Mapping[str, str], zone: datetime.tzinfo) -> Wanted:
    told = {name: query.get(name) or "" for name in NAMES}
    return wanted_of({**told, "language": told.pop("answers_language")}, zone)


def measures(document: Document, asked: Overlay, *, single: bool, language: str) -> Measures:
    """Return what a reader hears of a journey's steps, in words of the language what it is of.

    Raises Forbidden where something is chosen by who may not (``single``).
    """
    _ = words(language)
    names = _names(document, [asked.one, asked.other or ALL])
    newest = _("newest answers") if asked.newest else ""

    def told(wanted: Wanted) -> Measures:
        held = hearing.measures(document.pk, single=single, wanted=wanted)
        return replace(held, of=said(wanted, _named(wanted, names, language), language) or newest)

    first = told(asked.one)
    return first if asked.other is None else replace(first, beside=told(asked.other))


def choices(document: Document, language: str) -> dict[str, list[dict[str, Any]]]:
    """Return what there is to choose among, by names of ``NAMES``: values with what they are called
    and how many answers say so, by name. A fixed number of queries, however many answers."""
    held = {name: _counts(document.pk, name) for name in DIMENSIONS}
    asked = [_one(name, value) for name in _NAMED for value in held[name]]
    names = _names(document, asked)
    found = {}
    for name, values in held.items():
        own = "answers_language" if name == "language" else name
        told = [
            {"value": value, "name": _named(_one(name, value), names, language)[0], "n": n}
            for value, n in values.items()
        ]
        found[own] = sorted(told, key=lambda each: str(each["name"]).casefold())
    return found


def _one(name: str, value: str) -> Wanted:
    told: dict[str, Any] = {name: value}
    return Wanted(**told)


def _counts(journey: str, name: str) -> dict[str, int]:
    """Return how many answers to the steps say what of themselves."""
    found: dict[str, int] = {}
    for (step, value), group in counted(journey, ("step", name), items=()).items():
        if step and value:
            found[value] = found.get(value, 0) + group.counts.n
    return found


def said(wanted: Wanted, names: Iterable[str], language: str) -> str:
    """Say a filter in words: its days, then the names of what else it asks for."""
    since = wanted.since.date().isoformat() if wanted.since else ""
    until = (wanted.until - _DAY).date().isoformat() if wanted.until else ""
    return chosen.of(since, until, names, language)


def _named(wanted: Wanted, names: Mapping[str, str], language: str) -> list[str]:
    """Return what a choice names, in words."""
    found = [names.get(each, each) for each in (wanted.round, wanted.segment)]
    found += [labels.choice("channel", wanted.channel, language), wanted.unit, wanted.region]
    found += [tongue(wanted.language, language), names.get(wanted.touchpoint, wanted.touchpoint)]
    return [each for each in found if each]


def _names(document: Document, asked: Iterable[Wanted]) -> dict[str, str]:
    """Return what the rounds and records that are named are called; two queries at most."""
    rounds = {each.round for each in asked} - {""}
    records = {held for each in asked for held in (each.segment, each.touchpoint)} - {""}
    found: dict[str, str] = {}
    if rounds:
        kept = SurveyRound.objects.filter(workspace=document.workspace_id, pk__in=rounds)
        found |= dict(kept.values_list("id", "title"))
    if records:
        shared = Record.objects.filter(document=document.workspace_id, id__in=records)
        found |= {each.id: each.value["name"] for each in shared if "name" in each.value}
    return found


def tongue(code: str, language: str) -> str:
    """Return what a language is called in a language; the code where nobody knows."""
    with translation.override(language):
        try:
            return str(translation.get_language_info(code)["name_translated"]) if code else ""
        except KeyError:
            return code

"""What the Feedback view is asked for: which answers, beside which others, which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journeymap.documents.errors import Invalid
from journeymap.documents.models import Record
from journeys import labels, overlay
from journeys.graph import Graph
from journeys.walking import in_path_order
from touchpoints import hearing
from touchpoints.counting import ALL, DIMENSIONS, Wanted, wanted_of
from touchpoints.models import SurveyRound

#: What the second of two filters is called by.
WITH = "with-"
_DAYS = ("since", "until")
FIELDS = (*_DAYS, "step", *DIMENSIONS)


class Pick(NamedTuple):
    """A field of the filter: its name, label, value, and what may be chosen (of a day: nothing)."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    wrong: str = ""

    @property
    def is_day(self) -> bool:
        """Tell whether a day is asked for."""
        return self.name.removeprefix(WITH) in _DAYS


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; ``beside`` is None where nothing is compared."""

    query: Mapping[str, str]
    wanted: Wanted = ALL
    beside: Wanted | None = None
    words: str = ""
    wrong: frozenset[str] = frozenset()

    def kept(self, **more: object) -> str:
        """Return the query string of the same filters, and more; what is '' is left out."""
        held = {name: value for name, value in self.query.items() if value}
        return urlencode({**held, **{name: value for name, value in more.items() if value}})


def asked_of(query: QueryDict | Mapping[str, str]) -> Asked:
    """Return what a query string asks for; days are those of the current time zone.

    A day that is none is left out and named in ``wrong``.
    """

    def told(name: str) -> str:
        return query.get(name, "").replace("\0", "").strip()[:200]

    held = {name: told(name) for name in FIELDS}
    other = {name: told(WITH + name) for name in FIELDS}
    words = told("words")
    wanted, wrong = _sound(held, "")
    beside, more = _sound(other, WITH)
    compared = bool(query.get("compare")) or bool(beside)
    kept = {**held, **{WITH + name: value for name, value in other.items()}, "words": words}
    kept["compare"] = "1" if compared else ""
    return Asked(kept, wanted, beside if compared else None, words, wrong | more)


def _sound(query: Mapping[str, str], prefix: str) -> tuple[Wanted, frozenset[str]]:
    zone = timezone.get_current_timezone()
    try:
        return wanted_of(query, zone), frozenset()
    except Invalid as error:
        wrong = {problem.path.strip("/") for problem in error.problems}
        sound = {name: value for name, value in query.items() if name not in wrong}
        return wanted_of(sound, zone), frozenset(prefix + name for name in wrong)


class Names:
    """What the values of a journey's answers are called, in the reader's language."""

    def __init__(
        self, workspace: str, graph: Graph, rounds: Sequence[SurveyRound], language: str
    ) -> None:
        shared = graph.catalogue
        self.workspace, self.language = workspace, language
        self.held: dict[str, dict[str, str]] = {
            "step": {step.id: step.title for step in in_path_order(graph)},
            "round": {each.pk: each.title for each in rounds},
            "touchpoint": {i: t.name for i, t in shared.touchpoints.items()},
            "segment": {i: s.name for i, s in shared.segments.items()},
        }

    @cached_property
    def others(self) -> dict[str, str]:
        """Return the names of touchpoints and segments that the journey itself does not name."""
        held = Record.objects.filter(document=self.workspace, kind__in=("touchpoint", "segment"))
        return {each.id: each.value["name"] for each in held}

    def label(self, name: str) -> str:
        """Return what a filter is called."""
        return {
            "since": _("Since"),
            "until": _("Until"),
            "step": _("Step"),
            "round": _("Survey round"),
            "touchpoint": _("Touchpoint"),
            "segment": _("Customer group"),
            "channel": _("Channel"),
            "unit": _("Unit"),
            "region": _("Region"),
            "language": _("Language"),
        }[name]

    def of(self, name: str, value: str) -> str:
        """Return what a value is called; itself where nothing says more."""
        if name == "channel":
            return labels.choice("channel", value, self.language)
        if name == "month":
            return month(value)
        if name == "language":
            return overlay.tongue(value, self.language)
        known = self.held.get(name, {}).get(value, "")
        if not known and name in ("touchpoint", "segment"):
            known = self.others.get(value, "")
        return known or value

    def said(self, wanted: Wanted) -> str:
        """Say which answers are wanted, in words."""
        values = [(name, getattr(wanted, name)) for name in ("step", *DIMENSIONS)]
        names = [f"{self.label(name)}: {self.of(name, value)}" for name, value in values if value]
        return overlay.said(wanted, names, self.language) or pgettext("answers", "all answers")


def month(first: str) -> str:
    """Return a month by its first day (ISO 8601): 3/2026."""
    year, number = first[:7].split("-")
    return f"{int(number)}/{year}"


def picks(
    asked: Asked, names: Names, values: Mapping[str, Iterable[str]], prefix: str = ""
) -> list[Pick]:
    """Return the fields of the filter: days, the journey's steps, and what answers tell."""
    made = []
    for name in FIELDS:
        value = asked.query.get(prefix + name, "")
        wrong = _("Write a day such as 2026-03-02.") if prefix + name in asked.wrong else ""
        choices: tuple[tuple[str, str], ...] = ()
        if name not in _DAYS:
            told = {each: names.of(name, each) for each in values.get(name, ()) if each}
            told |= {value: names.of(name, value)} if value else {}
            if not told:
                continue
            rows = told.items() if name == "step" else sorted(told.items(), key=_by_name)
            choices = (("", pgettext("answers", "All")), *rows)
        made.append(Pick(prefix + name, names.label(name), value, choices, wrong))
    return made


def _by_name(row: tuple[str, str]) -> str:
    return row[1].casefold()


def values_of(journey: str, names: Names) -> dict[str, list[str]]:
    """Return the values that answers tell, by filter; for those who may read single answers."""
    found = {"step": list(names.held["step"])}
    for name in DIMENSIONS:
        told = hearing.split(journey, name, single=True)
        found[name] = sorted({value for groups in told.values() for value in groups if value})
    return found

"""The words of answers, severities and refusals, for pages; other codes: ``journeys.labels``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeymap.documents.fields import Problem
from touchpoints.intake.questions import STANDARD, in_language

Words = Mapping[str, "str | Promise"]


def _as_asked(words: Mapping[str, str]) -> str:
    return in_language(words, get_language() or "en")


_asked: Callable[[Mapping[str, str]], str] = lazy(_as_asked, str)

SEVERITIES: Words = {
    "1": _("1 – a nuisance"),
    "2": _("2 – costs time or effort"),
    "3": _("3 – hard to get past"),
    "4": _("4 – stops the matter"),
}


def question(item: str) -> str | Promise:
    """Return what the standard question of an item asks, in the reader's language."""
    return _asked(STANDARD[item]["wording"])


def _answers(item: str) -> Words:
    return {str(value): _asked(words) for value, words in STANDARD[item]["scale"]}


#: What can be answered, in the words under which customers choose it.
FACES = _answers("emotion")
AGREEMENT = _answers("efficiency")
DONE = _answers("got_it_done")
EXPECTED = _answers("expectation")
#: What a mean of them is called, as on the map's axis.
EMOTIONS: Words = {
    "1": _("Frustrated"),
    "2": _("Displeased"),
    "3": _("Neutral"),
    "4": _("Pleased"),
    "5": _("Delighted"),
}
TABLES: Mapping[str, Words] = {
    "severity": SEVERITIES,
    "emotion": FACES,
    "done": DONE,
    "expected": EXPECTED,
}
#: What the door's problems are for a reader, by what their message holds.
REFUSALS: Words = {
    "control character": _("There is a character here that cannot be kept. Write it again."),
    "there is no ": _("Something that this names is gone. Load the page again."),
}


def refusal(problem: Problem) -> str:
    """Say in the reader's words why the door refused a value."""
    known = (str(said) for part, said in REFUSALS.items() if part in problem.message)
    return next(known, "") or format_html("{} {}", _("This cannot be kept:"), detail(problem))


def detail(told: object) -> SafeString:
    """Mark what is told in English, for those who know files and fields, as English."""
    return format_html('<span lang="en">{}</span>', str(told))

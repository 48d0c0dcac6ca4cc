"""The links of a round: to all of it, or to a part of it that then need not be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journeys import labels
from touchpoints import rounds
from touchpoints.asking import named
from touchpoints.intake.public import OFFERED
from touchpoints.models import SurveyRound

from ..answering.screens import place_of

#: What a link may say beforehand, in the order of its address.
PRESET = ("step", *OFFERED, "lang")


@dataclass(frozen=True)
class Part:
    """One thing that a link may say beforehand: its choices (value, words) and the chosen one."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str

    @property
    def words(self) -> str:
        """Return the chosen one in words, '' for none."""
        return dict(self.choices).get(self.chosen, "")


@dataclass(frozen=True)
class Link:
    """A link of a round: its address and that of its kiosk, and what it says beforehand."""

    held: SurveyRound
    url: str
    kiosk: str
    query: str
    parts: list[Part]

    @property
    def said(self) -> list[str]:
        """Return what it says beforehand, in words; the language aside."""
        return [each.words for each in self.parts if each.words and each.name != "lang"]


@dataclass(frozen=True)
class Reach:
    """What a round is about and what its links may say beforehand, in the reader's language."""

    held: SurveyRound
    title: str
    choices: Mapping[str, list[tuple[str, str]]]

    @classmethod
    def of(cls, held: SurveyRound) -> Reach:
        """Find it once; a link is then made without a query."""
        language, offers = get_language() or "en", held.offers
        place = place_of(held, language)
        named_segments = [(x, place.segment(x)) for x in offers.get("segment", ())] if place else []
        channels = offers.get("channel", ())
        choices = {
            "step": list(place.steps.items()) if place else [],
            "segment": [(x, words) for x, words in named_segments if words],
            "channel": [(x, labels.choice("channel", x, language)) for x in channels],
            "unit": [(x, x) for x in offers.get("unit", ())],
            "region": [(x, x) for x in offers.get("region", ())],
            "lang": [(code, named(code)) for code in rounds.languages_of(held)],
        }
        return cls(held, place.title if place else "", choices)

    def link(self, request: HttpRequest, given: QueryDict | Mapping[str, str]) -> Link:
        """Return the link that says beforehand what is ``given``, as far as the round knows it."""
        parts = self._parts(given)
        chosen = {each.name: each.chosen for each in parts if each.words}
        query = f"?{urlencode(chosen)}" if chosen else ""
        url = request.build_absolute_uri(rounds.path_of(self.held))
        return Link(self.held, f"{url}{query}", f"{url}kiosk/{query}", query, parts)

    def _parts(self, given: QueryDict | Mapping[str, str]) -> list[Part]:
        """Return the parts; a step or a language is none where there is but one."""
        called = {
            "step": _("Step"),
            "segment": _("Segment"),
            "channel": _("Channel"),
            "unit": _("Unit or office"),
            "region": _("Region"),
            "lang": _("Language"),
        }
        return [
            Part(name, called[name], choices, str(given.get(name, "")))
            for name, choices in self.choices.items()
            if len(choices) > (name in ("step", "lang"))
        ]

"""The screens of a round: which step it is about, the questions, what one may say of oneself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from journeymap.documents.errors import NotFound
from journeymap.documents.models import Document
from journeys import labels, rows
from journeys.graph import Catalogue
from journeys.public import public
from journeys.walking import in_path_order
from touchpoints import rounds
from touchpoints.intake.public import OFFERED
from touchpoints.intake.questions import Question, in_language
from touchpoints.models import SurveyRound

#: More choices than this are a list that opens.
MANY = 12
#: A scale of more grades is a row of numbers, with words at its ends.
GRADES = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers: what is sent, and its words ('' where the value says it)."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that is asked; ``shape``: faces, choices, numbers, list, or text."""

    name: str
    words: str
    shape: str
    choices: Sequence[Choice] = ()
    value: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Screen:
    """What is asked at once: one question; at the end, all that one may say of oneself."""

    key: str
    words: str
    asked: Sequence[Asking]
    at: int = 0
    of: int = 0
    here: bool = False

    @property
    def one(self) -> Asking | None:
        """Return the one thing that is asked here, if it is one."""
        return self.asked[0] if len(self.asked) == 1 and self.key != "self" else None

    @property
    def before(self) -> int:
        """Return the number of the screen before; 0 for none."""
        return self.at - 1

    @property
    def after(self) -> int:
        """Return the number of the next screen; 0 after the last."""
        return self.at + 1 if self.at < self.of else 0


@dataclass(frozen=True)
class Place:
    """What a round is about, in the customer's language: a journey, its steps, a touchpoint."""

    held: SurveyRound
    language: str
    title: str
    steps: Mapping[str, str]
    catalogue: Catalogue = field(default_factory=Catalogue)

    def segment(self, key: str) -> str:
        """Return the name of a segment; '' where it is gone."""
        held = self.catalogue.segments.get(key)
        return held.name if held else ""


def place_of(held: SurveyRound, language: str) -> Place | None:
    """Return what the round is about; None where that is gone."""
    title, steps, shared = "", dict[str, str](), Catalogue()
    if held.touchpoint or held.offers.get("segment"):
        shared = rows.catalogue(held.workspace_id).localised(language)
    if held.journey:
        there = Document.objects.filter(pk=held.journey, workspace=held.workspace, trashed_at=None)
        try:
            graph = public(rows.load(held.journey), language) if there.exists() else None
        except NotFound:
            graph = None
        if graph is None:
            return None
        title = graph.journey.title
        found = ((each.id, each.title) for each in in_path_order(graph))
        steps = {key: words for key, words in found if not held.steps or key in held.steps}
    if held.touchpoint:
        if held.touchpoint not in shared.touchpoints:
            return None
        title = shared.touchpoints[held.touchpoint].name
    return Place(held, language, title, steps, shared) if held.touchpoint or steps else None


@dataclass(frozen=True)
class Form:
    """A round as it is asked: by which address (``preset``), with what was answered so far."""

    place: Place
    preset: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    kiosk: bool = False

    @cached_property
    def known(self) -> dict[str, str]:
        """Return what the address says, and what needs no asking since there is one only."""
        place, held = self.place, self.place.held
        known = {"step": next(iter(place.steps))} if len(place.steps) == 1 else {}
        if self.preset.get("step") in place.steps:
            known["step"] = self.preset["step"]
        for name in OFFERED:
            if (value := self.preset.get(name)) and value in held.offers.get(name, ()):
                known[name] = value
        return known

    @cached_property
    def about(self) -> str:
        """Return the step that the address names, or what the whole round is about."""
        return self.place.steps.get(self.known.get("step", ""), "") or self.place.title

    @cached_property
    def screens(self) -> list[Screen]:
        """Return the screens in their order; the first with something wrong in it is ``here``."""
        found = [*self._step(), *map(self._question, self._questions), *self._self()]
        wrong = [bool(self.wrong.keys() & {each.name for each in s.asked}) for s in found]
        here = wrong.index(True) if any(wrong) else 0
        return [
            Screen(s.key, s.words, s.asked, at + 1, len(found), at == here)
            for at, s in enumerate(found)
        ]

    @property
    def _questions(self) -> list[Question]:
        asked = rounds.questions_of(self.place.held)
        return [each for each in asked if each["item"] != "comment" or not self.kiosk]

    def _asking(self, name: str, words: str, shape: str, choices: Sequence[Choice] = ()) -> Asking:
        given, wrong = self.given.get(name, ""), self.wrong.get(name, "")
        return Asking(name, words, shape, choices, given, wrong)

    def _step(self) -> list[Screen]:
        if "step" in self.known or not self.place.steps:
            return []
        choices = [Choice(key, words) for key, words in self.place.steps.items()]
        words = _("What do you want to tell about?")
        shape = "list" if len(choices) > MANY else "choices"
        return [Screen("step", words, [self._asking("step", words, shape, choices)])]

    def _question(self, asked: Question) -> Screen:
        item, scale, language = asked["item"], asked.get("scale") or (), self.place.language
        words = in_language(asked["wording"], language)
        told = [Choice(str(value), in_language(said, language)) for value, said in scale]
        choices = [Choice(each.value, _without(each)) for each in told]
        grades = {each.value for each in choices}
        if item == "comment":
            shape = "text"
        elif len(choices) > GRADES:
            shape = "numbers"
        else:
            shape = "faces" if item == "emotion" and grades <= set("12345") else "choices"
        return Screen(item, words, [self._asking(item, words, shape, choices)])

    def _self(self) -> list[Screen]:
        held, language = self.place.held, self.place.language
        names: dict[str, tuple[str, Callable[[str], str]]] = {
            "segment": (_("Which of these are you?"), self.place.segment),
            "channel": (
                _("How did you deal with it?"),
                lambda v: labels.choice("channel", v, language),
            ),
            "unit": (_("Which office?"), str),
            "region": (_("Which region?"), str),
        }
        asked = []
        for name in OFFERED:
            words, said = names[name]
            choices = [Choice(value, said(value)) for value in held.offers.get(name, ())]
            choices = [each for each in choices if each.words]
            if choices and name not in self.known and not self.kiosk:
                asked.append(self._asking(name, words, "list", choices))
        return [Screen("self", _("A little about you"), asked)] if asked else []


def _without(choice: Choice) -> str:
    """Return a choice's words unless they only say its value again."""
    return "" if choice.words == choice.value else choice.words

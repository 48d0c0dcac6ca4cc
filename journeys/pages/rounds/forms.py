"""The form of a survey round: its fields shaped for people, its value as ``rounds`` takes it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Json
from journeymap.documents.ids import uuid7
from touchpoints import asking, rounds
from touchpoints.intake.asked import MOST_DAYS, MOST_LIMIT
from touchpoints.intake.questions import LANGUAGES, STANDARD, USUAL, Question
from touchpoints.measures import SUPPRESSION_LIMIT
from touchpoints.models import SurveyRound

from .. import wording
from ..forms import Choices

#: What each question asks, for who chooses among them.
ITEMS = {
    "emotion": _("How it felt: five faces"),
    "efficiency": _("Whether it went promptly, as promised"),
    "ease": _("Whether it was easy"),
    "got_it_done": _("Whether the matter was done"),
    "expectation": _("How it compares with what was expected"),
    "recommend": _("Whether they would recommend it: 0 to 10"),
    "comment": _("In their own words"),
}
#: The same in a word, over a column.
SHORT = {
    "emotion": _("Feeling"),
    "efficiency": _("Promptly"),
    "ease": _("Easy"),
    "got_it_done": _("Done"),
    "expectation": _("Expected"),
    "recommend": _("0 to 10"),
    "comment": _("Words"),
}
#: What customers are told, and when.
TEXTS = {
    "purpose": (_("What you ask for"), _("Stands on the first page, and on the card.")),
    "privacy": (
        _("What becomes of the answers"),
        _("The usual text says who holds them, what is stored, for how long, and how to erase."),
    ),
    "news": (
        _("What was changed because of earlier answers"),
        _("Customers see it when they have answered. Empty: nothing is said."),
    ),
}
_SHORT, _LONG, _LINES = 300, 4000, 200 * 201


class _Moment(forms.DateTimeField):
    """A moment by the clock of the workspace; of an hour that comes twice in autumn, the first."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            told = (error.params or {}).get("datetime")
            first = told and timezone.make_aware(told)
            if not first or _shown_as(first) != told:
                raise
            return first


def _shown_as(moment: datetime.datetime) -> datetime.datetime:
    """Return what the clock of the workspace shows then, in minutes."""
    local = timezone.localtime(moment.astimezone(datetime.UTC))
    return local.replace(tzinfo=None, fold=0, second=0, microsecond=0)


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return _Moment(label=label, help_text=help_text, required=False, widget=widget)


def _many(label: Any, help_text: Any = "", required: bool = False) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=required, widget=widget
    )


def _lines(label: Any, help_text: Any = "", rows: int = 3, limit: int = _LINES) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=limit, widget=widget
    )


class RoundForm(forms.Form):
    """A new or changed round about a journey or a touchpoint, which the page's address names."""

    id = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid7)
    title = forms.CharField(
        label=_("Title"), help_text=_("For yourselves: customers do not see it."), max_length=200
    )
    steps = _many(_("Steps"), _("None chosen: every step of the journey."))
    segment = _many(_("Customer segments"))
    channel = _many(_("Channels"))
    unit = _lines(_("Units or offices"), _("One on each line."))
    region = _lines(_("Regions"), _("One on each line."))
    languages = _many(_("Languages"), required=True)
    opens = _moment(_("Opens"), _("Empty: at once."))
    closes = _moment(_("Closes"), _("Empty: when somebody closes it."))
    limit = forms.IntegerField(
        label=_("Smallest group that is shown"),
        help_text=_("Groups of fewer answers are never shown as numbers."),
        min_value=SUPPRESSION_LIMIT,
        max_value=MOST_LIMIT,
    )
    retention_days = forms.IntegerField(
        label=_("Answers are deleted after so many days"), min_value=1, max_value=MOST_DAYS
    )

    def __init__(
        self,
        *args: Any,
        held: SurveyRound,
        steps: Choices,
        segments: Choices,
        channels: Choices,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _shown(held) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.held = held
        for name, choices in (("steps", steps), ("segment", segments), ("channel", channels)):
            self.fields[name].choices = _with(choices, self.initial.get(name, ()))  # type: ignore[attr-defined]
        self.fields["languages"].choices = [(x, asking.named(x)) for x in LANGUAGES]  # type: ignore[attr-defined]
        for item, question in STANDARD.items():
            self.fields[f"ask_{item}"] = forms.BooleanField(label=ITEMS[item], required=False)
            for code in LANGUAGES:
                self._add(f"word_{item}_{code}", code, forms.CharField(max_length=_SHORT))
                if grades := len(question["scale"]):
                    self._add(f"grades_{item}_{code}", code, _lines("", rows=min(grades, 11)))
        for name in TEXTS:
            for code in LANGUAGES:
                rows = 7 if name == "privacy" else 3
                self._add(f"{name}_{code}", code, _lines("", rows=rows, limit=_LONG))

    def _add(self, name: str, code: str, field: forms.Field) -> None:
        """Add a field for a text in a language."""
        field.label = asking.named(code)
        field.required = False
        field.widget.attrs["lang"] = code
        self.fields[name] = field

    def questions(self) -> list[dict[str, Any]]:
        """Return for each question its switch, its wordings and its grades' words by language, and
        whether they are its own (or wrong)."""
        usual, found = _texts(STANDARD.values()), []
        for item in STANDARD:
            names = [f"word_{item}_{code}" for code in LANGUAGES]
            grades = [name.replace("word_", "grades_") for name in names]
            held = [name for name in (*names, *grades) if name in self.fields]
            own = any(_split(self[name].value() or "") != _split(usual[name]) for name in held)
            found.append(
                {
                    "ask": self[f"ask_{item}"],
                    "words": [self[name] for name in names],
                    "grades": [self[name] for name in grades if name in held],
                    "own": own or any(name in self.errors for name in held),
                }
            )
        return found

    def texts(self) -> list[tuple[str, Any, Any, list[BoundField]]]:
        """Return what customers are told: its name, title, hint, and a field for each language."""
        return [
            (name, title, hint, [self[f"{name}_{code}"] for code in LANGUAGES])
            for name, (title, hint) in TEXTS.items()
        ]

    def clean(self) -> None:
        """Ask for one question at least, and for as many words as there are grades."""
        held = self.cleaned_data
        asked_items = [item for item in STANDARD if held.get(f"ask_{item}")]
        if not asked_items:
            self.add_error(None, gettext("Choose one question at least."))
        for item in asked_items:
            needed = len(STANDARD[item]["scale"])
            for code in held.get("languages", ()) if needed else ():
                name = f"grades_{item}_{code}"
                if name in held and len(_split(held[name])) != needed:
                    told = gettext("Write %(n)s lines, one for each grade.")
                    self.add_error(name, told % {"n": needed})

    def value(self) -> dict[str, Json]:
        """Return the round as ``rounds.make`` and ``rounds.change`` take it."""
        held = self.cleaned_data
        value: dict[str, Json] = {
            "title": held["title"],
            "steps": held["steps"],
            "questions": [self._question(item) for item in self._asked()],
            "languages": held["languages"],
            "offers": {
                "segment": held["segment"],
                "channel": held["channel"],
                "unit": _split(held["unit"]),
                "region": _split(held["region"]),
            },
            "limit": held["limit"],
            "retention_days": held["retention_days"],
        }
        for name in TEXTS:
            texts = {code: held[f"{name}_{code}"] for code in LANGUAGES}
            value[name] = {code: text.replace("\r\n", "\n") for code, text in texts.items()}
        for name in ("opens", "closes"):
            before, moment = getattr(self.held, name), held[name]
            if before and moment and _shown_as(moment) == _shown_as(before):
                moment = before  # the form shows minutes
            value[name] = moment.isoformat() if moment else None
        return value

    def _asked(self) -> list[str]:
        """Return what is asked: in the order it had, what is new at its usual place behind."""
        before = [each["item"] for each in rounds.questions_of(self.held)]
        order = [*before, *(item for item in STANDARD if item not in before)]
        if set(before) <= set(STANDARD) and before == [i for i in STANDARD if i in before]:
            order = list(STANDARD)
        return [item for item in order if self.cleaned_data.get(f"ask_{item}")]

    def _question(self, item: str) -> Question:
        held = self.cleaned_data
        wording_of = {code: _one_line(held[f"word_{item}_{code}"]) for code in LANGUAGES}
        scale = []
        for at, (grade, _words) in enumerate(STANDARD[item]["scale"]):
            lines = {code: _split(held[f"grades_{item}_{code}"]) for code in LANGUAGES}
            scale.append([grade, {c: said[at] for c, said in lines.items() if at < len(said)}])
        return {"item": item, "wording": wording_of, "scale": scale}

    def refuse(self, error: Invalid) -> None:
        """Show what was refused behind the form beside the field it is about."""
        for problem in error.problems:
            path = problem.path.split("/")[1:]
            told = isinstance(problem, asking.Told)
            self.add_error(
                self._field_of(path), problem.message if told else wording.refusal(problem)
            )

    def _field_of(self, path: list[str]) -> str | None:
        names = [path[0], "_".join(path[:2]), path[1] if path[0] == "offers" and path[1:] else ""]
        if path[0] == "questions" and len(path) > 1:
            item = self._asked()[int(path[1])]
            names = [f"ask_{item}", f"word_{item}_{path[-1]}"]
        return next((name for name in reversed(names) if name in self.fields), None)


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _with(choices: Choices, chosen: Iterable[str]) -> list[tuple[str, Any]]:
    """Return the choices, and those that were chosen and are gone since."""
    found = [(str(key), words) for key, words in choices]
    there = {key for key, _words in found}
    return [*found, *((key, key) for key in chosen if key not in there)]


def _texts(questions: Iterable[Question]) -> dict[str, str]:
    """Return the wordings and grades of questions by field."""
    found = {}
    for each in questions:
        for code in LANGUAGES:
            found[f"word_{each['item']}_{code}"] = each["wording"].get(code, "")
            grades = [words.get(code, "") for _value, words in each["scale"]]
            found[f"grades_{each['item']}_{code}"] = "\n".join(grades)
    return found


def _shown(held: SurveyRound) -> dict[str, Any]:
    """Return what the form shows of a round."""
    asked_now = held.questions or USUAL
    shown: dict[str, Any] = {
        **{n: getattr(held, n) for n in ("title", "steps", "opens", "closes", "limit")},
        "retention_days": held.retention_days,
        "languages": rounds.languages_of(held),
        **{name: held.offers.get(name, []) for name in ("segment", "channel")},
        **{name: "\n".join(held.offers.get(name, ())) for name in ("unit", "region")},
        **_texts(STANDARD.values()),
        **_texts(asked_now),
        **{f"ask_{each['item']}": True for each in asked_now},
    }
    for name in TEXTS:
        texts: Mapping[str, str] = getattr(held, name)
        shown |= {f"{name}_{code}": texts.get(code, "") for code in LANGUAGES}
    return shown

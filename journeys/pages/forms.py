"""The forms of the pages: they shape what is sent; what may be is decided behind the door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Json, Text, rules_of
from journeymap.documents.ids import uuid7
from journeys import labels
from journeys.graph import EVIDENCE_LEVELS, Evidence, Finding, Journey
from touchpoints.intake.item import Item
from touchpoints.kinds import CHANNELS
from touchpoints.records import Touchpoint

from . import wording

Choices = Iterable[tuple[str, Any]]


def _limit(record: type, field: str) -> int:
    rule = rules_of(record)[field]
    assert isinstance(rule, Text)  # noqa: S101  the record's own declaration
    return rule.limit


def _named(field: str, values: Sequence[str]) -> list[tuple[str, str]]:
    """Return a record's choice as choices of a form, in the page's language, after "nothing"."""
    language = get_language() or "en"
    return [("", "–"), *((value, labels.choice(field, value, language)) for value in values)]


def _scale(table: wording.Words, label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=list(table.items()),
        required=False,
        widget=forms.RadioSelect,
    )


class DoorForm(forms.Form):
    """A form whose values go through the door: ``client_id`` makes sending it twice safe."""

    client_id = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid7)

    def given(self, *names: str) -> dict[str, Json]:
        """Return the named values that were filled in."""
        held = {name: self.cleaned_data[name] for name in names}
        return {name: value for name, value in held.items() if value not in (None, "")}

    def refuse(self, error: Invalid) -> None:
        """Show what the door refused beside the field it is about, else above the form."""
        for problem in error.problems:
            named = [part for part in problem.path.split("/") if part in self.fields]
            self.add_error(named[-1] if named else None, wording.refusal(problem))


class FindingForm(DoorForm):
    """A pain point or a success on a step."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("pain", _("Pain point")), ("gain", _("Success"))],
        widget=forms.RadioSelect,
        initial="pain",
    )
    title = forms.CharField(
        label=_("In one sentence"), max_length=_limit(Finding, "title"), strip=True
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=_limit(Finding, "description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=(), coerce=int, empty_value=None, required=False
    )
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    level = forms.ChoiceField(label=_("How do you know?"), required=False)
    n = forms.IntegerField(label=_("From how many?"), min_value=0, required=False)
    source = forms.CharField(
        label=_("Source"), max_length=_limit(Evidence, "source"), required=False
    )

    def __init__(self, *args: Any, touchpoints: Iterable[Touchpoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["severity"].choices = [("", "–"), *wording.SEVERITIES.items()]  # type: ignore[attr-defined]
        self.fields["touchpoint"].choices = [  # type: ignore[attr-defined]
            ("", _("the step as a whole")),
            *((each.id, each.name) for each in touchpoints),
        ]
        self.fields["level"].choices = _named("level", EVIDENCE_LEVELS)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for the evidence level where its number or source is given."""
        held = self.cleaned_data
        if (held.get("n") is not None or held.get("source")) and not held.get("level"):
            self.add_error("level", _("Say how you know, or leave number and source empty."))

    def value(self, step: str) -> dict[str, Json]:
        """Return the finding's JSON value."""
        evidence = self.given("level", "n", "source")
        value = {"step": step, **self.given("kind", "title", "description")}
        value |= self.given("severity", "touchpoint")
        return value | ({"evidence": evidence} if evidence else {})


class AnswerForm(DoorForm):
    """What one customer said of a step."""

    emotion = _scale(wording.FACES, wording.question("emotion"))
    efficiency = _scale(wording.AGREEMENT, wording.question("efficiency"))
    ease = _scale(wording.AGREEMENT, wording.question("ease"))
    got_it_done = _scale(wording.DONE, wording.question("got_it_done"))
    expectation = _scale(wording.EXPECTED, wording.question("expectation"))
    comment = forms.CharField(
        label=_("In their own words"),
        help_text=_("No names, numbers or other personal details."),
        max_length=_limit(Item, "comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    unit = forms.CharField(
        label=_("Unit or office"), max_length=_limit(Item, "unit"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = _named("channel", tuple(CHANNELS))  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse an answer that says nothing."""
        said = self.given("emotion", "efficiency", "ease", "got_it_done", "expectation", "comment")
        if not said and not self.errors:
            self.add_error(None, _("Answer at least one question."))

    def item(self, journey: str, step: str) -> dict[str, Json]:
        """Return the answer as ``answers.record`` takes it."""
        numbers = self.given("emotion", "efficiency", "ease", "expectation")
        texts = self.given("client_id", "got_it_done", "comment", "channel", "unit")
        where = {"journey": journey, "step": step, "language": get_language(), "source": "form"}
        return {**where, **texts, **{name: int(value) for name, value in numbers.items()}}


class NewJourneyForm(DoorForm):
    """An empty journey: all it needs is a name."""

    title = forms.CharField(label=_("Title"), max_length=_limit(Journey, "title"))


class UploadForm(DoorForm):
    """A file with a journey in a format that can be read."""

    file = forms.FileField(label=_("File"))


class PasteForm(DoorForm):
    """A text with a journey in it: Mermaid, or rows of a spreadsheet."""

    text = forms.CharField(
        label=_("Text"),
        max_length=1_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
    )


class TakeForm(DoorForm):
    """What was looked at and is to be made: under which title, in which language its texts are."""

    draft = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=_limit(Journey, "title"))
    language = forms.ChoiceField(label=_("Language of the texts"), required=False)

    def offer_languages(self, languages: Choices) -> None:
        """Offer these languages, (code, name)."""
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What the home page shows: words, state, label, only what is to be reviewed."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False)
    label = forms.ChoiceField(label=_("Label"), required=False)
    review = forms.BooleanField(label=_("To be reviewed"), required=False)

    def __init__(self, *args: Any, states: Choices, tags: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]
        self.fields["label"].choices = [("", _("All")), *tags]  # type: ignore[attr-defined]

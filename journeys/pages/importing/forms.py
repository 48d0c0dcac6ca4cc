"""The forms of bringing in answers: which file, into which round, in whose words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touchpoints.intake.questions import STANDARD

from ..forms import Choices, DoorForm

STANDARD_WORDS, OTHER_WORDS = "standard", "other"


class FileForm(forms.Form):
    """A file of another tool, and the journey that its answers are about."""

    journey = forms.ChoiceField(label=_("Journey"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("A table as CSV or TSV, 10 MB at most. In a spreadsheet: save as CSV."),
    )

    def __init__(self, *args: Any, journeys: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journey"].choices = list(journeys)  # type: ignore[attr-defined]


class IntoForm(DoorForm):
    """The round that the answers go into, and how it was asked."""

    round = forms.ChoiceField(label=_("Round"), required=False)
    title = forms.CharField(label=_("Name of the new round"), max_length=200, required=False)
    words = forms.ChoiceField(
        label=_("How was it asked?"),
        choices=[
            (STANDARD_WORDS, _("In the very words of this program")),
            (OTHER_WORDS, _("In other words, or I do not know")),
        ],
        initial=OTHER_WORDS,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Answers to other words are kept apart: they are not mixed into one number."),
    )

    def __init__(self, *args: Any, rounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [("", _("A new round")), *rounds]  # type: ignore[attr-defined]

    def offer_words(self, items: Iterable[tuple[str, str]]) -> None:
        """Ask for the words of these items; each with its heading to begin with."""
        for name, heading in items:
            if name in STANDARD:
                self.fields[f"words-{name}"] = forms.CharField(
                    label=heading, max_length=300, required=False, initial=heading
                )

    def asked_words(self) -> list[forms.BoundField]:
        """Return the fields of the items' words."""
        return [self[name] for name in self.fields if name.startswith("words-")]

    def clean(self) -> None:
        """Ask for the name of a new round."""
        if not self.cleaned_data.get("round") and not self.cleaned_data.get("title"):
            self.add_error("title", _("Give the new round a name."))

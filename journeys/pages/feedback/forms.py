"""What is changed on the Findings page: a finding, and what is done about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeymap.documents.fields import Json
from journeys import labels
from journeys.graph import FINDING_STATUSES, IDEA_STATUSES, Finding, Idea

from .. import wording
from ..forms import DoorForm

Choices = list[tuple[str, str]]


def _statuses(values: tuple[str, ...]) -> Choices:
    language = get_language() or "en"
    return [(value, labels.choice("status", value, language)) for value in values]


class ChangeForm(DoorForm):
    """A record's fields, as they are or as somebody wrote them."""

    fields_of: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    title = forms.CharField(label=_("Title"), max_length=300, strip=True)
    owner = forms.CharField(label=_("Owner"), max_length=200, required=False)
    status = forms.ChoiceField(label=_("Status"))

    def __init__(self, record: Finding | Idea, data: Any = None) -> None:
        held = {name: getattr(record, name) for name in self.fields_of}
        super().__init__(data, initial=held, auto_id=f"{record.id}-%s")
        self.record = record
        self.fields["status"].choices = _statuses(self.statuses)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Json]:
        """Return the fields that differ from the record's, as JSON."""
        found: dict[str, Json] = {}
        for name in self.fields_of:
            value = self.cleaned_data[name]
            value = value.isoformat() if hasattr(value, "isoformat") else value
            if (value or None) != (getattr(self.record, name) or None):
                found[name] = value or None
        return found


class FindingChange(ChangeForm):
    """A finding: what it is called, how bad it is, whose it is."""

    fields_of = ("title", "severity", "status", "owner")
    statuses = FINDING_STATUSES

    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=(), coerce=int, empty_value=None, required=False
    )

    def __init__(self, record: Finding | Idea, data: Any = None) -> None:
        super().__init__(record, data)
        self.fields["severity"].choices = [("", "–"), *wording.SEVERITIES.items()]  # type: ignore[attr-defined]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class IdeaChange(ChangeForm):
    """An opportunity or a solution: whose it is, until when, since when it is in use."""

    fields_of = ("title", "owner", "due", "introduced", "status")
    statuses = IDEA_STATUSES

    due = _day(_("Due"))
    introduced = _day(_("Taken into use"), _("From this day on, answers are compared with before."))

"""The forms of sharing: a link as its maker sets it, and the password that a guest gives."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeymap.documents.errors import Invalid
from journeymap.documents.models import ShareLink
from journeymap.documents.sharing import MOST_DAYS

from .. import wording


class PasswordForm(forms.Form):
    """The password of a link."""

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class LinkForm(forms.Form):
    """A share link: what it is called, what it shows, how long and to whom it opens."""

    name = forms.CharField(
        label=_("Name"), help_text=_("For yourselves: guests do not see it."), max_length=200
    )
    view = forms.ChoiceField(
        label=_("What it shows"),
        choices=ShareLink.View.choices,
        initial=ShareLink.View.PLAIN,
        widget=forms.RadioSelect,
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("The link opens until the end of this day. Empty: until it is revoked."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters. Tell it by another way than the link."),
        max_length=128,
        strip=False,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    no_password = forms.BooleanField(label=_("Take the password away"), required=False)
    embed = forms.BooleanField(
        label=_("May be embedded in other sites"),
        help_text=_("As a frame or a picture. Not with a password."),
        required=False,
    )

    def __init__(self, data: Any = None, link: ShareLink | None = None) -> None:
        super().__init__(data, initial=_of(link) if link else {})
        self.link = link
        if not (link and link.password):
            del self.fields["no_password"]
        else:
            self.fields["password"].help_text = _("Empty: it stays as it is.")

    def clean_last_day(self) -> datetime.date | None:
        """Refuse a day that has passed, or is too far away."""
        day: datetime.date | None = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if day and day < today:
            raise forms.ValidationError(_("This day has passed."))
        if day and (day - today).days >= MOST_DAYS:
            raise forms.ValidationError(_("At most ten years ahead."))
        return day

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password

    def clean(self) -> None:
        """Refuse to embed what asks for a password: a frame in another site keeps no cookie."""
        given = self.cleaned_data
        held = bool(self.link and self.link.password) and not given.get("no_password")
        if given.get("embed") and (given.get("password") or held):
            self.add_error("embed", _("A link with a password cannot be embedded."))

    def values(self) -> dict[str, Any]:
        """Return the values as ``sharing`` takes them."""
        given = self.cleaned_data
        found = {name: given[name] for name in ("name", "view", "embed")}
        if given["password"] or given.get("no_password"):
            found["password"] = given["password"]
        day: datetime.date | None = given["last_day"]
        return found | {"expires_at": end_of(day) if day else None}

    def refuse(self, error: Invalid) -> None:
        """Show what was refused behind the form beside its field."""
        for problem in error.problems:
            named = {"expires_at": "last_day"}.get(problem.path[1:], problem.path[1:])
            self.add_error(named if named in self.fields else None, wording.refusal(problem))


def _of(link: ShareLink) -> dict[str, Any]:
    return {
        "name": link.name,
        "view": link.view,
        "embed": link.embed,
        "last_day": last_day(link),
    }


def last_day(link: ShareLink) -> datetime.date | None:
    """Return the last day (in the active time zone) on which a link opens."""
    if link.expires_at is None:
        return None
    return timezone.localdate(link.expires_at - datetime.timedelta(microseconds=1))


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment when a day ends in the active time zone."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(midnight)

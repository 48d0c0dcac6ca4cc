"""The forms of members, accounts, tokens and workspaces."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm, UserCreationForm
from django.contrib.auth.models import User
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from journeymap.workspaces.models import Role, Workspace

_PASSWORD_HINT = _(
    "At least 8 characters. Not only digits, no word that many use, nothing like your name."
)
#: What each role may do, for who chooses one.
ROLES = {
    Role.VIEWER: _("Viewer: sees everything, changes nothing"),
    Role.COMMENTER: _("Commenter: also takes part in comments"),
    Role.EDITOR: _("Editor: also draws and changes"),
    Role.OWNER: _("Owner: also decides who is in"),
}


def languages() -> list[tuple[str, str]]:
    """Return the languages of the site, each by its own name."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in codes]


def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the time zones by their part of the world."""
    names = sorted(each for each in zoneinfo.available_timezones() if "/" in each)
    named = [(each, each.replace("_", " ")) for each in names if not each.startswith("Etc/")]
    grouped = groupby(named, key=lambda each: each[0].partition("/")[0])
    return [*((region, list(held)) for region, held in grouped), ("UTC", [("UTC", "UTC")])]


class LineField(forms.CharField):
    """A text of one line: what breaks or doubles spaces is mended."""

    def to_python(self, value: Any) -> str:
        """Return the text in one line."""
        return " ".join((super().to_python(value) or "").split())


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), initial=Role.EDITOR)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("You get a link to pass on. With an address it is sent there too."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class JoinForm(UserCreationForm):  # type: ignore[type-arg]  # Django's are no generics
    """A new account for who was invited."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "username", "email")
        field_classes = UserCreationForm.Meta.field_classes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("You sign in with it.")
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["email"].help_text = _("Only for a forgotten password.")
        _plain(self, "password1", "password2")
        _completed(self)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, e-mail and language; another e-mail asks for the password, since it can replace it."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Only where you change the e-mail address."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")

    field_order = ("first_name", "last_name", "language", "email", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("As the browser")), *languages()]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.fields["email"].help_text = _("Only for a forgotten password.")
        _completed(self)

    def clean(self) -> None:
        """Ask for the password where the e-mail changes."""
        super().clean()
        password = self.cleaned_data.get("password") or ""
        if "email" in self.changed_data and not self.instance.check_password(password):
            self.add_error("password", _("This is not your password."))


class OwnPasswordForm(PasswordChangeForm):
    """The old password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "new_password1", "new_password2")


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password for who has forgotten it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "new_password1", "new_password2")


def _plain(form: forms.BaseForm, first: str, again: str) -> None:
    """Say the rules of passwords in one sentence instead of a list."""
    form.fields[first].help_text = _PASSWORD_HINT
    form.fields[again].help_text = ""


def _completed(form: forms.BaseForm) -> None:
    """Let browsers fill in what they know (WCAG 1.3.5)."""
    known = {"first_name": "given-name", "last_name": "family-name", "email": "email"}
    for name, token in known.items():
        form.fields[name].widget.attrs["autocomplete"] = token


class TokenForm(forms.Form):
    """What an API token is for, where, what it may do and how long."""

    name = LineField(
        label=_("What is it for?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    workspace = forms.ChoiceField(label=_("Workspace"))
    role = forms.ChoiceField(
        label=_("May do at most"),
        choices=list(ROLES.items()),
        help_text=_("Never more than you yourself."),
    )
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        initial=90,
        choices=[
            (7, _("a week")),
            (30, _("30 days")),
            (90, _("90 days")),
            (365, _("a year")),
        ],
    )

    def __init__(self, *args: Any, workspaces: Iterable[Workspace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workspace"].choices = [(each.pk, each.name) for each in workspaces]  # type: ignore[attr-defined]


class WorkspaceForm(forms.Form):
    """What a workspace is called, its language and time zone."""

    name = LineField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of the catalogue's texts; each reader chooses the language of the pages."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.initial.get("time_zone", "")
        offered = zones()
        known = {name for _region, group in offered for name, _label in group}
        other = [("", [(held, held)])] if held and held not in known else []
        self.fields["time_zone"].choices = [*other, *offered]  # type: ignore[attr-defined]
        spoken = languages()
        language = self.initial.get("language", "")
        if language and language not in dict(spoken):
            spoken.append((language, language))
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]


class EventsForm(forms.Form):
    """Which events are shown: of whom, of what kind."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False)

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], kinds: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("All")), *people]  # type: ignore[attr-defined]
        self.fields["what"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]

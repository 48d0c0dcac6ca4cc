"""Signing in and out with Django's own accounts; guesses at a password are slowed down."""

from __future__ import annotations

import math
from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from journeymap.throttle import address_of, attempt, forget, give_back
from journeymap.workspaces import profiles

from .people.language import speak

#: So many wrong passwords for one name from one address, in so many seconds; then a pause.
ATTEMPTS = 10
WINDOW = 15 * 60
#: And so many from one address over all names: behind one address may be a whole office.
ADDRESS_ATTEMPTS = 100


class SignInForm(AuthenticationForm):
    """Name and password, with words that say what to do."""

    error_messages = {
        "invalid_login": _(
            "The name and the password do not match. Check both; capital letters matter."
        ),
        "inactive": _("This account is closed. Ask an owner of your workspace."),
    }


class SignIn(views.LoginView):
    """The sign-in page; an attempt is counted before its password is looked at."""

    template_name = "sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = address_of(request)
        name = request.POST.get("username", "").strip().casefold()
        if not (
            attempt("sign-in", address, name, limit=ATTEMPTS, seconds=WINDOW)
            and attempt("sign-in-address", address, limit=ADDRESS_ATTEMPTS, seconds=WINDOW)
        ):
            return self._slowed()
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            forget("sign-in", address, name)
            give_back("sign-in-address", address)
            speak(response, profiles.language_of(self.request.user))
        return response

    def _slowed(self) -> HttpResponse:
        form = SignInForm(self.request)  # unbound: the password is not looked at
        response = self.render_to_response(
            self.get_context_data(form=form, slowed=wait(WINDOW)), status=429
        )
        response["Retry-After"] = str(WINDOW)
        return response


def wait(seconds: int) -> str:
    """Say that there were too many attempts, and how long to wait."""
    if seconds >= 86400:
        return str(_("Too many attempts. Try again tomorrow."))
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Too many attempts. Wait %(minutes)d minute and try again.",
        "Too many attempts. Wait %(minutes)d minutes and try again.",
        minutes,
    ) % {"minutes": minutes}


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out; only by POST. ``everywhere``: on all other devices too."""
    if request.method == "POST" and "everywhere" in request.POST and request.user.is_authenticated:
        profiles.end_sessions(request.user)
    return views.LogoutView.as_view(http_method_names=["post", "options"])(request)

"""Signing in and out with Django's own accounts; guesses at a password are slowed down.

The count lives in the cache: with several server processes, name a cache that they share.
"""

from __future__ import annotations

import hashlib
import math
from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

#: So many wrong passwords for one name from one address, in so many seconds; then a pause.
ATTEMPTS = 10
WINDOW = 15 * 60


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
        key = _key(request)
        if _attempt(key) > ATTEMPTS:
            return self._slowed()
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            cache.delete(key)
        return response

    def _slowed(self) -> HttpResponse:
        minutes = math.ceil(WINDOW / 60)
        slowed = ngettext(
            "Too many attempts. Wait %(minutes)d minute and try again.",
            "Too many attempts. Wait %(minutes)d minutes and try again.",
            minutes,
        ) % {"minutes": minutes}
        form = SignInForm(self.request)  # unbound: the password is not looked at
        response = self.render_to_response(
            self.get_context_data(form=form, slowed=slowed), status=429
        )
        response["Retry-After"] = str(WINDOW)
        return response


def _key(request: HttpRequest) -> str:
    name = request.POST.get("username", "").strip().casefold()
    both = f"{request.META.get('REMOTE_ADDR', '')}\0{name}"
    return "sign-in:" + hashlib.sha256(both.encode()).hexdigest()


def _attempt(key: str) -> int:
    """Count one attempt and return how many there were in this window."""
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended in between
        cache.set(key, 1, WINDOW)
        return 1


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out; only by POST."""
    return views.LogoutView.as_view(http_method_names=["post", "options"])(request)

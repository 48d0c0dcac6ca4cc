"""The reader's language: in a cookie of each browser, and in the profile for the next sign-in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.i18n import set_language

from journeymap.workspaces import profiles


def choose(request: HttpRequest) -> HttpResponseBase:
    """Speak the language that the foot of a page asks for; the profile follows."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen and check_for_language(chosen):
        profiles.choose_language(request.user, chosen)
    return set_language(request)


def speak(response: HttpResponseBase, language: str) -> None:
    """Have this browser speak a language from now on; '' changes nothing."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )

"""What a person set for all workspaces, and the end of all their sessions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from .models import Profile


def language_of(user: Any) -> str:
    """Return the language that the person chose, '' for none."""
    return Profile.objects.filter(user=user).values_list("language", flat=True).first() or ""


def choose_language(user: Any, language: str) -> None:
    """Keep the person's language; '' leaves it to each browser."""
    Profile.objects.update_or_create(user=user, defaults={"language": language})


def end_sessions(user: Any) -> int:
    """End every session of the person, wherever they are signed in; return how many.

    Sessions do not tell in a column whose they are: all that live are looked through.
    """
    live = Session.objects.filter(expire_date__gt=timezone.now())
    own = [
        each.pk for each in live.iterator() if each.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    return Session.objects.filter(pk__in=own).delete()[0]

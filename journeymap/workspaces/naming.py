"""Workspaces and people as the command line names them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from .models import Workspace


def workspace_named(name: str) -> Workspace:
    """Return the workspace of this id or name; CommandError names those there are."""
    by_id = Workspace.objects.filter(pk=name).first()
    found = [by_id] if by_id else list(Workspace.objects.filter(name=name)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"several workspaces are called {name!r}; give an id", returncode=2)
    names = ", ".join(Workspace.objects.values_list("name", flat=True)[:20]) or "none yet"
    raise CommandError(f"there is no workspace {name!r}; there are: {names}", returncode=2)


def user_named(name: str) -> Any:
    """Return the account of this user name; CommandError where there is none."""
    users = get_user_model().objects
    found = users.filter(username=name).first()
    if found is None:
        raise CommandError(f"there is no account {name!r}", returncode=2)
    return found

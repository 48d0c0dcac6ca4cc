"""Who is at the other end of a connection that stays open, and whether they still may be.

A request is asked once who sends it; an open socket is asked again and again, for all sockets of
the process at once: three queries, however many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from .access import Actor, capped
from .models import ApiToken, Membership
from .people import actor_of_secret


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor by a session (its key, and the hash that its password gave it) or by a token."""

    actor: Actor
    session_key: str = ""
    password_hash: str = ""


def bearer(headers: Mapping[bytes, bytes]) -> str | None:
    """Return the secret of ``Authorization: Bearer …``, None where there is none."""
    scheme, _space, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def standing_of(headers: Mapping[bytes, bytes]) -> Standing | None:
    """Return who sends these ASGI headers, by token or by session; None for a stranger."""
    if (secret := bearer(headers)) is not None:
        by_token = actor_of_secret(secret)
        return Standing(by_token) if by_token else None
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(cookies.get(settings.SESSION_COOKIE_NAME))
    actor = Actor.of_user(get_user(request))
    if actor.kind == "anonymous":
        return None
    return Standing(actor, request.session.session_key or "", request.session[HASH_SESSION_KEY])


def roles_now(
    standings: Collection[Standing], workspaces: Collection[str]
) -> dict[Standing, dict[str, str] | None]:
    """Return the role of each in the workspaces where it has one; None where the session or the
    token itself holds no longer."""
    users = {each.actor.user_id for each in standings}
    held = Membership.objects.filter(user_id__in=users, workspace_id__in=workspaces)
    columns = ("role", "user_id", "workspace_id", "user__password", "user__is_active")
    members: dict[Any, list[Membership]] = {}
    for member in held.select_related("user").only(*columns):
        members.setdefault(member.user_id, []).append(member)
    there = _there(standings)
    found: dict[Standing, dict[str, str] | None] = {}
    for each in standings:
        mine = members.get(each.actor.user_id, [])
        holds = each in there and (not mine or _is_sound(each, mine[0].user))
        roles = {m.workspace_id: capped(each.actor, m.role, m.workspace_id) for m in mine}
        found[each] = roles if holds else None
    return found


def _there(standings: Collection[Standing]) -> set[Standing]:
    """Return those whose session or token is still there."""
    now = timezone.now()
    keys = {each.session_key for each in standings if each.session_key}
    there = set()
    if keys:
        sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
        there = set(sessions.values_list("session_key", flat=True))
    tokens = {each.actor.id for each in standings if not each.session_key}
    if tokens:
        sound = ApiToken.objects.filter(pk__in=tokens, revoked_at=None, expires_at__gt=now)
        there |= {str(pk) for pk in sound.values_list("pk", flat=True)}
    return {each for each in standings if (each.session_key or each.actor.id) in there}


def _is_sound(standing: Standing, user: Any) -> bool:
    """Tell whether the user may still sign in, with the password that the session was made by."""
    by_token = not standing.session_key
    return user.is_active and (by_token or user.get_session_auth_hash() == standing.password_hash)

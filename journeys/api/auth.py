"""Who asks: a bearer token (``jm_…``), or the session of a signed-in person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from journeymap.workspaces.access import Actor
from journeymap.workspaces.people import actor_of_secret


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer jm_…``; an unknown, expired or revoked token is refused (401)."""

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        """Return nobody in particular and the token's actor; None without a token."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        actor = actor_of_secret(secret.strip())
        if actor is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        return AnonymousUser(), actor

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 tells the client to send."""
        return 'Bearer realm="journeymap"'


def actor_of(request: Request) -> Actor:
    """Return who asks; a stranger is the anonymous actor."""
    return request.auth if isinstance(request.auth, Actor) else Actor.of_user(request.user)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the API names the token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme as OpenAPI has it."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "jm_…"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the API names the session."""

    target_class = SessionAuthentication
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme as OpenAPI has it."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}

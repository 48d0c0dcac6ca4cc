"""Members and tokens of a workspace: who comes in, in which role, and with which key."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .access import RANK, Actor, allowed, role_of
from .models import ApiToken, Membership, Role, Workspace

_SEEN_EVERY = datetime.timedelta(minutes=10)


class Refused(Exception):
    """A change of members or tokens that may not be; the message says why.

    ``code``: ``forbidden`` (this actor may not), ``last_owner``, ``unknown``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _may_manage(actor: Actor, workspace: Workspace) -> None:
    if actor.kind == "token" or not allowed(actor, "manage", workspace):
        raise Refused("forbidden", _("Only an owner can change members."))


def _keep_an_owner(membership: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(
        workspace_id=membership.workspace_id, role=Role.OWNER
    )
    if membership.role == Role.OWNER and len(owners) == 1:
        raise Refused("last_owner", _("A workspace keeps at least one owner."))


def _membership(workspace: Workspace, user: Any) -> Membership:
    held = Membership.objects.filter(workspace=workspace, user=user).first()
    if held is None:
        raise Refused("unknown", _("This person is not a member."))
    return held


@transaction.atomic
def add_member(actor: Actor, workspace: Workspace, user: Any, role: str) -> Membership:
    """Give a user a role; one who is a member already gets the role instead of the old one."""
    _may_manage(actor, workspace)
    if Membership.objects.filter(workspace=workspace, user=user).exists():
        return change_role(actor, workspace, user, role)
    return Membership.objects.create(workspace=workspace, user=user, role=Role(role))


@transaction.atomic
def change_role(actor: Actor, workspace: Workspace, user: Any, role: str) -> Membership:
    """Give a member another role; the last owner stays owner."""
    _may_manage(actor, workspace)
    held = _membership(workspace, user)
    if Role(role) != Role.OWNER:
        _keep_an_owner(held)
    held.role = Role(role)
    held.save(update_fields=["role"])
    return held


@transaction.atomic
def remove_member(actor: Actor, workspace: Workspace, user: Any) -> None:
    """End a membership (members may leave by themselves) and revoke the member's tokens."""
    held = _membership(workspace, user)
    if actor.kind != "user" or actor.user_id != held.user_id:
        _may_manage(actor, workspace)
    _keep_an_owner(held)
    tokens = ApiToken.objects.filter(workspace=workspace, user=user, revoked_at=None)
    tokens.update(revoked_at=timezone.now())
    held.delete()


def issue_token(
    actor: Actor, workspace: Workspace, name: str, role: str, *, days: int = 90
) -> tuple[ApiToken, str]:
    """Make a token in the actor's own name and return it with its secret, shown only now.

    The token never does more than its role, nor more than its user does at the time.
    """
    own = role_of(actor, workspace)
    if actor.kind != "user" or not own:
        raise Refused("forbidden", _("Only a member can make a token."))
    if RANK[Role(role)] > RANK[own]:
        raise Refused("forbidden", _("A token cannot do more than its maker."))
    secret = "jm_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=actor.user_id,
        workspace=workspace,
        name=name[:200],
        role=Role(role),
        hash=_hash(secret),
        prefix=secret[:9],
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    return token, secret


def revoke_token(actor: Actor, token: ApiToken) -> None:
    """End a token at once: its own user may, and the workspace's owners."""
    if actor.kind != "user" or actor.user_id != token.user_id:
        _may_manage(actor, token.workspace)
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def actor_of_secret(secret: str) -> Actor | None:
    """Return the actor of a token's secret, or None for an unknown, expired or revoked one."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("user")
        .filter(hash=_hash(secret), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > _SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return Actor.of_token(token)


def _hash(secret: str) -> str:
    """Return the hash kept of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()

"""Members and tokens of a workspace: who comes in, in which role, and with which key."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.asking import asked

from . import audit
from .access import RANK, Actor, allowed, capped, role_of
from .models import ApiToken, Invitation, Membership, Role, Workspace

#: By hand: building the query would cost more than asking it, and it is asked at every request.
_TOKEN = (
    "SELECT token.id, token.name, token.role, token.user_id, token.workspace_id,"  # noqa: S608
    " person.username, person.first_name, person.last_name, COALESCE(held.role, ''),"
    " token.last_used_at IS NULL OR token.last_used_at < %s"
    f" FROM {ApiToken._meta.db_table} token"
    f" JOIN {get_user_model()._meta.db_table} person ON person.id = token.user_id"
    f" LEFT JOIN {Membership._meta.db_table} held"
    " ON held.user_id = token.user_id AND held.workspace_id = token.workspace_id"
    " WHERE token.hash = %s AND token.revoked_at IS NULL AND token.expires_at > %s"
    " AND person.is_active"
)
_SEEN_EVERY = datetime.timedelta(minutes=10)


class Refused(Exception):
    """A change of members or tokens that may not be; the message says why.

    ``code``: ``forbidden`` (this actor may not), ``last_owner``, ``unknown``; of an invitation
    also ``used``, ``revoked``, ``expired``, ``member`` (is one already).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def named(user: Any) -> str:
    """Return what tells a person from all others: the name, and the account's."""
    name = user.get_full_name()
    return f"{name} ({user.get_username()})" if name else str(user.get_username())


def members(workspace: Workspace) -> list[Membership]:
    """Return the members with their users: owners first, then by name; one query."""
    held = Membership.objects.filter(workspace=workspace).select_related("user")
    return sorted(held, key=lambda each: (-RANK[each.role], named(each.user).casefold()))


def require_owner(actor: Actor, workspace: Workspace) -> None:
    """Refuse who is no owner, and every token: a key makes no keys."""
    if actor.kind == "token" or not allowed(actor, "manage", workspace):
        raise Refused("forbidden", _("Only an owner can change members."))


def _keep_an_owner(membership: Membership) -> None:
    owners = Membership.objects.select_for_update().order_by("pk")
    owners = owners.filter(workspace_id=membership.workspace_id, role=Role.OWNER)
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
    require_owner(actor, workspace)
    if Membership.objects.filter(workspace=workspace, user=user).exists():
        return change_role(actor, workspace, user, role)
    audit.record(workspace, actor, "member_added", named(user), role=role)
    return Membership.objects.create(workspace=workspace, user=user, role=Role(role))


@transaction.atomic
def change_role(actor: Actor, workspace: Workspace, user: Any, role: str) -> Membership:
    """Give a member another role; the last owner stays owner."""
    require_owner(actor, workspace)
    held = _membership(workspace, user)
    old, new = held.role, Role(role)
    if old == new:
        return held
    if old == Role.OWNER:
        _keep_an_owner(held)
        end_invitations(actor, Invitation.objects.filter(workspace=workspace))
    held.role = new
    held.save(update_fields=["role"])
    audit.record(workspace, actor, "role_changed", named(user), old=old, role=new)
    return held


@transaction.atomic
def remove_member(actor: Actor, workspace: Workspace, user: Any) -> None:
    """End a membership (members may leave by themselves) and revoke the member's tokens."""
    held = _membership(workspace, user)
    leaves = actor.kind == "user" and actor.user_id == held.user_id
    if not leaves:
        require_owner(actor, workspace)
    _keep_an_owner(held)
    tokens = ApiToken.objects.filter(workspace=workspace, user=user, revoked_at=None)
    tokens.update(revoked_at=timezone.now())
    if held.role == Role.OWNER:
        end_invitations(actor, Invitation.objects.filter(workspace=workspace))
    held.delete()
    audit.record(workspace, actor, "member_left" if leaves else "member_removed", named(user))


def end_invitations(actor: Actor, among: QuerySet[Invitation]) -> None:
    """Take back those that are open; within the caller's transaction.

    All of a workspace's end where somebody stops being an owner: owners have seen the links, and
    one of them would let its reader in again.
    """
    for each in among.select_for_update().filter(accepted_at=None, revoked_at=None):
        each.revoked_at = timezone.now()
        each.save(update_fields=["revoked_at"])
        audit.record(each.workspace_id, actor, "invitation_revoked", each.email)


@transaction.atomic
def change_settings(
    actor: Actor, workspace: Workspace, *, name: str, time_zone: str, language: str
) -> None:
    """Change what a workspace is called, and which zone and language it is in."""
    require_owner(actor, workspace)
    given = {"name": name, "time_zone": time_zone, "language": language}
    changed = [field for field, value in given.items() if getattr(workspace, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(workspace, field, given[field])
    workspace.save(update_fields=changed)
    audit.record(workspace, actor, "workspace_changed", workspace.name, fields=changed)


@transaction.atomic
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
    audit.record(workspace, actor, "token_made", token.name, role=token.role)
    return token, secret


def tokens() -> QuerySet[ApiToken]:
    """Return the tokens that were not revoked, newest first; ``ended``: their time is over."""
    return ApiToken.objects.filter(revoked_at=None).annotate(ended=Q(expires_at__lte=Now()))


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken) -> None:
    """End a token at once: its own user may, and the workspace's owners."""
    if actor.kind != "user" or actor.user_id != token.user_id:
        require_owner(actor, token.workspace)
    live = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if live.update(revoked_at=timezone.now()):
        audit.record(token.workspace_id, actor, "token_revoked", token.name)


def actor_of_secret(secret: str) -> Actor | None:
    """Return the actor of a token's secret, or None for an unknown, expired or revoked one."""
    found = rights_of_secret(secret)
    return found[0] if found else None


def rights_of_secret(secret: str) -> tuple[Actor, str] | None:
    """Return the actor of a token's secret and its role at this moment in its workspace ('' for
    none), or None for an unknown, expired or revoked one; one query."""
    now, moment = timezone.now(), connection.ops.adapt_datetimefield_value
    rows = asked(_TOKEN, moment(now - _SEEN_EVERY), _hash(secret), moment(now))
    if not rows:
        return None
    pk, name, cap, user, workspace, username, first, last, role, unseen = rows[0]
    if unseen:
        ApiToken.objects.filter(pk=pk).update(last_used_at=now)
    actor = Actor(
        kind="token",
        id=str(pk),
        name=f"{f'{first} {last}'.strip() or username} ({name})",
        user_id=user,
        workspace_id=workspace,
        cap=cap,
    )
    return actor, capped(actor, role, workspace)


def _hash(secret: str) -> str:
    """Return the hash kept of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()

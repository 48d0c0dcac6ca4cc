"""Invitations: one person comes into a workspace by a link, without any e-mail server.

The link's text is the invitation's id, signed and kept nowhere: who reads only the database cannot
make it, and owners can be shown it again. It works once, for 14 days, until it is taken back.
"""

from __future__ import annotations

import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit
from .access import Actor
from .models import Invitation, Membership, Role, Workspace
from .people import Refused, end_invitations, require_owner

DAYS = 14
_SIGNER = Signer(salt="journeymap.invitation")


@transaction.atomic
def invite(actor: Actor, workspace: Workspace, role: str, email: str = "") -> Invitation:
    """Make an invitation; ``email`` says whom it is for, it is not asked of who accepts."""
    require_owner(actor, workspace)
    made = Invitation.objects.create(
        workspace=workspace,
        role=Role(role),
        email=email,
        invited_by_id=actor.user_id,
        expires_at=timezone.now() + datetime.timedelta(days=DAYS),
    )
    audit.record(workspace, actor, "member_invited", email, role=role)
    return made


def signed(invitation: Invitation) -> str:
    """Return the text of the link."""
    return _SIGNER.sign(invitation.pk)


def find(text: str) -> Invitation | None:
    """Return the invitation of a link's text, whatever its state; None for what is none."""
    try:
        key = _SIGNER.unsign(text)
    except BadSignature:
        return None
    return Invitation.objects.select_related("workspace", "invited_by").filter(pk=key).first()


def open_of(workspace: Workspace) -> QuerySet[Invitation]:
    """Return the invitations that can be accepted, newest first."""
    held = Invitation.objects.filter(workspace=workspace, accepted_at=None, revoked_at=None)
    return held.filter(expires_at__gt=timezone.now()).select_related("invited_by")


def state(invitation: Invitation) -> str:
    """Return ``open``, ``used``, ``revoked`` or ``expired``."""
    if invitation.accepted_at:
        return "used"
    if invitation.revoked_at:
        return "revoked"
    return "open" if invitation.expires_at > timezone.now() else "expired"


@transaction.atomic
def accept(actor: Actor, invitation: Invitation) -> Membership:
    """Make the signed-in person a member; who is one already keeps both role and invitation."""
    if actor.kind != "user":
        raise Refused("forbidden", _("Sign in to accept an invitation."))
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if (now := state(held)) != "open":
        raise Refused(now, _("This invitation can no longer be used."))
    if Membership.objects.filter(workspace=held.workspace, user_id=actor.user_id).exists():
        raise Refused("member", _("You are a member of this workspace already."))
    held.accepted_by_id, held.accepted_at = actor.user_id, timezone.now()
    held.save(update_fields=["accepted_by", "accepted_at"])
    audit.record(held.workspace, actor, "member_joined", role=held.role)
    return Membership.objects.create(
        workspace=held.workspace, user_id=actor.user_id, role=held.role
    )


@transaction.atomic
def revoke(actor: Actor, invitation: Invitation) -> None:
    """Take an invitation back at once."""
    require_owner(actor, invitation.workspace)
    end_invitations(actor, Invitation.objects.filter(pk=invitation.pk))

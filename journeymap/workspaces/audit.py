"""What was done in a workspace beside edits: who, when, what; owners can read it.

Call ``record`` in the transaction of the change itself, so that neither is there without the other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .access import Actor
from .models import Event, Role, Workspace

#: What can be recorded, and how a reader is told; ``%(about)s`` and the details stand in it.
WHATS = {
    "workspace_made": _("made the workspace"),
    "workspace_changed": _("changed the workspace’s settings"),
    "member_added": _("added %(about)s as %(role)s"),
    "member_invited": _("invited %(about)s as %(role)s"),
    "invitation_revoked": _("took back the invitation of %(about)s"),
    "member_joined": _("joined as %(role)s"),
    "role_changed": _("changed the role of %(about)s from %(old)s to %(role)s"),
    "member_removed": _("removed %(about)s"),
    "member_left": _("left the workspace"),
    "token_made": _("made the API token “%(about)s” (%(role)s)"),
    "token_revoked": _("revoked the API token “%(about)s”"),
    "link_made": _("shared %(about)s by the link “%(link)s”"),
    "link_changed": _("changed the share link “%(link)s” of %(about)s"),
    "link_revoked": _("revoked the share link “%(link)s” of %(about)s"),
    "version_named": _("named version %(version)s of %(about)s"),
    "version_unnamed": _("took the name of version %(version)s of %(about)s away"),
    "trashed": _("put %(about)s into the trash"),
    "restored": _("took %(about)s out of the trash"),
    "purged": _("deleted %(about)s for ever"),
    "round_made": _("made the survey round “%(about)s”"),
    "round_changed": _("changed the survey round “%(about)s”"),
    "round_opened": _("opened the survey round “%(about)s”"),
    "round_closed": _("closed the survey round “%(about)s”"),
    "round_deleted": _("deleted the survey round “%(about)s”"),
    "answer_erased": _("erased an answer, as its customer asked"),
    "answers_expired": _("deleted answers to “%(about)s” whose time was over: %(n)s"),
    "answers_discarded": _("deleted suspect answers: %(n)s"),
    "redacted": _("blanked a text of %(about)s for ever"),
}


def record(
    workspace: Workspace | str, actor: Actor, what: str, about: str = "", **details: Any
) -> Event:
    """Keep that the actor did this (KeyError: not in ``WHATS``); ``about`` names what it is about
    as people know it, e.g. a person or a journey's title.

    An event about a document has ``document=`` its id, so that ``forget`` finds it.
    """
    if what not in WHATS:
        raise KeyError(f"no event {what!r}; known: {', '.join(WHATS)}")
    return Event.objects.create(
        workspace_id=workspace if isinstance(workspace, str) else workspace.pk,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:400],
        what=what,
        about=about[:400],
        details=details,
    )


def told(event: Event) -> str:
    """Say what was done in the reader's language, without who did it."""
    nameless = gettext("somebody by a link") if "invit" in event.what else "…"
    words: dict[str, Any] = defaultdict(str, event.details, about=event.about or nameless)
    for name in ("role", "old"):
        if words[name] in Role:
            words[name] = Role(words[name]).label
    return str(WHATS[event.what]) % words


def forget(workspace_id: str, document_id: str) -> None:
    """Blank what a document was called in the events about it: its title must be forgotten."""
    held = Event.objects.filter(workspace_id=workspace_id, details__document=document_id)
    held.update(about="")

"""Who may do what: the one place that decides access.

An actor is who asks: a user, a token (a user in one workspace with at most a role), a guest with
a link, or the system itself (loaders, commands). A role is held in a workspace, and everything in
the workspace follows from it; what an actor may not even view does not exist for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from journeymap.asking import asked

from .models import Membership, Role, Workspace

#: Roles from least to most; "" is no role at all.
RANK = {"": 0, **{role.value: at for at, role in enumerate(Role, start=1)}}

#: The least role for each action. ``answers``: read single answers; ``manage``: members, tokens;
#: ``share``: let people look who have no account.
ACTIONS: dict[str, Role] = {
    "view": Role.VIEWER,
    "comment": Role.COMMENTER,
    "edit": Role.EDITOR,
    "create": Role.EDITOR,
    "answers": Role.EDITOR,
    "share": Role.EDITOR,
    "trash": Role.EDITOR,
    "restore": Role.EDITOR,
    "redact": Role.OWNER,
    "purge": Role.OWNER,
    "manage": Role.OWNER,
}

_ROLE = (
    f"SELECT held.role FROM {Membership._meta.db_table} held"  # noqa: S608
    f" JOIN {get_user_model()._meta.db_table} person ON person.id = held.user_id"
    " WHERE held.user_id = %s AND held.workspace_id = %s AND person.is_active"
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, under the name that the log shows.

    ``workspace_id`` and ``document_id``, where given, are all the actor can reach; ``cap`` is the
    most it may do there.
    """

    kind: str = "anonymous"  # user, token, guest, system, anonymous
    id: str = ""
    name: str = ""
    user_id: Any = None
    workspace_id: str = ""
    document_id: str = ""
    cap: str = Role.OWNER.value

    @classmethod
    def of_user(cls, user: Any) -> Actor:
        """Return the actor of a Django user; a user who is not signed in is nobody."""
        if not user.is_authenticated or not user.is_active:
            return ANONYMOUS
        name = user.get_full_name() or user.get_username()
        return cls(kind="user", id=str(user.pk), name=name, user_id=user.pk)

    @property
    def person(self) -> str:
        """Who it is, as records say it: "user:7", also where a token asks in the user's name."""
        if self.user_id is not None:
            return f"user:{self.user_id}"
        return f"{self.kind}:{self.id}" if self.id else self.kind


ANONYMOUS = Actor()
SYSTEM = Actor(kind="system", name="Journeymap")


class InWorkspace(Protocol):
    """Anything that lives in a workspace: a document, an answer, a token."""

    workspace_id: Any


def role_of(actor: Actor, thing: Workspace | InWorkspace | str) -> str:
    """Return the actor's role for a workspace (or its id) or a thing in one, '' for none.

    At most one query.
    """
    if actor.document_id and getattr(thing, "pk", None) != actor.document_id:
        return ""
    where = thing if isinstance(thing, str) else getattr(thing, "workspace_id", "")
    workspace_id = thing.pk if isinstance(thing, Workspace) else where
    if actor.workspace_id and actor.workspace_id != workspace_id:
        return ""
    if actor.kind == "system":
        return Role.OWNER.value
    if actor.kind == "guest":
        return actor.cap if actor.workspace_id else ""
    if actor.user_id is None:
        return ""
    held = asked(_ROLE, actor.user_id, workspace_id)
    return capped(actor, held[0][0] if held else "", workspace_id)


def capped(actor: Actor, role: str, workspace_id: str) -> str:
    """Return what is left of a user's role in a workspace to the actor, '' for nothing."""
    if actor.workspace_id and actor.workspace_id != workspace_id:
        return ""
    return min(role, actor.cap, key=RANK.__getitem__)


def grants(role: str, action: str) -> bool:
    """Tell whether a role includes an action (KeyError: no such action)."""
    return RANK[role] >= RANK[ACTIONS[action]]


def allowed(actor: Actor, action: str, thing: Workspace | InWorkspace) -> bool:
    """Tell whether the actor may do the action on the workspace or on the thing in it."""
    return grants(role_of(actor, thing), action)


def visible_workspaces(actor: Actor) -> QuerySet[Workspace]:
    """Return the workspaces that the actor may view."""
    if actor.kind == "system":
        return Workspace.objects.all()
    if actor.user_id is None:
        return Workspace.objects.none()
    mine = Workspace.objects.filter(
        memberships__user_id=actor.user_id, memberships__user__is_active=True
    )
    return mine.filter(pk=actor.workspace_id) if actor.workspace_id else mine

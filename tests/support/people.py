"""The standing people of the tests: one in each role, somebody of another workspace, nobody.

def test_something(people):
    log.commit(document_id, people.actor("editor"), ops, client_id="c1")
    client.force_login(people.user("viewer"))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from journeymap.documents import log, shelf
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import ANONYMOUS, SYSTEM, Actor
from journeymap.workspaces.models import Workspace

MEMBERS = ("owner", "editor", "commenter", "viewer")
#: Everybody: members, the owner of another workspace, and somebody not signed in.
EVERYBODY = (*MEMBERS, "outsider", "anonymous")


@dataclass(frozen=True)
class People:
    """Users by name, their workspace, and the outsider's."""

    workspace: Workspace
    foreign: Workspace
    users: dict[str, Any]

    def user(self, name: str) -> Any:
        """The Django user; AnonymousUser for "anonymous"."""
        return self.users[name]

    def actor(self, name: str) -> Actor:
        """Who asks; "system" is one too."""
        if name == "system":
            return SYSTEM
        return ANONYMOUS if name == "anonymous" else Actor.of_user(self.users[name])

    def journey(self, id: str = "j1", *, foreign: bool = False, **fields: Any) -> str:
        """Make a journey with one stage and one step ("g1", "s1") and return its id."""
        workspace = self.foreign if foreign else self.workspace
        value = {"title": "A journey", **fields}
        ops = [
            {"op": "put", "kind": "journey", "id": id, "value": value},
            {"op": "put", "kind": "stage", "id": "g1", "value": {"title": "Stage"}},
            {"op": "put", "kind": "step", "id": "s1", "value": {"title": "Step", "stage": "g1"}},
        ]
        return log.create(workspace, "journey", SYSTEM, ops).pk


def make_people() -> People:
    """Make the people and both workspaces in the database."""
    make = get_user_model().objects.create_user
    users = {name: make(name, f"{name}@example.org", name) for name in (*MEMBERS, "outsider")}
    workspace = shelf.create_workspace("Own workspace", users["owner"])
    foreign = shelf.create_workspace("Foreign workspace", users["outsider"])
    owner = Actor.of_user(users["owner"])
    for name in MEMBERS[1:]:
        membership.add_member(owner, workspace, users[name], name)
    return People(workspace, foreign, {**users, "anonymous": AnonymousUser()})


@pytest.fixture
def people(db: None) -> People:
    """The standing people, fresh for the test."""
    return make_people()

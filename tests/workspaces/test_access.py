"""Who may do what: the one table, and who holds which role."""

from __future__ import annotations

import pytest

from journeymap.documents.models import Document
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import (
    ACTIONS,
    ANONYMOUS,
    SYSTEM,
    Actor,
    allowed,
    role_of,
    visible_workspaces,
)
from tests.support.people import EVERYBODY, MEMBERS, People

pytestmark = pytest.mark.django_db

#: What each may do in the workspace; written out, so that a change of the table shows here.
GRANTED = {
    "viewer": {"view"},
    "commenter": {"view", "comment"},
    "editor": {"view", "comment", "edit", "create", "answers", "share", "trash", "restore"},
    "owner": set(ACTIONS),
    "outsider": set(),
    "anonymous": set(),
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_action_for_everybody(people: People, name: str) -> None:
    people.journey()
    document = Document.objects.get(pk="j1")
    for thing in (people.workspace, document):
        granted = {action for action in ACTIONS if allowed(people.actor(name), action, thing)}
        assert granted == GRANTED[name]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_of_one_workspace_is_nobody_in_another(people: People, name: str) -> None:
    people.journey("j2", foreign=True)
    document = Document.objects.get(pk="j2")
    for thing in (people.foreign, document):
        assert not any(allowed(people.actor(name), action, thing) for action in ACTIONS)
    assert list(visible_workspaces(people.actor(name))) == [people.workspace]


def test_nobody_sees_nothing_and_the_system_everything(people: People) -> None:
    assert not visible_workspaces(ANONYMOUS)
    assert set(visible_workspaces(SYSTEM)) == {people.workspace, people.foreign}
    assert allowed(SYSTEM, "purge", people.workspace)


def test_an_unknown_action_is_an_error(people: People) -> None:
    with pytest.raises(KeyError):
        allowed(SYSTEM, "fly", people.workspace)


def test_a_user_who_is_shut_out_has_no_role(people: People) -> None:
    actor = people.actor("editor")
    user = people.user("editor")
    user.is_active = False
    user.save()
    assert role_of(actor, people.workspace) == ""
    assert not visible_workspaces(actor)
    assert Actor.of_user(user) == ANONYMOUS


def test_a_guest_reaches_one_document(people: People) -> None:
    people.journey()
    people.journey("j2")
    guest = Actor(
        kind="guest",
        id="link1",
        name="Guest",
        workspace_id=people.workspace.pk,
        document_id="j1",
        cap="viewer",
    )
    one, other = (Document.objects.get(pk=pk) for pk in ("j1", "j2"))
    assert allowed(guest, "view", one)
    assert not allowed(guest, "comment", one)
    assert not allowed(guest, "view", other)
    assert not allowed(guest, "view", people.workspace)


@pytest.mark.parametrize("cap", MEMBERS)
@pytest.mark.parametrize("holder", MEMBERS)
def test_a_token_does_no_more_than_its_cap_and_its_user(
    people: People, holder: str, cap: str
) -> None:
    owner = people.actor("owner")
    user = people.user(holder)
    membership.add_member(owner, people.workspace, people.user("outsider"), "owner")
    membership.change_role(owner, people.workspace, user, "owner")
    _, secret = membership.issue_token(Actor.of_user(user), people.workspace, "T", cap)
    other = Actor.of_user(people.user("outsider"))
    membership.change_role(other, people.workspace, user, holder)
    actor = membership.actor_of_secret(secret)
    assert actor is not None
    granted = {action for action in ACTIONS if allowed(actor, action, people.workspace)}
    assert granted == GRANTED[holder] & GRANTED[cap]
    assert not allowed(actor, "view", people.foreign)
    assert list(visible_workspaces(actor)) == [people.workspace]


def test_a_token_is_for_one_workspace_whatever_its_user_owns(people: People) -> None:
    user = people.user("outsider")
    membership.add_member(people.actor("owner"), people.workspace, user, "editor")
    _, secret = membership.issue_token(Actor.of_user(user), people.workspace, "T", "editor")
    actor = membership.actor_of_secret(secret)
    assert actor is not None
    assert allowed(actor, "edit", people.workspace)
    assert not allowed(actor, "view", people.foreign)
    assert list(visible_workspaces(actor)) == [people.workspace]

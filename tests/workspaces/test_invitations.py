"""Invitations: a link lets one person in, once, until it ends; nothing of it is kept to be read."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from journeymap.workspaces import invitations
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import Actor, role_of
from journeymap.workspaces.models import ApiToken, Invitation, Membership
from journeymap.workspaces.people import Refused
from tests.support.people import People

Act = Callable[[People, Invitation], None]


@pytest.fixture
def made(people: People) -> Invitation:
    return invitations.invite(people.actor("owner"), people.workspace, "editor", "new@example.org")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as error:
        act()
    return error.value.code


def test_who_has_the_link_comes_in_once(people: People, made: Invitation) -> None:
    guest = people.actor("outsider")
    found = invitations.find(invitations.signed(made))
    assert found == made
    assert invitations.accept(guest, made).role == "editor"
    assert role_of(guest, people.workspace) == "editor"
    assert invitations.state(Invitation.objects.get()) == "used"
    other = Actor.of_user(type(people.user("owner")).objects.create_user("late"))
    assert refused(lambda: invitations.accept(other, made)) == "used"
    assert not role_of(other, people.workspace)


def test_the_link_is_not_in_the_database(people: People, made: Invitation) -> None:
    signature = invitations.signed(made).partition(":")[2]
    assert len(signature) > 30
    assert signature not in str(list(Invitation.objects.values()))


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text[:-1],
        lambda text: text + "x",
        lambda text: text.partition(":")[0],
        lambda text: "x" + text,
        lambda text: text.swapcase(),
        lambda _text: "",
        lambda _text: ":",
        lambda _text: "\x00",
    ],
)
def test_a_changed_link_opens_nothing(made: Invitation, spoilt: Callable[[str], str]) -> None:
    assert invitations.find(spoilt(invitations.signed(made))) is None


def test_a_link_of_a_removed_workspace_opens_nothing(people: People, made: Invitation) -> None:
    link = invitations.signed(made)
    Invitation.objects.all().delete()
    assert invitations.find(link) is None


def expire(people: People, made: Invitation) -> None:
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())


def revoke(people: People, made: Invitation) -> None:
    invitations.revoke(people.actor("owner"), made)


@pytest.mark.parametrize(("end", "state"), [(expire, "expired"), (revoke, "revoked")])
def test_an_ended_invitation_lets_nobody_in(
    people: People, made: Invitation, end: Act, state: str
) -> None:
    assert list(invitations.open_of(people.workspace)) == [made]
    end(people, made)
    assert not invitations.open_of(people.workspace)
    assert invitations.state(Invitation.objects.get()) == state
    assert refused(lambda: invitations.accept(people.actor("outsider"), made)) == state
    assert not role_of(people.actor("outsider"), people.workspace)


def test_it_lasts_14_days(made: Invitation) -> None:
    left = made.expires_at - timezone.now()
    assert datetime.timedelta(days=13, hours=23) < left < datetime.timedelta(days=14)


def test_a_member_uses_none_up_and_keeps_the_role(people: People, made: Invitation) -> None:
    assert refused(lambda: invitations.accept(people.actor("viewer"), made)) == "member"
    assert role_of(people.actor("viewer"), people.workspace) == "viewer"
    assert invitations.state(Invitation.objects.get()) == "open"


def test_only_owners_invite_and_take_back(people: People, made: Invitation) -> None:
    for name in ("editor", "commenter", "viewer", "outsider", "anonymous"):
        actor = people.actor(name)
        assert (
            refused(lambda actor=actor: invitations.invite(actor, people.workspace, "viewer"))
            == "forbidden"
        )
        assert refused(lambda actor=actor: invitations.revoke(actor, made)) == "forbidden"
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_no_token_invites_or_joins(people: People, made: Invitation) -> None:
    owner = people.actor("owner")
    _row, secret = membership.issue_token(owner, people.workspace, "T", "owner")
    token = membership.actor_of_secret(secret)
    assert token
    assert refused(lambda: invitations.invite(token, people.workspace, "owner")) == "forbidden"
    _row, secret = membership.issue_token(people.actor("outsider"), people.foreign, "T", "owner")
    foreign = membership.actor_of_secret(secret)
    assert foreign
    assert refused(lambda: invitations.accept(foreign, made)) == "forbidden"
    assert ApiToken.objects.count() == 2


def remove(people: People) -> None:
    membership.remove_member(people.actor("second"), people.workspace, people.user("owner"))


def demote(people: People) -> None:
    owner = people.user("owner")
    membership.change_role(people.actor("second"), people.workspace, owner, "editor")


def leave(people: People) -> None:
    membership.remove_member(people.actor("owner"), people.workspace, people.user("owner"))


@pytest.mark.parametrize("end", [remove, demote, leave])
def test_who_was_an_owner_comes_back_by_no_link_seen_before(
    people: People, made: Invitation, end: Callable[[People], None]
) -> None:
    people.users["second"] = type(people.user("owner")).objects.create_user("second")
    membership.add_member(people.actor("owner"), people.workspace, people.user("second"), "owner")
    others = invitations.invite(people.actor("second"), people.workspace, "owner")
    end(people)
    for each in (made, others):
        Membership.objects.filter(user=people.user("owner")).delete()
        assert refused(lambda each=each: invitations.accept(people.actor("owner"), each))
        each.refresh_from_db()
        assert invitations.state(each) == "revoked"


def test_a_member_who_is_no_owner_goes_and_invitations_stay(
    people: People, made: Invitation
) -> None:
    membership.remove_member(people.actor("owner"), people.workspace, people.user("editor"))
    assert list(invitations.open_of(people.workspace)) == [made]

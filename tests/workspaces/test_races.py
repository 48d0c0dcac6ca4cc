"""People who act at once: one invitation lets one in, and somebody stays an owner."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from journeymap.workspaces import invitations
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Event, Invitation, Membership
from journeymap.workspaces.people import Refused
from tests.support.people import make_people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
MANY = 6


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """What became of each, done in threads that start together: "" or why it was refused."""
    start, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(at: int) -> None:
        start.wait()
        try:
            acts[at]()
        except Refused as error:
            told[at] = error.code
        except Exception as error:
            told[at] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def more(name: str) -> list[Actor]:
    users = get_user_model().objects
    return [Actor.of_user(users.create_user(f"{name}{at}")) for at in range(MANY)]


def test_one_invitation_lets_one_of_many_in() -> None:
    people = make_people()
    made = invitations.invite(people.actor("owner"), people.workspace, "viewer")
    before = people.workspace.memberships.count()
    told = at_once([lambda a=each: invitations.accept(a, made) for each in more("guest")])
    assert sorted(told) == ["", *["used"] * (MANY - 1)]
    assert people.workspace.memberships.count() == before + 1
    assert Event.objects.filter(what="member_joined").count() == 1
    assert Invitation.objects.get().accepted_by_id


def test_an_invitation_that_is_taken_back_meanwhile_is_used_or_revoked_not_both() -> None:
    people = make_people()
    owner, guest = people.actor("owner"), people.actor("outsider")
    for _ in range(4):
        made = invitations.invite(owner, people.workspace, "viewer")
        told = at_once(
            [
                lambda made=made: invitations.accept(guest, made),
                lambda made=made: invitations.revoke(owner, made),
            ]
        )
        made.refresh_from_db()
        came = Membership.objects.filter(workspace=people.workspace, user_id=guest.user_id)
        assert told in (["", ""], ["revoked", ""])
        assert bool(made.accepted_at) != bool(made.revoked_at)
        assert came.exists() == bool(made.accepted_at) == (told[0] == "")
        came.delete()


def test_when_all_owners_leave_at_once_one_stays() -> None:
    people = make_people()
    owners = more("owner")
    for each in owners:
        user = get_user_model().objects.get(pk=each.user_id)
        membership.add_member(people.actor("owner"), people.workspace, user, "owner")
    everybody = [people.actor("owner"), *owners]
    users = {each: get_user_model().objects.get(pk=each.user_id) for each in everybody}
    told = at_once(
        [
            lambda a=each: membership.remove_member(a, people.workspace, users[a])
            for each in everybody
        ]
    )
    assert sorted(told) == ["", "", "", "", "", "", "last_owner"]
    assert people.workspace.memberships.filter(role="owner").count() == 1

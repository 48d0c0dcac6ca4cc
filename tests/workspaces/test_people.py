"""Members and tokens."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from journeymap.workspaces import people as membership
from journeymap.workspaces.access import role_of
from journeymap.workspaces.models import ApiToken
from journeymap.workspaces.people import Refused
from tests.support.people import EVERYBODY, People

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "owner"])
def test_only_owners_change_members(people: People, name: str) -> None:
    actor, user = people.actor(name), people.user("viewer")
    for act in (
        lambda: membership.add_member(actor, people.workspace, people.user("outsider"), "viewer"),
        lambda: membership.change_role(actor, people.workspace, user, "owner"),
        lambda: (
            membership.remove_member(actor, people.workspace, people.user("commenter"))
            if name != "commenter"
            else membership.remove_member(actor, people.workspace, user)
        ),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "forbidden"


def test_members_come_change_and_go(people: People) -> None:
    owner, outsider = people.actor("owner"), people.user("outsider")
    membership.add_member(owner, people.workspace, outsider, "viewer")
    assert role_of(people.actor("outsider"), people.workspace) == "viewer"
    membership.add_member(owner, people.workspace, outsider, "editor")
    assert role_of(people.actor("outsider"), people.workspace) == "editor"
    membership.remove_member(people.actor("outsider"), people.workspace, outsider)
    assert role_of(people.actor("outsider"), people.workspace) == ""
    with pytest.raises(Refused) as error:
        membership.remove_member(owner, people.workspace, outsider)
    assert error.value.code == "unknown"


def test_the_last_owner_stays(people: People) -> None:
    owner, user = people.actor("owner"), people.user("owner")
    for act in (
        lambda: membership.change_role(owner, people.workspace, user, "editor"),
        lambda: membership.remove_member(owner, people.workspace, user),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "last_owner"
    membership.change_role(owner, people.workspace, people.user("viewer"), "owner")
    membership.change_role(owner, people.workspace, user, "viewer")
    assert role_of(owner, people.workspace) == "viewer"


def test_a_tokens_secret_is_kept_nowhere(people: People) -> None:
    token, secret = membership.issue_token(people.actor("editor"), people.workspace, "CI", "editor")
    assert secret.startswith("jm_")
    assert len(secret) >= 46
    assert secret not in str(ApiToken.objects.values())
    actor = membership.actor_of_secret(secret)
    assert actor is not None
    assert (actor.kind, actor.name, actor.user_id) == ("token", "editor (CI)", token.user_id)
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert membership.actor_of_secret(secret[:-1] + "!") is None
    assert membership.actor_of_secret("") is None


def test_a_token_ends_by_time_by_hand_and_with_its_member(people: People) -> None:
    def make(days: int = 90) -> tuple[ApiToken, str]:
        return membership.issue_token(
            people.actor("editor"), people.workspace, "CI", "viewer", days=days
        )

    expired, secret = make()
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert membership.actor_of_secret(secret) is None
    mine, secret = make()
    with pytest.raises(Refused):
        membership.revoke_token(people.actor("viewer"), mine)
    membership.revoke_token(people.actor("editor"), mine)
    assert membership.actor_of_secret(secret) is None
    owners, secret = make()
    membership.revoke_token(people.actor("owner"), owners)
    assert membership.actor_of_secret(secret) is None
    _, secret = make(days=1)
    actor = membership.actor_of_secret(secret)
    assert actor is not None
    membership.remove_member(people.actor("owner"), people.workspace, people.user("editor"))
    assert membership.actor_of_secret(secret) is None
    assert role_of(actor, people.workspace) == ""


def test_a_token_is_not_made_beyond_ones_own_role_nor_by_a_token(people: People) -> None:
    with pytest.raises(Refused):
        membership.issue_token(people.actor("viewer"), people.workspace, "T", "editor")
    with pytest.raises(Refused):
        membership.issue_token(people.actor("outsider"), people.workspace, "T", "viewer")
    _, secret = membership.issue_token(people.actor("owner"), people.workspace, "T", "owner")
    actor = membership.actor_of_secret(secret)
    assert actor is not None
    with pytest.raises(Refused):
        membership.issue_token(actor, people.workspace, "T", "viewer")
    with pytest.raises(Refused):
        membership.add_member(actor, people.workspace, people.user("outsider"), "viewer")


def test_a_token_lives_some_days(people: People) -> None:
    token, _ = membership.issue_token(
        people.actor("editor"), people.workspace, "T", "viewer", days=7
    )
    assert token.expires_at - token.created_at > datetime.timedelta(days=6, hours=23)

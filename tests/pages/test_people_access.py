"""Who sees and does what on the pages of people: every address, everybody, before and after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from journeymap.workspaces import invitations
from journeymap.workspaces import people as membership
from journeymap.workspaces.models import ApiToken, Invitation, Membership, Role, Workspace
from journeys.pages.people import urls
from tests.support.people import EVERYBODY, MEMBERS, People

In = Callable[[str], Client]
OWNER = ("owner",)
NEW = {"name": "Renamed", "language": "sv", "time_zone": "Europe/Stockholm"}
#: Of a workspace: name of the address, method, data, who may, status then.
OF_WORKSPACE = [
    ("people", "get", {}, MEMBERS, 200),
    ("people", "post", {"role": "viewer"}, OWNER, 302),
    ("member-role", "post", {"role": "editor"}, OWNER, 302),
    ("remove-member", "get", {}, OWNER, 200),
    ("remove-member", "post", {}, OWNER, 302),
    ("revoke-invitation", "post", {}, OWNER, 302),
    ("revoke-token", "get", {}, OWNER, 200),
    ("revoke-token", "post", {}, OWNER, 302),
    ("workspace-settings", "get", {}, OWNER, 200),
    ("workspace-settings", "post", NEW, OWNER, 302),
    ("audit", "get", {}, OWNER, 200),
    ("audit-csv", "get", {}, OWNER, 200),
]
#: For whoever is signed in, whatever their workspaces.
OWN = ["account", "password", "tokens", "new-workspace"]
#: For strangers too, or for the one whose it is; each has tests of its own.
OTHERS = {"set_language", "invitation", "reset", "renew", "revoke-own-token"}


def test_every_address_is_in_a_table() -> None:
    tables = {each[0] for each in OF_WORKSPACE} | set(OWN) | OTHERS
    assert {each.name for each in urls.urlpatterns} == tables


@pytest.fixture
def lasting(people: People) -> People:
    """The people, and one more member, with a token and an invitation, to be managed."""
    owner = people.actor("owner")
    people.users["member"] = type(people.user("owner")).objects.create_user("member", "", "member")
    membership.add_member(owner, people.workspace, people.user("member"), "viewer")
    membership.issue_token(people.actor("member"), people.workspace, "T", "viewer")
    invitations.invite(owner, people.workspace, "viewer")
    return people


def address(people: People, name: str, workspace: Workspace | None = None) -> str:
    keys = {
        "workspace_id": (workspace or people.workspace).pk,
        "member_id": people.user("member").memberships.get().pk,
        "token_id": ApiToken.objects.get().pk,
        "invitation_id": Invitation.objects.get().pk,
    }
    pattern = next(each for each in urls.urlpatterns if each.name == name).pattern
    return reverse(name, kwargs={key: keys[key] for key in pattern.converters})


def standing(people: People) -> list[object]:
    """Everything that an address of the table could change."""
    return [
        list(Membership.objects.order_by("pk").values_list("user_id", "workspace_id", "role")),
        list(ApiToken.objects.values_list("pk", "revoked_at")),
        list(Invitation.objects.values_list("pk", "revoked_at")),
        list(Workspace.objects.order_by("pk").values_list("pk", "name", "language", "time_zone")),
    ]


@pytest.mark.parametrize("case", OF_WORKSPACE, ids=lambda case: f"{case[0]}-{case[1]}")
@pytest.mark.parametrize("who", EVERYBODY)
def test_members_look_and_owners_manage(
    case: tuple[str, str, dict[str, str], tuple[str, ...], int],
    who: str,
    lasting: People,
    signed_in: In,
) -> None:
    name, method, data, may, status = case
    url, before = address(lasting, name), standing(lasting)
    answer = getattr(signed_in(who), method)(url, data)
    if who == "anonymous":
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={url}")
    elif who not in MEMBERS:
        assert answer.status_code == 404
    else:
        assert answer.status_code == (status if who in may else 403)
    changed = standing(lasting) != before
    assert changed == (method == "post" and who in may)


@pytest.mark.parametrize("case", OF_WORKSPACE, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_removed_member_finds_nothing_at_the_next_request(
    case: tuple[str, str, dict[str, str], tuple[str, ...], int], lasting: People, signed_in: In
) -> None:
    name, method, data, _may, _status = case
    gone = signed_in("owner")
    assert gone.get(f"/workspaces/{lasting.workspace.pk}/people/").status_code == 200
    url = address(lasting, name)
    owner, editor = lasting.user("owner"), lasting.user("editor")
    membership.change_role(lasting.actor("owner"), lasting.workspace, editor, "owner")
    membership.remove_member(lasting.actor("editor"), lasting.workspace, owner)
    before = standing(lasting)
    assert getattr(gone, method)(url, data).status_code == 404
    assert standing(lasting) == before


@pytest.mark.parametrize("name", ["member-role", "remove-member", "revoke-invitation"])
def test_what_is_of_another_workspace_is_not_there(
    name: str, lasting: People, signed_in: In
) -> None:
    url, before = address(lasting, name, lasting.foreign), standing(lasting)
    answer = signed_in("outsider").post(url, {"role": "editor"})  # the owner of that one
    assert (answer.status_code, standing(lasting)) == (404, before)
    token = signed_in("outsider").post(address(lasting, "revoke-token", lasting.foreign))
    assert (token.status_code, standing(lasting)) == (404, before)


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("who", EVERYBODY)
def test_an_account_is_for_who_is_signed_in(
    name: str, who: str, people: People, signed_in: In
) -> None:
    answer = signed_in(who).get(reverse(name))
    if who == "anonymous":
        assert answer["Location"] == f"/sign-in/?next={reverse(name)}"
    else:
        assert answer.status_code == 200


def test_ones_token_is_ended_by_oneself_only(lasting: People, signed_in: In) -> None:
    url, before = address(lasting, "revoke-own-token"), standing(lasting)
    for who in ("owner", "viewer", "outsider"):
        assert signed_in(who).post(url).status_code == 404
    assert signed_in("anonymous").post(url).status_code == 302
    assert standing(lasting) == before
    client = signed_in("member")
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert ApiToken.objects.get().revoked_at


def test_links_and_tokens_are_shown_to_owners_only(lasting: People, signed_in: In) -> None:
    link = invitations.signed(Invitation.objects.get())
    prefix = ApiToken.objects.get().prefix
    url = reverse("people", args=[lasting.workspace.pk])
    for who in MEMBERS:
        page = signed_in(who).get(url).content.decode()
        assert (link in page, prefix in page, "/audit/" in page) == ((who == "owner",) * 3)
        for role in Role.values:
            assert lasting.user(role).get_username() in page


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "place",
    [
        "{own}/people/99999999999999999999/remove/",
        "{own}/people/0/role/",
        "{own}/people/tokens/99999999999999999999/revoke/",
        "{own}/people/invitations/%00/revoke/",
        "{own}/people/invitations/nobody/revoke/",
        "%00/people/",
    ],
)
def test_an_address_of_nothing_is_not_found(place: str, people: People, signed_in: In) -> None:
    url = "/workspaces/" + place.replace("{own}", people.workspace.pk)
    assert signed_in("owner").post(url, {"role": "viewer"}).status_code == 404

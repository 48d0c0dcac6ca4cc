"""`manage.py workspace` and `manage.py token`: an installation without the samples."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from journeymap.workspaces import people
from journeymap.workspaces.models import ApiToken, Membership, Workspace

pytestmark = pytest.mark.django_db


def said(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_workspace_comes_with_its_owner_and_a_password_that_signs_in() -> None:
    password = said("workspace", "Kunta", "--owner", "aino").split("only now: ")[1].split()[0]
    user = authenticate(username="aino", password=password)
    assert user is not None
    workspace = Workspace.objects.get(name="Kunta")
    assert Membership.objects.get(user=user).workspace == workspace
    assert workspace.documents.get().kind == "catalogue"
    assert "password" not in said("workspace", "Toinen", "--owner", "aino")


def test_a_second_workspace_of_the_same_name_is_refused_and_nothing_is_made() -> None:
    said("workspace", "Kunta", "--owner", "aino")
    with pytest.raises(CommandError, match="NAME: expected a new name"):
        said("workspace", "Kunta", "--owner", "bo")
    assert not ApiToken.objects.exists()
    assert Workspace.objects.count() == 1


def test_a_token_works_and_its_secret_is_the_only_line_of_stdout() -> None:
    said("workspace", "Kunta", "--owner", "aino")
    secret = said(
        "token", "aino", "--workspace", "Kunta", "--role", "editor", "--days", "2"
    ).strip()
    actor = people.actor_of_secret(secret)
    assert actor is not None
    assert (actor.kind, actor.cap) == ("token", "editor")
    assert not ApiToken.objects.filter(hash=secret).exists(), "only its hash is kept"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("nobody", "--workspace", "Kunta"), "there is no account 'nobody'"),
        (("aino", "--workspace", "Kylä"), "there is no workspace 'Kylä'; there are: Kunta"),
        (("aino", "--workspace", "Kunta", "--days", "0"), "--days: expected 1 to 3660"),
    ],
)
def test_what_cannot_be_is_said(command: tuple[str, ...], told: str) -> None:
    said("workspace", "Kunta", "--owner", "aino")
    with pytest.raises(CommandError, match=told):
        said("token", *command)


def test_who_is_no_member_gets_no_token() -> None:
    said("workspace", "Kunta", "--owner", "aino")
    said("workspace", "Toinen", "--owner", "bo")
    with pytest.raises(CommandError, match="Only a member"):
        said("token", "bo", "--workspace", "Kunta")

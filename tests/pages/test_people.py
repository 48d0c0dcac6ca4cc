"""Members and invitations as people use them: invite, join, change roles, remove, leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeymap.workspaces import invitations
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import role_of
from journeymap.workspaces.models import Invitation, Membership, Profile, Role
from journeys.pages.people import invitation as page_of
from journeys.pages.people import members
from tests.support.people import People

In = Callable[[str], Client]
NEW = {
    "first_name": "Aino",
    "last_name": "Öljynen",
    "username": "aino",
    "email": "aino@example.org",
    "password1": "kolmas-kivi-7",
    "password2": "kolmas-kivi-7",
}


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def url(people: People, name: str = "people", *more: object) -> str:
    return reverse(name, args=[people.workspace.pk, *more])


def member(people: People, name: str) -> int:
    """The number under which a member stands in addresses."""
    return Membership.objects.get(workspace=people.workspace, user=people.user(name)).pk


def invited(people: People, role: str = "editor", email: str = "") -> tuple[Invitation, str]:
    made = invitations.invite(people.actor("owner"), people.workspace, role, email)
    return made, reverse("invitation", args=[invitations.signed(made)])


def test_an_invitation_needs_no_mail_and_its_link_is_shown_again(
    people: People, signed_in: In
) -> None:
    owner = signed_in("owner")
    done = owner.post(url(people), {"role": "commenter", "email": ""}, follow=True)
    made = Invitation.objects.get()
    link = "http://testserver" + reverse("invitation", args=[invitations.signed(made)])
    assert (made.role, made.invited_by) == ("commenter", people.user("owner"))
    assert f'value="{link}"' in text(done) and f'value="{link}"' in text(owner.get(url(people)))
    assert not mail.outbox


@pytest.mark.both_databases
def test_a_stranger_makes_an_account_and_is_in(people: People) -> None:
    _made, link = invited(people, email="aino@example.org")
    guest = Client(headers={"accept-language": "sv"})
    page = text(guest.get(link))
    assert "Own workspace" in page and "owner" in page and "aino@example.org" in page
    answer = guest.post(link, NEW, follow=True)
    assert answer.redirect_chain[-1][0] == f"/workspaces/{people.workspace.pk}/"
    user = answer.context["user"]
    assert (user.get_full_name(), user.email) == ("Aino Öljynen", "aino@example.org")
    assert user.check_password("kolmas-kivi-7")
    assert Membership.objects.get(user=user).role == "editor"
    assert Profile.objects.get(user=user).language == "sv"
    assert guest.get("/account/").status_code == 200


def test_a_member_of_another_workspace_signs_in_and_joins_by_one_button(people: People) -> None:
    _made, link = invited(people, "viewer")
    guest = Client(headers={"accept-language": "en"})
    ways = re.findall(r'href="(/sign-in/[^"]*)"', text(guest.get(link)))
    back = guest.post(ways[0], {"username": "outsider", "password": "outsider", "next": link})
    assert back["Location"] == link
    page = text(guest.get(link))
    assert "You are signed in as outsider." in page
    other = Client()
    other.force_login(people.user("editor"))
    assert other.post("/sign-out/", {"next": link})["Location"] == link, "as somebody else"
    answer = guest.post(link)
    assert answer["Location"] == f"/workspaces/{people.workspace.pk}/"
    assert role_of(people.actor("outsider"), people.workspace) == "viewer"
    assert guest.get(link)["Location"] == f"/workspaces/{people.workspace.pk}/"
    assert Invitation.objects.get().accepted_by == people.user("outsider")


def expire(people: People, made: Invitation) -> None:
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())


def revoke(people: People, made: Invitation) -> None:
    invitations.revoke(people.actor("owner"), made)


def use(people: People, made: Invitation) -> None:
    invitations.accept(people.actor("outsider"), made)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (expire, "This invitation has expired"),
        (revoke, "This invitation was taken back"),
        (use, "This invitation has been used"),
    ],
)
def test_an_ended_invitation_says_why_and_nothing_of_the_workspace(
    people: People, end: Callable[[People, Invitation], None], said: str
) -> None:
    made, link = invited(people)
    end(people, made)
    guest = Client(headers={"accept-language": "en"})
    before = Membership.objects.count()
    for answer in (guest.get(link), guest.post(link, NEW)):
        assert answer.status_code == 410
        assert said in text(answer)
        assert "Own workspace" not in text(answer) and "owner" not in text(answer)
    assert Membership.objects.count() == before
    assert not type(people.user("owner")).objects.filter(username="aino").exists()


def test_a_changed_link_is_no_invitation(people: People) -> None:
    _made, link = invited(people)
    guest = Client(headers={"accept-language": "en"})
    for wrong in (link[:-2] + "/", "/invitations/x/", "/invitations/:/"):
        answer = guest.get(wrong)
        assert (answer.status_code, "This is no invitation" in text(answer)) == (404, True)
        assert "Own workspace" not in text(answer)


def test_an_account_that_cannot_be_uses_nothing_up(people: People) -> None:
    _made, link = invited(people)
    guest = Client(headers={"accept-language": "en"})
    for wrong, said in (
        ({"username": "VIEWER"}, "already exists"),
        ({"password2": "another-7-one"}, "password fields"),
        ({"password1": "aino", "password2": "aino"}, "too short"),
        ({"username": ""}, "required"),
        ({"email": "x"}, "valid email"),
    ):
        answer = guest.post(link, {**NEW, **wrong})
        assert answer.status_code == 422, wrong
        assert said in text(answer), wrong
        assert "kolmas-kivi-7" not in text(answer)
    assert invitations.state(Invitation.objects.get()) == "open"
    assert guest.post(link, NEW).status_code == 302


def test_making_accounts_is_slowed_down(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of, "ACCOUNTS", 2)
    _made, link = invited(people)
    guest = Client()
    answers = [guest.post(link, {**NEW, "password2": "x"}).status_code for _ in range(3)]
    assert answers == [422, 422, 429]
    assert guest.post(link, NEW).status_code == 429
    assert guest.get(link).status_code == 200


def test_an_invitation_page_is_kept_nowhere_and_tells_no_other_site(people: People) -> None:
    _made, link = invited(people)
    answer = Client().get(link)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_with_an_address_the_link_is_sent_too_in_the_workspaces_language(
    people: People, signed_in: In
) -> None:
    people.workspace.name = "Two\nlines"
    people.workspace.save()
    owner = signed_in("owner")
    answer = owner.post(url(people), {"role": "viewer", "email": "a@example.org"}, follow=True)
    assert "It was sent to a@example.org too." in text(answer)
    sent = mail.outbox[0]
    assert sent.to == ["a@example.org"]
    assert "\n" not in sent.subject and "Two lines" in sent.subject
    link = reverse("invitation", args=[invitations.signed(Invitation.objects.get())])
    assert f"http://testserver{link}" in sent.body
    assert "&quot;" not in sent.body and "<" not in sent.body


def test_without_a_mail_server_the_owner_is_told_so(
    people: People, signed_in: In, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    data = {"role": "viewer", "email": "a@example.org"}
    answer = signed_in("owner").post(url(people), data, follow=True)
    assert "a@example.org got nothing: pass the link on" in text(answer)
    assert "To: a@example.org" in capsys.readouterr().out


def test_an_owner_sends_only_so_many_messages_a_day(
    people: People, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MESSAGES", 1)
    owner, data = signed_in("owner"), {"role": "viewer", "email": "a@example.org"}
    assert [owner.post(url(people), data).status_code for _ in range(2)] == [302, 422]
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)
    assert owner.post(url(people), {"role": "viewer"}).status_code == 302


def test_a_role_is_changed_and_the_last_owner_stays(people: People, signed_in: In) -> None:
    owner = signed_in("owner")
    done = owner.post(
        url(people, "member-role", member(people, "viewer")), {"role": "editor"}, follow=True
    )
    assert "viewer is now Editor." in text(done)
    assert role_of(people.actor("viewer"), people.workspace) == "editor"
    for wrong in ("", "king"):
        owner.post(url(people, "member-role", member(people, "viewer")), {"role": wrong})
    assert role_of(people.actor("viewer"), people.workspace) == "editor"
    own = url(people, "member-role", member(people, "owner"))
    assert "A workspace keeps at least one owner." in text(
        owner.post(own, {"role": "viewer"}, follow=True)
    )
    assert role_of(people.actor("owner"), people.workspace) == "owner"


def test_a_removed_member_finds_nothing_and_their_token_opens_nothing(
    people: People, signed_in: In
) -> None:
    editor = signed_in("editor")
    _row, secret = membership.issue_token(people.actor("editor"), people.workspace, "T", "editor")
    home = f"/workspaces/{people.workspace.pk}/"
    api = {"authorization": f"Bearer {secret}"}
    assert editor.get(home).status_code == 200
    assert Client(headers=api).get("/api/v1/journeys/").status_code == 200
    owner = signed_in("owner")
    there = url(people, "remove-member", member(people, "editor"))
    assert "Remove editor?" in text(owner.get(there))
    assert "editor was removed." in text(owner.post(there, follow=True))
    for address in (home, f"{home}people/", f"{home}trash/", f"{home}catalogue/"):
        assert editor.get(address).status_code == 404
    assert editor.get("/").status_code == 403
    assert Client(headers=api).get("/api/v1/journeys/").status_code == 401
    assert owner.post(there).status_code == 404


def test_a_member_leaves_and_the_last_owner_cannot(people: People, signed_in: In) -> None:
    viewer, there = signed_in("viewer"), url(people, "remove-member", member(people, "viewer"))
    assert "Leave “Own workspace”?" in text(viewer.get(there))
    assert "invitations end too" not in text(viewer.get(there))
    answer = viewer.post(there, follow=True)
    assert "You have left Own workspace." in text(answer)
    assert "You are in no workspace yet" in text(answer)
    owner, own = signed_in("owner"), url(people, "remove-member", member(people, "owner"))
    assert "invitations end too" in text(owner.get(own))
    assert "keeps at least one owner" in text(owner.post(own, follow=True))


def test_names_stand_as_they_are_written(people: People, signed_in: In) -> None:
    hostile = people.user("viewer")
    hostile.first_name, hostile.last_name = '<b>&"', "%s %(name)s"
    hostile.save()
    owner = signed_in("owner")
    role = url(people, "member-role", member(people, "viewer"))
    page = owner.post(role, {"role": "editor"}, follow=True).content.decode()
    assert '<b>&"' not in page and "&lt;b&gt;&amp;&quot; %s %(name)s" in page
    page = owner.get(url(people, "remove-member", member(people, "viewer"))).content.decode()
    assert '<b>&"' not in page


def test_two_hundred_members_take_as_many_queries_as_four(
    people: People, signed_in: In, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    user = type(people.user("owner"))
    many = user.objects.bulk_create(user(username=f"u{at}") for at in range(200))
    Membership.objects.bulk_create(
        Membership(workspace=people.workspace, user=each, role=Role.VIEWER) for each in many
    )
    client = signed_in("owner")
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        assert text(client.get(url(people))).count('name="role"') == 204 + 1

"""One's account: profile, language, password and its loss, sessions, tokens, workspaces."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from journeymap.workspaces import people as membership
from journeymap.workspaces import profiles
from journeymap.workspaces.models import ApiToken, Membership, Workspace
from journeys.pages import sign_in
from journeys.pages.people import reset, workspaces
from tests.support.people import People

from .test_people import text

In = Callable[[str], Client]
PROFILE = {"first_name": "Aino", "last_name": "Öljynen", "language": "sv"}
NEW = "kolmas-kivi-7"


def enter(name: str, password: str, **meta: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": name, "password": password}, **meta)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def language(client: Client) -> str:
    found = re.search(r'<html lang="(\w+)"', text(client.get("/account/")))
    assert found
    return found[1]


def test_a_profile_speaks_its_language_here_at_once_and_elsewhere_from_the_sign_in(
    people: People,
) -> None:
    here = enter("viewer", "viewer")
    assert language(here) == "en"
    sent = {**PROFILE, "email": "viewer@example.org"}
    assert here.post("/account/", sent)["Location"] == "/account/"
    assert language(here) == "sv"
    assert language(enter("viewer", "viewer")) == "sv"
    assert "Aino Öljynen" in text(here.get("/account/"))
    assert language(enter("editor", "editor")) == "en"


def test_the_foot_of_a_page_changes_the_profile(people: People) -> None:
    here = enter("viewer", "viewer")
    here.post("/i18n/setlang/", {"language": "fi", "next": "/account/"})
    assert language(here) == language(enter("viewer", "viewer")) == "fi"
    here.post("/i18n/setlang/", {"language": "xx", "next": "/account/"})
    assert profiles.language_of(people.user("viewer")) == "fi"
    Client().post("/i18n/setlang/", {"language": "sv"})
    assert profiles.language_of(people.user("viewer")) == "fi"


def test_an_address_is_changed_with_the_password_only(people: People) -> None:
    here, user = enter("viewer", "viewer"), people.user("viewer")
    sent = {**PROFILE, "email": "other@example.org"}
    for password in ("", "wrong"):
        answer = here.post("/account/", {**sent, "password": password})
        assert (answer.status_code, "This is not your password." in text(answer)) == (422, True)
        assert "Aino Öljynen" not in text(answer).split("<main")[0], "nothing of it is shown yet"
    user.refresh_from_db()
    assert (user.email, user.first_name) == ("viewer@example.org", "")
    here.post("/account/", {**sent, "password": "viewer"})
    user.refresh_from_db()
    assert (user.email, user.first_name) == ("other@example.org", "Aino")


def test_a_new_password_ends_all_other_sessions(people: People) -> None:
    here, there = enter("viewer", "viewer"), enter("viewer", "viewer")
    sent = {"old_password": "viewer", "new_password1": NEW, "new_password2": NEW}
    for wrong in (
        {"old_password": "wrong"},
        {"new_password2": "x"},
        {"new_password1": "1", "new_password2": "1"},
    ):
        answer = here.post("/account/password/", {**sent, **wrong})
        assert answer.status_code == 422
        assert NEW not in text(answer)
    assert is_in(there)
    assert here.post("/account/password/", sent)["Location"] == "/account/"
    assert (is_in(here), is_in(there)) == (True, False)
    assert (is_in(enter("viewer", "viewer")), is_in(enter("viewer", NEW))) == (False, True)


def test_a_session_left_open_guesses_no_password(people: People) -> None:
    here = enter("viewer", "viewer")
    wrong = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    for _ in range(sign_in.ATTEMPTS):
        here.post("/account/password/", wrong)
        here.post("/account/", {"email": "viewer@example.org"})  # forgets nothing
    right = here.post("/account/password/", {**wrong, "old_password": "viewer"})
    assert (right.status_code, "Too many attempts." in text(right)) == (422, True)
    sent = {**PROFILE, "email": "x@example.org", "password": "viewer"}
    assert "Too many attempts." in text(here.post("/account/", sent))
    people.user("viewer").refresh_from_db()
    assert people.user("viewer").email == "viewer@example.org"
    assert is_in(enter("viewer", "viewer"))


def test_signing_out_everywhere_ends_ones_sessions_only(people: People) -> None:
    here, there, other = enter("viewer", "viewer"), enter("viewer", "viewer"), Client()
    other.force_login(people.user("editor"))
    here.post("/sign-out/", {"everywhere": "1"})
    assert [is_in(each) for each in (here, there, other)] == [False, False, True]
    assert is_in(enter("viewer", "viewer"))


def test_a_plain_sign_out_leaves_the_others(people: People) -> None:
    here, there = enter("viewer", "viewer"), enter("viewer", "viewer")
    here.post("/sign-out/")
    assert (is_in(here), is_in(there)) == (False, True)


def ask(email: str) -> tuple[int, str]:
    """What somebody is told who asks for a new password, and how much was sent."""
    guest = Client(headers={"accept-language": "en"})
    answer = guest.post("/account/reset/", {"email": email}, follow=True)
    reset.POST.submit(int).result()  # what was handed on before is sent
    return answer.status_code, re.sub(r"csrf\w+\" value=\"\w+", "", text(answer)).replace(email, "")


@pytest.mark.both_databases
def test_a_forgotten_password_is_renewed_by_a_link_that_works_once(people: People) -> None:
    profiles.choose_language(people.user("viewer"), "en")
    elsewhere = enter("viewer", "viewer")
    status, said = ask("VIEWER@example.org")
    assert status == 200 and "a link is on its way" in said
    sent = mail.outbox[0]
    assert sent.to == ["viewer@example.org"] and "viewer" in sent.body
    found = re.search(r"http://testserver(/account/reset/\S+)", sent.body)
    assert found
    guest = Client(headers={"accept-language": "en"})
    form = guest.get(found[1], follow=True)
    shown = form.redirect_chain[-1][0]
    assert found[1].split("/")[-2] not in shown, "the address shown is no secret"
    wrong = guest.post(shown, {"new_password1": "1", "new_password2": "1"})
    assert "too short" in text(wrong)
    done = guest.post(shown, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Your new password is set." in text(done)
    assert is_in(enter("viewer", NEW)) and not is_in(elsewhere)
    again = Client(headers={"accept-language": "en"}).get(found[1], follow=True)
    assert "This link does not work any more" in text(again)


def test_an_old_link_for_a_password_is_refused(people: People) -> None:
    ask("viewer@example.org")
    found = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert found
    people.user("viewer").email = "other@example.org"
    people.user("viewer").save()
    for address in (found[1], "/account/reset/MQ/x-y/", "/account/reset/%00/x/"):
        answer = Client(headers={"accept-language": "en"}).get(address, follow=True)
        assert "This link does not work any more" in text(answer), address


def test_whether_an_address_has_an_account_is_not_told(people: People) -> None:
    closed = people.user("commenter")
    closed.is_active = False
    closed.save()
    answers = {ask(email) for email in ("viewer@example.org", "x@example.org", closed.email)}
    assert len(answers) == 1
    assert [each.to for each in mail.outbox] == [["viewer@example.org"]]


def test_links_for_a_password_are_slowed_down_without_telling_whose(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask("viewer@example.org")
    assert {ask("Viewer@example.org")[0] for _ in range(5)} == {200}
    assert len(mail.outbox) == reset.FOR_EMAIL
    assert ask("viewer@example.org") == first
    monkeypatch.setattr(reset, "FROM_ADDRESS", 1)
    assert ask("editor@example.org")[0] == 429


def test_where_no_mail_goes_out_it_is_said(db: None, settings: object) -> None:
    said = "No e-mail server is set up here"
    client = Client(headers={"accept-language": "en"})
    assert said not in text(client.get("/account/reset/"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    assert said in text(client.get("/account/reset/"))


def test_guesses_over_many_names_from_one_address_are_slowed_down(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "ADDRESS_ATTEMPTS", 5)
    for _ in range(7):  # rightly signed in is not counted
        assert is_in(enter("editor", "editor"))
    for at in range(5):
        enter(f"name{at}", "wrong")
    assert not is_in(enter("editor", "editor"))
    assert is_in(enter("editor", "editor", REMOTE_ADDR="192.0.2.9"))


def test_a_token_shows_its_secret_once_and_opens_the_api(people: People) -> None:
    here = enter("editor", "editor")
    sent = {"name": "CI <b>", "workspace": people.workspace.pk, "role": "viewer", "days": "7"}
    answer = here.post("/account/tokens/", sent)
    found = re.search(r'id="secret" value="(jm_[\w-]+)"', text(answer))
    assert found and "no-store" in answer["Cache-Control"]
    page = text(here.get("/account/tokens/"))
    assert (
        found[1] not in page
        and found[1][:9] in page
        and "CI &lt;b&gt;" in page.replace("CI <b>", "CI &lt;b&gt;")
    )
    api = Client(headers={"authorization": f"Bearer {found[1]}"})
    assert api.get("/api/v1/journeys/").status_code == 200
    token = ApiToken.objects.get()
    assert timedelta(days=6) < token.expires_at - timezone.now() <= timedelta(days=7)
    assert here.post(f"/account/tokens/{token.pk}/revoke/")["Location"] == "/account/tokens/"
    assert api.get("/api/v1/journeys/").status_code == 401
    assert "None yet." in text(here.get("/account/tokens/"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": "owner"}, "A token cannot do more than its maker."),
        ({"role": "king"}, "Select a valid choice."),
        ({"days": "3650"}, "Select a valid choice."),
        ({"name": " "}, "This field is required."),
        ({"workspace": "foreign"}, "Select a valid choice."),
    ],
)
def test_a_token_that_may_not_be_is_not_made(
    people: People, changed: dict[str, str], said: str
) -> None:
    sent = {"name": "CI", "workspace": people.workspace.pk, "role": "viewer", "days": "7"}
    if changed.get("workspace"):
        changed = {"workspace": people.foreign.pk}
    answer = enter("editor", "editor").post("/account/tokens/", {**sent, **changed})
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert not ApiToken.objects.exists()


@pytest.mark.both_databases
def test_an_ended_token_says_so(people: People) -> None:
    token, _secret = membership.issue_token(
        people.actor("editor"), people.workspace, "CI", "viewer"
    )
    here = enter("editor", "editor")
    assert "badge-warn" not in text(here.get("/account/tokens/"))
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert "badge-warn" in text(here.get("/account/tokens/"))


def test_anybody_signed_in_makes_a_workspace_and_owns_it(people: People) -> None:
    here = enter("viewer", "viewer")
    sent = {"name": "  Uusi\n kunta ", "language": "sv", "time_zone": "Europe/Mariehamn"}
    answer = here.post("/new-workspace/", sent, follow=True)
    made = Workspace.objects.get(name="Uusi kunta")
    assert (made.language, made.time_zone) == ("sv", "Europe/Mariehamn")
    assert Membership.objects.get(workspace=made).role == "owner"
    assert made.documents.get().kind == "catalogue"
    assert answer.redirect_chain[-1][0] == f"/workspaces/{made.pk}/"
    page = text(here.get("/workspaces/" + people.workspace.pk + "/"))
    assert f'href="/workspaces/{made.pk}/"' in page, "one switches between them"


def test_a_workspace_without_a_name_or_place_is_not_made(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, count = enter("viewer", "viewer"), Workspace.objects.count()
    sent = {"name": "W", "language": "sv", "time_zone": "Europe/Mariehamn"}
    for wrong in ({"name": " "}, {"name": "x" * 201}, {"language": "x"}, {"time_zone": "Mars"}):
        assert here.post("/new-workspace/", {**sent, **wrong}).status_code == 422
    assert Workspace.objects.count() == count
    monkeypatch.setattr(workspaces, "MADE", 1)
    assert [here.post("/new-workspace/", sent).status_code for _ in range(2)] == [302, 422]


def test_settings_of_a_workspace_are_changed_and_what_was_is_offered(people: People) -> None:
    workspace = people.workspace
    Workspace.objects.filter(pk=workspace.pk).update(language="smn", time_zone="Nowhere/Else")
    owner, there = enter("owner", "owner"), f"/workspaces/{workspace.pk}/settings/"
    page = text(owner.get(there))
    assert '<option value="smn" selected>' in page
    assert '<option value="Nowhere/Else" selected>' in page
    sent = {"name": "Kunta", "language": "smn", "time_zone": "Europe/Helsinki"}
    assert owner.post(there, sent)["Location"] == there
    workspace.refresh_from_db()
    assert (workspace.name, workspace.language, workspace.time_zone) == tuple(sent.values())
    assert owner.post(there, {**sent, "name": ""}).status_code == 422

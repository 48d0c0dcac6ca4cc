"""Messages as a real mail server gets them, and what is said where it does not answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeymap.workspaces import invitations
from journeymap.workspaces.models import Invitation
from journeys.pages.people import reset
from tests.support.mail import mail_server
from tests.support.people import People
from tests.test_setup import manage

from .test_people import text, url

In = Callable[[str], Client]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def body(message: Message) -> str:
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


def test_messages_arrive_whole(people: People, signed_in: In, settings: Any) -> None:
    people.workspace.name = 'Äänekosken <b>& "palvelut"'
    people.workspace.save()
    with mail_server() as (port, taken):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        data = {"role": "viewer", "email": "aino@example.org"}
        signed_in("owner").post(url(people), data)
        Client().post("/account/reset/", {"email": "viewer@example.org"})
        reset.POST.submit(int).result()
    invited, renewed = taken
    assert 'Äänekosken <b>& "palvelut"' in str(make_header(decode_header(invited["Subject"])))
    assert (invited["To"], invited["From"]) == (
        "aino@example.org",
        "Journeymap <journeymap@localhost>",
    )
    link = reverse("invitation", args=[invitations.signed(Invitation.objects.get())])
    assert f"http://testserver{link}\n" in body(invited)
    assert 'Äänekosken <b>& "palvelut"' in body(invited)
    assert renewed["To"] == "viewer@example.org"
    way = re.search(r"http://testserver(/account/reset/\S+)", body(renewed))
    assert way and Client().get(way[1]).status_code == 302


def test_where_no_server_answers_nothing_is_lost(
    people: People, signed_in: In, settings: Any
) -> None:
    with mail_server() as (port, _taken):
        pass  # nobody listens there now
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    data = {"role": "viewer", "email": "aino@example.org"}
    page = text(signed_in("owner").post(url(people), data, follow=True))
    assert "It could not be sent to aino@example.org." in page
    assert invitations.signed(Invitation.objects.get()) in page
    answer = Client().post("/account/reset/", {"email": "viewer@example.org"})
    assert answer["Location"] == "/sign-in/"
    assert reset.POST.submit(int).result() == 0, "it goes on sending"


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "console.EmailBackend  25 False"),
        ({"EMAIL_HOST": "mail.example.org"}, "smtp.EmailBackend mail.example.org 25 False"),
        (
            {"EMAIL_HOST": "mail.example.org", "EMAIL_USE_TLS": "1"},
            "smtp.EmailBackend mail.example.org 587 True",
        ),
    ],
)
def test_the_environment_names_the_mail_server(env: dict[str, str], said: str) -> None:
    tell = "from django.conf import settings as s; print(s.EMAIL_BACKEND, s.EMAIL_HOST, "
    done = manage("shell", "--no-imports", "-c", tell + "s.EMAIL_PORT, s.EMAIL_USE_TLS)", **env)
    assert done.stdout.strip().endswith(said)

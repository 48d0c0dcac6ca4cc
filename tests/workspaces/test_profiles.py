"""A person's language, and the end of all sessions of one person and nobody else's."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from journeymap.workspaces import profiles
from tests.support.people import People


def test_a_language_is_kept_once(people: People) -> None:
    viewer = people.user("viewer")
    assert profiles.language_of(viewer) == ""
    for language in ("fi", "sv", ""):
        profiles.choose_language(viewer, language)
        assert profiles.language_of(viewer) == language
    assert profiles.language_of(people.user("editor")) == ""


@pytest.mark.both_databases
def test_all_sessions_of_one_person_end(people: People) -> None:
    clients = {}
    for name in ("viewer", "viewer", "editor"):
        client = Client()
        client.force_login(people.user(name))
        clients.setdefault(name, []).append(client)
    Client().get("/sign-in/")
    assert profiles.end_sessions(people.user("viewer")) == 2
    left = Session.objects.get()
    assert clients["editor"][0].cookies[settings.SESSION_COOKIE_NAME].value == left.pk
    for client in clients["viewer"]:
        assert client.get("/account/").status_code == 302
    assert clients["editor"][0].get("/account/").status_code == 200

"""A link with a password: for whom it opens, how long, and how guessing is slowed down."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from journeymap.documents import sharing
from journeymap.documents.models import ShareLink
from journeymap.workspaces import people as membership
from journeys.pages.share import guests
from tests.support.people import People

from .conftest import PASSWORD, Make, url, views


def test_the_password_opens_for_this_link_only(make: Make, guest: Client) -> None:
    link, other = make(password=PASSWORD), make(password=PASSWORD)
    asked = guest.get(url(link))
    assert asked.status_code == 403
    assert "This link has a password" in asked.content.decode()
    wrong = guest.post(url(link), {"password": "kuusi kettu"})
    assert wrong.status_code == 422
    assert "This is not the password." in wrong.content.decode()
    right = guest.post(url(link, "map/"), {"password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, url(link, "map/"))
    for end in ("", "map/", "map.svg", "map.png"):
        assert guest.get(url(link, end)).status_code == 200, end
        assert guest.get(url(other, end)).status_code == 403, end
    assert views(other) == 0
    kept = guest.cookies[guests.COOKIE]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == (url(link), True, "Lax")
    assert kept["max-age"] == 12 * 3600
    # Sent to another link, it opens nothing.
    assert Client(headers={"cookie": f"share={kept.value}"}).get(url(other)).status_code == 403
    assert Client(headers={"cookie": f"share={kept.value}x"}).get(url(link)).status_code == 403
    assert Client(headers={"cookie": f"share={kept.value}"}).get(url(link)).status_code == 200


def test_a_changed_password_is_asked_again(people: People, make: Make, guest: Client) -> None:
    link, editor = make(password=PASSWORD), people.actor("editor")
    guest.post(url(link), {"password": PASSWORD})
    assert guest.get(url(link)).status_code == 200
    sharing.change_link(link.document_id, link.pk, editor, name="Other name")
    assert guest.get(url(link)).status_code == 200
    sharing.change_link(link.document_id, link.pk, editor, password="viisi kettua")
    assert guest.get(url(link)).status_code == 403
    assert guest.post(url(link), {"password": PASSWORD}).status_code == 422


def test_the_password_is_asked_again_after_twelve_hours(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make(password=PASSWORD)
    guest.post(url(link), {"password": PASSWORD})
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + guests.KEPT - 60)
    assert guest.get(url(link)).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + guests.KEPT + 60)
    assert guest.get(url(link)).status_code == 403


def test_members_are_asked_too(make: Make, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("owner").get(url(make(password=PASSWORD))).status_code == 403


def test_guessing_is_slowed_down_for_one_address_and_for_all(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "GUESSES_OF_ALL", 30)
    link, other = make(password=PASSWORD), make(password=PASSWORD)

    def guess(password: str, address: str, at: ShareLink = link) -> int:
        return Client(REMOTE_ADDR=address).post(url(at), {"password": password}).status_code

    said = [guess(f"wrong {at}", "10.0.0.1") for at in range(guests.GUESSES)]
    assert set(said) == {422}
    assert guess(PASSWORD, "10.0.0.1") == 429  # not even looked at
    assert guess(PASSWORD, "10.0.0.2") == 302
    assert guess(PASSWORD, "10.0.0.1", other) == 302
    cache.clear()
    for at in range(guests.GUESSES_OF_ALL):
        guess("wrong", f"10.1.{at // 5}.1")
    assert guess(PASSWORD, "10.9.9.9") == 429


def test_who_knows_the_password_does_not_use_up_the_guesses(make: Make) -> None:
    link = make(password=PASSWORD)
    for _time in range(guests.GUESSES + 3):
        assert Client().post(url(link), {"password": PASSWORD}).status_code == 302


def test_a_form_from_another_site_is_refused(make: Make) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url(make(password=PASSWORD)), {"password": PASSWORD}).status_code == 403


def test_a_form_sent_to_a_link_without_a_password_changes_nothing(
    make: Make, guest: Client
) -> None:
    link = make()
    answer = guest.post(url(link), {"password": "x"})
    assert (answer.status_code, answer["Location"]) == (302, url(link))
    assert not guest.cookies


def test_a_removed_member_still_sees_what_everybody_with_the_link_sees(
    people: People, make: Make, signed_in: Callable[[str], Client]
) -> None:
    link, client = make(), signed_in("viewer")
    membership.remove_member(people.actor("owner"), people.workspace, people.user("viewer"))
    assert client.get(url(link)).status_code == 200
    assert views(link) == 1
    assert client.get(f"/journeys/{link.document_id}/").status_code == 404

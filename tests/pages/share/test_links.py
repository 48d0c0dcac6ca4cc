"""The page where links are made, changed, copied and revoked; it works with plain forms."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeymap.documents import sharing
from journeymap.documents.models import ShareLink
from tests.support.people import People

In = Callable[[str], Client]
URL = "/journeys/j1/share/"
NAME = '<b>&" Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseeri'


@pytest.fixture
def editor(people: People, signed_in: In) -> Client:
    people.journey("j1", title="Moving <i>house</i>", language="en")
    return signed_in("editor")


def make(client: Client, **values: str) -> ShareLink:
    answer = client.post(URL, {"name": "For customers", "view": "plain", **values})
    assert answer.status_code == 302, answer.context["form"].errors
    made = ShareLink.objects.order_by("-created_at", "-id")[0]
    assert answer["Location"] == f"{URL}#link-{made.pk}"
    return made


def page_of(client: Client) -> str:
    return unescape(client.get(URL).content.decode())


def test_at_first_nobody_outside_sees_the_journey(editor: Client) -> None:
    assert "Nobody outside sees this journey yet." in page_of(editor)


def test_a_link_is_made_and_its_address_stands_in_a_field(editor: Client) -> None:
    made = make(editor)
    page = editor.get(URL, follow=True).content.decode()
    (address,) = re.findall(r'value="(http://testserver/s/[^"]+)"', page)
    assert address == f"http://testserver/s/{sharing.signed(made)}/"
    assert Client().get(address).status_code == 200
    assert "Viewed 1 time, last on" in page_of(editor)


def test_a_link_is_told_with_all_that_it_is(editor: Client) -> None:
    last = timezone.localdate() + datetime.timedelta(days=30)
    make(editor, name=NAME, view="full", password="kuusi kettua", last_day=str(last))
    page = page_of(editor)
    assert NAME in page
    for text in ("The whole map", "with a password", "Not viewed yet.", f"until {last.day} "):
        assert text in page
    raw = editor.get(URL).content.decode()
    assert "<b>&" not in raw
    assert "<i>house" not in raw
    assert "kuusi" not in raw


def test_what_is_put_into_other_sites_is_shown_where_that_is_allowed(editor: Client) -> None:
    assert "<iframe" not in page_of(editor)
    plain = make(editor, embed="on")
    page = page_of(editor)
    base = f"http://testserver/s/{sharing.signed(plain)}/"
    title = 'title="Moving &lt;i&gt;house&lt;/i&gt;"'
    assert f'<iframe src="{base}embed/" {title}' in page
    assert '<img src="http' not in page
    full = make(editor, embed="on", view="full")
    assert f'<img src="http://testserver/s/{sharing.signed(full)}/map.svg"' in page_of(editor)


def test_a_link_opens_until_the_end_of_its_last_day_where_the_workspace_is(
    editor: Client, people: People
) -> None:
    last = timezone.localdate() + datetime.timedelta(days=3)
    made = make(editor, last_day=str(last))
    assert made.expires_at
    local = made.expires_at.astimezone(datetime.timezone(datetime.timedelta(hours=3)))
    assert local.date() - datetime.timedelta(days=1) == last
    assert local.hour in (0, 1)  # midnight in Helsinki, in summer or winter
    page = editor.get(f"{URL}{made.pk}/").content.decode()
    assert f'name="last_day" value="{last}"' in page


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": " "}, "name", "This field is required."),
        ({"name": "x" * 201}, "name", "at most 200 characters"),
        ({"view": "all"}, "view", "not one of the available choices"),
        ({"last_day": "2020-01-01"}, "last_day", "This day has passed."),
        ({"last_day": "9999-12-31"}, "last_day", "At most ten years ahead."),
        ({"last_day": "soon"}, "last_day", "Enter a valid date."),
        ({"password": "1234567"}, "password", "too short"),
        ({"password": "password"}, "password", "too common"),
        ({"password": "kuusi kettua", "embed": "on"}, "embed", "cannot be embedded"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    editor: Client, values: dict[str, str], field: str, said: str
) -> None:
    answer = editor.post(URL, {"name": "L", "view": "plain", **values})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    page = unescape(answer.content.decode())
    assert said in page
    assert "<title>Error: " in page
    assert not ShareLink.objects.exists()


def test_a_link_is_changed_and_keeps_its_address_and_its_password(editor: Client) -> None:
    made = make(editor, password="kuusi kettua")
    there = f"{URL}{made.pk}/"
    assert 'value="For customers"' in editor.get(there).content.decode()
    sent = {"name": "For managers", "view": "full", "password": "", "last_day": ""}
    answer = editor.post(there, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}#link-{made.pk}")
    changed = ShareLink.objects.get(pk=made.pk)
    assert (changed.name, changed.view) == ("For managers", "full")
    assert sharing.fits(changed, "kuusi kettua")
    assert editor.post(there, sent | {"embed": "on"}).status_code == 422
    assert editor.post(there, sent | {"no_password": "on", "embed": "on"}).status_code == 302
    assert ShareLink.objects.get(pk=made.pk).password == ""
    assert sharing.signed(changed) == sharing.signed(made)


def test_a_revoked_link_is_listed_apart_and_cannot_be_changed(editor: Client) -> None:
    made = make(editor)
    assert editor.get(f"{URL}{made.pk}/revoke/").status_code == 405
    answer = editor.post(f"{URL}{made.pk}/revoke/", follow=True)
    page = unescape(answer.content.decode())
    assert "“For customers” opens nothing any more." in page
    assert "Revoked links" in page
    assert sharing.signed(made) not in page
    assert editor.get(f"{URL}{made.pk}/").status_code == 404
    assert editor.post(f"{URL}{made.pk}/", {"name": "L", "view": "plain"}).status_code == 404


def test_a_link_that_ended_says_when(editor: Client) -> None:
    made = make(editor)
    ended = timezone.now() - datetime.timedelta(days=2)
    ShareLink.objects.filter(pk=made.pk).update(expires_at=ended)
    page = page_of(editor)
    assert "ended on" in page
    assert "See what guests see" not in page


def test_a_link_of_another_journey_is_not_found_here(editor: Client, people: People) -> None:
    people.journey("j2")
    made = make(editor)
    for end in ("", "revoke/"):
        answer = editor.post(f"/journeys/j2/share/{made.pk}/{end}", {"name": "L", "view": "plain"})
        assert answer.status_code == 404
    assert ShareLink.objects.get(pk=made.pk).revoked_at is None


def test_the_way_there_is_in_the_bar_of_those_who_may(people: People, signed_in: In) -> None:
    people.journey("j1")
    for who, shown in (("owner", True), ("editor", True), ("commenter", False), ("viewer", False)):
        page = signed_in(who).get("/journeys/j1/path/").content.decode()
        assert (f'href="{URL}"' in page) == shown, who


def test_the_page_costs_as_many_queries_for_forty_links_as_for_one(
    editor: Client, people: People
) -> None:
    make(editor)
    editor.get(URL)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as seen:
            editor.get(URL)
        counts.append(len(seen))
        for at in range(39):
            sharing.make_link("j1", people.actor("editor"), name=f"L{at}", view="full", embed=True)
    assert counts[0] == counts[1]

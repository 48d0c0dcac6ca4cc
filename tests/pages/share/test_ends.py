"""What a link that ended gives, what browsers are told, and what is counted."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeymap.documents import sharing, shelf
from journeymap.documents.models import ShareLink
from tests.support.people import EVERYBODY, MEMBERS, People

from .conftest import PASSWORD, Make, url, views


def ended(people: People, link: ShareLink, how: str) -> None:
    editor = people.actor("editor")
    if how == "revoked":
        sharing.revoke_link(link.document_id, link.pk, editor)
    elif how == "expired":
        ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    elif how == "trashed":
        shelf.trash(link.document_id, editor)
    else:
        sharing.change_link(link.document_id, link.pk, editor, password=PASSWORD, embed=False)


@pytest.mark.parametrize("how", ["revoked", "expired", "trashed", "locked"])
def test_what_ended_gives_nothing_on_the_next_request(
    how: str, people: People, make: Make, guest: Client
) -> None:
    link = make(embed=True)
    held = {end: guest.get(url(link, end)) for end in ("", "map/", "embed/", "map.svg", "map.png")}
    assert {each.status_code for each in held.values()} == {200}
    ended(people, link, how)
    for end, answer in held.items():
        tag = {"If-None-Match": answer.headers.get("ETag", "*")}
        for headers in ({}, tag, {"If-None-Match": "*"}):
            gone = guest.get(url(link, end), headers=headers)
            assert gone.status_code == (403 if how == "locked" else 404), end
            assert gone["Cache-Control"] == "private, no-store"
            assert "Moving" not in gone.content.decode()
    link.refresh_from_db()
    assert link.views == 3


@pytest.mark.parametrize(
    "text", ["x", "a.b", "%00", "..", "AaIB1uw9ceiFVdAWTqpEXg.AAAAAAAAAAAAAAAAAAAAAA"]
)
def test_what_was_made_up_is_answered_calmly(text: str, guest: Client, people: People) -> None:
    for end in ("", "map/", "embed/", "map.svg"):
        answer = guest.get(f"/s/{text}/{end}")
        assert answer.status_code == 404
    assert not answer.cookies


@pytest.mark.parametrize("end", ["", "map/", "embed/", "map.svg", "map.png"])
def test_no_cookie_no_referrer_and_no_list_of_pages(end: str, make: Make, guest: Client) -> None:
    answer = guest.get(url(make(embed=True), end))
    assert not answer.cookies
    assert not guest.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_only_the_embedded_page_may_stand_in_frames_of_others(make: Make, guest: Client) -> None:
    for embed in (True, False):
        link = make(embed=embed)
        for end in ("", "map/", "embed/", "map.svg", "map.png"):
            answer = guest.get(url(link, end))
            policy = answer["Content-Security-Policy"]
            if end == "embed/" and embed:
                assert "frame-ancestors *" in policy
                assert "X-Frame-Options" not in answer.headers
            else:
                assert answer.status_code == (404 if end == "embed/" else 200)
                assert "frame-ancestors 'none'" in policy
                assert answer["X-Frame-Options"] == "DENY"
            assert "script-src 'self'" in policy
        shared = guest.get(url(link, "map.svg"))["Cross-Origin-Resource-Policy"]
        assert shared == ("cross-origin" if embed else "same-origin")


def test_an_embedded_page_shows_the_links_own_view(make: Make, guest: Client) -> None:
    assert "<svg" in guest.get(url(make(embed=True), "embed/")).content.decode()
    plain = guest.get(url(make(embed=True, view="plain"), "embed/")).content.decode()
    assert 'class="story"' in plain


def test_pages_are_counted_and_pictures_are_not(make: Make, guest: Client) -> None:
    link = make(embed=True)
    for at, end in enumerate(("", "map/", "embed/"), start=1):
        guest.get(url(link, end))
        assert views(link) == at
    for end in ("map.svg", "map.png", "map.gif"):
        guest.get(url(link, end))
    for end in ("", "map/", "embed/"):
        assert guest.head(url(link, end)).status_code == 200
        for name in ("Sec-Purpose", "Purpose"):
            guest.get(url(link, end), headers={name: "prefetch;prerender"})
    assert views(link) == 3
    zone = datetime.timezone(datetime.timedelta(hours=2))
    day = ShareLink.objects.get(pk=link.pk).last_viewed_on
    assert day in {timezone.localdate(timezone=zone), timezone.localdate()}


@pytest.mark.parametrize("who", EVERYBODY)
def test_members_who_look_are_not_counted(
    who: str, make: Make, signed_in: Callable[[str], Client]
) -> None:
    link = make()
    signed_in(who).get(url(link))
    assert views(link) == (0 if who in MEMBERS else 1)


def test_a_view_costs_one_write_and_a_fixed_number_of_queries(told: Make, guest: Client) -> None:
    link = told()
    guest.get(url(link))  # what is published is brought up to date
    with CaptureQueriesContext(connection) as seen:
        guest.get(url(link))
    writes = [q["sql"] for q in seen if q["sql"].split()[0] not in ("SELECT", "WITH")]
    assert [sql.split()[0] for sql in writes] == ["UPDATE"]
    assert len(seen) <= 9

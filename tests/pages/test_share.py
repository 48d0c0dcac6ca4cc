"""A guest at a link: what they see, what browsers are told, what is counted, and what ends."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeymap.documents import log, sharing, shelf
from journeymap.documents.models import ShareLink
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import SYSTEM
from journeys import diagrams, rows
from journeys.pages.share import guests, pictures
from tests.support.people import EVERYBODY, MEMBERS, People
from touchpoints import answers

from .conftest import Sample
from .test_languages import LANGUAGES, foreign_words, words

Make = Callable[..., ShareLink]
PASSWORD = "kuusi kettua"
END = timezone.now() + datetime.timedelta(days=9)


@pytest.fixture
def make(people: People) -> Make:
    """Make a link to a small journey; by itself one that shows the whole map."""
    people.journey("j1", title="Moving house", language="en")
    return partial(link_to, people, "j1")


@pytest.fixture
def told(people: People, sample: Sample) -> Make:
    """Make a link to the sample."""
    return partial(link_to, people, sample.id)


def link_to(people: People, journey: str, **values: Any) -> ShareLink:
    values = {"name": "A link", "view": "full", **values}
    return sharing.make_link(journey, people.actor("editor"), **values)


@pytest.fixture
def guest() -> Client:
    """A browser without a past, in English."""
    return Client(headers={"accept-language": "en"})


def url(link: ShareLink, end: str = "") -> str:
    return f"/s/{sharing.signed(link)}/{end}"


# -- the plain story -------------------------------------------------------------------------------


def test_the_story_tells_what_happens_and_what_customers_said(told: Make, guest: Client) -> None:
    page = unescape(guest.get(url(told(view="plain"))).content.decode())
    for text in (
        "Start-up grant: from idea to first payment",
        "Asked for more details",
        "You do this",
        "Staff do this",
        "Done by: Business adviser",
        "This happens by itself",
        "Displeased",
        "61 answers",
        "Worse than expected: about 7 in 10",
        "14 days",
        "This moment decides how the whole feels",
        "Then it takes about 19 days",
        "What can happen next",
        "Is being made better:",
    ):
        assert text in page, text
    for text in ("assumed", "Assumed", "interval", "severity", "persona", "touchpoint"):
        assert text not in page, text


def test_the_story_has_a_heading_for_every_stage_and_step(told: Make, guest: Client) -> None:
    answer = guest.get(url(told()))
    story = answer.context["story"]
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert [len(re.findall(f"<h{n}[ >]", page)) for n in (2, 3)] == [
        len(story.graph.stages),
        len(story.graph.steps),
    ]
    for target in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{target}"' in page, target


def test_ways_that_most_go_come_first_and_ends_last(told: Make, guest: Client) -> None:
    moments = guest.get(url(told())).context["story"].by_id
    ways = moments["paatoksen-saanti"].ways
    assert [(way.share, way.target is None) for way in ways] == [
        ("about 8 in 10", False),
        ("very few", False),
        ("about 2 in 10", True),
    ]
    assert moments["kuulee"].ways == []


def test_who_waits_too_long_for_a_picture_is_asked_to_come_again(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_PATIENCE", 0)
    link = make()
    with pictures._DRAWING:
        late = guest.get(url(link, "map.svg"))
    assert late.status_code == 503
    assert "ETag" not in late.headers
    assert guest.get(url(link, "map.svg")).status_code == 200


def test_what_is_only_thought_is_not_said_by_customers(
    people: People, make: Make, guest: Client
) -> None:
    def pain(id: str, **value: Any) -> dict[str, Any]:
        value = {"kind": "pain", "title": f"Pain {id}", "step": "s1", **value}
        return {"op": "put", "kind": "finding", "id": id, "value": value}

    log.commit("j1", SYSTEM, [pain("p1", evidence={"level": "guess"})], client_id="p1")
    page = guest.get(url(make())).content.decode()
    assert "Pain p1" in page
    assert "(our guess)" in page
    assert "What customers say" not in page
    told = pain("p2", evidence={"level": "interviews", "n": 4})
    log.commit("j1", SYSTEM, [told], client_id="p2")
    page = guest.get(url(make())).content.decode()
    said, _title, rest = page.partition("What customers say")[2].partition("Pain p2")
    assert "Pain p1" not in said
    assert "Pain p1" in rest


def test_few_answers_are_not_told_in_numbers(
    people: People, sample: Sample, told: Make, guest: Client
) -> None:
    item = {"client_id": "one", "journey": sample.id, "step": "kuulee", "emotion": 1}
    answers.record(people.workspace, SYSTEM, [item])
    page = guest.get(url(told())).content.decode()
    assert "So few have answered that it would show who they are." in page
    assert "Frustrated" not in page


def test_what_people_wrote_is_shown_as_text(people: People, make: Make, guest: Client) -> None:
    hostile = "<b>&\"' {{ 1 }}"
    document = people.journey("h1", title=hostile, summary=hostile, goal=hostile)
    ops = [{"op": "patch", "id": "s1", "set": {"title": hostile, "description": hostile}}]
    log.commit(document, SYSTEM, ops, client_id="h")
    link = sharing.make_link(
        document, people.actor("editor"), name=hostile, view="full", embed=True
    )
    for end in ("", "map/", "embed/", "map.svg"):
        page = guest.get(url(link, end)).content.decode()
        assert "&lt;b&gt;" in page
        assert "<b>&" not in page


@pytest.mark.parametrize("stages", [0, 1])
def test_an_empty_journey_and_one_without_stages_are_told(
    stages: int, people: People, guest: Client
) -> None:
    document = people.journey("e1", language="en")
    gone = ["s1", *([] if stages else ["g1"])]
    log.commit(document, SYSTEM, [{"op": "remove", "id": id} for id in gone], client_id="e")
    link = sharing.make_link(document, people.actor("editor"), name="L", view="full")
    assert "There is nothing here yet." in guest.get(url(link)).content.decode()
    assert guest.get(url(link, "map/")).status_code == 200
    step = {"op": "put", "kind": "step", "id": "alone", "value": {"title": "Alone"}}
    log.commit(document, SYSTEM, [step], client_id="e2")
    page = guest.get(url(link)).content.decode()
    assert "Step by step" in page
    assert "Alone" in page


# -- languages -------------------------------------------------------------------------------------


def test_the_reader_chooses_among_the_languages_of_the_journey(told: Make, guest: Client) -> None:
    titles = {"fi": "Starttiraha", "sv": "Startpeng", "en": "Start-up grant"}
    link = told()
    for end in ("", "map/"):
        for language, title in titles.items():
            page = guest.get(url(link, end), {"language": language}).content.decode()
            assert f'<html lang="{language}"' in page
            assert title in page
            assert all(f'hreflang="{each}"' in page for each in titles)
    for reader, language in (("sv", "sv"), ("en-GB", "en"), ("de", "en")):
        page = guest.get(url(link), headers={"accept-language": reader}).content.decode()
        assert titles[language] in page
    nonsense = guest.get(url(link), {"language": "../../x"}).content.decode()
    assert titles["en"] in nonsense


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_sharing_is_half_english(
    language: str, told: Make, guest: Client, signed_in: Callable[[str], Client]
) -> None:
    open_to_all, locked = told(embed=True), told(password=PASSWORD, expires_at=END)
    share = f"/journeys/{locked.document_id}/share/"
    asked = [(guest, url(open_to_all, end)) for end in ("", "map/", "embed/")]
    asked += [(guest, url(locked)), (guest, "/s/nothing/")]
    asked += [(signed_in("editor"), f"{share}{end}") for end in ("", f"{locked.pk}/")]
    english = foreign_words(language)
    for client, address in asked:
        said = words(client.get(address, headers={"accept-language": language}).content)
        assert f'<html lang="{language}"' in said
        assert not [text for text in english if text in said], address


def test_a_journey_of_one_language_is_told_in_it(people: People, guest: Client) -> None:
    document = people.journey("f1", title="Kirjastokortti", language="fi")
    link = sharing.make_link(document, people.actor("editor"), name="L")
    page = guest.get(url(link)).content.decode()
    assert '<html lang="fi"' in page
    assert "hreflang" not in page


def test_a_language_that_the_program_does_not_speak_is_marked(
    people: People, guest: Client
) -> None:
    document = people.journey("smn", title="Kirjerájukoorttâ", language="smn")
    link = sharing.make_link(document, people.actor("editor"), name="L")
    page = guest.get(url(link)).content.decode()
    assert '<html lang="en"' in page
    assert '<h1 lang="smn">Kirjerájukoorttâ' in page


# -- which view ------------------------------------------------------------------------------------


def test_a_link_of_plain_words_opens_no_map_nor_names_it(make: Make, guest: Client) -> None:
    link = make(view="plain")
    for end in ("map/", "map.svg", "map.png"):
        assert guest.get(url(link, end)).status_code == 404
    assert "map/" not in guest.get(url(link)).content.decode()


def test_the_whole_map_is_drawn_and_told_below(told: Make, guest: Client) -> None:
    link = told()
    page = guest.get(url(link, "map/")).content.decode()
    assert "<svg" in page
    assert "<table" in page
    assert f'href="{url(link)}?language=en"' in page
    assert "/journeys/" not in page  # nothing leads inside
    for target in set(re.findall(r'href="#(step-[^"]+)"', page)):
        assert f'id="{target}"' in page, target


# -- pictures --------------------------------------------------------------------------------------


def test_pictures_are_sent_once_and_again_when_something_changed(make: Make, guest: Client) -> None:
    link = make()
    for ext, kind in pictures.MEDIA_TYPES.items():
        first = guest.get(url(link, f"map.{ext}"))
        assert (first.status_code, first["Content-Type"]) == (200, kind)
        tag = {"If-None-Match": first["ETag"]}
        again = guest.get(url(link, f"map.{ext}"), headers=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        for answer in (first, again):
            assert answer["Cache-Control"] == "private, no-cache"
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    before = {ext: guest.get(url(link, f"map.{ext}")) for ext in pictures.MEDIA_TYPES}
    ops = [{"op": "patch", "id": "s1", "set": {"title": "Another title"}}]
    log.commit("j1", SYSTEM, ops, client_id="t")
    for ext, old in before.items():
        changed = guest.get(url(link, f"map.{ext}"), headers={"If-None-Match": old["ETag"]})
        assert changed.status_code == 200
        assert changed.content != old.content


def test_a_picture_is_drawn_once_for_all(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    render = diagrams.render

    def counted(name: str, ext: str, *more: Any) -> bytes:
        drawn.append(ext)
        return render(name, ext, *more)

    monkeypatch.setattr(diagrams, "render", counted)
    for link in (make(), make(), make(embed=True)):
        for theme in ("light", "dark", "nonsense"):
            for language in ("sv", "nonsense", ""):
                asked = {"theme": theme, "language": language}
                assert guest.get(url(link, "map.svg"), asked).status_code == 200
    assert len(drawn) == 4  # light and dark, in Swedish and in the journey's own words


def test_answers_that_arrive_change_the_picture(people: People, make: Make, guest: Client) -> None:
    link = make()
    before = guest.get(url(link, "map.svg"))["ETag"]
    item = {"client_id": "x1", "journey": "j1", "step": "s1", "emotion": 1}
    answers.record(people.workspace, SYSTEM, [item])
    assert guest.get(url(link, "map.svg"))["ETag"] != before


def test_a_picture_of_a_journey_that_changes_while_it_is_read_is_read_again(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, changes = rows.load, iter(range(2))

    def changing(key: str) -> Any:
        for at in changes:  # somebody edits after the versions were read, twice
            ops = [{"op": "patch", "id": "s1", "set": {"title": f"Title {at}"}}]
            log.commit("j1", SYSTEM, ops, client_id=f"m{at}")
            break
        return load(key)

    monkeypatch.setattr(rows, "load", changing)
    link = make()
    first = guest.get(url(link, "map.svg"))
    assert b"Title 1" in first.content
    assert guest.get(url(link, "map.svg"), headers={"If-None-Match": first["ETag"]}).content == b""


# -- what ends -------------------------------------------------------------------------------------


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


# -- what browsers are told, and what is not kept --------------------------------------------------


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


# -- counting --------------------------------------------------------------------------------------


def views(link: ShareLink) -> int:
    return ShareLink.objects.get(pk=link.pk).views


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
    with CaptureQueriesContext(connection) as seen:
        guest.get(url(link))
    writes = [q["sql"] for q in seen if q["sql"].split()[0] not in ("SELECT", "WITH")]
    assert [sql.split()[0] for sql in writes] == ["UPDATE"]
    assert len(seen) <= 9


# -- the password ----------------------------------------------------------------------------------


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

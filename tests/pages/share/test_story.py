"""The story that a guest is told: its words, its languages, and the map below it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from journeymap.documents import log, sharing
from journeymap.workspaces.access import SYSTEM
from tests.pages.conftest import Sample
from tests.pages.test_languages import LANGUAGES, foreign_words, words
from tests.support.people import People
from touchpoints import answers

from .conftest import PASSWORD, Make, url

END = timezone.now() + datetime.timedelta(days=9)


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

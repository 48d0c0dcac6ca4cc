"""The page of the live editor: what it starts from, for whom, at what cost, and without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log
from journeys.pages.modules import imported, modules
from tests.support.people import MEMBERS, People
from touchpoints.models import Answer

from .conftest import Sample

In = Callable[[str], Client]
NOSCRIPT = re.compile(r"<noscript>(.*?)</noscript>", re.S)


def boot(answer: HttpResponse) -> Any:
    """What the browser reads from the page: the element's text, up to the first end tag."""
    found = re.search(
        r'<script type="application/json" id="boot">(.*?)</script', answer.content.decode(), re.S
    )
    assert found
    return json.loads(found[1])


def stored(document_id: str) -> list[list[Any]]:
    return sorted(
        [kind, value["id"], {name: held for name, held in value.items() if name != "id"}]
        for kind, value in log.records(document_id)
    )


def test_the_page_holds_the_journey_and_the_catalogue_as_they_are_kept(
    people: People, sample: Sample, signed_in: In
) -> None:
    people.journey("other", title="Another one")
    people.journey("theirs", foreign=True)
    told = boot(signed_in("editor").get(sample.url))
    for name, document_id in (("journey", sample.id), ("catalogue", people.workspace.pk)):
        held = told[name]
        assert (held["id"], held["version"]) == (document_id, log.load(document_id)[0])
        assert sorted(held["records"]) == stored(document_id)
        assert len(held["records"]) > 20
    assert told["journeys"] == [{"id": "other", "title": "Another one"}]
    assert told["view"] == "map" and told["language"] == "en"


def test_its_measures_are_those_of_the_api_and_no_single_answer_is_in_it(
    sample: Sample, signed_in: In
) -> None:
    client = signed_in("editor")
    page = client.get(sample.url)
    assert boot(page)["measures"] == client.get(f"/api/v1/journeys/{sample.id}/measures/").json()
    words = set(Answer.objects.exclude(comment="").values_list("comment", flat=True))
    assert words and not [each for each in words if each in unescape(page.content.decode())]


@pytest.mark.parametrize("who", MEMBERS)
def test_it_says_what_the_reader_may_do(
    who: str, people: People, sample: Sample, signed_in: In
) -> None:
    told = boot(signed_in(who).get(sample.url))
    edits = who in ("owner", "editor")
    assert told["may"] == {"edit": edits, "comment": who != "viewer", "answers": edits}
    user = people.user(who)
    assert told["user"] == {"id": str(user.pk), "name": user.get_full_name() or who}


def test_its_token_is_one_that_an_edit_is_sent_with(sample: Sample, people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.user("editor"))
    told = boot(client.get(sample.url))
    edit = {
        "client_id": "e1",
        "ops": [{"op": "patch", "id": sample.step, "set": {"title": "Uusi"}}],
    }
    for token, status in (("", 403), (told["csrf"], 200)):
        answer = client.post(
            told["urls"]["edits"],
            edit,
            content_type="application/json",
            headers={"x-csrftoken": token},
        )
        assert answer.status_code == status, answer.content


def test_its_addresses_lead_somewhere(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    told = boot(client.get(sample.url))
    of = {"step": sample.step, "uses": told["catalogue"]["records"][0][1]}
    for name, url in told["urls"].items():
        status = 405 if "undo" in name else 302 if name == "signin" else 200
        assert client.get(url.replace("{id}", of.get(name, "{id}"))).status_code == status, name


def test_fields_lanes_kinds_and_gaps_are_in_the_readers_language(
    sample: Sample, signed_in: In
) -> None:
    told = {
        language: boot(signed_in("viewer").get(sample.url, headers={"accept-language": language}))
        for language in ("en", "fi", "sv")
    }
    for path in (
        ("schema", "journey", "kinds", "finding", "label"),
        ("schema", "catalogue", "kinds", "touchpoint", "fields", "name", "label"),
        ("lanes", "computed", 1, 1),
        ("lanes", "cards", 0, 1),
        ("kinds", "practice", "label"),
        ("gaps", "below"),
    ):
        found = []
        for each in told.values():
            for key in path:
                each = each[key]
            found.append(each)
        assert len({*found}) == 3, found
    assert [kind for kind, *_ in told["en"]["lanes"]["computed"]][:2] == ["path", "experience"]
    assert told["en"]["words"] == {} and told["fi"]["words"]["Close"] == "Sulje"


def test_hostile_words_end_no_script(people: People, signed_in: In) -> None:
    words = "</script><script>alert('x')</script><!--\u2028 &\"\\"
    journey = people.journey(title=words)
    answer = signed_in("editor").get(f"/journeys/{journey}/")
    (root,) = (
        value for kind, _id, value in boot(answer)["journey"]["records"] if kind == "journey"
    )
    assert root["title"] == words
    assert "<script>alert" not in answer.content.decode()


def test_it_costs_as_many_queries_for_a_long_journey_as_for_a_short_one(
    people: People, signed_in: In
) -> None:
    def queries(url: str) -> int:
        client = signed_in("editor")
        client.get(url)
        with CaptureQueriesContext(connection) as made:
            assert client.get(url).status_code == 200
        return len(made)

    url = f"/journeys/{people.journey()}/"
    few = queries(url)
    ops = [
        {"op": "put", "kind": "step", "id": f"n{at}", "value": {"title": f"N{at}", "stage": "g1"}}
        for at in range(50)
    ]
    log.commit("j1", people.actor("editor"), ops, client_id="grow")
    for at in range(5):
        people.journey(f"other-{at}")
    assert queries(url) == few


def test_without_scripts_the_map_is_a_picture_and_a_table(sample: Sample, signed_in: In) -> None:
    client = signed_in("viewer")
    found = NOSCRIPT.search(client.get(sample.url).content.decode())
    assert found and f'href="{sample.url}table/"' in found[1]
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', found[1])
    assert len(pictures) == 2  # dark and light
    for each in pictures:
        assert client.get(unescape(each))["Content-Type"] == "image/svg+xml"
    client.cookies["theme"] = "dark"
    found = NOSCRIPT.search(client.get(sample.url).content.decode())
    assert found and "theme=dark" in found[1] and "theme=light" not in found[1]


def test_the_table_is_in_the_page_and_live_for_who_may_add_to_it(
    sample: Sample, signed_in: In
) -> None:
    for who, live in (("editor", True), ("commenter", True), ("viewer", False)):
        answer = signed_in(who).get(f"{sample.url}table/")
        page = answer.content.decode()
        assert "Steps in the order of the path" in page and "Asked for more details" in page
        assert ("<jm-editor>" in page) == live
        if live:
            assert boot(answer)["view"] == "table"


def test_browsers_keep_no_copy_that_back_would_show(sample: Sample, signed_in: In) -> None:
    assert signed_in("viewer").get(sample.url)["Cache-Control"] == "private, no-store"


def test_all_modules_are_there_and_named_at_once(sample: Sample, signed_in: In) -> None:
    found = modules("editor/main.js", "editor/elements/map.js")
    assert not found.missing
    page = signed_in("viewer").get(sample.url).content.decode()
    preloads = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page)
    assert preloads == found.preloads and len(preloads) == len(set(preloads)) > 40
    client = signed_in("viewer")
    for address in (*preloads, *found.imports.values(), found.entry):
        assert client.get(address).status_code == 200, address
    for address in preloads:
        source = client.get(address).content.decode()
        named = [urljoin(address, name) for name, now in imported(source) if now and name[0] == "."]
        assert {*named} <= {*preloads}, f"not named at once, by {address}"
    first = min(page.index("modulepreload"), page.index('<script type="module"'))
    assert page.index('<script type="importmap"') < first

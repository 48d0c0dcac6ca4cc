"""Signing in: words that help, guesses that are slowed down, languages and colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from journeys.pages import sign_in
from tests.support.people import People

from .conftest import Sample

In = Callable[[str], Client]


def attempt(client: Client, name: str, password: str, **meta: str) -> int:
    data = {"username": name, "password": password}
    return client.post("/sign-in/", data, headers={"accept-language": "en"}, **meta).status_code


def test_a_member_signs_in_and_goes_where_they_wanted(people: People) -> None:
    client = Client()
    where = f"/workspaces/{people.workspace.pk}/catalogue/"
    data = {"username": "viewer", "password": "viewer", "next": where}
    assert client.post("/sign-in/", data)["Location"] == where
    assert client.get(where).status_code == 200
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get(where).status_code == 302


def test_a_wrong_password_is_said_without_telling_which_was_wrong(people: People) -> None:
    said = [
        Client(headers={"accept-language": "en"})
        .post("/sign-in/", {"username": name, "password": "wrong"})
        .context["form"]
        .non_field_errors()
        for name in ("viewer", "nobody-of-this-name")
    ]
    assert (
        said[0]
        == said[1]
        == ["The name and the password do not match. Check both; capital letters matter."]
    )


def test_guesses_are_slowed_down_for_a_name_from_an_address(people: People) -> None:
    client = Client()
    for _ in range(sign_in.ATTEMPTS):
        assert attempt(client, "viewer", "wrong") == 200
    assert attempt(client, "viewer", "viewer") == 429
    assert attempt(client, " VIEWER", "viewer") == 429
    answer = client.post("/sign-in/", {"username": "viewer", "password": "viewer"})
    assert answer["Retry-After"] == str(sign_in.WINDOW)
    assert attempt(Client(), "editor", "editor") == 302
    assert attempt(Client(), "viewer", "viewer", REMOTE_ADDR="192.0.2.7") == 302


def test_signing_in_forgets_the_wrong_attempts(people: People) -> None:
    for _ in range(3):
        for _ in range(sign_in.ATTEMPTS - 1):
            assert attempt(Client(), "viewer", "wrong") == 200
        assert attempt(Client(), "viewer", "viewer") == 302


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_is_in_the_chosen_language(
    language: str, people: People, sample: Sample, signed_in: In
) -> None:
    client = signed_in("viewer")
    there = client.post("/i18n/setlang/", {"language": language, "next": sample.url})
    assert there["Location"] == sample.url
    page = client.get(sample.url).content.decode()
    assert f'<html lang="{language}"' in page
    shown = client.get(f"{sample.url}path/").content.decode()
    assert shown.count(sample.graph.localised(language).journey.title) >= 2
    assert sample.graph.journey.title in page  # what is edited is the journey's own language


def test_the_browser_names_the_language_at_first(db: None) -> None:
    for header, language in (("sv-FI,sv;q=0.9", "sv"), ("fi", "fi"), ("de", "en")):
        page = Client(headers={"accept-language": header}).get("/sign-in/").content.decode()
        assert f'<html lang="{language}"' in page


def test_text_in_another_language_than_the_page_is_marked(people: People, signed_in: In) -> None:
    journey = people.journey(title="Polku", language="fi")
    page = signed_in("viewer").get(f"/journeys/{journey}/").content.decode()
    assert '<h1 lang="fi"><jm-title>Polku</jm-title></h1>' in page
    page = signed_in("viewer").get(f"/journeys/{journey}/path/").content.decode()
    assert '<h1 lang="fi">Polku</h1>' in page


def test_the_chosen_colours_are_kept(db: None) -> None:
    client = Client()
    assert "data-theme" not in client.get("/sign-in/").content.decode()
    for chosen in ("dark", "light"):
        assert client.post("/colours/", {"theme": chosen, "next": "/sign-in/"}).status_code == 302
        assert f'data-theme="{chosen}"' in client.get("/sign-in/").content.decode()
    client.post("/colours/", {"theme": "auto"})
    assert "data-theme" not in client.get("/sign-in/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/sign-in/").content.decode()


def test_pages_carry_no_style_or_script_of_their_own(
    people: People, sample: Sample, signed_in: In
) -> None:
    import re

    client = signed_in("editor")
    for url in ("", "path/", "table/", f"steps/{sample.step}/"):
        page = client.get(sample.url + url).content.decode()
        own = r"<style(?! nonce=)|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|\snonce=|/json))"
        assert not re.search(own, page), url

"""Opening a link: in which language, when there is nothing to answer, previews."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.people import EVERYBODY, People
from touchpoints.intake.questions import STANDARD
from touchpoints.models import Answer, SurveyRound, Wording

from .conftest import Ask, answer, hidden, text, url

DAY = timezone.timedelta(days=1)


@pytest.mark.parametrize(
    ("browser", "query", "fields", "language"),
    [
        ("sv-FI,sv;q=0.9,en;q=0.5", "", {}, "sv"),
        ("de,fi;q=0.5", "", {}, "fi"),
        ("en", "?lang=fi", {}, "fi"),
        ("en", "?lang=xx", {}, "en"),
        ("en", "", {"languages": ["fi", "sv"]}, "fi"),
        ("en,sv;q=0.1", "?lang=en", {"languages": ["fi", "sv"]}, "sv"),
        ("", "", {"languages": ["sv"]}, "sv"),
    ],
)
def test_it_speaks_the_reader_s_language_among_the_round_s(
    ask: Ask, browser: str, query: str, fields: dict[str, Any], language: str
) -> None:
    response = Client(headers={"accept-language": browser}).get(url(ask(**fields), query))
    html = text(response)
    assert f'<html lang="{language}">' in html
    assert response["Content-Language"] == language
    assert STANDARD["ease"]["wording"][language] in html
    assert STANDARD["emotion"]["scale"][0][1][language] in html
    others = {"fi", "sv", "en"} & {*fields.get("languages", ("fi", "sv", "en"))}
    if len(others) > 1:
        assert {*re.findall(r'href="[^"]*lang=(\w\w)"', html)} == others


def test_names_texts_and_the_answer_are_in_the_language_of_the_page(
    ask: Ask, customer: Client
) -> None:
    held = ask(purpose={"fi": "Parannamme päätöksiä.", "en": "For better decisions."})
    address = url(held, "?lang=fi")
    html = text(customer.get(address))
    assert "Lisätietoja pyydetään" in html
    assert "Parannamme päätöksiä." in html
    answer(customer, address, ease="2")
    assert Answer.objects.get().language == "fi"


def test_a_text_in_another_language_says_which(ask: Ask, customer: Client) -> None:
    told = {"fi": "Parannamme päätöksiä."}
    held = ask(purpose=told, privacy={"fi": "Vain me."}, news={"fi": "Jono lyheni."})
    for language, said in (("fi", ""), ("en", ' lang="fi"')):
        address = url(held, f"?lang={language}")
        html = text(customer.get(address))
        assert f'<p class="small muted"{said}>Parannamme' in html
        assert f"<div{said}><p>Vain me." in html
        assert f'<div class="news"{said}><p>Jono' in text(answer(customer, address, ease="2"))


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"opens": timezone.now() + DAY}, 404),
        ({"closes": timezone.now() - DAY}, 410),
        ({"journey": "gone"}, 410),
        ({"steps": ["gone"]}, 410),
        ({"touchpoint": "gone"}, 410),
    ],
)
def test_a_round_that_is_not_open_says_so_kindly_and_nothing_else(
    ask: Ask, customer: Client, fields: dict[str, Any], status: int
) -> None:
    held = ask(**fields)
    form = {"ease": "1"}
    for response in (
        customer.get(url(held)),
        customer.post(url(held), form),
        customer.get(url(held, "kiosk/")),
        customer.post(url(held, "kiosk/"), form),
    ):
        html = text(response)
        assert response.status_code == status
        assert "Thank you for wanting to" in html
        for secret in ("Secret title", "Start-up grant", "Asked for more", "Own workspace", "s2"):
            assert secret not in html
    assert not Answer.objects.exists()


@pytest.mark.both_databases
def test_an_unknown_code_says_nothing(people: People, customer: Client) -> None:
    for code in ("0000000000", "x", "a%00b", "%F0%9F%92%A9", "x" * 200, "..", "receipts"):
        for address in (f"/a/{code}/", f"/a/{code}/kiosk/"):
            assert customer.get(address).status_code == 404, code
        assert customer.post(f"/a/{code}/answers/", "{}", "application/json").status_code == 404


def test_a_round_that_closed_meanwhile_says_so(ask: Ask, customer: Client) -> None:
    held = ask()
    form = hidden(text(customer.get(url(held))))
    SurveyRound.objects.update(closes=timezone.now())
    assert customer.post(url(held), form | {"ease": "1"}).status_code == 410


def test_editors_try_a_round_before_it_opens_and_nothing_is_kept(
    ask: Ask, signed_in: Callable[[str], Client]
) -> None:
    held = ask(opens=timezone.now() + DAY)
    address = url(held, "?preview=1")
    for who in EVERYBODY:
        client = signed_in(who)
        page = client.get(address)
        if who not in ("owner", "editor"):
            assert page.status_code == 404
            assert client.post(address, {"ease": "1"}).status_code == 404
            continue
        assert "A preview: nothing that you answer is kept." in text(page)
        assert "data-sends" not in text(page)
        thanks = client.post(address, hidden(text(page)) | {"ease": "1"})
        assert "A preview" in text(thanks)
        assert client.get(url(held, "kiosk/?preview=1")).status_code == 200
    assert not Answer.objects.exists()
    assert not Wording.objects.exists()

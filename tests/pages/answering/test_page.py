"""The answer page through its forms: what is asked, what is kept, what is told, what is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.edits import put
from tests.support.people import EVERYBODY, People
from touchpoints import forgetting, rounds
from touchpoints.intake import floods, public
from touchpoints.intake.questions import STANDARD
from touchpoints.models import Answer, SurveyRound, Wording

from .conftest import Ask

DAY = timezone.timedelta(days=1)
OFFERS = {
    "segment": ["x1"],
    "channel": ["phone", "web"],
    "unit": ["Seinäjoki", "Vaasa"],
    "region": ["Lappi"],
}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in these tests; that haste is noticed has a test of its own."""
    monkeypatch.setattr(public, "FASTEST", 0)


def url(held: SurveyRound, more: str = "") -> str:
    return f"/a/{held.code}/{more}"


def hidden(html: str) -> dict[str, str]:
    """Return what a form carries without being asked."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def text(response: Any) -> str:
    return response.content.decode()


def answer(client: Client, address: str, **said: str) -> Any:
    """Open the page, fill in its form and send it."""
    return client.post(address, {**hidden(text(client.get(address))), **said})


def headings(html: str) -> list[str]:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_what_a_customer_answers_is_kept_with_all_that_it_belongs_to(
    ask: Ask, customer: Client
) -> None:
    held = ask()
    said = {"emotion": "2", "efficiency": "1", "got_it_done": "partly", "expectation": "-1"}
    thanks = answer(customer, url(held), **said, comment="  Liian hidas.\r\nTosi. ")
    assert thanks.status_code == 200
    assert headings(text(thanks)) == ["Thank you"]
    row = Answer.objects.get()
    assert {name: str(getattr(row, name)) for name in said} == said
    assert (row.round, row.journey, row.step) == (held.pk, "j1", "s2")
    assert (row.comment, row.language, row.source) == ("Liian hidas.\nTosi.", "en", "link")
    assert (row.ease, row.suspect, row.wording) == (None, False, rounds.wording_of(held))
    assert row.client_id.startswith(held.code)


def test_the_receipt_finds_the_answer_and_nothing_that_is_kept_tells_it(
    ask: Ask, customer: Client
) -> None:
    html = text(answer(customer, url(ask()), emotion="5"))
    (code,) = re.findall(r'class="receipt">([^<]+)<', html)
    row = Answer.objects.get()
    assert forgetting.by_receipt(code) == [row]
    assert code not in str(vars(row))
    assert code.replace("-", "") not in str(vars(row))


def test_sending_the_form_again_keeps_one_answer_and_tells_the_same_receipt(
    ask: Ask, customer: Client
) -> None:
    held = ask()
    form = hidden(text(customer.get(url(held)))) | {"emotion": "4"}
    first, again = (customer.post(url(held), form) for _ in range(2))
    assert first.content == again.content
    other = customer.post(url(held), form | {"emotion": "1"})
    assert other.status_code == 409
    assert Answer.objects.get().emotion == 4


def test_each_question_has_its_screen_and_everything_may_be_skipped(
    ask: Ask, customer: Client
) -> None:
    held = ask(steps=[], offers=OFFERS, questions=list(STANDARD.values()))
    html = text(customer.get(url(held)))
    told = headings(html)
    assert told[0] == "Question 1 of 9 What do you want to tell about?"
    assert told[1] == "Question 2 of 9 How was this for you?"
    assert told[-1] == "Question 9 of 9 A little about you"
    assert len(re.findall('<section class="screen here">', html)) == 1
    for at in range(1, 10):
        assert f'id="q{at}"' in html
        assert (f'href="#q{at}"' in html) is True
    assert "required" not in html
    assert answer(customer, url(held), step="s3", recommend="0").status_code == 200
    row = Answer.objects.get()
    assert (row.step, row.recommend, row.emotion) == ("s3", 0, None)


def test_a_round_of_one_question_of_one_step_is_one_screen(ask: Ask, customer: Client) -> None:
    html = text(customer.get(url(ask(questions=[STANDARD["ease"]]))))
    assert headings(html) == ["Question 1 of 1 It was easy"]
    assert "Asked for more" in html
    assert html.count("<section") == 1


def test_the_address_answers_what_then_is_not_asked(ask: Ask, customer: Client) -> None:
    held = ask(steps=["s1", "s3"], offers=OFFERS)
    address = url(held, "?step=s3&unit=Vaasa&segment=x1&channel=phone&region=Lappi")
    told = headings(text(customer.get(address)))
    assert not [each for each in told if "about" in each]
    assert answer(customer, address, emotion="3").status_code == 200
    row = Answer.objects.get()
    assert (row.step, row.unit, row.segment) == ("s3", "Vaasa", "x1")
    assert (row.channel, row.region) == ("phone", "Lappi")


def test_what_is_not_offered_is_neither_believed_nor_kept(ask: Ask, customer: Client) -> None:
    held = ask(offers={"unit": ["Vaasa"]}, questions=[STANDARD["ease"]])
    address = url(held, "?step=s1&unit=Elsewhere&region=Lappi&channel=phone")
    assert "A little about you" in text(customer.get(address))
    more = {"unit": "<script>", "segment": "x1", "emotion": "1", "source": "me", "round": "r"}
    assert answer(customer, address, ease="3", **more).status_code == 200
    row = Answer.objects.get()
    assert (row.step, row.unit, row.region, row.channel) == ("s2", "", "", "")
    assert (row.segment, row.emotion, row.source, row.round) == ("", None, "link", held.pk)


def test_a_touchpoint_alone_is_asked_about(ask: Ask, customer: Client) -> None:
    held = ask(touchpoint="t1")
    html = text(customer.get(url(held)))
    assert "Adviser" in html
    assert "What do you want to tell about?" not in html
    assert answer(customer, url(held), emotion="3").status_code == 200
    row = Answer.objects.get()
    assert (row.journey, row.step, row.touchpoint) == ("", "", "t1")


def test_an_answer_that_says_nothing_is_shown_again_with_what_to_do(
    ask: Ask, customer: Client
) -> None:
    held = ask(steps=[])
    again = answer(customer, url(held), step="s2", comment=" ")
    assert again.status_code == 422
    html = text(again)
    assert 'role="alert">Answer at least one question' in html
    assert re.search('value="s2" checked', html)
    assert not Answer.objects.exists()
    assert customer.post(url(held), hidden(html) | {"step": "s2", "ease": "1"}).status_code == 200


def test_a_missing_step_is_asked_for_on_its_own_screen_and_nothing_else_is_lost(
    ask: Ask, customer: Client
) -> None:
    again = answer(customer, url(ask(steps=[])), emotion="2", comment="<b>Hidas</b> & jäykkä")
    assert again.status_code == 422
    html = text(again)
    first = html.split('class="screen here"')[1].split("</section>")[0]
    assert "Choose what you want to tell about." in first
    assert 'role="alert"' in first
    assert html.startswith("<!doctype html>")
    assert "<title>Error: " in html
    assert re.search('name="emotion" value="2" checked', html)
    assert "&lt;b&gt;Hidas&lt;/b&gt; &amp; jäykkä</textarea>" in html
    assert not Answer.objects.exists()


def test_what_no_page_of_ours_sends_is_refused(ask: Ask, customer: Client) -> None:
    held = ask()
    for said in ({"emotion": "6"}, {"emotion": "x"}, {"ease": "¹"}, {"ease": "-"}):
        assert answer(customer, url(held), **said).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.both_databases
def test_characters_that_cannot_be_kept_are_left_out(ask: Ask, customer: Client) -> None:
    sent = answer(customer, url(ask()), comment="a\x00b\x0bc👩‍💻\r\nd\te")
    assert sent.status_code == 200
    assert Answer.objects.get().comment == "abc👩‍💻\nd\te"


def test_what_was_masked_is_told(ask: Ask, customer: Client) -> None:
    html = text(answer(customer, url(ask()), comment="Soittakaa 050 123 4567, t. 131052-308T"))
    assert "this was taken out of your text" in html
    assert "personal identity code" in html
    assert "308T" not in Answer.objects.get().comment
    assert "taken out" not in text(answer(customer, url(ask()), comment="Asia 12/2026"))


def test_news_are_told_where_somebody_wrote_them(ask: Ask, customer: Client) -> None:
    said = "The decision comes in <5 days.\nThe form is shorter."
    html = text(answer(customer, url(ask(news={"en": said})), ease="4"))
    assert "Changed because of earlier answers" in html
    assert "&lt;5 days.<br>The form" in html
    assert "Changed because" not in text(answer(customer, url(ask()), ease="4"))


def test_where_several_steps_are_asked_about_one_may_tell_of_another(
    ask: Ask, customer: Client
) -> None:
    held = ask(steps=["s1", "s2"], offers=OFFERS)
    html = text(answer(customer, url(held, "?step=s1&unit=Vaasa"), ease="4"))
    assert f'href="{url(held)}?unit=Vaasa"' in html
    assert "another step" not in text(answer(customer, url(ask()), ease="4"))


def test_many_steps_are_a_list_and_no_name_is_markup(ask: Ask, customer: Client) -> None:
    named = "<b>&\"'</option>{{ 7 }}"
    steps = [put("step", f"n{at}", title=f"{named} {at}", order=f"z{at:03}1") for at in range(200)]
    held = ask(steps=[], offers={"unit": [named]}, purpose={"en": named}, news={"en": named})
    log.commit("j1", SYSTEM, steps, client_id="many")
    for more in ("?step=n7", "", "kiosk/", "kiosk/?step=n7"):
        html = text(customer.get(url(held, more)))
        assert "&lt;b&gt;&amp;&quot;&#x27;&lt;/option&gt;{{ 7 }}" in html
        assert "<b>" not in html
    assert 'type="radio" name="step"' not in html
    assert text(customer.get(url(held))).count("<option") == 204 + 2
    thanks = answer(customer, url(held), step="n199", ease="1", unit=named)
    assert "<b>" not in text(thanks)
    row = Answer.objects.get()
    assert (row.step, row.unit) == ("n199", named)


# -- languages ------------------------------------------------------------------------------------


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


# -- when there is nothing to answer ---------------------------------------------------------------


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


# -- previews -------------------------------------------------------------------------------------


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


# -- what browsers are told -----------------------------------------------------------------------


def test_no_answer_sets_a_cookie_or_lets_itself_be_kept_listed_or_traced(
    ask: Ask, customer: Client
) -> None:
    held, shut = ask(), ask(closes=timezone.now() - DAY)
    form = hidden(text(customer.get(url(held))))
    one = '{"client_id": "k1", "ease": 1}'
    seen = [
        customer.get(url(held)),
        customer.post(url(held), form | {"ease": "1"}),
        customer.post(url(held), form | {"ease": "2"}),
        customer.post(url(held), {}),
        customer.post(url(held), {"comment": "x" * 17_000}),
        customer.get(url(held, "kiosk/")),
        customer.post(url(held, "answers/"), one, "application/json"),
        customer.post(url(held, "answers/"), "{", "application/json"),
        customer.get(url(shut)),
        customer.get("/a/unknown/"),
    ]
    assert [each.status_code for each in seen] == [200, 200, 409, 422, 413, 200, 201, 400, 410, 404]
    for each in seen:
        assert not each.cookies
        assert not customer.cookies
        assert "Cookie" not in each.get("Vary", "")
        assert "no-store" in each["Cache-Control"]
        assert each["X-Robots-Tag"] == "noindex, nofollow"
        assert each["Referrer-Policy"] == "no-referrer"
        policy = each["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(
            r"style=|<style|<script(?! type=\"module\" src=\"/)| on\w+=", text(each)
        )
        assert not re.search(r'(src|href|action)="(https?:)?//', text(each))


def test_all_of_the_page_is_lighter_than_30_kb(ask: Ask, customer: Client) -> None:
    """Page, style, script and icon, none of them compressed; and no font."""
    held = ask(steps=[], offers=OFFERS, questions=list(STANDARD.values()))
    pages = [text(customer.get(url(held, f"?lang={each}"))) for each in ("fi", "sv", "en")]
    html = max(pages, key=lambda each: len(each.encode()))
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', html))
    assert {each.rpartition(".")[2] for each in named} == {"css", "js", "svg"}
    sizes = {each: Path(str(finders.find(each))).stat().st_size for each in named}
    assert sum(sizes.values()) + len(html.encode()) < 30_000, (sizes, len(html.encode()))
    for each in named:
        source = Path(str(finders.find(each))).read_text()
        assert not re.search(r"\bimport\b.*from|@import|url\(|@font-face", source), each


# -- floods, traps and haste ----------------------------------------------------------------------


def test_what_looks_like_a_machine_is_kept_as_suspect_and_thanked_as_always(
    ask: Ask, customer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = ask()
    trapped = answer(customer, url(held), ease="1", website="https://spam.example")
    without = customer.post(url(held), {"ease": "2"})
    other = hidden(text(customer.get(url(ask()))))["token"]
    foreign = customer.post(url(held), {"ease": "3", "token": other})
    monkeypatch.setattr(public, "FASTEST", 2)
    hasty = answer(customer, url(held), ease="4")
    for each in (trapped, without, foreign, hasty):
        assert headings(text(each)) == ["Thank you"]
    assert list(Answer.objects.order_by("ease").values_list("ease", "suspect")) == [
        (1, True), (2, True), (3, True), (4, True),
    ]  # fmt: skip


def test_a_flood_is_thanked_and_suspect_and_above_the_second_limit_kept_by_the_sender(
    ask: Ask, customer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "AN_HOUR", 2)
    monkeypatch.setattr(floods, "MOST", 3)
    held = ask()
    for ease in "123":
        assert headings(text(answer(customer, url(held), ease=ease))) == ["Thank you"]
    later = answer(customer, url(held), ease="4", comment="Kept here")
    assert later.status_code == 429
    assert int(later["Retry-After"]) > 0
    html = text(later)
    assert "Kept here</textarea>" in html
    assert re.search('name="ease" value="4" checked', html)
    assert 'role="alert"' in html
    assert dict(Answer.objects.values_list("ease", "suspect")) == {1: False, 2: False, 3: True}
    elsewhere = Client(headers={"accept-language": "en"}, REMOTE_ADDR="192.0.2.77")
    answer(elsewhere, url(held), ease="5")
    assert not Answer.objects.get(ease=5).suspect
    caches["attempts"].clear()  # the ten minutes are over
    assert customer.post(url(held), hidden(html) | {"ease": "4"}).status_code == 200
    assert Answer.objects.filter(ease=4, suspect=False).exists()

"""The answer page through its forms: what is asked, what is kept, what is told."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.edits import put
from touchpoints import forgetting, rounds
from touchpoints.intake.questions import STANDARD
from touchpoints.models import Answer

from .conftest import OFFERS, Ask, answer, headings, hidden, text, url


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

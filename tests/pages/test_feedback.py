"""The Feedback view: what it says, to whom, and what becomes of what was said."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from journeys import rows
from journeys.graph import Evidence, Finding, Follows
from tests.support.people import People
from touchpoints.models import Answer, Heard

from .conftest import Sample
from .hearing import asked_in, quote, say, words

In = Callable[[str], Client]
URL = "/journeys/j1/feedback/"
GROUP = {"step": "s1", "item": "ease", "kind": "pain"}


@pytest.fixture
def editor(people: People, signed_in: In) -> Client:
    people.journey()
    return signed_in("editor")


def findings() -> tuple[Finding, ...]:
    return rows.load("j1").findings


def test_where_nobody_has_answered_the_page_says_what_to_do(editor: Client) -> None:
    text = words(editor, URL)
    assert "Nobody has answered yet" in text and "Make a survey round" in text
    assert "Which answers" not in text and "Search" not in text


def test_it_tells_distributions_with_n_and_intervals(people: People, editor: Client) -> None:
    for grade, n in ((1, 2), (2, 1), (4, 3), (5, 6)):
        say(people, n, emotion=grade, got_it_done="yes" if grade > 3 else "no")
    say(people, 5, expectation=-1)
    page = editor.get(URL).content.decode()
    bar = "Very bad: 2, Bad: 1, Neither good nor bad: 0, Good: 3, Very good: 6"
    assert f'aria-label="{bar}"' in page
    text = words(editor, URL)
    assert bar in text and "mean 3.8 (" in text and "4 or 5: 75% (47–91) · n 12" in text
    assert "No: 3, Partly: 0, Yes: 9" in text and "got it done: 75% (47–91)" in text
    assert "worse: 100% (57–100) · better: 0% (0–43)" in text
    assert "17 answers" in text


def test_what_can_be_made_of_a_group_says_how_many_they_are(people: People, editor: Client) -> None:
    for done, n in (("yes", 4), ("partly", 2), ("no", 1)):
        say(people, n, got_it_done=done)
    text = words(editor, URL)
    assert "Pain point : Partly, No n 3" in text and "Success : Yes n 4" in text
    made = {**GROUP, "item": "got_it_done", "client_id": "f1"}
    editor.post(f"{URL}group/", made)
    (finding,) = findings()
    assert finding.follows and finding.follows.values == ("partly", "no")
    assert "43% (16–75)" in words(editor, "/journeys/j1/findings/")  # 3 of 7


def test_four_answers_are_hidden_and_five_shown(
    people: People, editor: Client, signed_in: In
) -> None:
    say(people, 4, emotion=2, comment="Slow")
    for who in ("editor", "viewer"):
        page = words(signed_in(who), URL)
        assert "mean 2.0" not in page and "Bad: 4" not in page
    assert "Too few answers to show (fewer than 5)." in words(editor, URL)
    say(people, emotion=2)
    for who in ("editor", "viewer"):
        assert "Bad: 5" in words(signed_in(who), URL)


def test_viewers_get_published_figures_no_filter_no_quotes_no_buttons(
    people: People, editor: Client, signed_in: In
) -> None:
    say(people, 6, emotion=1, unit="Vaasa", comment="Never again")
    say(people, 6, emotion=5, unit="Oulu")
    for who in ("viewer", "commenter"):
        client = signed_in(who)
        page = client.get(f"{URL}?unit=Vaasa&compare=1").content.decode()
        assert "Very bad: 6" in page and "Very good: 6" in page
        assert "Never again" not in page and "own words" not in page
        assert "/feedback/group/" not in page and "Which answers" not in page
    assert "These are the published figures" in words(signed_in("viewer"), URL)


def test_a_filter_and_another_beside_it(people: People, editor: Client) -> None:
    say(people, 30, emotion=2, unit="Vaasa")
    say(people, 30, emotion=5, unit="Oulu")
    one = words(editor, f"{URL}?unit=Vaasa")
    assert "Bad: 30" in one and "Very good: 0" in one and "Unit: Vaasa" in one
    two = words(editor, f"{URL}?unit=Vaasa&with-unit=Oulu")
    assert "Unit: Vaasa" in two and "Unit: Oulu" in two
    assert "First compared with second: 3.0 lower (" in two
    whole = words(editor, f"{URL}?unit=Vaasa&compare=1")
    assert "compared with – all answers" in whole and "1.5 lower (" in whole
    same = words(editor, f"{URL}?compare=1")
    assert "First compared with second: no difference can be told" in same
    assert "No answer fits" in words(editor, f"{URL}?unit=Nowhere")


def test_a_day_that_is_none_is_said_beside_its_field(people: People, editor: Client) -> None:
    say(people, 5, emotion=2)
    page = editor.get(f"{URL}?since=lately&with-until=2026-02-30").content.decode()
    assert page.count("Write a day such as 2026-03-02.") == 2
    assert 'aria-describedby="wrong-since"' in page and "Bad: 5" in page


def test_days_are_those_of_the_workspace(people: People, editor: Client) -> None:
    say(people, 5, emotion=1, at="2026-03-01T22:30:00Z")  # the second of March in Helsinki
    say(people, 5, emotion=5, at="2026-03-02T22:30:00Z")
    text = words(editor, f"{URL}?since=2026-03-02&until=2026-03-02")
    assert "Very bad: 5" in text and "Very good: 0" in text


def test_a_trend_says_a_change_only_where_it_can_be_told(people: People, editor: Client) -> None:
    for month, grade in (("03", 2), ("04", 5)):
        say(people, 20, emotion=grade, ease=3, at=f"2026-{month}-10T10:00:00Z")
    text = words(editor, URL)
    assert "4/2026 compared with 3/2026: 3.0 higher (" in text
    assert "Ease From 3/2026 to 4/2026 no change can be told." in text
    before, after = asked_in(people, "Before"), asked_in(people, "After")
    for round, grade in ((before, 5), (after, 1)):
        say(people, 20, got_it_done="no" if grade == 1 else "yes", round=round)
    text = words(editor, URL)
    assert "After compared with Before: 100 percentage points less (" in text


def test_what_differs_beyond_chance_is_named(people: People, editor: Client) -> None:
    for unit, grade, n in (("Vaasa", 4, 20), ("Oulu", 4, 20), ("Kuopio", 1, 30)):
        say(people, n, emotion=grade, unit=unit)
        say(people, 40 - n, emotion=5, unit=unit)
    text = words(editor, URL)
    assert "uneven between units" in text
    assert "Unit Kuopio Step Emotion 2.0 (" in text and " lower (" in text
    table = words(editor, "/journeys/j1/table/")
    assert "Uneven between units: Step." in table


def test_promised_times_are_held_against_what_customers_say(people: People, editor: Client) -> None:
    patch: Any = [{"op": "patch", "id": "s1", "set": {"promised_time": "P7D"}}]
    log.commit("j1", people.actor("editor"), patch, client_id="promise")
    say(people, 8, efficiency=1)
    say(people, 2, efficiency=5)
    text = words(editor, URL)
    assert "7 d promised; 80% (49–94) say it was not prompt" in text
    assert "needs actual times" in text


def test_what_nobody_has_looked_at_is_led_to(people: People, editor: Client) -> None:
    say(people, 5, emotion=2)
    rest = {"workspace": people.workspace, "journey": "j1", "at": "2026-03-01T10:00:00Z"}
    Answer.objects.create(client_id="lost", **rest)
    Answer.objects.create(client_id="flood", step="s1", suspect=True, comment="Buy!", **rest)
    text = words(editor, URL)
    assert "1 answer without a step" in text and "1 suspect answer" in text
    assert "Buy!" not in text


@pytest.mark.both_databases
def test_quotes_are_found_by_words_whatever_their_case(people: People, editor: Client) -> None:
    quote(people, "Äärettömän HIDAS palvelu", emotion=1, channel="phone")
    quote(people, '<b>Fine</b> & "good"', emotion=5)
    page = unescape(editor.get(URL).content.decode())
    assert "Äärettömän HIDAS" in page and "Phone" in page
    assert b"&lt;b&gt;Fine&lt;/b&gt; &amp; &quot;good&quot;" in editor.get(URL).content
    for asked in ("ÄÄRETTÖMÄN hidas", "äärettömän", "hidas palvelu"):
        text = words(editor, f"{URL}?words={asked}")
        assert "HIDAS palvelu" in text and "Fine" not in text
    assert "No quote has these words." in words(editor, f"{URL}?words=zebra")


def test_quotes_come_in_pages_newest_first(people: People, editor: Client) -> None:
    for at in range(25):
        quote(people, f"Quote number {at}.", at=f"2026-03-01T10:00:{at:02}Z")
    first, second = words(editor, URL), words(editor, f"{URL}?quotes=2")
    assert first.index("number 24.") < first.index("number 5.") and "number 4." not in first
    assert "number 4." in second and "number 5." not in second
    assert words(editor, f"{URL}?quotes=99999999999") and words(editor, f"{URL}?quotes=x")


def test_a_quote_becomes_a_pain_point_in_one_action(people: People, editor: Client) -> None:
    round = asked_in(people, "Spring")
    held = quote(people, "Too slow. I waited.", emotion=1, round=round, at="2026-03-01T23:00:00Z")
    page = editor.get(URL).content.decode()
    assert "Make it a pain point" in page
    send = {"answer": held.pk, "kind": "pain", "client_id": "once", "filters": "words=slow"}
    answer = editor.post(f"{URL}quote/", send, follow=True)
    assert answer.redirect_chain[0][0] == f"{URL}?words=slow#quote-{held.pk}"
    assert b"The pain point was added." in answer.content
    editor.post(f"{URL}quote/", send)
    (found,) = findings()
    assert (found.kind, found.step, found.title) == ("pain", "s1", "Too slow")
    assert found.evidence == Evidence(level="survey", n=1, source="Spring", date="2026-03-02")
    assert [(each.answer_id, each.record) for each in Heard.objects.all()] == [(held.pk, found.id)]
    assert "Supports Too slow" in words(editor, URL)


@pytest.mark.both_databases
def test_more_answers_support_a_finding_and_its_frequency_follows(
    people: People, editor: Client
) -> None:
    first = quote(people, "Too slow.", emotion=1)
    editor.post(f"{URL}quote/", {"answer": first.pk, "kind": "pain", "client_id": "f1"})
    for at in range(6):
        quote(people, f"Other words {at}", emotion=4)
    second = quote(people, "Slow indeed.", emotion=2)
    more = {"answer": second.pk, "finding": "f1", "client_id": "more"}
    for _again in range(2):
        assert editor.post(f"{URL}quote/", more).status_code == 302
    (found,) = findings()
    assert found.evidence and found.evidence.n == 2
    measures = editor.get("/api/v1/journeys/j1/measures/").json()
    assert (measures["findings"]["f1"]["share"], measures["findings"]["f1"]["n"]) == (0.25, 8)


def test_a_group_becomes_a_finding_whose_frequency_is_computed(
    people: People, editor: Client, signed_in: In
) -> None:
    round = asked_in(people, "Spring")
    say(people, 6, ease=1, round=round, at="2026-03-05T10:00:00Z")
    say(people, 4, ease=5, round=round, at="2026-04-06T10:00:00Z")
    say(people, 10, ease=5)
    send = {**GROUP, "client_id": "new", "filters": f"round={round}"}
    answer = editor.post(f"{URL}group/", send, follow=True)
    assert b"The pain point was added." in answer.content
    (found,) = findings()
    assert found.follows == Follows(item="ease", values=("1", "2"), round=round)
    assert found.evidence and found.evidence.n == 10
    assert found.evidence.source == "Spring, 5.3.2026–6.4.2026"
    say(people, 10, ease=2, round=round, at="2026-04-07T10:00:00Z")
    for who in ("editor", "viewer"):
        told = signed_in(who).get("/api/v1/journeys/j1/measures/").json()["findings"]["new"]
        assert (told["share"], told["n"]) == (0.8, 20)


def test_nothing_is_made_of_what_is_not_there(people: People, editor: Client) -> None:
    people.journey("j2")
    say(people, 1, journey="j2", comment="Elsewhere")
    foreign = Answer.objects.get()
    for data in ({"answer": foreign.pk}, {"answer": "x"}, {"answer": "9" * 30}, {}):
        assert editor.post(f"{URL}quote/", data).status_code == 404
    for more in ({"step": "s9"}, {"item": "comment"}, {"step": "j1"}):
        assert editor.post(f"{URL}group/", {**GROUP, **more}).status_code == 404
    answer = editor.post(f"{URL}group/", GROUP, follow=True)
    assert b"Nobody has answered that question there." in answer.content
    own = quote(people, "Mine")
    gone = {"answer": own.pk, "finding": "nowhere"}
    assert editor.post(f"{URL}quote/", gone).status_code == 404
    assert findings() == () and not Heard.objects.exists()


def test_many_steps_come_in_pages_and_cost_the_same_queries(
    people: People, editor: Client, django_assert_max_num_queries: Any
) -> None:
    ops: Any = [
        {
            "op": "put",
            "kind": "step",
            "id": f"n{at}",
            "value": {"title": f"Nr {at}.", "stage": "g1"},
        }
        for at in range(60)
    ]
    log.commit("j1", SYSTEM, ops, client_id="many")
    for at in range(60):
        say(people, 5, step=f"n{at}", emotion=4, unit="Vaasa")
    editor.get(URL)
    with django_assert_max_num_queries(50):
        text = words(editor, URL)
    assert "Page 1 of 3" in text
    assert "Nr 59." in words(editor, f"{URL}?page=3")


def test_the_sample_is_told_in_three_languages(sample: Sample, signed_in: In) -> None:
    client = signed_in("editor")
    for language, title in (
        ("fi", "Saa lisätietopyynnön"),
        ("sv", "Ombeds komplettera"),
        ("en", "Asked for more"),
    ):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        answer = client.get(f"{sample.url}feedback/", headers={"accept-language": language})
        assert answer.status_code == 200
        assert title in unescape(answer.content.decode())


def test_only_rounds_that_the_answers_are_of_are_named(people: People, editor: Client) -> None:
    winter, spring = asked_in(people, "Winter"), asked_in(people, "Spring")
    asked_in(people, "Autumn")
    say(people, 6, ease=4, round=winter, channel="web")
    say(people, 6, ease=2, round=spring, channel="phone")
    assert "2 survey rounds: Winter , Spring Which" in words(editor, URL)
    assert "1 survey round: Winter Which" in words(editor, f"{URL}?channel=web")

"""The receipt's page: what one answered is seen, downloaded and erased by the code alone."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client, TestCase

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.models import Event
from tests.support.everything import everything
from tests.support.people import People
from touchpoints import answers, forgetting
from touchpoints.models import Answer, Heard

PAGE = "/a/receipt/"
SAID = "Odotin <b>kolme</b> & kuukautta turhaan"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def code(people: People) -> str:
    code, digest = forgetting.receipt()
    item = {
        "journey": people.journey(title="Polku"),
        "step": "s1",
        "client_id": "mine",
        "at": "2026-03-02T07:30:00Z",
        "emotion": 2,
        "comment": SAID,
        "language": "fi",
        "unit": "Oulu",
    }
    answers.record(people.workspace, SYSTEM, [item], receipts={"mine": digest})
    return code


def _page(client: Client, code: str = "", **more: str) -> Any:
    response = client.post(PAGE, {"code": code, **more}) if code else client.get(PAGE)
    assert not response.cookies and response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
    assert code not in response.headers.get("Location", "") or not code
    return response


def test_an_answer_is_seen_downloaded_and_erased(
    client: Client, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = _page(client).content.decode()
    assert 'method="post"' in asked and "<script" not in asked
    shown = _page(client, code.upper().replace("-", " ")).content.decode()
    assert "Odotin &lt;b&gt;kolme&lt;/b&gt; &amp; kuukautta turhaan" in shown
    assert "Oulu" in shown and "Huono" in shown and "2 March 2026" in shown
    assert 'lang="fi"' in shown and "Polku" in shown
    given = _page(client, code, do="download")
    assert given["Content-Disposition"] == 'attachment; filename="answer.json"'
    (told,) = json.loads(given.content)["answers"]
    assert told["comment"] == SAID and told["receipt"] == forgetting.digest(code)
    sure = _page(client, code, do="erase").content.decode()
    assert "Erase it for ever" in sure and Answer.objects.filter(client_id="mine").exists()
    assert "Your answer is erased" in _page(client, code, do="erase-now").content.decode()
    assert not Answer.objects.filter(client_id="mine").exists()
    assert _page(client, code).status_code == 404
    assert code not in caplog.text and "kuukautta" not in caplog.text
    assert [event.actor_kind for event in Event.objects.filter(what="answer_erased")] == ["system"]


def test_where_it_was_taken_up_is_told_without_what_was_made_of_it(
    client: Client, people: People, code: str
) -> None:
    finding = {"kind": "pain", "title": "Internal words", "step": "s1"}
    op = {"op": "put", "kind": "finding", "id": "mine", "value": finding}
    log.commit("j1", SYSTEM, [op], client_id="c1")
    held = Answer.objects.get(client_id="mine")
    Heard.objects.create(answer=held, journey="j1", record="mine")
    shown = _page(client, code).content.decode()
    assert "in 1 note about the service" in shown and "Internal words" not in shown


def test_a_quote_that_became_a_finding_and_an_opportunity_is_erased_with_it(
    client: Client, people: People, code: str
) -> None:
    """The whole way, with what stands between: the Feedback view, the map, the kept pictures."""
    editor = Client(headers={"accept-language": "en"})
    editor.force_login(people.user("editor"))
    held = Answer.objects.get(client_id="mine")
    sent = {"answer": held.pk, "kind": "pain", "client_id": "made"}
    assert editor.post("/journeys/j1/feedback/quote/", sent).status_code == 302
    (finding,) = [each for each in log.records("j1") if each[0] == "finding"]
    sent = {"client_id": "idea"}
    made = editor.post(f"/journeys/j1/findings/{finding[1]['id']}/opportunity/", sent)
    assert made.status_code == 302
    for address in ("/journeys/j1/", "/journeys/j1/findings/", "/api/v1/journeys/j1/graph/"):
        assert "kuukautta" in editor.get(address).content.decode()
    assert "kuukautta" in everything()
    with TestCase.captureOnCommitCallbacks(execute=True):
        _page(client, code, do="erase-now")
    assert "kuukautta" not in everything()
    for address in ("/journeys/j1/", "/journeys/j1/findings/", "/api/v1/journeys/j1/graph/"):
        page = editor.get(address)
        assert page.status_code == 200 and "kuukautta" not in page.content.decode()


def test_a_code_in_the_address_is_not_looked_at(client: Client, code: str) -> None:
    response = client.get(PAGE, {"code": code, "do": "erase-now"})
    assert response.status_code == 200 and "kuukautta" not in response.content.decode()
    assert Answer.objects.filter(client_id="mine").exists()
    assert client.put(PAGE, {"code": code}).status_code == 405


def test_a_wrong_code_is_said_where_it_stands(client: Client, code: str) -> None:
    for wrong in (code[:-1] + "-", "x" * 4000, "aaaa-bbbb-cccc", "\x00", '<b>&"'):
        response = _page(client, wrong)
        text = response.content.decode()
        assert response.status_code == 404 and "kuukautta" not in text
        assert 'aria-invalid="true"' in text and 'role="alert" id="code-wrong"' in text
        assert "<b>&" not in text
        assert "<title>Error: " in text


def test_guessing_is_slow_and_honest_people_are_not_counted(client: Client, code: str) -> None:
    for _ in range(30):
        assert _page(client, code).status_code == 200
    assert _page(client, code, do="erase-now").status_code == 200
    guesses = [_page(client, "aaaa-bbbb-cccc").status_code for _ in range(25)]
    assert guesses[:19] == [404] * 19 and set(guesses[19:]) == {429}, "an erasure counts too"
    late = _page(client, code)
    assert late.status_code == 429 and int(late["Retry-After"]) > 0
    assert client.post(PAGE, {"code": code}, REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", 'lang="fi"'), ("sv", 'lang="sv"'), ("en", 'lang="en"'), ("de", 'lang="en"')],
)
def test_it_speaks_the_readers_language(client: Client, language: str, words: str) -> None:
    text = client.get(PAGE, headers={"accept-language": language}).content.decode()
    assert f"<html {words}" in text
    assert '<html lang="sv"' in client.get(f"{PAGE}?lang=sv").content.decode()

"""Answers of other tools: looked at, asked about, brought in once; those that wait."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from journeymap.documents.errors import Forbidden, NotFound
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.models import Event
from tests.support.people import People
from touchpoints import answers, buckets, rounds
from touchpoints.counting import counted
from touchpoints.models import Answer, SurveyRound

FILE = """Palaute, kevät 2026;;;;
Vastausaika;Tunne;Helppous;Palvelutuokio;Kommentti
2.3.2026 14:05;5;1;Step;"Nopea; ystävällinen"
3.3.2026 9:00;1;5;Muu;Did not answer
eilen;3;3;Step;<b>&"
4.3.2026;99;2;Step;=1+1
"""


@pytest.fixture
def client(people: People) -> Client:
    people.journey()
    found = Client()
    found.force_login(people.user("editor"))
    return found


def _upload(client: Client, people: People, text: str, name: str = "kevät_2026.csv") -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return client.post(_at(people, "import/"), {"journey": "j1", "file": file})


def _at(people: People, end: str) -> str:
    return f"/workspaces/{people.workspace.pk}/answers/{end}"


def _form(page: Any) -> dict[str, str]:
    """Return what the page's form would send as it stands, no button pressed."""
    text = page.content.decode()
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        loose = found.get("type") in ("radio", "checkbox")
        if "name" in found and not (loose and " checked" not in tag):
            sent[found["name"]] = html.unescape(found.get("value", ""))
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" ?selected', inside)
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    return sent


def _codes(page: Any, value: str) -> str:
    """Return the name of the select of a cell."""
    text = page.content.decode()
    return re.search(rf'<select name="([^"]+)" aria-label="What {value} means"', text)[1]  # type: ignore[index]


def _look(client: Client, people: People, sent: dict[str, str], **more: str) -> Any:
    return client.post(_at(people, "import/look/"), {**sent, **more})


def test_nothing_is_kept_or_assumed_before_somebody_says_what_it_means(
    client: Client, people: People
) -> None:
    page = _upload(client, people, FILE)
    text = page.content.decode()
    assert page.status_code == 200 and not Answer.objects.exists()
    assert "4 lines were read (UTF-8, separated by ;)" in text
    sent = _form(page)
    assert [sent[f"column-{n}"] for n in range(5)] == ["at", "emotion", "ease", "step", "comment"]
    assert "direction-1" not in sent and 'name="take"' not in text
    assert "<b>&" not in text and "&lt;b&gt;&amp;" in text
    file = SimpleUploadedFile("draft", sent["draft"].encode())  # as the page's script sends it
    pressed = client.post(_at(people, "import/look/"), {**sent, "draft": file, "take": "1"})
    assert pressed.status_code == 422 and not Answer.objects.exists()


@pytest.mark.both_databases
def test_answers_are_brought_in_as_was_said_into_a_round_of_their_own(
    client: Client, people: People
) -> None:
    page = _upload(client, people, FILE)
    page = _look(client, people, _form(page), **{"direction-1": "down", "direction-2": "up"})
    assert "what its values mean" in page.content.decode()
    page = _look(client, people, _form(page), **{_codes(page, "99"): "nothing"})
    text = page.content.decode()
    assert "Bring in 3 answers" in text and "Without a time" in text
    done = _look(client, people, _form(page), take="1")
    assert done.status_code == 302 and done["Location"] == _at(people, "unassigned/")
    held = list(Answer.objects.order_by("at"))
    assert [(a.emotion, a.ease, a.step, a.comment) for a in held] == [
        (1, 1, "s1", "Nopea; ystävällinen"),
        (5, 5, "", ""),
        (None, 2, "s1", "=1+1"),
    ]
    assert held[0].at == datetime.datetime(2026, 3, 2, 12, 5, tzinfo=datetime.UTC)
    made = SurveyRound.objects.get()
    assert (made.title, made.journey, {a.round for a in held}) == ("kevät 2026", "j1", {made.pk})
    assert {q["item"]: q["wording"]["en"] for q in made.questions} == {
        "emotion": "Tunne",
        "ease": "Helppous",
        "comment": "Kommentti",
    }
    assert not rounds.is_open(made), "customers are not asked by it"
    assert answers.measures_of("j1").n == 2
    assert counted("j1")[("s1",)].counts.emotion == (0,) * 5, "other words are not mixed in"


def test_the_same_file_again_brings_nothing(client: Client, people: People) -> None:
    text = "Date,Easy\n2026-03-02,4\n2026-03-02,4\n2026-03-03,5\n"
    for expected, more in (("Bring in 2 answers", ""), ("Bring in 1 answer", "2026-03-04,1\n")):
        page = _upload(client, people, text + more)
        page = _look(client, people, _form(page), **{"direction-1": "up"})
        assert expected in page.content.decode()
        assert "The same as an earlier line" in page.content.decode()
        assert _look(client, people, _form(page), take="1").status_code == 302
    assert "Brought in before" in page.content.decode()
    assert Answer.objects.count() == 3
    page = _upload(client, people, text)
    page = _look(client, people, _form(page), **{"direction-1": "up"})
    assert "There is nothing to bring in." in page.content.decode()


def test_what_is_taken_is_what_was_looked_at(client: Client, people: People) -> None:
    page = _upload(client, people, "Date,Easy\n2026-03-02,4\n")
    page = _look(client, people, _form(page), **{"direction-1": "up"})
    changed = _look(client, people, _form(page), **{"direction-1": "down", "take": "1"})
    assert changed.status_code == 422 and "look at it once more" in changed.content.decode()
    assert not Answer.objects.exists()
    done = _look(client, people, _form(changed), words="standard", take="1")
    assert done.status_code == 302
    assert Answer.objects.get().ease == 2
    asked = SurveyRound.objects.get().questions
    assert [each["item"] for each in asked] == ["ease"]
    assert answers.measures_of("j1").steps == {}


def test_an_existing_round_takes_what_was_given_while_it_was_open(
    client: Client, people: People
) -> None:
    value = {"title": "Spring", "journey": "j1", "opens": "2026-03-03T00:00:00+02:00"}
    held, _made = rounds.make(people.workspace, people.actor("editor"), value)
    page = _upload(client, people, "Date,Easy\n2026-03-02,4\n2026-03-04,5\n")
    more = {"direction-1": "up", "round": held.pk, "fixed-step": "s1"}
    page = _look(client, people, _form(page), **more)
    assert "Bring in 1 answer" in page.content.decode()
    assert "The round was not open then" in page.content.decode()
    done = _look(client, people, _form(page), take="1")
    assert done["Location"] == f"/workspaces/{people.workspace.pk}/rounds/{held.pk}/"
    kept = Answer.objects.get()
    assert (kept.round, kept.step, kept.ease, kept.source) == (held.pk, "s1", 5, "csv")


def test_more_than_a_thousand_come_in_all_or_none(
    client: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Day,Easy\n" + "".join(f"2026-03-02,{1 + n % 5}\n" for n in range(2500))
    page = _upload(client, people, text)
    sent = _form(page) | {"column-0": "at", "direction-1": "up"}
    sent.pop("once", None)
    page = _look(client, people, sent)
    assert "Bring in 2500 answers" in page.content.decode()
    whole, calls = answers.record, []

    def failing(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise Forbidden("no longer")
        return whole(*args, **more)

    monkeypatch.setattr(answers, "record", failing)
    assert _look(client, people, _form(page), take="1").status_code == 422
    assert not Answer.objects.exists() and not SurveyRound.objects.exists()
    monkeypatch.undo()
    assert _look(client, people, _form(page), take="1").status_code == 302
    assert Answer.objects.count() == 2500


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b";;\n", "There is no table"),
        (b'a;b\n1;"x\n' + b"y" * 200_000, "quotation mark"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_words(
    client: Client, people: People, data: bytes, said: str
) -> None:
    file = SimpleUploadedFile("x.csv", data)
    page = client.post(_at(people, "import/"), {"journey": "j1", "file": file})
    assert page.status_code == 422 and said in page.content.decode()


def test_another_persons_draft_and_another_workspaces_journey_are_refused(
    client: Client, people: People
) -> None:
    people.journey("j9", foreign=True)
    page = _upload(client, people, "Date,Easy\n2026-03-02,4\n")
    sent = _form(page)
    assert _look(client, people, sent, journey="j9").status_code == 404
    assert _look(client, people, sent, journey="\0").status_code == 404
    client.force_login(people.user("owner"))
    assert _look(client, people, sent)["Location"] == _at(people, "import/")


def _said(people: People, count: int, **more: Any) -> None:
    items = [{"journey": "j1", "ease": 4, "client_id": f"a{n}", **more} for n in range(count)]
    answers.record(people.workspace, SYSTEM, items, unassigned=True)


@pytest.mark.both_databases
def test_answers_without_a_step_are_assigned_one_or_all(client: Client, people: People) -> None:
    _said(people, 7)
    first = Answer.objects.order_by("pk")[0]
    where = _at(people, "unassigned/")
    rounds_page = f"/workspaces/{people.workspace.pk}/rounds/"
    assert "7 answers have no step yet" in client.get(rounds_page).content.decode()
    assert client.get(where).content.decode().count('name="answer"') == 7
    missing = client.post(where, {"journey": "j1", "answer": first.pk})
    assert missing.status_code == 422 and "Choose a step." in missing.content.decode()
    for step in ("gone", "\0"):
        assert client.post(where, {"journey": "j1", "all": "1", "step": step}).status_code == 422
    client.post(where, {"journey": "j1", "answer": first.pk, "step": "s1"})
    assert list(Answer.objects.filter(step="s1")) == [first]
    assert answers.measures_of("j1").n == 1
    client.post(where, {"journey": "j1", "all": "1", "step": "s1"})
    assert answers.measures_of("j1").steps["s1"].n == 7
    assert "Every answer has its place" in client.get(where).content.decode()


def test_a_flood_is_accepted_or_deleted_after_being_asked_once_more(
    client: Client, people: People
) -> None:
    at = {"at": "2026-03-02T10:00:00+02:00", "step": "s1"}
    items = [{"journey": "j1", "ease": 4, "client_id": f"f{n}", **at} for n in range(6)]
    later = [
        each | {"client_id": f"g{n}", "at": "2026-03-05T10:00:00Z"} for n, each in enumerate(items)
    ]
    answers.record(people.workspace, SYSTEM, items + later, suspect=True)
    assert answers.measures_of("j1").n == 0
    where = _at(people, "suspect/")
    rounds_page = client.get(f"/workspaces/{people.workspace.pk}/rounds/").content.decode()
    assert "12 suspect answers wait" in rounds_page
    text = client.get(where).content.decode()
    newest, oldest = re.findall(r'name="said" value="([^"]*)"', text)
    assert newest.endswith("2026-03-05") and oldest.endswith("2026-03-02")
    client.post(where, {"do": "accept", "flood": "0", "said": newest})
    assert answers.measures_of("j1").n == 6
    asked = client.post(where, {"do": "delete", "flood": "0", "said": oldest})
    assert "6 answers are deleted for ever" in asked.content.decode()
    assert Answer.objects.count() == 12
    client.post(where, {"do": "delete", "flood": "0", "said": newest, "sure": "1"})
    assert Answer.objects.count() == 12, "the list was another one"
    client.post(where, _form(asked))
    assert Answer.objects.count() == 6
    assert Event.objects.filter(what="answers_discarded").count() == 1
    assert "Nothing suspect" in client.get(where).content.decode()


def test_one_suspect_answer_is_accepted_and_what_is_not_suspect_is_left_alone(
    client: Client, people: People
) -> None:
    _said(people, 3, step="s1")
    answers.record(
        people.workspace, SYSTEM, [{"journey": "j1", "step": "s1", "ease": 1}], suspect=True
    )
    honest = Answer.objects.filter(suspect=False)[0]
    where = _at(people, "suspect/")
    client.post(where, {"do": "delete", "answer": honest.pk, "sure": "1"})
    assert Answer.objects.count() == 4
    client.post(where, {"do": "accept", "answer": Answer.objects.get(suspect=True).pk})
    assert answers.measures_of("j1").n == 4


@pytest.mark.both_databases
def test_floods_are_told_by_day_of_the_workspace_on_every_database(people: People) -> None:
    people.journey()
    one = {"journey": "j1", "step": "s1", "ease": 4}
    moments = ("2026-03-02T23:30:00+02:00", "2026-03-03T00:30:00+02:00", "2026-03-03T09:00:00Z")
    items = [{**one, "at": each, "client_id": f"f{n}"} for n, each in enumerate(moments)]
    answers.record(people.workspace, SYSTEM, items, suspect=True)
    assert buckets.waiting(people.workspace, people.actor("editor")) == (0, 3)
    with timezone.override("Europe/Helsinki"):
        found = buckets.floods(people.workspace, people.actor("editor"))
    assert [(each.day.day, each.n) for each in found] == [(3, 2), (2, 1)]
    assert buckets.discard(people.workspace, people.actor("editor"), found[0].which) == 2
    assert Answer.objects.get().client_id == "f0"


@pytest.mark.parametrize(("who", "refusal"), [("viewer", Forbidden), ("outsider", NotFound)])
def test_buckets_are_for_editors(people: People, who: str, refusal: type[Exception]) -> None:
    people.journey()
    space, actor = people.workspace, people.actor(who)
    for call in (
        lambda: buckets.assign(space, actor, Q(), "j1", "s1"),
        lambda: buckets.accept(space, actor, Q()),
        lambda: buckets.discard(space, actor, Q()),
        lambda: buckets.floods(space, actor),
    ):
        with pytest.raises(refusal):
            call()

"""Receipts, what is told of an answer, its erasure from everywhere, and retention."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings
from django.utils import timezone

from journeymap.documents import log, shelf, versions
from journeymap.documents.models import Document
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.models import Event
from journeys import kept
from tests.documents.doing import commit, replayed, stored, values
from tests.support.edits import patch, put, remove
from tests.support.everything import everything
from tests.support.people import People, people
from touchpoints import answers, forgetting
from touchpoints.models import LEGIBLE, Answer, Heard, SurveyRound
from touchpoints.quoting import Quoted

__all__ = ["people"]

pytestmark = pytest.mark.both_databases

#: In ASCII, as databases may keep other letters in another writing; its parts are looked for.
SAID = "Odotin kolme kuukautta turhaan, eikä yksikään virkailija soittanut takaisin"
PARTS = ("kolme kuukautta turhaan", "virkailija soittanut takaisin", "vantade i tre")


@pytest.fixture
def journey(people: People) -> str:
    touchpoint = put("touchpoint", "t1", kind="person", name="Adviser")
    log.commit(people.workspace.pk, SYSTEM, [touchpoint], client_id="c0")
    return people.journey()


def _answer(people: People, code: str = "", **fields: Any) -> Answer:
    item = {"journey": "j1", "step": "s1", "emotion": 1, "client_id": "a1", **fields}
    receipts = {item["client_id"]: forgetting.digest(code)} if code else {}
    answers.record(people.workspace, SYSTEM, [item], receipts=receipts)
    return Answer.objects.get(client_id=item["client_id"])


def test_a_receipt_finds_its_answer_however_it_is_typed(people: People, journey: str) -> None:
    code, digest = forgetting.receipt()
    assert set(code) <= {*LEGIBLE, "-"} and len(code) == 14 and digest == forgetting.digest(code)
    held = _answer(people, code)
    _answer(people, client_id="a2")
    for typed in (code, code.upper(), code.replace("-", " "), f" {code.replace('-', '')}\n"):
        assert forgetting.by_receipt(typed) == [held]
    for wrong in ("", "-", code[:-1], code + "a", forgetting.receipt()[0], "o" * 12, digest):
        assert forgetting.by_receipt(wrong) == []
    assert code.replace("-", "") not in everything(), "only its digest is kept"


def test_a_receipt_outlives_a_change_of_the_key(people: People, journey: str) -> None:
    code, _ = forgetting.receipt()
    held = _answer(people, code)
    with override_settings(SECRET_KEY="another"):
        assert forgetting.by_receipt(code) == []
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[_key()]):
        assert forgetting.by_receipt(code) == [held]


def _key() -> str:
    from django.conf import settings

    return settings.SECRET_KEY


def test_a_retry_keeps_the_first_receipt(people: People, journey: str) -> None:
    first, later = forgetting.receipt()[0], forgetting.receipt()[0]
    held = _answer(people, first)
    _answer(people, later)
    assert forgetting.by_receipt(first) == [held] and forgetting.by_receipt(later) == []


def test_words_are_masked_before_they_are_compared_or_stored(people: People, journey: str) -> None:
    item = {"journey": "j1", "step": "s1", "client_id": "m1", "comment": "Soita 040 123 4567!"}
    item |= {"language": "fi", "unit": "Yksikkö 131052-308T"}
    for created in (True, False):
        (done,) = answers.record(people.workspace, SYSTEM, [item])
        assert done == answers.Recorded("m1", created, ("identity", "phone"))
    held = Answer.objects.get()
    assert (held.comment, held.unit) == ("Soita [puhelinnumero]!", "Yksikkö [henkilötunnus]")
    assert "308T" not in everything() and "040 123" not in everything()


def test_all_that_is_held_of_an_answer_is_told(people: People, journey: str) -> None:
    asked = [
        {
            "item": "ease",
            "wording": {"fi": "Helppoa?", "sv": "Enkelt?"},
            "scale": [[1, {"fi": "Ei", "sv": "Nej"}], [5, {"fi": "Joo", "sv": "Ja"}]],
        },
        {"item": "comment", "wording": {"fi": "Kerro"}, "scale": []},
    ]
    held = SurveyRound(journey="j1", title="Kevät", questions=asked, retention_days=30)
    held.languages, held.workspace = ["fi", "sv"], people.workspace
    held.save()
    at = "2026-03-02T09:30:00+00:00"
    held.opens = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    held.save()
    answer = _answer(
        people, "2222-2222-2222", at=at, round=held.pk, emotion=None, ease=5, comment=SAID,
        language="sv-FI", touchpoint="t1", unit="Oulu",
    )  # fmt: skip
    commit(people, put("finding", "f1", kind="pain", title="x", step="s1"))
    Heard.objects.create(answer=answer, journey="j1", record="f1")
    told = forgetting.exported(answer)
    assert json.loads(json.dumps(told)) == told
    assert told["at"] == at and told["kept_until"] == "2026-04-01"
    assert told["asked"] == [
        {"item": "ease", "question": "Enkelt?", "answer": "Ja"},
        {"item": "comment", "question": "Kerro", "answer": SAID},
    ]
    assert told["names"] == {
        "workspace": "Own workspace",
        "round": "Kevät",
        "journey": "A journey",
        "step": "Step",
        "touchpoint": "Adviser",
    }
    assert told["used_in"] == [{"journey": "A journey", "what": "finding"}]
    columns = {field.name for field in Answer._meta.concrete_fields} - {"id", "workspace"}
    for name in columns:
        value = getattr(answer, name)
        assert name == "at" or value in (None, "") or told[name] == value
    plain = _answer(people, client_id="a2", emotion=2, expectation=-1)
    assert [each["answer"] for each in forgetting.exported(plain, "fi")["asked"]] == [
        "Huono",
        "Huonommin kuin odotin",
    ]


@pytest.fixture
def quoted(
    people: People, journey: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Answer]]:
    """Quote an answer wherever an answer can be quoted."""
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 2)

    def quote() -> Answer:
        answer = _answer(people, "2222-2222-2222", comment=SAID)
        label = f"Added “{SAID[:40]}…”"
        finding = put("finding", "f1", kind="pain", step="s1", title=f"{SAID[:33]}…")
        commit(people, finding, patch("f1", description=f"Sanottua: “{SAID}.”"), label=label)
        Heard.objects.create(answer=answer, journey="j1", record="f1")
        sv = "Jag vantade i tre manader forgaves"
        commit(people, put("translation", "x1", record="f1", field="title", language="sv", text=sv))
        commit(people, put("comment", "k1", on="f1", text=f"Anna: {SAID.upper()}!"), by="commenter")
        commit(people, put("lane", "l1"), put("card", "d1", lane="l1", step="s1", text=SAID))
        commit(people, put("card", "d2", lane="l1", step="s1", text="Jonossa odotin kauan"))
        commit(people, remove("d1"), label=f"Removed {SAID}")
        commit(people, patch("f1", title="Puhelinjono on pitkä", owner="Virkailija"))
        commit(people, patch("s1", description="Kolme kuukautta on luvattu aika"))
        people.journey("j2", title=f"Polku: {SAID}", derived_from="j1")
        log.at("j2", 1)
        commit(people, patch("j2", labels=[SAID[:60], "raha"]), to="j2")
        versions.name("j1", people.actor("editor"), 3, SAID)
        people.journey("j3", summary=f"Vrt. {SAID}")
        shelf.trash("j3", people.actor("owner"))
        rounds_news = {"fi": f"Sanoitte: {SAID}. Korjasimme.", "sv": "Vi rattade det."}
        held = SurveyRound(journey="j1", title="Kevät", news=rounds_news)
        held.workspace = people.workspace
        held.save()
        for version in range(1, 9):
            log.at("j1", version)
        kept.body('"etag"', lambda: SAID.encode())
        return answer

    yield quote
    caches["bodies"].clear()


def test_an_erased_answers_words_are_nowhere(
    people: People, quoted: Callable[[], Answer], django_capture_on_commit_callbacks: Any
) -> None:
    answer = quoted()
    for part in PARTS:
        assert part in everything(), "the test would see it"
    stamp = answers.stamp("j1")
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.erase(answer)
    for part in PARTS:
        assert part not in everything()
    assert not Answer.objects.exists() and not Heard.objects.exists()
    assert answers.stamp("j1") != stamp and answers.measures_of("j1").n == 0
    now = values("j1")
    assert now["f1"]["title"] == "Puhelinjono on pitkä", "what was written anew stays"
    assert now["f1"]["owner"] == "Virkailija"
    assert now["d2"]["text"] == "Jonossa odotin kauan"
    assert now["s1"]["description"] == "Kolme kuukautta on luvattu aika"
    assert now["f1"]["description"] == now["k1"]["text"] == now["x1"]["text"] == "███"
    assert SurveyRound.objects.get().news == {"fi": "███", "sv": "Vi rattade det."}
    assert Document.objects.get(pk="j3").trashed_at
    for each in ("j1", "j2", "j3"):
        assert replayed(each) == stored(each)
    assert Event.objects.filter(what="answer_erased").count() == 1
    assert len(values("j1")) == len(log.at("j1", 9)), "old versions can still be read"


def test_erasing_without_words_changes_no_document(people: People, journey: str) -> None:
    answer = _answer(people)
    forgetting.erase(answer)
    assert Document.objects.get(pk="j1").version == 1 and not Answer.objects.exists()
    forgetting.erase(answer)  # twice at once: it is gone, and that is all


def test_another_workspace_is_left_alone(people: People, journey: str) -> None:
    people.journey("j9", foreign=True, summary=SAID)
    forgetting.erase(_answer(people, comment=SAID))
    assert values("j9")["j9"]["summary"] == SAID


@pytest.mark.parametrize(
    ("text", "quotes", "taken"),
    [
        (SAID, True, True),
        ("„ODOTIN kolme kuukautta TURHAAN“, hän sanoi", True, True),
        ("hän odotin kolme kuukautta", False, True),
        ("kolme kuukautta", False, True),
        ("turhaan", False, False),
        ("Odottaa kolme pitkää kuukautta turhaan", False, False),
        ("eikä yksikään virkailija soittanut", True, True),
        ("", False, False),
    ],
)
def test_what_quotes_a_comment(text: str, quotes: bool, taken: bool) -> None:
    said = Quoted(SAID)
    assert (said.by(text), said.by_taken(text)) == (quotes, taken)


def test_short_comments_are_found_where_they_were_taken_only() -> None:
    said = Quoted("Liian hidas!")
    assert not said.by("Liian hidas") and said.by_taken("Pitkä jono: liian hidas.")
    assert Quoted("Palvelukokemuskyselyt ärsyttävät").by("“palvelukokemuskyselyt ärsyttävät”")
    assert not Quoted("").by("") and not Quoted("").by_taken("jotain on")


def test_answers_go_when_their_time_is_over(
    people: People, journey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "_AT_ONCE", 2)
    now, day = timezone.now(), datetime.timedelta(days=1)
    short, ever = (
        SurveyRound.objects.create(workspace=people.workspace, journey="j1", **more)
        for more in ({"title": "Kevät", "retention_days": 30}, {"title": "Syksy"})
    )
    for at in range(5):
        _answer(people, client_id=f"old{at}", round=short.pk, at=str(now - 31 * day), comment="x")
    _answer(people, client_id="new", round=short.pk, at=str(now - 29 * day))
    _answer(people, client_id="ever", round=ever.pk, at=str(now - 3000 * day))
    _answer(people, client_id="none", at=str(now - 3000 * day))
    Heard.objects.create(answer=Answer.objects.get(client_id="old1"), journey="j1", record="s1")
    assert answers.measures_of("j1").n == 8
    assert forgetting.expire(now) == 5
    assert set(Answer.objects.values_list("client_id", flat=True)) == {"new", "ever", "none"}
    assert answers.measures_of("j1").n == 3 and not Heard.objects.exists()
    (event,) = Event.objects.filter(what="answers_expired")
    assert (event.about, event.details) == ("Kevät", {"n": 5})
    assert forgetting.expire(now) == 0
    assert forgetting.expire(now + 2 * day) == 1

"""Answers and their customers' rights: receipts, what is held of an answer, erasure, retention.

What locks: documents, then the tally, then answers, so that no two wait crosswise.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from journeymap.documents import copies, log
from journeymap.documents.edit import REDACTED
from journeymap.documents.fields import Text
from journeymap.documents.kinds import document_kind
from journeymap.documents.models import Document, Entry, Record, ShareLink, VersionName
from journeymap.workspaces import audit
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.models import Event

from . import published, tallies
from .intake import questions
from .models import LEGIBLE, Answer, Heard, SurveyRound, Wording, legible
from .quoting import Quoted

_SALT = "touchpoints.forgetting.receipt"
_LETTERS = 12
_AT_ONCE = 1000
#: Texts beside documents in which somebody may have quoted an answer: (model, field, how its
#: workspace is reached).
_BESIDE: tuple[tuple[Any, str, str], ...] = (
    (VersionName, "name", "document__workspace"),
    (ShareLink, "name", "document__workspace"),
    (SurveyRound, "title", "workspace"),
    (Event, "about", "workspace"),
)
#: Texts of survey rounds, by language.
_ROUNDS = ("purpose", "privacy", "news")
#: A text by its record and field.
_Place = tuple[str, str]
_Holds = Callable[[str], bool]


def receipt() -> tuple[str, str]:
    """Return a new code for a customer ("abcd-efgh-jkmn", 59 bits), and the digest that is kept."""
    code = legible(_LETTERS)
    return "-".join(code[at : at + 4] for at in range(0, _LETTERS, 4)), digest(code)


def digest(code: str) -> str:
    """Return what is kept of a code, '' of what is none: 64 hexadecimal digits, keyed, so that
    nobody finds the code who does not have this installation's key."""
    return next(_digests(code), "")


def by_receipt(code: str) -> list[Answer]:
    """Return the answers for which a customer was given this code."""
    return list(Answer.objects.filter(receipt__in=list(_digests(code))).order_by("at", "id"))


def _digests(code: str) -> Iterator[str]:
    """Yield the digests of a code, under today's key first; letters' case and groups are alike."""
    plain = "".join(char for char in code.casefold() if char.isalnum())
    if len(plain) == _LETTERS and set(plain) <= set(LEGIBLE):
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield salted_hmac(_SALT, plain, key, algorithm="sha256").hexdigest()


def exported(answer: Answer, language: str = "") -> dict[str, Any]:
    """Return all that is held of an answer as JSON: its fields, the questions as they were asked
    (in the answer's language, else in ``language``), and in how many records it is used."""
    held = SurveyRound.objects.filter(pk=answer.round).first()
    told = (answer.language.partition("-")[0], language)
    columns = [field.attname for field in Answer._meta.concrete_fields]
    fields = {name: getattr(answer, name) for name in columns if name not in ("id", "workspace_id")}
    return {
        **{name: value for name, value in fields.items() if value not in (None, "")},
        "at": answer.at.isoformat(),
        "suspect": answer.suspect,
        "names": _names(answer, held),
        "asked": [_asked(each, answer, told) for each in _questions(answer)],
        "used_in": [{"journey": title, "what": kind} for title, kind in _uses(answer)],
        "kept_until": _until(answer, held),
    }


def _questions(answer: Answer) -> list[questions.Question]:
    """Return the questions that the answer answers, as they were asked."""
    wording = Wording.objects.filter(pk=answer.wording).first() if answer.wording else None
    asked = wording.questions if wording else questions.STANDARD.values()
    return [each for each in asked if getattr(answer, each["item"]) not in (None, "")]


def _asked(asked: questions.Question, answer: Answer, languages: tuple[str, ...]) -> dict[str, Any]:
    value = getattr(answer, asked["item"])
    said: dict[str, str] = next((told for each, told in asked["scale"] if each == value), {})
    return {
        "item": asked["item"],
        "question": questions.in_language(asked["wording"], *languages),
        "answer": questions.in_language(said, *languages) or str(value),
    }


def _names(answer: Answer, held: SurveyRound | None) -> dict[str, str]:
    """Return what the places and groups that the answer names are called."""
    named = {
        "journey": (answer.journey, answer.journey, "title"),
        "step": (answer.journey, answer.step, "title"),
        "touchpoint": (answer.workspace_id, answer.touchpoint, "name"),
        "segment": (answer.workspace_id, answer.segment, "name"),
    }
    documents = {document for document, _, _ in named.values()}
    records = {record for _, record, _ in named.values()}
    rows = Record.objects.filter(document__in=documents - {""}, id__in=records - {""})
    there = {(row.document_id, row.id): row.value for row in rows}
    found = {
        name: str(there.get((document, record), {}).get(field, ""))
        for name, (document, record, field) in named.items()
    }
    found |= {"workspace": answer.workspace.name, "round": held.title if held else ""}
    return {name: text for name, text in found.items() if text}


def _uses(answer: Answer) -> list[tuple[str, str]]:
    """Return the journey's title and the kind of each record that was made of the answer."""
    found: list[tuple[str, str]] = []
    for heard in Heard.objects.filter(answer=answer.pk).order_by("id"):
        row = Record.objects.filter(document=heard.journey, id=heard.record)
        found += row.values_list("document__title", "kind")
    return found


def _until(answer: Answer, held: SurveyRound | None) -> str | None:
    days = held.retention_days if held else None
    return None if days is None else (answer.at + _days(days)).date().isoformat()


def _days(days: int) -> datetime.timedelta:
    return datetime.timedelta(days=min(days, 365 * 1000))


def erase(answer: Answer) -> None:
    """Delete an answer, and blank its words wherever they were taken: in records that were made of
    it, in whatever else of the workspace quotes it (``quoting``), old versions included."""
    said, mine = Quoted(answer.comment), Answer.objects.filter(pk=answer.pk)
    with transaction.atomic():
        places = _places(answer, said) if said.words else {}
        for document in sorted({*places, *_journeys(answer)}):
            log.locked(document, SYSTEM, "redact")
        tallies.broken(answer.workspace, {answer.journey})
        if not mine.select_for_update():
            return  # somebody else did it meanwhile
        for document, found in places.items():
            for (record, field), holds in found.items():
                log.redact(document, record, field, SYSTEM, holds)
        if said.words:
            _blank_beside(answer.workspace_id, said)
        audit.record(answer.workspace_id, SYSTEM, "answer_erased")
        copies.drop({answer.journey, *places})
        published.leaving(mine)
        mine.delete()
        transaction.on_commit(caches["bodies"].clear)


def _journeys(answer: Answer) -> set[str]:
    """Return the journeys that are there whose records were made of the answer."""
    heard = Heard.objects.filter(answer=answer.pk).values_list("journey", flat=True)
    return set(Document.objects.filter(pk__in=list(heard)).values_list("pk", flat=True))


def _places(answer: Answer, said: Quoted) -> dict[str, dict[_Place, _Holds]]:
    """Return the texts of each document that quote, or ever quoted, the answer's words."""
    heard = set(Heard.objects.filter(answer=answer.pk).values_list("journey", "record"))
    found = {}
    for document in Document.objects.filter(workspace=answer.workspace_id):
        taken = {record for journey, record in heard if journey == document.pk}
        if places := _quotes(document, said, taken):
            found[document.pk] = places
    return found


def _quotes(document: Document, said: Quoted, taken: set[str]) -> dict[_Place, _Holds]:
    """Return the texts of a document that quote a comment in any version, with their
    translations, and which of what they ever said does."""
    kinds, found = document_kind(document.kind).by_name, dict[_Place, _Holds]()
    translated: dict[str, _Place] = {}
    entries = Entry.objects.filter(document=document).values_list("ops", flat=True)
    for op in (op for ops in entries.iterator() for op in ops):
        holds = said.by_taken if op["id"] in taken else said.by
        rules = kinds[op["kind"]].rules
        for value in (op.get(key) or {} for key in ("value", "set", "was")):
            for field, text in value.items():
                texts = text if isinstance(text, list) else [text]
                if isinstance(rules.get(field), Text) and any(
                    holds(each) for each in texts if each
                ):
                    found[op["id"], field] = holds
            if "record" in value and "field" in value:
                translated[op["id"]] = (value["record"], value["field"])
    of = {(key, "text"): bool for key, place in translated.items() if place in found}
    return found | of


def _blank_beside(workspace: str, said: Quoted) -> None:
    for model, field, within in _BESIDE:
        for row in model.objects.filter(**{within: workspace}).exclude(**{field: ""}):
            if said.by(getattr(row, field)):
                model.objects.filter(pk=row.pk).update(**{field: REDACTED})
    for held in SurveyRound.objects.filter(workspace=workspace):
        for field in _ROUNDS:
            told = getattr(held, field)
            clean = {code: REDACTED if said.by(text) else text for code, text in told.items()}
            if clean != told:
                SurveyRound.objects.filter(pk=held.pk).update(**{field: clean})


def expire(now: datetime.datetime | None = None) -> int:
    """Delete the answers that their rounds keep no longer; return how many they were.

    What was published of them stays counted (``published.leaving``). Records that were made of them
    keep their texts.
    """
    moment, count = now or timezone.now(), 0
    for held in SurveyRound.objects.exclude(retention_days=None).select_related("workspace"):
        before = moment - _days(held.retention_days or 0)
        due = Answer.objects.filter(workspace=held.workspace_id, round=held.pk, at__lt=before)
        gone = 0
        while ids := list(due.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
            gone += _expire(held, ids)
        if gone:
            audit.record(held.workspace_id, SYSTEM, "answers_expired", held.title, n=gone)
        count += gone
    return count


def _expire(held: SurveyRound, ids: list[int]) -> int:
    with transaction.atomic():
        batch = Answer.objects.filter(pk__in=ids)
        tallies.broken(held.workspace, set(batch.values_list("journey", flat=True)))
        published.leaving(batch)
        batch.delete()
    return len(ids)

"""Answers that customers give by a round's link: from its page, or from a kiosk.

What a round does not ask or offer is left out of an answer; what it asks is checked by the one way
in (``answers.record``). Ids of answers begin with the round's code, so that nobody outside uses up,
or finds out about, other ids of the workspace.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import ID, Json, Problem
from journeymap.workspaces.access import SYSTEM

from .. import answers, forgetting, rounds
from ..models import Answer, SurveyRound, Wording
from . import floods
from .item import Moment
from .questions import Question

#: What a customer may say of themselves, where the round offers it.
OFFERED = ("segment", "channel", "unit", "region")
#: At most so many answers in one call, of so many bytes each.
MOST, BYTES = 50, 16_384
#: Whoever needs less than so many seconds from the first look to sending has not read.
FASTEST = 2
_NUMBERS = ("emotion", "efficiency", "ease", "expectation", "recommend")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORDING = re.compile(r"[0-9a-f]{32}\Z")
_SALT = "journeymap.answering"


class Begun(NamedTuple):
    """A page that was opened: the code of its receipt, its answer's id, how long ago it was."""

    receipt: str
    client_id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came: ``at`` as text, '' for now; ``doubtful``: no customer sends such."""

    said: Mapping[str, Json]
    client_id: str
    at: str = ""
    receipt: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an answer: kept now (``created``: by this call), or not, and why.

    ``receipt`` is the code under which the customer finds it, '' where there is none; ``masked``
    are the kinds of things that were taken out of it (``masking.WORDS``).
    """

    client_id: str
    created: bool = False
    receipt: str = ""
    masked: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def find(code: str) -> SurveyRound | None:
    """Return the round of a public link."""
    if not (code.isascii() and code.isalnum() and len(code) <= 16):
        return None
    return SurveyRound.objects.select_related("workspace").filter(code=code).first()


def begin(held: SurveyRound) -> str:
    """Return a token for a page that is opened now: it makes sending safe to repeat."""
    return signing.TimestampSigner(salt=_SALT + held.pk).sign(forgetting.receipt()[0])


def begun(held: SurveyRound, token: str) -> Begun | None:
    """Return what a token of the round says; None where it is none."""
    signer = signing.TimestampSigner(salt=_SALT + held.pk)
    try:
        receipt = signer.unsign(token)
        since = signing.b62_decode(token.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError, IndexError):
        return None
    client_id = f"{held.code}.{salted_hmac(_SALT, token).hexdigest()[:32]}"
    return Begun(receipt, client_id, timezone.now().timestamp() - since)


def of_kiosk(held: SurveyRound, said: Mapping[str, Json]) -> Given:
    """Return an answer that was given at a kiosk at some time, and may have waited there."""
    client_id, at = said.get("client_id"), said.get("at")
    named = f"{held.code}.{client_id}" if isinstance(client_id, str) and client_id else ""
    return Given(said, named, at if isinstance(at, str) else "")


def take(held: SurveyRound, given: Sequence[Given], *, source: str, address: str) -> list[Taken]:
    """Keep answers, each by itself: one that is refused keeps none of the others out.

    Raises ``floods.TooMany``: then none was kept.
    """
    now = timezone.now()
    moments = [_moment(each, now) for each in given]
    older = _older(held, given)
    flood = floods.suspects(held.pk, address, [moment or now for moment in moments])
    found: dict[int, Taken] = {}
    kept: dict[bool, dict[int, dict[str, Json]]] = {False: {}, True: {}}
    for at, (each, moment, suspect) in enumerate(zip(given, moments, flood, strict=True)):
        if problems := list(_problems(held, each, moment, now)):
            found[at] = Taken(each.client_id, problems=problems)
        else:
            item = _item(held, each, moment or now, older) | {"source": source}
            kept[suspect or each.doubtful][at] = item
    for suspect, items in kept.items():
        found |= _kept(held, dict(enumerate(given)), items, suspect, older)
    return [found[at] for at in range(len(given))]


def _moment(given: Given, now: datetime.datetime) -> datetime.datetime | None:
    """Return when it was given: never later than now, whatever the sender's clock says."""
    if not given.at:
        return now
    if Moment().one(given.at):
        return None
    return min(datetime.datetime.fromisoformat(given.at), now)


def _problems(
    held: SurveyRound, given: Given, moment: datetime.datetime | None, now: datetime.datetime
) -> Iterable[Problem]:
    if not ID.match(given.client_id):
        yield Problem("/client_id", "expected an id of at most 50 letters, digits, . _ or -")
    if moment is None:
        yield Problem("/at", Moment().one(given.at))
    elif held.retention_days and now - moment > datetime.timedelta(days=held.retention_days):
        yield Problem("/at", "is longer ago than answers are kept")


def _item(
    held: SurveyRound, given: Given, moment: datetime.datetime, older: Mapping[str, list[Question]]
) -> dict[str, Json]:
    """Return the answer as ``answers.record`` takes it."""
    said = given.said
    item: dict[str, Json] = {"client_id": given.client_id, "at": moment.isoformat()}
    item |= {"round": held.pk, "journey": held.journey or None}
    item |= {"touchpoint": held.touchpoint or None}
    step = held.steps[0] if len(held.steps) == 1 else said.get("step")
    item |= {"step": step} if held.journey and step else {}
    asked = older.get(str(said.get("wording"))) or rounds.questions_of(held)
    for name in (each["item"] for each in asked):
        if (value := said.get(name)) not in (None, ""):
            item[name] = _read(name, value)
    for name in OFFERED:
        if said.get(name) and said[name] in held.offers.get(name, ()):
            item[name] = said[name]
    if said.get("language") in ("fi", "sv", "en"):
        item["language"] = said["language"]
    return item


def _read(name: str, value: Json) -> Json:
    """Return a value of a form as the answer has it; what cannot be read stays, to be refused."""
    if not isinstance(value, str):
        return value
    if name in _NUMBERS:
        digits = value.removeprefix("-")
        return int(value) if digits.isascii() and digits.isdigit() and len(value) < 4 else value
    return _CONTROL.sub("", value.replace("\r\n", "\n")).strip() or None


def _older(held: SurveyRound, given: Iterable[Given]) -> dict[str, list[Question]]:
    """Return what was asked under other wordings than the present: a kiosk may be old."""
    told = (str(each.said.get("wording")) for each in given)
    named = {name for name in told if _WORDING.match(name)} - {rounds.wording_of(held)}
    found = Wording.objects.filter(round=held, pk__in=named) if named else ()
    return {each.pk: each.questions for each in found}


def _kept(
    held: SurveyRound,
    given: Mapping[int, Given],
    items: Mapping[int, dict[str, Json]],
    suspect: bool,
    older: Iterable[str],
) -> dict[int, Taken]:
    """Keep those answers that may be kept; what is wrong with the others is told of each."""
    if not items:
        return {}
    order = list(items)
    codes = ((given[at].client_id, given[at].receipt) for at in order)
    receipts = {key: forgetting.digest(code) for key, code in codes if code}
    values = list(items.values())
    try:
        with transaction.atomic():
            done = answers.record(
                held.workspace, SYSTEM, values, suspect=suspect, receipts=receipts
            )
            new = {kept.client_id for kept in done if kept.created}
            _as_asked(held, (given[at] for at in order if given[at].client_id in new), older)
    except Invalid as error:
        wrong = _by_answer(error.problems, order)
        rest = {at: item for at, item in items.items() if at not in wrong}
        told = {at: Taken(given[at].client_id, problems=each) for at, each in wrong.items()}
        return told | _kept(held, given, rest, suspect, older)
    return {
        at: Taken(kept.client_id, kept.created, given[at].receipt, kept.masked)
        for at, kept in zip(order, done, strict=True)
    }


def _by_answer(problems: Iterable[Problem], order: Sequence[int]) -> dict[int, list[Problem]]:
    """Return what is wrong with which answer; paths begin in that answer."""
    found: dict[int, list[Problem]] = {}
    for each in problems:
        place, slash, rest = each.path.removeprefix("/").partition("/")
        found.setdefault(order[int(place)], []).append(Problem(slash + rest, each.message))
    return found


def _as_asked(held: SurveyRound, given: Iterable[Given], older: Iterable[str]) -> None:
    """Have answers name the wording under which they were asked."""
    sent = list(given)
    for wording in older:
        ids = [each.client_id for each in sent if each.said.get("wording") == wording]
        Answer.objects.filter(round=held.pk, client_id__in=ids).update(wording=wording)

"""One answer as it comes in: its fields and what each may be (pure)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache

from journeymap.documents import fields as f
from journeymap.documents.fields import Json, Problem, Rule, field_problems, rules_of
from journeymap.documents.record import record

from ..kinds import CHANNELS

#: What was asked; an answer has at least one of these.
ITEMS = ("emotion", "efficiency", "ease", "got_it_done", "expectation", "recommend", "comment")
DONE = ("yes", "partly", "no")


@record
class Moment(Rule):
    """A moment, ISO 8601 with its offset from UTC, kept as text."""

    def one(self, value: Json) -> str:
        """Say what is wrong with one value, or '' where nothing is."""
        try:
            if isinstance(value, str) and len(value) <= 40:
                moment = datetime.datetime.fromisoformat(value)
                if moment.utcoffset() is not None and 1900 < moment.year < 9000:
                    return ""
        except ValueError:
            pass
        return "expected a date and time with offset, such as 2026-03-02T09:30:00+02:00"

    def schema_of_one(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of one value."""
        return {"type": "string", "format": "date-time", "maxLength": 40}


@record
class Item:
    """An answer of one customer at a step of a journey, at a touchpoint, or both.

    ``emotion``, ``efficiency`` and ``ease`` 1 (bad) to 5 (good); ``expectation``: worse (-1), as
    (0) or better (+1) than expected; ``recommend`` 0 to 10. ``client_id`` makes a retry safe.
    """

    client_id: str | None = f.field(
        f.Pattern(pattern=f.ID, what="an id of 1 to 64 letters, digits, . _ or -")
    )
    at: str | None = f.field(Moment())
    round: str | None = f.ref("round", document="survey")
    journey: str | None = f.ref("journey", document="journey")
    step: str | None = f.ref("step", document="journey")
    touchpoint: str | None = f.ref("touchpoint", document="catalogue")
    emotion: int | None = f.number(1, 5, whole=True)
    efficiency: int | None = f.number(1, 5, whole=True)
    ease: int | None = f.number(1, 5, whole=True)
    got_it_done: str | None = f.choice(*DONE)
    expectation: int | None = f.number(-1, 1, whole=True)
    recommend: int | None = f.number(0, 10, whole=True)
    comment: str = f.text(4000)
    segment: str | None = f.ref("segment", document="catalogue")
    channel: str | None = f.choice(*CHANNELS)
    unit: str = f.text(200)
    region: str = f.text(200)
    language: str | None = f.language()
    source: str = f.text(60)


def problems(value: Json, path: str = "", *, unassigned: bool = False) -> Iterator[Problem]:
    """Yield what is wrong with one incoming answer, by its own light (no database).

    ``unassigned``: it may be a journey's, to be assigned to a step later.
    """
    if not isinstance(value, Mapping):
        yield Problem(path, "expected an object")
        return
    if not _sound(value):
        yield from _field_problems(value, path)
    if value.get("step") and not value.get("journey"):
        yield Problem(f"{path}/journey", "is required where a step is given")
    placed = value.get("step") or value.get("touchpoint") or (unassigned and value.get("journey"))
    if not placed:
        yield Problem(f"{path}/step", "is required (or a touchpoint)")
    if all(value.get(name) in (None, "") for name in ITEMS):
        yield Problem(path, f"says nothing: give at least one of {', '.join(ITEMS)}")


def _field_problems(value: Mapping[str, Json], path: str) -> Iterator[Problem]:
    if "id" in value:
        yield Problem(f"{path}/id", "unknown field; an answer is named by its client_id")
    yield from field_problems(rules_of(Item), value, path)


def _sound(value: Mapping[str, Json]) -> bool:
    """Tell quickly whether every field is what it may be: most values have been seen before."""
    try:
        for name, held in value.items():
            if held is None:
                continue
            if name in _NEVER_TWICE or (isinstance(held, str) and len(held) > 200):
                if _RULES[name].one(held):
                    return False
            elif not _fitted(name, held):
                return False
    except (KeyError, TypeError):  # an unknown name, or what is no single value
        return False
    return True


@lru_cache(maxsize=4096, typed=True)
def _fitted(name: str, held: Json) -> bool:
    return next(_RULES[name].problems(held, ""), None) is None


_RULES = rules_of(Item)
_NEVER_TWICE = {"client_id", "at", "comment"}


def schema() -> dict[str, Json]:
    """Return the JSON Schema (2020-12) of one incoming answer."""
    return f.object_schema(rules_of(Item))

"""Counting answers: one GROUP BY, filtered and grouped as asked, kept until a new answer arrives.

Answers only ever come in addition, but for what ``Tally.breaks`` counts: so what was counted up to
one of them is kept, and only what came after it is counted and added. The SQL is written out, as
building it anew would cost more than counting ten thousand answers does.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection

from journeymap.asking import asked
from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Problem

from . import measures
from .intake import questions
from .measures import VALUES, Counts
from .models import Answer, SurveyRound, Tally, Wording

#: What a map shows.
OVERLAY = ("emotion", "efficiency", "ease", "got_it_done", "expectation")
#: What answers can be told apart by, one at a time in what is published.
DIMENSIONS = ("round", "touchpoint", "segment", "channel", "unit", "region", "language")
_PERIODS = ("week", "month")
_KEPT_FOR = 86_400
_FIRST, _LAST = datetime.date(1900, 1, 1), datetime.date(9000, 1, 1)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which answers: '' and None mean all. ``since`` <= at < ``until``, with their offsets."""

    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    step: str = ""
    round: str = ""
    touchpoint: str = ""
    segment: str = ""
    channel: str = ""
    unit: str = ""
    region: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


ALL = Wanted()


def wanted_of(query: Mapping[str, str], zone: datetime.tzinfo = datetime.UTC) -> Wanted:
    """Return what a query string asks for; ``since`` and ``until`` are days of ``zone``, both
    included. What it does not know it leaves. Raises Invalid with the paths ``/<name>``."""
    days, found = dict[str, Any](), list[Problem]()
    for name in ("since", "until"):
        if told := query.get(name, "").strip():
            try:
                days[name] = beginning(told, zone, after=name == "until")
            except ValueError:
                found.append(Problem(f"/{name}", "expected a day such as 2026-03-02"))
    held: dict[str, Any] = {n: query.get(n, "") for n in ("step", *DIMENSIONS)}
    found += [Problem(f"/{n}", "has a NUL in it") for n, value in held.items() if "\0" in value]
    if found:
        raise Invalid(found)
    return Wanted(**days, **held)


def beginning(day: str, zone: datetime.tzinfo, after: bool = False) -> datetime.datetime:
    """Return when a day (ISO 8601) begins in ``zone``, or the day ``after`` it; ValueError.

    Days far from any answer's are the first or last that every database can tell.
    """
    told = min(max(datetime.date.fromisoformat(day), _FIRST), _LAST)
    return datetime.datetime.combine(told + after * _DAY, datetime.time(), zone)


class Group(NamedTuple):
    """Counts of a group, and the moments (UTC) of its oldest and newest answer."""

    counts: Counts
    first: datetime.datetime
    last: datetime.datetime


Groups = dict[tuple[str, ...], Group]


def counted(
    place: str,
    by: Sequence[str] = ("step",),
    wanted: Wanted = ALL,
    items: Sequence[str] = OVERLAY,
    zone: str = "UTC",
) -> Groups:
    """Return the counts of a journey's answers, by the columns ``by`` ("week", "month" in ``zone``:
    the first day, ISO 8601, too).

    Answers whose wording or scale is not the standard one (of a single round: the round's newest)
    do not count for the items that differ. Suspect answers count nowhere. Three queries at most.
    """
    return counted_all([place], by, wanted, items, zone)[place]


def counted_all(
    places: Iterable[str],
    by: Sequence[str] = ("step",),
    wanted: Wanted = ALL,
    items: Sequence[str] = OVERLAY,
    zone: str = "UTC",
) -> dict[str, Groups]:
    """Return the counts of several journeys; three queries at most, however many there are."""
    found: dict[str, Groups] = {place: {} for place in places}
    if not found:
        return found
    changes = {row[0]: _Tally(*row) for row in asked(_TALLIES, list(found))}
    if not changes:
        return found
    differs = _differing(found, wanted.round)
    what = _Asked("journey", tuple(by), wanted, tuple(items), zone, differs)
    keys = {place: _key(tally, what) for place, tally in changes.items()}
    held: dict[str, tuple[int, int, Groups]] = cache.get_many(keys.values())
    missing = []
    for place, key in keys.items():
        if key in held and held[key][0] == changes[place].changes:
            found[place] = held[key][2]
        else:
            missing.append(place)
    _, after, base = held.get(keys[missing[0]], (0, 0, {})) if len(missing) == 1 else (0, 0, {})
    fresh = _query(what, missing, after) if missing else {}
    for place in missing:
        up_to, groups = fresh.get(place, (after, []))
        found[place] = _sum([*base.items(), *groups])
        cache.set(keys[place], (changes[place].changes, up_to, found[place]), _KEPT_FOR)
    return found


def of_touchpoints(
    workspace: str,
    touchpoints: Iterable[str],
    by: Sequence[str] = (),
    items: Sequence[str] = OVERLAY,
) -> dict[str, Groups]:
    """Return the counts of answers that name touchpoints, in whatever journey; two queries."""
    ids = list(touchpoints)
    differs = _unlike(_IN_WORKSPACE, workspace)
    what = _Asked("touchpoint", tuple(by), ALL, tuple(items), "UTC", differs)
    fresh = _query(what, ids, 0, workspace) if ids else {}
    return {each: _sum(fresh.get(each, (0, []))[1]) for each in ids}


Fresh = dict[str, tuple[int, list[tuple[tuple[str, ...], Group]]]]


def newer(
    workspace: str,
    after: Mapping[str, int],
    by: Sequence[str],
    zone: str = "UTC",
    among: Iterable[int] | None = None,
) -> Fresh:
    """Return what came after an answer's number, by place: the newest number, and the counts.

    A place is a journey's id, or the workspace's for answers to touchpoints alone; among ``by``
    "place" is the step, or the touchpoint of these. A group may occur several times. ``among``: of
    these answers only. All items are counted; two queries.
    """
    differs = _unlike(_IN_WORKSPACE, workspace)
    what = _Asked("journey", tuple(by), ALL, measures.ITEMS, zone, differs)
    terms, values = [], list[Any]()
    for place, number in after.items():
        terms.append("journey = %s AND id > %s")
        values += ["" if place == workspace else place, number]
    where = f"workspace_id = %s AND NOT suspect AND ({' OR '.join(terms)})"
    values.insert(0, workspace)
    if among is not None:
        where += " AND id IN (%s…)"
        values.append(list(among))
    found = _rows(what, where, values)
    return {place or workspace: held for place, held in found.items()}


class _Asked(NamedTuple):
    """What to count: ``of`` is the column of the places."""

    of: str
    by: tuple[str, ...]
    wanted: Wanted
    items: tuple[str, ...]
    zone: str
    differs: dict[str, frozenset[str]]


class _Tally(NamedTuple):
    """What of a journey's tally is asked each time."""

    journey: str
    changes: int
    breaks: int
    made_at: Any


_TALLIES = f"SELECT {', '.join(_Tally._fields)} FROM {Tally._meta.db_table} WHERE journey IN (%s…)"  # noqa: S608
_WORDINGS = (
    f"SELECT held.id FROM {Wording._meta.db_table} held"  # noqa: S608
    f" JOIN {SurveyRound._meta.db_table} round ON round.id = held.round_id WHERE "
)
_IN_WORKSPACE = f"{_WORDINGS} round.workspace_id = %s"
_OF_JOURNEYS = (
    f"{_WORDINGS} round.journey IN (%s…) OR round.journey = '' AND round.workspace_id IN"  # noqa: S608
    f" (SELECT workspace_id FROM {Tally._meta.db_table} WHERE journey IN (%s…))"
)
#: By wording, which never changes: the items that differ from the standard.
_UNLIKE: dict[str, frozenset[str]] = {}
_MOST_UNLIKE = 10_000


def _key(tally: _Tally, what: _Asked) -> str:
    differs = [(wording, sorted(items)) for wording, items in what.differs.items()]
    text = repr((tally.journey, tally.made_at, tally.breaks, what._replace(differs={}), differs))
    return f"counted:{hashlib.sha256(text.encode()).hexdigest()}"


def _differing(journeys: Iterable[str], round: str) -> dict[str, frozenset[str]]:
    """Return the items that may not be compared, by wording; one or two queries."""
    if round:
        held = SurveyRound.objects.filter(pk=round).values_list("questions", flat=True).first()
        base = {each["item"]: each for each in held or questions.USUAL}
        return _differing_items(Wording.objects.filter(round=round), base)
    return _unlike(_OF_JOURNEYS, list(journeys), list(journeys))


def _unlike(sql: str, *values: Any) -> dict[str, frozenset[str]]:
    """Return the items that differ from the standard, by wording; wordings are read once."""
    names = sorted(name for (name,) in asked(sql, *values))
    found = {name: _UNLIKE.get(name) for name in names}
    if unknown := [name for name in names if found[name] is None]:
        if len(_UNLIKE) > _MOST_UNLIKE:
            _UNLIKE.clear()
        fresh = _differing_items(Wording.objects.filter(id__in=unknown), questions.STANDARD)
        found.update((name, fresh.get(name, frozenset())) for name in unknown)
        _UNLIKE.update((name, found[name] or frozenset()) for name in unknown)
    return {name: items for name, items in found.items() if items}


def _differing_items(
    rows: Iterable[Wording], base: Mapping[str, questions.Question]
) -> dict[str, frozenset[str]]:
    found = {
        row.id: frozenset(
            q["item"] for q in row.questions if not questions.same(q, base.get(q["item"]))
        )
        for row in rows
    }
    return {key: items for key, items in sorted(found.items()) if items}


def _query(what: _Asked, places: Sequence[str], after: int, workspace: str = "") -> Fresh:
    """Return by place what came after an answer."""
    return _rows(what, *_where(what, places, after, workspace))


def _rows(what: _Asked, where: str, rest: Sequence[Any]) -> Fresh:
    """Return by place the newest answer's number and the groups; differing wordings apart."""
    by, values = [f'"{what.of}"'], list[Any]()
    for name in what.by:
        if name in _PERIODS:
            trunc: Any = connection.ops.datetime_trunc_sql  # its types lag behind
            sql, more = trunc(name, '"at"', (), what.zone)
            by.append(sql)
            values += more
        elif name == "place":
            by.append("CASE WHEN journey = '' THEN touchpoint ELSE step END")
        else:
            by.append(f'"{name}"')
    if what.differs:
        by.append('"wording"')
    counts = [
        f"COUNT(*) FILTER (WHERE {item} = {_literal(value)})"
        for item in what.items
        for value in VALUES[item]
    ]
    columns = ", ".join([*by, "MAX(id)", "MIN(at)", "MAX(at)", "COUNT(*)", *counts])
    order = ", ".join(str(n + 1) for n in range(len(by)))
    sql = f"SELECT {columns} FROM {Answer._meta.db_table} WHERE {where} GROUP BY {order}"  # noqa: S608
    found: Fresh = {}
    for row in asked(sql, *values, *rest):
        up_to, groups = found.setdefault(row[0], (0, []))
        groups.append(_group(row, what))
        found[row[0]] = max(up_to, row[len(by)]), groups
    return found


def _where(
    what: _Asked, places: Sequence[str], after: int, workspace: str
) -> tuple[str, list[Any]]:
    terms, values = [f'"{what.of}" IN (%s…)', "NOT suspect"], list[Any]([list(places)])
    if workspace:
        terms.append("workspace_id = %s")
        values.append(workspace)
    if after:
        terms.append("id > %s")
        values.append(after)
    for name, sign in (("since", ">="), ("until", "<")):
        if moment := getattr(what.wanted, name):
            terms.append(f"at {sign} %s")
            values.append(connection.ops.adapt_datetimefield_value(moment))
    for name in ("step", *DIMENSIONS):
        if held := getattr(what.wanted, name):
            terms.append(f'"{name}" = %s')
            values.append(held)
    return " AND ".join(terms), values


def _group(row: Sequence[Any], what: _Asked) -> tuple[tuple[str, ...], Group]:
    """Return what a row says: place, groups, wording if any, four numbers, then the counts."""
    end = 1 + len(what.by)
    key = tuple(
        _moment(value).date().isoformat() if name in _PERIODS else str(value)
        for name, value in zip(what.by, row[1:end], strict=True)
    )
    leave = what.differs.get(row[end], frozenset()) if what.differs else frozenset()
    end += bool(what.differs)
    _newest, first, last, n = row[end : end + 4]
    at, held = end + 4, {}
    for item in what.items:
        size = len(VALUES[item])
        if item not in leave:
            held[item] = tuple(row[at : at + size])
        at += size
    return key, Group(Counts(n=n, **held), _moment(first), _moment(last))


def _sum(groups: Iterable[tuple[tuple[str, ...], Group]]) -> Groups:
    found: Groups = {}
    for key, group in groups:
        if held := found.get(key):
            first, last = min(held.first, group.first), max(held.last, group.last)
            found[key] = Group(held.counts.plus(group.counts), first, last)
        else:
            found[key] = group
    return found


def _literal(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _moment(held: Any) -> datetime.datetime:
    """Return a moment as the database tells it: SQLite as text, without its offset."""
    moment = datetime.datetime.fromisoformat(held) if isinstance(held, str) else held
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)

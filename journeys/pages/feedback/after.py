"""Before and after: the same question about the same step, until a solution was in use and since.

It tells what changed, not why: another round may have asked others, in another way.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from journeys.graph import Graph, Idea
from journeys.words import day
from touchpoints import counting
from touchpoints.counting import Wanted
from touchpoints.measures import ITEMS, Counts, Mean, Share
from touchpoints.trends import estimate, part

from ... import voices
from . import figures


class Compared(NamedTuple):
    """One measure before and after: what it is of, both in words, the difference in words.

    ``mixed``: the answers before and after are not of the same rounds.
    """

    label: str
    before: str
    after: str
    said: str
    mixed: bool


class _Half(NamedTuple):
    counts: Counts
    rounds: frozenset[str]


def compared(
    journey: str, idea: Idea, graph: Graph, limit: int, zone: datetime.tzinfo, language: str
) -> list[Compared]:
    """Return what changed where a solution is in use: what its findings follow, else all that is
    asked at their steps (or its own). For those who may read single answers."""
    if not idea.introduced:
        return []
    made: list[Compared] = []
    by_id = graph.by_id
    findings = [by_id[each] for each in idea.findings if each in by_id]
    for finding in findings:
        if finding.follows and finding.step:
            follows = replace(finding.follows, round="", since=None, until=None)
            wanted = voices.wanted_by(follows, zone)
            halves = _halves(journey, idea.introduced, wanted, finding.step, zone)
            said = [
                part(follows.item, getattr(half.counts, follows.item), follows.values, limit)
                for half in halves
            ]
            words = figures.words_of(follows.item, language)
            values = ", ".join(words.get(value, value) for value in follows.values)
            label = f"{figures.label_of(follows.item, language)} ({values})"
            made.append(_told(label, halves, said, follows.item, idea.introduced, language))
    if made:
        return made
    steps = dict.fromkeys([*(each.step for each in findings), idea.step])
    for step in filter(None, steps):
        halves = _halves(journey, idea.introduced, Wanted(), step, zone)
        made += _items(by_id[step].title if len(steps) > 2 else "", halves, idea, limit, language)
    return made


def _items(
    title: str, halves: Sequence[_Half], idea: Idea, limit: int, language: str
) -> Iterator[Compared]:
    for item in figures.items_of([half.counts for half in halves]):
        said = [estimate(item, getattr(half.counts, item), limit) for half in halves]
        label = figures.estimated(item, language)
        label = f"{title}: {label}" if title else label
        yield _told(label, halves, said, item, idea.introduced or "", language)


def _halves(
    journey: str, since: str, wanted: Wanted, step: str, zone: datetime.tzinfo
) -> tuple[_Half, _Half]:
    at = counting.beginning(since, zone)
    wanted = replace(wanted, step=step)
    before, after = replace(wanted, until=at), replace(wanted, since=at)
    return _half(journey, before), _half(journey, after)


def _half(journey: str, wanted: Wanted) -> _Half:
    groups = counting.counted(journey, ("round",), wanted, ITEMS)
    counts = Counts()
    for group in groups.values():
        counts = counts.plus(group.counts)
    return _Half(counts, frozenset(key for (key,) in groups))


def _told(
    label: str,
    halves: Sequence[_Half],
    said: Sequence[Mean | Share | None],
    item: str,
    since: str,
    language: str,
) -> Compared:
    before, after = said
    texts = [
        f"{figures.tell(each, language)}, n {each.n}" if each else _("too few answers")
        for each in said
    ]
    if before and after:
        words = figures.tell_difference(after, before, language)
    else:
        words = _("too few answers before or since %(day)s to tell") % {"day": day(since, language)}
    mixed = bool(before and after) and halves[0].rounds != halves[1].rounds
    return Compared(label, texts[0], texts[1], words, mixed)

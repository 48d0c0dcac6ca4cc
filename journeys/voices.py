"""What answers say of a journey's findings and steps beyond their measures: how often, how evenly.

What is heard comes from ``touchpoints.hearing`` alone: readers who may not read single answers get
what the published tables tell, and no more.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace

from django.core.cache import cache

from journeymap.documents.fields import parse
from journeymap.documents.models import Document, Record
from journeys.graph import Finding, Follows
from touchpoints import hearing, quotes
from touchpoints.counting import ALL, DIMENSIONS, Wanted, wanted_of
from touchpoints.evenness import ACROSS, Evenness, evenness
from touchpoints.measures import Counts, Measures, Share, share
from touchpoints.trends import part

_KEPT_FOR = 86_400


def told(
    measures: Measures,
    document: Document,
    findings: Iterable[Finding] | None = None,
    *,
    single: bool,
    evenly: bool = False,
) -> Measures:
    """Return the measures with how often findings are met (those of the journey now, where none
    are given); ``evenly``: and what the answers at its steps differ by, unless some are chosen."""
    held = _findings(document) if findings is None else findings
    often = frequencies(document, held, limit=measures.limit, single=single)
    measures = replace(measures, findings=often)
    if not evenly or measures.of or measures.beside:
        return measures
    return replace(measures, uneven=uneven(even(document.pk, measures, single=single)))


def _findings(document: Document) -> list[Finding]:
    held = Record.objects.filter(document=document, kind="finding")
    return [parse(Finding, {"id": each.id, **each.value}) for each in held]


# -- how often -----------------------------------------------------------------------------------


def frequencies(
    document: Document, findings: Iterable[Finding], *, limit: int, single: bool
) -> dict[str, Share]:
    """Return by finding the share of answers that say it, where ``limit`` or more tell.

    Of those that a finding follows: the share of its values. Of one that quotes support: how many
    do, of those with words at its step (only for those who may read single answers).
    """
    held = [each for each in findings if each.step]
    found: dict[str, Share] = {}
    groups: dict[Wanted, Mapping[str, Counts | None]] = {}
    for each in held:
        if follows := each.follows:
            wanted = wanted_by(follows, document.workspace.zone)
            if wanted not in groups:
                groups[wanted] = _heard(document.pk, wanted, single)
            counts = groups[wanted].get(each.step or "")
            answered = getattr(counts, follows.item) if counts else ()
            if often := part(follows.item, answered, follows.values, limit):
                found[each.id] = often
    return found | (_linked(document.pk, held, limit) if single else {})


def wanted_by(follows: Follows, zone: datetime.tzinfo) -> Wanted:
    """Return which answers a finding follows."""
    return wanted_of({k: v for k, v in asdict(follows).items() if v and k != "values"}, zone)


def _heard(journey: str, wanted: Wanted, single: bool) -> Mapping[str, Counts | None]:
    """Return the counts by step; for readers of published tables, where one of them tells."""
    if single or not wanted:
        return hearing.totals(journey, single=single, wanted=wanted)
    told = [name for name in DIMENSIONS if getattr(wanted, name)]
    value = getattr(wanted, told[0]) if len(told) == 1 else ""
    if not value or wanted != wanted_of({told[0]: value}):
        return {}
    tables = hearing.split(journey, told[0], single=False)
    return {step: groups.get(value) for step, groups in tables.items()}


def _linked(journey: str, findings: Iterable[Finding], limit: int) -> dict[str, Share]:
    links = quotes.linked(journey)
    plain = [each for each in findings if not each.follows and each.id in links]
    worded = quotes.worded(journey, {each.step or "" for each in plain})
    found = {}
    for each in plain:
        of = worded.get(each.step or "", 0)
        if of >= max(limit, 1):
            found[each.id] = share(min(links[each.id], of), of)
    return found


# -- how evenly ----------------------------------------------------------------------------------


def uneven(found: Evenness) -> dict[str, tuple[str, ...]]:
    """Return by step what its answers differ by, the surest first."""
    told: dict[str, tuple[str, ...]] = {}
    for each in found.uneven:
        told[each.step] = tuple(dict.fromkeys((*told.get(each.step, ()), each.dimension)))
    return told


def even(journey: str, measures: Measures, *, single: bool, wanted: Wanted = ALL) -> Evenness:
    """Return which groups differ, of the same answers as the measures; kept until they change."""
    if measures.n < 2 * max(measures.limit, 1):  # no group and rest that may be compared
        return Evenness()
    text = repr((journey, single, wanted, measures.stamp, measures.limit, measures.steps))
    key = f"even:{hashlib.sha256(text.encode()).hexdigest()}"
    held: Evenness | None = cache.get(key)
    if held is None:
        tables = {
            name: hearing.split(journey, name, single=single, wanted=wanted)
            for name in ACROSS
            if not getattr(wanted, name)
        }
        held = evenness(tables, measures.limit)
        cache.set(key, held, _KEPT_FOR)
    return held

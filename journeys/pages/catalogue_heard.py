"""What customers say of a touchpoint, in whatever journey they met it, as one reader hears it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journeymap.documents.models import Document, Record
from journeys import labels
from journeys.diagrams.lanes.gap import measured_gap
from touchpoints import hearing
from touchpoints.evenness import evenness
from touchpoints.limits import limits
from touchpoints.measures import Counts, Mean, Measure, measure

from .access import Place
from .feedback import figures
from .telling import Bar, bars

#: Journey and step; both '' of a touchpoint alone.
Key = tuple[str, str]


@dataclass(frozen=True)
class Heard:
    """What is said of a touchpoint in all; ``limit``: fewer answers than this are not told."""

    measure: Measure
    limit: int
    language: str

    @property
    def bars(self) -> list[Bar]:
        """Return what may be shown, as bars."""
        return list(bars(self.measure, self.language))

    @property
    def gap(self) -> str:
        """Return how it compares with what was expected, in words; '' where too few said."""
        if (found := measured_gap(self.measure)) is None:
            return ""
        words = {
            "worse": _("{share} say worse than expected"),
            "met": _("{share} say as expected"),
            "better": _("{share} say better than expected"),
        }[found[0]]
        return words.format(share=labels.percent(found[1], self.language))


@dataclass(frozen=True)
class Met(Heard):
    """What is said of a touchpoint at one step; ``differs``: how it does there, compared with all
    other places, in sentences."""

    journey: Document | None = None
    step: str = ""
    title: str = ""
    differs: tuple[str, ...] = ()


def of_all(place: Place, ids: Iterable[str]) -> dict[str, Heard]:
    """Return what is said of touchpoints; those of which nobody said anything are not there."""
    home, language = place.workspace.pk, get_language() or "en"
    limit = limits([home])[home]
    told = hearing.touchpoints(home, ids, single=place.may("answers"))
    return {key: Heard(_measured(counts, limit), limit, language) for key, counts in told.items()}


def _measured(counts: Counts | None, limit: int) -> Measure:
    return measure(counts, limit) if counts else Measure(hidden=True)


def places(place: Place, touchpoint: str) -> list[Met]:
    """Return where a touchpoint was met and how it did there: those with most answers first, the
    touchpoint alone last."""
    home, language = place.workspace.pk, get_language() or "en"
    limit = limits([home])[home]
    told = hearing.places(home, touchpoint, single=place.may("answers"))
    named = Document.objects.filter(workspace=home, pk__in={journey for journey, _step in told})
    journeys = {each.pk: each for each in named}
    steps = _titles(journeys, {step for _journey, step in told})
    differs = _differs(told, limit, language)
    rows = [
        Met(
            measure=_measured(counts, limit),
            limit=limit,
            language=language,
            journey=journeys.get(key[0]),
            step=key[1] if key in steps else "",
            title=steps.get(key, ""),
            differs=tuple(differs.get(key, ())),
        )
        for key, counts in told.items()
    ]
    return sorted(rows, key=lambda m: (not m.journey, -m.measure.n, m.title.casefold()))


def _titles(journeys: Iterable[str], steps: Iterable[str]) -> dict[Key, str]:
    rows = Record.objects.filter(document__in=list(journeys), kind="step", id__in=list(steps))
    return {(row.document_id, row.id): str(row.value.get("title", "")) for row in rows}


def _differs(told: Mapping[Key, Counts | None], limit: int, language: str) -> dict[Key, list[str]]:
    """Return where it did better or worse than in all other places, beyond chance."""
    keys = {f"{journey}/{step}": (journey, step) for journey, step in told}
    groups = {name: told[key] for name, key in keys.items()}
    found: dict[Key, list[str]] = {}
    for each in evenness({"place": {"": groups}}, limit).uneven:
        item = figures.estimated(each.item, language)
        by = figures.told_of(each.difference, isinstance(each.group, Mean), language)
        said = {"item": item, "by": by or _("in its spread")}
        found.setdefault(keys[each.value], []).append(_("%(item)s: %(by)s") % said)
    return found

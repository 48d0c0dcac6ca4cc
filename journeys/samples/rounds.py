"""The survey rounds of the samples: when their customers were asked, and what for.

A journey whose answers came in half a year was asked in two rounds; the grant is asked again now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from journeymap.documents.fields import Json
from journeys.graph import Graph
from touchpoints.intake.questions import STANDARD

from .answers import channels_met
from .said import HALF_YEAR, IN_UNITS, SAID, WHEN, WHERE

Round = dict[str, Json]

_ZONE = ZoneInfo("Europe/Helsinki")
_SPRING = date(2026, 4, 1)
#: Asked in these two, however long the answers came.
_TWICE = ("start-up-grant", "register-as-jobseeker", "consumer-complaint")
_AUTUMN = {"start-up-grant": date(2026, 9, 1)}
#: What was changed because of the answers of the round before.
_NEWS = {
    "start-up-grant": {
        "fi": "Lisätietoihin vastaamiseen on nyt kaksi viikkoa, ja pyyntö kertoo, mitä olemme"
        " jo saaneet.",
        "sv": "Du har nu två veckor på dig att svara på begäran om mer uppgifter, och begäran"
        " berättar vad vi redan har fått.",
        "en": "You now have two weeks to answer a request for more details, and the request says"
        " what we have already received.",
    }
}


def rounds(graph: Graph) -> list[Round]:
    """Return the rounds of a journey with their ids, oldest first, as ``rounds.make`` takes them.

    A journey that nobody was asked about has none.
    """
    journey = graph.journey.id
    if journey not in SAID:
        return []
    first, last = WHEN.get(journey, HALF_YEAR)
    end = last + timedelta(days=1)
    if journey in _TWICE:
        times = [("Talvi 2026", first, _SPRING), ("Kevät 2026", _SPRING, end)]
    else:
        times = [("Kevät 2026", first, end)]
    made = [_round(graph, title, opens, closes) for title, opens, closes in times]
    if journey in _AUTUMN:
        made.append(_round(graph, "Syksy 2026", _AUTUMN[journey], None))
        made[-1]["news"] = _NEWS[journey]
    return made


def round_at(held: Iterable[Round], at: str) -> str:
    """Return the id of the round that was open at a moment (KeyError: none was)."""
    moment = datetime.fromisoformat(at)
    for each in held:
        closes = each["closes"]
        begun = datetime.fromisoformat(each["opens"]) <= moment
        if begun and (closes is None or moment < datetime.fromisoformat(closes)):
            return str(each["id"])
    raise KeyError(at)


def _round(graph: Graph, title: str, opens: date, closes: date | None) -> Round:
    journey = graph.journey
    met = dict.fromkeys(name for step in graph.steps for name in channels_met(graph, step))
    offers: dict[str, Json] = {"segment": list(journey.segments), "channel": list(met)}
    if journey.id in IN_UNITS:
        offers |= {"unit": list(WHERE), "region": [*dict.fromkeys(r for r, *_ in WHERE.values())]}
    return {
        "id": f"{journey.id}.{opens.isoformat()}",
        "title": title,
        "journey": journey.id,
        "questions": [{"item": item} for item in STANDARD],
        "offers": offers,
        "languages": ["fi", "sv", "en"],
        "opens": _midnight(opens),
        "closes": _midnight(closes) if closes else None,
        "retention_days": 3650,
    }


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), _ZONE).isoformat()

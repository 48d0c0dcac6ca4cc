"""A survey round as somebody asks for it: its fields, what each may be, and the usual texts (pure).

What a round names (journey, steps, touchpoint, segments) and how its parts go together is checked
in ``asking``, where the database and the reader's language are at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journeymap.documents import fields as f
from journeymap.documents.fields import Json, Rule, dump, parse, rules_of
from journeymap.documents.record import plain, record

from ..kinds import CHANNELS
from ..measures import SUPPRESSION_LIMIT
from .item import Moment
from .questions import LANGUAGES, STANDARD, USUAL, Question

#: Days for which answers are kept unless a round says otherwise: two years.
RETENTION = 730
#: The most that a round may ask for.
MOST_DAYS, MOST_LIMIT = 3650, 100


@record
class Words:
    """A short text in each language."""

    fi: str = f.text(300)
    sv: str = f.text(300)
    en: str = f.text(300)


@record
class Texts:
    """A text in each language."""

    fi: str = f.text(4000)
    sv: str = f.text(4000)
    en: str = f.text(4000)


@record
class Grade(Rule):
    """A value of a scale and its words by language: [5, {"fi": "Erittäin hyvä", …}]."""

    def one(self, value: Json) -> str:
        """Say what is wrong with one value, or '' where nothing is."""
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            return "expected a value and its words by language"
        grade, words = value
        if isinstance(grade, bool) or not isinstance(grade, (int, str)):
            return "expected a number or a text as the value"
        if not isinstance(words, Mapping):
            return "expected the words by language"
        return next((each.message for each in f.field_problems(rules_of(Words), words, "")), "")

    def schema_of_one(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of one value."""
        value = {"type": ["integer", "string"]}
        words = f.object_schema(rules_of(Words))
        return {"type": "array", "items": {"anyOf": [value, words]}, "minItems": 2, "maxItems": 2}


@record
class Asks:
    """One question; without a wording or a scale it is asked as the standard asks it."""

    item: str = f.choice(*STANDARD, required=True)
    wording: Words | None = f.part(Words)
    scale: tuple[Any, ...] = f.field(Grade(many=True))


@record
class Offers:
    """What customers may say of themselves: the choices by field of the answer."""

    segment: tuple[str, ...] = f.refs("segment", document="catalogue")
    channel: tuple[str, ...] = f.field(f.Choice(values=tuple(CHANNELS), many=True))
    unit: tuple[str, ...] = f.text(200, many=True)
    region: tuple[str, ...] = f.text(200, many=True)


@record
class Asked:
    """A survey round: about a journey (all of its steps, or some) or about a touchpoint.

    No ``questions``: the usual ones. No ``languages``: all that the questions are worded in.
    ``opens`` and ``closes``: from the first until before the second; empty ones do not bound it.
    ``limit``: groups of fewer answers are never shown. Answers are deleted after
    ``retention_days``. Where no ``purpose`` or ``privacy`` is given the usual text is put in;
    ``news`` tells what was changed because of earlier answers.
    """

    title: str = f.text(200, required=True)
    journey: str | None = f.ref("journey", document="journey")
    steps: tuple[str, ...] = f.refs("step", document="journey")
    touchpoint: str | None = f.ref("touchpoint", document="catalogue")
    questions: tuple[Asks, ...] = f.field(f.Part(cls=Asks, many=True))
    offers: Offers | None = f.part(Offers)
    languages: tuple[str, ...] = f.field(f.Choice(values=LANGUAGES, many=True))
    opens: str | None = f.field(Moment())
    closes: str | None = f.field(Moment())
    purpose: Texts | None = f.part(Texts)
    privacy: Texts | None = f.part(Texts)
    news: Texts | None = f.part(Texts)
    limit: int | None = f.number(SUPPRESSION_LIMIT, MOST_LIMIT, whole=True)
    retention_days: int | None = f.number(1, MOST_DAYS, whole=True)


def problems(value: Json) -> list[f.Problem]:
    """Return what is wrong with a round by the light of its fields alone; [] where sound."""
    if not isinstance(value, Mapping):
        return [f.Problem("", "expected an object")]
    return list(f.field_problems(rules_of(Asked), value, ""))


def normal(value: Mapping[str, Json]) -> dict[str, Json]:
    """Return a sound round with every field, in the one form in which it is kept and told."""
    held: dict[str, Json] = plain(parse(Asked, value))
    for name in ("purpose", "privacy", "news"):
        held[name] = _said(value.get(name) or {})
    held["title"] = held["title"].strip()
    held["steps"], held["languages"] = _once(held["steps"]), _once(held["languages"])
    held["questions"] = [_question(each) for each in value.get("questions") or ()]
    offers = dump(parse(Offers, value.get("offers") or {})).items()
    said = {name: _once(text.strip() for text in texts) for name, texts in offers}
    held["offers"] = {name: texts for name, texts in said.items() if texts}
    held["limit"] = held["limit"] or SUPPRESSION_LIMIT
    held["retention_days"] = held["retention_days"] or RETENTION
    return held


def _once(texts: Iterable[str]) -> list[str]:
    return [each for each in dict.fromkeys(texts) if each]


def _question(given: Mapping[str, Json]) -> Question:
    """Return a question as it is kept: what it leaves open is as in the standard one."""
    standard = STANDARD[given["item"]]
    wording = _said(given.get("wording") or {}) or standard["wording"]
    scale = [[value, _said(words)] for value, words in given.get("scale") or standard["scale"]]
    return {"item": given["item"], "wording": wording, "scale": scale}


def _said(texts: Mapping[str, str | None]) -> dict[str, str]:
    """Return the texts that say something, by language."""
    return {name: said for name, text in texts.items() if (said := (text or "").strip())}


def languages_of(questions: Iterable[Question], chosen: Iterable[str] = ()) -> list[str]:
    """Return the languages a round is in: the chosen ones, else all it is worded in."""
    asked = list(questions) or USUAL
    return list(chosen) or [x for x in LANGUAGES if all(q["wording"].get(x) for q in asked)]


_PURPOSE = {
    "fi": "Kysymme kokemuksestasi, jotta voimme parantaa palvelua. Vastaaminen on vapaaehtoista.",
    "sv": "Vi frågar om din upplevelse för att kunna förbättra tjänsten. Det är frivilligt att"
    " svara.",
    "en": "We ask about your experience so that we can improve the service. Answering is"
    " voluntary.",
}
_PRIVACY = {
    "fi": "Vastauksista vastaa {controller}. Tallennamme sen, mitä vastaat, vastausajan, kielen ja"
    " sen, mitä palvelun kohtaa vastaus koskee. Emme tallenna nimeäsi, yhteystietojasi tai"
    " verkko-osoitettasi, emmekä käytä evästeitä. Älä kirjoita nimiä tai muita henkilötietoja."
    " Tunnistamamme henkilötunnukset, puhelinnumerot, sähköpostiosoitteet ja tilinumerot peitetään"
    " ennen tallennusta. Vastaus poistetaan {days} päivän kuluttua. Saat kuittikoodin, jolla voit"
    " lukea vastauksesi tai poistaa sen.",
    "sv": "{controller} ansvarar för svaren. Vi sparar det du svarar, tiden, språket och vilken"
    " del av tjänsten svaret gäller. Vi sparar inte ditt namn, dina kontaktuppgifter eller din"
    " nätadress och använder inga kakor. Skriv inte namn eller andra personuppgifter."
    " Personbeteckningar, telefonnummer, e-postadresser och kontonummer som vi känner igen döljs"
    " innan svaret sparas. Svaret raderas efter {days} dagar. Du får en kvittokod med vilken du kan"
    " läsa ditt svar eller radera det.",
    "en": "{controller} is responsible for the answers. We store what you answer, the time, the"
    " language, and which part of the service it is about. We do not store your name, contact"
    " details or network address, and use no cookies. Please write no names or other personal"
    " details. Personal identity codes, telephone numbers, e-mail addresses and account numbers"
    " that we recognise are masked before anything is stored. The answer is deleted after {days}"
    " days. You get a receipt code with which you can read your answer or erase it.",
}


def usual_texts(controller: str, days: int) -> dict[str, dict[str, str]]:
    """Return the usual purpose and privacy texts by language, for who holds the answers so long."""
    said = {
        language: text.replace("{days}", str(days)).replace("{controller}", controller)
        for language, text in _PRIVACY.items()
    }
    return {"purpose": dict(_PURPOSE), "privacy": said}

"""What columns of tables are called, in Finnish, Swedish and English: what a heading means."""

from __future__ import annotations

from functools import cache

from journeys.graph import CARD_LANES
from journeys.labels import CHOICES
from journeys.words import LANGUAGES, words

from .columns import MEANINGS

#: What a column is called, besides the labels of MEANINGS: in Finnish, Swedish, English.
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "number": (
        ("nro", "numero"),
        ("nr", "nummer"),
        ("no", "#", "number", "step number", "step no"),
    ),
    "stage": (("vaihe", "vaiheet"), ("skede", "fas", "etapp"), ("stage", "phase", "journey stage")),
    "step": (
        ("askel", "palvelutuokio", "tuokio"),
        ("steg", "servicestund", "tjänstestund"),
        ("step", "steps", "step name", "step title", "task", "activity"),
    ),
    "actor": (("toimija", "toimijat"), ("aktör", "aktörer"), ("actor", "actors", "who")),
    "touchpoint": (
        ("kontaktipiste", "kontaktipisteet", "kosketuspiste", "kosketuspisteet"),
        ("kontaktpunkt", "kontaktpunkter"),
        ("touchpoint", "touchpoints"),
    ),
    "experience": (
        ("kokemus", "tunne", "tunnetila", "oletettu kokemus"),
        ("upplevelse", "känsla", "antagen upplevelse"),
        ("experience", "emotion", "feeling", "score", "assumed experience"),
    ),
    "expectation": (("odotus", "odotukset"), ("förväntan",), ("expectation", "expectations")),
    "evidence": (("näyttö",), ("belägg",), ("evidence",)),
    "pain": (
        ("kipupiste", "kipupisteet", "ongelma", "ongelmat"),
        ("smärtpunkt", "smärtpunkter", "problem"),
        ("pain", "pains", "pain point", "pain points", "problem", "problems"),
    ),
    "gain": (
        ("onnistuminen", "onnistumiset"),
        ("framgång", "framgångar", "lyckat"),
        ("gain", "gains", "success", "successes"),
    ),
    "opportunity": (
        ("mahdollisuus", "mahdollisuudet", "idea", "ideat"),
        ("möjlighet", "möjligheter", "idé", "idéer"),
        ("opportunity", "opportunities", "idea", "ideas"),
    ),
    "solution": (
        ("ratkaisu", "ratkaisut"),
        ("lösning", "lösningar"),
        ("solution", "solutions"),
    ),
    "description": (("kuvaus", "selite"), ("beskrivning",), ("description",)),
    "promised_time": (("luvattu aika",), ("utlovad tid",), ("promised time",)),
    "next": (
        ("seuraavaksi", "seuraavat askeleet"),
        ("nästa steg",),
        ("next", "next step", "next steps"),
    ),
    "note": (
        ("huomio", "huomiot", "muistiinpano", "muistiinpanot"),
        ("anteckning", "anteckningar", "notering"),
        ("note", "notes", "comment", "comments"),
    ),
    "quote": (("sitaatti", "sitaatit", "lainaus"), ("citat",), ("quote", "quotes")),
    "thought": (
        ("ajatus", "ajatukset"),
        ("tanke", "tankar"),
        ("thought", "thoughts", "thought/quote", "thinking"),
    ),
    "action": (
        ("toiminta", "toiminnot", "asiakkaan toiminta"),
        ("handling", "kundens handling"),
        ("action", "actions", "user action", "user actions", "customer action", "customer actions"),
    ),
}


def meaning(heading: str) -> str:
    """Return what a column of this name holds; '' where the name is not known."""
    return _meanings().get(folded(heading), "")


def is_head(found: list[str]) -> bool:
    """Tell whether these are names: one of them the step's, or two known ones at least."""
    return "step" in found or sum(map(bool, found)) > 1


def lane_of(heading: str) -> tuple[str, str]:
    """Return kind and title of the row of the map that a heading says: "Needs (Goal)"."""
    title, _space, kind = heading.rstrip().rpartition(" (")
    found = meaning(kind[:-1]) if title and kind.endswith(")") else ""
    found = "free" if found == "note" else found
    return (found, title) if found in CARD_LANES else ("", "")


def language_of(head: list[str]) -> str:
    """Return the language that most names of a head are in; "und" where two are as likely."""
    said = [folded(cell) for cell in head]
    counts = [sum(cell in _called(at) for cell in said) for at in range(len(LANGUAGES))]
    best = max(counts)
    return LANGUAGES[counts.index(best)] if counts.count(best) == 1 and best else "und"


@cache
def _called(at: int) -> frozenset[str]:
    """Return all names of columns in a language."""
    translated = words(LANGUAGES[at])
    labels = {folded(translated(label)) for label in MEANINGS.values()}
    return frozenset(labels.union(*(names[at] for names in NAMES.values())))


def folded(heading: str) -> str:
    """Return a heading as it is compared: case, signs of emphasis and spaces aside."""
    return " ".join(heading.casefold().replace("_", " ").split()).strip("*:.")


@cache
def _meanings() -> dict[str, str]:
    """Return meanings by what they are called: by NAMES, by their labels and kinds of lanes."""
    found = {kind.replace("_", " "): kind for kind in CARD_LANES}
    called = {known: label for known, label in MEANINGS.items() if known not in ("", "row")}
    called |= {kind: CHOICES["kind"][kind] for kind in CARD_LANES}
    for known, label in called.items():
        found |= {folded(words(code)(label)): known for code in LANGUAGES}
    for known, languages in reversed(NAMES.items()):
        found |= {name: known for names in languages for name in names}
    return found

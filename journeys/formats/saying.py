"""What a cell of a table says of its step itself, by the meaning of its column.

Each function puts it into the step's record and returns what was lost of it, '' for nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from journeymap.documents.fields import Json
from journeys.labels import CHOICES
from journeys.words import LANGUAGES, words

from .cells import duration, flag, one_line, score
from .format import cut

Value = dict[str, Json]
#: (step, meaning, text, language of the table) -> what was lost
Say = Callable[[Value, str, str, str], str]
_LIMITS = {"description": 4000, "outcome": 1000, "source": 500}
_EVIDENCE = {"expectation": "expectation_evidence", "assumed_experience": "evidence"}


def too_long(text: str, limit: int) -> str:
    """Return what is lost of a text that is cut."""
    return f"the text has {len(text)} characters; cut to {limit}" if len(text) > limit else ""


def _score(step: Value, meaning: str, text: str, language: str) -> str:
    field = "assumed_experience" if meaning == "experience" else meaning
    whole = meaning.startswith("importance")
    value = score(text)
    if value is not None and value == int(value):
        value = int(value)
    if value is None or (whole and not isinstance(value, int)):
        kind = "a whole number" if whole else "a number"
        return f"expected {kind} from 1 to 5, got {text[:80]!r}; the step has none"
    if field in step:
        return f"the step has one already; left out: {text[:80]!r}"
    step[field] = value
    if field in _EVIDENCE:
        step.setdefault(_EVIDENCE[field], {"level": "guess"})
    return ""


def _evidence(step: Value, meaning: str, text: str, language: str) -> str:
    """Read how an experience is known: a table's word is a guess; what it says is kept."""
    for code in LANGUAGES:
        guess = words(code)(CHOICES["level"]["guess"])
        if text == guess or text.startswith(f"{guess}, "):
            text = text[len(guess) + 2 :]
    source = one_line(text)
    said = {"source": cut(source, _LIMITS["source"])} if source else {}
    step["evidence"] = {"level": "guess"} | said
    return too_long(source, _LIMITS["source"])


def _text(step: Value, meaning: str, text: str, language: str) -> str:
    whole = f"{step[meaning]}\n{text}" if step.get(meaning) else text
    step[meaning] = cut(whole, _LIMITS[meaning])
    return too_long(whole, _LIMITS[meaning])


def _time(step: Value, meaning: str, text: str, language: str) -> str:
    if held := duration(text, language):
        step["promised_time"] = held
        return ""
    return f"expected a time as 14 d or P14D, got {text[:80]!r}"


def _flag(step: Value, meaning: str, text: str, language: str) -> str:
    held = flag(text)
    if held:
        step[meaning] = True
    return f"expected yes or no, got {text[:80]!r}" if held is None else ""


SAID: dict[str, Say] = {
    "experience": _score,
    "expectation": _score,
    "importance_customer": _score,
    "importance_organisation": _score,
    "evidence": _evidence,
    "description": _text,
    "outcome": _text,
    "promised_time": _time,
    "moment_of_truth": _flag,
    "mandatory": _flag,
}

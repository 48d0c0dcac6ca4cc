"""What is asked: the standard questions in three languages, and those that a round words anew.

A question is JSON: ``{"item", "wording": {language: text}, "scale": [[value, {language: word}]]}``;
a comment has no scale. Answers to one item are compared only where wording and scale are the same
(``same``). Pure. Items after Korkiakoski 2019 (emotion, efficiency, ease) and the expectation they
are met with; decided in words by the design ("It went promptly, as promised").
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LANGUAGES = ("fi", "sv", "en")
Question = dict[str, Any]

_AGREE = (
    (1, "Täysin eri mieltä", "Helt av annan åsikt", "Strongly disagree"),
    (2, "Eri mieltä", "Av annan åsikt", "Disagree"),
    (3, "En samaa enkä eri mieltä", "Varken eller", "Neither"),
    (4, "Samaa mieltä", "Av samma åsikt", "Agree"),
    (5, "Täysin samaa mieltä", "Helt av samma åsikt", "Strongly agree"),
)
_FACES = (
    (1, "Erittäin huono", "Mycket dålig", "Very bad"),
    (2, "Huono", "Dålig", "Bad"),
    (3, "Ei hyvä eikä huono", "Varken bra eller dålig", "Neither good nor bad"),
    (4, "Hyvä", "Bra", "Good"),
    (5, "Erittäin hyvä", "Mycket bra", "Very good"),
)
_DONE = (
    ("yes", "Kyllä", "Ja", "Yes"),
    ("partly", "Osittain", "Delvis", "Partly"),
    ("no", "En", "Nej", "No"),
)
_EXPECTED = (
    (-1, "Huonommin kuin odotin", "Sämre än jag väntade mig", "Worse than I expected"),
    (0, "Niin kuin odotin", "Som jag väntade mig", "As I expected"),
    (1, "Paremmin kuin odotin", "Bättre än jag väntade mig", "Better than I expected"),
)
_ENDS = {
    0: ("En lainkaan todennäköisesti", "Inte alls sannolikt", "Not at all likely"),
    10: ("Erittäin todennäköisesti", "Mycket sannolikt", "Extremely likely"),
}
_RECOMMEND = tuple((n, *_ENDS.get(n, (str(n),) * 3)) for n in range(11))


def _question(item: str, words: Sequence[str], scale: Iterable[Sequence[Any]] = ()) -> Question:
    return {
        "item": item,
        "wording": dict(zip(LANGUAGES, words, strict=True)),
        "scale": [[value, dict(zip(LANGUAGES, told, strict=True))] for value, *told in scale],
    }


#: The standard questions by item, in the order in which they are asked.
STANDARD: Mapping[str, Question] = {
    each["item"]: each
    for each in (
        _question(
            "emotion",
            (
                "Millainen kokemus tämä oli sinulle?",
                "Hurdan var den här upplevelsen för dig?",
                "How was this for you?",
            ),
            _FACES,
        ),
        _question(
            "efficiency",
            (
                "Asiani hoitui ripeästi, niin kuin luvattiin",
                "Det gick snabbt, som utlovat",
                "It went promptly, as promised",
            ),
            _AGREE,
        ),
        _question(
            "ease",
            (
                "Asioiminen oli helppoa",
                "Det var lätt att uträtta ärendet",
                "It was easy",
            ),
            _AGREE,
        ),
        _question(
            "got_it_done",
            ("Sain asiani hoidettua", "Jag fick mitt ärende uträttat", "I got my matter done"),
            _DONE,
        ),
        _question(
            "expectation",
            (
                "Miten tämä sujui odotuksiisi verrattuna?",
                "Hur gick det jämfört med vad du väntade dig?",
                "How did it go, compared with what you expected?",
            ),
            _EXPECTED,
        ),
        _question(
            "recommend",
            (
                "Kuinka todennäköisesti suosittelisit palvelua toiselle?",
                "Hur sannolikt skulle du rekommendera tjänsten för någon annan?",
                "How likely are you to recommend this service to somebody else?",
            ),
            _RECOMMEND,
        ),
        _question(
            "comment",
            (
                "Mitä haluat kertoa meille?",
                "Vad vill du berätta för oss?",
                "What would you like to tell us?",
            ),
        ),
    )
}
#: What a round asks unless it says otherwise: everything but the recommendation.
USUAL = [question for item, question in STANDARD.items() if item != "recommend"]


def same(question: Question, other: Question | None) -> bool:
    """Tell whether answers to both may be compared: the same wording and the same scale."""
    return other is not None and (question["wording"], question["scale"]) == (
        other["wording"],
        other["scale"],
    )


def own(questions: Iterable[Question]) -> frozenset[str]:
    """Return the items that are not asked as the standard asks them."""
    return frozenset(q["item"] for q in questions if not same(q, STANDARD.get(q["item"])))


def digest(questions: Sequence[Question]) -> str:
    """Return the name of a wording: 32 hexadecimal digits of the questions' SHA-256."""
    text = json.dumps(questions, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def in_language(words: Mapping[str, str], *languages: str) -> str:
    """Return a text in the first of the languages that has it, else in any, '' for none."""
    return with_language(words, *languages)[1]


def with_language(words: Mapping[str, str], *languages: str) -> tuple[str, str]:
    """Return what ``in_language`` returns, after the language that it is in; '' twice for none."""
    return next(((each, words[each]) for each in (*languages, *words) if words.get(each)), ("", ""))

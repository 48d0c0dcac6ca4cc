"""What free text must not hold is replaced before anything is stored (pure).

Replaced are Finnish personal identity codes, telephone numbers, e-mail addresses, IBANs and bank
cards, each by a word that says what it was. Where a kind has a check (character, digits), only what
passes it is replaced. Numbers of cases, dates, times, years, sums and postcodes stay: of telephone
numbers only those are replaced that a plan of numbers knows (``phonenumbers``, leniency VALID) and
that begin as such, with 0, + or 358.

Matching is done on a shadow of the text, in which all digits, dashes, spaces and letters of other
widths are plain and what is invisible is left out, so that no way of writing hides a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from journeymap.documents.fields import Json, Text, rules_of

from .intake.item import Item

#: What stands in place of each kind, by language.
WORDS: Mapping[str, Mapping[str, str]] = {
    "address": {"fi": "sähköpostiosoite", "sv": "e-postadress", "en": "e-mail address"},
    "account": {"fi": "tilinumero", "sv": "kontonummer", "en": "account number"},
    "identity": {"fi": "henkilötunnus", "sv": "personbeteckning", "en": "personal identity code"},
    "card": {"fi": "korttinumero", "sv": "kortnummer", "en": "card number"},
    "phone": {"fi": "puhelinnumero", "sv": "telefonnummer", "en": "telephone number"},
}
#: The free texts of an answer.
TEXTS = ("comment", "unit", "region", "source")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what it must not hold, and which kinds (of ``WORDS``) were found in it."""

    text: str
    found: tuple[str, ...] = ()


def item(value: Mapping[str, Json], language: str) -> tuple[Mapping[str, Json], tuple[str, ...]]:
    """Return an incoming answer with its texts masked, and which kinds were found.

    ``language`` is that of the words where the answer tells none, or another than ``WORDS`` has.
    """
    told, found = value.get("language") or "", set[str]()
    code = told.partition("-")[0] if isinstance(told, str) else ""
    fresh: dict[str, Json] = {}
    for name, limit in _limits().items():
        text = value.get(name)
        if text and (held := masked(text, code if code in WORDS["phone"] else language, limit)):
            fresh[name] = held.text
            found.update(held.found)
    return ({**value, **fresh} if found else value), tuple(sorted(found))


@cache
def _limits() -> dict[str, int]:
    rules = rules_of(Item)
    return {n: rule.limit for n in TEXTS if isinstance(rule := rules[n], Text)}


def masked(text: str, language: str = "en", limit: int | None = None) -> Masked:
    """Return the text masked, words in a language (of others than ``WORDS`` has: English).

    What became longer than ``limit`` is cut. Masking what is masked changes nothing: it is done
    again until nothing is found, as what stood beside a number may be one where that is gone.
    """
    found: set[str] = set()
    while spans := _spans(text):
        found.update(spans.values())
        parts, at = [], 0
        for (start, end), kind in sorted(spans.items()):
            words = WORDS[kind]
            parts += [text[at:start], f"[{words.get(language, words['en'])}]"]
            at = end
        text = "".join([*parts, text[at:]])[:limit]
    return Masked(text, tuple(sorted(found)))


def _spans(text: str) -> dict[Span, str]:
    """Return where what was found stands in the text, none over another, with their kinds."""
    plain = text.isascii() or not _ODD.search(text)
    if plain and not _PERHAPS.search(text):
        return {}
    shadow = text if plain else text.translate(_FOLD)
    if not _PERHAPS.search(shadow):
        return {}
    found: dict[Span, str] = {}
    for kind, look in _LOOKS.items():
        spans = list(look(shadow))
        found |= dict.fromkeys(spans, kind)
        for start, end in spans:  # nothing else is found in it
            shadow = shadow[:start] + "\n" * (end - start) + shadow[end:]
    if len(shadow) == len(text):
        return found
    places = [at for at, char in enumerate(text) if _FOLD[ord(char)]] + [len(text)]
    return {(places[start], places[end - 1] + 1): kind for (start, end), kind in found.items()}


class _Fold:
    """For ``str.translate``: a character as it is matched, '' for what nobody sees."""

    @staticmethod
    @lru_cache(4096)
    def _of(code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        char = plain if len(plain) == 1 else char
        category = unicodedata.category(char)
        if category in ("Cf", "Mn", "Me"):
            return ""
        if category == "Nd":
            return str(unicodedata.decimal(char))
        if category == "Pd" or char == "\N{MINUS SIGN}":
            return "-"
        return " " if category == "Zs" else char

    def __getitem__(self, code: int) -> str:
        return chr(code) if code < 128 else self._of(code)


_FOLD = _Fold()
_AT = r"(?:@|\s@\s|\s?[(\[]\s?(?:at|ät)\s?[)\]]\s?)"
_DOT = r"(?:\.|\s?[(\[]\s?(?:dot|piste|punkt)\s?[)\]]\s?)"
#: What may have another form: all but ASCII and the letters of western Europe.
_ODD = re.compile("[^\x00-\x7fÀ-ÖØ-öø-ÿ]")
#: A text without this has nothing to mask: no digit, and none of what ``_AT`` has.
_PERHAPS = re.compile(r"[\d@(\[]")
_ADDRESS = re.compile(
    rf"[\w.!#$%&'*+=?^`{{|}}~-]{{1,64}}{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,8}}[^\W\d_]{{2,63}}", re.I
)
_IDENTITY = re.compile(
    r"(?<!\d)(?=(\d{6}(?:\s{0,2}[-+]\s{0,2}|[A-FU-Y])\d{3}[0-9A-Y])(?!\d))", re.I
)
_ACCOUNT = re.compile(r"(?=([A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,30}))", re.I)
_RUN = re.compile(r"(?<!\d)\d{3,}(?:[ .-]{1,3}\d{3,})*(?!\d)")
#: ISO/IEC 7812 issuers: Visa, Mastercard, American Express, Diners, Discover, JCB, Maestro,
#: UnionPay.
_ISSUERS = re.compile(
    r"4|5[0-8]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[689])|35|6(?:0|2|3|4|5|7)"
)
_LONG = re.compile(r"\d(?:[^\w\n]{0,3}\d){4,}")
#: What has the digits of a telephone number and is none: dates, times, numbers of cases and of
#: organisations, and what only looks like an identity code.
_NO_PHONE = re.compile(
    r"(?<![\d.])\d{1,2}\.\s?\d{1,2}\.\s?(?:(?:19|20)?\d\d(?!\d))?"
    r"|(?<!\d)\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"
    r"|(?<![\d.])(?:[01]?\d|2[0-4])[.:][0-5]\d\s?-\s?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)"
    r"|klo\s\d{1,2}[.:][0-5]\d(?!\d)"
    r"|(?<!\d)\d{6}\s?[-+]\s?(?:\d{1,3}|\d{3}[0-9A-Y])(?!\d)"
    r"|(?<!\d)\d{7}-\d(?!\d)"
    r"|[^\W\d_]{1,12}[\w.]{0,12}/\d{1,6}(?!\d)(?:/[\d.]+)*"
    r"|[\w.-]+/(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d/\d+",
    re.I,
)


def _addresses(shadow: str) -> Iterator[Span]:
    yield from (each.span() for each in _ADDRESS.finditer(shadow))


def _accounts(shadow: str) -> Iterator[Span]:
    from stdnum import iban

    end = 0
    for match in _ACCOUNT.finditer(shadow):
        length = _length(match[1][:2].upper())
        if match.start() < end or not length:
            continue
        places = [at for at, char in enumerate(match[1]) if char.isalnum()][:length]
        told = match[1][: places[-1] + 1]
        if len(places) == length and iban.is_valid(told, check_country=False):
            end = match.start() + len(told)
            yield match.start(), end


@cache
def _length(country: str) -> int:
    """Return how many characters an IBAN of a country has, 0 where it has none."""
    from stdnum import numdb

    told = numdb.get("iban").info(f"{country}{'0' * 30}")[0][1].get("bban", "")
    return sum(map(int, re.findall(r"(\d+)!", told)), 4) if told else 0


def _identities(shadow: str) -> Iterator[Span]:
    from stdnum.fi import hetu

    for match in _IDENTITY.finditer(shadow):
        if hetu.is_valid("".join(match[1].split()), allow_temporary=True):
            yield match.span(1)


def _cards(shadow: str) -> Iterator[Span]:
    from stdnum import luhn

    for run in _RUN.finditer(shadow):
        groups = list(re.finditer(r"\d+", run[0]))
        at = 0
        while at < len(groups):
            digits = ""
            for last in range(at, len(groups)):
                digits += groups[last][0]
                if 13 <= len(digits) <= 19 and _ISSUERS.match(digits) and luhn.is_valid(digits):
                    yield run.start() + groups[at].start(), run.start() + groups[last].end()
                    at = last
                    break
                if len(digits) > 19:
                    break
            at += 1


def _phones(shadow: str) -> Iterator[Span]:
    if not _LONG.search(shadow):
        return
    rest = _NO_PHONE.sub(lambda match: "\n" * len(match[0]), shadow)
    if not _LONG.search(rest):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(rest, "FI", leniency=Leniency.VALID):
        if match.raw_string.lstrip("(").startswith(("0", "+", "358")):
            yield match.start, match.end


#: In this order: what is part of the one is not found as the other.
_LOOKS: Mapping[str, Callable[[str], Iterator[Span]]] = {
    "address": _addresses,
    "account": _accounts,
    "identity": _identities,
    "card": _cards,
    "phone": _phones,
}

"""How wide a text is drawn, and how it is broken into lines that fit.

Widths are Arimo's (the same as Arial's), in px at a font size in px; kerning is left out. A
character the font has not got is taken as wide as fallback fonts draw it at most: 1 em, and
1.375 em for emoji. Lines are broken at spaces, after hyphens and slashes, and inside a word
that is wider than its room: before a consonant and a vowel where one is near (where Finnish
divides its long words), with a hyphen. What does not fit ends in an ellipsis.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from . import fontdata

ELLIPSIS = "…"
NBSP = "\u00a0"
_EMOJI = 0x1F000
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
_COUNTED = re.compile(r"(\d) ")
_VOWELS = frozenset("aeiouyäöåAEIOUYÄÖÅéèêëóòôõúùûüáàâãíìîï")


class _Widths(dict[str, int]):
    """Widths by character; a missing one is worked out once and kept."""

    def __missing__(self, character: str) -> int:
        em = fontdata.UNITS_PER_EM
        width = em * 11 // 8 if ord(character) >= _EMOJI else em
        if len(self) < 20_000:
            self[character] = width
        return width


REGULAR = _Widths(fontdata.REGULAR)
BOLD = _Widths(fontdata.BOLD)


class Fitted(NamedTuple):
    """Lines that fit, and whether something was cut off (then show the whole as a title)."""

    lines: tuple[str, ...]
    cut: bool


def glued(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return a short text that is not broken over lines, or, where it is too wide, only between
    a number and what it counts."""
    whole = text.replace(" ", NBSP)
    if width(whole, size, bold) <= room:
        return whole
    return _COUNTED.sub(rf"\1{NBSP}", text)


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text of one line is, in px."""
    table = BOLD if bold else REGULAR
    return sum(map(table.__getitem__, text)) * size / fontdata.UNITS_PER_EM


@lru_cache(maxsize=8192)
def fit(text: str, room: float, size: float, lines: int = 1, bold: bool = False) -> Fitted:
    """Break a text into at most ``lines`` lines, none wider than ``room`` px.

    Remembered: the same words stand in many places, and a journey is drawn again and again.
    """
    table = BOLD if bold else REGULAR
    units = int(room * fontdata.UNITS_PER_EM / size)
    if text.isprintable() and sum(map(table.__getitem__, text)) <= units:
        return Fitted((text,) if text else (), False)
    return _fit_words(_SPACES.split(text.strip()), units, lines, table)


def _fit_words(words: list[str], room: int, most: int, table: _Widths) -> Fitted:
    done: list[str] = []
    line, used = "", 0
    space = table[" "]
    for word in words:
        wide = sum(map(table.__getitem__, word))
        if line and used + space + wide <= room:
            line += " " + word
            used += space + wide
            continue
        for piece, glued in _pieces(word, wide, room, table):
            wide = sum(map(table.__getitem__, piece))
            gap = 0 if glued else space
            if line and used + gap + wide <= room:
                line += piece if glued else " " + piece
                used += gap + wide
                continue
            if line:
                done.append(line)
            if len(done) == most:
                return Fitted((*done[:-1], _ended(done[-1], room, table)), True)
            line, used = piece, wide
    if line:
        done.append(line)
    if len(done) > most:
        return Fitted((*done[: most - 1], _ended(done[most - 1], room, table)), True)
    return Fitted(tuple(done), False)


def _pieces(word: str, wide: int, room: int, table: _Widths) -> list[tuple[str, bool]]:
    """Return the parts a word may be broken into, and whether each is glued to the one before."""
    found: list[tuple[str, bool]] = []
    if "-" in word or "/" in word:
        at = 0
        for end, sign in enumerate(word[:-1], 1):
            if sign in "-/" and end - at > 1 and word[end - 2].isalpha() and word[end].isalpha():
                found += _broken(word[at:end], room, table, bool(at))
                at = end
        return found + _broken(word[at:], room, table, bool(at))
    if wide <= room:
        return [(word, False)]
    return _broken(word, room, table, False)


def _broken(word: str, room: int, table: _Widths, glued: bool) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    hyphen = table["-"]
    while sum(map(table.__getitem__, word)) > room:
        used, most = 0, 0
        for most, sign in enumerate(word):  # noqa: B007
            used += table[sign]
            if used + hyphen > room:
                break
        if most < 1:
            return [*found, (ELLIPSIS if table[ELLIPSIS] <= room else "", glued)]
        at = _division(word, min(most, max(len(word) - 4, most // 2, 1)))
        found.append((word[:at] + "-", glued))
        word, glued = word[at:], False
    return [*found, (word, glued)]


def _division(word: str, most: int) -> int:
    """Return where to divide a word, at ``most`` or a little before it."""
    for at in range(most, max(1, most - 6), -1):
        before = word[at - 1]
        if at > 2 and word[at] in _VOWELS and before.isalpha() and before not in _VOWELS:
            return at - 1
    return most


def _ended(line: str, room: int, table: _Widths) -> str:
    """Return a line with an ellipsis, as much of it as fits."""
    units = room - table[ELLIPSIS]
    used = 0
    for at, sign in enumerate(line):
        used += table[sign]
        if used > units:
            return line[:at].rstrip() + ELLIPSIS
    return line.rstrip().rstrip("-") + ELLIPSIS

"""Whether a text quotes a comment: so that a comment's words are found wherever they went (pure).

Words are compared, whatever their case and what stands between them. A text quotes a comment where
it holds all of it, or a run of at least four of its words; both of at least 20 characters, as
shorter ones are what anybody might say. A text that was *taken* from the comment (a record says so)
quotes it with a run of three words, or where all of either stands in the other.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cached_property

LEAST = 20
_WORD = re.compile(r"[^\W_]+")


class Quoted:
    """A comment whose words are looked for."""

    def __init__(self, comment: str) -> None:
        self.words = _words(comment)

    def by(self, text: str) -> bool:
        """Tell whether a text quotes the comment."""
        words = _words(text)
        if len(" ".join(self.words)) >= LEAST and _within(self.words, words):
            return True
        if self._fours.isdisjoint(zip(*(words[at:] for at in range(4)), strict=False)):
            return False
        runs = SequenceMatcher(None, self.words, words, autojunk=False).get_matching_blocks()
        parts = (self.words[run.a : run.a + run.size] for run in runs if run.size >= 4)
        return any(len(" ".join(part)) >= LEAST for part in parts)

    def by_taken(self, text: str) -> bool:
        """Tell whether a text of a record that was made of the comment quotes it."""
        words = _words(text)
        threes = zip(*(words[at:] for at in range(3)), strict=False)
        return (
            not self._threes.isdisjoint(threes)
            or _within(self.words, words)
            or (len(words) > 1 and _within(words, self.words))
        )

    @cached_property
    def _fours(self) -> set[tuple[str, ...]]:
        return set(zip(*(self.words[at:] for at in range(4)), strict=False))

    @cached_property
    def _threes(self) -> set[tuple[str, ...]]:
        return set(zip(*(self.words[at:] for at in range(3)), strict=False))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _within(part: list[str], whole: list[str]) -> bool:
    """Tell whether words stand in others, beside each other and in this order."""
    return bool(part) and f" {' '.join(part)} " in f" {' '.join(whole)} "

"""The newest entries of followed documents, ready to be sent: read once, encoded once, for all.

A ``Stream`` belongs to the event loop: nothing here blocks, and nothing here is called from
another thread. What a follower is sent is decided by the version it has: in order, without a gap
and without a duplicate, as versions are.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

#: So many newest entries are kept, of so many letters together; the last one always.
RING_ENTRIES, RING_LETTERS = 256, 1_000_000
#: A message has so many entries at most, and stops after so many letters.
MESSAGE_ENTRIES, MESSAGE_LETTERS = 100, 200_000

#: A version and its entry as JSON text.
Text = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Message:
    """Entries as one message: its text, and the version that a follower has after it."""

    text: str
    version: int


def message(document_id: str, texts: Iterable[Text], newest: int) -> Message | None:
    """Return the message of the first of these entries, None where there are none.

    ``newest`` is the document's version as far as it is known.
    """
    chosen: list[str] = []
    last = letters = 0
    for version, text in texts:
        chosen.append(text)
        last = version
        letters += len(text)
        if len(chosen) == MESSAGE_ENTRIES or letters >= MESSAGE_LETTERS:
            break
    if not chosen:
        return None
    newest = max(newest, last)
    more = "true" if last < newest else "false"
    return Message(
        f'{{"type":"entries","document":{json.dumps(document_id)},"version":{newest},'
        f'"entries":[{",".join(chosen)}],"more":{more}}}',
        last,
    )


@dataclass(slots=True, eq=False)
class Stream:
    """A document that somebody follows.

    ``ring`` holds the entries up to ``version``, all after ``floor``; ``newest`` is the version
    that the database is known to have. ``forgets`` tells whether an entry takes back what earlier
    ones said, which are then held no longer.
    """

    document_id: str
    version: int
    newest: int
    forgets: Callable[[str], bool] = lambda _text: False
    followers: set[Callable[[], None]] = field(default_factory=set)
    reading: bool = False
    _ring: deque[Text] = field(default_factory=deque)
    _letters: int = 0
    _early: dict[int, str] = field(default_factory=dict)
    _last: tuple[int, int, Message | None] | None = None

    @property
    def floor(self) -> int:
        """The version after which the ring holds every entry."""
        return self.version - len(self._ring)

    @property
    def behind(self) -> bool:
        """Whether there are entries that must be read from the log."""
        return self.version < self.newest

    def take(self, entries: Iterable[Text]) -> None:
        """Take entries in, in whatever order they come; known ones are left, early ones wait."""
        before = self.version
        for version, text in entries:
            if version > self.version:
                self._early[version] = text
                self.newest = max(self.newest, version)
        while (following := self.version + 1) in self._early:
            self._keep(following, self._early.pop(following))
        if self.version > before:
            for news in self.followers:
                news()

    def _keep(self, version: int, text: str) -> None:
        if self.forgets(text):
            self._ring.clear()
            self._letters = 0
        self._ring.append((version, text))
        self.version = version
        self._letters += len(text)
        while len(self._ring) > 1 and (
            len(self._ring) > RING_ENTRIES or self._letters > RING_LETTERS
        ):
            self._letters -= len(self._ring.popleft()[1])

    def after(self, version: int) -> Message | None:
        """Return what comes after a version, None where that is not in the ring.

        Followers ask for the same again and again, so the last answer is kept.
        """
        if not self.floor <= version < self.version:
            return None
        if self._last is None or self._last[:2] != (version, self.version):
            texts = islice(self._ring, version - self.floor, None)
            self._last = (version, self.version, message(self.document_id, texts, self.newest))
        return self._last[2]

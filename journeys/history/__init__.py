"""What entries of a log did, in words that need no knowledge of operations (pure).

    past = Past(journey's records, catalogue's, "en")  # as they were after the newest entry
    for ops in newest_first:
        told = past.tell(ops)  # and then the records are as before it

Stamped operations hold what they replaced, so what an entry did is known without reading any other;
the records lend only names, those of that moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeymap.documents.ops import Held, Op, Records
from journeys.graph import JOURNEY
from journeys.labels import PLURALS
from journeys.words import words

from .changes import Change, blanks, net, typed
from .sentences import CALLED, Did, Field, Sentences, short

__all__ = ["Change", "Did", "Field", "Past", "Told", "net", "short", "typed"]

#: Of an entry that changed more records than MANY, only so many are told one by one.
MANY, FIRST = 60, 40


class Told(NamedTuple):
    """What an entry did, thing by thing; where it did very much, the first things only, and
    ``counts`` says how much there was of what ('' else)."""

    did: tuple[Did, ...]
    counts: str = ""


class Past:
    """The records of a journey and its catalogue at a moment, walked back entry by entry."""

    def __init__(self, own: Mapping[str, Held], shared: Mapping[str, Held], language: str) -> None:
        self.own: Records = dict(own)
        self.shared: Records = dict(shared)
        self.language = language
        self._ = words(language)

    def tell(self, done: Sequence[Op], *, shared: bool = False, only: str = "") -> Told:
        """Tell what stamped ops did, and step back to before them.

        ``shared``: they are the catalogue's. ``only`` one record is told, with all its fields.
        """
        told = self.look(done, shared=shared, only=only)
        held = self.shared if shared else self.own
        for change in net(done, held):
            if change.old is None:
                held.pop(change.id, None)
            else:
                held[change.id] = change.old
        return told

    def look(self, done: Sequence[Op], *, shared: bool = False, only: str = "") -> Told:
        """Tell what stamped ops did together, and stay."""
        changes = [c for c in net(done, self.shared if shared else self.own) if only in ("", c.id)]
        entry = Sentences(self, changes, bool(only))
        blanked = [op for op in done if blanks(op) and only in ("", op["id"])]
        if len(changes) > MANY:
            did = tuple(entry.did(changes[:FIRST]))
            return Told(did, self._counts(changes))
        did = (*entry.did(changes), *(entry.redacted(op) for op in blanked))
        return Told(did or (Did("nothing", "", "", self._("Changed nothing.")),))

    def called(self, identity: str) -> str:
        """Return what a record is called at this moment; '' where it is not there."""
        held = self.own.get(identity) or self.shared.get(identity)
        return next((str(held[1][n]) for n in CALLED if held[1].get(n)), "") if held else ""

    def _counts(self, changes: Sequence[Change]) -> str:
        _ = self._
        groups: dict[str, Counter[str]] = {"added": Counter(), "changed": Counter()}
        groups["removed"] = Counter()
        for c in changes:
            how = "added" if c.old is None else "removed" if c.new is None else "changed"
            groups[how][c.kind] += c.kind != JOURNEY.root
        said = {
            "added": _("Added: %s."),
            "changed": _("Changed: %s."),
            "removed": _("Removed: %s."),
        }
        return " ".join(
            said[how] % self.counted(counts) for how, counts in groups.items() if counts
        )

    def counted(self, kinds: Mapping[str, int]) -> str:
        """Say how many there are of which kinds: "Steps: 3, Encounters: 4"."""
        return ", ".join(f"{self._(PLURALS[kind])}: {n}" for kind, n in kinds.items() if n)

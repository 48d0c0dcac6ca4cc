"""Numbers and times in plain words: about 7 in 10, 14 days, pleased."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.words import number
from touchpoints.measures import Measure

from ..wording import EMOTIONS

_DURATION = re.compile(r"(\d+)([YMWDHS])|(T)")


@dataclass(frozen=True, slots=True)
class Felt:
    """What customers answered: a face (1 to 5; 0: too few to tell), its word, and in sentences."""

    n: int
    grade: int = 0
    word: str = ""
    mean: str = ""
    sentences: tuple[str, ...] = ()


def felt(held: Measure, language: str) -> Felt:
    """Return what the answers at a step say."""
    if not held.emotion:
        return Felt(held.n, sentences=tuple(_sentences(held)))
    grade = int(held.emotion.mean + 0.5)
    mean = number(held.emotion.mean, 1, language)
    return Felt(held.n, grade, str(EMOTIONS[str(grade)]), mean, tuple(_sentences(held)))


def _sentences(held: Measure) -> Iterator[str]:
    compared = (
        (_("Worse than expected"), held.worse),
        (_("As expected"), held.met),
        (_("Better than expected"), held.better),
    )
    known = [(label, share) for label, share in compared if share]
    most = [max(known, key=lambda pair: pair[1].share)] if known else []
    rest = ((_("Prompt"), held.prompt), (_("Easy"), held.easy), (_("Got it done"), held.done))
    for label, share in (*most, *rest):
        if share:
            yield f"{label}: {tenths(share.share)}"


def tenths(share: float | None) -> str:
    """Say a share (0 to 1) in tenths; '' for None."""
    if share is None:
        return ""
    if share < 0.05:
        return _("very few")
    if share >= 0.95:
        return _("almost everyone")
    return _("about %(n)d in 10") % {"n": int(share * 10 + 0.5)}


def span(value: str | None) -> str:
    """Say an ISO 8601 duration in whole words: P14D is "14 days"; '' for None."""
    said, in_time = [], False
    for count, unit, clock in _DURATION.findall(value or ""):
        in_time = in_time or bool(clock)
        if count:
            said.append(_span_of(int(count), "T" if in_time and unit == "M" else unit))
    return " ".join(said)


def _span_of(n: int, unit: str) -> str:
    said = {
        "Y": ngettext("%(n)d year", "%(n)d years", n),
        "M": ngettext("%(n)d month", "%(n)d months", n),
        "W": ngettext("%(n)d week", "%(n)d weeks", n),
        "D": ngettext("%(n)d day", "%(n)d days", n),
        "H": ngettext("%(n)d hour", "%(n)d hours", n),
        "T": ngettext("%(n)d minute", "%(n)d minutes", n),
        "S": ngettext("%(n)d second", "%(n)d seconds", n),
    }
    return said[unit] % {"n": n}

"""What is drawn and said of the answers to one question: distributions, trends, differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys import labels
from journeys.words import number
from touchpoints.intake import questions
from touchpoints.measures import (
    ITEMS,
    VALUES,
    Counts,
    Difference,
    Mean,
    Share,
    difference,
    mean,
    share,
)
from touchpoints.trends import change, estimate

#: How good an answer is, 1 to 5, by item and value; what colours it.
_TONES: Mapping[str, Sequence[int]] = {
    **dict.fromkeys(("emotion", "efficiency", "ease"), (1, 2, 3, 4, 5)),
    "got_it_done": (5, 3, 1),
    "expectation": (1, 3, 5),
    "recommend": (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5),
}
#: A part of a bar at least so wide holds its number.
_ROOM = 0.085
#: The trend's drawing: its size, and where its lines begin and end.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 132, 44, 14, 12, 24


class Part(NamedTuple):
    """Those who gave one answer: in words, how many, their share, where in the bar (per cent)."""

    word: str
    n: int
    share: float
    x: float
    width: float
    tone: int
    room: bool

    @property
    def middle(self) -> float:
        """Return where its number stands, in per cent."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answers to an item, worst first; without ``parts`` they are none or too few.

    ``of`` says which answers, where there are others beside them.
    """

    n: int
    of: str = ""
    parts: tuple[Part, ...] = ()
    said: str = ""
    estimate: Mean | Share | None = None

    @property
    def worst(self) -> str:
        """Return what stands at the bar's beginning."""
        return self.parts[0].word

    @property
    def best(self) -> str:
        """Return what stands at the bar's end."""
        return self.parts[-1].word

    @property
    def alt(self) -> str:
        """Return the bar in words."""
        return ", ".join(f"{part.word}: {part.n}" for part in self.parts)


class Point(NamedTuple):
    """A period of a trend: its name, what was answered, and where it stands in the drawing."""

    label: str
    n: int
    said: str
    x: float
    y: float
    low: float
    high: float
    mark: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """An item over time: points, the grid's lines (y, text), the change in words."""

    item: str
    label: str
    points: tuple[Point, ...]
    lines: tuple[tuple[float, str], ...]
    said: str

    @property
    def path(self) -> str:
        """Return the line through the points."""
        return " ".join(f"{p.x:g},{p.y:g}" for p in self.points)


def label_of(item: str, language: str) -> str:
    """Return what an item is called."""
    return labels.choice("item", item, language)


def estimated(item: str, language: str) -> str:
    """Return what an item's estimate is of: a mean is called as the item, a share as its part."""
    if item == "expectation":
        return _("Worse than expected")
    if item == "recommend":
        return _("Would recommend it (9 or 10)")
    return label_of(item, language)


def words_of(item: str, language: str) -> dict[str, str]:
    """Return what an item's values are called, as the standard question says them."""
    scale = questions.STANDARD[item]["scale"]
    return {str(value): questions.in_language(words, language, "en") for value, words in scale}


def distribution(
    item: str, counts: Counts | None, limit: int, language: str, of: str = ""
) -> Distribution:
    """Return the distribution of an item's answers; of fewer than ``limit`` only how many."""
    held: Sequence[int] = getattr(counts, item) if counts else ()
    n = sum(held)
    if n < max(limit, 1):
        return Distribution(n, of)
    words = words_of(item, language)
    rows = list(zip(VALUES[item], held, _TONES[item], strict=True))
    parts, x = [], 0.0
    for value, count, tone in sorted(rows, key=lambda row: row[2]):
        width = 100 * count / n
        place = (round(x, 2), round(width, 2), tone, width >= 100 * _ROOM)
        parts.append(Part(words[str(value)], count, count / n, *place))
        x += width
    told = estimate(item, held, limit)
    return Distribution(n, of, tuple(parts), _said(item, held, language), told)


def _said(item: str, held: Sequence[int], language: str) -> str:
    """Return the estimates of an item in words, with their intervals."""
    n = sum(held)
    if len(held) == 5:
        told = _("mean %(mean)s") % {"mean": tell(mean(held), language)}
        content = _("4 or 5: %(share)s") % {"share": tell(share(sum(held[3:]), n), language)}
        return f"{told} · {content}"
    if item == "got_it_done":
        return _("got it done: %(share)s") % {"share": tell(share(held[0], n), language)}
    if item == "expectation":
        worse, better = (tell(share(held[at], n), language) for at in (0, 2))
        return _("worse: %(worse)s · better: %(better)s") % {"worse": worse, "better": better}
    return _("9 or 10: %(share)s") % {"share": tell(share(sum(held[9:]), n), language)}


def tell(held: Mean | Share | None, language: str) -> str:
    """Tell an estimate with its 95 % interval: "3.4 (3.1–3.7)", "60 % (48–71)"; '' for None."""
    if held is None:
        return ""
    if isinstance(held, Mean):
        low, high = number(held.low, 1, language), number(held.high, 1, language)
        return f"{number(held.mean, 1, language)} ({low}–{high})"
    shown = labels.percent(held.share, language)
    return f"{shown} ({held.low * 100:.0f}–{held.high * 100:.0f})"


def tell_difference(one: Mean | Share, other: Mean | Share, language: str) -> str:
    """Tell how the first differs from the second, or that no difference can be told."""
    found = difference(one, other)
    return told_of(found, isinstance(one, Mean), language) or _("no difference can be told")


def told_of(found: Difference, graded: bool, language: str) -> str:
    """Tell a difference of means or shares in words; '' where chance alone may be all of it."""
    if not found.clear:
        return ""
    ends = sorted((abs(found.low), abs(found.high)))
    if graded:
        mean, low, high = (number(v, 1, language) for v in (abs(found.by), *ends))
        higher, lower = _("%(by)s higher (%(low)s–%(high)s)"), _("%(by)s lower (%(low)s–%(high)s)")
        text = higher if found.by > 0 else lower
        return text % {"by": mean, "low": low, "high": high}
    by, least, most = (round(100 * v) for v in (abs(found.by), *ends))
    if found.by > 0:
        many = ngettext(
            "%(by)s percentage point more (%(low)s–%(high)s)",
            "%(by)s percentage points more (%(low)s–%(high)s)",
            by,
        )
    else:
        many = ngettext(
            "%(by)s percentage point less (%(low)s–%(high)s)",
            "%(by)s percentage points less (%(low)s–%(high)s)",
            by,
        )
    return many % {"by": by, "low": least, "high": most}


def trend(
    item: str, periods: Sequence[tuple[str, Counts | None]], limit: int, language: str
) -> Trend | None:
    """Return an item's course over periods, (name, counts; None: hidden) oldest first; None where
    fewer than two of them can be shown."""
    held = [(name, getattr(counts, item) if counts else ()) for name, counts in periods]
    told = [(name, each, estimate(item, each, limit)) for name, each in held if sum(each)]
    shown = [(name, each, said) for name, each, said in told if said]
    if len(shown) < 2:
        return None
    graded = isinstance(shown[0][2], Mean)
    floor, top = (1.0, 5.0) if graded else (0.0, 1.0)
    wide = (WIDTH - LEFT - RIGHT) / (len(shown) - 1)

    def y(value: float) -> float:
        return round(TOP + (top - value) / (top - floor) * (HEIGHT - TOP - BOTTOM), 1)

    every = -(-len(shown) // 8)
    points = []
    for at, (name, each, said) in enumerate(shown):
        middle = said.mean if isinstance(said, Mean) else said.share
        place = (round(LEFT + at * wide, 1), y(middle), y(said.low), y(said.high))
        mark = at % every == 0
        points.append(Point(name, sum(each), tell(said, language), *place, mark))
    marks = (1, 2, 3, 4, 5) if graded else (0, 0.5, 1)
    lines = tuple((y(v), str(v) if graded else labels.percent(v, language)) for v in marks)
    found = change(said for _name, _held, said in shown)
    words = told_of(found, graded, language) if found else ""
    said_of = {"first": shown[0][0], "last": shown[-1][0], "change": words}
    changed = _("%(last)s compared with %(first)s: %(change)s.")
    text = changed if words else _("From %(first)s to %(last)s no change can be told.")
    return Trend(item, estimated(item, language), tuple(points), lines, text % said_of)


def items_of(counts: Sequence[Counts | None]) -> list[str]:
    """Return the items that anybody answered, in their order."""
    return [item for item in ITEMS if any(sum(getattr(c, item)) for c in counts if c)]

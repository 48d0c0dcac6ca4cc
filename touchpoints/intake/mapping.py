"""From a table of another tool to answers: what each column is, and what its cells mean (pure).

What cannot be known is never assumed: whether 1 is best, and which codes mean "don't know", are
asked; scales are turned round but never stretched. What is not kept is told, by line.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from . import item, words
from .table import Line, Table

#: Kinds of fields: scales of 1 to 5; fields with a value for each distinct cell; free texts.
SCALES = ("emotion", "efficiency", "ease")
CODED = ("got_it_done", "expectation", "recommend", "channel", "segment", "language")
PLACES = ("step", "touchpoint")
TEXTS = ("comment", "unit", "region")
FIELDS = ("at", *SCALES, *CODED[:3], *TEXTS, *CODED[3:], *PLACES)
#: What a cell means beside a value: nothing was answered; nobody has said yet.
NOTHING, OPEN = "nothing", "open"
DIRECTIONS = ("up", "down", "each")
#: So many different cells a coded column may have.
MOST_DISTINCT = 60
_LIMITS = {"comment": 4000, "unit": 200, "region": 200}
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Loss(NamedTuple):
    """Something of a line that is not kept; ``column`` '': all of it. ``why`` is a code."""

    line: int
    column: str
    cell: str
    why: str


class Distinct(NamedTuple):
    """A cell that a column has so often, and what it means: a value, NOTHING or OPEN."""

    text: str
    n: int
    means: Any


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody said of a table.

    ``columns``: the field of each column, '' where it is left out. ``directions``: by column of a
    scale, whether 5 is best ("up"), 1 is best ("down"), or each value is told. ``meanings``: by
    column what cells (``folded``) mean. ``fixed``: what all answers have. ``known``: by field what
    names in cells mean ({folded name: value}). ``once``: lines that are the same are one answer.
    """

    columns: Sequence[str]
    directions: Mapping[int, str] = field(default_factory=dict)
    meanings: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    once: bool = False


class Reading(NamedTuple):
    """The answers of a table with the lines they are from, and what is not kept."""

    items: list[tuple[int, dict[str, Any]]]
    losses: list[Loss]


def folded(cell: str) -> str:
    """Return a cell as it is compared: case, spaces and forms of letters aside."""
    text = unicodedata.normalize("NFKC", cell).replace("\u2019", "'").casefold()
    return " ".join(text.split())


def guessed(names: Sequence[str]) -> list[str]:
    """Return for each heading the field that it seems to name, '' for none; each field once."""
    found: list[str] = []
    for name in names:
        fits = (each for each, pattern in words.HEADINGS.items() if pattern.search(folded(name)))
        guess = next((each for each in fits if each not in found), "")
        found.append(guess)
    return found


def counted(table: Table, at: int) -> Counter[str]:
    """Return how often a column has each cell (``folded``), blank ones aside."""
    found = Counter(folded(line.cells[at]) for line in table.lines)
    del found[""]
    return found


def distinct(table: Table, at: int, plan: Plan) -> list[Distinct]:
    """Return the different cells of a column and what they mean, numbers in their order first."""
    found = counted(table, at)
    shown = {folded(line.cells[at]): line.cells[at].strip() for line in reversed(table.lines)}
    meanings = _meanings(found, at, plan)
    ordered = sorted(found, key=lambda key: (_whole(key) is None, _whole(key) or 0, key))
    return [Distinct(shown[key], found[key], meanings[key]) for key in ordered]


def directions(cells: Iterable[str]) -> tuple[str, ...]:
    """Return what may be said of a scale's direction: of one beyond 1 to 5 only each value.

    6 to 9, 0 and what is beyond 10 may be codes of "don't know"; three of them, or a 10, are not.
    """
    numbers = {number for cell in cells if (number := _whole(cell)) is not None}
    beyond = numbers & {0, 6, 7, 8, 9}
    odd = {n for n in numbers if n not in (1, 2, 3, 4, 5) and n not in beyond}
    wide = 10 in odd or len(beyond) > 2 or len(odd) > 2
    return ("each",) if wide else DIRECTIONS


def undecided(table: Table, plan: Plan) -> dict[int, str]:
    """Return what is still to be said, by column: "direction", "values" or "too_many"."""
    found: dict[int, str] = {}
    for at, name in enumerate(plan.columns):
        if name in SCALES and plan.directions.get(at) not in DIRECTIONS:
            found[at] = "direction"
        elif name in (*SCALES, *CODED, *PLACES):
            cells = counted(table, at)
            if OPEN in _meanings(cells, at, plan).values():
                found[at] = "too_many" if len(cells) > MOST_DISTINCT else "values"
    return found


def read(table: Table, plan: Plan, zone: datetime.tzinfo, latest: datetime.datetime) -> Reading:
    """Return what the table's lines say under a plan; moments without offset are of ``zone``."""
    meanings = {
        at: _meanings(counted(table, at), at, plan)
        for at, name in enumerate(plan.columns)
        if name in (*SCALES, *CODED, *PLACES)
    }
    items, losses = [], [Loss(n, "", "", "longer") for n in table.longer]
    seen = Counter[str]()
    for line in table.lines:
        key = _digest(table.names, line)
        seen[key] += 1
        if plan.once and seen[key] > 1:
            losses.append(Loss(line.number, "", "", "same"))
            continue
        found = _item(table, plan, line, meanings, zone)
        losses += found.losses
        why = _useless(found.item, latest)
        if why:
            losses.append(Loss(line.number, "", "", why))
            continue
        identity = hashlib.sha256(f"{key}:{seen[key]}".encode()).hexdigest()[:40]
        items.append((line.number, {"client_id": f"csv-{identity}", **found.item}))
    return Reading(items, sorted(losses))


class _Read(NamedTuple):
    item: dict[str, Any]
    losses: list[Loss]


def _item(
    table: Table,
    plan: Plan,
    line: Line,
    meanings: Mapping[int, Mapping[str, Any]],
    zone: datetime.tzinfo,
) -> _Read:
    found, losses = dict(plan.fixed), list[Loss]()

    def lost(at: int, why: str) -> None:
        losses.append(Loss(line.number, table.names[at], line.cells[at], why))

    for at, name in enumerate(plan.columns):
        cell = line.cells[at]
        if not name or not cell.strip():
            continue
        if name in TEXTS:
            text, why = _text(cell, _LIMITS[name])
            if why:
                lost(at, why)
            if text:
                found[name] = text
        elif name == "at":
            moment = when(cell, zone)
            found["at"] = moment.isoformat() if moment else ""
            if moment is None:
                lost(at, "no_moment")
        else:
            value = meanings[at][folded(cell)]
            if value == OPEN:
                lost(at, "unknown")
            elif value != NOTHING:
                found[name] = value
            elif name not in PLACES:
                lost(at, "no_answer")
    return _Read(found, losses)


def _useless(found: Mapping[str, Any], latest: datetime.datetime) -> str:
    """Return why nothing of a line can be kept, '' where it can."""
    if not found.get("at"):
        return "without_moment"
    moment = datetime.datetime.fromisoformat(found["at"])
    if moment > latest:
        return "future"
    if moment.year < 1901:
        return "without_moment"
    return "" if any(found.get(name) not in (None, "") for name in item.ITEMS) else "empty"


def _text(cell: str, limit: int) -> tuple[str, str]:
    """Return a free text as it is kept, and why something of it is not."""
    if folded(cell) in words.NOTHING:
        return "", "no_answer"
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    clean = _BAD.sub("", text)
    why = "too_long" if len(clean) > limit else "control" if clean != text else ""
    return clean[:limit], why


def when(cell: str, zone: datetime.tzinfo) -> datetime.datetime | None:
    """Return the moment of a cell, d.M.yyyy or ISO 8601, a day without its time at noon."""
    text = " ".join(cell.replace("\u00a0", " ").split())
    try:
        if match := _FINNISH.match(text):
            day, month, year, hour, minute, second = match.groups()
            numbers = int(year), int(month), int(day), int(hour or 12), int(minute or 0)
            return datetime.datetime(*numbers, int(second or 0), tzinfo=zone)
        if _DAY.match(text):
            text += "T12:00"
        moment = datetime.datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment if moment.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None


_FINNISH = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s(?:klo\s|kl\.?\s)?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?\Z"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def _meanings(cells: Iterable[str], at: int, plan: Plan) -> dict[str, Any]:
    """Return what each cell of a column means: as was said, as a name or number says, or OPEN."""
    name, said, way = plan.columns[at], plan.meanings.get(at, {}), plan.directions.get(at, "")
    return {
        cell: _known(name, cell, way, plan)
        if plain(name, cell, way)
        else said.get(cell, _known(name, cell, way, plan))
        for cell in cells
    }


def plain(name: str, cell: str, way: str) -> bool:
    """Tell whether a cell means what it says: a number of a scale whose direction is known."""
    number = _whole(cell)
    if number is None:
        return False
    if name in SCALES:
        return way in ("up", "down") and 1 <= number <= 5
    return name == "recommend" and 0 <= number <= 10


def _known(name: str, cell: str, way: str, plan: Plan) -> Any:
    if cell in words.NOTHING:
        return NOTHING
    number = _whole(cell)
    if number is not None and plain(name, cell, way):
        return 6 - number if way == "down" and name in SCALES else number
    if name == "expectation" and number == -1:
        return number
    known = plan.known.get(name) or _worded(name)
    return known.get(cell, NOTHING if name in PLACES else OPEN)


@cache
def _worded(name: str) -> Mapping[str, Any]:
    return {folded(word): value for word, value in words.values(name).items()}


def _whole(cell: str) -> int | None:
    """Return the whole number that a cell is ("4", "4,0", "4 - Good"), if it is one."""
    match = _WHOLE.match(cell)
    return int(match[1].replace("\u2212", "-")) if match else None


_WHOLE = re.compile(r"([-\u2212]?\d{1,6})(?:[.,]0+)?(?:\s*[-=:\u2013]\s.*)?\Z")


def _digest(names: Sequence[str], line: Line) -> str:
    """Return what a line is known by in whatever file, in whatever order of columns."""
    told = sorted(
        (folded(name), cell.strip()) for name, cell in zip(names, line.cells, strict=True)
    )
    text = json.dumps([each for each in told if each[1]], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()

"""What is published of answers: fixed tables from which no small group can be worked out (pure).

Decided (decisions.md, small groups): viewers, guests and files see fixed tables, one dimension at a
time, with secondary suppression (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4),
refreshed only after at least ``limit`` new answers. A *place* is a step, or a touchpoint alone. For
each place and each item (how many answers, emotion, ease, ...) the rules are these.

1.  What has been published stays; published numbers only grow.
2.  New answers to an item wait until there are ``limit`` of them (where very many have been told, a
    hundredth of these). Then they are added to the item's total as one *batch*, and only then may
    any table move. So every batch is a known sum of at least ``limit`` answers.
3.  A table tells one family of dimensions apart (FAMILIES). A known sum is told apart by value at
    once where each value has none of its answers or at least ``limit``: a *clean* sum.
4.  A sum that is not clean joins the others that wait at the same place of the table; when what
    waits there is clean together, it is told apart, summed over all that waited.
5.  Where what waits is as much as the table shows already (so that this grows rare), it may be told
    apart in part: the values with fewer than ``limit`` answers are held back, and with them the
    smallest others, until those held back are at least ``limit`` answers. What is left over is
    known then, as a difference: a sum of ``limit`` answers or more like any other. It waits apart,
    only with what was left over when the same values had been told (4, 5 hold for it too).
6.  In a family of two (round and month, channel and touchpoint, region and unit) the second is told
    apart only within sums of the first that have been told, by the same rules: as months lie in
    rounds and units in regions, telling them independently would let one subtract.

Why it holds: every published number, and every difference of published numbers over time, is a
combination of known sums. The sums form a tree: those that wait together are the columns of a
table whose rows are the values not told yet, each of which may occur in each column, and whose row
sums (what is told, and what is left over) become known once, for all columns together. Of such a
table the sums determine unions of whole rows or of whole columns and nothing else; every one of
these is nothing or at least ``limit`` answers. (tests/touchpoints/test_publishing.py proves it by
linear algebra over everything ever published.)

What it does not protect from is told in docs/privacy.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .tables import Cells, Path, Table, Vector, added, plus, renamed, summed

#: Dimensions told apart one within the other: what lies in the other as a rule comes second.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "round": ("round", "month"),
    "channel": ("channel", "touchpoint"),
    "region": ("region", "unit"),
    "segment": ("segment",),
    "language": ("language",),
}
#: How many answers there are, whatever they answer: an item like the others.
N = "n"
#: After a hundredth of what was told: the cost of each answer stays the same.
_PART = 100


@dataclass
class Item:
    """What is told of one item at a place, and what was answered since.

    ``fresh`` are the newest answers by family, which add up to the same in each. ``since``: the
    number of the newest answer when the total last moved.
    """

    total: Vector = ()
    tables: dict[str, Table] = field(default_factory=lambda: {name: Table() for name in FAMILIES})
    fresh: dict[str, Cells] = field(default_factory=lambda: {name: {} for name in FAMILIES})
    since: int = 0

    def add(self, family: str, path: Path, counts: Vector) -> None:
        """Count new answers of a cell of a family; to be called for each family alike."""
        added(self.fresh[family], {path: counts})

    def refresh(self, limit: int, newest: int = 0) -> bool:
        """Publish the new answers where they are enough; tell whether they were."""
        batch = summed(next(iter(self.fresh.values())).values())
        if sum(batch) < max(limit, sum(self.total) // _PART, 1):
            return False
        self.total = plus(self.total or None, batch)
        for family, dimensions in FAMILIES.items():
            self.tables[family].take(self.fresh[family], len(dimensions), limit)
            self.fresh[family] = {}
        self.since = newest
        return True

    def renamed(self, dimension: str, gone: str, kept: str) -> Item:
        """Return the item where one value of a dimension has become another one."""
        found = Item(self.total, dict(self.tables), dict(self.fresh), self.since)
        family, level = _place_of(dimension)
        found.tables[family] = self.tables[family].renamed(level, gone, kept)
        found.fresh[family] = renamed(self.fresh[family], level, gone, kept)
        return found

    def join(self, other: Item) -> None:
        """Take in what is told of another place, which has become one with this."""
        self.total = (
            plus(self.total, other.total)
            if self.total and other.total
            else (self.total or other.total)
        )
        self.since = max(self.since, other.since)
        for family in FAMILIES:
            self.tables[family].join(other.tables[family])
            added(self.fresh[family], other.fresh[family])


def _place_of(dimension: str) -> tuple[str, int]:
    """Return a dimension's family, and where it stands there."""
    family = next(name for name, each in FAMILIES.items() if dimension in each)
    return family, FAMILIES[family].index(dimension)


@dataclass
class Place:
    """What is told of a place, by item; ``days``: the first and last day of what was counted."""

    items: dict[str, Item] = field(default_factory=dict)
    days: tuple[str, ...] = ()

    def seen(self, *days: str) -> None:
        """Remember days of answers (ISO 8601)."""
        held = (*self.days, *days)
        self.days = (min(held), max(held))

    def add(self, item: str, family: str, path: Path, counts: Vector) -> None:
        """Count new answers to an item, of a cell of a family; for each family alike."""
        if any(counts):
            self.items.setdefault(item, Item()).add(family, path, counts)

    def leave(self, item: str, family: str, path: Path, counts: Vector) -> None:
        """Forget answers that were counted and are not told yet."""
        self.add(item, family, path, tuple(-each for each in counts))

    def refresh(self, limit: int, newest: int = 0) -> bool:
        """Publish what may be; tell whether anything was."""
        moved = [item.refresh(limit, newest) for item in self.items.values()]
        return any(moved)

    def rename(self, dimension: str, gone: str, kept: str) -> None:
        """Have one value of a dimension become another one."""
        self.items = {n: item.renamed(dimension, gone, kept) for n, item in self.items.items()}

    def join(self, other: Place) -> None:
        """Take in what is told of another place, which has become one with this."""
        for name, item in other.items.items():
            self.items.setdefault(name, Item()).join(item)
        if other.days:
            self.seen(*other.days)

    def totals(self) -> dict[str, Vector]:
        """Return {item: counts}, as far as they are told."""
        return {name: item.total for name, item in self.items.items() if item.total}

    def written(self) -> dict[str, dict[str, Any]]:
        """Return the place as JSON: totals and tables are told, waiting is for nobody to see."""
        return {
            "totals": {name: list(counts) for name, counts in self.totals().items()},
            "tables": {
                name: {family: _rows(table.shown) for family, table in item.tables.items()}
                for name, item in self.items.items()
            },
            "waiting": {
                "days": list(self.days),
                "items": {name: _waiting(item) for name, item in self.items.items()},
            },
        }

    @classmethod
    def read(cls, held: Mapping[str, Mapping[str, Any]]) -> Place:
        """Return the place that was written."""
        found = cls(days=tuple(held["waiting"].get("days", ())))
        for name, waits in held["waiting"].get("items", {}).items():
            found.items[name] = Item(
                total=tuple(held["totals"].get(name, ())),
                tables={
                    family: Table(
                        _cells(held["tables"][name][family]),
                        {
                            (tuple(above), frozenset(told)): _cells(rows)
                            for above, told, rows in waits["tables"][family]
                        },
                    )
                    for family in FAMILIES
                },
                fresh={family: _cells(waits["fresh"][family]) for family in FAMILIES},
                since=waits["since"],
            )
        return found


def told(tables: Mapping[str, Any], dimension: str) -> dict[str, dict[str, Vector]]:
    """Return {value: {item: counts}} of a dimension, of a place's tables as they were written."""
    found: dict[str, dict[str, Vector]] = {}
    family, level = _place_of(dimension)
    for name, families in tables.items():
        for path, counts in _cells(families[family]).items():
            if len(path) == level + 1:
                held = found.setdefault(path[level], {})
                held[name] = plus(held.get(name), counts)
    return found


def _waiting(item: Item) -> dict[str, Any]:
    return {
        "since": item.since,
        "fresh": {family: _rows(cells) for family, cells in item.fresh.items()},
        "tables": {
            family: [
                [list(above), sorted(told), _rows(cells)]
                for (above, told), cells in table.waiting.items()
            ]
            for family, table in item.tables.items()
        },
    }


def _rows(cells: Cells) -> list[list[Any]]:
    return [[*path, list(counts)] for path, counts in sorted(cells.items()) if any(counts)]


def _cells(rows: Iterable[Sequence[Any]]) -> Cells:
    return {tuple(row[:-1]): tuple(row[-1]) for row in rows}

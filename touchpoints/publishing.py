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

Vector = tuple[int, ...]
#: Values of a family's dimensions (all of them, or the first) to how many answered what.
Path = tuple[str, ...]
Cells = dict[Path, Vector]


def plus(one: Vector | None, other: Vector) -> Vector:
    """Return the sum of two count vectors."""
    return other if one is None else tuple(map(int.__add__, one, other))


def summed(cells: Iterable[Vector]) -> Vector:
    """Return the sum of one or more count vectors."""
    found: Vector | None = None
    for each in cells:
        found = plus(found, each)
    return found or ()


def added(into: Cells, cells: Mapping[Path, Vector]) -> None:
    """Add cells to others, in place."""
    for path, counts in cells.items():
        into[path] = plus(into.get(path), counts)


@dataclass
class Table:
    """What is told of a family's values (``shown``, by path), and what waits to be told apart.

    What waits is kept by where (the path above it) and by the values that were told before it was
    left over.
    """

    shown: Cells = field(default_factory=dict)
    waiting: dict[tuple[Path, frozenset[str]], Cells] = field(default_factory=dict)

    def take(self, cells: Cells, depth: int, limit: int, above: Path = ()) -> None:
        """Tell a known sum apart below ``above``, now or as soon as the rules allow."""
        if len(above) == depth:
            return
        told, left = frozenset[str](), cells
        parts = _parts(cells, above)
        if not _held(parts, limit):
            self._tell(parts, depth, limit, above)
            return
        while left:
            pool = self.waiting.setdefault((above, told), {})
            added(pool, left)
            parts = _parts(pool, above)
            held = _held(parts, limit)
            if len(held) == len(parts) or (held and not self._late(pool, above)):
                return
            del self.waiting[above, told]
            known = {value: part for value, part in parts.items() if value not in held}
            self._tell(known, depth, limit, above)
            left = {path: counts for value in held for path, counts in parts[value].items()}
            told = told.union(known)

    def _late(self, pool: Cells, above: Path) -> bool:
        """Tell whether as much waits as is shown below ``above``."""
        shown = (sum(v) for p, v in self.shown.items() if p[:-1] == above)
        return sum(map(sum, pool.values())) >= sum(shown)

    def _tell(self, parts: Mapping[str, Cells], depth: int, limit: int, above: Path) -> None:
        for value, cells in parts.items():
            path = (*above, value)
            added(self.shown, {path: summed(cells.values())})
            self.take(cells, depth, limit, path)

    def renamed(self, level: int, gone: str, kept: str) -> Table:
        """Return the table where one value of a dimension has become another one."""

        def path_of(path: Path) -> Path:
            new = kept if len(path) > level and path[level] == gone else None
            return path if new is None else (*path[:level], new, *path[level + 1 :])

        found = Table()
        for path, counts in self.shown.items():
            added(found.shown, {path_of(path): counts})
        for (above, told), cells in self.waiting.items():
            if len(above) == level:
                told = frozenset(kept if value == gone else value for value in told)
            pool = found.waiting.setdefault((path_of(above), told), {})
            for path, counts in cells.items():
                added(pool, {path_of(path): counts})
        return found


def _parts(cells: Cells, above: Path) -> dict[str, Cells]:
    """Return cells by their value below ``above``."""
    found: dict[str, Cells] = {}
    for path, counts in cells.items():
        found.setdefault(path[len(above)], {})[path] = counts
    return found


def _held(parts: Mapping[str, Cells], limit: int) -> set[str]:
    """Return the values to hold back: the small ones, and the smallest others up to the limit.

    Nothing where none is small; what nobody answered is held with the others, as nobody can tell.
    """
    sizes = {value: sum(map(sum, part.values())) for value, part in parts.items()}
    if not any(0 < n < limit for n in sizes.values()):
        return set()
    held, n = set(), 0
    for value in sorted(parts, key=lambda value: (sizes[value], value)):
        if n >= limit and sizes[value] >= limit:
            break
        held.add(value)
        n += sizes[value]
    return held


@dataclass
class Item:
    """What is told of one item at a place, and what was answered since.

    ``fresh`` are the newest answers by family, which add up to the same in each. ``since``: the
    number of the newest answer when the total last moved.
    """

    total: Vector = ()
    tables: dict[str, Table] = field(default_factory=dict)
    fresh: dict[str, Cells] = field(default_factory=dict)
    since: int = 0

    def add(self, family: str, path: Path, counts: Vector) -> None:
        """Count new answers of a family's cell; to be called for every family."""
        added(self.fresh.setdefault(family, {}), {path: counts})

    def refresh(self, limit: int, newest: int = 0) -> bool:
        """Publish the new answers where they are enough; tell whether they were."""
        waiting = next(iter(self.fresh.values()), {})
        batch = summed(waiting.values())
        if sum(batch) < max(limit, sum(self.total) // _PART, 1):
            return False
        self.total = plus(self.total or None, batch)
        for family, cells in self.fresh.items():
            self.tables.setdefault(family, Table()).take(cells, len(FAMILIES[family]), limit)
        self.fresh, self.since = {}, newest
        return True


@dataclass
class Place:
    """What is told of a place, by item; what was never refreshed tells nothing."""

    items: dict[str, Item] = field(default_factory=dict)

    def add(self, item: str, of: Mapping[str, str], counts: Vector) -> None:
        """Count new answers to an item whose dimensions have the values ``of``."""
        if any(counts):
            held = self.items.setdefault(item, Item())
            for family, dimensions in FAMILIES.items():
                held.add(family, tuple(of.get(each, "") for each in dimensions), counts)

    def leave(self, item: str, of: Mapping[str, str], counts: Vector) -> None:
        """Forget answers that were counted and are not told yet."""
        self.add(item, of, tuple(-each for each in counts))

    def refresh(self, limit: int, newest: int = 0) -> bool:
        """Publish what may be; tell whether anything was."""
        return any([item.refresh(limit, newest) for item in self.items.values()])

    def renamed(self, dimension: str, gone: str, kept: str) -> Place:
        """Return the place where one value of a dimension has become another one."""
        found = Place({name: Item(i.total, {}, {}, i.since) for name, i in self.items.items()})
        for name, item in self.items.items():
            for family, dimensions in FAMILIES.items():
                at = dimensions.index(dimension) if dimension in dimensions else len(dimensions)
                if family in item.tables:
                    found.items[name].tables[family] = item.tables[family].renamed(at, gone, kept)
                moved = Table(item.fresh.get(family, {})).renamed(at, gone, kept)
                if family in item.fresh:
                    found.items[name].fresh[family] = moved.shown
        return found

    def joined(self, other: Place) -> Place:
        """Return two places that have become one."""
        found = Place.read(self.written())
        for name, item in other.items.items():
            into = found.items.setdefault(name, Item())
            into.total = plus(into.total or None, item.total) if item.total else into.total
            into.since = max(into.since, item.since)
            for family, cells in item.fresh.items():
                added(into.fresh.setdefault(family, {}), cells)
            for family, table in item.tables.items():
                held = into.tables.setdefault(family, Table())
                added(held.shown, table.shown)
                for key, cells in table.waiting.items():
                    added(held.waiting.setdefault(key, {}), cells)
        return found

    def told(self, dimension: str) -> dict[str, dict[str, Vector]]:
        """Return {value: {item: counts}} of a dimension, as far as it is told."""
        found: dict[str, dict[str, Vector]] = {}
        family = next(name for name, each in FAMILIES.items() if dimension in each)
        level = FAMILIES[family].index(dimension)
        for name, item in self.items.items():
            for path, counts in item.tables.get(family, Table()).shown.items():
                if len(path) == level + 1:
                    held = found.setdefault(path[level], {})
                    held[name] = plus(held.get(name), counts)
        return found

    def written(self) -> dict[str, dict[str, Any]]:
        """Return the place as JSON: totals, tables (both published), waiting (nobody's to see)."""
        told = {name: item for name, item in self.items.items() if item.total}
        return {
            "totals": {name: list(item.total) for name, item in told.items()},
            "tables": {
                name: {family: _rows(table.shown) for family, table in item.tables.items()}
                for name, item in told.items()
            },
            "waiting": {
                name: {
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
                for name, item in self.items.items()
            },
        }

    @classmethod
    def read(cls, held: Mapping[str, Mapping[str, Any]]) -> Place:
        """Return the place that was written."""
        found = cls()
        for name, waits in held["waiting"].items():
            shown = held["tables"].get(name, {})
            found.items[name] = Item(
                total=tuple(held["totals"].get(name, ())),
                tables={
                    family: Table(
                        _cells(shown.get(family, ())),
                        {
                            (tuple(above), frozenset(told)): _cells(rows)
                            for above, told, rows in pools
                        },
                    )
                    for family, pools in waits["tables"].items()
                },
                fresh={family: _cells(rows) for family, rows in waits["fresh"].items()},
                since=waits["since"],
            )
        return found


def _rows(cells: Cells) -> list[list[Any]]:
    return [[*path, list(counts)] for path, counts in sorted(cells.items()) if any(counts)]


def _cells(rows: Iterable[Sequence[Any]]) -> Cells:
    return {tuple(row[:-1]): tuple(row[-1]) for row in rows}

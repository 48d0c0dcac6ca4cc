"""One table of what is published: a known sum told apart by value, or kept until it can be (pure).

The rules, by their numbers, stand in ``publishing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
        found = Table(renamed(self.shown, level, gone, kept))
        for (above, told), cells in self.waiting.items():
            (path,) = renamed({above: ()}, level, gone, kept)
            if len(above) == level:
                told = frozenset(kept if value == gone else value for value in told)
            pool = found.waiting.setdefault((path, told), {})
            added(pool, renamed(cells, level, gone, kept))
        return found

    def join(self, other: Table) -> None:
        """Take in what is told of another place, which has become one with this."""
        added(self.shown, other.shown)
        for key, cells in other.waiting.items():
            added(self.waiting.setdefault(key, {}), cells)


def renamed(cells: Cells, level: int, gone: str, kept: str) -> Cells:
    """Return cells where one value of a dimension has become another one."""
    found: Cells = {}
    for path, counts in cells.items():
        if len(path) > level and path[level] == gone:
            path = (*path[:level], kept, *path[level + 1 :])
        added(found, {path: counts})
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

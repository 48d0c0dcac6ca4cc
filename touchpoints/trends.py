"""What the counts of one question say, and how that changed (pure, standard library)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from .measures import VALUES, Difference, Mean, Share, difference, mean, share


def estimate(item: str, held: Sequence[int], limit: int) -> Mean | Share | None:
    """Return what the counts of an item say: a mean of 1 to 5, who got it done, who found it
    worse than expected, who recommends it (9 or 10); None of fewer than ``limit``."""
    if sum(held) < max(limit, 1):
        return None
    if len(held) == 5:
        return mean(held)
    return share(sum(held[9:]) if item == "recommend" else held[0], sum(held))


def number(item: str, held: Sequence[int], values: Collection[str]) -> int:
    """Return how many answered one of ``values`` (of VALUES, as texts), of an item's counts."""
    return sum(n for n, value in zip(held, VALUES[item], strict=True) if str(value) in values)


def part(item: str, held: Sequence[int], values: Collection[str], limit: int) -> Share | None:
    """Return the share who answered one of ``values`` (of VALUES, as texts) of an item's counts;
    None of fewer than ``limit``."""
    if sum(held) < max(limit, 1):
        return None
    return share(number(item, held, values), sum(held))


def change(points: Iterable[Mean | Share | None]) -> Difference | None:
    """Return how much the last of the estimates that are there is above the first; None where
    there are not two."""
    there = [each for each in points if each is not None]
    return difference(there[-1], there[0]) if len(there) > 1 else None

"""Curves of a chart, and its free room: where words lie neither on a line nor on a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Point = tuple[float, float]
_BAND = 96  # px


def smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return a curve through the points that never overshoots them.

    Cubic pieces with the slopes of F. N. Fritsch and J. Butland (1984): the harmonic mean of the
    neighbouring slopes, 0 where they change sign.
    """
    secants = [(b[1] - a[1]) / (b[0] - a[0] or 1) for a, b in zip(points, points[1:], strict=False)]
    slopes = [secants[0]]
    for before, after in zip(secants, secants[1:], strict=False):
        turn = before * after <= 0
        slopes.append(0.0 if turn else 2 * before * after / (before + after))
    slopes.append(secants[-1])
    found: list[Point] = [points[0]]
    for at in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[at], points[at + 1]
        third = (x1 - x0) / 3
        found += [
            (round(x0 + third), round(y0 + slopes[at] * third, 1)),
            (round(x1 - third), round(y1 - slopes[at + 1] * third, 1)),
            (x1, y1),
        ]
    return tuple(found)


class Area(NamedTuple):
    """A rectangle by its edges, in px."""

    left: float
    top: float
    right: float
    bottom: float


class Room:
    """Curves and marks of a chart, found quickly by bands of its width."""

    def __init__(self) -> None:
        self._pieces: dict[int, list[tuple[Point, ...]]] = {}
        self._marks: dict[int, list[Area]] = {}

    def add_curve(self, points: Sequence[Point]) -> None:
        """Take cubic pieces as ``smooth`` makes them: x grows evenly, y never turns inside one."""
        for at in range(0, len(points) - 1, 3):
            piece = tuple(points[at : at + 4])
            for band in range(int(piece[0][0] // _BAND), int(piece[3][0] // _BAND) + 1):
                self._pieces.setdefault(band, []).append(piece)

    def add(self, area: Area) -> None:
        """Take a mark, or words."""
        for band in range(int(area.left // _BAND), int(area.right // _BAND) + 1):
            self._marks.setdefault(band, []).append(area)

    def covered(self, area: Area) -> float:
        """Return how much of the area's width lies on lines, and twice how much on marks, in px."""
        left, top, right, bottom = area
        total = 0.0
        for band in range(int(left // _BAND), int(right // _BAND) + 1):
            x0, x1 = max(left, band * _BAND), min(right, (band + 1) * _BAND)
            for piece in self._pieces.get(band, ()):
                (start, a), _b, _c, (end, d) = piece
                if (a > top or d > top) and (a < bottom or d < bottom):
                    total += _inside(piece, max(x0, start), min(x1, end), top, bottom)
            for mark in self._marks.get(band, ()):
                wide = min(x1, mark.right) - max(x0, mark.left)
                if wide > 0 and top < mark.bottom and bottom > mark.top:
                    total += 2 * wide
        return total


def _inside(piece: tuple[Point, ...], start: float, end: float, top: float, bottom: float) -> float:
    """Return how much of a piece's width from start to end runs between two heights."""
    if start >= end:
        return 0
    low, high = sorted((_height(piece, start), _height(piece, end)))
    if low >= bottom or high <= top:
        return 0
    return (end - start) * ((min(bottom, high) - max(top, low)) / (high - low) if high > low else 1)


def _height(piece: tuple[Point, ...], x: float) -> float:
    """Return the y of a piece at an x between its ends."""
    (x0, a), (_x1, b), (_x2, c), (x3, d) = piece
    t = (x - x0) / (x3 - x0)
    s = 1 - t
    return a * s * s * s + 3 * b * s * s * t + 3 * c * s * t * t + d * t * t * t

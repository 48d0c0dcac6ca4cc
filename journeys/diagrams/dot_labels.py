"""Where the labels of edges stand: on their edge, clear of boxes and of each other.

`dot` puts an ``xlabel`` beside its edge without looking for other edges' labels; here a label sits
on its own line, at the first of a few spots along it that is free, or touches the line from a side.
"""

from __future__ import annotations

from collections.abc import Iterable

from .dot import Curve, Point, Rectangle

_BAND = 120.0
_SPOTS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86)


class Taken:
    """Rectangles that are taken on a paper of this width, found quickly by bands of its height."""

    def __init__(self, width: float, rectangles: Iterable[Rectangle]) -> None:
        self.width = width
        self._bands: dict[int, list[Rectangle]] = {}
        for each in rectangles:
            self.add(each)

    def add(self, rectangle: Rectangle) -> None:
        """Take a rectangle."""
        for band in _bands(rectangle):
            self._bands.setdefault(band, []).append(rectangle)

    def overlap(self, r: Rectangle) -> float:
        """Return how much is taken already, in square px (more than once where bands meet)."""
        left, top, right, bottom = r.x, r.y, r.x + r.w, r.y + r.h
        covered = 0.0
        for band in _bands(r):
            for x, y, w, h in self._bands.get(band, ()):
                if x < right and y < bottom and x + w > left and y + h > top:
                    wide = min(right, x + w) - max(left, x)
                    covered += wide * (min(bottom, y + h) - max(top, y))
        return covered


def place(curve: Curve, w: float, h: float, taken: Taken) -> Rectangle:
    """Return where a label of this size stands on its edge, and take the place."""
    along = curve.points
    best, least = Rectangle(*_at(along, 0.5), w, h), float("inf")
    for side in (0.0, -0.5, 0.5):
        for spot in _SPOTS:
            x, y = _at(along, spot)
            left = max(4.0, min(x - w / 2 + side * (w + 6), taken.width - w - 4))
            rectangle = Rectangle(left, y - h / 2, w, h)
            overlap = taken.overlap(rectangle)
            if overlap < least:
                best, least = rectangle, overlap
            if not overlap:
                break
        if not least:
            break
    taken.add(best)
    return best


def _bands(r: Rectangle) -> range:
    return range(int(r.y // _BAND), int((r.y + r.h) // _BAND) + 1)


def _at(points: tuple[Point, ...], spot: float) -> Point:
    """Return the point of a chain of cubic Bezier pieces, 0 at its start and 1 at its end."""
    pieces = (len(points) - 1) // 3
    at = min(int(spot * pieces), pieces - 1)
    t = spot * pieces - at
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[3 * at : 3 * at + 4]
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3

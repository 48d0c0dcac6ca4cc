"""Where the labels of edges stand: on their edge, clear of boxes and of each other.

`dot` puts an ``xlabel`` beside its edge without looking for other edges' labels; here a label sits
on its own line, at the first of a few spots along it that is free of boxes, of heads of arrows, of
other labels and, if it can be, of other lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from .dot import Curve, Point, Rectangle

_BAND = 120.0
_STEP = 14.0  # px from one sampled point of a line to the next
_SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.14, 0.86)
_SIDES = (0.0, -0.5, 0.5)
#: A spot of the line, and where the label's middle is beside it, in its widths.
_PLACES = tuple((spot, side) for side in _SIDES for spot in _SPOTS)
_ON_BOX, _ON_LINE = 500.0, 25.0  # what it costs to stand on a box, and on a point of a line


class Taken:
    """What is taken on a paper of this width, found quickly by bands of its height."""

    def __init__(self, width: float, rectangles: Iterable[Rectangle] = ()) -> None:
        self.width = width
        self._boxes: dict[int, list[Rectangle]] = {}
        self._lines: dict[int, list[tuple[float, float, Curve]]] = {}
        for each in rectangles:
            self.add(each)

    def add(self, r: Rectangle, margin: float = 0) -> None:
        """Take a rectangle, and so much around it."""
        x, y, w, h = r
        wide = Rectangle(x - margin, y - margin, w + 2 * margin, h + 2 * margin)
        for band in _bands(wide):
            self._boxes.setdefault(band, []).append(wide)

    def add_line(self, curve: Curve) -> None:
        """Say where a line runs: labels of others avoid it where they can."""
        (x0, y0), (x1, y1) = curve.points[0], curve.points[-1]
        count = 2 + int((abs(x1 - x0) + abs(y1 - y0)) / _STEP)
        for at in range(count):
            x, y = _at(curve.points, at / (count - 1))
            self._lines.setdefault(int(y // _BAND), []).append((x, y, curve))

    def overlap(self, r: Rectangle) -> float:
        """Return how much is taken already, in square px (more than once where bands meet)."""
        left, top, right, bottom = r.x, r.y, r.x + r.w, r.y + r.h
        covered = 0.0
        for band in _bands(r):
            for x, y, w, h in self._boxes.get(band, ()):
                if x < right and y < bottom and x + w > left and y + h > top:
                    wide = min(right, x + w) - max(left, x)
                    covered += wide * (min(bottom, y + h) - max(top, y))
        return covered

    def crossed(self, r: Rectangle, own: Curve) -> int:
        """Return how many sampled points of others' lines lie in a rectangle."""
        left, top, right, bottom = r.x - 2, r.y - 2, r.x + r.w + 2, r.y + r.h + 2
        return sum(
            left < x < right and top < y < bottom and curve is not own
            for band in _bands(r)
            for x, y, curve in self._lines.get(band, ())
        )


def place(curve: Curve, w: float, h: float, taken: Taken) -> Rectangle:
    """Return where a label of this size stands on its edge, and take the place."""
    along = curve.points
    best, least = Rectangle(*_at(along, 0.5), w, h), float("inf")
    for spot, side in _PLACES:
        x, y = _at(along, spot)
        left = max(4.0, min(x - w / 2 + side * (w - 8), taken.width - w - 4))
        rectangle = Rectangle(left, y - h / 2, w, h)
        covered = taken.overlap(rectangle)
        cost = _ON_BOX + covered if covered else 0.0
        if cost < least:
            cost += _ON_LINE * taken.crossed(rectangle, curve)
        if cost < least:
            best, least = rectangle, cost
        if not cost:
            break
    taken.add(best, 2)
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

"""Where the labels of edges stand: on their edge, clear of boxes and of each other.

`dot` puts an ``xlabel`` beside its edge without looking for other edges' labels; here a label sits
on its own line, at the first of a few spots along it that is free of boxes, of heads of arrows, of
other labels and, if it can be, of other lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from .dot import Curve, Point, Rectangle

_BAND = 120.0
#: What each of a cubic piece's four points weighs, at the places where a line is sampled.
_SAMPLES = tuple(
    (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    for t, s in ((at / 10, 1 - at / 10) for at in (1, 3, 5, 7, 9))
)
_SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.14, 0.86)
_SIDES = (0.0, -0.5, 0.5)
_PLACES = tuple((side, spot) for side in _SIDES for spot in _SPOTS)
_NOTHING: tuple[list[float], list[float], list[Curve]] = ([], [], [])
_ON_BOX, _ON_LINE = 500.0, 25.0  # what it costs to stand on a box, and on a point of a line


class Taken:
    """What is taken on a paper of this width, found quickly by bands of its height."""

    def __init__(self, width: float, rectangles: Iterable[Rectangle] = ()) -> None:
        self.width = width
        self._boxes: dict[int, list[tuple[float, float, float, float]]] = {}
        self._lines: dict[int, tuple[list[float], list[float], list[Curve]]] = {}
        for each in rectangles:
            self.add(each)

    def add(self, r: Rectangle, margin: float = 0) -> None:
        """Take a rectangle, and so much around it."""
        x, y, w, h = r
        left, top, right, bottom = x - margin, y - margin, x + w + margin, y + h + margin
        for band in range(int(top // _BAND), int(bottom // _BAND) + 1):
            self._boxes.setdefault(band, []).append((left, top, right, bottom))

    def add_line(self, curve: Curve) -> None:
        """Say where a line runs: labels of others avoid it where they can."""
        along, lines = curve.points, self._lines
        for at in range(0, len(along) - 3, 3):
            (x0, y0), (x1, y1), (x2, y2), (x3, y3) = along[at : at + 4]
            for a, b, c, d in _SAMPLES:
                y = a * y0 + b * y1 + c * y2 + d * y3
                band = lines.get(int(y // _BAND))
                if band is None:
                    band = lines[int(y // _BAND)] = ([], [], [])
                band[0].append(a * x0 + b * x1 + c * x2 + d * x3)
                band[1].append(y)
                band[2].append(curve)

    def covered(self, left: float, top: float, right: float, bottom: float) -> float:
        """Return how much of a rectangle is taken, in square px (more where bands meet)."""
        total = 0.0
        for band in range(int(top // _BAND), int(bottom // _BAND) + 1):
            for x, y, x1, y1 in self._boxes.get(band, ()):
                if x < right and y < bottom and x1 > left and y1 > top:
                    total += (min(right, x1) - max(left, x)) * (min(bottom, y1) - max(top, y))
        return total

    def crossed(self, left: float, top: float, right: float, bottom: float, own: Curve) -> int:
        """Return how many sampled points of others' lines lie there, or 2 px beside."""
        left, top, right, bottom = left - 2, top - 2, right + 2, bottom + 2
        count = 0
        for band in range(int(top // _BAND), int(bottom // _BAND) + 1):
            for x, y, curve in zip(*self._lines.get(band, _NOTHING), strict=True):
                if left < x < right and top < y < bottom and curve is not own:
                    count += 1
        return count


def place(curve: Curve, w: float, h: float, taken: Taken) -> Rectangle:
    """Return where a label of this size stands on its edge, and take the place.

    It stands in the middle of a spot of the line, or beside it and touches it.
    """
    best, least = (0.0, 0.0), float("inf")
    for side, spot in _PLACES:
        x, y = _at(curve.points, spot)
        left = max(4.0, min(x - w / 2 + side * (w - 8), taken.width - w - 4))
        edges = (left, y - h / 2, left + w, y + h / 2)
        covered = taken.covered(*edges)
        cost = _ON_BOX + covered if covered else 0.0
        if cost < least:
            cost += _ON_LINE * taken.crossed(*edges, curve)
        if cost < least:
            best, least = edges[:2], cost
        if not cost:
            break
    found = Rectangle(round(best[0], 1), round(best[1], 1), w, h)
    taken.add(found, 2)
    return found


def _at(points: tuple[Point, ...], spot: float) -> Point:
    """Return the point of a chain of cubic Bezier pieces, 0 at its start and 1 at its end."""
    pieces = (len(points) - 1) // 3
    at = min(int(spot * pieces), pieces - 1)
    t = spot * pieces - at
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[3 * at : 3 * at + 4]
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3

"""Where the labels of edges stand: on their edge, clear of boxes and of each other.

`dot` puts an ``xlabel`` beside its edge without looking for other edges' labels; here a label sits
on its own line, at the first of a few spots along it that is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .dot import Curve, Point, Rectangle

_CELL = 240.0
_SPOTS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86)
_PIECES = 6


class Taken:
    """Rectangles that are taken, found quickly by cells of a grid."""

    def __init__(self, rectangles: Iterable[Rectangle]) -> None:
        self._cells: dict[tuple[int, int], list[Rectangle]] = {}
        for each in rectangles:
            self.add(each)

    def add(self, rectangle: Rectangle) -> None:
        """Take a rectangle."""
        for cell in _cells(rectangle):
            self._cells.setdefault(cell, []).append(rectangle)

    def overlap(self, r: Rectangle) -> float:
        """Return how much of a rectangle is taken already, in square px."""
        found = {other for cell in _cells(r) for other in self._cells.get(cell, ())}
        return sum(
            max(0.0, min(r.x + r.w, o.x + o.w) - max(r.x, o.x))
            * max(0.0, min(r.y + r.h, o.y + o.h) - max(r.y, o.y))
            for o in found
        )


def place(curve: Curve, w: float, h: float, taken: Taken) -> Rectangle:
    """Return where a label of this size stands on its edge, and take the place."""
    along = _polyline(curve)
    best, least = None, 0.0
    for spot in _SPOTS:
        x, y = _at(along, spot)
        rectangle = Rectangle(x - w / 2, y - h / 2, w, h)
        overlap = taken.overlap(rectangle)
        if best is None or overlap < least:
            best, least = rectangle, overlap
        if not overlap:
            break
    assert best is not None
    taken.add(best)
    return best


def _cells(r: Rectangle) -> Iterator[tuple[int, int]]:
    for x in range(int(r.x // _CELL), int((r.x + r.w) // _CELL) + 1):
        for y in range(int(r.y // _CELL), int((r.y + r.h) // _CELL) + 1):
            yield x, y


def _polyline(curve: Curve) -> list[tuple[float, Point]]:
    """Return points along the curve, each with its distance from the start."""
    points = curve.points
    found, gone, before = [(0.0, points[0])], 0.0, points[0]
    for at in range(0, len(points) - 3, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[at : at + 4]
        for piece in range(1, _PIECES + 1):
            t = piece / _PIECES
            s = 1 - t
            a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            x, y = a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
            gone += ((x - before[0]) ** 2 + (y - before[1]) ** 2) ** 0.5
            before = (x, y)
            found.append((gone, before))
    return found


def _at(along: list[tuple[float, Point]], spot: float) -> Point:
    wanted = along[-1][0] * spot
    for (d0, (x0, y0)), (d1, (x1, y1)) in zip(along, along[1:], strict=False):
        if d1 >= wanted:
            part = (wanted - d0) / (d1 - d0) if d1 > d0 else 0.0
            return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
    return along[-1][1]

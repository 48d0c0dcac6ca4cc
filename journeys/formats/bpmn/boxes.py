"""Rectangles, and many of them together: which meets which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

#: Boxes are looked up by the bands of this width that they touch, in px.
_BAND = 256


class Box(NamedTuple):
    """A rectangle: left, top, width, height, in px."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles overlap."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


class Crowd:
    """Boxes of which one asks whether another would meet them."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._bands: dict[int, list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for band in range(box.x // _BAND, box.right // _BAND + 1):
            self._bands.setdefault(band, []).append(box)

    def meets(self, box: Box) -> bool:
        """Tell whether any of the boxes overlaps this one."""
        bands = range(box.x // _BAND, box.right // _BAND + 1)
        return any(box.meets(other) for band in bands for other in self._bands.get(band, ()))

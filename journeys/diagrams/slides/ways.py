"""Connectors: elbows of DrawingML through the corners of a way, and where they are glued.

An elbow of n pieces is ``bentConnector{n}``; its corners are adjust values, in thousandths of a
per cent of the distance between its ends. It begins horizontally; one that begins vertically is
turned by a quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

from . import forms
from .forms import Point

_LEAST = 12_700  # EMU: corners are told by a share of this where both ends stand in one line
_BENT = 0.04  # of a curve's length: how far it may leave the line it is drawn as
_MOST = 5  # pieces of the longest elbow
#: Sites of rectangles, and of whatever is no circle: above, left, below, right.
_SITES = {(0, -1): 0, (-1, 0): 1, (0, 1): 2, (1, 0): 3}


class Drawn(NamedTuple):
    """A connector's place (attributes of ``a:xfrm``, x, y, width, height) and outline."""

    turn: str
    x: int
    y: int
    w: int
    h: int
    outline: str


def elbow(points: Sequence[Point]) -> Drawn:
    """Return the connector through these points (EMU); of more corners than elbows have, and of
    slanting pieces, a free line."""
    points = _corners(points)
    pieces = len(points) - 1
    upright = [_upright(a, b) for a, b in zip(points, points[1:], strict=False)]
    if pieces == 1:
        return _straight(*points)
    if pieces > _MOST or any(
        a == b or None in (a, b) for a, b in zip(upright, upright[1:], strict=False)
    ):
        return free(points)
    (x0, y0), (x1, y1) = points[0], points[-1]
    first = 1 if upright[0] else 0  # the axis of the first piece: x, or y
    lengths = [abs(x1 - x0) or _LEAST, abs(y1 - y0) or _LEAST]
    signs = [-1 if x1 < x0 else 1, -1 if y1 < y0 else 1]
    adjusted = []
    for at in range(1, pieces - 1):
        axis = (first + at + 1) % 2
        off = (points[at][axis] - points[0][axis]) * signs[axis]
        adjusted.append(round(100_000 * off / lengths[axis]))
    w, h = (lengths[1], lengths[0]) if first else lengths
    turn = ' rot="5400000"' if first else ""
    turn += ' flipH="1"' if signs[first] < 0 else ""
    turn += ' flipV="1"' if (signs[0] > 0 if first else signs[1] < 0) else ""
    x, y = (x0 + x1 - w) / 2, (y0 + y1 - h) / 2
    outline = forms.preset(f"bentConnector{pieces}", *adjusted)
    return Drawn(turn, round(x), round(y), round(w), round(h), outline)


def free(points: Sequence[Point], then: Sequence[Point] | None = None) -> Drawn:
    """Return a free line: straight pieces, or a curve (``forms.curve``) and ``then`` on."""
    every = [*points, *(then or ())]
    x, y = min(p[0] for p in every), min(p[1] for p in every)
    w = round(max(p[0] for p in every) - x)
    h = round(max(p[1] for p in every) - y)
    here = [(px - x, py - y) for px, py in points]
    on = [(px - x, py - y) for px, py in then or ()]
    outline = forms.line(here, w, h) if then is None else forms.curve(here, w, h, on)
    return Drawn("", round(x), round(y), w, h, outline)


def straight(points: Sequence[Point]) -> bool:
    """Say whether a curve hardly leaves the line between its ends."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = hypot(x1 - x0, y1 - y0)
    most = max(abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) for x, y in points)
    return most <= _BENT * length * length


def site(points: Sequence[Point], circle: bool, end: bool) -> int:
    """Return the connection site that a way leaves at its start, or comes to at its end."""
    a, b = (points[-1], points[-2]) if end else (points[0], points[1])
    dx, dy = b[0] - a[0], b[1] - a[1]
    across = abs(dx) >= abs(dy)
    towards = (1 if dx > 0 else -1, 0) if across else (0, 1 if dy > 0 else -1)
    return _SITES[towards] * (2 if circle else 1)


def _straight(start: Point, end: Point) -> Drawn:
    (x0, y0), (x1, y1) = start, end
    turn = (' flipH="1"' if x1 < x0 else "") + (' flipV="1"' if y1 < y0 else "")
    x, y, w, h = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
    return Drawn(turn, round(x), round(y), round(w), round(h), forms.preset("straightConnector1"))


def _upright(a: Point, b: Point) -> bool | None:
    """Say whether a piece is vertical; None: it slants."""
    if a[0] == b[0]:
        return True
    return False if a[1] == b[1] else None


def _corners(points: Sequence[Point]) -> list[Point]:
    """Return the ends and those points where the way turns."""
    found = [points[0]]
    for at, point in enumerate(points[1:-1], 1):
        (x0, y0), (x, y), (x1, y1) = found[-1], point, points[at + 1]
        if (x - x0) * (y1 - y) != (y - y0) * (x1 - x):
            found.append(point)
    return [*found, points[-1]]

"""A drawing on paper: on one sheet, or at full size over many that are glued together.

Paper is in mm; drawings are in px, 96 to the inch at full size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import NamedTuple

from . import Failed, text
from .picture import PAPERS
from .scene import Box, Circle, Connector, Curve, Element, Group, Icon, Line, Polygon, Scene
from .styles import STYLES

PX = 25.4 / 96  # mm
MARGIN = 10.0  # mm that printers leave white, on each side
ALIKE = 0.003  # a drawing of a sheet's proportion fills it; A-series sheets are rounded to mm
OVERLAP = 12.0  # mm that a sheet shows of the next one
LONGEST = 5080.0  # mm: the longest side that readers of PDF open
MOST = 200  # sheets of one drawing

Bounds = tuple[float, float, float, float]


class Sheet(NamedTuple):
    """A sheet of a plan: its place (from 1), and what of the drawing it shows, in px."""

    row: int
    column: int
    x: float
    y: float
    w: float
    h: float


class Plan(NamedTuple):
    """Sheets of one size in mm; a px of the drawing is ``px`` mm.

    ``left`` and ``top``: where on each sheet its part of the drawing begins, in mm.
    """

    width: float
    height: float
    px: float
    left: float
    top: float
    rows: int
    columns: int
    sheets: tuple[Sheet, ...]


def plan(width: float, height: float, paper: str = "", tiled: bool = False) -> Plan:
    """Return the sheets for a drawing of this size in px; Failed where they are too many.

    Without a paper the one sheet is as large as the drawing.
    """
    if not paper:
        px = min(PX, LONGEST / max(width, height))
        whole = Sheet(1, 1, 0, 0, width, height)
        return Plan(width * px, height * px, px, 0, 0, 1, 1, (whole,))
    if paper not in PAPERS:
        raise Failed(f"no paper {paper!r}; there are {', '.join(PAPERS)}")
    return _tiled(width, height, paper) if tiled else _fitted(width, height, paper)


def _fitted(width: float, height: float, paper: str) -> Plan:
    short, long = PAPERS[paper]
    w, h = (long, short) if width > height else (short, long)
    own = abs(width / height - w / h) < ALIKE  # made for such paper: its margins are its own
    edge = 0 if own else 2 * MARGIN
    px = min((w - edge) / width, (h - edge) / height)
    left, top = (w - width * px) / 2, (h - height * px) / 2
    return Plan(w, h, px, left, top, 1, 1, (Sheet(1, 1, 0, 0, width, height),))


def _tiled(width: float, height: float, paper: str) -> Plan:
    """Return the sheets that a drawing at full size needs, the way round that needs fewest."""
    short, long = PAPERS[paper]
    ways = [(short, long), (long, short)]
    rows, columns, w, h = min(
        ((_count(height, h), _count(width, w), w, h) for w, h in ways),
        key=lambda way: (way[0] * way[1], (way[2] > way[3]) != (width > height)),
    )
    if rows * columns > MOST:
        raise Failed(
            f"at full size the drawing takes {rows * columns} sheets of {paper.upper()}, and "
            f"{MOST} is the most; take larger paper, or fit it to one sheet"
        )
    across, down = (w - 2 * MARGIN) / PX, (h - 2 * MARGIN) / PX
    shared = OVERLAP / PX
    sheets = []
    for row in range(rows):
        for column in range(columns):
            x, y = column * (across - shared), row * (down - shared)
            shown = min(across, width - x), min(down, height - y)
            sheets.append(Sheet(row + 1, column + 1, x, y, *shown))
    return Plan(w, h, PX, MARGIN, MARGIN, rows, columns, tuple(sheets))


def _count(px: float, paper: float) -> int:
    """Return how many sheets ``paper`` mm long cover ``px``."""
    fresh = paper - 2 * MARGIN - OVERLAP
    return max(1, ceil(round((px * PX - OVERLAP) / fresh, 6)))


def parts(scene: Scene, sheets: Iterable[Sheet]) -> Iterator[Scene]:
    """Yield for each sheet the scene with what stands on the sheet, all in its place."""
    placed = [_placed(each) for each in scene.items]
    for sheet in sheets:
        edge = (sheet.x, sheet.y, sheet.x + sheet.w, sheet.y + sheet.h)
        yield scene._replace(items=tuple(_within(placed, edge)))


class _Placed(NamedTuple):
    bounds: Bounds
    element: Element
    items: tuple[_Placed, ...]


def _placed(element: Element) -> _Placed:
    items = tuple(map(_placed, element.items)) if isinstance(element, Group) else ()
    around = [each.bounds for each in items] or [_bounds(element)]
    low = min(b[0] for b in around), min(b[1] for b in around)
    return _Placed((*low, max(b[2] for b in around), max(b[3] for b in around)), element, items)


def _within(placed: Iterable[_Placed], edge: Bounds) -> Iterator[Element]:
    for (x1, y1, x2, y2), element, items in placed:
        if x2 < edge[0] or x1 > edge[2] or y2 < edge[1] or y1 > edge[3]:
            continue
        if isinstance(element, Group):
            yield element._replace(items=tuple(_within(items, edge)))
        else:
            yield element


def _bounds(element: Element) -> Bounds:
    """Return the corners of what an element may cover, its line and halo included."""
    match element:
        case Box(x, y, w, h):
            corners = (x, y, x + w, y + h)
        case Line(x1, y1, x2, y2):
            corners = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        case Circle(x, y, r):
            corners = (x - r, y - r, x + r, y + r)
        case Icon(_, x, y, size):
            corners = (x, y, x + size, y + size)
        case Polygon() | Connector() | Curve():
            across, down = zip(*element.points, strict=True)
            corners = (min(across), min(down), max(across), max(down))
        case Group():
            return (0, 0, 0, 0)
        case _:
            size, bold = STYLES[element.style].size, STYLES[element.style].bold
            wide = max((text.width(line, size, bold) for line in element.lines), default=0)
            left = element.x - {"start": 0, "middle": wide / 2, "end": wide}[element.anchor]
            below = element.y + max(0, len(element.lines) - 1) * element.leading + size
            corners = (left, element.y - size, left + wide, below)
    pad = 5
    return (corners[0] - pad, corners[1] - pad, corners[2] + pad, corners[3] + pad)

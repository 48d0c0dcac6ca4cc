"""Outlines of shapes as DrawingML (ECMA-376, part 1, 20.1.9): icons, polygons, curves.

Points are in EMU from the shape's upper left corner, or in the outline's own units where it says
so; y grows downwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import atan2, degrees, hypot, sqrt

from ..icons import ICONS

Point = tuple[float, float]

GRID = 14  # units of an icon's side
_FINE = 100  # DrawingML counts in whole numbers: hundredths of an icon's units
_STEP = re.compile(r"[MLHVCAZ]|-?[\d.]+")
_NEEDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}

#: Where connectors may be glued to a shape without sites of its own: above, left, below, right,
#: as a rectangle has them.
_SITES = "".join(
    f'<a:cxn ang="{angle}"><a:pos x="{x}" y="{y}"/></a:cxn>'
    for angle, x, y in (
        ("3cd4", "hc", "t"),
        ("cd2", "l", "vc"),
        ("cd4", "hc", "b"),
        ("0", "r", "vc"),
    )
)


def preset(name: str, *adjusted: int) -> str:
    """Return one of DrawingML's own shapes, with its adjust values."""
    keys = (
        ["adj"]
        if len(adjusted) == 1 and name == "roundRect"
        else [f"adj{at}" for at in range(1, len(adjusted) + 1)]
    )
    guides = "".join(
        f'<a:gd name="{key}" fmla="val {value}"/>'
        for key, value in zip(keys, adjusted, strict=True)
    )
    return f'<a:prstGeom prst="{name}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def polygon(points: Sequence[Point], w: int, h: int) -> str:
    """Return a closed outline through points, in a shape of this size."""
    first, *rest = [f'<a:pt x="{round(x)}" y="{round(y)}"/>' for x, y in points]
    lines = "".join([f"<a:lnTo>{point}</a:lnTo>" for point in rest])
    return _custom(f"<a:moveTo>{first}</a:moveTo>{lines}<a:close/>", w, h, _SITES)


def curve(points: Sequence[Point], w: int, h: int, then: Sequence[Point] = ()) -> str:
    """Return an open line: a start, then per piece two control points and an end; ``then``
    straight on."""
    first, *rest = [f'<a:pt x="{round(x)}" y="{round(y)}"/>' for x, y in points]
    pieces = "".join(
        [
            f"<a:cubicBezTo>{''.join(rest[at : at + 3])}</a:cubicBezTo>"
            for at in range(0, len(rest), 3)
        ]
    )
    on = "".join([f'<a:lnTo><a:pt x="{round(x)}" y="{round(y)}"/></a:lnTo>' for x, y in then])
    return _custom(f"<a:moveTo>{first}</a:moveTo>{pieces}{on}", w, h, fill=False)


def line(points: Sequence[Point], w: int, h: int) -> str:
    """Return an open line of straight pieces."""
    return curve(points[:1], w, h, points[1:])


@cache
def icon(name: str, filled: bool) -> str:
    """Return the outline of an icon, for a square of any size."""
    side = GRID * _FINE
    return _custom("".join(_icon_steps(ICONS[name])), side, side, fill=filled)


def _custom(steps: str, w: int, h: int, sites: str = "", fill: bool = True) -> str:
    none = "" if fill else ' fill="none"'
    glue = f"<a:cxnLst>{sites}</a:cxnLst>" if sites else "<a:cxnLst/>"
    return (
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>{glue}<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{w}" h="{h}"{none}>{steps}</a:path></a:pathLst></a:custGeom>'
    )


def _icon_steps(data: str) -> Iterable[str]:
    """Yield the steps of SVG path data of M, L, H, V, C, A (circles only) and Z."""
    tokens = _STEP.findall(data)
    at, x, y, letter, start = 0, 0.0, 0.0, "", (0.0, 0.0)
    while at < len(tokens):
        if tokens[at] in _NEEDS:
            letter, at = tokens[at], at + 1
        n = [float(token) for token in tokens[at : at + _NEEDS[letter]]]
        at += len(n)
        if letter == "Z":
            x, y = start
            yield "<a:close/>"
        elif letter == "A":
            yield _arc((x, y), n)
            x, y = n[-2:]
        elif letter == "C":
            x, y = n[-2:]
            yield f"<a:cubicBezTo>{_pt(n[0], n[1])}{_pt(n[2], n[3])}{_pt(x, y)}</a:cubicBezTo>"
        else:
            x = n[0] if letter != "V" else x
            y = n[-1] if letter != "H" else y
            start = (x, y) if letter == "M" else start
            tag = "moveTo" if letter == "M" else "lnTo"
            yield f"<a:{tag}>{_pt(x, y)}</a:{tag}>"


def _pt(x: float, y: float) -> str:
    return f'<a:pt x="{round(x * _FINE)}" y="{round(y * _FINE)}"/>'


def _arc(start: Point, numbers: Sequence[float]) -> str:
    """Return a circle's arc from SVG's end-point form (SVG 1.1, F.6.5) in DrawingML's angles."""
    r, _r, _turn, large, sweep, x, y = numbers
    half = (start[0] - x) / 2, (start[1] - y) / 2
    d2 = half[0] ** 2 + half[1] ** 2
    r = max(r, hypot(*half))
    k = sqrt(max(0.0, r * r / d2 - 1)) * (1 if large != sweep else -1)
    cx, cy = (start[0] + x) / 2 + k * half[1], (start[1] + y) / 2 - k * half[0]
    begin = degrees(atan2(start[1] - cy, start[0] - cx))
    turned = degrees(atan2(y - cy, x - cx)) - begin
    turned = turned % 360 if sweep else -(-turned % 360)
    size = round(r * _FINE)
    return (
        f'<a:arcTo wR="{size}" hR="{size}" stAng="{round(begin % 360 * 60000)}" '
        f'swAng="{round(turned * 60000)}"/>'
    )

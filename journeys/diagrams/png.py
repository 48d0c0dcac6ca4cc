"""SVG -> PNG: resvg in a child process with limits, the project's own font and nothing else.

The child is needed because resvg aborts its whole process on a giant drawing. A drawing of more
than ``PIXELS`` at the asked scale is drawn smaller, so that it still fits; characters that Arimo
has not got are drawn with the system's fonts where it has some.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from . import Failed, fontdata
from .limited import TooMuch, run
from .picture import Picture

PIXELS = 64_000_000
SIDE = 65_000  # the most pixels along one side
SCALES = (1, 2, 3, 4)
SECONDS = 30.0
MEGABYTES = 3000
FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
_CHILD = Path(__file__).with_name("raster.py")
_SIZE = re.compile(
    rb'<svg\b[^>]*?\b(width|height)="([0-9.]+)(pt|px)?"[^>]*?\b(?:width|height)="([0-9.]+)'
)
_TEXT = re.compile(r">([^<]+)<")


class Unpaintable(Failed):
    """An SVG that could not be made a PNG; the message says what to do."""


def write(picture: Picture) -> bytes:
    """Return a picture as a file; a kind of ``diagrams.KINDS``."""
    return to_png(picture.svg, picture.output.scale)


def to_png(svg: bytes, scale: float = 1) -> bytes:
    """Paint an SVG, ``scale`` (1 to 4) pixels to the px; Unpaintable where it cannot be."""
    if not 1 <= scale <= 4:
        raise ValueError(f"a scale of {scale:g} is not from 1 to 4")
    fonts = [str(FONTS / f"arimo-{weight}.ttf") for weight in (400, 700)]
    if not all(map(Path.exists, map(Path, fonts))):
        raise Unpaintable(
            "the fonts for PNG are not there; `python -m tools.fonts build` makes them"
        )
    if b"<image" in svg:
        raise Unpaintable("the drawing names a picture file, and those are never opened")
    width, height = size(svg)
    zoom = min(scale, (PIXELS / (width * height)) ** 0.5, SIDE / width, SIDE / height)
    system = "1" if _foreign(svg) else "0"
    command = [sys.executable, "-I", str(_CHILD), f"{zoom:.6f}", system, *fonts]
    try:
        done = run(command, svg, seconds=SECONDS, megabytes=MEGABYTES)
    except TooMuch as error:
        raise Unpaintable("the drawing takes too long to paint; take the SVG") from error
    if done.status or not done.out.startswith(b"\x89PNG"):
        why = done.err.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unpaintable(f"the drawing could not be painted: {''.join(why) or done.status}")
    return done.out


def size(svg: bytes) -> tuple[float, float]:
    """Return the width and height of a drawing in px, as its root element says."""
    found = _SIZE.search(svg[:4000])
    if not found:
        raise Unpaintable("the drawing does not say how large it is")
    unit = 96 / 72 if found[3] == b"pt" else 1.0
    return max(1.0, float(found[2]) * unit), max(1.0, float(found[4]) * unit)


def _foreign(svg: bytes) -> bool:
    """Say whether a text has characters that the font has not got."""
    known = fontdata.REGULAR
    return any(c not in known and c > "\x7f" for c in set("".join(_TEXT.findall(svg.decode()))))

"""Graphviz' `dot` as a layout engine: DOT text in, places out, in a child process with limits.

The program is the packaged one beside the Python that runs, or another by ``JOURNEYMAP_DOT``.
Its warnings are no failure. Where it fails (it can lose an edge in curves) or takes too long, it
is asked once more for straight lines.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

from . import Failed
from .limited import Finished, TooMuch, run

SECONDS = 20.0
MEGABYTES = 2048

Point = tuple[float, float]


class Undrawable(Failed):
    """The layout program is not there, or failed twice; the message says why."""


class Rectangle(NamedTuple):
    """A box on paper in px, y downwards, its corner at (x, y)."""

    x: float
    y: float
    w: float
    h: float


class Curve(NamedTuple):
    """An edge: points of its cubic Bezier pieces from tail to head, and the arrow's tip."""

    points: tuple[Point, ...]
    tip: Point


class Places(NamedTuple):
    """Where everything is: nodes and clusters by name, edges by their id attribute.

    What `dot` says of an edge is read by ``curve``.
    """

    width: float
    height: float
    nodes: dict[str, Rectangle]
    clusters: dict[str, Rectangle]
    edges: dict[str, str]


def program() -> str:
    """Return the path of the `dot` program."""
    chosen = os.environ.get("JOURNEYMAP_DOT", "")
    return chosen or str(Path(sys.executable).with_name("graphviz-pure"))


def places(source: str) -> Places:
    """Lay a graph out; Undrawable where `dot` cannot."""
    return _parsed(json.loads(_dot(source, "-Tjson0")))


def _dot(source: str, kind: str) -> bytes:
    data, told = source.encode(), ""
    for straight in ([], ["-Gsplines=line"]):
        try:
            finished = run(
                [program(), "-Kdot", kind, *straight], data, seconds=SECONDS, megabytes=MEGABYTES
            )
        except TooMuch as error:
            told = str(error)
            continue
        except OSError as error:
            raise Undrawable(f"the program dot cannot be started: {error.strerror}") from None
        if finished.status == 0 and finished.out:
            return finished.out
        told = _why(finished)
    raise Undrawable(told)


def _why(finished: Finished) -> str:
    last = finished.err.decode(errors="replace").strip().rpartition("\n")[2]
    return f"dot ended with status {finished.status}: {last[:200] or 'it said nothing'}"


def _parsed(value: dict[str, Any]) -> Places:
    _, _, width, height = map(float, value["bb"].split(","))
    found = Places(width, height, {}, {}, {})
    for each in value.get("objects", ()):
        if "bb" in each:
            x, y, right, top = map(float, each["bb"].split(","))
            found.clusters[each["name"]] = Rectangle(x, height - top, right - x, top - y)
        elif "pos" in each:
            x, y = map(float, each["pos"].split(","))
            w, h = 72 * float(each["width"]), 72 * float(each["height"])
            found.nodes[each["name"]] = Rectangle(x - w / 2, height - y - h / 2, w, h)
    for each in value.get("edges", ()):
        if "id" in each and "pos" in each:
            found.edges[each["id"]] = each["pos"]
    return found


def curve(text: str, left: float, bottom: float) -> Curve:
    """Read an edge, on a paper where the drawing's lower left corner is at (left, bottom)."""
    tipped = text[0] == "e"  # then the arrow's tip stands first; no line has a tail's
    numbers = list(map(float, text[2 * tipped :].replace(" ", ",").split(",")))
    points = [
        (round(left + x, 2), round(bottom - y, 2))
        for x, y in zip(numbers[::2], numbers[1::2], strict=True)
    ]
    return Curve(tuple(points[tipped:]), points[0] if tipped else points[-1])

"""A drawing as frozen data: placed shapes and texts, before any file format.

Units are px at 96 dpi, y grows downwards; numbers have at most two decimals. ``style`` names a
style of ``styles.STYLES``; colours come from the theme when a renderer writes a file. Picture
renderers see only this, so SVG, PDF and PowerPoint cannot disagree.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Box(NamedTuple):
    """A rectangle with rounded corners of radius ``r``."""

    x: float
    y: float
    w: float
    h: float
    r: float
    style: str


class Line(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str


class Polygon(NamedTuple):
    """A closed shape through its corners."""

    points: tuple[tuple[float, float], ...]
    style: str


class Circle(NamedTuple):
    """A circle around (x, y)."""

    x: float
    y: float
    r: float
    style: str


class Connector(NamedTuple):
    """A line of horizontal and vertical pieces with rounded corners, from a step to a step.

    It ends in an arrowhead. ``source`` and ``target`` are ids of groups ('' at an exit's end).
    """

    id: str
    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    style: str
    title: str


class Curve(NamedTuple):
    """A smooth line: a start, then per piece two control points and an end (cubic Bezier)."""

    points: tuple[tuple[float, float], ...]
    style: str


class Text(NamedTuple):
    """Lines of text, each no wider than ``room``; ``y`` is the first baseline.

    ``anchor`` is start, middle or end; ``leading`` the distance of baselines.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    style: str
    room: float
    anchor: str = "start"
    leading: float = 14


class Icon(NamedTuple):
    """An icon of ``icons.ICONS``, ``size`` px square, its corner at (x, y)."""

    name: str
    x: float
    y: float
    size: float
    style: str


class Group(NamedTuple):
    """Elements that are one thing: a step, a touchpoint, a lane.

    ``id`` is '' or unique in the scene; ``role`` says what it is (lane, step, touchpoint, finding,
    idea, card, stage, exit, measure, legend or ''); ``record`` is the id of the record drawn;
    ``title`` is its name in full; ``href`` '' or where it leads.
    """

    items: tuple[Element, ...]
    id: str = ""
    role: str = ""
    record: str = ""
    title: str = ""
    href: str = ""


Element: TypeAlias = "Box | Line | Polygon | Circle | Connector | Curve | Text | Icon | Group"


class Scene(NamedTuple):
    """A whole drawing: its size in px, its name, what it shows in words, and its elements."""

    width: int
    height: int
    title: str
    description: str
    language: str
    items: tuple[Element, ...]

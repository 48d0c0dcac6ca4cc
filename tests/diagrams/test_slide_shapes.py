"""Shapes of slides: where texts stand, how lines are dashed, which corners connectors have."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx.oxml.ns import qn

from journeys.diagrams.icons import ICONS
from journeys.diagrams.scene import Box, Curve, Group, Text
from journeys.diagrams.slides import forms, ways
from journeys.diagrams.slides.looks import PX, Looks
from journeys.diagrams.slides.shapes import Piece, Writer

NS = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


def alone(*items: Any) -> Any:
    """Return the shapes of elements at full size, from the corner of the slide."""
    drawn = Writer(Looks("light", "en", 1), 0, 0, {}, {}).drawing([Piece(0, 0, items)])
    spaces = "".join(f' xmlns:{key}="urn:{key}"' for key in ("p", "adec"))
    return etree.fromstring(f'<t{spaces} xmlns:a="{NS["a"]}">{drawn}</t>')


def test_a_text_stands_where_the_drawing_has_it() -> None:
    (off,) = alone(Text(100, 50, ("Word",), "small", 80)).iterfind(".//a:off", NS)
    assert int(off.get("x")) == 100 * PX
    ascent = (50 * PX - int(off.get("y"))) / PX / 10.5
    assert 0.9 < ascent < 1.0  # of the letters' size: their height and a little air


def test_a_text_in_a_shape_stands_where_the_drawing_has_it() -> None:
    box = Box(10, 20, 160, 60, 0, "card")
    tree = alone(Group((box, Text(22, 42, ("One", "two"), "card_title", 120, "start", 15))))
    (body,) = tree.iterfind(".//a:bodyPr", NS)
    assert int(body.get("lIns")) == 12 * PX
    (pitch,) = tree.iterfind(".//a:lnSpc/a:spcPts", NS)
    assert int(pitch.get("val")) == 15 * 75
    below = int(body.get("tIns")) / PX + 15 - 0.212 * 12.5
    assert below == pytest.approx(42 - 20, abs=0.01)


def test_dashes_are_as_long_as_drawn() -> None:
    (dash,) = alone(Curve(((0, 0), (1, 1), (2, 2), (9, 9)), "way_back")).iterfind(".//a:ds", NS)
    assert (int(dash.get("d")), int(dash.get("sp"))) == (312_500, 250_000)


def walked(drawn: ways.Drawn) -> list[tuple[float, float]]:
    """Return the corners of an elbow as its preset says (ECMA-376, presetShapeDefinitions)."""
    outline = etree.fromstring(
        drawn.outline.replace("<a:prstGeom", f'<a:prstGeom xmlns:a="{NS["a"]}"', 1)
    )
    name = outline.get("prst")
    values = [int(x.get("fmla").split()[1]) / 100_000 for x in outline.iterfind(".//a:gd", NS)]
    w, h = drawn.w, drawn.h
    if name == "straightConnector1":
        corners = [(0.0, 0.0), (float(w), float(h))]
    else:
        pieces = int(name[-1])
        corners, across = [(0.0, 0.0)], True
        for at in range(pieces - 1):
            x, y = corners[-1]
            share = values[at] if at < len(values) else 1
            corners.append((share * w, y) if across else (x, share * h))
            across = not across
        corners.append((w, h))
    flipped = [
        (w - x if "flipH" in drawn.turn else x, h - y if "flipV" in drawn.turn else y)
        for x, y in corners
    ]
    cx, cy = w / 2, h / 2
    if "rot" in drawn.turn:
        flipped = [(cx - (y - cy), cy + (x - cx)) for x, y in flipped]
    return [(drawn.x + x, drawn.y + y) for x, y in flipped]


@st.composite
def elbows(draw: Any) -> list[tuple[int, int]]:
    """Return points of horizontal and vertical pieces in turn, none of them of no length."""
    numbers = st.integers(0, 40).map(lambda n: n * 100_000)
    x, y, across = draw(numbers), draw(numbers), draw(st.booleans())
    points = [(x, y)]
    for _ in range(draw(st.integers(1, 5))):
        moved = draw(numbers.filter(lambda n, at=(x if across else y): n != at))
        x, y = (moved, y) if across else (x, moved)
        points.append((x, y))
        across = not across
    return points


@settings(max_examples=60, deadline=None)
@given(elbows())
def test_an_elbow_goes_through_the_corners_of_the_way(points: list[tuple[int, int]]) -> None:
    found = walked(ways.elbow(points))
    assert len(found) == len(points)
    for (x, y), (x1, y1) in zip(found, points, strict=True):
        assert abs(x - x1) <= 7000 and abs(y - y1) <= 7000  # half of the least width, in EMU


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_ends_its_pieces_where_the_path_does(name: str) -> None:
    from math import cos, radians, sin

    tree = etree.fromstring(
        forms.icon(name, False).replace("<a:custGeom>", f'<a:custGeom xmlns:a="{NS["a"]}">', 1)
    )
    x = y = 0.0
    ends = []
    for step in tree.find(".//a:path", NS):
        if step.tag == qn("a:arcTo"):
            r = int(step.get("wR"))
            start, swung = (int(step.get(key)) / 60_000 for key in ("stAng", "swAng"))
            x += r * (cos(radians(start + swung)) - cos(radians(start)))
            y += r * (sin(radians(start + swung)) - sin(radians(start)))
            ends.append((x, y))
        elif len(step):
            x, y = (int(step[-1].get(key)) for key in "xy")
    arcs = re.findall(r"A[\d.]+ [\d.]+ 0 [01] [01] ([\d.]+) ([\d.]+)", ICONS[name])
    assert len(ends) == len(arcs)
    for (x, y), (x1, y1) in zip(ends, arcs, strict=True):
        assert (x, y) == pytest.approx((float(x1) * 100, float(y1) * 100), abs=2)

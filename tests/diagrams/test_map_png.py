"""SVG as PNG: painted by a child with limits; the caller lives on whatever is in the drawing."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from journeys.diagrams import Output, UnknownDiagram, diagram, png, render
from journeys.diagrams.png import Unpaintable, size, to_png
from tests.diagrams.scenes import full, journey

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"></svg>'


def pixels(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_the_map_is_painted_at_the_asked_scale() -> None:
    graph, measures = full()
    drawn = render("map", "svg", graph, measures)
    width, height = size(drawn)
    assert pixels(render("map", "png", graph, measures)) == (width, height)
    assert pixels(render("map", "png", graph, measures, output=Output(scale=2))) == (
        2 * width,
        2 * height,
    )


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert render("map", "png", journey()) == render("map", "png", journey())


def test_a_giant_is_painted_smaller() -> None:
    width, height = pixels(to_png(SVG % (400_000, 1_000)))
    assert width <= png.SIDE and width * height <= png.PIXELS


def test_what_is_no_drawing_is_refused_and_we_live_on() -> None:
    with pytest.raises(Unpaintable):
        to_png(b'<svg width="10" height="10"><not closed')
    with pytest.raises(Unpaintable):
        to_png(b"hello")


def test_pictures_from_the_disk_are_never_opened() -> None:
    with pytest.raises(Unpaintable, match="never opened"):
        to_png(b'<svg width="9" height="9"><image href="/etc/passwd"/></svg>')


def test_missing_fonts_are_said_with_the_command_that_makes_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(png, "FONTS", tmp_path)
    with pytest.raises(Unpaintable, match="tools.fonts build"):
        to_png(SVG % (9, 9))


def test_too_long_a_time_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "SECONDS", 0.001)
    with pytest.raises(Unpaintable, match="too long"):
        to_png(SVG % (9, 9))


def test_a_scale_is_from_one_to_four() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        to_png(SVG % (9, 9), 5)


def test_graphviz_points_are_read_too() -> None:
    assert size(b'<svg width="72pt" height="36pt">') == (96, 48)


def test_unknown_diagrams_and_kinds_name_those_there_are() -> None:
    with pytest.raises(UnknownDiagram, match="map, path"):
        diagram("chart")
    with pytest.raises(UnknownDiagram, match="svg, png"):
        diagram("map", "gif")

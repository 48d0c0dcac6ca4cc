"""Colours can be told from their ground, light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from journeys.diagrams.palette import COLOURS, MARKS, TEXT
from journeys.diagrams.styles import STYLES

THEMES = {"light": 0, "dark": 1}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_is_right() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_a_contrast_of_four_and_a_half(theme: str) -> None:
    at = THEMES[theme]
    found = {p: round(contrast(COLOURS[p[0]][at], COLOURS[p[1]][at]), 2) for p in TEXT}
    assert {p: c for p, c in found.items() if c < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_marks_have_a_contrast_of_three(theme: str) -> None:
    at = THEMES[theme]
    found = {p: round(contrast(COLOURS[p[0]][at], COLOURS[p[1]][at]), 2) for p in MARKS}
    assert {p: c for p, c in found.items() if c < 3} == {}


def test_every_colour_of_a_text_is_measured() -> None:
    measured = {ink for ink, _ in TEXT}
    assert {s.fill for s in STYLES.values() if s.size} <= measured


def test_every_style_names_known_colours() -> None:
    used = {c for s in STYLES.values() for c in (s.fill, s.stroke, s.halo) if c}
    assert used <= set(COLOURS)
    assert set(COLOURS) <= used | {"on_bad"}, "a colour that nothing uses"

"""The marks of a drawing and what they mean, as they stand below it."""

from __future__ import annotations

from journeys.labels import DIFFERENCES

from ..scene import Box, Circle, Element, Group, Icon, Line, Polygon, Text
from . import marks
from .sheet import Sheet


def map_marks(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the marks that the map shows, and what they mean."""
    _, graph = sheet._, sheet.graph
    steps = graph.steps
    shown = [m for step in sheet.steps for _by, m in sheet.measured(step) if m and m.emotion]
    two, measured = sheet.beside is not None, _("measured, with 95% interval")
    found = [
        ("measured", f"A: {measured}" if two else measured, bool(shown)),
        ("beside", f"B: {measured}", two and bool(shown)),
        ("count", _("Answers").lower(), bool(shown)),
        ("expected", _("expected"), any(s.expectation is not None for s in steps)),
        ("assumed", _("assumed"), any(s.assumed_experience is not None for s in steps)),
    ]
    differ = set(sheet.options.marks.values())
    shown_marks = [(how, _(word)) for how, word in DIFFERENCES.items() if how in differ]
    used_marks = [(mark, words) for mark, words, used in found if used]
    return shown_marks + path_marks(sheet) + used_marks


def path_marks(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the marks of steps and ways that are shown, and what they mean."""
    _, graph = sheet._, sheet.graph
    steps = graph.steps
    kinds = {t.kind for t in graph.transitions}
    found = [
        ("truth", _("moment of truth"), any(s.moment_of_truth for s in steps)),
        ("mandatory", _("mandatory"), any(s.mandatory for s in steps)),
        ("opens", _("opens another journey"), any(s.opens_journey for s in steps)),
        (
            "badge",
            _("open pain points"),
            any(f.hurts and f.step for f in graph.findings),
        ),
        ("exit", _("exit"), "exit" in kinds),
        ("way_parallel", _("in parallel"), "parallel" in kinds),
        ("way_back", _("return"), bool(sheet.arcs) or "return" in kinds),
    ]
    return [(mark, words) for mark, words, used in found if used]


def sign(mark: str, x: int, base: int, words: str, room: int) -> Group:
    """Draw a mark of the legend and what it means, from x on; ``room``: px of the words."""
    y = base - 4
    middle = x + 9
    diamond = ((middle, y - 5), (middle + 5, y), (middle, y + 5), (middle - 5, y))
    drawn: dict[str, tuple[Element, ...]] = {
        "truth": (Polygon(diamond, "truth"),),
        "mandatory": (Icon("mandatory", x + 3, y - 6, 12, "mark_bold"),),
        "opens": (Icon("opens", x + 3, y - 6, 12, "mark"),),
        "badge": (
            Circle(middle, y, 7, "badge"),
            Text(middle, y + 3.5, ("n",), "badge_text", 12, "middle"),
        ),
        "exit": (Icon("exit", x + 2, y - 7, 14, "exit"),),
        "clock": (Icon("clock", x + 3, y - 6, 12, "mark_soft"),),
        "prompt": (Text(middle, base, ("%",), "card_measured", 12, "middle"),),
        "met": (
            Circle(middle, y, 8, "own_dot"),
            Text(middle, y + 3.5, ("n",), "number", 12, "middle"),
        ),
        "value": (Circle(middle, y, 4.5, "measured_point"),),
        "value_beside": (
            Polygon(((middle, y - 5.5), (middle + 5, y + 4), (middle - 5, y + 4)), "beside_point"),
        ),
        "value_assumed": (Box(middle - 4, y - 4, 8, 8, 1, "assumed_point"),),
        "single": (Icon("single", x + 2, y - 7, 14, "warn_icon"),),
        "none": (Icon("none", x + 2, y - 7, 14, "warn_icon"),),
        "way_parallel": (Line(x, y, x + 18, y, "way_parallel"),),
        "way_back": (Line(x, y, x + 18, y, "way_back"),),
        "measured": (
            Line(x, y, x + 18, y, "measured"),
            Line(middle, y - 7, middle, y + 7, "interval"),
            Circle(middle, y, 4, "measured_point"),
        ),
        "beside": (
            Line(x, y, x + 18, y, "beside"),
            Line(middle, y - 7, middle, y + 7, "interval"),
            Polygon(((middle, y - 5.5), (middle + 5, y + 4), (middle - 5, y + 4)), "beside_point"),
        ),
        "count": (Text(middle, base, ("n",), "number", 12, "middle"),),
        "expected": (Line(x, y, x + 18, y, "expected"), Polygon(diamond, "expected_point")),
        "before": (Line(x, y, x + 18, y, "before"), Circle(middle, y, 3, "before_point")),
        "assumed": (
            Line(x, y, x + 18, y, "assumed"),
            Box(middle - 4, y - 4, 8, 8, 1, "assumed_point"),
        ),
    }
    signs = marks.sample(mark, x, y) if mark in DIFFERENCES else drawn[mark]
    return Group((*signs, Text(x + 25, base, (words,), "small", room)), "", "legend")

"""A journey as a small picture for its card: stages, steps on their tracks, the experience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from journeys.graph import Graph

from .lanes.chart import smooth
from .layout import Layout, Way, lay_out
from .palette import STAGES
from .scene import Box, Circle, Curve, Element, Scene
from .svg import to_svg

if TYPE_CHECKING:
    from touchpoints.measures import Measures

WIDTH, HEIGHT = 320, 112
_TOP, _TRACKS, _CHART = 16, 40, 44


def miniature(graph: Graph, measures: Measures | None = None, theme: str = "page") -> bytes:
    """Draw the small picture as SVG; the title is the journey's."""
    layout = lay_out(
        [s.id for s in graph.stages],
        [(s.id, s.stage) for s in graph.steps],
        [Way(t.id, t.source, t.target, t.kind, t.share) for t in graph.transitions],
    )
    items: list[Element] = []
    if graph.steps:
        _stages(items, layout)
        pains = {f.step for f in graph.findings if f.hurts}
        _steps(items, graph, layout, pains)
        _line(items, graph, layout, measures)
    else:
        items += [Box(8 + 104 * at, 30, 96, 40, 6, "ghost") for at in range(3)]
    journey = graph.journey
    scene = Scene(WIDTH, HEIGHT, journey.title, journey.summary, journey.language, tuple(items))
    return to_svg(scene, theme, f"mini-{journey.id}")


def _x(layout: Layout, column: float) -> float:
    return round(8 + column * (WIDTH - 16) / len(layout.columns), 1)


def _stages(items: list[Element], layout: Layout) -> None:
    number, start = -1, 0
    for at, column in enumerate(layout.columns):
        following = layout.columns[at + 1 : at + 2]
        if at == start:
            number += 1
        if not following or following[0].stage != column.stage:
            x = _x(layout, start)
            w = round(max(1.0, _x(layout, at + 1) - x - 2), 1)
            items.append(Box(x, 4, w, 7, 2, f"stage{number % STAGES}_mini"))
            start = at + 1


def _steps(items: list[Element], graph: Graph, layout: Layout, pains: set[str | None]) -> None:
    tracks = 1 + max(layout.track.values())
    pitch = _TRACKS / max(2, tracks)
    h = round(max(0.8, pitch - 4 if pitch > 8 else pitch * 0.6), 1)
    wide = (WIDTH - 16) / len(layout.columns)
    w = round(max(0.8, wide - 6 if wide > 12 else wide * 0.6), 1)
    truths = {s.id for s in graph.steps if s.moment_of_truth}
    for step, column in layout.column.items():
        x, y = _x(layout, column), round(_TOP + 2 + layout.track[step] * pitch, 1)
        r = min(3, round(h / 4, 1))
        items.append(Box(x, y, w, h, r, "card_truth" if step in truths else "card"))
        if step in pains and w > 4:
            items.append(Circle(round(x + w - 1, 1), round(y + 1, 1), 2.5, "badge"))


def _line(items: list[Element], graph: Graph, layout: Layout, measures: Measures | None) -> None:
    style, values = _values(graph, measures)
    runs: list[list[tuple[float, float]]] = [[]]
    for at, column in enumerate(layout.columns):
        shown = [values[step] for step in column.steps if step in values]
        if shown:
            y = HEIGHT - 8 - (min(shown) - 1) / 4 * (_CHART - 8)
            runs[-1].append((_x(layout, at + 0.4), round(y, 1)))
        elif runs[-1]:
            runs.append([])
    for run in runs:
        if len(run) > 1:
            items.append(Curve(smooth(run), style))
        items += [Circle(x, y, 2, f"{style}_dot") for x, y in run if len(layout.columns) <= 40]


def _values(graph: Graph, measures: Measures | None) -> tuple[str, Mapping[str, float]]:
    """Return what is known best: the measured values, else the assumed, else the expected."""
    measured = {
        step: m.emotion.mean
        for step, m in (measures.steps if measures else {}).items()
        if m.emotion and not m.hidden
    }
    if measured:
        return "measured", measured
    assumed = {s.id: s.assumed_experience for s in graph.steps if s.assumed_experience}
    if assumed:
        return "assumed", assumed
    return "expected", {s.id: s.expectation for s in graph.steps if s.expectation}

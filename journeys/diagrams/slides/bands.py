"""A wide map on one slide: its columns in bands under each other, as the lines of a page.

Ways from a band to another run out of their step, through the gap between two bands, and into the
other step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from journeys.graph import Graph

from .. import text
from ..fold import PREFIX
from ..lanes import frame
from ..lanes.sheet import LEFT, MARGIN, Sheet
from ..scene import Box, Connector, Element, Group, Scene, Text
from .arranging import top
from .shapes import Piece
from .stages import Page, Stages

_GAP = 48  # px between two bands
_OUT = 10  # px from a step to where a way turns
_MOST = 8  # bands
_RETURN = 16  # px between ways in the gap

Edges = tuple[float, float, float, int]  # left and right edge, middle height, band


def worth(stages: Stages, scene: Scene) -> tuple[int, float]:
    """Return into how many bands a map is best cut, and about how large it is drawn then."""
    wide, high = stages.room

    def scale(count: int) -> float:
        across = (scene.width + (count - 1) * LEFT) / count
        return min(wide / across, high / (count * (scene.height + _GAP) - _GAP))

    best = max(range(1, _MOST + 1), key=scale)
    return best, scale(best)


def banded(stages: Stages, scene: Scene, fold: frozenset[str], count: int) -> Page:
    """Return the page of a map in bands; ``scene`` is the map with these stages folded."""
    options = replace(stages.options, fold=fold)
    whole = Sheet(stages.graph, stages.measures, options)
    sheets = [Sheet(part, stages.measures, options) for part in _parts(stages, whole, count)]
    for sheet in (whole, *sheets):
        sheet.width = max(each.right for each in sheets) + MARGIN
    head: list[Element] = []
    y: float = frame.header(whole, head)
    y -= (above := top(head))
    pieces, gaps = [Piece(0, -above, tuple(head))], []
    for sheet in sheets:
        band, y = _band(stages, sheet, y)
        pieces += band
        gaps.append(y + _GAP / 2)
        y += _GAP
    foot: list[Element] = []
    below = frame.footer(whole, foot, 0)
    pieces.append(Piece(0, y - _GAP, tuple(foot)))
    crossing = tuple(_crossing(scene.items, dict(_steps(pieces, gaps)), gaps))
    return Page(scene.title, whole.width, y - _GAP + below, (Piece(0, 0, crossing), *pieces))


def _band(stages: Stages, sheet: Sheet, y: float) -> tuple[list[Piece], float]:
    """Return a band's stages and rows from a y on, and where it ends."""
    out: list[Element] = []
    end = frame.stages(sheet, out, 0)
    pieces = [Piece(0, y, stages.marked(sheet, out))]
    y += end
    for block in stages.rows(sheet):
        pieces.append(Piece(0, y, block.items))
        y += block.height
    return pieces, y


def _parts(stages: Stages, whole: Sheet, count: int) -> Iterator[Graph]:
    """Yield what each band shows of the journey: as many columns, with all that stands there."""
    columns = whole.columns
    each = -(-len(columns) // count)
    seen: set[str | None] = set()
    for at in range(0, len(columns), each):
        places = columns[at : at + each]
        ids = {step for place in places for step in place.steps}
        steps = {s.id for s in stages.graph.steps if s.id in ids or f"{PREFIX}{s.stage}" in ids}
        begun = {place.stage for place in places} - seen
        seen |= begun
        yield stages.part(steps, {stage for stage in begun if stage}, whole=not at)


def _steps(pieces: Iterable[Piece], gaps: list[float]) -> Iterator[tuple[str, Edges]]:
    """Yield where the cards of steps stand, by the ids of their groups."""
    for piece in pieces:
        band = sum(gap < piece.y for gap in gaps)
        for item in piece.items:
            for group in item.items if isinstance(item, Group) and item.role == "lane" else ():
                if isinstance(group, Group) and group.role == "step":
                    card = next(each for each in group.items if isinstance(each, Box))
                    left, middle = piece.x + card.x, piece.y + card.y + card.h / 2
                    yield group.id, (left, left + card.w, middle, band)


def _crossing(
    items: Iterable[Element], places: dict[str, Edges], gaps: list[float]
) -> Iterator[Element]:
    """Yield the ways that lead from a band to another, each with what is said of it."""
    held = [e for i in items for e in (i.items if isinstance(i, Group) else (i,))]
    said = {g.record: g.title for g in held if isinstance(g, Group) and g.role == "label"}
    used = [0] * len(gaps)
    for way in held:
        if not isinstance(way, Connector) or not {way.source, way.target} <= set(places):
            continue
        _left, x0, y0, band = places[way.source]
        x1, _right, y1, other = places[way.target]
        if band == other:
            continue
        gap = band if band < other else band - 1
        y = gaps[gap] + _RETURN * ((used[gap] + 1) // 2) * (-1) ** used[gap]
        used[gap] += 1
        x0_, x1_ = x0 + _OUT, x1 - _OUT
        points = ((x0, y0), (x0_, y0), (x0_, y), (x1_, y), (x1_, y1), (x1, y1))
        yield way._replace(points=points)
        if words := said.get(way.id.removeprefix("way-")):
            yield _label(words, (x0_ + x1_) / 2, y, way.id.removeprefix("way-"))


def _label(words: str, x: float, y: float, record: str) -> Group:
    line = text.fit(words, 300, 10, 1, True).lines
    wide = text.width(line[0], 10, True) + 12 if line else 12
    box = Box(x - wide / 2, y - 8, wide, 16, 8, "label")
    return Group(
        (box, Text(x, y + 4, line, "label_text", wide, "middle", 12)), "", "label", record, words
    )

"""What slides of a map show and say: the whole on one, and each stage on one of its own.

A slide is wide and a stage of a map is high, so its rows stand in panels beside each other, as
many as make the letters largest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from journeys.graph import COMPUTED_LANES, Finding, Graph
from journeys.labels import choice, evidence
from journeys.outline import outline

from .. import map as maps
from .. import text
from ..lanes import frame, marks
from ..lanes.sheet import MARGIN, Sheet
from ..picture import Picture
from ..scene import Element, Text
from .arranging import top
from .shapes import Piece

GAP = 36  # px from a panel to the next
_COLUMNS = 10  # the most columns of steps on one slide
_PANELS = 4
_PARTS = 3  # pages of the whole at most
#: The rows that say most of a journey, first to last.
_FIRST = ("path", "experience", "findings", "ideas")
_SHRUNK = 1.4  # so much smaller than could be the first page may be, to hold them all
_MARKS = "\"'“”„«»‘’"


class Page(NamedTuple):
    """A slide: its title, what is drawn on it (size in px), and its notes, a text a paragraph.

    ``raised``: the drawing begins right below the title, as on the slide before it.
    """

    title: str
    width: float
    height: float
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()
    raised: bool = False


class Block(NamedTuple):
    """What stands together in a panel: its elements and height; they begin ``above`` px down."""

    items: tuple[Element, ...]
    height: float
    above: float = 0


class Stages:
    """The stages of a map as pages."""

    def __init__(self, picture: Picture, width: float, height: float) -> None:
        """Draw for a slide with this much room, in px."""
        self.options = replace(picture.options, language=picture.language, fold=frozenset())
        self.graph = picture.graph.localised(picture.language)
        self.measures = picture.measures
        self.room = width, height
        self.sheet = Sheet(self.graph, self.measures, self.options)
        self.told = outline(picture.graph, self.measures, picture.language)
        sections = (section for section in self.told.sections if section.level == 3)
        self.sentences = {x.id: x.text for section in sections for x in section.sentences}

    def about(self) -> tuple[str, ...]:
        """Return what is said of the whole journey."""
        short = [x.text for x in self.told.sections[0].sentences] if self.told.sections else []
        whole = [f for f in self.graph.findings if f.step not in self.sheet.steps]
        found = self._findings(whole) if self._shows("findings", self.sheet) else ()
        return (*self.told.paragraphs, *short, *found)

    def pages(self) -> Iterator[Page]:
        """Yield a page for each stage that holds anything; of a long one several."""
        titles = {stage.id: stage.title for stage in self.graph.stages}
        without = self.sheet._("Without a stage") if titles else self.graph.journey.title
        for stage in [*titles, None]:
            places = [p for p in self.sheet.columns if p.stage == stage and p.steps]
            slides = -(-len(places) // _COLUMNS)
            each = -(-len(places) // max(slides, 1))
            held = any(c.stage == stage and not c.step for c in self.graph.cards) and stage
            for at in range(slides or bool(held)):
                steps = [s for p in places[at * each : (at + 1) * each] for s in p.steps]
                number = f" ({at + 1}/{slides})" if slides > 1 else ""
                title = f"{titles.get(stage or '', without)}{number}"
                part = self.part(set(steps), {stage} if stage and not at else set())
                yield self._stage(title, part)

    def part(self, steps: set[str], stages: set[str], whole: bool = False) -> Graph:
        """Return some steps with all that stands at them, or across these stages; ``whole``: with
        what concerns the whole journey too."""
        graph, known = self.graph, self.sheet.steps
        held = {s.stage for s in graph.steps if s.id in steps} | stages
        cards = tuple(
            c
            for c in graph.cards
            if c.step in steps or (not c.step and (c.stage in stages if c.stage else whole))
        )
        filled = {c.lane for c in cards}
        return replace(
            graph,
            stages=tuple(s for s in graph.stages if s.id in held),
            steps=tuple(s for s in graph.steps if s.id in steps),
            transitions=tuple(
                t
                for t in graph.transitions
                if t.source in steps and (t.kind == "exit" or t.target in steps)
            ),
            encounters=tuple(e for e in graph.encounters if e.step in steps),
            findings=tuple(
                f for f in graph.findings if f.step in steps or (whole and f.step not in known)
            ),
            ideas=tuple(
                i for i in graph.ideas if self._at(i.id) in steps or (whole and not self._at(i.id))
            ),
            lanes=tuple(x for x in graph.lanes if x.kind in COMPUTED_LANES or x.id in filled),
            cards=cards,
        )

    def _at(self, idea: str) -> str:
        return self.sheet.idea_step[idea]

    def whole(self, title: str) -> Page:
        """Return all of the map on one page, its rows in panels."""
        head, stages, foot = self._around()
        return self._laid(title, self.sheet, [head, *self.rows(self.sheet), foot], stages)

    def parts(self, title: str) -> list[Page]:
        """Return all of the map over a few pages as wide as it is: on the first the rows that say
        most, on the others what is left."""
        head, stages, foot = self._around()
        kinds = [row.kind for row, _line in _filled(self.sheet)]
        blocks = self.rows(self.sheet)
        ranked = sorted(range(len(blocks)), key=lambda at: (_rank(kinds[at]), at))
        again = [stages, _headings(self.sheet)]
        around, full = head.height + foot.height, self.sheet.width * self.room[1] / self.room[0]
        telling = [b.height for kind, b in zip(kinds, blocks, strict=True) if kind in _FIRST]
        most = min(max(full, around + sum(telling)), full * _SHRUNK)
        while True:
            first, left = set[int](), most - around
            for at in ranked:
                if not first or blocks[at].height <= left:
                    first.add(at)
                    left -= blocks[at].height
            rest = [block for at, block in enumerate(blocks) if at not in first]
            held = _filling([b.height for b in rest], 0, most - sum(b.height for b in again))
            if len(held) < _PARTS:
                break
            most *= 1.1
        following = iter(rest)
        pages = [[head, *(blocks[at] for at in sorted(first)), foot]]
        pages += [[*again, *(next(following) for _ in range(count))] for count in held if count]
        return [
            self._stacked(f"{title} ({at}/{len(pages)})", page)
            for at, page in enumerate(pages, start=1)
        ]

    def _around(self) -> tuple[Block, Block, Block]:
        """Return what stands above the rows of the whole map, the stages alone, and the foot."""
        sheet, head, stages, foot = self.sheet, list[Element](), list[Element](), list[Element]()
        y = frame.stages(sheet, head, frame.header(sheet, head))
        high = frame.stages(sheet, stages, 0)
        below = frame.footer(sheet, foot, 0)
        above = top(head)
        return (
            Block(self.marked(sheet, head), y - above, above),
            Block(tuple(stages), high),
            Block(tuple(foot), below),
        )

    def _stacked(self, title: str, blocks: Sequence[Block]) -> Page:
        y, pieces = 0.0, []
        for block in blocks:
            pieces.append(Piece(0, y - block.above, block.items))
            y += block.height
        return Page(title, self.sheet.width, y, tuple(pieces), raised=True)

    def _stage(self, title: str, part: Graph) -> Page:
        sheet = Sheet(part, self.measures, self.options)
        sheet.width = sheet.right + MARGIN
        blocks = self.rows(sheet)
        if sheet.chosen:
            said = text.fit(sheet.chosen, self.room[0], 12, 1, True).lines
            blocks.insert(0, Block((Text(MARGIN, 14, said, "chosen", self.room[0]),), 30))
        page = self._laid(title, sheet, blocks, _headings(sheet))
        return page._replace(notes=self._notes(sheet))

    def rows(self, sheet: Sheet) -> list[Block]:
        """Return the rows that hold anything, each drawn alone."""
        blocks = []
        for row, line in _filled(sheet):
            out: list[Element] = []
            y = frame.boundary(sheet, out, 0, line) if line else 0
            y = maps.draw_one(sheet, out, row, y)
            blocks.append(Block(self.marked(sheet, out), y))
        return blocks

    def marked(self, sheet: Sheet, items: list[Element]) -> tuple[Element, ...]:
        """Return what is drawn, with the marks of what differs."""
        return tuple(marks.marked(sheet, items)) if self.options.marks else tuple(items)

    def _laid(self, title: str, sheet: Sheet, blocks: list[Block], head: Block) -> Page:
        """Lay blocks out in panels; each but the first begins with a head."""
        panels = _panels([b.height for b in blocks], head.height, sheet.width, self.room)
        pieces = []
        rest = iter(blocks)
        x = tallest = 0.0
        for at, count in enumerate(panels):
            y = 0.0
            for block in [*([head] if at else []), *(next(rest) for _ in range(count))]:
                pieces.append(Piece(x, y - block.above, block.items))
                y += block.height
            x, tallest = x + sheet.width + GAP, max(tallest, y)
        return Page(title, max(x - GAP, 1), max(tallest, 1), tuple(pieces))

    def _notes(self, sheet: Sheet) -> tuple[str, ...]:
        """Return what customers said at these steps, then the steps in sentences, then what is
        known of their pains and gains."""
        graph = sheet.graph
        shown = {row.key for row, _line in _filled(sheet)}
        quoting = {x.id for x in graph.lanes if x.kind == "quote"} & shown
        quotes = [
            f"{_quoted(c.text)} ({sheet.title_of(c.step)})" if c.step else _quoted(c.text)
            for c in graph.cards
            if c.lane in quoting
        ]
        steps = [self.sentences[s] for p in sheet.columns for s in p.steps if s in self.sentences]
        found = self._findings(graph.findings) if "findings" in shown else ()
        return (*quotes, *steps, *found)

    def _findings(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """Tell findings whole: what the map has no room for, and how each is known."""
        language = self.options.language
        told = []
        for each in findings:
            known = evidence(each.evidence, language)
            said = f"{choice('kind', each.kind, language)}: {each.title}"
            said = f"{said.rstrip('.')}. {each.description}" if each.description else said
            told.append(f"{said} ({known})" if known else said)
        return tuple(told)

    def _shows(self, kind: str, sheet: Sheet) -> bool:
        return any(row.kind == kind for row in maps.rows(sheet))


def _quoted(words: str) -> str:
    """Return what somebody said in quotation marks, if it has none."""
    return words if words[:1] in _MARKS else f"“{words}”"


def _filled(sheet: Sheet) -> list[tuple[maps.Row, str]]:
    """Return the rows that hold anything, each with the name of the line above it."""
    return [
        (row, line)
        for row, line in maps.lined(sheet)
        if row.kind == "cards" or maps.has_content(sheet, row.kind)
    ]


def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _headings(sheet: Sheet) -> Block:
    """Name the steps of the columns, for a panel without the path."""
    out: list[Element] = []
    most = 0
    for place in sheet.columns:
        titles = " / ".join(sheet.title_of(step) for step in place.steps)
        n, _cut = sheet.text(out, titles, place.x, 14, place.w, "lane", 12, 3, True)
        most = max(most, n)
    return Block(tuple(out), 14 * most + 12)


def _panels(
    heights: Sequence[float], head: float, width: int, room: tuple[float, float]
) -> list[int]:
    """Return how many rows each panel holds, so that the drawing is as large as it can be."""
    best, largest = [len(heights)], 0.0
    for count in range(1, min(_PANELS, len(heights)) + 1):
        held, tallest = _parted(heights, head, count)
        wide = len(held) * width + (len(held) - 1) * GAP
        scale = min(room[0] / wide, room[1] / max(tallest, 1))
        if scale > largest * 1.02:
            best, largest = held, scale
    return best


def _parted(heights: Sequence[float], head: float, count: int) -> tuple[list[int], float]:
    """Part rows into at most ``count`` panels, the tallest as low as can be; return its height."""
    low, high = ceil(max(heights, default=0)), ceil(sum(heights) + head)
    while low < high:
        middle = (low + high) // 2
        if len(_filling(heights, head, middle)) <= count:
            high = middle
        else:
            low = middle + 1
    return _filling(heights, head, low), low


def _filling(heights: Sequence[float], head: float, most: float) -> list[int]:
    """Return how many rows each panel of this height holds, filled one after the other."""
    held, used = [0], 0.0
    for height in heights:
        if held[-1] and used + height > most:
            held.append(0)
            used = head
        held[-1] += 1
        used += height
    return held

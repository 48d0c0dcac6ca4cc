"""What every row of the map is drawn on: the journey, the words, and where columns stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from journeys import chosen
from journeys.graph import Graph, Step, Transition
from journeys.labels import duration, percent
from journeys.words import day, number, words

from .. import text
from ..fold import PREFIX, fold
from ..layout import Layout, Way, lay_out
from ..options import Options
from ..scene import Element, Text
from ..text import NBSP

if TYPE_CHECKING:
    from touchpoints.measures import Measure, Measures

Thing = TypeVar("Thing")
_UNIT = re.compile(r"(\d) ")
LEFT = 204  # where columns begin
MARGIN = 24
COLUMN = 152
SLOT = 66  # the least room of one step in the experience row
GUTTER = 34
LABEL_ROOM = 84
SMALLEST = 900


class Place(NamedTuple):
    """A column on paper: its left edge and width, its stage, its steps by track.

    The place of what concerns the whole journey has the one step "".
    """

    x: int
    w: int
    stage: str | None
    steps: tuple[str, ...]


class WayLabel(NamedTuple):
    """What stands on a transition, in lines: its condition, then share and waiting time."""

    lines: tuple[str, ...]
    strong: int
    width: int
    title: str


class Sheet:
    """The journey in the reader's language, its layout, and the columns in px.

    ``full`` is the whole journey, ``graph`` what is drawn of it: with stages folded.
    """

    #: The least room of one step beside others of its column.
    slot_room = SLOT
    #: By record the numbers of the sentences that say how it differs.
    numbers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, graph: Graph, measures: Measures | None, options: Options) -> None:
        self.language = options.language or graph.journey.language
        self.full = graph
        self.graph = graph = fold(graph, options.fold, words(self.language))
        self.options = options
        self.measures = measures
        self.answers: Mapping[str, Measure] = measures.steps if measures else {}
        self.beside = measures.beside.steps if measures and measures.beside else None
        self.differences = measures.differences() if measures else {}
        self.limit = measures.limit if measures else 0
        self.chosen = chosen.said(measures, self.language)
        self._ = cache(words(self.language))
        self.steps: Mapping[str, Step] = {s.id: s for s in graph.steps}
        self.layout = self.lay_out()
        self.forward, self.arcs, self.exits = self._sorted_ways()
        self.labels = {t.id: self.way_label(t) for t in graph.transitions}
        self.idea_step = {i.id: self._place_of_idea(i) for i in graph.ideas}
        self.place()

    def place(self) -> None:
        """Place the columns, and what follows from them."""
        self.whole: Place | None = None
        self.columns: list[Place] = []
        self.right = self.place_columns()
        self.borders = [
            (a.x + a.w + b.x) // 2
            for a, b in zip(self.columns, self.columns[1:], strict=False)
            if a.stage != b.stage
        ]
        self.width = max(self.right + MARGIN, SMALLEST)
        self.places = [*([self.whole] if self.whole else []), *self.columns]

    def wider(self, gutter: int) -> int:
        """Return how much wider the gutter after a column is than its labels need."""
        return 0

    def lay_out(self) -> Layout:
        """Return where the steps stand."""
        graph = self.graph
        return lay_out(
            [s.id for s in graph.stages],
            [(s.id, s.stage) for s in graph.steps],
            [Way(t.id, t.source, t.target, t.kind, t.share) for t in graph.transitions],
        )

    def _sorted_ways(self) -> tuple[list[Transition], list[Transition], list[Transition]]:
        forward, arcs, exits = [], [], []
        column = self.layout.column
        for t in self.graph.transitions:
            if t.source not in self.steps:
                continue
            if t.kind == "exit" or not t.target:
                exits.append(t)
            elif t.source == t.target or column[t.target] < column[t.source]:
                arcs.append(t)
            else:
                forward.append(t)
        return forward, arcs, exits

    def _place_of_idea(self, idea: Any) -> str:
        if idea.step in self.steps:
            return str(idea.step)
        by_id = self.graph.by_id
        found = (by_id[f].step for f in idea.findings if f in by_id)
        return next((s for s in found if s in self.steps), "")

    def place_columns(self) -> int:
        """Place the columns, with gutters as wide as what stands on their transitions; return
        where the last ends."""
        x = LEFT
        if self.has_whole():
            self.whole = Place(x, COLUMN, None, ("",))
            x += COLUMN + GUTTER
        wanted: dict[int, int] = {}
        for t in self.forward:
            at = self.layout.column[t.source]
            if self.labels[t.id].lines:
                wanted[at] = max(wanted.get(at, 0), self.labels[t.id].width)
        right = x
        for at, column in enumerate(self.layout.columns):
            w = max(COLUMN, self.slot_room * len(column.steps))
            self.columns.append(Place(x, w, column.stage, column.steps))
            right = x + w
            x = right + GUTTER + (wanted[at] + 8 if at in wanted else 0) + self.wider(at)
        return max(right, LEFT + COLUMN) + 18

    def has_whole(self) -> bool:
        """Say whether there is anything to draw that concerns the whole journey."""
        graph = self.graph
        return (
            any(f.step not in self.steps for f in graph.findings)
            or any(not c.step and not c.stage for c in graph.cards)
            or not all(self.idea_step.values())
        )

    def way_label(self, t: Transition) -> WayLabel:
        """Return what stands on a transition; a return's label may be wider."""
        facts = []
        if t.share is not None:
            facts.append(self.percent(t.share))
        if t.kind == "parallel":
            facts.append(self._("in parallel"))
        if t.wait:
            facts.append(self._("wait {time}").format(time=self.duration(t.wait)))
        condition = t.condition.strip()
        said = " — ".join(x for x in (condition or t.reason, " · ".join(facts)) if x)
        if t.kind == "exit" or not said:
            return WayLabel((), 0, 0, said)
        known = (text.glued(fact, LABEL_ROOM, 10, True) for fact in facts)
        first = text.fit(f"{NBSP}· ".join(known), LABEL_ROOM, 10, 3, True).lines
        rest = text.fit(condition, LABEL_ROOM, 10, 3).lines
        wide = [text.width(line, 10, True) for line in first]
        wide += [text.width(line, 10) for line in rest]
        return WayLabel((*first, *rest), len(first), int(max(wide, default=0)) + 12, said)

    def title_of(self, step: str) -> str:
        """Return a step's title; "" stands for the whole journey."""
        return self.steps[step].title if step in self.steps else self._("Whole journey")

    def slot(self, step: str) -> tuple[int, int]:
        """Return the middle and width of a step's own slot in its column."""
        place = self.columns[self.layout.column[step]]
        w = place.w // len(place.steps)
        return place.x + w * place.steps.index(step) + w // 2, w

    def measured(self, step: str) -> list[tuple[str, Measure | None]]:
        """Return what is measured at a step; of two groups of answers both, each by its letter."""
        if self.beside is None:
            return [("", self.answers.get(step))]
        return [("A", self.answers.get(step)), ("B", self.beside.get(step))]

    @cached_property
    def shut(self) -> frozenset[str]:
        """Return the kinds of rows that this reader does not see."""
        closed = self.options.customer_view
        return frozenset(
            lane.kind
            for lane in self.graph.lanes
            if lane.hidden or (closed and not lane.visible_to_customer)
        )

    @cached_property
    def few(self) -> str:
        """Say that too few answered to show a number."""
        _, limit = self._, self.limit
        if self.chosen:
            return _("fewer than {limit} such answers").format(limit=limit)
        return _("fewer than {limit} answers").format(limit=limit)

    @cached_property
    def none(self) -> str:
        """Say that nobody answered."""
        return self._("no such answers") if self.chosen else self._("no answers yet")

    def differs(self, step: str, *items: str) -> list[tuple[str, str]]:
        """Say how A differs from B at a step, more than chance explains: icons and words."""
        found = self.differences.get(step, {})
        lower, higher = self._("A lower than B"), self._("A higher than B")
        return [
            ("down", lower) if found[item].by < 0 else ("up", higher)
            for item in items
            if item in found
        ]

    def there(self, record: Any) -> bool:
        """Say whether the journey still has a record: what is marked as removed is drawn only."""
        return self.options.marks.get(record.id) != "removed"

    def is_fold(self, step: str) -> bool:
        """Say whether a step stands for the steps of a folded stage."""
        return step.startswith(PREFIX) and bool(self.options.fold)

    @cached_property
    def percent(self) -> Callable[[float | None], str]:
        """Return a share as whole per cent, not broken over lines."""
        return cache(lambda share: percent(share, self.language))

    @cached_property
    def number(self) -> Callable[[float], str]:
        """Return a number with one decimal."""
        return cache(lambda value: number(value, 1, self.language))

    def duration(self, value: str | None) -> str:
        """Return a duration in words, not broken over lines."""
        return _UNIT.sub(rf"\1{NBSP}", duration(value, self.language))

    def day(self, value: str | None) -> str:
        """Return a date as people write it, not broken over lines."""
        return day(value, self.language).replace(" ", NBSP)

    def text(
        self,
        out: list[Element],
        words: str,
        x: float,
        y: float,
        room: float,
        style: str,
        size: float,
        lines: int = 1,
        bold: bool = False,
        anchor: str = "start",
        leading: int = 14,
    ) -> tuple[int, bool]:
        """Add a text that fits; return its number of lines and whether it was cut."""
        fitted = text.fit(words, room, size, lines, bold)
        if fitted.lines:
            out.append(Text(x, y, fitted.lines, style, room, anchor, leading))
        return len(fitted.lines), fitted.cut


def grouped(items: Iterable[Thing], key: str) -> dict[str, list[Thing]]:
    """Return items by the step (or other field) they name."""
    found: dict[str, list[Thing]] = {}
    for item in items:
        found.setdefault(getattr(item, key) or "", []).append(item)
    return found

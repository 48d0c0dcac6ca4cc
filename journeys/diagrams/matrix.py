"""The touchpoint matrix: which touchpoints are met in which stages, how often, and how it felt.

A row is a touchpoint, by kind and channel; a column is a stage. The number in a cell counts
encounters: the steps of the stage where the touchpoint is met. Measured is the mean of the emotion
that customers answered at those steps, all their answers together; assumed, where nothing was
measured, is the mean of the designers' guesses there. At the foot stand the touchpoints and
channels of each stage, and whether it hangs on a single channel.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from journeys.graph import Graph
from journeys.labels import choice
from journeys.words import N_
from touchpoints.kinds import KINDS

from . import text
from .lanes import dots, frame, met
from .lanes.met import Met
from .lanes.sheet import MARGIN, SMALLEST, Place, Sheet
from .options import DEFAULT, Options
from .scene import Box, Circle, Element, Group, Icon, Line, Scene, Text

if TYPE_CHECKING:
    from touchpoints.measures import Measures

_NAME = 232  # px of a touchpoint's name
_CHANNEL = 96
_BY = MARGIN + 22 + _NAME + 14  # where channels begin
_LEFT = _BY + _CHANNEL + 28  # where columns begin
_CELL, _WIDEST = 148, 240
_GAP = 20
_TOTAL = 84


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw the matrix of a journey's touchpoints; pure, and the same for the same input."""
    language = options.language or graph.journey.language
    own = replace(options, language=language, fold=frozenset())
    matrix = Matrix(graph.localised(language), measures, own)
    out: list[Element] = []
    y = frame.header(matrix, out, matrix._("Touchpoint matrix"))
    y = matrix.draw(out, frame.stages(matrix, out, y))
    height = frame.footer(matrix, out, y, matrix.signs())
    title = matrix.graph.journey.title
    return Scene(matrix.width, height, title, matrix.described(), language, tuple(out))


#: What is said of a stage that hangs on little.
FLAGS = {"single": N_("single channel"), "none": N_("no touchpoints")}


class Matrix(Sheet):
    """A sheet with a column for each stage, and the touchpoints that are met."""

    def has_whole(self) -> bool:
        """Say that nothing concerns the whole journey."""
        return False

    def place_columns(self) -> int:
        """Place a column for each stage; return where the totals end."""
        self.rows = met.count(self)
        stages = met.stages_of(self)
        free = SMALLEST - _LEFT - 2 * _TOTAL - len(stages) * _GAP - MARGIN
        wide = min(_WIDEST, max(_CELL, free // len(stages)))
        x = _LEFT
        for stage in stages:
            self.columns.append(Place(x, wide, stage, ()))
            x += wide + _GAP
        self.totals = x
        return x + 2 * _TOTAL

    def draw(self, out: list[Element], top: int) -> int:
        """Draw the rows by kind, and the feet of the columns; return where they end."""
        if not self.rows:
            return self._invitation(out, top)
        y = self._heads(out, top)
        for kind, label in KINDS.items():
            held = [row for row in self.rows if row.touchpoint.kind == kind]
            if held:
                y = self._kind(out, kind, label.label, len(held), y)
                for row in held:
                    y = self._row(out, row, y)
        y = self._foot(out, y)
        edges = [*self.borders, self.totals - _GAP // 2]
        return self._ruled(out, edges, top, y)

    def _ruled(self, out: list[Element], edges: list[int], top: int, bottom: int) -> int:
        """Draw the edges of the columns under all that was drawn."""
        out[:0] = [Line(x, top, x, bottom, "rule") for x in edges]
        return bottom

    def _invitation(self, out: list[Element], y: int) -> int:
        """Say that there is nothing to count yet, and where it comes from."""
        _ = self._
        out.append(Line(0, y, self.width, y, "rule"))
        for at, kind in enumerate(KINDS):
            out.append(Circle(MARGIN + 16 + 44 * at, y + 50, 15, "ghost"))
            out.append(Icon(kind, MARGIN + 9 + 44 * at, y + 43, 14, f"{kind}_icon"))
        x = MARGIN + 44 * len(KINDS) + 20
        room = self.width - x - MARGIN
        said = _("This journey has no touchpoints yet.")
        n, _cut = self.text(out, said, x, y + 44, room, "invite", 15, 2, True, leading=18)
        hint = _("Say at each step what the customer meets; here it is counted by stage.")
        self.text(out, hint, x, y + 46 + 18 * n, room, "subtitle", 12, 3, leading=16)
        return y + 110

    def _heads(self, out: list[Element], y: int) -> int:
        """Name the columns beside the stages."""
        _ = self._
        names = (
            (MARGIN + 22, _NAME, _("Touchpoint")),
            (_BY, _CHANNEL, _("Channel")),
            (self.totals, _TOTAL - 8, _("Encounters")),
            (self.totals + _TOTAL, _TOTAL, _("Stages")),
        )
        for x, room, name in names:
            self.text(out, name, x, y + 12, room, "repeat", 9.5, 1, True)
        return y + 22

    def _kind(self, out: list[Element], kind: str, label: str, count: int, y: int) -> int:
        """Draw the heading of a kind."""
        named = self._(label)
        items: list[Element] = [
            Box(0, y, self.width, 30, 0, "band"),
            Line(0, y, self.width, y, "rule"),
            Icon(kind, MARGIN, y + 8, 14, f"{kind}_icon"),
        ]
        wide = int(text.width(named, 12.5, True)) + 1
        items.append(Text(MARGIN + 22, y + 20, (named,), "kind", wide))
        number = Text(MARGIN + 30 + wide, y + 20, (str(count),), "subtitle", 60)
        out.append(Group((*items, number), f"row-{kind}", "lane", kind, f"{named}: {count}"))
        return y + 30

    def _row(self, out: list[Element], row: Met, top: int) -> int:
        """Draw a touchpoint: its name and channel, its cells, its totals."""
        it = row.touchpoint
        channel = choice("channel", it.channel, self.language)
        name = text.fit(it.name, _NAME, 12, 3).lines
        by = text.fit(channel, _CHANNEL, 10.5, 2).lines
        met_in = [place for place in self.columns if row.steps.get(place.stage)]
        high = max(dots.height(self, place, row.steps[place.stage]) for place in met_in)
        h = max(high, 15 * len(name) + 12) + 8
        middle = top + h / 2
        items: list[Element] = [
            Line(MARGIN + 22, top, self.width - MARGIN, top, "rule"),
            Text(MARGIN + 22, middle + 4 - 7.5 * (len(name) - 1), name, "row", _NAME, "start", 15),
        ]
        if by:
            base = middle + 4 - 6.5 * (len(by) - 1)
            items.append(Text(_BY, base, by, "small", _CHANNEL, "start", 13))
        items += [dots.cell(self, row, place, middle) for place in met_in]
        for at, total in enumerate((row.times, len(met_in))):
            place = self.totals + at * _TOTAL
            items.append(Text(place, middle + 4.5, (str(total),), "total", _TOTAL))
        owner = self.graph.catalogue.organisations.get(it.organisation or "")
        parts = [it.name, self._(KINDS[it.kind].label), channel, owner.name if owner else ""]
        parts.append(self._("encounters: {count}").format(count=row.times))
        title = " · ".join(part for part in parts if part)
        out.append(Group(tuple(items), f"touchpoint-{it.id}", "touchpoint", it.id, title))
        return top + h

    def _foot(self, out: list[Element], top: int) -> int:
        """Draw how many touchpoints and channels each stage has, and what hangs on one."""
        _ = self._
        items: list[Element] = [Line(0, top, self.width, top, "edge")]
        every = {row.touchpoint.channel for row in self.rows if row.touchpoint.channel}
        for y, name, total in (
            (top + 24, _("Touchpoints"), len(self.rows)),
            (top + 48, _("Channels"), len(every)),
        ):
            self.text(items, name, MARGIN, y, _NAME, "lane", 12, 1, True)
            items.append(Text(self.totals, y, (str(total),), "total", _TOTAL))
        bottom = max([top + 60, *(self._below(items, place, top) for place in self.columns)])
        out.append(Box(0, top, self.width, bottom - top, 0, "band"))
        out.append(Group(tuple(items), "row-foot", "lane", "", ""))
        return bottom

    def _below(self, items: list[Element], place: Place, top: int) -> int:
        """Draw the foot of a column; return where it ends."""
        there = sum(bool(row.steps.get(place.stage)) for row in self.rows)
        served = met.channels_of(self.rows, place.stage)
        names = ", ".join(choice("channel", each, self.language) for each in served)
        names = names or (self._("none is named") if there else "")
        x = place.x + 8
        items.append(Text(x, top + 24, (str(there),), "total", 40))
        items.append(Text(x, top + 48, (str(len(served)),), "total", 40))
        room = place.w - 34
        n, _cut = self.text(items, names, x + 24, top + 48, room, "small", 10.5, 8, leading=13)
        y = top + 60 + 13 * max(0, n - 1)
        if sign := self.sign_of(place.stage):
            items.append(self._flag(sign, place, y))
            y += 32
        return y

    def _flag(self, sign: str, place: Place, y: float) -> Group:
        """Mark a stage in words, with a sign."""
        said = self._(FLAGS[sign])
        words = text.fit(said, place.w - 40, 10, 1, True).lines
        wide = round(text.width(words[0], 10, True)) + 34
        x = place.x + 6
        items = (
            Box(x, y, wide, 22, 11, "warn_tag"),
            Icon(sign, x + 6, y + 4, 14, "warn_icon"),
            Text(x + 25, y + 14.5, words, "warn_text", place.w - 40),
        )
        return Group(items, "", "mark", place.stage or "", said)

    def signs(self) -> list[tuple[str, str]]:
        """Return the marks that are drawn, and what they count."""
        _ = self._
        told = [s for r in self.rows for steps in r.steps.values() for s in met.said(self, steps)]
        means = {s.letter for s in told if s.mean}
        scale = _("measured: mean of the emotion, 1 to 5, answered at these steps; 95% interval")
        found = [("met", _("encounters: how many steps of the stage it is met at"))]
        found += [("value", f"{letter}: {scale}".lstrip(": ")) for letter in sorted(means - {"B"})]
        if "B" in means:
            found.append(("value_beside", f"B: {scale}"))
        if any(
            met.assumed(self, steps) is not None and not met.said(self, steps)
            for row in self.rows
            for steps in row.steps.values()
        ):
            found.append(("value_assumed", _("assumed by the designers at these steps")))
        if any(self.sign_of(place.stage) == "single" for place in self.columns):
            found.append(
                (
                    "single",
                    _("single channel: everyone and every space there is met by the same one"),
                )
            )
        return found if self.rows else []

    def sign_of(self, stage: str | None) -> str:
        """Return how a stage is marked: none (nothing is met there), single (channel), or ''."""
        if not any(row.steps.get(stage) for row in self.rows):
            return "none"
        return "single" if met.hangs_on_one(self.rows, stage) else ""

    def described(self) -> str:
        """Describe the matrix for who cannot see it."""
        _ = self._
        parts = [_("Touchpoint matrix"), frame.subtitle(self), frame.counts(self)]
        most = sorted(self.rows, key=lambda row: -row.times)[:3]
        if most:
            names = ", ".join(f"{row.touchpoint.name} ({row.times})" for row in most)
            parts.append(_("Met most often: {names}").format(names=names))
        titles = {s.id: s.title for s in self.graph.stages}
        for sign, words in (
            ("single", _("Stages with a single channel: {titles}")),
            ("none", _("Stages without touchpoints: {titles}")),
        ):
            held = [p.stage for p in self.columns if self.rows and self.sign_of(p.stage) == sign]
            if held:
                named = (titles.get(stage or "") or _("Without a stage") for stage in held)
                parts.append(words.format(titles=", ".join(named)))
        if not self.rows:
            parts.append(_("This journey has no touchpoints yet."))
        return ". ".join(part.rstrip(". ") for part in parts if part) + "."

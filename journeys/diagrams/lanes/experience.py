"""The row of the experience: measured, expected and assumed values of every step.

Things of different kinds never look alike: measured is a solid line with round points and 95 %
intervals, expected is dashed with diamonds, assumed is dotted with hollow squares; a second group
of answers, B beside A, has dashes and dots, and triangles. A line joins the steps of the main
track; each side track has its own thin line from where it parts to where it joins. A line is broken
at a step without a value. A value stands by its point where most room is free. The gap stands in
words below (``gap``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from journeys.labels import evidence

from .. import text
from ..scene import Box, Circle, Curve, Element, Group, Line, Polygon, Text
from .chart import Area, Point, Room, smooth
from .gap import gap
from .sheet import LEFT, Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Mean, Measure

CHART = 252
_PAD = 24
#: A group that is compared stands so much to the right (px), so that intervals do not cover.
_ASIDE = 12


class Series(NamedTuple):
    """A group of answers on the chart: its style, its letter ('' for the only one), its means."""

    style: str
    letter: str
    aside: int
    means: Mapping[str, Mean]

    @property
    def values(self) -> dict[str, float]:
        """Return the means' values by step."""
        return {step: held.mean for step, held in self.means.items()}


class Drawn(NamedTuple):
    """A line of the chart: its values by step, its style, how far to the right it stands (px), and
    the steps that it passes over."""

    values: Mapping[str, float]
    style: str
    aside: int
    away: frozenset[str]


class ExperienceRow:
    """Draws the chart and the words below it."""

    #: How high the chart is, in px.
    high = CHART
    #: Farther from its point than this (px) a value stands only where nothing beside it is free.
    near = CHART

    def __init__(self, sheet: Sheet, top: int) -> None:
        self.sheet = sheet
        self.top = top
        self.x = {step: sheet.slot(step)[0] for step in sheet.steps}
        steps = [step for step in sheet.steps.values() if sheet.there(step)]
        self.expected = {s.id: s.expectation for s in steps if s.expectation is not None}
        self.assumed = {
            s.id: s.assumed_experience for s in steps if s.assumed_experience is not None
        }
        self.series = [Series("measured", "", 0, self._means(sheet.answers))]
        if sheet.beside is not None:
            self.series = [
                self.series[0]._replace(letter="A"),
                Series("beside", "B", _ASIDE, self._means(sheet.beside)),
            ]
        self.gone = frozenset(s.id for s in sheet.steps.values() if not sheet.there(s))
        self.room = Room()
        self.known = bool(self.expected or self.assumed or any(s.means for s in self.series))

    def _means(self, answers: Mapping[str, Measure]) -> dict[str, Mean]:
        held = ((step, answers.get(step)) for step in self.sheet.steps)
        return {step: m.emotion for step, m in held if m and m.emotion and not m.hidden}

    def y(self, value: float) -> int:
        """Return where a value of the scale 1 to 5 stands."""
        return round(self.top + _PAD + (5 - value) / 4 * (self.high - 2 * _PAD))

    def draw(self, out: list[Element]) -> int:
        """Add the row's elements; return where it ends."""
        sheet, _ = self.sheet, self.sheet._
        hidden = any(m and m.hidden for step in sheet.steps for _by, m in sheet.measured(step))
        if not self.known and not hidden:
            words = _("Not known yet. Say what customers expect, or ask them how it went.")
            room = max(sheet.width - LEFT - 40, 300)
            sheet.text(out, words, LEFT, self.top + 12, room, "small", 10.5)
            return self.top + 18
        self._grid(out)
        chains = self._chains()
        for at, chain in enumerate(chains):
            side = "" if at == 0 else "_side"
            for values, style, aside, away in self.lines():
                joined = [step for step in chain if step not in away]
                out.extend(self._curves(joined, values, style + side, aside))
        for step in sheet.steps:
            self._take(step)
        for step in sheet.steps:
            self._points(out, step)
        under = bottom = self.top + self.high
        for step in filter(lambda step: step not in self.gone, sheet.steps):
            bottom = max(bottom, gap(sheet, out, step, under))
        return bottom

    def _grid(self, out: list[Element]) -> None:
        _ = self.sheet._
        scale = ((5, _("delighted")), (4, ""), (3, _("neutral")), (2, ""), (1, _("frustrated")))
        for value, name in scale:
            y = self.y(value)
            out.append(Line(LEFT, y, self.sheet.right, y, "grid_mid" if value == 3 else "grid"))
            if name := self.scale(value, name):
                fitted = text.fit(name, 74, 10.5)
                out.append(Text(LEFT - 10, y + 4, fitted.lines, "small", 74, "end"))

    def lines(self) -> list[Drawn]:
        """Return the lines to draw, those on top last."""
        return [
            Drawn(self.expected, "expected", 0, self.gone),
            Drawn(self.assumed, "assumed", 0, self.gone),
            *(Drawn(each.values, each.style, each.aside, self.gone) for each in self.series),
        ]

    def scale(self, value: int, name: str) -> str:
        """Return what is written at a line of the scale; ``name`` is its word, or ''."""
        return name

    def _chains(self) -> list[list[str]]:
        """Return runs of steps that one line joins: the main track, then each side track's."""
        layout = self.sheet.layout
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for t in self.sheet.forward:
            target = t.target or ""
            if layout.column[t.source] < layout.column[target]:
                before.setdefault(target, t.source)
                after.setdefault(t.source, target)
        main: list[str] = []
        side: dict[int, list[list[str]]] = {}
        last: dict[int, int] = {}
        for at, place in enumerate(self.sheet.columns):
            for step in place.steps:
                track = layout.track[step]
                if track == 0:
                    main.append(step)
                    continue
                runs = side.setdefault(track, [])
                if not runs or last[track] != at - 1 or before.get(step) != runs[-1][-1]:
                    runs.append([step])
                else:
                    runs[-1].append(step)
                last[track] = at
        found = [main]
        for _track, runs in sorted(side.items()):
            for run in runs:
                ends = [before.get(run[0], ""), *run, after.get(run[-1], "")]
                found.append([step for step in ends if step])
        return found

    def _curves(
        self, chain: Sequence[str], values: Mapping[str, float], style: str, aside: int
    ) -> list[Curve]:
        found: list[Curve] = []
        run: list[Point] = []
        for step in [*chain, ""]:
            if step in values:
                run.append((self.x[step] + aside, self.y(values[step])))
                continue
            if len(run) > 1:
                found.append(Curve(smooth(run), style))
                self.room.add_curve(found[-1].points)
            run = []
        return found

    def _points(self, out: list[Element], step: str) -> None:
        x = self.x[step]
        _ = self.sheet._
        if step in self.expected:
            y = self.y(self.expected[step])
            corners = ((x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y))
            known = evidence(self.sheet.steps[step].expectation_evidence, self.sheet.language)
            title = self._said(_("expected"), step, self.expected[step], known)
            out.append(Group((Polygon(corners, "expected_point"),), "", "expected", step, title))
        if step in self.assumed:
            y = self.y(self.assumed[step])
            known = evidence(self.sheet.steps[step].evidence, self.sheet.language)
            title = self._said(_("assumed"), step, self.assumed[step], known)
            square: Element = Box(x - 4, y - 4, 8, 8, 1, "assumed_point")
            out.append(Group((square,), "", "assumed", step, title))
        for series in self.series:
            if step in series.means:
                self._measured(out, step, series)

    def _said(self, kind: str, step: str, value: float, rest: str) -> str:
        shown = self.sheet.number(value)
        words = f"{self.sheet.title_of(step)}: {kind} {shown}"
        return f"{words} · {rest}" if rest else words

    def _measured(self, out: list[Element], step: str, series: Series) -> None:
        """Draw a point with its interval, its value and its number of answers."""
        sheet, _ = self.sheet, self.sheet._
        mean, x = series.means[step], self.x[step] + series.aside
        bad = "_bad" if mean.mean < 2.75 else ""
        y, low, high = self.y(mean.mean), self.y(mean.low), self.y(mean.high)
        bar = f"interval{bad}"
        items: list[Element] = []
        if low - high > 1:
            items += [
                Line(x, high, x, low, bar),
                Line(x - 4, high, x + 4, high, bar),
                Line(x - 4, low, x + 4, low, bar),
            ]
        items.append(point(series.style, x, y, f"{series.style}{bad or '_point'}"))
        shown = f"{series.letter} {sheet.number(mean.mean)}".lstrip()
        count = f"n={mean.n}"
        wide = text.width(shown, 11.5, True)
        whole = wide + 4 + text.width(count, 9.5)
        start, base = self._free(step, series, whole, min(high, y - 5), max(low, y + 5))
        value = f"value{bad}" if series.style == "measured" or bad else "value_beside"
        items.append(Text(start, base, (shown,), value, wide + 1))
        items.append(Text(round(start + wide + 4), base, (count,), "value_n", whole - wide))
        interval = _("95% interval {low}–{high}").format(
            low=sheet.number(mean.low), high=sheet.number(mean.high)
        )
        name = " ".join((_("measured"), series.letter)).rstrip()
        title = self._said(name, step, mean.mean, f"{count} · {interval}")
        out.append(Group(tuple(items), "", "measured", step, title))

    def _take(self, step: str) -> None:
        """Take the room of a step's marks: its interval and its points."""
        x = self.x[step]
        for value in (v[step] for v in (self.expected, self.assumed) if step in v):
            y = self.y(value)
            self.room.add(Area(x - 5, y - 5, x + 5, y + 5))
        for series in self.series:
            if mean := series.means.get(step):
                y, middle = self.y(mean.mean), x + series.aside
                top, bottom = min(y - 6, self.y(mean.high)), max(y + 6, self.y(mean.low))
                self.room.add(Area(middle - 5, top, middle + 5, bottom))

    def _free(
        self, step: str, series: Series, wide: float, over: int, under: int
    ) -> tuple[int, int]:
        """Return the start and baseline of a value that is ``wide`` px, and take the room.

        It stands above what ends at ``over`` or below what ends at ``under``, near or, where
        others stand there, farther; or beside the point. Of equally free places the first is
        taken, good values trying above first.
        """
        x, mean, bottom = self.x[step] + series.aside, series.means[step].mean, self.top + self.high
        y = self.y(mean)
        known = [self.y(v[step]) for v in (self.expected, self.assumed) if step in v]
        middle = x - wide / 2
        above, below = (middle, over - 6), (middle, under + 13)
        places = [above, below] if mean > 3 else [below, above]
        far = [(middle, min([over, *known]) - 11), (middle, max([under, *known]) + 18)]
        places += [place for place in far if abs(place[1] - y) <= self.near]
        places += [(start, y + 4 + by) for by in (0, -13, 13) for start in (x + 9, x - 9 - wide)]
        places += [place for place in far if abs(place[1] - y) > self.near]

        least, best = 1e9, places[0]
        for start, base in places:
            if base - 10 >= self.top - 2 and base + 2 <= bottom:
                covered = self.room.covered(_words_area(start, base, wide))
                if covered < least:
                    least, best = covered, (start, base)
                if not covered:
                    break
        self.room.add(_words_area(*best, wide))
        return round(best[0]), round(best[1])


def _words_area(start: float, base: float, wide: float) -> Area:
    return Area(start - 2, base - 10, start + wide + 2, base + 3)


def point(style: str, x: float, y: float, look: str) -> Circle | Polygon:
    """Return the mark of a measured value: round, or of what it is compared with a triangle."""
    if style == "beside":
        return Polygon(((x, y - 6), (x + 5.5, y + 4), (x - 5.5, y + 4)), look)
    return Circle(x, y, 4.5, look)

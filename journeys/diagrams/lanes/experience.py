"""The row of the experience: measured, expected and assumed values of every step.

Three things never look alike: measured is a solid line with round points and 95 % intervals,
expected is dashed with diamonds, assumed is dotted with hollow squares. A line joins the steps
of the main track; each side track has its own thin line from where it parts to where it joins. A
line is broken at a step without a value. A value stands by its point where most room is free. The
gap stands in words below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from journeys.labels import GAPS, assumed_gap, evidence

from .. import text
from ..scene import Box, Circle, Curve, Element, Group, Icon, Line, Polygon, Text
from .chart import Area, Point, Room, smooth
from .sheet import LEFT, Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Measure

CHART = 252
_PAD = 24


class ExperienceRow:
    """Draws the chart and the words below it."""

    def __init__(self, sheet: Sheet, top: int) -> None:
        self.sheet = sheet
        self.top = top
        self.x = {step: sheet.slot(step)[0] for step in sheet.steps}
        steps = sheet.steps.values()
        self.expected = {s.id: s.expectation for s in steps if s.expectation is not None}
        self.assumed = {
            s.id: s.assumed_experience for s in steps if s.assumed_experience is not None
        }
        self.measured = {
            s.id: m.emotion.mean
            for s in steps
            if (m := sheet.answers.get(s.id)) and m.emotion and not m.hidden
        }
        self.room = Room()
        self.known = bool(self.expected or self.assumed or self.measured)

    def y(self, value: float) -> int:
        """Return where a value of the scale 1 to 5 stands."""
        return round(self.top + _PAD + (5 - value) / 4 * (CHART - 2 * _PAD))

    def draw(self, out: list[Element]) -> int:
        """Add the row's elements; return where it ends."""
        sheet, _ = self.sheet, self.sheet._
        hidden = any(m.hidden for m in sheet.answers.values())
        if not self.known and not hidden:
            words = _("Not known yet. Say what customers expect, or ask them how it went.")
            room = max(sheet.width - LEFT - 40, 300)
            sheet.text(out, words, LEFT, self.top + 12, room, "small", 10.5)
            return self.top + 18
        self._grid(out)
        chains = self._chains()
        for at, chain in enumerate(chains):
            side = "" if at == 0 else "_side"
            for values, style in (
                (self.expected, "expected"),
                (self.assumed, "assumed"),
                (self.measured, "measured"),
            ):
                out.extend(self._curves(chain, values, style + side))
        for step in sheet.steps:
            self._take(step)
        for step in sheet.steps:
            self._points(out, step)
        bottom = self.top + CHART
        for step in sheet.steps:
            bottom = max(bottom, self._words(out, step))
        return bottom

    def _grid(self, out: list[Element]) -> None:
        _ = self.sheet._
        scale = ((5, _("delighted")), (4, ""), (3, _("neutral")), (2, ""), (1, _("frustrated")))
        for value, name in scale:
            y = self.y(value)
            out.append(Line(LEFT, y, self.sheet.right, y, "grid_mid" if value == 3 else "grid"))
            if name:
                fitted = text.fit(name, 74, 10.5)
                out.append(Text(LEFT - 10, y + 4, fitted.lines, "small", 74, "end"))

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

    def _curves(self, chain: Sequence[str], values: Mapping[str, float], style: str) -> list[Curve]:
        found: list[Curve] = []
        run: list[Point] = []
        for step in [*chain, ""]:
            if step in values:
                run.append((self.x[step], self.y(values[step])))
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
        if step in self.measured:
            self._measured(out, step, x)

    def _said(self, kind: str, step: str, value: float, rest: str) -> str:
        shown = self.sheet.number(value)
        words = f"{self.sheet.title_of(step)}: {kind} {shown}"
        return f"{words} · {rest}" if rest else words

    def _measured(self, out: list[Element], step: str, x: int) -> None:
        """Draw a point with its interval, its value and its number of answers."""
        sheet, _ = self.sheet, self.sheet._
        measure = sheet.answers.get(step)
        mean = measure.emotion if measure else None
        if mean is None:
            return
        bad = mean.mean < 2.75
        y, low, high = self.y(mean.mean), self.y(mean.low), self.y(mean.high)
        bar = "interval_bad" if bad else "interval"
        items: list[Element] = []
        if low - high > 1:
            items += [
                Line(x, high, x, low, bar),
                Line(x - 4, high, x + 4, high, bar),
                Line(x - 4, low, x + 4, low, bar),
            ]
        items.append(Circle(x, y, 4.5, "measured_bad" if bad else "measured_point"))
        shown = sheet.number(mean.mean)
        count = f"n={mean.n}"
        wide = text.width(shown, 11.5, True)
        whole = wide + 4 + text.width(count, 9.5)
        start, base = self._free(step, whole, min(high, y - 5), max(low, y + 5))
        items.append(Text(start, base, (shown,), "value_bad" if bad else "value", wide + 1))
        items.append(Text(round(start + wide + 4), base, (count,), "value_n", whole - wide))
        interval = _("95% interval {low}–{high}").format(
            low=sheet.number(mean.low), high=sheet.number(mean.high)
        )
        title = self._said(_("measured"), step, mean.mean, f"{count} · {interval}")
        out.append(Group(tuple(items), "", "measured", step, title))

    def _take(self, step: str) -> None:
        """Take the room of a step's marks: its interval and its points."""
        x = self.x[step]
        for value in (v[step] for v in (self.expected, self.assumed) if step in v):
            y = self.y(value)
            self.room.add(Area(x - 5, y - 5, x + 5, y + 5))
        if step in self.measured and (mean := self.sheet.answers[step].emotion):
            y = self.y(mean.mean)
            top, bottom = min(y - 6, self.y(mean.high)), max(y + 6, self.y(mean.low))
            self.room.add(Area(x - 5, top, x + 5, bottom))

    def _free(self, step: str, wide: float, over: int, under: int) -> tuple[int, int]:
        """Return the start and baseline of a value that is ``wide`` px, and take the room.

        It stands above what ends at ``over`` or below what ends at ``under``, near or, where
        others stand there, farther; or beside the point. Of equally free places the first is
        taken, good values trying above first.
        """
        x, y, bottom = self.x[step], self.y(self.measured[step]), self.top + CHART
        known = [self.y(v[step]) for v in (self.expected, self.assumed) if step in v]
        middle = x - wide / 2
        above, below = (middle, over - 6), (middle, under + 13)
        places = [above, below] if self.measured[step] > 3 else [below, above]
        places += [(middle, min([over, *known]) - 11), (middle, max([under, *known]) + 18)]
        places += [(x + 9, y + 4), (x - 9 - wide, y + 4)]

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

    def _words(self, out: list[Element], step: str) -> int:
        """Write the gap below the chart: the measured one, or the assumed one; or too few."""
        sheet, _ = self.sheet, self.sheet._
        middle, width = sheet.slot(step)
        room = width - 6
        measure = sheet.answers.get(step)
        y = self.top + CHART + 6
        if measure and measure.hidden:
            few = _("fewer than {limit} answers").format(limit=sheet.limit)
            y = self._line(out, few, "gap_level", "", middle, y, room)
        elif gap := measured_gap(measure):
            share = sheet.percent(gap[1])
            words, style, icon = {
                "worse": (_("{share} say worse than expected"), "gap_bad", "down"),
                "met": (_("{share} say as expected"), "gap_level", "level"),
                "better": (_("{share} say better than expected"), "gap_good", "up"),
            }[gap[0]]
            y = self._line(out, words.format(share=share), style, icon, middle, y, room)
        guess = assumed_gap(sheet.steps[step])
        if guess and step not in self.measured:
            words = _("assumed: {gap}").format(gap=_(GAPS[guess]))
            icon = {"below": "down", "met": "level", "exceeded": "up"}[guess]
            y = self._line(out, words, "gap_assumed", icon, middle, y, room)
        return y if y > self.top + CHART + 6 else self.top + CHART

    def _line(
        self, out: list[Element], words: str, style: str, icon: str, middle: int, y: int, room: int
    ) -> int:
        bold = style in ("gap_bad", "gap_good")
        left = 13 if icon else 0
        fitted = text.fit(words, room - left, 10, 4, bold)
        lines = fitted.lines
        wide = max((text.width(line, 10, bold) for line in lines), default=0)
        x = round(middle - (wide + left) / 2)
        items: list[Element] = []
        if icon:
            mark = {"gap_bad": "bad_mark", "gap_good": "good_mark", "gap_assumed": "assumed_mark"}
            items.append(Icon(icon, x, y - 9, 11, mark.get(style, "mark_soft")))
        items.append(Text(x + left, y, lines, style, room - left, "start", 12))
        out.append(Group(tuple(items), "", "gap", "", words))
        return y + 12 * len(lines)


def _words_area(start: float, base: float, wide: float) -> Area:
    return Area(start - 2, base - 10, start + wide + 2, base + 3)


def measured_gap(measure: Measure | None) -> tuple[str, float] | None:
    """Return what to say of the expectation: "worse" from a third on, else the largest share."""
    if measure is None or measure.worse is None or measure.met is None or measure.better is None:
        return None
    if measure.worse.share >= 1 / 3:
        return "worse", measure.worse.share
    if measure.better.share > measure.met.share:
        return "better", measure.better.share
    return "met", measure.met.share

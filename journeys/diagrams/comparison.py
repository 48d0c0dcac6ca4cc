"""Two journeys in one picture: what was added, removed, changed and moved, also in words.

``Options.other`` is the journey as it was before (or as it is), the graph what became of it. The
picture is the map of both at once, of the rows in which anything differs; what differs is marked by
a frame, a sign and a word, with the numbers of the sentences below that say how. Steps are matched
by id, else by title (``journeys.comparing``), and it is said how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from journeys.comparing import Compared, Matched, compared_for, matched
from journeys.graph import CARD_LANES, Card, Encounter, Finding, Graph, Idea, Lane, Step
from journeys.labels import choice
from touchpoints.kinds import KINDS

from .lanes import differences, frame, legend, marks
from .lanes.experience import Drawn, ExperienceRow
from .lanes.rows import Named, draw_row
from .lanes.sheet import MARGIN, Sheet
from .map import Row, draw_one, lined
from .options import DEFAULT, Options
from .scene import Circle, Element, Group, Scene

if TYPE_CHECKING:
    from touchpoints.measures import Measures

#: Rows that are drawn whether anything differs in them or not.
_ALWAYS = frozenset({"path", "experience"})
#: Sentences that the description tells.
_TOLD = 10


def draw(graph: Graph, measures: Measures | None = None, options: Options = DEFAULT) -> Scene:
    """Draw both journeys; pure, and the same for the same input."""
    language = options.language or graph.journey.language
    options = replace(options, language=language)
    if options.other is None:
        return _alone(graph, options)
    after = _seen(graph, options.customer_view)
    before = matched(_seen(options.other, options.customer_view), after)
    found = compared_for(before.graph, after, language)
    show = options.show if options.show is not None else _rows(found)
    union = found.union.localised(language)
    sheet = Sheet(union, measures, replace(options, marks=found.marks, show=show))
    sheet.numbers = differences.numbers(found.said)
    return _Comparison(sheet, before, after, found).scene()


def _alone(graph: Graph, options: Options) -> Scene:
    """Say that there is nothing to compare with."""
    sheet = Sheet(graph.localised(options.language), None, options)
    sheet.width = 900
    out: list[Element] = []
    y = frame.header(sheet, out, sheet._("Comparison"), kinds=False)
    told = sheet._("There is nothing to compare with.")
    hint = sheet._("Choose another journey, or an earlier version of this one.")
    sheet.text(out, told, MARGIN, y + 24, 850, "invite", 15, 2, True)
    sheet.text(out, hint, MARGIN, y + 46, 850, "subtitle", 12, 2)
    height = frame.footer(sheet, out, y + 70, [])
    title = sheet.graph.journey.title
    return Scene(900, height, title, f"{told} {hint}", options.language, tuple(out))


def _seen(graph: Graph, customer_view: bool) -> Graph:
    """Return the journey without what stands in rows that customers do not see, if asked."""
    shut = {lane.id if lane.kind in CARD_LANES else lane.kind
            for lane in graph.lanes if customer_view and not lane.visible_to_customer}  # fmt: skip
    if not shut:
        return graph
    known = graph.catalogue.touchpoints
    lanes = {each.id: KINDS[each.kind].lane for each in known.values()}
    felt = ("expectation", "assumed_experience") if "experience" in shut else ()
    none: dict[str, Any] = dict.fromkeys(felt)
    none |= {"promised_time": None} if "time" in shut else {}
    return replace(
        graph,
        lanes=tuple(x for x in graph.lanes if x.visible_to_customer),
        cards=tuple(c for c in graph.cards if c.lane not in shut),
        encounters=tuple(e for e in graph.encounters if lanes.get(e.touchpoint) not in shut),
        findings=() if "findings" in shut else graph.findings,
        ideas=() if "ideas" in shut else graph.ideas,
        steps=tuple(replace(s, **none) for s in graph.steps),
    )


def _rows(found: Compared) -> frozenset[str]:
    """Return the rows of the map in which anything differs."""
    by_id = found.union.by_id
    known = found.union.catalogue.touchpoints
    shown = set(_ALWAYS)
    for identity in found.marks:
        match by_id.get(identity):
            case Encounter(touchpoint=met) if met in known:
                shown.add(KINDS[known[met].kind].lane)
            case Lane(id=own, kind=kind):
                shown.add(own if kind in CARD_LANES else kind)
            case Card(lane=lane):
                shown.add(lane)
            case Finding():
                shown.add("findings")
            case Idea():
                shown.add("ideas")
            case Step():
                shown.add("time")
    return frozenset(shown)


class _Both(ExperienceRow):
    """The row of the experience with what was assumed before, under what is assumed now."""

    high = 320

    def __init__(self, sheet: Sheet, top: int, before: Mapping[str, float]) -> None:
        super().__init__(sheet, top)
        marked = sheet.options.marks
        self.before = {step: value for step, value in before.items() if step in sheet.steps}
        self.new = frozenset(step for step in sheet.steps if marked.get(step) == "added")
        self.known = self.known or bool(self.before)

    def lines(self) -> list[Drawn]:
        """Return the lines to draw, what was before first."""
        return [Drawn(self.before, "before", 0, self.new), *super().lines()]

    def draw(self, out: list[Element]) -> int:
        """Add the row's elements; return where it ends."""
        end = super().draw(out)
        said = self.sheet._("assumed before")
        for step, value in self.before.items():
            dot: Element = Circle(self.x[step], self.y(value), 3, "before_point")
            title = f"{self.sheet.title_of(step)}: {said} {self.sheet.number(value)}"
            out.append(Group((dot,), "", "before", step, title))
        return end


class _Comparison:
    """Draws the picture of two journeys."""

    def __init__(self, sheet: Sheet, before: Matched, after: Graph, found: Compared) -> None:
        self.sheet, self.before, self.after, self.found = sheet, before, after, found
        self.old = before.graph.localised(sheet.language)
        self.facts = differences.facts(sheet, before.graph, after)

    def scene(self) -> Scene:
        """Return the drawing."""
        sheet, out = self.sheet, list[Element]()
        y = frame.header(sheet, out, sheet._("Comparison")) + 4
        y = self._named(out, y)
        y = differences.draw_facts(sheet, out, y, self.facts) + 10
        y = frame.stages(sheet, out, y)
        if not sheet.steps:
            y = frame.invitation(sheet, out, y)
        for row, line in lined(sheet):
            y = frame.boundary(sheet, out, y, line) if line else y
            y = self._row(out, row, y)
        drawn = list(marks.marked(sheet, out))
        y = differences.draw_said(sheet, drawn, y, self.found.said) + 4
        height = frame.footer(sheet, drawn, y, self._signs())
        title = f"{self.old.journey.title} – {sheet.graph.journey.title}"
        language = sheet.language
        return Scene(sheet.width, height, title, self._described(), language, tuple(drawn))

    def _named(self, out: list[Element], y: int) -> int:
        """Say which journey is which, and how their steps were matched."""
        sheet, room = self.sheet, min(self.sheet.width, 1900) - 2 * MARGIN
        sheet.text(out, self._which(), MARGIN, y, room, "chosen", 12, 2, True, leading=17)
        n, _cut = sheet.text(out, self._how(), MARGIN, y + 19, room, "subtitle", 12, 3, leading=17)
        return y + 19 + 17 * n

    def _which(self) -> str:
        _, told = self.sheet._, []
        for word, graph in ((_("Before"), self.old), (_("After"), self.sheet.graph)):
            state = choice("state", graph.journey.state, self.sheet.language)
            told.append(f"{word}: {graph.journey.title} ({state})")
        return "  ·  ".join(told)

    def _how(self) -> str:
        """Say how steps were matched, and which by their title only."""
        _, alike = self.sheet._, self.before.alike
        told = [_("Steps that are the same by id: {count}.").format(count=len(self.before.same))]
        if alike:
            titles = ", ".join(f"“{self.sheet.title_of(step)}”" for step in alike)
            told.append(_("By title: {titles}.").format(titles=titles))
        return " ".join(told)

    def _row(self, out: list[Element], row: Row, y: int) -> int:
        if row.kind != "experience" or (row.lane and row.lane.folded):
            return draw_one(self.sheet, out, row, y)
        known = {s.id: s.assumed_experience for s in self.old.steps}
        before = {step: value for step, value in known.items() if value is not None}
        named = Named("row-experience", "experience", row.title, row.note)
        paint = partial(_painted, before)
        return draw_row(self.sheet, out, y, named, paint, shaded=True, low=False)

    def _signs(self) -> list[tuple[str, str]]:
        signs = legend.map_marks(self.sheet)
        if any(step.assumed_experience is not None for step in self.old.steps):
            signs.append(("before", self.sheet._("assumed before")))
        return signs

    def _described(self) -> str:
        said = [each.text for each in self.found.said]
        told: Iterable[str] = (
            f"{self._which()}.",
            self._how(),
            *(f"{f.title}: {f.before} – {f.after} ({f.by})." for f in self.facts),
            *(said[:_TOLD] or [self.sheet._("Nothing differs in what the map shows.")]),
        )
        more = len(said) - _TOLD
        rest = self.sheet._("And {count} more differences.").format(count=more)
        return " ".join((*told, rest) if more > 0 else told)


def _painted(before: Mapping[str, float], sheet: Sheet, out: list[Element], top: int) -> int:
    return _Both(sheet, top, before).draw(out)

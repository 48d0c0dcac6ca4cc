"""The row of the path: cards of steps on their tracks, exits below them, transitions between."""

from __future__ import annotations

from journeys.graph import Step, Transition
from journeys.labels import score

from .. import text
from ..fold import PREFIX
from ..scene import Box, Circle, Element, Group, Icon, Line, Polygon, Text
from .routes import Routes, Track
from .sheet import COLUMN, Sheet

PAD = 12
_TITLE = 12.5
ACTOR_ICONS = {"customer": "person", "staff": "staff", "partner": "partner", "system": "system"}


class PathRow:
    """Places the tracks, then draws cards and ways."""

    def __init__(self, sheet: Sheet, top: int) -> None:
        self.sheet = sheet
        self.titles = {
            s.id: text.fit(s.title, self._width(s.id) - 2 * PAD, _TITLE, 3, True)
            for s in sheet.graph.steps
        }
        self.exits: dict[str, list[Transition]] = {}
        for t in sheet.exits:
            self.exits.setdefault(t.source, []).append(t)
        self.pains: dict[str, int] = {}
        folds = {s.id: f"{PREFIX}{s.stage}" for s in sheet.full.steps if s.id not in sheet.steps}
        for f in sheet.full.findings:
            if f.hurts and f.step and sheet.there(f):
                step = folds.get(f.step, f.step)
                self.pains[step] = self.pains.get(step, 0) + 1
        self.actors = {a.id: a for a in sheet.graph.actors}
        self.stages = {s.id: s.title for s in sheet.graph.stages}
        self.routes = self.routed(top)

    def routed(self, top: int) -> Routes:
        """Place the tracks from a y on, and plan every way."""
        return Routes(self.sheet, top, self.tracks(), set(self.exits))

    def _width(self, step: str) -> int:
        return self.sheet.columns[self.sheet.layout.column[step]].w

    def tracks(self) -> list[Track]:
        """Return how high each track is."""
        most = max(self.sheet.layout.track.values(), default=-1) + 1
        card, below = [68] * most, [0] * most
        for step, track in self.sheet.layout.track.items():
            card[track] = max(card[track], 38 + 15 * len(self.titles[step].lines))
            for_exits = sum(self._exit_height(t) for t in self.exits.get(step, ()))
            below[track] = max(below[track], for_exits + 4 if for_exits else 0)
        return [Track(h, b) for h, b in zip(card, below, strict=True)]

    def draw(self, out: list[Element]) -> int:
        """Add the row's elements; return where it ends."""
        routes = self.routes
        ways, labels = routes.draw()
        out += ways
        for place in self.sheet.columns:
            for step in place.steps:
                track = self.sheet.layout.track[step]
                self._card(out, self.sheet.steps[step], place.x, place.w, track)
        out += labels
        return routes.bottom

    def _card(self, out: list[Element], step: Step, x: int, w: int, track: int) -> None:
        y, h = self.routes.tops[track], self.routes.tracks[track].card
        truth = step.moment_of_truth
        items: list[Element] = [Box(x, y, w, h, 8, "card_truth" if truth else "card")]
        lines = self.titles[step.id].lines
        items.append(Text(x + PAD, y + 22, lines, "card_title", w - 2 * PAD, "start", 15))
        room = w - 2 * PAD - self._marks(items, step, x + w - PAD, y + h - 10)
        self.foot(items, step, x + PAD, y + h - 10, room)
        href = (
            "" if self.sheet.is_fold(step.id) else self.sheet.options.href.replace("{id}", step.id)
        )
        group = Group(tuple(items), f"step-{step.id}", "step", step.id, self._named(step), href)
        out.append(group)
        if step.id in self.pains:
            out.append(self._badge(step.id, x + w - 4, y))
        end = y + h + 4
        for t in self.exits.get(step.id, ()):
            end = self._exit(out, t, x, end)

    def foot(self, items: list[Element], step: Step, x: int, base: int, room: int) -> None:
        """Write what stands at the foot of a card: who acts."""
        actor = self.actors.get(step.actor or "")
        if actor:
            items.append(Icon(ACTOR_ICONS[actor.kind], x - 1, base - 10, 12, "mark_soft"))
            fitted = text.fit(actor.name, room - 16, 10.5)
            if fitted.lines:
                items.append(Text(x + 15, base, fitted.lines, "card_actor", room - 16))

    def _marks(self, items: list[Element], step: Step, right: int, base: int) -> int:
        """Add the marks of a card from the right; return the room they take."""
        x = right
        if step.moment_of_truth:
            x -= 10
            middle, half = x + 5, 5
            corners = (
                (middle, base - 9),
                (middle + half, base - 4),
                (middle, base + 1),
                (middle - half, base - 4),
            )
            items.append(Polygon(corners, "truth"))
            x -= 5
        if step.mandatory:
            x -= 12
            items.append(Icon("mandatory", x, base - 10, 12, "mark_bold"))
            x -= 2
        if step.opens_journey:
            x -= 12
            items.append(Icon("opens", x, base - 10, 12, "mark"))
            x -= 4
        return right - x

    def _badge(self, step: str, x: int, y: int) -> Group:
        count = self.pains[step]
        number = str(count) if count < 100 else "99+"
        r = 9.5 if count < 10 else 11
        items = (Circle(x, y, r, "badge"), Text(x, y + 4, (number,), "badge_text", 22, "middle"))
        title = self.sheet._("Open pain points: {count}").format(count=count)
        return Group(items, "", "badge", step, title)

    def _exit_text(self, t: Transition) -> str:
        sheet = self.sheet
        reason = t.reason or t.condition or sheet._("leaves here")
        return f"{sheet.percent(t.share)} · {reason}" if t.share is not None else reason

    def _exit_height(self, t: Transition) -> int:
        lines = text.fit(self._exit_text(t), COLUMN - 34, 10, 3).lines
        return self._marks_of(t)[0] + 8 + 12 * len(lines) + self._marks_of(t)[1]

    def _marks_of(self, t: Transition) -> tuple[int, int]:
        """Return the room above an exit for the mark of its step, and below it for its own."""
        marked = self.sheet.options.marks
        return 12 if t.source in marked or t.id in marked else 0, 14 if t.id in marked else 0

    def _exit(self, out: list[Element], t: Transition, x: int, y: int) -> int:
        words = self._exit_text(t)
        lines = text.fit(words, COLUMN - 34, 10, 3).lines
        at = y + self._marks_of(t)[0]
        items = (
            Line(x + 16, y - 4, x + 16, at + 4, "way_exit"),
            Icon("exit", x + 9, at + 3, 14, "exit"),
            Text(x + 28, at + 14, lines, "exit_text", COLUMN - 34, "start", 12),
        )
        title = self.sheet._("Exit: {reason}").format(reason=words)
        out.append(Group(items, f"way-{t.id}", "exit", t.id, title))
        return y + self._exit_height(t)

    def _named(self, step: Step) -> str:
        """Say all that the card shows, in words."""
        sheet, _ = self.sheet, self.sheet._
        parts = [step.title]
        actor = self.actors.get(step.actor or "")
        if actor:
            parts.append(actor.name)
        if step.stage in self.stages:
            parts.append(_("stage: {title}").format(title=self.stages[step.stage]))
        if step.moment_of_truth:
            parts.append(_("moment of truth"))
        if step.mandatory:
            parts.append(_("mandatory"))
        if step.opens_journey:
            parts.append(_("opens another journey"))
        if step.promised_time:
            parts.append(_("promised {time}").format(time=sheet.duration(step.promised_time)))
        if step.importance_customer:
            parts.append(
                _("importance to customers {value} of 5").format(
                    value=score(step.importance_customer, sheet.language)
                )
            )
        return " · ".join(parts)

"""The path: steps as a flow from top to bottom, laid out by Graphviz, stages as frames.

Kinds of transition differ by line and by word: a choice begins with a diamond, what goes in
parallel is thick, a return dashed, an exit ends in a box of its own with the reason.
"""

from __future__ import annotations

from math import hypot

from journeys.graph import Graph
from journeys.labels import choice
from journeys.words import words
from touchpoints.measures import Measures

from . import text
from .dot import Curve, Places, Point, Rectangle, curve, places
from .dot_labels import Taken, place
from .dot_source import BESIDE, above_stages, geometry, names
from .dot_words import LABEL, NOTE, PAD, Card, Drawing, Way, cleaned, drawing
from .options import Options
from .palette import STAGES
from .scene import Box, Element, Group, Icon, Line, Polygon, Scene, Text
from .scene import Curve as Drawn

_MARGIN, _NARROW = 24, 480
_PLAIN = Options()
_ICONS = {
    "actor": ("person", "mark_soft", "card_actor"),
    "truth": ("", "truth", "tiny_strong"),
    "time": ("clock", "mark_soft", "card_actor"),
    "measured": ("", "measured_point", "card_actor"),
    "few": ("", "measured_point", "card_actor"),
    "assumed": ("", "assumed_point", "gap_assumed"),
    "pain": ("pain", "pain_icon", "pain_note"),
    "opens": ("opens", "mark", "card_actor"),
}
#: kind: (style of the line, of its head, of its label)
_WAYS = {
    "sequence": ("way", "head", "label_note"),
    "choice": ("way", "head", "label_text"),
    "parallel": ("way_parallel", "head", "label_text"),
    "return": ("way_back", "head_back", "label_back"),
    "exit": ("way_exit", "head_exit", "exit_text"),
}


def draw(graph: Graph, measures: Measures | None = None, options: Options = _PLAIN) -> Scene:
    """Lay the path out and place everything that is drawn; dot.Undrawable where it cannot be."""
    drawn = drawing(graph, measures, options)
    empty = not graph.steps
    found = Places(0, 40, {}, {}, {}) if empty else _laid_out(drawn)
    return _Sheet(drawn, found, options).scene()


def _laid_out(drawn: Drawing) -> Places:
    """Return where everything stands; once more where a label has no room between two steps."""
    found, named = places(geometry(drawn)), names(drawn)
    wanted = BESIDE
    for way in drawn.ways:
        a, b = sorted((found.nodes[named[way.tail]], found.nodes[named[way.head]]))
        between = b.x - a.x - a.w
        if way.lines and a.y < b.y + b.h and b.y < a.y + a.h and 0 < between < _wide(way) + 24:
            wanted = max(wanted, _wide(way) + 24)
    return places(geometry(drawn, wanted)) if wanted > BESIDE else found


def _wide(way: Way) -> float:
    """Return how wide a way's label is, in px."""
    bold = _WAYS[way.transition.kind][2] != "label_note"
    return min(LABEL + 12, max(text.width(line, 10, bold) for line in way.lines)) + 12


class _Sheet:
    """The paper: a title above, the flow in the middle, what lines mean below."""

    def __init__(self, drawn: Drawing, found: Places, options: Options) -> None:
        self.drawn, self.found, self.options = drawn, found, options
        self.names = names(drawn)
        self._ = words(drawn.language)
        self.width = max(_NARROW, int(found.width) + 2 * _MARGIN + 1)
        self.left = int(self.width - found.width) // 2
        self.out: list[Element] = []

    def scene(self) -> Scene:
        top = self._head()
        self.top = top
        if self.drawn.graph.steps:
            titles = self._stages()
            taken = Taken(self.width)
            for each in (*map(self._moved, self.found.nodes.values()), *(r for r, _ in titles)):
                taken.add(each, 4)
            labels = self._ways(taken)
            self.out += [element for _, element in titles]
            for step in self.drawn.graph.steps:
                self._card(self.drawn.cards[step.id], step.id, step.moment_of_truth)
            self._exits()
            self.out += [each for label in labels for each in label]
        else:
            hint = self._("No steps yet: add the first moment of service.")
            room = self.width - 2 * _MARGIN
            self.out.append(Text(_MARGIN, top + 20, (hint,), "subtitle", room))
        height = self._legend(int(top + self.found.height) + 34)
        journey = self.drawn.graph.journey
        title = self._("Path: {title}").format(title=cleaned(journey.title))
        parts = tuple(self.out)
        return Scene(self.width, height, title, self._described(), self.drawn.language, parts)

    def _described(self) -> str:
        graph, _ = self.drawn.graph, self._
        told = [
            _("Steps: {count}").format(count=len(graph.steps)),
            _("Transitions: {count}").format(count=len(graph.transitions)),
            _("Exits: {count}").format(count=len(self.drawn.exits)),
        ]
        told += [self.drawn.chosen] if self.drawn.chosen else []
        return " · ".join([*told, *(card.full for card in list(self.drawn.cards.values())[:20])])

    def _head(self) -> int:
        journey, room = self.drawn.graph.journey, self.width - 2 * _MARGIN
        title = text.fit(cleaned(journey.title), room, 22, 2, True)
        self.out.append(Text(_MARGIN, 40, title.lines, "title", room, "start", 26))
        base = 62 + 26 * (len(title.lines) - 1)
        state = choice("state", journey.state, self.drawn.language)
        said = " · ".join(each for each in (state, cleaned(journey.promise)) if each)
        for told, style in ((said, "subtitle"), (self.drawn.chosen, "chosen")):
            lines = text.fit(told, room, 12, 2, style == "chosen").lines
            if lines:
                self.out.append(Text(_MARGIN, base, lines, style, room, "start", 16))
            base += 16 * len(lines)
        return base + 8

    def _moved(self, r: Rectangle) -> Rectangle:
        return Rectangle(round(r.x + self.left, 1), round(r.y + self.top, 1), r.w, r.h)

    def _stages(self) -> list[tuple[Rectangle, Element]]:
        """Draw the frames of stages; return their titles and places, to be drawn above lines."""
        titles: list[tuple[Rectangle, Element]] = []
        above = above_stages(self.drawn)
        for at, stage in enumerate(self.drawn.graph.stages):
            if f"cluster_{at}" not in self.found.clusters:
                continue
            r, free = self._moved(self.found.clusters[f"cluster_{at}"]), above.get(at, 0)
            r = Rectangle(r.x, r.y + free, r.w, r.h - free)
            colour, title = f"stage{at % STAGES}", cleaned(stage.title)
            frame = Box(r.x, r.y, round(r.w, 1), round(r.h, 1), 10, colour)
            self.out.append(Group((frame,), f"stage-{stage.id}", "stage", stage.id, title))
            fitted = text.fit(title, r.w - 20, 13, 1, True).lines
            wide = text.width(fitted[0], 13, True) if fitted else 0
            ground = Rectangle(r.x + 6, r.y + 5, wide + 8, 20)
            label = Text(r.x + 10, r.y + 19, fitted, f"{colour}_text", r.w - 20)
            titles.append((ground, Group((Box(*ground, 6, colour), label), "", "", "", title)))
        return titles

    def _card(self, card: Card, step: str, truth: bool) -> None:
        r = self._moved(self.found.nodes[self.names[card.name]])
        room = r.w - 2 * PAD
        items: list[Element] = [Box(r.x, r.y, r.w, r.h, 8, "card_truth" if truth else "card")]
        items.append(Text(r.x + PAD, r.y + 22, card.title, "card_title", room, "start", 15))
        base = r.y + 24 + 15 * len(card.title)
        for note in card.notes:
            icon, mark, style = _ICONS[note.kind]
            items.append(self._mark(icon, mark, r.x + PAD, base - 9.5))
            items.append(Text(r.x + PAD + 18, base, (note.words,), style, room - 18))
            base += 17
        href = self.options.href.replace("{id}", step)
        self.out.append(Group(tuple(items), f"step-{step}", "step", step, card.full, href))

    def _mark(self, icon: str, style: str, x: float, y: float) -> Element:
        if icon:
            return Icon(icon, x, y, 12, style)
        cx, cy, half = x + 6, y + 6, 4.5
        return Polygon(((cx, cy - half), (cx + half, cy), (cx, cy + half), (cx - half, cy)), style)

    def _exits(self) -> None:
        for identity, card in self.drawn.exits.items():
            r = self._moved(self.found.nodes[self.names[card.name]])
            items = (
                Box(r.x, r.y, r.w, r.h, min(16, r.h / 2), "card_exit"),
                Icon("exit", r.x + PAD, r.y + r.h / 2 - 7, 14, "exit"),
                Text(r.x + PAD + 20, r.y + 19, card.title, "exit_text", r.w - 44, "start", 13),
            )
            self.out.append(Group(items, f"exit-{identity}", "exit", identity, card.full))

    def _ways(self, taken: Taken) -> list[list[Element]]:
        """Draw the transitions' lines; return their labels, which are drawn above everything."""
        lines: list[tuple[float, Way, Curve]] = []
        for at, way in enumerate(self.drawn.ways):
            if held := self.found.edges.get(f"w{at}"):
                line = curve(held, self.left, self.top + self.found.height)
                self._line(way, line, taken)
                (x, y), (x1, y1) = line.points[0], line.tip
                lines.append((abs(x1 - x) + abs(y1 - y), way, line))
        lines.sort(key=lambda each: each[0])  # a short line has the least choice of places
        return [self._label(way, line, taken) for _, way, line in lines if way.lines]

    def _line(self, way: Way, line: Curve, taken: Taken) -> None:
        t = way.transition
        style, head, _label = _WAYS[t.kind]
        ends: list[Polygon] = [_arrow(line, head)]
        if t.kind == "choice":
            ends.append(_diamond(line.points))
        for end in ends:
            (x0, y0), (x1, y1), (x2, y2) = end.points[:3]  # tip and base; or half of a diamond
            taken.add(Rectangle((x0 + (x1 + x2) / 2) / 2 - 6, (y0 + (y1 + y2) / 2) / 2 - 6, 12, 12))
        taken.add_line(line)
        items: tuple[Element, ...] = (Drawn(line.points, style), *ends)
        self.out.append(Group(items, f"way-{t.id}", "way", t.id, way.full))

    def _label(self, way: Way, line: Curve, taken: Taken) -> list[Element]:
        label = _WAYS[way.transition.kind][2]
        w, h = _wide(way), 13 * len(way.lines) + 5
        r = place(line, w, h, taken)
        middle = r.x + r.w / 2
        words_ = Text(middle, r.y + 12.5, way.lines, label, w - 8, "middle", 13)
        return [Box(r.x, r.y, r.w, r.h, 7, "label"), words_]

    def _legend(self, y: int) -> int:
        """Say what the lines mean, as far as they are drawn; return the height of the paper."""
        _, kinds = self._, {way.transition.kind for way in self.drawn.ways}
        named = {
            "sequence": _("next step"),
            "choice": _("choice"),
            "parallel": _("at the same time"),
            "return": _("back"),
            "exit": _("leaves"),
        }
        x = float(_MARGIN)
        if kinds:
            for kind in (k for k in named if k in kinds):
                w = 42 + text.width(named[kind], NOTE)
                if x + w > self.width - _MARGIN and x > _MARGIN:
                    x, y = _MARGIN, y + 20
                style, head, _label = _WAYS[kind]
                curve = Curve(((x, y), (x + 26, y)), (x + 33, y))
                items: list[Element] = [Line(x, y, x + 28, y, style), _arrow(curve, head)]
                if kind == "choice":
                    items.append(_diamond(((x, y), (x + 9, y))))
                items.append(Text(x + 40, y + 4, (named[kind],), "small", w - 40))
                self.out.append(Group(tuple(items), "", "legend"))
                x += w + 22
            y += 12
        return int(y) + 14


def _rounded(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple([(round(x, 2), round(y, 2)) for x, y in points])


def _arrow(curve: Curve, style: str) -> Polygon:
    (x0, y0), (x, y) = curve.points[-1], curve.tip
    length = hypot(x - x0, y - y0) or 1.0
    dx, dy = (x - x0) / length, (y - y0) / length
    bx, by = x - 10.5 * dx, y - 10.5 * dy
    corners = ((x, y), (bx - 4.5 * dy, by + 4.5 * dx), (bx + 4.5 * dy, by - 4.5 * dx))
    return Polygon(_rounded(corners), style)


def _diamond(points: tuple[tuple[float, float], ...]) -> Polygon:
    (x, y), (x1, y1) = points[0], points[1]
    length = hypot(x1 - x, y1 - y) or 1.0
    dx, dy = (x1 - x) / length, (y1 - y) / length
    middle, half = (x + 6 * dx, y + 6 * dy), 4.5
    tip = (x + 12 * dx, y + 12 * dy)
    side = (half * dy, half * dx)
    corners = (
        (x, y),
        (middle[0] - side[0], middle[1] + side[1]),
        tip,
        (middle[0] + side[0], middle[1] - side[1]),
    )
    return Polygon(_rounded(corners), "way_choice")

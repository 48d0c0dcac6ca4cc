"""A journey as DOT text: steps as boxes of known size, stages as clusters, transitions as edges.

Only the dialect that Graphviz draws reliably: no record shapes, no concentrated edges, no ranks
across clusters, labels beside edges (``xlabel``: a ``label`` would double the ranks). Users' text
is data: escaped, without control characters, never markup; no attribute names a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import graphviz

from journeys.graph import Graph, Step, Transition
from journeys.labels import duration, percent, score
from journeys.words import number, words
from touchpoints.measures import Measures

from . import text
from .options import Options
from .palette import COLOURS, STAGES

CARD, EXIT, LABEL = 208, 168, 128  # widths in px
PAD = 12
TITLE, NOTE, SMALL = 12.5, 10.5, 10.0  # sizes of text in px
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
#: kind of transition: (colour, style, width)
LINES: dict[str, tuple[str, str, float]] = {
    "sequence": ("way", "solid", 1.6),
    "choice": ("way", "solid", 1.6),
    "parallel": ("way", "solid", 3.2),
    "return": ("back", "dashed", 1.6),
    "exit": ("bad", "solid", 1.6),
}


class Note(NamedTuple):
    """A line of a card: what it is (actor, truth, measured, …) and its words."""

    kind: str
    words: str


class Card(NamedTuple):
    """A step or an exit as a box: its lines, its size in px, and all of it in words."""

    name: str
    title: tuple[str, ...]
    notes: tuple[Note, ...]
    w: float
    h: float
    full: str


class Way(NamedTuple):
    """A transition as an edge: between which nodes, its label in lines, all of it in words."""

    transition: Transition
    tail: str
    head: str
    lines: tuple[str, ...]
    full: str


class Drawing(NamedTuple):
    """What the path diagram says, before it is laid out."""

    graph: Graph
    language: str
    cards: dict[str, Card]
    exits: dict[str, Card]
    ways: tuple[Way, ...]


def drawing(graph: Graph, measures: Measures | None, options: Options) -> Drawing:
    """Work out the words and sizes of everything in the path diagram."""
    language = options.language or graph.journey.language
    said = _Words(graph, measures or Measures(), language)
    leaving = [t for t in graph.transitions if t.target is None]
    return Drawing(
        graph,
        language,
        {s.id: said.card(s) for s in graph.steps},
        {t.id: said.exit(t) for t in leaving},
        tuple(said.way(t) for t in graph.transitions),
    )


def source(drawn: Drawing, options: Options) -> str:
    """Write the DOT text of a drawing in the theme's colours."""
    return _Source(drawn, options).text()


def cleaned(held: str) -> str:
    """Return a text as one line without characters that no picture can hold."""
    return _HOSTILE.sub(" ", held)


class _Words:
    """Says what stands on cards and ways, in one language."""

    def __init__(self, graph: Graph, measures: Measures, language: str) -> None:
        self.measures, self.language = measures, language
        self.steps = {s.id: cleaned(s.title) for s in graph.steps}
        self.actors = {a.id: cleaned(a.name) for a in graph.actors}
        self._ = words(language)
        self.pains: dict[str, int] = {}
        for finding in graph.findings:
            if finding.kind == "pain" and finding.status == "open" and finding.step:
                self.pains[finding.step] = self.pains.get(finding.step, 0) + 1

    def card(self, step: Step) -> Card:
        title = text.fit(self.steps[step.id], CARD - 2 * PAD, TITLE, 3, True).lines
        notes = tuple(self._notes(step))
        shown = tuple(Note(k, _one_line(held, CARD - 2 * PAD - 18, NOTE)) for k, held in notes)
        height = 17 + 15 * len(title) + 17 * len(shown)
        full = " · ".join([self.steps[step.id], *(held for _, held in notes)])
        return Card(step.id, title, shown, CARD, max(44, height), full)

    def _notes(self, step: Step) -> Iterable[Note]:
        _ = self._
        if actor := self.actors.get(step.actor or ""):
            yield Note("actor", actor)
        if step.moment_of_truth:
            yield Note("truth", _("moment of truth"))
        if step.promised_time:
            time = duration(step.promised_time, self.language)
            yield Note("time", _("promised {time}").format(time=time))
        if experience := self._experience(step):
            yield experience
        if count := self.pains.get(step.id):
            yield Note("pain", _("Open pain points: {count}").format(count=count))
        if step.opens_journey:
            yield Note("opens", _("opens another journey"))

    def _experience(self, step: Step) -> Note | None:
        _, measure = self._, self.measures.steps.get(step.id)
        if measure and measure.hidden:
            return Note("few", _("too few answers to show"))
        if measure and measure.emotion:
            value = number(measure.emotion.mean, 1, self.language)
            said = _("measured {value} of 5, n {n}").format(value=value, n=measure.emotion.n)
            return Note("measured", said)
        if step.assumed_experience is not None:
            value = score(step.assumed_experience, self.language)
            return Note("assumed", _("assumed {value} of 5").format(value=value))
        return None

    def exit(self, t: Transition) -> Card:
        reason = cleaned(t.reason or t.condition) or self._("leaves here")
        lines = text.fit(reason, EXIT - 2 * PAD - 20, NOTE, 4).lines
        return Card(f"exit/{t.id}", lines, (), EXIT, 18 + 13 * max(1, len(lines)), reason)

    def way(self, t: Transition) -> Way:
        _ = self._
        kinds = {
            "choice": _("choice"),
            "parallel": _("at the same time"),
            "return": _("back"),
            "exit": _("leaves"),
        }
        parts = [kinds[t.kind]] if t.kind in kinds else []
        if condition := cleaned(t.condition).strip():
            parts = [": ".join([*parts, condition])]
        parts += [share] if (share := percent(t.share, self.language)) else []
        if wait := duration(t.wait, self.language):
            parts.append(_("wait {time}").format(time=wait))
        label = " · ".join(parts)
        lines = text.fit(label, LABEL, SMALL, 3, False).lines
        head = t.target or f"exit/{t.id}"
        ends = [self.steps[t.source], self.steps.get(t.target or "", cleaned(t.reason))]
        return Way(t, t.source, head, lines, f"{' → '.join(e for e in ends if e)}: {label}")


def _one_line(held: str, room: float, size: float) -> str:
    fitted = text.fit(held, room, size)
    return fitted.lines[0] if fitted.lines else ""


class _Source:
    """Writes DOT with the graphviz package."""

    def __init__(self, drawn: Drawing, options: Options) -> None:
        self.drawn, self.options = drawn, options
        dark = options.theme == "dark"
        self.colours = {name: both[dark] for name, both in COLOURS.items()}

    def text(self) -> str:
        graph, ink, c = self.drawn.graph, self.colours["ink"], self.colours
        dot = graphviz.Digraph(
            "path",
            graph_attr={
                "rankdir": "TB",
                "nodesep": "0.5",
                "ranksep": "0.8",
                "fontname": "Arial",
                "fontsize": "13",
                "fontcolor": ink,
                "bgcolor": c["page"],
                "labeljust": "l",
                "forcelabels": "true",
                "tooltip": _data(cleaned(graph.journey.title)),
            },
            node_attr={
                "shape": "box",
                "style": "rounded,filled",
                "fixedsize": "true",
                "fontname": "Arial",
                "fontsize": str(NOTE),
                "fontcolor": ink,
                "fillcolor": c["card"],
                "color": c["edge"],
            },
            edge_attr={"fontname": "Arial", "fontsize": str(SMALL), "fontcolor": ink},
        )
        self._stages(dot)
        for card in self.drawn.exits.values():
            self._node(dot, card, color=c["bad"], fontcolor=c["bad"], fillcolor=c["page"])
        for way in self.drawn.ways:
            self._edge(dot, way)
        self._loose(dot)
        source: str = dot.source
        return source

    def _stages(self, dot: graphviz.Digraph) -> None:
        within: dict[str | None, list[Step]] = {}
        for step in self.drawn.graph.steps:
            within.setdefault(step.stage, []).append(step)
        for at, stage in enumerate(self.drawn.graph.stages):
            if stage.id not in within:
                continue
            colour = f"stage{at % STAGES}"
            with dot.subgraph(name=f"cluster_{stage.id}") as cluster:
                cluster.attr(
                    label=_data(_one_line(cleaned(stage.title), CARD - 8, 13)),
                    tooltip=_data(cleaned(stage.title)),
                    style="rounded,filled",
                    margin="14",
                    color=self.colours[colour],
                    fillcolor=self.colours[colour],
                    fontcolor=self.colours[f"{colour}_ink"],
                )
                for step in within.pop(stage.id):
                    self._step(cluster, step)
        for steps in within.values():
            for step in steps:
                self._step(dot, step)

    def _step(self, dot: graphviz.Digraph, step: Step) -> None:
        more = {"penwidth": "2.2", "color": self.colours["strong"]} if step.moment_of_truth else {}
        if self.options.href:
            more["URL"] = _data(self.options.href.replace("{id}", step.id))
        self._node(dot, self.drawn.cards[step.id], id=f"step-{step.id}", **more)

    def _node(self, dot: graphviz.Digraph, card: Card, **more: str) -> None:
        dot.node(
            card.name,
            label=_lines([*card.title, *(note.words for note in card.notes)]),
            tooltip=_data(card.full),
            width=f"{card.w / 72:.4f}",
            height=f"{card.h / 72:.4f}",
            **more,
        )

    def _edge(self, dot: graphviz.Digraph, way: Way) -> None:
        kind = way.transition.kind
        colour, style, width = LINES[kind]
        more = {"constraint": "false"} if kind == "return" else {}
        if kind == "choice":
            more |= {"dir": "both", "arrowtail": "odiamond"}
        if way.lines:
            more["xlabel"] = _lines(way.lines)
        dot.edge(
            way.tail,
            way.head,
            id=f"way-{way.transition.id}",
            color=self.colours[colour],
            style=style,
            penwidth=str(width),
            tooltip=_data(way.full),
            **more,
        )

    def _loose(self, dot: graphviz.Digraph) -> None:
        """Keep steps that no transition joins in their order, under each other."""
        joined = {end for way in self.drawn.ways for end in (way.tail, way.head)}
        before = ""
        for step in self.drawn.graph.steps:
            if before and step.id not in joined:
                dot.edge(before, step.id, style="invis")
            before = step.id


def _data(held: str) -> str:
    """Return user's text as an attribute that is neither markup nor escape sequence."""
    escaped: str = graphviz.escape(held)
    return escaped


def _lines(lines: Iterable[str]) -> str:
    joined: str = graphviz.nohtml("\\n".join(_data(line) for line in lines))
    return joined

"""A journey as DOT text: steps as boxes of known size, stages as clusters, transitions as edges.

Only the dialect that Graphviz draws reliably: no record shapes, no concentrated edges, no ranks
across clusters, labels beside edges (``xlabel``: a ``label`` would double the ranks). What is laid
out for our own drawing is ``geometry``: sizes and joins under names of our own, no user's text at
all. What is given to others is ``source``: the same graph with its texts as data - escaped,
without control characters, never markup - and no attribute that names a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import graphviz

from journeys.graph import Step

from .dot_words import CARD, NOTE, SMALL, Card, Drawing, Way, cleaned, one_line
from .options import Options
from .palette import COLOURS, STAGES

BESIDE = 36.0  # px between steps that stand beside each other
#: kind of transition: (colour, style, width)
LINES: dict[str, tuple[str, str, float]] = {
    "sequence": ("way", "solid", 1.6),
    "choice": ("way", "solid", 1.6),
    "parallel": ("way", "solid", 3.2),
    "return": ("back", "dashed", 1.6),
    "exit": ("bad", "solid", 1.6),
}


def geometry(drawn: Drawing, beside: float = BESIDE) -> str:
    """Return the DOT text to lay out: nodes are named after their cards' names by ``names``.

    ``beside`` is the room in px between steps that stand beside each other.
    """
    named = names(drawn)
    cards = [*drawn.cards.values(), *drawn.exits.values()]
    size = {card.name: f"[width={card.w / 72:.4f},height={card.h / 72:.4f}]" for card in cards}
    lines = [
        f"digraph{{graph[nodesep={beside / 72:.3f},ranksep={between_ranks(drawn)},fontsize=13]"
        'node[shape=box,fixedsize=true,label=""]'
    ]
    above = above_stages(drawn)
    for at, steps in stages(drawn):
        inner = "\n".join(f"{named[s.id]}{size[s.id]}" for s in steps)
        if at is not None:
            title = f"label=X;fontsize={13 + above.get(at, 0) / 1.2:.1f}"
            inner = f"subgraph cluster_{at}{{margin=14;{title};{inner}}}"
        lines.append(inner)
    lines += [f"{named[card.name]}{size[card.name]}" for card in drawn.exits.values()]
    for at, way in enumerate(drawn.ways):
        free = ",constraint=false" if way.transition.kind == "return" else ""
        lines.append(f"{named[way.tail]}->{named[way.head]}[id=w{at}{free}]")
    lines += [f"{named[a]}->{named[b]}[style=invis]" for a, b in loose(drawn)]
    return "\n".join(lines) + "}\n"


def names(drawn: Drawing) -> dict[str, str]:
    """Return short names of our own for the nodes, by the name of the card."""
    return {name: f"n{at}" for at, name in enumerate([*drawn.cards, *_exit_names(drawn)])}


def _exit_names(drawn: Drawing) -> list[str]:
    return [card.name for card in drawn.exits.values()]


def stages(drawn: Drawing) -> Iterator[tuple[int | None, list[Step]]]:
    """Yield the place of every stage that has steps, and its steps; None: steps without one."""
    within: dict[str | None, list[Step]] = {}
    for step in drawn.graph.steps:
        within.setdefault(step.stage, []).append(step)
    for at, stage in enumerate(drawn.graph.stages):
        if stage.id in within:
            yield at, within[stage.id]
    if None in within:
        yield None, within[None]


def between_ranks(drawn: Drawing) -> str:
    """Return the room between ranks in inches: enough for the labels that stand there.

    Labels of ways between the same two steps stand beside each other, one a little lower.
    """
    stage = {s.id: s.stage for s in drawn.graph.steps}
    found: dict[frozenset[str], list[int]] = {}
    for w in drawn.ways:
        if w.lines and stage.get(w.head) in (None, stage[w.tail]):
            found.setdefault(frozenset((w.tail, w.head)), []).append(len(w.lines))
    most = max((max(lines) + len(lines) - 1 for lines in found.values()), default=0)
    return f"{0.62 + 0.19 * most:.2f}"


def above_stages(drawn: Drawing) -> dict[int, float]:
    """Return the room in px above stages for labels of ways that come in, by the stage's place."""
    place = {stage.id: at for at, stage in enumerate(drawn.graph.stages)}
    stage = {s.id: place.get(s.stage or "") for s in drawn.graph.steps}
    found: dict[int, float] = {}
    for way in drawn.ways:
        ends = [at for at in (stage[way.tail], stage.get(way.head)) if at is not None]
        if way.lines and len(set(ends)) == 2:
            found[max(ends)] = max(found.get(max(ends), 0), 13.0 * len(way.lines) + 6)
    return found


def loose(drawn: Drawing) -> Iterator[tuple[str, str]]:
    """Yield the steps that no transition joins, each after the one it stands below."""
    joined = {end for way in drawn.ways for end in (way.tail, way.head)}
    before = ""
    for step in drawn.graph.steps:
        if before and step.id not in joined:
            yield before, step.id
        before = step.id


def source(drawn: Drawing, options: Options) -> str:
    """Write the DOT text of a drawing in the theme's colours."""
    return _Source(drawn, options).text()


class _Source:
    """Writes DOT with the graphviz package."""

    def __init__(self, drawn: Drawing, options: Options) -> None:
        self.drawn, self.options = drawn, options
        dark = options.theme == "dark"
        self.colours = {name: both[dark] for name, both in COLOURS.items()}

    def text(self) -> str:
        graph, ink, c = self.drawn.graph, self.colours["ink"], self.colours
        chosen = self.drawn.chosen
        dot = graphviz.Digraph(
            "path",
            graph_attr={
                "rankdir": "TB",
                "nodesep": f"{BESIDE / 72:g}",
                "ranksep": between_ranks(self.drawn),
                "fontname": "Arial",
                "fontsize": "13",
                "fontcolor": ink,
                "bgcolor": c["page"],
                "labeljust": "l",
                "forcelabels": "true",
                "tooltip": _data(cleaned(graph.journey.title)),
                **({"label": _data(cleaned(chosen)), "labelloc": "t"} if chosen else {}),
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
        for before, step in loose(self.drawn):
            dot.edge(before, step, style="invis")
        source: str = dot.source
        return source

    def _stages(self, dot: graphviz.Digraph) -> None:
        for at, steps in stages(self.drawn):
            if at is None:
                for step in steps:
                    self._step(dot, step)
                continue
            stage, colour = self.drawn.graph.stages[at], f"stage{at % STAGES}"
            with dot.subgraph(name=f"cluster_{stage.id}") as cluster:
                cluster.attr(
                    label=_data(one_line(cleaned(stage.title), CARD - 8, 13)),
                    tooltip=_data(cleaned(stage.title)),
                    style="rounded,filled",
                    margin="14",
                    color=self.colours[colour],
                    fillcolor=self.colours[colour],
                    fontcolor=self.colours[f"{colour}_ink"],
                )
                for step in steps:
                    self._step(cluster, step)

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


def _data(held: str) -> str:
    """Return user's text as an attribute that is neither markup nor escape sequence."""
    escaped: str = graphviz.escape(held)
    return escaped


def _lines(lines: Iterable[str]) -> str:
    joined: str = graphviz.nohtml("\\n".join(_data(line) for line in lines))
    return joined

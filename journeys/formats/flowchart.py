"""Mermaid flowcharts, read: nodes become steps, subgraphs stages, arrows transitions.

How arrows are understood stands in ``drawn``. What Mermaid refuses is refused; what it draws and a
journey cannot keep is told with its line.
"""

from __future__ import annotations

import re
from html import unescape

from . import Loss, Reading, text_of
from .drawn import Arrow, Box, Drawing, Frame, graph_of, named_after
from .flowchart_grammar import Chart, Edge, Group, Node, parse
from .flowchart_writing import ACTOR, EXIT
from .flowchart_writing import write as write

_DECISIONS = frozenset(["{", "diam", "decision", "diamond", "question"])
_LINE_BREAK = re.compile(r"<br\s*/?>|\\n|\n", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ICON = re.compile(r"\bfa[brslk]?:fa-[\w-]+\s*")
#: What is emphasised is short: what has no end is not looked for to the end each time.
_MARKDOWN = re.compile(r"(\*\*|__|\*|_|~~)(?=\S)(.{1,500}?)(?<=\S)\1")
#: Names of classes that mark a pain.
_PAIN = re.compile(r"pain|problem|issue|friction|kipu|ongelma|smärt|hinder", re.IGNORECASE)


def read(data: bytes, name: str) -> Reading:
    """Read a flowchart; Unreadable with the line where Mermaid would refuse it."""
    chart = parse(text_of(data, name), name)
    return Reading(graph_of(_Drawn(chart, name).drawing()), _losses(chart))


def _losses(chart: Chart) -> tuple[Loss, ...]:
    return tuple(Loss(f"line {line}", told) for line, told in sorted(chart.lost))


class _Drawn:
    """Turns what a flowchart says into boxes, arrows and frames."""

    def __init__(self, chart: Chart, name: str) -> None:
        self._chart, self._name = chart, name
        self._frames = {id(g): g.id or f" {at}" for at, g in enumerate(chart.groups)}
        groups = {group.id for group in chart.groups if group.id}
        self._nodes = [node for node in chart.nodes.values() if node.id not in groups]
        self._ends = {node.id for node in self._nodes if EXIT in node.classes}
        self._ends -= {edge.source for edge in chart.edges}

    def drawing(self) -> Drawing:
        chart = self._chart

        def lose(where: str, told: str) -> None:
            chart.lose(int(where) if where.isdigit() else 1, told)

        title = chart.title or named_after(self._name, lose)
        found = Drawing(title, lose)
        found.summary = chart.description
        found.frames = [self._frame(group) for group in chart.groups]
        found.boxes = [self._box(node) for node in self._nodes]
        found.arrows = [self._arrow(edge) for edge in chart.edges if self._leads(edge)]
        self._tell_classes()
        return found

    def _text(self, held: str) -> str:
        """Return a label's text: without tags, icons and Markdown, entity codes as meant."""
        if held.startswith("`"):
            held = _MARKDOWN.sub(r"\2", held.strip("`"))
        held = _TAG.sub("", _LINE_BREAK.sub("\n", _ICON.sub("", held)))
        return self._chart.prepared.meant(unescape(held)).strip()

    def _frame(self, group: Group) -> Frame:
        parent = self._frames[id(group.parent)] if group.parent else ""
        return Frame(self._frames[id(group)], self._text(group.title), f"{group.line}", parent)

    def _box(self, node: Node) -> Box:
        home = self._chart.home.get(node.id)
        text, actor = self._text(node.label) or node.id, ""
        if ACTOR in node.classes and "\n" in text:
            text, _, actor = (each.strip() for each in text.rpartition("\n"))
        return Box(
            node.id,
            " ".join(text.split()),
            f"{node.line}",
            self._frames[id(home)] if home else "",
            decision=node.shape in _DECISIONS,
            leaves=node.id in self._ends,
            actor=actor,
        )

    def _leads(self, edge: Edge) -> bool:
        if "~" in edge.arrow:
            told = f"an invisible arrow is left out: {edge.source} ~~~ {edge.target}"
            self._chart.lose(edge.line, told)
        return "~" not in edge.arrow

    def _arrow(self, edge: Edge) -> Arrow:
        head, tail = edge.arrow[-1], edge.arrow[0]
        if tail in "<xo":
            told = f"an arrow with two heads leads one way only: {edge.source} → {edge.target}"
            self._chart.lose(edge.line, told)
        elif head not in ">xo":
            told = f"a line without a head leads as it is written: {edge.source} → {edge.target}"
            self._chart.lose(edge.line, told)
        style = "thick" if "=" in edge.arrow else "dotted" if "." in edge.arrow else ""
        label = self._text(edge.label)
        return Arrow(edge.source, edge.target, label, style, f"{edge.line}")

    def _tell_classes(self) -> None:
        for node in self._nodes:
            for each in (each for each in node.classes if _PAIN.search(each)):
                told = f"{node.id!r} is marked {each!r}, which says no more than that; left out"
                self._chart.lose(node.line, told)

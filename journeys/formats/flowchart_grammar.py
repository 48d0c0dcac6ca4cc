"""The grammar of Mermaid flowcharts, after upstream's flow.jison (Mermaid 12.3).

What Mermaid refuses is refused with its line and column; what a picture says and a journey cannot
keep is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from . import Trouble, Unreadable
from .flowchart_tokens import Token, tokens
from .mermaid_text import Prepared

#: Nodes and arrows of a file, and subgraphs within each other.
MOST, DEEPEST = 20_000, 100
_HEADER = re.compile(
    r"\s*(?:flowchart-elk|flowchart|graph)\b"
    r"(?:[^\S\n]*\n|\s*(?:LR|RL|TB|BT|TD|BR|v\b|[<>^])[^\S\n]*(?:;|\n))"
)
_COMMENT = re.compile(r"^[^\S\n]*%%(?!\{)[^\n]*", re.M)
_ATTRIBUTE = re.compile('="([^"]*)"')
_TAG = re.compile(r"<(\w+)([^<>]*)>")
#: A break within quotes after ``@{`` is one of the label, not of the YAML.
_QUOTED, _BREAK = re.compile('"[^"]*"'), re.compile(r"\n\s*")


@dataclass(slots=True)
class Node:
    """A node: its label as it is written, its shape (an opening, or a name), classes, line."""

    id: str
    line: int
    label: str = ""
    shape: str = ""
    classes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Edge:
    """An arrow, what it looks like (``-->``, ``-.->``, ``==>``, ``~~~``), its label, its line."""

    source: str
    target: str
    arrow: str
    label: str
    line: int


@dataclass(slots=True)
class Group:
    """A subgraph: its title as it is written, the group around it, the nodes it names."""

    id: str
    title: str
    parent: Group | None
    line: int
    names: set[str] = field(default_factory=set)
    new: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Chart:
    """What a flowchart says. ``home`` is the subgraph of a node: the first that is closed."""

    prepared: Prepared
    title: str = ""
    description: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    home: dict[str, Group] = field(default_factory=dict)
    lost: list[tuple[int, str]] = field(default_factory=list)

    def lose(self, line: int, told: str) -> None:
        """Report what the picture says and the journey cannot keep."""
        self.lost.append((line, told))


def parse(text: str, name: str) -> Chart:
    """Read a flowchart; Unreadable with the place where Mermaid would refuse it."""
    lost: list[tuple[int, str]] = []
    prepared = Prepared(text, name, lambda line, told: lost.append((line, told)))
    chart = Chart(prepared, prepared.title, lost=lost)
    held = _TAG.sub(_single_quotes, _without_comments(prepared.text, chart)) + "\n"
    header = _HEADER.match(held)
    if header is None:
        line = held[: len(held) - len(held.lstrip())].count("\n") + 1
        told = "expected flowchart or graph, a direction (TB, LR …) and the end of the line"
        raise Unreadable([Trouble(told, line, 1)], name)
    _Parser(name, chart, tokens(held, header.end(), name)).read()
    return chart


def _without_comments(text: str, chart: Chart) -> str:
    if "%%" not in text:
        return text
    for line, held in enumerate(text.split("\n"), start=1):
        if held.strip() == "%%":
            chart.lose(line, "Mermaid draws a %% with nothing after it as a node; left out")
    return _COMMENT.sub("", text)


def _single_quotes(match: re.Match[str]) -> str:
    return _ATTRIBUTE.sub(r"='\1'", match.group())


class _Parser:
    """Reads statements; open subgraphs stand on a stack, so that depth costs nothing."""

    def __init__(self, name: str, chart: Chart, words: Iterator[Token]) -> None:
        self._name, self._chart, self._words = name, chart, words
        self._next = next(words)
        self._open: list[Group] = []
        #: The first subgraph of each id.
        self._named: dict[str, Group] = {}
        self._edges: set[str] = set()

    def read(self) -> None:
        while self._next.kind != "end of file":
            self._statement(self._take())
        if self._open:
            self._refuse(
                self._next, f"expected end: the subgraph of line {self._open[-1].line} is open"
            )

    def _take(self) -> Token:
        token, self._next = self._next, next(self._words, self._next)
        return token

    def _spaces(self) -> None:
        while self._next.kind == "space":
            self._take()

    def _statement(self, token: Token) -> None:
        chart = self._chart
        match token.kind:
            case "break" | "space" | "direction":
                return
            case "subgraph":
                self._subgraph(token)
            case "end" if self._open:
                self._close(self._open.pop())
            case "acc_title":
                chart.title = chart.title or chart.prepared.clean(token.text)
            case "acc_descr" | "acc_block":
                chart.description = chart.prepared.clean(token.text)
            case "style":
                self._style(token)
            case "id":
                self._ways(token)
            case _:
                self._refuse(token, _why(token))

    def _subgraph(self, token: Token) -> None:
        said = token.text.strip()
        if not said.startswith('"') and (bad := _foreign(token.text)):
            self._refuse(token, f'expected a title in "quotes": it holds {bad!r}')
        if not said and self._next.kind != "shape":
            self._refuse(token, "expected a title after subgraph")
        title = said.strip('"')
        identity = title if said and not re.search(r"\s", title) else ""
        if self._next.kind == "shape" and self._next.text == "[":
            identity, title = said, self._take().more
        self._spaces()
        if self._next.kind != "break":
            self._refuse(self._next, "expected the end of the line after a subgraph's title")
        self._count(token)
        if len(self._open) >= DEEPEST:
            self._refuse(token, f"is nested more than {DEEPEST} subgraphs deep")
        self._open.append(self._group(identity, title, token.line))

    def _group(self, identity: str, title: str, line: int) -> Group:
        """Return a new subgraph, or the one of that id: Mermaid makes one of both."""
        found = self._named.get(identity)
        if found is None or any(each is found for each in self._open):
            found = Group(identity, title, self._open[-1] if self._open else None, line)
            self._chart.groups.append(found)
            if identity:
                self._named.setdefault(identity, found)
        return found

    def _close(self, group: Group) -> None:
        """Give a subgraph the nodes that it names and no other has, as Mermaid does."""
        for name in group.new:
            self._chart.home.setdefault(name, group)
        group.new.clear()

    def _style(self, token: Token) -> None:
        word, *said = token.text.split(None, 2)
        if word == "class" and len(said) > 1:
            for name in said[0].split(","):
                self._mark(name, said[1].strip())
        elif word == "click":
            self._chart.lose(token.line, f"what a click does is left out: {token.text!r}")
        if not said:
            self._refuse(token, f"expected more after {word}")

    def _mark(self, name: str, of_class: str) -> None:
        if node := self._chart.nodes.get(name):
            node.classes.append(of_class)

    def _ways(self, first: Token) -> None:
        sources = self._nodes(first)
        while True:
            self._spaces()
            if self._next.kind == "edge":
                self._edges.add(self._take().text[:-1])
            if self._next.kind != "link":
                break
            link = self._take()
            if self._next.kind == "shape" and self._next.text == "|":
                link = link._replace(more=self._take().more)
                self._spaces()
            targets = self._nodes(self._expect("id", f"a node after {link.text}"))
            self._join(sources, targets, link)
            sources = targets
        if self._next.kind not in ("break", "end of file"):
            self._refuse(self._next, _why(self._next))

    def _nodes(self, first: Token) -> list[str]:
        names = [self._node(first)]
        while True:
            self._spaces()
            if self._next.kind != "and":
                return names
            self._take()
            self._spaces()
            names.append(self._node(self._expect("id", "a node after &")))

    def _node(self, token: Token) -> str:
        chart, name = self._chart, token.text
        shape = self._take() if self._next.kind == "shape" and self._next.text != "|" else None
        of_class = ""
        if self._next.kind == "of_class":
            self._take()
            of_class = self._expect("id", "a class after :::").text
        data = self._take() if self._next.kind == "data" else None
        if data and name in self._edges:
            return name  # it tells how an arrow looks
        node = chart.nodes.setdefault(name, Node(name, token.line))
        self._count(token)
        if shape:
            node.label, node.shape = shape.more, shape.text
        if of_class:
            node.classes.append(of_class)
        if data:
            self._data(node, data)
        for group in self._open[-1:]:
            if name not in group.names:
                group.names.add(name)
                group.new.append(name)
        return name

    def _data(self, node: Node, token: Token) -> None:
        from .own_yaml import load

        text = _QUOTED.sub(lambda quoted: _BREAK.sub("<br/>", quoted.group()), token.text)
        text = text if "\n" in text else f"{{{text}}}"
        try:
            value: Any = load(text, self._name)[0]
        except Unreadable as error:
            self._refuse(token, f"after @{{, {error.problems[0].message}")
        value = value if isinstance(value, dict) else {}
        shape = str(value.get("shape") or "")
        if shape != shape.lower() or "_" in shape:
            self._refuse(token, f"expected a shape's name in small letters, found {shape!r}")
        node.shape, node.label = shape or node.shape, str(value.get("label") or node.label)
        if others := sorted(set(value) - {"shape", "label"}):
            self._chart.lose(token.line, f"left out of {node.id!r}: {', '.join(others)}")

    def _join(self, sources: list[str], targets: list[str], link: Token) -> None:
        if len(self._chart.edges) + len(sources) * len(targets) > MOST:
            self._refuse(link, f"holds more than {MOST} arrows")
        self._chart.edges += [
            Edge(source, target, link.text, link.more, link.line)
            for source in sources
            for target in targets
        ]

    def _count(self, token: Token) -> None:
        if len(self._chart.nodes) + len(self._chart.groups) > MOST:
            self._refuse(token, f"holds more than {MOST} nodes and subgraphs")

    def _expect(self, kind: str, told: str) -> Token:
        token = self._take()
        if token.kind != kind:
            self._refuse(token, f"expected {told}, found {_shown(token)}")
        return token

    def _refuse(self, token: Token, told: str) -> NoReturn:
        raise Unreadable([Trouble(told, token.line, token.column)], self._name)


def _foreign(head: str) -> str:
    """Return the first character that needs quotes in a subgraph's title; '' for none."""
    plain = re.compile(r"[A-Za-z0-9\s!#$%&'*+.`?\\_/=:-]")
    return next((c for c in head if not (plain.match(c) or (c.isalpha() and c < "\uffff"))), "")


def _shown(token: Token) -> str:
    return repr(token.text.strip() or token.kind) if token.kind != "end of file" else token.kind


def _why(token: Token) -> str:
    if token.kind == "end":
        return "expected no end here: no subgraph is open (a node cannot be called end)"
    if token.kind == "reserved":
        return f"expected another name: {token.text.strip()} is a word of Mermaid"
    return f"expected a node, an arrow or the end of the line, found {_shown(token)}"

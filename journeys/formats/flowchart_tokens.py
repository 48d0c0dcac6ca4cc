"""The words of Mermaid flowcharts, after upstream's flow.jison (Mermaid 12.3).

What a character means depends on where it stands: between nodes, in a shape, in an arrow's label.
Between nodes the rules stand in upstream's order; the first that matches wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from . import Trouble, Unreadable

#: Opening of a shape (or of an arrow's label) -> what closes it.
SHAPES: dict[str, tuple[str, ...]] = {
    "(((": (")))",),
    "([": ("])",),
    "[[": ("]]",),
    "[(": (")]",),
    "((": ("))",),
    "(-": ("-)",),
    "{{": ("}}",),
    "[/": ("/]", "\\]"),
    "[\\": ("\\]", "/]"),
    "[": ("]",),
    "(": (")",),
    "{": ("}",),
    ">": ("]",),
    "|": ("|",),
}
_OPENING = "|".join(re.escape(each) for each in SHAPES)
#: Between nodes. What stands after a subgraph, a style or a click is taken as it is.
_OUTER = re.compile(
    rf"""(?P<link>\s*+(?:[xo<]?--+[-xo>]|[xo<]?==+[=xo>]|[xo<]?-?\.+-[xo>]?|~~~+)\s*+)
    |(?P<start>\s*+[xo<]?(?:--|==|-\.)\s*+)
    |accTitle\s*:\s*(?P<acc_title>[^\n]*)|accDescr\s*:\s*(?P<acc_descr>[^\n]*)
    |accDescr\s*\{{\s*(?P<acc_block>[^}}]*)\}}?
    |(?P<direction>direction\s+(?:TB|TD|BT|RL|LR)[^\n]*)
    |subgraph\b[^\S\n]*(?P<subgraph>"[^"]*"|[^\[\](){{}}|"\n;<>]*)
    |(?P<end>end\b\s*+)
    |(?P<style>(?:style|linkStyle|classDef|class|click)\s(?:"[^"]*"|[^\n;"])*)
    |(?P<reserved>(?:interpolate|flowchart|graph|_self|_blank|_parent|_top)\b
        |(?:style|linkStyle|classDef|class)\b|(?:href|call)\s)
    |(?P<break>[^\S\n]*+(?:\n\s*+|;))|(?P<space>[^\S\n]++)
    |@\{{(?P<data>(?:"[^"]*"|[^}}"])*+)\}}
    |(?P<edge>[^\s"\[\](){{}}|@]{{1,200}}+@(?=[^{{"]))
    |(?P<of_class>:::)|(?P<and>&)(?=\s)|(?P<open>{_OPENING})
    |(?P<id>(?!")(?:[A-Za-z0-9!"\#$%&'*+.`?\\_/,]|:(?!::)|-(?=[^>\-.])|=(?!=)|[^\W_\d])++)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r'"(?P<markdown>`[^`"]+)`"|"(?P<string>[^"]+)"')
_INNER = re.compile(r'[^\[\](){}|"]+')
#: Shapes in which other characters may stand.
_INNERS = {
    "[/": re.compile(r"(?:/(?!\])|\\(?!\])|[^\\\[\](){}/])+"),
    "[\\": re.compile(r"(?:/(?!\])|\\(?!\])|[^\\\[\](){}/])+"),
    "(-": re.compile(r"(?:[^()\[\]{}-]|-(?!\)))+"),
}
#: The character of an arrow -> what ends its label, and what the label cannot hold.
_ENDS = {
    "-": (re.compile(r"(?:(?<!\s)\s++)?+[xo<]?--+[-xo>]\s*+"), "--"),
    "=": (re.compile(r"(?:(?<!\s)\s++)?+[xo<]?==+[=xo>]\s*+"), "=="),
    ".": (re.compile(r"(?:(?<!\s)\s++)?+[xo<]?-?\.+-[xo>]?\s*+"), "."),
}


class Token(NamedTuple):
    """A word: kind, text, place; ``more`` is a shape's content or an arrow's label.

    A shape's text is its opening, an arrow's what it looks like; a content that begins with a
    backtick is Markdown.
    """

    kind: str
    text: str
    line: int
    column: int
    more: str = ""


def tokens(text: str, at: int, name: str) -> Iterator[Token]:
    """Yield the words of a text from ``at`` on, then ``end of file``; Unreadable with the place."""
    reading = _Reading(text, name)
    while at < len(text):
        match = _OUTER.match(text, at)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            break  # never: the last rule takes any character
        held, start, at = match[kind], at, match.end()
        more = ""
        if kind in ("link", "start"):
            held, start = held.strip(), start + len(held) - len(held.lstrip())
        if kind == "start":
            kind, (held, more, at) = "link", reading.label(held, start, at)
        elif kind == "open":
            kind, (more, at) = "shape", reading.content(held, start, at)
        yield Token(kind, held, *reading.place(start), more)
    yield Token("end of file", "", *reading.place(len(text)))


class _Reading:
    """Reads what stands within shapes and arrows, and knows the lines of places."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._line, self._seen, self._start = 1, 0, 0

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and column of a place that is not before the last one asked for."""
        if breaks := self._text.count("\n", self._seen, at):
            self._line += breaks
            self._start = self._text.rfind("\n", 0, at) + 1
        self._seen = max(self._seen, at)
        return self._line, at - self._start + 1

    def refuse(self, told: str, at: int) -> NoReturn:
        raise Unreadable([Trouble(told, *self.place(at))], self._name)

    def content(self, opening: str, start: int, at: int) -> tuple[str, int]:
        """Return what stands in a shape that opens at ``start``, and where it is over."""
        text = self._text
        quoted = _QUOTED.match(text, at)
        held = (quoted["markdown"] or quoted["string"]) if quoted else ""
        at = quoted.end() if quoted else at
        if inner := _INNERS.get(opening, _INNER).match(text, at):
            held, at = held + inner.group(), inner.end()
        for closing in SHAPES[opening]:
            if text.startswith(closing, at) and held:
                return held, at + len(closing)
        expected = " or ".join(SHAPES[opening])
        if not held:
            self.refuse(f"expected a text after {opening}", at)
        found = text[at : at + 1]
        if found and found in '()[]{}|"':
            told = f'expected {expected}, found {found}; a text with such signs stands in "quotes"'
            self.refuse(told, at)
        return self.refuse(f"expected {expected}, which closes {opening}", start)

    def label(self, begun: str, start: int, at: int) -> tuple[str, str, int]:
        """Return an arrow that began with two signs, its label, and where it is over."""
        ending, never = _ENDS["." if "." in begun else begun[-1]]
        quoted = _QUOTED.match(self._text, at)
        inner = quoted.end() if quoted else at
        over = ending.search(self._text, inner)
        label = self._text[inner : over.start()] if over else ""
        if over is None or never in label:
            self.refuse(f"expected an arrow that ends the label after {begun}", start)
        if quoted:
            label = (quoted["markdown"] or quoted["string"]) + label
        if not label:
            self.refuse(f"expected a label after {begun}", at)
        return begun + over.group().strip(), label, over.end()

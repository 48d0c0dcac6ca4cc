"""The grammar of Mermaid `journey` diagrams, after upstream's journey.jison (Mermaid 12.3).

The lexer's rules stand in upstream's order and mean what its lexer does, traps included; a text
that upstream silently cuts is reported, a statement that it refuses is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from . import Loss, Trouble, Unreadable
from .mermaid_text import Prepared

#: The lexer's rules in upstream's order: the first that matches wins.
_RULES = re.compile(
    r"""(?P<skip>%(?!\{)[^\n]*|[^}]%%[^\n]*)|(?P<newline>\n+)|(?P<space>\s+)|(?P<cut>\#[^\n]*)
    |(?P<journey>(?i:journey)\b)|(?i:title)\s(?P<title>[^\#\n;]+)
    |(?i:accTitle)\s*:\s*(?P<acc_title>[^\n]*)|(?i:accDescr)\s*:\s*(?P<acc_descr>[^\n]*)
    |(?i:accDescr)\s*\{\s*(?P<acc_block>[^}]*)\}?|(?i:section)\s(?P<section>[^\#:\n;]+)
    |(?P<task>[^\#:\n;]+)|:(?P<data>[^\#\n;]+)|(?P<colon>:)|(?P<invalid>.)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENTS = re.compile(r"(?:\s*%%(?!\{)[^\n]*\n)*\s*")


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int


class Data(NamedTuple):
    """What follows a task: its score, its actors, and what stands after a third colon (or None)."""

    score: str
    people: list[str]
    dropped: str | None


class Statements:
    """What a diagram says: sections (name, line) and tasks (section, name, data, line).

    A task's section counts from 1, 0 is none; its data are the parts that colons part: the score,
    the actors with commas between them, and what Mermaid drops.
    """

    def __init__(self) -> None:
        self.title = ""
        self.acc_title = ""
        self.description = ""
        self.sections: list[tuple[str, int]] = []
        self.tasks: list[tuple[int, str, Data, int]] = []
        self.lost: list[tuple[int, str]] = []

    def lose(self, line: int, told: str) -> None:
        """Report what the diagram says and the journey cannot keep."""
        self.lost.append((line, told))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Return the loss report, in the order of lines."""
        return tuple(Loss(f"line {line}", told) for line, told in sorted(self.lost))


def parse(text: str, name: str) -> Statements:
    """Read a diagram's statements; Unreadable with the line where Mermaid would refuse it."""
    found = Statements()
    prepared = Prepared(text, name, found.lose)
    found.title = prepared.title
    _Parser(name, found, prepared).read(_tokens(prepared.text))
    return found


def _tokens(text: str) -> Iterator[_Token]:
    opening = _COMMENTS.match(text)
    at = opening.end() if opening else 0
    line, line_start = text.count("\n", 0, at) + 1, text.rfind("\n", 0, at) + 1
    while at < len(text):
        match = _RULES.match(text, at)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            break  # never: the last rule takes any character
        if kind not in ("skip", "space"):
            yield _Token(kind, match.group(kind), line, at - line_start + 1)
        if breaks := match.group().count("\n"):
            line += breaks
            line_start = text.rfind("\n", 0, match.end()) + 1
        at = match.end()
    yield _Token("end", "", line, at - line_start + 1)


class _Parser:
    """Reads the statements: journey, then title, section, accessibility and task lines."""

    def __init__(self, name: str, found: Statements, prepared: Prepared) -> None:
        self._name, self._found, self._clean = name, found, prepared.clean
        self._task: _Token | None = None
        self._spoken = 0  # the line of the last text

    def read(self, tokens: Iterator[_Token]) -> None:
        first = next(tokens)
        if first.kind != "journey" or first.text != "journey":
            self._refuse(first, "expected the word journey, which begins such a diagram")
        for token in tokens:
            if self._task is not None and token.kind not in ("data", "cut"):
                task = self._clean(self._task.text)
                self._refuse(self._task, f"expected a score: {task!r} has none (task: 3: actor)")
            self._statement(token)

    def _statement(self, token: _Token) -> None:
        found, text = self._found, self._clean(token.text)
        match token.kind:
            case "title":
                found.title = text
            case "acc_title":
                found.acc_title = text
            case "acc_descr" | "acc_block":
                found.description = text
            case "section":
                found.sections.append((text, token.line))
            case "task":
                self._task = token
            case "data" if self._task is not None:
                task = self._clean(self._task.text)
                data = self._data(token.text)
                found.tasks.append((len(found.sections), task, data, self._task.line))
                self._task = None
            case "cut" if self._spoken != token.line:
                return  # a remark on a line of its own
            case "cut":
                found.lose(token.line, f"Mermaid ends the text at a #; left out: {text!r}")
            case "newline" | "end":
                pass
            case _:
                self._refuse(token, _why(token, text))
        if token.kind != "newline":
            self._spoken = token.line

    def _data(self, held: str) -> Data:
        score, *rest = held.split(":")
        people = [self._clean(each) for each in rest[0].split(",")] if rest else []
        return Data(
            self._clean(score), people, self._clean(":".join(rest[1:])) if rest[1:] else None
        )

    def _refuse(self, token: _Token, told: str) -> NoReturn:
        raise Unreadable([Trouble(told, token.line, token.column)], self._name)


def _why(token: _Token, shown: str) -> str:
    if token.kind in ("data", "colon"):
        return "expected no colon here: Mermaid takes none in a section's name"
    if token.kind == "invalid" and shown == ";":
        return "expected no semicolon: Mermaid refuses it; write #59; for one"
    return f"expected a title, a section or a task, found {shown!r}"

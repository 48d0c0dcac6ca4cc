"""The grammar of Mermaid `journey` diagrams, after upstream's journey.jison (Mermaid 12.3).

The lexer's rules stand in upstream's order and mean what its lexer does, traps included; a text
that upstream silently cuts is reported, a statement that it refuses is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from . import Loss, Trouble, Unreadable

#: The lexer's rules in upstream's order: the first that matches wins.
_RULES = re.compile(
    r"""(?P<skip>%(?!\{)[^\n]*|[^}]%%[^\n]*)|(?P<newline>\n+)|(?P<space>\s+)|(?P<cut>\#[^\n]*)
    |(?P<journey>(?i:journey)\b)|(?i:title)\s(?P<title>[^\#\n;]+)
    |(?i:accTitle)\s*:\s*(?P<acc_title>[^\n]*)|(?i:accDescr)\s*:\s*(?P<acc_descr>[^\n]*)
    |(?i:accDescr)\s*\{\s*(?P<acc_block>[^}]*)\}?|(?i:section)\s(?P<section>[^\#:\n;]+)
    |(?P<task>[^\#:\n;]+)|:(?P<data>[^\#\n;]+)|(?P<colon>:)|(?P<invalid>.)""",
    re.VERBOSE | re.DOTALL,
)
_FRONT_MATTER = re.compile(
    r"\s*^(?P<indent>[ \t]*)---\s*\n(.*?)\n[ \t]*---[ \t]*(?:\n|\Z)", re.S | re.M
)
_COMMENTS = re.compile(r"(?:\s*%%(?!\{)[^\n]*\n)*\s*")
_ENTITY = re.compile(r"#(\w+);", re.ASCII)
_BREAK = re.compile(r"<br\s*/?>|\s+", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ue000-\uf8ff]")


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int


class Statements:
    """What a diagram says: sections (name, line) and tasks (section, name, data, line).

    A task's section counts from 1, 0 is none; its data is what follows the first colon.
    """

    def __init__(self) -> None:
        self.title = ""
        self.acc_title = ""
        self.description = ""
        self.sections: list[tuple[str, int]] = []
        self.tasks: list[tuple[int, str, str, int]] = []
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
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, entities = _prepared(text, name, found)
    _Parser(name, found, entities).read(_tokens(text))
    return found


def _prepared(text: str, name: str, found: Statements) -> tuple[str, list[str]]:
    """Blank out what upstream takes away before its grammar reads, keeping the lines."""

    def entity(match: re.Match[str]) -> str:
        from html import unescape

        code = match.group(1)
        entities.append(unescape(f"&#{code};" if code.isdigit() else f"&{code};"))
        return chr(0xE000 + len(entities) - 1) if len(entities) <= 6400 else entities.pop()

    entities: list[str] = []
    text = _without_forbidden(text, found)
    if matter := _FRONT_MATTER.match(text):
        _read_front_matter(matter, name, found)
        text = "\n" * matter.group().count("\n") + text[matter.end() :]
    return _ENTITY.sub(entity, _without_directives(text, found)), entities


def _without_forbidden(text: str, found: Statements) -> str:
    for line, held in enumerate(text.split("\n"), start=1) if _FORBIDDEN.search(text) else ():
        if bad := _FORBIDDEN.search(held):
            found.lose(line, f"the character U+{ord(bad.group()):04X} cannot be kept")
    return _FORBIDDEN.sub("\ufffd", text)


def _without_directives(text: str, found: Statements) -> str:
    """Blank out %%{…}%%; looked for in one pass, as a pattern would look to the end each time."""
    kept, at, line = [], 0, 1
    while (start := text.find("%%{", at)) >= 0 and (end := text.find("}%%", start + 3)) >= 0:
        line += text.count("\n", at, start)
        found.lose(line, "settings of the picture (%%{…}%%) are left out")
        breaks = text.count("\n", start, end)
        kept += [text[at:start], "\n" * breaks]
        at, line = end + 3, line + breaks
    return "".join([*kept, text[at:]])


def _read_front_matter(matter: re.Match[str], name: str, found: Statements) -> None:
    from .own_yaml import load

    indent, body = matter.group("indent"), matter.group(2)
    start = matter.string.count("\n", 0, matter.start(2))
    lines = [line.removeprefix(indent) for line in body.split("\n")]
    try:
        value, _ = load("\n".join(lines), name)
    except Unreadable as error:
        moved = [Trouble(p.message, p.line + start, p.column, "") for p in error.problems]
        raise Unreadable(moved, name) from None
    value = value if isinstance(value, dict) else {}
    found.title = str(value.get("title") or "")
    for key in value:
        if key != "title":
            found.lose(start + 1, f"{key!r} of the front matter is left out")


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

    def __init__(self, name: str, found: Statements, entities: list[str]) -> None:
        self._name, self._found, self._entities = name, found, entities
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
                found.tasks.append((len(found.sections), task, text, self._task.line))
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

    def _clean(self, held: str) -> str:
        """Put the entities back, and make one line of it."""
        private = ("\ue000", "\uf8ff")
        kept = (
            self._entities[ord(c) - 0xE000] if private[0] <= c <= private[1] else c for c in held
        )
        return _BREAK.sub(" ", _FORBIDDEN.sub("\ufffd", "".join(kept))).strip()

    def _refuse(self, token: _Token, told: str) -> NoReturn:
        raise Unreadable([Trouble(told, token.line, token.column)], self._name)


def _why(token: _Token, shown: str) -> str:
    if token.kind in ("data", "colon"):
        return "expected no colon here: Mermaid takes none in a section's name"
    if token.kind == "invalid" and shown == ";":
        return "expected no semicolon: Mermaid refuses it; write #59; for one"
    return f"expected a title, a section or a task, found {shown!r}"

"""What JavaScript says to people: texts for the translators, and texts that forgot them.

A small scanner that knows strings, comments, regular expressions and nested template literals;
Babel's own lexer loses its place in templates within templates, which lit's pages are made of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

#: The functions of ``static/editor/words.js``, and how many of their arguments are texts.
FUNCTIONS = {"_": 1, "ngettext": 2}
#: Attributes that people read or hear.
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext",
          "placeholder", "summary", "title"}  # fmt: skip
#: Properties and calls whose literal would be shown as it is.
SHOWN = {"label", "say", "textContent", "warn", "ariaLabel", "placeholder", "alert"}
#: Calls whose literals are translated, or for programmers.
NOT_SHOWN = {*FUNCTIONS, "Error", "RangeError", "TypeError"}
#: Stands for ``${...}`` in what a template holds.
HOLE = "\ue000"
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/|\#![^\n]*)
      |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |(?P<name>[\w$#]+)
      |(?P<sign>=>|[^\w\s])""",
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_LETTER = re.compile(r"[^\W\d_]{2}")
_SENTENCE = re.compile(r"[A-ZÅÄÖ]\S*\s+[^\W\d_]")
#: After these a slash begins a regular expression and does not divide.
_BEFORE_REGEX = {"", "return", "typeof", "case", "in", "of", "delete", "void", "await", "yield",
                 "=>", *"(,=:[!&|?{};+-*%<>~^"}  # fmt: skip


class Token(NamedTuple):
    """A piece of JavaScript: its kind (name, string, sign, regex, template), text and line.

    A template's text is what stands between its backticks, with HOLE for every ``${...}``; the
    tokens inside the holes follow it.
    """

    kind: str
    text: str
    line: int


def tokens(source: str) -> list[Token]:
    """Return the tokens of a module, without spaces and comments."""
    found: list[Token] = []
    end = _until(source, 0, found, "")
    if end != len(source):
        raise ValueError(f"a closing brace too many in line {source.count(chr(10), 0, end) + 1}")
    return found


def _until(source: str, at: int, found: list[Token], closing: str) -> int:
    """Scan to the closing brace of this level (or the end); return the place after it."""
    depth = 0
    while at < len(source):
        line = source.count("\n", 0, at) + 1
        if source[at] == "`":
            at = _template(source, at + 1, found, line)
            continue
        last = found[-1] if found else Token("sign", "", 0)
        if source[at] == "/" and source[at + 1 : at + 2] not in ("/", "*"):
            regex = _REGEX.match(source, at)
            if regex and last.kind in ("sign", "name") and last.text in _BEFORE_REGEX:
                found.append(Token("regex", regex[0], line))
                at = regex.end()
                continue
        token = _TOKEN.match(source, at)
        if token is None or not token.lastgroup:
            raise ValueError(f"cannot read line {line}")
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth < 0 and closing:
                return token.end()
        if token.lastgroup != "space":
            found.append(Token(token.lastgroup, token[0], line))
        at = token.end()
    if closing:
        raise ValueError("a template's ${ has no end")
    return at


def _template(source: str, at: int, found: list[Token], line: int) -> int:
    """Scan a template to its backtick; its tag, if any, is the token before."""
    tag = found[-1].text if found and found[-1].kind == "name" else ""
    here = len(found)
    held: list[str] = []
    while source[at] != "`":
        if source[at] == "\\":
            held.append(source[at : at + 2])
            at += 2
        elif source.startswith("${", at):
            held.append(HOLE)
            found.append(Token("sign", "(", line))
            at = _until(source, at + 2, found, "}")
            found.append(Token("sign", ")", line))
        else:
            held.append(source[at])
            at += 1
    kind = "markup" if tag in ("html", "svg") else "template"
    found.insert(here, Token(kind, "".join(held), line))
    return at + 1


class Said(NamedTuple):
    """A text that goes through the catalogue: one form, or one and many; and its line."""

    texts: tuple[str, ...]
    line: int


def said(source: str) -> Iterator[Said]:
    """Yield the texts that a module has translated; ValueError where one is no plain literal."""
    held = tokens(source)
    for at, token in enumerate(held[:-1]):
        before = held[at - 1].text if at else ""
        if token.kind != "name" or held[at + 1].text != "(" or before in (".", "function"):
            continue
        if wanted := FUNCTIONS.get(token.text):
            yield Said(tuple(_literals(held[at + 2 :], wanted, token)), token.line)


def _literals(rest: list[Token], wanted: int, function: Token) -> Iterator[str]:
    for at in range(0, 2 * wanted, 2):
        text, after = rest[at], rest[at + 1].text
        if text.kind != "string" or text.text[0] != '"' or after not in (",", ")"):
            raise ValueError(f'line {function.line}: {function.text}() needs a plain literal in ""')
        yield json.loads(text.text)


def bare(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of what would be shown untranslated."""
    held = tokens(source)
    for at, token in enumerate(held):
        if token.kind == "markup":
            reader = _Markup()
            reader.feed(token.text)
            reader.close()
            yield from ((token.line, text) for text in reader.found)
        elif token.kind in ("string", "template") and at > 1:
            text = token.text.strip("\"'")
            if _is_shown(text, held[:at]):
                yield token.line, text


def _is_shown(text: str, held: list[Token]) -> bool:
    """Tell whether people would see a literal: by where it stands, or because it is a sentence."""
    name, sign = held[-2:]
    if name.text in SHOWN and sign.text in (":", "=", "("):
        return bool(_LETTER.search(text)) and "console" not in [each.text for each in held[-4:]]
    return bool(_SENTENCE.match(text)) and not _inside(held, NOT_SHOWN)


def _inside(held: list[Token], functions: set[str]) -> bool:
    """Tell whether what follows these tokens is an argument of a call of one of the functions."""
    depth = 0
    for at in range(len(held) - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(held[at].text, 0) if held[at].kind == "sign" else 0
        if depth < 0:
            if held[at - 1].text in functions:
                return True
            depth = 0
        elif held[at].text in (";", "{"):
            return False
    return False


class _Markup(HTMLParser):
    """Collects what is read in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        """Collect a text that has letters of its own."""
        if _LETTER.search(data.replace(HOLE, "")):
            self.found.append(" ".join(data.replace(HOLE, "…").split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the attributes that are read."""
        for name, value in attrs:
            if name in SPOKEN and value:
                self.handle_data(value)

    handle_startendtag = handle_starttag

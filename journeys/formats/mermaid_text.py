"""What Mermaid does to a text before any diagram's grammar reads it, and how its texts are escaped.

Front matter, directives and entity codes are taken away as Mermaid 12.3 takes them, keeping the
lines; what they said is told or put back. Both directions stand here, so that they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from . import Trouble, Unreadable

_FRONT_MATTER = re.compile(
    r"\s*^(?P<indent>[ \t]*)---[^\S\n]*+\n(.*?)\n[ \t]*+---[ \t]*+(?:\n|\Z)", re.S | re.M
)
_ENTITY = re.compile(r"#(\w+);", re.ASCII)
_BREAK = re.compile(r"<br\s*/?>|\s+", re.IGNORECASE)
_FIRST, _LAST = 0xF0000, 0x10FFFD
_HELD = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff{chr(_FIRST)}-\U0010ffff]")
#: Characters that mean something to a diagram's grammar, or to those who draw it as HTML.
MEANS = '#;:%<>&"{}'

Lose = Callable[[int, str], None]


class Prepared:
    """A diagram's text without front matter and settings, its lines where they were.

    Entity codes stand in it as single characters that no grammar takes for anything else;
    ``clean`` puts back what they mean.
    """

    def __init__(self, text: str, name: str, lose: Lose) -> None:
        self.title = ""
        self._codes: dict[str, str] = {}
        self._meant: list[str] = []
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _without_forbidden(text, lose)
        if matter := _FRONT_MATTER.match(text):
            self.title = _front_matter(matter, name, lose)
            text = "\n" * matter.group().count("\n") + text[matter.end() :]
        self.text = _ENTITY.sub(self._entity, _without_directives(text, lose))

    def _entity(self, match: re.Match[str]) -> str:
        code = match.group(1)
        if code not in self._codes and len(self._codes) > _LAST - _FIRST:
            return match.group()
        if code not in self._codes:
            self._codes[code] = chr(_FIRST + len(self._codes))
            self._meant.append(_character(code))
        return self._codes[code]

    def clean(self, held: str) -> str:
        """Return a text on one line, the entity codes as what they mean."""
        return self.meant(_BREAK.sub(" ", held)).strip()

    def meant(self, held: str) -> str:
        """Return a text with the entity codes as what they mean."""
        return _HELD.sub(lambda match: self._meant[ord(match.group()) - _FIRST], held)


def _character(code: str) -> str:
    from html import unescape  # 2,231 names, which few texts use

    if len(code) > 64:  # no name and no number of a character is as long
        return "\ufffd"
    found = unescape(f"&#{code};" if code.isdigit() else f"&{code};")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", found)


def _without_forbidden(text: str, lose: Lose) -> str:
    for line, held in enumerate(text.split("\n"), start=1) if _FORBIDDEN.search(text) else ():
        if bad := _FORBIDDEN.search(held):
            lose(line, f"the character U+{ord(bad.group()):04X} cannot be kept")
    return _FORBIDDEN.sub("\ufffd", text)


def _without_directives(text: str, lose: Lose) -> str:
    """Blank out %%{…}%%; looked for in one pass, as a pattern would look to the end each time."""
    kept, at, line = [], 0, 1
    while (start := text.find("%%{", at)) >= 0 and (end := text.find("}%%", start + 3)) >= 0:
        line += text.count("\n", at, start)
        lose(line, "settings of the picture (%%{…}%%) are left out")
        breaks = text.count("\n", start, end)
        kept += [text[at:start], "\n" * breaks]
        at, line = end + 3, line + breaks
    return "".join([*kept, text[at:]])


def _front_matter(matter: re.Match[str], name: str, lose: Lose) -> str:
    """Return the title that front matter gives; the rest of it is told."""
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
    for key in value:
        if key != "title":
            lose(start + 1, f"{key!r} of the front matter is left out")
    return str(value.get("title") or "")


def escaped(text: str, means: str = MEANS, words: Iterable[str] = ()) -> str:
    """Return a text on one line as Mermaid takes it: as it is meant, never as markup.

    ``means`` are characters to escape; ``words`` those that a grammar would take for its own at
    the beginning of the text.
    """
    shown = " ".join(text.split())
    taken = bool(words) and re.match(rf"(?:{'|'.join(words)})\b", shown, re.IGNORECASE)
    return "".join(
        f"#{ord(c)};" if c in means or not c.isprintable() or (taken and not at) else c
        for at, c in enumerate(shown)
    )


def front_matter(title: str) -> str:
    """Return front matter that gives a diagram its title."""
    import json  # not needed for reading

    held = json.dumps(" ".join(title.split()), ensure_ascii=False)
    shown = "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in held)
    return f"---\ntitle: {shown}\n---\n"

"""What a format is, and what all of them share: readings, writings, losses, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from os.path import basename, splitext
from typing import TYPE_CHECKING, Any, NamedTuple

from journeys.graph import Graph

if TYPE_CHECKING:
    from touchpoints.measures import Measures

    from .columns import Columns

#: No file is larger than this; a format may allow less.
LIMIT = 10_000_000


class Loss(NamedTuple):
    """One thing a reader or a writer could not keep: where (a line, a record) and what."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class Reading(NamedTuple):
    """What a file held: the graph with the catalogue it uses, and what was not understood.

    ``named`` holds (id, kind) of touchpoints that the file only names ('': not their kind): one of
    that name in a workspace's catalogue is meant.
    """

    graph: Graph
    losses: tuple[Loss, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


class Writing(NamedTuple):
    """A file's bytes, and what the format cannot carry."""

    data: bytes
    losses: tuple[Loss, ...] = ()


class Trouble(NamedTuple):
    """Why a file cannot be read: what was expected, and where as far as it is known.

    ``line`` and ``column`` count from 1 (0: not known); ``path`` is a JSON pointer (RFC 6901).
    """

    message: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = [f"line {self.line}"] if self.line else []
        place += [f"column {self.column}"] if self.column else []
        place += [self.path] if self.path else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


class Unreadable(Exception):
    """A file that is not what it should be; ``problems`` say where and what was expected."""

    def __init__(self, problems: list[Trouble], name: str = "") -> None:
        super().__init__(problems, name)
        self.problems = problems
        self.name = name

    def __str__(self) -> str:
        first, more = self.problems[0], len(self.problems) - 1
        told = f"{self.name}, {first}" if self.name and first.line else f"{first}"
        told = f"{self.name}: {first}" if self.name and not first.line else told
        return f"{told} (and {more} more)" if more else told


class Format(NamedTuple):
    """A line of the table: names, the module that knows it, and what it can do.

    ``begins`` is what the first 100,000 bytes of such a file match; it tells files of one ending
    apart, and files without a name. ``tells``: it is written for people, in a language and with
    measures. ``maps``: its columns can be given a meaning when it is read. ``about`` says in a few
    words what such a file is good for.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    media_type: str
    module: str
    reads: bool = False
    writes: bool = False
    limit: int = LIMIT
    begins: bytes = b""
    tells: bool = False
    maps: bool = False
    about: str = ""

    def fits(self, data: bytes) -> bool:
        """Tell whether a file that begins so can be of this format."""
        return bool(self.begins and re.match(self.begins, data[:100_000] + b"\n"))

    def read(
        self, data: bytes, name: str = "", mapping: Mapping[str, str] | None = None
    ) -> Reading:
        """Read a file's bytes; ``name`` is for errors. Raises Unreadable.

        ``mapping`` says what the columns of a table mean, for formats that ``maps``; without it
        the headings say so.
        """
        if not self.reads:
            from . import FORMATS

            readable = ", ".join(each.name for each in FORMATS.values() if each.reads)
            told = f"{self.name} files are written here, not read; read are {readable}"
            raise Unreadable([Trouble(told)], name)
        if len(data) > self.limit:
            limit = f"{self.limit / 1e6:g} MB"
            told = f"has {len(data) / 1e6:.1f} MB; at most {limit} of {self.name} are read"
            raise Unreadable([Trouble(told)], name)
        more = (mapping,) if self.maps else ()
        with _bearable():
            reading: Reading = self._code().read(data, name, *more)
        losses = (Loss(_shown(each.where), _shown(each.message)) for each in reading.losses)
        return reading._replace(losses=tuple(losses))

    def write(self, graph: Graph, measures: Measures | None = None, language: str = "") -> Writing:
        """Write the graph; LookupError where this format is only read.

        What is told for people (tables, pages) is told in ``language`` ("": the journey's) and with
        the measures; files for programs keep every language and leave measures out.
        """
        if not self.writes:
            raise LookupError(f"{self.name} files are read here, not written")
        writing: Writing = self._code().write(graph, measures, language)
        return writing

    def columns(self, data: bytes, name: str = "") -> Columns:
        """Return the columns of a file's tables, for formats that ``maps``. Raises Unreadable."""
        with _bearable():
            found: Columns = self._code().columns(data, name)
        return found

    def _code(self) -> Any:
        return import_module(self.module)


#: No message quotes more of a file than this, in characters.
_LONGEST = 1_000


def _shown(said: str) -> str:
    """Return a message that can be told: no longer than anybody reads, no half of a pair."""
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    return said.encode("utf-8", "replace").decode()


@contextmanager
def _bearable() -> Iterator[None]:
    """Have what is wrong with a file told by messages that can be told."""
    try:
        yield
    except Unreadable as error:
        told = (p._replace(message=_shown(p.message), path=_shown(p.path)) for p in error.problems)
        raise Unreadable([*told], error.name) from None


#: No journey is nested deeper than this.
DEEPEST = 20


def too_deep(value: Any, most: int = DEEPEST) -> bool:
    """Tell whether lists and objects stand in each other more than ``most`` times."""
    level = [value]
    for _ in range(most + 1):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)


def text_of(data: bytes, name: str) -> str:
    """Decode a file: UTF-8, with or without a byte order mark; Unreadable names the place."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise Unreadable([Trouble("expected UTF-8 text", line, column)], name) from None
    if not text.strip():
        raise Unreadable([Trouble("the file is empty; expected a journey")], name)
    return text


def cut(text: str, limit: int) -> str:
    """Return a text that is no longer than its limit; a cut one ends so: …"""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def title_of(name: str) -> str:
    """Return the title of a journey whose file says none: the file's name without its ending."""
    return splitext(basename(name))[0].strip("<>- ") or "Journey"

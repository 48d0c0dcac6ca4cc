"""Files in and out: a file per format, and the table of them.

A reader returns the graph and what it could not keep; a writer the bytes and what the format
cannot carry. What cannot be read is one exception with the places and what was expected there,
and changes nothing. A format's module is imported when it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from journeys.graph import Graph
from journeys.words import N_

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


#: Front matter, comments and settings may stand before the word. Possessive throughout (*+): what
#: was taken is never tried again, so that the time grows with the file and no faster.
_MERMAID = (
    rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:---[ \t\r]*+\n.*?\n[ \t]*+---[ \t\r]*+\n)?+"
    rb"(?:\s++|%%\{.*?\}%%|%%(?!\{)[^\n]*+\n|#[^\n]*+\n)*+"
)

#: With whatever prefix; comments may stand before it.
_BPMN = (
    rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:(?:<\?.*?\?>|<!--.*?-->)\s*+)*+"
    rb"<(?:[\w.-]++:)?definitions\s[^>]*?spec/BPMN/"
)

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="json",
            title=N_("Journeymap file (JSON)"),
            about=N_("everything, to bring in again or for programs"),
            begins=rb"(?:\xef\xbb\xbf)?\s*+[{\[]",
            endings=(".json",),
            media_type="application/json",
            module="journeys.formats.own_json",
            reads=True,
            writes=True,
        ),
        Format(
            name="yaml",
            title=N_("Journeymap file (YAML)"),
            about=N_("everything, easy to read and to compare"),
            endings=(".yaml", ".yml"),
            media_type="application/yaml",
            module="journeys.formats.own_yaml",
            reads=True,
            writes=True,
            limit=1_000_000,
        ),
        Format(
            name="mermaid",
            title=N_("Mermaid journey"),
            about=N_("stages, steps and assumed experience for Mermaid; the rest in words"),
            begins=_MERMAID + rb"journey\s",
            endings=(".mmd", ".mermaid"),
            media_type="text/vnd.mermaid",
            module="journeys.formats.mermaid",
            reads=True,
            writes=True,
            limit=1_000_000,
            tells=True,
        ),
        Format(
            name="flowchart",
            title=N_("Mermaid flowchart"),
            about=N_("the path for Mermaid, in documents and on the web"),
            begins=_MERMAID
            + rb"(?:flowchart(?!\s*:)\b|graph(?:[ \t]*+[;\r\n]|\s++(?:TB|TD|BT|RL|LR|BR|v|[<>^])))",
            endings=(".mmd", ".mermaid"),
            media_type="text/vnd.mermaid",
            module="journeys.formats.flowchart",
            reads=True,
            writes=True,
            limit=1_000_000,
            tells=True,
        ),
        Format(
            name="table",
            title=N_("Table (CSV)"),
            about=N_("a row for each step, for spreadsheets and other tools"),
            endings=(".csv", ".tsv"),
            media_type="text/csv",
            module="journeys.formats.pasted",
            reads=True,
            writes=True,
            limit=1_000_000,
            tells=True,
            maps=True,
        ),
        Format(
            name="xlsx",
            title=N_("Excel workbook"),
            about=N_("sheets to sort, count and go on with"),
            begins=rb"PK\x03\x04",
            endings=(".xlsx",),
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            module="journeys.formats.xlsx",
            reads=True,
            writes=True,
            tells=True,
            maps=True,
        ),
        Format(
            name="bpmn",
            title=N_("Process model (BPMN 2.0)"),
            about=N_("the path for process modelling programs"),
            begins=_BPMN,
            endings=(".bpmn", ".bpmn2", ".xml"),
            media_type="application/xml",
            module="journeys.formats.bpmn",
            reads=True,
            writes=True,
        ),
        Format(
            name="markdown",
            title=N_("Markdown"),
            about=N_("the journey in words, for wikis and notes"),
            endings=(".md",),
            media_type="text/markdown",
            module="journeys.formats.markdown",
            writes=True,
            tells=True,
        ),
        Format(
            name="html",
            title=N_("Web page (HTML)"),
            about=N_("one page with everything, for anybody to read"),
            endings=(".html",),
            media_type="text/html",
            module="journeys.formats.html",
            writes=True,
            tells=True,
        ),
        Format(
            name="graphml",
            title=N_("GraphML (yEd, networkx)"),
            about=N_("the path as data, and as yEd shows it"),
            begins=rb"(?s)(?:\xef\xbb\xbf)?\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+<(?:\w+:)?graphml\b",
            endings=(".graphml",),
            media_type="application/graphml+xml",
            module="journeys.formats.graphml",
            reads=True,
            writes=True,
        ),
        Format(
            name="dot",
            title=N_("DOT (Graphviz)"),
            about=N_("the path for Graphviz"),
            endings=(".dot", ".gv"),
            media_type="text/vnd.graphviz",
            module="journeys.formats.dot",
            writes=True,
            tells=True,
        ),
    )
}

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


def by_ending(filename: str) -> list[Format]:
    """Return the formats whose ending the file's name has, in the order of the table."""
    name = filename.lower()
    return [each for each in FORMATS.values() if name.endswith(each.endings)]


def detect(data: bytes, filename: str = "") -> Format:
    """Return the format of a file: by its ending, and by how it begins.

    One that is only written here comes back too: reading it says so.
    """
    known = by_ending(filename)
    readable = [each for each in known if each.reads]
    if len(readable) == 1:
        return readable[0]
    for each in readable or FORMATS.values():
        if each.reads and each.fits(data):
            return each
    return (readable or known or [FORMATS["yaml"]])[0]


def detect_pasted(text: str) -> Format:
    """Return the format of a text that somebody pasted: a table, unless it is something else."""
    found = detect(text.encode())
    own = re.match(
        r"\s*+(?:---\s++|#[^\n]*+\n\s*+)*+(?:format|schema|journey)[ \t]*:", text[:10_000]
    )
    return found if found.name != "yaml" or own else FORMATS["table"]


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

"""The project's own format as YAML 1.2 (core schema): the same shape as JSON, pleasant by hand.

``yes`` is a text, and so is 2025-12-31; a key that stands twice is an error, as are tags of other
programs, and aliases that would unfold into more than a journey can hold.
"""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple, NoReturn

import yaml

from journeymap.documents.fields import Json, pointer
from journeys.graph import Graph

from . import Reading, Trouble, Unreadable, Writing, text_of
from .document import Locate, graph_of, value_of
from .format import DEEPEST

_MOST_VALUES = 200_000
#: libyaml where there is a build of it (wheels hold one): it is 20 times as fast as Python.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_KINDS = frozenset(
    ["str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq"]
)
_NUMBERS_AND_WORDS = ("", "null", "bool", "int", "float")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,30}\Z|0o[0-7]{1,30}\Z|0x[0-9a-fA-F]{1,30}\Z")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,5})?\Z")


def read(data: bytes, name: str) -> Reading:
    """Read a file; Unreadable where it is no YAML, no journey, or a journey that cannot be."""
    value, locate = load(text_of(data, name), name)
    return Reading(graph_of(value, name, locate))


def load(text: str, name: str) -> tuple[Json, Locate]:
    """Return the text's value, and what finds the line and column of a JSON pointer into it."""
    composing = _Composing(name)
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            composing.take(event)
    except yaml.MarkedYAMLError as error:
        line, column = _mark(error.problem_mark or error.context_mark)
        last = text.count("\n") + 1
        if line > last:  # the parser ends every text with a line break
            line, column = last, len(text) - text.rfind("\n")
        told = f"this is no YAML: {error.problem or error.context}"
        raise Unreadable([Trouble(told, line, column)], name) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # "\\UFFFFFFFF" is no character
        told = " ".join(str(error).split())
        raise Unreadable([Trouble(f"this is no YAML: {told}")], name) from None
    return composing.value(), composing.locate


def write(graph: Graph, measures: object = None, language: str = "") -> Writing:
    """Write the graph in block style, UTF-8, lines unwrapped."""
    from ruamel.yaml import YAML  # writes YAML 1.2; not needed for reading

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.width = 1_000_000
    out = io.BytesIO()
    writer.dump(value_of(graph), out)
    return Writing(out.getvalue())


class _Node(NamedTuple):
    """A value as it stands in the file: a scalar, or nodes by place or by key; where it begins.

    ``text`` is a scalar as it is written: what a key says.
    """

    held: Json | list[_Node] | dict[str, _Node]
    line: int
    column: int
    text: str | None = None


class _Composing:
    """Makes nodes of what the parser tells, one event after another, as long as it is bearable."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._root: _Node | None = None
        self._open: list[tuple[_Node, str | None]] = []  # with the key whose value comes next
        self._path: list[str] = []  # where each of them is in the one around it
        self._anchors: dict[str, _Node] = {}
        self._values = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event; Unreadable where no journey has what it tells."""
        if isinstance(event, yaml.ScalarEvent):
            self._put(event, _Node(self._scalar(event), *_place(event), event.value))
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                self._refuse(event, f"this is no YAML: there is no anchor {event.anchor!r}")
            self._put(event, self._anchors[event.anchor])
        elif isinstance(event, yaml.CollectionStartEvent):
            self._kind(event)
            held: list[_Node] | dict[str, _Node]
            held = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            node, path = _Node(held, *_place(event)), self._next()
            self._put(event, node)
            self._open.append((node, None))
            self._path.append(path)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._path.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self._root:
            self._refuse(event, "this is no YAML: expected a single document")

    def value(self) -> Json:
        """Return the whole value, aliases unfolded."""
        self._values = 0
        return self._unfolded(self._root, 0) if self._root else None

    def locate(self, path: str) -> tuple[int, int]:
        """Return the line and column of a JSON pointer, or of the nearest value around it."""
        node = self._root
        if node is None:
            return 0, 0
        for part in path.split("/")[1:]:
            inner: _Node | None = None
            if isinstance(node.held, dict):
                inner = node.held.get(part.replace("~1", "/").replace("~0", "~"))
            elif isinstance(node.held, list) and part.isdecimal() and int(part) < len(node.held):
                inner = node.held[int(part)]
            if inner is None:
                break
            node = inner
        return node.line, node.column

    def _next(self) -> str:
        """Return where the next value stands in what is open, as a part of a JSON pointer."""
        if not self._open:
            return ""
        around, key = self._open[-1]
        return f"/{len(around.held) if isinstance(around.held, list) else pointer(key or '')}"

    def _put(self, event: yaml.NodeEvent, node: _Node) -> None:
        """Put a node where it belongs: it is the root, in a list, a key, or the value of one."""
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = node
        if not self._open:
            self._root = node
            return
        around, key = self._open[-1]
        if isinstance(around.held, dict) and key is None:
            if node.text is None:
                self._refuse(event, "expected a text as key")
            if node.text in around.held:
                self._refuse(event, f"the key {node.text!r} stands twice")
            self._open[-1] = around, node.text
            return
        if len(self._open) > DEEPEST:
            self._refuse(event, "is nested too deeply for a journey", inside=True)
        self._values += 1
        if self._values > _MOST_VALUES:
            self._refuse(event, f"holds more than {_MOST_VALUES} values", inside=True)
        if isinstance(around.held, dict):
            around.held[str(key)] = node
            self._open[-1] = around, None
        else:
            around.held.append(node)

    def _scalar(self, event: yaml.ScalarEvent) -> Json:
        """Return a scalar's value after the core schema of YAML 1.2; all else is text."""
        kind, text = self._kind(event), str(event.value)
        if kind not in _NUMBERS_AND_WORDS or event.style:
            return text
        if text in (text.lower(), text.upper(), text.title()) and text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if _WHOLE.match(text):
            return int(text, 0 if text[:2] in ("0o", "0x") else 10)
        return float(text) if _NUMBER.match(text) else text

    def _kind(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> str:
        """Return the name of a node's tag, '' where it has none; other programs' are refused."""
        kind = "str" if event.tag == "!" else str(event.tag or "").removeprefix(_CORE)
        if kind and kind not in _KINDS:
            self._refuse(event, f"expected plain YAML, found the tag {event.tag}", inside=True)
        return kind

    def _unfolded(self, node: _Node, depth: int) -> Json:
        self._values += 1
        if self._values > _MOST_VALUES:
            self._refuse(node, f"holds more than {_MOST_VALUES} values")
        if depth > DEEPEST:
            self._refuse(node, "is nested too deeply for a journey")
        if isinstance(node.held, dict):
            return {key: self._unfolded(each, depth + 1) for key, each in node.held.items()}
        if isinstance(node.held, list):
            return [self._unfolded(each, depth + 1) for each in node.held]
        return node.held

    def _refuse(self, at: yaml.Event | _Node, told: str, *, inside: bool = False) -> NoReturn:
        """Refuse with the place and a pointer to what is open (``inside``: to what is next)."""
        line, column = (at.line, at.column) if isinstance(at, _Node) else _place(at)
        path = "".join(self._path) + (self._next() if inside else "")
        raise Unreadable([Trouble(told, line, column, path)], self._name)


def _place(event: yaml.Event) -> tuple[int, int]:
    return _mark(event.start_mark)


def _mark(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)

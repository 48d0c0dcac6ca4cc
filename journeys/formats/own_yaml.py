"""The project's own format as YAML 1.2 (core schema): the same shape as JSON, pleasant by hand.

``yes`` is a text, and so is 2025-12-31; a key that stands twice is an error, as are tags of other
programs, and aliases that would unfold into more than a journey can hold.
"""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from journeymap.documents.fields import Json, pointer
from journeys.graph import Graph

from . import Reading, Trouble, Unreadable, Writing, text_of
from .document import Locate, graph_of, value_of
from .format import DEEPEST

_MOST_VALUES = 200_000
_CORE = "tag:yaml.org,2002:"
_KINDS = frozenset(
    ["str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq"]
)
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,30}\Z|0o[0-7]{1,30}\Z|0x[0-9a-fA-F]{1,30}\Z")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,5})?\Z")


def read(data: bytes, name: str) -> Reading:
    """Read a file; Unreadable where it is no YAML, no journey, or a journey that cannot be."""
    value, locate = load(text_of(data, name), name)
    return Reading(graph_of(value, name, locate))


def load(text: str, name: str) -> tuple[Json, Locate]:
    """Return the text's value, and what finds the line and column of a JSON pointer into it."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        told = f"this is no YAML: {error.problem or error.context}"
        raise Unreadable([Trouble(told, line, column)], name) from None
    except YAMLError as error:
        told = " ".join(str(error).split())
        raise Unreadable([Trouble(f"this is no YAML: {told}")], name) from None
    except RecursionError:
        raise Unreadable([Trouble("is nested too deeply for a journey")], name) from None
    except (ValueError, OverflowError) as error:  # "\\UFFFFFFFF" is no character
        raise Unreadable([Trouble(f"this is no YAML: {error}")], name) from None
    values = _Values(name)
    return (values.of(node, "", 0) if node is not None else None), values.locate


def write(graph: Graph, measures: object = None, language: str = "") -> Writing:
    """Write the graph in block style, UTF-8, lines unwrapped."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 1_000_000
    out = io.BytesIO()
    yaml.dump(value_of(graph), out)
    return Writing(out.getvalue())


class _Values:
    """Turns composed nodes into JSON values, and remembers where each of them began."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._places: dict[str, tuple[int, int]] = {}

    def of(self, node: Node, path: str, depth: int) -> Json:
        """Return the node's JSON value; ``path`` is its JSON pointer."""
        self._places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if len(self._places) > _MOST_VALUES:
            self._refuse(node, path, f"holds more than {_MOST_VALUES} values")
        if depth > DEEPEST:
            self._refuse(node, path, "is nested too deeply for a journey")
        if str(node.tag).removeprefix(_CORE) not in _KINDS:
            self._refuse(node, path, f"expected plain YAML, found the tag {node.tag}")
        if isinstance(node, SequenceNode):
            return [self.of(each, f"{path}/{i}", depth + 1) for i, each in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        return _scalar(
            str(node.value),
            str(node.tag).removeprefix(_CORE),
            plain=not getattr(node, "style", None),
        )

    def locate(self, path: str) -> tuple[int, int]:
        """Return the line and column of a JSON pointer, or of the nearest value around it."""
        while path not in self._places and path:
            path = path.rpartition("/")[0]
        return self._places.get(path, (0, 0))

    def _mapping(self, node: MappingNode, path: str, depth: int) -> dict[str, Json]:
        value: dict[str, Json] = {}
        for key, held in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse(key, path, "expected a text as key")
            name = str(key.value)
            if name in value:
                self._refuse(key, path, f"the key {name!r} stands twice")
            value[name] = self.of(held, f"{path}/{pointer(name)}", depth + 1)
        return value

    def _refuse(self, node: Node, path: str, told: str) -> Any:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        raise Unreadable([Trouble(told, line, column, path)], self._name)


def _scalar(text: str, kind: str, *, plain: bool) -> Json:
    """Return a scalar's value after the core schema of YAML 1.2; all else is text."""
    if not plain or kind not in ("null", "bool", "int", "float"):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _WHOLE.match(text):
        return int(text, 0 if text[:2] in ("0o", "0x") else 10)
    return float(text) if _NUMBER.match(text) else text

"""The project's own format as JSON (RFC 8259): lossless both ways."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from journeys.graph import Graph

from . import Reading, Trouble, Unreadable, Writing, text_of, too_deep
from .document import MOST_RECORDS, graph_of, value_of

#: Lists and objects of a file, counted before any is made; brackets in texts count too. The most
#: records that are read have far fewer.
_MOST_NESTS = 10 * MOST_RECORDS
_TOO_DEEP = Trouble("is nested too deeply for a journey")


def read(data: bytes, name: str) -> Reading:
    """Read a file; Unreadable where it is no JSON, no journey, or a journey that cannot be."""
    text = text_of(data, name)
    if text.count("{") + text.count("[") > _MOST_NESTS:
        raise Unreadable([Trouble(f"holds more than {_MOST_NESTS} lists and objects")], name)
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        found = Trouble(f"this is no JSON: {error.msg}", error.lineno, error.colno)
        raise Unreadable([found], name) from None
    except RecursionError:
        raise Unreadable([_TOO_DEEP], name) from None
    except ValueError as error:
        raise Unreadable([Trouble(str(error))], name) from None
    if too_deep(value):
        raise Unreadable([_TOO_DEEP], name)
    return Reading(graph_of(value, name))


def write(graph: Graph, measures: object = None, language: str = "") -> Writing:
    """Write the graph, indented, in UTF-8, ending in a newline."""
    text = json.dumps(value_of(graph), ensure_ascii=False, indent=2, allow_nan=False)
    return Writing(text.encode() + b"\n")


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the name {twice!r} stands twice in one object")
    return value

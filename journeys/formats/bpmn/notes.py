"""What is written beside steps: text annotations and data, as cards of two rows of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..xml import Element
from .model import Model, Node, last, one_line
from .ways import is_step

#: Rows of the map, by their ids here.
ROWS = {"notes": "Notes", "data": "Data"}


class Note(NamedTuple):
    """A card: its row, the step's id, the text, and the element that says it."""

    row: str
    step: str
    text: str
    element: Element


def notes_of(model: Model) -> Iterator[Note]:
    """Yield the cards of a file; what stands at no step is told to be left out."""
    told: set[Element] = set()
    for note in (*_associated(model), *_used(model)):
        told.add(note.element)
        yield note
    for element in model.all("textAnnotation"):
        if element not in told and (text := _text(element)):
            model.lose(element, f"the note stands at no step; left out: {text[:200]!r}")
    for name in ("dataObjectReference", "dataStoreReference"):
        for element in model.all(name):
            if element not in told and (text := _name(model, element)):
                model.lose(element, f"the data {text!r} belong to no step; left out")


def _associated(model: Model) -> Iterator[Note]:
    for element in model.all("association"):
        ends = [last(element.get(end)) for end in ("sourceRef", "targetRef")]
        for one, other in (ends, ends[::-1]):
            node, there = _step(model, one), model.by_id.get(other)
            if node and there is not None:
                row = "notes" if there.name == "textAnnotation" else "data"
                text = _text(there) if row == "notes" else _name(model, there)
                if text and (row == "notes" or there.name.startswith("data")):
                    yield Note(row, node.id, text, there)


def _used(model: Model) -> Iterator[Note]:
    """Yield the data that steps read and write, each once a step."""
    for node in model.nodes.values():
        seen: set[Element] = set()
        for element in node.element.all("dataInputAssociation", "dataOutputAssociation"):
            end = "sourceRef" if element.name == "dataInputAssociation" else "targetRef"
            for ref in element.all(end):
                there = model.by_id.get(last(ref.text))
                if there is None or there in seen or not there.name.startswith("data"):
                    continue
                seen.add(there)
                text = _name(model, there)
                if text and is_step(node):
                    yield Note("data", node.id, text, there)


def _step(model: Model, id: str) -> Node | None:
    node = model.nodes.get(id)
    return node if node and is_step(node) else None


def _text(annotation: Element) -> str:
    told = annotation.first("text")
    return told.words().strip() if told else ""


def _name(model: Model, data: Element) -> str:
    """Return the name of data, or of what they refer to."""
    ref = data.get("dataObjectRef") or data.get("dataStoreRef")
    named = model.by_id.get(last(ref)) if ref else None
    return one_line(data.get("name")) or (one_line(named.get("name")) if named else "")

"""Names of BPMN 2.0 that both reading and writing need."""

from __future__ import annotations

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
#: Elements of our own: records as JSON, in ``extensionElements``.
OWN = "urn:journeymap:bpmn:1"
TARGET = "urn:journeymap:journey"

#: What BPMN itself says of a record; the rest is ours alone.
SAID: dict[str, frozenset[str]] = {
    "journey": frozenset(["title", "summary"]),
    "actor": frozenset(["name"]),
    "stage": frozenset(["title"]),
    "step": frozenset(["title", "description", "actor", "stage"]),
    "transition": frozenset(["source", "target", "condition", "reason", "wait"]),
}


def element_id(record: str) -> str:
    """Return a record's id as XML takes it (an NCName): one that begins with a digit gets a `_`.

    Elements that are no record are called `_word.id`, which no record's id can become.
    """
    return record if record[0].isalpha() else f"_{record}"

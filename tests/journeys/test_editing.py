"""What the browser is told of the kinds of document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from journeymap.documents.kinds import DocumentKind
from journeymap.documents.ops import shapes_of
from journeys.editing import doc_schema
from journeys.graph import JOURNEY
from touchpoints.records import CATALOGUE

KINDS = pytest.mark.parametrize("kind", [JOURNEY, CATALOGUE], ids=lambda kind: kind.name)


def _fields(fields: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in fields.items():
        yield f"{path}.{name}", field
        yield from _fields(field.get("fields", {}), f"{path}.{name}")


def _all(kind: DocumentKind) -> list[tuple[str, dict[str, Any]]]:
    kinds = doc_schema(kind, "en")["kinds"]
    return [each for name, held in kinds.items() for each in _fields(held["fields"], name)]


@KINDS
def test_every_kind_field_and_choice_has_a_label(kind: DocumentKind) -> None:
    for held in doc_schema(kind, "en")["kinds"].values():
        assert held["label"] and held["plural"]
    for path, field in _all(kind):
        assert field["label"], path
        assert all(value and label for value, label in field.get("choices", [])), path


@KINDS
def test_every_field_of_every_record_is_told(kind: DocumentKind) -> None:
    told = {name: list(k["fields"]) for name, k in doc_schema(kind, "en")["kinds"].items()}
    assert told == {name: list(shape.defaults) for name, shape in shapes_of(kind).items()}


def test_fields_of_each_type() -> None:
    told = dict(_all(JOURNEY))
    assert told["step.title"] == {
        "type": "text",
        "label": "Title",
        "default": "",
        "required": True,
        "many": False,
        "limit": 200,
        "multiline": False,
        "translatable": True,
    }
    assert told["step.description"]["multiline"] is True
    assert told["journey.state"]["choices"] == [["as_is", "As is"], ["to_be", "To be"]]
    assert told["journey.state"]["default"] == "as_is"
    assert (told["step.expectation"]["low"], told["step.expectation"]["high"]) == (1, 5)
    assert told["card.lane"]["ref"] == {"kind": "lane", "document": "", "goes": True}
    assert told["idea.step"]["ref"] == {"kind": "step", "document": "", "goes": False}
    assert told["encounter.touchpoint"]["ref"]["document"] == "catalogue"
    assert (told["journey.labels"]["many"], told["journey.labels"]["default"]) == (True, [])
    assert "translatable" not in told["journey.labels"]
    types = {path: field["type"] for path, field in told.items()}
    assert types["step.promised_time"] == types["transition.wait"] == "duration"
    assert types["step.order"] == "order"
    assert types["journey.language"] == "language"
    assert types["idea.due"] == types["step.evidence.date"] == "date"
    assert types["lane.folded"] == "flag"
    assert types["step.evidence"] == "part"
    assert told["step.evidence.source"]["label"] == "Source"
    assert told["transition.source"]["label"] == "From"


def test_it_is_told_in_the_readers_language() -> None:
    step = doc_schema(JOURNEY, "fi")["kinds"]["step"]
    assert step["label"] == "Palvelutuokio"
    assert step["fields"]["evidence"]["fields"]["level"]["choices"][0] == ["guess", "Arvaus"]

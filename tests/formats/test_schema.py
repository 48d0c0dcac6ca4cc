"""The published JSON Schema says of a file what the program says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from journeys.formats import FORMATS
from journeys.formats.document import NATURAL_KEYS
from journeys.formats.schema import schema, text
from journeys.graph import JOURNEY, Graph
from tests.support.graphs import graphs
from touchpoints.records import CATALOGUE

DOCS = Path(__file__).parents[2] / "docs"
VALIDATOR = jsonschema.Draft202012Validator(
    schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
HEAD = {"format": "journeymap", "schema": 1, "journey": {"title": "A"}}


def test_the_published_schema_is_current_and_sound() -> None:
    assert (DOCS / "journeymap.schema.json").read_text(encoding="utf-8") == text()
    jsonschema.Draft202012Validator.check_schema(schema())


@given(graph=graphs(most=4))
@settings(max_examples=30, deadline=None)
def test_whatever_is_written_keeps_the_schema(graph: Graph) -> None:
    VALIDATOR.validate(json.loads(FORMATS["json"].write(graph).data))


@pytest.mark.parametrize(
    "more",
    [
        {"schema": 2},
        {"colour": "red"},
        {"steps": [{"title": "without an id"}]},
        {"steps": [{"id": "a"}]},
        {"steps": [{"id": "a", "title": "x", "expectation": 6}]},
        {"steps": [{"id": "a", "title": "x", "mandatory": "yes"}]},
        {"transitions": [{"source": "a", "kind": "jump"}]},
        {"journey": {"title": "A", "review_by": "31.12.2025"}},
        {"journey": {"title": "A", "promised_time": "2 weeks"}},
        {"catalogue": {"touchpoints": [{"id": "t", "name": "x", "kind": "ghost"}]}},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(more: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(HEAD | more)


def test_nulls_and_left_out_ids_are_allowed_as_in_the_reader() -> None:
    step = {"id": "a", "title": "x", "order": None, "actor": None, "evidence": None}
    value = HEAD | {
        "steps": [step],
        "transitions": [{"source": "a", "kind": "exit"}],
        "ideas": None,
    }
    VALIDATOR.validate(value)
    FORMATS["json"].read(json.dumps(value).encode(), "x")


def test_every_format_field_and_kind_of_record_is_in_the_documentation() -> None:
    page = (DOCS / "file-format.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"`{name}`" in page, name
    for kind in (*JOURNEY.records, *CATALOGUE.records):
        assert f"`{kind.plural if kind.name != 'journey' else kind.name}`" in page
        for field in kind.rules:
            assert f"`{field}`" in page, f"{kind.name}.{field}"
    for kind_name in NATURAL_KEYS:
        assert kind_name in page


def test_the_example_of_the_documentation_reads() -> None:
    page = (DOCS / "file-format.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    graph = FORMATS["yaml"].read(example.encode(), "example.yaml").graph
    assert {t.kind for t in graph.transitions} == {"choice", "exit"}

"""The project's own files hold a journey without loss, as JSON and as YAML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from journeys.formats import FORMATS
from journeys.graph import Graph
from tests.support.graphs import graphs

OWN = ["json", "yaml"]


@pytest.mark.parametrize("name", OWN)
@given(graph=graphs())
@settings(max_examples=30, deadline=None)
def test_a_file_that_is_written_reads_as_the_same_graph(name: str, graph: Graph) -> None:
    written = FORMATS[name].write(graph)
    assert written.losses == ()
    read = FORMATS[name].read(written.data, "x")
    assert read.graph == graph
    assert read.losses == ()


@pytest.mark.parametrize("name", OWN)
@given(graph=graphs(most=3))
@settings(max_examples=20, deadline=None)
def test_writing_what_was_read_gives_the_same_bytes(name: str, graph: Graph) -> None:
    once = FORMATS[name].write(graph).data
    assert FORMATS[name].write(FORMATS[name].read(once, "x").graph).data == once


@given(graph=graphs(most=3))
@settings(max_examples=20, deadline=None)
def test_both_formats_hold_the_same_object(graph: Graph) -> None:
    through_yaml = FORMATS["yaml"].read(FORMATS["yaml"].write(graph).data, "x").graph
    assert json.loads(FORMATS["json"].write(through_yaml).data) == json.loads(
        FORMATS["json"].write(graph).data
    )

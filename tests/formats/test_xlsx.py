"""Workbooks: ours comes back up to its documented loss; strangers' are read or refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from journeymap.documents.fields import Number, Part, Rule, Text, rules_of
from journeys.formats import FORMATS
from journeys.formats.cells import one_line
from journeys.formats.xlsx_sheets import KINDS
from journeys.graph import Graph
from journeys.words import LANGUAGES
from tests.diagrams.scenes import full
from tests.support.graphs import graphs

XLSX = FORMATS["xlsx"]


def carried(graph: Graph, language: str) -> dict[str, list[Any]]:
    """Return what a workbook carries: everything but comments, translations and order keys.

    Texts are in the workbook's language, without space at their ends; numbers have 15 digits.
    """
    told = graph.localised(language)
    found: dict[str, list[Any]] = {}
    for kind, record in (*told.records(), *told.catalogue.records()):
        if kind in KINDS:
            record.pop("order", None)
            if kind == "journey" and told is not graph:
                record["language"] = language
            found.setdefault(kind, []).append(kept(KINDS[kind].rules, record))
    return found


def kept(rules: dict[str, Rule], value: dict[str, Any]) -> dict[str, Any]:
    """Return a record's fields as cells hold them; what is left empty is not there."""
    found = {
        name: value[name] if name == "id" else cell(rules[name], value[name]) for name in value
    }
    return {name: each for name, each in found.items() if each not in ("", [])}


def cell(rule: Rule, value: Any) -> Any:
    if isinstance(rule, Part):
        return kept(rules_of(rule.cls), value)
    if isinstance(rule, Text):
        return [one_line(each) for each in value] if rule.many else value.strip()
    if isinstance(rule, Number):
        return float(f"{value:.15g}")
    return value


@pytest.mark.parametrize("language", LANGUAGES)
@given(graph=graphs(most=3))
@settings(max_examples=10, deadline=None)
def test_what_is_written_comes_back(language: str, graph: Graph) -> None:
    data = XLSX.write(graph, None, language).data
    read = XLSX.read(data, "x.xlsx")
    assert read.losses == ()
    assert carried(read.graph, language) == carried(graph, language)


def test_the_same_journey_gives_the_same_bytes() -> None:
    graph, measures = full()
    assert XLSX.write(graph, measures).data == XLSX.write(graph, measures).data

"""The map's core in Node, on the samples and under the vectors that Python runs too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from journeys.diagrams.lanes.sheet import Sheet
from journeys.diagrams.map import rows
from journeys.diagrams.options import Options
from journeys.graph import Graph
from journeys.pages.editor import fixed
from journeys.samples import files
from tests.diagrams.scenes import journey
from tests.journeys.test_samples import graph_of
from tests.support import node
from touchpoints.measures import Measure, Measures, mean, share

HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors" / "rows"


def triples(records: Iterable[tuple[str, dict[str, Any]]]) -> list[list[Any]]:
    return [
        [kind, value["id"], {k: v for k, v in value.items() if k != "id"}]
        for kind, value in records
    ]


def measured(graph: Graph) -> Measures:
    """Answers at two of three steps: one has many, one too few."""
    many = Measure(
        n=40,
        emotion=mean([10, 10, 10, 5, 5]),
        prompt=share(10, 40),
        easy=share(20, 40),
        worse=share(20, 40),
        met=share(15, 40),
        better=share(5, 40),
    )
    few = Measure(n=2, hidden=True)
    steps = {s.id: (many, few)[at % 3] for at, s in enumerate(graph.steps) if at % 3 < 2}
    return Measures(steps=steps, n=40)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with what the page would say, and every sample as the browser gets it."""
    graphs = {path.stem: graph_of(path.stem) for path in files()}
    path: Path = tmp_path_factory.mktemp("map") / "given.json"
    told = {
        "boot": json.loads(f"{{{fixed('en')}}}"),
        "samples": {
            name: {
                "journey": triples(graph.records()),
                "catalogue": triples(graph.catalogue.records()),
                "measures": measured(graph).told(),
            }
            for name, graph in graphs.items()
        },
    }
    path.write_text(json.dumps(told), "utf-8")
    return path


@pytest.mark.parametrize("path", sorted(HERE.glob("map/*.test.js")), ids=lambda p: p.stem)
def test_in_node(path: Path, given: Path) -> None:
    node.passes(path, GIVEN=given)


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda p: p.stem)
def test_a_vector_gives_its_rows(path: Path) -> None:
    vector = json.loads(path.read_text("utf-8"))
    sheet = Sheet(journey(*vector["records"]), None, Options(language="en"))
    found = [[row.kind, row.key, row.title, row.backstage] for row in rows(sheet)]
    assert found == vector["rows"], vector["promise"]

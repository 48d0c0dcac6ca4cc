"""bpmn.io's own viewer opens what we write without a warning, and draws all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.formats import FORMATS
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, full, journey, line

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
VIEWER = ROOT / "tools/npm-formats/node_modules/bpmn-js/dist/bpmn-viewer.production.min.js"
SAMPLES = sorted((ROOT / "journeys" / "samples").glob("*.yaml"))
BPMN = FORMATS["bpmn"]

#: Opens each file; returns its warnings, how many elements are drawn of which kind, and the words
#: of its picture.
OPEN = """async files => {
  const found = [];
  for (const xml of files) {
    const viewer = new BpmnJS({ container: "#canvas" });
    const { warnings } = await viewer.importXML(xml);
    const { svg } = await viewer.saveSVG();
    const kinds = {};
    for (const each of viewer.get("elementRegistry").getAll()) {
      kinds[each.type] = (kinds[each.type] || 0) + 1;
    }
    const page = new DOMParser().parseFromString(svg, "image/svg+xml");
    const words = [...page.querySelectorAll("text")].map(each => each.textContent);
    found.push({ warnings: warnings.map(each => each.message), kinds, words });
    viewer.destroy();
  }
  return found;
}"""
TASKS = ("bpmn:Task", "bpmn:UserTask", "bpmn:ServiceTask", "bpmn:CallActivity")


def journeys() -> Iterator[Graph]:
    for path in SAMPLES:
        yield FORMATS["yaml"].read(path.read_bytes()).graph
    yield full()[0]
    yield journey()
    yield journey(*line("a"))
    yield journey(*line(*(f"s{at}" for at in range(60))))
    yield journey(("stage", {"id": "s", "title": "Nothing yet"}))
    yield journey(("actor", {"id": "a", "name": "Nobody's"}), *line("a1", "b1"))
    yield journey(
        ("actor", {"id": "x", "name": HOSTILE}),
        ("stage", {"id": "s", "title": HOSTILE}),
        ("step", {"id": "a", "title": "<b>&\"' {{x}} #set ]]>", "actor": "x", "stage": "s"}),
        ("step", {"id": "b", "title": LONG, "actor": "x", "stage": "s"}),
        ("transition", {"id": "t", "source": "a", "target": "b", "condition": HOSTILE}),
        ("transition", {"id": "u", "source": "a", "target": "b", "kind": "choice", "wait": "P1D"}),
        ("transition", {"id": "v", "source": "b", "target": "b", "kind": "return"}),
        ("transition", {"id": "w", "source": "b", "kind": "exit", "reason": "=1+1"}),
        title=HOSTILE,
    )
    yield journey(
        *line("a", "b", "c"),
        ("transition", {"id": "p", "source": "a", "target": "c", "kind": "parallel"}),
        ("transition", {"id": "q", "source": "a", "kind": "exit"}),
    )


def squeezed(words: str) -> str:
    return "".join(words.split())


def test_the_viewer_of_bpmn_io_draws_what_we_write(browser: Browser) -> None:
    graphs = list(journeys())
    page = browser.new_page()
    page.set_content("<div id=canvas style='height: 600px'></div>")
    page.add_script_tag(path=VIEWER)
    opened = page.evaluate(OPEN, [BPMN.write(graph).data.decode() for graph in graphs])
    page.close()
    for graph, found in zip(graphs, opened, strict=True):
        assert found["warnings"] == []
        drawn = found["kinds"]
        assert sum(drawn.get(kind, 0) for kind in TASKS) == len(graph.steps)
        assert drawn.get("bpmn:Group", 0) == len(graph.stages)
        assert drawn.get("bpmn:Lane", 0) >= len(graph.actors)
        assert drawn.get("bpmn:SequenceFlow", 0) >= len(graph.transitions)
        words = {squeezed(each) for each in found["words"]}
        for named in (*graph.steps, *graph.stages):
            assert squeezed(named.title) in words

"""Mermaid itself reads and draws what is written for it: journeys and flowcharts, in one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from journeys.formats import FORMATS
from journeys.graph import Graph
from journeys.samples import files
from tests.diagrams.scenes import HOSTILE, LONG, full, journey, line
from tests.support.graphs import NASTY

ROOT = Path(__file__).parents[2]
MERMAID = ROOT / "tools/npm-formats/node_modules/mermaid/dist/mermaid.min.js"
#: What Mermaid understood of each [text, whether to draw it], and the words that it drew.
READ = """async (charts) => {
  mermaid.initialize({ startOnLoad: false });
  const found = [];
  for (const [at, [text, draw]] of charts.entries()) {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const held = db.getTasks
      ? { scores: db.getTasks().map((task) => task.score), sections: db.getSections().length }
      : { nodes: db.getVertices().size, groups: db.getSubGraphs().length,
          strokes: db.getEdges().map((edge) => edge.stroke).sort() };
    const holder = document.createElement("div");
    if (draw) holder.innerHTML = (await mermaid.render(`chart${at}`, text)).svg;
    holder.querySelectorAll("br").forEach((each) => each.replaceWith(" "));
    const drawn = holder.querySelectorAll("text, .nodeLabel, .edgeLabel .edgeLabel");
    found.push({ ...held, words: draw ? [...drawn].map((each) => each.textContent) : null });
  }
  return found;
}"""
#: Samples are read and not drawn, but for the first two: drawing takes a third of a second each.
DRAWN = 2


def hostile() -> Graph:
    titles = [
        HOSTILE,
        LONG,
        "1. one",
        "- two",
        "**a** _b_ `c`",
        "end",
        "title x",
        "%%{x}%%",
        *NASTY,
    ]
    steps = line(*(f"n{at:02}" for at in range(len(titles))))
    named = [(k, v | {"title": titles[int(v["id"][1:])]} if k == "step" else v) for k, v in steps]
    stage = ("stage", {"id": "end", "title": HOSTILE})
    actor = ("actor", {"id": "x", "name": f"{HOSTILE}, {NASTY[-1]}"})
    within = [(k, v | {"stage": "end", "actor": "x"} if k == "step" else v) for k, v in named]
    leaves = {"id": "o-", "source": "n01", "kind": "exit", "reason": HOSTILE}
    back = {"id": "r", "source": "n03", "target": "n00", "kind": "return", "condition": HOSTILE}
    return journey(*within, stage, actor, ("transition", leaves), ("transition", back))


def everything() -> list[tuple[Graph, bool]]:
    """Return journeys, and whether Mermaid is to draw them."""
    read = [FORMATS["yaml"].read(each.read_bytes(), each.name).graph for each in files()]
    empty = journey(("stage", {"id": "s", "title": "Empty"}), *line("a", "b"))
    own = [journey(), journey(*line("only")), journey(*line(*"abcdefgh"), title=HOSTILE), empty]
    return [
        *((g, at < DRAWN) for at, g in enumerate(read)),
        *((g, True) for g in own + [full()[0], hostile()]),
    ]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def read(browser: Browser) -> Iterator[Callable[[str], list[tuple[Graph, dict[str, Any]]]]]:
    """Return what has Mermaid read all journeys, written in a format."""
    page = browser.new_page()
    page.add_script_tag(path=MERMAID)

    def found(name: str) -> list[tuple[Graph, dict[str, Any]]]:
        held = everything()
        charts = [[FORMATS[name].write(graph).data.decode(), draw] for graph, draw in held]
        own = [graph.localised(graph.journey.language) for graph, _draw in held]
        return list(zip(own, page.evaluate(READ, charts), strict=True))

    yield found
    page.close()


def assert_drawn(expected: set[str], words_drawn: list[str] | None) -> None:
    if words_drawn is not None:
        assert {words(each) for each in expected} <= {words(each) for each in words_drawn}


def test_mermaid_reads_and_draws_journeys(read: Any) -> None:
    for graph, drawn in read("mermaid"):
        assert len(drawn["scores"]) == len(graph.steps)
        assert sum(drawn["scores"]) == sum(s.assumed_experience or 0 for s in graph.steps)
        assert drawn["sections"] == len(graph.stages)
        assert_drawn({s.title for s in graph.steps} | {graph.journey.title}, drawn["words"])


def test_mermaid_reads_and_draws_flowcharts(read: Any) -> None:
    strokes = {"parallel": "thick", "return": "dotted"}
    for graph, drawn in read("flowchart"):
        leaving = [t.reason for t in graph.transitions if t.target is None]
        assert drawn["nodes"] == len(graph.steps) + len(leaving)
        assert drawn["groups"] == len(graph.stages)
        assert drawn["strokes"] == sorted(strokes.get(t.kind, "normal") for t in graph.transitions)
        names = {actor.id: actor.name for actor in graph.actors}
        labels = {f"{s.title} {names.get(s.actor or '', '')}" for s in graph.steps}
        labels |= {t.condition for t in graph.transitions if t.condition} | {*leaving} - {""}
        assert_drawn(labels, drawn["words"])

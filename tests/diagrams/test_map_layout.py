"""Where steps stand: the vectors that Python and the browser share, and promises for any graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.diagrams.layout import Layout, Way, lay_out

VECTORS = Path(__file__).parent.parent / "vectors" / "layout"


def laid(graph: dict[str, Any]) -> Layout:
    return lay_out(
        [s["id"] for s in graph["stages"]],
        [(s["id"], s.get("stage")) for s in graph["steps"]],
        [
            Way(t["id"], t["source"], t.get("target"), t.get("kind", "sequence"), t.get("share"))
            for t in graph["transitions"]
        ],
    )


def as_json(layout: Layout) -> dict[str, Any]:
    return {
        "columns": [{"stage": c.stage, "steps": list(c.steps)} for c in layout.columns],
        "tracks": dict(sorted(layout.track.items())),
        "back": sorted(layout.back),
    }


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda p: p.stem)
def test_a_vector_gives_its_columns_and_tracks(path: Path) -> None:
    vector = json.loads(path.read_text("utf-8"))
    assert as_json(laid(vector["graph"])) == vector["layout"], vector["promise"]


def test_there_are_vectors() -> None:
    assert len(list(VECTORS.glob("*.json"))) >= 10


@st.composite
def paths(draw: st.DrawFn) -> dict[str, Any]:
    steps = [f"p{at}" for at in range(draw(st.integers(0, 8)))]
    stages = [f"s{at}" for at in range(draw(st.integers(0, 3)))]
    stage = st.sampled_from([*stages, None])
    step = st.sampled_from(steps)
    kind = st.sampled_from(["sequence", "choice", "parallel", "return"])
    share = st.sampled_from([None, 0.1, 0.5, 0.9])
    ways = draw(st.lists(st.tuples(step, step, kind, share), max_size=14)) if steps else []
    return {
        "stages": [{"id": s} for s in stages],
        "steps": [{"id": s, "stage": draw(stage)} for s in steps],
        "transitions": [
            {"id": f"t{at}", "source": a, "target": b, "kind": k, "share": q}
            for at, (a, b, k, q) in enumerate(ways)
        ],
    }


@given(paths())
def test_every_step_has_a_cell_of_its_own_under_its_stage(graph: dict[str, Any]) -> None:
    layout = laid(graph)
    cells = {(layout.column[s["id"]], layout.track[s["id"]]) for s in graph["steps"]}
    assert len(cells) == len(graph["steps"])
    for step in graph["steps"]:
        column = layout.columns[layout.column[step["id"]]]
        assert column.stage == step["stage"] and step["id"] in column.steps


@given(paths())
def test_stages_stand_in_order_and_none_is_missing(graph: dict[str, Any]) -> None:
    shown = list(dict.fromkeys(c.stage for c in laid(graph).columns))
    wanted: list[str | None] = [s["id"] for s in graph["stages"]]
    if any(s["stage"] is None for s in graph["steps"]):
        wanted.append(None)
    assert shown == wanted


@given(paths())
def test_a_way_leads_onwards_or_is_said_to_lead_back(graph: dict[str, Any]) -> None:
    layout = laid(graph)
    for way in graph["transitions"]:
        if way["kind"] != "return":
            onwards = layout.column[way["source"]] < layout.column[way["target"]]
            assert onwards != (way["id"] in layout.back)


@given(paths(), st.randoms())
def test_the_order_of_transitions_in_the_input_means_nothing(graph: Any, random: Any) -> None:
    shuffled = {
        **graph,
        "transitions": random.sample(graph["transitions"], len(graph["transitions"])),
    }
    assert laid(graph) == laid(shuffled)


def test_a_loop_of_a_thousand_steps_ends() -> None:
    steps = [{"id": f"p{at}"} for at in range(1000)]
    ways = [
        {"id": f"t{at}", "source": f"p{at}", "target": f"p{(at + 1) % 1000}"} for at in range(1000)
    ]
    layout = laid({"stages": [], "steps": steps, "transitions": ways})
    assert [c.steps for c in layout.columns] == [(f"p{at}",) for at in range(1000)]
    assert layout.back == {"t999"}

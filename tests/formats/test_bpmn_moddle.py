"""bpmn-moddle, which most web modellers read with, reads what we write."""

from __future__ import annotations

from pathlib import Path

from journeys.formats import FORMATS
from tests.diagrams.scenes import full
from tests.support import node

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "journeys" / "samples"


def test_bpmn_moddle_has_no_warnings(tmp_path: Path) -> None:
    graphs = {p.stem: FORMATS["yaml"].read(p.read_bytes()).graph for p in SAMPLES.glob("*.yaml")}
    for name, graph in (graphs | {"full": full()[0]}).items():
        (tmp_path / f"{name}.bpmn").write_bytes(FORMATS["bpmn"].write(graph).data)
    node.passes(HERE / "bpmn_moddle.test.mjs", WRITTEN=tmp_path)

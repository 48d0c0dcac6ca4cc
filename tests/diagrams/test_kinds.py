"""A kind of touchpoint is a line of one table: every picture follows, and a test says what else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journeys.diagrams.icons import ICONS
from journeys.diagrams.palette import COLOURS
from journeys.graph import COMPUTED_LANES
from touchpoints.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]

NEW_KIND = """
from touchpoints import kinds
kinds.KINDS["ritual"] = kinds.Kind("Ritual", "practices")
from journeys.diagrams import render
from journeys.graph import Catalogue, Graph
catalogue = Catalogue.of([("touchpoint", {"id": "t", "kind": "ritual", "name": "Handshake"})])
graph = Graph.of([
    ("journey", {"id": "j", "title": "J"}),
    ("step", {"id": "s", "title": "S"}),
    ("encounter", {"id": "e", "step": "s", "touchpoint": "t"}),
], catalogue)
for name in ("map", "path"):
    assert b"S" in render(name, "svg", graph), name
assert b"Handshake" in render("map", "svg", graph)
"""


def test_a_new_kind_is_drawn_before_anybody_gave_it_colours() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NEW_KIND], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_look_of_its_own(kind: str) -> None:
    own = [
        name for name in ("", "_ink", "_mark") if COLOURS[f"{kind}{name}"] == COLOURS[f"own{name}"]
    ]
    others = {path for name, path in ICONS.items() if name != kind}
    css = (ROOT / "static" / "css" / "base.css").read_text()
    assert not own, f"add {[kind + name for name in own]} to journeys/diagrams/palette.py COLOURS"
    assert ICONS[kind] not in others, f"add {kind!r} to journeys/diagrams/icons.py ICONS"
    assert f".kind-{kind} " in css, f"add .kind-{kind} to static/css/base.css"
    assert KINDS[kind].lane in COMPUTED_LANES, "a kind stands in a computed row: graph.py"

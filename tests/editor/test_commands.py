"""The editor's commands, run in Node with what the server says of its kinds of document."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journeys.editing import doc_schema
from journeys.graph import JOURNEY
from touchpoints.records import CATALOGUE

HERE = Path(__file__).parent / "commands"


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.js")), ids=lambda file: file.stem)
def test_in_node(file: Path, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    kinds = {"journey": JOURNEY, "catalogue": CATALOGUE}
    schema.write_text(json.dumps({name: doc_schema(kind, "en") for name, kind in kinds.items()}))
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
    environment = {**os.environ, "JOURNEYMAP_SCHEMA": str(schema)}
    ran = subprocess.run(
        [node, "--test", str(file)], env=environment, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, f"{ran.stdout[-6000:]}\n{ran.stderr[-2000:]}"

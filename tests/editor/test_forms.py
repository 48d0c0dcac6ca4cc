"""The editor's forms and tables, without a browser: words, changes, rows; run in Node."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from journeys.editing import doc_schema
from journeys.graph import JOURNEY
from tools.steps import BIN
from touchpoints.records import CATALOGUE

HERE = Path(__file__).parent / "forms"


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.js")), ids=lambda file: file.stem)
def test_in_node(file: Path, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    kinds = {"journey": JOURNEY, "catalogue": CATALOGUE}
    schema.write_text(json.dumps({name: doc_schema(kind, "en") for name, kind in kinds.items()}))
    environment = {**os.environ, "JOURNEYMAP_SCHEMA": str(schema)}
    ran = subprocess.run(
        [str(BIN / "node"), "--test", str(file)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, f"{ran.stdout[-6000:]}\n{ran.stderr[-2000:]}"

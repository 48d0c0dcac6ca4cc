"""The editor's commands, forms and tables, run in Node with what the server says of its kinds of
document: words, changes, rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeys.editing import doc_schema
from journeys.graph import JOURNEY
from tests.support import node
from touchpoints.records import CATALOGUE

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("commands/*.test.js"), *HERE.glob("forms/*.test.js")])


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kinds = {"journey": JOURNEY, "catalogue": CATALOGUE}
    path: Path = tmp_path_factory.mktemp("schema") / "schema.json"
    path.write_text(json.dumps({name: doc_schema(kind, "en") for name, kind in kinds.items()}))
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_in_node(path: Path, schema: Path) -> None:
    node.passes(path, JOURNEYMAP_SCHEMA=schema)

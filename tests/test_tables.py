"""Every entry of the tables of diagrams, kinds of file and formats is drawn or written as was
accepted, and has its row in docs/. A new entry needs `pytest tests/test_tables.py --accept`, a look
at what that wrote, and a row."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from journeys.diagrams import DIAGRAMS, KINDS, Options, render
from journeys.formats import FORMATS
from tests.diagrams.scenes import full, journey, line
from tests.support.golden import Golden

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = [name for name, each in FORMATS.items() if each.writes]


def told(data: bytes) -> tuple[bytes, str]:
    """Return what is compared: a zip's files one after the other, else the bytes; and an ending.

    How a zip is packed differs from one zlib to the next; a page's fonts are left out.
    """
    if data.startswith(b"<!DOCTYPE html"):
        return re.sub(rb"(base64,|sha256-)[\w+/=]{40,}", rb"\1...", data), ""
    if not data.startswith(b"PK\x03\x04"):
        return data, ""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [b"== " + name.encode() + b"\n" + packed.read(name) for name in packed.namelist()]
    return b"\n".join(parts) + b"\n", ".txt"


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_is_the_accepted_one(name: str, golden: Golden) -> None:
    graph, measures = full()
    options = Options(version=7, other=journey(*line("search", "gone", "done")))
    golden(f"diagrams/{name}.svg", render(name, "svg", graph, measures, options))


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_file_is_the_accepted_one(name: str, golden: Golden) -> None:
    data, ending = told(render("map", name, journey(*line("a", "b"))))
    golden(f"kinds/map.{name}{ending}", data)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_format_is_the_accepted_one(name: str, golden: Golden) -> None:
    graph, measures = full()
    data, ending = told(FORMATS[name].write(graph, measures).data)
    golden(f"formats/{name}{FORMATS[name].endings[0]}{ending}", data)


def rows(page: str) -> dict[str, list[str]]:
    """Return the rows of the page's tables that begin with a name in code, by that name."""
    lines = (DOCS / page).read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return {
        found[1]: row[1:]
        for row in cells
        if (found := re.fullmatch(r"`([\w.-]+)`", row[0].strip()))
    }


def test_every_diagram_and_kind_of_file_has_its_row() -> None:
    told = rows("diagrams.md")
    assert set(told) >= {*DIAGRAMS, *KINDS}
    for name, each in DIAGRAMS.items():
        assert told[name][0] == each.title


def test_every_format_has_its_row_which_says_what_it_can() -> None:
    told = rows("file-format.md")
    for name, each in FORMATS.items():
        endings, reads, writes, *_about = told[name]
        assert endings.split() == list(each.endings)
        assert (reads, writes) == tuple("yes" if can else "no" for can in (each.reads, each.writes))

"""What is taken away, against the program that writes it alone on a finished input.

PNG: resvg's child on the finished SVG. PDF: typst's child on the finished document. PowerPoint:
python-pptx putting the same finished shapes, texts and notes on as many slides. Ours is all from
the graph to the bytes. Both are counted in processor time, children's too, in turns. The last row
is the command line, cold.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import Row
from bench.cli import mermaid
from bench.map import journey
from bench.path import interleaved, processor
from journeys.diagrams import DIAGRAMS, Picture, pdf, png, render

from . import deck

ROOT = Path(__file__).resolve().parents[2]
SIZES = ((20, 9), (100, 3), (400, 1))  # steps, and how often each is measured
_BAR = 1.5


def run() -> Iterator[Row]:
    """Yield a row for each kind of file and size, then the command line's."""
    for steps, runs in SIZES:
        graph, measures = journey(steps)
        draw = DIAGRAMS["map"].draw
        picture = Picture(name="map", draw=draw, graph=graph, measures=measures)
        svg, document = picture.svg, json.dumps(pdf.document(picture)).encode()
        shapes = deck.finished(render("map", "pptx", picture.graph, picture.measures))
        alone: dict[str, tuple[str, Callable[[], bytes]]] = {
            "png": ("resvg on the finished SVG", partial(png.to_png, svg)),
            "pdf": ("typst on the finished document", partial(pdf.typeset, document)),
            "pptx": (
                f"python-pptx writing the same {deck.count(shapes)} shapes",
                partial(deck.written, shapes),
            ),
        }
        for kind, (said, least) in alone.items():
            yield _against(kind, picture, runs, said, least)
    yield _cold()


def _against(kind: str, picture: Picture, runs: int, said: str, least: Callable[[], bytes]) -> Row:
    ours = partial(render, "map", kind, picture.graph, picture.measures)
    if kind == "pptx":  # python-pptx takes a minute for a large map: once is enough
        took, alone = _once(ours), _once(least)
    else:
        took, alone = interleaved(ours, least, runs, processor)
    told = f"{took * 1000:.0f} ms against {alone * 1000:.0f} ms of {said}"
    name = f"map {kind.upper()}, {len(picture.graph.steps)} steps"
    return Row(name, told, took / alone, _BAR)


def _once(work: Callable[[], bytes]) -> float:
    start = processor()
    work()
    return processor() - start


def _cold() -> Row:
    """Measure ``manage.py render`` to PDF against SVG; every run is a new process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "journey.mmd"
        file.write_text(mermaid(50), encoding="utf-8")

        def process(out: str) -> None:
            command = [sys.executable, "manage.py", "render", str(file), "-o", f"{folder}/{out}"]
            subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environment)

        to_pdf, to_svg = interleaved(
            lambda: process("out.pdf"), lambda: process("out.svg"), 9, processor
        )
    told = f"{to_pdf * 1000:.0f} ms against {to_svg * 1000:.0f} ms of its SVG"
    return Row(
        "cold manage.py render of a 50-task Mermaid journey to PDF", told, to_pdf / to_svg, _BAR
    )

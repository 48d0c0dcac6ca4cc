"""The path diagram against the bare `dot` program, and labels against none.

The bare program draws SVG of the DOT that we publish (all texts, `xlabel`s). Our own picture is
laid out from a DOT without texts, and its labels are placed and drawn by us: the ratio is of all
that is done from the graph to the bytes. Both are counted in processor time, children's too:
nothing in either runs at the same time as the rest, and other work on the machine counts less.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from bench import Row
from journeys.diagrams import dot, render
from journeys.formats import FORMATS
from journeys.graph import Graph


def graph(steps: int, ways: int, *, labelled: bool) -> Graph:
    """Return a journey that branches and returns: stages of eight steps, ``ways`` transitions."""
    random = Random(7)
    joins: list[dict[str, Any]] = [
        {"source": f"s{at}", "target": f"s{at + 1}"} for at in range(steps - 1)
    ]
    while len(joins) < ways:
        at = random.randrange(6, steps - 6)
        back = random.random() < 0.2
        far = random.randint(2, 5)
        kind = "return" if back else "choice"
        joins.append(
            {"source": f"s{at}", "target": f"s{at - far if back else at + far}", "kind": kind}
        )
    for at, join in enumerate(joins):
        if labelled:
            join |= {"condition": f"where case {at} applies", "share": 0.25, "wait": "P3D"}
        else:
            join["kind"] = "return" if join.get("kind") == "return" else "sequence"
    stages = [{"id": f"g{at}", "title": f"Stage {at}"} for at in range(-(-steps // 8))]
    places = [
        {"id": f"s{at}", "title": f"Step {at}", "stage": f"g{at // 8}"} for at in range(steps)
    ]
    head = {"format": "journeymap", "schema": 1, "journey": {"title": "T", "language": "en"}}
    value = head | {"stages": stages, "steps": places, "transitions": joins}
    return FORMATS["json"].read(json.dumps(value).encode(), "bench").graph


def processor() -> float:
    """Return the seconds of processor time that this process and its ended children have had."""
    spent = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def interleaved(
    first: Callable[[], object],
    second: Callable[[], object],
    runs: int,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Return the median seconds of both, run in turns after a warm one of each."""
    times: list[list[float]] = [[], []]
    for at in range(runs + 1):
        for work, into in zip((first, second), times, strict=True):
            start = clock()
            work()
            if at:
                into.append(clock() - start)
    return [median(each) for each in times]


def _against_dot(steps: int, runs: int) -> Row:
    held = graph(steps, steps * 13 // 10, labelled=True)
    source = FORMATS["dot"].write(held).data
    command = [dot.program(), "-Tsvg"]

    def bare() -> bytes:
        return subprocess.run(command, input=source, capture_output=True, check=True).stdout

    gc.freeze()  # what the bench itself holds is no work of the drawing
    ours, theirs = interleaved(lambda: render("path", "svg", held), bare, runs, processor)
    told = f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms of dot -Tsvg on the published DOT"
    return Row(f"path SVG, {steps} steps", told, ours / theirs, 1.15)


def _labels() -> Row:
    with_labels = graph(1500, 2000, labelled=True)
    without = graph(1500, 2000, labelled=False)
    ours, bare = interleaved(
        lambda: render("path", "svg", with_labels), lambda: render("path", "svg", without), 3
    )
    told = f"{ours:.1f} s against {bare:.1f} s of the same graph without labels"
    return Row("path SVG, 2,000 labelled transitions", told, ours / bare, 1.3)


def run() -> list[Row]:
    """Measure."""
    return [_against_dot(100, 31), _against_dot(400, 15), _against_dot(1000, 15), _labels()]

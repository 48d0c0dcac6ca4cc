"""The map's SVG, drawn in process, against joining the same elements.

The yardstick is the same file's elements with every number and text already formatted and
escaped: each put into its template, and all joined. It is what any writer of this SVG must do
at least; layout, measuring, wrapping, the scene and formatting are what the ratio shows.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from bench import Row
from journeymap.documents.fields import Json
from journeys.diagrams import render
from journeys.graph import Catalogue, Graph
from touchpoints.measures import Measure, Measures, mean, share

SIZES = (20, 100, 400, 1000)
_ELEMENT = re.compile(r"<[^<]*")
_VALUE = re.compile(r'(?<=")[^"]*(?=")|(?<=>)[^<]+')
_KINDS = ("person", "virtual_space", "object", "practice", "physical_space")


def journey(steps: int) -> tuple[Graph, Measures]:
    """Make a journey with touchpoints, findings and answers at every step or third step."""
    stages = max(1, steps // 10)
    records: list[tuple[str, Json]] = [
        ("journey", {"id": "j", "title": "A long journey", "language": "en"})
    ]
    records += [
        ("stage", {"id": f"s{at}", "title": f"Stage number {at}", "order": f"b{at:04}1"})
        for at in range(stages)
    ]
    records.append(("actor", {"id": "a", "name": "Jobseeker"}))
    for at in range(steps):
        step = f"p{at}"
        records += [
            (
                "step",
                {
                    "id": step,
                    "title": f"Fills in the form number {at} online",
                    "actor": "a",
                    "order": f"b{at:04}1",
                    "stage": f"s{min(stages - 1, at // 10)}",
                    "expectation": 3.5,
                    "assumed_experience": 1 + at % 5,
                },
            ),
            ("encounter", {"id": f"e{at}", "step": step, "touchpoint": f"k{at % 20}"}),
        ]
        if at:
            records.append(("transition", {"id": f"t{at}", "source": f"p{at - 1}", "target": step}))
        if at % 3 == 0:
            title = f"Asked twice for paper {at}"
            pain = {"id": f"f{at}", "kind": "pain", "step": step, "title": title, "severity": 3}
            records.append(("finding", pain))
    touchpoints: list[tuple[str, Json]] = [
        ("touchpoint", {"id": f"k{at}", "kind": _KINDS[at % 5], "name": f"Touchpoint {at}"})
        for at in range(20)
    ]
    graph = Graph.of(records, Catalogue.of(touchpoints))
    return graph, Measures(steps={s.id: _measure() for s in graph.steps}, n=50 * steps)


def _measure() -> Measure:
    return Measure(
        n=50,
        emotion=mean([5, 10, 10, 15, 10]),
        prompt=share(30, 50),
        easy=share(20, 50),
        worse=share(25, 50),
        met=share(15, 50),
        better=share(10, 50),
    )


def joining(drawn: str) -> Callable[[], str]:
    """Return the yardstick of one drawing: fill every element's template, join them."""
    elements = []
    for element in _ELEMENT.findall(drawn):
        template = _VALUE.sub("%s", element.replace("%", "%%"))
        elements.append((template, tuple(_VALUE.findall(element))))

    def work() -> str:
        return "".join([template % values for template, values in elements])

    if work() != drawn:
        raise AssertionError("the yardstick does not make the same file")
    return work


def _in_turns(
    one: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the median processor seconds of two works, run in turns in the same weather."""
    one()
    pairs = [(_seconds(one), _seconds(other)) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def run() -> list[Row]:
    """Return a row per size, and one for the growth from 100 to 1,000 steps."""
    found = []
    works: dict[int, Callable[[], bytes]] = {}
    for steps in SIZES:
        graph, measures = journey(steps)
        works[steps] = partial(render, "map", "svg", graph, measures)
        drawn = joining(works[steps]().decode())
        took, least = _in_turns(works[steps], drawn, 31 if steps < 400 else 9)
        said = f"{took * 1e3:.1f} ms against {least * 1e3:.1f} ms of joining its elements"
        found.append(Row(f"map SVG, {steps} steps", said, took / least, 10))
    more, less = _in_turns(works[1000], works[100], 15)
    said = f"{more * 1e3:.0f} ms for 1,000 steps against {less * 1e3:.1f} ms for 100"
    found.append(Row("map SVG, growth for 10 times the steps", said, more / less, 13))
    return found

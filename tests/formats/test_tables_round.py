"""What a table of steps carries of a journey comes back from it: its documented loss, exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings

from journeys import labels
from journeys.formats import FORMATS
from journeys.formats.cells import one_line
from journeys.graph import CARD_LANES, Graph
from journeys.walking import in_path_order
from journeys.words import LANGUAGES, words
from tests.diagrams.scenes import HOSTILE, full, journey, line
from tests.support.graphs import graphs

TABLE = FORMATS["table"]
Found = dict[str, Any]


def carried(graph: Graph) -> list[Found]:
    """Return what a table of steps carries: texts on one line, names for ids, a row a step.

    Stages, actors, and rows of the map of the same name are one; so are touchpoints of the same
    kind, name and channel. How a thing is known is a text.
    """
    steps = in_path_order(graph)
    number = {step.id: at for at, step in enumerate(steps)}
    stages = {stage.id: folded(stage.title) for stage in graph.stages}
    actors = {actor.id: folded(actor.name) for actor in graph.actors}
    rows: list[Found] = [
        {
            "title": one_line(step.title),
            "stage": stages.get(step.stage or ""),
            "actor": actors.get(step.actor or ""),
            "description": step.description.strip(),
            "outcome": step.outcome.strip(),
            "expectation": decimals(step.expectation),
            "experience": decimals(step.assumed_experience),
            "importance": (step.importance_customer, step.importance_organisation),
            "flags": (step.moment_of_truth, step.mandatory),
            "time": step.promised_time,
            "met": met(graph, step.id),
            "cards": cards(graph, step.id),
            **{kind: said(graph, step.id, kind) for kind in ("pain", "gain")},
            **{kind: said(graph, step.id, kind) for kind in ("opportunity", "solution")},
        }
        for step in steps
    ]
    for row in rows:
        row["ways"] = []
    for each in graph.transitions:
        why = one_line(each.condition or each.reason)
        to = number.get(each.target or "")
        row = rows[number[each.source]]
        row["ways"].append((to, each.kind, decimals(each.share), each.wait, why))
    return rows


def folded(text: str) -> str:
    return one_line(text).casefold()


def decimals(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def said(graph: Graph, step: str, kind: str) -> list[str]:
    held: Iterable[Any] = (*graph.findings, *graph.ideas)
    return [one_line(each.title) for each in held if each.step == step and each.kind == kind]


def met(graph: Graph, step: str) -> list[tuple[str, str, str | None]]:
    shared = graph.catalogue.touchpoints
    found = [shared[each.touchpoint] for each in graph.encounters if each.step == step]
    return list(dict.fromkeys((folded(t.name), t.kind, t.channel) for t in found))


def cards(graph: Graph, step: str) -> list[tuple[str, str, str]]:
    """Return kind and title of each row with cards at the step, and their lines."""
    lanes = {lane.id: lane for lane in graph.lanes if lane.kind in CARD_LANES}
    found = []
    for card in graph.cards:
        if card.step == step:
            lane = lanes[card.lane]
            lines = [line.strip() for line in card.text.splitlines()]
            found.append((lane.kind, one_line(lane.title), "\n".join(filter(None, lines))))
    return sorted(found)


@pytest.mark.parametrize("language", LANGUAGES)
@given(graph=graphs(most=4))
@settings(max_examples=20, deadline=None)
def test_what_is_written_comes_back(language: str, graph: Graph) -> None:
    told = graph.localised(language)
    data = TABLE.write(graph, None, language).data
    if not graph.steps:
        return
    read = TABLE.read(data, "x.csv").graph
    assert carried(read) == carried(told)


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


DANGER = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\uff1d1+1",
    "'=1",
    "''-x",
    "NA",
    "-",
    "–",
]


@pytest.mark.parametrize("text", [*DANGER, HOSTILE, "{{x}}", "'tis"])
def test_no_cell_is_a_formula_and_all_come_back(text: str) -> None:
    one: Found = {"title": text, "description": text, "actor": "a", "stage": "s", "outcome": text}
    graph = journey(
        ("stage", {"id": "s", "title": text}),
        ("actor", {"id": "a", "name": text}),
        ("touchpoint", {"id": "t", "kind": "object", "name": text}),
        *line("one", **one),
        ("encounter", {"id": "e", "step": "one", "touchpoint": "t"}),
        ("finding", {"id": "f", "kind": "pain", "step": "one", "title": text}),
        ("lane", {"id": "l", "title": text}),
        ("card", {"id": "c", "lane": "l", "step": "one", "text": text}),
    )
    data = TABLE.write(graph, None, "en").data
    for cell in (cell for row in cells(data) for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d")), cell
    assert carried(TABLE.read(data, "x.csv").graph) == carried(graph)


def test_excel_opens_it_in_the_readers_language() -> None:
    graph, measures = full()
    for language, sign in (("fi", ";"), ("sv", ";"), ("en", ",")):
        data = TABLE.write(graph, measures, language).data
        assert data.startswith(b"\xef\xbb\xbf")
        head = data.decode("utf-8-sig").partition("\r\n")[0].split(sign)
        assert head[2] == words(language)(labels.FIELDS["step"])
        read = TABLE.read(data, "x.csv")
        assert read.graph.journey.language == language
        assert read.losses == ()


def test_the_losses_say_what_is_not_there() -> None:
    told = [str(loss) for loss in TABLE.write(full()[0], None, "en").losses]
    assert told == [
        "cards: 1 at no single step left out",
        "findings: 1 at no step left out",
        "ideas: 1 at no step left out",
        "findings, ideas: only their titles are written",
        "journey: only its steps are written; it is called after the file when read",
    ]

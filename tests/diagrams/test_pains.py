"""A pain hurts until it is solved or dismissed: the same wherever pains are counted."""

from __future__ import annotations

import pytest

from journeys.diagrams import Options, map, path
from journeys.diagrams.miniature import miniature
from journeys.diagrams.palette import COLOURS
from journeys.graph import FINDING_STATUSES, Graph
from journeys.outline import sentence_of
from journeys.pages.cards import Card
from tests.diagrams.scenes import groups, journey, line, words
from touchpoints.measures import Measures

HURTS = {"open": True, "accepted": True, "solved": False, "dismissed": False}
LEGEND = "open pain points"


def found(status: str, kind: str = "pain") -> Graph:
    finding = {"id": "f", "kind": kind, "step": "a", "title": "Queue", "status": status}
    return journey(*line("a"), ("finding", finding))


def counts(graph: Graph) -> list[bool]:
    """Say of every place that counts pains whether it counts one here."""
    drawn = map.draw(graph)
    card = Card(None, graph, Measures(), "en", None, 0, False)  # type: ignore[arg-type]
    return [
        any(f.hurts for f in graph.findings),
        bool(groups(drawn, "badge")),
        LEGEND in words(drawn),
        "Open pain points: 1" in words(path.draw(graph)),
        COLOURS["bad_fill"][0].encode() in miniature(graph, theme="light"),
        card.pains == 1,
    ]


@pytest.mark.parametrize("status", FINDING_STATUSES)
def test_a_pain_hurts_while_it_is_open_or_accepted(status: str) -> None:
    graph = found(status)
    assert counts(graph) == [HURTS[status]] * 6
    assert ("Queue" in sentence_of(graph, graph.steps[0])) == HURTS[status]


def test_a_gain_never_hurts() -> None:
    assert counts(found("open", "gain")) == [False] * 6


def test_a_folded_stage_counts_the_pains_inside() -> None:
    records = line("a", "b", stage="s")
    pains = [
        ("finding", {"id": f"f{at}", "kind": "pain", "step": "a", "title": "x", "status": status})
        for at, status in enumerate(FINDING_STATUSES)
    ]
    graph = journey(("stage", {"id": "s", "title": "S"}), *records, *pains)
    (badge,) = groups(map.draw(graph, None, Options(fold=frozenset({"s"}))), "badge")
    assert badge.title == "Open pain points: 2"

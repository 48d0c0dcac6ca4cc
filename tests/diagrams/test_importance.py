"""Pains and importance: each open finding has one mark at its place and one line, in one order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.analysis import ANALYSES
from journeys.diagrams import Options
from journeys.diagrams.pains import draw
from journeys.diagrams.scene import Box, Circle, Element, Group, Scene, Text
from journeys.diagrams.styles import STYLES
from journeys.graph import FINDING_STATUSES, Graph
from tests.diagrams.scenes import full, groups, journey, sound, walk, words
from tests.support.graphs import graphs
from touchpoints.measures import Measures, share

Finding = tuple[str, int, int | None, int | None, str, str]


def told(*found: Finding) -> Graph:
    """Make a journey of findings: kind, copies, importance, severity, status, evidence."""
    steps: list[tuple[str, dict[str, Any]]] = []
    records: list[tuple[str, dict[str, Any]]] = []
    for at, (kind, copies, importance, severity, status, level) in enumerate(found):
        steps.append(("step", {"id": f"s{at}", "title": f"S{at}", "order": f"a{at:03}1"}))
        if importance:
            steps[-1][1]["importance_customer"] = importance
        for copy in range(copies):
            identity = f"f{at}.{copy}"
            value = {"id": identity, "kind": kind, "title": f"T{identity}", "step": f"s{at}"}
            value |= {"status": status, "evidence": {"level": level}}
            records.append(("finding", value | ({"severity": severity} if severity else {})))
    return journey(*steps, *records)


def pain(importance: int | None, severity: int | None, **more: Any) -> Finding:
    held = {"kind": "pain", "copies": 1, "status": "open", "level": "survey", **more}
    return (held["kind"], held["copies"], importance, severity, held["status"], held["level"])


FINDINGS = st.lists(
    st.tuples(
        st.sampled_from(["pain", "gain"]),
        st.integers(1, 12),
        st.none() | st.integers(1, 5),
        st.none() | st.integers(1, 4),
        st.sampled_from(FINDING_STATUSES),
        st.sampled_from(["guess", "survey"]),
    ),
    max_size=12,
)


def marks(scene: Scene) -> dict[str, Group]:
    """Return the marks of the chart by their finding."""
    found = [g for g in groups(scene, "point") if g.id]
    assert len({g.record for g in found}) == len(found)
    return {g.record: g for g in found}


def middle(mark: Group) -> tuple[float, float, float]:
    """Return the middle of a mark and how far it reaches from there, in px."""
    ground = mark.items[0]
    if isinstance(ground, Circle):
        return ground.x, ground.y, ground.r
    assert isinstance(ground, Box)
    return ground.x + ground.w / 2, ground.y + ground.h / 2, ground.w / 2


def number(items: tuple[Element, ...]) -> str:
    return next(i.lines[0] for i in items if isinstance(i, Text))


@settings(max_examples=30)
@given(FINDINGS)
def test_every_open_finding_has_one_mark_and_one_line_with_its_number(found: Any) -> None:
    graph = told(*found)
    scene = draw(graph)
    lines = {g.record: g for g in groups(scene, "finding")}
    assert lines.keys() == {f.id for f in graph.findings}
    assert len(groups(scene, "finding")) == len(graph.findings)
    shown = marks(scene)
    assert shown.keys() == {f.id for f in graph.findings if f.stands}
    order = [p.finding.id for p in ANALYSES["priorities"].answer(graph) if p.finding.stands]
    for at, identity in enumerate(order, start=1):
        assert number(shown[identity].items) == str(at)
        (again,) = (g for g in lines[identity].items if isinstance(g, Group))
        assert number(again.items) == str(at)
    places = [middle(next(g for g in lines[i].items if isinstance(g, Group)))[:2] for i in order]
    assert places == sorted(places)


@settings(max_examples=30)
@given(FINDINGS)
def test_marks_never_overlap_and_stand_in_order_of_their_scales(found: Any) -> None:
    graph = told(*found)
    by_id = graph.by_id
    placed = [(by_id[i], *middle(mark)) for i, mark in marks(draw(graph)).items()]
    for at, (one, x, y, r) in enumerate(placed):
        for other, x1, y1, r1 in placed[:at]:
            assert abs(x - x1) >= r + r1 or abs(y - y1) >= r + r1
            if one.kind != other.kind:
                assert (x < x1) == (one.kind == "pain")
                continue
            a, b = (by_id[f.step].importance_customer or 0 for f in (one, other))
            assert a == b or (x < x1) == (a < b)
            a, b = one.severity or 0, other.severity or 0
            assert a == b or (y > y1) == (a < b)


def test_a_guess_looks_and_is_said_otherwise_than_what_research_says() -> None:
    scene = draw(told(pain(4, 4), pain(4, 4, level="guess"), pain(4, 4, kind="gain")))
    known, guess, gain = (marks(scene)[f"f{at}.0"].items[0] for at in range(3))
    assert isinstance(known, Circle) and isinstance(guess, Circle) and isinstance(gain, Box)
    assert not STYLES[known.style].dash and STYLES[guess.style].dash
    legend = [g.items[1].lines for g in groups(scene, "legend")]  # type: ignore[union-attr]
    assert legend == [
        ("pain point with evidence",), ("pain point, a guess",), ("success with evidence",),
    ]  # fmt: skip
    said = {g.record: g.title for g in groups(scene, "finding")}
    assert "Evidence: Survey" in said["f0.0"] and "Evidence: Guess" in said["f1.0"]


def test_what_comes_first_is_said_and_holds_what_is_severe_and_matters() -> None:
    graph = told(pain(5, 4), pain(5, 2), pain(2, 4), pain(None, 4), pain(4, 3))
    scene = draw(graph)
    (first,) = (i for i in walk(scene.items) if isinstance(i, Box) and i.style == "pain_first")
    inside = {
        identity
        for identity, mark in marks(scene).items()
        if first.x < middle(mark)[0] < first.x + first.w
        and first.y < middle(mark)[1] < first.y + first.h
    }
    assert inside == {"f0.0", "f4.0"}
    assert "Mend first" in [g.title for g in groups(scene, "quarter")]
    assert "Mend first: Tf0.0, Tf4.0." in scene.description


def test_a_line_says_what_the_findings_view_says() -> None:
    graph, measures = full()
    often = Measures(steps=measures.steps, findings={"f1": share(25, 61)})
    (said,) = (g.title for g in groups(draw(graph, often), "finding") if g.record == "f1")
    assert "Queue of 40 min · Visits the office · Severity: 3 of 4" in said
    assert "Importance to customers: not set" in said
    assert "Frequency: 41% (30–54), n 61" in said
    assert "Evidence: Survey, n 61 · Status: Open" in said


@pytest.mark.parametrize("status", ["solved", "dismissed"])
def test_what_no_longer_is_has_a_word_and_no_number(status: str) -> None:
    scene = draw(told(pain(4, 4, status=status)))
    assert not marks(scene)
    assert "No longer so" in words(scene) and status.capitalize() in words(scene)


def test_customers_do_not_see_a_row_that_is_not_for_them() -> None:
    graph = journey(
        ("finding", {"id": "f", "kind": "pain", "title": "Secret"}),
        ("lane", {"id": "l", "kind": "findings", "visible_to_customer": False}),
    )
    assert "Secret" in words(draw(graph))
    hidden = draw(graph, None, Options(customer_view=True))
    assert "Secret" not in words(hidden) + hidden.description
    assert "not shown to customers" in words(hidden)


@settings(max_examples=8)
@given(graphs(4))
def test_any_journey_is_drawn_and_no_text_overflows(graph: Graph) -> None:
    scene = draw(graph)
    sound(scene)

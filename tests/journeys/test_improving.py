"""From what customers say to what is done about it: commands, their order, the summary."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journeymap.documents import ops
from journeys.analysis import ANALYSES
from journeys.analysis.summary import Summary
from journeys.commands import improving
from journeys.graph import JOURNEY, Evidence, Finding, Follows, Graph, Idea, Journey, Step
from journeys.outline import outline
from touchpoints.measures import VALUES, Counts, Measures, measure, share

SHAPES = ops.shapes_of(JOURNEY)
SURVEY = {"level": "survey", "n": 40, "source": "Spring", "date": "2026-05-04"}
STEP = Step(id="s1", title="Fills in the form", importance_customer=5)
GRAPH = Graph(journey=Journey(id="j", title="Grant", language="en"), steps=(STEP,))


def after(edit: list[dict[str, Any]], graph: Graph = GRAPH) -> Graph:
    start = {v["id"]: (k, {n: x for n, x in v.items() if n != "id"}) for k, v in graph.records()}
    records = ops.apply(start, ops.parse_ops(edit, JOURNEY.by_name), SHAPES)
    return Graph.of([(kind, {"id": i, **value}) for i, (kind, value) in records.items()])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"emotion": 1}, "pain"),
        ({"emotion": 5, "expectation": -1}, "gain"),
        ({"emotion": 3, "expectation": -1}, "pain"),
        ({"emotion": 3, "expectation": 0, "got_it_done": "yes"}, "gain"),
        ({"emotion": None, "got_it_done": "partly"}, "pain"),
        ({"ease": 4}, "gain"),
        ({}, "pain"),
    ],
)
def test_the_kind_is_guessed_by_mood(said: dict[str, Any], kind: str) -> None:
    assert improving.kind_of(said) == kind


def test_a_title_is_the_first_words_of_a_quote() -> None:
    assert improving.title_of("Too slow. I waited for weeks.") == "Too slow"
    assert improving.title_of("Why so\n many pages? I gave up.") == "Why so many pages?"
    long = "Hakemuslomakepohjan täyttöohjeistuskokonaisuus " * 4
    assert improving.title_of(long).endswith("…") and len(improving.title_of(long)) <= 91
    assert not improving.title_of(long).removesuffix("…").endswith(" ")
    assert len(improving.title_of("x" * 4000)) <= 91


def test_a_quote_becomes_a_finding_with_its_words_and_evidence() -> None:
    made = after(improving.of_quote("pain", "s1", "Too slow. Weeks!", {**SURVEY, "n": 1}, "f1"))
    (found,) = made.findings
    assert (found.kind, found.step, found.title) == ("pain", "s1", "Too slow")
    assert found.description == "Too slow. Weeks!"
    assert found.evidence == Evidence(level="survey", n=1, source="Spring", date="2026-05-04")
    assert found.follows is None


@pytest.mark.parametrize("item", VALUES)
@pytest.mark.parametrize("kind", ["pain", "gain"])
def test_a_group_becomes_a_finding_that_follows_it(item: str, kind: str) -> None:
    narrowed = {"round": "r1", "unit": "Vaasa", "since": "2026-01-01", "until": ""}
    made = after(improving.of_group(kind, STEP, item, narrowed, SURVEY, "fi", "f1"))
    (found,) = made.findings
    assert found.title.endswith(": Fills in the form")
    assert found.follows and set(found.follows.values) < set(map(str, VALUES[item]))
    assert replace(found.follows, item=item, values=()) == Follows(
        item=item, round="r1", unit="Vaasa", since="2026-01-01"
    )


def test_more_answers_are_counted_in_the_evidence_but_where_it_is_something_else() -> None:
    held = Finding(id="f1", kind="pain", title="Slow", step="s1")
    graph = replace(GRAPH, findings=(held,))
    (found,) = after(improving.supported(held, 3), graph).findings
    assert found.evidence == Evidence(level="survey", n=3)
    told = replace(held, evidence=Evidence(level="survey", n=1, source="Spring"))
    (found,) = after(improving.supported(told, 2), replace(GRAPH, findings=(told,))).findings
    assert found.evidence == Evidence(level="survey", n=2, source="Spring")
    assert improving.supported(replace(held, evidence=Evidence(level="workshop")), 2) == []
    group = Follows(item="ease", values=("1",))
    assert improving.supported(replace(held, follows=group), 2) == []


def test_a_finding_becomes_an_opportunity_and_that_a_solution() -> None:
    pain = Finding(id="f1", kind="pain", title="Slow", step="s1")
    graph = after(improving.opportunity(pain, "i1"), replace(GRAPH, findings=(pain,)))
    (idea,) = graph.ideas
    assert (idea.kind, idea.findings, idea.step) == ("opportunity", ("f1",), "s1")
    assert idea.title == "Slow"
    given = {"owner": "Aino", "due": "2026-12-01"}
    (idea,) = after(improving.solution(idea, **given), graph).ideas
    assert (idea.kind, idea.status, idea.owner, idea.due) == (
        "solution",
        "accepted",
        "Aino",
        "2026-12-01",
    )
    done = Idea(id="i2", title="Done", status="done")
    (idea,) = after(improving.solution(done), replace(GRAPH, ideas=(done,))).ideas
    assert idea.status == "done"


def test_what_matters_hinders_and_is_met_most_comes_first() -> None:
    def pain(id: str, severity: int | None = 4, **more: Any) -> Finding:
        return Finding(id=id, kind="pain", title=id, severity=severity, **more)

    graph = replace(
        GRAPH,
        findings=(
            pain("a", step="s1", status="solved"),
            pain("b"),
            pain("c", step="s1"),
            pain("d", 1, step="s1"),
            pain("e", None, step="s1"),
        ),
    )
    often = {"c": share(2, 20), "d": share(18, 20)}
    found = ANALYSES["priorities"].answer(graph, Measures(findings=often))
    numbers = {each.finding.id: each.number for each in found}
    assert numbers == pytest.approx({"a": 10, "b": 6, "c": 2, "d": 4.5, "e": 6.25})
    assert [each.finding.id for each in found] == ["e", "b", "d", "c", "a"]
    assert found[2].frequency == often["d"] and found[0].severity is None


def test_the_summary_and_the_outline_name_doubted_promises_and_uneven_steps() -> None:
    graph = replace(GRAPH, steps=(replace(STEP, promised_time="P7D"), Step(id="s2", title="Waits")))
    slow = measure(Counts(n=20, efficiency=(9, 3, 0, 4, 4)))
    pain = Finding(id="f1", kind="pain", title="Slow", step="s1")
    graph = replace(graph, findings=(pain,))
    told = Measures(
        steps={"s1": slow, "s2": slow},
        n=40,
        uneven={"s2": ("unit", "segment")},
        findings={"f1": share(12, 20)},
    )
    found: Summary = ANALYSES["summary"].answer(graph, told)
    assert found.doubted == (("s1", 0.4),)
    assert found.uneven == (("s2", ("unit", "segment")),)
    words = outline(graph, told, "en")
    sentences = [each.text for section in words.sections for each in section.sentences]
    assert "Prompt, as promised, for only 40% who answered: Fills in the form." in sentences
    assert "Uneven between units, customer groups: Waits." in sentences
    cells = [
        row.cells for s in words.sections for t in s.tables for row in t.rows if row.id == "f1"
    ]
    assert any("60% (39–78, n 20)" in row for row in cells)

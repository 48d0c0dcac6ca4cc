"""The journey in words: every step a sentence, every record told, nothing lost, nothing mixed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys import labels
from journeys.graph import (
    CARD_LANES,
    Actor,
    Card,
    Catalogue,
    Encounter,
    Evidence,
    Finding,
    Graph,
    Journey,
    Lane,
    Stage,
    Step,
    Transition,
    Translation,
)
from journeys.outline import Outline, outline, sentence_of
from tests.support.graphs import graphs
from touchpoints.measures import Counts, Measure, Measures, measure
from touchpoints.records import Touchpoint

LANGUAGES = st.sampled_from(["fi", "sv", "en"])


def _texts(told: Outline) -> str:
    parts = [told.title, *told.paragraphs]
    for section in told.sections:
        parts += [section.heading, *(s.text for s in section.sentences)]
        parts += [cell for table in section.tables for row in table.rows for cell in row.cells]
    return "\n".join(parts)


@settings(max_examples=40)
@given(graphs(3), LANGUAGES)
def test_every_record_is_told_and_every_row_is_full(graph: Graph, language: str) -> None:
    told = outline(graph, None, language)
    tables = [table for section in told.sections for table in section.tables]
    assert all(len(row.cells) == len(table.columns) for table in tables for row in table.rows)
    assert all(cell for table in tables for row in table.rows for cell in row.cells)
    ids = [row.id for table in tables for row in table.rows]
    lanes = {lane.id for lane in graph.lanes if lane.kind in CARD_LANES}
    records = (*graph.steps, *graph.transitions, *graph.encounters, *graph.findings, *graph.ideas)
    cards = [card for card in graph.cards if card.lane in lanes]
    assert sorted(ids) == sorted(record.id for record in (*records, *cards))
    sentences = [s.id for section in told.sections if section.level == 3 for s in section.sentences]
    assert sorted(sentences) == sorted(step.id for step in graph.steps)


@settings(max_examples=40)
@given(graphs(3), LANGUAGES)
def test_titles_are_told_in_the_readers_language(graph: Graph, language: str) -> None:
    said = _texts(outline(graph, None, language))
    local = graph.localised(language)
    assert all(each.title in said for each in (*local.steps, *local.findings, *local.ideas))


def test_an_empty_journey_is_told_too() -> None:
    told = outline(Graph(journey=Journey(id="j", title="Bare")))
    assert told.title == "Bare"
    assert [section.heading for section in told.sections] == ["In short", "The path"]
    assert not any(section.sentences or section.tables for section in told.sections)


def _grant() -> Graph:
    return Graph(
        journey=Journey(id="j", title="Grant", promised_time="P14D"),
        stages=(Stage(id="g", title="Apply"),),
        actors=(Actor(id="m", name="Maija"),),
        steps=(
            Step(
                id="s1",
                title="Fill in",
                stage="g",
                actor="m",
                expectation=4,
                assumed_experience=2.5,
                moment_of_truth=True,
                promised_time="PT1H20M",
                evidence=Evidence(level="interviews", n=6, source="diary"),
            ),
            Step(id="s2", title="Wait", order="1"),
        ),
        transitions=(
            Transition(id="t1", source="s1", target="s2", share=0.6, condition="complete"),
            Transition(id="t2", source="s1", kind="exit", reason="too long", share=0.4),
        ),
        encounters=(Encounter(id="e", step="s1", touchpoint="p"),),
        lanes=(Lane(id="l", kind="backstage"), Lane(id="c", kind="path")),
        cards=(Card(id="k", lane="l", step="s1", text="Handler reads"),),
        findings=(
            Finding(id="f1", kind="pain", step="s1", title="Long words", severity=3),
            Finding(id="f2", kind="pain", step="s1", title="Mended", status="solved"),
            Finding(id="f3", kind="gain", step="s1", title="Kind help"),
        ),
        translations=(
            Translation(id="v", record="s1", field="title", language="sv", text="Fyll i"),
        ),
        catalogue=Catalogue(
            touchpoints={
                "p": Touchpoint(id="p", kind="virtual_space", name="Portal", channel="web")
            }
        ),
    )


def _measures(n: int = 30) -> Measures:
    counts = Counts(n=n, emotion=(5, 10, 5, 6, n - 26), expectation=(n // 2, 0, n - n // 2))
    return Measures(steps={"s1": measure(counts), "s2": Measure(n=2, hidden=True)}, n=n + 2)


def test_a_step_is_one_sentence_with_everything_that_matters() -> None:
    graph = _grant()
    assert sentence_of(graph, graph.steps[0], _measures()) == (
        "1. Fill in; moment of truth; by: Maija; meets: Portal (virtual space, web);"
        " pain points: Long words; successes: Kind help; expected: 4;"
        " assumed: 2.5, below what was expected; measured 2.8 (2.3–3.3, n 30);"
        " worse than expected for 50%, better for 50%;"
        " ways on: Wait (complete, 60%), exit (too long, 40%)."
    )


def test_too_few_answers_are_said_in_words_and_no_number_of_them_is_told() -> None:
    graph = _grant()
    told = outline(graph, _measures())
    assert sentence_of(graph, graph.steps[1], _measures()) == (
        "2. Wait; measured: too few answers to show."
    )
    (table,) = next(s for s in told.sections if s.heading == "What customers answered").tables
    assert [row.cells[1] for row in table.rows] == ["30", "fewer than 5: not shown"]
    assert set(table.rows[1].cells[2:]) == {"–"}


def test_a_summary_names_what_stands_out() -> None:
    told = outline(_grant(), _measures())
    assert [s.text for s in told.sections[0].sentences] == [
        "First step: Fill in.",
        "Last step: Wait.",
        "Lowest measured experience: Fill in.",
        "Lowest assumed experience: Fill in.",
        "Moments of truth: Fill in.",
        "Assumed 1.5 below what is expected: Fill in.",
        "Whether promised times were kept is not measured yet.",
    ]
    nobody = outline(_grant())
    assert nobody.sections[0].sentences[-1].text == "Nobody has answered yet."


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("P14D", "en", "14 d"),
        ("PT1H20M", "en", "1 h 20 min"),
        ("P1Y2M3DT4H5M6S", "en", "1 y 2 mo 3 d 4 h 5 min 6 s"),
        ("P2W", "en", "2 wk"),
        (None, "en", ""),
    ],
)
def test_durations_in_words(value: str | None, language: str, words: str) -> None:
    assert labels.duration(value, language) == words


def test_numbers_follow_the_language() -> None:
    assert labels.score(3.5, "fi") == "3,5"
    assert labels.score(4.0, "fi") == "4"
    assert labels.score(3.96, "en") == "4"
    assert labels.percent(0.125, "en") == "12%"
    assert labels.percent(0.125, "sv") == "12\u00a0%"


@pytest.mark.parametrize(
    ("expected", "assumed", "gap"),
    [
        (4, 3.6, "met"),
        (4, 3.5, "below"),
        (3.8, 4.3, "exceeded"),
        (4.3, 3.8, "below"),
        (None, 3, ""),
        (3, None, ""),
    ],
)
def test_a_gap_is_half_a_step_or_more(
    expected: float | None, assumed: float | None, gap: str
) -> None:
    step = Step(id="s", title="S", expectation=expected, assumed_experience=assumed)
    assert labels.assumed_gap(step) == gap

"""What is written as a Mermaid journey reads back as the same, but for what was told to be lost."""

from __future__ import annotations

from hypothesis import given, settings

from journeys.formats import FORMATS
from journeys.graph import Graph, Step
from tests.diagrams.scenes import full, journey, line
from tests.support.graphs import NASTY, graphs


def one_line(text: str) -> str:
    return " ".join(text.split())


def in_a_row(graph: Graph) -> list[Step]:
    place = {stage.id: at for at, stage in enumerate(graph.stages)}
    return sorted(graph.steps, key=lambda step: place.get(step.stage or "", -1))


@given(graph=graphs(most=3))
@settings(max_examples=15)
def test_stages_steps_scores_and_actors_come_back(graph: Graph) -> None:
    reading = FORMATS["mermaid"].read(FORMATS["mermaid"].write(graph).data, "x.mmd")
    back = reading.graph
    source = graph.localised(graph.journey.language)
    assert back.journey.title == one_line(source.journey.title)
    summary = one_line(source.journey.summary)
    assert back.journey.summary.startswith(summary[:3900])
    assert [s.title for s in back.stages] == [one_line(s.title) for s in source.stages]
    stages = {s.id: one_line(s.title) for s in source.stages}
    names = {a.id: one_line(a.name) for a in source.actors}
    back_stages = {s.id: s.title for s in back.stages}
    back_names = {a.id: a.name for a in back.actors}
    told = [
        (
            one_line(s.title),
            stages.get(s.stage or ""),
            s.assumed_experience,
            names.get(s.actor or ""),
        )
        for s in in_a_row(source)
    ]
    assert told == [
        (
            s.title,
            back_stages.get(s.stage or ""),
            s.assumed_experience,
            back_names.get(s.actor or ""),
        )
        for s in back.steps
    ]
    assert all("the score is blank" in str(each) for each in reading.losses if "score" in str(each))


@given(graph=graphs(most=3))
@settings(max_examples=15)
def test_all_that_the_row_cannot_hold_is_told_with_its_count(graph: Graph) -> None:
    losses = {loss.where: loss.message for loss in FORMATS["mermaid"].write(graph).losses}
    for plural in ("encounters", "lanes", "cards", "findings", "ideas", "comments"):
        count = len(getattr(graph, plural))
        assert (plural in losses) == bool(count)
        if count:
            assert losses[plural].startswith(f"{count} left out of a Mermaid journey")
    scored = sum(s.assumed_experience is not None for s in graph.steps)
    told = [str(each) for each in FORMATS["mermaid"].write(graph).losses]
    blank = [t for t in told if "without an assumed experience" in t]
    assert bool(blank) == (scored < len(graph.steps))


def test_a_text_is_never_taken_for_a_word_of_the_diagram() -> None:
    titles = ["title x", "Section: y", "journey", "accTitle: z", "%% no", "%%{init}%%", *NASTY]
    steps = [
        ("step", {"id": f"s{at}", "title": t, "order": f"b{at:02}1"}) for at, t in enumerate(titles)
    ]
    back = FORMATS["mermaid"].read(FORMATS["mermaid"].write(journey(*steps)).data, "x").graph
    assert [s.title for s in back.steps] == [one_line(t) for t in titles]


def test_measured_experience_is_never_a_score() -> None:
    graph, measures = full()
    written = FORMATS["mermaid"].write(graph, measures, "en").data.decode()
    assert "Hears about the grant: 4: Jobseeker" in written
    assert "Fills in the e-form: : Jobseeker" in written
    assert "they are not what customers answered" in written
    assert "measured 3.0 (2.8–3.2, n 133)" in written


def test_a_journey_without_steps_is_a_diagram_too() -> None:
    back = FORMATS["mermaid"].read(FORMATS["mermaid"].write(journey()).data, "x")
    assert (back.graph.journey.title, back.graph.steps) == ("A journey", ())


def test_no_more_is_written_than_mermaid_draws() -> None:
    steps = line(*(f"s{at:03}" for at in range(400)), description="x")
    long = [(k, v | {"title": "word " * 20 + v["id"]} if k == "step" else v) for k, v in steps]
    written = FORMATS["mermaid"].write(journey(*long))
    assert 45_000 < len(written.data) < 50_000
    [cut] = [each.message for each in written.losses if each.where == "description"]
    told = written.data.count(b". word")
    assert cut == f"{400 - told} paragraphs left out: Mermaid draws at most 50,000 characters"
    assert len(FORMATS["mermaid"].read(written.data, "x").graph.steps) == 400


def test_branches_and_returns_are_counted() -> None:
    steps = line("a", "b", "c")
    back = ("transition", {"id": "r", "source": "c", "target": "a", "kind": "return"})
    told = [str(loss) for loss in FORMATS["mermaid"].write(journey(*steps, back)).losses]
    assert any(each.startswith("transitions: 1 that part, lead back") for each in told)

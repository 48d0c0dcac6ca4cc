"""Mermaid journeys are read as Mermaid reads them: one small file for every trap of real files.

What is expected of each file was compared with the parser of Mermaid 12.3.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.formats import FORMATS, Reading, Unreadable, detect
from journeys.graph import check

FILES = Path(__file__).parent / "mermaid"
READABLE: dict[str, list[str]] = {
    "plain": [],
    "title_cut_at_hash": ["line 2: Mermaid ends the text at a #; left out: '#42 is solved'"],
    "score_not_a_number": ["line 2: the score is 'slow'"],
    "score_blank": ["line 2: the score is blank"],
    "score_decimal_comma": ["line 2: the score is '3,5'"],
    "score_out_of_range": ["line 2: the score is '0'", "line 3: the score", "line 4: the score"],
    "actor_empty": ["line 2: an actor without", "line 3: an actor without"],
    "front_matter": ["line 2: 'config' of the front matter"],
    "front_matter_indented": [],
    "directive": ["line 1: settings of the picture"],
    "comments": ["line 5: the score is '50%'"],
    "full_width": ["line 2: only a plain comma separates actors; read as one: 'Me，Cat'"],
    "third_colon": ["line 2: Mermaid drops what follows a third colon: '14 days: long'"],
    "accessibility": [],
    "entities": [],
    "crlf_and_bom": [],
    "repeated": [],
    "nothing": [],
}
REFUSED: dict[str, str] = {
    "semicolon": "line 2, column 14: expected no semicolon",
    "colon_in_section": "line 2, column 16: expected no colon here",
    "task_without_score": "line 3, column 3: expected a score",
    "front_matter_broken": "line 2, column 15: this is no YAML",
    "keyword_as_task": "line 3, column 3",
    "capital": "line 1, column 1: expected the word journey",
}
UNTITLED = "there is no title"


def read(name: str) -> Reading:
    path = FILES / f"{name}.mmd"
    return FORMATS["mermaid"].read(path.read_bytes(), path.name)


def test_every_file_of_the_folder_is_tested() -> None:
    assert {p.stem for p in FILES.iterdir()} == {*READABLE, *REFUSED}


@pytest.mark.parametrize("name", READABLE)
def test_what_mermaid_accepts_is_read_and_what_is_lost_is_told(name: str) -> None:
    reading = read(name)
    told = [str(each) for each in reading.losses if UNTITLED not in each.message]
    assert len(told) == len(READABLE[name]), told
    for said, expected in zip(told, READABLE[name], strict=True):
        assert said.startswith(expected)


@pytest.mark.parametrize("name", REFUSED)
def test_what_mermaid_refuses_is_refused_with_its_line(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(name)
    assert REFUSED[name] in str(refused.value)


def test_sections_tasks_scores_and_actors() -> None:
    graph = read("plain").graph
    assert graph.journey.title == "My working day"
    assert [s.title for s in graph.stages] == ["Go to work", "Go home"]
    assert [(s.title, s.stage, s.assumed_experience) for s in graph.steps] == [
        ("Make tea", "section-1", 5),
        ("Do work", "section-1", 1),
        ("Sit down", "section-2", 3.5),
    ]
    assert all(s.evidence and s.evidence.level == "guess" for s in graph.steps)
    assert [(t.source, t.target, t.kind) for t in graph.transitions] == [
        ("task-1", "task-2", "sequence"),
        ("task-2", "task-3", "sequence"),
    ]
    assert [(a.name, a.kind) for a in graph.actors] == [("Me", "customer"), ("Cat", "customer")]
    assert [s.actor for s in graph.steps] == ["actor-1", "actor-1", None]
    assert [(c.step, c.text) for c in graph.cards] == [("task-2", "Cat")]


def test_scores_that_are_none_leave_the_step_without_a_score() -> None:
    for name in ("score_not_a_number", "score_blank", "score_out_of_range"):
        assert all(s.assumed_experience is None for s in read(name).graph.steps)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("title_cut_at_hash", "Issue"),
        ("front_matter", "From the front matter"),
        ("front_matter_indented", "Indented"),
        ("accessibility", "For the ears"),
        ("entities", "Costs #5 & up"),
        ("crlf_and_bom", "Windows"),
        ("nothing", "nothing"),
    ],
)
def test_where_the_title_comes_from(name: str, title: str) -> None:
    assert read(name).graph.journey.title == title


def test_texts_of_tasks() -> None:
    assert read("entities").graph.steps[0].title == "Ask: how"
    assert read("crlf_and_bom").graph.steps[0].title == "Wait long"
    assert read("accessibility").graph.journey.summary == "Two lines of words"
    assert [a.name for a in read("full_width").graph.actors] == ["Me，Cat"]
    assert [s.title for s in read("repeated").graph.stages] == ["Empty", "Full"]


def test_a_diagram_is_known_by_how_it_begins() -> None:
    for name in (*READABLE, "semicolon"):
        assert detect((FILES / f"{name}.mmd").read_bytes(), "unnamed").name == "mermaid", name


LINES = st.sampled_from(
    [
        "journey",
        "title A",
        "section B",
        "x: 3: Me",
        "a:b:c",
        "#",
        "%% c",
        ":",
        ";",
        "%%{x}%%",
        "\x00",
    ]
)


@given(st.lists(LINES | st.text(max_size=12), max_size=12).map("\n".join))
def test_any_text_is_a_sound_journey_or_refused_with_its_line(text: str) -> None:
    try:
        graph = FORMATS["mermaid"].read(f"journey\n{text}".encode(errors="replace"), "x").graph
    except Unreadable as error:
        assert all(problem.line for problem in error.problems)
    else:
        assert check((kind, value, "") for kind, value in graph.records()) == []


def test_long_names_are_cut_with_an_ellipsis_and_told() -> None:
    long = "x" * 300
    text = f"journey\n title {long}\n section {long}\n {long}: 3: {long}, b{long}\n"
    reading = FORMATS["mermaid"].read(text.encode(), "x")
    assert len(reading.losses) == 5
    assert reading.graph.steps[0].title == "x" * 199 + "…"

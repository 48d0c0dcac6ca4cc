"""Mermaid flowcharts: round trips, and one small chart for every trap of real ones.

What is expected of each chart was compared with the parser of Mermaid 12.3; tests/browser/
test_mermaid.py has Mermaid itself read what is written here.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.formats import FORMATS, Reading, Unreadable, detect
from journeys.formats.flowchart_grammar import parse
from journeys.graph import Graph, check
from tests.diagrams.scenes import journey, line
from tests.support.graphs import NASTY, graphs


def read(text: str, head: str = "flowchart TD\n") -> Reading:
    return FORMATS["flowchart"].read((head + text).encode(), "x.mmd")


def told(reading: Reading) -> list[str]:
    return [str(each) for each in reading.losses if "there is no title" not in each.message]


def one_line(text: str) -> str:
    return " ".join(text.split())


def back(graph: Graph) -> Graph:
    return FORMATS["flowchart"].read(FORMATS["flowchart"].write(graph).data, "x.mmd").graph


@given(graph=graphs(most=3))
@settings(max_examples=15)
def test_steps_stages_and_ways_come_back(graph: Graph) -> None:
    source, found = graph.localised(graph.journey.language), back(graph)
    assert found.journey.title == one_line(source.journey.title)
    assert found.journey.summary == one_line(source.journey.summary)
    assert [s.title for s in found.stages] == [one_line(s.title) for s in source.stages]
    assert told_steps(found) == told_steps(source)
    assert Counter(map(ends, found.transitions)) == Counter(map(ends, source.transitions))
    assert check((kind, value, "") for kind, value in found.records()) == []


def told_steps(graph: Graph) -> list[tuple[str, str, str]]:
    """Return steps as the file holds them: stage by stage, then those without one."""
    stages = {stage.id: one_line(stage.title) for stage in graph.stages}
    actors = {actor.id: one_line(actor.name) for actor in graph.actors}
    places = {stage.id: at for at, stage in enumerate(graph.stages)}
    return [
        (one_line(s.title), stages.get(s.stage or "", ""), actors.get(s.actor or "", ""))
        for s in sorted(graph.steps, key=lambda s: places.get(s.stage or "", len(places)))
    ]


def ends(way: object) -> tuple[object, ...]:
    """Return what is kept of a transition whatever its kind; a step's id is one that is kept."""
    condition = one_line(getattr(way, "condition", ""))
    return (getattr(way, "target", None) is None, condition)


def test_kinds_and_ends_of_transitions_come_back() -> None:
    graph = journey(
        *line("a", "b", "c", "d", "e"),
        ("transition", {"id": "r", "source": "d", "target": "b", "kind": "return"}),
        ("transition", {"id": "x", "source": "c", "kind": "exit", "reason": "too long"}),
        way("a", "c", "choice", condition="no e-mail"),
        way("b", "d", "parallel"),
        way("b", "e", "parallel", condition="at once"),
    )
    kept = {(t.source, t.target, t.kind, t.condition, t.reason) for t in graph.transitions}
    found = back(graph).transitions
    assert {(t.source, t.target, t.kind, t.condition, t.reason) for t in found} == kept


def way(source: str, target: str, kind: str, **more: str) -> tuple[str, dict[str, str]]:
    own = {"id": f"{source}{target}", "source": source, "target": target, "kind": kind}
    return "transition", own | more


def test_a_text_is_never_taken_for_markup() -> None:
    titles = [
        "1. first",
        "- item",
        "`code`",
        "**bold** _it_",
        "a<br/>b",
        "#quot;",
        "%%{x}%%",
        *NASTY,
    ]
    steps = [
        ("step", {"id": f"s{at}", "title": t, "order": f"b{at:02}1"}) for at, t in enumerate(titles)
    ]
    assert [s.title for s in back(journey(*steps)).steps] == [one_line(t) for t in titles]


@pytest.mark.parametrize("name", ["end", "class", "a--b", "x-", "graph", "1end", "n1", "a.b", "o-"])
def test_an_id_that_mermaid_would_not_take_gets_another(name: str) -> None:
    found = back(journey(*line(name, "n1x", "y")))
    assert [s.title for s in found.steps] == [f"Step {name}", "Step n1x", "Step y"]
    assert len(found.transitions) == 2


def pairs(reading: Reading) -> list[str]:
    """Return transitions as a>b, with the kind's letter and the condition where there is one."""
    titles = {step.id: step.title for step in reading.graph.steps}
    return [
        f"{titles[t.source]}{t.kind[0]}{titles.get(t.target or '', '')}"
        + (f" {t.condition or t.reason}" if t.condition or t.reason else "")
        for t in reading.graph.transitions
    ]


WAYS: dict[str, list[str]] = {
    "A & B --> C & D": ["AsC", "AsD", "BsC", "BsD"],
    "A --> B --> C": ["AsB", "BsC"],
    "A\n  --> B\n  -->\n C": ["AsB", "BsC"],
    "A -->|x y| B": ["AsB x y"],
    "A -- x y --> B": ["AsB x y"],
    "A == x ==> B": ["AsB x"],
    "A -. x .-> B": ["AsB x"],
    'A -- "x (y)" --> B': ["AsB x (y)"],
    "A --> B\nA -->|again| B": ["AsB", "AcB again"],
    "A---B;B-.->C;C==>D;D--oE;E--xF;F<-->G": ["AsB", "BsC", "CsD", "DsE", "EsF", "FsG"],
    "A ----> B\nB -...-> C": ["AsB", "BsC"],
    "A ~~~ B": [],
    "A e1@--> B\ne1@{ animate: true }": ["AsB"],
    "A --> B\nB --> A": ["AsB", "BrA"],
    "A --> A": ["ArA"],
    "A ==> B & C": ["ApB", "ApC"],
    "A --> Q{ok?}\nQ -->|yes| B\nQ -- no --> C": ["AcB ok? yes", "AcC ok? no"],
    "Q{ok?} -->|yes| B\nQ --> C": ["ok?cB yes", "ok?cC"],
    "A --> X([gives up]):::exit\nA --> B": ["Ae gives up", "AsB"],
    "subgraph one\nB --> C\nend\nA --> one": ["BsC", "AsB"],
}


@pytest.mark.parametrize("chart", WAYS)
def test_arrows_and_their_labels(chart: str) -> None:
    assert pairs(read(chart)) == WAYS[chart]


LABELS: dict[str, str] = {
    "A": "A",
    "A[one two]": "one two",
    "A(round)": "round",
    "A([stadium])": "stadium",
    "A[[sub]]": "sub",
    "A[(base)]": "base",
    "A((circle))": "circle",
    "A(((double)))": "double",
    "A>flag]": "flag",
    "A{ask}": "ask",
    "A{{hexagon}}": "hexagon",
    "A[/lean/]": "lean",
    "A[/trapeze\\]": "trapeze",
    "A[\\back\\]": "back",
    'A["f(x) [1]"]': "f(x) [1]",
    'A["`**bold** and _it_`"]': "bold and it",
    "A[one<br/>two]": "one two",
    "A[one\ntwo]": "one two",
    "A[one\\ntwo]": "one two",
    'A["<b class="x">b</b>"]': "b",
    "A[#quot;x#quot; #35;1]": '"x" #1',
    "A[x &amp; y]": "x & y",
    "A[fa:fa-car drive]": "drive",
    'A@{ shape: diam, label: "Ask" }': "Ask",
    "A@{\n  shape: rect\n  label: Lines\n}": "Lines",
    'A@{ label: "<span style=\\"color:\\">Monitor</span> 2" }': "Monitor 2",
    'A@{ shape: rounded, label: "*Kind*\n  **Name**: x" }': "*Kind* **Name**: x",
    "A[first]\nA[second]": "second",
    "A --> B\nA[later]": "later",
    "ä-1[x]": "x",
}


@pytest.mark.parametrize("chart", LABELS)
def test_labels_of_nodes(chart: str) -> None:
    assert read(chart).graph.steps[0].title == LABELS[chart]


STAGES: dict[str, list[tuple[str, str]]] = {
    "A --> B\nsubgraph one [First part]\nB\nend": [("A", ""), ("B", "First part")],
    'subgraph "Two words"\nA\nend': [("A", "Two words")],
    "subgraph Two words\ndirection LR\nA\nend": [("A", "Two words")],
    "subgraph s\nA\nend\nsubgraph t\nA --> B\nend": [("A", "s"), ("B", "t")],
    "subgraph s\nA\nend\nsubgraph s\nB\nend": [("A", "s"), ("B", "s")],
    "subgraph s\nsubgraph t\nA\nend\nB\nend": [("A", "s / t"), ("B", "s")],
    "subgraph s\nsubgraph t\nA\nend\nend": [("A", "s / t")],
}


@pytest.mark.parametrize("chart", STAGES)
def test_subgraphs_become_stages(chart: str) -> None:
    graph = read(chart).graph
    stages = {stage.id: stage.title for stage in graph.stages}
    assert [(s.title, stages.get(s.stage or "", "")) for s in graph.steps] == STAGES[chart]


LOSSES: dict[str, str] = {
    "A ~~~ B": "line 2: an invisible arrow",
    "A --- B": "line 2: a line without a head",
    "A <--> B": "line 2: an arrow with two heads",
    "A -.-> B": "line 2: a dotted arrow that leads on",
    "A ==> B": "line 2: a thick arrow that leads on",
    'A\nclick A "https://x.fi"': "line 3: what a click does",
    "A:::pain": "line 2: 'A' is marked 'pain'",
    "A --> B{x}\nB --> C\nB --> D": "line 2: the decision 'x' stands in",
    "subgraph s\nsubgraph t\nA\nend\nB\nend": "line 3: a frame within 's'",
    "subgraph s\nA\nend\nB --> s": "line 5: an arrow at a frame",
    "subgraph s\nend\nB --> s": "line 4: an arrow B → s ends in nothing",
    "%%\nA": "line 2: Mermaid draws a %%",
    "%%{init: {}}%%\nA": "line 2: settings of the picture",
    "A@{ icon: x }": "line 2: left out of 'A': icon",
}


@pytest.mark.parametrize("chart", LOSSES)
def test_what_is_not_kept_is_told_with_its_line(chart: str) -> None:
    found = told(read(chart))
    assert len(found) == 1, found
    assert found[0].startswith(LOSSES[chart])


REFUSED: dict[str, str] = {
    "A[f(x)]": "line 2, column 4: expected ], found (",
    "A-->|f(x)|B": "line 2, column 7: expected |, found (",
    "A[]": "line 2, column 3: expected a text after [",
    "A[open": "line 2, column 2: expected ], which closes [",
    "A --> end": "line 2, column 7: expected a node after -->",
    "end": "line 2, column 1: expected no end here",
    "graph --> B": "line 2, column 1: expected another name: graph",
    "subgraph s\nA": "line 4, column 1: expected end: the subgraph of line 2 is open",
    "subgraph a, b\nA\nend": "line 2, column 1: expected a title in \"quotes\": it holds ','",
    "subgraph a (b)\nA\nend": "line 2, column 12: expected the end of the line",
    "A -- x": "line 2, column 3: expected an arrow that ends the label",
    "A -->": "expected a node after -->, found end of file",
    "--> B": "line 2, column 1: expected a node",
    "A B": "line 2, column 3: expected a node, an arrow or the end of the line, found 'B'",
    "A --> B %% no comment": "line 2, column 9: expected a node, an arrow",
    "A@{ shape: Rect }": "line 2, column 2: expected a shape's name in small letters",
    "A@{ label: 'x }": "line 2, column 2: after @{, this is no YAML",
    "🚀 --> B": "line 2, column 1: expected a node",
}


@pytest.mark.parametrize("chart", REFUSED)
def test_what_mermaid_refuses_is_refused_with_its_place(chart: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(chart)
    assert REFUSED[chart] in str(refused.value)


@pytest.mark.parametrize(
    "head",
    [
        "graph LR;",
        "flowchart TB\n",
        "---\ntitle: T\n---\n%% c\ngraph\n",
        "%%{init: {}}%%\ngraph v\n",
    ],
)
def test_how_a_chart_begins_tells_it_from_a_journey(head: str) -> None:
    assert detect(f"{head}A-->B\n".encode(), "x.mmd").name == "flowchart"
    assert pairs(read("A-->B\n", head)) == ["AsB"]


@pytest.mark.parametrize("text", ["journey\n A: 5\n", "graph G {\n a -- b\n}", "graph: x"])
def test_what_only_looks_like_a_chart_is_none(text: str) -> None:
    assert detect(text.encode()).name != "flowchart"


BOMBS = {
    "nodes": "flowchart TD\n" + ";".join(f"n{at}" for at in range(30_000)),
    "arrows": "flowchart TD\n"
    + "&".join("a" for _ in range(9))
    + "\n"
    + (
        " & ".join(f"a{at}" for at in range(300))
        + " --> "
        + " & ".join(f"b{at}" for at in range(300))
    ),
    "depth": "flowchart TD\n" + "subgraph s\n" * 200,
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_fill_the_memory_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="more than"):
        parse(BOMBS[name], "x")


@pytest.mark.parametrize(
    "part", ["--", "A ", " \n ", '"', "[", "@", "e@", "<a", "subgraph ", "-.", "%%{"]
)
def test_files_made_to_keep_a_reader_busy_do_not(part: str) -> None:
    text = "flowchart TD\n" + part * (900_000 // len(part))
    try:
        parse(text, "x")
    except Unreadable as error:
        assert error.problems[0].line


BUSY = {
    "one subgraph again and again": "".join(f"subgraph s\nA{at}\nend\n" for at in range(4_000)),
    "entities": "".join(f"n{at}[#x{at};]\n" for at in range(4_000)),
    "chain": "".join(f"n{at} --> n{at + 1}\n" for at in range(4_000)),
}


@pytest.mark.parametrize("name", BUSY)
def test_large_charts_are_read(name: str) -> None:
    assert len(read(BUSY[name]).graph.steps) >= 4_000


PARTS = st.sampled_from(
    [
        "A",
        "B[x]",
        " --> ",
        "\n",
        "subgraph s\n",
        "end",
        " & ",
        '"',
        "[",
        "]",
        ";",
        "-- t",
        ":::c",
        "@{",
        "}",
    ]
)


@given(st.lists(PARTS | st.text(max_size=6), max_size=14).map("".join))
def test_any_text_is_a_sound_journey_or_refused_with_its_place(text: str) -> None:
    try:
        graph = read(text.encode("utf-8", "replace").decode()).graph
    except Unreadable as error:
        assert all(problem.line and problem.column for problem in error.problems)
    else:
        assert check((kind, value, "") for kind, value in graph.records()) == []


def test_more_arrows_than_mermaid_draws_are_told() -> None:
    losses = FORMATS["flowchart"].write(journey(*line(*(f"s{at}" for at in range(502))))).losses
    assert "Mermaid draws at most 500 arrows" in str(losses[-1])
    assert not FORMATS["flowchart"].write(journey(*line("a", "b"))).losses


def test_long_labels_keep_their_whole_text_in_the_description() -> None:
    step = read(f"A[{'x' * 300}]").graph.steps[0]
    assert (len(step.title), step.description) == (200, "x" * 300)

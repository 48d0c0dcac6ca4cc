"""The path diagram says all of the path in pictures and words, whatever the labels are."""

from __future__ import annotations

import json
import re
import stat
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import graphviz
import pytest
from hypothesis import given, settings

from journeys.diagrams import dot, path, render
from journeys.diagrams.dot_labels import Taken, place
from journeys.diagrams.dot_source import geometry
from journeys.diagrams.dot_words import drawing
from journeys.diagrams.options import Options
from journeys.diagrams.scene import Box, Group, Scene, Text
from journeys.formats import FORMATS
from journeys.graph import Graph
from journeys.samples import files
from tests.support.golden import Golden
from tests.support.graphs import graphs
from touchpoints.measures import Mean, Measure, Measures

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<b>&\"'\nbold</b>",
    "\\N \\G \\E \\l \\",
    "x" * 200,
    "]]> <!-- --> </svg><script>alert(1)</script>",
    "{a|<f0>b}",
    "<table><tr><td>x</td></tr></table>",
    "\u202ertl \u2066 中文 \U0001f642",
    'a" URL="javascript:alert(1)" image="/etc/passwd',
]


def journey(**lists: Any) -> Graph:
    head = {"format": "journeymap", "schema": 1, "journey": {"title": "T", "language": "en"}}
    return FORMATS["json"].read(json.dumps(head | lists).encode(), "x").graph


def steps(*titles: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"s{at}", "title": title, **more} for at, title in enumerate(titles)]


def parsed(graph: Graph, measures: Measures | None = None, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(render("path", "svg", graph, measures, Options(**options)))


def texts(root: ElementTree.Element) -> str:
    return "\n".join("".join(e.itertext()) for e in root.iter(f"{SVG}text"))


WAYS = journey(
    stages=[{"id": "g", "title": "Apply"}, {"id": "h", "title": "Decide"}],
    steps=[
        {"id": "a", "title": "Asks", "stage": "g"},
        {"id": "b", "title": "Fills in", "stage": "g", "moment_of_truth": True},
        {"id": "c", "title": "Waits", "stage": "h", "promised_time": "P14D"},
    ],
    transitions=[
        {"id": "t1", "source": "a", "target": "b", "wait": "P2D"},
        {"id": "t2", "source": "a", "target": "c", "kind": "choice", "condition": "in a hurry"},
        {"id": "t3", "source": "b", "target": "c", "kind": "parallel"},
        {"id": "t4", "source": "c", "target": "a", "kind": "return", "share": 0.35},
        {"id": "t5", "source": "c", "kind": "exit", "reason": "Too slow", "share": 0.1},
    ],
    findings=[
        {"kind": "pain", "step": "b", "title": "x"},
        {"kind": "pain", "step": "b", "title": "y"},
        {"kind": "pain", "step": "b", "title": "z", "status": "solved"},
    ],
)


def test_kinds_of_transition_differ_by_word_and_by_line() -> None:
    root = parsed(WAYS)
    said = texts(root)
    for label in ("wait 2 d", "choice: in a hurry", "at the same time", "back · 35", "leaves · 10"):
        assert label in said.replace("\u00a0", " ")
    assert "Too slow" in said
    lines = {}
    for kind in ("t1", "t2", "t3", "t4", "t5"):
        group = root.find(f".//{SVG}g[@id='path-way-{kind}']")
        assert group is not None
        shapes = group.findall(f"{SVG}path")
        marks = [
            (p.get("stroke"), p.get("stroke-width"), p.get("stroke-dasharray")) for p in shapes
        ]
        lines[kind] = (len(shapes), *marks[0])
    assert len(set(lines.values())) == 5


def test_a_card_tells_its_pains_truth_time_and_where_it_leads() -> None:
    root = parsed(WAYS, href="/steps/{id}/")
    card = root.find(f".//{SVG}a[@id='path-step-b']")
    assert card is not None
    assert card.get("href") == "/steps/b/"
    said = "".join(card.itertext())
    assert "Open pain points: 2" in said
    assert "moment of truth" in said
    assert "promised 14 d" in texts(root)


def test_measured_hidden_and_assumed_are_told_apart_in_words() -> None:
    graph = journey(steps=steps("a", "b", "c", assumed_experience=2))
    measures = Measures(
        steps={
            "s0": Measure(n=21, emotion=Mean(n=21, mean=3.42, low=3.0, high=3.8)),
            "s1": Measure(n=3, hidden=True),
        }
    )
    said = texts(parsed(graph, measures))
    assert "measured 3.4 of 5, n 21" in said
    assert "too few answers to show" in said
    assert said.count("assumed 2 of 5") == 1


def test_the_drawing_has_a_name_a_description_and_ids() -> None:
    root = parsed(WAYS)
    assert root.get("role") == "graphics-document"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Path: T"
    assert "Steps: 3" in (root.findtext(f"{SVG}desc") or "")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {"path-stage-g", "path-step-a", "path-way-t4", "path-exit-t5"} <= set(ids)


@pytest.mark.parametrize("theme", ["light", "dark", "page"])
def test_the_same_graph_gives_the_same_bytes(theme: str) -> None:
    options = Options(theme=theme)
    assert render("path", "svg", WAYS, None, options) == render("path", "svg", WAYS, None, options)


def test_hostile_labels_are_drawn_and_not_interpreted() -> None:
    ways = [
        {"source": f"s{at}", "target": f"s{at + 1}", "kind": "choice", "condition": text}
        for at, text in enumerate(HOSTILE[:-1])
    ]
    out = [{"source": "s0", "kind": "exit", "reason": text} for text in HOSTILE]
    graph = journey(
        stages=[{"id": "node", "title": HOSTILE[0]}],
        actors=[{"id": "graph", "name": HOSTILE[1]}],
        steps=steps(*HOSTILE, stage="node", actor="graph"),
        transitions=ways + out,
    )
    root = parsed(graph)
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "a", "rect", "path", "circle", "text", "tspan"}
    assert not any("javascript" in (e.get("href") or "") for e in root.iter())
    said = texts(root)
    assert "<b>&\"' bold</b>" in said
    assert "\\N \\G \\E \\l \\" in said
    titles = [e.text or "" for e in root.iter(f"{SVG}title")]
    assert any("x" * 200 in title for title in titles)


def test_no_user_text_reaches_the_layout() -> None:
    for text in HOSTILE:
        graph = journey(
            steps=steps(text, text),
            transitions=[{"source": "s0", "target": "s1", "condition": text}],
        )
        source = geometry(drawing(graph, None, Options()))
        assert re.fullmatch(r"[a-zA-Z0-9_ .,;=\"\[\]{}>\n-]*", source)


def test_the_published_dot_draws_the_same_texts_as_data() -> None:
    graph = journey(
        steps=steps(*HOSTILE),
        transitions=[{"source": "s0", "target": "s1", "condition": HOSTILE[1]}],
    )
    source = FORMATS["dot"].write(graph).data
    for attribute in (b"shapefile", b"shape=record", b"concentrate", b"rank=same", b"label=<"):
        assert attribute not in source
    drawn = dot._dot(source.decode(), "-Tsvg")
    root = ElementTree.fromstring(drawn)
    assert "\\N \\G \\E \\l \\" in texts(root)
    assert not list(root.iter(f"{SVG}image"))
    links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
    assert links
    assert all(link.startswith("#step-") for link in links)


def test_text_stays_inside_its_box() -> None:
    scene = path.draw(
        journey(steps=steps("kolmivaihekilowattituntimittarinlukemakortti", *HOSTILE))
    )
    for group in scene.items:
        if isinstance(group, Group) and group.role == "step":
            box = next(e for e in group.items if isinstance(e, Box))
            for text in (e for e in group.items if isinstance(e, Text)):
                assert box.x < text.x
                assert text.x + text.room <= box.x + box.w
                assert text.y + text.leading * (len(text.lines) - 1) < box.y + box.h


def test_an_empty_journey_says_what_to_do() -> None:
    assert "No steps yet" in texts(parsed(journey()))


def test_one_step_is_drawn() -> None:
    assert "Alone" in texts(parsed(journey(steps=steps("Alone"))))


def test_steps_that_nothing_joins_stand_under_each_other() -> None:
    scene = path.draw(journey(steps=steps("a", "b", "c")))
    boxes = [g.items[0] for g in scene.items if isinstance(g, Group) and g.role == "step"]
    tops = [b.y for b in boxes if isinstance(b, Box)]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3


def test_a_thousand_steps_render() -> None:
    ways = [{"source": f"s{i}", "target": f"s{i + 1}"} for i in range(999)]
    ways += [{"source": f"s{i}", "target": f"s{i + 3}", "kind": "choice"} for i in range(0, 990, 9)]
    graph = journey(steps=steps(*(f"Step {i}" for i in range(1000))), transitions=ways)
    root = parsed(graph)
    assert sum(1 for e in root.iter(f"{SVG}a")) == 1000


@given(graph=graphs(most=6))
@settings(max_examples=25, deadline=None)
def test_any_sound_journey_is_drawn_with_every_step_and_way(graph: Graph) -> None:
    root = parsed(graph)
    ids = {e.get("id") for e in root.iter()}
    assert {f"path-step-{s.id}" for s in graph.steps} <= ids
    assert {f"path-way-{t.id}" for t in graph.transitions} <= ids


def test_labels_of_neighbours_do_not_cover_each_other() -> None:
    taken = Taken(800, [])
    curve = dot.Curve(((400, 0), (400, 30), (400, 70), (400, 100)), (400, 110))
    places = [place(curve, 120, 30, taken) for _ in range(3)]
    for at, one in enumerate(places):
        edges = one.x, one.y, one.x + one.w, one.y + one.h
        assert all(Taken(800, [other]).covered(*edges) == 0 for other in places[:at])


def _boxes(scene: Scene) -> tuple[list[Box], list[Box]]:
    """Return the labels of ways; and the cards, exits and titles that they must not touch."""
    labels = [e for e in scene.items if isinstance(e, Box) and e.style == "label"]
    held = [e for e in scene.items if isinstance(e, Group)]
    cards = [e.items[0] for e in held if e.role in ("step", "exit")]
    titles = [e.items[0] for e in held if not e.role]
    return labels, [e for e in (*cards, *titles) if isinstance(e, Box)]


def _apart(a: Box, b: Box, least: float = 0) -> bool:
    across = max(a.x - b.x - b.w, b.x - a.x - a.w)
    return max(across, a.y - b.y - b.h, b.y - a.y - a.h) >= least


@pytest.mark.parametrize("file", files(), ids=lambda p: p.stem)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_labels_of_the_samples_stand_clear_of_cards_and_titles(file: Path, language: str) -> None:
    graph = FORMATS["yaml"].read(file.read_bytes(), str(file)).graph.localised(language)
    labels, others = _boxes(path.draw(graph, None, Options(language=language)))
    said = sum(bool(way.lines) for way in drawing(graph, None, Options(language=language)).ways)
    assert len(labels) == said > 0
    assert len(others) >= len(graph.steps) + len({s.stage for s in graph.steps})
    for at, label in enumerate(labels):
        assert all(_apart(label, other, 3.99) for other in others)
        assert all(_apart(label, other) for other in labels[:at])


def test_a_choice_and_the_return_of_two_steps_have_a_label_each() -> None:
    ways = [
        {"source": "s0", "target": "s1", "kind": "choice", "condition": "refused, thinks it wrong"},
        {"source": "s1", "target": "s0", "kind": "return", "condition": "decided again"},
    ]
    labels, others = _boxes(path.draw(journey(steps=steps("a", "b"), transitions=ways)))
    assert _apart(labels[0], labels[1]) and all(_apart(a, b, 3.99) for a in labels for b in others)


def test_a_label_has_room_between_two_steps_beside_each_other() -> None:
    ways = [
        {"source": "s0", "target": "s1", "kind": "choice"},
        {"source": "s0", "target": "s2", "kind": "choice"},
        {"source": "s2", "target": "s1", "kind": "return", "condition": "the size was wrong"},
    ]
    labels, others = _boxes(path.draw(journey(steps=steps("a", "b", "c"), transitions=ways)))
    assert len(labels) == 3 and all(_apart(a, b, 3.99) for a in labels for b in others)


def test_a_number_is_not_parted_from_what_it_counts() -> None:
    ways = [{"source": "s0", "target": "s1", "share": 0.72, "wait": "P1M", "kind": kind} for kind in
            ("choice", "parallel", "return")]  # fmt: skip
    drawn = drawing(journey(steps=steps("a", "b"), transitions=ways), None, Options(language="fi"))
    for way in drawn.ways:
        words = " ".join(way.lines)
        assert "72\u00a0%" in words
        assert "1\u00a0kk" in words


def _program(tmp_path: Path, code: str) -> str:
    script = tmp_path / "dot"
    script.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_where_curves_fail_straight_lines_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os, sys\nif '-Gsplines=line' not in sys.argv: sys.exit('lost an edge')\n"
    code += f"os.execv({dot.program()!r}, [{dot.program()!r}, *sys.argv[1:]])\n"
    monkeypatch.setenv("JOURNEYMAP_DOT", _program(tmp_path, code))
    root = parsed(WAYS)
    assert root.find(f".//{SVG}g[@id='path-way-t1']") is not None


def test_a_program_that_always_fails_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYMAP_DOT", _program(tmp_path, "import sys; sys.exit('no memory')"))
    with pytest.raises(dot.Undrawable, match="no memory"):
        render("path", "svg", WAYS, None, Options())
    monkeypatch.setenv("JOURNEYMAP_DOT", str(tmp_path / "none"))
    with pytest.raises(dot.Undrawable, match="cannot be started"):
        render("path", "svg", WAYS, None, Options())


def test_warnings_are_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os, sys\nprint('Warning: something', file=sys.stderr)\n"
    code += f"os.execv({dot.program()!r}, [{dot.program()!r}, *sys.argv[1:]])\n"
    plain = render("path", "svg", WAYS, None, Options())
    monkeypatch.setenv("JOURNEYMAP_DOT", _program(tmp_path, code))
    assert render("path", "svg", WAYS, None, Options()) == plain


def test_the_graphviz_package_writes_the_published_dot() -> None:
    assert FORMATS["dot"].write(WAYS).data.decode().startswith("digraph path {")
    assert graphviz.escape("\\N") in FORMATS["dot"].write(journey(steps=steps("\\N"))).data.decode()


@pytest.mark.parametrize("theme", ["light", "dark", "page"])
def test_the_picture_is_the_accepted_one(theme: str, golden: Golden) -> None:
    golden(f"path-{theme}.svg", render("path", "svg", WAYS, None, Options(theme=theme)))


def test_the_published_dot_is_the_accepted_one(golden: Golden) -> None:
    golden("path.dot", FORMATS["dot"].write(WAYS).data)

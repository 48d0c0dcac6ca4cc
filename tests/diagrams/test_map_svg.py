"""The map as a file: accepted pictures, well-formed, deterministic, nothing a strict CSP blocks."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

from journeys.diagrams import Options, render
from journeys.diagrams.map import draw
from journeys.diagrams.miniature import miniature
from journeys.diagrams.scene import Scene
from journeys.diagrams.svg import THEMES, page_css, to_svg
from journeys.graph import Graph
from tests.diagrams.scenes import HOSTILE, LONG, full, journey, line
from tests.support.golden import Golden
from tests.support.graphs import graphs

NAME = "{http://www.w3.org/2000/svg}"


def branches() -> Graph:
    """Return a path with four ways that part, a shortcut, a loop and a step that repeats."""
    steps = line("a", "b", "c", "d")[:4]
    ways = [("a", "b", 0.4), ("a", "c", 0.3), ("a", "d", 0.2), ("b", "d", None), ("c", "d", None)]
    ways += [("d", "a", None), ("c", "c", None), ("b", "c", None)]
    return journey(
        *steps,
        *(
            ("transition", {"id": f"t{n}", "source": a, "target": b, "share": s})
            for n, (a, b, s) in enumerate(ways)
        ),
    )


CASES = {
    "empty": journey(),
    "one-step": journey(*line("a")),
    "branches": branches(),
    "hostile": journey(
        ("step", {"id": "a", "title": HOSTILE, "order": "a"}),
        ("step", {"id": "b", "title": LONG, "order": "b"}),
        ("step", {"id": "c", "title": "x" * 200, "order": "c"}),
        ("transition", {"id": "t", "source": "a", "target": "b", "condition": HOSTILE}),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_map_is_the_accepted_one(name: str, golden: Golden) -> None:
    golden(f"map-{name}.svg", render("map", "svg", CASES[name], None, Options()))


@pytest.mark.parametrize("theme", THEMES)
def test_the_full_map_is_the_accepted_one(theme: str, golden: Golden) -> None:
    graph, measures = full()
    golden(
        f"map-full-{theme}.svg",
        render("map", "svg", graph, measures, Options(theme=theme, version=7)),
    )


def test_the_miniature_is_the_accepted_one(golden: Golden) -> None:
    graph, measures = full()
    golden("miniature.svg", miniature(graph, measures, "light"))


@settings(max_examples=30)
@given(graphs())
def test_any_journey_gives_well_formed_xml_with_its_words(graph: Graph) -> None:
    root = ET.fromstring(render("map", "svg", graph, None, Options()))  # noqa: S314 our own output
    said = "".join(root.itertext())
    shown = graph.localised(graph.journey.language).journey.title
    title = " ".join(shown.split(" "))
    assert title.replace("\n", " ").replace("\t", " ") in said
    ET.fromstring(miniature(graph))


@settings(max_examples=15)
@given(graphs())
def test_the_order_of_records_in_the_input_means_nothing(graph: Graph) -> None:
    records = list(graph.records())
    random.Random(1).shuffle(records)
    assert render("map", "svg", Graph.of(records, graph.catalogue), None, Options()) == render(
        "map", "svg", graph, None, Options()
    )


def test_the_same_journey_gives_the_same_bytes() -> None:
    graph, measures = full()
    assert render("map", "svg", graph, measures) == render("map", "svg", *full())


def test_hostile_words_are_text_not_markup() -> None:
    root = ET.fromstring(render("map", "svg", CASES["hostile"], None, Options()))  # noqa: S314
    assert root.find(f".//{NAME}b") is None
    texts = ["".join(t.itertext()) for t in root.iter(f"{NAME}text")]
    assert any('<b>&"' in t for t in texts)


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    scene = Scene(10, 10, "a\x00b\ud800c\u202ed", "", "en", ())
    root = ET.fromstring(to_svg(scene))  # noqa: S314
    assert root.findtext(f"{NAME}title") == "a\ufffdb\ufffdc\ufffdd"


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_in_it_is_blocked_or_fetched(theme: str) -> None:
    graph, measures = full()
    drawn = render("map", "svg", graph, measures, Options(theme=theme)).decode()
    assert not re.search(r"<(style|script|image|use|foreignObject)\b| style=| on\w+=|url\(", drawn)
    assert set(re.findall(r'href="([^"]*)"', drawn)) == {f"#step-{s.id}" for s in graph.steps}


def test_it_has_a_name_a_description_and_a_role() -> None:
    graph, measures = full()
    root = ET.fromstring(render("map", "svg", graph, measures, Options()))  # noqa: S314
    assert root.attrib["role"] == "graphics-document"
    assert root.findtext(f"{NAME}title") == "Start-up grant"
    said = root.findtext(f"{NAME}desc") or ""
    assert "First step: Hears about the grant" in said
    assert "Moments of truth: Gets the decision" in said
    assert "Lowest step: Fills in the e-form (3.0)" in said
    labels = root.attrib["aria-labelledby"], root.attrib["aria-describedby"]
    ids = {e.attrib["id"] for e in root.iter() if "id" in e.attrib}
    assert set(labels) <= ids


def test_words_and_numbers_are_in_the_readers_language() -> None:
    graph, measures = full()
    finnish = render("map", "svg", graph, measures, Options(language="fi")).decode()
    assert ">3,0<" in finnish and 'lang="fi"' in finnish


def test_the_page_gives_light_and_dark_colours() -> None:
    css = page_css()
    assert "--d-ink:light-dark(#1b2430,#eef2f7)" in css
    assert ".diagram .f-ink{fill:var(--d-ink)}" in css
    drawn = render("map", "svg", *full(), Options(theme="page")).decode()
    used = {c for group in re.findall(r'class="([^"]*)"', drawn) for c in group.split()}
    assert all(f".{c}{{" in css for c in used - {"diagram"})


def test_two_diagrams_in_a_page_have_different_ids() -> None:
    scene = draw(full()[0])
    one = set(re.findall(r' id="([^"]*)"', to_svg(scene).decode()))
    other = set(re.findall(r' id="([^"]*)"', to_svg(scene, prefix="other").decode()))
    assert one and not one & other


def test_an_unknown_theme_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="light, dark, page"):
        render("map", "svg", full()[0], None, Options(theme="sepia"))

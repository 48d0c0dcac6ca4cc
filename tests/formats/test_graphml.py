"""GraphML: round trips, what networkx makes of it, and one small file for every trap."""

from __future__ import annotations

import io
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings

from journeys.formats import FORMATS, Reading, Unreadable, detect
from journeys.graph import Evidence, Graph, Transition, check
from tests.diagrams.scenes import HOSTILE, full, journey, line
from tests.support.graphs import NASTY, graphs

YED = 'xmlns:y="http://www.yworks.com/xml/graphml"'
KEYS = (
    '<key id="l" for="node" attr.name="label" attr.type="string"/>'
    '<key id="n" for="node" yfiles.type="nodegraphics"/>'
    '<key id="e" for="edge" yfiles.type="edgegraphics"/>'
    '<key id="w" for="edge" attr.name="weight" attr.type="double"/>'
)


def read(inner: str, kind: str = "directed") -> Reading:
    text = (
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns" {YED}>{KEYS}\n'
        f'<graph edgedefault="{kind}">\n{inner}\n</graph></graphml>'
    )
    return FORMATS["graphml"].read(text.encode(), "x.graphml")


def node(identity: str, label: str = "", x: int = 0, y: int = 0, more: str = "") -> str:
    return (
        f'<node id="{identity}"><data key="n"><y:ShapeNode><y:Geometry x="{x}" y="{y}"/>'
        f"<y:NodeLabel>{label or identity}</y:NodeLabel>{more}</y:ShapeNode></data></node>"
    )


def group(identity: str, label: str, inner: str) -> str:
    return (
        f'<node id="{identity}" yfiles.foldertype="group"><data key="n"><y:ProxyAutoBoundsNode>'
        '<y:Realizers active="1"><y:GroupNode><y:NodeLabel>open</y:NodeLabel></y:GroupNode>'
        f"<y:GroupNode><y:NodeLabel>{label}</y:NodeLabel></y:GroupNode></y:Realizers>"
        f"</y:ProxyAutoBoundsNode></data><graph>{inner}</graph></node>"
    )


def edge(source: str, target: str, drawn: str = "", label: str = "") -> str:
    told = f"<y:EdgeLabel>{label}</y:EdgeLabel>" if label else ""
    shape = f'<data key="e"><y:PolyLineEdge>{drawn}{told}</y:PolyLineEdge></data>'
    return f'<edge source="{source}" target="{target}">{shape}</edge>'


def told(reading: Reading) -> list[str]:
    return [str(each) for each in reading.losses if "there is no title" not in each.message]


def steps(reading: Reading) -> list[str]:
    return [step.title for step in reading.graph.steps]


def ways(reading: Reading) -> list[tuple[str, str | None, str, str]]:
    return [(t.source, t.target, t.kind, t.condition) for t in reading.graph.transitions]


def one_line(text: str) -> str:
    return " ".join(text.split())


def kept(graph: Graph) -> Graph:
    """Return what GraphML keeps of a journey, but for orders and actors."""
    guess = Evidence(level="guess")
    return Graph(
        journey=replace(
            graph.journey,
            id="journey",
            title=one_line(graph.journey.title),
            labels=(),
            personas=(),
            segments=(),
            organisation=None,
            review_by=None,
            participation=None,
            derived_from=None,
            owner="",
        ),
        stages=tuple(replace(s, title=one_line(s.title), order="") for s in graph.stages),
        steps=tuple(
            replace(
                step,
                title=one_line(step.title),
                order="",
                actor=None,
                opens_journey=None,
                evidence=guess if step.assumed_experience is not None else None,
                expectation_evidence=guess if step.expectation is not None else None,
            )
            for step in graph.steps
        ),
        transitions=tuple(map(plain, graph.transitions)),
    )


def plain(way: Transition) -> Transition:
    condition, reason = one_line(way.condition), one_line(way.reason)
    return replace(way, evidence=None, condition=condition, reason=reason)


@given(graph=graphs(most=3))
@settings(max_examples=15)
def test_stages_steps_and_ways_come_back_with_their_ids(graph: Graph) -> None:
    reading = FORMATS["graphml"].read(FORMATS["graphml"].write(graph).data, "x.graphml")
    back, expected = kept(reading.graph), kept(graph)
    assert back.journey == expected.journey
    assert back.stages == expected.stages
    assert {s.id: s for s in back.steps} == {s.id: s for s in expected.steps}
    assert {t.id: t for t in back.transitions} == {t.id: t for t in expected.transitions}
    names = {each.id: one_line(each.name) for each in graph.actors}
    told_names = {each.id: each.name for each in reading.graph.actors}
    acting = {s.id: told_names.get(s.actor or "", "") for s in reading.graph.steps}
    assert acting == {s.id: names.get(s.actor or "", "") for s in graph.steps}
    assert reading.losses == ()
    assert check((kind, value, "") for kind, value in reading.graph.records()) == []


@given(graph=graphs(most=3))
@settings(max_examples=10)
def test_networkx_reads_what_is_written(graph: Graph) -> None:
    found = nx.read_graphml(io.BytesIO(FORMATS["graphml"].write(graph).data), force_multigraph=True)
    kinds = [data["kind"] for _, data in found.nodes(data=True)]
    exits = sum(t.target is None for t in graph.transitions)
    assert (kinds.count("stage"), kinds.count("step"), kinds.count("exit")) == (
        len(graph.stages),
        len(graph.steps),
        exits,
    )
    assert found.number_of_edges() == len(graph.transitions)
    for step in graph.steps:
        data = found.nodes[step.id]
        assert one_line(data["title"]) == one_line(step.title)
        assert data.get("expectation") == step.expectation
        assert data["moment_of_truth"] is step.moment_of_truth


def test_what_networkx_writes_is_read() -> None:
    graph = nx.DiGraph(name="A path")
    graph.add_node("a", label="First", weight=3)
    graph.add_node(2)
    graph.add_edge("a", 2, label="on", weight=0.5)
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    reading = FORMATS["graphml"].read(out.getvalue(), "x.graphml")
    assert steps(reading) == ["First", "2"]
    assert ways(reading) == [("a", "2", "sequence", "on")]
    assert "the file: edge attribute 'weight' is left out (1)" in told(reading)


def test_frames_and_boxes_never_overlap() -> None:
    for graph in (full()[0], journey(*line(*"abcdefgh"))):
        root = FORMATS["graphml"].write(graph).data.decode()
        found = nx.read_graphml(io.BytesIO(root.encode()))
        places = [(float(d["x"]), float(d["y"])) for _, d in found.nodes(data=True) if "x" in d]
        assert len(places) == len(set(places))
        assert all(
            abs(x - u) >= 190 or abs(y - v) >= 60
            for at, (x, y) in enumerate(places)
            for u, v in places[:at]
        )


def test_hostile_texts_stay_texts() -> None:
    titles = [HOSTILE, *NASTY, "\ufdd0\u0000x".replace("\0", "")]
    named = [
        ("step", {"id": f"s{n}", "title": t, "order": f"a{n:02}1"}) for n, t in enumerate(titles)
    ]
    back = FORMATS["graphml"].read(FORMATS["graphml"].write(journey(*named)).data, "x")
    assert steps(back) == [one_line(title) for title in titles]


LABELS = {
    "key": ('<node id="a"><data key="l">From a key</data></node>', "From a key"),
    "nothing": ('<node id="a"/>', "a"),
    "yed": (node("a", "Drawn"), "Drawn"),
    "html": (node("a", "&lt;html&gt;&lt;b&gt;Bold&lt;/b&gt; text&lt;/html&gt;"), "Bold text"),
    "lines": (node("a", "two\nlines"), "two lines"),
    "no text": (node("a", " ").replace("<y:NodeLabel> ", '<y:NodeLabel hasText="false">'), "a"),
}


@pytest.mark.parametrize("name", LABELS)
def test_where_titles_come_from(name: str) -> None:
    text, title = LABELS[name]
    assert steps(read(text)) == [title]


def test_a_drawn_node_without_a_text_is_told() -> None:
    drawn = node("n3").replace("<y:NodeLabel>n3</y:NodeLabel>", "<y:NodeLabel/>")
    reading = read('<node id="a"/>' + drawn)
    assert steps(reading) == ["a", "n3"]
    (loss,) = told(reading)
    assert "there is no text; the step is called 'n3'" in loss


def test_groups_become_stages_and_those_within_are_named_after_both() -> None:
    inner = group("h", "Inner", node("b"))
    reading = read(group("g", "Outer", node("a") + inner) + node("c") + edge("a", "b"))
    assert [s.title for s in reading.graph.stages] == ["Outer", "Outer / Inner"]
    assert [(s.id, s.stage) for s in reading.graph.steps] == [("a", "g"), ("b", "h"), ("c", None)]
    assert any("a frame within 'Outer'" in each for each in told(reading))


def test_places_order_steps_along_the_way_of_the_drawing() -> None:
    assert steps(read(node("c", x=300) + node("a", x=10) + node("b", x=150, y=90))) == list("abc")
    assert steps(read(node("c", y=300) + node("b", y=11, x=50) + node("a", y=10))) == list("abc")
    assert steps(read('<node id="c"/>' + node("a", x=10))) == ["c", "a"]


ARROWS = {
    "plain": ("", ("a", "b", "sequence", ""), ""),
    "label": ("<y:EdgeLabel>if so</y:EdgeLabel>", ("a", "b", "sequence", "if so"), ""),
    "backwards": (
        '<y:Arrows source="standard" target="none"/>',
        ("b", "a", "sequence", ""),
        "edge with its head at the source leads the other way (1)",
    ),
    "both": (
        '<y:Arrows source="standard" target="delta"/>',
        ("a", "b", "sequence", ""),
        "edge with two heads leads one way only (1)",
    ),
    "none": (
        '<y:Arrows source="none" target="none"/>',
        ("a", "b", "sequence", ""),
        "edge without a head leads as it is written (1)",
    ),
    "dashed": (
        '<y:LineStyle type="dashed" width="1.0"/>',
        ("a", "b", "sequence", ""),
        "a dotted arrow that leads on",
    ),
}


@pytest.mark.parametrize("name", ARROWS)
def test_edges_as_yed_draws_them(name: str) -> None:
    drawn, way, loss = ARROWS[name]
    reading = read(node("a") + node("b", y=90) + edge("a", "b", drawn))
    assert ways(reading) == [way]
    assert [loss in each for each in told(reading)] == ([True] if loss else [])


def test_a_decision_goes_into_the_conditions() -> None:
    diamond = node("q", "Ready?", y=50, more='<y:Shape type="diamond"/>')
    ends = edge("a", "q") + edge("q", "b", label="yes") + edge("q", "c", label="no")
    reading = read(node("a") + diamond + node("b", y=90) + node("c", y=90, x=9) + ends)
    assert ways(reading) == [("a", "b", "choice", "Ready? yes"), ("a", "c", "choice", "Ready? no")]


def test_keys_of_nodes_and_of_edges_may_have_the_same_id() -> None:
    text = (
        '<graphml><key id="d" for="node" attr.name="name"/><key id="d" for="edge"'
        ' attr.name="data"/>'
        '<key id="t" for="edge" attr.name="description"/><graph>'
        '<node id="a"><data key="d">First</data><data key="t">Told</data></node>'
        '<node id="b"/><edge source="a" target="b"><data key="d">x</data></edge></graph></graphml>'
    )
    reading = FORMATS["graphml"].read(text.encode(), "x.graphml")
    step = reading.graph.steps[0]
    assert (step.title, step.description) == ("First", "Told")
    assert told(reading) == ["the file: edge attribute 'data' is left out (1)"]


def test_a_dashed_edge_that_closes_a_cycle_is_a_return() -> None:
    dashed = edge("b", "a", '<y:LineStyle type="dashed"/>')
    reading = read(node("a") + node("b", y=90) + edge("a", "b") + dashed)
    assert [kind for _, _, kind, _ in ways(reading)] == ["sequence", "return"]
    assert told(reading) == []


LOSSES = {
    '<node id="a"><port name="p"/></node>': "the file: port is left out (1)",
    '<node id="a"/><hyperedge/>': "the file: hyperedge is left out (1)",
    '<node id="a"/><node id="a"/>': "line 3: the node 'a' stands in line 3 already",
    '<node id="a"/><edge source="a" target="z"/>': "line 3: an arrow a → z ends in nothing",
    '<node id="a"/><node id="b"/><edge source="a" target="b" directed="false"/>': "the file: edge "
    "without a direction leads as it is written (1)",
    '<node id="a"/><node id="b"/><edge source="a" target="b" sourceport="p"/>': "the file: port of",
}


@pytest.mark.parametrize("text", LOSSES)
def test_what_is_not_kept_is_told(text: str) -> None:
    found = told(read(text))
    assert len(found) == 1, found
    assert found[0].startswith(LOSSES[text])


def test_what_a_file_claims_is_a_guess() -> None:
    graph = nx.DiGraph()
    graph.add_node("a", assumed_experience=4.0, expectation=9.0, evidence="survey")
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    reading = FORMATS["graphml"].read(out.getvalue(), "x")
    step = reading.graph.steps[0]
    assert (step.assumed_experience, step.evidence) == (4, Evidence(level="guess"))
    assert step.expectation is None
    assert {t.partition(" is left")[0] for t in told(reading)} == {
        "the file: node attribute 'evidence'",
        "the file: node attribute 'expectation'",
    }


def test_defaults_of_many_keys_cost_nothing() -> None:
    keys = "".join(
        f'<key id="k{at}" for="node" attr.name="a{at}"><default>1</default></key>'
        for at in range(2_000)
    )
    label = '<key id="l" for="node" attr.name="label"><default>All</default></key>'
    nodes = "".join(f'<node id="n{at}"/>' for at in range(2_000))
    text = f"<graphml>{keys}{label}<graph>{nodes}</graph></graphml>"
    assert steps(FORMATS["graphml"].read(text.encode(), "x")) == ["All"] * 2_000


REFUSED = {
    "<graphml><graph>": "line 1, column 17: this is no XML",
    "<svg/>": "line 1, column 1: expected a graphml element, found svg",
    "<graphml/>": "line 1, column 1: expected a graph in it",
    '<!DOCTYPE x [<!ENTITY a "b">]><graphml/>': "document type or entities",
    "<graphml><graph>"
    + "<node id='a'/>" * 20_001
    + "</graph></graphml>": "nodes and edges; at most",
    "<graphml><graph>" + "<node><graph>" * 200: "deep",
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_graph_is_refused_with_its_place(text: str) -> None:
    if "20_001" not in text and text.count("node id") > 9:
        text = text.replace("<node id='a'/>", "{}").format(
            *(f"<node id='{n}'/>" for n in range(20_001))
        )
    with pytest.raises(Unreadable) as refused:
        FORMATS["graphml"].read(text.encode(), "x.graphml")
    assert REFUSED.get(text, "nodes and edges; at most") in str(refused.value)


@pytest.mark.parametrize(
    "before", ["", "\ufeff", '<?xml version="1.0"?>\n<!-- by yEd -->\n', "\n <!-- a --><!-- b -->"]
)
def test_how_a_graph_begins_tells_it_from_other_xml(before: str) -> None:
    assert detect(f"{before}<graphml xmlns='x'/>".encode()).name == "graphml"
    assert detect(f"{before}<definitions/>".encode()).name != "graphml"

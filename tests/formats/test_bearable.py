"""Small files that would hang a reader, crash it, or have it say what cannot be told.

No time is asserted: what is written here for ever took minutes, or all memory.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from journeys.formats import FORMATS, Loss, Reading, Unreadable
from journeys.formats.bpmn.names import MODEL, OWN

HEAD = {"format": "journeymap", "schema": 1, "journey": {"id": "j", "title": "T"}}


def read(name: str, text: str) -> Reading:
    return FORMATS[name].read(text.encode(), f"x{FORMATS[name].endings[0]}")


def graphml(nodes: str, keys: str = "") -> Reading:
    own = "http://graphml.graphdrawing.org/xmlns"
    return read("graphml", f'<graphml xmlns="{own}">{keys}<graph>{nodes}</graph></graphml>')


def bpmn(own: Any, step: Any = None) -> Reading:
    """Read a process of two tasks with what this program would have written of its own."""

    def held(kind: str, value: Any) -> str:
        told = escape(json.dumps(value))
        record = f'<o:record xmlns:o="{OWN}" kind="{kind}">{told}</o:record>'
        return f"<extensionElements>{record}</extensionElements>"

    task = f'<task id="a" name="A">{held("step", step) if step else ""}</task>'
    process = f'<process id="p">{held("journey", own)}{task}<task id="b" name="B"/></process>'
    return read("bpmn", f'<definitions xmlns="{MODEL}">{process}</definitions>')


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("flowchart", 'flowchart TD\nsubgraph "x y"\nsubgraph 0\nn\nend\nend\n'),
        ("flowchart", 'flowchart TD\nsubgraph 1\nsubgraph "x y"\nn\nend\nend\n1 --> n\n'),
    ],
)
def test_frames_lead_round_in_no_circle(name: str, text: str) -> None:
    reading = read(name, text)
    assert [step.title for step in reading.graph.steps] == ["n"]
    assert [stage.title.split(" / ")[-1] for stage in reading.graph.stages] in (["0"], ["x y"])


def test_groups_of_one_name_lead_round_in_no_circle() -> None:
    inner = '<node id="b"><graph><node id="a"><graph><node id="q"/></graph></node></graph></node>'
    graph = graphml(f'<node id="a"><graph>{inner}</graph></node>').graph
    assert [step.title for step in graph.steps] == ["q"]


@pytest.mark.parametrize("face", ["²", "9" * 5000, "-1"])  # noqa: RUF001 - isdigit, no number
def test_a_group_without_that_face_shows_its_first(face: str) -> None:
    keys = '<key id="g" for="node" yfiles.type="nodegraphics"/>'
    held = f'<y:Realizers xmlns:y="y" active="{face}"><y:G><y:NodeLabel>One</y:NodeLabel></y:G>'
    data = f'<data key="g"><y:P xmlns:y="y">{held}</y:Realizers></y:P></data>'
    assert graphml(f'<node id="a">{data}</node>', keys).graph.steps[0].title == "One"


def test_many_of_one_name_cost_no_more_than_their_number() -> None:
    said = {"step": "a", "kind": "pain", "title": "x"}
    many = HEAD | {"steps": [{"id": "a", "title": "A"}], "findings": [said] * 20_000}
    ids = {each.id for each in read("json", json.dumps(many)).graph.findings}
    assert len(ids) == 20_000
    assert {f"{min(ids)}-2", f"{min(ids)}-20000"} < ids
    rows = "".join(f"s{at},s{at + 1}\n" for at in range(20_000))
    assert len(read("table", f"Step,Next steps\n{rows}").graph.transitions) == 19_999
    label = "flowchart TD\na[`" + "~~a " * 20_000 + "`]\n"
    assert len(read("flowchart", label).graph.steps) == 1
    with pytest.raises(Unreadable, match="expected the word journey"):
        read("mermaid", "---" + "\n" * 200_000)


@pytest.mark.parametrize(
    ("own", "step"),
    [
        ({"stages": [{"id": []}]}, None),
        ({"cards": [{"id": "c", "lane": [], "step": {}}]}, None),
        ({"ideas": [{"id": "i", "findings": 1}]}, None),
        ({"catalogue": {"touchpoints": [{"id": {}}]}}, None),
        ({"journey": {"id": []}}, None),
        ({}, {"id": [], "title": "A"}),
        ({}, {"id": "a", "title": "A", "stage": []}),
    ],
)
def test_records_of_ours_that_cannot_be_are_left_out(own: Any, step: Any) -> None:
    reading = bpmn({"journey": {"id": "j", "title": "T", "language": "en"}} | own, step)
    assert [each.title for each in reading.graph.steps] == ["A", "B"]
    assert "of its own does not fit" in str(reading.losses)


def test_what_hangs_on_what_is_gone_goes_with_it_link_by_link() -> None:
    said = [{"id": "c0", "on": "gone", "text": "x"}]
    said += [
        {"id": f"c{n}", "on": "a", "reply_to": f"c{n - 1}", "text": "x"} for n in range(1, 5000)
    ]
    journey = {"journey": {"id": "j", "title": "T", "language": "en"}, "comments": said}
    reading = bpmn(journey)
    assert not reading.graph.comments
    assert len(reading.losses) >= 5000


def test_what_is_wrong_can_be_told_whatever_it_quotes() -> None:
    half = json.dumps(HEAD | {"\ud800": 1, "steps": [{"id": "a", "title": "A", "\udfff": 1}]})
    with pytest.raises(Unreadable) as error:
        read("json", half)
    assert [str(each).encode() for each in error.value.problems]
    with pytest.raises(Unreadable) as error:
        read("yaml", "*" + "a" * 100_000)
    assert len(str(error.value)) < 2_000
    journey = {"journey": {"id": "j", "title": "T"}, "comments": [{"id": "\ud800", "text": 1}]}
    assert all(isinstance(each, Loss) and str(each).encode() for each in bpmn(journey).losses)


@pytest.mark.parametrize("sign", ["U00110000", "UFFFFFFFF"])
def test_a_number_that_no_character_has_is_no_crash(sign: str) -> None:
    with pytest.raises(Unreadable, match="this is no YAML"):
        read("yaml", f'title: "\\{sign}"')
    task = read("mermaid", f"journey\na#{'9' * 5000};: 3: b\n").graph.steps[0]
    assert task.title == "a\ufffd"

"""Lanes and pools of BPMN as other programs write them: who acts, and in which journey."""

from __future__ import annotations

import pytest

from tests.formats.bpmn_files import DI, MODEL, file, flow, read, ways


def lane(id: str, name: str, nodes: str, inner: str = "") -> str:
    refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    return f'<lane id="{id}" name="{name}">{refs}{inner}</lane>'


def test_lanes_nested_lanes_and_lanes_without_names() -> None:
    inner = "<childLaneSet>" + lane("l2", "Clerk", "b") + lane("l3", "Robot", "c")
    lanes = lane("l1", "Customer", "a") + lane("l4", "Office", "bc", inner + "</childLaneSet>")
    graph, losses = read(
        file(
            f'<laneSet>{lanes}{lane("l5", "", "d")}</laneSet><task id="a" name="A"/>'
            '<userTask id="b" name="B"/><serviceTask id="c" name="C"/><task id="d" name="D"/>'
        )
    )
    assert {(a.name, a.kind) for a in graph.actors} == {
        ("Customer", "customer"),
        ("Clerk", "staff"),
        ("Robot", "system"),
    }
    assert [s.actor for s in graph.steps] == ["l1", "l2", "l3", None]
    kinds = "customer: Customer; staff: Clerk; system: Robot"
    assert losses == [f"line 4, l1: what kind of actors they are is guessed: {kinds}"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Loan applicant", "customer"),
        ("Customer (web)", "customer"),
        ("Työnhakija", "customer"),
        ("Customer service", "staff"),
        ("Asiakaspalvelu", "staff"),
        ("Bewerber-Beurteilung - Chef", "staff"),
        ("CRM system", "system"),
        ("Asiointijärjestelmä", "system"),
    ],
)
def test_what_kind_an_actor_is_is_guessed_by_the_name(name: str, kind: str) -> None:
    graph, losses = read(file(f'<laneSet>{lane("l", name, "a")}</laneSet><task id="a" name="A"/>'))
    assert graph.actors[0].kind == kind
    assert losses == [f"line 4, l: what kind of actors they are is guessed: {kind}: {name}"]


def test_lanes_that_name_no_steps_hold_what_is_drawn_in_them() -> None:
    def shape(id: str, x: int, y: int, width: int, height: int) -> str:
        bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
        return f'<bpmndi:BPMNShape bpmnElement="{id}">{bounds}</bpmndi:BPMNShape>'

    shapes = shape("l1", 0, 0, 500, 100) + shape("l2", 0, 100, 500, 100)
    shapes += shape("a", 10, 10, 100, 80) + shape("b", 10, 110, 100, 80)
    shapes += shape("g", 0, 0, 200, 95)
    inside = (
        f"<laneSet>{lane('l1', 'One', '')}{lane('l2', 'Two', '')}</laneSet>"
        '<task id="a" name="A"/><task id="b" name="B"/><group id="g" categoryValueRef="v"/>'
    )
    more = '<category><categoryValue id="v" value="Early"/></category>'
    data = file(inside, more=more, spaces=DI).decode()
    plane = f"<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>{shapes}</bpmndi:BPMNPlane>"
    data = data.replace("</definitions>", f"{plane}</bpmndi:BPMNDiagram></definitions>")
    graph, _ = read(data.encode())
    assert {s.id: (s.actor, s.stage) for s in graph.steps} == {"a": ("l1", "g"), "b": ("l2", None)}
    assert [stage.title for stage in graph.stages] == ["Early"]


def pools(count: int, message: str = "") -> bytes:
    processes, parts = [], []
    for at in range(count):
        steps = f'<task id="t{at}" name="T{at}"/><endEvent id="e{at}"/>{flow(f"t{at}", f"e{at}")}'
        processes.append(f'<process id="p{at}">{steps}</process>')
        parts.append(f'<participant id="q{at}" name="Pool {at}" processRef="p{at}"/>')
    parts.append('<participant id="box" name="Asiakas"/>')
    inside = f"<collaboration>{''.join(parts)}{message}</collaboration>{''.join(processes)}"
    return f'<definitions xmlns="{MODEL}">{inside}</definitions>'.encode()


def test_seventeen_pools_are_actors_and_messages_ways_between_them() -> None:
    messages = (
        '<messageFlow id="m" name="Bill" sourceRef="e0" targetRef="t1"/>'
        '\n<messageFlow id="n" name="Thanks" sourceRef="t1" targetRef="box"/>'
    )
    graph, losses = read(pools(16, messages))
    assert len(graph.actors) == 17 and len(graph.steps) == 16
    assert {a.name: a.kind for a in graph.actors}["Asiakas"] == "customer"
    assert graph.by_id["t3"].actor == "q3" and graph.journey.title == "file"
    assert ways(graph) == {("t0", "t1", "parallel", "Bill")}
    assert "the message 'Thanks' to or from the whole pool 'Asiakas' is left out" in losses[-1]
    assert any("16 processes are read as one journey" in loss for loss in losses)


def test_one_pool_is_the_journey_and_acts_only_beside_others() -> None:
    graph, losses = read(
        file('<task id="a" name="A"/>', more='<collaboration><participant id="q" name="Our work" '
             'processRef="p"/></collaboration>')
    )  # fmt: skip
    assert (graph.journey.title, graph.actors, losses) == ("Our work", (), [])


def test_of_several_pools_the_collaboration_names_the_journey() -> None:
    parts = "".join(f'<participant id="q{n}" name="{n}" processRef="p{n}"/>' for n in "ab")
    inside = f'<collaboration name="Selling">{parts}</collaboration>'
    for n in "ab":
        inside += f'<process id="p{n}" name="{n}"><task id="t{n}" name="T"/></process>'
    graph, _ = read(f'<definitions xmlns="{MODEL}">{inside}</definitions>'.encode())
    assert graph.journey.title == "Selling"


def test_a_pool_beside_a_process_without_one_acts_in_its_own() -> None:
    more = '<collaboration><participant id="q" name="Post" processRef="o"/></collaboration>'
    other = '<process id="o"><task id="b" name="B"/></process>'
    graph, _ = read(file('<task id="a" name="A"/>', more=more + other))
    assert {s.id: s.actor for s in graph.steps} == {"a": None, "b": "q"}
    assert graph.journey.title == "file"

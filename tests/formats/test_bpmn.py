"""BPMN as other programs write it: a small file of our own for each trap."""

from __future__ import annotations

import pytest

from journeys.formats import Unreadable, detect
from tests.formats.bpmn_files import BPMN, MODEL, file, flow, read, ways


def test_tasks_flows_and_documentation() -> None:
    graph, losses = read(
        file(
            '<documentation>Why it is done</documentation><startEvent id="s"/>'
            '<userTask id="a" name="Asks"><documentation textFormat="text/html">'
            "&lt;p&gt;By &amp;lt;phone&amp;gt;&lt;/p&gt;</documentation></userTask>"
            '<callActivity id="b" name="Decides"/><endEvent id="e"/>'
            + flow("s", "a")
            + flow("a", "b")
            + flow("b", "e"),
            name="Applying",
        )
    )
    assert (graph.journey.title, graph.journey.summary) == ("Applying", "Why it is done")
    assert graph.journey.language == "und"
    assert [(s.id, s.title, s.description) for s in graph.steps] == [
        ("a", "Asks", "By <phone>"),
        ("b", "Decides", ""),
    ]
    assert ways(graph) == {("a", "b", "sequence", "")}
    assert all(s.assumed_experience is s.expectation is s.evidence is None for s in graph.steps)
    assert losses == []


def test_names_have_line_breaks_and_divided_words() -> None:
    graph, _ = read(
        file('<task id="a" name="Check&#10;the  order"/><task id="b" name="Arbeits-&#10;vertrag"/>')
    )
    assert [step.title for step in graph.steps] == ["Check the order", "Arbeits-vertrag"]


def test_a_task_without_a_name_gets_one_and_it_is_told() -> None:
    graph, losses = read(file('<task id="a"/>\n<scriptTask id="b" name=" "/>'))
    assert [step.title for step in graph.steps] == ["Task 1", "Task 2"]
    assert losses == [
        "line 4, a: the task has no name; it is called 'Task 1'",
        "line 5, b: the scriptTask has no name; it is called 'Task 2'",
    ]


@pytest.mark.parametrize("prefix", ["bpmn", "bpmn2", "semantic", "model", ""])
def test_any_prefix_will_do(prefix: str) -> None:
    mark = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{MODEL}"' if prefix else f'xmlns="{MODEL}"'
    data = (
        f'<?xml version="1.0"?><!-- a > b --><{mark}definitions {space}><{mark}process id="p" '
        f'name="P"><{mark}task id="a" name="A"/></{mark}process></{mark}definitions>'
    ).encode()
    graph, losses = read(data)
    assert [step.title for step in graph.steps] == ["A"] and losses == []
    assert detect(data).name == detect(data, "model.xml").name == "bpmn"
    assert detect(data, "model.bpmn20.xml").name == "bpmn"


def test_gateways_go_and_their_ways_are_choices_or_parallel() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>'
            '<task id="d" name="D"/><exclusiveGateway id="x" name="Is it ok?"/>'
            '<exclusiveGateway id="join"/><parallelGateway id="y"/>'
            '<eventBasedGateway id="z"/><intermediateCatchEvent id="m" name="an answer">'
            '<messageEventDefinition/></intermediateCatchEvent><intermediateCatchEvent id="t">'
            "<timerEventDefinition><timeDuration>P14D</timeDuration></timerEventDefinition>"
            "</intermediateCatchEvent>"
            + flow("a", "x")
            + flow("x", "b", "yes")
            + flow("x", "join", "no")
            + flow("join", "y")
            + flow("y", "c")
            + flow("y", "d")
            + flow("c", "z")
            + flow("z", "m")
            + flow("z", "t")
            + flow("m", "d")
            + flow("t", "a")
            + flow("b", "c")
            + flow("b", "d")
        )
    )
    assert ways(graph) == {
        ("a", "b", "choice", "Is it ok? yes"),
        ("a", "c", "choice", "Is it ok? no"),
        ("a", "d", "choice", "Is it ok? no"),
        ("c", "d", "choice", "an answer"),
        ("c", "a", "return", ""),
        ("b", "c", "parallel", ""),
        ("b", "d", "parallel", ""),
    }
    assert [t.wait for t in graph.transitions if t.wait] == ["P14D"] and losses == []


def test_inclusive_ways_are_choices_and_it_is_told() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"/><task id="b" name="B"/>'
            '<inclusiveGateway id="g"/><endEvent id="e" name="Left"/>'
            + flow("a", "g")
            + flow("g", "b", "", "<conditionExpression>${ok}</conditionExpression>")
            + flow("g", "e")
        )
    )
    assert ways(graph) == {("a", "b", "choice", "${ok}"), ("a", None, "exit", "Left")}
    assert losses == ["line 4, g: several of its ways may be gone at once; read as a choice"]


def test_ends_are_exits_where_they_are_chosen_else_outcomes() -> None:
    error = '<endEvent id="w" name="Broken"><errorEventDefinition/></endEvent>'
    graph, losses = read(
        file(
            '<startEvent id="s" name="A letter came"/><task id="a" name="A"/>'
            f'<task id="b" name="B"/><endEvent id="e" name="Done"/>{error}'
            + flow("s", "a")
            + flow("a", "e")
            + flow("b", "w")
        )
    )
    assert graph.by_id["a"].outcome == "Done"
    assert ways(graph) == {("b", None, "exit", "Broken")}
    assert losses == ["line 4, s: the start 'A letter came' is left out"]


@pytest.mark.parametrize("other", ["", '<endEvent id="x" name="Paid"/>'])
def test_terminating_is_how_all_ends_where_nothing_else_does(other: str) -> None:
    end = '<endEvent id="e" name="Over"><terminateEventDefinition/></endEvent>'
    graph, _ = read(file('<task id="a" name="A"/>' + end + other + flow("a", "e")))
    assert ways(graph) == ({("a", None, "exit", "Over")} if other else set())
    assert graph.by_id["a"].outcome == ("" if other else "Over")


def test_what_is_said_of_the_way_to_a_plain_end_is_told() -> None:
    graph, losses = read(file('<task id="a" name="A"/><endEvent id="e"/>' + flow("a", "e", "done")))
    assert ways(graph) == set()
    assert losses == ["line 4, a-e: the way 'done' leads to the end; its name is left out"]


@pytest.mark.parametrize("ending", [".bpmn", ".bpmn20.xml", ".bpmn2", ".XML"])
def test_a_model_without_a_name_is_called_after_its_file(ending: str) -> None:
    reading = BPMN.read(file('<task id="a" name="A"/>', name=""), f"A.1.0-draft{ending}")
    assert reading.graph.journey.title == "A.1.0-draft"


def test_choices_before_the_first_step_are_told() -> None:
    graph, losses = read(
        file(
            '<startEvent id="s"/><exclusiveGateway id="x" name="New here?"/>'
            '<task id="a" name="A"><documentation/></task><task id="b" name="B"/>\n'
            + flow("s", "x")
            + flow("x", "a", "yes")
            + "\n"
            + flow("x", "b", "no")
        )
    )
    assert graph.transitions == ()
    assert losses == [
        "line 5, x-a: the way 'New here? yes' leads to a first step; left out",
        "line 6, x-b: the way 'New here? no' leads to a first step; left out",
    ]


def test_events_between_are_steps_waits_or_lines() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>\n'
            '<intermediateThrowEvent id="m" name="Letter sent"><messageEventDefinition/>'
            "</intermediateThrowEvent>\n"
            '<intermediateCatchEvent id="t" name="two weeks"><timerEventDefinition>'
            "<timeDate>2026-01-01</timeDate></timerEventDefinition></intermediateCatchEvent>"
            '<intermediateThrowEvent id="l1"><linkEventDefinition name="on"/>'
            '</intermediateThrowEvent><intermediateCatchEvent id="l2"><linkEventDefinition '
            'name="on"/></intermediateCatchEvent>'
            + flow("a", "m")
            + flow("m", "t")
            + flow("t", "b")
            + flow("b", "l1")
            + flow("l2", "c")
        )
    )
    assert ways(graph) == {
        ("a", "m", "sequence", ""),
        ("m", "b", "sequence", ""),
        ("b", "c", "sequence", ""),
    }
    assert losses[0] == "line 5, m: the event 'Letter sent' is read as a step"
    assert losses[1] == "line 6, t: the timer 'two weeks' tells no duration as P14D; left out"
    assert len(losses) == 2


def test_events_on_a_task_are_choices() -> None:
    graph, _ = read(
        file(
            '<task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>'
            '<boundaryEvent id="x" name="it takes too long" attachedToRef="a"/>'
            + flow("a", "b")
            + flow("x", "c")
        )
    )
    assert ways(graph) == {("a", "b", "sequence", ""), ("a", "c", "choice", "it takes too long")}


def test_sub_processes_are_opened_where_they_tell_steps() -> None:
    inner = flow("s", "b") + flow("b", "e")
    graph, losses = read(
        file(
            '<task id="a" name="A"/>\n<subProcess id="sub" name="Inside"><startEvent id="s"/>'
            f'<task id="b" name="B"/><endEvent id="e"/>{inner}</subProcess>\n'
            '<subProcess id="shut" name="Closed"/><task id="d" name="D"/>'
            '<boundaryEvent id="x" name="stopped" attachedToRef="sub"/>'
            + flow("a", "sub")
            + flow("sub", "shut")
            + flow("x", "d")
        )
    )
    assert ways(graph) == {
        ("a", "b", "sequence", ""),
        ("b", "shut", "sequence", ""),
        ("b", "d", "choice", "stopped"),
    }
    told = "line 5, sub: the sub-process 'Inside' is opened: its steps stand in its place"
    assert losses == [told]


def test_sub_processes_within_each_other_are_opened_down_to_their_steps() -> None:
    nested = "".join(f'<subProcess id="s{at}"><startEvent id="e{at}"/>' for at in range(40))
    inner = f'{nested}<task id="a" name="A"/>{"</subProcess>" * 40}'
    graph, losses = read(file(f'{inner}<task id="b" name="B"/>{flow("s0", "b")}'))
    assert ways(graph) == {("a", "b", "sequence", "")} and len(losses) == 40


def test_loops_and_cycles_of_gateways_end() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"/><exclusiveGateway id="x"/><exclusiveGateway id="y"/>'
            '<task id="b" name="B"><standardLoopCharacteristics/></task>'
            + flow("a", "x")
            + flow("x", "y", "on")
            + flow("y", "x", "back")
            + flow("x", "a", "again")
            + flow("y", "b", "go")
            + flow("b", "b")
        )
    )
    assert ways(graph) == {
        ("a", "a", "return", "again"),
        ("a", "b", "choice", "on, go"),
        ("b", "b", "return", ""),
    }
    assert losses == [
        "line 4: an element standardLoopCharacteristics is left out",
        "line 4, y-x: the way 'on back' joins another before the next step; left out",
    ]


def test_many_gateways_take_no_time() -> None:
    gates = [f'<exclusiveGateway id="g{at}"/>' for at in range(300)]
    flows = [flow(f"g{at}", f"g{at + 1}") * 2 for at in range(299)]
    ends = '<task id="a" name="A"/><task id="b" name="B"/>' + flow("a", "g0") + flow("g299", "b")
    graph, _ = read(file("".join(gates + flows) + ends))
    assert ways(graph) == {("a", "b", "choice", "")}


def test_flows_that_lead_nowhere_are_told() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"/><exclusiveGateway id="x"/>'
            + flow("a", "gone")
            + "\n"
            + flow("gone", "a")
            + '\n<sequenceFlow id="f"/>'
            + flow("a", "x")
        )
    )
    assert graph.transitions == ()
    assert losses == [
        "line 4, a-gone: the flow has no end that is there; left out",
        "line 4, x: the exclusiveGateway leads nowhere; left out",
        "line 5, gone-a: the flow has no start that is there; left out",
        "line 6, f: the flow has no start that is there; left out",
    ]


def test_ids_that_stand_twice() -> None:
    graph, losses = read(
        file('<task id="a" name="A"/>\n<task id="a" name="B"/><task id="_1" name="C"/>')
    )
    assert [(s.id, s.title) for s in graph.steps] == [("a", "A"), ("a-2", "B"), ("1", "C")]
    assert losses == ["line 5, a: the id stands in line 4 too; the first is meant"]


def test_ids_that_all_are_one_take_no_time() -> None:
    graph, _ = read(file('<task id="a" name="A"/>' * 3000))
    assert len({step.id for step in graph.steps}) == 3000


def test_references_with_a_prefix_and_names_that_a_program_gave() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>'
            '<boundaryEvent id="x" name="late" attachedToRef="Process:a"/>'
            + flow("a", "P:b", "Sequence Flow7")
            + flow("x", "c", "SequenceFlow_2")
        )
    )
    assert ways(graph) == {("a", "b", "sequence", ""), ("a", "c", "choice", "late")}
    assert losses == []


def test_notes_and_data_are_cards() -> None:
    graph, losses = read(
        file(
            '<task id="a" name="A"><dataInputAssociation><sourceRef>d</sourceRef>'
            '</dataInputAssociation></task><dataObjectReference id="d" name="Form"/>'
            '<textAnnotation id="n"><text>Slow</text></textAnnotation>'
            '<association id="x" sourceRef="n" targetRef="a"/>'
            '\n<textAnnotation id="o"><text>Alone</text></textAnnotation>'
            '<dataStoreReference id="store" name="Register"/>'
        )
    )
    lanes = {lane.id: lane.title for lane in graph.lanes}
    assert {(lanes[c.lane], c.step, c.text) for c in graph.cards} == {
        ("Notes", "a", "Slow"),
        ("Data", "a", "Form"),
    }
    assert losses == [
        "line 5, o: the note stands at no step; left out: 'Alone'",
        "line 5, store: the data 'Register' belong to no step; left out",
    ]


@pytest.mark.parametrize(
    "namespace",
    [
        "http://camunda.org/schema/1.0/bpmn",
        "http://camunda.org/schema/zeebe/1.0",
        "http://www.signavio.com",
        "http://www.bizagi.com/bpmn20",
        "http://www.bonitasoft.org/ns/bpmn/extensions",
        "http://flowable.org/bpmn",
    ],
)
def test_what_other_programs_add_is_told_once(namespace: str) -> None:
    inside = f'<v:x xmlns:v="{namespace}"><v:y/></v:x>'
    graph, losses = read(
        file(
            f'<task id="a" name="A" v:by="me"><extensionElements>{inside}{inside}'
            "</extensionElements></task>",
            spaces=f'xmlns:v="{namespace}"',
        )
    )
    assert [step.title for step in graph.steps] == ["A"]
    assert losses == [f"line 4: 3 elements of {namespace} are left out"]


def test_an_empty_process_is_a_journey_without_steps() -> None:
    graph, losses = read(file("", name="Nothing yet"))
    assert (graph.journey.title, graph.steps) == ("Nothing yet", ())
    assert losses == ["line 1: there are no tasks; the journey has no steps"]


def test_texts_that_are_too_long_are_cut_and_told() -> None:
    long = "word " * 900
    graph, losses = read(
        file(f'<task id="a" name="{long}"><documentation>{long}</documentation></task>')
    )
    assert len(graph.steps[0].title) == 200 and len(graph.steps[0].description) == 4000
    assert losses == [
        "line 4, a: the name has 4499 characters; cut to 200",
        "line 4, a: the documentation has 4499 characters; cut to 4000",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            b'<?xml version="1.0"?>\n<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>',
            "file.bpmn, line 2, column 1: this is XPDL; expected BPMN 2.0",
        ),
        (b"<html/>", "line 1, column 1: expected the element definitions of BPMN 2.0, found html"),
        (b'<definitions xmlns="urn:other"/>', "found definitions of urn:other"),
        (b"<definitions>", "line 1, column 14: this is no XML: no element found"),
        (b"journey\n title x", "this is no XML"),
    ],
)
def test_what_is_no_bpmn_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        BPMN.read(data, "file.bpmn")
    assert told in str(refusal.value)


def test_what_is_too_long_or_too_tangled_is_refused() -> None:
    tasks = "".join(f'<task id="t{at}" name="T"/>' for at in range(50_001))
    with pytest.raises(Unreadable, match="line 4: has more than 50000 tasks"):
        BPMN.read(file(tasks), "long.bpmn")
    with pytest.raises(Unreadable, match="line 4: has more than 500 pools, lanes and groups"):
        BPMN.read(file("<laneSet>" + '<lane id="l"/>' * 501 + "</laneSet>"), "wide.bpmn")
    gates = [f'<exclusiveGateway id="g{at}"/>' for at in range(3000)]
    gates += [flow(f"g{at}", f"g{at + 1}") for at in range(2999)]
    gates += [f'<task id="t{at}" name="T"/>' + flow(f"t{at}", "g0") for at in range(3000)]
    with pytest.raises(Unreadable, match="line 4: gateways and events lead to each other too"):
        BPMN.read(file("".join(gates)), "tangled.bpmn")

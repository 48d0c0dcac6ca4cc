"""What real tables hold: one small text for each trap."""

from __future__ import annotations

import codecs

import pytest

from journeys.formats import FORMATS, Reading, Unreadable

TABLE = FORMATS["table"]


def titles(reading: Reading) -> list[str]:
    return [step.title for step in reading.graph.steps]


def told(reading: Reading) -> str:
    return "\n".join(map(str, reading.losses))


TEXTS: dict[str, tuple[bytes, list[str], str]] = {
    "a byte order mark": (b"\xef\xbb\xbfStep;Pain\nA;b\n", ["A"], ""),
    "lines that end in CR": (b"Step;Pain\rA;b\rC;d\r", ["A", "C"], ""),
    "lines in cells": (b'Step;Pain\r\n"A\r\nB";"x\ny"\r\nC;d\r\n', ["A B", "C"], ""),
    "tabs": (b"Step\tPain\nA\tb\n", ["A"], ""),
    "commas": (b'Step,Pain\n"A, B",b\n', ["A, B"], ""),
    "UTF-16, as Unicode text": ("Step\tPain\nÄ\tb\n".encode("utf-16"), ["Ä"], ""),
    "UTF-16 of the other end": (
        codecs.BOM_UTF16_BE + "Step\tPain\nÄ\tb\n".encode("utf-16-be"),
        ["Ä"],
        "",
    ),
    "Windows-1252": (
        "Askel;Tunne\nHakee äkkiä – €;2\n".encode("cp1252"),
        ["Hakee äkkiä – €"],
        "read as Windows-1252",
    ),
    "NA": (b"Step;Pain;Actor\nA;NA;n/a\nB;null;-\n", ["A", "B"], "'NA' stands in 1 cells"),
    "a nameless column that counts": (b";Step;Pain\n0;A;x\n1;B;y\n", ["A", "B"], ""),
    "names with spaces": (b" Step ;Pain points \nA;b\n", ["A"], ""),
    "two columns of a name": (b"Step;Pain;Pain\nA;x;y\n", ["A"], "2 columns are named 'pain'"),
    "empty rows": (b"\n;\nStep;Pain\n;;\nA;b\n\n;\nC;d\n", ["A", "C"], ""),
    "a title above": (b"Our journey;;\n;;\nStage;Step;Pain\nX;A;b\n", ["A"], "'Our journey'"),
    "steps side by side": (b"Stage;X;;Y\nStep;A;B;C\nPain;;b;\n", ["A", "B", "C"], "is turned"),
    "no steps, but what people do": (
        b"Stage,Touchpoint,User Action,Pain Point\nX,Site (web),Reads it,Long\n",
        ["Reads it"],
        "'User Action' is read as the steps",
    ),
    "names that we do not know": (
        b'recipe,what,who\nsoup,"Heat oil, then fry",Me\nsoup,Stir,You\n',
        ["what", "Heat oil, then fry", "Stir"],
        "there is no row of names; the columns are read as stage, step, actor",
    ),
    "steps that are numbers beside what is done": (
        b"step,actor,action,next_step\n1,Me,Asks,2\n2,You,Answers,\n",
        ["Asks", "Answers"],
        "'action' is read as the steps",
    ),
    "tasks of steps": (b"Stage,Task,Step\nX,A,B\n", ["B"], "'Task' is a row of the map"),
    "stages side by side": (
        b"Stage,Aware,Buys\nCustomer actions,Sees it,Pays\nTouchpoints,Ad (object),Shop (space)\n",
        ["Sees it", "Pays"],
        "'Customer actions' is read as the steps",
    ),
    "an apostrophe": (b"Step;Pain\n'=A;'-b\n", ["=A"], ""),
}


@pytest.mark.parametrize("trap", TEXTS)
def test_a_trap_of_text_files(trap: str) -> None:
    data, wanted, loss = TEXTS[trap]
    reading = TABLE.read(data, "x.csv")
    assert titles(reading) == wanted
    assert loss in told(reading) and bool(reading.losses) == bool(loss), told(reading)


def test_what_the_traps_held_is_where_it_belongs() -> None:
    def read(trap: str) -> Reading:
        return TABLE.read(TEXTS[trap][0], "x.csv")

    for trap in ("NA", "a nameless column that counts"):
        assert not read(trap).graph.lanes and not read(trap).graph.actors
    assert [f.title for f in read("two columns of a name").graph.findings] == ["x", "y"]
    assert [f.title for f in read("lines in cells").graph.findings] == ["x", "y", "d"]
    turned = read("steps side by side").graph
    assert [s.stage for s in turned.steps] == ["stage-1", "stage-1", "stage-2"]
    assert [(f.step, f.title) for f in turned.findings] == [("step-2", "b")]
    assert [f.title for f in read("an apostrophe").graph.findings] == ["-b"]


@pytest.mark.parametrize("score", ["3,5", "3.5", "3,5/5"])
def test_decimal_commas(score: str) -> None:
    (step,) = TABLE.read(f"Step;Score\nA;{score}\n".encode(), "x.csv").graph.steps
    assert step.assumed_experience == 3.5


@pytest.mark.parametrize("said", ["3: often", "C: often", "3 (Valinta; 20,5 %; 2 vk): often"])
def test_ways_on_by_number_and_by_name(said: str) -> None:
    text = f'Nro;Askel;Seuraavaksi\n1;A;"{said}\n2"\n2;B;Poistuminen (10 %): ei jaksa\n3;C;–\n'
    graph = TABLE.read(text.encode(), "x.csv").graph
    ways = [(t.source, t.target, t.kind, t.condition or t.reason) for t in graph.transitions]
    kind = "choice" if "Valinta" in said else "sequence"
    assert ways == [
        ("step-1", "step-3", kind, "often"),
        ("step-1", "step-2", "sequence", ""),
        ("step-2", None, "exit", "ei jaksa"),
    ]
    if kind == "choice":
        assert (graph.transitions[0].share, graph.transitions[0].wait) == (0.205, "P2W")


def test_a_mapping_says_what_columns_mean() -> None:
    data = "Schritt;Ärger;Wer\nA;x;M\nB;y;N\n".encode()
    (shown,) = TABLE.columns(data, "x.csv").tables
    assert shown.examples == (("Schritt", "Ärger", "Wer"), ("A", "x", "M"), ("B", "y", "N"))
    mapping = {"0.head": "yes", "0.0": "step", "0.1": "pain", "0.2": ""}
    graph = TABLE.read(data, "x.csv", mapping).graph
    assert [s.title for s in graph.steps] == ["A", "B"]
    assert [f.title for f in graph.findings] == ["x", "y"]
    assert not graph.lanes
    with pytest.raises(Unreadable, match="expected a column named Step"):
        TABLE.read(data, "x.csv", {"0.0": "", "0.1": "pain"})


@pytest.mark.parametrize(
    "text",
    [
        "recipe,number,what\nsoup,1,Fry\nsoup,2,Stir\n",
        "Fecha,Canal\n2026-05-19,LinkedIn: launch\n2026-05-27,Email: news\n",
        "touchpoint_id,actor_type\nlegal.will,state\nfuneral.plan,firm\n",
    ],
)
def test_a_first_row_that_evidently_has_names_is_no_step(text: str) -> None:
    data = text.encode()
    with pytest.raises(Unreadable, match="line 1: expected a column named Step"):
        TABLE.read(data, "x.csv")
    (shown,) = TABLE.columns(data, "x.csv").tables
    assert shown.headings == tuple(text.partition("\n")[0].split(","))
    assert len(TABLE.read(data, "x.csv", {"0.1": "step"}).graph.steps) == 2


@pytest.mark.parametrize(
    "text", ["Apply\tReads\t2\nApply\tAsks\t3\nWait\tWaits\t1\n", "A\tB\nC\tD\nE\tF\n"]
)
def test_a_first_row_that_may_be_a_step_is_one(text: str) -> None:
    assert len(TABLE.read(text.encode(), "").graph.steps) == 3


def test_guesses_are_what_would_be_read() -> None:
    (shown,) = TABLE.columns(b";Stage;Step;Who pays;Note\n0;X;A;us;b\n", "x.csv").tables
    assert shown.guesses == ("", "stage", "step", "row", "free")
    (bare,) = TABLE.columns(b"Apply\tReads\tMe\n\tFills in\tMe\n", "x.csv").tables
    assert bare.headings == ("", "", "") and bare.guesses == ("stage", "step", "actor")


def test_what_is_no_text_is_refused() -> None:
    for data in (b"\x00\x01\x02\x81", b"Step;\x81\n", b"\xff\xfeS", b"PK\x03\x04\xff\x00"):
        with pytest.raises(Unreadable, match="expected UTF-8"):
            TABLE.read(data, "x.csv")

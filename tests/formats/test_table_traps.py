"""What real tables hold: one small file for each trap, as text and as a workbook."""

from __future__ import annotations

import codecs
import datetime
import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.formats import FORMATS, Reading, Unreadable, detect, xlsx_open
from journeys.formats.xlsx_open import MOST_CELLS
from tests.diagrams.scenes import full

TABLE, XLSX = FORMATS["table"], FORMATS["xlsx"]


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
        b'recipe,number,what\nsoup,1,"Heat oil, then fry"\nsoup,2,Stir\n',
        ["number", "1", "2"],
        "there is no row of names; the columns are read as stage, step, actor",
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
    data = "Schritt;Ärger;Wer\nA;x;1\nB;y;2\n".encode()
    (shown,) = TABLE.columns(data, "x.csv").tables
    assert shown.examples == (("Schritt", "Ärger", "Wer"), ("A", "x", "1"), ("B", "y", "2"))
    mapping = {"0.head": "yes", "0.0": "step", "0.1": "pain", "0.2": ""}
    graph = TABLE.read(data, "x.csv", mapping).graph
    assert [s.title for s in graph.steps] == ["A", "B"]
    assert [f.title for f in graph.findings] == ["x", "y"]
    assert not graph.lanes
    with pytest.raises(Unreadable, match="expected a column named Step"):
        TABLE.read(data, "x.csv", {"0.0": "", "0.1": "pain"})


def test_guesses_are_what_would_be_read() -> None:
    (shown,) = TABLE.columns(b";Stage;Step;Who pays;Note\n0;X;A;us;b\n", "x.csv").tables
    assert shown.guesses == ("", "stage", "step", "row", "free")
    (bare,) = TABLE.columns(b"Apply\tReads\tMe\n\tFills in\tMe\n", "x.csv").tables
    assert bare.headings == ("", "", "") and bare.guesses == ("stage", "step", "actor")


def test_what_is_no_text_is_refused() -> None:
    for data in (b"\x00\x01\x02\x81", b"Step;\x81\n", b"\xff\xfeS", b"PK\x03\x04\xff\x00"):
        with pytest.raises(Unreadable, match="expected UTF-8"):
            TABLE.read(data, "x.csv")


# -- workbooks ---------------------------------------------------------------------------------


def book(*rows: list[Any], change: Callable[[Any], None] = lambda made: None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, path: str, change: Callable[[str], str]) -> bytes:
    """Return a workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            held = old.read(name)
            new.writestr(name, change(held.decode()) if name == path else held)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["Stage", "Step", "Experience", "Note"]


def test_numbers_days_and_truth_are_texts() -> None:
    data = book(HEAD, ["X", 2024, 4.0, datetime.date(2026, 3, 2)], [None, "B", 2.5, True])
    graph = XLSX.read(data, "x.xlsx").graph
    assert [s.title for s in graph.steps] == ["2024", "B"]
    assert [s.assumed_experience for s in graph.steps] == [4, 2.5]
    assert [c.text for c in graph.cards] == ["2026-03-02", "yes"]


def test_merged_cells_hold_for_those_below() -> None:
    data = book(HEAD, ["X", "A"], [None, "B"], ["Y", "C"],
                change=lambda made: made.active.merge_cells("A2:A3"))  # fmt: skip
    stages = [s.stage for s in XLSX.read(data, "x.xlsx").graph.steps]
    assert stages == ["stage-1", "stage-1", "stage-2"]


def test_a_hidden_sheet_and_one_without_steps_are_left_out() -> None:
    def more(made: Any) -> None:
        made.create_sheet("Hidden").append(["Step", "Pain"])
        made["Hidden"].append(["Secret", "x"])
        made["Hidden"].sheet_state = "hidden"
        made.create_sheet("Prices").append(["Cost", "Euros"])

    reading = XLSX.read(book(["Step", "Pain"], ["A", "b"], change=more), "x.xlsx")
    assert titles(reading) == ["A"]
    assert "Hidden: the sheet is hidden; left out" in told(reading)
    assert "Prices: the sheet is left out: expected a column named Step" in told(reading)


def test_formulas_are_what_they_last_gave_and_errors_are_told() -> None:
    data = book(["Step", "Pain"], ["A", "=1+1"], ["B", "#REF!"])
    stored = repacked(
        data,
        SHEET,
        lambda text: re.sub(r"<f>1\+1</f><v\s*/?>(</v>)?", "<f>1+1</f><v>2</v>", text),
    )
    reading = XLSX.read(stored, "x.xlsx")
    assert [f.title for f in reading.graph.findings] == ["2"]
    assert "Sheet, row 3, B3: the cell has an error, #REF!; left out" in told(reading)


def test_a_sheet_that_says_it_is_huge_is_as_large_as_its_cells() -> None:
    data = book(["Step", "Pain"], ["A", "b"])
    huge = repacked(
        data,
        SHEET,
        lambda t: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', t),
    )
    assert b"XFD1048576" in zipfile.ZipFile(io.BytesIO(huge)).read(SHEET)
    start = time.process_time()
    assert titles(XLSX.read(huge, "x.xlsx")) == ["A"]
    gap = repacked(data, SHEET, lambda t: t.replace('<row r="2"', '<row r="1048576"'))
    with pytest.raises(Unreadable, match="there are no steps"):
        XLSX.read(gap, "x.xlsx")
    assert time.process_time() - start < 60  # it would be hours


def test_ten_megabytes_of_nothing_are_refused_before_they_are_read() -> None:
    cells = '<c s="1"/>' * 450
    nothing = "".join(f'<row r="{n}">{cells}</row>' for n in range(3, 1003))
    data = repacked(
        book(["Step"], ["A"]), SHEET, lambda t: t.replace("</sheetData>", nothing + "</sheetData>")
    )
    with pytest.raises(Unreadable, match=f"has 450002 cells; at most {MOST_CELLS}|unpacks to"):
        XLSX.read(data, "x.xlsx")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "expected a zip file"),
        (b"Step;Pain\n", "expected a zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "expected a zip file"),
        (repacked(book(["Step"]), "xl/workbook.xml", lambda t: t[:90]), "it is broken"),
        (repacked(book(["Step"], ["A"]), SHEET, lambda t: t[:-50]), "it is broken"),
        (
            repacked(book(["Step"]), SHEET, lambda t: '<!DOCTYPE a [<!ENTITY b "c">]>' + t),
            "declares entities",
        ),
        (book(), "there are no rows"),
        (book(["Cost", "Euros"], ["1", "2"]), "sheet Sheet: expected a column named Step"),
        (book(["Step", "Pain"]), "there are no steps"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(said)):
        XLSX.read(data, "x.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "b")
    with pytest.raises(Unreadable, match="this is another zip"):
        XLSX.read(out.getvalue(), "x.xlsx")


def test_the_columns_of_a_strangers_workbook_can_be_said() -> None:
    def more(made: Any) -> None:
        made.create_sheet("B").append(["Step"])

    data = book(["Mitä", "Kiire"], ["A", "x"], change=more)
    shown = XLSX.columns(data, "x.xlsx").tables
    assert [(each.name, each.headings) for each in shown] == [
        ("Sheet", ("", "")),
        ("B", ("Step",)),
    ]
    reading = XLSX.read(data, "x.xlsx", {"0.head": "yes", "0.0": "step", "0.1": "pain", "1.0": ""})
    assert titles(reading) == ["A"]
    assert [f.title for f in reading.graph.findings] == ["x"]


# -- our own workbooks -------------------------------------------------------------------------


def edited(change: Callable[[Any], None]) -> Reading:
    """Write a journey, change the workbook as a person would, and read it."""
    made = openpyxl.load_workbook(io.BytesIO(XLSX.write(full()[0], None, "en").data))
    change(made)
    out = io.BytesIO()
    made.save(out)
    return XLSX.read(out.getvalue(), "x.xlsx")


def column(sheet: Any, key: str) -> int:
    found: int = next(cell.column for cell in sheet[1] if cell.value == key)
    return found


def test_ours_needs_no_mapping_and_every_key_is_a_field() -> None:
    data = XLSX.write(*full()).data
    assert XLSX.columns(data, "x.xlsx").tables == ()
    reading = XLSX.read(data, "x.xlsx")
    assert told(reading) == "Measures: answers are not read from a file; left out"
    assert detect(data, "x").name == "xlsx"


def test_a_row_that_somebody_adds_is_a_record() -> None:
    def add(made: Any) -> None:
        sheet = made["Steps"]
        row = sheet.max_row + 1
        sheet.cell(row, column(sheet, "step.title"), "Appeals")
        sheet.cell(row, column(sheet, "step.stage"), "Afterwards")
        sheet.cell(row, column(sheet, "step.expectation"), 7)

    reading = edited(add)
    step = reading.graph.steps[-1]
    assert (step.title, step.id, step.expectation) == ("Appeals", "step-1", None)
    assert reading.graph.by_id[step.stage or ""].title == "Afterwards"
    assert "expected a number from 1 to 5, got 7; left out: '7'" in told(reading)
    assert "there is no stage 'Afterwards'; it is added" in told(reading)


def test_without_its_hidden_row_it_is_refused_in_words() -> None:
    def spoil(made: Any) -> None:
        for sheet in made.worksheets:
            sheet.delete_rows(1)

    with pytest.raises(Unreadable, match="the hidden first row of each sheet"):
        edited(spoil)


def test_what_cannot_be_is_left_out_with_its_row() -> None:
    def spoil(made: Any) -> None:
        sheet = made["Transitions"]
        sheet.cell(3, column(sheet, "transition.target"), "Nowhere")
        sheet.cell(4, column(sheet, "transition.kind"), "Exit")
        made["Findings"].cell(3, column(made["Findings"], "finding.title")).value = None

    reading = edited(spoil)
    assert {t.id for t in reading.graph.transitions} == {"t3", "t4", "t5", "t6"}
    assert {f.id for f in reading.graph.findings} == {"f2", "f3"}
    said = told(reading)
    assert "Transitions, row 3, target: there is no step 'Nowhere'; left out" in said
    assert "Findings, row 3: title is required; the row is left out" in said
    assert "an exit leads to no step" in said


def test_names_that_several_have_carry_their_ids() -> None:
    graph = edited(lambda made: made["Steps"].cell(4, 1, "Hears about the grant")).graph
    assert graph.transitions == full()[0].transitions, "who renames a step loses no way"
    data = XLSX.write(graph, None, "fi").data
    cells = openpyxl.load_workbook(io.BytesIO(data))["Siirtymät"]["A"]
    assert "Hears about the grant [hear]" in [cell.value for cell in cells]
    assert XLSX.read(data, "x.xlsx").graph.transitions == graph.transitions


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_broken_workbook_is_refused_or_read(data: st.DataObject) -> None:
    """Bytes changed anywhere: nothing but Unreadable comes of it."""
    held = bytearray(XLSX.write(full()[0], None, "en").data)
    for _ in range(data.draw(st.integers(1, 4))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    try:
        XLSX.read(bytes(held), "x.xlsx")
    except Unreadable as error:
        assert str(error)


def test_rows_that_hang_on_each_other_end_somewhere() -> None:
    def spoil(made: Any) -> None:
        sheet = made["Touchpoints"]
        at = {key: sheet.max_column + n for n, key in enumerate(("valid_from", "replaced_by"), 1)}
        for key, place in at.items():
            sheet.cell(1, place, f"touchpoint.{key}")
        name, kind, until = (column(sheet, f"touchpoint.{k}") for k in ("name", "kind", "valid_to"))
        for row in range(10, 90):
            sheet.cell(row, name, f"T{row}")
            sheet.cell(row, kind, "Object")
            sheet.cell(row, at["replaced_by"], f"T{row + 1}" if row < 89 else None)
        sheet.cell(89, at["valid_from"], "2026-01-02")
        sheet.cell(89, until, "2026-01-01")

    with pytest.raises(Unreadable, match="hang on each other"):
        edited(spoil)


def test_two_journeys_in_a_workbook_are_refused() -> None:
    with pytest.raises(Unreadable, match="expected exactly one journey, found 2"):
        edited(lambda made: made["Journey"].append(["Another"]))


def test_many_cells_that_name_one_long_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_open, "MOST_LETTERS", 5_000)
    book = openpyxl.Workbook()
    for _ in range(6):
        book.active.append([" ".join(map(str, range(260)))])
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(Unreadable, match="letters"):
        FORMATS["xlsx"].read(data.getvalue(), "x.xlsx")

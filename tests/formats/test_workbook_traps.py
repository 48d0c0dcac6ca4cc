"""What real workbooks hold, and what people do to ours: one small file for each trap."""

from __future__ import annotations

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
from tests.formats.test_table_traps import titles, told

XLSX = FORMATS["xlsx"]


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


# -- our own --------------------------------------------------------------------------------------


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

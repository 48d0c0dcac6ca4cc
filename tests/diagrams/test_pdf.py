"""PDF: tagged as PDF/UA-1 asks, on the asked paper, with what people wrote as they wrote it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from journeys.diagrams import DIAGRAMS, Failed, Options, Output, pdf, render
from journeys.diagrams.pdf_words import widths
from journeys.diagrams.picture import PAPERS, Picture
from journeys.diagrams.sheets import ALIKE, LONGEST, MARGIN, MOST, OVERLAP, PX, Plan, parts, plan
from journeys.diagrams.text import width as wide
from journeys.graph import Graph
from journeys.outline import Row, Table, outline
from tests.diagrams.scenes import full, journey, line, walk

MM = 72 / 25.4
LONG = "Lähetysmuotojärjestelmäasiantuntijatyöryhmä"
HOSTILE = "<b>&\"' #set text(red) *b* _i_ $x$ @ref <l> [x] \\ `c` // = 1 --- ~ ]]> {{x}} =1+1"


def made(graph: Graph, name: str = "map", language: str = "", **output: Any) -> PdfReader:
    options = Options(language=language)
    return PdfReader(io.BytesIO(render(name, "pdf", graph, None, options, Output(**output))))


@cache
def grant() -> PdfReader:
    graph, measures = full()
    data = render("map", "pdf", graph, measures, Options(language="fi"))
    return PdfReader(io.BytesIO(data))


@cache
def wall() -> PdfReader:
    return made(full()[0], paper="a4", tiled=True)


def tags(reader: PdfReader) -> Iterator[Any]:
    """Yield the elements of the structure tree in reading order."""

    def below(node: Any) -> Iterator[Any]:
        for each in node if isinstance(node, list) else [node]:
            held = each.get_object() if hasattr(each, "get_object") else each
            if isinstance(held, dict) and "/S" in held:
                yield held
                yield from below(held.get("/K", []))
            elif isinstance(held, list):
                yield from below(held)

    yield from below(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])


def kinds(reader: PdfReader) -> list[str]:
    return [each["/S"] for each in tags(reader)]


def text(reader: PdfReader, first: int = 0) -> str:
    """Return the text of the pages from ``first``, a line broken for want of room made whole."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages[first:])


def millimetres(page: PageObject) -> tuple[float, float]:
    return round(float(page.mediabox.width) / MM, 1), round(float(page.mediabox.height) / MM, 1)


def _of_map(graph: Graph, **more: Any) -> Picture:
    return Picture(name="map", draw=DIAGRAMS["map"].draw, graph=graph, **more)


# -- tags ---------------------------------------------------------------------------------


def test_it_says_that_it_is_tagged_what_it_is_called_and_in_which_language() -> None:
    root = grant().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a BooleanObject
    assert root["/Lang"] == "fi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert grant().metadata == {"/Title": "Start-up grant", "/Creator": "Typst 0.15.1"}
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_the_drawing_is_one_figure_told_by_its_alternative_text() -> None:
    graph, measures = full()
    scene = _of_map(graph, measures=measures, options=Options(language="fi")).scene
    figures = [each for each in tags(grant()) if each["/S"] == "/Figure"]
    assert [each["/Alt"] for each in figures] == [scene.description]
    assert kinds(grant())[:3] == ["/Document", "/Figure", "/H1"]


def test_the_words_are_headings_lists_and_tables_with_header_cells() -> None:
    graph, measures = full()
    told = outline(graph, measures, "fi")
    found = kinds(grant())
    tables = [table for section in told.sections for table in section.tables]
    for level in (2, 3):
        wanted = sum(section.level == level for section in told.sections)
        assert found.count(f"/H{level}") == wanted
    assert found.count("/Table") == len(tables)
    assert found.count("/TH") == sum(len(table.columns) for table in tables)
    assert found.count("/TD") == sum(len(table.columns) * len(table.rows) for table in tables)
    assert found.count("/LI") == sum(len(section.sentences) for section in told.sections)


def test_headings_are_bookmarks() -> None:
    title, below = grant().outline
    assert title["/Title"] == "Start-up grant"
    assert [each["/Title"] for each in below if isinstance(each, dict)][:2] == ["Lyhyesti", "Polku"]


def test_every_font_is_embedded_and_is_our_own() -> None:
    names = set()
    for page in grant().pages:
        for held in page["/Resources"].get("/Font", {}).values():
            kin = held.get_object()["/DescendantFonts"][0].get_object()
            names.add(kin["/BaseFont"].partition("+")[2])
            assert "/FontFile2" in kin["/FontDescriptor"].get_object()
            assert "/ToUnicode" in held.get_object()
    assert names == {"Arimo-Regular", "Arimo-Bold"}


def test_text_comes_out_in_the_order_of_reading() -> None:
    graph, measures = full()
    told = outline(graph, measures, "fi")
    whole, at = text(grant(), 1), 0
    for section in told.sections:
        at = whole.index(section.heading, at)
        for sentence in section.sentences:
            at = whole.index(" ".join(sentence.text.split()), at)
    first = grant().pages[0].extract_text()
    assert first.index("Hears about the") < first.index("Strong identification")


def test_pages_are_numbered_below_the_words() -> None:
    count = len(grant().pages)
    for at, page in enumerate(grant().pages[1:], start=2):
        assert f"{at} / {count}" in page.extract_text()


# -- paper --------------------------------------------------------------------------------


def test_without_a_paper_the_first_page_is_as_large_as_the_drawing() -> None:
    graph = journey(*line("a", "b"))
    scene = _of_map(graph).scene
    first, *others = made(graph).pages
    assert millimetres(first) == pytest.approx((scene.width * PX, scene.height * PX), abs=0.1)
    assert {millimetres(page) for page in others} == {(210, 297), (297, 210)}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_is_the_size_of_its_name_the_way_round_that_the_drawing_is(paper: str) -> None:
    short, long = PAPERS[paper]
    (across,) = made(journey(*line("a", "b")), paper=paper, words=False).pages
    assert millimetres(across) == (long, short)
    assert plan(100, 200, paper)[:2] == (short, long)


SIDES = st.floats(1, 20_000)


@given(SIDES, SIDES, st.sampled_from(list(PAPERS)))
@example(3313, 4703, "a4")
def test_a_fitted_drawing_fills_its_sheet_up_to_the_margins(
    width: float, height: float, paper: str
) -> None:
    laid = plan(width, height, paper)
    w, h = width * laid.px, height * laid.px
    of_paper = abs(width / height - laid.width / laid.height) < ALIKE  # it has margins of its own
    margin = 0 if of_paper else MARGIN
    assert laid.left >= margin - 1e-6 and laid.top >= margin - 1e-6
    assert min(laid.width - w, laid.height - h) == pytest.approx(2 * margin, abs=1e-6)
    assert laid.left * 2 + w == pytest.approx(laid.width)


def tiles(width: float, height: float, paper: str) -> Plan | None:
    try:
        return plan(width, height, paper, tiled=True)
    except Failed:
        return None


@given(SIDES, SIDES, st.sampled_from(list(PAPERS)))
def test_sheets_cover_the_drawing_at_full_size_and_overlap_by_twelve_mm(
    width: float, height: float, paper: str
) -> None:
    laid = tiles(width, height, paper)
    if laid is None:
        return
    assert laid.px == PX and len(laid.sheets) == laid.rows * laid.columns <= MOST
    held = {(sheet.row, sheet.column): sheet for sheet in laid.sheets}
    last = held[laid.rows, laid.columns]
    assert (last.x + last.w, last.y + last.h) == pytest.approx((width, height))
    for (row, column), sheet in held.items():
        assert 0 < sheet.w * PX <= laid.width - 2 * MARGIN + 1e-6
        assert 0 < sheet.h * PX <= laid.height - 2 * MARGIN + 1e-6
        if after := held.get((row, column + 1)):
            assert (sheet.x + sheet.w - after.x) * PX == pytest.approx(OVERLAP)
        if below := held.get((row + 1, column)):
            assert (sheet.y + sheet.h - below.y) * PX == pytest.approx(OVERLAP)


def test_one_sheet_is_enough_for_what_fits_one_and_not_for_a_px_more() -> None:
    w, h = (190 / PX, 277 / PX)
    assert plan(w, h, "a4", tiled=True)[5:7] == (1, 1)
    assert len(plan(w + 1, h, "a4", tiled=True).sheets) == 2


def test_too_many_sheets_are_refused_with_what_to_do() -> None:
    with pytest.raises(Failed, match=r"takes \d+ sheets of A4, and 200 is the most; take larger"):
        plan(200_000, 3_000, "a4", tiled=True)
    with pytest.raises(Failed, match="no paper 'b5'; there are a4"):
        plan(10, 10, "b5")


def test_no_page_is_longer_than_readers_open() -> None:
    assert plan(200_000, 500)[:2] == (LONGEST, pytest.approx(LONGEST / 400))


def test_a_wall_of_sheets_has_one_figure_and_says_on_each_sheet_which_it_is() -> None:
    graph = full()[0]
    scene = _of_map(graph).scene
    laid = plan(scene.width, scene.height, "a4", tiled=True)
    assert len(laid.sheets) > 3
    assert kinds(wall()).count("/Figure") == 1
    for sheet, page in zip(laid.sheets, wall().pages, strict=False):
        assert millimetres(page) == (laid.width, laid.height)
        place = f"Row {sheet.row}, column {sheet.column} of {laid.rows} × {laid.columns}"
        assert place in page.extract_text()


def test_a_sheet_holds_what_stands_on_it_and_no_more() -> None:
    scene = _of_map(full()[0]).scene
    laid = plan(scene.width, scene.height, "a4", tiled=True)
    whole = [each for each in walk(scene.items) if type(each).__name__ != "Group"]
    cut = [
        [each for each in walk(part.items) if type(each).__name__ != "Group"]
        for part in parts(scene, laid.sheets)
    ]
    assert set(whole) == {each for part in cut for each in part}
    assert all(len(part) < len(whole) * 0.7 for part in cut)
    assert "Start-up grant" in str(cut[0][:40]) and "Start-up grant" not in str(cut[-1])


# -- words --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIAGRAMS)
def test_every_diagram_makes_a_pdf_with_words_where_they_make_sense(name: str) -> None:
    found = kinds(made(full()[0], name, language="sv"))
    assert "/Figure" in found
    assert ("/H1" in found) == DIAGRAMS[name].words


def test_a_comparison_says_first_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DIAGRAMS, "map", DIAGRAMS["map"]._replace(compares=True))
    now, before = journey(*line("a", "b")), journey(*line("a"), summary="Old")

    def whole(other: Graph) -> str:
        data = render("map", "pdf", now, None, Options(other=other))
        return text(PdfReader(io.BytesIO(data)), 1)

    assert whole(before).index("What differs") < whole(before).index("Added: Step “Step b”.")
    assert "Summary: Old › " in whole(before)
    assert "Nothing differs" in whole(now)


def test_words_can_be_left_out() -> None:
    alone = made(full()[0], words=False)
    assert len(alone.pages) == 1
    assert kinds(alone) == ["/Document", "/Figure"]


def test_what_people_wrote_is_never_markup() -> None:
    records = line("a", "b", outcome=HOSTILE)
    records[0][1]["title"] = HOSTILE
    reader = made(journey(*records, title=HOSTILE, summary=f"{HOSTILE}\nand\x00 \ud800\x07"))
    assert text(reader, 1).replace("- ", "-").count(HOSTILE.replace("- ", "-")) >= 5
    assert reader.metadata is not None and reader.metadata["/Title"] == HOSTILE


def test_what_the_font_has_not_got_is_one_sign_in_print_and_itself_where_it_is_spoken() -> None:
    summary = "Kuva \N{PARTY POPPER} \U0001f469\u200d\U0001f4bb, a\u0308iti"
    reader = made(journey(*line("a"), summary=summary))
    assert "Kuva \ufffd \ufffd, \xe4iti" in text(reader, 1)
    figure = next(each for each in tags(reader) if each["/S"] == "/Figure")
    assert "Kuva \N{PARTY POPPER}" in figure["/Alt"]


def test_long_words_are_divided_and_nothing_leaves_the_page() -> None:
    records = line("a", "b", outcome="x" * 300)
    records[0][1]["title"] = f"{LONG} {LONG}/{LONG}"
    records[1][1]["outcome"] = "0123456789abcdef" * 8
    reader = made(journey(*records, title=LONG), language="fi")
    for page in reader.pages[1:]:
        places: list[float] = []
        page.extract_text(
            visitor_text=lambda told, cm, tm, font, size: places.append(  # noqa: B023
                tm[4] + cm[4] + len(told.strip()) * 8 * 0.5
            )
        )
        assert max(places) < float(page.mediabox.width)
    assert "xxxxxxxxxx" in text(reader, 1)


CELLS = st.text("abc defg", min_size=1, max_size=120)
ROWS = st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=8)


@settings(max_examples=40)
@given(st.tuples(*[CELLS] * 6), ROWS)
def test_columns_share_the_page_and_none_is_narrower_than_its_words(
    columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    found = widths(Table("", columns, tuple(Row("", cells) for cells in rows)))
    for at, width in enumerate(found):
        longest = max((wide(w, 8) for row in rows for w in row[at].split()), default=0)
        assert width >= min(longest, 110)
    assert sum(found) <= 728.5


def test_an_empty_journey_has_its_page_and_no_empty_heading() -> None:
    reader = made(journey())
    assert "/H2" not in kinds(reader)
    assert len(reader.pages) == 2


def test_two_hundred_steps_are_told_on_pages_with_the_headings_repeated() -> None:
    reader = made(journey(*line(*(f"s{at:03}" for at in range(200)))), language="en")
    pages = [" ".join(page.extract_text().split()) for page in reader.pages[1:]]
    assert all(f"{at + 1}. Step s{at:03}" in " ".join(pages) for at in range(200))
    assert sum(page.startswith("Step Stage Actor Expectation") for page in pages) >= 5


def test_the_same_picture_gives_the_same_bytes() -> None:
    graph, measures = full()
    twice = {render("map", "pdf", graph, measures, output=Output(paper="a3")) for _ in range(2)}
    assert len(twice) == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [("sv-FI", "sv-FI"), ("fi", "fi"), ("zh-Hant-TW", "zh"), ("Klingon", "en"), ("english", "en")],
)
def test_a_language_is_said_as_far_as_it_is_one(language: str, told: str) -> None:
    assert made(journey(), language=language, words=False).trailer["/Root"]["/Lang"] == told


# -- what goes wrong ----------------------------------------------------------------------


def test_missing_fonts_are_said_with_the_command_that_makes_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(Failed, match="tools.fonts build"):
        made(journey())


def test_too_long_a_time_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    with pytest.raises(Failed, match="takes too long"):
        made(journey())


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEGABYTES", 60)
    with pytest.raises(Failed, match="could not be made"):
        made(journey())

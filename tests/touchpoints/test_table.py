"""Tables of other tools: whatever dialect they are written in, the same cells are read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchpoints.intake import table
from touchpoints.intake.table import Unreadable, read

NAMES = ("Time", "Emotion", "Comment")
#: What people write, quotation marks, separators, line breaks and all; no cell is but spaces.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n", exclude_categories=["Cs"])
    | st.sampled_from(',;\t"\n='),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip("\ufeff").strip() != "")
ROWS = st.lists(st.tuples(st.just("2.3.2026"), st.sampled_from("12345"), TEXT), min_size=1)


def written(rows: list[tuple[str, ...]], separator: str, quoting: int, ends: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=ends).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


@given(
    ROWS,
    st.sampled_from(table.SEPARATORS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_dialect_gives_the_same_cells(
    rows: list[tuple[str, ...]], separator: str, quoting: int, ends: str, encoding: str
) -> None:
    text = written([NAMES, *rows], separator, quoting, ends)
    found = read(text.encode(encoding))
    assert (found.names, found.separator) == (NAMES, separator)
    assert [line.cells for line in found.lines] == rows
    numbers = [line.number for line in found.lines]
    assert numbers == sorted(set(numbers)) and numbers[0] == 2


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be", "utf-8"])
def test_an_encoding_without_its_mark_is_found(encoding: str) -> None:
    found = read("Tunne;Kommentti\n4;Ystävällinen – kiitos!\n".encode(encoding))
    assert found.lines[0].cells == ("4", "Ystävällinen – kiitos!")


def test_titles_above_the_headings_and_blank_lines_are_passed_over() -> None:
    found = read(b"\n;;\nFeedback of spring;;\n\nTime;Emotion;Comment\n1.2.2026;4;Good\n;;\n")
    assert found.names == NAMES
    assert [line.number for line in found.lines] == [6]


def test_a_table_without_headings_has_numbered_columns() -> None:
    found = read(b"1.2.2026;4;Good\n2.2.2026;5;Fine\n")
    assert found.names == ("1", "2", "3") and len(found.lines) == 2


def test_nameless_and_repeated_headings_are_told_apart() -> None:
    assert read(b";Ease;Ease \na;1;2\n").names == ("1", "Ease", "Ease (2)")


def test_short_and_long_lines_fit_the_headings_and_long_ones_are_told() -> None:
    found = read(b"a;b\n1\n1;2;3\n1;2;\n")
    assert [line.cells for line in found.lines] == [("1", ""), ("1", "2"), ("1", "2")]
    assert found.longer == (3,)


def test_lines_are_numbered_as_in_the_file_across_line_breaks_in_cells() -> None:
    found = read(b'a;b\n1;"two\r\nlines"\n2;x\n')
    assert [line.number for line in found.lines] == [2, 4]
    assert found.lines[0].cells[1] == "two\r\nlines"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "empty"),
        (b" \n;;\n", "empty"),
        (b"a;b\n1;2\n" + b"x" * table.MOST_BYTES, "too_large"),
        (b"a;b\n" + b"1;2\n" * (table.MOST_LINES + 1), "too_many_lines"),
        (b";".join([b"a"] * (table.MOST_COLUMNS + 1)), "too_many_columns"),
        (b'a;b\n1;"never closed\n' + b"2;x\n" * 100_000, "quote"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.why == why


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_are_refused(data: bytes) -> None:
    try:
        found = read(data)
    except Unreadable:
        return
    assert all(len(line.cells) == len(found.names) for line in found.lines)

"""Texts fit their room: measured with the font's widths, broken where they may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeys.diagrams.text import ELLIPSIS, fit, width

LONG = "työvoimakoulutushakemuslomakekäsittelijä"


def test_widths_are_arials() -> None:
    # Helvetica's and Arial's published widths, in 1/1000 em
    arial = 722 + 556 + 222 + 222 + 556 + 278 + 278 + 944 + 556 + 333 + 222 + 556
    assert abs(width("Hello, World", 1000) - arial) < 2
    assert width("MM", 12) < width("MM", 12, bold=True) + 0.01
    assert width("iiii", 12) < width("WWWW", 12) / 3


@given(st.text(max_size=60), st.integers(20, 300), st.integers(1, 4), st.booleans())
def test_no_line_is_wider_than_its_room(words: str, room: int, lines: int, bold: bool) -> None:
    found = fit(words, room, 11, lines, bold)
    assert len(found.lines) <= lines
    assert all(width(line, 11, bold) <= room for line in found.lines)


@given(st.text("abcdefghij klmnop-/ö", max_size=80), st.integers(40, 400))
def test_nothing_is_lost_where_there_are_lines_enough(words: str, room: int) -> None:
    found = fit(words, room, 11, 400)
    assert not found.cut
    kept = "".join(found.lines).replace("-", "").replace(" ", "")
    assert kept == words.replace("-", "").replace(" ", "")


@given(st.text("abc öä", min_size=1, max_size=200), st.integers(30, 80))
def test_what_is_cut_ends_in_an_ellipsis(words: str, room: int) -> None:
    found = fit(words, room, 11, 1)
    assert found.cut == (bool(found.lines) and found.lines[-1].endswith(ELLIPSIS))


def test_a_long_finnish_word_is_divided_before_a_consonant_and_a_vowel() -> None:
    assert fit(LONG, 128, 12.5, 3, True).lines == (
        "työvoimakoulutus-",
        "hakemuslomakekä-",
        "sittelijä",
    )


def test_a_divided_word_leaves_no_orphan() -> None:
    lines = fit("Liiketoimintasuunnitelma", 118, 11, 2).lines
    assert len(lines) == 2 and len(lines[1]) >= 4


def test_a_word_of_200_letters_fits_three_lines() -> None:
    found = fit("x" * 200, 128, 12.5, 3, True)
    assert len(found.lines) == 3 and found.cut and found.lines[2].endswith(ELLIPSIS)


def test_words_break_after_their_own_hyphen_first() -> None:
    assert fit("Asiointialusta, Suomi.fi-tunnistus", 130, 11, 2).lines[1] == "tunnistus"


def test_line_ends_are_spaces_and_unbroken_spaces_stay() -> None:
    assert fit("one\ntwo\r\n three", 500, 11).lines == ("one two three",)
    assert "71\u00a0%" in fit("71\u00a0% say worse than expected", 60, 10, 4).lines[0]


def test_characters_outside_the_font_are_taken_wide() -> None:
    assert width("日", 10) == 10
    assert width("😀", 10) == 13.75

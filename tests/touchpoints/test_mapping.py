"""Cells of other tools: what they mean is asked, never assumed; what is not kept is told."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchpoints.intake import mapping, words
from touchpoints.intake.mapping import NOTHING, OPEN, Plan, Reading, directions, guessed, undecided
from touchpoints.intake.table import Table, read

ZONE = ZoneInfo("Europe/Helsinki")
NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
FIXED = {"journey": "j1", "at": "2026-03-02T09:30:00+02:00"}


def _table(column: str, *cells: str, name: str = "x") -> tuple[Table, Plan]:
    held = read("\n".join([f"{name};n", *(f"{c};{n}" for n, c in enumerate(cells))]).encode())
    return held, Plan(columns=[column, ""], fixed=FIXED)


def _read(held: Table, plan: Plan) -> Reading:
    return mapping.read(held, plan, ZONE, NOW)


def _values(held: Table, plan: Plan, field: str) -> list[Any]:
    return [each.get(field) for _line, each in _read(held, plan).items]


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (["Vastausaika", "Tunne", "Helppous", "Kommentti"], ["at", "emotion", "ease", "comment"]),
        (["Tidpunkt", "Känsla", "Enhet", "Språk"], ["at", "emotion", "unit", "language"]),
        (["Date", "Overall satisfaction", "Was it easy?"], ["at", "emotion", "ease"]),
        (["Sain asiani hoidettua", "Toimipaikka"], ["got_it_done", "unit"]),
        (["Asioiminen oli helppoa", "Palvelutuokio", "Foo"], ["ease", "step", ""]),
        (["Comment", "Other comments"], ["comment", ""]),
    ],
)
def test_headings_are_guessed_in_three_languages(names: list[str], fields: list[str]) -> None:
    assert guessed(names) == fields


def test_nobody_assumes_which_end_is_best() -> None:
    held, plan = _table("emotion", "1", "5", "2")
    assert undecided(held, plan) == {0: "direction"}
    for way, values in (("up", [1, 5, 2]), ("down", [5, 1, 4])):
        said = Plan(columns=plan.columns, fixed=FIXED, directions={0: way})
        assert not undecided(held, said)
        assert _values(held, said, "emotion") == values


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.booleans())
def test_a_scale_turned_round_twice_is_itself(values: list[int], extra: bool) -> None:
    cells = [str(each) for each in values]
    held, plan = _table("ease", *cells)
    down = Plan(columns=plan.columns, fixed=FIXED, directions={0: "down"})
    turned = _values(held, down, "ease")
    assert [6 - each for each in turned] == values


def test_codes_beyond_the_scale_are_asked_and_never_kept_unsaid() -> None:
    held, plan = _table("ease", "1", "5", "6", "99", "7 = cannot say")
    plan = Plan(columns=plan.columns, fixed=FIXED, directions={0: "up"})
    assert undecided(held, plan) == {0: "values"}
    assert [each.text for each in mapping.distinct(held, 0, plan) if each.means == OPEN] == [
        "6",
        "7 = cannot say",
        "99",
    ]
    said = {"6": NOTHING, "99": NOTHING, "7 = cannot say": NOTHING}
    told = Plan(columns=plan.columns, fixed=FIXED, directions={0: "up"}, meanings={0: said})
    assert not undecided(held, told)
    found = _read(held, told)
    assert [each["ease"] for _line, each in found.items] == [1, 5]
    assert sorted({(loss.line, loss.why) for loss in found.losses}) == [
        (4, "empty"),
        (4, "no_answer"),
        (5, "empty"),
        (5, "no_answer"),
        (6, "empty"),
        (6, "no_answer"),
    ]


@pytest.mark.parametrize(
    ("cells", "offered"),
    [
        ("1 2 3 4 5", mapping.DIRECTIONS),
        ("1 5 6 9 99", mapping.DIRECTIONS),
        ("0 1 5", mapping.DIRECTIONS),
        ("1 3 7 8 10", ("each",)),
        ("4 6 7 8", ("each",)),
        ("0 25 50 75 100", ("each",)),
    ],
)
def test_what_is_no_scale_of_five_is_never_stretched(cells: str, offered: tuple[str, ...]) -> None:
    assert directions(cells.split()) == offered


def test_a_wide_scale_is_kept_only_value_by_value() -> None:
    held, plan = _table("emotion", "1", "10", "5")
    plan = Plan(columns=plan.columns, fixed=FIXED, directions={0: "each"})
    assert undecided(held, plan) == {0: "values"}
    said = {0: {"1": 1, "10": 5, "5": NOTHING}}
    told = Plan(columns=plan.columns, fixed=FIXED, directions={0: "each"}, meanings=said)
    assert _values(held, told, "emotion") == [1, 5]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("emotion", "Erittäin hyvä", 5),
        ("ease", "Samaa mieltä", 4),
        ("ease", "helt av annan åsikt", 1),
        ("got_it_done", " KYLLÄ ", "yes"),
        ("got_it_done", "delvis", "partly"),
        ("expectation", "Worse", -1),
        ("expectation", "Paremmin kuin odotin", 1),
        ("recommend", "10", 10),
        ("recommend", "0", 0),
        ("language", "Suomi", "fi"),
        ("emotion", "4,0", OPEN),
        ("got_it_done", "1", OPEN),
        ("recommend", "11", OPEN),
        ("channel", "pigeon", OPEN),
        ("step", "Somewhere", NOTHING),
        ("emotion", "EOS", NOTHING),
        ("got_it_done", "Did not answer", NOTHING),
    ],
)
def test_words_are_known_and_unknown_ones_are_asked(field: str, cell: str, value: Any) -> None:
    held, plan = _table(field, cell)
    assert [each.means for each in mapping.distinct(held, 0, plan)] == [value]


@pytest.mark.parametrize(
    "cell", ["Did not answer", "EOS", "-", "n/a", "Ei vastausta", "inget svar"]
)
def test_no_answer_is_no_comment(cell: str) -> None:
    held, plan = _table("comment", cell, "Hyvä")
    assert _values(held, plan, "comment") == ["Hyvä"]
    assert (2, "no_answer") in {(loss.line, loss.why) for loss in _read(held, plan).losses}
    assert mapping.folded(cell) in words.NOTHING


@pytest.mark.parametrize(
    "cell",
    [
        "=HYPERLINK(1)",
        "+358",
        "@cmd",
        "<b>&",
        "Lentokonesuihkuturbiinimoottoriapumekaan",
        "It's 100 %; isn't it?",
    ],
)
def test_hostile_cells_are_kept_as_they_are(cell: str) -> None:
    held = read(f'x\tn\n"{cell}"\t1\n'.encode())
    plan = Plan(columns=["comment", ""], fixed=FIXED)
    assert _values(held, plan, "comment") == [cell]


def test_what_cannot_be_kept_of_a_text_is_left_out_and_told() -> None:
    held = read(("x\tn\n" + "a" * 4001 + "\t1\n" + "a\0b\x07\t2\n" + '"a\r\nb"\t3\n').encode())
    plan = Plan(columns=["comment", ""], fixed=FIXED)
    assert _values(held, plan, "comment") == ["a" * 4000, "ab", "a\nb"]
    assert [(loss.line, loss.why) for loss in _read(held, plan).losses] == [
        (2, "too_long"),
        (3, "control"),
    ]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2.3.2026 14:05", "2026-03-02T14:05:00+02:00"),
        ("2.3.2026 klo 14.05", "2026-03-02T14:05:00+02:00"),
        ("02.07.2026 9:05:07", "2026-07-02T09:05:07+03:00"),
        ("2.3.2026", "2026-03-02T12:00:00+02:00"),
        ("2026-03-02", "2026-03-02T12:00:00+02:00"),
        ("2026-03-02 14:05", "2026-03-02T14:05:00+02:00"),
        ("2026-03-02T14:05:00Z", "2026-03-02T14:05:00+00:00"),
        ("3/2/2026", None),
        ("31.2.2026", None),
        ("yesterday", None),
        ("0000-00-00", None),
        ("99999999999999", None),
    ],
)
def test_moments_are_finnish_or_iso_and_nothing_that_means_two_days(
    cell: str, moment: str | None
) -> None:
    found = mapping.when(cell, ZONE)
    assert (found.isoformat() if found else None) == moment


def test_lines_without_a_time_or_from_the_future_are_left_out_and_told() -> None:
    held = read(b"t;e\n1.3.2026;4\nsoon;4\n1.3.2027;4\n;4\n")
    plan = Plan(columns=["at", "emotion"], directions={1: "up"}, fixed={"journey": "j1"})
    found = _read(held, plan)
    assert [line for line, _item in found.items] == [2]
    assert [(loss.line, loss.why) for loss in found.losses] == [
        (3, "without_moment"),
        (3, "no_moment"),
        (4, "future"),
        (5, "without_moment"),
    ]


def test_the_same_content_has_the_same_id_whatever_the_file_looks_like() -> None:
    one = read(b"e;c\n4;Good\n4;Good\n5;Fine\n")
    other = read("c,e,more\nGood,4,\nFine,5,\nGood,4,\n".encode("utf-16"))
    plans = (
        Plan(columns=["emotion", "comment"], directions={0: "up"}, fixed=FIXED),
        Plan(columns=["comment", "emotion", ""], directions={1: "up"}, fixed=FIXED),
    )
    ids = [
        {each["client_id"] for _line, each in mapping.read(held, plan, ZONE, NOW).items}
        for held, plan in zip((one, other), plans, strict=True)
    ]
    assert ids[0] == ids[1] and len(ids[0]) == 3, "the same line twice is two answers"


def test_the_same_line_twice_is_one_answer_where_somebody_says_so() -> None:
    held = read(b"e;c\n4;Good\n4;Good\n")
    plan = Plan(columns=["emotion", "comment"], directions={0: "up"}, fixed=FIXED, once=True)
    found = _read(held, plan)
    assert len(found.items) == 1
    assert found.losses == [mapping.Loss(3, "", "", "same")]


ANSWERS = st.lists(
    st.fixed_dictionaries(
        {"emotion": st.integers(1, 5), "unit": st.sampled_from(["", "Vaasa", "Seinäjoki; 2"])},
        optional={"ease": st.integers(1, 5), "got_it_done": st.sampled_from(["yes", "no"])},
    ),
    min_size=1,
    max_size=20,
)


@given(ANSWERS, st.sampled_from(["up", "down"]), st.permutations(["emotion", "unit", "ease"]))
def test_answers_written_as_a_table_are_the_answers_read(
    said: list[dict[str, Any]], way: str, order: list[str]
) -> None:
    columns = [*order, "got_it_done"]

    def cell(each: dict[str, Any], name: str) -> str:
        value = each.get(name, "")
        turned = 6 - value if value and way == "down" and name in mapping.SCALES else value
        return f'"{turned}"'

    lines = [";".join(columns), *(";".join(cell(e, name) for name in columns) for e in said)]
    plan = Plan(
        columns=columns,
        directions={at: way for at, name in enumerate(columns) if name in mapping.SCALES},
        fixed=FIXED,
    )
    found = _read(read("\n".join(lines).encode()), plan)
    kept = [
        {k: v for k, v in each.items() if k not in ("client_id", *FIXED)} for _, each in found.items
    ]
    assert kept == [{k: v for k, v in each.items() if v != ""} for each in said]
    assert not found.losses

"""A table from a spreadsheet becomes a journey; what could not be kept is said by its place."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.commands.naming import adopt
from journeys.formats import FORMATS, Reading, Unreadable, detect, detect_pasted
from journeys.formats.cells import nothing
from journeys.formats.naming import NAMES, meaning
from journeys.graph import Catalogue, check
from journeys.words import LANGUAGES

TABLE = FORMATS["table"]


def read(text: str) -> Reading:
    return TABLE.read(text.encode(), "")


def written(rows: list[list[str]], sign: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue()


HEADS = [
    ["Vaihe", "Askel", "Toimija", "Kontaktipisteet", "Kokemus", "Odotus", "Kipupiste", "Sitaatti"],
    ["Skede", "Steg", "Aktör", "Kontaktpunkter", "Upplevelse", "Förväntan", "Smärtpunkt", "Citat"],
    ["Stage", "Step", "Actor", "Touchpoints", "Experience", "Expectation", "Pain point", "Quote"],
]
BODY = [
    ["Apply", "Reads", "Applicant", "Site (virtual_space); Form", "2", "4,5", "Long", "Uh, what?"],
    ["", "Fills in", "Applicant", "Form", "1", "", "", 'He said "no"'],
    ["Wait", "Waits", "", "", "3", "3", "", "two\nlines"],
]


@pytest.mark.parametrize("sign", ["\t", ";", ","])
@pytest.mark.parametrize("head", HEADS, ids=LANGUAGES)
def test_the_same_table_in_every_language_and_shape(head: list[str], sign: str) -> None:
    reading = read(written([head, *BODY], sign))
    graph = reading.graph
    assert [stage.title for stage in graph.stages] == ["Apply", "Wait"]
    first, second, third = graph.steps
    assert (first.stage, second.stage, third.stage) == ("stage-1", "stage-1", "stage-2")
    assert (first.assumed_experience, first.expectation) == (2, 4.5)
    assert first.evidence and first.evidence.level == "guess"
    assert [a.name for a in graph.actors] == ["Applicant"] and third.actor is None
    met = {t.id: (t.kind, t.name) for t in graph.catalogue.touchpoints.values()}
    assert [(e.step, met[e.touchpoint]) for e in graph.encounters] == [
        ("step-1", ("virtual_space", "Site")),
        ("step-1", ("object", "Form")),
        ("step-2", ("object", "Form")),
    ]
    assert [(f.kind, f.step, f.title) for f in graph.findings] == [("pain", "step-1", "Long")]
    assert [card.text for card in graph.cards] == ["Uh, what?", 'He said "no"', "two\nlines"]
    assert [lane.kind for lane in graph.lanes] == ["quote"]
    assert [(t.source, t.target) for t in graph.transitions] == [
        ("step-1", "step-2"),
        ("step-2", "step-3"),
    ]
    assert graph.journey.language == LANGUAGES[HEADS.index(head)]
    assert len(reading.losses) == 1 and "'Form' is not said" in reading.losses[0].message


def test_every_name_means_one_thing() -> None:
    for known, names in NAMES.items():
        for each in (name for group in names for name in group):
            assert meaning(f" {each.upper()}: ") == known


def test_a_column_that_is_not_known_is_a_row_of_the_map() -> None:
    graph = read("Step\tWho pays\tTaustatyö\t\nA\tUs\tPost\tX\n").graph
    rows = [(lane.kind, lane.title, lane.side) for lane in graph.lanes]
    assert rows == [
        ("free", "Who pays", "frontstage"),
        ("backstage", "", "backstage"),
        ("free", "Column 4", "frontstage"),
    ]


def test_losses_name_line_and_column() -> None:
    text = "Stage\tStep\tExperience\tActor\n\t\t2\t\nA\tB\tno\tMe\n\t\t3\tYou\n\t\t4\t\n"
    told = [str(loss) for loss in read(text).losses]
    assert told == [
        "line 2, column 3 (Experience): there is no step yet; left out: '2'",
        "line 3, column 3 (Experience): expected a number from 1 to 5, got 'no'; the step has none",
        "line 5, column 3 (Experience): the step has one already; left out: '4'",
    ]


def test_a_row_without_a_step_adds_to_the_one_above() -> None:
    graph = read("Step\tPain\tActor\nA\tx\tMe\n\ty\tYou\n").graph
    assert [(f.step, f.title) for f in graph.findings] == [("step-1", "x"), ("step-1", "y")]
    assert [(lane.title, card.text) for lane in graph.lanes for card in graph.cards] == [
        ("Also taking part", "You")
    ]


def test_a_quoted_cell_of_several_lines_moves_the_lines_below_it() -> None:
    text = 'Step\tScore\n"A\nB\nC"\t2\nD\tx\n'
    (loss,) = read(text).losses
    assert loss.where == "line 5, column 2 (Score)"


def test_lines_of_text_are_steps() -> None:
    text = "Read the page, then apply\n\n  Wait, then call\n"
    reading = read(text)
    assert [s.title for s in reading.graph.steps] == [
        "Read the page, then apply",
        "Wait, then call",
    ]
    assert reading.losses == ()


def test_a_table_without_names_says_how_it_is_read() -> None:
    reading = read("Apply\tReads\tMe\n\tFills in\tMe\n")
    assert [s.title for s in reading.graph.steps] == ["Reads", "Fills in"]
    assert "read as stage, step, actor" in reading.losses[0].message


def test_sep_says_what_parts_the_cells() -> None:
    graph = read("sep=;\r\nStep;Pain\r\nA;b, c\r\n").graph
    assert graph.findings[0].title == "b, c"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("\t\t\n\n", "the file is empty"),
        (";\n;\n", "there are no rows"),
        ("Step\tPain\n", "there are no steps"),
        ("Stage\tPain\nA\tb\n", "line 1: expected a column named Step (Askel, Steg)"),
        ('Step\tPain\nA\t"b\n', "line 2: expected cells in which every"),
        ("\t".join("x" * 101), "there are 101 columns; at most 100"),
        ("Step;Pain\nA;" + "x" * 200_000, "line 2: expected"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Step\tPain\nA\tb", "table"),
        ("Read\nApply\nWait", "table"),
        ("journey\n  A: 3: Me", "mermaid"),
        ('{"format": "journeymap"}', "json"),
        ("format: journeymap\nschema: 1\n", "yaml"),
        ("# said\n---\njourney:\n  title: A\n", "yaml"),
        ("note: this is a step\nand this", "table"),
        ("\n" * 200_000 + "x", "table"),
    ],
)
def test_what_was_pasted_is_known_by_how_it_begins(text: str, name: str) -> None:
    assert detect_pasted(text).name == name


def test_a_file_is_known_by_its_ending() -> None:
    assert detect(b"Step\nA\n", "x.CSV").name == detect(b"Step\tA\n", "x.tsv").name == "table"


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=12)
CELL = WORDS.map(lambda text: " ".join(text.split())).filter(
    lambda text: text and not meaning(text) and not nothing(text) and "(" not in text
)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6)


@given(ROWS, st.sampled_from("\t;,"))
def test_what_a_table_says_is_read_as_it_was_written(
    rows: list[tuple[str, str, str]], sign: str
) -> None:
    """Whatever the cells hold: quotes, the sign itself, any letters."""
    graph = read(written([["Stage", "Step", "Quote"], *map(list, rows)], sign)).graph
    titles = {stage.id: stage.title for stage in graph.stages}
    said = [(titles[step.stage or ""].casefold(), step.title) for step in graph.steps]
    assert said == [(stage.casefold(), step) for stage, step, _ in rows]
    assert [card.text for card in graph.cards] == [quote for *_, quote in rows]


@given(st.text(st.sampled_from('Step\tStage;,\n"x1(\0é '), max_size=60))
def test_any_text_is_a_sound_journey_or_refused(text: str) -> None:
    try:
        graph = read(text).graph
    except Unreadable:
        return
    own = [(kind, value, "/") for kind, value in graph.records()]
    shared = [(kind, value, "/") for kind, value in graph.catalogue.records()]
    assert check(own, shared) == []


@pytest.mark.parametrize("part", [",", "(", "a,(", '"', "\0", "(a),", '"a"",', "a  (", " "])
def test_a_hostile_cell_costs_no_more_than_its_length(part: str) -> None:
    cell = part * (120_000 // len(part))
    head = ["Step", "Touchpoints", "Pain", "Next", "Promised time"]
    text = written([head, ["A", cell, cell, f"a{cell}(", cell]], "\t")
    try:
        assert len(read(text).graph.steps) == 1
    except Unreadable as error:
        assert "line 2" in str(error)


def test_more_records_than_an_edit_takes_are_refused() -> None:
    many = '"' + "9\n" * 50_000 + '"'
    said = {
        "a\n" * 50_001: "^line 50001: there are more than 50000 rows",
        "a\n" * 30_000: "more than 50000 records",
        f"Step\tPain\na\tb\nc\t{many}\nd": "^line 3: .* more than 50000 records",
        f"Step\tNext\na\tb\nc\t{many}\nd": "^line 3: .* more than 50000 records",
    }
    for text, told in said.items():
        with pytest.raises(Unreadable, match=told):
            read(text)


def test_a_touchpoint_is_the_catalogues_of_that_name() -> None:
    held = [
        ("touchpoint", {"id": "t1", "kind": "practice", "name": "FORM", "channel": "web"}),
        ("touchpoint", {"id": "t2", "kind": "person", "name": "Clerk"}),
        ("touchpoint", {"id": "t3", "kind": "object", "name": "Clerk"}),
        ("touchpoint", {"id": "t4", "kind": "person", "name": "Site"}),
    ]
    reading = read("Step\tTouchpoints\nA\tForm; Clerk; Site (web)\n")
    graph = adopt(reading.graph, reading.named, Catalogue.of(held))
    assert graph.encounters[0].touchpoint == "t1"
    others = {e.touchpoint for e in graph.encounters[1:]}
    assert others.isdisjoint({"t2", "t3", "t4"}), "one of two, or of another kind, is not meant"
    assert set(graph.catalogue.touchpoints) == {"t1"} | others

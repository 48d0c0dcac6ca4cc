"""Slides of PowerPoint, read again: every shape native, every connector glued, nothing unsaid."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from bench.map import journey as long_journey
from bench.taking import deck as yardstick
from journeys.diagrams import DIAGRAMS, Options, render
from journeys.diagrams.palette import COLOURS
from journeys.diagrams.scene import Connector, Scene, Text
from tests.diagrams.scenes import HOSTILE, LONG, full, groups, journey, line, walk

NS = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


@cache
def deck(name: str = "map") -> Any:
    graph, measures = full()
    return opened(render(name, "pptx", graph, measures))


@cache
def scene(name: str = "map") -> Scene:
    graph, measures = full()
    drawn: Scene = DIAGRAMS[name].draw(graph, measures, Options())
    return drawn


def shapes(held: Any) -> Iterator[Any]:
    """Yield all shapes of a slide or a group, groups before what they hold."""
    for shape in held.shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from shapes(shape)


def about(shape: Any) -> Any:
    """Return the element that names a shape."""
    return shape._element.xpath("./*/p:cNvPr")[0]


def lines(held: Any) -> list[str]:
    """Return what is written on a slide, line by line, but for its title and number."""
    return [
        written
        for shape in shapes(held)
        if shape.has_text_frame and not shape.is_placeholder
        for paragraph in shape.text_frame.paragraphs
        for written in paragraph.text.split("\v")
        if written
    ]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def glued(slide: Any) -> dict[str, tuple[str, str]]:
    """Return the names of what each connector is glued to, at its start and its end, by its name.

    A shape in a group counts as the group.
    """
    names = {}
    for shape in shapes(slide):
        inside = [shape, *shapes(shape)] if hasattr(shape, "shapes") else [shape]
        for each in inside:
            names.setdefault(each.shape_id, shape.name)
    found = {}
    for each in slide._element.iter(qn("p:cxnSp")):
        ends = [each.find(f".//{qn(tag)}") for tag in ("a:stCxn", "a:endCxn")]
        assert all(end is not None and 0 <= int(end.get("idx")) <= 3 for end in ends)
        name = each.xpath("./p:nvCxnSpPr/p:cNvPr")[0].get("descr")
        found[name] = tuple(names[int(end.get("id"))] for end in ends)
    return found


# -- the deck ------------------------------------------------------------------------------


def test_a_map_has_a_slide_of_the_whole_and_one_for_each_stage() -> None:
    titles = [slide.shapes.title.text for slide in deck().slides]
    assert titles == ["Start-up grant", "Become aware", "Apply"]
    assert (deck().slide_width, deck().slide_height) == (12_192_000, 6_858_000)


def test_other_diagrams_have_one_slide_as_large_as_they_need() -> None:
    (slide,) = deck("path").slides
    assert slide.shapes.title.text == scene("path").title
    many = journey(*line(*(f"s{at}" for at in range(30))))
    tall = opened(render("path", "pptx", many))
    assert tall.slide_height > 2 * tall.slide_width
    assert max(tall.slide_height, tall.slide_width) <= 51_206_400


def test_steps_of_no_stage_have_a_slide_and_stages_of_nothing_none() -> None:
    graph = journey(
        ("stage", {"id": "s", "title": "Empty", "order": "a"}),
        ("stage", {"id": "t", "title": "Only a card", "order": "b"}),
        ("lane", {"id": "q", "kind": "quote"}),
        ("card", {"id": "c", "lane": "q", "stage": "t", "text": "Here too"}),
        *line("a", "b"),
    )
    found = opened(render("map", "pptx", graph)).slides
    assert [slide.shapes.title.text for slide in found] == [
        "A journey",
        "Only a card",
        "Without a stage",
    ]
    assert "Here too" in lines(found[1])


def test_nothing_on_a_slide_is_a_picture() -> None:
    with zipfile.ZipFile(io.BytesIO(render("map", "pptx", *full()))) as held:
        names = held.namelist()
        assert not [name for name in names if "media" in name or "thumbnail" in name]
        slides = [held.read(name) for name in names if name.startswith("ppt/slides/slide")]
    assert len(slides) == 3
    assert not any(b"<p:pic" in slide or b"<a:blip" in slide for slide in slides)


def test_the_same_journey_makes_the_same_bytes_without_clock_or_person() -> None:
    data = render("map", "pptx", *full())
    assert render("map", "pptx", *full()) == data
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert held.testzip() is None
        core = held.read("docProps/core.xml").decode()
    assert "Start-up grant" in core and "en-GB" in core
    assert (
        "python-pptx" not in core and "Canny" not in core and "20" not in core.split("created")[1]
    )


# -- what stands on a slide ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["map", "path"])
def test_every_connector_is_there_and_glued_to_its_steps(name: str) -> None:
    graph, _measures = full()
    names = {f"step-{step.id}": step.title for step in graph.steps}
    titles = {group.id: group.title for group in groups(scene(name), "exit")}
    wanted = {
        item.title: (item.source, item.target)
        for item in walk(scene(name).items)
        if isinstance(item, Connector)
    }
    by_id = {t.id: t for t in graph.transitions}
    for item in groups(scene(name), "way"):
        t = by_id[item.record]
        wanted[item.title] = (
            f"step-{t.source}",
            f"step-{t.target}" if t.target else f"exit-{t.id}",
        )
    known = names | titles
    assert len(wanted) == (5 if name == "map" else 6)
    assert glued(deck(name).slides[0]) == {
        title: (known[a], known[b]) for title, (a, b) in wanted.items()
    }


def test_the_ways_inside_a_stage_are_glued_on_its_slide() -> None:
    apart = glued(deck().slides[2])
    assert set(apart.values()) == {
        ("Fills in the e-form", "Gets the decision"),
        ("Visits the office", "Gets the decision"),
    }


def test_a_step_is_one_named_group_that_says_what_it_shows() -> None:
    graph, _measures = full()
    found = {
        shape.name: about(shape).get("descr")
        for shape in deck().slides[0].shapes
        if hasattr(shape, "shapes")
    }
    for group in groups(scene(), "step"):
        assert found[graph.by_id[group.record].title] == group.title


def test_what_marks_a_step_moves_with_it() -> None:
    slide = deck().slides[0]
    (visit,) = [x for x in slide.shapes if x.name == "Visits the office"]
    badge = next(
        each for each in shapes(visit) if about(each).get("descr") == "Open pain points: 1"
    )
    assert badge.text_frame.text == "1"


def test_marks_of_a_comparison_move_with_what_they_mark() -> None:
    graph, measures = full()
    options = Options(marks={"form": "changed", "e1": "added"})
    slide = opened(render("map", "pptx", graph, measures, options)).slides[0]
    for name, mark in (("Fills in the e-form", "Changed: "), ("Person: Friend", "Added: ")):
        (group,) = [x for x in slide.shapes if x.name == name]
        assert any(str(about(x).get("descr")).startswith(mark) for x in shapes(group))


@pytest.mark.parametrize("name", ["path", "pains"])
def test_a_slide_has_the_words_of_the_drawing_and_no_others(name: str) -> None:
    wanted = Counter(
        written
        for item in walk(scene(name).items)
        if isinstance(item, Text) and item.style != "title"
        for written in item.lines
    )
    assert Counter(lines(deck(name).slides[0])) == wanted


def test_slides_of_stages_have_all_words_that_the_map_has_of_them() -> None:
    whole = lines(deck().slides[0])
    assert {x for i in walk(scene().items) if isinstance(i, Text) for x in i.lines} == {
        *whole,
        "Start-up grant",
    }
    apart = [written for slide in list(deck().slides)[1:] for written in lines(slide)]
    for words in (
        "Friend",
        "Office, Seinäjoki",
        "Queue of 40 min",
        "Book a time",
        "Done at one go",
    ):
        assert words in apart
    assert "Queue of 40 min" not in lines(deck().slides[1])


def test_a_label_is_the_text_of_its_shape() -> None:
    slide = deck().slides[0]
    (card,) = [each for each in shapes(slide) if each.has_text_frame and each.text == "Friend"]
    assert card.auto_shape_type is not None and card.fill.fore_color.rgb is not None
    (step,) = [x for x in slide.shapes if x.name == "Fills in the e-form"]
    assert "Fills in the e-form" in [x.text_frame.text for x in shapes(step) if x.has_text_frame]


def test_reading_goes_title_first_then_as_the_drawing() -> None:
    slide = deck().slides[0]
    assert slide.shapes[0] == slide.shapes.title
    graph, _measures = full()
    steps = [graph.by_id[group.record].title for group in groups(scene(), "step")]
    assert [shape.name for shape in slide.shapes if shape.name in steps] == steps


def test_ids_are_unique_and_every_shape_says_something_or_is_decorative() -> None:
    for name in ("map", "path"):
        for slide in deck(name).slides:
            known = list(slide._element.iter(qn("p:cNvPr")))
            ids = [each.get("id") for each in known]
            assert len(set(ids)) == len(ids)
            assert all(each.get("name") for each in known[1:])
            for shape in shapes(slide):
                said = about(shape)
                quiet = said.find(".//{*}decorative") is not None
                text = shape.has_text_frame and shape.text_frame.text
                assert quiet or said.get("descr") or text, said.get("name")
                assert not (quiet and text)


def test_groups_hold_what_is_in_them() -> None:
    for shape in shapes(deck().slides[2]):
        if hasattr(shape, "shapes"):
            inside = list(shape.shapes)
            assert inside
            assert shape.left <= min(each.left for each in inside) + 1
            assert shape.left + shape.width >= max(x.left + x.width for x in inside) - 1


def test_slides_are_numbered_and_said_in_their_language() -> None:
    graph, measures = full()
    found = opened(render("map", "pptx", graph, measures, Options(language="fi")))
    for at, slide in enumerate(found.slides, 1):
        (number,) = slide._element.iter(qn("a:fld"))
        assert number.get("type") == "slidenum" and number.find(qn("a:t")).text == str(at)
        told = {x.get("lang") for x in slide._element.iter(qn("a:rPr"))}
        assert told == {"fi-FI"}
    assert found.core_properties.language == "fi-FI"


def test_a_dark_deck_is_light_on_dark() -> None:
    graph, measures = full()
    found = opened(render("map", "pptx", graph, measures, Options(theme="dark")))
    master = found.slide_master
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    theme = master.part.part_related_by(kind).blob.decode()
    ground = master.element.find(qn("p:clrMap")).get("bg1")
    page, ink = (COLOURS[token][1][1:].upper() for token in ("page", "ink"))
    assert re.search(rf'<a:{ground}><a:srgbClr val="{page}"', theme)
    slide = etree.tostring(found.slides[0]._element).decode()
    assert ink in slide and COLOURS["ink"][0][1:].upper() not in slide


# -- notes ---------------------------------------------------------------------------------


def test_notes_hold_the_quotes_the_sentences_and_what_is_known() -> None:
    known = {"level": "survey", "n": 61, "source": "exit poll"}
    graph = journey(
        ("stage", {"id": "one", "title": "One", "order": "a"}),
        ("stage", {"id": "two", "title": "Two", "order": "b"}),
        ("step", {"id": "a", "title": "Asks", "stage": "one", "order": "a"}),
        ("step", {"id": "b", "title": "Waits", "stage": "two", "order": "b"}),
        ("lane", {"id": "q", "kind": "quote"}),
        ("lane", {"id": "h", "kind": "quote", "hidden": True}),
        ("card", {"id": "c", "lane": "q", "step": "b", "text": "Is anybody there?"}),
        ("card", {"id": "d", "lane": "q", "stage": "one", "text": "“Easy!”"}),
        ("card", {"id": "e", "lane": "h", "step": "b", "text": "Nobody may read this"}),
        (
            "finding",
            {
                "id": "f",
                "kind": "pain",
                "step": "b",
                "title": "Long",
                "description": "“I gave up.”",
                "evidence": known,
            },
        ),
        ("finding", {"id": "g", "kind": "pain", "title": "Nobody knows whom to ask"}),
        summary="All about asking.",
    )
    whole, one, two = map(notes, opened(render("map", "pptx", graph)).slides)
    assert "All about asking." in whole and "Nobody knows whom to ask" in whole
    assert "“Easy!”" in one.splitlines() and "1. Asks" in one
    assert "“Is anybody there?” (Waits)" in two.splitlines() and "2. Waits" in two
    assert "Pain point: Long. “I gave up.” (Survey, n 61, exit poll)" in two.splitlines()
    assert "there?" not in one and "Easy" not in two and "Nobody may" not in whole + one + two


# -- edges ---------------------------------------------------------------------------------


def test_an_empty_journey_and_one_step() -> None:
    assert len(opened(render("map", "pptx", journey())).slides) == 1
    assert "Step a" in lines(opened(render("map", "pptx", journey(*line("a")))).slides[1])


def test_hostile_words_stay_words() -> None:
    strange = "=1+1 {{x}} #set \x00\x1b\ud800\ufffe ]]>"
    graph = journey(
        ("step", {"id": "a", "title": HOSTILE, "order": "a"}),
        ("step", {"id": "b", "title": strange, "order": "b"}),
        ("step", {"id": "c", "title": LONG, "order": "c"}),
        ("transition", {"id": "t", "source": "a", "target": "b", "condition": HOSTILE}),
        title=f"{HOSTILE}\x00",
    )
    for name in ("map", "path"):
        found = opened(render(name, "pptx", graph)).slides
        assert HOSTILE.replace("\n", " ") in found[0].shapes.title.text
        written = " ".join(lines(found[0]))
        assert "<b>" in written and "]]>" in written and "=1+1 {{x}} #set" in written
        assert not re.search("[\x00-\x09\x0b-\x1f\ufffe]", written)


def test_two_hundred_steps_are_read_stage_by_stage() -> None:
    graph, measures = long_journey(200)
    found = opened(render("map", "pptx", graph, measures))
    assert len(found.slides) == 1 + len(graph.stages)
    for slide, ways_there in ((found.slides[0], 19), (found.slides[1], 9)):
        assert glued(slide)
        assert len(list(slide._element.iter(qn("p:cxnSp")))) == ways_there
    sizes = {
        int(each.get("sz"))
        for slide in found.slides
        for each in slide._element.iter(qn("a:rPr"))
        if each.get("sz")
    }
    assert min(sizes) >= 100
    apart = {int(x.get("sz")) for x in found.slides[1]._element.iter(qn("a:rPr")) if x.get("sz")}
    assert min(apart) >= Pt(4) / 127


def test_a_wide_map_stands_in_bands_that_ways_lead_between() -> None:
    ids = [f"p{at}" for at in range(40)]
    back = {"id": "back", "source": "p39", "target": "p0", "kind": "return", "condition": "again"}
    graph = journey(*line(*ids), ("transition", back))
    slide = opened(render("map", "pptx", graph)).slides[0]
    titles = [step.title for step in graph.steps]
    cards = [shape for shape in slide.shapes if shape.name in titles]
    assert [card.name for card in cards] == titles
    tops = sorted({card.top for card in cards})
    assert len(tops) > 1 and cards[0].top == tops[0] and cards[-1].top == tops[-1]
    assert sorted(glued(slide).values()) == sorted(
        [*zip(titles, titles[1:], strict=False), (titles[-1], titles[0])]
    )
    assert "again" in lines(slide)
    low = max(shape.top + shape.height for shape in slide.shapes)
    assert low <= 6_858_000 and max(s.left + s.width for s in slide.shapes) <= 12_192_000


def test_a_high_map_stands_on_several_slides_what_says_most_on_the_first() -> None:
    lanes = [f"q{at}" for at in range(24)]
    graph = journey(
        *line(*(f"p{at}" for at in range(10))),
        *(("lane", {"id": each, "title": f"Lane {each}"}) for each in lanes),
        *(("card", {"id": f"c{q}", "lane": q, "step": "p3", "text": q}) for q in lanes),
        ("finding", {"id": "f", "kind": "pain", "step": "p5", "title": "Too slow"}),
    )
    drawn: Scene = DIAGRAMS["map"].draw(graph)
    slides = [
        slide
        for slide in opened(render("map", "pptx", graph)).slides
        if re.fullmatch(r"A journey \(\d/\d\)", slide.shapes.title.text)
    ]
    assert 2 <= len(slides) <= 3
    assert "Too slow" in lines(slides[0]) and len(glued(slides[0])) == 9
    told = Counter(written for slide in slides for written in set(lines(slide)))
    words = {x for i in walk(drawn.items) if isinstance(i, Text) for x in i.lines}
    assert words - set(told) == {"A journey"}
    assert all(told[f"Lane {each}"] == 1 for each in lanes)


def test_a_long_stage_has_several_slides() -> None:
    stage = ("stage", {"id": "s", "title": "Long", "order": "a"})
    ids = [f"p{at}" for at in range(14)]
    found = opened(render("map", "pptx", journey(stage, *line(*ids, stage="s")))).slides
    assert [x.shapes.title.text for x in found][1:] == ["Long (1/2)", "Long (2/2)"]
    assert [len(glued(slide)) for slide in found] == [13, 6, 6]


def test_the_yardstick_of_the_bench_writes_as_many_shapes_and_the_same_words() -> None:
    pages = yardstick.finished(render("map", "pptx", *full()))
    anew = opened(yardstick.written(pages))
    assert yardstick.count(yardstick.finished(yardstick.written(pages))) == yardstick.count(pages)
    for theirs, ours in zip(anew.slides, deck().slides, strict=True):
        assert Counter("".join(lines(theirs))) == Counter("".join(lines(ours)))
        assert notes(theirs) == notes(ours)

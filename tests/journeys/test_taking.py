"""Taking away: all that the tables hold is offered, each under a name of its own, and packed."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from journeys import public, taking
from journeys.diagrams import DIAGRAMS, KINDS, Options, Output
from journeys.formats import FORMATS, Loss
from tests.diagrams.scenes import full, journey, line


def test_all_that_the_tables_hold_is_offered() -> None:
    parts = [each.part for each in taking.offers()]
    pictures = [f"{name}.{kind}" for name in DIAGRAMS for kind in KINDS]
    assert parts == [*pictures, *(name for name, each in FORMATS.items() if each.writes)]


@pytest.mark.parametrize("title", ["Työnhaku: 1/2", "../../etc/passwd", "旅", ""])
def test_names_of_files_are_safe_and_no_two_are_the_same(title: str) -> None:
    names = [taking.filename(title, each) for each in taking.offers()]
    assert len(set(names)) == len(names)
    for name in names:
        assert name.isascii() and not name.startswith((".", "-")) and "/" not in name


def test_a_file_is_made_as_the_tables_make_it() -> None:
    graph, measures = full()
    options = Options(language="fi", theme="dark")
    taken = taking.take("map.png", graph, measures, options, Output(scale=1))
    assert taken.media_type == "image/png" and taken.data.startswith(b"\x89PNG")
    written = taking.take("dot", graph, measures, options)
    expected = FORMATS["dot"].write(graph, measures, "fi")
    assert (written.data, written.losses) == expected
    assert taking.take("json", graph, measures, options).data == FORMATS["json"].write(graph).data


@pytest.mark.parametrize("part", ["map", "map.gif", "nowhere.svg", "", "mermaid.svg"])
def test_what_is_not_there_is_told_with_what_is(part: str) -> None:
    with pytest.raises(taking.Unoffered, match="there are json"):
        taking.take(part, journey(*line("a")))


def test_patterns_choose_in_the_order_of_the_tables() -> None:
    named = [each.part for each in taking.chosen(["json", "path.svg", "map.*"])]
    assert named == [*(f"map.{kind}" for kind in KINDS), "path.svg", "json"]


def test_a_pack_is_the_same_every_time_and_says_what_got_lost() -> None:
    about = taking.About("j", "Tee & <kahvi>", 7, "fi", "dark")
    files = [
        taking.Taken("a.txt", "text/plain", b"a", (Loss("s1", "lost"),)),
        taking.Taken("b.txt", "text/plain", b""),
    ]
    packed = taking.pack(files, about)
    assert packed.name == "tee-kahvi.zip" and packed.data == taking.pack(files, about).data
    with zipfile.ZipFile(BytesIO(packed.data)) as opened:
        assert opened.namelist() == ["manifest.json", "a.txt", "b.txt"]
        told = json.loads(opened.read("manifest.json"))
    assert (told["journey"], told["version"], told["language"]) == ("j", 7, "fi")
    assert told["files"][0]["losses"] == [{"where": "s1", "message": "lost"}]


@pytest.mark.parametrize("part", ["html", "json", "map.pptx", "map.svg", "markdown"])
def test_what_is_for_customers_holds_nothing_that_is_internal(part: str) -> None:
    shut = {"id": "in", "kind": "backstage", "side": "backstage", "title": "Behind"}
    card = {"id": "c", "lane": "in", "step": "a", "text": "Kulissi"}
    said = {"id": "t", "on": "a", "text": "Kuiskaus"}
    graph = journey(*line("a", "b"), ("lane", shut), ("card", card), ("comment", said))
    for inside in (False, True):
        taken = taking.take(part, graph, None, Options(customer_view=inside)).data
        if taken.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(taken)) as opened:
                taken = b"".join(map(opened.read, opened.namelist()))
        assert (b"Kulissi" in taken) is not inside
        assert not inside or b"Kuiskaus" not in taken


def test_what_a_guest_may_see_is_worked_out_once_for_all_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph, shown = journey(*line("a", "b")), public.public
    seen: list[str] = []
    monkeypatch.setattr(public, "public", lambda g, *a: seen.append(g.journey.id) or shown(g, *a))
    files = taking.take_all(("json", "yaml", "dot"), graph, None, Options(customer_view=True))
    assert len(list(files)) == 3 and seen == [graph.journey.id]


def test_a_name_that_windows_keeps_for_itself_is_changed() -> None:
    assert taking.slug("CON") == "journey-con"
    assert taking.slug("Content") == "content"

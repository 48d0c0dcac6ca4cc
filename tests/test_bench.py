"""The table of `make bench`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory

from bench import Row, __main__, seconds
from bench.answers import counting, making, plain, sending
from bench.editor import acting, drawing, sample, server, weighing
from bench.editor.seat import Seat
from journeymap.workspaces.access import SYSTEM
from journeys.graph import check
from touchpoints import answers
from touchpoints.models import Answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer


def test_a_ratio_is_held_against_its_bar() -> None:
    assert Row("a", "", ratio=2.0, bar=2.0).ok and not Row("a", "", ratio=2.1, bar=2.0).ok
    assert Row("a", "", ratio=2.1, bar=2.0, at_least=True).ok
    assert not Row("a", "", ratio=1.9, bar=2.0, at_least=True).ok


def test_the_table_names_a_missed_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Row("map", "2 s against 1 s", 2, 3), Row("path", "9 s against 1 s", 9, 3)]
    monkeypatch.setattr(__main__, "rows", lambda names: iter(found))
    assert __main__.main(["any"]) == 1
    table = capsys.readouterr().out.splitlines()
    assert table[2] == "| map | 2 s against 1 s | 2.00 | ≤ 3 | ok |"
    assert table[3] == "| path | 9 s against 1 s | 9.00 | ≤ 3 | **missed** |"


def test_warm_runs_do_not_count() -> None:
    calls: list[int] = []
    assert seconds(lambda: calls.append(1), runs=3, warm=2) >= 0 and len(calls) == 5


def test_what_is_only_told_has_no_bar_to_miss(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "rows", lambda names: iter([Row("map", "so", 2, None)]))
    assert __main__.main(["any"]) == 0
    assert "| map | so | 2.00 | – | |" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("steps", [1, 9, 20, 105])
def test_the_editors_are_measured_on_one_graph(steps: int) -> None:
    made = sample.shape(steps)
    names = [card["id"] for card in made.cards]
    assert len(names) == steps == len(set(names))
    at = {card["id"]: (card["x"], card["y"]) for card in made.cards}
    assert len(set(at.values())) == steps
    assert all(at[way["source"]][0] < at[way["target"]][0] for way in made.ways)
    assert {way["target"] for way in made.ways} == set(names[1:])
    ops = sample.ops("j", made)
    kinds = [op["kind"] for op in ops]
    assert (kinds.count("step"), kinds.count("transition")) == (steps, len(made.ways))
    assert check((op["kind"], {"id": op["id"], **op["value"]}, "") for op in ops) == []


def test_our_page_is_measured_as_the_rivals_are(browser: Browser, live_server: LiveServer) -> None:
    site = server.Site(live_server.url, server.fill((20,)))
    assert drawing.ours(browser, site, 20) > 0 and drawing.loading(browser, site, 20) > 0
    with site.context(browser) as context:
        seat = Seat("ours", server.live(context, 20))
        assert acting.move(seat).work > 0 and acting.zoom(seat).wall > 0
        stood = seat.page.evaluate("rival.card('s0').x")
        assert seat.page.evaluate("clock.frames(200, () => rival.wheel({deltaX: 5, deltaY: 0}))")
        assert seat.page.evaluate("rival.card('s0').x") < stood
        first, everything = weighing.script(seat)
        assert 0 < first.ratio < everything.ratio
        assert seat.heap()[0] > 0
        assert len(acting.typing(seat, acting.into_card)) == len(acting.TYPED)
        assert len(acting.typing(seat, acting.into_inspector)) == len(acting.TYPED)


@pytest.mark.both_databases
@pytest.mark.django_db
def test_answers_are_counted_against_the_same_rows() -> None:
    rows = list(counting.run(sizes=(3000,)))
    assert len(rows) == len(counting.FILTERS) + 2 and all(row.ratio > 0 for row in rows)
    assert Answer.objects.count() == 3000 + counting.TURNS


@pytest.mark.django_db
def test_a_plain_view_keeps_what_ours_keeps() -> None:
    made, secret = making.workspace()
    asked = RequestFactory(headers={"Authorization": f"Bearer {secret}"})
    one, many = sending.item(), [sending.item() for _ in range(3)]
    for body in (one | {"workspace": made.pk}, [each | {"workspace": made.pk} for each in many]):
        request = asked.post("/", json.dumps(body), content_type="application/json")
        assert plain.Plain.as_view({"post": "create"})(request).status_code == 201
    (ours,) = answers.record(made, SYSTEM, [sending.item() | {"comment": one["comment"]}])
    names = ("journey", "at", "comment", "unit", "got_it_done", "ease")
    held = Answer.objects.filter(client_id__in=[one["client_id"], ours.client_id]).values(*names)
    assert Answer.objects.count() == 5 and held[0] == held[1]

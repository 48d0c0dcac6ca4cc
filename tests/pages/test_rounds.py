"""Survey rounds on pages: made by a form, reached by a link, a QR code or a card."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy
import pytest
import resvg_py
import zxingcpp
from django.test import Client
from django.utils import timezone

from journeymap.documents import log
from journeymap.workspaces.models import Event
from tests.support.edits import put
from tests.support.people import People
from tools.palette import read
from touchpoints import answers, rounds
from touchpoints.intake import questions
from touchpoints.models import SurveyRound

In = Callable[[str], Client]
#: A hostile name, and a word that is longer than any column.
UNITS = ["Seinäjoki", '<b>&"', "Maahanmuuttoviranomaistenneuvontapisteissä"]


@pytest.fixture
def house(people: People) -> People:
    people.journey(title="Haku <b>&")
    shared = [
        put("touchpoint", "t1", kind="physical_space", name="Office <b>&"),
        put("segment", "x1", name="Students"),
    ]
    log.commit(people.workspace.pk, people.actor("system"), shared, client_id="c0")
    return people


def home(people: People) -> str:
    return f"/workspaces/{people.workspace.pk}/rounds/"


def make(people: People, **value: Any) -> SurveyRound:
    value = {"title": "Spring <b>&", "journey": "j1"} | value
    return rounds.make(people.workspace, people.actor("editor"), value)[0]


def page_of(held: SurveyRound) -> str:
    return f"/workspaces/{held.workspace_id}/rounds/{held.pk}/"


def filled(form: Any, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends of a form as it was shown."""
    with timezone.override("Europe/Helsinki"):
        data = {field.html_name: field.value() for field in form}
    for name in ("opens", "closes"):
        if isinstance(data[name], datetime.datetime):
            data[name] = data[name].strftime("%Y-%m-%dT%H:%M")
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return {name: value for name, value in (data | changes).items() if value is not None}


def decoded(svg: bytes) -> str:
    """Return what a reader of QR codes sees in a drawing."""
    painted = resvg_py.svg_to_bytes(svg_string=svg.decode(), width=600, background="#ffffff")
    width, height, lines = read(bytes(painted))
    pixels = numpy.frombuffer(b"".join(lines), numpy.uint8).reshape(height, width, 3)
    (found,) = zxingcpp.read_barcodes(pixels)
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


def decoded_png(png: bytes) -> str:
    held = base64.b64encode(png).decode()
    image = f'<image width="600" height="600" href="data:image/png;base64,{held}"/>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600">'
    return decoded(f"{head}{image}</svg>".encode())


def inline(content: bytes) -> list[bytes]:
    """Return the codes that stand in a page."""
    found = re.findall(rb'<svg role="img".*?</svg>', content, re.S)
    return [each.replace(b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"', 1) for each in found]


@pytest.mark.parametrize("preset", [{}, {"unit": UNITS[1]}, {"step": "s2", "unit": UNITS[2]}])
def test_every_code_leads_to_the_page_where_customers_answer(
    house: People, signed_in: In, preset: dict[str, str]
) -> None:
    more = [put("step", "s2", title="Next")]
    log.commit("j1", house.actor("editor"), more, client_id="c1")
    held = make(house, offers={"unit": UNITS})
    client = signed_in("viewer")
    page = client.get(page_of(held), preset)
    address = page.context["link"].url
    assert urlsplit(address).path == f"/a/{held.code}/"
    assert {n: v for n, (v,) in parse_qs(urlsplit(address).query).items()} == preset
    svg = client.get(f"{page_of(held)}qr.svg", preset)
    png = client.get(f"{page_of(held)}qr.png", preset)
    card = client.get(f"{page_of(held)}card/", preset)
    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    assert png.content.startswith(b"\x89PNG")
    assert decoded(svg.content) == decoded_png(png.content) == address
    for shown in (page, card):
        (code,) = inline(shown.content)
        assert decoded(code) == address
    assert Client().get(address).status_code == 200
    assert client.get(f"{page_of(held)}qr.gif").status_code == 404


def test_a_link_says_only_what_the_round_offers(house: People, signed_in: In) -> None:
    held = make(house, offers={"unit": UNITS})
    wrong = {"unit": "Elsewhere", "region": "Lappi", "step": "s9", "lang": "ru", "mood": "x"}
    assert signed_in("editor").get(page_of(held), wrong).context["link"].query == ""


def test_a_card_is_printed_for_each_unit_in_the_chosen_language(
    house: People, signed_in: In
) -> None:
    held = make(house, offers={"unit": UNITS}, purpose={"fi": "Kysymme <b>, koska"})
    answer = signed_in("editor").get(f"{page_of(held)}card/?each=unit&lang=fi")
    content = answer.content.decode()
    assert content.count('class="paper"') == 3
    assert '<main lang="fi">' in content
    assert "Kysymme &lt;b&gt;, koska" in content
    assert f"testserver/a/{held.code}" in content
    assert [parse_qs(urlsplit(decoded(c)).query)["unit"] for c in inline(answer.content)] == [
        [unit] for unit in UNITS
    ]


def test_a_new_round_asks_the_usual_unless_somebody_says_otherwise(
    house: People, signed_in: In
) -> None:
    client = signed_in("editor")
    new = f"{home(house)}new/?journey=j1&step=s1"
    shown = client.get(new).context["form"]
    assert shown["title"].value().startswith("Haku")
    sent = filled(shown, unit="Turku\r\n\r\n Turku \nOulu", segment=["x1"], limit="8")
    made = client.post(new, sent)
    held = SurveyRound.objects.get()
    assert made["Location"] == f"{page_of(held)}#done"
    assert held.questions == questions.USUAL
    assert (held.journey, held.steps, held.limit) == ("j1", ["s1"], 8)
    assert held.offers == {"unit": ["Turku", "Oulu"], "segment": ["x1"]}
    assert held.languages == ["fi"]
    assert held.privacy.keys() == {"fi", "sv", "en"}
    assert client.post(new, sent).status_code == 302, "the same form twice"
    assert SurveyRound.objects.count() == 1
    assert "takes" in client.post(f"{page_of(held)}close/", follow=True).content.decode()


def test_words_of_ones_own_are_kept_beside_the_standard_ones(house: People, signed_in: In) -> None:
    client = signed_in("editor")
    new = f"{home(house)}new/?touchpoint=t1"
    shown = client.get(new).context["form"]
    changes = {"word_ease_fi": "Löysitkö <b> perille?", "grades_ease_fi": "a\nb\nc\nd\ne"}
    assert client.post(new, filled(shown, **changes)).status_code == 302
    held = SurveyRound.objects.get()
    assert held.touchpoint == "t1"
    assert questions.own(held.questions) == {"ease"}
    ease = next(q for q in held.questions if q["item"] == "ease")
    assert ease["wording"]["fi"] == "Löysitkö <b> perille?"
    assert ease["wording"]["sv"] == questions.STANDARD["ease"]["wording"]["sv"]
    assert [words["fi"] for _grade, words in ease["scale"]] == list("abcde")
    again = client.get(f"{page_of(held)}edit/").context["form"]
    assert {q["ask"].name for q in again.questions() if q["own"]} == {"ask_ease"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"limit": "4"}, "limit"),
        ({"retention_days": "0"}, "retention_days"),
        ({"languages": []}, "languages"),
        ({"steps": ["gone"]}, "steps"),
        ({"opens": "2027-01-02T10:00", "closes": "2027-01-02T09:00"}, "closes"),
        ({"opens": "soon"}, "opens"),
        ({"word_ease_sv": "", "languages": ["fi", "sv"]}, "word_ease_sv"),
        ({"grades_ease_fi": "one\ntwo"}, "grades_ease_fi"),
        ({"unit": "x" * 201}, "unit"),
        ({"unit": "\n".join(map(str, range(201)))}, "unit"),
        ({"title": "a\x01b"}, "title"),
        ({f"ask_{item}": None for item in questions.STANDARD}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    house: People, signed_in: In, changes: dict[str, Any], field: str
) -> None:
    client = signed_in("editor")
    new = f"{home(house)}new/?journey=j1"
    refused = client.post(new, filled(client.get(new).context["form"], **changes))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert "<title>Error: " in refused.content.decode()
    assert not SurveyRound.objects.exists()


#: The clock shows 03:30 twice that night.
NIGHT = ("2026-10-25T00:30:07+00:00", "2026-10-25T01:30:07+00:00")


@pytest.mark.parametrize("closes", [timezone.now().isoformat(), *NIGHT], ids=["now", "1st", "2nd"])
def test_saving_what_was_shown_changes_nothing(closes: str, house: People, signed_in: In) -> None:
    value = {"opens": "2025-11-19T10:00:09+00:00", "closes": closes}
    held = make(house, steps=["s1"], news={"fi": "Jono\nlyheni."}, **value)
    before = rounds.value_of(held)
    client = signed_in("editor")
    form = client.get(f"{page_of(held)}edit/").context["form"]
    sent = filled(form, news_fi="Jono\r\nlyheni.")
    assert client.post(f"{page_of(held)}edit/", sent).status_code == 302
    held.refresh_from_db()
    after = rounds.value_of(held)
    assert after.pop("questions") == questions.USUAL and before.pop("questions") == []
    assert after.pop("languages") == ["fi", "sv", "en"] and before.pop("languages") == []
    assert after == before
    form = client.get(f"{page_of(held)}edit/").context["form"]
    events = Event.objects.count()
    assert client.post(f"{page_of(held)}edit/", filled(form)).status_code == 302
    assert Event.objects.count() == events


def test_editors_see_how_many_answered_and_viewers_what_is_open(
    house: People, signed_in: In
) -> None:
    held = make(house, questions=[{"item": "emotion"}, {"item": "comment"}])
    make(house, journey=None, touchpoint="t1", title="Office", opens="2999-01-01T00:00:00Z")
    item: dict[str, Any] = {"journey": "j1", "step": "s1", "round": held.pk}
    said = [
        item | {"emotion": 4},
        item | {"emotion": 2, "comment": "Slow"},
        item | {"comment": "Hm"},
    ]
    answers.record(house.workspace, house.actor("editor"), said)
    editor, viewer = signed_in("editor"), signed_in("viewer")
    told = {each.held.title: each for each in editor.get(home(house)).context["rounds"]}
    assert list(told) == ["Spring <b>&", "Office"], "what is open comes first"
    assert told["Spring <b>&"].came.n == 3
    assert (told["Office"].state, told["Office"].about) == ("planned", "Office <b>&")
    page = viewer.get(home(house))
    assert [each.came for each in page.context["rounds"]] == [None, None]
    assert "Last answer" not in page.content.decode()
    assert "Spring &lt;b&gt;&amp;" in page.content.decode()
    (row,) = editor.get(page_of(held)).context["came"]
    assert (row.title, row.n, row.by_question) == ("Step", 3, [2, 2])
    seen = viewer.get(page_of(held)).content.decode()
    assert "What came" not in seen and "Close it now" not in seen
    listed = viewer.get(f"{home(house)}?touchpoint=t1").context["rounds"]
    assert [each.held.title for each in listed] == ["Office"]


def test_a_list_costs_the_same_however_long_it_is(
    house: People, signed_in: In, django_assert_max_num_queries: Any
) -> None:
    for at in range(60):
        make(house, title=f"Round {at}")
    client = signed_in("editor")
    with django_assert_max_num_queries(20):
        page = client.get(home(house))
    assert len(page.context["rounds"]) == 50
    assert len(client.get(f"{home(house)}?page=2").context["rounds"]) == 10


def test_a_round_is_deleted_after_asking_while_nobody_has_answered(
    house: People, signed_in: In
) -> None:
    held, empty = make(house), make(house, title="Nobody")
    item = {"journey": "j1", "step": "s1", "emotion": 4, "round": held.pk}
    answers.record(house.workspace, house.actor("editor"), [item])
    client = signed_in("editor")
    assert client.get(f"{page_of(empty)}delete/").status_code == 200
    assert SurveyRound.objects.count() == 2
    for each in (held, empty):
        client.post(f"{page_of(each)}delete/")
    assert list(SurveyRound.objects.all()) == [held]


def test_where_nobody_was_asked_the_page_says_how(house: People, signed_in: In) -> None:
    editor = signed_in("editor").get(home(house)).content.decode()
    assert "Make the first round" in editor
    viewer = signed_in("viewer").get(home(house)).content.decode()
    assert "An editor of this workspace" in viewer and "/new/" not in viewer
    which = signed_in("editor").get(f"{home(house)}new/").content.decode()
    assert "Haku &lt;b&gt;&amp;" in which and "Office &lt;b&gt;&amp;" in which


def test_what_is_not_there_is_not_asked_about(house: People, signed_in: In) -> None:
    client = signed_in("editor")
    house.journey("j2", foreign=True)
    held = rounds.make(
        house.foreign, house.actor("outsider"), {"title": "Theirs", "journey": "j2"}
    )[0]
    for query in (
        "journey=j2",
        "journey=gone",
        "touchpoint=j1",
        "journey=j1&touchpoint=t1",
        "journey=%00",
    ):
        assert client.get(f"{home(house)}new/?{query}").status_code == 404, query
    for end in ("", "edit/", "qr.svg", "card/", "delete/"):
        assert client.get(f"{home(house)}{held.pk}/{end}").status_code == 404
    for end in ("open/", "close/", "delete/"):
        assert client.post(f"{home(house)}{held.pk}/{end}").status_code == 404
    assert client.get(f"{home(house)}?journey=%00").status_code == 200
    assert client.get(f"{home(house)}%00/").status_code == 404


def test_a_journey_without_steps_is_drawn_first(house: People, signed_in: In) -> None:
    client = signed_in("editor")
    op = {"op": "put", "kind": "journey", "id": "empty", "value": {"title": "Empty"}}
    log.create(house.workspace, "journey", house.actor("editor"), [op])
    page = client.get(f"{home(house)}new/?journey=empty", follow=True)
    assert page.redirect_chain == [("/journeys/empty/", 302)]
    assert "draw a step first" in page.content.decode()


def test_all_that_is_wrong_with_a_round_is_announced(house: People, signed_in: In) -> None:
    client = signed_in("editor")
    address = f"{home(house)}new/?journey=j1"
    sent = filled(client.get(address).context["form"], title="", ask_ease="on", opens="never")
    sent = {name: value for name, value in sent.items() if not name.startswith("ask_")}
    html = client.post(address, sent).content.decode()
    note = html.partition('id="error"')[2].partition("</div>")[0]
    assert "Choose one question at least." in note
    assert "Look at what is marked below." in note

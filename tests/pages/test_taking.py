"""Taking away: what is offered, made in the background, handed to whom it is for, and forgotten."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from journeymap.documents import log, shelf
from journeymap.workspaces import people as membership
from journeys import rows, taking, takings
from journeys.diagrams import DIAGRAMS, KINDS, Failed
from journeys.formats import FORMATS
from journeys.models import Taking
from tests.support.open_sockets import eventually
from tests.support.people import People
from touchpoints import answers, forgetting
from touchpoints.models import Answer

from .conftest import Sample

In = Callable[[str], Client]
COMPARES = next(each.name for each in DIAGRAMS.values() if each.compares)
CHOSEN = {"language": "sv", "theme": "dark", "scale": "2", "paper": "", "against": ""}


def address(journey: str = "j1", more: str = "") -> str:
    return f"/journeys/{journey}/take/{more}"


def ask(client: Client, *parts: str, journey: str = "j1", **more: str) -> Any:
    return client.post(address(journey), {**CHOSEN, "parts": parts, **more})


def newest() -> Taking:
    return Taking.objects.order_by("-made_at", "-pk")[0]


def made(client: Client, *parts: str, journey: str = "j1", **more: str) -> Taking:
    """Ask for parts and have them made, as the server's thread does."""
    answer = ask(client, *parts, journey=journey, **more)
    assert answer.status_code == 302, answer.content
    takings.make(newest().pk)
    return newest()


def get(client: Client, held: Taking) -> Any:
    return client.get(address(held.document_id, f"files/{held.pk}/"))


@pytest.fixture
def journey(people: People) -> str:
    return people.journey("j1", title="Työ")


def test_all_that_the_tables_hold_is_offered(people: People, journey: str, signed_in: In) -> None:
    page = signed_in("viewer").get(address()).content.decode()
    for each in taking.offers():
        assert f'value="{each.part}" id="take-{each.part.replace(".", "-")}"' in page
    for kept in (*DIAGRAMS.values(), *KINDS.values()):
        assert kept.about, f"{kept.name} does not say what it is good for"
    for form in FORMATS.values():
        assert form.about or not form.writes, f"{form.name} does not say what it is good for"


def test_every_view_of_a_journey_leads_to_it(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    for view in ("", "path/", "table/", "feedback/", "findings/", "history/"):
        page = client.get(f"/journeys/j1/{view}").content.decode()
        assert f'href="{address()}"' in page


def test_one_choice_is_that_file(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    held = made(client, "map.svg")
    assert (held.state, held.done, held.total) == ("done", 1, 1)
    file = get(client, held)
    assert file["Content-Disposition"] == 'attachment; filename="tyo-map.svg"'
    drawn = {"language": "sv", "theme": "dark"}
    assert file.content == client.get("/api/v1/journeys/j1/diagrams/map.svg", drawn).content


def test_several_are_a_pack(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    held = made(client, "map.svg", "json", "path.svg")
    assert held.name == "tyo.zip" and held.done == held.total == 3
    with zipfile.ZipFile(io.BytesIO(get(client, held).content)) as packed:
        told = json.loads(packed.read("manifest.json"))
        names = [each["name"] for each in told["files"]]
        assert names == ["tyo-map.svg", "tyo.json", "tyo-path.svg"]
        assert [packed.getinfo(name).file_size for name in names] == [
            each["size"] for each in told["files"]
        ]
    assert (told["language"], told["theme"], told["version"]) == ("sv", "dark", 1)


@pytest.mark.parametrize(
    ("parts", "more", "wrong"),
    [
        ([], {}, "parts"),
        (["map.gif"], {}, "parts"),
        (["map.svg"], {"tiled": "on"}, "paper"),
        (["map.svg"], {"paper": "a9"}, "paper"),
        (["map.svg"], {"scale": "9"}, "scale"),
        ([f"{COMPARES}.svg"], {}, "against"),
        ([f"{COMPARES}.svg"], {"against": "nowhere"}, "against"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_made(
    parts: list[str],
    more: dict[str, str],
    wrong: str,
    people: People,
    journey: str,
    signed_in: In,
) -> None:
    answer = ask(signed_in("viewer"), *parts, **more)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [wrong]
    assert not Taking.objects.exists()


def test_a_comparison_is_with_a_version_or_another_journey(
    people: People, journey: str, signed_in: In
) -> None:
    rename = [{"op": "patch", "id": "s1", "set": {"title": "Renamed"}}]
    log.commit("j1", people.actor("editor"), rename, client_id="r")
    people.journey("j2", title="Other")
    client = signed_in("viewer")
    for other in ("version:1", "j2"):
        held = made(client, f"{COMPARES}.svg", against=other)
        assert held.state == "done" and b"Renamed" in get(client, held).content
    shelf.trash("j2", people.actor("editor"))
    assert get(client, held).status_code == 404


def test_a_file_is_for_whom_it_was_made_as_long_as_they_may(
    people: People, journey: str, signed_in: In
) -> None:
    held = made(signed_in("editor"), "json", newest="on")
    assert get(signed_in("editor"), held).status_code == 200
    assert held.pk not in signed_in("owner").get(address()).content.decode()
    for who in ("owner", "viewer", "outsider"):
        assert get(signed_in(who), held).status_code == 404
    owner = people.actor("owner")
    membership.change_role(owner, people.workspace, people.user("editor"), "viewer")
    assert get(signed_in("editor"), held).status_code == 403
    membership.remove_member(owner, people.workspace, people.user("editor"))
    assert get(signed_in("editor"), held).status_code == 404


def test_who_may_not_read_single_answers_is_not_offered_the_newest(
    people: People, journey: str, signed_in: In
) -> None:
    assert 'name="newest"' not in signed_in("viewer").get(address()).content.decode()
    held = made(signed_in("viewer"), "json", newest="on")
    assert held.wanted["newest"] is False


def test_answers_that_are_chosen_on_the_map_are_those_of_the_file(
    people: People, journey: str, signed_in: In
) -> None:
    said = {"journey": "j1", "step": "s1", "emotion": 5, "unit": "North & <b>"}
    answers.record(people.workspace, people.actor("editor"), [said] * 6)
    chosen = {"answers": "unit=North+%26+%3Cb%3E&compare=", "as_chosen": "on", "language": "en"}
    client = signed_in("editor")
    page = client.get(f"{address()}?unit=North+%26+%3Cb%3E&compare=")
    assert page.context["form"]["answers"].value() == chosen["answers"]
    drawn = made(client, "map.svg", **chosen).data
    assert drawn and b"Measured: A: North &amp; &lt;b&gt;; B: " in bytes(drawn)
    drawn = made(client, "map.svg", answers=chosen["answers"]).data
    assert drawn and b"North" not in bytes(drawn)
    assert ask(client, "map.svg", as_chosen="on", answers="since=x").status_code == 422
    viewer = signed_in("viewer")
    assert "as_chosen" not in viewer.get(f"{address()}?unit=North").content.decode()
    drawn = made(viewer, "map.svg", **chosen).data
    assert drawn and b"North" not in bytes(drawn)


def test_the_oldest_files_of_a_person_go_first(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    first = made(client, "json")
    for _ in range(takings.MOST):
        made(client, "dot")
    assert Taking.objects.count() == takings.MOST
    assert not Taking.objects.filter(pk=first.pk).exists()


def test_what_cannot_be_made_says_why_and_can_be_begun_again(
    people: People, journey: str, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> Any:
        raise Failed("dot took more than 20 s")

    client = signed_in("viewer")
    with monkeypatch.context() as patch:
        patch.setattr(taking, "render", broken)
        held = made(client, "map.svg", "json")
    assert (held.state, held.error) == ("failed", "dot took more than 20 s")
    page = client.get(address()).content.decode()
    assert "dot took more than 20 s" in page and get(client, held).status_code == 404
    client.post(address(more=f"files/{held.pk}/again/"))
    takings.make(newest().pk)
    assert newest().state == "done" and Taking.objects.count() == 1


def test_what_its_server_left_is_told_and_can_be_begun_again(
    people: People, journey: str, signed_in: In
) -> None:
    client = signed_in("viewer")
    ask(client, "map.svg")
    assert "Waits for its turn" in client.get(address()).content.decode()
    Taking.objects.update(beat_at=timezone.now() - 2 * takings.SILENT, state="working")
    page = client.get(address(more="files/"), headers={"X-Fragment": "take"}).content.decode()
    assert "The server was ended" in page and "Start again" in page and "data-busy" not in page


def test_what_was_cancelled_is_not_made(
    people: People, journey: str, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, make, drawn = signed_in("viewer"), taking._made, []

    def cancelled(wanted: taking.Offer, *given: Any) -> Any:
        drawn.append(wanted.part)
        client.post(address(more=f"files/{newest().pk}/end/"))
        return make(wanted, *given)

    monkeypatch.setattr(taking, "_made", cancelled)
    held = made(client, "map.svg", "path.svg")
    assert (held.state, held.data, drawn) == ("cancelled", None, ["map.svg"])
    assert "Cancelled" in client.get(address()).content.decode()


def test_nobody_keeps_the_server_busy_alone(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    for _ in range(takings.WAITING):
        assert ask(client, "json").status_code == 302
    assert ask(client, "json").status_code == 422
    assert ask(signed_in("editor"), "json").status_code == 302


def test_nothing_is_kept_longer_than_a_day(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    held = made(client, "json")
    Taking.objects.update(made_at=timezone.now() - datetime.timedelta(hours=25))
    assert get(client, held).status_code == 404
    out = io.StringIO()
    call_command("purge", stdout=out)
    assert "1 files" in out.getvalue() and not Taking.objects.exists()


def test_a_text_that_is_forgotten_is_in_no_kept_file(
    people: People, journey: str, signed_in: In
) -> None:
    people.journey("j2")
    people.journey("j3")
    client = signed_in("viewer")
    for key in ("j1", "j2", "j3"):
        made(client, "json", journey=key)
    made(client, f"{COMPARES}.svg", journey="j3", against="j1")
    log.redact("j1", "s1", "title", people.actor("owner"))
    left = Taking.objects.values_list("document", "against")
    assert sorted(left) == [("j2", ""), ("j3", "")]


def test_an_erased_answer_is_in_no_kept_file(people: People, sample: Sample, signed_in: In) -> None:
    said = {"journey": sample.id, "step": sample.step, "comment": "Unheard-of words"}
    answers.record(people.workspace, people.actor("editor"), [said])
    made(signed_in("viewer"), "json", journey=sample.id)
    forgetting.erase(Answer.objects.get(comment="Unheard-of words"))
    assert not Taking.objects.exists()


def test_losses_are_told_without_scripts(people: People, signed_in: In) -> None:
    people.journey("j1", goal="Tea & <b>", promise="Soon")
    client, whole = signed_in("viewer"), 0
    for name in ("json", "dot", "flowchart"):
        page = client.get(address(more=f"?losses={name}")).content.decode()
        lost = FORMATS[name].write(rows.load("j1")).losses
        assert ('class="losses" tabindex="0"' in page) == bool(lost)
        assert ("It carries everything.</p>" in page) != bool(lost)
        assert all(escape(str(each)) in page for each in lost)
        whole += not lost
    assert 0 < whole < 3


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_thread_of_the_server_makes_it_and_gives_its_connection_back(
    people: People, journey: str, signed_in: In
) -> None:
    client = signed_in("viewer")
    answer = ask(client, "map.svg", "json")
    held = takings.wait(newest(), 60)
    assert held.state == "done", held.error
    assert answer.status_code == 302
    assert get(client, held).content.startswith(b"PK")
    quick = ask(client, "json", language="fi")
    takings.wait(newest(), 60)
    assert quick["Location"] in (address(more=f"files/{newest().pk}/"), address() + "#your-files")
    if connection.vendor == "postgresql":
        eventually(lambda: _connected() <= 2)  # this one's, and a beat's at most


def _connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])

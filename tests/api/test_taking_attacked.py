"""Diagrams, files and packs under attack: caches, rights that ended, one who draws all the time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches

from journeymap.documents import log, shelf
from journeymap.workspaces import people as membership
from journeys import rows, taking
from journeys.api import pictures
from journeys.diagrams import DIAGRAMS, KINDS
from journeys.formats import FORMATS
from tests.api.support import Caller, caller, token
from tests.api.test_access import undone
from tests.support.edits import put
from tests.support.people import People
from touchpoints import answers

pytestmark = pytest.mark.django_db
COMPARISON = "diagrams/comparison.svg"
#: An address for each diagram and kind, each format, and a pack, below a journey's.
EVERY = [
    *(f"diagrams/{name}.{kind}" for name in DIAGRAMS for kind in KINDS),
    *(f"export/{each.name}" for each in FORMATS.values() if each.writes),
    "pack/",
]
ASKED = {"pack/": {"parts": "map.svg,json"}, COMPARISON: {"against": "j2"}}
SLOW = {"item": "emotion", "values": ["1", "2"]}
#: Some that are quick to make, one of each view.
SOME = ["diagrams/map.svg", COMPARISON, "export/json", "export/markdown", "pack/"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    caches["bodies"].clear()
    yield
    caches["bodies"].clear()


@pytest.fixture
def house(people: People) -> People:
    people.journey("j1", title="Secret journey")
    people.journey("j2", title="Secret other")
    return people


def ask(client: Caller, what: str, journey: str = "j1", **more: Any) -> Any:
    return client.get(f"journeys/{journey}/{what}", query=ASKED.get(what), **more)


def test_no_kind_of_file_is_for_others(house: People) -> None:
    theirs = membership.issue_token(house.actor("outsider"), house.foreign, "t", "owner")[1]
    for client, status in (
        (caller(house, "anonymous"), 401),
        (Caller(secret="jm_" + "x" * 40), 401),
        (caller(house, "outsider"), 404),
        (Caller(secret=theirs), 404),
    ):
        for what in EVERY:
            answer = ask(client, what)
            assert answer.status_code == status and b"Secret" not in answer.content, what
            assert "ETag" not in answer and "private" in answer["Cache-Control"], what


@pytest.mark.parametrize("what", SOME)
def test_who_lost_the_right_is_not_told_that_it_is_the_same(house: People, what: str) -> None:
    viewer = caller(house, "viewer")
    first = ask(viewer, what)
    tag = {"If-None-Match": first["ETag"]}
    assert ask(viewer, what, headers=tag).status_code == 304
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= set(first["Vary"].split(", "))
    for any_tag in (tag, {"If-None-Match": "*"}):
        assert ask(caller(house, "outsider"), what, headers=any_tag).status_code == 404
        assert ask(caller(house, "anonymous"), what, headers=any_tag).status_code == 401
    membership.remove_member(house.actor("owner"), house.workspace, house.user("viewer"))
    assert ask(viewer, what, headers=tag).status_code == 404


def test_a_comparison_is_gone_with_what_it_compares_with(house: People) -> None:
    viewer = caller(house, "viewer")
    tag = {"If-None-Match": ask(viewer, COMPARISON)["ETag"]}
    shelf.trash("j2", house.actor("editor"))
    assert ask(viewer, COMPARISON, headers=tag).status_code == 400


def test_a_token_compares_with_nothing_outside_its_workspace(house: People) -> None:
    owner = house.actor("outsider")
    membership.add_member(owner, house.foreign, house.user("viewer"), "viewer")
    house.journey("j3", foreign=True, title="Far away")
    signed_in, by_token = caller(house, "viewer"), token(house, "viewer", "viewer")
    query = {"against": "j3"}
    assert signed_in.get(f"journeys/j1/{COMPARISON}", query=query).status_code == 200
    for client in (by_token, caller(house, "editor")):
        answer = client.get(f"journeys/j1/{COMPARISON}", query=query)
        assert answer.status_code == 400 and b"Far away" not in answer.content
        nothing = client.get(f"journeys/j1/{COMPARISON}", query={"against": "j4"})
        assert nothing.json() == answer.json()


def test_a_token_for_looking_chooses_no_answers(house: People) -> None:
    """Its owner may; the token says that it may not."""
    client = token(house, "owner", "viewer")
    for what in ("diagrams/map.svg", "export/markdown", "pack/"):
        for query in ({"answers": "newest"}, {"unit": "x"}, {"compare": ""}):
            asked = {**query, **ASKED.get(what, {})}
            assert client.get(f"journeys/j1/{what}", query=asked).status_code == 403


def test_what_is_said_is_what_is_heard(house: People) -> None:
    viewer = caller(house, "viewer")
    for said in ("true", "1", "yes", "on", "True"):
        told = viewer.get("journeys/j1/export/html", query={"losses": said})
        assert told["Content-Type"] == "application/json" and "losses" in told.json()
        assert "Content-Disposition" not in told
        drawn = viewer.get("journeys/j1/diagrams/map.svg", query={"download": said})
        assert drawn["Content-Disposition"].startswith("attachment")


def test_what_changed_while_it_was_compared_is_kept_under_its_own_name(
    house: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, load, once = caller(house, "viewer"), rows.load, [True]

    def edited(key: str, *version: Any) -> Any:
        graph = load(key, *version)
        if key == "j2" and once:
            once.clear()
            ops: Any = [{"op": "patch", "id": "s1", "set": {"title": "Elsewhere"}}]
            log.commit("j2", house.actor("editor"), ops, client_id="e")
        return graph

    monkeypatch.setattr(rows, "load", edited)
    drawn = ask(viewer, COMPARISON)
    again = ask(viewer, COMPARISON, headers={"If-None-Match": drawn["ETag"]})
    assert b"Elsewhere" in drawn.content and again.status_code == 304


def test_one_who_draws_all_the_time_keeps_nobody_waiting(
    house: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_PATIENCE", 0.01)
    with monkeypatch.context() as patch:
        patch.setitem(pictures._drawing, house.actor("viewer").person, pictures.OF_ONE)
        assert ask(caller(house, "viewer"), "diagrams/map.svg").status_code == 503
        assert ask(token(house, "viewer", "viewer"), "diagrams/map.svg").status_code == 503
        assert ask(caller(house, "editor"), "diagrams/map.svg").status_code == 200
    assert ask(caller(house, "viewer"), "diagrams/map.svg").status_code == 200
    assert not pictures._drawing


def test_a_pack_of_too_much_is_refused(house: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 100)
    answer = caller(house, "viewer").get("journeys/j1/pack/", query={"parts": "json,yaml"})
    assert answer.status_code == 400 and "fewer files" in answer.json()["detail"]
    assert not pictures._drawing


def test_a_pack_for_customers_names_nothing_internal(house: People) -> None:
    ops: list[Any] = [{"op": "put", "kind": "finding", "id": "f1", "value": {
        "kind": "pain", "step": "s1", "title": "Slow", "owner": "Kulissi"}}]  # fmt: skip
    log.commit("j1", house.actor("editor"), ops, client_id="f")
    for inside in ("true", "false"):
        query = {"parts": "json,markdown", "customer_view": inside}
        packed = caller(house, "viewer").get("journeys/j1/pack/", query=query).content
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            held = b"".join(map(opened.read, opened.namelist()))
        assert (b"Kulissi" in held) == (inside == "false")


def test_what_few_said_is_in_no_file(house: People) -> None:
    """Not even for those who may read single answers: the files hold what others said."""
    written = [each.name for each in FORMATS.values() if each.writes]
    parts = ",".join([*written, "map.svg", "path.svg", "experience.svg", "pains.svg", "map.pptx"])
    pain = put("finding", "f1", kind="pain", step="s1", title="Slow", follows=SLOW)
    log.commit("j1", house.actor("editor"), [pain], client_id="f")
    for who, asked in (("viewer", {}), ("editor", {"answers": "newest"})):
        told = []
        for said in ({"emotion": 1, "ease": 1}, {"emotion": 5, "ease": 5, "got_it_done": "yes"}):
            caches["bodies"].clear()
            with undone():
                few = [{"journey": "j1", "step": "s1", **said}] * 4
                answers.record(house.workspace, house.actor("editor"), few)
                query = {"parts": parts, **asked}
                told.append(caller(house, who).get("journeys/j1/pack/", query=query).content)
        assert told[0].startswith(b"PK") and told[0] == told[1]


def test_what_a_program_says_names_no_place_of_the_server(
    house: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYMAP_DOT", "/secret/place/dot")
    answer = ask(caller(house, "viewer"), "diagrams/path.svg")
    assert answer.status_code == 503 and b"secret" not in answer.content
    assert "dot" in answer.json()["detail"]


def test_a_part_is_in_a_pack_once(house: People) -> None:
    query = {"parts": ",".join(["json"] * 500)}
    packed = caller(house, "viewer").get("journeys/j1/pack/", query=query)
    with zipfile.ZipFile(io.BytesIO(packed.content)) as opened:
        assert len(opened.namelist()) == 2
    assert len({each.part for each in taking.offers()}) == len(taking.offers())

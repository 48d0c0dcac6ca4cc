"""New answers are told to open sockets: a stamp for each who hears something new, once a second."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from journeymap.documents import live
from journeymap.workspaces import people as membership
from tests.support.open_sockets import Reader, Readers, Server, cookie, eventually, serving
from tests.support.people import People, make_people
from touchpoints import answers, hearing


@pytest.fixture
def people() -> People:
    made = make_people()
    made.journey()
    return made


@pytest.fixture
def server(people: People, tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as server:
        yield server


def told(reader: Reader) -> list[str]:
    """Return the stamps that a reader was told of its journey."""
    found = [each for each in list(reader.messages) if each["type"] == "measures"]
    assert all(each["document"] == reader.document_id for each in found)
    return [each["stamp"] for each in found]


def answer(people: People, count: int) -> None:
    given = [{"journey": "j1", "step": "s1", "emotion": 4} for _ in range(count)]
    answers.record(people.workspace, people.actor("editor"), given)


def stamp(single: bool) -> str:
    return hearing.stamp("j1", single=single)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_each_is_told_when_there_is_something_new_for_them(people: People, server: Server) -> None:
    """Answers come in another process than the one that holds the sockets."""
    with Readers() as readers:
        editor = readers.add(Reader(server, cookie(people, "editor")))
        viewer = readers.add(Reader(server, cookie(people, "viewer")))
        eventually(lambda: told(editor) == [stamp(True)] and told(viewer) == [stamp(False)])
        for _at in range(4):
            answer(people, 1)
        eventually(lambda: told(editor)[-1] == stamp(True))
        assert len(told(editor)) <= 5
        before = told(viewer)
        answer(people, 6)
        eventually(lambda: told(editor)[-1] == stamp(True))
        eventually(lambda: told(viewer)[-1] == stamp(False) != before[0])
        assert told(viewer)[: len(before)] == before
        assert len(told(viewer)) <= 3 and len(told(editor)) <= 6  # somebody has; ten have


@pytest.mark.django_db(transaction=True)
def test_who_edits_one_workspace_hears_as_a_viewer_of_another(
    people: People, server: Server
) -> None:
    """Both are followed by one socket."""
    people.journey("j2", foreign=True)
    owner = people.actor("outsider")
    membership.add_member(owner, people.foreign, people.user("editor"), "viewer")
    given = [{"journey": "j2", "step": "s1", "emotion": 4} for _ in range(3)]
    answers.record(people.foreign, owner, given)
    answer(people, 3)
    heard: dict[str, str] = {}
    as_editor: Any = {"additional_headers": cookie(people, "editor")}
    as_editor |= {"origin": server.address.rstrip("/"), "open_timeout": 60}
    with connect(server.live("j1:0", "j2:0"), **as_editor) as socket:
        while heard.keys() < {"j1", "j2"}:
            told = json.loads(socket.recv(timeout=60))
            if told["type"] == "measures":
                heard[told["document"]] = told["stamp"]
    assert heard == {"j1": stamp(True), "j2": hearing.stamp("j2", single=False)}


@pytest.mark.django_db
def test_stamps_of_many_documents_cost_as_much_as_those_of_one(
    people: People, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    answer(people, 5)
    found = live.stamps(["j1", "none", people.workspace.pk], True)
    assert found["j1"] == stamp(True)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        live.stamps(["j1", *(f"j{at}" for at in range(2, 50))], True)

"""Whatever goes wrong is said in one shape: problem+json, with the place."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from journeymap.documents import log
from journeys.api import bodies, pictures, problems
from journeys.diagrams.limited import TooMuch
from tests.api.support import Caller, caller, edit, token
from tests.support.edits import put
from tests.support.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people: People) -> Caller:
    people.journey("j1")
    return caller(people, "editor")


def said(answer: Any, status: int) -> dict[str, Any]:
    """Return the problem, seen to be one."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert "no-store" in answer["Cache-Control"]
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    return problem


def pointers(answer: Any, status: int = 422) -> list[str]:
    return [each["pointer"] for each in said(answer, status)["errors"]]


def test_malformed_json_is_refused_with_its_place(editor: Caller) -> None:
    problem = said(editor.post("journeys/j1/edits/", b'{"client_id": "a",\n "ops": [}'), 400)
    assert "line 2, column 10" in problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        b'{"ops": NaN}',
        b'{"ops": -Infinity}',
        b'{"ops": 1e999}',
        b'{"ops": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
    ],
    ids=["utf-8", "nan", "infinity", "overflow", "digits", "depth"],
)
def test_what_is_no_json_is_refused(editor: Caller, body: bytes) -> None:
    said(editor.post("journeys/j1/edits/", body), 400)


@pytest.mark.parametrize("bad", ["\\u0000", "\\ud800", "\\uDC00"])
def test_text_that_no_database_keeps_is_refused_with_its_place(editor: Caller, bad: str) -> None:
    body = f'{{"client_id": "c", "ops": [{{"op": "put", "x{bad}": 1}}], "label": "{bad}"}}'
    found = pointers(editor.post("journeys/j1/edits/", body.encode()))
    assert "/label" in found
    assert "/ops/0/x?" in found


def test_a_body_beyond_the_limit_is_refused(
    editor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LIMIT", 100)
    said(editor.post("journeys/j1/edits/", b" " * 101), 413)


def test_a_problem_points_into_the_body(editor: Caller) -> None:
    ops = [put("step", "s2", title=""), put("step", "s3", title="x", expectation=9)]
    found = pointers(editor.post("journeys/j1/edits/", edit("c1", *ops)))
    assert found == ["/ops/0/value/title", "/ops/1/value/expectation"]
    found = pointers(editor.post("journeys/j1/edits/", {"client_id": "-", "opps": []}))
    assert set(found) == {"/client_id", "/ops"}


def test_an_unknown_name_in_a_body_is_refused(editor: Caller) -> None:
    body = edit("c1", put("step", "s2", title="x"), labl="typo")
    assert pointers(editor.post("journeys/j1/edits/", body)) == ["/labl"]


def test_a_wrong_parameter_is_named(editor: Caller) -> None:
    for name, value in (("stat", "as_is"), ("state", "was"), ("limit", "9999"), ("limit", "x")):
        problem = said(editor.get("journeys/", query={name: value}), 400)
        assert [each["parameter"] for each in problem["errors"]] == [name]


@pytest.mark.parametrize("name", ["workspace", "search", "cursor", "label", "organisation"])
def test_a_nul_in_a_parameter_is_refused(editor: Caller, name: str) -> None:
    said(editor.get("journeys/", query={name: "a\0b"}), 400)


def test_methods_types_and_media_that_are_not_there(editor: Caller) -> None:
    answer = editor.delete("journeys/j1/graph/")
    said(answer, 405)
    assert "GET" in answer["Allow"]
    said(editor.client.options("/api/v1/journeys/"), 405)
    said(editor.client.patch("/api/v1/journeys/j1/"), 405)
    form = {"content_type": "application/x-www-form-urlencoded"}
    said(editor.post("journeys/j1/edits/", b"a=b", **form), 415)
    said(editor.get("journeys/", headers={"Accept": "text/csv"}), 406)


@pytest.mark.parametrize("address", ["", "nix/", "journeys/a b/", "journeys/j1", "journeys/j1/x/"])
def test_any_other_address_is_nowhere(editor: Caller, address: str) -> None:
    said(editor.get(address), 404)
    said(editor.post(address, {}), 404)


def test_nothing_of_another_kind_is_found_under_an_address(editor: Caller, people: People) -> None:
    said(editor.get(f"journeys/{people.workspace.pk}/graph/"), 404)
    said(editor.get("catalogue/j1/"), 404)


def test_a_diagram_that_takes_too_long_ends_cleanly(
    editor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_given: Any) -> bytes:
        raise TooMuch("dot took more than 20 s")

    monkeypatch.setattr("journeys.taking.render", slow)
    problem = said(editor.get("journeys/j1/diagrams/map.svg", query={"theme": "dark"}), 503)
    assert "20 s" in problem["detail"]


def test_too_many_diagrams_at_once_are_put_off(
    editor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_PATIENCE", 0.01)
    with monkeypatch.context() as patch:
        patch.setitem(pictures._drawing, "user:others", pictures.AT_ONCE)
        said(editor.get("journeys/j1/diagrams/map.svg", query={"language": "sv"}), 503)
    answer = editor.get("journeys/j1/diagrams/map.svg", query={"language": "sv"})
    assert answer.status_code == 200


def test_a_database_that_is_gone_is_said_so(
    editor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: Any, **_more: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(log, "commit", gone)
    answer = editor.post("journeys/j1/edits/", edit("c1"))
    assert "disk" not in said(answer, 503)["detail"]
    assert answer["Retry-After"]


def test_what_nobody_foresaw_is_logged_and_tells_nothing(
    editor: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(log, "commit", broken)
    answer = editor.post("journeys/j1/edits/", edit("c1"))
    assert "hunter2" not in str(said(answer, 500))
    assert "hunter2" in caplog.text


def test_strangers_are_slowed_down_and_members_are_not(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    from journeys.api.base import Strangers
    from tests.api.support import token

    cache.clear()
    monkeypatch.setattr(Strangers, "rate", "3/min")
    stranger = Caller(secret="jm_wrong")
    statuses = [stranger.get("journeys/").status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    last = stranger.get("journeys/")
    assert int(last["Retry-After"]) > 0
    member = token(people)
    assert {member.get("journeys/").status_code for _ in range(6)} == {200}
    cache.clear()


@pytest.mark.parametrize("depth", [21, *range(940, 1000, 6), 100_000])
def test_what_is_nested_too_deeply_is_refused(people: People, depth: int) -> None:
    people.journey("j1")
    editor = token(people)
    for body in ('{"client_id": "d", "ops": %s}', '{"format": "journeymap", "journey": %s}'):
        address = "journeys/" if "format" in body else "journeys/j1/edits/"
        refused = editor.post(address, body % ("[" * depth + "]" * depth))
        assert refused.status_code == 400
        assert "nested" in refused.json()["detail"]


def test_many_problems_are_told_in_part(editor: Caller) -> None:
    refused = editor.post("journeys/j1/edits/", {"client_id": "m", "ops": [1] * 10_000})
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [
        f"/ops/{at}" for at in range(problems.MOST_ERRORS)
    ]


def test_a_pointer_is_escaped(editor: Caller) -> None:
    """RFC 6901: / and ~ in a name."""
    step = put("step", "s1", title="S", **{"a/b~c": 1})
    for ops, wanted in (([step], "/ops/0/value/a~1b~0c"), ([{"x/y": 1}], "/ops/0/op")):
        refused = editor.post("journeys/j1/edits/", {"client_id": "p", "ops": ops})
        assert refused.json()["errors"][0]["pointer"] == wanted

"""Lists: what they filter, how they page, and that a page costs the same however much there is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeymap.documents import log
from journeymap.documents.models import Document
from tests.api.support import Caller, caller, token
from tests.support.edits import put
from tests.support.people import People
from touchpoints.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def editor(people: People) -> Caller:
    return caller(people, "editor")


def ids(client: Caller, address: str, **query: Any) -> list[str]:
    """Return the ids of a list, all pages of it."""
    answer = client.get(address, query=query)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    results = found["results"]
    while found["next"]:
        found = client.get(found["next"]).json()
        results += found["results"]
    return [each.get("id") or each["client_id"] for each in results]


def catalogue(people: People, *ops: dict[str, Any]) -> None:
    log.commit(people.workspace.pk, people.actor("system"), list(ops), client_id=ops[0]["id"])


def test_journeys_are_found_by_what_they_are(people: People, editor: Caller) -> None:
    catalogue(people, put("organisation", "o1", name="Centre"), put("persona", "p1", name="Aino"))
    people.journey("a", title="Starttiraha", labels=["yritys", 'ä"ö'], organisation="o1")
    people.journey("b", title="Talvitakki", state="to_be", language="sv", personas=["p1"],
                   review_by="2026-01-31")  # fmt: skip
    people.journey("c", title="Ääni", labels=["yritykset"], derived_from="a",
                   review_by="2026-03-01")  # fmt: skip
    people.journey("x", foreign=True, title="Starttiraha")
    log.commit(
        "b", people.actor("system"),
        [put("encounter", "n", step="s1", touchpoint=_touchpoint(people))], client_id="n",
    )  # fmt: skip
    assert set(ids(editor, "journeys/")) == {"a", "b", "c"}
    for query, wanted in (
        ({"state": "as_is"}, {"a", "c"}),
        ({"state": "to_be"}, {"b"}),
        ({"language": "fi"}, {"a", "c"}),
        ({"language": "sv"}, {"b"}),
        ({"label": "yritys"}, {"a"}),
        ({"label": 'ä"ö'}, {"a"}),
        ({"label": "yrity"}, set()),
        ({"organisation": "o1"}, {"a"}),
        ({"persona": "p1"}, {"b"}),
        ({"derived_from": "a"}, {"c"}),
        ({"touchpoint": "t1"}, {"b"}),
        ({"search": "START raha"}, {"a"}),
        ({"search": "ÄÄNI"}, {"c"}),
        ({"search": "100%"}, set()),
        ({"review_before": "2026-02-01"}, {"b"}),
        ({"review_before": "2026-03-02", "state": "as_is"}, {"c"}),
        ({"review_before": "2026-01-31"}, set()),
        ({"state": "as_is", "label": "yritykset"}, {"c"}),
        ({"workspace": people.workspace.pk}, {"a", "b", "c"}),
    ):
        assert set(ids(editor, "journeys/", **query)) == wanted, query
    foreign = {"workspace": people.foreign.pk}
    assert editor.get("journeys/", query=foreign).status_code == 404


def _touchpoint(people: People) -> str:
    catalogue(people, put("touchpoint", "t1", kind="person", name="Clerk"))
    return "t1"


def test_a_journey_in_a_list_tells_how_much_it_holds(people: People, editor: Caller) -> None:
    people.journey("a", title="Path")
    pain = put("finding", "f1", kind="pain", step="s1", title="Slow")
    log.commit("a", people.actor("system"), [pain], client_id="f")
    (told,) = editor.get("journeys/").json()["results"]
    assert (told["steps"], told["pains"], told["gains"], told["version"]) == (1, 1, 0, 2)
    assert told["journey"]["title"] == "Path"
    assert told["journey"]["state"] == "as_is"
    assert told["journey"]["review_by"] is None
    one = editor.get("journeys/a/")
    assert one.json() == told
    tag = {"If-None-Match": one["ETag"]}
    assert editor.get("journeys/a/", headers=tag).status_code == 304


def test_a_copy_is_kept_up_by_updated_since(people: People, editor: Caller) -> None:
    start = timezone.now()
    for at in range(5):
        people.journey(f"j{at}")
        moment = start + datetime.timedelta(minutes=at)
        Document.objects.filter(pk=f"j{at}").update(updated_at=moment)
    since = (start + datetime.timedelta(minutes=2)).isoformat()
    assert ids(editor, "journeys/", updated_since=since, limit=2) == ["j2", "j3", "j4"]
    assert ids(editor, "journeys/", limit=2) == ["j4", "j3", "j2", "j1", "j0"]


def test_pages_hold_every_row_once_though_times_are_equal(people: People, editor: Caller) -> None:
    for at in range(7):
        people.journey(f"j{at}")
    Document.objects.filter(kind="journey").update(updated_at=timezone.now())
    for query in ({}, {"updated_since": "2000-01-01T00:00:00Z"}):
        found = ids(editor, "journeys/", limit=2, **query)
        assert sorted(found) == [f"j{at}" for at in range(7)]


def test_a_cursor_is_only_good_for_what_gave_it(people: People, editor: Caller) -> None:
    for at in range(3):
        people.journey(f"j{at}")
    following = editor.get("journeys/", query={"limit": 1}).json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    assert "j2" not in cursor
    for query in ({"cursor": cursor[:-2]}, {"cursor": "eyJ9"}, {"cursor": ""}):
        assert editor.get("journeys/", query=query).status_code == 400
    other = editor.get(f"/api/v1/findings/?cursor={cursor}")
    assert other.status_code == 400


def test_the_trash_is_a_list_of_its_own(people: People, editor: Caller) -> None:
    people.journey("a")
    people.journey("b")
    assert editor.delete("journeys/a/").status_code == 204
    assert ids(editor, "journeys/") == ["b"]
    assert ids(editor, "journeys/", trashed="true") == ["a"]
    assert editor.get("journeys/a/graph/").status_code == 409
    assert editor.post("journeys/a/restore/").json()["trashed_at"] is None
    assert set(ids(editor, "journeys/")) == {"a", "b"}


def test_the_catalogue_tells_what_is_used_where(people: People, editor: Caller) -> None:
    catalogue(
        people,
        put("touchpoint", "t1", kind="person", name="Äitiysneuvola", channel="phone"),
        put("touchpoint", "t2", kind="object", name="Letter"),
        put("organisation", "o1", name="Centre"),
    )
    for name in ("a", "b"):
        people.journey(name, title=f"Journey {name}")
        met = put("encounter", "n1", step="s1", touchpoint="t1")
        log.commit(name, people.actor("system"), [met], client_id="n")
    editor.delete("journeys/b/")
    address = f"catalogue/{people.workspace.pk}/"
    listed = {each["id"]: each for each in editor.get(address).json()["results"]}
    assert {key: each["journeys"] for key, each in listed.items()} == {"t1": 1, "t2": 0, "o1": 0}
    assert listed["t1"]["record"]["name"] == "Äitiysneuvola"
    for query, wanted in (
        ({"kind": "organisation"}, ["o1"]),
        ({"touchpoint_kind": "object"}, ["t2"]),
        ({"channel": "phone"}, ["t1"]),
        ({"search": "äitiys"}, ["t1"]),
        ({"limit": 1}, ["o1", "t1", "t2"]),
    ):
        assert ids(editor, address, **query) == wanted
    uses = editor.get(f"{address}uses/t1/").json()["results"]
    assert [(each["title"], each["field"], each["trashed"]) for each in uses] == [
        ("Journey a", "touchpoint", False),
        ("Journey b", "touchpoint", True),
    ]
    assert editor.get(f"{address}uses/none/").status_code == 404
    removal = {"client_id": "r", "ops": [{"op": "remove", "id": "t1"}]}
    refused = editor.post(f"{address}edits/", removal)
    assert refused.status_code == 409
    assert {each["journey"] for each in refused.json()["uses"]} == {"a", "b"}


def test_findings_are_found_across_journeys(people: People, editor: Caller) -> None:
    _touchpoint(people)
    people.journey("a", title="First")
    people.journey("b", title="Second")
    people.journey("x", foreign=True)
    system = people.actor("system")
    log.commit(
        "a", system,
        [
            put("finding", "f1", kind="pain", step="s1", title="Slow", severity=3),
            put("finding", "f2", kind="gain", title="Kind", status="solved"),
        ],
        client_id="f",
    )  # fmt: skip
    op = put("finding", "f3", kind="pain", step="s1", touchpoint="t1", title="Lost")
    log.commit("b", system, [op], client_id="f")
    log.commit("x", system, [put("finding", "f9", kind="pain", title="No")], client_id="f")
    for query, wanted in (
        ({}, ["f3", "f2", "f1"]),
        ({"kind": "pain"}, ["f3", "f1"]),
        ({"status": "open"}, ["f3", "f1"]),
        ({"status": "solved"}, ["f2"]),
        ({"severity": 2}, ["f1"]),
        ({"touchpoint": "t1"}, ["f3"]),
        ({"journey": "a"}, ["f2", "f1"]),
        ({"journey": "x"}, []),
        ({"step": "s1", "journey": "b"}, ["f3"]),
        ({"limit": 1, "kind": "pain"}, ["f3", "f1"]),
    ):
        assert ids(editor, "findings/", **query) == wanted, query
    first = editor.get("findings/", query={"severity": 3}).json()["results"][0]
    assert first["journey"] == {"id": "a", "title": "First"}
    assert first["step"] == {"id": "s1", "title": "Step"}
    assert first["finding"]["status"] == "open"
    editor.delete("journeys/b/")
    assert ids(editor, "findings/") == ["f2", "f1"]


def test_answers_are_kept_once_and_listed_newest_first(people: People) -> None:
    people.journey("a")
    client = token(people)  # a token knows its workspace
    one = {"client_id": "x1", "journey": "a", "step": "s1", "emotion": 4, "comment": "Hyvä"}
    assert client.post("answers/", one).status_code == 201
    again = client.post("answers/", one)
    assert (again.status_code, again.json()["created"]) == (200, False)
    assert client.post("answers/", one | {"emotion": 1}).status_code == 422
    at = "2026-01-05T10:00:00+02:00"
    many = [
        {"client_id": f"m{n}", "journey": "a", "step": "s1", "ease": 3, "at": at} for n in range(3)
    ]
    sent = client.post("answers/bulk/", [one, *many]).json()["results"]
    assert [each["created"] for each in sent] == [False, True, True, True]
    assert ids(client, "answers/", limit=2) == ["x1", "m2", "m1", "m0"]
    assert ids(client, "answers/", until="2026-02-01T00:00:00Z", journey="a", step="s1") == [
        "m2", "m1", "m0",
    ]  # fmt: skip
    told = client.get("answers/", query={"since": "2026-02-01T00:00:00Z"}).json()["results"]
    assert {k: told[0][k] for k in one} == one


def test_wrong_answers_are_refused_whole_with_their_places(people: People) -> None:
    people.journey("a")
    client = token(people)
    good = {"client_id": "g1", "journey": "a", "step": "s1", "emotion": 4}
    refused = client.post("answers/bulk/", [good, {**good, "client_id": "g2", "step": "no"}])
    assert refused.json()["errors"][0]["pointer"] == "/1/step"
    assert Answer.objects.count() == 0
    alone = client.post("answers/", {**good, "emotion": 6})
    assert alone.json()["errors"][0]["pointer"] == "/emotion"
    for body in ([], {}, 7, None, [good] * 1001):
        assert client.post("answers/bulk/", body).status_code == 422
    for body in ([], {}, 7, None):
        assert client.post("answers/", body).status_code == 422


def test_a_page_costs_the_same_queries_among_50_and_5000(people: People) -> None:
    people.journey("a")
    client = token(people)

    def cost(address: str, **query: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, query=query).status_code == 200
        return len(queries)

    def grow(first: int, last: int) -> None:
        now = timezone.now()
        Answer.objects.bulk_create(
            Answer(
                workspace=people.workspace, client_id=f"c{n}", at=now, journey="a", step="s1",
                emotion=3,
            )
            for n in range(first, last)
        )  # fmt: skip

    grow(0, 50)
    client.get("answers/")  # the token's first use is noted
    small = cost("answers/", limit=20)
    grow(50, 5000)
    assert cost("answers/", limit=20) == small
    assert cost("answers/", limit=200) == small
    assert small <= 6


def test_lists_ask_nothing_per_row(people: People) -> None:
    client = token(people)

    def costs() -> list[int]:
        found = []
        for address in ("journeys/", "findings/", f"catalogue/{people.workspace.pk}/",
                        "workspaces/"):  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, query={"limit": 200}).status_code == 200
            found.append(len(queries))
        return found

    def grow(first: int, last: int) -> None:
        for at in range(first, last):
            catalogue(people, put("touchpoint", f"t{at}", kind="person", name="x"))
            people.journey(f"j{at}")
            ops = [
                put("finding", "f", kind="pain", step="s1", title="Slow"),
                put("encounter", "n", step="s1", touchpoint=f"t{at}"),
            ]
            log.commit(f"j{at}", people.actor("system"), ops, client_id="f")

    grow(0, 2)
    client.get("workspaces/")  # the token's first use is noted
    few = costs()
    grow(2, 30)
    assert costs() == few

"""Who gets what: every role on every endpoint, in the own and in a foreign workspace.

The endpoints come from the table of addresses: one without a line in ``RULES`` fails.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from journeymap.documents import log, sharing, versions
from journeymap.documents.models import ShareLink
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import RANK
from journeymap.workspaces.models import ApiToken
from journeys.api import urls
from tests.api.support import Caller, caller, edit
from tests.support.edits import put
from tests.support.people import MEMBERS, People
from touchpoints import rounds

pytestmark = pytest.mark.django_db

EVERYBODY = "everybody"
ANSWER = {"client_id": "a9", "journey": "j1", "step": "s1", "emotion": 4}


class Rule(NamedTuple):
    """The least role, what to send, the status then; ``open``: outsiders get their own things;
    ``query``: the workspace is named; ``asked``: what else the query says."""

    least: str
    status: int = 200
    body: Any = None
    query: bool = False
    open: bool = False
    asked: dict[str, str] | None = None


COMMENT = edit("e1", put("comment", "c1", on="s1", text="Well"))
FILE = {"format": "journeymap", "schema": 1, "journey": {"title": "New"}}
RULES: dict[tuple[str, str], Rule] = {
    ("schema", "GET"): Rule(EVERYBODY),
    ("docs", "GET"): Rule(EVERYBODY),
    ("workspaces", "GET"): Rule("viewer", open=True),
    ("members", "GET"): Rule("viewer"),
    ("journeys", "GET"): Rule("viewer", open=True),
    ("journeys", "POST"): Rule("editor", 201, {"title": "New"}, query=True),
    ("look", "POST"): Rule("editor", 200, FILE, query=True),
    ("journey", "GET"): Rule("viewer"),
    ("journey", "DELETE"): Rule("editor", 204),
    ("restore", "POST"): Rule("editor"),
    ("to-be", "POST"): Rule("editor", 201, {}),
    ("graph", "GET"): Rule("viewer"),
    ("edits", "GET"): Rule("viewer"),
    ("edits", "POST"): Rule("commenter", 200, COMMENT),
    ("history", "GET"): Rule("viewer"),
    ("versions", "GET"): Rule("viewer"),
    ("version", "GET"): Rule("viewer"),
    ("version", "POST"): Rule("editor", 200, {"name": "Secret workshop"}),
    ("version", "DELETE"): Rule("editor", 204),
    ("restore-version", "POST"): Rule("editor", 200, {"client_id": "b1"}),
    ("diff", "GET"): Rule("viewer"),
    ("undo", "POST"): Rule("editor", 200, {"client_id": "u1", "version": 2}),
    ("read", "GET"): Rule("viewer"),
    ("read", "POST"): Rule("viewer", 200, {"comments": ["c1"]}),
    ("links", "GET"): Rule("editor"),
    ("links", "POST"): Rule("editor", 201, {"name": "For customers"}),
    ("link", "POST"): Rule("editor", 200, {"name": "For managers"}),
    ("link", "DELETE"): Rule("editor", 204),
    ("outline", "GET"): Rule("viewer"),
    ("measures", "GET"): Rule("viewer"),
    ("measures-choices", "GET"): Rule("editor"),
    ("diagram", "GET"): Rule("viewer"),
    ("export", "GET"): Rule("viewer"),
    ("pack", "GET"): Rule("viewer", asked={"parts": "map.svg,json"}),
    ("blank", "GET"): Rule("viewer", open=True),
    ("catalogue", "GET"): Rule("viewer"),
    ("touchpoint-measures", "GET"): Rule("viewer"),
    ("catalogue-edits", "GET"): Rule("viewer"),
    ("catalogue-edits", "POST"): Rule(
        "editor", 200, edit("k1", put("segment", "x1", name="Students"))
    ),
    ("catalogue-undo", "POST"): Rule("editor", 200, {"client_id": "u2", "version": 2}),
    ("uses", "GET"): Rule("viewer"),
    ("merge", "POST"): Rule("editor", 200, {"client_id": "m1", "record": "t1", "into": "t2"}),
    ("answers", "GET"): Rule("editor", query=True),
    ("answers", "POST"): Rule("editor", 201, ANSWER, query=True),
    ("answers-bulk", "POST"): Rule("editor", 200, [ANSWER], query=True),
    ("rounds", "GET"): Rule("viewer", query=True),
    ("rounds", "POST"): Rule("editor", 201, {"title": "Autumn", "journey": "j1"}, query=True),
    ("round", "GET"): Rule("viewer"),
    ("round", "POST"): Rule("editor", 200, {"title": "Summer"}),
    ("round", "DELETE"): Rule("editor", 204),
    ("findings", "GET"): Rule("viewer", open=True),
}
#: Undo takes back one's own entry: so the entry is made by whoever asks.
OWN_ENTRY = {"undo", "catalogue-undo"}


def endpoints() -> Iterator[tuple[str, str]]:
    """Yield every named address with each method that its view has."""
    for pattern in urls.urlpatterns:
        if pattern.name:
            for method in ("get", "post", "put", "patch", "delete"):
                if hasattr(pattern.callback.cls, method):
                    yield pattern.name, method.upper()


def test_every_endpoint_has_its_rule() -> None:
    assert sorted(endpoints()) == sorted(RULES)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def house(people: People) -> People:
    """A journey and a touchpoint that it uses, in the own workspace."""
    people.journey("j1", title="Secret journey")
    system, shared = people.actor("system"), people.workspace.pk
    values = [put("touchpoint", key, kind="person", name="Clerk") for key in ("t1", "t2")]
    log.commit(shared, system, values, client_id="t")
    ops = [
        put("encounter", "n1", step="s1", touchpoint="t1"),
        put("finding", "f1", kind="pain", step="s1", title="Secret pain"),
    ]
    log.commit("j1", system, ops, client_id="n")
    sharing.make_link("j1", system, name="Secret link")
    versions.name("j1", system, 2, "Secret version")
    asked = {"title": "Secret round", "journey": "j1"}
    rounds.make(people.workspace, system, asked, "r1")
    return people


def ask(house: People, client: Caller, name: str, method: str) -> Any:
    """Call an endpoint about the own workspace."""
    rule = RULES[name, method]
    pattern = next(p for p in urls.urlpatterns if p.name == name)
    known = {"id": "j1", "workspace": house.workspace.pk, "record": "t1", "name": "map"}
    known |= {"ext": "svg"} if name in ("diagram", "blank") else {}
    known |= {"name": "canvas"} if name == "blank" else {}
    known |= {"version": 2, "other": 1, "round": "r1"}
    known |= {"link": ShareLink.objects.get(document="j1").pk} if name == "link" else {}
    known |= {"name": "json"} if name == "export" else {}
    wanted = {key: known[key] for key in pattern.pattern.converters}
    query = {"workspace": house.workspace.pk} if rule.query else rule.asked
    address = reverse(f"api:{name}", kwargs=wanted)
    if method == "POST":
        return client.post(address, rule.body, query=query)
    return getattr(client, method.lower())(address, query=query)


def entry_of(house: People, who: str, name: str) -> dict[str, Any] | None:
    """Have somebody make the entry that is to be undone; None where they cannot."""
    document = "j1" if name == "undo" else house.workspace.pk
    op = put("stage", "g9", title="x") if name == "undo" else put("segment", "g9", name="x")
    try:
        entry = log.commit(document, house.actor(who), [op], client_id=f"own-{who}")
    except log.Forbidden:
        return None
    return {"client_id": "u1", "version": entry.version}


@pytest.mark.parametrize(("name", "method"), sorted(RULES))
def test_members_get_what_their_role_includes(house: People, name: str, method: str) -> None:
    rule = RULES[name, method]
    for who in MEMBERS:
        with undone():
            if name in OWN_ENTRY and (body := entry_of(house, who, name)):
                RULES[name, method] = rule._replace(body=body)
            if name == "restore":
                caller(house, "owner").delete("journeys/j1/")
            answer = ask(house, caller(house, who), name, method)
            RULES[name, method] = rule
            enough = rule.least == EVERYBODY or RANK[who] >= RANK[rule.least]
            assert answer.status_code == (rule.status if enough else 403), (who, answer.content)


@pytest.mark.parametrize(("name", "method"), sorted(RULES))
def test_outsiders_do_not_even_learn_that_it_is_there(
    house: People, name: str, method: str
) -> None:
    rule = RULES[name, method]
    strange = caller(house, "outsider")
    with undone():
        answer = ask(house, strange, name, method)
    if rule.least == EVERYBODY or rule.open:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 404
        there = answer.json()
        pattern = next(p for p in urls.urlpatterns if p.name == name)
        if {"id", "round"} & pattern.pattern.converters.keys():
            known = {
                "id": "no-such",
                "round": "no-such",
                "name": "map",
                "ext": "svg",
                "link": "no-such",
            }
            known |= {"version": "2", "other": "1"}
            wanted = {key: known[key] for key in pattern.pattern.converters}
            nothing = reverse(f"api:{name}", kwargs=wanted)
            gone = strange.post(nothing, rule.body) if method == "POST" else getattr(
                strange, method.lower()
            )(nothing)  # fmt: skip
            assert gone.json() == there
    assert b"Secret" not in answer.content
    assert house.workspace.pk.encode() not in answer.content


@pytest.mark.parametrize(("name", "method"), sorted(RULES))
def test_strangers_are_asked_to_sign_in(house: People, name: str, method: str) -> None:
    open_to_all = RULES[name, method].least == EVERYBODY
    answer = ask(house, caller(house, "anonymous"), name, method)
    assert answer.status_code == (200 if open_to_all else 401)
    if not open_to_all:
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("name", "method"), sorted(RULES))
def test_a_token_does_no_more_than_its_role_and_its_workspace(
    house: People, name: str, method: str
) -> None:
    rule = RULES[name, method]

    def issued(who: str, workspace: Any, role: str) -> Caller:
        return Caller(secret=membership.issue_token(house.actor(who), workspace, "t", role)[1])

    with undone():
        answer = ask(house, issued("owner", house.workspace, "viewer"), name, method)
        enough = rule.least in ("viewer", EVERYBODY)
        assert answer.status_code == (rule.status if enough else 403), answer.content
    with undone():
        answer = ask(house, issued("outsider", house.foreign, "owner"), name, method)
        lets_in = rule.open or rule.least == EVERYBODY
        assert answer.status_code == (200 if lets_in else 404)
        assert b"Secret" not in answer.content


@pytest.mark.parametrize(("name", "method"), sorted(RULES))
def test_ended_tokens_open_nothing(house: People, name: str, method: str) -> None:
    row, secret = membership.issue_token(house.actor("owner"), house.workspace, "t", "owner")
    kept = ApiToken.objects.filter(pk=row.pk)
    for change in (
        {"revoked_at": timezone.now()},
        {"revoked_at": None, "expires_at": timezone.now() - datetime.timedelta(seconds=1)},
    ):
        kept.update(**change)
        assert ask(house, Caller(secret=secret), name, method).status_code == 401


def test_a_person_who_was_put_out_has_no_more_access(house: People) -> None:
    _row, secret = membership.issue_token(house.actor("editor"), house.workspace, "t", "editor")
    signed_in, by_token = caller(house, "editor"), Caller(secret=secret)
    membership.remove_member(house.actor("owner"), house.workspace, house.user("editor"))
    assert signed_in.get("journeys/j1/graph/").status_code == 404
    assert by_token.get("journeys/j1/graph/").status_code == 401


def test_what_is_kept_is_not_given_to_those_who_may_not_see_it(house: People) -> None:
    mine = caller(house, "viewer").get("journeys/j1/graph/")
    tag = {"If-None-Match": mine["ETag"]}
    assert caller(house, "viewer").get("journeys/j1/graph/", headers=tag).status_code == 304
    assert caller(house, "outsider").get("journeys/j1/graph/", headers=tag).status_code == 404
    assert caller(house, "anonymous").get("journeys/j1/graph/", headers=tag).status_code == 401


def test_a_session_needs_the_csrf_token_and_a_bearer_does_not(house: People) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(house.user("editor"))
    assert Caller(strict).post("journeys/j1/edits/", COMMENT).status_code == 403
    _row, secret = membership.issue_token(house.actor("editor"), house.workspace, "t", "editor")
    plain = Caller(Client(enforce_csrf_checks=True), secret)
    assert plain.post("journeys/j1/edits/", COMMENT).status_code == 200


def test_a_commenter_comments_and_changes_nothing_else(house: People) -> None:
    client = caller(house, "commenter")
    assert client.post("journeys/j1/edits/", COMMENT).status_code == 200
    other = edit("e2", {"op": "patch", "id": "s1", "set": {"title": "Mine"}})
    assert client.post("journeys/j1/edits/", other).status_code == 403

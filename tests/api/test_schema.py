"""The description of the API: sound, complete, kept by the API, readable without a script."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache
from io import StringIO
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from journeymap.documents import log, sharing
from journeymap.documents.models import ShareLink
from journeymap.workspaces import people as membership
from journeys.api import edits, schema, urls
from journeys.graph import JOURNEY
from tests.api.support import Caller
from tests.support.edits import put
from tests.support.people import People
from touchpoints import rounds
from touchpoints.records import CATALOGUE

METHODS = ("get", "post", "delete")
OPERATIONS = [
    (path, method)
    for path, held in schema.described()["paths"].items()
    for method in METHODS
    if method in held
]
PROMISES = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


def test_it_is_openapi_3_1_made_without_a_warning() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=StringIO())
    assert schema.described()["openapi"].startswith("3.1")


def test_it_describes_every_address_and_every_record() -> None:
    described = {path for path, _method in OPERATIONS}
    there = {
        "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in urls.urlpatterns
        if pattern.name not in (None, "schema", "docs")
    }
    assert described == there
    schemas = schema.described()["components"]["schemas"]
    for kind in (*JOURNEY.records, *CATALOGUE.records):
        assert set(kind.schema()["properties"]) == set(schemas[_name(kind.name)]["properties"])


def _name(kind: str) -> str:
    return "".join(part.title() for part in kind.split("_")) + "Record"


def test_every_operation_says_what_it_is_for_and_every_reference_leads_somewhere() -> None:
    found = schema.described()
    names = []
    for path, method in OPERATIONS:
        operation = found["paths"][path][method]
        assert operation.get("description"), (path, method)
        assert "default" in operation["responses"]
        names.append(operation["operationId"])
    assert len(names) == len(set(names))
    for reference in re.findall(r'"#/components/schemas/(\w+)"', schema._bytes().decode()):
        assert reference in found["components"]["schemas"]


@pytest.fixture
def house(people: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[People, str]]:
    """A journey and a touchpoint under the ids that are asked for, and a token's secret."""
    people.journey("j1")
    met = put("touchpoint", "t1", kind="person", name="Clerk")
    log.commit(people.workspace.pk, people.actor("system"), [met], client_id="t")
    sharing.make_link("j1", people.actor("editor"), name="A link")
    asked = {"title": "Spring", "journey": "j1"}
    rounds.make(people.workspace, people.actor("editor"), asked, "r1")
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(edits, "_WAITING", full)  # nobody waits here
    _row, secret = membership.issue_token(people.actor("editor"), people.workspace, "t", "editor")
    for signal in (request_started, request_finished):  # the test's transaction stays open
        signal.disconnect(close_old_connections)
    yield people, secret
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def loaded() -> Any:
    """The description as schemathesis reads it, once: it looks for constants in all our code."""
    read = schemathesis.openapi.from_dict(schema.described())
    read.app = get_wsgi_application()
    return read


@pytest.mark.both_databases
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_keeps_its_description(
    house: tuple[People, str], path: str, method: str, mode: GenerationMode
) -> None:
    people, secret = house
    operation = loaded()[path][method]
    known = {"id": "j1", "workspace": people.workspace.pk, "record": "t1"}
    known |= {"link": ShareLink.objects.get().pk}
    known |= {"version": 1, "other": 1, "round": "r1"}
    known |= {"name": "map", "ext": "svg"} if "ext" in path else {"name": "yaml"}
    seen: list[int] = []

    @settings(
        max_examples=8,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def promise(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            case.path_parameters = {key: known[key] for key in case.path_parameters or {}}
            case.query = dict(case.query or {})
            case.query.update(
                {"workspace": known["workspace"]} if "workspace" in case.query else {}
            )
        case.headers = {"Authorization": f"Bearer {secret}"}
        case.cookies = {}
        with transaction.atomic():
            answer = case.call()
            transaction.set_rollback(True)
        seen.append(answer.status_code)
        case.validate_response(answer, checks=PROMISES)

    try:
        promise()
    except Exception as error:
        if "nothing to negate" in str(error).lower() or type(error).__name__ == "Unsatisfiable":
            return  # an operation without anything to get wrong
        raise
    assert seen


@pytest.mark.django_db
def test_the_page_is_plain_html_that_names_every_operation() -> None:
    page = Caller().get("docs/")
    assert page.status_code == 200
    text = page.content.decode()
    for path, _method in OPERATIONS:
        assert f"<code>{path}</code>" in text
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    for tag in re.findall(r"<style[^>]*>", text):
        assert "nonce=" in tag
        assert re.search(r"'nonce-[^']+'", policy)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)


@pytest.mark.django_db
def test_the_description_is_kept_by_its_digest() -> None:
    first = Caller().get("schema/")
    assert first.json()["openapi"] == "3.1.1"
    tag = {"If-None-Match": first["ETag"]}
    assert Caller().get("schema/", headers=tag).status_code == 304

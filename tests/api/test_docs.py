"""docs/api.md covers the API, and what it shows works as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from journeymap.documents.models import Document
from journeymap.workspaces import people as membership
from journeys.api import schema
from tests.support.people import make_people
from touchpoints.models import Answer

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
TEXT = DOCS.read_text()
ROWS = re.findall(r"^\| (`.*?) \| (.*?) \|$", TEXT, re.MULTILINE)


def example(language: str) -> str:
    """Return the example in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(found)


def test_every_endpoint_is_in_the_table_with_its_methods() -> None:
    told = {
        (method, address.split("/", 1)[0] + "/" + address.split("/", 1)[1])
        for row, _said in ROWS
        for method, address in _addresses(row)
    }
    there = {
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, operations in schema.described()["paths"].items()
        for method in ("get", "post", "delete")
        if method in operations
    }
    assert told - {("GET", "schema/"), ("GET", "docs/")} == there


def _addresses(row: str) -> list[tuple[str, str]]:
    """Return the methods and addresses of a row; a method alone shares the address before it."""
    found: list[tuple[str, str]] = []
    for part in re.findall(r"`(.*?)`", row):
        method, _space, address = part.partition(" ")
        found.append((method, address or found[-1][1]))
    return found


def test_every_parameter_of_a_list_is_named() -> None:
    for path in ("journeys/", "findings/", "answers/", "rounds/", "catalogue/{workspace}/"):
        operation = schema.described()["paths"][f"/api/v1/{path}"]["get"]
        (said,) = [said for row, said in ROWS if row.startswith(f"`GET {path}`")]
        for each in operation["parameters"]:
            if each["in"] == "query" and each["name"] not in ("cursor", "limit", "workspace"):
                assert f"`{each['name']}`" in said, (path, each["name"])


def test_five_lines_of_curl_and_ten_of_python() -> None:
    assert len(example("sh").strip().splitlines()) == 5
    lines = [line for line in example("python").splitlines() if line.strip()]
    assert len(lines) == 10


@pytest.fixture
def environment(live_server: LiveServer) -> dict[str, str]:
    """What the examples need: the address and a token."""
    people = make_people()
    _row, secret = membership.issue_token(
        people.actor("editor"), people.workspace, "docs", "editor"
    )
    asked = {"JOURNEYMAP_URL": live_server.url, "JOURNEYMAP_TOKEN": secret}
    return {"PATH": os.environ["PATH"], **asked}


#: What the example asks of curl, for machines that have none.
CURL = """#!{python}
import sys, urllib.request
headers, body, out, words = {{}}, None, None, iter(sys.argv[1:])
for word in words:
    if word == "-H":
        name, _, value = next(words).partition(": ")
        headers[name] = value
    elif word == "-d":
        body = next(words).encode()
    elif word == "-o":
        out = next(words)
    elif word != "-sf":
        address = word
answer = urllib.request.urlopen(urllib.request.Request(address, body, headers)).read()
open(out, "wb").write(answer) if out else sys.stdout.buffer.write(answer)
"""


@pytest.mark.django_db(transaction=True)
def test_the_curl_example_runs(environment: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        stand_in = tmp_path / "curl"
        stand_in.write_text(CURL.format(python=sys.executable))
        stand_in.chmod(0o755)
        environment["PATH"] = f"{tmp_path}:{environment['PATH']}"
    script = "set -e\n" + example("sh")
    done = _run(["sh", "-c", script], environment, tmp_path)
    assert '"results"' in done.stdout
    assert Document.objects.get(kind="journey").title == "Getting a library card"
    assert "Ask at the desk" in (tmp_path / "map.svg").read_text()


@pytest.mark.django_db(transaction=True)
def test_the_python_example_runs(environment: dict[str, str], tmp_path: Path) -> None:
    done = _run([sys.executable, "-c", example("python")], environment, tmp_path)
    assert done.stdout == "['Tell the new address']\n"
    assert Answer.objects.get().comment == "Easy"


def _run(command: list[str], environment: dict[str, str], where: Path) -> Any:
    done = subprocess.run(
        command, env=environment, cwd=where, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done

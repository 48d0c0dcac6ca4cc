"""The server's process is killed ten times while somebody edits: nothing acknowledged is lost,
everything arrives, once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.browser.editor import real
from tests.browser.editor.real import SESSION, Real

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KILLS = 10
#: Edits without end, as fast as a person never is; what was acknowledged is noted.
EDITING = f"""() => {{
    const session = {SESSION};
    window.acknowledged = [];
    const acknowledged = session.acknowledged.bind(session);
    session.acknowledged = (job, entry) => {{
        window.acknowledged.push([job.client_id, entry.version, entry.ops.length]);
        acknowledged(job, entry);
    }};
    const steps = session.journey.kind("step").map(({{id}}) => id);
    let n = 0;
    window.editing = setInterval(() => {{
        if (session.queue.length > 40) return;
        n += 1;
        const id = steps[n % steps.length];
        if (n % 7 === 0) session.edit({{label: "Add", journey: [
            {{op: "put", kind: "step", id: `new-${{n}}`, value: {{title: `new ${{n}}`}}}}]}});
        else if (n % 11 === 0) void session.undo();
        else session.edit({{label: "Title", journey: [
            {{op: "patch", id, set: {{title: `t ${{n}}`}}}}]}});
    }}, 20);
}}"""


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """The environment of a server over an empty database of this run's kind."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield {}
        return
    name = f"kills_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def acknowledged(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("acknowledged")
    return found


@pytest.mark.long
@pytest.mark.both_databases
def test_ten_kills_while_edits_are_made(
    browser: Browser, tmp_path: Path, database: dict[str, str]
) -> None:
    server = Real(tmp_path, DEBUG="1", **database)
    context = browser.new_context(locale="en")
    try:
        page = server.sign_in(context)
        real.opened(page, f"{server.address}journeys/{real.JOURNEY}/")
        first = len(real.log(page))
        page.evaluate(EDITING)
        for kill in range(KILLS):
            so_far = len(acknowledged(page))
            page.wait_for_function(
                "n => acknowledged.length >= n", arg=so_far + 3 + kill % 4, timeout=60_000
            )
            server.kill()
            page.wait_for_function(f"() => {SESSION}.status.state === 'offline'", timeout=60_000)
            server.again()
        page.evaluate("() => clearInterval(editing)")
        real.saved(page)
        entries = real.log(page)
        logged = {each["client_id"]: each["version"] for each in entries}
        told = acknowledged(page)
        assert len(told) >= KILLS * 3
        assert all(logged[identity] == version for identity, version, ops in told if ops)
        made = set(page.evaluate(f"() => [...{SESSION}.waiting.known]"))
        empty = {identity for identity, _version, ops in told if not ops}
        assert made == {each["client_id"] for each in entries[first:]} | empty
        assert real.status(page)["refused"] == []
        real.expect_sound(page, entries)
        page.reload()
        real.working(page)
        real.expect_sound(page, real.log(page))
    finally:
        context.close()
        server.kill()

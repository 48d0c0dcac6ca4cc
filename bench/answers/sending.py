"""Bringing answers in over HTTP, one and a hundred at a time, against plain DRF and COPY."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from touchpoints.keeping import BLANK

from .. import Row
from . import making
from .counting import turns

SINGLE_TURNS, MANY_TURNS, MANY = 150, 15, 100
_NUMBERS = itertools.count()
_COLUMNS = ", ".join(f'"{name}"' for name in BLANK)


def run(single: int = SINGLE_TURNS, many: int = MANY_TURNS) -> Iterator[Row]:
    """Measure over one connection to a server of its own."""
    made, secret = making.workspace()
    with _serving() as host:
        post = _poster(host, secret)
        ours, plain = turns(
            lambda: post("/api/v1/answers/", item()),
            lambda: post("/plain/", item() | {"workspace": made.pk}),
            count=single,
        )
        yield _row("a single answer by POST", ours, plain, "a plain DRF create", 2)
        hundred, listed, copied = turns(
            lambda: post("/api/v1/answers/bulk/", items()),
            lambda: post("/plain/", [each | {"workspace": made.pk} for each in items()]),
            lambda: _copy(made.pk),
            count=many,
        )
        yield _row("a hundred answers by POST", hundred, listed, "DRF's many=True", 20)
        yield _row("a hundred answers by POST", hundred, copied, "COPY of the same", 0.25)


def _row(name: str, ours: float, other: float, what: str, bar: float) -> Row:
    told = f"{ours * 1e3:.2f} ms against {other * 1e3:.2f} ms of {what}"
    return Row(f"{connection.vendor}, {name}", told, other / ours, bar, at_least=True)


def item() -> dict[str, Any]:
    """Return an answer that is new."""
    number = next(_NUMBERS)
    return {
        "client_id": f"sent-{number}",
        "at": "2026-03-02T09:30:00+02:00",
        "journey": making.JOURNEY,
        "step": f"s{number % making.STEPS}",
        "emotion": 1 + number % 5,
        "efficiency": 1 + number % 4,
        "ease": 5,
        "got_it_done": "yes",
        "expectation": 0,
        "comment": "The queue was long, but the adviser was kind."
        + " I waited 20 minutes." * (number % 5 == 0),
        "channel": "phone",
        "unit": "Seinäjoki",
        "language": "fi",
        "source": "bench",
    }


def items() -> list[dict[str, Any]]:
    return [item() for _ in range(MANY)]


def _copy(workspace: str) -> None:
    at = datetime.datetime.fromisoformat("2026-03-02T09:30:00+02:00")
    rows = [BLANK | item | {"workspace_id": workspace, "at": at} for item in items()]
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY touchpoints_answer ({_COLUMNS}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([*row.values()])


def _poster(host: str, secret: str) -> Callable[[str, Any], None]:
    """Return what posts JSON over one connection; an answer other than 200 or 201 ends it."""
    held = http.client.HTTPConnection(host)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def post(path: str, body: Any) -> None:
        held.request("POST", path, json.dumps(body), headers)
        answer = held.getresponse()
        text = answer.read()
        assert answer.status in (200, 201), text

    return post


@contextlib.contextmanager
def _serving() -> Iterator[str]:
    """The server as in production, with the plain view beside; yield host and port."""
    with subprocess.Popen(
        [sys.executable, "-m", "tools.serve"],
        env={**os.environ, "HOST": "127.0.0.1", "PORT": "0"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            found = next(filter(None, (re.search(r"at http://(\S+?)/", x) for x in process.stdout)))
            yield found[1]
        finally:
            process.kill()

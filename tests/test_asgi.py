"""The outermost door: a body that is too large, or of unknown size, is not even read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from journeymap import asgi


def call(*headers: tuple[bytes, bytes]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what a request with these headers is answered, and what was done of it."""
    sent: list[dict[str, Any]] = []
    done: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        done.append("answered")

    async def receive() -> None:
        done.append("read")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": list(headers)}
    asyncio.run(asgi.bounded(inner)(scope, receive, send))
    return sent, done


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ((b"content-length", str(asgi.LIMIT + 1).encode()), 413),
        ((b"transfer-encoding", b"chunked"), 411),
    ],
)
def test_such_a_body_is_refused_unread(header: tuple[bytes, bytes], status: int) -> None:
    (start, body), done = call((b"host", b"localhost"), header)
    assert start["status"] == json.loads(body["body"])["status"] == status
    assert done == []


def test_all_others_come_in() -> None:
    for header in ((b"content-length", str(asgi.LIMIT).encode()), (b"content-length", b"x")):
        assert call(header) == ([], ["answered"])
    assert call() == ([], ["answered"])

"""The outermost door: what is refused unread, and in which threads the rest is answered."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine
from typing import Any

import pytest
from django.core import signals
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from journeymap import asgi
from tests.support import loops

#: Where the requests of a test were answered: the thread, and its connection to the database.
answered: list[tuple[int, int]] = []
together = threading.Barrier(20)


def here(request: HttpRequest) -> HttpResponse:
    answered.append((threading.get_ident(), id(connection.settings_dict)))
    return HttpResponse(request.body.upper(), headers={"X-Name": request.GET["name"]})


def all_at_once(request: HttpRequest) -> HttpResponse:
    together.wait(60)
    return here(request)


def failing(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def handler500(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


urlpatterns = [path("here", here), path("all", all_at_once), path("failing", failing)]


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
    loops.run(asgi.bounded(inner)(scope, receive, send))
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


def get(handler: asgi.Handler, where: str, body: bytes = b"") -> Coroutine[Any, Any, Any]:
    """Send a request; its status, headers and body."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/{where}",
        "query_string": b"name=a",
        "headers": [(b"host", b"localhost"), (b"content-length", str(len(body)).encode())],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def request() -> Any:
        await handler(scope, receive, send)
        start, *parts = sent
        return start["status"], dict(start["headers"]), b"".join(each["body"] for each in parts)

    return request()


@pytest.fixture
def handler(settings: Any) -> asgi.Handler:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    answered.clear()
    return asgi.Handler()


def test_a_request_is_one_thread_s_and_the_next_one_finds_it_there(handler: asgi.Handler) -> None:
    heard: list[tuple[str, int]] = []

    def hear(signal: Any, **_more: Any) -> None:
        name = "started" if signal is signals.request_started else "finished"
        heard.append((name, threading.get_ident()))

    async def five() -> None:
        for _ in range(5):
            status, headers, body = await get(handler, "here", b"body")
            assert (status, headers[b"X-Name"], body) == (200, b"a", b"BODY")

    for signal in (signals.request_started, signals.request_finished):
        signal.connect(hear)
    try:
        loops.run(five())
    finally:
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(hear)
    (thread, _connection), *others = answered
    assert others == [(thread, _connection)] * 4 and thread != threading.get_ident()
    assert heard == [("started", thread), ("finished", thread)] * 5


def test_nobody_waits_for_another_and_few_threads_stay(handler: asgi.Handler) -> None:
    async def crowd() -> list[Any]:
        return list(await asyncio.gather(*(get(handler, "all") for _ in range(together.parties))))

    assert [status for status, _headers, _body in loops.run(crowd())] == [200] * 20
    assert len({thread for thread, _connection in answered}) == 20
    assert len(handler._threads._idle) == 8
    handler._threads.close()


def test_an_error_is_answered_and_the_thread_lives_on(handler: asgi.Handler) -> None:
    async def two() -> list[int]:
        return [(await get(handler, each))[0] for each in ("failing", "here")]

    assert loops.run(two()) == [500, 200]

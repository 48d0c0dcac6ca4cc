"""The ASGI application, HTTP and WebSocket: `uvicorn journeymap.asgi:application`."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import IO, Any

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.urls import path, re_path, set_script_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeymap.settings")
django.setup(set_prefix=False)

from journeymap.documents import consumer  # noqa: E402
from journeymap.threads import Threads  # noqa: E402
from journeymap.workspaces.standing import bearer  # noqa: E402

#: Bytes of a body that are read at all; views say in better words what is too much for them.
LIMIT = 20_000_000
Application = Callable[[Any, Any, Any], Awaitable[None]]


def bounded(inner: Application) -> Application:
    """Refuse bodies that are too large or do not tell how large they are, before the first byte
    is read: Django would put all of it on the disk."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        told = dict(scope["headers"]) if scope["type"] == "http" else {}
        length = told.get(b"content-length", b"")
        if b"transfer-encoding" in told:
            await _refuse(send, 411, b"Send the body with a Content-Length.")
        elif length.isdigit() and int(length) > LIMIT:
            await _refuse(send, 413, b"At most %d bytes are read." % LIMIT)
        else:
            await inner(scope, receive, send)

    return application


async def _refuse(send: Any, status: int, detail: bytes) -> None:
    body = b'{"type": "about:blank", "status": %d, "detail": "%s"}' % (status, detail)
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Handler(ASGIHandler):
    """Django's, each request as one call in one thread, which keeps its database connection.

    All our views and middleware are synchronous: Django's own would change threads for each
    middleware, twice, and start a new thread, with a new connection, for each request.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = Threads("http", keep=8)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        async with self._threads.lent() as thread:
            response = await loop.run_in_executor(thread, self._answer, scope, body)
            try:
                await self.send_response(response, send)
            finally:
                await loop.run_in_executor(thread, response.close)

    def _answer(self, scope: Any, body: IO[bytes]) -> Any:
        with body:
            set_script_prefix(get_script_prefix(scope))
            request_started.send(sender=type(self), scope=scope)
            request, refused = self.create_request(scope, body)
            response: Any = refused if request is None else self.get_response(request)
            response._handler_class = type(self)
            return response


def from_our_pages(inner: Application) -> Application:
    """Refuse (403) sockets of other sites' pages, and of whoever does not say which page's it is;
    but for those with a token, which no browser sends by itself."""
    checked = AllowedHostsOriginValidator(inner)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        by_token = bearer(dict(scope["headers"])) is not None
        await (inner if by_token else checked)(scope, receive, send)

    return application


_live: Any = consumer.application  # Django calls it a view
_SOCKETS = [path("live/", _live), re_path("", WebsocketDenier.as_asgi())]
application = ProtocolTypeRouter(
    {
        "http": bounded(Handler()),
        "websocket": from_our_pages(URLRouter(_SOCKETS)),
    }
)

"""The ASGI application: `uvicorn journeymap.asgi:application`."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeymap.settings")

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


application = bounded(get_asgi_application())

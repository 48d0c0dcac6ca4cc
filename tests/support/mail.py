"""A mail server of one's own: it takes every message and keeps it.

with mail_server() as (port, taken): ...
"""

from __future__ import annotations

import contextlib
import email
import socketserver
import threading
from collections.abc import Iterator
from email.message import Message


class _Taker(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a client needs who signs in nowhere."""

    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            word = line[:4].strip().upper()
            if word == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                text = b"".join(each.removeprefix(b".") for each in lines)
                self.server.taken.append(email.message_from_bytes(text))  # type: ignore[attr-defined]
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[int, list[Message]]]:
    """Yield the port of the server and the messages it has taken."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Taker) as server:
        server.taken = taken = []  # type: ignore[attr-defined, var-annotated]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1], taken
        finally:
            server.shutdown()
            thread.join()

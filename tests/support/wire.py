"""A wire between browsers and a server that can be held, as when a train is in a tunnel, or cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit, urlunsplit

_PIECE = 65_536


class Wire:
    """A TCP proxy on a port of its own, in threads. ``address`` is the server's, through it.

    Held, nothing passes and nothing breaks: whoever speaks hears nothing, until it is let go. Cut,
    every connection breaks, and new ones break at once; ``refused`` counts those.
    """

    def __init__(self, address: str) -> None:
        found = urlsplit(address)
        self._server = (found.hostname or "127.0.0.1", found.port or 80)
        self._passes = threading.Event()
        self._passes.set()
        self._whole = True
        self.refused = 0
        self._ends: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        port = self._door.getsockname()[1]
        self.address = urlunsplit(found._replace(netloc=f"127.0.0.1:{port}"))
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self) -> None:
        """Let nothing pass, either way."""
        self._passes.clear()

    def cut(self) -> None:
        """Break all connections, and every new one."""
        self._whole = False
        for end in list(self._ends):
            _shut(end)
        self._passes.set()

    def mend(self) -> None:
        """Let all pass again."""
        self._whole = True

    def close(self) -> None:
        """Be no wire any more."""
        _shut(self._door)
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._door.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self._passes.wait()
        try:
            far = socket.create_connection(self._server)
        except OSError:
            return _shut(near)
        if not self._whole:
            self.refused += 1
            _shut(far)
            return _shut(near)
        self._ends |= {near, far}
        threading.Thread(target=self._pump, args=(near, far), daemon=True).start()
        return self._pump(far, near)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                self._passes.wait()
                target.sendall(piece)
        for end in (source, target):
            _shut(end)
            self._ends.discard(end)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

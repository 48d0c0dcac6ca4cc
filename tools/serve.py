"""`make run`'s last step, inside the virtual environment: migrate, load samples once, serve."""

import asyncio
import contextlib
import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn
from django.db.utils import OperationalError

from tools.daily import Daily, purge

#: How uvicorn serves WebSockets: all that a page says is where its person is, and entries are too
#: small to be worth packing for each reader anew.
SOCKETS: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_max_size": 4096,
    "ws_per_message_deflate": False,
}


class Server(uvicorn.Server):
    """uvicorn, saying where it is once it answers."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what the program is made of stays: it need not be looked through again
        gc.set_threshold(20_000, 20, 20)
        print(f"Journeymap is at {self.address} (Ctrl-C stops it)", flush=True)


def main(args: Sequence[str]) -> int:
    """Serve on HOST and PORT (127.0.0.1 and 8000 by default; port 0 takes a free one)."""
    host = os.environ.get("HOST") or "127.0.0.1"
    try:
        listener = listen(host, os.environ.get("PORT") or "8000")
    except (OSError, ValueError, OverflowError) as error:
        print(f"{error}: choose another, as in `make run PORT=8001`.", file=sys.stderr)
        return 1
    with listener:
        os.environ |= {"HOST": host, "PORT": str(listener.getsockname()[1])}
        defaults(host)
        try:
            ready()
        except (OSError, ValueError, OperationalError) as error:
            told = " ".join(str(error).split())
            print(f"Cannot start: {told} (JOURNEYMAP_VAR, DATABASE_URL)", file=sys.stderr)
            return 1
        serve(listener, host)
    return 0


def listen(host: str, port: str) -> socket.socket:
    """A bound socket; raises OSError or ValueError with a sentence."""
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"PORT={port} is no port number")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, as asyncio otherwise leaves Nagle's algorithm on: answers would wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, int(port)))
    except OSError as error:
        listener.close()
        raise OSError(f"Cannot listen on {host}, port {port} ({error.strerror})") from error
    return listener


def defaults(host: str) -> None:
    """Tracebacks for whoever sits at this machine, none where others can reach it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeymap.settings")
    os.environ.setdefault("DEBUG", "1" if _is_loopback(host) else "0")
    os.environ.setdefault("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{host}")


def ready() -> None:
    """Bring the database up to date; put the sample workspace into an empty one."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    if "load_samples" in get_commands() and not get_user_model().objects.exists():
        call_command("load_samples")


def serve(listener: socket.socket, host: str) -> None:
    """Answer requests until Ctrl-C."""
    name = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        "journeymap.asgi:application",
        log_config=None,
        log_level="warning",
        lifespan="off",
        **SOCKETS,
        timeout_graceful_shutdown=3,
    )
    server = Server(config)
    server.address = f"http://{name}:{listener.getsockname()[1]}/"
    daily = Daily(purge)
    daily.start()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(server.serve(sockets=[listener]))
    daily.stop()
    print("Stopped.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

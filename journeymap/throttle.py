"""Counting attempts, so that guessing is slow: at passwords, at links, at who has an account.

The counts live in the cache "attempts", under a digest: nobody's name or address can be read from
there. With several server processes, name a cache that they share; else each of them counts for
itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress

from django.core.cache import caches
from django.http import HttpRequest


def attempt(scope: str, *parts: str, limit: int, seconds: int) -> bool:
    """Count an attempt at ``scope`` by ``parts`` (a name, an address); tell whether it may go on.

    At most ``limit`` may within ``seconds`` of the first of them. Call it before the secret is
    looked at, so that attempts made at once count too.
    """
    return count(scope, *parts, seconds=seconds) <= limit


def count(scope: str, *parts: str, seconds: int, more: int = 1) -> int:
    """Count ``more`` of what ``parts`` do; return how many that makes since it began.

    It begins anew ``seconds`` after the first.
    """
    key = _key(scope, parts)
    caches["attempts"].add(key, 0, seconds)
    try:
        return caches["attempts"].incr(key, more)
    except ValueError:  # the window ended in between
        caches["attempts"].set(key, more, seconds)
        return more


def forget(scope: str, *parts: str) -> None:
    """Begin anew: what was attempted was done rightly."""
    caches["attempts"].delete(_key(scope, parts))


def give_back(scope: str, *parts: str) -> None:
    """Take one attempt back: it was right, and says nothing of the others'."""
    with contextlib.suppress(ValueError):  # the window ended in between
        caches["attempts"].decr(_key(scope, parts))


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: its address, of IPv6 the network of one customer (/64)."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        version = ipaddress.ip_address(address.partition("%")[0]).version
    except ValueError:
        return str(address)
    if version == 4:
        return str(address)
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))


def _key(scope: str, parts: tuple[str, ...]) -> str:
    return f"throttle:{scope}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"

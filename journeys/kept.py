"""Bodies that are kept by what they are made of: the one place for digests and ETags.

The digest of everything that a body depends on (versions, stamp, options, program) names it: the
same digest is the same bytes, on every machine. Who may see it is asked before, on every request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import caches

#: Larger bodies (bytes) are made again each time: they would push everything else out.
MOST = 2_000_000
_DAY = 86_400


class Moved(Exception):
    """What a body is made of changed while it was read."""


def digest(*parts: object) -> str:
    """Return the strong ETag of what a body is made of."""
    text = "\0".join(map(str, parts))
    return f'"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]}"'


def body(etag: str, make: Callable[[], bytes]) -> bytes:
    """Return the bytes that this digest names, made only if nobody did yet."""
    cache = caches["bodies"]
    found: bytes | None = cache.get(etag)
    if found is None:
        found = make()
        if len(found) <= MOST:
            cache.set(etag, found, _DAY)
    return found

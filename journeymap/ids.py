"""Ids: UUID version 7 (RFC 9562, section 5.7) as text; newer ids sort after older ones."""

from __future__ import annotations

import re
import secrets
import time
import uuid

#: A UUID of any version as text, as a whole.
UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uuid7() -> str:
    """Return a new id: 48 bits of Unix time in milliseconds, then 74 random bits."""
    stamp = (time.time_ns() // 1_000_000) & ((1 << 48) - 1)
    high, low = secrets.randbits(12), secrets.randbits(62)
    return str(uuid.UUID(int=stamp << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))

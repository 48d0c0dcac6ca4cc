"""An entry of the log as JSON: one shape for the API and for the live stream."""

from __future__ import annotations

import json
from typing import Any

from .models import Entry


def entry_shape(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON; ``at`` is ISO 8601 in UTC."""
    return {
        "version": entry.version,
        "client_id": entry.client_id,
        "label": entry.label,
        "author": {"kind": entry.author_kind, "name": entry.author_name},
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "ops": entry.ops,
        "undoes": entry.undoes,
    }


def entry_text(entry: Entry) -> str:
    """Return an entry as JSON text."""
    return json.dumps(entry_shape(entry), ensure_ascii=False, separators=(",", ":"))

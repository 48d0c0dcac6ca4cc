"""SQL that is written out, for the few questions that every edit asks.

Building such a query anew would cost several times what asking it costs.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query, none of a change.

    ``%s`` stands for each value, ``%s…`` for those of a collection.
    """
    flat: list[Any] = []
    for value in values:
        if not isinstance(value, str) and isinstance(value, Collection):
            sql = sql.replace("%s…", ",".join(["%s"] * len(value)), 1)
            flat += value
        else:
            flat.append(value)
    with connection.cursor() as cursor:
        cursor.execute(sql, flat)
        rows: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        return rows

"""All that is kept: to look for what must not be there any more."""

from __future__ import annotations

from django.core.cache import caches
from django.db import connection


def everything() -> str:
    """All rows of all tables and all that is in the caches of this process, casefolded.

    Databases may keep other letters than ASCII in another writing.
    """
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += cursor.fetchall()
    for name in ("default", "bodies", "attempts"):
        found += list(caches[name]._cache.values())  # type: ignore[attr-defined]
    return str(found).casefold()

"""Answers into their table, and what they may name: one written-out query each.

Building these queries anew would cost several times what asking them costs, and every answer of
every customer asks them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, models

from journeymap.asking import asked
from journeymap.documents.models import Document, Record

from .models import Answer

#: An answer by its columns; ``at`` has an offset.
Row = dict[str, Any]

_FIELDS = [field for field in Answer._meta.concrete_fields if not field.primary_key]
#: An answer's columns where nothing was given.
BLANK: Row = {field.attname: field.get_default() for field in _FIELDS}
_TABLE, _NAMES = Answer._meta.db_table, ", ".join(f'"{name}"' for name in BLANK)
_ONE = f"({', '.join(['%s'] * len(BLANK))})"
_FRESH = " ON CONFLICT DO NOTHING RETURNING client_id"
#: PostgreSQL reads a JSON text three times as fast as it reads so many values.
_TYPES: dict[type[models.Field[Any, Any]], str] = {
    models.DateTimeField: "timestamptz",
    models.PositiveSmallIntegerField: "smallint",
    models.SmallIntegerField: "smallint",
    models.BooleanField: "boolean",
}
_COLUMNS = ", ".join(f'"{f.attname}" {_TYPES.get(type(f), "text")}' for f in _FIELDS)
_FROM_JSON = (
    f"INSERT INTO {_TABLE} ({_NAMES})"  # noqa: S608
    f" SELECT {_NAMES} FROM json_to_recordset(%s) AS told ({_COLUMNS})"
)
#: What was counted is read first, so every number is drawn under the tallies' locks.
_AT_ONCE = (
    "WITH counted AS (%s RETURNING 1)"  # noqa: S608
    f", kept AS ({_FROM_JSON}, (SELECT COUNT(*) FROM counted HAVING COUNT(*) > 0) AS first)"
    " SELECT COUNT(*) FROM counted"
)
_ALL_NAMED = (
    f"(SELECT COUNT(*) FROM {Record._meta.db_table} record"  # noqa: S608
    f" JOIN {Document._meta.db_table} held ON held.id = record.document_id"
    " WHERE (held.id, record.kind, record.id) IN (VALUES {})"
    " AND held.workspace_id = %s AND held.trashed_at IS NULL) = %s"
)
_NAMED = (
    "SELECT held.id, record.kind, record.id"  # noqa: S608
    f" FROM {Document._meta.db_table} held LEFT JOIN {Record._meta.db_table} record"
    " ON record.document_id = held.id AND record.id IN (%s…)"
    " WHERE held.id IN (%s…) AND held.workspace_id = %s AND held.trashed_at IS NULL"
)


class There(NamedTuple):
    """What is there of what answers name: journeys, (journey, step), touchpoints, segments."""

    journeys: set[str]
    steps: set[tuple[str, str]]
    touchpoints: set[str]
    segments: set[str]


def keep_new(rows: Sequence[Row], counting: tuple[str, list[Any]]) -> bool:
    """Count and keep answers in one statement of its own; False, and nothing is done, where the
    database has no such statement, a transaction is open, one of them is known already, or nothing
    was counted.

    ``counting``: the statement that locks their tallies (``tallies.counting``).
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return False
    sql, values = counting
    try:
        return asked(_AT_ONCE.replace("%s", sql, 1), *values, _json(rows)) != [(0,)]
    except IntegrityError:
        return False


def all_named(workspace: str, rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """Return the condition that all is ``there`` that answers name; as SQL and its values."""
    named = {(workspace, kind, row[kind]) for row in rows for kind in _OF_CATALOGUE if row[kind]}
    for row in rows:
        journey, step = row["journey"], row["step"]
        if journey:
            named.add((journey, "step", step) if step else (journey, "journey", journey))
    places = ",".join(["(%s, %s, %s)"] * len(named))
    return _ALL_NAMED.format(places), [*chain.from_iterable(named), workspace, len(named)]


def keep(rows: Sequence[Row]) -> set[str]:
    """Keep answers; return the client ids of those that were not known before.

    Give them in the order of their ids, so that no two calls wait crosswise.
    """
    if connection.vendor == "postgresql":
        return {key for (key,) in asked(_FROM_JSON + _FRESH, _json(rows))}
    sql = f"INSERT INTO {_TABLE} ({_NAMES}) VALUES {','.join([_ONE] * len(rows))}{_FRESH}"  # noqa: S608
    moment = connection.ops.adapt_datetimefield_value
    values = (value for row in rows for value in {**row, "at": moment(row["at"])}.values())
    return {key for (key,) in asked(sql, *values)}


def _json(rows: Sequence[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=datetime.datetime.isoformat)


def there(workspace: str, rows: Sequence[Row]) -> There:
    """Return what is there, in this workspace, of what answers name.

    The id of a workspace's catalogue is the workspace's.
    """
    wanted = {row[name] for row in rows for name in ("step", "touchpoint", "segment")}
    places = {row["journey"] for row in rows} | {workspace}
    found = asked(_NAMED, wanted or {""}, places, workspace)
    met = {kind: {record for _, held, record in found if held == kind} for kind in _OF_CATALOGUE}
    return There(
        {document for document, _, _ in found} - {workspace},
        {(document, record) for document, kind, record in found if kind == "step"},
        met["touchpoint"],
        met["segment"],
    )


_OF_CATALOGUE = ("touchpoint", "segment")

"""Edits at the door, and what is stored afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.documents import errors, log, ops
from journeymap.documents.models import Entry, Link, Record
from tests.support.people import People

_count = iter(range(10**9))


def commit(people: People, *edit: ops.Op, to: str = "j1", by: str = "editor", **kw: Any) -> Entry:
    kw.setdefault("client_id", f"c{next(_count)}")
    return log.commit(to, people.actor(by), list(edit), **kw)


def values(document_id: str) -> dict[str, dict[str, Any]]:
    return {value["id"]: value for _, value in log.records(document_id)}


def stored(document_id: str) -> ops.Records:
    rows = Record.objects.filter(document_id=document_id)
    return {row.id: (row.kind, row.value) for row in rows}


def replayed(document_id: str) -> ops.Records:
    records: ops.Records = {}
    for entry in log.since(document_id, 0, limit=10**6):
        ops.replay(records, entry.ops)
    return records


def linked(document_id: str) -> set[tuple[str, str, str, str]]:
    rows = Link.objects.filter(document_id=document_id)
    return set(rows.values_list("source", "field", "into", "target"))


def paths(error: pytest.ExceptionInfo[errors.Refusal]) -> list[str]:
    return [problem.path for problem in error.value.problems]

"""Rows <-> graphs: the only translator. Any journey in a constant number of queries.

Who may see a document is asked before (``log.find``); here it is only read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from journeymap.documents import log
from journeymap.documents.errors import NotFound
from journeymap.documents.kinds import DocumentKind, Value
from journeymap.documents.models import Document, Entry, Record
from touchpoints.records import CATALOGUE

from .graph import JOURNEY, Catalogue, Graph

#: The catalogue records that a journey names, what those name, and so on, and their translations.
_USED = """
WITH RECURSIVE used(id) AS (
    SELECT target FROM documents_link WHERE document_id = %(journey)s AND "into" = 'catalogue'
    UNION
    SELECT link.target FROM documents_link AS link JOIN used ON link.source = used.id
    WHERE link.document_id = %(home)s AND link."into" = ''
)
SELECT * FROM documents_record WHERE document_id = %(home)s AND (
    id IN (SELECT id FROM used)
    OR kind = 'translation' AND id IN (
        SELECT source FROM documents_link WHERE document_id = %(home)s
        AND field = 'record' AND target IN (SELECT id FROM used)
    )
)
"""


class Versions(NamedTuple):
    """What a journey's picture rests on: its own version and its workspace's catalogue's."""

    journey: int
    catalogue: int


def load(document_id: str, version: int | None = None) -> Graph:
    """Return a journey with the catalogue records it uses; NotFound where there is none.

    At an old version it shows the catalogue of that moment. Two queries for the newest version, a
    few more for an old one.
    """
    if version is None:
        held = log.load(document_id)[1]
        _require_journey(held, document_id)
        return Graph.of(held, Catalogue.of(_used_now(document_id)))
    held = log.at(document_id, version)
    _require_journey(held, document_id)
    entry = Entry.objects.select_related("document").get(document=document_id, version=version)
    home = entry.document.workspace_id
    shared = log.at(home, log.version_at(home, entry.at))
    return Graph.of(held, Catalogue.of(used(held, shared)))


def load_all(workspace_id: str, document_ids: Iterable[str]) -> dict[str, Graph]:
    """Return several journeys of a workspace by id; one query, however many there are."""
    held: dict[str, list[tuple[str, Value]]] = {each: [] for each in document_ids}
    found = Record.objects.filter(document_id__in=[workspace_id, *held])
    shared: list[tuple[str, Value]] = []
    for home, identity, kind, value in found.values_list("document_id", "id", "kind", "value"):
        held.get(home, shared).append((kind, {"id": identity, **value}))
    return {
        key: Graph.of(records, Catalogue.of(used(records, shared))) for key, records in held.items()
    }


def catalogue(workspace_id: str, version: int | None = None) -> Catalogue:
    """Return a workspace's whole catalogue, newest or at a version."""
    held = log.records(workspace_id) if version is None else log.at(workspace_id, version)
    return Catalogue.of(held)


def versions(document_id: str) -> Versions:
    """Return the versions that a journey's newest picture rests on; one query."""
    home = Document.objects.filter(pk=OuterRef("workspace_id")).values("version")
    rows = Document.objects.filter(pk=document_id, kind=JOURNEY.name)
    found = rows.values_list("version", Subquery(home)).first()
    if found is None:
        raise NotFound("there is no such journey")
    return Versions(*found)


def _require_journey(held: Iterable[tuple[str, Value]], document_id: str) -> None:
    if not any(kind == JOURNEY.root and value["id"] == document_id for kind, value in held):
        raise NotFound("there is no such journey")


def _used_now(document_id: str) -> Iterator[tuple[str, Value]]:
    home = Document.objects.values_list("workspace_id", flat=True).get(pk=document_id)
    for row in Record.objects.raw(_USED, {"journey": document_id, "home": home}):
        yield row.kind, {"id": row.id, **row.value}


def used(
    records: Iterable[tuple[str, Value]], shared: Iterable[tuple[str, Value]]
) -> Iterator[tuple[str, Value]]:
    """Yield those catalogue records that a journey's records name, what those name, and so on."""
    held = {value["id"]: (kind, value) for kind, value in shared}
    wanted = {i for kind, value in records for i in _named(JOURNEY, kind, value, CATALOGUE.name)}
    found: set[str] = set()
    while wanted := {i for i in wanted - found if i in held}:
        found |= wanted
        wanted = {t for i in wanted for t in _named(CATALOGUE, *held[i])}
    for identity, (kind, value) in held.items():
        if identity in found or (kind == "translation" and value["record"] in found):
            yield kind, value


def _named(document: DocumentKind, kind: str, value: Value, into: str = "") -> Iterator[str]:
    """Yield the ids that a record names in the catalogue (from there: in its own document)."""
    record = document.by_name[kind]
    for name, rule in (record.foreign if into else record.references).items():
        if rule.document == into:
            yield from rule.ids(value.get(name))


@dataclass(frozen=True, slots=True)
class Row:
    """A journey in a list: its document, its root record's JSON value, and how much it holds."""

    document: Document
    journey: Mapping[str, Any]
    steps: int
    pains: int
    gains: int

    @property
    def updated_at(self) -> datetime.datetime:
        """When the journey was last changed."""
        return self.document.updated_at


def listed(documents: Iterable[Document]) -> list[Row]:
    """Return rows for journeys in their order; two queries, however many there are."""
    held = list(documents)
    ids = [document.pk for document in held]
    of_these = Record.objects.filter(document__in=ids)
    roots = dict(of_these.filter(kind=JOURNEY.root).values_list("document_id", "value"))
    counted = (
        of_these.filter(kind__in=("step", "finding"))
        .values("document_id")
        .annotate(
            steps=Count("row", filter=Q(kind="step")),
            pains=Count("row", filter=Q(kind="finding", value__kind="pain")),
            gains=Count("row", filter=Q(kind="finding", value__kind="gain")),
        )
    )
    sizes = {row["document_id"]: (row["steps"], row["pains"], row["gains"]) for row in counted}
    return [
        Row(each, {"id": each.pk, **roots[each.pk]}, *sizes.get(each.pk, (0, 0, 0)))
        for each in held
    ]

"""The stored rows of one document as an edit sees them: read in few queries, written in few.

The number of queries depends on the edit, never on the size of the document.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from journeymap.asking import asked

from .fields import Json, Problem, Ref, Text
from .kinds import DocumentKind, Value
from .models import Document, Link, Record
from .ops import Changes, Held, Op, Shapes, locate, references, shapes_of

_RECORDS = (
    f"SELECT id, kind, value FROM {Record._meta.db_table}"  # noqa: S608
    " WHERE document_id = %s AND id IN (%s…)"
)


class Stored:
    """The records that an edit touches or names, loaded when first asked for."""

    def __init__(self, document: Document, kind: DocumentKind) -> None:
        self.document = document
        self.kind = kind
        self.shapes: Shapes = shapes_of(kind)
        self._known: dict[str, Held | None] = {}

    def load(self, ids: Iterable[str]) -> None:
        """Read records that are not known yet, in one query."""
        missing = {one for one in ids if one not in self._known}
        if missing:
            self._known.update(dict.fromkeys(missing))
            for identity, kind, value in asked(_RECORDS, self.document.pk, missing):
                self._known[identity] = kind, json.loads(value)

    def get(self, identity: str) -> Held | None:
        """Return a stored record, or None."""
        self.load([identity])
        return self._known[identity]

    def holders(self, ids: Collection[str]) -> list[str]:
        """Return the ids of the stored records of this document that name one of ``ids``."""
        links = Link.objects.filter(document=self.document, into="", target__in=ids)
        found = sorted(set(links.values_list("source", flat=True)))
        self.load(found)
        return found

    def problems(self, changes: Changes, ops: list[Op]) -> list[Problem]:
        """Check the changed records and those whose rules watch them; paths point into ``ops``."""
        touched = {identity: held for identity, held in changes.items() if held is not None}
        for identity in self.holders(watched) if (watched := self._watched(changes)) else ():
            touched.setdefault(identity, changes.get(identity, self.get(identity)) or ("", {}))
        named = {t for held in touched.values() for _, t in references(*held, self.shapes, "")}
        self.load(named - changes.keys())

        def get(identity: str) -> tuple[str, Value] | None:
            held = changes[identity] if identity in changes else self.get(identity)
            return held and (held[0], {"id": identity, **held[1]})

        return [
            Problem(locate(ops, identity, problem.path), problem.message)
            for identity, (kind, value) in touched.items()
            for problem in self.kind.problems(kind, {"id": identity, **value}, get)
        ]

    def _watched(self, changes: Changes) -> set[str]:
        """Return the changed records of which a field changed that other records' rules read."""
        return {
            identity
            for identity, held in changes.items()
            if held and (old := self.get(identity))
            for field in self.kind.watched.get(held[0], ())
            if held[1].get(field) != old[1].get(field)
        }

    def new_links(self, changes: Changes) -> list[tuple[str, str, str, Ref]]:
        """Return (holder, field, id, rule) of the new references into other documents."""
        return [
            (identity, field, target, rule)
            for identity, held in changes.items()
            if held and (foreign := self.kind.by_name[held[0]].foreign)
            for field, target in self._links(held) - self._links(self.get(identity))
            if (rule := foreign.get(field))
        ]

    def _links(self, held: Held | None) -> set[tuple[str, str]]:
        return set(references(*held, self.shapes)) if held else set()

    def write(self, changes: Changes) -> None:
        """Write the records that changed, and the links of those whose references changed."""
        changed = {i: h for i, h in sorted(changes.items()) if h != self.get(i)}
        rows = [
            Record(document=self.document, id=identity, kind=held[0], value=held[1])
            for identity, held in changed.items()
            if held
        ]
        if rows:
            Record.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["document", "id"],
                update_fields=["kind", "value"],
            )
        gone = [identity for identity, held in changed.items() if held is None]
        if gone:
            Record.objects.filter(document=self.document, id__in=gone).delete()
        self._write_links(changed)

    def _write_links(self, changed: Changes) -> None:
        relinked = {
            identity: held
            for identity, held in changed.items()
            if self._links(held) != self._links(self.get(identity))
        }
        if any(self._links(self.get(identity)) for identity in relinked):
            Link.objects.filter(document=self.document, source__in=relinked).delete()
        Link.objects.bulk_create(
            Link(
                document=self.document,
                source=identity,
                source_kind=held[0],
                field=field,
                into=self.shapes[held[0]].references[field].into,
                target=target,
            )
            for identity, held in relinked.items()
            if held
            for field, target in sorted(self._links(held))
        )

    def describe(self, changes: Changes) -> None:
        """Keep the document's title and search text in step with its root record."""
        if root := changes.get(self.document.pk):
            kind, value = root
            rules = self.kind.by_name[kind].rules
            texts = [value.get(name) for name, rule in rules.items() if isinstance(rule, Text)]
            self.document.title = title_of(value)
            self.document.search = "\n".join(_flat(texts)).casefold()


def title_of(value: Value) -> str:
    """Return what a person calls a record: its title, name or text, shortened."""
    named = value.get("title") or value.get("name") or value.get("text") or ""
    return str(named)[:500]


def _flat(texts: Iterable[Json]) -> Iterable[str]:
    for text in texts:
        if isinstance(text, str):
            yield text
        elif text:
            yield from text

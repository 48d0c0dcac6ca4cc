"""References between documents: what is there to be named, and where a thing is used."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from .errors import Use
from .kinds import document_kind
from .models import Document, Link, Record


def present(document: Document, into: str, targets: Collection[str]) -> dict[str, str]:
    """Return the kinds, by id, of those targets that are in the workspace's documents of a kind.

    A document of a kind with a root is named by its own id. Where records of the workspace's one
    document are named, none of them can be removed before the running transaction ends.
    """
    kind = document_kind(into)
    if kind.root:
        found = Document.objects.filter(
            workspace_id=document.workspace_id, kind=into, pk__in=targets
        )
        return dict.fromkeys(found.values_list("pk", flat=True), kind.root)
    home = document.workspace_id
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM documents_document WHERE id = %s FOR KEY SHARE", [home])
    rows = Record.objects.filter(document_id=home, document__kind=into, id__in=targets)
    return dict(rows.values_list("id", "kind"))


def uses(workspace_id: str, targets: Collection[str], *, into: str) -> dict[str, list[Use]]:
    """Return where ids are named from other documents of the workspace, by id; one query.

    ``into`` is the kind of document that the ids are in. Uses in the trash count too: what is
    there may be restored.
    """
    links = Link.objects.filter(
        target__in=targets, into=into, document__workspace_id=workspace_id
    ).select_related("document")
    found: dict[str, list[Use]] = {}
    for link in links.order_by("document__title", "document_id", "source", "field"):
        document = link.document
        use = Use(
            document.pk,
            document.title,
            link.source_kind,
            link.source,
            link.field,
            document.trashed_at is not None,
        )
        found.setdefault(link.target, []).append(use)
    return found

"""What a journey is compared with: another one, an earlier version, or what it is derived from."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from journeymap.documents import log
from journeymap.documents.errors import Forbidden, Invalid, NotFound, Trashed
from journeymap.documents.fields import Problem
from journeymap.documents.models import Document, Entry, Record
from journeymap.workspaces.access import Actor

from . import rows
from .graph import Graph


class Against(NamedTuple):
    """A journey, at a version (None: as it is now)."""

    document: Document
    version: int | None

    @property
    def stamp(self) -> tuple[object, ...]:
        """Return what changes whenever ``graph`` may."""
        held = rows.versions(self.document.pk)
        return (self.document.pk, self.document.created_at, *held, self.version)

    def graph(self) -> Graph:
        """Return it, loaded."""
        return rows.load(self.document.pk, self.version)


def against(
    document: Document, actor: Actor, other: str = "", version: int | None = None
) -> Against:
    """Return what to compare a journey with: ``other`` (an id), or a version of it or, without one,
    of the journey itself; with neither, what it is derived from.

    Raises Invalid with the path ``/against`` or ``/against_version`` where the reader sees none.
    """
    if other or version is None:
        named = other or origin(document)
        try:
            found = log.find(named, actor, "view") if named else None
        except (NotFound, Forbidden, Trashed):
            found = None
        if found is None or found.kind != "journey":
            raise Invalid([Problem("/against", _no(other))])
        document = found
    if version and not Entry.objects.filter(document=document, version=version).exists():
        told = _("is not a version of that journey; the newest is %d") % document.version
        raise Invalid([Problem("/against_version", told)])
    return Against(document, version)


def origin(document: Document) -> str:
    """Return the id of the journey that this one is derived from, '' for none."""
    held = Record.objects.filter(document=document, kind="journey").values_list("value", flat=True)
    return str((held.first() or {}).get("derived_from") or "")


def _no(other: str) -> str:
    if other:
        return _("there is no such journey")
    return _("say what to compare with: a journey, or with against_version an earlier version")

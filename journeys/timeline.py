"""A journey's log as it is read: page by page, in words, with what the catalogue did meanwhile.

The log is never loaded: a page costs the same however long it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from journeymap.documents import log, ops, versions
from journeymap.documents.models import Document, Entry, Record
from journeymap.documents.versions import Asked

from . import rows
from .diff import title
from .history import Past, Told, net, typed

#: Successive entries of one person in one text within this time are one line.
TYPING = datetime.timedelta(minutes=5)
#: Things of an entry that are read at once.
FIRST = 4
#: Of the catalogue's entries between two of the journey, the newest so many are looked at.
_SHARED = 200


@dataclass(frozen=True)
class Line:
    """An entry in words, or several of one person typing in one field (``inner``, newest first).

    ``name`` is the version's own; ``shared``: it is the catalogue's. ``again``: what it undoes
    undid something, so it was done again.
    """

    entry: Entry
    told: Told
    name: str = ""
    shared: bool = False
    again: bool = False
    inner: tuple[Line, ...] = ()

    @property
    def version(self) -> int:
        """Return the version it made (of several: the newest)."""
        return self.entry.version

    @property
    def first(self) -> int:
        """Return the version of the oldest of several."""
        return self.inner[-1].version if self.inner else self.version

    @property
    def more(self) -> int:
        """Return how many things it did beyond the FIRST, which are read at once."""
        return max(0, len(self.told.did) - FIRST)

    @property
    def back_to(self) -> int:
        """Return the version to go back to for what this line is about: before it, where it
        removed it."""
        gone = any(did.how == "removed" for did in self.told.did)
        return self.version - 1 if gone else self.version


@dataclass(frozen=True)
class Timeline:
    """A page of lines, newest first, and the versions at which the pages beside it end."""

    lines: list[Line]
    newer: int | None
    older: int | None
    past: Past


def read(document: Document, asked: Asked, language: str) -> Timeline:
    """Return a page of a journey's history in words; a constant number of queries."""
    found = versions.page(document.pk, asked)
    entries = found.entries
    newer = entries[0].version if entries and found.newer else None
    older = entries[-1].version if entries and found.older else None
    past = _past(document, entries, asked.whole, language)
    names = versions.names(document.pk)
    undoing = {e.undoes for e in entries if e.undoes}
    undone = Entry.objects.filter(document=document, version__in=undoing, undoes__isnull=False)
    again = set(undone.values_list("version", flat=True)) if undoing else set()
    shared = _shared(document, found, past) if asked.whole else []
    lines: list[Line] = []
    for group in _folded(entries, fold=asked.whole):
        while shared and shared[0].at > group[0].at:
            lines.append(_catalogue_line(shared.pop(0), past))
        told = _together(group, past)
        each = [
            Line(
                entry,
                past.tell(entry.ops, only=asked.record),
                names[entry.version].name if entry.version in names else "",
                again=entry.undoes in again,
            )
            for entry in group
        ]
        lines += [replace(each[0], told=told, inner=tuple(each))] if told else each
    lines += [_catalogue_line(entry, past) for entry in shared]
    return Timeline(lines, newer, older, past)


def _together(group: Sequence[Entry], past: Past) -> Told | None:
    """Return what several entries did together; None of one, or where it ended as it began."""
    if len(group) == 1:
        return None
    told = past.look([op for entry in reversed(group) for op in entry.ops])
    return told if any(did.how != "nothing" for did in told.did) else None


def _catalogue_line(entry: Entry, past: Past) -> Line:
    ops = [op for op in entry.ops if _shows(op, past)]
    return Line(entry, past.tell(ops, shared=True), shared=True)


def _folded(entries: Sequence[Entry], *, fold: bool) -> Iterator[list[Entry]]:
    """Yield runs of entries (newest first) that are one person typing in one field."""
    group: list[Entry] = []
    for entry in entries:
        if group and not (fold and _goes_with(entry, group[-1])):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _goes_with(entry: Entry, later: Entry) -> bool:
    what = typed(entry.ops)
    return (
        what is not None
        and what == typed(later.ops)
        and (entry.author_kind, entry.author_id) == (later.author_kind, later.author_id)
        and not (entry.undoes or later.undoes)
        and later.version == entry.version + 1
        and later.at - entry.at <= TYPING
    )


# -- names of that moment ------------------------------------------------------------------------


def _past(document: Document, entries: Sequence[Entry], whole: bool, language: str) -> Past:
    """Return the records at the page's newest entry. Where entries in between are left out, what
    went meanwhile is known from the page's oldest one."""
    if not entries:
        return Past({}, {}, language)
    newest, oldest = entries[0].version, entries[-1].version
    top = rows.load(document.pk, None if newest == document.version else newest)
    own, shared = ops.held(top.records()), ops.held(top.catalogue.records())
    if not whole and oldest < newest:
        own = ops.held(log.at(document.pk, oldest)) | own
    wanted = {i for e in entries for op in e.ops for i in _names(op)} - own.keys() - shared.keys()
    if wanted:
        more = Record.objects.filter(document=document.workspace_id, id__in=wanted)
        shared |= {i: (k, v) for i, k, v in more.values_list("id", "kind", "value")}
    return Past(own, shared, language)


def called(document: Document, entry: Entry, identity: str, language: str) -> tuple[str, str]:
    """Return the kind of a record that an entry touched, and what the record is called after it
    (before it, where it went)."""
    past = _past(document, [entry], True, language)
    found = next((c for c in net(entry.ops, past.own) if c.id == identity), None)
    held = (found and (found.new or found.old)) or past.own.get(identity)
    if held is None:
        held = next((op["kind"], {}) for op in entry.ops if op["id"] == identity)
    kind, value = held
    return kind, title(kind, {"id": identity, **value}, past.called, language)


def _names(op: dict[str, Any]) -> Iterator[str]:
    for fields in (op.get("value"), op.get("set"), op.get("was")):
        for name in ("touchpoint", "organisation"):
            if fields and isinstance(fields.get(name), str):
                yield fields[name]


def _shared(document: Document, found: versions.Page, past: Past) -> list[Entry]:
    """Return the catalogue's entries of the page's time that changed what the journey shows,
    newest first: those that patched a record that it used."""
    if not found.entries:
        return []
    home, newest, oldest = document.workspace_id, found.entries[0], found.entries[-1]
    since = log.version_at(home, oldest.at)
    entries = Entry.objects.filter(document_id=home, version__gt=since)
    if found.newer:
        above = Entry.objects.filter(document=document, version=newest.version + 1).first()
        entries = entries.filter(at__lte=above.at) if above else entries
    near = entries.order_by("-version")[:_SHARED]
    return [e for e in near if any(_shows(op, past) for op in e.ops)]


def _shows(op: dict[str, Any], past: Past) -> bool:
    return op["op"] == "patch" and op["id"] in past.shared

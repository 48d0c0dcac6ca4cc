"""What a document was: its entries page by page, the way back to a version, names of versions."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.workspaces import audit
from journeymap.workspaces.access import Actor

from . import log, ops, undoing
from .edit import COMMENT, Edit
from .errors import Invalid, NotFound
from .fields import Json, Problem, Text
from .models import Document, Entry, VersionName
from .ops import Held, Op, Records, Shapes
from .undoing import Left

_NAME = Text(limit=200, required=True)
_FIRST = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries: older than ``before`` or newer than ``after`` (versions), at most ``limit``;
    of one author ("user:7"), that touched one record, of versions that have a name."""

    before: int | None = None
    after: int | None = None
    limit: int = 50
    by: str = ""
    record: str = ""
    named: bool = False

    @property
    def whole(self) -> bool:
        """Whether no entry in between is left out."""
        return not (self.by or self.record or self.named)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first; whether there are newer and older ones of those asked for."""

    entries: list[Entry]
    newer: bool
    older: bool


def page(document_id: str, asked: Asked) -> Page:
    """Return a page of a document's log; two queries, however long the log is."""
    found = _asked(document_id, asked)
    if asked.after is not None:
        rows = found.filter(version__gt=asked.after).order_by("version")
        entries = list(rows[: asked.limit + 1])[::-1]
        more = len(entries) > asked.limit
        entries = entries[1:] if more else entries
        last = entries[-1].version if entries else asked.after + 1
        return Page(entries, more, found.filter(version__lt=last).exists())
    rows = found.order_by("-version")
    if asked.before is not None:
        rows = rows.filter(version__lt=asked.before)
    entries = list(rows[: asked.limit + 1])
    more = len(entries) > asked.limit
    first = entries[0].version if entries else (asked.before or 1) - 1
    newer = asked.before is not None and found.filter(version__gt=first).exists()
    return Page(entries[: asked.limit], newer, more)


def _asked(document_id: str, asked: Asked) -> QuerySet[Entry]:
    found = Entry.objects.filter(document_id=document_id)
    if asked.by:
        kind, _sign, identity = asked.by.partition(":")
        found = found.filter(author_kind=kind, author_id=identity)
    if asked.record:
        # As both databases write JSON; in a text the quotes would be escaped.
        part = Value(f'"id": {json.dumps(asked.record)}')
        found = found.annotate(at_id=StrIndex(Cast("ops", TextField()), part)).filter(at_id__gt=0)
    if asked.named:
        names = VersionName.objects.filter(document=OuterRef("document"))
        found = found.filter(Exists(names.filter(version=OuterRef("version"))))
    return found


def authors(document_id: str) -> list[tuple[str, str]]:
    """Return who made entries, as ("user:7", name) by name; one query."""
    rows = Entry.objects.filter(document_id=document_id).order_by("author_name")
    held = rows.values_list("author_kind", "author_id", "author_name").distinct()
    return list({f"{kind}:{identity}": name for kind, identity, name in held}.items())


def redactions(*document_ids: str) -> int:
    """Return what changes only where what has been is changed: by a redaction, whose entry has no
    digest; one query."""
    held = Entry.objects.filter(document__in=document_ids, digest="")
    return held.aggregate(newest=Max("row"))["newest"] or 0


# -- the way back ------------------------------------------------------------------------------


def restore(
    document_id: str,
    actor: Actor,
    version: int,
    *,
    client_id: str,
    label: str = "",
    record: str = "",
    if_version: int | None = None,
) -> tuple[Entry, list[Left]]:
    """Make the records what they were at a version, by one entry that can be undone (rule V1).

    ``record``: only that one. Comments are talk about the document, not the document: they stay
    as they are. Returns the entry (unsaved, without ops where nothing differs), and what could not
    come back. Stale where the document is not at ``if_version``; the same client_id again returns
    the first entry.
    """
    digest = log.digest({"restore": version, "record": record})
    with transaction.atomic():
        document = log.locked(document_id, actor, "edit")
        if again := log.repeated(document, actor, client_id, digest):
            return again, []
        log.expect_version(document, if_version)
        if not _FIRST <= version <= document.version:
            raise NotFound(_("There is no version %(version)s.") % {"version": version})
        then, now = ops.held(log.at(document_id, version)), ops.held(log.records(document_id))
        if record and record not in then and record not in now:
            raise NotFound(_("There is no such record."))
        edit = Edit(document, actor, [], client_id, label, digest)
        done, other = _since(then, now, record)
        done += [] if record else _said_of(done, now, edit.stored.shapes)
        edit.stored.load(op["id"] for op in done)
        edit.ops, left = undoing.inverse(done, edit.stored, document.pk, edit.absent)
        left = other + left
        return log.as_far_as_sound(edit, left), left


def _since(then: Records, now: Records, record: str) -> tuple[list[Op], list[Left]]:
    """Return stamped ops that lead from then to now, those that make records first, and what is
    something else under the same id by now."""
    done: list[Op] = []
    other: list[Left] = []
    for identity in [record] if record else {**now, **then}:
        old, new = then.get(identity), now.get(identity)
        kind = (new or old or ("", {}))[0]
        if kind == COMMENT:
            continue
        if old and new and old[0] != new[0]:
            other.append(undoing.named(identity, *old))
        elif old is None and new:
            done.append({"op": "put", "kind": kind, "id": identity, "value": new[1], "was": None})
        elif new is None and old:
            done.append({"op": "remove", "kind": kind, "id": identity, "was": old[1]})
        elif old and new:
            names = [n for n in {**old[1], **new[1]} if not ops.same(old[1].get(n), new[1].get(n))]
            if names:
                was = {n: old[1].get(n) for n in names}
                fields = {n: new[1].get(n) for n in names}
                op = {"op": "patch", "kind": kind, "id": identity, "set": fields, "was": was}
                done.append(op)
    return done, other


def _said_of(done: Sequence[Op], now: Records, shapes: Shapes) -> list[Op]:
    """Return the comments on what these ops made, and on those, as ops that made them: they go
    with it."""
    gone = {op["id"] for op in done if op["op"] == "put"}
    talk = {identity: held for identity, held in now.items() if held[0] == COMMENT}
    found: list[Op] = []
    while near := [i for i in talk.keys() - gone if _names_any(talk[i], gone, shapes)]:
        gone.update(near)
        found += [
            {"op": "put", "kind": COMMENT, "id": i, "value": talk[i][1], "was": None} for i in near
        ]
    return found


def _names_any(held: Held, ids: Collection[str], shapes: Shapes) -> bool:
    return any(target in ids for _field, target in ops.references(*held, shapes, ""))


# -- names -------------------------------------------------------------------------------------


def names(document_id: str) -> dict[int, VersionName]:
    """Return the named versions of a document, newest first; one query."""
    held = VersionName.objects.filter(document_id=document_id).select_related("by")
    return {each.version: each for each in held.order_by("-version")}


def names_stamp(document_id: str) -> str:
    """Return what changes when a name does; one query."""
    held = VersionName.objects.filter(document_id=document_id)
    return ",".join(f"{each}:{at.timestamp()}" for each, at in held.values_list("version", "at"))


def name(document_id: str, actor: Actor, version: int, wanted: str) -> VersionName:
    """Give a version a name, or another one (rule V2); Invalid where it is none."""
    if message := _NAME.one(wanted.strip()):
        raise Invalid([Problem("/name", message)])
    with transaction.atomic():
        document = _named_in(document_id, actor, version)
        found, _made = VersionName.objects.update_or_create(
            document=document,
            version=version,
            defaults={"name": wanted.strip(), "by_id": actor.user_id, "at": timezone.now()},
        )
        audit.record(document.workspace_id, actor, "version_named", **_about(document, version))
        return found


def unname(document_id: str, actor: Actor, version: int) -> None:
    """Take a version's name away; NotFound where it has none."""
    with transaction.atomic():
        document = _named_in(document_id, actor, version)
        if not VersionName.objects.filter(document=document, version=version).delete()[0]:
            raise NotFound(_("This version has no name."))
        audit.record(document.workspace_id, actor, "version_unnamed", **_about(document, version))


def _named_in(document_id: str, actor: Actor, version: int) -> Document:
    document = log.locked(document_id, actor, "edit")
    if not _FIRST <= version <= document.version:
        raise NotFound(_("There is no version %(version)s.") % {"version": version})
    return document


def _about(document: Document, version: int) -> Mapping[str, Json]:
    return {"about": document.title, "document": document.pk, "version": version}

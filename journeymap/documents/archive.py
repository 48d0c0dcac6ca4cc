"""A document with its whole log as JSON lines, and back: nothing of it is lost or new.

The first line tells what the document is, each other one an entry. Records are the log replayed,
so they are not written; snapshots and wake-ups are made anew when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from journeymap.workspaces.models import Workspace

from . import log, ops
from .errors import Conflict, Invalid
from .fields import Json, Problem, names_people
from .kinds import DocumentKind, document_kind, registered
from .models import Document, Entry, Link, Record, VersionName
from .ops import Op, Records, Shapes
from .stored import Stored

_AT_ONCE = 200
#: Marks an author's id that means somebody of another installation.
_ELSEWHERE = "@"

Line = Mapping[str, Json]


def lines(document: Document, accounts: Mapping[str, str]) -> Iterator[dict[str, Json]]:
    """Yield a document's lines; ``accounts`` maps users' ids to their names.

    Conflict where log and rows disagree: such an archive would not bring back what is there.
    """
    yield {
        "id": document.pk,
        "kind": document.kind,
        "version": document.version,
        "created_at": document.created_at.isoformat(),
        "updated_at": document.updated_at.isoformat(),
        "trashed_at": document.trashed_at.isoformat() if document.trashed_at else None,
        "names": [_version(each, accounts) for each in document.version_names.order_by("version")],
    }
    held: Records = {}
    people = _People(document_kind(document.kind), lambda person: _named(person, accounts))
    for entry in Entry.objects.filter(document=document).order_by("version").iterator():
        ops.replay(held, entry.ops)
        yield _told(entry, accounts) | {"ops": [people.op(op) for op in entry.ops]}
    now = log.records(document.pk)
    if [(kind, {"id": i, **value}) for i, (kind, value) in sorted(held.items())] != now:
        raise Conflict(f"log and records of {document.pk!r} disagree")


def _version(held: VersionName, accounts: Mapping[str, str]) -> dict[str, Json]:
    by = accounts.get(str(held.by_id), "")
    return {"version": held.version, "name": held.name, "by": by, "at": held.at.isoformat()}


def _told(entry: Entry, accounts: Mapping[str, str]) -> dict[str, Json]:
    author = entry.author_id
    if author.startswith(_ELSEWHERE):
        author = author[1:]
    elif entry.author_kind == "user":
        author = accounts.get(author, "")
    return {
        "version": entry.version,
        "client_id": entry.client_id,
        "digest": entry.digest,
        "author": {"kind": entry.author_kind, "id": author, "name": entry.author_name},
        "label": entry.label,
        "at": entry.at.isoformat(),
        "undoes": entry.undoes,
    }


class _People:
    """Says who the people are that ops name, by a function of a person's id."""

    def __init__(self, kind: DocumentKind, said: Callable[[str], str]) -> None:
        self.said = said
        self.fields = {
            record.name: names
            for record in kind.records
            if (names := [name for name, rule in record.rules.items() if names_people(rule)])
        }

    def op(self, op: Op) -> Op:
        if not (names := self.fields.get(op["kind"])):
            return op
        new = dict(op)
        for key in ("value", "set", "was"):
            if isinstance(held := op.get(key), dict):
                said = {name: self._of(held[name]) for name in names if held.get(name)}
                new[key] = held | said
        return new

    def _of(self, held: Json) -> Json:
        return [self.said(each) for each in held] if isinstance(held, list) else self.said(held)


def _named(person: str, accounts: Mapping[str, str]) -> str:
    """Return a person of this installation by the account's name: "user:@anna"."""
    kind, _, identity = person.partition(":")
    if kind != "user" or identity.startswith(_ELSEWHERE):
        return person
    name = accounts.get(identity)
    return f"user:{_ELSEWHERE}{quote(name, safe='') if name else '?' + identity}"


def _found(person: str, accounts: Mapping[str, str]) -> str:
    """Return a person that an archive names as they are here; else they stay somebody else."""
    kind, _, identity = person.partition(":")
    if kind != "user":
        return person
    if not identity.startswith(_ELSEWHERE):
        return f"user:{_ELSEWHERE}?{identity}"
    local = accounts.get(unquote(identity[1:]))
    return f"user:{local}" if local else person


def restore(
    workspace: Workspace,
    told: Iterator[Line],
    ids: Mapping[str, str],
    accounts: Mapping[str, str],
) -> Document:
    """Make a document of its lines, within the caller's transaction.

    ``ids`` maps documents' ids in the lines to those they get; ``accounts`` users' names to their
    ids here. Raises Invalid where a line is not what ``lines`` writes, or a record can never be.
    """
    head = next(told, {})
    document = _document(workspace, head, ids)
    kind = document_kind(document.kind)
    renaming = _Renaming(kind, ids, document.pk)
    people = _People(kind, lambda person: _found(person, accounts))
    held: Records = {}
    fresh: list[Entry] = []
    for number, line in enumerate(told, start=1):
        entry = _entry(document, number, line, renaming, accounts)
        entry.ops = [people.op(op) for op in entry.ops]
        try:
            ops.replay(held, entry.ops)
        except KeyError as error:
            raise _wrong(f"{document.pk}/{number}", f"there is no record {error}") from None
        fresh.append(entry)
        if len(fresh) == _AT_ONCE:
            Entry.objects.bulk_create(fresh)
            fresh.clear()
    Entry.objects.bulk_create(fresh)
    if not Entry.objects.filter(document=document, version=document.version).exists():
        raise _wrong(document.pk, f"does not hold its version {document.version}")
    _write(document, kind, held)
    VersionName.objects.bulk_create(_names(document, head.get("names", []), accounts))
    return document


def _names(document: Document, told: Json, accounts: Mapping[str, str]) -> list[VersionName]:
    """Return the named versions of a document's first line; older archives have none."""
    try:
        found = [
            VersionName(
                document=document,
                version=int(each["version"]),
                name=str(each["name"])[:200],
                by_id=accounts.get(each["by"]),
                at=datetime.fromisoformat(each["at"]),
            )
            for each in told
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong("names", f"are not told as they should be: {error!r}") from None
    there = {each.version for each in found}
    if len(there) != len(found) or any(not 0 < each <= document.version for each in there):
        raise _wrong("names", "name a version twice, or one that is not there")
    return found


def _document(workspace: Workspace, line: Line, ids: Mapping[str, str]) -> Document:
    try:
        known = registered()[line["kind"]]
        document = Document(
            id=ids[line["id"]] if known.root else workspace.pk,
            workspace=workspace,
            kind=known.name,
            version=int(line["version"]),
            created_at=datetime.fromisoformat(line["created_at"]),
            updated_at=datetime.fromisoformat(line["updated_at"]),
            trashed_at=datetime.fromisoformat(line["trashed_at"]) if line["trashed_at"] else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong("document", f"is not told as it should be: {error}") from None
    document.save(force_insert=True)
    return document


def _entry(
    document: Document,
    number: int,
    line: Line,
    renaming: _Renaming,
    accounts: Mapping[str, str],
) -> Entry:
    where = f"{document.pk}/{number}"
    try:
        author, undoes = line["author"], line["undoes"]
        local = accounts.get(author["id"]) if author["kind"] == "user" else None
        entry = Entry(
            document=document,
            version=line["version"],
            client_id=str(line["client_id"])[:64],
            digest=str(line["digest"])[:64],
            author_kind=str(author["kind"])[:12],
            author_id=local or (f"{_ELSEWHERE}{author['id']}"[:64] if author["id"] else ""),
            author_name=str(author["name"])[:400],
            label=str(line["label"])[:200],
            at=datetime.fromisoformat(line["at"]),
            ops=[renaming.op(op) for op in _sound(line["ops"], renaming.kind)],
            undoes=None if undoes is None else int(undoes),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(where, f"is not told as it should be: {error!r}") from None
    if entry.version != number or entry.at.utcoffset() is None:
        raise _wrong(where, f"expected version {number} with its time")
    return entry


def _sound(stamped: Json, kind: DocumentKind) -> list[Op]:
    """Return stamped ops whose shape was checked."""
    bare = [{name: held for name, held in op.items() if name != "was"} for op in stamped]
    checked = ops.parse_ops(bare, kind.by_name)
    found = []
    for op, told in zip(checked, stamped, strict=True):
        was = told["was"]
        if op["kind"] and not (isinstance(was, dict) or (was is None and op["op"] == "put")):
            raise ValueError("an operation without what it replaced")
        found.append({**op, "was": was})
    return found


class _Renaming:
    """Gives the documents that ops name their ids here."""

    def __init__(self, kind: DocumentKind, ids: Mapping[str, str], own: str) -> None:
        self.kind = kind
        self.shapes: Shapes = ops.shapes_of(kind)
        self.roots = {old: new for old, new in ids.items() if old != new}
        self.own = {old: new for old, new in self.roots.items() if new == own}

    def op(self, op: Op) -> Op:
        if not self.roots:
            return op
        new = {**op, "id": self.own.get(op["id"], op["id"])}
        for name in ("value", "set", "was"):
            if isinstance(op.get(name), dict):
                new[name] = self._fields(op["kind"], op[name])
        return new

    def _fields(self, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
        renamed = dict(fields)
        for name, rule in self.shapes[kind].references.items():
            names = self.own if not rule.into else self.roots
            if rule.into and not document_kind(rule.into).root:
                continue
            held = fields.get(name)
            if isinstance(held, list):
                renamed[name] = [names.get(one, one) for one in held]
            elif held is not None:
                renamed[name] = names.get(held, held)
        return renamed


def _write(document: Document, kind: DocumentKind, held: Records) -> None:
    stored = Stored(document, kind)
    stored.load(held)
    root = held.get(document.pk, ("",))[0]
    if kind.root and (root != kind.root or sum(k == root for k, _ in held.values()) != 1):
        raise _wrong(document.pk, f"expected one {kind.root}, with the document's id")
    if problems := stored.problems(dict(held), []):
        raise Invalid([Problem(f"/{document.pk}{p.path}", p.message) for p in problems])
    stored.write(dict(held))
    stored.describe(dict(held))
    document.save(update_fields=["title", "search"])


def check_links(workspace: Workspace) -> None:
    """Refuse references between the workspace's documents that lead nowhere; three queries."""
    rooted = [kind.name for kind in registered().values() if kind.root]
    documents = Document.objects.filter(workspace=workspace, kind__in=rooted)
    shared = Record.objects.filter(document=workspace.pk)
    there = {*documents.values_list("pk", flat=True), *shared.values_list("id", flat=True)}
    links = Link.objects.filter(document__workspace=workspace).exclude(into="")
    for link in links.iterator():
        if link.target not in there:
            where = f"{link.document_id}/{link.source}/{link.field}"
            raise _wrong(where, f"there is no {link.target!r}")


def _wrong(where: str, message: str) -> Invalid:
    return Invalid([Problem(f"/{where}", message)])

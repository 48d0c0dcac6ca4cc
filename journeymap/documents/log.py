"""THE DOOR: every change of a document goes through here. Rules L1 to L13: ``SPEC.md``.

Rows, log and wake-up are written by one function, so they cannot disagree. Everything raises
``errors.Refusal`` and has then written nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable

from django.db import IntegrityError, connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.asking import asked
from journeymap.workspaces import audit
from journeymap.workspaces.access import Actor, allowed, grants, role_of
from journeymap.workspaces.models import Workspace

from . import copies, ops, undoing
from .edit import Edit, blanked, said
from .errors import Conflict, Forbidden, Invalid, NotFound, Stale, Trashed
from .fields import ID, Json, Problem, Text
from .ids import uuid7
from .kinds import document_kind
from .models import Document, Entry, Snapshot
from .ops import Op, Records
from .undoing import Left

SNAPSHOT_EVERY = 100
_DOCUMENT = f"SELECT * FROM {Document._meta.db_table} WHERE id = %s"  # noqa: S608
_THERE = f"SELECT 1 FROM {Entry._meta.db_table} WHERE document_id = %s AND client_id = %s"  # noqa: S608


def create(
    workspace: Workspace,
    kind: str,
    actor: Actor,
    edit: Json,
    *,
    id: str | None = None,
    label: str = "",
    client_id: str | None = None,
) -> Document:
    """Make a document; its first entry is version 1 (rule L1).

    The ops must put the root record, whose id is the document's. Repeated with the same id and
    client_id it returns the document that is there.
    """
    wanted = document_kind(kind)
    if not allowed(actor, "view", workspace):
        raise NotFound(_("There is no such workspace."))
    if not allowed(actor, "create", workspace):
        raise Forbidden(_("Your role does not allow this."))
    parsed = ops.parse_ops(edit, wanted.by_name)
    roots = [op["id"] for op in parsed if op["op"] == "put" and op["kind"] == wanted.root]
    document_id = workspace.pk if not wanted.root else id or (roots[0] if roots else uuid7())
    _expect_id(document_id, "/id")
    _expect_id(client_id := client_id or uuid7(), "/client_id")
    now = timezone.now()
    document = Document(
        id=document_id, workspace=workspace, kind=kind, created_at=now, updated_at=now
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                document.save(force_insert=True)
        except IntegrityError:
            return _created_before(document, actor, edit, client_id)
        edited = Edit(document, actor, parsed, client_id, label, digest(edit))
        edited.append(even_if_empty=True)
    return document


def _expect_id(value: Json, path: str) -> None:
    if not (isinstance(value, str) and ID.match(value)):
        raise Invalid([Problem(path, "expected an id of 1 to 64 letters, digits, . _ or -")])


def _created_before(document: Document, actor: Actor, edit: Json, client_id: str) -> Document:
    first = Entry.objects.filter(document_id=document.pk, version=1, client_id=client_id).first()
    there = Document.objects.get(pk=document.pk)
    if not first or there.workspace_id != document.workspace_id or there.kind != document.kind:
        message = _("There is a document with this id already.")
        raise Conflict(message, [Problem("/id", message)])
    _same_edit(first, actor, digest(edit))
    return there


def commit(
    document_id: str,
    actor: Actor,
    edit: Json,
    *,
    client_id: str,
    label: str = "",
    if_version: int | None = None,
    in_trash: bool = False,
) -> Entry:
    """Append an edit (untrusted JSON ops) to a document and return its entry.

    ``in_trash``: also where the document is in the trash, so that it names what is there when it
    is restored (rule L10).

    The same client_id again returns the first entry (rule L3). An edit that changes nothing makes
    no entry: what is returned then has no ops, the present version and is not saved (rule L4).
    """
    with transaction.atomic():
        document = locked(document_id, actor, "restore" if in_trash else "view")
        if again := repeated(document, actor, client_id, digest(edit)):
            return again
        expect_version(document, if_version)
        parsed = ops.parse_ops(edit, document_kind(document.kind).by_name)
        return Edit(document, actor, parsed, client_id, label, digest(edit)).append()


def known(document_id: str, client_id: str) -> bool:
    """Tell whether the log has an entry of this client_id: what comes again was done before."""
    return Entry.objects.filter(document=document_id, client_id=client_id).exists()


def find(document_id: str, actor: Actor, action: str = "view") -> Document:
    """Return a document that the actor may do the action on; NotFound, Forbidden or Trashed.

    What is in the trash is only found to be restored, purged or redacted.
    """
    return _open(_row(document_id), actor, action)


def _row(document_id: str, lock: str = "") -> Document | None:
    found = Document.objects.raw(_DOCUMENT + lock, [document_id]) if ID.match(document_id) else ()
    return next(iter(found), None)


def _open(document: Document | None, actor: Actor, action: str) -> Document:
    role = role_of(actor, document) if document else ""
    if document is None or not grants(role, "view"):
        raise NotFound(_("There is no such document."))
    if not grants(role, action):
        raise Forbidden(_("Your role does not allow this."))
    if document.trashed_at and action not in ("restore", "purge", "redact"):
        raise Trashed(_("It is in the trash and must be restored first."))
    return document


def locked(document_id: str, actor: Actor, action: str = "view") -> Document:
    """Like ``find``, and lock the document until the running transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return _open(_row(document_id, lock), actor, action)


def expect_version(document: Document, wanted: int | None) -> None:
    """Refuse (Stale) what was meant for another version; None was meant for any (rule L5)."""
    if wanted is not None and wanted != document.version:
        message = _("This was changed meanwhile: it is at version %(now)s, not %(wanted)s.")
        raise Stale(message % {"now": document.version, "wanted": wanted})


def digest(edit: Json) -> str:
    """Return what tells two edits apart; ValueError for what is no JSON."""
    text = json.dumps(edit, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def repeated(document: Document, actor: Actor, client_id: str, digest: str) -> Entry | None:
    """Return the entry that this edit of a locked document made before, if it did (rule L3);
    Invalid, Conflict where the client_id is none or another edit's."""
    _expect_id(client_id, "/client_id")
    if not asked(_THERE, document.pk, client_id):
        return None
    first = Entry.objects.get(document=document, client_id=client_id)
    _same_edit(first, actor, digest)
    return first


def _same_edit(first: Entry, actor: Actor, digest: str) -> None:
    by = (first.author_kind, first.author_id)
    if by != (actor.kind, actor.id) or first.digest not in ("", digest):
        message = "another edit has this client_id"
        raise Conflict("", [Problem("/client_id", message)])


def undo(document_id: str, actor: Actor, version: int, client_id: str) -> tuple[Entry, list[Left]]:
    """Take one's own entry back with a new one; undoing that one is redo (rules U1 to U5).

    Returns the entry (unsaved and without ops where nothing is left to take back) and what was
    left as it is, because it was changed since, or something hangs on it.
    """
    made_of = digest({"undo": version})
    with transaction.atomic():
        document = locked(document_id, actor)
        again = repeated(document, actor, client_id, made_of)
        entry = Entry.objects.filter(document=document, version=version).first()
        if entry is None:
            raise NotFound(_("There is no version %(version)s.") % {"version": version})
        if (entry.author_kind, entry.author_id) != (actor.kind, actor.id):
            raise Forbidden(_("Only your own edits can be undone."))
        if again:
            return again, []
        if version == 1:
            raise Conflict(_("This is how it was made: put it into the trash instead."))
        edit = Edit(document, actor, [], client_id, entry.label, made_of, undoes=version)
        edit.stored.load(op["id"] for op in entry.ops)
        edit.ops, left = undoing.inverse(entry.ops, edit.stored, document.pk, edit.absent)
        return as_far_as_sound(edit, left), left


def as_far_as_sound(edit: Edit, left: list[Left]) -> Entry:
    """Append an undo without the ops that would leave unsound records; name what is left."""
    while True:
        try:
            return edit.append()
        except Invalid as error:
            unsound = {op["id"] for op in edit.ops if _concerns(op["id"], edit, error)}
            if not unsound:
                raise
            left += edit.left(unsound)
            edit.ops = [op for op in edit.ops if op["id"] not in unsound]


def _concerns(identity: str, edit: Edit, error: Invalid) -> bool:
    places = [f"/records/{identity}/"]
    places += [f"/ops/{at}/" for at, op in enumerate(edit.ops) if op["id"] == identity]
    return any(problem.path.startswith(tuple(places)) for problem in error.problems)


def since(document_id: str, version: int, limit: int = 1000) -> list[Entry]:
    """Return the entries after a version, oldest first, at most ``limit``."""
    after = Entry.objects.filter(document_id=document_id, version__gt=version)
    return list(after.order_by("version")[:limit])


def records(document_id: str) -> list[tuple[str, dict[str, Json]]]:
    """Return the newest records as (kind, value with id) by id, in one query."""
    return load(document_id)[1]


def load(document_id: str) -> tuple[int, list[tuple[str, dict[str, Json]]]]:
    """Return the version and the newest records as (kind, value with id) by id, of one moment, in
    one query; NotFound where there is no such document."""
    columns = ("version", "records__kind", "records__id", "records__value")
    rows = list(Document.objects.filter(pk=document_id).values_list(*columns))
    if not rows:
        raise NotFound(_("There is no such document."))
    return rows[0][0], _sorted({i: (kind, value) for __, kind, i, value in rows if i})


def packed(document_id: str) -> tuple[int, str]:
    """Return the version and the newest records as JSON text ``[[kind, id, value], ...]`` of one
    moment, in one query; nothing is parsed: it is for handing on. NotFound as ``load``."""
    text = Cast("records__value", TextField())
    columns = ("version", "records__kind", "records__id")
    rows = list(Document.objects.filter(pk=document_id).values_list(*columns, text))
    if not rows:
        raise NotFound(_("There is no such document."))
    held = (f'["{kind}","{identity}",{value}]' for __, kind, identity, value in rows if identity)
    return rows[0][0], f"[{','.join(held)}]"


def at(document_id: str, version: int) -> list[tuple[str, dict[str, Json]]]:
    """Return the records as they were at a version, as (kind, value with id) by id.

    From the nearest version that is held, forwards or backwards, so what it costs does not depend
    on how long the log is; it keeps a snapshot every 100 entries (rule L6).
    """
    newest, now = load(document_id)
    if version == newest:
        return now
    if not 0 <= version <= newest:
        raise NotFound(_("There is no version %(version)s.") % {"version": version})
    kept = Snapshot.objects.filter(document_id=document_id)
    known = [0, newest, *kept.values_list("version", flat=True)]
    start = min(known, key=lambda each: abs(each - version))
    held: Records = {}
    if start == newest:
        held = ops.held(now)
    elif start and (snapshot := kept.filter(version=start).first()):
        held = {i: (kind, value) for i, (kind, value) in snapshot.records.items()}
    else:
        start = 0
    _walk(document_id, held, start, version, newest)
    return _sorted(held)


def _walk(document_id: str, held: Records, start: int, end: int, newest: int) -> None:
    """Bring records from one version to another in place; keep a snapshot passed on the way."""
    forth = start <= end
    low, high = sorted((start, end))
    entries = Entry.objects.filter(document_id=document_id, version__gt=low, version__lte=high)
    whole = end // SNAPSHOT_EVERY if forth else -(-end // SNAPSHOT_EVERY)
    rows = entries.order_by("version" if forth else "-version").values_list("version", "ops")
    for number, done in rows.iterator():
        ops.replay(held, done if forth else ops.invert(done))
        there = number if forth else number - 1
        if there == whole * SNAPSHOT_EVERY and there:
            _keep(document_id, there, held, newest)


def _keep(document_id: str, version: int, held: Records, newest: int) -> None:
    """Keep a snapshot, unless something was entered since it was read: a redaction blanks those
    that there are, so none may come after it that knows what it blanked."""
    with transaction.atomic():
        document = Document.objects.select_for_update().filter(pk=document_id, version=newest)
        if document.first():
            snapshot = Snapshot(document_id=document_id, version=version, records=held)
            Snapshot.objects.bulk_create([snapshot], ignore_conflicts=True)


def _sorted(held: Records) -> list[tuple[str, dict[str, Json]]]:
    return [(kind, {"id": identity, **value}) for identity, (kind, value) in sorted(held.items())]


def version_at(document_id: str, when: datetime.datetime) -> int:
    """Return the version that a document had at a moment, 0 before its first."""
    before = Entry.objects.filter(document_id=document_id, at__lte=when)
    return before.order_by("-version").values_list("version", flat=True).first() or 0


def redact(
    document_id: str,
    record_id: str,
    field: str,
    actor: Actor,
    holds: Callable[[str], bool] = bool,
) -> Entry:
    """Blank a text for ever: in the row, in every entry and in the snapshots (rule L9).

    The named exception to the log being append-only, for what law says must be forgotten. What
    other records say of the same thing (translations, comments) is redacted by a call of its own.
    ``holds`` tells which texts, of those that the field ever had and of the labels of other
    entries, say what must be forgotten; by itself each text of the field does.
    """
    with transaction.atomic():
        document = locked(document_id, actor, "redact")
        rules = [kind.rules.get(field) for kind in document_kind(document.kind).records]
        if not any(isinstance(rule, Text) for rule in rules):
            raise NotFound(_("There is no such text."))
        found = False
        for entry in list(Entry.objects.filter(document=document)):
            blanks = [_blank(op, record_id, field, holds) for op in entry.ops]
            found |= any(blanks)
            if any(blanks) or (holds is not bool and entry.label and holds(entry.label)):
                entry.label, entry.digest = "", ""
                entry.save(update_fields=["ops", "label", "digest"])
        if not found:
            raise NotFound(_("There is no such text."))
        Snapshot.objects.filter(document=document).delete()
        copies.drop([document.pk])
        edit = Edit(document, actor, [], uuid7(), "", "")
        title, entry = document.title, edit.redact(record_id, field, holds)
        if document.title != title:
            audit.forget(document.workspace_id, document.pk)
        where, title = document.workspace_id, document.title
        audit.record(where, actor, "redacted", title, document=document.pk, field=field)
        return entry


def _blank(op: Op, record_id: str, field: str, holds: Callable[[str], bool]) -> bool:
    """Blank a record's field wherever a stamped op holds it; tell whether one did."""
    if op["id"] != record_id:
        return False
    held = [op[key] for key in ("value", "set", "was") if op.get(key)]
    held = [value for value in held if said(value.get(field), holds)]
    for value in held:
        value[field] = blanked(value[field])
    return bool(held)

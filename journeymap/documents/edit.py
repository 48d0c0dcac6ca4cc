"""Inside the door: one edit of a locked document, from parsed ops to rows, links and entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.asking import asked
from journeymap.workspaces.access import Actor, grants, role_of

from . import links, live, ops, signing, undoing
from .errors import Conflict, Forbidden, InUse, Invalid
from .fields import Json, Problem, Text, told
from .kinds import FILE, Who, document_kind
from .models import Document, Entry
from .ops import Changes, Op
from .stored import Stored

_LABEL = Text(limit=200)
#: The one kind of record that a commenter may change.
COMMENT = "comment"
#: What stands in place of a text that was redacted.
REDACTED = "███"
_DOCUMENT = (
    f"UPDATE {Document._meta.db_table}"  # noqa: S608
    " SET version = %s, updated_at = %s, title = %s, search = %s WHERE id = %s"
)


def blanked(value: Json) -> Json:
    """Return a text, or each of a list of texts, blanked."""
    return [REDACTED] * len(value) if isinstance(value, list) else REDACTED


def said(value: Json, holds: Callable[[str], bool]) -> bool:
    """Tell whether a text, or any of a list of texts, is one that ``holds`` is true of."""
    return any(map(holds, value)) if isinstance(value, list) else bool(value) and holds(value)


class Edit:
    """One edit of a locked document, from parsed ops to its entry."""

    def __init__(
        self,
        document: Document,
        actor: Actor,
        parsed: Sequence[Op],
        client_id: str,
        label: str,
        digest: str,
        undoes: int | None = None,
    ) -> None:
        if message := _LABEL.one(label):
            raise Invalid([Problem("/label", message)])
        self.document, self.actor, self.ops = document, actor, list(parsed)
        self.kind = document_kind(document.kind)
        self.stored = Stored(document, self.kind)
        self.signs = undoes is None
        self.entry = Entry(
            document=document,
            version=document.version,
            client_id=client_id,
            digest=digest,
            author_kind=actor.kind,
            author_id=actor.id,
            author_name=actor.name[:400],
            label=label,
            at=timezone.now(),
            ops=[],
            undoes=undoes,
        )

    def append(self, *, even_if_empty: bool = False) -> Entry:
        """Stamp, complete, check and write the edit; wake readers when it is committed."""
        self._keep_root()
        stored = self.stored
        stored.load([self.document.pk, *(op["id"] for op in self.ops)])
        if self.signs:
            self.ops = signing.signed(self.ops, self.kind, stored.get, self.who)
        stamped, changes = ops.stamp(stored.get, self.ops, stored.shapes)
        self._may(stamped)
        followed = ops.complete(stored.get, changes, stored.holders, stored.shapes)
        if self.signs:
            signing.expect_own(followed, self.kind, self.who)
        stamped += followed
        if not stamped and not even_if_empty:
            return self.entry
        if (
            self.kind.root
            and not stored.get(self.document.pk)
            and not changes.get(self.document.pk)
        ):
            message = f"must put the {self.kind.root} {self.document.pk!r} itself"
            raise Invalid([Problem("/ops", message)])
        if problems := stored.problems(changes, self.ops):
            raise Invalid(problems)
        self._check_foreign(changes)
        self._check_uses(changes)
        stored.write(changes)
        stored.describe(changes)
        return self._enter(stamped)

    def _may(self, stamped: list[Op]) -> None:
        action = "comment" if all(op["kind"] == COMMENT for op in stamped) else "edit"
        if self.document.version and not grants(self.role, action):
            raise Forbidden(_("Your role does not allow this."))

    @cached_property
    def role(self) -> str:
        """What the actor is in the workspace."""
        return role_of(self.actor, self.document)

    @cached_property
    def who(self) -> Who:
        """Who records say makes this; what comes with a new document is said by no member."""
        person = self.actor.person if self.document.version else FILE
        edits = not self.document.version or grants(self.role, "edit")
        return Who(person, self.actor.name, told(self.entry.at), edits)

    def _keep_root(self) -> None:
        root, identity = self.kind.root, self.document.pk
        for at, op in enumerate(self.ops if root else ()):
            if op["op"] == "remove" and op["id"] == identity:
                message = f"the {root} itself cannot be removed, only put in the trash"
                raise Conflict("", [Problem(f"/ops/{at}/id", message)])
            if op["op"] == "put" and (op["kind"] == root) != (op["id"] == identity):
                message = f"a document has one {root}, with the id {identity!r}"
                raise Invalid([Problem(f"/ops/{at}/id", message)])

    def _check_foreign(self, changes: Changes) -> None:
        """Refuse new references to what is not there in the workspace (rule L7)."""
        new = self.stored.new_links(changes)
        problems = []
        for into in sorted({link[-1].document for link in new}):
            named = [link for link in new if link[-1].document == into]
            there = links.present(self.document, into, {link[2] for link in named})
            for holder, field, target, rule in named:
                if there.get(target) != rule.kind:
                    path = ops.locate(self.ops, holder, f"/{field}")
                    problems.append(Problem(path, f"the workspace has no {rule.kind} {target!r}"))
        if problems:
            raise Invalid(problems)

    def absent(self, named: list[tuple[str, str, str]]) -> set[str]:
        """Return those of (kind, field, id) in other documents that are not there."""
        rules = [(self.kind.by_name[kind].foreign[field], target) for kind, field, target in named]
        missing: set[str] = set()
        for into in sorted({rule.document for rule, __ in rules}):
            asked = [(rule.kind, target) for rule, target in rules if rule.document == into]
            there = links.present(self.document, into, {target for __, target in asked})
            missing |= {target for kind, target in asked if there.get(target) != kind}
        return missing

    def left(self, unsound: Collection[str]) -> list[undoing.Left]:
        """Name records as they are stored, or as the ops would have made them."""
        put = {op["id"]: (op["kind"], op["value"]) for op in self.ops if op["op"] == "put"}
        found = [(each, self.stored.get(each) or put.get(each)) for each in sorted(unsound)]
        return [undoing.named(identity, *held) for identity, held in found if held]

    def redact(self, record_id: str, field: str, holds: Callable[[str], bool]) -> Entry:
        """Blank a field's text in its row and enter that, so that followers do the same."""
        held = self.stored.get(record_id)
        stamped: list[Op] = []
        if held and said(held[1].get(field), holds):
            blank = {field: blanked(held[1][field])}
            stamped = [
                {"op": "patch", "kind": held[0], "id": record_id, "set": blank, "was": blank}
            ]
            changes: Changes = {record_id: (held[0], {**held[1], **blank})}
            self.stored.write(changes)
            self.stored.describe(changes)
        return self._enter(stamped)

    def _check_uses(self, changes: Changes) -> None:
        """Refuse removing what records of other documents name (rule L8)."""
        gone = sorted(identity for identity, held in changes.items() if held is None)
        if self.kind.root or not gone:
            return
        uses = links.uses(self.document.workspace_id, gone, into=self.kind.name)
        if uses:
            problems = [
                Problem(ops.locate_removal(self.ops, target), f"{target!r} is used")
                for target in sorted(uses)
            ]
            raise InUse(
                _("It is used elsewhere, so it cannot be removed."),
                problems,
                [use for each in uses.values() for use in each],
            )

    def _enter(self, stamped: list[Op]) -> Entry:
        document, entry = self.document, self.entry
        entry.ops = stamped
        entry.version = document.version = document.version + 1
        document.updated_at = entry.at
        entry.save(force_insert=True)
        at = connection.ops.adapt_datetimefield_value(entry.at)
        asked(_DOCUMENT, document.version, at, document.title, document.search, document.pk)
        transaction.on_commit(lambda: live.wake(document.pk, entry.version, entry), robust=True)
        return entry

"""Two records of a catalogue become one, in every journey that names them: all of it or nothing.

One transaction: a crash leaves everything as it was, and the same call again does it. Each journey
gets an entry of its own, which its author can take back there; so do those in the trash.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journeymap.documents import links, log
from journeymap.documents.errors import Conflict, InUse, Invalid, NotFound, Trashed, Use
from journeymap.documents.fields import Problem
from journeymap.documents.models import Document, Entry, Record
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace
from touchpoints import answers
from touchpoints.records import CATALOGUE

from . import labels, rows
from .commands.merge import merge_catalogue, merge_journey

#: A journey that begins to name the one that goes, while the others are changed, is seen next time.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """What was done: the catalogue's entry, the journeys' entries, how many answers followed."""

    entry: Entry
    journeys: tuple[Entry, ...]
    answers: int = 0


def merge(
    workspace: Workspace,
    actor: Actor,
    gone: str,
    kept: str,
    *,
    client_id: str,
    take: Collection[str] = (),
) -> Merged:
    """Have every journey name ``kept`` instead of ``gone``, then remove that.

    ``take`` names the fields in which the one that goes wins. The same client_id again returns
    what was done. Raises Refusal; Invalid with the paths ``/record``, ``/into``, ``/take/<at>``.
    """
    log.find(workspace.pk, actor, "edit")
    for _attempt in range(_TRIES - 1):
        try:
            return _merge(workspace, actor, gone, kept, client_id, take)
        except InUse:
            continue
    return _merge(workspace, actor, gone, kept, client_id, take)


@transaction.atomic
def _merge(
    workspace: Workspace,
    actor: Actor,
    gone: str,
    kept: str,
    client_id: str,
    take: Collection[str],
) -> Merged:
    if again := _before(workspace, actor, client_id, gone):
        return again
    kind, label = _checked(workspace, gone, kept, take)
    changed = []
    # Journeys first and in one order, then the catalogue: as every edit of a journey locks them.
    for document_id in sorted({u.document_id for u in _uses(workspace, gone)}):
        log.locked(document_id, actor, "restore")
        ops = merge_journey(log.records(document_id), kind, gone, kept)
        changed.append(
            log.commit(document_id, actor, ops, client_id=client_id, label=label, in_trash=True)
        )
    log.locked(workspace.pk, actor)
    ops = merge_catalogue(rows.catalogue(workspace.pk), kind, gone, kept, take)
    entry = log.commit(workspace.pk, actor, ops, client_id=client_id, label=label)
    followed = answers.follow(workspace, actor, kind, gone, kept)
    return Merged(entry, tuple(changed), followed)


def _uses(workspace: Workspace, identity: str) -> list[Use]:
    return links.uses(workspace.pk, [identity], into=CATALOGUE.name).get(identity, [])


def _before(workspace: Workspace, actor: Actor, client_id: str, gone: str) -> Merged | None:
    made = Entry.objects.filter(
        document__workspace=workspace,
        client_id=client_id,
        author_kind=actor.kind,
        author_id=actor.id,
    )
    found = made.filter(document=workspace.pk).first()
    if found is None:
        return None
    if not any(op["op"] == "remove" and op["id"] == gone for op in found.ops):
        raise Conflict("", [Problem("/client_id", "another edit has this client_id")])
    journeys = made.exclude(document=workspace.pk).select_related("document")
    return Merged(found, tuple(journeys.order_by("document_id")))


def _checked(workspace: Workspace, gone: str, kept: str, take: Collection[str]) -> tuple[str, str]:
    """Return the kind of the two, and what the entries are called."""
    held = Record.objects.filter(document=workspace.pk).exclude(kind="translation")
    found = {each.id: each for each in held.filter(id__in=(gone, kept))}
    if gone not in found:
        raise NotFound(_("There is no such record."))
    one, other = found[gone], found.get(kept)
    if other is None:
        raise Invalid([Problem("/into", f"there is no {one.kind} {kept!r} in the catalogue")])
    if other.kind != one.kind or gone == kept:
        raise Invalid([Problem("/into", f"expected another {one.kind}")])
    rules = CATALOGUE.by_name[one.kind].rules
    unknown = [
        Problem(f"/take/{at}", f"unknown field; known are {', '.join(rules)}")
        for at, name in enumerate(take)
        if name not in rules
    ]
    if unknown:
        raise Invalid(unknown)
    names = {"gone": one.value["name"][:80], "kept": other.value["name"][:80]}
    return one.kind, _("Merged “%(gone)s” into “%(kept)s”") % names


def undo(workspace: Workspace, actor: Actor, version: int, client_id: str) -> list[str]:
    """Take an own edit of the catalogue back, and what it did to journeys where it was a merge.

    Returns what is left as it is, in the reader's words. Answers stay with the one that they
    followed to.
    """
    with transaction.atomic():
        entry = Entry.objects.filter(document=workspace.pk, version=version).first()
        if entry is None:
            raise NotFound(_("There is no version %(version)s.") % {"version": version})
        same = Entry.objects.filter(
            document__workspace=workspace,
            client_id=entry.client_id,
            author_kind=actor.kind,
            author_id=actor.id,
        )
        changed = list(same.exclude(document=workspace.pk).order_by("document_id"))
        for each in changed:
            log.locked(each.document_id, actor, "restore")
        language = get_language() or "en"
        stays = log.undo(workspace.pk, actor, version, client_id)[1]
        left = [labels.left(each, language) for each in stays]
        for each in changed:
            try:
                stays = log.undo(each.document_id, actor, each.version, client_id)[1]
                left += [labels.left(each, language) for each in stays]
            except Trashed:
                title = Document.objects.get(pk=each.document_id).title
                left.append(_("%(title)s (in the trash)") % {"title": title})
    return left

"""Share links: how somebody without an account looks at one document, and nothing else.

A link's text is its id and a signature over it, so it can be shown again at any time, and who
reads only the database cannot make one. Whether it still opens is asked at every request.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import uuid
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.workspaces import audit
from journeymap.workspaces.access import Actor, allowed
from journeymap.workspaces.models import Role

from . import log
from .errors import Conflict, Invalid, NotFound
from .fields import Problem, Text
from .ids import uuid7
from .kinds import document_kind
from .models import Document, ShareLink

#: What of a link can be set.
SETTABLE = ("name", "view", "password", "embed", "expires_at")
#: A link opens so many days at most, unless it opens until it is revoked.
MOST_DAYS = 3650
_NAME = Text(limit=200, required=True)
_PASSWORD = Text(limit=128)
_MOST = datetime.timedelta(days=MOST_DAYS + 1)


class _Short(Signer):
    """A signer with the first 132 bits of the signature: links are printed and read aloud."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:22]


def _signer() -> Signer:
    return _Short(salt="journeymap.documents.sharing", sep=".")


def signed(link: ShareLink) -> str:
    """Return what stands in the address of a link: 45 letters, digits, ``-``, ``_`` and a dot."""
    short = base64.urlsafe_b64encode(uuid.UUID(link.pk).bytes).decode().rstrip("=")
    return _signer().sign(short)


def open_link(text: str) -> tuple[ShareLink, Actor]:
    """Return the link (with its document and workspace) and the guest who has it.

    NotFound, without a reason, for what was made up, revoked, has expired, or leads into the trash.
    """
    link = ShareLink.objects.select_related("document__workspace").filter(pk=_id(text)).first()
    if link is None or not works(link) or link.document.trashed_at:
        raise NotFound()
    guest = Actor(
        kind="guest",
        id=link.pk,
        name=link.name,
        workspace_id=link.document.workspace_id,
        document_id=link.document_id,
        cap=Role.VIEWER.value,
    )
    if not allowed(guest, "view", link.document):
        raise NotFound()
    return link, guest


def _id(text: str) -> str:
    """Return the id in a link's text; '' where the signature is not ours."""
    try:
        short = _signer().unsign(text)
        return str(uuid.UUID(bytes=base64.urlsafe_b64decode(short + "==")))
    except (BadSignature, ValueError, binascii.Error):
        return ""


def works(link: ShareLink) -> bool:
    """Tell whether the link itself opens now: it is neither revoked nor expired."""
    return not link.revoked_at and (not link.expires_at or link.expires_at > timezone.now())


def fits(link: ShareLink, password: str) -> bool:
    """Tell whether this is the link's password; slow on purpose."""
    return check_password(password, link.password)


def count_view(link: ShareLink) -> None:
    """Count one more view, and that it was today (in the active time zone); one UPDATE."""
    row = ShareLink.objects.filter(pk=link.pk)
    row.update(views=F("views") + 1, last_viewed_on=timezone.localdate())


def links_of(document_id: str, actor: Actor) -> QuerySet[ShareLink]:
    """Return a document's links, the newest first, revoked ones too; Refusal as ``log.find``.

    They are for those who may share: who has a link's address can hand it on.
    """
    held = ShareLink.objects.select_related("document")
    return held.filter(document=_shareable(document_id, actor))


def make_link(document_id: str, actor: Actor, **values: Any) -> ShareLink:
    """Make a link from ``SETTABLE`` values; a name is needed. Refusal as ``log.find``; Invalid."""
    document = _shareable(document_id, actor)
    link = ShareLink(id=uuid7(), document=document, created_by_id=actor.user_id)
    _set(link, values)
    with transaction.atomic():
        link.save(force_insert=True)
        _record("link_made", actor, link)
    return link


def change_link(document_id: str, link_id: str, actor: Actor, **values: Any) -> ShareLink:
    """Change some of the ``SETTABLE`` values; the address stays. ``password=""`` takes it away.

    Refusal as ``log.find``; Invalid; NotFound for no such link; Conflict for a revoked one.
    """
    with transaction.atomic():
        link = _locked(document_id, link_id, actor)
        if link.revoked_at:
            raise Conflict(_("This link was revoked. Make a new one."))
        before = {name: getattr(link, name) for name in SETTABLE}
        _set(link, values)
        if any(getattr(link, name) != held for name, held in before.items()):
            link.save(update_fields=SETTABLE)
            _record("link_changed", actor, link)
    return link


def revoke_link(document_id: str, link_id: str, actor: Actor) -> ShareLink:
    """End a link for good: it opens nothing from the next request on. Refusal; NotFound."""
    with transaction.atomic():
        link = _locked(document_id, link_id, actor)
        if not link.revoked_at:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            _record("link_revoked", actor, link)
    return link


def _shareable(document_id: str, actor: Actor) -> Document:
    document = log.find(document_id, actor, "share")
    if not document_kind(document.kind).root:
        raise NotFound(_("There is no such document."))
    return document


def _locked(document_id: str, link_id: str, actor: Actor) -> ShareLink:
    document = _shareable(document_id, actor)
    found = ShareLink.objects.select_for_update().filter(document=document, pk=link_id).first()
    if found is None:
        raise NotFound(_("There is no such link."))
    found.document = document
    return found


def _record(what: str, actor: Actor, link: ShareLink) -> None:
    document = link.document
    audit.record(document.workspace_id, actor, what, document.title, link=link.name)


def _set(link: ShareLink, values: dict[str, Any]) -> None:
    """Put the values into the link, the password as its hash; Invalid says what is wrong."""
    if unknown := values.keys() - set(SETTABLE):
        raise TypeError(f"a link has no {', '.join(sorted(unknown))}")
    password = values.get("password")
    for name, value in values.items():
        if name != "password":
            setattr(link, name, value)
    if found := [*_problems(link, values), *_password_problems(password or "")]:
        raise Invalid(found)
    link.name = link.name.strip()
    if password is not None:
        link.password = make_password(password) if password else ""


def _problems(link: ShareLink, values: dict[str, Any]) -> list[Problem]:
    found = list(_NAME.problems(link.name, "/name"))
    if link.view not in ShareLink.View.values:
        found.append(Problem("/view", f"expected one of {', '.join(ShareLink.View.values)}"))
    expires: datetime.datetime | None = values.get("expires_at")
    if expires and not timezone.now() < expires < timezone.now() + _MOST:
        message = f"expected a time to come, within {MOST_DAYS} days"
        found.append(Problem("/expires_at", message))
    if link.embed and (link.password if values.get("password") is None else values["password"]):
        # What is embedded gets no cookie of ours, so the password could never be kept.
        found.append(Problem("/embed", "a link with a password cannot be embedded"))
    return found


def _password_problems(password: str) -> list[Problem]:
    found = list(_PASSWORD.problems(password, "/password"))
    if found or not password:
        return found
    try:
        validate_password(password)
    except ValidationError as error:
        return [Problem("/password", text) for text in error.messages]
    return []

"""Mails to those who are mentioned in a comment: by whom, in which journey, and where to read it.

What was said stays in the house: a mail holds no word of it. Mails are sent after the edit is
acknowledged, one after the other beside it; one that cannot be sent is a line in the log, as the
mention stands on the home page anyway.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from journeymap.documents.edit import COMMENT
from journeymap.documents.fields import Json
from journeymap.documents.models import Entry
from journeymap.workspaces.models import Membership

logger = logging.getLogger(__name__)
#: Sends mails; who waits for it (tests, the end of the process) waits until they are sent.
POST = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mentions")


def maybe(ops: Json) -> bool:
    """Tell whether untrusted ops may mention anybody; cheap, so that most edits ask no more."""
    held = ops if isinstance(ops, list) else ()
    inner = (op.get("value") or op.get("set") for op in held if isinstance(op, dict))
    return any(isinstance(each, dict) and each.get("mentions") for each in inner)


def tell(entry: Entry, address: str) -> None:
    """Send a mail to every member whom the entry newly mentions and who has an address.

    ``address`` is the journey's; the comment is added to it.
    """
    messages = list(_messages(entry, address))
    if messages:
        POST.submit(_send, messages)


def named(entry: Entry) -> dict[str, str]:
    """Return whom an entry newly mentions, as (person, id of the first comment that does)."""
    found: dict[str, str] = {}
    for op in entry.ops:
        if op["kind"] == COMMENT and op["op"] != "remove":
            before = (op["was"] or {}).get("mentions") or ()
            for person in (op.get("value") or op.get("set")).get("mentions") or ():
                if person not in before:
                    found.setdefault(person, op["id"])
    return found


def _messages(entry: Entry, address: str) -> Iterator[EmailMessage]:
    people = named(entry)
    document = entry.document
    members = Membership.objects.filter(
        workspace_id=document.workspace_id, user__is_active=True, user_id__in=_users(people)
    )
    for member in members.exclude(user__email="").select_related("user__profile", "workspace"):
        user = member.user
        if (entry.author_kind, entry.author_id) == ("user", str(user.pk)):
            continue
        profile = getattr(user, "profile", None)
        language = (profile and profile.language) or member.workspace.language
        told = {
            "who": entry.author_name,
            "journey": document.title,
            "workspace": member.workspace.name,
            "link": f"{address}?talk={people[f'user:{user.pk}']}",
        }
        with translation.override(language):
            subject = _("%(who)s mentioned you in %(journey)s") % told
            body = _(
                "%(who)s mentioned you in a comment on the journey %(journey)s, in the workspace "
                "%(workspace)s. Read and answer it here:\n\n%(link)s\n"
            )
        yield EmailMessage(" ".join(subject.split()), body % told, to=[user.email])


def _users(people: Iterable[str]) -> list[int]:
    ids = (person.partition(":") for person in people)
    return [int(identity) for kind, _, identity in ids if kind == "user" and identity.isdecimal()]


def _send(messages: list[Any]) -> None:
    try:
        get_connection().send_messages(messages)
    except Exception:  # whatever a mail server does, the comment was made
        logger.warning(
            "%d mails to who was mentioned could not be sent", len(messages), exc_info=True
        )

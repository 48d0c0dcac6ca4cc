"""Edits of a document: into the log by the door, out of the log in order; and taking them back."""

from __future__ import annotations

import threading
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents import live, log
from journeymap.documents.entries import entry_shape
from journeys import labels, mentions

from .base import ClientId, DocumentView, Shape
from .conditional import version_tag, wanted_version

#: A client may wait so long for the next edit, and so many may wait at once in this process.
MOST_SECONDS = 25
_WAITING = threading.BoundedSemaphore(32)


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Op"}})
class OpsField(serializers.JSONField):
    """Operations; the door reads them."""


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/StampedOp"}})
class StampedOpsField(serializers.JSONField):
    """Operations with what each replaced."""


class EditIn(Shape):
    """An edit: what to do, under an id of the client's own that makes a retry safe."""

    client_id = ClientId()
    label = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=200, default=""
    )
    ops = OpsField()
    if_version = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=2**31 - 1, default=None
    )


class UndoIn(Shape):
    """Which entry of one's own to take back, under an id that makes a retry safe."""

    client_id = ClientId()
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class AuthorOut(serializers.Serializer[Any]):
    """Who made an edit: a user, a token, a guest, or the system itself."""

    kind = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class EntryOut(serializers.Serializer[Any]):
    """An edit as the log keeps it: its ops with what they replaced and what followed from them."""

    version = serializers.IntegerField()
    client_id = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    author = AuthorOut()
    at = serializers.DateTimeField()
    ops = StampedOpsField()
    undoes = serializers.IntegerField(allow_null=True)


class LeftOut(serializers.Serializer[Any]):
    """A record, or one ``field`` of it, that stays as it is; ``text`` says it in words."""

    id = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    field = serializers.CharField(required=False)
    text = serializers.CharField()


class UndoneOut(EntryOut):
    """What undid the edit; ``left`` is what stays as it is, because others changed it since."""

    left = LeftOut(many=True)


class EditsQuery(Shape):
    """Which edits: those past a version, so many at most; how many seconds to wait for one."""

    after = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1, default=0)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=500, default=100)
    wait = serializers.IntegerField(required=False, min_value=0, max_value=MOST_SECONDS, default=0)


class EditsOut(serializers.Serializer[Any]):
    """Edits in their order, the document's version, and whether there are ``more``."""

    version = serializers.IntegerField()
    results = EntryOut(many=True)
    more = serializers.BooleanField()


class EditsView(DocumentView):
    """The log of a document."""

    needs = {"GET": "view", "POST": "comment"}

    @extend_schema(parameters=[EditsQuery], responses=EditsOut)
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """List edits past a version, oldest first; with wait, as soon as there is one."""
        query = self.asked(EditsQuery)
        version = _awaited(self.document.pk, self.document.version, **query)
        entries = log.since(self.document.pk, query["after"], limit=query["limit"])
        results = [entry_shape(each) for each in entries]
        last = results[-1]["version"] if results else query["after"]
        told = {"version": version, "results": results, "more": last < version}
        return Response(told, headers={"ETag": version_tag(version)})

    @extend_schema(request=EditIn, responses=EntryOut)
    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        """Make an edit; the same client_id again returns what it made the first time."""
        sent = self.sent(EditIn)
        wanted = wanted_version(request, sent.pop("if_version"), self.document.version)
        ops = sent.pop("ops")
        mentions_now = mentions.maybe(ops) and not log.known(self.document.pk, sent["client_id"])
        entry = log.commit(self.document.pk, self.actor, ops, if_version=wanted, **sent)
        if mentions_now:
            there = reverse("journey", args=[self.document.pk])
            mentions.tell(entry, request.build_absolute_uri(there))
        return Response(entry_shape(entry))


class UndoView(DocumentView):
    """Taking back one's own edits."""

    needs = {"POST": "comment"}

    @extend_schema(request=UndoIn, responses=UndoneOut)
    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        """Take back one of your own edits; undoing that one is redo."""
        sent = self.sent(UndoIn)
        entry, left = log.undo(self.document.pk, self.actor, **sent)
        language = get_language() or "en"
        told = [{**each, "text": labels.left(each, language)} for each in left]
        return Response(entry_shape(entry) | {"left": told})


def _awaited(document_id: str, version: int, after: int, wait: int, **_more: Any) -> int:
    """Return the version as soon as it is past ``after``; at once where too many wait already."""
    if version > after or not wait or not _WAITING.acquire(blocking=False):
        return version
    try:
        return live.wait(document_id, after, wait)
    finally:
        _WAITING.release()

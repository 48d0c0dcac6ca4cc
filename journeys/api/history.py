"""The history of a journey: entries in words, versions as they were, what differs, names."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents import versions
from journeymap.documents.models import VersionName
from journeymap.documents.record import plain
from journeymap.documents.versions import Asked
from journeys import diff, labels, rows, timeline
from journeys.kept import digest
from journeys.timeline import Line
from journeys.words import LANGUAGES

from .base import ClientId, DocumentView, Shape
from .conditional import answer
from .edits import AuthorOut, LeftOut
from .paging import MOST
from .readings import GraphOut, GraphView, NoQuery
from .shapes import AnyObject, as_json

_MOST = 2**31 - 1


class InLanguage(Shape):
    """The language of the words; that of the request where none is named."""

    language = serializers.ChoiceField(required=False, choices=LANGUAGES)


class HistoryQuery(InLanguage):
    """Which entries: older than a version, so many, that touched one record (then with the values
    of its fields), of one author (as ``user:7``), of versions with a name."""

    before = serializers.IntegerField(required=False, min_value=1, max_value=_MOST)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=50)
    record = serializers.CharField(required=False, max_length=64, default="")
    by = serializers.CharField(required=False, max_length=100, default="")
    named = serializers.BooleanField(required=False, default=False)


class FieldOut(serializers.Serializer[Any]):
    """A field that changed, its values in words."""

    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()


class DidOut(serializers.Serializer[Any]):
    """One thing that was done, and to which record."""

    how = serializers.ChoiceField(
        choices=("added", "removed", "renamed", "moved", "changed", "redacted", "nothing")
    )
    kind = serializers.CharField(allow_blank=True)
    id = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    fields_changed = FieldOut(many=True)


class LineOut(serializers.Serializer[Any]):
    """An entry in words; ``first`` to ``version`` are several of one person typing in one field.

    ``document`` is where it was made: in the journey, or in the catalogue that it shows. Of an
    entry that did very much, ``did`` holds the first things and ``counts`` says how much there was.
    """

    document = serializers.ChoiceField(choices=("journey", "catalogue"))
    version = serializers.IntegerField()
    first = serializers.IntegerField()
    at = serializers.DateTimeField()
    author = AuthorOut()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    name = serializers.CharField(allow_blank=True)
    undoes = serializers.IntegerField(allow_null=True)
    did = DidOut(many=True)
    counts = serializers.CharField(allow_blank=True)


class HistoryOut(serializers.Serializer[Any]):
    """Entries in words, newest first; ``older`` is what ``before`` is for the next page."""

    version = serializers.IntegerField()
    results = LineOut(many=True)
    older = serializers.IntegerField(allow_null=True)


class HistoryView(DocumentView):
    """The log of a journey in words."""

    @extend_schema(operation_id="list_history", parameters=[HistoryQuery], responses=HistoryOut)
    def get(self, request: Request, id: str) -> HttpResponse:
        """List what was done, newest first, in words."""
        query = self.asked(HistoryQuery)
        language = query.pop("language", None) or get_language() or "en"
        asked = Asked(**query)
        etag = digest("history", *self._stamp(), language, *dataclasses.astuple(asked))
        return answer(request, etag, lambda: self._made(asked, language))

    def _stamp(self) -> tuple[object, ...]:
        document = self.document
        shared = rows.versions(document.pk).catalogue
        names = versions.names_stamp(document.pk)
        return document.pk, document.created_at, document.version, shared, names

    def _made(self, asked: Asked, language: str) -> bytes:
        found = timeline.read(self.document, asked, language)
        lines = [_line(each) for each in found.lines]
        told = {"version": self.document.version, "results": lines, "older": found.older}
        return as_json(told)


def _line(line: Line) -> dict[str, Any]:
    entry, told = line.entry, line.told
    return {
        "document": "catalogue" if line.shared else "journey",
        "version": line.version,
        "first": line.first,
        "at": entry.at,
        "author": {"kind": entry.author_kind, "name": entry.author_name},
        "label": entry.label,
        "name": line.name,
        "undoes": entry.undoes,
        "did": [
            {
                "how": did.how,
                "kind": did.kind,
                "id": did.id,
                "text": did.text,
                "fields_changed": [field._asdict() for field in did.fields],
            }
            for did in told.did
        ],
        "counts": told.counts,
    }


class NamedOut(serializers.Serializer[Any]):
    """A version that somebody named, and when."""

    version = serializers.IntegerField()
    name = serializers.CharField()
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class NamedListOut(serializers.Serializer[Any]):
    """Named versions, the newest first."""

    version = serializers.IntegerField()
    results = NamedOut(many=True)


class NameIn(Shape):
    """A name for a version."""

    name = serializers.CharField(max_length=200)


class VersionsView(DocumentView):
    """The named versions."""

    @extend_schema(operation_id="list_versions", responses=NamedListOut)
    def get(self, request: Request, id: str) -> Response:
        """List the named versions; each version there is has its number, 1 to ``version``."""
        held = versions.names(self.document.pk).values()
        return Response(
            {"version": self.document.version, "results": [_named(each) for each in held]}
        )


def _named(held: VersionName) -> dict[str, Any]:
    by = held.by.get_full_name() or held.by.get_username() if held.by else ""
    return {"version": held.version, "name": held.name, "by": by, "at": held.at}


class VersionView(GraphView):
    """One version: the journey as it was, with the catalogue's names of that moment."""

    needs = {"GET": "view", "POST": "edit", "DELETE": "edit"}
    query = NoQuery

    @extend_schema(operation_id="get_version", responses=GraphOut)
    def get(self, request: Request, id: str, version: int) -> HttpResponse:  # type: ignore[override]
        """Get a journey as it was at a version; it never changes, but for what is redacted."""
        stamp = versions.redactions(self.document.pk, self.document.workspace_id)
        etag = digest("version", self.document.pk, self.document.created_at, version, stamp)
        self.versions = rows.Versions(self.document.version, 0)
        return answer(request, etag, lambda: self.make({"version": version}))

    @extend_schema(operation_id="name_version", request=NameIn, responses=NamedOut)
    def post(self, request: Request, id: str, version: int) -> Response:
        """Give a version a name, or another one."""
        wanted = self.sent(NameIn)["name"]
        return Response(_named(versions.name(self.document.pk, self.actor, version, wanted)))

    @extend_schema(operation_id="unname_version", responses={204: None})
    def delete(self, request: Request, id: str, version: int) -> Response:
        """Take a version's name away; the version stays."""
        versions.unname(self.document.pk, self.actor, version)
        return Response(status=204)


class RestoreIn(Shape):
    """Which record is brought back, where not all; the version that the client has seen."""

    client_id = ClientId()
    record = serializers.CharField(required=False, allow_blank=True, max_length=64, default="")
    label = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=200, default=""
    )
    if_version = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=_MOST, default=None
    )


class RestoredOut(serializers.Serializer[Any]):
    """The version that the journey is at now; ``left`` is what could not come back."""

    version = serializers.IntegerField()
    left = LeftOut(many=True)


class RestoreVersion(DocumentView):
    """Bringing a version back."""

    needs = {"POST": "edit"}

    @extend_schema(operation_id="restore_version", request=RestoreIn, responses=RestoredOut)
    def post(self, request: Request, id: str, version: int) -> Response:
        """Make the journey, or one record, what it was at a version: an edit that can be undone."""
        sent = self.sent(RestoreIn)
        entry, left = versions.restore(self.document.pk, self.actor, version, **sent)
        language = get_language() or "en"
        told = [{**each, "text": labels.left(each, language)} for each in left]
        return Response({"version": entry.version, "left": told})


class SaidOut(serializers.Serializer[Any]):
    """A difference in words, and which record it is about."""

    how = serializers.ChoiceField(choices=("added", "removed", "moved", "changed"))
    kind = serializers.CharField()
    id = serializers.CharField()
    text = serializers.CharField()


class DiffOut(serializers.Serializer[Any]):
    """What leads from one version to another: records as (kind, value), fields, and words."""

    added = serializers.ListField(child=AnyObject())
    removed = serializers.ListField(child=AnyObject())
    changed = serializers.ListField(child=AnyObject())
    moved = serializers.ListField(child=AnyObject())
    said = SaidOut(many=True)


class DiffView(DocumentView):
    """What differs between two versions."""

    @extend_schema(operation_id="compare_versions", parameters=[InLanguage], responses=DiffOut)
    def get(self, request: Request, id: str, version: int, other: int) -> HttpResponse:
        """Get what leads from one version to another, record by record, and in words."""
        language = self.asked(InLanguage).get("language") or get_language() or "en"
        stamp = versions.redactions(self.document.pk, self.document.workspace_id)
        parts = (self.document.pk, self.document.created_at, version, other, stamp, language)
        etag = digest("diff", *parts)
        return answer(request, etag, lambda: self._made(version, other, language))

    def _made(self, version: int, other: int, language: str) -> bytes:
        before, after = (rows.load(self.document.pk, each) for each in (version, other))
        found = diff.diff(before, after)
        shared = diff.shared_diff(before, after)
        said = diff.said(found, before, after, language)
        said += diff.said(shared, before, after, language)
        return as_json(
            {
                "added": [{"kind": kind, **value} for kind, value in found.added],
                "removed": [{"kind": kind, **value} for kind, value in found.removed],
                "changed": plain(found.changed + shared.changed),
                "moved": [{"kind": kind, "id": identity} for kind, identity in found.moved],
                "said": [each._asdict() for each in said],
            }
        )

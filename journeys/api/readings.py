"""What is read of one journey: graph and outline; each reading is kept by its digest.

Reading newest rows takes several queries, between which somebody may edit. What was not read at
the versions that name it is read again, and never kept under the wrong name.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from journeymap.asking import asked as rows_of
from journeymap.documents.errors import Invalid
from journeymap.documents.models import Document
from journeymap.documents.record import plain
from journeymap.workspaces.access import allowed
from journeys import diagrams, overlay, rows, voices
from journeys.formats.document import value_of
from journeys.graph import JOURNEY, Graph
from journeys.kept import Moved, digest
from journeys.outline import outline
from journeys.words import LANGUAGES
from touchpoints import hearing
from touchpoints.measures import Measures
from touchpoints.records import CATALOGUE

from .base import DocumentView, Shape
from .conditional import answer
from .problems import Fault
from .shapes import AnyObject, as_json

_VERSION = f"SELECT version FROM {Document._meta.db_table} WHERE id = %s"  # noqa: S608


class AnswersQuery(Shape):
    """Which answers are heard: what is published, or for those who may read single answers a
    choice of the newest, also beside another one. Days are the workspace's, both included."""

    answers = serializers.ChoiceField(
        required=False, choices=("newest",), help_text="Rather than what is published."
    )
    since = serializers.CharField(required=False, help_text="The first day: 2026-03-02.")
    until = serializers.CharField(required=False, help_text="The last day.")
    round = serializers.CharField(required=False, help_text="The id of a survey round.")
    touchpoint = serializers.CharField(required=False, help_text="The id of a touchpoint.")
    segment = serializers.CharField(required=False, help_text="The id of a customer group.")
    channel = serializers.CharField(required=False)
    unit = serializers.CharField(required=False)
    region = serializers.CharField(required=False)
    answers_language = serializers.CharField(required=False, help_text="That was answered in.")
    compare = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="With which answers to compare: a query string of the same names, as "
        "`unit=Oulu&since=2026-03-02` (percent-encoded); empty: with all answers.",
    )


class NoQuery(Shape):
    """Nothing to ask for."""


class VersionQuery(Shape):
    """Which version of the journey; the newest where none is named."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class Reading(DocumentView):
    """A body made of a journey; ``make`` makes it, ``measured`` says whether of answers too."""

    query: ClassVar[type[Shape]] = VersionQuery
    measured: bool = False
    #: Those who may read single answers hear the newest ones without asking for them.
    newest: ClassVar[bool] = False
    media_type = "application/json"

    def asked_for(self, request: Request) -> str:
        """Return which action this is: to choose among answers is to read single ones."""
        chooses = self.measured and not overlay.CHOOSING.isdisjoint(request.query_params)
        return "answers" if chooses else super().asked_for(request)

    def read(self, request: Request, *options: object, filename: str = "") -> HttpResponse:
        """Answer with what is kept under the digest, else with what ``make`` makes."""
        asked = self.asked(self.query)
        beside = self.beside(asked)
        shared = _version(self.document.workspace_id)
        versions = rows.Versions(self.document.version, shared)
        if self.measured:
            self._listen(asked)
        for _attempt in range(5):
            heard = hearing.stamp(self.document.pk, single=self.single) if self.measured else ""
            stamp = (heard, self.single) if self.measured else ""
            etag = digest(
                type(self).__name__,
                self.document.workspace_id,
                self.document.pk,
                self.document.created_at,
                *versions,  # an old version's too: redaction changes what has been
                stamp,
                diagrams.RENDERER_VERSION,
                sorted(asked.items()),
                *options,
                *beside,
            )
            self.versions, self.stamp = versions, heard
            try:
                return answer(request, etag, lambda: self.make(asked), self.media_type, filename)
            except Moved:
                versions, beside = rows.versions(self.document.pk), self.beside(asked)
        raise Fault(503, _("The journey is being changed too quickly to be read; try again."))

    def beside(self, asked: dict[str, Any]) -> tuple[object, ...]:
        """Return what else than the journey the body is made of; 400 where it cannot be."""
        return ()

    def graph(self, asked: dict[str, Any]) -> Graph:
        """Return the graph at the versions of the digest; Moved where they are past."""
        version = asked.get("version")
        graph = rows.load(self.document.pk, version)
        if version is None and rows.versions(self.document.pk) != self.versions:
            raise Moved
        return graph

    def _listen(self, asked: dict[str, Any]) -> None:
        """Take which answers are asked for; 400 where that is not understood."""
        try:
            self.overlay = overlay.of(asked, self.document)
        except Invalid as found:
            errors = [{"parameter": p.path[1:], "detail": p.message} for p in found.problems]
            raise Fault(400, _("The query is not understood."), errors) from None
        self.single = self.overlay.chosen  # who may not choose was refused before
        if self.newest and not self.single:
            self.single = allowed(self.actor, "answers", self.document)

    def measures(self, language: str) -> Measures:
        """Return the measures at the stamp of the digest; Moved where it is past."""
        held = overlay.measures(self.document, self.overlay, single=self.single, language=language)
        if held.stamp != self.stamp or (held.beside and held.beside.stamp != self.stamp):
            raise Moved
        return held

    def heard(self, graph: Graph, language: str) -> Measures:
        """Return the measures with how often findings are met and how evenly steps go."""
        held, said = self.measures(language), graph.findings
        return voices.told(held, self.document, said, single=self.single, evenly=True)

    def make(self, asked: dict[str, Any]) -> bytes:
        """Make the body."""
        raise NotImplementedError


def _version(document_id: str) -> int:
    """Return a document's version."""
    return int(rows_of(_VERSION, document_id)[0][0])


@extend_schema_field({"$ref": "#/components/schemas/JourneyFile"})
class GraphField(serializers.JSONField):
    """A journey as a file has it."""


class GraphOut(serializers.Serializer[Any]):
    """A journey with the catalogue records it uses, and the versions of both.

    ``graph`` is a file as ``POST journeys/`` takes it; what a record leaves out has its default.
    ``catalogue_version`` is null for an old version.
    """

    id = serializers.CharField()
    workspace = serializers.CharField()
    version = serializers.IntegerField()
    catalogue_version = serializers.IntegerField(allow_null=True)
    graph = GraphField()


class GraphView(Reading):
    """The journey as a graph: all its records, and the catalogue records it uses."""

    @extend_schema(parameters=[VersionQuery], responses=GraphOut)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Get a journey with all its records and the catalogue records it uses."""
        return self.read(request)

    def make(self, asked: dict[str, Any]) -> bytes:
        """Make the JSON."""
        version = asked.get("version")
        graph = self.graph(asked)
        empty: dict[str, Any] = {kind.plural: [] for kind in JOURNEY.records[1:]}
        shared: dict[str, Any] = {kind.plural: [] for kind in CATALOGUE.records}
        file = value_of(graph)
        told = {
            "id": self.document.pk,
            "workspace": self.document.workspace_id,
            "version": version or self.versions.journey,
            "catalogue_version": self.versions.catalogue if version is None else None,
            "graph": empty | file | {"catalogue": shared | file.get("catalogue", {})},
        }
        return as_json(told)


class LanguageQuery(VersionQuery):
    """Which version, in which language; the journey's own where none is named."""

    language = serializers.ChoiceField(required=False, choices=LANGUAGES)


class OutlineOut(serializers.Serializer[Any]):
    """The journey in words: paragraphs, then sections with sentences and tables."""

    title = serializers.CharField()
    language = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    sections = serializers.ListField(child=AnyObject())


class OutlineQuery(LanguageQuery, AnswersQuery):
    """In which language, of which version, with which answers."""


class OutlineView(Reading):
    """The journey in words and tables: the equal of its pictures."""

    query = OutlineQuery
    measured = True

    @extend_schema(parameters=[OutlineQuery], responses=OutlineOut)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Get a journey in words and tables, the equal of its pictures."""
        return self.read(request)

    def make(self, asked: dict[str, Any]) -> bytes:
        """Make the JSON."""
        graph = self.graph(asked)
        language = asked.get("language") or graph.journey.language
        return as_json(plain(outline(graph, self.heard(graph, language), language)))

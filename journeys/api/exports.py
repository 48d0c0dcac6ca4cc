"""A journey as a file of a format, and as several files in a pack."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from journeymap.documents.errors import NotFound
from journeys import overlay, taking
from journeys.formats import FORMATS

from .base import AsIs
from .pictures import Drawn, DrawQuery, address
from .problems import Fault
from .readings import AnswersQuery, LanguageQuery, Reading
from .shapes import as_json, losses_shape

#: Parts of a pack.
MOST = 100


class ExportQuery(LanguageQuery, AnswersQuery):
    """Which version, or instead of the file a list of what the format cannot carry; of formats
    that are written for people also in which language and with which answers."""

    losses = serializers.BooleanField(required=False, default=False)


class ExportView(Reading):
    """The journey as a file."""

    query = ExportQuery
    renderer_classes = (AsIs,)

    def asked_for(self, request: Request) -> str:
        """Return which action this is; only what is written for people tells answers."""
        wanted = FORMATS.get(self.kwargs["name"])
        self.measured = bool(wanted and wanted.tells)
        return super().asked_for(request)

    @extend_schema(
        parameters=[address("name", (f.name for f in FORMATS.values() if f.writes)), ExportQuery],
        responses={
            (200, each.media_type): OpenApiTypes.ANY
            for each in FORMATS.values()
            if each.writes and each.name != "json"
        }
        | {(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, id: str, name: str) -> HttpResponse:
        """Get a journey as a file, or a list of what the format cannot carry."""
        wanted = FORMATS.get(name)
        if wanted is None or not wanted.writes:
            raise NotFound()
        filename = ""
        if not self.asked(self.query)["losses"]:
            self.media_type = wanted.media_type
            filename = taking.filename(self.document.title, taking.offer(name))
        return self.read(request, name, filename=filename)

    def beside(self, asked: dict[str, Any]) -> tuple[object, ...]:
        """Refuse (400) to tell in a language or with answers what is not written for people."""
        told = sorted({"language", *overlay.CHOOSING} & asked.keys())
        if told and not self.measured:
            detail = _("is for formats that are written for people")
            errors = [{"parameter": each, "detail": detail} for each in told]
            raise Fault(400, _("The query is not understood."), errors)
        return ()

    def make(self, asked: dict[str, Any]) -> bytes:
        """Write the file."""
        graph, form = self.graph(asked), FORMATS[self.kwargs["name"]]
        language = asked.get("language") or graph.journey.language
        heard = self.heard(graph, language) if self.measured else None
        written = form.write(graph, heard, language if form.tells else "")
        if not asked["losses"]:
            return written.data
        return as_json({"losses": losses_shape(written.losses)})


class PackQuery(DrawQuery):
    """Which files, and how to draw them."""

    parts = serializers.CharField(
        max_length=4000,
        help_text="Comma between: `map.pdf` (a diagram as a kind of file), `json` (a format) or a "
        "pattern of them, `*.svg`.",
    )


class PackView(Drawn):
    """Several files of the journey in a zip, with a manifest."""

    query = PackQuery
    media_type = taking.ZIP

    @extend_schema(
        parameters=[PackQuery],
        responses={(200, taking.ZIP): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, id: str) -> HttpResponse:
        """Get several files of a journey in a zip; its manifest says what each cannot carry."""
        return self.read(request, filename=f"{taking.slug(self.document.title)}.zip")

    def which(self, asked: dict[str, Any]) -> list[str]:
        """Return those of the parts; 400 where a part is none."""
        try:
            self.parts = taking.chosen(each.strip() for each in asked["parts"].split(","))
        except taking.Unoffered as error:
            errors = [{"parameter": "parts", "detail": str(error)}]
            raise Fault(400, _("The query is not understood."), errors) from None
        if len(self.parts) > MOST:
            errors = [{"parameter": "parts", "detail": _("are more than %d") % MOST}]
            raise Fault(400, _("The query is not understood."), errors)
        return [each.diagram for each in self.parts if each.diagram]

    def make(self, asked: dict[str, Any]) -> bytes:
        """Make the files and pack them."""
        graph, files = self.take([each.part for each in self.parts], asked)
        root = graph.journey
        version = asked.get("version") or self.versions.journey
        language = asked.get("language") or root.language
        about = taking.About(root.id, root.title, version, language, asked["theme"])
        return taking.pack(files, about).data

"""Pictures of a journey."""

from __future__ import annotations

import threading
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from journeymap.documents.errors import NotFound
from journeys import diagrams
from journeys.diagrams.options import Options

from .base import AsIs
from .problems import Fault
from .readings import AnswersQuery, LanguageQuery, Reading

#: So many diagrams are drawn at once in this process; others wait for their turn, so many seconds.
_DRAWING = threading.BoundedSemaphore(4)
_PATIENCE = 20


class DiagramQuery(LanguageQuery, AnswersQuery):
    """How to draw: the language, light or dark, which answers, and whether as a file to keep."""

    theme = serializers.ChoiceField(required=False, choices=("light", "dark"), default="light")
    download = serializers.BooleanField(required=False, default=False)
    customer_view = serializers.BooleanField(required=False, default=False)
    scale = serializers.IntegerField(
        required=False, min_value=1, max_value=4, default=1, help_text="Of PNG: pixels to the px."
    )


class DiagramView(Reading):
    """A picture of the journey."""

    query = DiagramQuery
    measured = True
    renderer_classes = (AsIs,)

    @extend_schema(
        parameters=[DiagramQuery],
        responses={
            (200, kind.media_type): OpenApiResponse(OpenApiTypes.BINARY)
            for kind in diagrams.KINDS.values()
        },
    )
    def get(self, request: Request, id: str, name: str, ext: str) -> HttpResponse:
        """Draw a journey: one of its diagrams, as a file of a kind."""
        if name not in diagrams.DIAGRAMS or ext not in diagrams.KINDS:
            raise NotFound()
        self.media_type = diagrams.KINDS[ext].media_type
        wanted = request.query_params.get("download") in ("true", "1")
        return self.read(request, name, ext, filename=f"{id}-{name}.{ext}" if wanted else "")

    def make(self, asked: dict[str, Any]) -> bytes:
        """Draw it; Fault where too many are being drawn."""
        graph = self.graph(asked)
        options = Options(
            language=asked.get("language", ""),
            theme=asked["theme"],
            version=asked.get("version") or self.versions.journey,
            customer_view=asked["customer_view"],
        )
        name, ext = self.kwargs["name"], self.kwargs["ext"]
        measures = self.measures(options.language or graph.journey.language)
        if not _DRAWING.acquire(timeout=_PATIENCE):
            raise Fault(503, _("Too many diagrams are being drawn; try again."))
        try:
            output = diagrams.Output(scale=asked["scale"])
            return diagrams.render(name, ext, graph, measures, options, output)
        finally:
            _DRAWING.release()

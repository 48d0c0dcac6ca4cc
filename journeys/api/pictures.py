"""Pictures of a journey, and diagrams of nothing."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from journeymap.documents.errors import Invalid, NotFound
from journeymap.workspaces.access import Actor
from journeys import diagrams, taking
from journeys.against import Against, against
from journeys.diagrams.picture import PAPERS
from journeys.graph import Graph
from journeys.kept import Moved, digest
from journeys.words import LANGUAGES

from .base import Api, AsIs, Shape
from .conditional import answer
from .problems import Fault
from .readings import AnswersQuery, LanguageQuery, Reading

#: So many requests are drawn at once in this process, so many of them one person's; others wait for
#: their turn, so many seconds.
AT_ONCE, OF_ONE = 4, 3
_PATIENCE = 20.0
_drawing: Counter[str] = Counter()
_changed = threading.Condition()
#: Bytes that are made for one request, and seconds that it may take.
LARGEST, LONGEST = 60_000_000, 120.0


@contextmanager
def turn(actor: Actor) -> Iterator[None]:
    """Draw within; Fault where too many are being drawn."""
    who = actor.person

    def free() -> bool:
        return _drawing.total() < AT_ONCE and _drawing[who] < OF_ONE

    with _changed:
        if not _changed.wait_for(free, _PATIENCE):
            raise Fault(503, _("Too many diagrams are being drawn; try again."))
        _drawing[who] += 1
    try:
        yield
    finally:
        with _changed:
            _drawing[who] -= 1
            if not _drawing[who]:
                del _drawing[who]
            _changed.notify_all()


class SheetQuery(Shape):
    """Light or dark, and how the drawing is put into a file."""

    theme = serializers.ChoiceField(required=False, choices=("light", "dark"), default="light")
    scale = serializers.IntegerField(
        required=False, min_value=1, max_value=4, default=1, help_text="Of PNG: pixels to the px."
    )
    paper = serializers.ChoiceField(
        required=False,
        choices=tuple(PAPERS),
        help_text="Fitted to a sheet; without it the sheet is as large as the drawing.",
    )
    tiled = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Over as many sheets of that paper as it needs, for a wall.",
    )
    words = serializers.BooleanField(
        required=False, default=True, help_text="Followed by the journey in words (PDF)."
    )


class DrawQuery(LanguageQuery, AnswersQuery, SheetQuery):
    """How to draw: language and colours, which answers, on which paper, compared with what."""

    customer_view = serializers.BooleanField(required=False, default=False)
    against = serializers.CharField(
        required=False,
        max_length=64,
        help_text="Of what compares: the id of a journey; else what this one is derived from.",
    )
    against_version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="A version of that journey; without `against` of this one.",
    )


class DiagramQuery(DrawQuery):
    """How to draw, and whether as a file to keep."""

    download = serializers.BooleanField(required=False, default=False)


class Drawn(Reading):
    """What is drawn of a journey as the query says."""

    measured = True
    renderer_classes = (AsIs,)
    other: Against | None = None

    def which(self, asked: dict[str, Any]) -> list[str]:
        """Return the names of the diagrams that are drawn."""
        raise NotImplementedError

    def beside(self, asked: dict[str, Any]) -> tuple[object, ...]:
        """Find what to compare with; 400 where that cannot be, or is not asked of what compares."""
        fitting(asked)
        named = [name for name in ("against", "against_version") if asked.get(name)]
        if not any(diagrams.DIAGRAMS[name].compares for name in self.which(asked)):
            if named:
                comparing = ", ".join(d.name for d in diagrams.DIAGRAMS.values() if d.compares)
                raise _refused(named[0], _("only these compare: %s") % (comparing or "-"))
            return ()
        try:
            other, version = asked.get("against", ""), asked.get("against_version")
            self.other = against(self.document, self.actor, other, version)
        except Invalid as found:
            raise _refused(found.problems[0].path[1:], found.problems[0].message) from None
        self.seen = self.other.stamp
        return self.seen

    def drawn_as(self, asked: dict[str, Any]) -> diagrams.Options:
        """Return how to draw; Moved where what it is compared with is past."""
        other = self.other.graph() if self.other else None
        if self.other and self.other.stamp != self.seen:
            raise Moved
        return diagrams.Options(
            language=asked.get("language", ""),
            theme=asked["theme"],
            version=asked.get("version") or self.versions.journey,
            customer_view=asked["customer_view"],
            other=other,
        )

    def take(self, parts: list[str], asked: dict[str, Any]) -> tuple[Graph, list[taking.Taken]]:
        """Return the journey and these files of it."""
        graph, options = self.graph(asked), self.drawn_as(asked)
        heard = self.heard(graph, options.language or graph.journey.language)
        output = output_of(asked)
        each = taking.take_all(parts, graph, heard, options, output)
        try:
            with turn(self.actor):
                return graph, taking.bounded(each, LARGEST, LONGEST)
        except taking.TooMuch:
            raise Fault(400, _("That is too much at once. Choose fewer files.")) from None


def output_of(asked: dict[str, Any]) -> diagrams.Output:
    """Return how a drawing is put into a file."""
    named = {name: asked[name] for name in ("scale", "tiled", "words")}
    return diagrams.Output(paper=asked.get("paper", ""), **named)


def fitting(asked: dict[str, Any]) -> None:
    """Refuse (400) what does not fit together."""
    if asked["tiled"] and not asked.get("paper"):
        raise _refused("tiled", _("needs a paper to tile over"))


def _refused(parameter: str, detail: str) -> Fault:
    errors = [{"parameter": parameter, "detail": detail}]
    return Fault(400, _("The query is not understood."), errors)


def address(name: str, values: Iterable[str]) -> OpenApiParameter:
    """Describe a part of an address that is one of some names."""
    return OpenApiParameter(name, str, OpenApiParameter.PATH, enum=list(values))


_KIND = address("ext", diagrams.KINDS)
_FILES = {
    (200, kind.media_type): OpenApiResponse(OpenApiTypes.BINARY) for kind in diagrams.KINDS.values()
}


class DiagramView(Drawn):
    """A picture of the journey."""

    query = DiagramQuery

    @extend_schema(
        parameters=[address("name", diagrams.DIAGRAMS), _KIND, DiagramQuery], responses=_FILES
    )
    def get(self, request: Request, id: str, name: str, ext: str) -> HttpResponse:
        """Draw a journey: one of its diagrams, as a file of a kind."""
        offer = _offered(name, ext)
        self.media_type = offer.media_type
        wanted = self.asked(self.query)["download"]
        filename = taking.filename(self.document.title, offer) if wanted else ""
        return self.read(request, name, ext, filename=filename)

    def which(self, asked: dict[str, Any]) -> list[str]:
        """Return the one of the address."""
        return [self.kwargs["name"]]

    def make(self, asked: dict[str, Any]) -> bytes:
        """Draw it; Fault where too many are being drawn."""
        part = f"{self.kwargs['name']}.{self.kwargs['ext']}"
        return self.take([part], asked)[1][0].data


_BLANK = [each.name for each in diagrams.DIAGRAMS.values() if each.blank]


class BlankQuery(SheetQuery):
    """How to draw, in which language, and whether as a file to keep."""

    language = serializers.ChoiceField(required=False, choices=LANGUAGES, default="en")
    download = serializers.BooleanField(required=False, default=False)


class BlankView(Api):
    """A diagram of nothing, to be filled in by hand."""

    renderer_classes = (AsIs,)

    @extend_schema(parameters=[address("name", _BLANK), _KIND, BlankQuery], responses=_FILES)
    def get(self, request: Request, name: str, ext: str) -> HttpResponse:
        """Draw an empty diagram to be filled in by hand, of no journey: a canvas for a workshop."""
        offer = _offered(name, ext)
        if name not in _BLANK:
            raise NotFound()
        asked = self.asked(BlankQuery)
        fitting(asked)
        etag = digest("blank", name, ext, diagrams.RENDERER_VERSION, sorted(asked.items()))
        filename = taking.filename(name, offer._replace(diagram="")) if asked["download"] else ""

        def make() -> bytes:
            options = diagrams.Options(language=asked["language"], theme=asked["theme"])
            blank = taking.nothing(asked["language"])
            with turn(self.actor):
                return taking.take(offer.part, blank, None, options, output_of(asked)).data

        return answer(request, etag, make, offer.media_type, filename)


def _offered(name: str, ext: str) -> taking.Offer:
    try:
        found = taking.offer(f"{name}.{ext}")
    except taking.Unoffered:
        raise NotFound() from None
    return found

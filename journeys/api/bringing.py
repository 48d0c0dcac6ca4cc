"""Bringing files in: in which format a body is, and what would become of it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.workspaces.models import Workspace
from journeys import making
from journeys.formats import FORMATS, Format
from journeys.formats.columns import MEANINGS
from journeys.graph import JOURNEY

from .base import Api, Shape
from .bodies import FileParser
from .shapes import AnyObject, losses_shape

#: Kinds of record that a file has a list of.
_LISTED = JOURNEY.records[1:]
_COLUMN = re.compile(r"\d{1,4}\.(\d{1,4}|head)")
READABLE = {each.name: each for each in FORMATS.values() if each.reads}


class LossOut(serializers.Serializer[Any]):
    """What of a file was not understood: where, and what."""

    where = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class FileQuery(Shape):
    """Where to; ``format`` overrules the content type, ``mapping`` the headings of a table."""

    workspace = serializers.CharField(required=False, max_length=64)
    format = serializers.ChoiceField(required=False, choices=sorted(READABLE))
    mapping = serializers.CharField(
        required=False,
        max_length=20_000,
        help_text='What the columns of a table mean, as JSON: `{"0.2": "step"}` by table and '
        "column, both counted from 0; an empty text leaves a column out.",
    )

    def validate_mapping(self, told: str) -> dict[str, str]:
        """Return the mapping as an object of texts."""
        try:
            found = json.loads(told)
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(map(_COLUMN.fullmatch, found)):
            raise serializers.ValidationError(_('is not a JSON object such as {"0.2": "step"}'))
        said_of = [said for name, said in found.items() if not name.endswith("head")]
        if unknown := [said for said in said_of if said not in list(MEANINGS)]:
            known = ", ".join(filter(None, MEANINGS))
            told = _("%(said)r is no meaning of a column; known are %(known)s")
            raise serializers.ValidationError(told % {"said": unknown[0], "known": known})
        return found


class LookOut(serializers.Serializer[Any]):
    """What a file holds: in which format, how many records of each kind, what is not understood,
    and of tables the columns with what each is taken for."""

    format = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    losses = LossOut(many=True)
    columns = serializers.ListField(child=AnyObject())


def _body(form: Format) -> dict[str, str]:
    text = form.media_type.startswith("text/") or form.media_type.endswith(("xml", "yaml"))
    return {"type": "string"} if text else {"type": "string", "format": "binary"}


#: What a body may be in the API's description, by media type.
FILES: Any = {each.media_type: _body(each) for each in READABLE.values() if each.name != "json"}


class Look(Api):
    """What would become of a file."""

    parser_classes = (FileParser,)
    workspace: Workspace

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find the workspace that it would go into."""
        self.workspace = self.named_workspace("create")

    @extend_schema(
        operation_id="look_at_file",
        parameters=[FileQuery],
        request=FILES | {"application/json": {"$ref": "#/components/schemas/JourneyFile"}},
        responses=LookOut,
    )
    def post(self, request: Request) -> Response:
        """Tell what a file holds and what of it would be lost; nothing is made of it."""
        query = self.asked(FileQuery)
        form, body = sent(request, query)
        reading = form.read(body, mapping=query.get("mapping"))
        looked = making.looked(self.workspace, self.actor, reading)
        held = {kind.plural: len(getattr(reading.graph, kind.plural)) for kind in _LISTED}
        tables = form.columns(body).tables if form.maps else ()
        told = {
            "format": form.name,
            "counts": {name: n for name, n in held.items() if n},
            "losses": losses_shape(looked.losses),
            "columns": [each._asdict() for each in tables],
        }
        return Response(told)


def sent(request: Request, query: dict[str, Any]) -> tuple[Format, bytes]:
    """Return the body and its format: as named, else by its content type, of several formats of
    one type by how it begins; 415 for others."""
    body = request.data if isinstance(request.data, bytes) else b""  # DRF's {} for nothing
    if named := query.get("format"):
        return READABLE[named], body
    sent = (request.content_type or "").partition(";")[0].strip().lower()
    fits = [each for each in READABLE.values() if each.media_type == sent]
    if not fits:
        raise UnsupportedMediaType(sent or _("(none)"))
    return next((each for each in fits if each.fits(body)), fits[0]), body

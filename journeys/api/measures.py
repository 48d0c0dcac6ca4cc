"""What answers say of each step, and what they can be chosen by."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from journeys import overlay, voices

from .readings import AnswersQuery, NoQuery, Reading
from .shapes import AnyObject, as_json


class MeasuresOut(serializers.Serializer[Any]):
    """What answers say of each step; where they are fewer than ``limit``, ``hidden`` is true."""

    n = serializers.IntegerField()
    first = serializers.CharField(allow_blank=True)
    last = serializers.CharField(allow_blank=True)
    limit = serializers.IntegerField()
    of = serializers.CharField(allow_blank=True, help_text="Which answers were chosen, in words.")
    steps = serializers.DictField(child=AnyObject())
    beside = AnyObject(allow_null=True, help_text="The same of the answers to compare with.")
    differences = serializers.DictField(
        child=AnyObject(),
        help_text="By step, item by item: how much more than `beside`, with its 95 % interval, "
        "where that leaves out 0.",
    )
    findings = serializers.DictField(
        child=AnyObject(), help_text="By finding, how often it is met, where its answers tell."
    )


class MeasuresView(Reading):
    """What customers' answers say of each step; small groups are not told."""

    query = AnswersQuery
    measured = True
    newest = True

    @extend_schema(parameters=[AnswersQuery], responses=MeasuresOut)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Get what answers say of each step; small groups are not told."""
        return self.read(request, get_language())

    def make(self, asked: dict[str, Any]) -> bytes:
        """Make the JSON."""
        heard = self.measures(get_language() or "en")
        return as_json(voices.told(heard, self.document, single=self.single).told())


class ChoicesOut(serializers.Serializer[Any]):
    """What answers can be chosen by: for each name its values, each with ``value``, ``name`` and
    ``n``, how many answers say so."""

    round = serializers.ListField(child=AnyObject())
    touchpoint = serializers.ListField(child=AnyObject())
    segment = serializers.ListField(child=AnyObject())
    channel = serializers.ListField(child=AnyObject())
    unit = serializers.ListField(child=AnyObject())
    region = serializers.ListField(child=AnyObject())
    answers_language = serializers.ListField(child=AnyObject())


class ChoicesView(Reading):
    """What answers can be chosen by; for those who may read single answers."""

    needs = {"GET": "answers"}
    query = NoQuery
    measured = True
    newest = True

    @extend_schema(responses=ChoicesOut)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Get what a journey's answers can be chosen by, for who may read single answers."""
        return self.read(request, get_language())

    def make(self, asked: dict[str, Any]) -> bytes:
        """Make the JSON."""
        return as_json(overlay.choices(self.document, get_language() or "en"))
